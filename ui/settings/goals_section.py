"""The goals: what is to be won, and how far it is."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.acts import remove_records
from crm_desktop.pipeline.goals import GoalRow, goals
from crm_desktop.words import _
from ui.kit.buttons import Button, ButtonKind, IconButton
from ui.kit.cards import Card
from ui.kit.core import Commit
from ui.kit.desk import Desk, touches
from ui.kit.layouts import column
from ui.kit.notices import EmptyState, Rule
from ui.settings.goal_dialog import GoalDialog, period_words
from ui.settings.row import SettingRow
from ui.settings.section import Section


class GoalsSection(Section):
    """The button that sets one, and the list, the latest first."""

    def __init__(self, desk: Desk) -> None:
        lead = _("What is to be won in a month, a quarter or a year, by everyone together or by one of you.")
        super().__init__(desk, _("Goals"), lead)
        theme = desk.theme
        self.new = Button(theme, _("Set a goal…"), ButtonKind.PRIMARY, icon="add")
        self.new.clicked.connect(self.set_goal)
        explained = _("Deals that are won in the period count, by the owner or the team of the deal.")
        self.add_card(SettingRow(theme, _("Set a goal"), explained, self.new))
        self._list = Card(theme, _("Goals"))
        self.lines: list[SettingRow] = []
        self._kept = QVBoxLayout()
        self._list.body.addLayout(self._kept)
        self.add_part(self._list)
        self.led(self.new, self._list)
        desk.committed.connect(self._on_committed)

    def refresh(self) -> None:
        """Read the goals again."""
        self.desk.read(goals, owner=self, then=self._show, key="goals")

    def set_goal(self) -> None:
        """Ask for a goal."""
        dialog = GoalDialog(self.desk, self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _show(self, found: Sequence[GoalRow]) -> None:
        while (item := self._kept.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.lines = []
        self._list.set_count(str(len(found)) if found else "")
        if not found:
            said = _("Without one, Today compares this month with the last.")
            empty = QWidget()
            state = EmptyState(self.desk.theme, "trend", _("No goal yet"), said)
            empty.setLayout(column(self.desk.theme, state, margins=(0, 20, 0, 20)))
            self._kept.addWidget(empty)
        for place, each in enumerate(found):
            if place:
                self._kept.addWidget(Rule(self.desk.theme))
            self._kept.addWidget(self._line(each))

    def _line(self, each: GoalRow) -> QWidget:
        formats = self.desk.formats
        name = period_words(each.goal.period, each.goal.starts_on, self.desk.place.language)
        label = _("{period}, {who}").format(period=name, who=each.who or _("everyone"))
        share = each.won_minor / each.goal.amount_minor if each.goal.amount_minor else 0.0
        told = _("{won} won of {goal}, {share}").format(
            won=formats.money(each.won_minor, whole=True),
            goal=formats.money(each.goal.amount_minor, whole=True),
            share=formats.percent(share),
        )
        delete = IconButton(self.desk.theme, "delete", _("Delete the goal {name}").format(name=label))
        delete.clicked.connect(lambda: self.desk.act(remove_records, [each.record], done=_("Goal deleted")))
        line = SettingRow(self.desk.theme, label, told, delete)
        self.lines.append(line)
        return line

    def _on_committed(self, commit: Commit) -> None:
        if self.isVisible() and touches(commit, "goal", "deal"):
            self.refresh()
