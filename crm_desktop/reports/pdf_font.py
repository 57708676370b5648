"""A font inside a PDF: how characters become glyphs, how wide they are, and the part of the font that is embedded."""

import zlib
from bisect import bisect_right
from itertools import accumulate
from pathlib import Path

import uharfbuzz as hb
from reportlab.pdfbase import pdfdoc

TABULAR = "0123456789.,+−"  # Inter has figures of one width, so that columns of numbers line up
KEPT_TABLES = frozenset(("head", "hhea", "hmtx", "maxp", "loca", "glyf", "cvt ", "fpgm", "prep"))
ESCAPES = {0x28: "\\(", 0x29: "\\)", 0x5C: "\\\\", 0x0D: "\\r", 0x0A: "\\n"}
COMPLEX = (  # characters whose glyphs depend on their neighbours or whose direction matters
    (0x0300, 0x036F), (0x0590, 0x08FF), (0x0900, 0x0DFF), (0x0E00, 0x10FF), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF),
    (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x20D0, 0x20FF), (0xFB1D, 0xFDFF), (0xFE00, 0xFE0F),
    (0xFE20, 0xFE2F), (0xFE70, 0xFEFF), (0x10800, 0x10FFF),
)  # fmt: skip


class NotPlain(Exception):
    """A text needs shaping, bidirectional order or another font."""


def is_complex(code: int) -> bool:
    """Say whether the character `code` needs shaping or has a direction of its own."""
    return code >= 0x0300 and any(low <= code <= high for low, high in COMPLEX)


