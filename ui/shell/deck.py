"""What can be done from every page: keys, menus, palette, history, dialogs, bound to one workplace."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QWidget

from crm_desktop.jobs import Progress
from crm_desktop.reports.waiting import Waiting, waiting
from crm_desktop.safekeeping import back_up_workspace
from crm_desktop.schema.forms import Stored
from crm_desktop.search.quick import contact_kind
from crm_desktop.vault.backup import BackupReport
from crm_desktop.words import _
from ui.kit.core import Commit
from ui.kit.desk import touches
from ui.kit.focus_ring import led_by_keys
from ui.kit.page import Action
from ui.shell.areas import areas_of, focus_area, neighbour
from ui.shell.auto_backup import AutoBackup
from ui.shell.captures import Captures
from ui.shell.commands import Act, Menu, Shell, shell_menus
from ui.shell.duplicates_watch import DuplicatesWatch
from ui.shell.erasures_watch import ErasuresWatch
from ui.shell.forced_undo import ForcedUndo
from ui.shell.keys import KeyedActions
from ui.shell.left_over import LeftOver
from ui.shell.look_acts import LookActs
from ui.shell.menus import fill_menu_bar, name_menu, workspace_menu
from ui.shell.new_menu import NewMenu
from ui.shell.new_records import PLANNED, NewRecords, about
from ui.shell.offline_banner import OfflineBanner
from ui.shell.palette import Palette
from ui.shell.palette_answers import PaletteAnswers
from ui.shell.pins import Pins
from ui.shell.reminders import Reminders
from ui.shell.session import Session
from ui.shell.sharing import SharingWatch
from ui.shell.tray import Tray
from ui.shell.warm_up import AT_DESK_MS, FOR_DESK, WarmUp
from ui.shell.workplace import Workplace

if TYPE_CHECKING:
    from ui.shell.history_panel import HistoryPanel
    from ui.shell.new_record import NewRecordDialog

COUNT_EVERY_MS = 60_000
PAGE = "page"


class Deck(QObject):
    """Binds all that is not a page to the `workplace` in `window`; `lock`, `leave` and `quit` are the window's."""

    def __init__(self, window: QMainWindow, workplace: Workplace, *, lock: Act, leave: Act, quit_app: Act) -> None:
        super().__init__(workplace)
        self._window = window
        self._workplace = workplace
        self._session = workplace.session
        self.desk = workplace.desk
        theme = self.desk.theme
        self.keyed = KeyedActions(theme, window)
        self.palette = Palette(theme, workplace)
        self.new_records = NewRecords(self.desk, window)
        self.captures = Captures(self.desk, window)
        self.answers = PaletteAnswers(self.desk, self.palette, self.every_action, self.begin)
        self.pins = Pins(workplace, read_only=self._session.read_only)
        self.reminders = Reminders(self.desk, Tray(theme, self), window, read_only=self._session.read_only)
        self._forced = ForcedUndo(self.desk, self._session, window)
        self.look = LookActs(self.desk, read_only=self._session.read_only, parent=self)
        self.sharing = SharingWatch(workplace, read_only=self._session.read_only)
        if not self._session.read_only:
            self.offline = OfflineBanner(workplace, self.sharing)
        self.left_over = LeftOver(workplace, self.begin, self.captures.quick_entry)
        self.shell = self._made_shell(lock, leave, quit_app)
        self._as_made = shell_menus(self.shell, read_only=self._session.read_only)
        self.menus = self._as_made
        self._page_actions: Sequence[Action] = ()
        self._made: dict[str, QAction] = {}
        self._opener: QWidget | None = None
        self._made_by_page: dict[str, QAction] = {}
        self._bind()
        self._connect()
        self._backup = AutoBackup(self.desk, read_only=self._session.read_only, parent=self)
        self._backup.newest_known.connect(self.sharing.show_backup)
        self._duplicates = DuplicatesWatch(self.desk, read_only=self._session.read_only, parent=self)
        self._erasures = ErasuresWatch(self.desk, read_only=self._session.read_only, parent=self)
        self._warm_up = WarmUp(self.desk.tasks, FOR_DESK, AT_DESK_MS, self)
        self._duplicates.counted.connect(self._show_duplicates)
        self._counting = QTimer(self, interval=COUNT_EVERY_MS)
        self._counting.timeout.connect(self.count_waiting)
        self._counting.start()
        self.count_waiting()

    @cached_property
    def history(self) -> "HistoryPanel":
        """What happened, beside the content; made when it is first asked for."""
        from ui.shell.history_panel import HistoryPanel

        made = HistoryPanel(self.desk, read_only=self._session.read_only, parent=self._workplace.content)
        made.hide()
        made.closed.connect(self.show_history)
        return made

    @property
    def _shows_history(self) -> bool:
        return "history" in vars(self) and self.history.isVisible()

    def take_keys(self) -> None:
        """Take up the single keys that were chosen on this device."""
        menus = [menu._replace(actions=[self._rekeyed(each) for each in menu.actions]) for menu in self._as_made]
        # most settings touch no key, and to bind all of them takes as long as half a frame
        if menus != self.menus:
            self.menus = menus
            self._bind()
        self._on_arrived()

    def _rekeyed(self, action: Action | None) -> Action | None:
        return None if action is None else action._replace(keys=self.desk.theme.key(action.keys))

    def every_action(self) -> list[Action]:
        """Return all that can be done now, the page's acts first."""
        return [*self._page_actions, *(each for menu in self.menus for each in menu.actions if each is not None)]

    def new(self, kind: str) -> None:
        """Ask for a new record of `kind`, about the contact that is shown where there is one."""
        here = self._workplace.trail.here
        if here is None or here.page != "contact" or here.record is None:
            self.begin(kind, {})
            return
        record = here.record

        def begin(shown: str | None) -> None:
            self.begin(kind, about(kind, shown, record))

        self.desk.read(contact_kind, record, owner=self, then=begin)

    def begin(self, kind: str, values: Mapping[str, Stored]) -> None:
        """Ask for something new of `kind` that begins with `values`: a plan, or a record."""
        if kind == PLANNED:
            self.new_records.plan(values)
        else:
            self.new_with(kind, values)

    def new_with(self, kind: str, values: Mapping[str, Stored]) -> "NewRecordDialog":
        """Ask for a new record of `kind` that begins with `values`."""
        return self.new_records.open(kind, values)

    def quick_entry(self) -> None:
        """Ask for a line that tells what happened, about the contact that is shown where there is one."""
        here = self._workplace.trail.here
        self.captures.quick_entry(here.record if here is not None and here.page == "contact" else None)

    def show_new(self) -> None:
        """Open the menu of New."""
        menu = NewMenu(self.desk.theme, self.new, self._window)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.open_below(self._workplace.top_bar.new)

    def show_palette(self) -> None:
        """Open the palette, or close it."""
        if self.palette.isVisible():
            self.palette.shut()
        else:
            self.palette.open()

    def show_history(self) -> None:
        """Show the history beside the content, or hide it and return to where the focus was."""
        shown, focused = not self._shows_history, QApplication.focusWidget()
        inside = focused is not None and self.history.isAncestorOf(focused)
        by_keys = led_by_keys(self._window)
        self.history.setVisible(shown)
        self._workplace.top_bar.history.setChecked(shown)
        if shown:
            self._opener = focused
            self._workplace.place_panel(self.history)
            self.history.show_record(self._record())
            self.history.focus_first()
        elif inside:
            self._return_focus(Qt.FocusReason.ShortcutFocusReason if by_keys else Qt.FocusReason.OtherFocusReason)

    def _return_focus(self, reason: Qt.FocusReason) -> None:
        opener, page = self._opener, self._workplace.page
        if opener is not None and shiboken6.isValid(opener) and opener.isVisible():
            opener.setFocus(reason)
        elif page is not None:
            page.focus_first()

    def show_bin(self) -> None:
        """Show what was deleted."""
        from ui.shell.bin_dialog import BinDialog

        dialog = BinDialog(self.desk, self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def show_keys(self) -> None:
        """Show all keys on one sheet."""
        from ui.shell.key_sheet import KeySheet

        sheet = KeySheet(self.desk.theme, self._workplace.title(), self._page_actions, self.menus, self._window)
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    def back_up(self) -> None:
        """Write a backup to its usual place and check it."""
        now, title = self.desk.now(), _("Backing up")
        self.desk.tasks.run(_backed_up, self._session, now, owner=self, then=self._on_backed_up, title=title)

    def export_all(self) -> None:
        """Ask for the passphrase and write everything to one file."""
        from ui.settings.export_dialog import begin_export

        begin_export(self.desk, self._window)

    def next_area(self) -> None:
        """Put the focus into the next area of the window."""
        self._go_area(1)

    def previous_area(self) -> None:
        """Put the focus into the area before."""
        self._go_area(-1)

    def count_waiting(self) -> None:
        """Ask how much waits at each place."""
        if self._session.core.locked:
            return
        desk = self.desk
        now_ms = int(desk.now().timestamp() * 1000)
        desk.read(waiting, desk.member, desk.today(), now_ms, owner=self, then=self._show_waiting, key="waiting")

    def end(self) -> None:
        """Let go of the window's keys and menus: while locked nothing can be done."""
        self._counting.stop()
        self._backup.pause()
        self.sharing.pause()
        self._duplicates.pause()
        self._erasures.pause()
        self.reminders.pause()
        self.palette.shut()
        self.new_records.hide_all()
        _close_the_rest(self._window)
        self._page_actions, self._made_by_page = (), {}
        self.keyed.clear()
        self._window.menuBar().clear()

    def leave(self) -> None:
        """Let go for good: another deck takes over, or the workspace is closed."""
        self.end()
        self.new_records.drop_all()

    def rebind(self) -> None:
        """Take up the window's keys and menus again."""
        self._bind()
        self._on_arrived()
        self._counting.start()
        self._backup.resume()
        self.sharing.resume()
        self._duplicates.resume()
        self._erasures.resume()
        self.reminders.resume()
        self.new_records.show_again()
        self.count_waiting()

    def _made_shell(self, lock: Act, leave: Act, quit_app: Act) -> Shell:
        place = self._workplace
        return Shell(
            go=self.desk.go,
            back=place.back,
            forward=place.forward,
            toggle_favourite=self.pins.toggle_favourite,
            toggle_pin=self.pins.toggle,
            undo=self.desk.undo,
            redo=self.desk.redo,
            new=self.new,
            show_new=self.show_new,
            quick_entry=self.quick_entry,
            incoming_call=self.captures.incoming_call,
            show_palette=self.show_palette,
            show_history=self.show_history,
            show_bin=self.show_bin,
            show_left_over=self.left_over.offer,
            show_reminders=self.reminders.show_list,
            show_keys=self.show_keys,
            back_up=self.back_up,
            sync_now=self.sharing.sync_now,
            toggle_offline=self.sharing.toggle_offline,
            export_all=self.export_all,
            lock=lock,
            leave_workspace=leave,
            toggle_rail=place.toggle_rail,
            next_area=self.next_area,
            previous_area=self.previous_area,
            zoom=self.look.zoom,
            toggle_dark=self.look.toggle_dark,
            toggle_presentation=self.look.toggle_presentation,
            quit=quit_app,
        )

    def _bind(self) -> None:
        actions = [each for menu in self.menus for each in menu.actions if each is not None]
        made = self.keyed.set_shell(actions)
        self._made = {action.name: each for action, each in zip(actions, made, strict=True)}
        self._fill_menus()

    def _connect(self) -> None:
        place, bar = self._workplace, self._workplace.top_bar
        place.arrived.connect(self._on_arrived)
        place.menu_wanted.connect(self._open_menu)
        bar.search.clicked.connect(self.show_palette)
        bar.history.clicked.connect(self.show_history)
        bar.new.clicked.connect(self.show_new)
        self.desk.undo_refused.connect(self._forced.ask)
        self.desk.committed.connect(self._on_committed)

    def _on_arrived(self) -> None:
        here = self._workplace.trail.here
        if here is not None and here.record is not None:
            self.answers.note_visited(here.record)
        key = self.desk.theme.key
        self._page_actions = [each._replace(keys=key(each.keys)) for each in self._workplace.page_actions()]
        # from record to record the same can be done: menus and keys are made anew only where they change
        if self._page_actions and self.keyed.renew_page(self._page_actions):
            name_menu(self._window.menuBar(), self._all_menus(), PAGE)
        else:
            made = self.keyed.set_page(self._page_actions)
            self._made_by_page = {action.name: each for action, each in zip(self._page_actions, made, strict=True)}
            self._fill_menus()
        if self._shows_history:
            self.history.show_record(self._record())

    def _fill_menus(self) -> None:
        fill_menu_bar(self._window.menuBar(), self._all_menus(), self._made_for)

    def _made_for(self, menu: Menu, action: Action) -> QAction:
        # a page may call an act of its own as one of the shell is called
        return (self._made_by_page if menu.name == PAGE else self._made)[action.name]

    def _all_menus(self) -> list[Menu]:
        if not self._page_actions:
            return self.menus
        return [*self.menus[:-1], Menu(PAGE, self._workplace.title(), self._page_actions), self.menus[-1]]

    def _open_menu(self) -> None:
        button = self._workplace.rail.button
        menu = workspace_menu(self._all_menus(), self._made_for, button)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _record(self) -> bytes | None:
        here = self._workplace.trail.here
        return here.record if here is not None else None

    def _go_area(self, step: int) -> None:
        place = self._workplace
        panels = [self.history] if self._shows_history else []
        area = neighbour(areas_of(place.rail, place.top_bar, place.page, panels), step)
        if area is not None:
            focus_area(area)

    def _on_committed(self, commit: Commit) -> None:
        if touches(commit, "task", "ticket"):
            self.count_waiting()

    def _show_waiting(self, found: Waiting) -> None:
        rail = self._workplace.rail
        today, tickets = rail.item("today"), rail.item("tickets")
        if today is not None:
            today.set_waiting(found.tasks, late=False)
        if tickets is not None:
            tickets.set_waiting(found.late_tickets, late=bool(found.late_tickets))

    def _show_duplicates(self, groups: int) -> None:
        item = self._workplace.rail.item("duplicates")
        if item is not None:
            item.set_waiting(groups, late=False)

    def _on_backed_up(self, report: BackupReport) -> None:
        size = self.desk.formats.size(report.size)
        self.desk.say(_("Backed up and checked: {name}, {size}").format(name=report.path.name, size=size))
        self.desk.settings_changed.emit("backups")


def _backed_up(session: Session, now: datetime, *, progress: Progress) -> BackupReport:
    return back_up_workspace(session.core.workspace, progress=progress, now=now)


def _close_the_rest(window: QMainWindow) -> None:
    """Close menus and dialogs that would stand open above a locked window."""
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()
    for dialog in window.findChildren(QDialog):
        if dialog.isVisible():
            dialog.reject()
