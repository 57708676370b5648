"""Erasing a contact for ever: what goes, what stays, what goes later, and the passphrase once more."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QWidget

from crm_desktop.errors import CrmError, InvalidField
from crm_desktop.privacy.erasing import Erasure, erase_rows
from crm_desktop.privacy.preview import Preview, preview
from crm_desktop.privacy.told import Fate, ToldFate, told_preview
from crm_desktop.safekeeping import backups_of, check_passphrase
from crm_desktop.schema.forms import Place
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _, ngettext
from crm_desktop.workspace import Workspace
from ui.kit.desk import Desk
from ui.kit.dialogs import Dialog
from ui.kit.fields.passphrase import PassphraseField
from ui.kit.icons import paint_icon
from ui.kit.kept import Kept
from ui.kit.labels import Text
from ui.kit.layouts import column, row
from ui.kit.notices import Banner
from ui.kit.theme import Theme, Tone
from ui.kit.told import Told

# The sign of each fate, and its colour.
_SIGNS = {Fate.GOES: ("close", "danger"), Fate.STAYS: ("lock", "text2"), Fate.LATER: ("clock", "warning")}

LEAST_SEEN = 110  # of what happens, however low the screen is
FRAME = 40  # of a dialog around its content


class Looked(NamedTuple):
    """What erasing would do, and how many backups there are."""

    found: Preview
    backups: int


def begin_erasing(desk: Desk, window: QWidget, contact: bytes, then: Callable[[], None] | None = None) -> None:
    """Look at what erasing `contact` would do, and ask whether it is meant; `then` runs once it is erased."""

    def ask(looked: Looked) -> None:
        dialog = EraseDialog(desk, window, looked)
        dialog.finished.connect(dialog.deleteLater)
        if then is not None:
            dialog.accepted.connect(then)
        dialog.open()

    desk.read(_looked, desk.file.workspace, contact, desk.place, owner=window, then=ask)


class EraseDialog(Dialog):
    """Shows the preview, asks for a reason and the passphrase, and erases; nothing happens before that."""

    def __init__(self, desk: Desk, parent: QWidget, looked: Looked) -> None:
        found = looked.found
        title = _("Erase {name} for ever").format(name=found.name)
        super().__init__(desk.theme, title, _("Erase for ever"), "medium", destructive=True, parent=parent)
        self._desk = desk
        self._contact = found.contact
        self._busy = False
        theme = desk.theme
        self.reason = QLineEdit(_("No longer needed") if found.company else _("Asked by the person"))
        self.passphrase = PassphraseField(theme, _("Passphrase"))
        self.wrong = Told(theme)
        self.told = list(told_preview(found, looked.backups))
        self.body.addWidget(
            Text(theme, _("See what happens before you decide. Nothing is erased yet."), "body", "text2", wrap=True)
        )
        self.fates = FatesArea(theme, [FateLine(theme, each) for each in self.told])
        self.body.addWidget(self.fates)
        for label, line in ((_("Reason, without the name: it stays"), self.reason), (_("Passphrase"), self.passphrase)):
            line.setAccessibleName(label)
            self.body.addLayout(column(theme, Text(theme, label, "small", "text2"), line, gap=4))
        self.body.addWidget(
            Banner(
                theme,
                _("This is the one act that cannot be undone."),
                tone=Tone.DANGER,
                closable=False,
            )
        )
        self.body.addWidget(self.wrong)
        self.passphrase.textChanged.connect(self._settle)
        self._settle()
        if found.refused:
            self.reason.setEnabled(False)
            self.passphrase.setEnabled(False)
            self.wrong.tell(found.refused)
        self._fit()
        # Enter must not destroy anything by habit
        self.reject_button.setFocus()
        self.kept = Kept(desk, self, "erase", found.contact)

    def accept(self) -> None:
        """Check the passphrase and erase; the dialog closes once that is done."""
        if not self.accept_button.isEnabled():
            return
        self._be(busy=True)
        self.wrong.tell("")
        self._desk.tasks.run(
            _erased,
            self._desk.file.workspace,
            (self._contact, self.reason.text()),
            self.passphrase.text(),
            owner=self,
            then=self._on_erased,
            on_error=self._on_error,
            writer=True,
        )

    def reject(self) -> None:
        """Close without erasing; once it was begun it goes on to its end."""
        if not self._busy:
            super().reject()

    def _on_erased(self, done: Erasure) -> None:
        self.passphrase.clear()
        self._busy = False
        told = ngettext("{n} record erased for ever", "{n} records erased for ever", done.records)
        self._desk.say(told.format(n=self._desk.formats.number(done.records)))
        super().accept()

    def _on_error(self, error: CrmError) -> None:
        self._be(busy=False)
        self.wrong.tell(str(error))
        self._fit()
        wrong = self.reason if isinstance(error, InvalidField) else self.passphrase
        wrong.selectAll()
        wrong.setFocus(Qt.FocusReason.OtherFocusReason)

    def _be(self, *, busy: bool) -> None:
        self._busy = busy
        self.reason.setEnabled(not busy)
        self.passphrase.setEnabled(not busy)
        self.reject_button.setEnabled(not busy)
        self.accept_button.setText(_("Erasing…") if busy else _("Erase for ever"))
        self._settle()

    def _fit(self) -> None:
        """Be no higher than the window that asked, and no higher than the screen; what is told scrolls then."""
        parent = self.parentWidget()
        room = self.screen().availableGeometry().height() - self.theme.px(FRAME)
        if parent is not None:
            room = min(room, parent.window().height())
        self.fates.give_way(self.sizeHint().height() - room)
        self.adjustSize()

    def _settle(self) -> None:
        self.accept_button.setEnabled(bool(self.passphrase.text()) and not self._busy)


class FateLine(QWidget):
    """One line of the preview: a sign for what goes, stays or goes later, and a sentence in words of its own."""

    def __init__(self, theme: Theme, told: ToldFate) -> None:
        super().__init__()
        self._theme = theme
        self._icon, self._role = _SIGNS[told.fate]
        self.setAccessibleName(f"{told.what}: {told.becomes}")
        what = Text(theme, told.what, "body", weight=500, wrap=True)
        words = column(theme, what, Text(theme, told.becomes, "small", "text2", wrap=True), gap=2)
        whole = row(theme, words, margins=(28, 0, 0, 0))
        self.setLayout(whole)
        # as high as its words need at the width that the dialog has: they would ask for more lines than they take
        width = theme.size("dialog.medium") - 2 * theme.px(24) - theme.size("scrollbar.track")
        self.setFixedSize(width, whole.heightForWidth(width))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sign beside the first line."""
        box = self.rect()
        box.setWidth(self._theme.size("icon.md"))
        box.setHeight(self._theme.line("body"))
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            box.moveRight(self.rect().right())
        paint_icon(QPainter(self), self._theme, self._icon, box, self._role, "md")


