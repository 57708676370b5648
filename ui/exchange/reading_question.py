"""The question how days, numbers or rows are written, asked where nothing in the file settles it."""

from collections.abc import Mapping

from PySide6.QtCore import Signal

from crm_desktop.values.day import DateOrder, day_from_text
from crm_desktop.values.numbers import read_both_ways, shown_number
from crm_desktop.words import _, ngettext
from ui.exchange.chosen import CELLS, TEXT
from ui.exchange.chosen_files import FileGuess
from ui.kit.buttons import Button
from ui.kit.desk import Desk
from ui.kit.labels import IconText
from ui.kit.panels import Bar

DATES, DECIMAL, ROWS = "dates", "decimal", "rows"


class ReadingQuestion(Bar):
    """Shows a cell and both ways to read it; `answered` carries what was asked and the answer, as ReadAs has them."""

    answered = Signal(str, str)

    def __init__(self, desk: Desk) -> None:
        theme = desk.theme
        self._desk = desk
        self._about = ""
        self._ways: Mapping[str, str] = {}
        self._words = IconText(theme, "question", "", "text", icon_role="warning", style="body")
        self._both = [Button(theme, "", size="small") for _way in range(2)]
        super().__init__(theme, self._words, None, *self._both, gap=8, ground="warningTint")
        for number, button in enumerate(self._both):
            button.clicked.connect(lambda _on=False, number=number: self._answer(number))
        self.hide()

    @property
    def buttons(self) -> Mapping[str, Button]:
        """The buttons by their answers."""
        return dict(zip(self._ways, self._both, strict=False))

    def ask(self, file: FileGuess) -> None:
        """Ask about what in `file` can be read in two ways, the first of its columns or its rows; nothing for none."""
        day, number = file.open_day, file.open_number
        if day is not None:
            words = _("“{day}” in column “{column}” can be read in two ways. Which day is it?")
            self._ask(DATES, words.format(day=day.open_day, column=day.name), self._days(day.open_day))
        elif number is not None:
            words = _("“{number}” in column “{column}” can be read in two ways. Which number is it?")
            told = words.format(number=number.open_number, column=number.name)
            self._ask(DECIMAL, told, self._numbers(number.open_number))
        elif file.asks_rows:
            told = _("Each row of this file is quoted as a whole, as if it were one text. Does it hold cells?")
            columns = ngettext("{n} column", "{n} columns", len(file.columns)).format(n=len(file.columns))
            self._ask(ROWS, told, {CELLS: columns, TEXT: _("One text")})
        self.setVisible(day is not None or number is not None or file.asks_rows)

    def _ask(self, about: str, words: str, ways: Mapping[str, str]) -> None:
        self._about, self._ways = about, ways
        self._words.show_words("question", words, "text", "warning")
        for button, shown in zip(self._both, ways.values(), strict=True):
            button.setText(shown)
            button.updateGeometry()

    def _days(self, cell: str) -> dict[str, str]:
        orders = (DateOrder.DMY, DateOrder.MDY)
        return {order.value: self._desk.formats.whole_day(day_from_text(cell, order)) for order in orders}

    def _numbers(self, cell: str) -> dict[str, str]:
        language = self._desk.place.language
        return {mark: shown_number(float(number), language) for mark, number in read_both_ways(cell).items()}

    def _answer(self, number: int) -> None:
        self.answered.emit(self._about, list(self._ways)[number])
