"""May we contact them? The state of each channel, and noting what was given or withdrawn."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from crm_desktop.contacts.consent import GIVEN, WITHDRAWN, ChannelConsent, consent_by_channel, record_consent
from crm_desktop.contacts.record_parts import ContactRecord
from crm_desktop.schema.forms import Stored, label_of
from crm_desktop.schema.privacy import CONSENT
from crm_desktop.words import _
from ui.contacts.mark_rows import ConsentRow
from ui.contacts.part_dialog import Asked, PartDialog
from ui.contacts.section import RecordSection
from ui.kit.desk import Desk
from ui.kit.fields.base import FieldInput
from ui.kit.fields.make import make_input
from ui.kit.fields.text import TextInput
from ui.kit.lists.inputs import offer_words
from ui.kit.menus import MenuAct, made_menu

_FIELDS = ("channel", "purpose", "source", "at", "wording")


class ConsentSection(RecordSection):
    """E-mail, phone and letter with their state, and other channels once something is known of them."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(
            desk.theme, _("May we contact them?"), icon="add", act=_("Note consent or its withdrawal"), parent=parent
        )
        self._desk = desk
        self._record: ContactRecord | None = None
        self._shown: tuple[object, ...] = ()
        self.acted.connect(lambda: self.ask("email", GIVEN))

    def show_record(self, record: ContactRecord) -> None:
        """Show the state of the channels of `record`."""
        self._record = record
        self.set_editable(on=not record.removed)
        refused = bool(record.values.get("do_not_contact"))
        shown = (record.id, record.removed, refused, record.consents)
        if shown == self._shown:
            return
        self._shown = shown
        states = consent_by_channel(record.consents, refused=refused)
        self.refill(*(self._made_row(record, state, refused=refused) for state in states))

    def ask(self, channel: str, state: str) -> None:
        """Ask for an entry of the ledger for `channel` that says `state`."""
        record = self._record
        if record is None:
            return
        given = state == GIVEN
        title = _("Consent of {name}") if given else _("Withdrawal of {name}")
        asked = Asked(
            title.format(name=record.name),
            _("Note consent") if given else _("Note withdrawal"),
            _("Consent noted") if given else _("Withdrawal noted"),
            "consent",
            (record.id, channel, state),
        )
        known = next((each.purpose for each in record.consents if each.channel == channel), None)
        dialog = PartDialog(self._desk, asked, self._inputs(record), parent=self)
        now_ms = int(self._desk.now().timestamp() * 1000)
        fixed: dict[str, Stored] = {"contact": record.id, "state": state}
        dialog.ask_new(
            lambda journal, values: record_consent(journal, {**values, **fixed}),
            {"channel": channel, "purpose": known, "at": now_ms},
        )

    def acts(self, channel: str) -> Sequence[MenuAct]:
        """Return what can be noted for `channel`."""
        return (
            MenuAct("check", _("Note consent…"), lambda: self.ask(channel, GIVEN)),
            MenuAct("not allowed", _("Note withdrawal…"), lambda: self.ask(channel, WITHDRAWN)),
        )

    def _made_row(self, record: ContactRecord, state: ChannelConsent, *, refused: bool) -> ConsentRow:
        label = label_of(CONSENT.by_name["channel"], state.channel)
        words = self._words(state, refused=refused)
        made = ConsentRow(self.theme, label, state.state, words)
        if state.at is not None:
            made.setToolTip(_("{purpose}: {state}").format(purpose=state.purpose, state=words))
        made.setEnabled(not record.removed)
        made.offer_menu(_("Note consent or its withdrawal"))
        made.menu_wanted.connect(partial(self._open_menu, state.channel))
        made.clicked.connect(lambda: self._open_menu(state.channel, made.mapToGlobal(made.rect().bottomLeft())))
        return made

    def _words(self, state: ChannelConsent, *, refused: bool) -> str:
        if refused:
            return _("No, not to be contacted")
        if state.at is None:
            return _("Not asked")
        day = self._desk.formats.whole_day(self._desk.formats.local(state.at).date())
        words = _("Yes, {source}, {day}") if state.state == GIVEN else _("No, withdrawn {day}")
        return words.format(source=state.source, day=day)

    def _open_menu(self, channel: str, corner: QPoint) -> None:
        made_menu(self.theme, self.acts(channel), self).popup(corner)

    def _inputs(self, record: ContactRecord) -> list[FieldInput]:
        inputs = [make_input(self._desk, CONSENT.by_name[name]) for name in _FIELDS]
        purposes = sorted({each.purpose for each in record.consents} | {_("Newsletter"), _("Offers"), _("Surveys")})
        for each in inputs:
            if each.field.name == "purpose" and isinstance(each, TextInput):
                offer_words(each, purposes)
        return inputs
