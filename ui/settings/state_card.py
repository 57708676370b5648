"""A card that says in two lines how something stands."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from ui.kit.boxes import cut_start, is_mirrored
from ui.kit.cards import paint_card
from ui.kit.icons import paint_icon
from ui.kit.layouts import row
from ui.kit.theme import Theme, Tone, tone_colours

LEAD = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading

LEAST_BESIDE = 690  # for three cards side by side
GAP = 12


class StateCard(QWidget):
    """Icon on its tint, strong words, plain words."""

    def __init__(self, theme: Theme, icon: str) -> None:
        super().__init__()
        self._theme = theme
        self._icon = icon
        self._tone = Tone.NEUTRAL
        self._strong = ""
        self._note = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_state(self, strong: str, note: str, tone: Tone) -> None:
        """Show how it stands."""
        self._strong, self._note, self._tone = strong, note, tone
        self.setAccessibleName(f"{strong}, {note}")
        self.setToolTip(f"{strong}\n{note}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of the card."""
        return QSize(self._theme.px(200), self._theme.px(61))

    @property
    def needed(self) -> int:
        """How wide the card must be for its words to be whole."""
        theme = self._theme
        lines = ((self._strong, "bodyStrong"), (self._note, "small"))
        return theme.px(14 + 32 + 12 + 12) + max(theme.metrics(style).horizontalAdvance(text) for text, style in lines)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint box, icon and words."""
        theme, painter, mirrored = self._theme, QPainter(self), is_mirrored(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self.layoutDirection())
        paint_card(painter, theme, QRectF(self.rect()))
        colours = tone_colours(self._tone)
        box = self.rect().adjusted(theme.px(14), 0, -theme.px(12), 0)
        part, box = cut_start(box, theme.px(32), theme.px(12), mirrored=mirrored)
        circle = QRectF(part.x(), (self.height() - part.width()) / 2, part.width(), part.width())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(colours.tint))
        painter.drawEllipse(circle)
        paint_icon(painter, theme, self._icon, circle.toRect(), colours.text)
        for text, style, role, shift in (
            (self._strong, "bodyStrong", "text", -9),
            (self._note, "small", "text2", 9),
        ):
            painter.setFont(theme.font(style))
            painter.setPen(theme.colour(role))
            cut = theme.metrics(style).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box.translated(0, theme.px(shift)), LEAD, cut)


class StateCards(QWidget):
    """Cards side by side; below each other where they would be cut."""

    def __init__(self, theme: Theme, *cards: StateCard) -> None:
        super().__init__()
        self._theme = theme
        self._shown = cards
        self._cards = row(theme, *cards, gap=GAP)
        self.setLayout(self._cards)

    def event(self, event: QEvent) -> bool:
        """Choose anew when a card says something else."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the way that the cards fit."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        each = (self.width() - self._theme.px(GAP) * (len(self._shown) - 1)) // len(self._shown)
        wide = self.width() >= self._theme.px(LEAST_BESIDE) and all(card.needed <= each for card in self._shown)
        ways = QBoxLayout.Direction
        self._cards.setDirection(ways.LeftToRight if wide else ways.TopToBottom)
