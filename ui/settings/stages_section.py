"""The stages that deals go through: named, ordered, added and deleted."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.acts import remove_records, set_fields
from crm_desktop.errors import CrmError
from crm_desktop.pipeline.stage_actions import add_stage, move_stage
from crm_desktop.pipeline.stages import StageRow, pipeline_names, stages
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _
from ui.kit.buttons import Button
from ui.kit.cards import Card
from ui.kit.core import Commit
from ui.kit.desk import Desk, touches
from ui.kit.labels import Text
from ui.kit.layouts import row
from ui.kit.notices import Rule
from ui.settings.section import Section
from ui.settings.stage_row import FIELDS, StageLine

# The three small buttons at the end of each line, with their gaps.
BUTTONS = 28 * 3 + 8 * 3


class Stages(NamedTuple):
    """The stages by pipeline, with the pipelines' names."""

    names: dict[bytes, str]
    rows: list[StageRow]


class StagesSection(Section):
    """A card for each pipeline with a line for each of its stages; what is typed is kept at once."""

    def __init__(self, desk: Desk) -> None:
        lead = _(
            "Deals go through these from left to right. The chance weighs the forecast; "
            "a deal that stays longer than the days goes stale."
        )
        super().__init__(desk, _("Stages"), lead)
        self.lines: list[StageLine] = []
        self._all = QWidget()
        self._stack = QVBoxLayout(self._all)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.setSpacing(desk.theme.px(16))
        self.add_part(self._all)
        self.led(self._all)
        desk.committed.connect(self._on_committed)

    @property
    def words(self) -> str:
        """All that the search looks through."""
        return _("Stages of the pipeline, chance, days until a deal goes stale")

    def refresh(self) -> None:
        """Read the stages again."""
        self.desk.read(_all_stages, owner=self, then=self._show, key="stages")

    def add(self, pipeline: bytes) -> None:
        """Add a stage to `pipeline`; it is named where it stands."""
        self.desk.act(add_stage, pipeline, _("New stage"), owner=self, done=_("Stage added"))

    def _show(self, found: Stages) -> None:
        if [each.stage.record for each in self.lines] == [each.record for each in found.rows]:
            for line, stage in zip(self.lines, found.rows, strict=True):
                line.show_stage(stage)
            return
        _empty(self._stack)
        self.lines = []
        for pipeline, name in found.names.items():
            own = [each for each in found.rows if each.pipeline == pipeline]
            self._stack.addWidget(self._card(pipeline, name, own))

    def _card(self, pipeline: bytes, name: str, rows: Sequence[StageRow]) -> Card:
        theme = self.desk.theme
        card = Card(theme, name, str(len(rows)))
        heads = [Text(theme, text, "small", "text2") for text in _heads()]
        head = row(theme, *heads, gap=8, margins=(16, 8, 12 + BUTTONS, 4))
        for place, share in enumerate(FIELDS.values()):
            head.setStretch(place, share)
        card.body.addLayout(head)
        for place, stage in enumerate(rows):
            if place:
                card.body.addWidget(Rule(theme))
            line = self._line(stage)
            line.up.setEnabled(place > 0)
            line.down.setEnabled(place < len(rows) - 1)
            card.body.addWidget(line)
        more = Button(theme, _("Add a stage"), size="small", icon="add")
        more.clicked.connect(lambda: self.add(pipeline))
        card.body.addWidget(Rule(theme))
        card.body.addLayout(row(theme, more, None, margins=(16, 10, 16, 12)))
        return card

    def _line(self, stage: StageRow) -> StageLine:
        line = StageLine(self.desk, stage)
        record = stage.record
        line.edited.connect(lambda name, typed: self._edit(line, name, typed))
        line.moved.connect(lambda by: self._act(move_stage, record, by, done=_("Stage moved")))
        line.deleted.connect(lambda: self._act(remove_records, [record], done=_("Stage deleted")))
        self.lines.append(line)
        return line

    def _edit(self, line: StageLine, name: str, typed: str) -> None:
        self.desk.act(
            set_fields,
            line.stage.record,
            {name: typed},
            owner=line,
            on_error=lambda error: line.show_error(name, str(error)),
            done=_("Stage changed"),
        )

    def _act(self, action: Callable[..., object], *args: object, done: str) -> None:
        self.desk.act(action, *args, owner=self, on_error=self._refuse, done=done)

    def _refuse(self, error: CrmError) -> None:
        self.desk.warn(str(error))

    def _on_committed(self, commit: Commit) -> None:
        if touches(commit, "stage", "pipeline"):
            self.refresh()


def _heads() -> list[str]:
    return [_("Name"), _("Chance"), _("Days until stale"), _("Outcome")]


def _all_stages(reader: Connection) -> Stages:
    return Stages(pipeline_names(reader), stages(reader))


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
