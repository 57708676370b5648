"""The leading side of the gate: the workspaces on this computer, and the other ways in."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.kit.boxes import cut_end, cut_start, is_mirrored
from ui.kit.formats import Formats
from ui.kit.icons import paint_icon
from ui.kit.painting import Face, key_size, paint_avatar, paint_key
from ui.kit.pressable import Pressable
from ui.kit.theme import Theme
from ui.shell.gate_form import short_path

ROW = 61
LEAD = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
TRAIL = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignTrailing


class KnownWorkspace(NamedTuple):
    """What can be told of a workspace without opening it."""

    folder: Path
    used_at: datetime
    size: int


def known_workspaces(folders: Sequence[Path]) -> list[KnownWorkspace]:
    """Return what the disk says of the workspaces in `folders`."""
    found = []
    for folder in folders:
        facts = (folder / "crm.db").stat()
        found.append(KnownWorkspace(folder, datetime.fromtimestamp(facts.st_mtime, UTC), facts.st_size))
    return found


class _WorkspaceRow(Pressable):
    def __init__(self, theme: Theme, known: KnownWorkspace, formats: Formats) -> None:
        super().__init__(theme, known.folder.stem)
        self.known = known
        self._when = f"{formats.ago(known.used_at)} {formats.time(known.used_at)}"
        self._size = formats.size(known.size)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(str(known.folder))
        self.setAccessibleDescription(f"{known.folder}, {self._when}, {self._size}")

    def nextCheckState(self) -> None:
        """Leave it to the gate to say what is chosen."""

    def sizeHint(self) -> QSize:
        """Return the height of two lines."""
        return QSize(self._theme.px(423), self._theme.px(ROW))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose the neighbour."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint avatar, name, path, when it was used and how large it is."""
        theme, painter, mirrored = self._theme, QPainter(self), is_mirrored(self)
        painter.setLayoutDirection(self.layoutDirection())
        box = self.rect().adjusted(theme.px(14), 0, -theme.px(14), 0)
        part, box = cut_start(box, theme.px(36), theme.px(12), mirrored=mirrored)
        paint_avatar(painter, theme, part, Face(self.text(), self.text().encode(), company=True))
        part, box = cut_end(box, theme.size("icon.md"), theme.px(12), mirrored=mirrored)
        paint_icon(painter, theme, "lock", part, "accentText" if self.isChecked() else "text2")
        width = max(theme.metrics("small").horizontalAdvance(text) for text in (self._when, self._size))
        facts, box = cut_end(box, width, theme.px(10), mirrored=mirrored)
        where = theme.metrics("small").elidedText(
            short_path(self.known.folder), Qt.TextElideMode.ElideMiddle, box.width()
        )
        name = theme.metrics("bodyStrong").elidedText(self.text(), Qt.TextElideMode.ElideRight, box.width())
        lines = (
            (facts, -8, "small", "text2", self._when, TRAIL),
            (facts, 9, "small", "text2", self._size, TRAIL),
            (box, -8, "bodyStrong", "text", name, LEAD),
            (box, 9, "small", "text2", where, LEAD),
        )
        for room, shift, style, role, text, how in lines:
            painter.setFont(theme.font(style))
            painter.setPen(theme.colour(role))
            painter.drawText(room.translated(0, theme.px(shift)), how, text)


class WorkspaceList(QWidget):
    """The workspaces in one box; `chosen` carries the folder."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, known: Sequence[KnownWorkspace], formats: Formats) -> None:
        super().__init__()
        self._theme = theme
        self._rows = [_WorkspaceRow(theme, each, formats) for each in known]
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        for each in self._rows:
            whole.addWidget(each)
            each.clicked.connect(lambda _on=False, folder=each.known.folder: self.chosen.emit(folder))

    def choose(self, folder: Path | None) -> None:
        """Show `folder` as chosen, or none."""
        for each in self._rows:
            each.setChecked(each.known.folder == folder)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box, the ground of the chosen row and the lines between."""
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QPainterPath()
        frame.addRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.radius("lg"), theme.radius("lg"))
        painter.fillPath(frame, theme.colour("surface"))
        painter.save()
        painter.setClipPath(frame)
        for place, each in enumerate(self._rows):
            if each.isChecked() or each.underMouse():
                painter.fillRect(each.geometry(), theme.colour("selected" if each.isChecked() else "surfaceHover"))
            if place:
                painter.setPen(QPen(theme.colour("hairline"), 0))
                painter.drawLine(0, each.y(), self.width(), each.y())
        painter.restore()
        painter.setPen(QPen(theme.colour("hairlineStrong"), 1))
        painter.drawPath(frame)


class Way(Pressable):
    """Another way in: icon, words, a line that explains, keys."""

    def __init__(self, theme: Theme, icon: str, text: str, note: str, keys: str = "") -> None:
        super().__init__(theme, text)
        self._icon = icon
        self._note = note
        self._keys = keys
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleDescription(note)

    def sizeHint(self) -> QSize:
        """Return the height of two lines."""
        return QSize(self._theme.px(423), self._theme.px(50))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint icon, words and keys, on a ground while hovered."""
        theme, painter, mirrored = self._theme, QPainter(self), is_mirrored(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self.layoutDirection())
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("surfacePressed"))
            painter.drawRoundedRect(QRectF(self.rect()), theme.radius("md"), theme.radius("md"))
        box = self.rect().adjusted(theme.px(14), 0, -theme.px(14), 0)
        part, box = cut_start(box, theme.size("icon.lg"), theme.px(12), mirrored=mirrored)
        paint_icon(painter, theme, self._icon, part, "text2", "lg")
        if self._keys:
            part, box = cut_end(box, key_size(theme, self._keys).width(), theme.px(8), mirrored=mirrored)
            paint_key(painter, theme, part, self._keys, "text2", "hairlineStrong")
        for shift, style, role, text in ((-9, "control", "text", self.text()), (9, "small", "text2", self._note)):
            painter.setFont(theme.font(style))
            painter.setPen(theme.colour(role))
            cut = theme.metrics(style).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(QRect(box).translated(0, theme.px(shift)), LEAD, cut)
