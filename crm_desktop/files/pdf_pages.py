"""The pages of a PDF, as text and as images; only ever in a process of their own, for PDFium is not in Python."""

import pypdfium2

from crm_desktop.files.office_text import NotReadable
from crm_desktop.files.page_image import PAGE_END, PageImage

MOST_PAGES = 2000
MOST_PIXELS = 40_000_000
POINTS_PER_INCH = 72


def pdf_text(content: bytes, most_letters: int) -> str:
    """Return up to about `most_letters` of the text, pages parted by PAGE_END; raises NotReadable."""
    pieces: list[str] = []
    letters = 0
    document = _opened(content)
    try:
        for number in range(min(len(document), MOST_PAGES)):
            text = _page_text(document, number)
            pieces.append(text)
            letters += len(text)
            if letters >= most_letters:
                break
    finally:
        document.close()
    return PAGE_END.join(pieces)[:most_letters]


def pdf_page(content: bytes, number: int, dpi: float) -> PageImage:
    """Return the page `number`, the last where there are fewer, at `dpi` or what MOST_PIXELS allow."""
    document = _opened(content)
    try:
        pages = len(document)
        if not pages:
            raise NotReadable("no pages")
        number = min(max(number, 0), pages - 1)
        page = document[number]
        width, height = page.get_size()
        scale = min(dpi / POINTS_PER_INCH, (MOST_PIXELS / max(width * height, 1)) ** 0.5)
        bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=True)
        row = bitmap.width * 4
        lines = memoryview(bitmap.buffer)
        pixels = b"".join(
            lines[start : start + row] for start in range(0, bitmap.stride * bitmap.height, bitmap.stride)
        )
        return PageImage(bitmap.width, bitmap.height, number, pages, pixels)
    except pypdfium2.PdfiumError as error:
        raise NotReadable(str(error)) from error
    finally:
        document.close()


def _opened(content: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise NotReadable(str(error)) from error


def _page_text(document: pypdfium2.PdfDocument, number: int) -> str:
    try:
        page = document[number]
        text = page.get_textpage()
        return str(text.get_text_bounded())
    except pypdfium2.PdfiumError:
        # one damaged page; the others may be readable
        return ""
