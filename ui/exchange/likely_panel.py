"""The step about duplicates: what happens to records that are here, and new ones that look like some that are."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QRadioButton, QScrollArea, QVBoxLayout

from crm_desktop.exchange.import_report import ImportReport
from crm_desktop.words import _, ngettext
from ui.kit.desk import Desk, Place
from ui.kit.ground import Ground
from ui.kit.labels import Text
from ui.kit.lines import LinesModel, LinesView
from ui.kit.two_line import Heading, Line

SHOWN = 500
_LIST_HEIGHT = 320


class LikelyPanel(QScrollArea):
    """Asks what happens on a match; `chosen` carries update, skip or create."""

    chosen = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        theme = desk.theme
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setAccessibleName(_("Duplicates"))
        inner = Ground(theme)
        lines = QVBoxLayout(inner)
        pad = theme.space("s8")
        lines.setContentsMargins(pad, pad, pad, pad)
        lines.setSpacing(theme.space("s4"))
        lines.addWidget(Text(theme, _("If a record is here already"), "subtitle"))
        lines.addWidget(Text(theme, _("The same e-mail, number or name says so."), "small", "text2"))
        self._group = QButtonGroup(self)
        self.choices: dict[str, QRadioButton] = {}
        for name, label in _choices().items():
            button = QRadioButton(label)
            button.setAccessibleName(label)
            self.choices[name] = button
            self._group.addButton(button)
            lines.addWidget(button)
            button.clicked.connect(lambda _on=False, name=name: self.chosen.emit(name))
        self.choices["update"].setChecked(True)
        lines.addSpacing(theme.space("s6"))
        self._told = Text(theme, "", "subtitle")
        self._more = Text(theme, "", "small", "text2", wrap=True)
        self._model = LinesModel(self)
        self.list = LinesView(theme, self._model)
        self.list.setAccessibleName(_("New records that look like some that are here"))
        self.list.setMinimumHeight(theme.px(_LIST_HEIGHT))
        self.list.opened.connect(self._open)
        lines.addWidget(self._told)
        lines.addWidget(self._more)
        lines.addWidget(self.list, 1)
        self._others: Mapping[bytes, bytes] = {}
        self.setWidget(inner)

    def show_report(self, report: ImportReport) -> None:
        """Show which rows of `report` look like contacts that are here."""
        count = report.total.duplicates
        told = ngettext("{n} new contact looks like one here", "{n} new contacts look like some here", count)
        shown = told.format(n=self._desk.formats.number(count))
        self._told.setText(shown if count else _("Nobody new looks like somebody here"))
        self._more.setText(_("They are imported as new. Duplicates then shows each pair, to be merged or kept apart."))
        self._more.setVisible(bool(count))
        rows: list[Line | Heading] = []
        others: dict[bytes, bytes] = {}
        for place, each in enumerate(report.likely[:SHOWN]):
            key = place.to_bytes(4, "big")
            others[key] = bytes.fromhex(each.id.replace("-", ""))
            reasons = " · ".join([each.other, *each.reasons])
            share = self._desk.formats.percent(each.score)
            rows.append(Line(key, each.name, reasons, share, "duplicates"))
        self._others = others
        self._model.show_rows(rows)
        self.list.setVisible(bool(rows))

    def _open(self, line: Line) -> None:
        self._desk.go(Place("contact", self._others[line.id]))


def _choices() -> dict[str, str]:
    return {
        "update": _("Take over what differs in the file; what is empty there stays"),
        "skip": _("Leave the row out"),
        "create": _("Import it as a new record"),
    }
