"""What the forms at the gate share: a column in the middle with a title, and how they say that something failed."""

from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from crm_desktop.words import _
from ui.kit.buttons import Button, ButtonKind
from ui.kit.cards import paint_card
from ui.kit.icons import paint_icon
from ui.kit.labels import Text
from ui.kit.layouts import Part, Stack, column, row
from ui.kit.theme import Theme

WIDTH = 384


class GateForm(QScrollArea):
    """One thing to do before a workspace is open.

    `opened` carries the Workspace that was opened, `left` asks to go back to the list.
    """

    opened = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme, *parts: Part, gap: int = 8, width: int = WIDTH) -> None:
        super().__init__()
        self.theme = theme
        self._width = width
        self._middle = QWidget()
        self._middle.setLayout(column(theme, *parts, gap=gap))
        self._middle.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        inner = QWidget()
        # between what takes the room that is left: aligned in its middle, wrapped words would be measured for all of it
        inner.setLayout(column(theme, None, row(theme, None, self._middle, None), None, margins=(24, 24, 24, 24)))
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._fit_theme()
        theme.changed.connect(self._fit_theme)

    def focus_first(self) -> None:
        """Put the focus where typing begins."""

    def _fit_theme(self) -> None:
        self._middle.setFixedWidth(self.theme.px(self._width))


class Reassurance(QWidget):
    """A box of quiet words with an icon."""

    def __init__(
        self, theme: Theme, icon: str, strong: str, text: str, role: str = "success", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = icon
        self._role = role
        words = column(
            theme, Text(theme, strong, "small", weight=600), Text(theme, text, "small", "text2", wrap=True), gap=2
        )
        self.setLayout(row(theme, words, margins=(48, 14, 16, 14)))
        self.setAccessibleName(f"{strong} {text}")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint box and icon."""
        theme, painter = self._theme, QPainter(self)
        paint_card(painter, theme, QRectF(self.rect()), "surfaceSunken")
        side = theme.size("icon.lg")
        box = self.rect().adjusted(theme.px(17), theme.px(13), 0, 0)
        box.setSize(box.size().boundedTo(box.size().scaled(side, side, Qt.AspectRatioMode.IgnoreAspectRatio)))
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            box.moveRight(self.rect().right() - theme.px(17))
        paint_icon(painter, theme, self._icon, box, self._role, "lg")


def heading(theme: Theme, title: str, lead: str) -> Stack:
    """Return the `title` of a form with its first sentence below it."""
    return column(theme, Text(theme, title, "display"), Text(theme, lead, role="text2", wrap=True), gap=4)


def entry(theme: Theme, text: str, field: QWidget, *below: Part, beside: QWidget | None = None) -> Stack:
    """Return `field` under its label `text`, with what else stands `below` it, or `beside` its label."""
    said = label(theme, text, field)
    if not field.accessibleName():
        field.setAccessibleName(text)
    head: Part = said if beside is None else row(theme, said, None, beside)
    return column(theme, head, field, *below, gap=4)


def place_line(theme: Theme, text: str, where: QWidget, choose: QWidget) -> Stack:
    """Return the place that a form has chosen, with the button to `choose` another."""
    return column(theme, label(theme, text, choose), row(theme, where, None, choose), gap=4)


def main_button(theme: Theme, text: str) -> Button:
    """Return the wide button of a form, which Enter presses."""
    made = Button(theme, text, ButtonKind.PRIMARY, size="large", keys=_("Enter"))
    made.set_wide()
    return made


def label(theme: Theme, text: str, field: QWidget) -> Text:
    """Return the label `text` that belongs to `field`."""
    made = Text(theme, text, "small", weight=500)
    made.setBuddy(field)
    return made


def short_path(path: Path) -> str:
    """Return `path` as a person would name it: below the home folder with a tilde."""
    home = Path.home()
    return str(Path("~") / path.relative_to(home)) if path.is_relative_to(home) else str(path)
