"""One step in the history panel."""

from datetime import UTC, datetime
from html import escape

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from crm_desktop.journal.told import ToldChange, ToldStep
from crm_desktop.words import _, ngettext
from ui.kit.boxes import is_mirrored
from ui.kit.buttons import Button, LinkButton
from ui.kit.formats import Formats
from ui.kit.icons import paint_icon
from ui.kit.labels import Text
from ui.kit.layouts import column, row
from ui.kit.style_sheet import css
from ui.kit.theme import Theme
from ui.kit.wrapping import shortened
from ui.shell.history_words import (
    REMOVED,
    field_label,
    headline,
    is_bulk,
    is_import,
    noted_total,
    shown_changes,
    step_icon,
    who,
)

MOST_CHANGES = 4
LONGEST_VALUE = 60
LONGEST_ON_BUTTON = 18


class HistoryItem(QWidget):
    """Who did what and when, before → after, and the ways to take it back.

    `undo_wanted` asks to take the whole step back, `restore_wanted` (a ToldChange) to give one field its old value.
    """

    undo_wanted = Signal()
    restore_wanted = Signal(object)
    record_wanted = Signal(object)

    def __init__(
        self, theme: Theme, formats: Formats, step: ToldStep, *, of_record: bool, read_only: bool = False
    ) -> None:
        super().__init__()
        self._theme = theme
        self.step = step
        self.of_record = of_record
        self._when = Text(theme, formats.time(datetime.fromtimestamp(step.at_ms / 1000, UTC)), "small", "text2")
        self._words = _rich(theme)
        said = headline(step, of_record=of_record)
        name = who(step)
        self._words.setText(f"{escape(said).replace('{who}', f'<b>{escape(name)}</b>')}{self._elsewhere()}")
        self.setAccessibleName(said.replace("{who}", name))
        self.changes = shown_changes(step.changes, MOST_CHANGES)
        lines = [self._change_line(change) for change in self.changes]
        left = noted_total(step) - len(self.changes)
        more = Text(theme, ngettext("and {n} more", "and {n} more", left).format(n=left), "small", "text2")
        if not lines or left <= 0:
            more.hide()
        head = row(theme, self._words, self._when, gap=8)
        head.setStretch(0, 1)
        head.setAlignment(self._when, Qt.AlignmentFlag.AlignTop)
        body = column(theme, head, *lines, more, gap=4)
        buttons = [] if read_only else self._buttons()
        if buttons:
            body.addSpacing(theme.px(4))
            body.addLayout(row(theme, *buttons, None, gap=8))
        self.setLayout(row(theme, body, margins=(52, 12, 16, 12)))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sign of what was done, and the line below."""
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.step.newest:
            painter.fillRect(self.rect(), theme.colour("surfaceHover"))
        side = theme.px(22)
        x = self.width() - theme.px(16) - side if is_mirrored(self) else theme.px(16)
        circle = QRectF(x, theme.px(11), side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("infoTint" if is_import(self.step) else "neutralTint"))
        painter.drawEllipse(circle)
        paint_icon(painter, theme, step_icon(self.step), circle.toRect(), "text2", "xs")
        painter.setPen(QPen(theme.colour("hairline"), 0))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)

    def _elsewhere(self) -> str:
        if self.step.here:
            return ""
        device = self.step.device
        return escape(_(", on {computer}").format(computer=device) if device else _(", on another computer"))

    def _change_line(self, change: ToldChange) -> QLabel:
        theme = self._theme
        line = _rich(theme, "small")
        # of one field in many records the records are told apart, else the fields
        many = is_bulk(self.step) and not self.of_record
        what = shortened(change.title, LONGEST_VALUE) if many and change.title else field_label(change)
        parts = []
        if many or len(self.changes) > 1:
            parts.append(escape(what))
        if change.before:
            parts.append(_marked(theme, change.before, "danger", "dangerTint", struck=True))
        parts.append("→" if change.before else "")
        parts.append(_marked(theme, change.after or _("empty"), "success", "successTint", struck=False))
        line.setText(" ".join(part for part in parts if part))
        line.setToolTip(_("Before: {before}\nAfter: {after}").format(before=change.before, after=change.after))
        line.setAccessibleName(
            _("{field}: {before}, then {after}").format(
                field=what, before=change.before or _("empty"), after=change.after or _("empty")
            )
        )
        return line

    def _buttons(self) -> list[QWidget]:
        theme, step = self._theme, self.step
        if not step.stands:
            return [Text(theme, _("Taken back"), "small", "text2")]
        if not step.total:
            # an erasure, or what an erasure left of a step
            return []
        made: list[QWidget] = []
        single = self.changes[0] if len(self.changes) == 1 and noted_total(step) == 1 else None
        if single is not None and not step.newest and single.record is not None:
            made.append(self._restore_button(single))
        else:
            made.append(self._undo_button())
        if self.of_record and is_bulk(step) and self.changes:
            only = LinkButton(theme, _("Only here"))
            only.clicked.connect(lambda: self.restore_wanted.emit(self.changes[0]))
            made.append(only)
        elif not self.of_record and step.records == 1 and step.changes and step.changes[0].record is not None:
            show = LinkButton(theme, _("Show record"))
            show.clicked.connect(lambda: self.record_wanted.emit(step.changes[0]))
            made.append(show)
        return made

    def _restore_button(self, change: ToldChange) -> Button:
        value = change.before
        cut = shortened(value, LONGEST_ON_BUTTON)
        words = _("Restore “{value}”").format(value=cut) if value else _("Empty it again")
        button = Button(self._theme, words, size="small", icon="restore")
        button.clicked.connect(lambda: self.restore_wanted.emit(change))
        return button

    def _undo_button(self) -> Button:
        step = self.step
        if step.undoes is not None:
            text = _("Redo")
        elif is_import(step):
            text = _("Undo the whole import")
        elif is_bulk(step):
            text = ngettext("Undo in {n} record", "Undo in all {n} records", step.records).format(n=step.records)
        elif step.changes and step.changes[0].field == REMOVED and step.changes[0].after:
            text = _("Restore")
        else:
            text = _("Undo")
        keys = _("Ctrl Z") if step.newest else ""
        button = Button(self._theme, text, size="small", icon="undo", keys=keys)
        button.clicked.connect(self.undo_wanted)
        return button


class DayHead(QWidget):
    """The day that the steps below it were taken on."""

    def __init__(self, theme: Theme, day: str) -> None:
        super().__init__()
        self._theme = theme
        self.setLayout(row(theme, Text(theme, day, "small", "text2", weight=500), margins=(16, 6, 16, 6)))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the height of the line."""
        return QSize(super().sizeHint().width(), self._theme.px(29))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground and the line below."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("surfaceSunken"))
        painter.setPen(QPen(self._theme.colour("hairline"), 0))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)


def _rich(theme: Theme, style: str = "body") -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setWordWrap(True)
    # one long word must not make the panel wider than it is
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    label.setFont(theme.font(style))
    label.setStyleSheet(f"color: {css(theme, 'text2')}")
    return label


def _marked(theme: Theme, value: str, role: str, ground: str, *, struck: bool) -> str:
    cut = shortened(value, LONGEST_VALUE)
    style = f"color: {css(theme, role)}; background-color: {css(theme, ground)}"
    words = f"<s>{escape(cut)}</s>" if struck else escape(cut)
    return f'<span style="{style}">&nbsp;{words}&nbsp;</span>'
