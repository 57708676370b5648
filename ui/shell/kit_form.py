"""Keeping the recovery key of a new workspace, before it is opened for the first time."""

from crm_desktop.words import _
from crm_desktop.workspace import Workspace
from ui.kit.buttons import LinkButton
from ui.kit.kit_keeping import KitKeeping
from ui.kit.layouts import row
from ui.kit.tasks import Tasks
from ui.kit.theme import Theme
from ui.shell.gate_form import GateForm, Reassurance, heading, main_button


class KitForm(GateForm):
    """Asks to keep the kit of `workspace`; `opened` carries it on once that is proven, or put off."""

    def __init__(self, theme: Theme, tasks: Tasks, workspace: Workspace) -> None:
        self.workspace = workspace
        self.keeping = KitKeeping(theme, tasks, workspace)
        self.button = main_button(theme, _("Open the workspace"))
        self.button.setEnabled(False)
        later = LinkButton(theme, _("Do this later"), role="text2")
        lead = _(
            "If the passphrase is lost, this key alone opens the workspace. "
            "Nobody else has it, and it is not shown again."
        )
        keep = _(
            "Print the sheet, put it where you keep contracts, and delete the file: "
            "whoever has the key can read everything."
        )
        super().__init__(
            theme,
            heading(theme, _("Keep the recovery key"), lead),
            self.keeping,
            self.button,
            row(theme, later, None),
            Reassurance(theme, "print", _("Paper keeps best."), keep, "text2"),
            gap=18,
        )
        self.keeping.fits.connect(self.button.setEnabled)
        self.keeping.field.returnPressed.connect(self.keeping.note)
        self.keeping.noted.connect(self._go_on)
        self.button.clicked.connect(self.keeping.note)
        later.clicked.connect(self._go_on)

    def focus_first(self) -> None:
        """Put the focus on saving."""
        self.keeping.save.setFocus()

    def _go_on(self) -> None:
        self.opened.emit(self.workspace)
