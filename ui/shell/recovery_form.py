"""Opening a workspace whose passphrase was lost, with its recovery key, under a new passphrase."""

from pathlib import Path

from crm_desktop.errors import CrmError
from crm_desktop.safekeeping import passphrase_from_key
from crm_desktop.words import _
from crm_desktop.workspace import Workspace, open_workspace
from ui.kit.buttons import LinkButton
from ui.kit.fields.passphrase import PassphraseField
from ui.kit.fields.recovery_key import KeyField
from ui.kit.fields.strength_meter import StrengthMeter
from ui.kit.labels import Text
from ui.kit.layouts import column, row
from ui.kit.tasks import Tasks
from ui.kit.theme import Theme
from ui.kit.told import Told
from ui.shell.gate_form import GateForm, entry, main_button, short_path
from ui.shell.new_workspace_form import LEAST_STEP


class RecoveryForm(GateForm):
    """Asks for the recovery key of the workspace `folder` and for a new passphrase."""

    def __init__(self, theme: Theme, tasks: Tasks, folder: Path) -> None:
        self.folder = folder
        self._tasks = tasks
        self.key = KeyField(theme)
        self.passphrase = PassphraseField(theme)
        self.again = PassphraseField(theme, _("Passphrase again"))
        self.meter = StrengthMeter(theme)
        self.wrong = Told(theme)
        self.button = main_button(theme, _("Set passphrase and open"))
        back = LinkButton(theme, _("Back"))
        super().__init__(
            theme,
            column(
                theme,
                Text(theme, _("Use the recovery key"), "display"),
                Text(theme, short_path(folder), role="text2"),
                gap=4,
            ),
            entry(theme, _("Recovery key from the kit"), self.key),
            entry(theme, _("New passphrase"), self.passphrase, self.meter),
            entry(theme, _("Passphrase again"), self.again),
            self.wrong,
            self.button,
            row(theme, back, None),
            gap=18,
            width=440,
        )
        back.clicked.connect(self.left)
        self.passphrase.textChanged.connect(self._judge)
        self.button.clicked.connect(self.open)
        for field in (self.key.line, self.passphrase, self.again):
            field.returnPressed.connect(self.open)

    def focus_first(self) -> None:
        """Put the focus into the key."""
        self.key.line.setFocus()

    def open(self) -> None:
        """Open with what is typed."""
        refusal = self._refusal()
        self.wrong.tell(refusal)
        if refusal or not self.button.isEnabled():
            return
        self.button.setEnabled(False)
        self._tasks.run(
            _reopened,
            self.folder,
            self.key.line.text(),
            self.passphrase.text(),
            owner=self,
            then=self._on_open,
            on_error=self._on_error,
            writer=True,
        )

    def _refusal(self) -> str:
        if not self.key.complete:
            self.key.line.setFocus()
            return self.key.problem or _("Type the whole key: 8 groups.")
        if self.meter.step < LEAST_STEP:
            self.passphrase.setFocus()
            return _("This passphrase would be guessed too soon. Take at least four words.")
        if self.passphrase.text() != self.again.text():
            self.again.setFocus()
            return _("The two passphrases differ. Type the same one twice.")
        return ""

    def _judge(self) -> None:
        self.meter.judge(self.passphrase.text(), [self.folder.stem])

    def _on_open(self, workspace: Workspace) -> None:
        for field in (self.key.line, self.passphrase, self.again):
            field.clear()
        self.opened.emit(workspace)

    def _on_error(self, error: CrmError) -> None:
        self.button.setEnabled(True)
        self.wrong.tell(str(error))


def _reopened(folder: Path, key: str, passphrase: str) -> Workspace:
    passphrase_from_key(folder, key, passphrase)
    return open_workspace(folder, passphrase)
