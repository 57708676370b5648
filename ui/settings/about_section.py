"""What is on this computer: where files are, which version runs, under which licences its parts are."""

import platform
import re
from importlib import metadata
from pathlib import Path

from PySide6 import __version__ as qt_version
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from crm_desktop.program import log_folder, program_version
from crm_desktop.resource_files import resource
from crm_desktop.safekeeping import backup_place
from crm_desktop.sync.copies import notes_folder
from crm_desktop.sync.ledger import local_ledger
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _
from ui.kit.buttons import Button
from ui.kit.core import FileAccess
from ui.kit.desk import Desk
from ui.kit.device_choices import DeviceChoices
from ui.settings.row import SettingRow
from ui.settings.section import Section

PROGRAM = "crm-desktop"
_NAME = re.compile(r"[A-Za-z0-9_.-]+")


class AboutSection(Section):
    """Places, versions and licences."""

    def __init__(self, desk: Desk) -> None:
        lead = _("Nothing that you wrote is kept outside the workspace folder and its backups.")
        super().__init__(desk, _("What is on this computer"), lead)
        choices = DeviceChoices().path
        logs = log_folder()
        self._workspace = self._place(_("Workspace"), _("All records, encrypted."), Path())
        self._backups = self._place(_("Backups"), _("Encrypted like the workspace."), Path())
        self.add_card(
            self._workspace,
            self._backups,
            self._place(
                _("Choices of this computer"),
                _("Theme, text size, language, and where workspaces are."),
                choices.parent,
            ),
            self._place(
                _("Notes of copies"),
                _("A number for each copy of a workspace and where it lay, so that copies are told apart."),
                notes_folder(),
            ),
            self._place(
                _("Notes of what was erased"),
                _("Marks that name nobody, so that no older backup brings back who was erased."),
                local_ledger(),
            ),
            self._place(_("Reports of errors"), _("Places in the program, never what is in your records."), logs),
            title=_("Places"),
        )
        self.add_card(*self.declared("help"), title=_("Help"))
        self._versions = SettingRow(desk.theme, _("Version {version}").format(version=program_version()), _program())
        self.add_card(self._versions, title=_("Program"))
        licences = [SettingRow(desk.theme, name, licence) for name, licence in used_parts()]
        fonts = SettingRow(desk.theme, _("Fonts"), _("SIL Open Font License 1.1"), self._opener(resource("fonts")))
        self.add_card(fonts, *licences, title=_("Made with"))

    def refresh(self) -> None:
        """Ask where the workspace and its backups are."""
        self.desk.tasks.run(_places, self.desk.file, owner=self, then=self._show)
        self.desk.read(_sqlcipher, owner=self, then=self._show_sqlcipher)

    def _place(self, label: str, explained: str, path: Path) -> SettingRow:
        made = SettingRow(self.desk.theme, label, f"{path}\n{explained}", self._opener(path))
        made.setObjectName(explained)
        return made

    def _opener(self, path: Path) -> Button:
        button = Button(self.desk.theme, _("Open folder"), size="small")
        button.setProperty("folder", str(path))
        button.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(button.property("folder")))))
        return button

    def _show(self, places: tuple[Path, Path]) -> None:
        for row, path in zip((self._workspace, self._backups), places, strict=True):
            row.explain(f"{path}\n{row.objectName()}")
            for button in row.findChildren(Button):
                button.setProperty("folder", str(path))

    def _show_sqlcipher(self, found: str) -> None:
        self._versions.explain(f"{_program()}, SQLCipher {found}")


def used_parts() -> list[tuple[str, str]]:
    """Return the libraries that the program is made with: name and version, and licence."""
    try:
        wanted = metadata.requires(PROGRAM) or []
    except metadata.PackageNotFoundError:
        return []
    names = sorted({found[0] for each in wanted if (found := _NAME.match(each))}, key=str.lower)
    return [(f"{name} {metadata.version(name)}", _licence(name)) for name in names if _is_here(name)]


def _licence(name: str) -> str:
    about = metadata.metadata(name)
    named = next((about[each] for each in ("License-Expression", "License") if each in about), "")
    classified = [each.rpartition(":: ")[2] for each in about.get_all("Classifier") or [] if each.startswith("License")]
    said = (named.splitlines()[0] if named else "") or ", ".join(classified)
    return said or _("See the licence file that comes with it.")


def _is_here(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _program() -> str:
    return f"Python {platform.python_version()}, Qt {qt_version}, {platform.system()} {platform.release()}"


def _places(file: FileAccess) -> tuple[Path, Path]:
    return file.workspace.folder, backup_place(file.workspace)


def _sqlcipher(reader: Connection) -> str:
    row = reader.execute("PRAGMA cipher_version").fetchone()
    return str(row[0]) if row else ""
