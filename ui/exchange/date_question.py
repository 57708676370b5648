"""The question in which order days are written, asked where nothing in the file settles it."""

from PySide6.QtCore import Signal

from crm_desktop.values.day import DateOrder, day_from_text
from crm_desktop.words import _
from ui.exchange.chosen_files import ColumnGuess
from ui.kit.buttons import Button
from ui.kit.desk import Desk
from ui.kit.labels import IconText
from ui.kit.panels import Bar


class DateQuestion(Bar):
    """Shows one of the days and both ways to read it; `answered` carries dmy or mdy."""

    answered = Signal(str)

    def __init__(self, desk: Desk) -> None:
        theme = desk.theme
        self._desk = desk
        self._asked = IconText(theme, "question", "", "text", icon_role="warning", style="body")
        self.buttons = {order: Button(theme, "", size="small") for order in (DateOrder.DMY, DateOrder.MDY)}
        super().__init__(theme, self._asked, None, *self.buttons.values(), gap=8, ground="warningTint")
        for order, button in self.buttons.items():
            button.clicked.connect(lambda _on=False, order=order: self.answered.emit(order.value))
        self.hide()

    def ask(self, column: ColumnGuess | None) -> None:
        """Ask about the days of `column`; None asks nothing."""
        self.setVisible(column is not None)
        if column is None:
            return
        self._asked.show_words(
            "question",
            _("“{day}” in column “{column}” can be read in two ways. Which day is it?").format(
                day=column.open_day, column=column.name
            ),
            "text",
            "warning",
        )
        for order, button in self.buttons.items():
            day = day_from_text(column.open_day, order)
            button.setText(self._desk.formats.whole_day(day))
            button.updateGeometry()
