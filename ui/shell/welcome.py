"""What the gate shows where no workspace is known yet."""

from PySide6.QtCore import Signal

from crm_desktop.words import _
from ui.kit.buttons import Button, ButtonKind
from ui.kit.labels import Text
from ui.kit.layouts import column
from ui.kit.theme import Theme
from ui.shell.gate_form import GateForm, Reassurance


class Welcome(GateForm):
    """Two ways to begin; the others stand at the leading side."""

    new_wanted = Signal()
    sample_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        self.new = Button(theme, _("New workspace"), ButtonKind.PRIMARY, size="large", icon="new workspace")
        self.sample = Button(theme, _("Try it with sample data"), size="large", icon="sample")
        self.new.set_wide()
        self.sample.set_wide()
        lead = _("People, companies, deals and tickets in one encrypted folder on this computer. No account is needed.")
        stays = _("The file is encrypted. There is no account and nobody can reset the passphrase.")
        super().__init__(
            theme,
            column(
                theme,
                Text(theme, _("Welcome"), "hero"),
                Text(theme, lead, role="text2", wrap=True),
                gap=8,
            ),
            column(theme, self.new, self.sample, gap=10),
            Reassurance(theme, "shield", _("Everything stays on this computer."), stays),
            gap=26,
        )
        self.new.clicked.connect(self.new_wanted)
        self.sample.clicked.connect(self.sample_wanted)

    def focus_first(self) -> None:
        """Put the focus on the first way."""
        self.new.setFocus()
