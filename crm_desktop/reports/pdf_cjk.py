"""Chinese, Japanese and Korean in a PDF: named, not embedded; every viewer brings a font for them or asks for one."""

from typing import NamedTuple

from reportlab.pdfbase import pdfdoc

from crm_desktop.reports.pdf_font import escaped


class Collection(NamedTuple):
    """One of the character collections that PDF viewers know by name (PDF 1.7, 9.7.5.2)."""

    font_name: str
    encoding: str
    ordering: str
    supplement: int


CHINESE = Collection("STSong-Light", "UniGB-UTF16-H", "GB1", 4)
JAPANESE = Collection("HeiseiKakuGo-W5", "UniJIS-UTF16-H", "Japan1", 5)
KOREAN = Collection("HYSMyeongJo-Medium", "UniKS-UTF16-H", "Korea1", 2)
KANA = ((0x3040, 0x30FF), (0x31F0, 0x31FF), (0xFF66, 0xFF9F))
HANGUL = ((0x1100, 0x11FF), (0x3130, 0x318F), (0xAC00, 0xD7AF))
IDEOGRAPHS = (
    (0x2E80, 0x303F),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0xFF00, 0xFF60),
    (0x20000, 0x2FA1F),
)


class CjkFont:
    """The characters of one collection as one document uses them; each is one em wide."""

    def __init__(self, collection: Collection, resource_name: str) -> None:
        self.resource_name = resource_name
        self.collection = collection
        self.used = False

    def covers(self, character: str) -> bool:
        """Say whether `character` belongs to the collection."""
        own = {KOREAN: HANGUL, JAPANESE: (*KANA, *IDEOGRAPHS)}.get(self.collection, IDEOGRAPHS)
        return _within(character, own)

    def operand(self, text: str) -> str:
        """Return `text` as the operand of a TJ operator."""
        self.used = True
        return f"[({escaped(text.encode('utf-16-be'))})]"

    def add_to(self, document: pdfdoc.PDFDocument) -> None:
        """Name the font in `document` under its resource name."""
        name, encoding, ordering, supplement = self.collection
        descriptor = pdfdoc.PDFDictionary(
            {
                "Type": "/FontDescriptor",
                "FontName": f"/{name}",
                "Flags": 4,
                "FontBBox": pdfdoc.PDFArray([-25, -254, 1000, 880]),
                "ItalicAngle": 0,
                "Ascent": 880,
                "Descent": -120,
                "CapHeight": 737,
                "StemV": 93,
            }
        )
        system = {"Registry": "(Adobe)", "Ordering": f"({ordering})", "Supplement": supplement}
        descendant = pdfdoc.PDFDictionary(
            {
                "Type": "/Font",
                "Subtype": "/CIDFontType0",
                "BaseFont": f"/{name}",
                "CIDSystemInfo": pdfdoc.PDFDictionary(system),
                "FontDescriptor": document.Reference(descriptor),
                "DW": 1000,
            }
        )
        font = pdfdoc.PDFDictionary(
            {
                "Type": "/Font",
                "Subtype": "/Type0",
                "BaseFont": f"/{name}-{encoding}",
                "Encoding": f"/{encoding}",
                "DescendantFonts": pdfdoc.PDFArray([document.Reference(descendant)]),
            }
        )
        document.idToObject["BasicFonts"].dict[self.resource_name] = document.Reference(font)


def collection_of(text: str) -> Collection | None:
    """Return the collection that `text` is written in: kana and hangul tell, bare ideographs count as Chinese."""
    if any(_within(character, KANA) for character in text):
        return JAPANESE
    if any(_within(character, HANGUL) for character in text):
        return KOREAN
    return CHINESE if any(_within(character, IDEOGRAPHS) for character in text) else None


def _within(character: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(low <= ord(character) <= high for low, high in ranges)
