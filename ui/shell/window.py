"""The window: the gate while locked, the workplace while a workspace is open."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget

from crm_desktop.errors import CrmError
from crm_desktop.journal.clock import system_clock
from crm_desktop.program import PROGRAM
from crm_desktop.sync.ledger import erased_again_words
from crm_desktop.words import _, speak
from crm_desktop.workspace import Workspace
from ui.kit.desk import Place
from ui.kit.device_choices import DeviceChoices
from ui.kit.drafts import Drafts
from ui.kit.notices import Banner
from ui.kit.tasks import Tasks
from ui.kit.theme import Contrast, Mode, Theme
from ui.shell.device_settings import device_settings
from ui.shell.idle_lock import IdleLock
from ui.shell.input_watch import InputWatch
from ui.shell.logo import window_icon
from ui.shell.own_window import OwnWindows, wants_own_window
from ui.shell.session import Session
from ui.shell.sleep_watch import SleepWatch
from ui.shell.workplace import Workplace

if TYPE_CHECKING:
    from ui.shell.deck import Deck
    from ui.shell.gate import Gate

SMALLEST = (1024, 640)
FIRST_SIZE = (1440, 900)
NEW = "new"
PLAN = "plan"
DECK_MS = 20  # between looks whether the first page is there
CALM_LOOKS = 3  # one alone may come before the page begins to read, or before it is painted
LATEST_DECK = 25
SAMPLE = "sample"
# These change words and figures on every page.
OF_THE_WHOLE_WINDOW = frozenset({"name", "language", "region", "currency", "zone", "member", "presentation"})


class Window(QMainWindow):
    """The one window; `opened` tells that a workspace was put into it, `locked` that it is closed again."""

    opened = Signal()
    locked = Signal()

    def __init__(
        self, theme: Theme, choices: DeviceChoices | None = None, clock: Callable[[], datetime] = system_clock
    ) -> None:
        super().__init__()
        self.theme = theme
        self.clock = clock
        self.choices = choices or DeviceChoices()
        self.tasks = Tasks(self)
        self.session: Session | None = None
        self.workplace: Workplace | None = None
        self._deck: Deck | None = None
        self._deck_looks = self._calm_looks = 0
        self._deck_timer = QTimer(self, interval=DECK_MS)
        self._deck_timer.timeout.connect(self._make_deck_when_calm)
        self.own = OwnWindows(self, PROGRAM)
        self.own.visited.connect(self._note_visited)
        self._watch = InputWatch(self)
        self._watch.alt_tapped.connect(self._toggle_menu_bar)
        self._idle = IdleLock(self._watch, parent=self)
        self._idle.lock_wanted.connect(self.lock)
        self.asleep = SleepWatch(self)
        self.asleep.slept.connect(self.lock)
        self.menuBar().hide()
        self._stack = QStackedWidget()
        self._gate: Gate | None = None
        self.setCentralWidget(self._stack)
        self.setMinimumSize(*SMALLEST)
        self.resize(*FIRST_SIZE)
        self.setWindowTitle(PROGRAM)
        self.setWindowIcon(window_icon(theme))

    @property
    def gate(self) -> "Gate":
        """What opens a workspace; made when it is first needed, which is later where one is given at the start."""
        if self._gate is None:
            self._gate = self._made_gate()
        return self._gate

    @property
    def deck(self) -> "Deck | None":
        """What can be done from every page, None without a workspace: made once the first page is painted, or asked."""
        if self._deck is None:
            self._make_deck()
        return self._deck

    def show_gate(self, folder: Path | None = None, error: CrmError | None = None) -> None:
        """Show what opens a workspace: `folder` where it is given, with the `error` that its opening met."""
        self.gate.start()
        if folder is not None:
            self.gate.choose(folder, error)
        self._stack.setCurrentWidget(self.gate)

    def show_workspace(self, workspace: Workspace, first: Place | None = None) -> None:
        """Show `workspace` with the page `first`, or Today; the one that was locked comes back as it was left."""
        if self.session is not None and self.session.core.locked and self.session.folder == workspace.folder:
            self._go_on(workspace)
            return
        self.end_session()
        self._fill(workspace)
        self.go(first or Place("today"))
        self.opened.emit()
        if workspace.erased_again and self.session is not None:
            self.session.desk.say(erased_again_words(workspace.erased_again))

    def go(self, place: Place) -> None:
        """Go to `place`; "new" and "plan" are dialogs over where the user is, "sample" the form outside of it all."""
        if self.workplace is None or self.session is None or self.session.core.locked:
            return
        if place.page == SAMPLE:
            if self.leave_workspace():
                self.gate.show_sample()
        elif place.page == NEW and self.deck is not None:
            values = place.arguments.get("values")
            self.deck.begin(str(place.arguments["kind"]), values if isinstance(values, Mapping) else {})
        elif place.page == PLAN and place.record is not None and self.deck is not None:
            self.deck.new_records.change_plan(place)
        elif wants_own_window(place):
            self.own.show_place(self.workplace.desk, self.workplace.session.name, place)
        else:
            self.workplace.go(place)

    def _lead(self, place: Place) -> None:
        """Go to `place` in the window from which one of its links, keys or dialogs leads there."""
        used = self.own.in_use()
        if used is None or place.page in (NEW, PLAN, SAMPLE) or wants_own_window(place):
            self.go(place)
        else:
            used.go(place)

    def leave_workspace(self) -> bool:
        """Close the workspace and show the others; return whether that was done, or something is not saved yet."""
        if not self._may_end():
            return False
        self.end_session()
        self.show_gate()
        return True

    def lock(self) -> None:
        """Cover everything and close the file; what is typed stays where it is and comes back."""
        if self.session is None or self.session.core.locked:
            return
        self.gate.show_locked(self.session.folder, self.clock())
        self._deck_timer.stop()
        if self._deck is not None:
            self._deck.end()
        self.menuBar().hide()
        self.own.hide_all()
        self._stack.setCurrentWidget(self.gate)
        self.setWindowTitle(PROGRAM)
        self.session.lock()
        self.locked.emit()

    def end_session(self) -> None:
        """Close the workspace that is open, once what was asked to be written is written."""
        self.own.close_all()
        self._end_deck()
        if self.workplace is not None:
            self._stack.removeWidget(self.workplace)
            self.workplace.deleteLater()
            self.workplace = None
        if self.session is not None:
            self.session.lock()
            self.session.deleteLater()
            self.session = None

    def showEvent(self, event: QShowEvent) -> None:
        """Begin on the page: what it gave the focus to before the window was shown does not have it."""
        super().showEvent(event)
        page = self.workplace.page if self.workplace is not None else None
        if page is not None and self.focusWidget() is None:
            page.focus_first()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask where something is typed and cannot be kept; let what is being written finish, then close the file."""
        if not self._may_end():
            event.ignore()
            return
        self.end_session()
        self.tasks.close()
        super().closeEvent(event)

    def _may_end(self) -> bool:
        if self.session is None:
            return True
        # nothing asks before the window is closed
        from ui.kit.unsaved import may_close

        return may_close(self, self.theme, self.session.desk.drafts.unkept)

    def _made_gate(self) -> "Gate":
        from ui.shell.gate import Gate

        gate = Gate(self.theme, self.tasks, self.choices, self.clock)
        gate.opened.connect(self.show_workspace)
        gate.language_chosen.connect(self._speak)
        self._stack.addWidget(gate)
        return gate

    def _speak(self, language: str) -> None:
        """Show the gate in another language."""
        speak(language)
        old, self._gate = self.gate, None
        self._stack.removeWidget(old)
        old.deleteLater()
        self.show_gate()

    def _fill(self, workspace: Workspace, drafts: Drafts | None = None) -> None:
        speak(workspace.place.language)
        self.session = Session(workspace, self.theme, self.tasks, self.clock, self)
        if drafts is not None:
            self.session.desk.drafts.take_over(drafts)
        self.workplace = Workplace(self.session)
        self.workplace.arrived.connect(self._name_window)
        self.workplace.lock_wanted.connect(self.lock)
        self.session.desk.settings_changed.connect(self._on_setting)
        self.session.desk.place_wanted.connect(self._lead)
        self._take_look()
        self._follow_settings()
        self._stack.addWidget(self.workplace)
        self._stack.setCurrentWidget(self.workplace)
        self._show_read_only()
        self._deck_looks = self._calm_looks = 0
        self._deck_timer.start()

    def _make_deck_when_calm(self) -> None:
        """Make the deck after the first page: it takes as long to import and to build as the page itself."""
        self._deck_looks += 1
        self._calm_looks = 0 if self.tasks.busy else self._calm_looks + 1
        if self._calm_looks >= CALM_LOOKS or self._deck_looks >= LATEST_DECK:
            self._make_deck()

    def _make_deck(self) -> None:
        self._deck_timer.stop()
        if (
            self._deck is None
            and self.workplace is not None
            and self.session is not None
            and not self.session.core.locked
        ):
            from ui.shell.deck import Deck

            self._deck = Deck(self, self.workplace, lock=self.lock, leave=self.leave_workspace, quit_app=self.close)
            self._follow_settings()

    def _end_deck(self) -> None:
        self._deck_timer.stop()
        if self._deck is not None:
            self._deck.leave()
            self._deck = None

    def _go_on(self, workspace: Workspace) -> None:
        if self.session is None or self.workplace is None:
            return
        self.session.reopen(workspace)
        self._stack.setCurrentWidget(self.workplace)
        self._show_read_only()
        if self._deck is None:
            self._deck_timer.start()
        else:
            self._deck.rebind()
        self.workplace.come_back()
        self.own.show_all()
        self._name_window()
        self.opened.emit()

    def reload(self) -> None:
        """Show the workspace anew where what stands on every page was changed."""
        if self.session is None or self.workplace is None:
            return
        workspace, trail = self.session.core.workspace, self.workplace.put_down()
        self.own.put_down()
        workspace.reread()
        speak(workspace.place.language)
        self._end_deck()
        self._stack.removeWidget(self.workplace)
        self.workplace.deleteLater()
        self.session.core.forget_listeners()
        self.session.deleteLater()
        self._fill(workspace, self.session.desk.drafts)
        if trail.here is None:
            self.go(Place("today"))
        else:
            self.workplace.resume(trail)
        self.own.renew(self.session.desk, self.session.name)
        # what it takes was loaded long ago, and keys that are pressed meanwhile must not be lost
        self._make_deck()

    def _on_setting(self, name: str) -> None:
        """Follow a setting that was changed on its page or by a key."""
        if name in ("theme", "zoom"):
            look = self.choices.look
            self.choices.set_look(replace(look, theme=self.theme.mode, zoom=round(self.theme.zoom * 100)))
        if name in OF_THE_WHOLE_WINDOW:
            self.reload()
        self._follow_settings()

    def _take_look(self) -> None:
        """Take the look that was chosen in this workspace on this device, where one was."""
        if self.session is None:
            return
        with self.session.core.reader() as reader:
            settings = device_settings(reader)
        if settings.theme is not None:
            self.theme.set_mode(Mode(settings.theme))
        if settings.zoom is not None:
            self.theme.set_zoom(settings.zoom / 100)
        self.theme.set_contrast(Contrast(settings.contrast))

    def _follow_settings(self) -> None:
        if self.session is None:
            return
        with self.session.core.reader() as reader:
            settings = device_settings(reader)
        self.theme.set_keys(settings.keys)
        if self._deck is not None:
            self._deck.take_keys()
            self._deck.keyed.set_letters(on=settings.letters)
        self._idle.set_minutes(settings.idle_minutes)
        self.asleep.watch(on=settings.lock_on_sleep)

    def _toggle_menu_bar(self) -> None:
        if self.deck is not None and self.session is not None and not self.session.core.locked:
            self.menuBar().setVisible(not self.menuBar().isVisible())
            if self.menuBar().isVisible():
                self.menuBar().setFocus()

    def _show_read_only(self) -> None:
        if self.workplace is None or self.session is None:
            return
        if not self.session.read_only:
            self.workplace.put_above(None)
            return
        text = _("It is open elsewhere, so nothing can be changed here.")
        banner = Banner(self.theme, _("Open for reading only."), text, _("Try again"), icon="lock", closable=False)
        banner.link_clicked.connect(self.lock)
        self.workplace.put_above(banner)

    def _note_visited(self, place: Place) -> None:
        if self.deck is not None and place.record is not None:
            self.deck.answers.note_visited(place.record)

    def _name_window(self) -> None:
        if self.workplace is not None and self.session is not None:
            self.setWindowTitle(f"{self.workplace.title()} – {self.session.name} – {PROGRAM}")