class FatesArea(QScrollArea):
    """The lines of the preview, as high as they are; where there is no room for all they scroll."""

    def __init__(self, theme: Theme, lines: Sequence[FateLine]) -> None:
        super().__init__()
        self._theme = theme
        self._over = 0
        self.lines = lines
        self._inner = inner = QWidget()
        inner.setLayout(column(theme, *lines, gap=10))
        self.setWidget(inner)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("What happens"))
        for each in (inner, self.viewport()):
            each.setAutoFillBackground(False)

    def give_way(self, over: int) -> None:
        """Be lower by `over`, never so low that less than two lines are seen; no lower again where that is less."""
        whole = self._inner.sizeHint().height()
        self._over = min(max(self._over + over, 0), max(whole - self._theme.px(LEAST_SEEN), 0))
        self.setFixedHeight(whole - self._over)
        policy = Qt.FocusPolicy.StrongFocus if self._over else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(policy)

    def sizeHint(self) -> QSize:
        """Return the size of all lines."""
        return self._inner.sizeHint()


def _looked(reader: Connection, workspace: Workspace, contact: bytes, place: Place) -> Looked:
    return Looked(preview(reader, contact, place), len(backups_of(workspace)))


def _erased(workspace: Workspace, wanted: tuple[bytes, str], passphrase: str) -> Erasure:
    check_passphrase(workspace, passphrase)
    # what is left of it in the pages of the file goes in the background: nobody waits for that with saving
    return erase_rows(workspace, *wanted)
