"""How a report is printed: paper and what is on it."""

from datetime import datetime
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from crm_desktop.schema.field import Choice, Field, FieldKind
from crm_desktop.store.workspace_settings import setting_value
from crm_desktop.vault.driver import Connection
from crm_desktop.words import N_, _
from ui.kit.buttons import Switch
from ui.kit.cards import Card
from ui.kit.desk import Desk
from ui.kit.fields.choice import ChoiceInput
from ui.kit.labels import Text

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
LETTER_COUNTRIES = ("US", "CA")


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


class PrintOptions(Card):
    """The card below the preview; `changed` tells that another page is wanted."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme)
        self._desk = desk
        self._names = ("", "")
        self._paper = ChoiceInput(desk.theme, PAPER, desk.place)
        self._paper.set_value("letter" if desk.place.region in LETTER_COUNTRIES else "a4")
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
        desk.read(_names, desk.member, owner=self, then=self._keep_names)

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
        row = QHBoxLayout()
        row.addWidget(Text(self._desk.theme, label, "small", "text2"), 1)
        row.addWidget(control)
        return row

    def _keep_names(self, names: tuple[str, str]) -> None:
        self._names = names
        self.changed.emit()


def _names(reader: Connection, member: bytes | None) -> tuple[str, str]:
    """Return the names of the workspace and of the member."""
    row = reader.execute("SELECT name FROM member WHERE id = ?", (member,)).fetchone()
    return setting_value(reader, "name"), "" if row is None else str(row[0])
