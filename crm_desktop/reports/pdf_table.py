"""Tables on paper: rows of one height, cut per page, so that the five hundredth page costs what the first did."""

from collections.abc import Iterator
from itertools import chain, islice

from crm_desktop.reports.pdf_columns import TEXT_SIZE, Place, placed_columns
from crm_desktop.reports.pdf_page import ReportPages
from crm_desktop.reports.pdf_rows import BASELINE, ROW_HEIGHT, RowBlock
from crm_desktop.reports.pdf_tags import Tag
from crm_desktop.reports.pdf_text import Face
from crm_desktop.reports.report import ReportTable, Row

HEAD_HEIGHT = 20.6
SAMPLE = 200


def draw_table(pages: ReportPages, table: ReportTable) -> None:
    """Draw `table` with its heading below what is on the page; its rows may come from an iterator."""
    rows = iter(table.rows)
    sample = list(islice(rows, SAMPLE))
    pages.make_room(45 + HEAD_HEIGHT + 2 * ROW_HEIGHT)
    if table.title:
        pages.heading(table.title)
    edges = (pages.left, pages.right)
    places = placed_columns(table, table.sample or sample, pages.numbers, pages.document.typesetter, edges)
    _TableOnPages(pages, table, places).draw(chain(sample, rows))


class _TableOnPages:
    """One table on its way down the pages."""

    def __init__(self, pages: ReportPages, table: ReportTable, places: list[Place]) -> None:
        self._pages = pages
        self._table = table
        self._places = places
        self._element = pages.document.structure.add(Tag.TABLE, pages.document.structure.top)
        self._block = RowBlock(pages, table, places, self._element)

    def draw(self, rows: Iterator[Row]) -> None:
        """Draw the head, all `rows`, and the total, turning pages as they fill up."""
        self._head()
        waiting = next(rows, None)
        if waiting is None:
            self._pages.nothing()
        while waiting is not None:
            self._turn_if_full()
            fits = max(1, int((self._pages.bottom - self._pages.y) / ROW_HEIGHT))
            page = [waiting, *islice(rows, fits - 1)]
            waiting = next(rows, None)
            self._block.draw(page)
        if self._table.total is not None:
            self._turn_if_full()
            self._total(self._table.total)

    def _turn_if_full(self) -> None:
        if self._pages.y + ROW_HEIGHT > self._pages.bottom:
            self._pages.turn()
            self._head()

    def _head(self) -> None:
        """Write the column titles over a dark line."""
        pages, palette = self._pages, self._pages.document.palette
        titles = [place.column.title for place in self._places]
        self._strong_row(titles, pages.y + HEAD_HEIGHT - 5.6, [palette.text2] * len(titles), Tag.HEAD)
        pages.y += HEAD_HEIGHT
        pages.drawing.rule(pages.left, pages.y, pages.width, palette.text)

    def _total(self, total: Row) -> None:
        """Write the total in bold over the closing line."""
        pages = self._pages
        words = [place.write(cell) if cell is not None else "" for place, cell in zip(self._places, total, strict=True)]
        colours = [self._block.colour(place, cell) for place, cell in zip(self._places, total, strict=True)]
        self._strong_row(words, pages.y + BASELINE, colours, Tag.CELL)
        pages.y += ROW_HEIGHT
        pages.drawing.rule(pages.left, pages.y, pages.width, pages.document.palette.text)

    def _strong_row(self, words: list[str], baseline: float, colours: list[str], tag: Tag) -> None:
        pages, structure = self._pages, self._pages.document.structure
        row = structure.add(Tag.ROW, self._element)
        for at, (place, text, colour) in enumerate(zip(self._places, words, colours, strict=True)):
            edge = pages.left if at == 0 and not place.flush_right else place.left
            line = pages.document.typesetter.fitted(text, Face.SEMI_BOLD, TEXT_SIZE, place.right - edge)
            left = place.right - line.width * TEXT_SIZE if place.flush_right else edge
            with pages.drawing.marked(structure.add(tag, row)):
                pages.drawing.text(left, baseline, line, TEXT_SIZE, colour)
