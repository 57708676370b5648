"""The rows of a table on one page, written with as few steps a cell as a long table needs."""

from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.reports.pdf_columns import TEXT_SIZE, Place
from crm_desktop.reports.pdf_font import NotPlain
from crm_desktop.reports.pdf_page import ReportPages
from crm_desktop.reports.pdf_tags import Element, Tag
from crm_desktop.reports.pdf_text import Face
from crm_desktop.reports.report import Cell, ColumnKind, ReportTable, Row

ROW_HEIGHT = 15.75
BASELINE = 10.55  # of a row's text, below its upper line
SWATCH = 5.25
TAGGED_ROWS = 1000  # beyond these a page's rows are one part: tags for each cell would outweigh the table


class _Anchor(NamedTuple):
    """Where the cells of a column are pinned on the page, and from which side."""

    place: Place
    x: float
    from_right: bool
    room: float
    changes: bool


class RowBlock:
    """Draws as many rows as one page holds, at the page's height so far."""

    def __init__(self, pages: ReportPages, table: ReportTable, places: Sequence[Place], element: Element) -> None:
        self._pages = pages
        self._swatches = table.swatches
        self._element = element
        self._done = 0
        self._font = pages.document.typesetter.font(Face.REGULAR)
        self._anchors = [self._anchor(place) for place in places]

    def draw(self, rows: Sequence[Row]) -> None:
        """Draw `rows` from the page's height downwards, each over a hairline."""
        pages, drawing, structure = self._pages, self._pages.drawing, self._pages.document.structure
        self._hairlines(len(rows))
        self._draw_swatches(len(rows))
        tagged = self._done < TAGGED_ROWS
        if not tagged:
            drawing.open_mark(structure.add(Tag.PART, structure.top))
        drawing.begin_cells(pages.document.palette.text)
        drawing.use_font(self._font, TEXT_SIZE)
        level = drawing.paper.height - pages.y - BASELINE
        for at, row in enumerate(rows):
            parent = structure.add(Tag.ROW, self._element) if tagged else None
            self._row(row, f"{level - at * ROW_HEIGHT:.2f}", parent)
        drawing.end_text()
        if not tagged:
            drawing.close_mark()
        pages.y += len(rows) * ROW_HEIGHT
        self._done += len(rows)

    def colour(self, place: Place, cell: Cell) -> str:
        """Return the colour of `cell`: what grew is green, what shrank is red, and both have their sign."""
        palette = self._pages.document.palette
        if place.column.kind is ColumnKind.CHANGE and isinstance(cell, int | float) and cell:
            return palette.good if cell > 0 else palette.bad
        return palette.text

    def _row(self, row: Row, level: str, parent: Element | None) -> None:
        drawing = self._pages.drawing
        codes, widths, unit = self._font.codes, self._font.widths.__getitem__, TEXT_SIZE / self._font.em
        put = drawing.operators.append
        for anchor, cell in zip(self._anchors, row, strict=True):
            if parent is not None:
                drawing.open_mark(self._pages.document.structure.add(Tag.CELL, parent))
            if anchor.changes:
                drawing.ink(self.colour(anchor.place, cell))
            text = anchor.place.write(cell)
            try:
                code, width = text.translate(codes), sum(map(widths, text)) * unit
            except NotPlain:
                width = anchor.room + 1
            if width <= anchor.room:
                left = anchor.x - width if anchor.from_right else anchor.x
                put(f"1 0 0 1 {left:.2f} {level} Tm ({code}) Tj")
            else:
                self._fitted(text, anchor, level)
            if anchor.changes:
                drawing.ink(self._pages.document.palette.text)
            if parent is not None:
                drawing.close_mark()

    def _fitted(self, text: str, anchor: _Anchor, level: str) -> None:
        """Write a cell that is too long or needs shaping."""
        drawing = self._pages.drawing
        line = self._pages.document.typesetter.plain_fitted(text, Face.REGULAR, TEXT_SIZE, anchor.room)
        left = anchor.x - line.width * TEXT_SIZE if anchor.from_right else anchor.x
        drawing.operators.append(f"1 0 0 1 {left:.2f} {level} Tm")
        drawing.show(line, TEXT_SIZE)
        drawing.use_font(self._font, TEXT_SIZE)

    def _anchor(self, place: Place) -> _Anchor:
        """Return where the cells of `place` are pinned; on mirrored pages sides change."""
        x = place.right if place.flush_right else place.left
        from_right = place.flush_right
        if self._pages.drawing.mirrored:
            x, from_right = self._pages.drawing.paper.width - x, not from_right
        return _Anchor(place, x, from_right, place.room, place.column.kind is ColumnKind.CHANGE)

    def _hairlines(self, rows: int) -> None:
        pages = self._pages
        levels = [pages.y + (at + 1) * ROW_HEIGHT for at in range(rows)]
        pages.drawing.rules(pages.left, levels, pages.width, pages.document.palette.rule)

    def _draw_swatches(self, rows: int) -> None:
        pages, colours = self._pages, self._pages.document.palette.series
        for at, swatch in enumerate(self._swatches[self._done : self._done + rows]):
            if swatch is not None:
                top = pages.y + at * ROW_HEIGHT + 5.1
                pages.drawing.rect(pages.left, top, SWATCH, SWATCH, colours[swatch - 1])
