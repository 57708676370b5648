"""The lists of people, companies, and both together."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from crm_desktop.store.record_query import Row
from crm_desktop.words import _
from ui.contacts.columns import ContactColumns
from ui.contacts.list_state import ALL, COMPANIES, LISTS, PAGES, PEOPLE
from ui.contacts.preview import PreviewPanel
from ui.kit.chips import Choice, Segmented
from ui.kit.desk import Desk, Place
from ui.kit.lists.list_page import ListPage
from ui.kit.lists.state import ListState
from ui.kit.menus import MenuAct
from ui.kit.page import Action

if TYPE_CHECKING:
    from ui.contacts.mailing import WrittenTo


class ContactsPage(ListPage):
    """People, companies or all contacts."""

    made_columns = ContactColumns

    def __init__(self, desk: Desk) -> None:
        preview = PreviewPanel(desk)
        super().__init__(desk, LISTS, preview)
        self._switch = Segmented(
            desk.theme,
            [
                Choice(PEOPLE, _("People"), "person"),
                Choice(COMPANIES, _("Companies"), "company"),
                Choice(ALL, _("All"), "contacts"),
            ],
        )
        self._switch.setAccessibleName(_("People, companies or all"))
        self._switch.chosen.connect(lambda page: self.head.show_state(self.head.keeper.everything(page)))
        self.list.opened_apart.connect(lambda row: self._open_apart(row.record))
        preview.opened.connect(self._open)
        preview.log_wanted.connect(self._log)

    def path(self) -> Sequence[tuple[str, Place | None]]:
        """Return the title."""
        return ((_("Contacts"), None),)

    def switch(self) -> QWidget | None:
        """Return the choice between people and companies."""
        return self._switch

    def commands(self) -> Sequence[Action]:
        """Return what can be done with the list."""
        other = PAGES[(PAGES.index(self.head.state.page) + 1) % len(PAGES)]
        name = {PEOPLE: _("Show people"), COMPANIES: _("Show companies")}.get(other, _("Show all contacts"))
        none = "" if self.list.current() else _("Select someone first")
        return (
            *super().commands(),
            Action("open window", _("Open in a window of its own"), self.open_window, "Ctrl+Return", "window"),
            Action("labels", _("Address labels…"), self.make_labels, "", "document"),
            Action("letters", _("Letters…"), self.make_letters, "", "letter"),
            Action("log", _("Log"), self._log_current, "L", "log", none),
            Action("switch", name, lambda: self._switch.choose(other), "", "swap"),
            Action("import", _("Import contacts"), lambda: self.desk.go(Place("import")), "", "import"),
        )

    def open_row(self, row: Row) -> None:
        """Open the page of the contact."""
        self._open(row.record)

    def open_window(self) -> None:
        """Show the current contact in a window of its own."""
        current = self.list.current()
        if current is not None:
            self._open_apart(current)

    def show_list(self, state: ListState) -> None:
        """Show the rows of `state`, and in the switch which they are."""
        self._switch.set_current(state.page)
        super().show_list(state)

    def row_acts(self, row: Row) -> list[MenuAct]:
        """Return what the menu of `row` offers."""
        return [*super().row_acts(row), MenuAct("log", _("Log"), lambda: self._log(row.record))]

    def list_acts(self) -> list[MenuAct]:
        """Return what the menu of the whole list offers."""
        add = _("Add company") if self.head.state.page == COMPANIES else _("Add person")
        return [
            MenuAct("add", add, self.add),
            MenuAct("import", _("Import…"), lambda: self.desk.go(Place("import"))),
            *super().list_acts(),
        ]

    def make_labels(self) -> None:
        """Print address labels of the selected, or of all where none is."""
        # what writes PDF takes 0.3 s to import, which the first painted list need not wait for
        from ui.contacts.mailing import LabelsDialog

        self._ask(LabelsDialog(self.desk, self, self._written_to()))

    def make_letters(self) -> None:
        """Write letters to the selected, or to all where none is."""
        from ui.contacts.mailing import LettersDialog

        self._ask(LettersDialog(self.desk, self, self._written_to()))

    def _written_to(self) -> "WrittenTo":
        from ui.contacts.mailing import WrittenTo

        wanted = self.files.wanted()
        return WrittenTo(wanted.state.query, frozenset(wanted.chosen.ids), wanted.records)

    def _ask(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _open_apart(self, contact: bytes) -> None:
        self.desk.go(Place("contact", contact, {"window": "own"}))

    def _open(self, contact: bytes) -> None:
        self.desk.go(Place("contact", contact))

    def _log(self, contact: bytes) -> None:
        self.desk.go(Place("contact", contact, {"log": "note"}))

    def _log_current(self) -> None:
        current = self.list.current()
        if current is not None:
            self._log(current)
