"""Asking for the passphrase again, before personal data leave the encrypted file."""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from crm_desktop.errors import CrmError
from crm_desktop.safekeeping import check_passphrase
from crm_desktop.store.workspace_settings import setting_value
from crm_desktop.words import _
from ui.kit.desk import Desk
from ui.kit.dialogs import Dialog
from ui.kit.fields.passphrase import PassphraseField
from ui.kit.labels import Text
from ui.kit.told import Told

ASKED_ONCE_IN = timedelta(minutes=5)


class Asked(NamedTuple):
    """What the passphrase is asked for: the dialog's title, why in a sentence, and the verb of its button."""

    title: str
    why: str
    verb: str


class AskAgainDialog(Dialog):
    """Asks for the passphrase; `then` runs where it fits."""

    def __init__(self, desk: Desk, parent: QWidget, asked: Asked, then: Callable[[], None]) -> None:
        super().__init__(desk.theme, asked.title, asked.verb, parent=parent)
        self._desk = desk
        self._then = then
        theme = desk.theme
        self.passphrase = PassphraseField(theme, _("Passphrase"))
        self.wrong = Told(theme)
        self.body.addWidget(Text(theme, asked.why, "body", "text2", wrap=True))
        self.body.addWidget(Text(theme, _("Passphrase"), "small", "text2"))
        self.body.addWidget(self.passphrase)
        self.body.addWidget(self.wrong)
        self.passphrase.setFocus()

    def accept(self) -> None:
        """Check the passphrase; where it fits, the dialog closes and what it was asked for goes on."""
        if not self.accept_button.isEnabled():
            return
        self.accept_button.setEnabled(False)
        self._desk.tasks.run(
            check_passphrase,
            self._desk.file.workspace,
            self.passphrase.text(),
            owner=self,
            then=self._on_checked,
            on_error=self._on_error,
        )

    def _on_checked(self, _nothing: None) -> None:
        self._desk.file.confirmed_at = self._desk.now()
        super().accept()
        self._then()

    def _on_error(self, error: CrmError) -> None:
        self.accept_button.setEnabled(True)
        self.wrong.tell(str(error))
        self.passphrase.selectAll()
        self.passphrase.setFocus()


def before_leaving(desk: Desk, window: QWidget, title: str, then: Callable[[], None]) -> None:
    """Run `then`, which writes personal data to a file that is not encrypted, once the passphrase was typed again."""
    why = _(
        "What is written may hold personal data and is not encrypted. Keep it where nobody else can read it, and "
        "delete it when it has served."
    )
    when_confirmed(desk, window, Asked(title, why, _("Choose a place…")), then)


def when_confirmed(desk: Desk, window: QWidget, asked: Asked, then: Callable[[], None]) -> None:
    """Run `then` once the passphrase was typed again; at once where that was lately, or is not wanted here."""

    def begin(asks: str) -> None:
        asked_at = desk.file.confirmed_at
        fresh = asked_at is not None and desk.now() - asked_at < ASKED_ONCE_IN
        if asks != "on" or fresh:
            then()
            return
        dialog = AskAgainDialog(desk, window, asked, then)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    desk.read(setting_value, "ask_again", owner=window, then=begin)
