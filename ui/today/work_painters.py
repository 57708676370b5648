"""How follow-ups, deals and tickets are painted on the Today page."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from crm_desktop.reports.needy_deals import NeedyDeal
from crm_desktop.reports.today import FollowUp
from crm_desktop.tickets.queries import QueueRow
from crm_desktop.words import _, ngettext
from ui.kit.boxes import cut_end, cut_start
from ui.kit.deal_views import stage_tone
from ui.kit.icons import paint_icon
from ui.kit.kind_words import ticket_number
from ui.kit.painting import Badge, Face, badge_size, paint_avatar, paint_badge
from ui.kit.wrapping import halved_width
from ui.today.row_painters import DOT, END, SIDE, START, RowPainters, Words, instant_of

FOLLOW_UP, TWO_LINES, DEAL, TICKET = 36, 52, 44, 68
# The circle to tick with what stands after it.
CIRCLE, AFTER_CIRCLE = 16, 14
# The room of the tools, which a follow-up shows in place of how late it is.
LATE = 52
# Days late from which a follow-up is painted as dangerous rather than as a warning.
VERY_LATE = 3
# How much of the room the title of a follow-up takes from the person, where both fit.
TITLE_SHARE = 0.56
REASON_ICON, REASON_GAP = 16, 8
NEAR = timedelta(hours=2)
REASON_ICONS = {
    "late": ("missed date", "danger"),
    "dropped": ("dropped", "warning"),
    "stale": ("rotting", "danger"),
    "quiet": ("rotting", "danger"),
    "no_step": ("no next step", "warning"),
}
TICKET_ROLES = {"complaint": "danger", "compliment": "success"}


class FollowUpColumns(NamedTuple):
    """How wide the parts of all follow-ups are; `title` is 0 where the person stands below the title."""

    title: int = 0
    late: int = 0


class DealColumns(NamedTuple):
    """How wide the parts of all deals are; `stage` is 0 where it stands before the title, for want of room."""

    stage: int = 0
    amount: int = 0
    reason: int = 0


class WorkPainters(RowPainters):
    """Paints rows whose parts stand below each other; how wide they are follows from all rows of a list."""

    _follow_ups = FollowUpColumns()
    _deals = DealColumns()

    def follow_up_heights(self, rows: Sequence[FollowUp], width: int) -> list[int]:
        """Return how high the rows are that are `width` wide: one line where title and person fit beside each other."""
        theme = self._theme
        late = max(self._widest([self._late(each) for each in rows], "small"), theme.px(LATE))
        room = width - theme.px(2 * SIDE + CIRCLE + AFTER_CIRCLE + 8) - late
        title = self._widest([each.title for each in rows], "control") + theme.px(12)
        named = self._widest([each.contact_name for each in rows], "body")
        person = theme.size("avatar.xs") + theme.px(8) + named
        fits = title + person <= room
        shared = max(title, min(round(room * TITLE_SHARE), room - person)) if fits else 0
        self._follow_ups = FollowUpColumns(shared, late)
        if fits:
            return [theme.px(FOLLOW_UP)] * len(rows)
        return [self._height(self._follow_up_lines(each, room), TWO_LINES) for each in rows]

    def follow_up(self, painter: QPainter, box: QRect, item: FollowUp) -> None:
        """Paint the circle to tick, the title, whom it is about and how late it is."""
        self.paint_follow_up(painter, box, item, lit=False)

    def paint_follow_up(self, painter: QPainter, box: QRect, item: FollowUp, *, lit: bool) -> None:
        """Paint the follow-up; a `lit` one leaves room for its tools."""
        theme, columns = self._theme, self._follow_ups
        mirrored = self._mirrored(painter)
        circle, rest = cut_start(self._inside(box), theme.px(CIRCLE), theme.px(AFTER_CIRCLE), mirrored=mirrored)
        self._circle(painter, circle)
        late, rest = cut_end(rest, columns.late, theme.px(8), mirrored=mirrored)
        days = (self._desk.today() - date.fromisoformat(item.day)).days
        self._text(
            painter, late, "" if lit else self._late(item), "small", "danger" if days >= VERY_LATE else "warning", END
        )
        if not columns.title:
            self._middle(painter, rest, self._follow_up_lines(item, rest.width()))
            return
        title, who = cut_start(rest, columns.title, mirrored=mirrored)
        self._text(painter, title, item.title, "control", "text", START)
        if item.contact is not None and item.contact_name:
            face, who = cut_start(who, theme.size("avatar.xs"), theme.px(8), mirrored=mirrored)
            paint_avatar(painter, theme, face, Face(item.contact_name, item.contact, item.is_company))
            self._two_tone(painter, who, item.contact_name, item.company_name)

    def _follow_up_lines(self, item: FollowUp, room: int) -> list[Words]:
        who = DOT.join(each for each in (item.contact_name, item.company_name) if each)
        title = Words(item.title, "control")
        return [*self._broken(title, room), *self._broken(Words(who, "small", "text2"), room)]

    def _late(self, item: FollowUp) -> str:
        return self._desk.formats.lateness(date.fromisoformat(item.day))

    def _two_tone(self, painter: QPainter, box: QRect, name: str, company: str) -> None:
        """Paint the name, and the company after it where it fits whole."""
        width = min(self._width(name, "body"), box.width())
        part, rest = cut_start(box, width, mirrored=self._mirrored(painter))
        self._text(painter, part, name, "body", "text", START)
        after = f"{DOT}{company}"
        if company and self._width(after, "body") <= rest.width():
            self._text(painter, rest, after, "body", "text2", START)

    def deal_heights(self, rows: Sequence[NeedyDeal], width: int) -> list[int]:
        """Return how high the rows are that are `width` wide: what does not fit goes on in the next line."""
        self._deals = columns = self._deal_columns(rows, width)
        names = self._names_room(width, columns)
        room = columns.reason - self._theme.px(REASON_ICON + REASON_GAP)
        return [
            max(self._height(self._names(each, names), DEAL, 8), self._height(self._reason_lines(each, room), DEAL, 8))
            for each in rows
        ]

    def _deal_columns(self, rows: Sequence[NeedyDeal], width: int) -> DealColumns:
        theme = self._theme
        stage = max((badge_size(theme, self._badge(each)).width() for each in rows), default=0) + theme.px(12)
        amount = self._widest([self._amount(each) for each in rows], "bodyStrong") + theme.px(18)
        reasons = [self.reason(each) for each in rows]
        before = theme.px(REASON_ICON + REASON_GAP)
        whole = before + self._widest(reasons, "small")
        halved = before + max((halved_width(each, theme, "small") for each in reasons), default=0)
        wanted = self._widest([each.company_name or each.title for each in rows], "control")
        columns = DealColumns(stage, amount, whole)
        if self._names_room(width, columns) < wanted:
            columns = columns._replace(reason=halved)
        return columns if self._names_room(width, columns) >= wanted else columns._replace(stage=0)

    def _names_room(self, width: int, columns: DealColumns) -> int:
        face = self._theme.size("avatar.md") + self._theme.px(2 * SIDE + 8 + 8)
        return width - face - columns.stage - columns.amount - columns.reason

    def deal(self, painter: QPainter, box: QRect, item: NeedyDeal) -> None:
        """Paint the company and deal, its stage, its amount and why it needs attention."""
        theme, columns = self._theme, self._deals
        mirrored = self._mirrored(painter)
        face, rest = cut_start(self._inside(box), theme.size("avatar.md"), theme.px(8), mirrored=mirrored)
        paint_avatar(painter, theme, face, Face(item.company_name or item.title, item.company or item.id, company=True))
        reason, rest = cut_end(rest, columns.reason, mirrored=mirrored)
        amount, rest = cut_end(rest, columns.amount, mirrored=mirrored)
        stage, names = cut_end(rest, columns.stage, theme.px(8), mirrored=mirrored)
        self._middle(painter, names, self._names(item, names.width()))
        if columns.stage:
            paint_badge(painter, theme, stage, self._badge(item))
        money, _gap = cut_start(amount, amount.width() - theme.px(18), mirrored=mirrored)
        self._text(painter, money, self._amount(item), "bodyStrong", "text", END)
        icon, role = REASON_ICONS[item.reason]
        glyph, words = cut_start(reason, theme.px(REASON_ICON), theme.px(REASON_GAP), mirrored=mirrored)
        paint_icon(painter, theme, icon, glyph, role)
        self._middle(painter, words, self._reason_lines(item, words.width()))

    def _names(self, item: NeedyDeal, room: int) -> list[Words]:
        stage = "" if self._deals.stage else item.stage_name
        below = Words(DOT.join(each for each in (stage, item.company_name and item.title) if each), "small", "text2")
        return [*self._broken(Words(item.company_name or item.title, "control"), room), *self._broken(below, room)]

    def _reason_lines(self, item: NeedyDeal, room: int) -> list[Words]:
        return self._broken(Words(self.reason(item), "small"), room)

    def _amount(self, item: NeedyDeal) -> str:
        return "" if item.amount is None else self._desk.formats.money(item.amount, item.currency, whole=True)

    def _badge(self, item: NeedyDeal) -> Badge:
        return Badge(item.stage_name, stage_tone(item.probability))

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

    def ticket_heights(self, rows: Sequence[QueueRow], width: int) -> list[int]:
        """Return how high the rows are that are `width` wide."""
        room = width - self._theme.px(2 * SIDE)
        around = TICKET - 38  # what the two lines of most tickets leave of the height
        return [self._height([*self._subject(each, room), *self._whose(each, room)], TICKET, around) for each in rows]

    def ticket(self, painter: QPainter, box: QRect, item: QueueRow) -> None:
        """Paint the ticket, its deadline in words and as a bar."""
        theme = self._theme
        inner = self._inside(box).adjusted(0, theme.px(8), 0, -theme.px(8))
        subject = self._subject(item, inner.width())
        glyph, title = cut_start(inner, theme.px(14), theme.px(7), mirrored=self._mirrored(painter))
        first = QRect(glyph.left(), inner.top(), glyph.width(), theme.line("control"))
        paint_icon(painter, theme, item.kind, first, TICKET_ROLES.get(item.kind, "info"), "sm")
        self._paint_lines(painter, title, subject, inner.top())
        whose = self._whose(item, inner.width())
        below = inner.top() + self._block(subject)
        self._paint_lines(painter, inner, whose, below)
        last = below + self._block(whose[:-1])
        line = QRect(inner.left(), last, inner.width(), theme.line("small"))
        left = self._left(item)
        role = "danger" if left < timedelta(0) else "warning" if left < NEAR else "text2"
        self._tail(painter, line, self._desk.formats.left(left), "small", role)
        self._deadline_bar(painter, QRect(inner.left(), inner.bottom() - theme.px(4), inner.width(), theme.px(4)), item)

    def _subject(self, item: QueueRow, room: int) -> list[Words]:
        return self._broken(Words(item.subject, "control"), room - self._theme.px(14 + 7))

    def _whose(self, item: QueueRow, room: int) -> list[Words]:
        """Return number and customer in lines, with an empty one for how long there is left where both do not fit."""
        number = ticket_number(item.number)
        name = DOT.join(each for each in (number, item.company_name or item.customer_name) if each)
        left = self._width(self._desk.formats.left(self._left(item)), "small")
        lines = self._broken(Words(name, "small", "text2"), room)
        beside = len(lines) == 1 and self._width(name, "small") + left + self._theme.px(8) <= room
        return lines if beside else [*lines, Words("", "small")]

    def _left(self, item: QueueRow) -> timedelta:
        return instant_of(item.due_at) - self._desk.now() if item.due_at else timedelta(0)

    def _deadline_bar(self, painter: QPainter, box: QRect, item: QueueRow) -> None:
        theme = self._theme
        left = self._left(item)
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
