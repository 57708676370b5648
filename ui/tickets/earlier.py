"""A line for an earlier ticket of the same customer."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from crm_desktop.schema.forms import label_of
from crm_desktop.schema.tickets import TICKET
from crm_desktop.tickets.queries import EarlierTicket
from crm_desktop.words import _
from ui.kit.boxes import cut_end, cut_start, is_mirrored
from ui.kit.desk import Desk
from ui.kit.icons import paint_icon
from ui.kit.pressable import Pressable
from ui.tickets.words import KIND_ROLES, moment

_LEAD = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
ENDED = ("solved", "closed")


class EarlierLine(Pressable):
    """What it was about, with the icon of its kind, and when it was; clicking opens it."""

    def __init__(self, desk: Desk, ticket: EarlierTicket) -> None:
        super().__init__(desk.theme)
        self._ticket = ticket
        day = desk.formats.day(desk.formats.local(moment(ticket.at)).date())
        state = label_of(TICKET.by_name["status"], ticket.status)
        self._when = day if ticket.status in ENDED else _("{state}, {day}").format(state=state, day=day)
        words = f"{ticket.subject}, {state}, {day}"
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the room of a line."""
        return QSize(self._theme.px(120), self._theme.px(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint icon, subject and day."""
        theme, mirrored = self._theme, is_mirrored(self)
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        if self.underMouse():
            painter.fillRect(self.rect(), theme.colour("surfaceHover"))
        kind = self._ticket.kind
        mark, rest = cut_start(self.rect(), theme.size("icon.sm"), theme.px(7), mirrored=mirrored)
        paint_icon(painter, theme, kind, mark, KIND_ROLES.get(kind, "info"), "sm")
        width = theme.metrics("small", numbers=True).horizontalAdvance(self._when) + 1
        when, rest = cut_end(rest, width, theme.px(8), mirrored=mirrored)
        painter.setFont(theme.font("small", numbers=True))
        painter.setPen(theme.colour("text2"))
        painter.drawText(when, _LEAD, self._when)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text"))
        cut = theme.metrics("body").elidedText(self._ticket.subject, Qt.TextElideMode.ElideRight, rest.width())
        painter.drawText(rest, _LEAD, cut)
