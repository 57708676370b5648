"""Backups: make one, see and check those there are, restore one."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from crm_desktop.jobs import Progress
from crm_desktop.safekeeping import backups_of, check_backup
from crm_desktop.vault.backup import BackupReport
from crm_desktop.vault.backup_list import BackupFile
from crm_desktop.words import _, ngettext, pgettext
from ui.kit.buttons import Button, ButtonKind
from ui.kit.cards import Card
from ui.kit.core import FileAccess
from ui.kit.desk import Desk
from ui.kit.labels import BadgeLabel, Text
from ui.kit.layouts import column, row
from ui.kit.notices import EmptyState, Rule
from ui.kit.painting import Badge
from ui.kit.theme import Tone
from ui.settings.backing_up import back_up_now
from ui.settings.row import SettingRow
from ui.settings.section import Section

MOST_SHOWN = 30


class BackupsSection(Section):
    """The button, the place, and the list, the newest first."""

    def __init__(self, desk: Desk) -> None:
        lead = _(
            "A backup is one encrypted file with everything needed to open it. "
            "Each is opened and checked once it is written."
        )
        super().__init__(desk, _("Backups"), lead)
        theme = desk.theme
        self.now = Button(theme, _("Back up now"), ButtonKind.PRIMARY, icon="backup")
        self.now.clicked.connect(lambda: self.back_up(None))
        self.to = Button(theme, _("Back up to…"))
        self.to.clicked.connect(self._choose_target)
        explained = _("To the usual place, or once to a stick or another disk.")
        self.add_card(SettingRow(theme, _("Back up"), explained, self.to, self.now), *self.declared("backups"))
        self._list = Card(theme, _("Kept backups"))
        self._lines = QVBoxLayout()
        self._list.body.addLayout(self._lines)
        self.add_part(self._list)
        restore = _(
            "To restore a backup, lock the workspace (Ctrl L) and choose “Restore a backup”: "
            "it needs the file to itself."
        )
        self.add_part(Text(theme, restore, "small", "text2", wrap=True))
        desk.settings_changed.connect(self._on_setting)

    def refresh(self) -> None:
        """Look at the folder again."""
        self.desk.tasks.run(_kept, self.desk.file, owner=self, then=self._show, key="kept")

    def badges(self) -> list[str]:
        """Return what is said of each backup, the newest first."""
        items = [self._lines.itemAt(place) for place in range(self._lines.count())]
        lines = [item.widget() for item in items if item is not None]
        return [badge.accessibleName() for line in lines if line is not None for badge in line.findChildren(BadgeLabel)]

    def back_up(self, target: Path | None) -> None:
        """Write a backup to `target`, or to the usual place."""
        back_up_now(self.desk, self, self.now, target)

    def _choose_target(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Back up to"), str(Path.home()))
        if chosen:
            self.back_up(Path(chosen))

    def _check(self, path: Path) -> None:
        title = _("Checking {file}").format(file=path.name)
        self.desk.tasks.run(_checked, self.desk.file, path, owner=self, then=self._on_checked, title=title)

    def _show(self, kept: Sequence[BackupFile]) -> None:
        _empty(self._lines)
        self._list.set_count(str(len(kept)))
        theme = self.desk.theme
        if not kept:
            said = _("The first one is made when you press “Back up now”.")
            empty = QWidget()
            empty.setLayout(
                column(theme, EmptyState(theme, "archive", _("No backup yet"), said), margins=(0, 20, 0, 20))
            )
            self._lines.addWidget(empty)
        for place, each in enumerate(kept[:MOST_SHOWN]):
            if place:
                self._lines.addWidget(Rule(theme))
            self._lines.addWidget(self._line(each))

    def _line(self, backup: BackupFile) -> QWidget:
        theme, formats = self.desk.theme, self.desk.formats
        good, damaged = Badge(_("Readable"), Tone.SUCCESS, "check"), Badge(_("Damaged"), Tone.DANGER, "warning")
        badge = BadgeLabel(theme, good if backup.good else damaged)
        check = Button(theme, pgettext("act", "Check"), size="small")
        check.setAccessibleName(_("Check {file}").format(file=backup.path.name))
        check.clicked.connect(partial(self._check, backup.path))
        when = Text(theme, formats.moment(backup.made_at), "control")
        where = Text(theme, f"{backup.path.name} · {formats.size(backup.size)}", "small", "text2")
        line = QWidget()
        line.setLayout(row(theme, column(theme, when, where, gap=2), None, badge, check, margins=(16, 9, 16, 9)))
        return line

    def _on_checked(self, report: BackupReport) -> None:
        rows = sum(report.counts.values())
        text = ngettext("{name} is whole: {n} row was read", "{name} is whole: {n} rows were read", rows)
        self.desk.say(text.format(name=report.path.name, n=self.desk.formats.number(rows)))

    def _on_setting(self, name: str) -> None:
        if name.startswith("backup"):
            self.refresh()


def _kept(file: FileAccess) -> list[BackupFile]:
    return backups_of(file.workspace)


def _checked(file: FileAccess, path: Path, *, progress: Progress) -> BackupReport:
    return check_backup(file.workspace, path, progress)


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
