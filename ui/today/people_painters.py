"""How promises, people to get in touch with and birthdays are painted on the Today page."""

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter

from crm_desktop.activities.keep_in_touch import OutOfTouch
from crm_desktop.contacts.birthdays import Birthday
from crm_desktop.contacts.promises import OpenPromise
from crm_desktop.reports.today import FollowUp
from crm_desktop.words import _, ngettext
from ui.kit.boxes import cut_end, cut_start
from ui.kit.icons import paint_icon
from ui.kit.painting import Face, paint_avatar
from ui.today.row_painters import SIDE, Words
from ui.today.work_painters import WorkPainters

# The tools that a follow-up shows under the mouse or the keyboard, from its end on.
CALL, SNOOZE = "call", "snooze"
TOOLS = (CALL, SNOOZE)
TOOL = 26
PROMISE, PERSON = 52, 48
CIRCLE, AFTER_CIRCLE = 16, 12


class PeoplePainters(WorkPainters):
    """Paints the rows that are about people, and the tools of follow-ups."""

    def lit_follow_up(self, painter: QPainter, box: QRect, item: FollowUp) -> None:
        """Paint the follow-up with its tools in place of how late it is."""
        self.paint_follow_up(painter, box, item, lit=True)
        mirrored = self._mirrored(painter)
        for name in TOOLS:
            place = self.tool_box(box, name, mirrored=mirrored)
            side = self._theme.size("icon.md")
            corner = place.center() - QPoint(side // 2, side // 2)
            paint_icon(painter, self._theme, name, QRect(corner.x(), corner.y(), side, side), "text2")

    def tool_box(self, box: QRect, name: str, *, mirrored: bool) -> QRect:
        """Return where in the row `box` the tool is."""
        rest = box.adjusted(self._theme.px(8), 0, -self._theme.px(8), 0)
        for each in TOOLS:
            place, rest = cut_end(rest, self._theme.px(TOOL), mirrored=mirrored)
            if each == name:
                return place
        return QRect()

    def promise(self, painter: QPainter, box: QRect, item: OpenPromise) -> None:
        """Paint the circle to tick, what was promised, to whom and until when."""
        mirrored = self._mirrored(painter)
        theme = self._theme
        circle, rest = cut_start(self._inside(box), theme.px(CIRCLE), theme.px(AFTER_CIRCLE), mirrored=mirrored)
        self._circle(painter, circle)
        text, name = self._promise_lines(item, rest.width())
        top = box.top() + (box.height() - self._block([*text, *name])) // 2
        self._paint_lines(painter, rest, [*text, *name], top)
        line = QRect(rest.left(), top + self._block(text), rest.width(), theme.line("small"))
        late = item.due_day is not None and item.due_day < self._desk.today()
        self._tail(painter, line, self.promised(item), "small", "danger" if late else "warning")

    def promise_heights(self, rows: Sequence[OpenPromise], width: int) -> list[int]:
        """Return how high the rows are that are `width` wide."""
        room = width - self._theme.px(2 * SIDE + CIRCLE + AFTER_CIRCLE)
        return [
            self._height([line for part in self._promise_lines(each, room) for line in part], PROMISE) for each in rows
        ]

    def _promise_lines(self, item: OpenPromise, room: int) -> tuple[list[Words], list[Words]]:
        beside = room - self._width(self.promised(item), "small") - self._theme.px(8)
        text = self._broken(Words(item.text, "control"), room)
        return text, self._broken(Words(item.name, "small", "text2"), beside)

    def promised(self, item: OpenPromise) -> str:
        """Return until when the promise is to be kept."""
        if item.due_day is None:
            return ""
        formats = self._desk.formats
        return formats.lateness(item.due_day) if item.due_day < self._desk.today() else formats.due(item.due_day)

    def touch(self, painter: QPainter, box: QRect, item: OutOfTouch) -> None:
        """Paint whom to get in touch with, and for how long there was no word."""
        face = Face(item.name, item.id, item.is_company)
        self._person(painter, box, face, item.company_name, Words(self.silent(item), "small", "warning"))

    def touch_heights(self, rows: Sequence[OutOfTouch], width: int) -> list[int]:
        """Return how high the rows are that are `width` wide."""
        return [self._person_height(width, each.name, each.company_name, self.silent(each)) for each in rows]

    def silent(self, item: OutOfTouch) -> str:
        """Return for how long there was no word."""
        if item.last_at is None:
            return _("No word yet")
        return ngettext("{n} day", "{n} days", item.silent_days).format(n=item.silent_days)

    def birthday(self, painter: QPainter, box: QRect, item: Birthday) -> None:
        """Paint who has a birthday, and when."""
        soon = item.day <= self._desk.today() + timedelta(days=1)
        day = Words(self._desk.formats.due(item.day), "small", "accentText" if soon else "text2")
        self._person(painter, box, Face(item.name, item.person), self.turns(item), day)

    def birthday_heights(self, rows: Sequence[Birthday], width: int) -> list[int]:
        """Return how high the rows are that are `width` wide."""
        due = self._desk.formats.due
        return [self._person_height(width, each.name, self.turns(each), due(each.day)) for each in rows]

    def turns(self, item: Birthday) -> str:
        """Return how old somebody gets, and where they work."""
        age = "" if item.age is None else _("Turns {n}").format(n=item.age)
        return " · ".join(each for each in (age, item.company_name) if each)

    def _person(self, painter: QPainter, box: QRect, face: Face, below: str, tail: Words) -> None:
        theme = self._theme
        mirrored = self._mirrored(painter)
        avatar, rest = cut_start(self._inside(box), theme.size("avatar.md"), theme.px(8), mirrored=mirrored)
        paint_avatar(painter, theme, avatar, face)
        inner = self._tail(painter, rest, tail.text, tail.style, tail.role)
        self._middle(painter, inner, self._person_lines(face.name, below, inner.width()))

    def _person_height(self, width: int, name: str, below: str, tail: str) -> int:
        theme = self._theme
        room = width - theme.px(2 * SIDE + 8 + 8) - theme.size("avatar.md") - self._width(tail, "small")
        return self._height(self._person_lines(name, below, room), PERSON, 10)

    def _person_lines(self, name: str, below: str, room: int) -> list[Words]:
        return [*self._broken(Words(name, "control"), room), *self._broken(Words(below, "small", "text2"), room)]
