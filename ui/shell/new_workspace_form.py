"""Making a new workspace: name, place, user, country, currency, language, passphrase."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QLocale, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit

from crm_desktop.errors import CrmError
from crm_desktop.values.regions import countries, currencies, usual_currency
from crm_desktop.vault.strength import suggested_passphrase
from crm_desktop.words import _
from crm_desktop.workspace import SUFFIX, Workspace, create_workspace
from ui.kit.buttons import Button, LinkButton
from ui.kit.fields.choice import ComboBox
from ui.kit.fields.passphrase import PassphraseField
from ui.kit.fields.strength_meter import StrengthMeter
from ui.kit.labels import Text
from ui.kit.languages import offered_languages
from ui.kit.layouts import row
from ui.kit.local_zone import local_zone_name
from ui.kit.tasks import Tasks
from ui.kit.theme import Theme
from ui.kit.told import Told
from ui.shell.gate_form import GateForm, entry, heading, main_button, place_line, short_path

LEAST_STEP = 3
NOT_IN_NAMES = str.maketrans(dict.fromkeys('/\\:*?"<>|', "-"))


class NewWorkspaceForm(GateForm):
    """Asks for all that a workspace needs; `created` carries the Workspace, whose recovery kit is still to be kept."""

    created = Signal(object)

    def __init__(self, theme: Theme, tasks: Tasks, language: str) -> None:
        self._tasks = tasks
        self._place = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        self.name = QLineEdit()
        self.name.setPlaceholderText(_("Name of your firm or team"))
        self.member = QLineEdit()
        self._where = Text(theme, "", role="text2")
        choose = Button(theme, _("Choose…"), size="small")
        self.country = filled_box(theme, countries(language), home_country())
        self.currency = filled_box(theme, currencies(language), usual_currency(home_country()), coded=True)
        self.language = filled_box(theme, offered_languages(), language)
        self.passphrase = PassphraseField(theme)
        self.again = PassphraseField(theme, _("Passphrase again"))
        self.meter = StrengthMeter(theme)
        suggest = LinkButton(theme, _("Suggest one"), style="small")
        self.wrong = Told(theme)
        self.button = main_button(theme, _("Create workspace"))
        back = LinkButton(theme, _("Back"))
        lead = _("One encrypted folder holds everything. Take it along or copy it as you like.")
        super().__init__(
            theme,
            heading(theme, _("New workspace"), lead),
            entry(theme, _("Workspace name"), self.name),
            place_line(theme, _("Place"), self._where, choose),
            entry(theme, _("Your name"), self.member),
            row(theme, entry(theme, _("Country"), self.country), entry(theme, _("Currency"), self.currency), gap=12),
            entry(theme, _("Language"), self.language),
            entry(theme, _("Passphrase"), self.passphrase, self.meter, beside=suggest),
            entry(theme, _("Passphrase again"), self.again),
            self.wrong,
            self.button,
            row(theme, back, None),
            gap=14,
            width=440,
        )
        choose.clicked.connect(self._choose_place)
        suggest.clicked.connect(self.suggest)
        back.clicked.connect(self.left)
        self._connect()
        self._show_where()

    def _connect(self) -> None:
        self.name.textEdited.connect(self._show_where)
        self.country.currentIndexChanged.connect(self._on_country)
        self.passphrase.textChanged.connect(self._judge)
        self.button.clicked.connect(self.create_workspace)
        for field in (self.name, self.member, self.passphrase, self.again):
            field.returnPressed.connect(self.create_workspace)

    @property
    def folder(self) -> Path:
        """Where the workspace will be."""
        name = self.name.text().strip().translate(NOT_IN_NAMES) or _("Workspace")
        return self._place / f"{name}{SUFFIX}"

    def set_place(self, place: Path) -> None:
        """Put the workspace into the folder `place`."""
        self._place = place
        self._show_where()

    def suggest_names(self, workspace: str, member: str) -> None:
        """Begin with the names that an invite gives."""
        self.name.setText(workspace)
        self.member.setText(member)
        self._show_where()

    def focus_first(self) -> None:
        """Put the focus into the name, or into the passphrase where the names are given."""
        (self.passphrase if self.name.text() else self.name).setFocus()

    def create_workspace(self) -> None:
        """Create the workspace where all is filled in."""
        refusal = self._refusal()
        self.wrong.tell(refusal)
        if refusal or not self.button.isEnabled():
            return
        self._show_busy(on=True)
        settings = {
            "name": self.name.text().strip(),
            "currency": self.currency.currentData(),
            "region": self.country.currentData(),
            "language": self.language.currentData(),
            "zone": local_zone_name(),
        }
        self._tasks.run(
            _created,
            self.folder,
            self.passphrase.text(),
            settings,
            self.member.text().strip(),
            owner=self,
            then=self._on_created,
            on_error=self._on_error,
            writer=True,
        )

    def _refusal(self) -> str:
        if not self.name.text().strip():
            self.name.setFocus()
            return _("Give the workspace a name.")
        if not self.member.text().strip():
            self.member.setFocus()
            return _("Type your name: it stands beside everything you do.")
        if self.meter.step < LEAST_STEP:
            self.passphrase.setFocus()
            return _("This passphrase would be guessed too soon. Take at least four words, or let one be suggested.")
        if self.passphrase.text() != self.again.text():
            self.again.setFocus()
            return _("The two passphrases differ. Type the same one twice.")
        return ""

    def _on_created(self, workspace: Workspace) -> None:
        self.passphrase.clear()
        self.again.clear()
        self.created.emit(workspace)

    def _on_error(self, error: CrmError) -> None:
        self._show_busy(on=False)
        self.wrong.tell(str(error))

    def _show_busy(self, *, on: bool) -> None:
        self.button.setEnabled(not on)
        self.button.setText(_("Creating…") if on else _("Create workspace"))

    def _choose_place(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Where to keep the workspace"), str(self._place))
        if chosen:
            self.set_place(Path(chosen))

    def _show_where(self) -> None:
        self._where.setText(short_path(self.folder))

    def _on_country(self) -> None:
        place = self.currency.findData(usual_currency(self.country.currentData()))
        if place >= 0:
            self.currency.setCurrentIndex(place)

    def _judge(self) -> None:
        self.meter.judge(self.passphrase.text(), [self.name.text(), self.member.text()])

    def suggest(self) -> None:
        """Fill in a passphrase that is hard to guess, and show it."""
        made = suggested_passphrase()
        self.passphrase.setText(made)
        self.again.setText(made)
        self.passphrase.reveal()
        self.passphrase.setFocus()


def home_country() -> str:
    """Return the country that this computer is set to, US where it says none."""
    return QLocale.territoryToCode(QLocale.system().territory()) or "US"


def filled_box(theme: Theme, offered: Iterable[tuple[str, str]], chosen: str, *, coded: bool = False) -> ComboBox:
    """Return a box with `offered` codes and names, `chosen` shown; `coded` shows the code before the name."""
    box = ComboBox(theme)
    for code, name in offered:
        box.addItem(f"{code} · {name}" if coded else name, code)
    box.setCurrentIndex(max(box.findData(chosen), 0))
    box.setMinimumContentsLength(12)
    return box


def _created(folder: Path, passphrase: str, settings: dict[str, str], member: str) -> Workspace:
    return create_workspace(folder, passphrase, {**settings, "first_steps": "on"}, member=member)
