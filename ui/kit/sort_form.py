"""The popover in which one says by what rows are sorted, and by what next."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from crm_desktop.words import _
from ui.kit.buttons import IconButton, LinkButton
from ui.kit.chips import Choice
from ui.kit.fields.choice import ComboBox
from ui.kit.form_popover import FormPopover
from ui.kit.labels import Text
from ui.kit.theme import Theme

FIELD_WIDTH = 180


class SortForm(FormPopover):
    """Shows `sorting` (a "-" before a name turns it) by the names of `choices`; `chosen` carries each new one."""

    chosen = Signal(list)

    def __init__(self, theme: Theme, choices: Sequence[Choice], sorting: Sequence[str], *, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._choices = list(choices)
        known = {each.name for each in choices}
        self._sorting = [each for each in sorting if each.lstrip("-") in known]
        self._lines = QGridLayout()
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._add = LinkButton(theme, _("Then by another"), style="small")
        self._add.clicked.connect(self.add)
        self.body.addLayout(self._lines)
        self.body.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeading)
        self._fill(0)

    @property
    def sorting(self) -> list[str]:
        """What rows are sorted by."""
        return list(self._sorting)

    def add(self) -> None:
        """Sort by one more field, the first that is not named yet."""
        used = {each.lstrip("-") for each in self._sorting}
        free = next((each.name for each in self._choices if each.name not in used), None)
        if free is not None:
            self._take([*self._sorting, free], len(self._sorting))

    def choose(self, place: int, name: str) -> None:
        """Sort by the field `name` at `place`; where it is named elsewhere, it leaves there."""
        others = [each if each.lstrip("-") != name or at == place else "" for at, each in enumerate(self._sorting)]
        others[place] = name
        self._take([each for each in others if each], place)

    def turn(self, place: int) -> None:
        """Turn the direction at `place`."""
        each = self._sorting[place]
        turned = each[1:] if each.startswith("-") else f"-{each}"
        self._take([*self._sorting[:place], turned, *self._sorting[place + 1 :]], place)

    def put_first(self, place: int) -> None:
        """Sort by what is at `place` before what is above it."""
        moved = [each for at, each in enumerate(self._sorting) if at != place]
        moved.insert(place - 1, self._sorting[place])
        self._take(moved, place - 1)

    def remove(self, place: int) -> None:
        """Sort no more by what is at `place`."""
        self._take([each for at, each in enumerate(self._sorting) if at != place], max(place - 1, 0))

    def _take(self, sorting: list[str], focus: int) -> None:
        self._sorting = sorting
        self._fill(focus)
        self.chosen.emit(self.sorting)

    def _fill(self, focus: int) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, each in enumerate(self._sorting):
            self._put_line(place, each)
        self._add.setVisible(len(self._sorting) < len(self._choices))
        if self.isVisible():
            self.fit()
        first = self._lines.itemAtPosition(min(focus, len(self._sorting) - 1), 1) if self._sorting else None
        self.first = first.widget() if first is not None else self._add
        if self.isVisible() and self.first is not None:
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_line(self, place: int, each: str) -> None:
        theme, name = self._theme, each.lstrip("-")
        box = ComboBox(theme)
        box.setAccessibleName(_("Sort by") if place == 0 else _("Then by"))
        box.setMaxVisibleItems(16)
        box.setFixedWidth(theme.px(FIELD_WIDTH))
        with QSignalBlocker(box):
            for choice in self._choices:
                box.addItem(choice.title, choice.name)
            box.setCurrentIndex(box.findData(name))
        box.activated.connect(lambda at: self.choose(place, str(box.itemData(at))))
        descending = each.startswith("-")
        words = _("Descending; turn") if descending else _("Ascending; turn")
        self._lines.addWidget(Text(theme, box.accessibleName(), "small", "text2"), place, 0)
        self._lines.addWidget(box, place, 1)
        icon = "descending" if descending else "ascending"
        self._put_button(place, 2, icon, words, lambda: self.turn(place))
        if place:
            self._put_button(place, 3, "up", _("Move up"), lambda: self.put_first(place))
        if len(self._sorting) > 1:
            self._put_button(place, 4, "close", _("Remove"), lambda: self.remove(place))

    def _put_button(self, place: int, column: int, icon: str, words: str, run: Callable[[], None]) -> None:
        button = IconButton(self._theme, icon, words)
        button.clicked.connect(run)
        self._lines.addWidget(button, place, column)
