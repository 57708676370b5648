"""Plain pages as a PDF, the same bytes for the same words."""

from collections.abc import Sequence
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

_FONT, _STRONG = "Helvetica", "Helvetica-Bold"
_SIZE, _TITLE_SIZE, _LEADING = 11, 16, 17
_MARGIN = 64


def paper(pages: Sequence[Sequence[str]]) -> bytes:
    """Return the `pages` of lines as a PDF; the first line of each is its title."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    width, height = A4
    for title, *lines in pages:
        canvas.setFont(_STRONG, _TITLE_SIZE)
        y = height - _MARGIN - _TITLE_SIZE
        canvas.drawString(_MARGIN, y, title)
        canvas.setFont(_FONT, _SIZE)
        y -= 2 * _LEADING
        for line in lines:
            for part in simpleSplit(line, _FONT, _SIZE, width - 2 * _MARGIN) or [""]:
                canvas.drawString(_MARGIN, y, part)
                y -= _LEADING
        canvas.showPage()
    canvas.save()
    return out.getvalue()
