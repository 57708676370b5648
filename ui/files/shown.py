"""What of a file is shown: a page or an image as pixels, or its text; made by a worker."""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from crm_desktop.errors import UnreadableFile
from crm_desktop.files.apart import page_apart
from crm_desktop.files.media import PDF, has_text
from crm_desktop.files.queries import FileRow, file_text
from crm_desktop.jobs import Progress
from crm_desktop.store.content_rows import CHUNK_BYTES
from crm_desktop.store.file_store import FileStore
from crm_desktop.words import _
from crm_desktop.workspace import Workspace

# Of a larger image or PDF only a copy is offered: it would take all the memory.
MOST_IMAGE_BYTES = 64 << 20
MOST_PDF_BYTES = 256 << 20
MOST_SIDE = 4000
MOST_LETTERS = 200_000
MOST_IMAGE_MB = 256


class PageShown(NamedTuple):
    """A picture, and of how many pages it is one (1 for an image)."""

    image: QImage
    pages: int


class TextShown(NamedTuple):
    """The text of a file."""

    text: str


Shown = PageShown | TextShown


def shown_file(
    workspace: Workspace, file: FileRow, page: int, dpi: float, *, progress: Progress | None = None
) -> Shown | None:
    """Return what is shown of `file`: its page `page` at `dpi`, its picture or its text; None for other kinds.

    Tells `progress` how many bytes came of a content that is not on this computer yet. Raises UnreadableFile,
    MissingContent, DamagedWorkspace and Cancelled.
    """
    told = progress or Progress()
    if file.media_type == PDF and file.size <= MOST_PDF_BYTES:
        return _page(_read(workspace.files, file, told), page, dpi)
    if file.media_type.startswith("image/") and file.size <= MOST_IMAGE_BYTES:
        return _image(_read(workspace.files, file, told))
    if not has_text(file.media_type):
        return None
    with workspace.reader() as reader:
        text = file_text(reader, file.id)
    if not text and file.media_type.startswith("text/"):
        text = b"".join(islice(_read(workspace.files, file, told), 1))[:CHUNK_BYTES].decode("utf-8", "replace")
    return TextShown(text[:MOST_LETTERS]) if text else None


def _read(files: FileStore, file: FileRow, told: Progress) -> Iterator[bytes]:
    """Yield the content of `file`, and tell how much of it came where it is fetched."""
    comes, done = files.size_of(file.content) is None, 0
    for chunk in files.read(file.content):
        done += len(chunk)
        told.report(done if comes else 0, file.size if comes else 0)
        yield chunk


def _page(content: Iterator[bytes], number: int, dpi: float) -> PageShown:
    page = page_apart(content, number, dpi)
    image = QImage(page.pixels, page.width, page.height, 4 * page.width, QImage.Format.Format_RGBX8888)
    # the pixels belong to the answer, which goes away
    return PageShown(image.copy(), page.pages)


def _image(content: Iterator[bytes]) -> PageShown | None:
    whole = QByteArray(b"".join(content))
    buffer = QBuffer(whole)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    QImageReader.setAllocationLimit(MOST_IMAGE_MB)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    if not reader.canRead():
        return None
    size = reader.size()
    if max(size.width(), size.height()) > MOST_SIDE:
        reader.setScaledSize(size.scaled(QSize(MOST_SIDE, MOST_SIDE), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise UnreadableFile(
            _("This image cannot be shown: it is damaged or too large. Save a copy to open it elsewhere.")
        )
    return PageShown(image, 1)
