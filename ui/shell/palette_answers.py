"""What the palette answers: searches, short ways to records, commands, keys."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint

from crm_desktop.activities.actions import add_task
from crm_desktop.errors import CrmError
from crm_desktop.journal.pins import FAVOURITE, PinRow, pins
from crm_desktop.search.nearest import make_ready
from crm_desktop.search.queries import HITS, Hit, SearchResult, search
from crm_desktop.search.quick import Found, recent_records, shown_with
from crm_desktop.values.counts import shown_number
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _, ngettext
from ui.kit.desk import Desk, Place
from ui.kit.notices import EmptyState
from ui.kit.page import Action
from ui.kit.toast import announce
from ui.shell.commands import NEW_KINDS
from ui.shell.palette import Palette
from ui.shell.palette_rows import (
    MOST_COMMANDS,
    MOST_IN_GROUP,
    Row,
    command_rows,
    fitting_actions,
    found_rows,
    head,
    named_actions,
    new_rows,
    reminder_row,
    result_rows,
)
from ui.shell.places import PAGE_OF_TABLE, TABLE_OF_PAGE, place_of_kind
from ui.shell.report_commands import report_actions
from ui.shell.used import UsedHere

if TYPE_CHECKING:
    from crm_desktop.files.queries import FileRow

RECENT = 8
FREQUENT = 4
MOST_LISTED = 12
MORNING = time(9)
SIGNS = "#$€£¥"  # a number or an amount is meant, no words


class PaletteAnswers(QObject):
    """Asks the core what is typed and fills the palette; one search at a time, the newest text next."""

    def __init__(
        self,
        desk: Desk,
        palette: Palette,
        actions: Callable[[], Sequence[Action]],
        make: Callable[[str, Mapping[str, bytes]], object],
    ) -> None:
        super().__init__(palette)
        self._desk = desk
        self._palette = palette
        self._all_actions = actions
        self._make = make
        self._used = UsedHere(desk, self)
        self._searching = False
        self._ready = False
        self._next: tuple[str, str] | None = None
        palette.asked.connect(self.answer)
        palette.chosen.connect(self._do)
        palette.more_wanted.connect(self.offer_more)

    def note_visited(self, record: bytes) -> None:
        """Remember that `record` was looked at."""
        self._used.note_record(record)

    def answer(self, text: str, tab: str) -> None:
        """Show what fits `text`, narrowed to `tab`."""
        if text.startswith(">") or tab == "commands":
            self._show_commands(text.lstrip("> "))
        elif text.startswith("?"):
            self._show_keys(text.lstrip("? "))
        elif text:
            self._search(text, tab)
        else:
            self._read_recent()

    def offer_more(self, line: Row) -> None:
        """Offer what else can be done with the record of `line`."""
        target = line.target
        if target is None:
            return
        view = self._palette.list
        box = view.visualRect(view.currentIndex())
        corner = view.viewport().mapToGlobal(QPoint(box.center().x(), box.bottom()))
        from ui.shell.palette_more import more_menu

        more_menu(self._desk, self._palette, line, new_rows(target, self._make), self._choose).open_at(corner)

    def _search(self, text: str, tab: str) -> None:
        if self._searching:
            self._next = (text, tab)
            return
        self._searching = True
        self._desk.read(
            search,
            text,
            self._desk.place,
            tab or None,
            HITS,
            None if tab else MOST_IN_GROUP + 1,
            owner=self,
            then=lambda result: self._show_result(text, tab, result),
            on_error=self._fail,
        )

    def _show_result(self, text: str, tab: str, result: SearchResult) -> None:
        self._searching = False
        if self._palette.line.text().strip() == text and self._palette.tabs.current == tab:
            self._fill(text, tab, result)
        following, self._next = self._next, None
        if following is not None:
            self._search(*following)

    def _fill(self, text: str, tab: str, result: SearchResult) -> None:
        rows = result_rows(result, self._desk.formats, self._open, grouped=not tab)
        fitting = [] if tab else fitting_actions(self._findable(), text)
        commands, named = fitting[:MOST_COMMANDS], named_actions(fitting, text)
        if result.corrected and not named:
            # what is called as was typed comes before what is spelt nearly so
            named = commands
        acts = command_rows([each for each in commands if each not in named], text)
        if not tab and result.hits:
            best = next((row.target for row in rows if row.target is not None), None)
            made = new_rows(best, self._make) if best is not None else []
            acts = [*made, *acts]
            if text[0] not in SIGNS:
                acts.append(reminder_row(text, lambda: self._remind(text)))
        if named:
            rows = [head(_("Best match")), *command_rows(named, text), *rows[1:]]
        if acts:
            rows = [*rows, head(_("Do something"), str(len(acts))), *acts]
        told = self._told(result)
        if rows:
            self._palette.show_rows(rows, told)
        else:
            self._palette.show_nothing_found(text, result.corrected or "", told)
        announce(self._palette, told)

    def _told(self, result: SearchResult) -> str:
        count = sum(each.found for each in result.counts)
        more = any(each.more for each in result.counts)
        shown = f"{shown_number(count)}+" if more else shown_number(count)
        text = ngettext("{n} hit in {ms} ms", "{n} hits in {ms} ms", count).format(n=shown, ms=round(result.ms))
        if result.corrected:
            return _("Searched for “{text}”: {hits}").format(text=result.corrected, hits=text)
        return text

    def _show_commands(self, text: str) -> None:
        # reports and settings are many, and so shown where their name is asked for alone
        shown = fitting_actions(self._findable(), text)[:MOST_LISTED] if text else fitting_actions(self._actions(), "")
        rows = command_rows(shown, text)
        if rows:
            self._palette.show_rows(rows)
        else:
            self._palette.show_nothing_found(text)

    def _actions(self) -> list[Action]:
        """Return what can be done; what New makes has its letter behind the key of New."""
        actions = list(self._all_actions())
        new = next((each.keys for each in actions if each.name == "new"), "")
        letters = {f"new.{each.kind}": f"{new}, {each.letter}" for each in NEW_KINDS} if new else {}
        return [each._replace(keys=each.keys or letters.get(each.name, "")) for each in actions]

    @cached_property
    def _named(self) -> Sequence[Action]:
        from ui.shell.setting_commands import setting_actions

        return [*report_actions(self._desk.go), *setting_actions(self._desk.go)]

    def _findable(self) -> list[Action]:
        """Return what can be done, and reports and settings, which are many and so only found by their names."""
        return [*self._actions(), *self._named]

    def _show_keys(self, text: str) -> None:
        keyed = [each for each in self._actions() if each.keys]
        self._palette.show_rows(command_rows(fitting_actions(keyed, text), text))

    def _read_recent(self) -> None:
        if not self._ready:
            self._ready = True
            self._desk.tasks.run(make_ready)
        used, member = self._used.records, self._desk.member
        self._desk.read(_at_hand, used, member, owner=self, then=self._show_recent, key="recent")

    def _show_recent(self, at_hand: tuple[Sequence[Found], Sequence[PinRow]]) -> None:
        if self._palette.line.text().strip():
            return
        usual = self._used.frequent(self._actions(), FREQUENT)
        found, favourites = at_hand
        starred = found_rows([_found(each) for each in favourites], self._desk.go)
        recent = found_rows(found, self._desk.go)
        shown = [head(_("Favourites")), *starred] if starred else []
        shown += [head(_("Used last")), *recent] if recent else []
        self._palette.show_rows([*shown, head(_("Do something")), *command_rows(usual, "")])

    def _open(self, hit: Hit) -> None:
        place = place_of_kind(hit.kind, hit.id)
        if place is not None:
            self._desk.go(place)
        elif hit.kind == "file":
            from crm_desktop.files.queries import file_row

            self._desk.read(file_row, hit.id, owner=self, then=self._preview)
        else:
            self._desk.read(shown_with, hit.kind, hit.id, owner=self, then=self._go_to)

    def _go_to(self, shown: tuple[str, bytes] | None) -> None:
        if shown is None:
            self._desk.say(_("This is not linked to anyone, so there is no page for it."))
        else:
            self._desk.go(Place(PAGE_OF_TABLE[shown[0]], shown[1]))

    def _preview(self, file: "FileRow") -> None:
        # showing files takes 0.1 s to import, which the first screen need not wait for
        from ui.files.preview import PreviewDialog

        PreviewDialog(self._desk, file, [file], self._palette.window()).open()

    def _remind(self, text: str) -> None:
        day = self._desk.today() + timedelta(days=1)
        at = datetime.combine(day, MORNING, self._desk.place.zone)
        values = {"title": text, "due_day": day.isoformat(), "remind_at": int(at.timestamp() * 1000)}
        self._desk.act(add_task, values, done=_("Reminder planned for tomorrow at 9"))

    def _choose(self, line: Row) -> None:
        self._palette.shut()
        self._do(line)

    def _do(self, line: Row) -> None:
        if line.act is not None:
            if line.command:
                self._used.note_command(line.command)
            line.act()

    def _fail(self, error: CrmError) -> None:
        self._searching = False
        self._palette.show_notice(EmptyState(self._desk.theme, "error", _("The search failed"), str(error)))


def _at_hand(
    reader: Connection, used: Sequence[bytes], member: bytes | None
) -> tuple[Sequence[Found], Sequence[PinRow]]:
    """Return the records used last and the favourites, none of them twice."""
    favourites = pins(reader, member, FAVOURITE, TABLE_OF_PAGE)
    starred = {each.pin.record for each in favourites}
    recent = [each for each in recent_records(reader, used, RECENT + len(starred)) if each.record not in starred]
    return recent[:RECENT], favourites


def _found(favourite: PinRow) -> Found:
    return Found(favourite.pin.record or b"", favourite.sort, favourite.pin.title, "")
