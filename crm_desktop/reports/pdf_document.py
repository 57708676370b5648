"""A PDF file in the making: pages, fonts, bookmarks and what readers ask about it; nothing touches the disk."""

from datetime import datetime
from typing import NamedTuple

from reportlab.pdfbase import pdfdoc

from crm_desktop.reports.pdf_drawing import Drawing, Paper
from crm_desktop.reports.pdf_font import compressed_stream
from crm_desktop.reports.pdf_palette import light_palette
from crm_desktop.reports.pdf_tags import Structure, text_string
from crm_desktop.reports.pdf_text import Typesetter

PRODUCER = "crm_desktop"


class Imprint(NamedTuple):
    """What a document says about itself."""

    title: str
    author: str
    subject: str
    language: str
    made_at: datetime


class Bookmark(NamedTuple):
    """An entry of the outline: a heading and where it stands."""

    title: str
    page_object: int
    height: float


class PdfDocument:
    """A document that grows page by page; the same calls with the same imprint give the same bytes."""

    def __init__(self, imprint: Imprint, paper: Paper, *, mirrored: bool = False) -> None:
        self.imprint = imprint
        self.paper = paper
        self.typesetter = Typesetter()
        self.palette = light_palette()
        self._mirrored = mirrored
        self._file = pdfdoc.PDFDocument(invariant=1, pdfVersion=(1, 7), lang=imprint.language.replace("_", "-"))
        self.structure = Structure(self._file)
        self._pages: list[pdfdoc.PDFDictionary] = []
        self._page_object = 0
        self._bookmarks: list[Bookmark] = []

    @property
    def page_count(self) -> int:
        """The number of pages begun so far."""
        return len(self._pages)

    def begin_page(self) -> Drawing:
        """Begin the next page; give its drawing back to `end_page`."""
        page = pdfdoc.PDFDictionary({"Type": "/Page", "StructParents": len(self._pages), "Tabs": "/S"})
        self._pages.append(page)
        self._file.addPage(page)
        self._page_object = self._file.objectcounter
        self.structure.begin_page()
        return self._drawing(self._page_object)

    def end_page(self, drawing: Drawing) -> None:
        """Keep what was drawn on the page begun last, compressed."""
        self._pages[-1]["Contents"] = pdfdoc.PDFArray([self._stream(drawing)])

    def overlay(self) -> Drawing:
        """Return a drawing for decoration that is known only later, such as the number of pages."""
        return self._drawing(0)

    def add_overlay(self, page: int, drawing: Drawing) -> None:
        """Put the overlay `drawing` on top of `page`, counted from 0."""
        self._pages[page]["Contents"].sequence.append(self._stream(drawing))

    def bookmark(self, title: str, y: float) -> None:
        """Note that `title` stands `y` points from the top of the page begun last."""
        self._bookmarks.append(Bookmark(title, self._page_object, self.paper.height - y))

    def attach(self, name: str, content: bytes, kind: str) -> None:
        """Put the file `name` of the media type `kind` inside the document."""
        stream = compressed_stream(content)
        stream.dictionary["Type"] = "/EmbeddedFile"
        stream.dictionary["Subtype"] = pdfdoc.PDFName(kind)
        embedded = self._file.Reference(stream)
        entry = {"Type": "/Filespec", "F": text_string(name), "UF": text_string(name), "AFRelationship": "/Data"}
        entry["EF"] = pdfdoc.PDFDictionary({"F": embedded, "UF": embedded})
        files = pdfdoc.PDFDictionary({"Names": pdfdoc.PDFArray([text_string(name), pdfdoc.PDFDictionary(entry)])})
        self._file.Catalog.Names = pdfdoc.PDFDictionary({"EmbeddedFiles": files})

    def content(self) -> bytes:
        """Return the finished file; no page can be added afterwards."""
        for font in self.typesetter.used_fonts():
            font.add_to(self._file)
        resources = pdfdoc.PDFDictionary({"Font": pdfdoc.PDFObjectReference("BasicFonts")})
        parent = self._file.Reference(self._file.Pages)
        shared = self._file.Reference(resources)
        box = pdfdoc.PDFArray([0, 0, *self.paper])
        for page in self._pages:
            page.dict.update({"Parent": parent, "Resources": shared, "MediaBox": box})
        self._fill_catalogue()
        content: bytes = self._file.format()
        return content

    def _drawing(self, page_object: int) -> Drawing:
        return Drawing(self.paper, self.structure, page_object, mirrored=self._mirrored)

    def _stream(self, drawing: Drawing) -> pdfdoc.PDFObjectReference:
        stream = compressed_stream(drawing.content())
        self._file.updateSignature(stream.content)
        return self._file.Reference(stream)

    def _fill_catalogue(self) -> None:
        catalogue = self._file.Catalog
        catalogue.MarkInfo = pdfdoc.PDFDictionary({"Marked": "true"})
        catalogue.StructTreeRoot = self.structure.finish()
        catalogue.ViewerPreferences = pdfdoc.PDFDictionary({"DisplayDocTitle": "true"})
        catalogue.Outlines = self._outline()
        stamp = f"({_pdf_time(self.imprint.made_at)})"
        self._file.info = pdfdoc.PDFDictionary(
            {
                "Title": text_string(self.imprint.title),
                "Author": text_string(self.imprint.author),
                "Subject": text_string(self.imprint.subject),
                "Creator": f"({PRODUCER})",
                "Producer": f"({PRODUCER})",
                "CreationDate": stamp,
                "ModDate": stamp,
            }
        )

    def _outline(self) -> pdfdoc.PDFDictionary | None:
        if not self._bookmarks:
            return None
        outline = pdfdoc.PDFDictionary({"Type": "/Outlines", "Count": len(self._bookmarks)})
        parent = self._file.Reference(outline)
        entries = [pdfdoc.PDFDictionary({"Parent": parent, "Title": text_string(one.title)}) for one in self._bookmarks]
        references = [self._file.Reference(entry) for entry in entries]
        for at, (entry, mark) in enumerate(zip(entries, self._bookmarks, strict=True)):
            entry["Dest"] = f"[{mark.page_object} 0 R /XYZ 0 {mark.height:.2f} null]"
            if at:
                entry["Prev"] = references[at - 1]
            if at + 1 < len(entries):
                entry["Next"] = references[at + 1]
        outline["First"], outline["Last"] = references[0], references[-1]
        return outline


def _pdf_time(instant: datetime) -> str:
    offset = instant.strftime("%z") or "+0000"
    return f"D:{instant:%Y%m%d%H%M%S}{offset[:3]}'{offset[3:5]}'"
