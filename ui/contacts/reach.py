"""Calling and writing to a contact: by the program of the computer that does it, or by copying."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.contacts.record_parts import ContactRecord
from crm_desktop.words import _
from ui.kit.buttons import Button
from ui.kit.desk import Desk
from ui.kit.dialling import dial
from ui.kit.icons import icon
from ui.kit.menus import drop
from ui.kit.theme import Tone


class Reach:
    """Binds a Call and an Email button to the contact that is shown."""

    def __init__(self, desk: Desk, call: Button, email: Button) -> None:
        self._desk = desk
        self._call = call
        self._email = email
        self._record: ContactRecord | None = None
        call.clicked.connect(self._open_call)
        email.clicked.connect(self._open_email)

    def show_record(self, record: ContactRecord) -> None:
        """Let the buttons act for `record`, or say why they cannot."""
        self._record = record
        self._fit(self._call, "phone", _("There is no phone number yet"))
        self._fit(self._email, "email", _("There is no e-mail address yet"))

    def _fit(self, button: Button, name: str, missing: str) -> None:
        record = self._record
        if record is None:
            return
        why = ""
        if record.removed:
            why = _("Restore this contact first")
        elif not record.values.get(name):
            why = missing
        elif record.values.get("do_not_contact"):
            why = _("They do not want to be contacted")
        button.setEnabled(not why)
        button.setToolTip(why)

    def _open_call(self) -> None:
        if self._record is None:
            return
        theme, formats = self._desk.theme, self._desk.formats
        menu = QMenu(self._call)
        phones = [point for point in self._record.points if point.kind == "phone"]
        for point in phones:
            number = formats.phone(point.value)
            told = _("{number} ({label})").format(number=number, label=point.label) if point.label else number
            call = menu.addAction(icon(theme, "call"), _("Call {number}").format(number=told))
            call.triggered.connect(lambda _on=False, number=point.value: dial(self._desk, number))
        menu.addSeparator()
        for point in phones:
            number = formats.phone(point.value)
            copying = menu.addAction(icon(theme, "copy"), _("Copy {number}").format(number=number))
            copying.triggered.connect(lambda _on=False, number=number: copy(self._desk, number))
        drop(menu, self._call)

    def _open_email(self) -> None:
        if self._record is not None:
            address = str(self._record.values.get("email") or "")
            QDesktopServices.openUrl(QUrl(f"mailto:{address}"))


def copy(desk: Desk, text: str) -> None:
    """Put `text` into the clipboard and say so."""
    QGuiApplication.clipboard().setText(text)
    desk.say(_("Copied: {text}").format(text=text.partition("\n")[0]), tone=Tone.NEUTRAL)


def open_website(opener: QWidget, url: str) -> None:
    """Open the address `url` in the browser, on behalf of `opener`."""
    if opener.isEnabled():
        QDesktopServices.openUrl(QUrl(url if "://" in url else f"https://{url}"))
