"""Copying the values of an own field into another, such as one of another type."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QDialog, QWidget

from crm_desktop.errors import CrmError
from crm_desktop.jobs import Progress
from crm_desktop.journal.field_copy import Copied, copy_own_values
from crm_desktop.journal.journal import Journal
from crm_desktop.store.own_field_rows import OwnFieldRow
from crm_desktop.words import _, ngettext
from ui.kit.desk import Desk
from ui.kit.dialogs import Dialog
from ui.kit.fields.choice import ComboBox
from ui.kit.kept import Kept
from ui.kit.labels import Text
from ui.kit.theme import Tone


class CopyDialog(Dialog):
    """Asks into which of the fields `others` the values of `source` are copied."""

    def __init__(self, desk: Desk, source: OwnFieldRow, others: Sequence[OwnFieldRow], parent: QWidget) -> None:
        title = _("Copy the values of “{label}”").format(label=source.label)
        super().__init__(desk.theme, title, _("Copy"), parent=parent)
        self._desk = desk
        self._source = source
        told = _(
            "Each value is read as if it were typed into the other field. "
            "What does not fit, and what is there already, stays as it is."
        )
        self.body.addWidget(Text(desk.theme, told, role="text2", wrap=True))
        self.target = ComboBox(desk.theme)
        self.target.setAccessibleName(_("Copy into"))
        for each in others:
            self.target.addItem(each.label, each.name)
        self.body.addWidget(self.target)
        self.kept = Kept(desk, self, "copy field", source.id)

    def accept(self) -> None:
        """Copy, in the background."""
        copy = partial(_copied, self._source.record_kind, self._source.name, str(self.target.currentData()))
        desk = self._desk
        desk.act(copy, title=_("Copying values"), then=partial(_tell, desk), on_error=partial(_refuse, desk))
        self.done(QDialog.DialogCode.Accepted)


def _copied(kind: str, source: str, target: str, journal: Journal, *, progress: Progress) -> Copied:
    return copy_own_values(journal, kind, source, target, progress=progress)


def _tell(desk: Desk, copied: Copied) -> None:
    told = ngettext("{n} value copied", "{n} values copied", copied.copied).format(n=copied.copied)
    if copied.refused:
        left = ngettext("{n} does not fit: {reason}", "{n} do not fit, the first: {reason}", copied.refused)
        told = f"{told}. {left.format(n=copied.refused, reason=copied.first[0].reason)}"
    desk.say(told, undo=copied.copied > 0, tone=Tone.WARNING if copied.refused else Tone.SUCCESS)


def _refuse(desk: Desk, error: CrmError) -> None:
    desk.warn(str(error))
