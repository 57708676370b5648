"""A workspace's name on the recovery kit in any script: as text where Inter has it, else as drawn outlines."""

from typing import NamedTuple

import uharfbuzz as hb
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from crm_desktop.resource_files import resource

_SCRIPTS = ("NotoSansArabic-Regular", "NotoSansHebrew-Regular", "NotoSansDevanagari-Regular", "NotoSansThai-Regular")
_Point = tuple[float, float]


def draw_name(canvas: Canvas, x: float, y: float, name: str, font: str, size: float, *, width: float) -> None:
    """Draw `name` from `x` on the base line `y` in the registered `font`, cut off where it is wider than `width`."""
    glyphs = pdfmetrics.getFont(font).face.charToGlyph
    outlines = None if all(ord(letter) in glyphs for letter in name) else _outline_font(name)
    if outlines is None:
        canvas.setFont(font, size)
        canvas.drawString(x, y, _fitting(name, font, size, width))
    else:
        _draw_outlines(canvas, x, y, _shaped(name, outlines), size, width)


def _fitting(text: str, font: str, size: float, width: float) -> str:
    if pdfmetrics.stringWidth(text, font, size) <= width:
        return text
    while text and pdfmetrics.stringWidth(text + "…", font, size) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def _outline_font(text: str) -> hb.Font | None:
    """Return the bundled font that has all characters of `text`."""
    for name in _SCRIPTS:
        font = hb.Font(hb.Face(hb.Blob.from_file_path(str(resource(f"fonts/{name}.ttf")))))
        if all(font.get_nominal_glyph(ord(letter)) for letter in text):
            return font
    return None


class _Shaped(NamedTuple):
    font: hb.Font
    glyphs: list[tuple[int, float, float, float]]  # glyph, advance, x offset, y offset in font units


def _shaped(text: str, font: hb.Font) -> _Shaped:
    """Join and order the letters of `text` as they are seen from left to right."""
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(font, buffer)
    pairs = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    return _Shaped(font, [(glyph.codepoint, at.x_advance, at.x_offset, at.y_offset) for glyph, at in pairs])


def _draw_outlines(canvas: Canvas, x: float, y: float, shaped: _Shaped, size: float, width: float) -> None:
    scale = size / shaped.font.face.upem
    path = canvas.beginPath()
    pen = _Pen(path, scale)
    for glyph, advance, across, up in shaped.glyphs:
        if pen.x + advance * scale > width:
            break
        pen.place = (x + pen.x + across * scale, y + up * scale)
        shaped.font.draw_glyph_with_pen(glyph, pen)
        pen.x += advance * scale
    canvas.drawPath(path, stroke=0, fill=1)


class _Pen:
    """Takes the outline of a glyph (fontTools' pen protocol) into a PDF path."""

    def __init__(self, path: PDFPathObject, scale: float) -> None:
        self.x = 0.0
        self.place: _Point = (0.0, 0.0)
        self._path = path
        self._scale = scale
        self._last: _Point = (0.0, 0.0)

    def moveTo(self, to: _Point) -> None:
        """Begin a contour."""
        self._last = to
        self._path.moveTo(*self._on_page(to))

    def lineTo(self, to: _Point) -> None:
        """Go straight to `to`."""
        self._last = to
        self._path.lineTo(*self._on_page(to))

    def qCurveTo(self, bend: _Point, to: _Point) -> None:
        """Go to `to` in a quadratic curve, written as the cubic one that PDF knows."""
        first, second = _towards(self._last, bend), _towards(to, bend)
        self.curveTo(first, second, to)

    def curveTo(self, first: _Point, second: _Point, to: _Point) -> None:
        """Go to `to` in a cubic curve."""
        self._last = to
        self._path.curveTo(*self._on_page(first), *self._on_page(second), *self._on_page(to))

    def closePath(self) -> None:
        """End the contour."""
        self._path.close()

    def _on_page(self, point: _Point) -> _Point:
        return self.place[0] + point[0] * self._scale, self.place[1] + point[1] * self._scale


def _towards(start: _Point, bend: _Point) -> _Point:
    """Return the point two thirds of the way from `start` to `bend`."""
    return start[0] + (bend[0] - start[0]) * 2 / 3, start[1] + (bend[1] - start[1]) * 2 / 3
