"""The structure of a PDF for screen readers: headings, tables and figures over the marks on its pages."""

from dataclasses import dataclass, field
from enum import StrEnum

from reportlab.pdfbase import pdfdoc


class Tag(StrEnum):
    """The structure types that documents use (PDF 1.7, 14.8.4)."""

    DOCUMENT = "Document"
    TITLE = "H1"
    HEADING = "H2"
    PARAGRAPH = "P"
    FIGURE = "Figure"
    TABLE = "Table"
    ROW = "TR"
    HEAD = "TH"
    CELL = "TD"
    PART = "Div"


@dataclass(slots=True)
class Element:
    """A node of the structure, by its object number; `str` of it is what stands in the file."""

    tag: Tag
    number: int
    parent: int
    alt: str = ""
    page: int = 0
    kids: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        page = f"/Pg {self.page} 0 R" if self.page else ""
        alt = f"/Alt {text_string(self.alt)}" if self.alt else ""
        scope = "/A <</O /Table /Scope /Column>>" if self.tag is Tag.HEAD else ""
        return f"<</S/{self.tag}/P {self.parent} 0 R{page}{alt}{scope}/K[{' '.join(self.kids)}]>>"


def text_string(text: str) -> str:
    """Return `text` as a PDF string in any script."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


class Structure:
    """The tree of a document's elements."""

    def __init__(self, document: pdfdoc.PDFDocument) -> None:
        self._document = document
        self._root = pdfdoc.PDFDictionary({"Type": "/StructTreeRoot"})
        self._marks: list[list[Element]] = []
        document.Reference(self._root)
        self.top = self._new(Tag.DOCUMENT, document.objectcounter, "")
        self._root["K"] = f"{self.top.number} 0 R"

    def add(self, tag: Tag, parent: Element, alt: str = "") -> Element:
        """Add an element below `parent`; `alt` says in words what a figure shows."""
        element = self._new(tag, parent.number, alt)
        parent.kids.append(f"{element.number} 0 R")
        return element

    def begin_page(self) -> None:
        """Start counting the marks of the next page."""
        self._marks.append([])

    def mark(self, element: Element, page_object: int) -> int:
        """Return the number of a new mark on the current page, whose content belongs to `element`."""
        marks = self._marks[-1]
        marks.append(element)
        number = len(marks) - 1
        element.page = element.page or page_object
        same_page = element.page == page_object
        element.kids.append(str(number) if same_page else f"<</Type/MCR/Pg {page_object} 0 R/MCID {number}>>")
        return number

    def finish(self) -> pdfdoc.PDFDictionary:
        """Return the finished tree for the catalogue."""
        owners = (" ".join(f"{element.number} 0 R" for element in marks) for marks in self._marks)
        numbers = " ".join(f"{page} [{marks}]" for page, marks in enumerate(owners))
        self._root["ParentTree"] = f"<</Nums [{numbers}]>>"
        self._root["ParentTreeNextKey"] = len(self._marks)
        return self._root

    def _new(self, tag: Tag, parent: int, alt: str) -> Element:
        element = Element(tag, self._document.objectcounter + 1, parent, alt)
        self._document.Reference(element, f"Tag{element.number}")
        return element
