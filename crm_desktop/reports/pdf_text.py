"""Setting text in a PDF: embedded fonts, fallback, measuring, shortening and breaking."""

from collections.abc import Iterable
from enum import StrEnum

from crm_desktop.reports.pdf_cjk import CjkFont, Collection, collection_of
from crm_desktop.reports.pdf_font import NotPlain, PdfFont
from crm_desktop.reports.pdf_shaping import AnyFont, TextLine, plain_line, shaped_line
from crm_desktop.resource_files import resource

ELLIPSIS = "…"
KEPT_LINES = 4000


class Face(StrEnum):
    """The fonts a document may ask for by name."""

    REGULAR = "Inter-Regular"
    MEDIUM = "Inter-Medium"
    SEMI_BOLD = "Inter-SemiBold"
    BOLD = "Inter-Bold"
    MONO = "JetBrainsMono-Regular"


FALLBACKS = ("NotoSansArabic-Regular", "NotoSansHebrew-Regular", "NotoSansDevanagari-Regular", "NotoSansThai-Regular")


class Typesetter:
    """Turns texts into lines of glyphs with the fonts of one document, and remembers what it set."""

    def __init__(self) -> None:
        self._fonts: dict[str, PdfFont] = {}
        self._cjk: dict[Collection, CjkFont] = {}
        self._lines: dict[tuple[str, Face], TextLine] = {}

    def font(self, name: str) -> PdfFont:
        """Return the font file `name` as this document uses it."""
        font = self._fonts.get(name)
        if font is None:
            font = self._fonts[name] = PdfFont(resource(f"fonts/{name}.ttf"), self._new_name())
        return font

    def used_fonts(self) -> Iterable[AnyFont]:
        """Return the fonts that have at least one glyph on a page."""
        fonts: list[AnyFont] = [*self._fonts.values(), *self._cjk.values()]
        return [font for font in fonts if font.used]

    def line(self, text: str, face: Face = Face.REGULAR) -> TextLine:
        """Return `text` with kerning, joining and fallback fonts as needed."""
        kept = self._lines.get((text, face))
        if kept is None:
            if len(self._lines) >= KEPT_LINES:
                self._lines.clear()
            kept = self._lines[text, face] = shaped_line(text, self._chain(text, face))
        return kept

    def plain(self, text: str, face: Face = Face.REGULAR) -> TextLine:
        """Return `text` without kerning where its letters allow: the fast way for long tables."""
        try:
            return plain_line(text, self.font(face))
        except NotPlain:
            return self.line(text, face)

    def width(self, text: str, face: Face, size: float) -> float:
        """Return the width of `text` at `size`."""
        return self.line(text, face).width * size

    def fitted(self, text: str, face: Face, size: float, room: float) -> TextLine:
        """Return `text`, shortened with an ellipsis where it is wider than `room`."""
        whole = self.line(text, face)
        if whole.width * size <= room:
            return whole
        fits = self._fitting(text, face, size, room, ELLIPSIS)
        return self.line(text[:fits].rstrip() + ELLIPSIS, face)

    def plain_fitted(self, text: str, face: Face, size: float, room: float) -> TextLine:
        """Return `text` as `fitted` does, without kerning where its letters allow."""
        font = self.font(face)
        try:
            if font.width(text, size) <= room:
                return plain_line(text, font)
            fits = font.fitting(text, room / size - font.width(ELLIPSIS, 1))
            return plain_line(text[:fits].rstrip() + ELLIPSIS, font)
        except NotPlain:
            return self.fitted(text, face, size, room)

    def wrapped(self, text: str, face: Face, size: float, room: float, most: int = 0) -> list[TextLine]:
        """Return `text` broken into lines of at most `room`; the last of at most `most` lines is shortened."""
        lines = [line for part in text.split("\n") for line in self._broken(part, face, size, room)]
        if most and len(lines) > most:
            rest = " ".join(lines[most - 1 :])
            return [*(self.line(line, face) for line in lines[: most - 1]), self.fitted(rest, face, size, room)]
        return [self.line(line, face) for line in lines]

    def _broken(self, text: str, face: Face, size: float, room: float) -> list[str]:
        lines, current = [], ""
        for word in text.split(" "):
            longer = f"{current} {word}" if current else word
            if self.width(longer, face, size) <= room:
                current = longer
                continue
            if current:
                lines.append(current)
            *full, current = self._cut(word, face, size, room)
            lines += full
        return [*lines, current]

    def _cut(self, word: str, face: Face, size: float, room: float) -> list[str]:
        """Return `word` in pieces of at most `room`."""
        pieces = []
        while self.width(word, face, size) > room and len(word) > 1:
            fits = max(1, self._fitting(word, face, size, room, ""))
            pieces.append(word[:fits])
            word = word[fits:]
        return [*pieces, word]

    def _fitting(self, text: str, face: Face, size: float, room: float, tail: str) -> int:
        """Return how many characters of `text` fit into `room` together with `tail`."""
        chain = self._chain(text + tail, face)
        fits, fails = 0, len(text)
        while fails - fits > 1:
            middle = (fits + fails) // 2
            if shaped_line(text[:middle].rstrip() + tail, chain).width * size <= room:
                fits = middle
            else:
                fails = middle
        return fits

    def _chain(self, text: str, face: Face) -> list[AnyFont]:
        """Return the fonts to look in for the characters of `text`, the wanted one first."""
        first = self.font(face)
        if all(first.covers(character) for character in set(text)):
            return [first]
        chain: list[AnyFont] = [first, *(self.font(name) for name in FALLBACKS)]
        collection = collection_of(text)
        return [*chain, self._cjk_font(collection)] if collection else chain

    def _cjk_font(self, collection: Collection) -> CjkFont:
        if collection not in self._cjk:
            self._cjk[collection] = CjkFont(collection, self._new_name())
        return self._cjk[collection]

    def _new_name(self) -> str:
        return f"F{len(self._fonts) + len(self._cjk) + 1}"
