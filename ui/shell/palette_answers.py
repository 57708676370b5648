"""What the palette answers: searches, short ways to records, commands, keys."""

import re
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from crm_desktop.errors import CrmError, InvalidField
from crm_desktop.search.queries import HITS, Hit, SearchResult, search
from crm_desktop.search.quick import Found, deals_worth, recent_records, shown_with, tickets_numbered
from crm_desktop.values.money import minor_from_text
from crm_desktop.words import _, ngettext
from ui.kit.desk import Desk, Place
from ui.kit.notices import EmptyState, NoResults
from ui.kit.page import Action
from ui.kit.toast import announce
from ui.shell.palette import Palette
from ui.shell.palette_rows import MOST_IN_GROUP, Row, command_rows, found_rows, head, new_rows, result_rows
from ui.shell.places import PAGE_OF_TABLE, place_of_kind

RECENT = 8
MOST_COMMANDS = 12
USUAL = ("new.person", "new.deal", "import", "back_up")
_AMOUNT = re.compile(r"\$\s*(>=|<=|>|<|=)\s*(.+)")
_NUMBER = re.compile(r"#\s*(\d+)")


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
        self._actions = actions
        self._make = make
        self._visited: deque[bytes] = deque(maxlen=RECENT)
        self._searching = False
        self._next: tuple[str, str] | None = None
        palette.asked.connect(self.answer)
        palette.chosen.connect(self._do)
        palette.more_wanted.connect(self.offer_more)

    def note_visited(self, record: bytes) -> None:
        """Remember that `record` was looked at."""
        if record in self._visited:
            self._visited.remove(record)
        self._visited.appendleft(record)

    def answer(self, text: str, tab: str) -> None:
        """Show what fits `text`, narrowed to `tab`."""
        number, amount = _NUMBER.fullmatch(text), _AMOUNT.fullmatch(text)
        if text.startswith(">") or tab == "commands":
            self._show_commands(text.lstrip("> "))
        elif text.startswith("?"):
            self._show_keys(text.lstrip("? "))
        elif not text:
            self._read(recent_records, tuple(self._visited), RECENT, then=self._show_recent)
        elif number:
            self._read(tickets_numbered, number[1], then=self._show_found)
        elif amount:
            self._show_worth(amount[1], amount[2])
        else:
            self._search(text, tab)

    def offer_more(self, line: Row) -> None:
        """Offer what else can be done with the record of `line`."""
        target = line.target
        if target is None:
            return
        menu = QMenu(self._palette)
        menu.addAction(_("Open"), lambda: self._choose(line))
        for offered in new_rows(target, self._make):
            menu.addAction("".join(piece.text for piece in offered.title), partial(self._choose, offered))
        menu.addSeparator()
        menu.addAction(_("Copy the name"), lambda: QGuiApplication.clipboard().setText(target.title))
        menu.aboutToHide.connect(menu.deleteLater)
        view = self._palette.list
        box = view.visualRect(view.currentIndex())
        menu.popup(view.viewport().mapToGlobal(QPoint(box.center().x(), box.bottom())))
        menu.setActiveAction(menu.actions()[0])

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
        commands = [] if tab else command_rows(self._actions(), text)
        if not tab and result.hits:
            best = next((row.target for row in rows if row.target is not None), None)
            commands = [*(new_rows(best, self._make) if best is not None else []), *commands]
        if commands:
            rows = [*rows, head(_("Do something"), str(len(commands))), *commands]
        told = self._told(result)
        if rows:
            self._palette.show_rows(rows, told)
        else:
            notice = NoResults(self._desk.theme, text, result.corrected or "")
            notice.spelling_chosen.connect(self._palette.type)
            self._palette.show_notice(notice, told)
        announce(self._palette, told)

    def _told(self, result: SearchResult) -> str:
        count = sum(each.found for each in result.counts)
        more = any(each.more for each in result.counts)
        shown = f"{count:,}+" if more else f"{count:,}"
        text = ngettext("{n} hit in {ms} ms", "{n} hits in {ms} ms", count).format(n=shown, ms=round(result.ms))
        if result.corrected:
            return _("Searched for “{text}”: {hits}").format(text=result.corrected, hits=text)
        return text

    def _show_commands(self, text: str) -> None:
        rows = command_rows(self._actions(), text, MOST_COMMANDS if text else len(self._actions()))
        if rows:
            self._palette.show_rows(rows)
        else:
            self._palette.show_notice(NoResults(self._desk.theme, text))

    def _show_keys(self, text: str) -> None:
        keyed = [each for each in self._actions() if each.keys]
        self._palette.show_rows(command_rows(keyed, text, len(keyed)))

    def _show_recent(self, found: Sequence[Found]) -> None:
        if self._palette.line.text().strip():
            return
        usual = [each for each in self._actions() if each.name in USUAL]
        recent = found_rows(found, self._desk.formats, self._desk.go)
        shown = [head(_("Used last")), *recent] if recent else []
        self._palette.show_rows([*shown, head(_("Do something")), *command_rows(usual, "")])

    def _show_worth(self, operator: str, typed: str) -> None:
        currency = self._desk.place.currency
        try:
            amount = minor_from_text(typed, currency, None)
        except InvalidField:
            self._palette.show_notice(NoResults(self._desk.theme, typed))
            return
        self._read(deals_worth, operator, amount, currency, then=self._show_found)

    def _show_found(self, found: Sequence[Found]) -> None:
        rows = found_rows(found, self._desk.formats, self._desk.go)
        if rows:
            self._palette.show_rows(rows, ngettext("{n} hit", "{n} hits", len(rows)).format(n=len(rows)))
        else:
            self._palette.show_notice(NoResults(self._desk.theme, self._palette.line.text()))

    def _read(
        self,
        query: Callable[..., Sequence[Found]],
        *args: object,
        then: Callable[[Sequence[Found]], None],
    ) -> None:
        self._desk.read(query, *args, owner=self, then=then, key="short way")

    def _open(self, hit: Hit) -> None:
        place = place_of_kind(hit.kind, hit.id)
        if place is not None:
            self._desk.go(place)
            return

        def go(shown: tuple[str, bytes] | None) -> None:
            if shown is None:
                self._desk.say(_("This is not linked to anyone, so there is no page for it."))
            else:
                self._desk.go(Place(PAGE_OF_TABLE[shown[0]], shown[1]))

        self._desk.read(shown_with, hit.kind, hit.id, owner=self, then=go)

    def _choose(self, line: Row) -> None:
        self._palette.shut()
        self._do(line)

    def _do(self, line: Row) -> None:
        if line.act is not None:
            line.act()

    def _fail(self, error: CrmError) -> None:
        self._searching = False
        self._palette.show_notice(EmptyState(self._desk.theme, "error", _("The search failed"), str(error)))
