"""One stage of the board: its head with the sums, and its cards."""

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QScrollBar, QSizePolicy, QWidget

from crm_desktop.pipeline.queries import Card, StageSum
from crm_desktop.pipeline.stages import StageRow
from crm_desktop.words import _, ngettext
from ui.kit.boxes import cut_end, cut_start, is_mirrored
from ui.kit.buttons import IconButton
from ui.kit.formats import Formats
from ui.kit.theme import Theme
from ui.pipeline.card_list import CardList
from ui.pipeline.card_model import CardModel

LEAST_WIDTH = 200
MOST_WIDTH = 360
HEAD = 52
_LEAD = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
_TRAIL = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignTrailing


class StageColumn(QWidget):
    """A column of the board; `add_wanted` asks for a new deal in this stage."""

    add_wanted = Signal(bytes)

    def __init__(self, theme: Theme, formats: Formats, stage: StageRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._formats = formats
        self.stage = stage
        self.cards = CardModel(stage.rot_days, formats, self)
        self.list = CardList(theme, self.cards, self)
        self._sum: StageSum | None = None
        self._target = False
        self._add = IconButton(theme, "add", _("New deal in {stage}").format(stage=stage.name), parent=self)
        self._add.clicked.connect(lambda: self.add_wanted.emit(self.stage.record))
        self._bar = QScrollBar(Qt.Orientation.Vertical, self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._follow_scrolling()
        self.show_stage(stage)
        self._fit_theme()
        theme.changed.connect(self._fit_theme)

    def show_stage(self, stage: StageRow) -> None:
        """Show `stage` as it is now."""
        self.stage = stage
        self.cards.set_rot_days(stage.rot_days)
        self._name()

    def show_sum(self, summed: StageSum | None) -> None:
        """Show count and sums of the stage; None while they are not known."""
        self._sum = summed
        self._name()

    def show_cards(self, cards: list[Card]) -> None:
        """Show `cards` in place of those before."""
        self.list.wait(on=False)
        self.cards.show(cards)

    def set_target(self, *, on: bool) -> None:
        """Show that a card may be dropped here, or no longer."""
        if on != self._target:
            self._target = on
            self.update()

    def sizeHint(self) -> QSize:
        """Return the least width and whatever height there is."""
        return QSize(self._theme.px(LEAST_WIDTH), self._theme.px(300))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put head, cards and scroll bar where they belong."""
        super().resizeEvent(event)
        self._arrange()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the scroll bar."""
        super().enterEvent(event)
        self._show_bar()

    def leaveEvent(self, event: QEvent) -> None:
        """Hide the scroll bar."""
        super().leaveEvent(event)
        self._show_bar()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground and the head."""
        theme = self._theme
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = theme.radius("lg")
        box = QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        if self._target:
            painter.setPen(QPen(theme.colour("focus"), 1.5))
            box.adjust(0.75, 0.75, -0.75, -0.75)
        painter.setBrush(theme.colour("selected" if self._target else "boardColumn"))
        painter.drawRoundedRect(box, radius, radius)
        pad = theme.px(12)
        inner = self.rect().adjusted(pad, 0, -pad, 0)
        self._paint_name(painter, QRect(inner.x(), theme.px(10), inner.width() - theme.px(26), theme.px(20)))
        self._paint_sums(painter, QRect(inner.x(), theme.px(30), inner.width(), theme.px(20)))

    def _paint_name(self, painter: QPainter, box: QRect) -> None:
        theme, mirrored = self._theme, is_mirrored(self)
        note = _("{n} · {chance}").format(
            n=self._formats.number(self._sum.deals if self._sum else 0),
            chance=self._formats.percent(self.stage.probability / 100),
        )
        room = box.width() - theme.metrics("small", numbers=True).horizontalAdvance(note) - theme.px(8)
        metrics = theme.metrics("bodyStrong")
        name = metrics.elidedText(self.stage.name, Qt.TextElideMode.ElideRight, room)
        part, rest = cut_start(box, metrics.horizontalAdvance(name), theme.px(8), mirrored=mirrored)
        painter.setFont(theme.font("bodyStrong"))
        painter.setPen(theme.colour("text"))
        painter.drawText(part, _LEAD, name)
        painter.setFont(theme.font("small", numbers=True))
        painter.setPen(theme.colour("text2"))
        painter.drawText(rest, _LEAD, note)

    def _paint_sums(self, painter: QPainter, box: QRect) -> None:
        if self._sum is None:
            return
        theme, mirrored = self._theme, is_mirrored(self)
        amount = self._formats.money(self._sum.amount_minor, whole=True)
        weighted = _("weighted {amount}").format(amount=self._formats.money(self._sum.weighted_minor, whole=True))
        part, rest = cut_start(
            box, theme.metrics("small", 500, numbers=True).horizontalAdvance(amount), theme.px(8), mirrored=mirrored
        )
        painter.setFont(theme.font("small", 500, numbers=True))
        painter.setPen(theme.colour("text"))
        painter.drawText(part, _LEAD, amount)
        painter.setFont(theme.font("small", numbers=True))
        painter.setPen(theme.colour("text2"))
        metrics = theme.metrics("small", numbers=True)
        painter.drawText(rest, _TRAIL, metrics.elidedText(weighted, Qt.TextElideMode.ElideLeft, rest.width()))

    def _name(self) -> None:
        deals = self._sum.deals if self._sum else 0
        amount = self._formats.money(self._sum.amount_minor if self._sum else 0, whole=True)
        told = ngettext("{stage}, {n} deal, {amount}", "{stage}, {n} deals, {amount}", deals)
        words = told.format(stage=self.stage.name, n=self._formats.number(deals), amount=amount)
        self.setAccessibleName(words)
        self.list.setAccessibleName(words)
        self._add.setAccessibleName(_("New deal in {stage}").format(stage=self.stage.name))
        # the head alone: all cards would be painted along with the ground below them
        self.update(0, 0, self.width(), self._theme.px(HEAD))

    def _follow_scrolling(self) -> None:
        inner = self.list.verticalScrollBar()
        inner.rangeChanged.connect(self._fit_bar)
        inner.valueChanged.connect(self._bar.setValue)
        self._bar.valueChanged.connect(inner.setValue)
        self._bar.hide()

    def _fit_bar(self) -> None:
        inner = self.list.verticalScrollBar()
        self._bar.setPageStep(inner.pageStep())
        self._bar.setSingleStep(inner.singleStep())
        self._bar.setRange(inner.minimum(), inner.maximum())
        self._bar.setValue(inner.value())
        self._show_bar()

    def _show_bar(self) -> None:
        # cards that are cut off say that there are more; the bar comes when it can be used
        self._bar.setVisible(self._bar.maximum() > 0 and (self.underMouse() or self._bar.isSliderDown()))

    def _arrange(self) -> None:
        theme, mirrored = self._theme, is_mirrored(self)
        head, edge = theme.px(HEAD), theme.px(4)
        self.list.setGeometry(self.rect().adjusted(edge, head, -edge, -edge))
        button = self._add.sizeHint()
        corner, _rest = cut_end(
            self.rect().adjusted(theme.px(6), 0, -theme.px(6), 0), button.width(), mirrored=mirrored
        )
        self._add.setGeometry(QRect(corner.x(), theme.px(6), button.width(), button.height()))
        bar, _rest = cut_end(self.rect().adjusted(0, head, 0, -edge), theme.size("scrollbar.track"), mirrored=mirrored)
        self._bar.setGeometry(bar.translated(theme.px(-2 if mirrored else 2), 0))

    def _fit_theme(self) -> None:
        self.setMinimumWidth(self._theme.px(LEAST_WIDTH))
        self.setMaximumWidth(self._theme.px(MOST_WIDTH))
        self._arrange()
        self.update()
