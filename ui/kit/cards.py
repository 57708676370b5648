"""Cards and tiles: white boxes with a hairline on the canvas."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.kit.boxes import cut_end, cut_start, is_mirrored
from ui.kit.buttons import LinkButton
from ui.kit.icons import paint_icon
from ui.kit.labels import Text
from ui.kit.layouts import row
from ui.kit.painting import paint_sparkline
from ui.kit.pressable import Pressable
from ui.kit.theme import Theme, Tone, tone_colours

HEAD = 44


class Card(QWidget):
    """A box with a head (icon, title, count, link) and a `body` to fill; `link_clicked` tells of the link."""

    link_clicked = Signal()

    def __init__(
        self,
        theme: Theme,
        title: str = "",
        count: str = "",
        link: str = "",
        *,
        icon: str = "",
        icon_role: str = "text2",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = icon
        self._icon_role = icon_role
        self._has_head = bool(title)
        self._count = Text(theme, count, "small", "text2")
        self._link = LinkButton(theme, link, style="small")
        if not link:
            self._link.hide()
        self._link.clicked.connect(self.link_clicked)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        if title:
            self.setAccessibleName(title)
            whole.addLayout(self._made_head(title))
        whole.addLayout(self.body, 1)
        self._fit_head()
        theme.changed.connect(self._fit_head)

    def set_count(self, count: str) -> None:
        """Show `count` after the title."""
        self._count.setText(count)

    def tell_link(self, tip: str) -> None:
        """Say `tip` while the mouse rests on the link."""
        self._link.setToolTip(tip)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box, the icon in its head and the line below."""
        painter = QPainter(self)
        paint_card(painter, self._theme, QRectF(self.rect()))
        if not self._has_head:
            return
        head = QRect(0, 1, self.width(), self._theme.px(HEAD))
        if self._icon:
            box, _rest = cut_start(
                head.adjusted(self._theme.px(14), 0, -self._theme.px(14), 0),
                self._theme.size("icon.md"),
                mirrored=is_mirrored(self),
            )
            paint_icon(painter, self._theme, self._icon, box, self._icon_role)
        painter.setPen(QPen(self._theme.colour("hairline"), 0))
        painter.drawLine(1, head.bottom(), self.width() - 2, head.bottom())

    def _made_head(self, title: str) -> QHBoxLayout:
        theme = self._theme
        start = 14 + (16 + 8 if self._icon else 0)
        head = row(theme, Text(theme, title, "bodyStrong"), self._count, None, self._link, margins=(start, 10, 14, 10))
        head.setSizeConstraint(QHBoxLayout.SizeConstraint.SetMinimumSize)
        return head

    def _fit_head(self) -> None:
        # as high as the head is, whatever stands in it
        self._count.setMinimumHeight(self._theme.px(HEAD - 20))
        self.update()


class Tile(Pressable):
    """A figure with its label, a note and a sparkline; clicking opens the list behind it.

    `rise` says "up" or "down" before the note, in the colour of `rise_tone`.
    """

    def __init__(self, theme: Theme, label: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", parent)
        self._label = label
        self._value = ""
        self._note = ""
        self._rise = ""
        self._rise_text = ""
        self._rise_tone = Tone.NEUTRAL
        self._spark: Sequence[float] = ()
        self._spark_role = "chart.c1"
        self._loading = True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(label)

    def show_figure(
        self,
        value: str,
        note: str = "",
        *,
        rise: str = "",
        rise_text: str = "",
        rise_tone: Tone = Tone.NEUTRAL,
        spark: Sequence[float] = (),
        spark_role: str = "chart.c1",
    ) -> None:
        """Show `value` with its note; `rise` is "up", "down" or "", said in words by `rise_text`."""
        self._value, self._note, self._loading = value, note, False
        self._rise, self._rise_text, self._rise_tone = rise, rise_text, rise_tone
        self._spark, self._spark_role = spark, spark_role
        self.setAccessibleName(f"{self._label}: {value}")
        self.setAccessibleDescription(f"{rise_text} {note}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of a tile and a width that holds a figure."""
        return QSize(self._theme.px(180), self._theme.px(96))

    def minimumSizeHint(self) -> QSize:
        """Return the least width at which the figure is still whole."""
        width = self._theme.metrics("display", numbers=True).horizontalAdvance(self._value) + self._theme.px(28)
        return QSize(max(self._theme.px(120), width), self._theme.px(96))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint label, figure, note and sparkline, or grey bars while waiting."""
        theme = self._theme
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        paint_card(painter, theme, QRectF(self.rect()), "surfaceHover" if self.underMouse() else "surface")
        box = self.rect().adjusted(theme.px(15), theme.px(13), -theme.px(15), -theme.px(13))
        lead = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text2"))
        cut = theme.metrics("small").elidedText(self._label, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, lead, cut)
        if self._loading:
            self._paint_waiting(painter, box)
            return
        painter.setFont(theme.font("display", numbers=True))
        painter.setPen(theme.colour("text"))
        painter.drawText(box.adjusted(0, theme.px(17), 0, 0), lead, self._value)
        self._paint_note(painter, QRect(box.x(), box.bottom() + 1 - theme.px(21), box.width(), theme.px(18)))
        if self._spark:
            spark, _rest = cut_end(box, theme.px(64), mirrored=is_mirrored(self))
            area = QRectF(spark.x(), box.bottom() + 1 - theme.px(32), spark.width(), theme.px(28))
            paint_sparkline(painter, theme, area, self._spark, self._spark_role)

    def _paint_note(self, painter: QPainter, box: QRect) -> None:
        theme, mirrored = self._theme, is_mirrored(self)
        middle = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font("small", 500))
        if self._rise:
            role = tone_colours(self._rise_tone).text
            part, box = cut_start(box, theme.size("icon.xs"), theme.px(3), mirrored=mirrored)
            paint_icon(painter, theme, self._rise, part, role, "xs")
            width = theme.metrics("small", 500).horizontalAdvance(self._rise_text)
            part, box = cut_start(box, width, theme.px(4), mirrored=mirrored)
            painter.setPen(theme.colour(role))
            painter.drawText(part, middle, self._rise_text)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text2"))
        room = box.width() - (theme.px(72) if self._spark else 0)
        painter.drawText(box, middle, theme.metrics("small").elidedText(self._note, Qt.TextElideMode.ElideRight, room))

    def _paint_waiting(self, painter: QPainter, box: QRect) -> None:
        theme = self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("neutralTint"))
        for top, width, height in ((24, 90, 18), (56, 60, 10)):
            part, _rest = cut_start(box, theme.px(width), mirrored=is_mirrored(self))
            painter.drawRoundedRect(QRectF(part.x(), box.y() + theme.px(top), part.width(), theme.px(height)), 3, 3)


def paint_card(painter: QPainter, theme: Theme, box: QRectF, ground: str = "surface", edge: str = "hairline") -> None:
    """Paint a card's box: `ground` with a hairline in the colour `edge`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour(edge), 1))
    painter.setBrush(theme.colour(ground))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), theme.radius("lg"), theme.radius("lg"))
    painter.restore()
