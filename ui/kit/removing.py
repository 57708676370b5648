"""Deleting contacts: says what goes into the bin with them and what stays, before it is done."""

from typing import Protocol

from PySide6.QtWidgets import QCheckBox, QWidget

from crm_desktop.store.chosen import Chosen
from crm_desktop.store.going import Going, going
from crm_desktop.store.table_words import counted_by_table
from crm_desktop.words import _
from ui.kit.desk import Desk
from ui.kit.dialogs import Dialog
from ui.kit.labels import Text


class Remove(Protocol):
    """Puts contacts into the bin, with their deals and tickets where `asked`."""

    def __call__(self, *, asked: bool) -> object:
        """Do it."""


def remove_told(desk: Desk, parent: QWidget, chosen: Chosen, question: str, remove: Remove) -> None:
    """Call `remove` for the `chosen` contacts, told whether their deals and tickets are to go as well.

    Where removing concerns anything but them, the dialog `question` says so first.
    """

    def ask(found: Going) -> None:
        if found.concerns:
            dialog = RemovalDialog(desk, parent, question, found)
            dialog.accepted.connect(lambda: remove(asked=dialog.asked))
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()
        else:
            remove(asked=False)

    desk.read(going, "contact", chosen, desk.place, owner=parent, then=ask)


class RemovalDialog(Dialog):
    """Says what goes into the bin with contacts and what stays, and offers that their deals and tickets go too."""

    def __init__(self, desk: Desk, parent: QWidget, question: str, found: Going) -> None:
        super().__init__(desk.theme, question, _("Delete"), parent=parent)
        told = {
            _("Goes into the bin as well: {what}."): found.along,
            _("Stays, with “in the bin” beside the name: {what}."): found.staying,
        }
        for sentence, counts in told.items():
            if counts:
                what = ", ".join(counted_by_table(counts))
                self.body.addWidget(Text(desk.theme, sentence.format(what=what), wrap=True))
        self._also = QCheckBox(_("Also delete {what}").format(what=", ".join(counted_by_table(found.asked))))
        self._also.setVisible(bool(found.asked))
        self.body.addWidget(self._also)
        kept = _("Restoring it from the bin brings back all that went along.")
        self.body.addWidget(Text(desk.theme, kept, role="text2", wrap=True))
        self.accept_button.setFocus()

    @property
    def asked(self) -> bool:
        """Whether deals and tickets are to go as well."""
        return self._also.isChecked()
