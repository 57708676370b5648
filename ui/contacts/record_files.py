"""The files of a contact on its page."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from crm_desktop.contacts.record_parts import ContactRecord
from crm_desktop.files.actions import Holder
from crm_desktop.words import _
from ui.contacts.section import RecordSection
from ui.files.drop_veil import DropVeil
from ui.files.file_list import FileList
from ui.kit.desk import Desk
from ui.kit.page import Action


class FilesSection(RecordSection):
    """The files; they are added from the head, by dropping them anywhere on the `page`, or by pasting."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(desk.theme, _("Files"), icon="attachment", act=_("Add files"))
        self._record: ContactRecord | None = None
        self.list = FileList(desk)
        self.body.addWidget(self.list)
        self.veil = DropVeil(desk, page, self.list, lambda: self._record.name if self._record is not None else "")
        self.list.counted.connect(self.show_count)
        self.acted.connect(self.list.ask)
        self.show_count(0)

    def show_record(self, record: ContactRecord) -> None:
        """Show the files of `record`, of a company also those of its people."""
        self._record = record
        self.set_editable(on=not record.removed)
        self.list.show_files_of(Holder("contact", record.id), name=record.name, editable=not record.removed)

    def commands(self, why_not: str) -> Sequence[Action]:
        """Return what can be done with files; refused with its reason where `why_not`."""
        return (
            Action("add files", _("Add files…"), self.list.ask, "", "attachment", why_not),
            Action("paste files", _("Paste files"), self.list.paste, "Ctrl+V", "attachment", why_not),
        )
