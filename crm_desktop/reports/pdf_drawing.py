"""Drawing on one page: points from the top left corner, so that it reads like the design."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import IntEnum
from typing import NamedTuple

from crm_desktop.reports.pdf_curves import arc_path, rounded_path
from crm_desktop.reports.pdf_shaping import AnyFont, TextLine
from crm_desktop.reports.pdf_tags import Element, Structure, text_string


class Align(IntEnum):
    """Which point of a text its position names; start is the right end on mirrored pages."""

    START = 0
    MIDDLE = 1
    END = 2


class Paper(NamedTuple):
    """A sheet of paper, in points."""

    width: float
    height: float


A4 = Paper(595.2756, 841.8898)
LETTER = Paper(612, 792)


class Drawing:
    """Collects the operators of one page; where `mirrored`, the page is read from the right."""

    def __init__(self, paper: Paper, structure: Structure, page_object: int, *, mirrored: bool = False) -> None:
        self.paper = paper
        self.operators: list[str] = []
        self.mirrored = mirrored
        self._structure = structure
        self._page_object = page_object
        self._in_artifact = False
        self._in_mark = False
        self._state: dict[str, str] = {}

    def text(self, x: float, y: float, line: TextLine, size: float, colour: str, align: Align = Align.START) -> None:
        """Draw `line` with its baseline at `y`; `x` is where `align` says."""
        if not line.runs:
            return
        if self.mirrored:
            x, align = self.paper.width - x, Align(2 - align)
        left = x - line.width * size * align / 2
        self.begin_text(colour)
        self.operators.append(f"1 0 0 1 {left:.2f} {self.paper.height - y:.2f} Tm")
        self.show(line, size)
        self.operators.append("ET")

    def show(self, line: TextLine, size: float) -> None:
        """Write the glyphs of `line` where the pen is."""
        for run in line.runs:
            self.use_font(run.font, size)
            shown = " ".join(_shown(rise * size, operand) for rise, operand in run.parts)
            if run.logical:
                shown = f"/Span <</ActualText {text_string(run.logical)}>> BDC {shown} EMC"
            self.operators.append(shown)

    def begin_text(self, colour: str) -> None:
        """Open a text object inside the mark that is open, or as decoration."""
        self._outside()
        self.ink(colour)
        self.operators.append("BT")

    def begin_cells(self, colour: str) -> None:
        """Open a text object that has marks of its own inside."""
        self._close_artifact()
        self.ink(colour)
        self.operators.append("BT")

    def ink(self, colour: str) -> None:
        """Choose the colour of what follows."""
        self._set("rg", colour)

    def use_font(self, font: AnyFont, size: float) -> None:
        """Choose the font of the texts that follow."""
        self._set("Tf", f"/{font.resource_name} {size:g}")

    def end_text(self) -> None:
        """Close the text object."""
        self.operators.append("ET")

    def rect(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        """Fill the rectangle whose top left corner is at `x`, `y`."""
        self._outside()
        self.ink(fill)
        self.operators.append(f"{self._left(x, width):.2f} {self._up(y + height):.2f} {width:.2f} {height:.2f} re f")

    def rounded(self, box: tuple[float, float, float, float], radius: float, fill: str = "", edge: str = "") -> None:
        """Draw the `box` (x, y, width, height) with round corners, filled or with a thin edge."""
        self._outside()
        self._paint(fill, edge, 0.75)
        x, y, width, height = box
        left, low = self._left(x, width), self._up(y + height)
        self.operators.append(rounded_path(left, low, left + width, low + height, radius) + (" f" if fill else " s"))

    def rule(self, x: float, y: float, width: float, colour: str, thickness: float = 0.5) -> None:
        """Draw a horizontal line whose middle is at `y`."""
        self.rect(x, y - thickness / 2, width, thickness, colour)

    def rules(self, x: float, levels: Sequence[float], width: float, colour: str) -> None:
        """Draw one hairline at each of `levels`."""
        self._outside()
        self.ink(colour)
        left = self._left(x, width)
        boxes = " ".join(f"{left:.2f} {self._up(y) - 0.25:.2f} {width:.2f} 0.5 re" for y in levels)
        self.operators.append(f"{boxes} f")

    def path(
        self, points: Sequence[tuple[float, float]], colour: str, thickness: float, dash: Sequence[float] = ()
    ) -> None:
        """Draw a line through `points`; `dash` is pen down, pen up, and so on."""
        self._outside()
        self._paint("", colour, thickness)
        self._set("d", f"[{' '.join(f'{length:g}' for length in dash)}] 0")
        steps = [f"{self._x(x):.2f} {self._up(y):.2f} {'l' if at else 'm'}" for at, (x, y) in enumerate(points)]
        self.operators.append(f"1 j {' '.join(steps)} S")
        self._set("d", "[] 0")

    def dot(self, x: float, y: float, radius: float, fill: str = "", edge: str = "", thickness: float = 1) -> None:
        """Draw a circle around `x`, `y`."""
        self._outside()
        self._paint(fill, edge, thickness)
        self.operators.append(arc_path(self._x(x), self._up(y), radius, 0, 360) + (" f" if fill else " s"))

    def wedge(self, x: float, y: float, radius: float, angles: tuple[float, float], fill: str) -> None:
        """Fill a slice of a circle between two `angles`, in degrees clockwise from the top."""
        self._outside()
        self.ink(fill)
        start, end = angles
        centre = f"{self._x(x):.2f} {self._up(y):.2f}"
        arc = arc_path(self._x(x), self._up(y), radius, start, end).replace(" m", " l", 1)
        self.operators.append(f"{centre} m {arc} f")

    @contextmanager
    def marked(self, element: Element) -> Iterator[None]:
        """Draw what belongs to `element` of the document's structure; everything else is decoration."""
        self.open_mark(element)
        yield
        self.close_mark()

    def open_mark(self, element: Element) -> None:
        """Begin the content of `element`."""
        self._close_artifact()
        self.operators.append(f"/{element.tag} <</MCID {self._structure.mark(element, self._page_object)}>> BDC")
        self._in_mark = True

    def close_mark(self) -> None:
        """End the content of the element that was opened last."""
        self.operators.append("EMC")
        self._in_mark = False

    @contextmanager
    def left_to_right(self) -> Iterator[None]:
        """Draw from left to right whatever the language: time runs that way in every chart."""
        mirrored, self.mirrored = self.mirrored, False
        yield
        self.mirrored = mirrored

    def content(self) -> bytes:
        """Return the page's finished content stream."""
        self._close_artifact()
        return "\n".join(self.operators).encode("latin-1")

    def _outside(self) -> None:
        if not self._in_mark and not self._in_artifact:
            self.operators.append("/Artifact BMC")
            self._in_artifact = True

    def _close_artifact(self) -> None:
        if self._in_artifact:
            self.operators.append("EMC")
            self._in_artifact = False

    def _set(self, operator: str, value: str) -> None:
        """Write a graphics state operator where it changes something."""
        if self._state.get(operator) != value:
            self._state[operator] = value
            self.operators.append(f"{value} {operator}")

    def _paint(self, fill: str, edge: str, thickness: float) -> None:
        if fill:
            self.ink(fill)
        if edge:
            self._set("RG", edge)
            self._set("w", f"{thickness:g}")

    def _x(self, x: float) -> float:
        return self.paper.width - x if self.mirrored else x

    def _left(self, x: float, width: float) -> float:
        return self.paper.width - x - width if self.mirrored else x

    def _up(self, y: float) -> float:
        return self.paper.height - y


def _shown(rise: float, operand: str) -> str:
    shown = f"{operand} {'TJ' if operand.startswith('[') else 'Tj'}"
    return f"{rise:.2f} Ts {shown} 0 Ts" if rise else shown
