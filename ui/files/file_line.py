"""The line of one file: its kind, its name, its size."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.files.queries import FileRow
from crm_desktop.words import _
from ui.kit.boxes import cut_end, cut_start, is_mirrored
from ui.kit.formats import Formats
from ui.kit.icons import paint_icon
from ui.kit.theme import Theme
from ui.kit.with_menu import WithMenu

HEIGHT = 28
SIDE = 16
_LEAD = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
_TRAIL = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
_ICONS = (
    ("application/pdf", "document"),
    ("image/", "image file"),
    ("message/", "email"),
    ("text/csv", "table file"),
    ("text/", "document"),
    ("audio/", "audio file"),
    ("video/", "video file"),
)
_WORDS_IN = (("spreadsheet", "table file"), ("presentation", "slides file"), ("wordprocessing", "document"))
_MORE = (("opendocument.text", "document"), ("zip", "archive file"), ("compressed", "archive file"))


class FileLine(WithMenu):
    """A file that opens when it is pressed; `of` says whose it is where that tells.

    F2 asks for another name (`rename_wanted`), Del to delete it (`remove_wanted`).
    """

    rename_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, theme: Theme, row: FileRow, formats: Formats, of: str = "") -> None:
        size = formats.size(row.size)
        super().__init__(theme, "")
        self.row = row
        self._size = size
        self._of = of
        self.setAccessibleName(", ".join(part for part in (row.name, of, size) if part))
        self.setToolTip(row.name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.offer_menu(_("More for {name}").format(name=row.name))

    def sizeHint(self) -> QSize:
        """Return the height of the line; its width is given."""
        return QSize(self._theme.px(160), self._theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the least at which something can be read."""
        return QSize(self._theme.px(80), self._theme.px(HEIGHT))

    def event(self, event: QEvent) -> bool:
        """Keep F2 and Del from the page, which may mean the record by them."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _OWN_KEYS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 renames, Del deletes, the rest is as for any button."""
        if event.key() == Qt.Key.Key_F2:
            self.rename_wanted.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_wanted.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint kind, name and size; the name gives way in its middle, so that its ending stays."""
        theme, mirrored = self._theme, is_mirrored(self)
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        if self.underMouse():
            painter.fillRect(self.rect(), theme.colour("surfaceHover"))
        side = theme.px(SIDE)
        mark, box = cut_start(
            self.rect().adjusted(side, 0, -side, 0), theme.size("icon.sm"), theme.px(8), mirrored=mirrored
        )
        paint_icon(painter, theme, file_icon(self.row.media_type), mark, "text2", "sm")
        used = self._write(painter, box, self._size, "small", "text2", end=True)
        box = cut_end(box, used, theme.px(8), mirrored=mirrored)[1]
        used = self._write(painter, box, self.row.name, "body", "text")
        if self._of:
            rest = cut_start(box, used, theme.px(8), mirrored=mirrored)[1]
            self._write(painter, rest, self._of, "small", "text2")
        self.paint_dots(painter)

    def _write(self, painter: QPainter, box: QRect, text: str, style: str, role: str, *, end: bool = False) -> int:
        metrics = self._theme.metrics(style)
        cut = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, max(box.width(), 0))
        painter.setFont(self._theme.font(style))
        painter.setPen(self._theme.colour(role))
        painter.drawText(box, _TRAIL if end else _LEAD, cut)
        return metrics.horizontalAdvance(cut)


_OWN_KEYS = (Qt.Key.Key_F2, Qt.Key.Key_Delete)


def file_icon(media_type: str) -> str:
    """Return the name of the icon for files of `media_type`."""
    for start, name in _ICONS:
        if media_type.startswith(start):
            return name
    return next((name for word, name in (*_WORDS_IN, *_MORE) if word in media_type), "file")


class MoreLine(WithMenu):
    """A line that shows all files."""

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, text, parent)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Return the height of the line."""
        return QSize(self._theme.px(160), self._theme.px(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the words as a link."""
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        side = self._theme.px(SIDE)
        painter.setFont(self._theme.font("small"))
        painter.setPen(self._theme.colour("accentText"))
        painter.drawText(self.rect().adjusted(side, 0, -side, 0), _LEAD, self.text())
