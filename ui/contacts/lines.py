"""Lines of the record page that open what they name: people, relationships, deals, tickets, products."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit.boxes import cut_end, cut_start, is_mirrored
from ui.kit.icons import paint_icon
from ui.kit.painting import Badge, Face, badge_size, paint_avatar, paint_badge
from ui.kit.theme import Theme
from ui.kit.with_menu import WithMenu

_START = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
_END = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
_MARGIN = 16


class Line(WithMenu):
    """A line as wide as its part that lights up under the mouse; subclasses paint into `box`."""

    def __init__(self, theme: Theme, name: str, height: int, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", parent)
        self._height = height
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the height of the line; its width is given."""
        return QSize(self._theme.px(160), self._theme.px(self._height))

    def minimumSizeHint(self) -> QSize:
        """Return the least at which something can be read."""
        return QSize(self._theme.px(80), self._theme.px(self._height))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground under the mouse, then the line."""
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        if self.underMouse():
            painter.fillRect(self.rect(), self._theme.colour("surfaceHover"))
        side = self._theme.px(_MARGIN)
        self.paint_line(painter, self.rect().adjusted(side, 0, -side, 0), mirrored=is_mirrored(self))
        self.paint_dots(painter)

    def paint_line(self, painter: QPainter, box: QRect, *, mirrored: bool) -> None:
        """Paint what the line says into `box`."""
        raise NotImplementedError

    def write(
        self, painter: QPainter, box: QRect, text: str, style: str, role: str, *, weight: int = 0, end: bool = False
    ) -> int:
        """Write `text` at the start or `end` of `box`, cut to it; return the width used."""
        metrics = self._theme.metrics(style, weight)
        cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.setFont(self._theme.font(style, weight))
        painter.setPen(self._theme.colour(role))
        painter.drawText(box, _END if end else _START, cut)
        return metrics.horizontalAdvance(cut)


class PersonRow(Line):
    """A person or company with what is said of it below and, as a badge, a part that it plays; grey where `past`.

    What is said leads to the name where it stands `above` it.
    """

    def __init__(
        self,
        theme: Theme,
        face: Face,
        job: str,
        role: str = "",
        *,
        past: bool = False,
        above: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        said = (job, face.name, role) if above else (face.name, job, role)
        super().__init__(theme, ", ".join(part for part in said if part), 43, parent)
        self._above = above
        self._face = face
        self._job = job
        self._role = role
        self._past = past

    def paint_line(self, painter: QPainter, box: QRect, *, mirrored: bool) -> None:
        """Paint avatar, name, job and badge."""
        theme = self._theme
        avatar, rest = cut_start(box, theme.px(28), theme.px(8), mirrored=mirrored)
        paint_avatar(painter, theme, avatar, self._face)
        if self._role:
            badge = Badge(self._role)
            part, rest = cut_end(rest, badge_size(theme, badge).width(), theme.px(8), mirrored=mirrored)
            paint_badge(painter, theme, part, badge)
        top = rest.y() + theme.px(4)
        name = QRect(rest.x(), top, rest.width(), theme.px(19))
        if not self._job:
            name.moveTop(rest.center().y() - theme.px(9))
        below = QRect(rest.x(), top + theme.px(18), rest.width(), theme.px(16))
        if self._above and self._job:
            below.moveTop(top)
            name.moveTop(top + theme.px(16))
        self.write(painter, name, self._face.name, "control", "text2" if self._past else "text")
        self.write(painter, below, self._job, "small", "text2")


class LinkRow(Line):
    """A small avatar with a name, and what links it at the end."""

    def __init__(
        self, theme: Theme, face: Face, kind: str, *, past: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, f"{face.name}, {kind}", 28, parent)
        self._face = face
        self._kind = kind
        self._past = past

    def paint_line(self, painter: QPainter, box: QRect, *, mirrored: bool) -> None:
        """Paint avatar, name and kind."""
        theme = self._theme
        avatar, rest = cut_start(box, theme.size("avatar.xs"), theme.px(8), mirrored=mirrored)
        paint_avatar(painter, theme, avatar, self._face)
        least = min(theme.metrics("small").horizontalAdvance(self._kind), rest.width() * 3 // 5)
        used = self.write(
            painter, cut_end(rest, least + 1, mirrored=mirrored)[0], self._kind, "small", "text2", end=True
        )
        room = cut_end(rest, used, theme.px(8), mirrored=mirrored)[1]
        self.write(painter, room, self._face.name, "body", "text2" if self._past else "text")


class StepLine(Line):
    """A step that comes after the next one, and when it is due."""

    def __init__(self, theme: Theme, title: str, due: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, f"{title}, {due}", 28, parent)
        self._title = title
        self._due = due

    def paint_line(self, painter: QPainter, box: QRect, *, mirrored: bool) -> None:
        """Paint title and day."""
        used = self.write(painter, box, self._due, "small", "text2", end=True)
        rest = cut_end(box, used, self._theme.px(8), mirrored=mirrored)[1]
        self.write(painter, rest, self._title, "body", "text")


class DealRow(Line):
    """An open deal: title and amount, below them the stage, when it closes, and how long it has been there."""

    def __init__(
        self, theme: Theme, title: str, amount: str, stage: Badge, closes: str, age: str, *, stale: bool
    ) -> None:
        said = ", ".join(part for part in (title, amount, stage.text, closes, age) if part)
        super().__init__(theme, said, 54)
        self._title = title
        self._amount = amount
        self._stage = stage
        self._closes = closes
        self._age = age
        self._stale = stale

    def paint_line(self, painter: QPainter, box: QRect, *, mirrored: bool) -> None:
        """Paint both lines."""
        theme = self._theme
        first = QRect(box.x(), box.y() + theme.px(5), box.width(), theme.px(20))
        second = first.translated(0, theme.px(22))
        used = self.write(painter, first, self._amount, "bodyStrong", "text", end=True)
        rest = cut_end(first, used, theme.px(8), mirrored=mirrored)[1]
        self.write(painter, rest, self._title, "control", "text")
        rest = self._paint_age(painter, second, mirrored=mirrored)
        width = paint_badge(painter, theme, rest, self._stage)
        rest = cut_start(rest, width, theme.px(8), mirrored=mirrored)[1]
        self.write(painter, rest, self._closes, "small", "text2")

    def _paint_age(self, painter: QPainter, box: QRect, *, mirrored: bool) -> QRect:
        """Paint at the end of `box` how long the deal has been in its stage; return what is left."""
        if not self._age:
            return box
        theme, role = self._theme, "danger" if self._stale else "text2"
        used = self.write(painter, box, self._age, "small", role, end=True)
        left = cut_end(box, used, theme.px(4), mirrored=mirrored)[1]
        mark, left = cut_end(left, theme.size("icon.xs"), theme.px(8), mirrored=mirrored)
        paint_icon(painter, theme, "ageing", mark, role, "xs")
        return left


class DealLineRow(Line):
    """An open deal on one line: title, stage, amount."""

    def __init__(self, theme: Theme, title: str, stage: Badge, amount: str) -> None:
        super().__init__(theme, ", ".join(part for part in (title, stage.text, amount) if part), 30)
        self._title = title
        self._stage = stage
        self._amount = amount

    def paint_line(self, painter: QPainter, box: QRect, *, mirrored: bool) -> None:
        """Paint the line."""
        theme = self._theme
        used = self.write(painter, box, self._amount, "bodyStrong", "text", end=True)
        rest = cut_end(box, max(used, theme.px(56)), theme.px(8), mirrored=mirrored)[1]
        width = badge_size(theme, self._stage).width()
        badge, rest = cut_end(rest, width, theme.px(8), mirrored=mirrored)
        paint_badge(painter, theme, badge, self._stage)
        self.write(painter, rest, self._title, "control", "text")


class TicketRow(Line):
    """A ticket: number and subject, below them its state and deadline."""

    def __init__(self, theme: Theme, number: str, subject: str, state: Badge, note: str, *, late: bool) -> None:
        super().__init__(theme, ", ".join(part for part in (number, subject, state.text, note) if part), 50)
        self._number = number
        self._subject = subject
        self._state = state
        self._note = note
        self._late = late

    def paint_line(self, painter: QPainter, box: QRect, *, mirrored: bool) -> None:
        """Paint both lines."""
        theme = self._theme
        first = QRect(box.x(), box.y() + theme.px(3), box.width(), theme.px(20))
        second = first.translated(0, theme.px(22))
        used = self.write(painter, first, self._number, "control", "text3")
        rest = cut_start(first, used, theme.px(6), mirrored=mirrored)[1]
        self.write(painter, rest, self._subject, "control", "text")
        width = paint_badge(painter, theme, second, self._state)
        rest = cut_start(second, width, theme.px(8), mirrored=mirrored)[1]
        self.write(painter, rest, self._note, "small", "danger" if self._late else "text2")


class BuyRow(Line):
    """A product, a bar as long as its share of the best, and the amount."""

    def __init__(self, theme: Theme, name: str, amount: str, share: float, parent: QWidget | None = None) -> None:
        super().__init__(theme, f"{name}, {amount}", 24, parent)
        self._name = name
        self._amount = amount
        self._share = share

    def paint_line(self, painter: QPainter, box: QRect, *, mirrored: bool) -> None:
        """Paint name, bar and amount."""
        theme = self._theme
        amount, rest = cut_end(box, theme.px(66), theme.px(6), mirrored=mirrored)
        self.write(painter, amount, self._amount, "body", "text", end=True)
        track, rest = cut_end(rest, theme.px(90), theme.px(10), mirrored=mirrored)
        self.write(painter, rest, self._name, "body", "text")
        bar = QRectF(track.x(), track.center().y() - theme.px(3) + 0.5, track.width(), theme.px(6))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setRenderHint(painter.RenderHint.Antialiasing)
        painter.setBrush(theme.colour("neutralTint"))
        painter.drawRoundedRect(bar, theme.px(3), theme.px(3))
        painter.setBrush(theme.colour("accent"))
        width = bar.width() * self._share
        filled = QRectF(bar.right() - width if mirrored else bar.x(), bar.y(), width, bar.height())
        painter.drawRoundedRect(filled, theme.px(3), theme.px(3))