class PdfFont:
    """One font file as one document uses it; glyphs are written by number, two bytes each (Identity-H)."""

    def __init__(self, path: Path, resource_name: str) -> None:
        self.resource_name = resource_name
        self.face = hb.Face(hb.Blob.from_file_path(str(path)))
        self.font = hb.Font(self.face)
        self.em: int = self.face.upem
        self.texts: dict[int, str] = {}  # glyph → the text that it stands for, for copying and searching
        self.codes = _Codes(self)
        self.widths = _Widths(self)
        self._tabular = self._tabular_glyphs()
        self.tabular = {self.font.get_nominal_glyph(ord(mark)): glyph for mark, glyph in self._tabular.items()}

    @property
    def used(self) -> bool:
        """Whether any glyph of the font was written."""
        return bool(self.texts)

    def covers(self, character: str) -> bool:
        """Say whether the font has a glyph for `character`."""
        return bool(self.font.get_nominal_glyph(ord(character)))

    def glyph(self, character: str) -> int:
        """Return the glyph of `character`; raises NotPlain where it takes more than one look at one character."""
        code = ord(character)
        glyph = self._tabular.get(character) or self.font.get_nominal_glyph(code)
        if not glyph or code < 0x20 or is_complex(code):
            raise NotPlain
        self.texts.setdefault(glyph, character)
        return int(glyph)

    def advance(self, glyph: int) -> int:
        """Return the width of `glyph` in font units."""
        return int(self.font.get_glyph_h_advance(glyph))

    def width(self, text: str, size: float) -> float:
        """Return the width of plain `text` at `size`; raises NotPlain."""
        units: int = sum(map(self.widths.__getitem__, text))
        return units * size / self.em

    def fitting(self, text: str, room: float) -> int:
        """Return how many characters of plain `text` fit into `room`, given in em; raises NotPlain."""
        ends = list(accumulate(map(self.widths.__getitem__, text)))
        return bisect_right(ends, room * self.em)

    def _tabular_glyphs(self) -> dict[str, int]:
        buffer = hb.Buffer()
        buffer.add_str(TABULAR)
        buffer.guess_segment_properties()
        hb.shape(self.font, buffer, {"tnum": True, "calt": False, "kern": False, "liga": False})
        glyphs = [info.codepoint for info in buffer.glyph_infos]
        return dict(zip(TABULAR, glyphs, strict=True)) if all(glyphs) and len(glyphs) == len(TABULAR) else {}

    def add_to(self, document: pdfdoc.PDFDocument) -> None:
        """Embed the used part of the font in `document` under its resource name."""
        name = f"{_subset_tag(self.texts)}+{self.face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME)}"
        descendant = pdfdoc.PDFDictionary(
            {
                "Type": "/Font",
                "Subtype": "/CIDFontType2",
                "BaseFont": f"/{name}",
                "CIDSystemInfo": pdfdoc.PDFDictionary(
                    {"Registry": pdfdoc.PDFString("Adobe"), "Ordering": pdfdoc.PDFString("Identity"), "Supplement": 0}
                ),
                "FontDescriptor": document.Reference(self._descriptor(document, name)),
                "CIDToGIDMap": "/Identity",
                "DW": 0,
                "W": self._width_array(),
            }
        )
        font = pdfdoc.PDFDictionary(
            {
                "Type": "/Font",
                "Subtype": "/Type0",
                "BaseFont": f"/{name}",
                "Encoding": "/Identity-H",
                "DescendantFonts": pdfdoc.PDFArray([document.Reference(descendant)]),
                "ToUnicode": document.Reference(compressed_stream(self._to_unicode())),
            }
        )
        document.idToObject["BasicFonts"].dict[self.resource_name] = document.Reference(font)

    def _descriptor(self, document: pdfdoc.PDFDocument, name: str) -> pdfdoc.PDFDictionary:
        head = self.face.reference_table("head").data
        box = [int.from_bytes(head[at : at + 2], "big", signed=True) * 1000 // self.em for at in (36, 38, 40, 42)]
        extents = self.font.get_font_extents("ltr")
        return pdfdoc.PDFDictionary(
            {
                "Type": "/FontDescriptor",
                "FontName": f"/{name}",
                "Flags": 4,  # symbolic: glyphs are named by number
                "FontBBox": pdfdoc.PDFArray(box),
                "ItalicAngle": 0,
                "Ascent": extents.ascender * 1000 // self.em,
                "Descent": extents.descender * 1000 // self.em,
                "CapHeight": self.font.get_metric_position_with_fallback(hb.OTMetricsTag.CAP_HEIGHT) * 1000 // self.em,
                "StemV": 80,
                "FontFile2": document.Reference(self._font_file()),
            }
        )

    def _font_file(self) -> pdfdoc.PDFStream:
        wanted = hb.SubsetInput()
        wanted.glyph_set.update(self.texts)
        wanted.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
        dropped = [tag for tag in self.face.table_tags if tag not in KEPT_TABLES]
        wanted.drop_table_tag_set.update(int.from_bytes(tag.encode("ascii"), "big") for tag in dropped)
        content = bytes(hb.subset(self.face, wanted).blob.data)
        stream = compressed_stream(content)
        stream.dictionary["Length1"] = len(content)
        return stream

    def _width_array(self) -> pdfdoc.PDFArray:
        parts: list[object] = []
        for glyph in sorted(self.texts):
            width = round(self.advance(glyph) * 1000 / self.em, 2)
            parts += [glyph, pdfdoc.PDFArray([width])]
        array = pdfdoc.PDFArray(parts)
        array.multiline = False
        return array

    def _to_unicode(self) -> bytes:
        lines = [
            f"<{glyph:04X}> <{self.texts[glyph].encode('utf-16-be').hex().upper()}>" for glyph in sorted(self.texts)
        ]
        blocks = [lines[at : at + 100] for at in range(0, len(lines), 100)]
        body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
        return f"{CMAP_HEAD}\n{body}\n{CMAP_FOOT}\n".encode("ascii")


CMAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange"""
CMAP_FOOT = """endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


def compressed_stream(content: bytes) -> pdfdoc.PDFStream:
    """Return `content` as a PDF stream, compressed now rather than when the file is written."""
    packed = zlib.compress(content, 6)
    return pdfdoc.PDFStream(pdfdoc.PDFDictionary({"Filter": "/FlateDecode"}), packed)


def glyph_code(glyph: int) -> str:
    """Return the two bytes of `glyph` as they stand inside a PDF string."""
    return escaped(glyph.to_bytes(2, "big"))


def escaped(content: bytes) -> str:
    """Return `content` as it stands between the brackets of a PDF string."""
    return content.decode("latin-1").translate(ESCAPES)


def _subset_tag(texts: dict[int, str]) -> str:
    """Return the six letters that mark a subset; they follow from the glyphs alone."""
    number = zlib.crc32(repr(sorted(texts)).encode("ascii"))
    letters = []
    for _place in range(6):
        number, letter = divmod(number, 26)
        letters.append(chr(ord("A") + letter))
    return "".join(letters)


class _Codes(dict[int, str]):
    """What `str.translate` puts for each character: the glyph's two bytes."""

    def __init__(self, font: PdfFont) -> None:
        super().__init__()
        self._font = font

    def __missing__(self, code: int) -> str:
        written = self[code] = glyph_code(self._font.glyph(chr(code)))
        return written


class _Widths(dict[str, int]):
    """The advance of each plain character in font units."""

    def __init__(self, font: PdfFont) -> None:
        super().__init__()
        self._font = font

    def __missing__(self, character: str) -> int:
        width = self[character] = self._font.advance(self._font.glyph(character))
        return width
