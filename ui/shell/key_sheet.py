"""All keys on one sheet."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from crm_desktop.words import _, pgettext
from ui.kit.dialogs import Dialog
from ui.kit.labels import KeyHint, Text
from ui.kit.layouts import Stack, column, row
from ui.kit.page import Action
from ui.kit.shown_keys import shown_keys
from ui.kit.theme import Theme
from ui.shell.commands import NEW_KINDS, Menu, new_label

COLUMNS = 2


class KeySheet(Dialog):
    """The keys of the page and of the shell, by menu."""

    def __init__(
        self,
        theme: Theme,
        page_title: str,
        page: Sequence[Action],
        menus: Sequence[Menu],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, _("All keys"), _("Close"), "large", parent=parent)
        self.reject_button.hide()
        groups = [
            (page_title, _lines(page)),
            *((menu.title, _lines(menu.actions)) for menu in menus),
            _chords(),
            _lists(),
        ]
        sheet = QWidget()
        grid = QGridLayout(sheet)
        grid.setHorizontalSpacing(theme.px(40))
        grid.setVerticalSpacing(theme.px(20))
        shown = [(title, lines) for title, lines in groups if lines]
        for number, (title, lines) in enumerate(shown):
            grid.addLayout(self._group(title, lines), number // COLUMNS, number % COLUMNS)
        for place in range(COLUMNS):
            grid.setColumnStretch(place, 1)
        area = QScrollArea()
        area.setWidget(sheet)
        area.setWidgetResizable(True)
        area.setMinimumHeight(theme.px(460))
        self.body.addWidget(area)
        self.accept_button.setFocus()

    def _group(self, title: str, lines: Sequence[tuple[str, str]]) -> Stack:
        parts = [Text(self.theme, title, "bodyStrong")]
        rows = [row(self.theme, Text(self.theme, label), None, KeyHint(self.theme, keys)) for label, keys in lines]
        return column(self.theme, *parts, *rows, None, gap=6)


def _lines(actions: Sequence[Action | None]) -> list[tuple[str, str]]:
    return [(each.label.rstrip("…"), shown_keys(each.keys)) for each in actions if each is not None and each.keys]


def _chords() -> tuple[str, list[tuple[str, str]]]:
    return _("New, after N"), [(new_label(each.kind).rstrip("…"), f"N {each.letter}") for each in NEW_KINDS]


def _lists() -> tuple[str, list[tuple[str, str]]]:
    """Return the keys that every list has by itself."""
    lines = [
        (_("Next and previous row"), "J K"),
        (pgettext("act", "Open"), _("Enter")),
        (_("Preview on and off"), _("Space")),
        (_("Edit the cell"), "F2"),
        (_("Select the row"), "X"),
        (_("Close the topmost thing, then clear the selection"), _("Esc")),
    ]
    return _("Lists"), lines
