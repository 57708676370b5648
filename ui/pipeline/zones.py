"""The zones beside the board: what was won and lost this month, and where to drop a deal that is."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.pipeline.closed import ClosedMonth
from crm_desktop.words import _, ngettext, pgettext
from ui.kit.boxes import cut_end, cut_start, is_mirrored
from ui.kit.cards import paint_card
from ui.kit.formats import Formats
from ui.kit.icons import paint_icon
from ui.kit.theme import Theme

ZONE_WIDTH = 148
_ROW = 24
_LEAD = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
_TRAIL = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignTrailing


class ZoneFacts(NamedTuple):
    """What a zone says while nothing is carried: a figure, what it counts, and lines of name and number."""

    figure: str = ""
    note: str = ""
    lines: Sequence[tuple[str, str]] = ()


class Zone(QWidget):
    """A place to drop deals; `promise` says what dropping does, `tone` is "success" or "danger"."""

    def __init__(self, theme: Theme, icon: str, title: str, hint: str, promise: str, tone: str) -> None:
        super().__init__()
        self.promise = promise
        self._theme = theme
        self._icon = icon
        self._title = title
        self._hint = hint
        self._tone = tone
        self._facts = ZoneFacts()
        self._armed = False
        self._hot = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(title)
        theme.changed.connect(self.updateGeometry)

    def show_facts(self, facts: ZoneFacts) -> None:
        """Show `facts` while nothing is carried."""
        self._facts = facts
        self.setAccessibleName(f"{self._title}: {facts.figure} {facts.note}".strip())
        told = [_("{name}: {figure}").format(name=name, figure=figure) for name, figure in facts.lines]
        self.setAccessibleDescription("; ".join(told))
        # the zone is narrow and cuts names
        self.setToolTip("\n".join(told))
        self.update()

    def set_armed(self, *, on: bool) -> None:
        """Light up, because a card is carried, or no longer."""
        self._armed = on
        self._hot = False
        self.update()

    def set_target(self, *, on: bool) -> None:
        """Show that the carried card is over this zone."""
        if on != self._hot:
            self._hot = on
            self.update()

    def sizeHint(self) -> QSize:
        """Return the width of the zones."""
        return QSize(self._theme.px(ZONE_WIDTH), self._theme.px(120))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint what happened this month, or where to drop."""
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        if self._armed:
            self._paint_armed(painter)
        else:
            self._paint_facts(painter)

    def _paint_armed(self, painter: QPainter) -> None:
        theme = self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme.colour(f"{self._tone}Solid"), 2 if self._hot else 1)
        if not self._hot:
            pen.setDashPattern([3, 3])
        painter.setPen(pen)
        painter.setBrush(theme.colour(f"{self._tone}Tint"))
        half = pen.widthF() / 2
        radius = theme.radius("lg")
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), radius, radius)
        box = self.rect().adjusted(theme.px(10), 0, -theme.px(10), 0)
        words = self._hint_box(box)
        top = box.center().y() - (theme.px(50) + words.height()) // 2
        paint_icon(painter, theme, self._icon, QRect(box.x(), top, box.width(), theme.px(26)), self._tone, "xl")
        painter.setFont(theme.font("bodyStrong"))
        painter.setPen(theme.colour(self._tone))
        title = QRect(box.x(), top + theme.px(30), box.width(), theme.px(20))
        painter.drawText(title, Qt.AlignmentFlag.AlignCenter, self._title)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text2"))
        words.moveTop(top + theme.px(52))
        painter.drawText(words, Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap, self._hint)

    def _hint_box(self, box: QRect) -> QRect:
        room = QRect(box.x(), 0, box.width(), self._theme.px(200))
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
        found = self._theme.metrics("small").boundingRect(room, flags, self._hint)
        return QRect(box.x(), 0, box.width(), found.height() + 2)

    def _paint_facts(self, painter: QPainter) -> None:
        theme, mirrored = self._theme, is_mirrored(self)
        paint_card(painter, theme, QRectF(self.rect()))
        pad = theme.px(13)
        box = self.rect().adjusted(pad, theme.px(12), -pad, -theme.px(8))
        head = QRect(box.x(), box.y(), box.width(), theme.px(20))
        part, rest = cut_start(head, theme.size("icon.md"), theme.px(6), mirrored=mirrored)
        paint_icon(painter, theme, self._icon, part, self._tone)
        painter.setFont(theme.font("bodyStrong"))
        painter.setPen(theme.colour(self._tone))
        painter.drawText(rest, _LEAD, self._title)
        painter.setFont(theme.font("title", numbers=True))
        painter.setPen(theme.colour("text"))
        painter.drawText(QRect(box.x(), box.y() + theme.px(26), box.width(), theme.px(26)), _LEAD, self._facts.figure)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text2"))
        painter.drawText(QRect(box.x(), box.y() + theme.px(48), box.width(), theme.px(18)), _LEAD, self._facts.note)
        self._paint_lines(painter, box.adjusted(0, theme.px(70), 0, 0))

    def _paint_lines(self, painter: QPainter, box: QRect) -> None:
        theme, mirrored = self._theme, is_mirrored(self)
        painter.setFont(theme.font("small", numbers=True))
        painter.setPen(theme.colour("text"))
        metrics = theme.metrics("small", numbers=True)
        for number, (name, figure) in enumerate(self._facts.lines):
            line = QRect(box.x(), box.y() + number * theme.px(_ROW), box.width(), theme.px(_ROW))
            if line.bottom() > box.bottom():
                return
            part, rest = cut_end(line, metrics.horizontalAdvance(figure), theme.px(6), mirrored=mirrored)
            painter.drawText(part, _TRAIL, figure)
            painter.drawText(rest, _LEAD, metrics.elidedText(name, Qt.TextElideMode.ElideRight, rest.width()))


def won_zone(theme: Theme) -> Zone:
    """Return the zone for deals that are won."""
    return Zone(
        theme,
        "won",
        _("Won"),
        _("Drop to win, then confirm amount and date"),
        _("Won, then amount and date"),
        "success",
    )


def lost_zone(theme: Theme) -> Zone:
    """Return the zone for deals that are lost."""
    return Zone(theme, "lost", _("Lost"), _("Drop to close and choose a reason"), _("Lost, then the reason"), "danger")


def won_facts(closed: ClosedMonth, formats: Formats) -> ZoneFacts:
    """Return what the zone says of the deals won."""
    note = ngettext("{n} this month", "{n} this month", closed.won_deals).format(n=closed.won_deals)
    lines = [(each.name, formats.money(each.amount or 0, each.currency, whole=True)) for each in closed.latest_won]
    return ZoneFacts(formats.money(closed.won_minor, whole=True), note, lines)


def lost_facts(closed: ClosedMonth, formats: Formats) -> ZoneFacts:
    """Return what the zone says of the deals lost."""
    figure = ngettext("{n} deal", "{n} deals", closed.lost_deals).format(n=closed.lost_deals)
    lines = [(each.reason or _("No reason noted"), formats.number(each.deals)) for each in closed.lost_reasons]
    return ZoneFacts(figure, pgettext("lost", "this month"), lines)
