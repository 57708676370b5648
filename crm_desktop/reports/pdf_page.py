"""The page that every report is printed on: head, filters, figures, foot, and where the next thing goes."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from crm_desktop.jobs import Progress
from crm_desktop.reports.number_words import NumberWords
from crm_desktop.reports.pdf_document import PdfDocument
from crm_desktop.reports.pdf_drawing import Align, Drawing
from crm_desktop.reports.pdf_shaping import TextLine
from crm_desktop.reports.pdf_tags import Tag
from crm_desktop.reports.pdf_text import Face
from crm_desktop.reports.report import Figure, Report
from crm_desktop.words import _

MARGIN = 14 / 25.4 * 72
HEAD_RULE = 76.5
NEXT_HEAD_RULE = 50.0
FOOT_RULE = 38.9  # above the lower edge
FOOT_LINE = 26.1
FILTER_LEADING = 12.0
BLANK = 0.27  # the space between two words, in em
FIGURE_HEIGHT = 51.4
FIGURE_GAP = 7.5
FIGURES_A_ROW = 5
SECTION_GAP = 25.9  # from the end of a section to the baseline of the next heading


class PageWords(NamedTuple):
    """What stands on every page besides the report."""

    workspace_name: str
    author: str
    made_at: datetime


class ReportPages:
    """Fills a document from top to bottom; `y` is where the next thing may begin."""

    def __init__(self, document: PdfDocument, report: Report, words: PageWords, numbers: NumberWords) -> None:
        self.document = document
        self.numbers = numbers
        self.report = report
        self.left = MARGIN
        self.width = document.paper.width - 2 * MARGIN
        self.right = self.left + self.width
        self.bottom = document.paper.height - FOOT_RULE - 9
        self.y = 0.0
        self._words = words
        self._foot = _foot_words(report, words, numbers)
        self._progress = Progress()
        self.drawing = document.begin_page()
        self._first_head()

    def follow(self, progress: Progress) -> None:
        """Report each finished page to `progress`, which may cancel."""
        self._progress = progress

    def turn(self) -> None:
        """End the page and begin the next."""
        self._end_page()
        self.drawing = self.document.begin_page()
        self._next_head()

    def make_room(self, height: float) -> None:
        """Turn the page where less than `height` is left, unless the page is still empty."""
        if self.y + height > self.bottom and self.y > NEXT_HEAD_RULE + SECTION_GAP:
            self.turn()

    def heading(self, title: str, note: str = "", room: float | None = None) -> float:
        """Draw the heading of a section, bookmarked, and return its baseline; `y` moves below it."""
        self.y += SECTION_GAP
        self.document.bookmark(title, self.y - 12)
        line = self.document.typesetter.fitted(title, Face.SEMI_BOLD, 9.75, room or self.width)
        self._tagged(Tag.HEADING, self.left, self.y, line, 9.75, self.document.palette.text)
        baseline = self.y
        if note:
            self.y += 10
            line = self.document.typesetter.fitted(note, Face.REGULAR, 7.125, self.width)
            self._tagged(Tag.PARAGRAPH, self.left, self.y, line, 7.125, self.document.palette.text3)
        return baseline

    def figures(self, figures: Sequence[Figure]) -> None:
        """Draw the boxes of `figures`, five in a row."""
        for start in range(0, len(figures), FIGURES_A_ROW):
            self.make_room(FIGURE_HEIGHT + 17)
            row = figures[start : start + FIGURES_A_ROW]
            top = self.y + (17 if start == 0 else FIGURE_GAP)
            across = FIGURES_A_ROW if len(figures) > FIGURES_A_ROW else max(len(row), 4)
            width = (self.width - FIGURE_GAP * (across - 1)) / across
            for place, figure in enumerate(row):
                self._figure(figure, self.left + place * (width + FIGURE_GAP), top, width)
            self.y = top + FIGURE_HEIGHT
        self.y += 1.9

    def nothing(self) -> None:
        """Say that there is nothing: an empty chart or table would look like a mistake."""
        self.y += 15.75
        line = self.document.typesetter.line(_("Nothing to show for these filters"))
        self._tagged(Tag.PARAGRAPH, self.left, self.y - 5.2, line, 7.125, self.document.palette.text3)
        self.drawing.rule(self.left, self.y, self.width, self.document.palette.rule)

    def finish(self) -> None:
        """End the last page and number all of them."""
        self._end_page()
        for page in range(self.document.page_count):
            drawing = self.document.overlay()
            numbering = _("Page {page} of {pages}").format(page=page + 1, pages=self.document.page_count)
            line = self.document.typesetter.line(numbering)
            foot = self.document.paper.height - FOOT_LINE
            drawing.text(self.right, foot, line, 6.75, self.document.palette.text3, Align.END)
            self.document.add_overlay(page, drawing)

    def _end_page(self) -> None:
        foot = self.document.paper.height
        self.drawing.rule(self.left, foot - FOOT_RULE, self.width, self.document.palette.rule)
        line = self.document.typesetter.fitted(self._foot, Face.REGULAR, 6.75, self.width - 70)
        self.drawing.text(self.left, foot - FOOT_LINE, line, 6.75, self.document.palette.text3)
        self.document.end_page(self.drawing)
        self._progress.report(self.document.page_count, 0)

    def _first_head(self) -> None:
        palette, set_text = self.document.palette, self.document.typesetter
        name = set_text.fitted(self._words.workspace_name, Face.SEMI_BOLD, 9, self.width * 0.4)
        used = name.width * 9
        if self._words.workspace_name:
            self.drawing.text(self.right, 62.6, name, 9, palette.text, Align.END)
            workspace_mark(self.drawing, self.right - used - 23, 52, palette.accent, palette.surface)
        room = self.width - used - 40
        title = set_text.fitted(self.report.title, Face.SEMI_BOLD, 16.15, room)
        self.document.bookmark(self.report.title, 0)
        self._tagged(Tag.TITLE, self.left, 52.5, title, 16.15, palette.text)
        subtitle = set_text.fitted(self.report.subtitle, Face.REGULAR, 7.875, room)
        self._tagged(Tag.PARAGRAPH, self.left, 65, subtitle, 7.875, palette.text2)
        self.drawing.rule(self.left, HEAD_RULE, self.width, palette.text, 1)
        self.y = HEAD_RULE
        self._filters()

    def _filters(self) -> None:
        """Draw the filters in one line, or as many as they need."""
        if not self.report.filters:
            return
        x, self.y = self.left, HEAD_RULE + 14
        element = self.document.structure.add(Tag.PARAGRAPH, self.document.structure.top)
        palette, set_text = self.document.palette, self.document.typesetter
        for label, value in self.report.filters:
            bold = set_text.fitted(label, Face.SEMI_BOLD, 7.125, self.width / 2)
            start = (bold.width + BLANK) * 7.125
            lines = set_text.wrapped(value, Face.REGULAR, 7.125, self.width - start)
            length = start + max(line.width for line in lines) * 7.125
            if x > self.left and x + length > self.right:
                x, self.y = self.left, self.y + FILTER_LEADING
            with self.drawing.marked(element):
                self.drawing.text(x, self.y, bold, 7.125, palette.text)
                for number, line in enumerate(lines):
                    self.y += FILTER_LEADING if number else 0
                    self.drawing.text(x + start, self.y, line, 7.125, palette.text2)
            x = self.right if len(lines) > 1 else x + length + 12

    def _figure(self, figure: Figure, x: float, top: float, width: float) -> None:
        palette, set_text = self.document.palette, self.document.typesetter
        self.drawing.rounded((x + 0.35, top + 0.35, width - 0.7, FIGURE_HEIGHT), 3, edge=palette.hairline)
        room = width - 16
        lines = (
            (figure.label, Face.REGULAR, 7.1, 15.0, palette.text2),
            (figure.value, Face.SEMI_BOLD, 13.2, 31.2, palette.text),
            (figure.note, Face.REGULAR, 6.75, 42.5, palette.text3),
        )
        with self.drawing.marked(self.document.structure.add(Tag.PARAGRAPH, self.document.structure.top)):
            for text, face, size, down, colour in lines:
                self.drawing.text(x + 8.3, top + down, set_text.fitted(text, face, size, room), size, colour)

    def _next_head(self) -> None:
        palette, set_text = self.document.palette, self.document.typesetter
        name = set_text.fitted(self._words.workspace_name, Face.REGULAR, 7.125, self.width * 0.4)
        self.drawing.text(self.right, NEXT_HEAD_RULE - 8, name, 7.125, palette.text2, Align.END)
        room = self.width - name.width * 7.125 - 20
        heading = " · ".join(part for part in (self.report.title, self.report.subtitle) if part)
        title = set_text.fitted(heading, Face.SEMI_BOLD, 7.125, room)
        self.drawing.text(self.left, NEXT_HEAD_RULE - 8, title, 7.125, palette.text2)
        self.drawing.rule(self.left, NEXT_HEAD_RULE, self.width, palette.rule)
        self.y = NEXT_HEAD_RULE

    def _tagged(self, tag: Tag, x: float, y: float, line: TextLine, size: float, colour: str) -> None:
        with self.drawing.marked(self.document.structure.add(tag, self.document.structure.top)):
            self.drawing.text(x, y, line, size, colour)


def workspace_mark(drawing: Drawing, x: float, y: float, ground: str, ink: str) -> None:
    """Draw the program's mark, two linked points, with its top left corner at `x`, `y`."""
    side = 16.5
    drawing.rounded((x, y, side, side), side * 0.24, fill=ground)
    first, second = (x + side * 0.37, y + side * 0.38), (x + side * 0.675, y + side * 0.65)
    drawing.path([first, (second[0] - side * 0.07, second[1] - side * 0.07)], ink, side * 0.085)
    drawing.dot(*first, side * 0.137, fill=ink)
    drawing.dot(*second, side * 0.1, edge=ink, thickness=side * 0.07)


def _foot_words(report: Report, words: PageWords, numbers: NumberWords) -> str:
    parts = [report.title, words.author, numbers.instant(words.made_at)]
    if report.data_time is not None:
        synced = report.data_time.astimezone(words.made_at.tzinfo)
        same_day = synced.date() == words.made_at.date()
        time = numbers.time(synced) if same_day else numbers.instant(synced)
        parts.append(_("data as of last sync {time}").format(time=time))
    return " · ".join(part for part in parts if part)
