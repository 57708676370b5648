"""One ticket: head, deadline strip, conversation, composer."""

from datetime import timedelta

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.tickets.actions import answer_ticket, edit_ticket, note_on_ticket, remove_tickets, solve_tickets
from crm_desktop.tickets.queries import TicketDetail
from crm_desktop.tickets.reading import WholeTicket
from crm_desktop.words import _
from ui.kit.buttons import Button, ButtonKind, IconButton
from ui.kit.desk import Desk
from ui.kit.icons import paint_icon
from ui.kit.kind_words import ticket_number
from ui.kit.labels import BadgeLabel, Text
from ui.kit.layouts import column
from ui.kit.notices import Banner
from ui.kit.silence import SilenceLine
from ui.kit.waiting_mark import WaitingMark
from ui.tickets.composer import Composer
from ui.tickets.conversation import Conversation
from ui.tickets.words import badges_of, moment

TICK_MS = 30_000
SNOOZE = timedelta(days=1)
# for words that are never cut: what stands beside them gives way
WHOLE = QSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)


class Detail(QWidget):
    """The middle of the page; acts are told to the desk at once. `assign_wanted` asks for the assignee's input."""

    assign_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._detail: TicketDetail | None = None
        self._waiting = WaitingMark(desk, "ticket", self)
        self._waiting.changed.connect(self._show_badges)
        theme = desk.theme
        self._number = Text(theme, "", "small", "text2")
        self._number.setSizePolicy(WHOLE)
        self._badges = QHBoxLayout()
        self._badges.setSpacing(theme.space("s3"))
        self._assign = IconButton(theme, "set owner", _("Assign"), framed=True)
        self._assign.clicked.connect(self.assign_wanted)
        self._snooze = IconButton(theme, "snooze", _("Move the deadlines by a day"), framed=True)
        self._snooze.clicked.connect(self.snooze)
        self._delete = IconButton(theme, "delete", _("Delete ticket"), framed=True)
        self._delete.clicked.connect(self.delete)
        self._solve = Button(theme, _("Solve"), ButtonKind.PRIMARY, size="small", icon="check")
        self._solve.clicked.connect(self.solve)
        self._subject = Text(theme, "", "title", wrap=True)
        self._strip = _Strip(desk)
        self._gone = Banner(theme, _("This ticket is in the bin."), _("Restore it to work on it."), "")
        self._gone.hide()
        self.conversation = Conversation(desk)
        self.composer = Composer(desk)
        self.composer.written.connect(self._write)
        self._build()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._strip.update_words)
        self._timer.start()

    def show_ticket(self, whole: WholeTicket) -> None:
        """Show `whole`."""
        self._detail = detail = whole.detail
        self._number.setText(ticket_number(detail.row.number) if detail.row.number else _("No number yet"))
        self._waiting.follow(detail.row.id)
        self._show_badges()
        ended = detail.row.status in ("solved", "closed")
        self._solve.setText(_("Reopen") if ended else _("Solve"))
        self._subject.setText(detail.row.subject)
        self._strip.show_ticket(detail)
        self._gone.setVisible(detail.removed_at is not None)
        self.composer.setVisible(detail.removed_at is None)
        self.conversation.show_ticket(detail, whole.messages, whole.changes)
        row = detail.row
        self.composer.show_ticket(row.id, row.customer_name or row.company_name, row.subject)

    def title(self) -> str:
        """Return what the ticket that is shown is called."""
        return "" if self._detail is None else f"{ticket_number(self._detail.row.number)} {self._detail.row.subject}"

    def solve(self) -> None:
        """Solve the ticket, or open it again."""
        if self._detail is None:
            return
        ticket = self._detail.row.id
        if self._detail.row.status in ("solved", "closed"):
            self._desk.act(edit_ticket, ticket, {"status": "open"}, done=_("Ticket reopened"))
        else:
            self._desk.act(solve_tickets, [ticket], done=_("Ticket solved"))

    def snooze(self) -> None:
        """Move both deadlines by a day."""
        if self._detail is None:
            return
        day_ms = int(SNOOZE.total_seconds() * 1000)
        due = {"answer_due_at": self._detail.answer_due_at, "solve_due_at": self._detail.solve_due_at}
        moved = {name: at + day_ms for name, at in due.items() if at is not None}
        if moved:
            self._desk.act(edit_ticket, self._detail.row.id, moved, done=_("Deadlines moved by a day"))

    def delete(self) -> None:
        """Put the ticket into the bin."""
        if self._detail is not None:
            done = _("Ticket {number} deleted").format(number=ticket_number(self._detail.row.number))
            self._desk.act(remove_tickets, [self._detail.row.id], done=done)

    def _show_badges(self) -> None:
        if self._detail is None:
            return
        while (item := self._badges.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for badge in (*badges_of(self._detail.row), *self._waiting.badges()):
            self._badges.addWidget(BadgeLabel(self._desk.theme, badge))

    def _build(self) -> None:
        theme = self._desk.theme
        margin = theme.space("s7")
        head = QHBoxLayout()
        head.setContentsMargins(margin, theme.space("s5"), margin, 0)
        head.setSpacing(theme.space("s4"))
        head.addWidget(self._number)
        head.addLayout(self._badges)
        head.addStretch(1)
        for each in (self._assign, self._snooze, self._delete, self._solve):
            head.addWidget(each)
        subject = QHBoxLayout()
        subject.setContentsMargins(margin, theme.space("s2"), margin, theme.space("s5"))
        subject.addLayout(column(theme, self._subject, SilenceLine(self._desk), gap=2))
        foot = QHBoxLayout()
        foot.setContentsMargins(margin, 0, margin, theme.space("s6"))
        foot.addWidget(self.composer)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addLayout(subject)
        whole.addWidget(self._gone)
        whole.addWidget(self._strip)
        whole.addWidget(self.conversation, 1)
        whole.addLayout(foot)

    def _write(self, kind: str, text: str) -> None:
        if self._detail is None:
            return
        action, done = (note_on_ticket, _("Note saved")) if kind == "note" else (answer_ticket, _("Reply saved"))
        ticket = self._detail.row.id
        self._desk.act(action, ticket, text, owner=self, then=lambda _made: self.composer.clear(ticket), done=done)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the white ground."""
        QPainter(self).fillRect(event.rect(), self._desk.theme.colour("surface"))


class _Strip(QWidget):
    """How long there is to answer or solve; red and in words when late, never in the way."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._detail: TicketDetail | None = None
        self._late = False
        theme = desk.theme
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._left = Text(theme, "", "bodyStrong")
        self._left.setSizePolicy(WHOLE)
        self._deadlines = Text(theme, "", "small", "text2")
        line = QHBoxLayout(self)
        line.setSpacing(theme.space("s6"))
        line.addWidget(self._left)
        line.addStretch(1)
        line.addWidget(self._deadlines)
        self._line = line
        self._fit()
        theme.changed.connect(self._fit)

    def _fit(self) -> None:
        theme = self._desk.theme
        margin = theme.space("s7")
        self.setFixedHeight(theme.px(40))
        self._line.setContentsMargins(margin + theme.px(26), 0, margin, 0)

    def show_ticket(self, detail: TicketDetail) -> None:
        """Show the deadlines of `detail`, or nothing where the clock does not run."""
        self._detail = detail
        self.setVisible(detail.row.due_at is not None)
        self.update_words()

    def update_words(self) -> None:
        """Write the time that is left anew."""
        if self._detail is None or self._detail.row.due_at is None:
            return
        formats = self._desk.formats
        left = moment(self._detail.row.due_at) - self._desk.now()
        self._late = left < timedelta(0)
        answering = self._detail.first_response_at is None
        words = formats.left(left)
        if not self._late:
            words = _("{left} to answer") if answering else _("{left} to solve")
            words = words.format(left=formats.left(left))
        self._left.setText(words)
        self._left.set_role("danger" if self._late else "warning")
        parts = []
        if answering and self._detail.answer_due_at:
            parts.append(_("First answer by {when}").format(when=self._when(self._detail.answer_due_at)))
        if self._detail.solve_due_at:
            parts.append(_("solve by {when}").format(when=self._when(self._detail.solve_due_at)))
        self._deadlines.setText(" · ".join(parts))
        self.update()

    def _when(self, at_ms: int) -> str:
        """Return the time of a deadline, with its day unless that is today."""
        formats, at = self._desk.formats, moment(at_ms)
        return formats.time(at) if formats.local(at).date() == self._desk.today() else formats.moment(at)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the tint and the clock."""
        theme = self._desk.theme
        painter = QPainter(self)
        tone = "danger" if self._late else "warning"
        painter.fillRect(QRectF(self.rect()), theme.colour(f"{tone}Tint"))
        box = self.rect().adjusted(theme.space("s7"), 0, 0, 0)
        box.setWidth(theme.size("icon.md"))
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            box.moveRight(self.width() - theme.space("s7"))
        paint_icon(painter, theme, "overdue" if self._late else "timer", box, tone)
