"""Address labels as a PDF, on the sheets of Avery and Herma."""

from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.errors import WrongUsage
from crm_desktop.jobs import Progress
from crm_desktop.reports.addressees import Addressee
from crm_desktop.reports.label_sheets import LabelSheet
from crm_desktop.reports.pdf_document import Imprint, PdfDocument
from crm_desktop.reports.pdf_drawing import Drawing
from crm_desktop.reports.pdf_shaping import TextLine
from crm_desktop.reports.pdf_tags import Tag
from crm_desktop.reports.pdf_text import Face, Typesetter
from crm_desktop.words import _

MM = 72 / 25.4
_PAD = 4.5  # millimetres between the edge of a label and its text: printers do not hit the edge exactly
_SIZES = (11.0, 10.0, 9.0, 8.0, 7.0)  # points, the largest that lets the address stand is taken
_UNBROKEN = 3  # of these sizes: rather than smaller, long lines are broken
_LEADING = 1.22


class Wanted(NamedTuple):
    """How labels are printed: on which `sheet`, after `skipped` labels that are used already."""

    sheet: LabelSheet
    skipped: int = 0


def labels_pdf(
    people: Sequence[Addressee], wanted: Wanted, imprint: Imprint, progress: Progress | None = None
) -> bytes:
    """Return the labels of `people`, one each, as a PDF; raises WrongUsage where none is left on the first sheet."""
    sheet, told = wanted.sheet, progress or Progress()
    if not 0 <= wanted.skipped < sheet.labels:
        raise WrongUsage(_("A sheet has {n} labels, so fewer than that can be skipped.").format(n=sheet.labels))
    document = PdfDocument(imprint, sheet.paper)
    drawing: Drawing | None = None
    for place, person in enumerate(people, wanted.skipped):
        at = place % sheet.labels
        if drawing is None or at == 0:
            if drawing is not None:
                document.end_page(drawing)
            drawing = document.begin_page()
        _draw(document, drawing, sheet, at, person)
        told.report(place - wanted.skipped, len(people))
    if drawing is None:
        drawing = document.begin_page()
    document.end_page(drawing)
    return document.content()


def _draw(document: PdfDocument, drawing: Drawing, sheet: LabelSheet, at: int, person: Addressee) -> None:
    x = (sheet.left + at % sheet.columns * sheet.pitch_x + _PAD) * MM
    top = (sheet.top + at // sheet.columns * sheet.pitch_y) * MM
    room, height = (sheet.width - 2 * _PAD) * MM, (sheet.height - 2 * _PAD) * MM
    size, lines = _set(document.typesetter, person, room, height)
    y = top + (sheet.height * MM - len(lines) * size * _LEADING) / 2 + size
    with drawing.marked(document.structure.add(Tag.PARAGRAPH, document.structure.top)):
        for line in lines:
            drawing.text(x, y, line, size, document.palette.text)
            y += size * _LEADING


def _set(type_: Typesetter, person: Addressee, room: float, height: float) -> tuple[float, list[TextLine]]:
    """Return the size and the lines of an address: as large as it stands whole, long lines broken where that helps."""
    for size in _SIZES[:_UNBROKEN]:
        fits = all(type_.width(line, Face.REGULAR, size) <= room for line in person.lines)
        if fits and len(person.lines) * size * _LEADING <= height:
            return size, [type_.line(line) for line in person.lines]
    for size in _SIZES[1:]:
        broken = [each for line in person.lines for each in type_.wrapped(line, Face.REGULAR, size, room)]
        if len(broken) * size * _LEADING <= height:
            return size, broken
    size = _SIZES[-1]
    most = max(2, int(height / (size * _LEADING)))
    # where an address is longer than its label the middle is left out: name and place are needed
    lines = person.lines if len(person.lines) <= most else (*person.lines[: most - 2], *person.lines[-2:])
    return size, [type_.fitted(line, Face.REGULAR, size, room) for line in lines]
