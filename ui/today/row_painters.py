"""How the rows of the Today page are painted."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from crm_desktop.reports.agenda import AgendaItem
from crm_desktop.reports.needy_deals import NeedyDeal
from crm_desktop.reports.today import FollowUp
from crm_desktop.tickets.queries import QueueRow
from crm_desktop.words import _, ngettext
from ui.kit.boxes import cut_end, cut_start
from ui.kit.desk import Desk
from ui.kit.icons import paint_icon
from ui.kit.painting import Badge, Face, paint_avatar, paint_badge
from ui.kit.theme import Tone

START = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
END = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
# Days late from which a follow-up is painted as dangerous rather than as a warning.
VERY_LATE = 3
# The least room in which a company's name after a person's still says something.
LEAST_COMPANY = 44
# How much of the room the title of a follow-up takes from the person.
TITLE_SHARE = 0.56
SOON = timedelta(hours=1)
NEAR = timedelta(hours=2)
KIND_ICONS = {"todo": "task"}
REASON_ICONS = {
    "late": ("missed date", "danger"),
    "dropped": ("dropped", "warning"),
    "stale": ("rotting", "danger"),
    "quiet": ("rotting", "danger"),
    "no_step": ("no next step", "warning"),
}
TICKET_ROLES = {"complaint": "danger", "compliment": "success"}


def icon_of(kind: str) -> str:
    """Return the icon of a kind of activity."""
    return KIND_ICONS.get(kind, kind)


def instant_of(at_ms: int) -> datetime:
    """Return the aware instant that `at_ms` holds."""
    return datetime.fromtimestamp(at_ms / 1000, UTC)


class RowPainters:
    """Paints the rows of each list with the desk's theme and formats."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._theme = desk.theme
        # the day's plan, by which one knows before which row now is
        self.planned: Sequence[AgendaItem] = ()

    def agenda(self, painter: QPainter, box: QRect, item: AgendaItem) -> None:
        """Paint time and length, icon, title and whom it is with; what comes next is tinted."""
        theme = self._theme
        coming = self.coming_in(item)
        if coming:
            painter.fillRect(box, theme.colour("selected"))
            painter.fillRect(QRect(box.left(), box.top(), theme.px(3), box.height()), theme.colour("accent"))
        mirrored = self._mirrored(painter)
        _pad, rest = cut_start(box, theme.px(14), mirrored=mirrored)
        when, rest = cut_start(rest, theme.px(46), theme.px(8), mirrored=mirrored)
        glyph, rest = cut_start(rest, theme.size("icon.md"), theme.px(10), mirrored=mirrored)
        top, bottom = self._lines(when)
        time = self._desk.formats.time(instant_of(item.at)) if item.at else _("All day")
        self._text(painter, top, time, "body", "text2" if item.done else "text", END)
        if item.duration_min:
            length = self._desk.formats.duration(item.duration_min)
            self._text(painter, bottom, length, "small", "text2", END)
        icon = "done" if item.done else icon_of(item.kind)
        paint_icon(painter, theme, icon, self._lines(glyph)[0], "accentText" if coming else "text2")
        title, who = self._lines(rest.adjusted(0, 0, -theme.px(14), 0))
        if coming:
            title = self._tail(painter, title, coming, "small", "accentText")
        self._text(painter, title, item.title, "body", "text2" if item.done else "text", START, struck=item.done)
        self._text(painter, who, item.who, "small", "text2", START)
        if self.is_next(item):
            self._now_line(painter, box)

    def is_next(self, item: AgendaItem) -> bool:
        """Return whether `item` is the first of the day that has not begun: the line of now is above it."""
        now_ms = self._desk.now().timestamp() * 1000
        return item == next((each for each in self.planned if each.at is not None and each.at >= now_ms), None)

    def _now_line(self, painter: QPainter, box: QRect) -> None:
        theme = self._theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("dangerSolid"), 1.5))
        painter.drawLine(box.left(), box.top() + 1, box.right(), box.top() + 1)
        painter.restore()

    def coming_in(self, item: AgendaItem) -> str:
        """Return "In 12 min" for what begins within the hour, else nothing."""
        if item.at is None or item.done:
            return ""
        ahead = instant_of(item.at) - self._desk.now()
        if not timedelta(0) <= ahead <= SOON:
            return ""
        return _("In {n} min").format(n=round(ahead.total_seconds() / 60))

    def ahead(self, painter: QPainter, box: QRect, item: AgendaItem) -> None:
        """Paint the weekday or time of something in the next days, and what it is."""
        theme = self._theme
        mirrored = self._mirrored(painter)
        _pad, rest = cut_start(box, theme.px(14), mirrored=mirrored)
        when, rest = cut_start(rest, theme.px(46), theme.px(10), mirrored=mirrored)
        tomorrow = self._desk.today() + timedelta(days=1)
        day = date.fromisoformat(item.day)
        if day == tomorrow and item.at:
            shown = self._desk.formats.time(instant_of(item.at))
        else:
            shown = self._desk.formats.locale.dayName(
                day.isoweekday(), self._desk.formats.locale.FormatType.ShortFormat
            )
        self._text(painter, when, shown, "body", "text2", END)
        title = " · ".join(each for each in (item.title, item.who) if each)
        self._text(painter, rest.adjusted(0, 0, -theme.px(14), 0), title, "body", "text", START)

    def follow_up(self, painter: QPainter, box: QRect, item: FollowUp) -> None:
        """Paint the circle to tick, the title, whom it is about and how late it is."""
        self.paint_follow_up(painter, box, item, lit=False)

    def paint_follow_up(self, painter: QPainter, box: QRect, item: FollowUp, *, lit: bool) -> None:
        """Paint the follow-up; a `lit` one leaves room for its tools."""
        theme = self._theme
        mirrored = self._mirrored(painter)
        _pad, rest = cut_start(box, theme.px(14), mirrored=mirrored)
        circle, rest = cut_start(rest, theme.px(16), theme.px(14), mirrored=mirrored)
        self._circle(painter, circle)
        late, rest = cut_end(rest.adjusted(0, 0, -theme.px(14), 0), theme.px(84), theme.px(8), mirrored=mirrored)
        day = date.fromisoformat(item.day)
        days = (self._desk.today() - day).days
        role = "danger" if days >= VERY_LATE else "warning"
        self._text(painter, late, "" if lit else self._desk.formats.lateness(day), "small", role, END)
        title, who = cut_start(rest, round(rest.width() * TITLE_SHARE), theme.px(8), mirrored=mirrored)
        self._text(painter, title, item.title, "control", "text", START)
        if item.contact is not None and item.contact_name:
            face, who = cut_start(who, theme.size("avatar.xs"), theme.px(8), mirrored=mirrored)
            paint_avatar(painter, theme, face, Face(item.contact_name, item.contact, item.is_company))
            self._two_tone(painter, who, item.contact_name, item.company_name)

    def deal(self, painter: QPainter, box: QRect, item: NeedyDeal) -> None:
        """Paint the company and deal, its stage, its amount and why it needs attention."""
        theme = self._theme
        mirrored = self._mirrored(painter)
        _pad, rest = cut_start(box, theme.px(14), mirrored=mirrored)
        face, rest = cut_start(rest, theme.size("avatar.md"), theme.px(8), mirrored=mirrored)
        paint_avatar(painter, theme, face, Face(item.company_name or item.title, item.company or item.id, company=True))
        reason, rest = cut_end(rest.adjusted(0, 0, -theme.px(14), 0), round(rest.width() * 0.34), mirrored=mirrored)
        amount, rest = cut_end(rest, theme.px(84), theme.px(6), mirrored=mirrored)
        stage, names = cut_end(rest, theme.px(86), theme.px(6), mirrored=mirrored)
        top, bottom = self._lines(names)
        self._text(painter, top, item.company_name or item.title, "control", "text", START)
        self._text(painter, bottom, item.title if item.company_name else "", "small", "text2", START)
        paint_badge(painter, theme, stage, Badge(item.stage_name, Tone.ACCENT))
        if item.amount is not None:
            money = self._desk.formats.money(item.amount, item.currency, whole=True)
            self._text(painter, amount, money, "bodyStrong", "text", END)
        icon, role = REASON_ICONS[item.reason]
        glyph, words = cut_start(reason.adjusted(theme.px(10), 0, 0, 0), theme.px(16), theme.px(8), mirrored=mirrored)
        paint_icon(painter, theme, icon, glyph, role)
        self._text(painter, words, self.reason(item), "small", "text", START)

    def reason(self, item: NeedyDeal) -> str:
        """Return in words why the deal needs attention."""
        if item.reason == "late" and item.expected_on:
            day = self._desk.formats.day(date.fromisoformat(item.expected_on))
            return _("Close date was {day}").format(day=day)
        if item.reason == "stale":
            return ngettext("{n} day in this stage", "{n} days in this stage", item.days).format(n=item.days)
        if item.reason == "quiet":
            return ngettext("No activity for {n} day", "No activity for {n} days", item.days).format(n=item.days)
        if item.reason == "dropped":
            return _("Amount dropped {n} %").format(n=item.days)
        return _("No next step planned")

    def ticket(self, painter: QPainter, box: QRect, item: QueueRow) -> None:
        """Paint the ticket, its deadline in words and as a bar."""
        theme = self._theme
        mirrored = self._mirrored(painter)
        inner = box.adjusted(theme.px(14), theme.px(8), -theme.px(14), -theme.px(8))
        head = QRect(inner.left(), inner.top(), inner.width(), theme.line("body"))
        glyph, title = cut_start(head, theme.px(14), theme.px(7), mirrored=mirrored)
        paint_icon(painter, theme, item.kind, glyph, TICKET_ROLES.get(item.kind, "info"), "sm")
        self._text(painter, title, item.subject, "control", "text", START)
        below = QRect(inner.left(), head.bottom() + 1, inner.width(), theme.line("small"))
        left = instant_of(item.due_at) - self._desk.now() if item.due_at else timedelta(0)
        role = "danger" if left < timedelta(0) else "warning" if left < NEAR else "text2"
        below = self._tail(painter, below, self._desk.formats.left(left), "small", role)
        number = _("#{n}").format(n=item.number)
        name = " · ".join(each for each in (number, item.company_name or item.customer_name) if each)
        self._text(painter, below, name, "small", "text2", START)
        self._deadline_bar(painter, QRect(inner.left(), inner.bottom() - theme.px(4), inner.width(), theme.px(4)), item)

    def _deadline_bar(self, painter: QPainter, box: QRect, item: QueueRow) -> None:
        theme = self._theme
        left = instant_of(item.due_at) - self._desk.now() if item.due_at else timedelta(0)
        opened = instant_of(item.opened_at) if item.opened_at else self._desk.now()
        whole = (instant_of(item.due_at) - opened).total_seconds() if item.due_at else 1
        share = min(max(1 - left.total_seconds() / max(whole, 1), 0.02), 1.0)
        solid = "dangerSolid" if left < timedelta(0) else "warningSolid" if left < NEAR else "neutralSolid"
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for width, role in ((1.0, "neutralTint"), (share, solid)):
            painter.setBrush(theme.colour(role))
            painter.drawRoundedRect(QRectF(box.left(), box.top(), box.width() * width, box.height()), 2, 2)
        painter.restore()

    def _circle(self, painter: QPainter, box: QRect) -> None:
        theme = self._theme
        side = theme.px(15)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = painter.pen()
        pen.setColor(theme.colour("controlBorder"))
        pen.setWidthF(1.2)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QRectF(box.left() + 0.5, box.center().y() - side / 2 + 0.5, side, side))
        painter.restore()

    def _two_tone(self, painter: QPainter, box: QRect, name: str, company: str) -> None:
        metrics = self._theme.metrics("body")
        width = min(metrics.horizontalAdvance(name), box.width())
        part, rest = cut_start(box, width, mirrored=self._mirrored(painter))
        self._text(painter, part, name, "body", "text", START)
        if company and rest.width() > self._theme.px(LEAST_COMPANY):
            self._text(painter, rest, f" · {company}", "body", "text2", START)

    def _tail(self, painter: QPainter, box: QRect, text: str, style: str, role: str) -> QRect:
        """Paint `text` at the end of `box`; return what is left before it."""
        width = self._theme.metrics(style, numbers=True).horizontalAdvance(text) + 1
        end, rest = cut_end(box, width, self._theme.px(8), mirrored=self._mirrored(painter))
        self._text(painter, end, text, style, role, END)
        return rest

    def _text(
        self,
        painter: QPainter,
        box: QRect,
        text: str,
        style: str,
        role: str,
        align: Qt.AlignmentFlag,
        *,
        struck: bool = False,
    ) -> None:
        font = self._theme.font(style, numbers=True)
        if struck:
            font = type(font)(font)
            font.setStrikeOut(True)
        painter.setFont(font)
        painter.setPen(self._theme.colour(role))
        shown = self._theme.metrics(style, numbers=True).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, align, shown)

    def _lines(self, box: QRect) -> tuple[QRect, QRect]:
        """Return the two lines of text in the middle of `box`."""
        upper, lower = self._theme.line("body"), self._theme.line("small")
        top = box.top() + (box.height() - upper - lower) // 2
        return (
            QRect(box.left(), top, box.width(), upper),
            QRect(box.left(), top + upper, box.width(), lower),
        )

    def _mirrored(self, painter: QPainter) -> bool:
        return painter.layoutDirection() is Qt.LayoutDirection.RightToLeft
