"""How promises, people to get in touch with and birthdays are painted on the Today page."""

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
from ui.today.row_painters import START, RowPainters

# The tools that a follow-up shows under the mouse or the keyboard, from its end on.
CALL, SNOOZE = "call", "snooze"
TOOLS = (CALL, SNOOZE)
TOOL = 26


class PeoplePainters(RowPainters):
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
        _pad, rest = cut_start(box, self._theme.px(14), mirrored=mirrored)
        circle, rest = cut_start(rest, self._theme.px(16), self._theme.px(12), mirrored=mirrored)
        self._circle(painter, circle)
        top, bottom = self._lines(rest.adjusted(0, 0, -self._theme.px(14), 0))
        self._text(painter, top, item.text, "control", "text", START)
        late = item.due_day is not None and item.due_day < self._desk.today()
        bottom = self._tail(painter, bottom, self.promised(item), "small", "danger" if late else "warning")
        self._text(painter, bottom, item.name, "small", "text2", START)

    def promised(self, item: OpenPromise) -> str:
        """Return until when the promise is to be kept."""
        if item.due_day is None:
            return ""
        formats = self._desk.formats
        return formats.lateness(item.due_day) if item.due_day < self._desk.today() else formats.due(item.due_day)

    def touch(self, painter: QPainter, box: QRect, item: OutOfTouch) -> None:
        """Paint whom to get in touch with, and for how long there was no word."""
        face = Face(item.name, item.id, item.is_company)
        self._person(painter, box, face, item.company_name, self.silent(item), "warning")

    def silent(self, item: OutOfTouch) -> str:
        """Return for how long there was no word."""
        if item.last_at is None:
            return _("No word yet")
        return ngettext("{n} day", "{n} days", item.silent_days).format(n=item.silent_days)

    def birthday(self, painter: QPainter, box: QRect, item: Birthday) -> None:
        """Paint who has a birthday, and when."""
        soon = item.day <= self._desk.today() + timedelta(days=1)
        face = Face(item.name, item.person)
        self._person(
            painter, box, face, self.turns(item), self._desk.formats.due(item.day), "accentText" if soon else "text2"
        )

    def turns(self, item: Birthday) -> str:
        """Return how old somebody gets, and where they work."""
        age = "" if item.age is None else _("Turns {n}").format(n=item.age)
        return " · ".join(each for each in (age, item.company_name) if each)

    def _person(self, painter: QPainter, box: QRect, face: Face, below: str, tail: str, role: str) -> None:
        theme = self._theme
        mirrored = self._mirrored(painter)
        _pad, rest = cut_start(box, theme.px(14), mirrored=mirrored)
        avatar, rest = cut_start(rest, theme.size("avatar.md"), theme.px(8), mirrored=mirrored)
        paint_avatar(painter, theme, avatar, face)
        inner = rest.adjusted(0, 0, -theme.px(14), 0)
        inner = self._tail(painter, inner, tail, "small", role)
        top, bottom = self._lines(inner) if below else (inner, QRect())
        self._text(painter, top, face.name, "control", "text", START)
        if below:
            self._text(painter, bottom, below, "small", "text2", START)
