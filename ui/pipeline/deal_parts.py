"""What belongs to a deal, below its facts: next steps, products, the stages it went through."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.journal.clock import instant
from crm_desktop.pipeline.deal_sheet import DealLine, DealMove, DealStep
from crm_desktop.words import _
from ui.kit.buttons import IconButton
from ui.kit.formats import Formats
from ui.kit.labels import IconText, Text
from ui.kit.layouts import column, row
from ui.kit.notices import Rule
from ui.kit.theme import Theme

_MARGINS = (16, 2, 12, 2)


class Part(QWidget):
    """A section with a title, an optional button, and lines that are filled anew."""

    acted = Signal()

    def __init__(self, theme: Theme, title: str, act: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._shown: object = None
        self.title = Text(theme, title, "bodyStrong")
        self.note = Text(theme, "", "small", "text2")
        self.button = IconButton(theme, "add", act or title)
        self.button.setVisible(bool(act))
        self.button.clicked.connect(self.acted)
        head = row(theme, self.title, self.note, None, self.button, gap=6, margins=(16, 8, 10, 2))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.setLayout(column(theme, Rule(theme), head, self._lines, gap=0, margins=(0, 6, 0, 0)))

    def fill(self, shown: object, lines: Sequence[QWidget], nothing: str) -> None:
        """Show `lines`, which say `shown`, or the word `nothing` where there are none."""
        self._shown = shown
        while (item := self._lines.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        for each in lines:
            self._lines.addWidget(each)
        if not lines:
            self._lines.addWidget(_held(self.theme, Text(self.theme, nothing, "small", "text3")))

    def says(self, shown: object) -> bool:
        """Return whether the lines say `shown` already."""
        return self._shown == shown


class StepsPart(Part):
    """The next steps of the deal; `completed` and `removed` carry the id of one."""

    completed = Signal(bytes)
    removed = Signal(bytes)

    def __init__(self, theme: Theme, formats: Formats) -> None:
        super().__init__(theme, _("Next step"), _("Plan a next step"))
        self._formats = formats

    def show_steps(self, steps: Sequence[DealStep]) -> None:
        """Show `steps`, the next one first."""
        shown = (self._formats.today(), tuple(steps))
        if not self.says(shown):
            self.fill(shown, [self._line(each) for each in steps], _("No next step planned"))

    def _line(self, step: DealStep) -> QWidget:
        theme, formats = self.theme, self._formats
        due = date.fromisoformat(step.due_day) if step.due_day else None
        late = formats.lateness(due) if due is not None else ""
        at = instant(step.due_at) if step.due_at is not None else None
        words = late or formats.step_due(due, at)
        icon = "late" if late else "planned"
        done = IconButton(theme, "check", _("Mark “{title}” as done").format(title=step.title), framed=True)
        done.clicked.connect(lambda: self.completed.emit(step.id))
        gone = IconButton(theme, "close", _("Delete “{title}”").format(title=step.title), icon_size="xs")
        gone.clicked.connect(lambda: self.removed.emit(step.id))
        told = column(
            theme,
            Text(theme, step.title, "control"),
            IconText(theme, icon, words, "danger" if late else "text2"),
            gap=0,
        )
        line = row(theme, done, told, gone, gap=8, margins=(16, 4, 12, 4))
        line.setStretch(1, 1)
        holder = QWidget()
        holder.setLayout(line)
        return holder


class LinesPart(Part):
    """The products of the deal; `removed` carries the id of a line."""

    removed = Signal(bytes)

    def __init__(self, theme: Theme, formats: Formats) -> None:
        super().__init__(theme, _("Products"), _("Add a product"))
        self._formats = formats

    def show_lines(self, lines: Sequence[DealLine], currency: str) -> None:
        """Show `lines` with what they come to in `currency`."""
        shown = (tuple(lines), currency)
        if self.says(shown):
            return
        self.fill(shown, [self._line(each, currency) for each in lines], _("No products yet"))
        known = [each.amount for each in lines if each.amount is not None]
        self.note.setText(self._formats.money(sum(known), currency) if len(known) > 1 else "")

    def _line(self, line: DealLine, currency: str) -> QWidget:
        theme, formats = self.theme, self._formats
        decimals = 0 if float(line.quantity).is_integer() else 2
        quantity = formats.number(line.quantity, decimals)
        name = _("{product} × {quantity}").format(product=line.name, quantity=quantity)
        amount = "" if line.amount is None else formats.money(line.amount, currency)
        gone = IconButton(theme, "close", _("Delete “{title}”").format(title=name), icon_size="xs")
        gone.clicked.connect(lambda: self.removed.emit(line.id))
        parts = row(theme, Text(theme, name), Text(theme, amount, "control"), gone, gap=6, margins=_MARGINS)
        parts.setStretch(0, 1)
        holder = QWidget()
        holder.setLayout(parts)
        return holder


class MovesPart(Part):
    """The stages that the deal went through, the last one first."""

    def __init__(self, theme: Theme, formats: Formats) -> None:
        super().__init__(theme, _("Stages so far"))
        self._formats = formats

    def show_moves(self, moves: Sequence[DealMove]) -> None:
        """Show `moves`, each with its day and how long the deal stayed."""
        shown = (self._formats.today(), tuple(moves))
        if not self.says(shown):
            self.fill(shown, [self._line(move, moves[:at]) for at, move in enumerate(moves)], _("No moves yet"))

    def _line(self, move: DealMove, later: Sequence[DealMove]) -> QWidget:
        theme, formats = self.theme, self._formats
        came = datetime.fromtimestamp(move.at / 1000, UTC)
        left = datetime.fromtimestamp(later[-1].at / 1000, UTC) if later else formats.now()
        stayed = _("{n} d").format(n=max((left - came).days, 0))
        day = formats.day(formats.local(came).date())
        parts = row(
            theme,
            Text(theme, move.stage, "control" if not later else "body"),
            Text(theme, day, "small", "text2"),
            Text(theme, stayed, "small", "text2"),
            gap=8,
            margins=_MARGINS,
        )
        parts.setStretch(0, 1)
        holder = QWidget()
        holder.setLayout(parts)
        return holder


def _held(theme: Theme, part: QWidget) -> QWidget:
    holder = QWidget()
    holder.setLayout(row(theme, part, None, margins=_MARGINS))
    return holder
