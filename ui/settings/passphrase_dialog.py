"""Changing the passphrase."""

from functools import partial

from PySide6.QtWidgets import QWidget

from crm_desktop.errors import CrmError, WrongPassphrase
from crm_desktop.safekeeping import new_passphrase
from crm_desktop.vault.strength import suggested_passphrase
from crm_desktop.words import _
from ui.kit.buttons import LinkButton
from ui.kit.desk import Desk
from ui.kit.dialogs import Dialog
from ui.kit.fields.passphrase import PassphraseField
from ui.kit.fields.strength_meter import StrengthMeter
from ui.kit.labels import Text
from ui.kit.layouts import column, row
from ui.kit.told import Told

LEAST_STEP = 3


class PassphraseDialog(Dialog):
    """Asks for the present passphrase and twice for the new one."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk.theme, _("Change the passphrase"), _("Change"), parent=parent)
        self._desk = desk
        theme = desk.theme
        self.current = PassphraseField(theme, _("Present passphrase"))
        self.new = PassphraseField(theme, _("New passphrase"))
        self.again = PassphraseField(theme, _("New passphrase again"))
        self.meter = StrengthMeter(theme)
        self.wrong = Told(theme)
        suggest = LinkButton(theme, _("Suggest one"), style="small")
        suggest.clicked.connect(self._suggest)
        for text, field, beside in (
            (_("Present passphrase"), self.current, None),
            (_("New passphrase"), self.new, suggest),
            (_("New passphrase again"), self.again, None),
        ):
            head = row(theme, Text(theme, text, "small", "text2"), None, *([beside] if beside is not None else []))
            self.body.addLayout(column(theme, head, field, gap=4))
            if field is self.new:
                self.body.addWidget(self.meter)
        self.body.addWidget(self.wrong)
        self.new.textChanged.connect(self._judge)
        self.current.setFocus()

    def accept(self) -> None:
        """Change it; the dialog closes once that is done."""
        refusal = self._refusal()
        self.wrong.tell(refusal)
        if refusal or not self.accept_button.isEnabled():
            return
        self.accept_button.setEnabled(False)
        self._desk.tasks.run(
            partial(new_passphrase, now=self._desk.now()),
            self._desk.file.workspace,
            self.current.text(),
            self.new.text(),
            owner=self,
            then=self._on_changed,
            on_error=self._on_error,
            writer=True,
        )

    def _refusal(self) -> str:
        if not self.current.text():
            return _("Type the present passphrase first.")
        if self.meter.step < LEAST_STEP:
            return _("The new passphrase would be guessed too soon. Take at least four words.")
        if self.new.text() != self.again.text():
            return _("The two new passphrases differ. Type the same one twice.")
        return ""

    def _judge(self) -> None:
        workspace = self._desk.file.workspace
        self.meter.judge(self.new.text(), [workspace.name, workspace.member_name])

    def _suggest(self) -> None:
        made = suggested_passphrase()
        self.new.setText(made)
        self.again.setText(made)
        self.new.reveal()

    def _on_changed(self, _changed: None) -> None:
        for field in (self.current, self.new, self.again):
            field.clear()
        self._desk.say(_("Passphrase changed. Backups made before still open with the old one."))
        super().accept()

    def _on_error(self, error: CrmError) -> None:
        self.accept_button.setEnabled(True)
        self.wrong.tell(str(error))
        if isinstance(error, WrongPassphrase):
            self.current.show_wrong(wrong=True)
            self.current.setFocus()


def ask_passphrase(desk: Desk, title: str, reason: str, verb: str, parent: QWidget) -> str:
    """Ask for the passphrase again before an act that needs it; return it, or an empty text where it was not given."""
    dialog = Dialog(desk.theme, title, verb, parent=parent)
    field = PassphraseField(desk.theme)
    dialog.body.addWidget(Text(desk.theme, reason, role="text2", wrap=True))
    dialog.body.addWidget(field)
    field.setFocus()
    return field.text() if dialog.exec() == Dialog.DialogCode.Accepted else ""
