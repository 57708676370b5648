"""The conversation of a ticket: what the customer wrote, replies, internal notes and changes in between."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.schema.activities import INTERACTION
from crm_desktop.schema.forms import label_of
from crm_desktop.schema.tickets import TICKET
from crm_desktop.tickets.changes import TicketChange
from crm_desktop.tickets.queries import Message, TicketDetail
from crm_desktop.words import _, ngettext, within
from ui.kit.buttons import LinkButton
from ui.kit.desk import Desk
from ui.kit.ground import Ground
from ui.kit.icons import paint_icon
from ui.kit.labels import Avatar, IconText, Text
from ui.kit.painting import Face
from ui.kit.scrolling import ScrollColumn
from ui.tickets.words import moment

# So many messages are laid out at first; earlier ones on request, so that opening stays quick.
WINDOW = 40
GROUNDS = {"in": "surface", "out": "surfaceSunken", "note": "warningTint"}
EDGES = {"in": "hairlineStrong", "out": "hairlineStrong", "note": "warningTint"}


class Conversation(ScrollColumn):
    """The messages of one ticket, oldest first, scrolled to the newest."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(takes_focus=True)
        self._desk = desk
        self._messages: list[Message] = []
        self._changes: Sequence[TicketChange] = ()
        self._shown = WINDOW
        self.setAccessibleName(_("Conversation"))
        self._content = Ground(desk.theme)
        self._lines = QVBoxLayout(self._content)
        margin = desk.theme.space("s7")
        self._lines.setContentsMargins(margin, margin, margin, margin)
        self._lines.setSpacing(desk.theme.space("s6"))
        self.setWidget(self._content)
        self.verticalScrollBar().rangeChanged.connect(self._to_newest)
        self._follow = True

    def show_ticket(
        self, detail: TicketDetail, messages: Sequence[Message], changes: Sequence[TicketChange] = ()
    ) -> None:
        """Show the conversation of `detail`, `changes` in between: its description is what arrived first."""
        self._changes = changes
        self._messages = list(messages)
        row = detail.row
        said = [each for each in messages if not each.activity]
        if detail.description and not any(each.kind == "in" for each in said[:1]):
            first = Message(
                row.id, "in", row.opened_at or 0, row.customer, row.customer_name, row.channel, detail.description
            )
            self._messages.insert(0, first)
            self._messages.sort(key=lambda each: each.at)
        self._shown = WINDOW
        self._follow = True
        self._lay_out()

    def _lay_out(self) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        hidden = max(len(self._messages) - self._shown, 0)
        if hidden:
            words = ngettext("Show {n} earlier message", "Show {n} earlier messages", hidden).format(n=hidden)
            more = LinkButton(self._desk.theme, words)
            more.clicked.connect(self._show_earlier)
            self._lines.addWidget(more)
        shown = self._messages[hidden:]
        since = shown[0].at if hidden else 0
        entries = [(each.at, _entry(self._desk, each)) for each in shown]
        entries += [(each.at, _change_line(self._desk, each)) for each in self._changes if each.at >= since]
        for _at, entry in sorted(entries, key=lambda pair: pair[0]):
            self._lines.addWidget(entry)
        if not self._messages:
            self._lines.addWidget(Text(self._desk.theme, _("Nothing was written yet."), "body", "text2"))
        self._lines.addStretch(1)

    def _show_earlier(self) -> None:
        self._follow = False
        self._shown += 5 * WINDOW
        self._lay_out()

    def _to_newest(self, _low: int, high: int) -> None:
        if self._follow:
            self.verticalScrollBar().setValue(high)


def _entry(desk: Desk, message: Message) -> QWidget:
    return _Entry(desk, message)


def _change_line(desk: Desk, change: TicketChange) -> QWidget:
    """Return one line: who changed what from what to what, and when."""
    words = _("{who} changed {field} {before} → {after}, {when}").format(
        who=change.member or _("Somebody"),
        field=within(_(TICKET.by_name[change.field].label)),
        before=change.before or _("none"),
        after=change.after or _("none"),
        when=desk.formats.moment(moment(change.at)),
    )
    return IconText(desk.theme, "edit", words, "text2")


class _Entry(QWidget):
    """One message: avatar and bubble."""

    def __init__(self, desk: Desk, message: Message) -> None:
        super().__init__()
        theme = desk.theme
        name = message.author_name or (_("Somebody") if message.activity else _("Customer"))
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.space("s5"))
        avatar = Avatar(theme, Face(name, message.author or message.id), "md")
        whole.addWidget(avatar, 0, Qt.AlignmentFlag.AlignTop)
        whole.addWidget(_Bubble(desk, message, name), 1)


class _Bubble(QWidget):
    def __init__(self, desk: Desk, message: Message, name: str) -> None:
        super().__init__()
        self._desk = desk
        self._kind = message.kind
        theme = desk.theme
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        inner = QVBoxLayout(self)
        pad = theme.px(14)
        inner.setContentsMargins(pad, theme.px(12), pad, theme.px(12))
        inner.setSpacing(theme.space("s2"))
        head = QHBoxLayout()
        head.addWidget(Text(theme, name, "bodyStrong"))
        if message.kind == "note":
            head.addWidget(_Lock(desk))
        head.addWidget(Text(theme, self._role_words(message), "small", "text2"))
        head.addStretch(1)
        when = desk.formats.moment(moment(message.at)) if message.at else ""
        head.addWidget(Text(theme, when, "small", "text2"))
        inner.addLayout(head)
        body = QLabel(message.body)
        body.setTextFormat(Qt.TextFormat.PlainText)
        body.setWordWrap(True)
        body.setFont(theme.font("body"))
        body.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        inner.addWidget(body)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box of the message."""
        theme = self._desk.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour(EDGES[self._kind]), 1))
        painter.setBrush(theme.colour(GROUNDS[self._kind]))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, theme.radius("lg"), theme.radius("lg"))

    def _role_words(self, message: Message) -> str:
        if message.activity:
            return label_of(INTERACTION.by_name["kind"], message.activity)
        if message.kind == "note":
            return _("Internal note")
        if message.kind == "out":
            return _("Reply")
        channel = label_of(TICKET.by_name["channel"], message.channel) if message.channel else ""
        return _("by {channel}").format(channel=within(channel)) if channel else ""


class _Lock(QWidget):
    """The sign of what the customer never sees."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._theme = desk.theme
        self.setFixedSize(desk.theme.px(16), desk.theme.px(16))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the lock."""
        paint_icon(QPainter(self), self._theme, "lock", self.rect(), "warning", "sm")
