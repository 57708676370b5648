"""How a report is printed: paper and what is on it."""

from datetime import datetime
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout

from crm_desktop.reports.style import ReportStyle, report_style
from crm_desktop.schema.field import Choice, Field, FieldKind
from crm_desktop.store.workspace_settings import setting_value
from crm_desktop.vault.driver import Connection
from crm_desktop.words import N_, _
from ui.kit.buttons import Switch
from ui.kit.cards import Card
from ui.kit.desk import Desk
from ui.kit.fields.choice import ChoiceInput
from ui.kit.labels import Text
from ui.kit.layouts import row

PAPER = Field(
    0,
    "paper",
    N_("Paper"),
    FieldKind.CHOICE,
    choices=(Choice("a4", N_("A4, portrait")), Choice("letter", N_("Letter, portrait"))),
    required=True,
)
SWITCHES = (
    ("with_filters", N_("Filters"), True),
    ("with_chart", N_("Chart"), True),
    ("with_tables", N_("Tables"), True),
    ("values_on_bars", N_("Values on the bars"), False),
    ("attach_numbers", N_("Attach the numbers as CSV"), False),
    ("hide_names", N_("Hide people's names"), False),
)
# Switches that begin as the workspace has it.
OF_THE_STYLE = ("with_chart", "values_on_bars", "hide_names")


class Wanted(NamedTuple):
    """How the report is wanted on paper."""

    made_at: datetime
    language: str
    letter: bool
    workspace_name: str
    author: str
    with_filters: bool
    with_chart: bool
    with_tables: bool
    values_on_bars: bool
    attach_numbers: bool
    hide_names: bool
    hide_amounts: bool


class _Begun(NamedTuple):
    """What a print begins with: the names of the workspace and of the member, and the workspace's style."""

    workspace_name: str
    author: str
    style: ReportStyle


class PrintOptions(Card):
    """The card below the preview; `changed` tells that another page is wanted."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme)
        self._desk = desk
        self._names = ("", "")
        self._paper = ChoiceInput(desk.theme, PAPER, desk.place)
        self._paper.changed.connect(self.changed)
        rows = QVBoxLayout()
        pad = desk.theme.space("s5")
        rows.setContentsMargins(pad, pad, pad, pad)
        rows.setSpacing(desk.theme.space("s3"))
        rows.addLayout(self._row(_("Paper"), self._paper))
        self._switches: dict[str, Switch] = {}
        for name, label, on in SWITCHES:
            switch = Switch(desk.theme, _(label))
            switch.setChecked(on)
            switch.toggled.connect(self.changed)
            self._switches[name] = switch
            rows.addLayout(self._row(_(label), switch))
        self.body.addLayout(rows)
        desk.read(_begun, desk.member, desk.place.region, owner=self, then=self._begin)

    def wanted(self) -> Wanted:
        """Return what was chosen, printed now."""
        desk = self._desk
        workspace_name, author = self._names
        return Wanted(
            made_at=desk.now().astimezone(desk.place.zone),
            language=desk.place.language,
            letter=self._paper.value() == "letter",
            workspace_name=workspace_name,
            author=author,
            hide_amounts=desk.place.hides_amounts,
            **{name: switch.isChecked() for name, switch in self._switches.items()},
        )

    def _row(self, label: str, control: Switch | ChoiceInput) -> QHBoxLayout:
        """Return a line whose control is as wide as its words; the label takes what is left."""
        control.setSizePolicy(QSizePolicy.Policy.Minimum, control.sizePolicy().verticalPolicy())
        line = row(self._desk.theme, Text(self._desk.theme, label, "small", "text2"), control)
        line.setStretch(0, 1)
        return line

    def _begin(self, begun: _Begun) -> None:
        """Begin with the workspace's choices."""
        self._names = begun.workspace_name, begun.author
        self._paper.set_value("letter" if begun.style.letter else "a4")
        for name in OF_THE_STYLE:
            self._switches[name].setChecked(bool(getattr(begun.style, name)))
        self.changed.emit()


def _begun(reader: Connection, member: bytes | None, region: str) -> _Begun:
    row = reader.execute("SELECT name FROM member WHERE id = ?", (member,)).fetchone()
    author = "" if row is None else str(row[0])
    return _Begun(setting_value(reader, "name"), author, report_style(reader, region))
