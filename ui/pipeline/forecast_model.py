"""The table of the forecast: months with their deals below them."""

from datetime import date
from typing import NamedTuple

from babel.dates import format_date
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from crm_desktop.pipeline.queries import Card
from crm_desktop.pipeline.stages import StageRow
from crm_desktop.values.languages import locale_of
from crm_desktop.words import N_, _, ngettext
from ui.kit.formats import Formats
from ui.pipeline.forecast_reading import Forecast, ForecastLine, LineKind, forecast_lines

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
DEAL, STAGE, CLOSES, AMOUNT, CHANCE, WEIGHTED = range(6)


class ForecastColumn(NamedTuple):
    """A column: its title, width at 100 %, and whether it holds numbers."""

    title: str
    width: int
    numbers: bool = False


COLUMNS = (
    ForecastColumn(N_("Deal"), 220),
    ForecastColumn(N_("Stage"), 150),
    ForecastColumn(N_("Closes"), 100),
    ForecastColumn(N_("Amount"), 130, numbers=True),
    ForecastColumn(N_("Chance"), 110, numbers=True),
    ForecastColumn(N_("Weighted"), 136, numbers=True),
)


class ForecastModel(QAbstractTableModel):
    """Lines of the forecast; `chance_typed` carries a card and what was typed as its chance."""

    chance_typed = Signal(object, str)

    def __init__(self, formats: Formats, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        self._found = Forecast([], {}, {}, {})
        self._lines: list[ForecastLine] = []
        self._folded: set[str] = set()
        self._opened: set[str] = set()

    def show(self, found: Forecast) -> None:
        """Show `found`; months stay folded or open as they were."""
        self._found = found
        self._arrange()

    def toggle(self, line: ForecastLine) -> None:
        """Fold the month of `line`, or show all of it."""
        if line.kind is LineKind.MORE:
            self._opened.add(line.month)
        elif line.kind is LineKind.MONTH:
            self._folded ^= {line.month}
        self._arrange()

    def line(self, place: int) -> ForecastLine | None:
        """Return the line at `place`, or None where there is none."""
        return self._lines[place] if 0 <= place < len(self._lines) else None

    def place_of(self, key: bytes) -> int | None:
        """Return where the line with `key` is, or None."""
        return next((place for place, each in enumerate(self._lines) if each.key == key), None)

    def stage_of(self, card: Card) -> StageRow | None:
        """Return the stage of `card`."""
        return self._found.stages.get(card.stage)

    def changed_by_hand(self, card: Card) -> bool:
        """Return whether the chance of `card` is not that of its stage."""
        stage = self.stage_of(card)
        return stage is not None and stage.probability != card.probability

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return text, or the sentence that a screen reader says."""
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(line, index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self.text(line, index.column())
        return None

    def setData(self, index: Index, value: object, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        """Tell what was typed as a chance."""
        line = self.line(index.row())
        if role != Qt.ItemDataRole.EditRole or line is None or line.card is None or index.column() != CHANCE:
            return False
        if str(value).strip() != self.text(line, CHANCE):
            self.chance_typed.emit(line.card, str(value))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Chances of deals can be edited."""
        flags = super().flags(index)
        line = self.line(index.row()) if index.isValid() else None
        if line is not None and line.card is not None and index.column() == CHANCE:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        """Return the title of a column."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return _(COLUMNS[section].title)
        return None

    def text(self, line: ForecastLine, column: int) -> str:
        """Return what `line` shows in `column`."""
        if line.card is not None:
            return self._deal_text(line.card, column)
        if column == DEAL:
            return self._more_words(line) if line.kind is LineKind.MORE else month_name(line.month, self._formats)
        if line.kind is LineKind.MONTH and column in (AMOUNT, WEIGHTED):
            minor = line.row.open_minor if column == AMOUNT else line.row.weighted_minor
            return self._formats.money(minor, whole=True)
        return ""

    def _deal_text(self, card: Card, column: int) -> str:
        formats = self._formats
        match column:
            case 0:
                return card.company_name or card.person_name or card.title
            case 1:
                stage = self.stage_of(card)
                return stage.name if stage is not None else ""
            case 2:
                return formats.day(date.fromisoformat(card.expected_on)) if card.expected_on else ""
            case 3:
                return "" if card.amount is None else formats.money(card.amount, card.currency, whole=True)
            case 4:
                return formats.percent(card.probability / 100)
            case _:
                return formats.money(round((card.amount or 0) * card.probability / 100), card.currency, whole=True)

    def _more_words(self, line: ForecastLine) -> str:
        month = month_name(line.month, self._formats)
        told = ngettext("{n} more deal in {month}", "{n} more deals in {month}", line.more)
        return told.format(n=line.more, month=month)

    def _spoken(self, line: ForecastLine, column: int) -> str:
        text = self.text(line, column)
        if line.card is not None and column == DEAL:
            return ", ".join(part for part in (text, line.card.title if line.card.title != text else "") if part)
        if line.kind is LineKind.MONTH and column == DEAL:
            deals = ngettext("{n} deal", "{n} deals", line.row.deals).format(n=line.row.deals)
            return f"{text}, {deals}, {_('folded') if line.folded else _('open')}"
        if line.card is not None and column == CHANCE and self.changed_by_hand(line.card):
            return _("{chance}, changed by hand").format(chance=text)
        return text

    def _arrange(self) -> None:
        lines = forecast_lines(self._found, self._folded, self._opened)
        if [each.key for each in lines] == [each.key for each in self._lines]:
            self._lines = lines
            if lines:
                self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, len(COLUMNS) - 1))
            return
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()


def month_name(month: str, formats: Formats) -> str:
    """Return `month` (`YYYY-MM`) in words, “May 2026”; '' are the deals without a day."""
    if not month:
        return _("No close date")
    return format_date(date.fromisoformat(f"{month}-01"), "LLLL y", locale_of(formats.place.language))


def short_month(month: str, formats: Formats, pattern: str = "LLL") -> str:
    """Return the name of `month` (`YYYY-MM`) without its year."""
    return format_date(date.fromisoformat(f"{month}-01"), pattern, locale_of(formats.place.language))
