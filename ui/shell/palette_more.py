"""What else can be done with a hit of the palette: opening, making, copying, saving."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.files.queries import FileRow, file_row
from crm_desktop.search.quick import main_points, shown_with
from crm_desktop.words import _, pgettext
from ui.files.saving import ask_copy
from ui.kit.desk import Desk, Place
from ui.kit.icons import icon
from ui.shell.palette_rows import Row, Target
from ui.shell.places import PAGE_OF_TABLE

Choose = Callable[[Row], object]


class MoreMenu(QMenu):
    """The menu of one hit; what has to be read first comes in while it is open."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk

    def add(self, icon_name: str, label: str, run: Callable[[], object]) -> None:
        """Add an act."""
        self.addAction(icon(self._desk.theme, icon_name), label).triggered.connect(lambda: run())

    def open_at(self, corner: QPoint) -> None:
        """Open at `corner`, the first act marked."""
        self.popup(corner)
        self.setActiveAction(self.actions()[0])


def more_menu(desk: Desk, palette: QWidget, line: Row, made: Sequence[Row], choose: Choose) -> MoreMenu:
    """Return the menu for the record of `line`, with `made`, which can be made for it."""
    menu = MoreMenu(desk, palette)
    menu.add("open", pgettext("act", "Open"), lambda: choose(line))
    for offered in made:
        words = "".join(piece.text for piece in offered.title)
        menu.add(offered.icon, words, partial(choose, offered))
    target = line.target
    if target is None:
        return menu
    if target.kind == "file":
        _add_file_acts(desk, palette, menu, target)
    menu.addSeparator()
    menu.add("copy", _("Copy the name"), lambda: _copy(target.title))
    if target.kind in ("person", "company"):
        desk.read(main_points, target.record, owner=menu, then=partial(_add_points, menu))
    return menu


def _add_file_acts(desk: Desk, palette: QWidget, menu: MoreMenu, target: Target) -> None:
    window = palette.window()

    def save(row: FileRow) -> None:
        ask_copy(desk, row, window)

    def go(shown: tuple[str, bytes] | None) -> None:
        if shown is not None:
            desk.go(Place(PAGE_OF_TABLE[shown[0]], shown[1]))

    menu.add("export file", _("Save a copy…"), lambda: desk.read(file_row, target.record, owner=desk, then=save))
    menu.add(
        "forward",
        _("Go to the record it is kept with"),
        lambda: desk.read(shown_with, "file", target.record, owner=desk, then=go),
    )


def _add_points(menu: MoreMenu, points: Sequence[tuple[str, str]]) -> None:
    for kind, value in points:
        icon_name = "email" if kind == "email" else "call"
        menu.add(icon_name, _("Copy {value}").format(value=value), partial(_copy, value))


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
