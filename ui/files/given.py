"""Files that were dropped, pasted or chosen: what stands behind them, not yet read."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage, QImageWriter

from crm_desktop.words import _


class Given(NamedTuple):
    """One file that somebody wants to keep: the place of it, or its `content` where it came from elsewhere."""

    name: str
    path: Path | None = None
    content: bytes = b""


def given_paths(paths: Sequence[str]) -> list[Given]:
    """Return what stands at `paths`."""
    return [Given(Path(each).name, Path(each)) for each in paths]


def has_files(mime: QMimeData | None) -> bool:
    """Tell whether `mime` carries files of this computer or an image."""
    return mime is not None and (any(url.isLocalFile() for url in mime.urls()) or mime.hasImage())


def given_by(mime: QMimeData | None, today: date) -> list[Given]:
    """Return the files that `mime` carries, or its image under the name of the day."""
    if mime is None:
        return []
    paths = [url.toLocalFile() for url in mime.urls() if url.isLocalFile()]
    if paths:
        return given_paths(paths)
    image = mime.imageData() if mime.hasImage() else None
    if not isinstance(image, QImage) or image.isNull():
        return []
    return [Given(_("Pasted image {day}.png").format(day=today.isoformat()), content=_png(image))]


def _png(image: QImage) -> bytes:
    written = QByteArray()
    buffer = QBuffer(written)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(written.data())
