"""The heads of the table of a merge: who the contacts are, what hangs on them, and the fields' labels."""

from collections.abc import Mapping
from datetime import UTC, datetime

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QWidget

from crm_desktop.contacts.merge_sides import Side
from crm_desktop.words import _, ngettext
from ui.duplicates.choosing import Choosing
from ui.kit.boxes import cut_end, cut_start, is_mirrored
from ui.kit.formats import Formats
from ui.kit.icons import paint_icon
from ui.kit.painting import Badge, Face, badge_size, paint_avatar, paint_badge
from ui.kit.theme import Theme, Tone

HEAD_HEIGHT = 84
LABELS_WIDTH = 136
PAD = 12
_ITEMS = ("interaction", "task", "ticket", "ticket_message", "purchase", "attachment", "promise", "known_fact")


def counts_in_words(counts: Mapping[str, int], formats: Formats) -> str:
    """Return what hangs on a contact: "142 items · 6 people · 9 deals"."""
    items, people, deals = sum(counts.get(each, 0) for each in _ITEMS), counts.get("contact", 0), counts.get("deal", 0)
    parts = [ngettext("{n} item", "{n} items", items).format(n=formats.number(items))]
    if people:
        parts.append(ngettext("{n} person", "{n} people", people).format(n=formats.number(people)))
    if deals:
        parts.append(ngettext("{n} deal", "{n} deals", deals).format(n=formats.number(deals)))
    return " · ".join(parts)


class _Header(QHeaderView):
    """Sections of fixed size that cannot be moved or clicked."""

    def __init__(self, theme: Theme, orientation: Qt.Orientation, parent: QWidget) -> None:
        super().__init__(orientation, parent)
        self.theme = theme
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        theme.changed.connect(self._on_theme)

    def sizeHint(self) -> QSize:
        """Return the designed size."""
        width, height = self.theme.px(LABELS_WIDTH), self.theme.px(HEAD_HEIGHT)
        return QSize(width, super().sizeHint().height()) if self._upright else QSize(super().sizeHint().width(), height)

    @property
    def _upright(self) -> bool:
        return self.orientation() is Qt.Orientation.Vertical

    def _on_theme(self) -> None:
        self.updateGeometry()
        self.viewport().update()

    def write(
        self,
        painter: QPainter,
        box: QRect,
        text: str,
        style: str,
        role: str,
        cut: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        """Write `text` into `box`, cut to its width."""
        painter.setFont(self.theme.font(style))
        painter.setPen(self.theme.colour(role))
        shown = self.theme.metrics(style).elidedText(text, cut, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, shown)


class LabelHeader(_Header):
    """The fields' labels at the side."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, Qt.Orientation.Vertical, parent)

    def paintSection(self, painter: QPainter, box: QRect, section: int) -> None:
        """Paint one label."""
        painter.save()
        painter.fillRect(box, self.theme.colour("surface"))
        label = self.model().headerData(section, Qt.Orientation.Vertical)
        inner = box.adjusted(self.theme.px(16), 0, -self.theme.px(4), 0)
        self.write(painter, inner, str(label or ""), "body", "text2")
        painter.setPen(QPen(self.theme.colour("hairline"), 0))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.restore()


class SidesHeader(_Header):
    """Who each contact is, since when, and what hangs on it."""

    def __init__(self, theme: Theme, choosing: Choosing, parent: QWidget, formats: Formats) -> None:
        super().__init__(theme, Qt.Orientation.Horizontal, parent)
        self._choosing = choosing
        self._formats = formats

    def paintSection(self, painter: QPainter, box: QRect, section: int) -> None:
        """Paint avatar, name, origin and counts of one contact."""
        painter.save()
        painter.fillRect(box, self.theme.colour("surface"))
        if section < len(self._choosing.sides):
            self._paint_side(painter, box, self._choosing.sides[section], stays=section == 0)
        painter.setPen(QPen(self.theme.colour("hairlineStrong"), 0))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.restore()

    def _paint_side(self, painter: QPainter, box: QRect, side: Side, *, stays: bool) -> None:
        theme = self.theme
        inner = box.adjusted(theme.px(PAD), theme.px(14), -theme.px(PAD), 0)
        first = QRect(inner.x(), inner.y(), inner.width(), theme.px(34))
        face, words = cut_start(first, theme.size("avatar.md"), theme.px(8), mirrored=is_mirrored(self))
        paint_avatar(painter, theme, face, Face(side.name, side.id, company=side.kind == "company"))
        half = words.height() // 2
        named = QRect(words.x(), words.y(), words.width(), half)
        counts = QRect(inner.x(), inner.y() + theme.px(38), inner.width(), theme.px(20))
        if stays:
            badge = Badge(_("Stays"), Tone.ACCENT)
            width = badge_size(theme, badge).width()
            # beside the name where both have room there, else below it
            room = named.width() - width - theme.px(6)
            line = named if theme.metrics("control").horizontalAdvance(side.name) <= room else counts
            part, rest = cut_end(line, width, theme.px(6), mirrored=is_mirrored(self))
            named, counts = (rest, counts) if line is named else (named, rest)
            paint_badge(painter, theme, part, badge)
        # names that are alike differ in their ends as well
        self.write(painter, named, side.name, "control", "text", Qt.TextElideMode.ElideMiddle)
        origin = QRect(words.x(), words.y() + half, words.width(), half)
        self.write(painter, origin, self._origin(side), "small", "text2")
        self.write(painter, counts, counts_in_words(side.counts, self._formats), "small", "text2")

    def _origin(self, side: Side) -> str:
        day = self._formats.day(self._formats.local(datetime.fromtimestamp(side.created_ms / 1000, UTC)).date())
        since = _("Since {day}, {member}") if side.made_by else _("Since {day}")
        return since.format(day=day, member=side.made_by)


class ResultHeader(_Header):
    """What the result is, and how much it has."""

    def __init__(self, theme: Theme, choosing: Choosing, parent: QWidget, formats: Formats) -> None:
        super().__init__(theme, Qt.Orientation.Horizontal, parent)
        self._choosing = choosing
        self._formats = formats

    def paintSection(self, painter: QPainter, box: QRect, _section: int) -> None:
        """Paint title and counts of the result."""
        theme = self.theme
        painter.save()
        painter.fillRect(box, theme.colour("surfaceSunken"))
        painter.setPen(QPen(theme.colour("hairline"), 0))
        edge = box.right() if is_mirrored(self) else box.left()
        painter.drawLine(edge, box.top(), edge, box.bottom())
        inner = box.adjusted(theme.px(16), theme.px(14), -theme.px(16), 0)
        first = QRect(inner.x(), inner.y(), inner.width(), theme.px(18))
        icon, words = cut_start(first, theme.size("icon.md"), theme.px(8), mirrored=is_mirrored(self))
        paint_icon(painter, theme, "merge", icon, "accentText")
        self.write(painter, words, _("After the merge"), "control", "text")
        if self._choosing.preview is not None:
            counts = counts_in_words(self._choosing.preview.together, self._formats)
            told = _("{counts}, nothing is dropped").format(counts=counts)
            second = QRect(inner.x(), inner.y() + theme.px(28), inner.width(), theme.px(20))
            self.write(painter, second, told, "small", "text2")
        painter.setPen(QPen(theme.colour("hairlineStrong"), 0))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.restore()
