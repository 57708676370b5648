"""The first run: the list of first steps above the day, as long as it is wanted."""

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.first_steps import FirstSteps, first_steps
from crm_desktop.journal.setting_actions import save_setting
from crm_desktop.words import _
from ui.kit.core import Commit
from ui.kit.desk import Desk, Place, touches
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from ui.today.first_steps_view import FirstStepsView

SETTING = "first_steps"
TABLES = ("contact", "deal", "ticket", "task", "stage", "goal", "member")


class FirstRun(QWidget):
    """Holds the `day`, and above it the first steps where they are wanted; a day without any record stands back."""

    def __init__(self, desk: Desk, day: QWidget) -> None:
        super().__init__()
        self.setObjectName("canvas")
        self._desk = desk
        self._day = day
        self.view: FirstStepsView | None = None
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(0)
        self._whole.addWidget(day)
        desk.committed.connect(self._on_committed)
        desk.settings_changed.connect(self._on_setting)

    @property
    def shown(self) -> bool:
        """Whether the first steps are shown."""
        return self.view is not None and not self.view.isHidden()

    def arrive(self, place: Place) -> None:
        """Look again how far one has come; a `place` that asks for the steps brings a hidden list back."""
        if place.arguments.get(SETTING):
            self._keep(wanted=True)
        else:
            self._read()

    def focus_first(self) -> None:
        """Put the focus on the step that is next."""
        if self.view is not None:
            self.view.focus_first()

    def hide_list(self) -> None:
        """Take the list away; it stays to be found in Help."""
        self._keep(wanted=False)
        self._desk.say(_("The list is hidden. Help, “Getting started” brings it back."), tone=Tone.NEUTRAL)

    def take_files(self, files: list[QUrl]) -> None:
        """Go and import `files` that were dropped here."""
        paths = [each.toLocalFile() for each in files if each.isLocalFile()]
        self._desk.go(Place("import", None, {"paths": paths}))

    def _keep(self, *, wanted: bool) -> None:
        value = "on" if wanted else "off"
        self._desk.act(save_setting, SETTING, value, owner=self, then=lambda _saved: self._read())

    def _read(self) -> None:
        self._desk.read(first_steps, self._desk.member, owner=self, then=self._show, key="steps")

    def _show(self, steps: FirstSteps) -> None:
        focused = cast("QWidget | None", self.window().focusWidget())
        begins = steps.wanted and not self.shown and focused is not None and self._day.isAncestorOf(focused)
        if steps.wanted and self.view is None:
            self.view = self._made_view()
        if self.view is not None:
            self.view.setVisible(steps.wanted)
        if self.view is not None and steps.wanted:
            self.view.show_steps(steps)
        if begins:
            # the page gave the focus to the day, before this was read
            self.focus_first()
        self._day.setVisible(not (steps.wanted and steps.empty))

    def _made_view(self) -> "FirstStepsView":
        # needed once in the life of a workspace: not at every start
        from ui.today.first_steps_view import FirstStepsView

        made = FirstStepsView(self._desk)
        made.hidden.connect(self.hide_list)
        made.dropped.connect(self.take_files)
        self._whole.insertWidget(0, made)
        return made

    def _on_committed(self, commit: Commit) -> None:
        if self.shown and self.isVisible() and touches(commit, *TABLES):
            self._read()

    def _on_setting(self, _name: str) -> None:
        if self.shown:
            self._read()
