"""What all sections of the settings share."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.errors import CrmError
from crm_desktop.journal.setting_actions import save_setting
from crm_desktop.settings import SETTINGS, Scope, Setting
from crm_desktop.store.leading import why_not_led
from crm_desktop.store.workspace_settings import setting_value
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _
from ui.kit.desk import SHARING, Desk
from ui.kit.labels import IconText, Text
from ui.kit.layouts import Stack
from ui.kit.zoomed import ZoomedWidth
from ui.settings.declared import declared_control
from ui.settings.row import SettingRow, SettingsCard

WIDTH = 736


class Change(NamedTuple):
    """A setting and the value that was chosen for it."""

    name: str
    value: str


class Section(QScrollArea):
    """A column of cards below a title; subclasses fill it and read what they show in `refresh`."""

    reread = Signal()

    def __init__(self, desk: Desk, title: str, lead: str = "") -> None:
        super().__init__()
        self.desk = desk
        self._rows: list[SettingRow] = []
        self._values: dict[str, str] = {}
        self._led: list[QWidget] = []
        self._why_not: Callable[[Connection], str] = why_not_led
        inner = QWidget()
        self._column = Stack(desk.theme, gap=10)
        head = Stack(desk.theme, gap=0)
        head.addWidget(Text(desk.theme, title, "title"))
        if lead:
            head.addWidget(Text(desk.theme, lead, role="text2", wrap=True))
        self.locked = IconText(desk.theme, "lock", "")
        self.locked.hide()
        head.addWidget(self.locked)
        self._column.addLayout(head)
        self._column.addSpacing(desk.theme.px(4))
        self._end = QVBoxLayout()
        whole = QVBoxLayout()
        whole.addLayout(self._column)
        whole.addStretch(1)
        self._sides = line = QHBoxLayout(inner)
        middle = QWidget()
        middle.setLayout(whole)
        ZoomedWidth(desk.theme, middle, most=WIDTH)
        whole.setContentsMargins(0, 0, 0, 0)
        line.addStretch(1)
        line.addWidget(middle, 100)
        line.addStretch(1)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().rangeChanged.connect(self._keep_room)
        self._keep_room(0, 0)

    def _keep_room(self, _least: int, most: int) -> None:
        """Leave as much room for the scroll bar on both sides, so that nothing moves when it comes."""
        bar = self.verticalScrollBar().sizeHint().width()
        self._sides.setContentsMargins(24 + bar, 20, 24 if most > 0 else 24 + bar, 24)

    @property
    def words(self) -> str:
        """All that the search looks through."""
        return " ".join(row.words for row in self._rows)

    def refresh(self) -> None:
        """Read what is shown again."""

    def led(self, *parts: QWidget, why_not: Callable[[Connection], str] = why_not_led) -> None:
        """Let `parts` be changed by owners and managers alone; others are told who that is, or `why_not`."""
        self._why_not = why_not
        if not self._led:
            self.desk.renewed.connect(self._on_renewed)
        self._led += parts
        self._read_rights()

    def _on_renewed(self, name: str) -> None:
        if name == SHARING:
            self._read_rights()

    def _read_rights(self) -> None:
        self.desk.read(self._why_not, owner=self, then=self._show_rights, key="rights")

    def _show_rights(self, reason: str) -> None:
        self.locked.show_words("lock", reason)
        self.locked.setVisible(bool(reason))
        for each in self._led:
            each.setEnabled(not reason)
            each.setToolTip(reason)

    def confirm(self, _change: Change, save: Callable[[], None], _keep: Callable[[], None]) -> None:
        """Save what was chosen; subclasses ask first where that is needed, and `_keep` what was."""
        save()

    def take_files(self, paths: Sequence[Path]) -> None:
        """Go on with the files at `paths` that were brought here; most sections take none."""

    def want(self, what: str) -> None:
        """Ask at once for `what` was wanted from elsewhere; most sections ask for nothing."""

    def add_card(self, *rows: SettingRow, title: str = "") -> SettingsCard:
        """Add a card with `rows` below its `title`."""
        if title:
            self._column.addSpacing(self.desk.theme.px(8))
            self._column.addWidget(Text(self.desk.theme, title, "section"))
        card = SettingsCard(self.desk.theme, rows)
        self._rows += rows
        self._column.addWidget(card)
        return card

    def add_part(self, part: QWidget) -> None:
        """Add `part` below what is there."""
        self._column.addWidget(part)

    def declared(self, section: str, *names: str) -> list[SettingRow]:
        """Return a row for each setting that is declared for `section`, or of `names` alone, showing what is stored."""
        wanted = [each for each in SETTINGS if each.section == section and (not names or each.name in names)]
        return [self._declared(each) for each in wanted]

    def _declared(self, setting: Setting) -> SettingRow:
        control = declared_control(self.desk, setting)
        row = SettingRow(self.desk.theme, _(setting.label), _(setting.help) if setting.help else "", control)

        def save(value: str) -> None:
            self.desk.act(save_setting, setting.name, value, owner=self, then=tell, on_error=fail)

        def tell(_saved: None) -> None:
            self.desk.settings_changed.emit(setting.name)

        def show() -> None:
            self.desk.read(setting_value, setting.name, self.desk.member, owner=control, then=control.show_value)

        def fail(error: CrmError) -> None:
            self.desk.warn(str(error))
            show()

        if setting.scope is Scope.WORKSPACE:
            self.led(control)
        control.chosen.connect(lambda value: self.confirm(Change(setting.name, value), partial(save, value), show))
        show()
        return row
