"""Files of each kind, made in memory: what is known to be in them is looked for."""

import io
import zipfile
from collections.abc import Mapping

from reportlab.pdfgen.canvas import Canvas

DOCX = (
    '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    "<w:p><w:r><w:t>Frame contract</w:t></w:r></w:p>"
    "<w:p><w:r><w:t>for M&#252;ller </w:t><w:t>and Sons</w:t></w:r></w:p>"
    "</w:body></w:document>"
)
ODT = (
    '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>'
    "<text:h>Frame contract</text:h><text:p>for <text:span>Müller</text:span> and Sons</text:p>"
    "</office:text></office:body></office:document-content>"
)


def pdf(*pages: str) -> bytes:
    """Return a PDF with one line of text on each page."""
    written = io.BytesIO()
    canvas = Canvas(written)
    for text in pages:
        canvas.drawString(100, 700, text)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def archive(members: Mapping[str, str | bytes]) -> bytes:
    """Return a ZIP archive."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return written.getvalue()
