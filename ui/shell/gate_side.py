"""The leading side of the gate: the program, the workspaces on this computer, the other ways in, the look."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from crm_desktop.program import program_version
from crm_desktop.vault.backup_list import BackupFile
from crm_desktop.words import _, ngettext
from ui.kit.device_choices import DeviceChoices
from ui.kit.formats import Formats
from ui.kit.labels import Text
from ui.kit.layouts import column, row
from ui.kit.theme import Theme
from ui.shell.gate_list import Way, WorkspaceList, known_workspaces
from ui.shell.logo import Logo
from ui.shell.look_choices import LookChoices

SIDE = 520


class GateSide(QWidget):
    """Workspaces, ways in and the look; each signal asks for what its name says."""

    chosen = Signal(object)
    new_wanted = Signal()
    open_wanted = Signal()
    join_wanted = Signal()
    restore_wanted = Signal()
    recovery_wanted = Signal()
    sample_wanted = Signal()
    language_chosen = Signal(str)

    def __init__(self, theme: Theme, choices: DeviceChoices, formats: Formats) -> None:
        super().__init__()
        self._theme = theme
        self._choices = choices
        self._formats = formats
        self.list: WorkspaceList | None = None
        self._column = QVBoxLayout()
        self.setLayout(self._column)
        self._fit_theme()
        theme.changed.connect(self._fit_theme)

    def choose(self, folder: Path | None) -> None:
        """Show the workspace `folder` as chosen, or none."""
        if self.list is not None:
            self.list.choose(folder)

    def show_known(self, folders: Sequence[Path], backups: Sequence[BackupFile]) -> None:
        """Show the workspaces in `folders`, and how many of `backups` there are to restore."""
        theme = self._theme
        _empty(self._column)
        name = column(theme, Text(theme, "crm_desktop", "section"), Text(theme, self._motto(), "small", "text2"), gap=0)
        self._column.addLayout(row(theme, Logo(theme), name, None, gap=12))
        self.list = None
        if folders:
            self._column.addSpacing(theme.px(50))
            self._column.addWidget(Text(theme, _("Workspaces on this computer"), "small", "text2", weight=500))
            self._column.addSpacing(theme.px(8))
            self.list = WorkspaceList(theme, known_workspaces(folders), self._formats)
            self.list.chosen.connect(self.chosen)
            self._column.addWidget(self.list)
        self._column.addSpacing(theme.px(22))
        self._column.addLayout(column(theme, *self._ways(backups, known=bool(folders)), gap=4))
        self._column.addStretch(1)
        look = LookChoices(theme, self._choices)
        look.language_chosen.connect(self.language_chosen)
        self._column.addWidget(look)

    def _motto(self) -> str:
        return _("Version {version} · works without a connection").format(version=program_version())

    def _ways(self, backups: Sequence[BackupFile], *, known: bool) -> list[Way]:
        theme = self._theme
        new = Way(
            theme, "new workspace", _("New workspace"), _("Choose a place and a passphrase, 1 minute"), _("Ctrl N")
        )
        new.clicked.connect(self.new_wanted)
        opens = Way(
            theme, "open folder", _("Open a folder"), _("A .crm folder from a disk, stick or share"), _("Ctrl O")
        )
        opens.clicked.connect(self.open_wanted)
        joins = Way(theme, "link", _("Join a shared workspace"), _("With the invite that its owner gave you"))
        joins.clicked.connect(self.join_wanted)
        restores = Way(theme, "archive", _("Restore a backup"), self._backups_words(backups))
        restores.clicked.connect(self.restore_wanted)
        recovers = Way(theme, "key", _("Use a recovery key"), _("If the passphrase is lost"))
        recovers.clicked.connect(self.recovery_wanted)
        sample = Way(theme, "sample", _("Try it with sample data"), _("A workspace of made-up records"))
        sample.clicked.connect(self.sample_wanted)
        return [new, opens, joins, restores, recovers, *([sample] if known else [])]

    def _backups_words(self, backups: Sequence[BackupFile]) -> str:
        good = [backup for backup in backups if backup.good]
        if not good:
            return _("From a disk, stick or share")
        newest = max(backup.made_at for backup in good)
        found = ngettext("{n} backup found, from {when}", "{n} backups found, newest from {when}", len(good))
        return found.format(n=len(good), when=self._formats.moment(newest))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the canvas and the line towards the form."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("canvas"))
        painter.setPen(QPen(self._theme.colour("hairline"), 0))
        x = 0 if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else self.width() - 1
        painter.drawLine(x, 0, x, self.height())

    def _fit_theme(self) -> None:
        theme = self._theme
        self.setFixedWidth(theme.px(SIDE))
        self._column.setContentsMargins(theme.px(48), theme.px(54), theme.px(48), theme.px(24))
        self._column.setSpacing(0)


def _empty(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            _empty(inner)
            inner.deleteLater()
