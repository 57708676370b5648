"""Letters and address labels for what the list shows, or for those that are selected."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QSpinBox, QWidget

from crm_desktop.errors import CrmError
from crm_desktop.jobs import Progress
from crm_desktop.reports.addressees import Addressees, addressees
from crm_desktop.reports.label_sheets import SHEETS
from crm_desktop.reports.style import report_style
from crm_desktop.schema.forms import Place
from crm_desktop.store.record_query import View
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _, ngettext
from ui.kit.asked_again import before_leaving
from ui.kit.desk import Desk
from ui.kit.dialogs import Dialog
from ui.kit.fields.choice import ComboBox
from ui.kit.kept import Kept
from ui.kit.labels import Text
from ui.kit.theme import Tone

LEAST_TEXT_HEIGHT = 220
_US_SHEETS = frozenset({"avery-5160", "avery-5163"})


class WrittenTo(NamedTuple):
    """Who is written to: `view` as the list shows it, or those of it with `ids` where some are selected."""

    view: View
    ids: frozenset[bytes]
    total: int


class _Mail(NamedTuple):
    """One PDF to be made: `make` gets the addressees and returns its content."""

    people: WrittenTo
    path: Path
    make: Callable[[Addressees, Progress], bytes]


class LabelsDialog(Dialog):
    """Asks for the sheet and how many labels of it are used already."""

    def __init__(self, desk: Desk, parent: QWidget, chosen: WrittenTo) -> None:
        super().__init__(desk.theme, _("Address labels"), _("Save as PDF…"), parent=parent)
        self._desk, self._chosen = desk, chosen
        theme = desk.theme
        self.sheet = ComboBox(theme)
        self.sheet.setAccessibleName(_("Sheet of labels"))
        at_home = desk.place.region in ("US", "CA")
        for each in sorted(SHEETS, key=lambda sheet: (sheet.name in _US_SHEETS) is not at_home):
            self.sheet.addItem(each.label, each.name)
        self.skipped = QSpinBox()
        self.skipped.setAccessibleName(_("Labels that are used already"))
        self.sheet.currentIndexChanged.connect(self._limit)
        self._limit()
        for words, control in (
            (_("Sheet of labels"), self.sheet),
            (_("Labels of the first sheet that are used already"), self.skipped),
        ):
            self.body.addWidget(Text(theme, words, "small", "text2"))
            self.body.addWidget(control)
        self.body.addWidget(Text(theme, _about(chosen.total), "small", "text2", wrap=True))
        self.kept = Kept(desk, self, "labels")

    def accept(self) -> None:
        """Ask where to, then write the labels in the background."""
        name, skipped = str(self.sheet.currentData()), self.skipped.value()
        super().accept()
        _ask_where(self._desk, self.parentWidget() or self, _("Labels"), lambda path: self._write(path, name, skipped))

    def _limit(self) -> None:
        sheet = next(each for each in SHEETS if each.name == self.sheet.currentData())
        self.skipped.setRange(0, sheet.labels - 1)

    def _write(self, path: Path, name: str, skipped: int) -> None:
        desk, made_at = self._desk, self._desk.formats.local(self._desk.now())

        def make(people: Addressees, progress: Progress) -> bytes:
            return _labels(people, name, skipped, made_at, progress)

        _write(desk, self.parentWidget() or self, _Mail(self._chosen, path, make))


class LettersDialog(Dialog):
    """Asks for the subject and the text, in which words in braces are put in for each."""

    def __init__(self, desk: Desk, parent: QWidget, chosen: WrittenTo) -> None:
        super().__init__(desk.theme, _("Letters"), _("Save as PDF…"), "medium", parent=parent)
        self._desk, self._chosen = desk, chosen
        theme = desk.theme
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(_("Text of the letter"))
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(theme.px(LEAST_TEXT_HEIGHT))
        self.text.setPlainText(_("Subject: \n\nDear {prefix} {name},\n\n\n\nKind regards"))
        self.wrong = Text(theme, "", "small", "danger", wrap=True)
        self.wrong.hide()
        told = _("Put in for each: {fields}").format(
            fields="{name} {prefix} {given_name} {family_name} {company} {city}"
        )
        self.body.addWidget(self.text)
        self.body.addWidget(Text(theme, told, "small", "text2", wrap=True))
        self.body.addWidget(Text(theme, _about(chosen.total), "small", "text2", wrap=True))
        self.body.addWidget(self.wrong)
        self.text.setFocus()
        self.kept = Kept(desk, self, "letters")

    def accept(self) -> None:
        """Check the text, ask where to, then write the letters in the background."""
        from crm_desktop.reports.letters import letter_of  # the writer of PDF is needed here alone

        typed = self.text.toPlainText()
        try:
            letter_of(typed)
        except CrmError as error:
            self.wrong.setText(str(error))
            self.wrong.show()
            return
        super().accept()
        _ask_where(self._desk, self.parentWidget() or self, _("Letters"), lambda path: self._write(path, typed))

    def _write(self, path: Path, typed: str) -> None:
        desk, made_at = self._desk, self._desk.formats.local(self._desk.now())
        sender = desk.file.workspace.name

        def make(people: Addressees, progress: Progress) -> bytes:
            with desk.file.workspace.reader() as reader:
                letter = report_style(reader, desk.place.region).letter
            return _letters(people, (typed, sender), (desk.place.language, made_at, letter), progress)

        _write(desk, self.parentWidget() or self, _Mail(self._chosen, path, make))


def _labels(people: Addressees, name: str, skipped: int, made_at: datetime, progress: Progress) -> bytes:
    from crm_desktop.reports.label_sheets import sheet_named
    from crm_desktop.reports.labels import Wanted, labels_pdf
    from crm_desktop.reports.pdf_document import Imprint

    imprint = Imprint(_("Labels"), "", "", "en", made_at)
    return labels_pdf(people.found, Wanted(sheet_named(name), skipped), imprint, progress)


def _letters(
    people: Addressees, written: tuple[str, str], printed: tuple[str, datetime, bool], progress: Progress
) -> bytes:
    from crm_desktop.reports.letters import letter_of, letters_pdf
    from crm_desktop.reports.pdf_document import Imprint
    from crm_desktop.reports.pdf_report import paper_of

    letter = letter_of(*written)
    language, made_at, on_letter = printed
    imprint = Imprint(letter.subject or _("Letters"), "", written[1], language, made_at)
    return letters_pdf(people.found, letter, made_at.date(), (imprint, paper_of(letter=on_letter)), progress)


def _about(count: int) -> str:
    return ngettext(
        "For {n} contact; who wants no letters, or has no postal address, is left out and told.",
        "For {n} contacts; who wants no letters, or has no postal address, is left out and told.",
        count,
    ).format(n=count)


def _ask_where(desk: Desk, parent: QWidget, name: str, then: Callable[[Path], None]) -> None:
    title = _("Write {name}").format(name=name)
    before_leaving(desk, parent, title, lambda: _ask_place(desk, parent, name, then))


def _ask_place(desk: Desk, parent: QWidget, name: str, then: Callable[[Path], None]) -> None:
    dialog = QFileDialog(parent, name)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([_("PDF (*.pdf)")])
    dialog.setDefaultSuffix("pdf")
    dialog.selectFile(f"{name} {desk.today().isoformat()}.pdf")
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _write(desk: Desk, owner: QWidget, mail: _Mail) -> None:
    def tell(people: Addressees) -> None:
        count = len(people.found)
        told = ngettext("{n} address written to {file}", "{n} addresses written to {file}", count)
        parts = [told.format(n=desk.formats.number(count), file=mail.path.name)]
        if people.without_address:
            left = ngettext("{n} has no address", "{n} have no address", people.without_address)
            parts.append(left.format(n=people.without_address))
        if people.refused:
            parts.append(
                ngettext("{n} wants no letters", "{n} want no letters", people.refused).format(n=people.refused)
            )
        desk.say(" · ".join(parts), tone=Tone.SUCCESS)

    desk.read(_made, mail, desk.place, owner=owner, then=tell, title=mail.path.stem)


def _made(reader: Connection, mail: _Mail, place: Place, *, progress: Progress | None = None) -> Addressees:
    from crm_desktop.whole_files import write_whole

    people = addressees(reader, mail.people.view, place, mail.people.ids)
    write_whole(mail.path, mail.make(people, progress or Progress()))
    return people
