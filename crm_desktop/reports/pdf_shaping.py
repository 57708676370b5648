"""Text as glyphs in visual order: direction, fallback fonts, joining letters and marks."""

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import uharfbuzz as hb
from bidi import algorithm as bidi
from bidi.mirror import MIRRORED

from crm_desktop.reports.pdf_cjk import CjkFont
from crm_desktop.reports.pdf_font import PdfFont, glyph_code, is_complex

PLAIN_FEATURES = {"kern": True, "calt": False, "liga": False}  # no arrows out of "->", no moved colons
COMPLEX_FEATURES: dict[str, bool] = {}


AnyFont = PdfFont | CjkFont


class TextRun(NamedTuple):
    """Glyphs of one font as PDF operators without a size; `logical` is the text where the glyphs don't tell it."""

    font: AnyFont
    parts: tuple[tuple[float, str], ...]  # rise in em, operand of TJ
    logical: str


class TextLine(NamedTuple):
    """A line of text, ready to be drawn at any size; `width` is in em."""

    text: str
    width: float
    runs: tuple[TextRun, ...]


class _Span(NamedTuple):
    text: str
    font: AnyFont
    right_to_left: bool


def shaped_line(text: str, fonts: Sequence[AnyFont]) -> TextLine:
    """Return `text` in visual order, each character in the first of `fonts` that has it."""
    runs, width = [], 0.0
    for span in _visual_spans(_printable(text), fonts):
        run, advance = _shaped(span)
        runs.append(run)
        width += advance
    return TextLine(text, width, tuple(runs))


def plain_line(text: str, font: PdfFont) -> TextLine:
    """Return plain `text` glyph by glyph, without kerning; raises NotPlain."""
    codes = text.translate(font.codes)
    return TextLine(text, font.width(text, 1), (TextRun(font, ((0.0, f"({codes})"),), ""),))


def _printable(text: str) -> str:
    """Return `text` with blanks for tabs, line ends and other controls."""
    return "".join(" " if unicodedata.category(character) == "Cc" else character for character in text)


def _visual_spans(text: str, fonts: Sequence[AnyFont]) -> Iterator[_Span]:
    """Yield the pieces of `text` with one font and direction each, from left to right (UAX 9, rule L2)."""
    levels = _levels(text)
    runs = [(level, list(group)) for level, group in groupby(levels, key=lambda pair: pair[1])]
    for level in range(max((level for level, _group in runs), default=0), 0, -1):
        runs = _reversed_from(runs, level)
    for level, group in runs:
        pieces = list(_by_font("".join(character for character, _level in group), fonts))
        for piece, font in reversed(pieces) if level % 2 else pieces:
            yield _Span(piece, font, bool(level % 2))


def _levels(text: str) -> list[tuple[str, int]]:
    """Return each character with its embedding level; formatting characters are left out (UAX 9, rule X9)."""
    if not any(is_complex(ord(character)) for character in text):
        return [(character, 0) for character in text]
    storage = bidi.get_empty_storage()
    storage["base_level"] = bidi.get_base_level(text)
    storage["base_dir"] = ("L", "R")[storage["base_level"]]
    bidi.get_embedding_levels(text, storage)
    bidi.explicit_embed_and_overrides(storage)
    bidi.resolve_weak_types(storage)
    bidi.resolve_neutral_types(storage, debug=False)
    bidi.resolve_implicit_levels(storage, debug=False)
    return [(one["ch"], one["level"]) for one in storage["chars"]]


_Runs = list[tuple[int, list[tuple[str, int]]]]


def _reversed_from(runs: _Runs, level: int) -> _Runs:
    """Return `runs` with every stretch at `level` or above in reverse order."""
    ordered: _Runs = []
    for high, stretch in groupby(runs, key=lambda run: run[0] >= level):
        members = list(stretch)
        ordered += members[::-1] if high else members
    return ordered


def _by_font(text: str, fonts: Sequence[AnyFont]) -> Iterator[tuple[str, AnyFont]]:
    """Yield the pieces of `text` with the font of each; marks and spaces stay with the letter before."""
    piece, current = "", fonts[0]
    for character in text:
        joins = piece and (unicodedata.combining(character) or unicodedata.category(character) in ("Mc", "Cf", "Zs"))
        best = next((font for font in fonts if font.covers(character)), fonts[0])
        font = current if joins and (current.covers(character) or unicodedata.category(character) == "Cf") else best
        if piece and font is not current:
            yield piece, current
            piece = ""
        piece, current = piece + character, font
    if piece:
        yield piece, current


def _shaped(span: _Span) -> tuple[TextRun, float]:
    if isinstance(span.font, CjkFont):
        return TextRun(span.font, ((0.0, span.font.operand(span.text)),), ""), len(span.text)
    buffer = hb.Buffer()
    buffer.add_str(span.text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if span.right_to_left else "ltr"
    complex_text = any(is_complex(ord(character)) for character in span.text)
    hb.shape(span.font.font, buffer, COMPLEX_FEATURES if complex_text else PLAIN_FEATURES)
    _note_texts(span.text, span.font, buffer, right_to_left=span.right_to_left)
    parts, width = _operands(span.font, buffer)
    missing = any(info.codepoint == 0 for info in buffer.glyph_infos)
    logical = span.text if (complex_text or missing) and not span.right_to_left else ""
    return TextRun(span.font, parts, logical), width / span.font.em


def _note_texts(text: str, font: PdfFont, buffer: hb.Buffer, *, right_to_left: bool) -> None:
    """Remember which text each glyph stands for."""
    starts = sorted({info.cluster for info in buffer.glyph_infos})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    told = set()
    for info in buffer.glyph_infos:
        letters = text[info.cluster : ends[info.cluster]] if info.cluster not in told else ""
        told.add(info.cluster)
        if right_to_left:
            letters = MIRRORED.get(letters, letters)
        glyph = font.tabular.get(info.codepoint, info.codepoint)
        font.texts.setdefault(glyph, letters if glyph else "\N{REPLACEMENT CHARACTER}")


def _operands(font: PdfFont, buffer: hb.Buffer) -> tuple[tuple[tuple[float, str], ...], int]:
    """Return the TJ operands of the shaped `buffer`, split where the rise changes, and the width in font units."""
    parts: list[tuple[float, str]] = []
    rise, operand, pen, shown = 0.0, "", 0, 0
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        figure = font.tabular.get(info.codepoint)
        glyph = figure or info.codepoint
        if position.y_offset / font.em != rise and operand:
            parts.append((rise, f"[{operand}]"))
            operand = ""
        rise = position.y_offset / font.em
        operand += _moved(pen + position.x_offset - shown, font.em) + f"({glyph_code(glyph)})"
        shown = pen + position.x_offset + font.advance(glyph)
        pen += font.advance(glyph) if figure else position.x_advance
    parts.append((rise, f"[{operand}{_moved(pen - shown, font.em)}]"))
    return tuple(parts), pen


def _moved(units: int, em: int) -> str:
    """Return the number that moves the pen by `units` inside a TJ operand, where positive is backwards."""
    return f"{-units * 1000 / em:.1f}" if units else ""
