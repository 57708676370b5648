"""A part of the record page: a head with count and one action, a body, a hairline below."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.contacts.record_parts import ContactRecord
from ui.kit.buttons import IconButton
from ui.kit.labels import Text
from ui.kit.layouts import Row, Stack, row
from ui.kit.theme import Theme

MARGIN = 16


class Section(QWidget):
    """A part with the title in its head; without content it is one line. `acted` tells of the head's button."""

    acted = Signal()

    def __init__(
        self, theme: Theme, title: str, *, icon: str = "", act: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(title)
        self._count = Text(theme, "", "small", "text2")
        self._aside = Text(theme, "", "small", "text2")
        self.head: Row = row(
            theme, Text(theme, title, "bodyStrong"), self._count, None, self._aside, gap=5, margins=(MARGIN, 9, 10, 3)
        )
        self._button: IconButton | None = None
        self._acts: list[IconButton] = []
        if icon:
            self._button = IconButton(theme, icon, act)
            self._button.clicked.connect(self.acted)
            self.head.addWidget(self._button)
            self._acts.append(self._button)
        self.holder = QWidget()
        self.body: QVBoxLayout = Stack(theme, gap=0, margins=(0, 0, 0, 9))
        self.holder.setLayout(self.body)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 1)
        self._whole.setSpacing(0)
        self._whole.addLayout(self.head)
        self._whole.addWidget(self.holder)
        theme.changed.connect(self.update)

    def show_count(self, count: int) -> None:
        """Show `count` after the title; nothing for none, and then the part is one line."""
        self._count.setText(str(count) if count else "")
        self.holder.setVisible(bool(count))
        self._whole.setContentsMargins(0, 0, 0, 1 if count else self.theme.px(6))

    def show_aside(self, text: str, role: str = "text2") -> None:
        """Show `text` at the end of the head, in the colour `role`."""
        self._aside.setText(text)
        self._aside.set_role(role)

    @property
    def opener(self) -> QWidget:
        """What a popover of this part opens below: the button in its head, or the part itself."""
        return self._button if self._button is not None else self

    def add_act(self, icon: str, name: str, run: Callable[[], object], *, reads: bool = False) -> IconButton:
        """Add a button to the head that does `run`; one that only `reads` stays where nothing may be changed."""
        made = IconButton(self.theme, icon, name)
        made.clicked.connect(lambda: run())
        self.head.insertWidget(self.head.count() - 1, made)
        if not reads:
            self._acts.append(made)
        return made

    def set_editable(self, *, on: bool) -> None:
        """Let the head's buttons that change something act, or not."""
        for each in self._acts:
            each.setVisible(on)

    def refill(self, *widgets: QWidget) -> None:
        """Show `widgets` in the body instead of what is there."""
        clear(self.body)
        for each in widgets:
            self.body.addWidget(each)
            # at once: else the layout shows it after what is there was painted already
            each.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the hairline below."""
        painter = QPainter(self)
        painter.setPen(QPen(self.theme.colour("hairline"), 0))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)


class RecordSection(Section):
    """A part that shows something of one contact."""

    def show_record(self, record: ContactRecord) -> None:
        """Show what `record` has of it."""
        raise NotImplementedError


def clear(layout: QLayout) -> None:
    """Take all widgets out of `layout` and away."""
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
