"""Trying the program with made-up records, in a workspace of their own."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QLineEdit

from crm_desktop.errors import CrmError
from crm_desktop.vault.strength import suggested_passphrase
from crm_desktop.words import _
from crm_desktop.workspace import SUFFIX, Workspace
from ui.kit.buttons import Button, LinkButton
from ui.kit.labels import Text
from ui.kit.layouts import row
from ui.kit.tasks import Tasks
from ui.kit.theme import Theme
from ui.kit.told import Told
from ui.sample import make_sample
from ui.shell.gate_form import GateForm, Reassurance, entry, heading, main_button, place_line, short_path


class SampleForm(GateForm):
    """Asks where, shows the passphrase, and makes the sample with progress that can be cancelled."""

    def __init__(self, theme: Theme, tasks: Tasks) -> None:
        self._tasks = tasks
        self._place = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        self._where = Text(theme, "", role="text2")
        choose = Button(theme, _("Choose…"), size="small")
        self.field = QLineEdit(suggested_passphrase())
        self.wrong = Told(theme)
        self.button = main_button(theme, _("Make the sample workspace"))
        back = LinkButton(theme, _("Back"))
        lead = _("Made-up people, companies, deals and tickets to look around in. Delete the folder when you are done.")
        keep = _("It is written down nowhere. Note it if you want to come back to the sample later.")
        super().__init__(
            theme,
            heading(theme, _("Try it with sample data"), lead),
            place_line(theme, _("Place"), self._where, choose),
            entry(theme, _("Passphrase of the sample"), self.field),
            Reassurance(theme, "key", _("This passphrase was made for you."), keep, "text2"),
            self.wrong,
            self.button,
            row(theme, back, None),
            gap=18,
        )
        choose.clicked.connect(self._choose_place)
        back.clicked.connect(self.left)
        self.button.clicked.connect(self.make)
        self.field.returnPressed.connect(self.make)
        self._show_where()

    @property
    def folder(self) -> Path:
        """Where the sample will be: a name that is not taken yet."""
        name = _("Practice workspace")
        free = (self._place / f"{name}{f' {n}' if n else ''}{SUFFIX}" for n in range(1000))
        return next(folder for folder in free if not folder.exists())

    def set_place(self, place: Path) -> None:
        """Put the sample into the folder `place`."""
        self._place = place
        self._show_where()

    def focus_first(self) -> None:
        """Put the focus on making it."""
        self.button.setFocus()

    def make(self) -> None:
        """Make the sample."""
        if not self.button.isEnabled():
            return
        self.button.setEnabled(False)
        self._tasks.run(
            make_sample,
            self.folder,
            self.field.text(),
            owner=self,
            then=self._on_made,
            on_error=self._on_error,
            title=_("Making the sample workspace"),
            writer=True,
        )

    def _choose_place(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Where to keep the sample"), str(self._place))
        if chosen:
            self.set_place(Path(chosen))

    def _show_where(self) -> None:
        self._where.setText(short_path(self.folder))

    def _on_made(self, workspace: Workspace) -> None:
        self.opened.emit(workspace)

    def _on_error(self, error: CrmError) -> None:
        self.button.setEnabled(True)
        self.wrong.tell(str(error))
