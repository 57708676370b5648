"""Letters as a PDF: one page or more for each addressee, the address where windows of envelopes are."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from crm_desktop.errors import WrongUsage
from crm_desktop.jobs import Progress
from crm_desktop.reports.addressees import Addressee
from crm_desktop.reports.pdf_document import Imprint, PdfDocument
from crm_desktop.reports.pdf_drawing import LETTER, Align, Paper
from crm_desktop.reports.pdf_tags import Tag
from crm_desktop.reports.pdf_text import Face
from crm_desktop.values.day_shown import shown_day
from crm_desktop.words import _

MM = 72 / 25.4
_FIELD = re.compile(r"\{(\w+)\}")
FIELDS = ("name", "prefix", "given_name", "family_name", "company", "city", "today")
_SIZE, _LEADING = 10.5, 15.0
_SENDER_SIZE = 7.5
_BOTTOM = 25.0  # millimetres left free at the foot


class _Layout(NamedTuple):
    """Where things stand, in millimetres from the top left: DIN 5008 form B for A4, a #10 window for Letter."""

    left: float
    right: float
    sender: float
    address: float
    subject: float
    next_page: float


_A4 = _Layout(left=25, right=20, sender=47, address=55, subject=105, next_page=25)
_US = _Layout(left=22, right=22, sender=20, address=55, subject=100, next_page=25)


class Letter(NamedTuple):
    """What is written: `subject` may be empty, `{name}` and the other FIELDS are put in for each addressee."""

    subject: str
    body: str
    sender: str = ""


def letter_of(text: str, sender: str = "") -> Letter:
    """Return the letter that `text` spells: a first line that begins with “Subject:” names it, the rest is written.

    Raises WrongUsage for a field in braces that is not known.
    """
    first, _break, rest = text.strip().partition("\n")
    label, colon, subject = first.partition(":")
    named = colon and label.strip().lower() in ("subject", "betreff")
    letter = Letter(subject.strip(), rest.strip(), sender) if named else Letter("", text.strip(), sender)
    unknown = [each for each in _FIELD.findall(letter.subject + letter.body) if each not in FIELDS]
    if unknown:
        raise WrongUsage(
            _("The letter has “{field}”, which cannot be put in. Fields: {fields}.").format(
                field="{" + unknown[0] + "}", fields=" ".join("{" + each + "}" for each in FIELDS)
            )
        )
    return letter


def letters_pdf(
    people: Sequence[Addressee],
    letter: Letter,
    today: date,
    pages: tuple[Imprint, Paper],
    progress: Progress | None = None,
) -> bytes:
    """Return `letter` to each of `people` as one PDF, each beginning on a page of its own."""
    imprint, paper = pages
    told = progress or Progress()
    document = PdfDocument(imprint, paper)
    for done, person in enumerate(people):
        told.report(done, len(people))
        words = {**person.words, "today": shown_day(today, imprint.language)}
        _LetterPages(document, _US if paper == LETTER else _A4).draw(person, letter, words)
    if not people:
        document.end_page(document.begin_page())
    return document.content()


class _LetterPages:
    """One letter, drawn over as many pages as it needs."""

    def __init__(self, document: PdfDocument, layout: _Layout) -> None:
        self._document = document
        self._layout = layout
        self._x = layout.left * MM
        self._room = document.paper.width - (layout.left + layout.right) * MM
        self._drawing = document.begin_page()
        self._y = 0.0

    def draw(self, person: Addressee, letter: Letter, words: Mapping[str, str]) -> None:
        """Draw address, date, subject and text."""
        layout, type_ = self._layout, self._document.typesetter
        if letter.sender:
            sender = type_.fitted(letter.sender, Face.REGULAR, _SENDER_SIZE, 80 * MM)
            self._drawing.text(self._x, layout.sender * MM, sender, _SENDER_SIZE, self._document.palette.text2)
        self._y = layout.address * MM
        for line in person.lines:
            self._write(line)
        self._y = (layout.subject - 10) * MM
        shown = type_.line(words["today"])
        right = self._document.paper.width - layout.right * MM
        self._drawing.text(right, self._y, shown, _SIZE, self._document.palette.text, Align.END)
        self._y = layout.subject * MM
        if letter.subject:
            self._write(put_in(letter.subject, words), Face.SEMI_BOLD)
            self._y += _LEADING
        for paragraph in put_in(letter.body, words).split("\n"):
            self._write(paragraph)
        self._document.end_page(self._drawing)

    def _write(self, text: str, face: Face = Face.REGULAR) -> None:
        lines = self._document.typesetter.wrapped(text, face, _SIZE, self._room)
        element = self._document.structure.add(Tag.PARAGRAPH, self._document.structure.top)
        for line in lines:
            if self._y > self._document.paper.height - _BOTTOM * MM:
                self._document.end_page(self._drawing)
                self._drawing = self._document.begin_page()
                self._y = self._layout.next_page * MM
                element = self._document.structure.add(Tag.PARAGRAPH, self._document.structure.top)
            with self._drawing.marked(element):
                self._drawing.text(self._x, self._y, line, _SIZE, self._document.palette.text)
            self._y += _LEADING


def put_in(text: str, words: Mapping[str, str]) -> str:
    """Return `text` with the words of an addressee in their places; two spaces that an empty word leaves become one."""
    filled = _FIELD.sub(lambda found: words.get(found[1], ""), text)
    return re.sub(r" {2,}", " ", filled).replace(" ,", ",")
