"""Privacy: who may be contacted, what is held of people, erasing somebody for ever, and what was erased so far."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.errors import InvalidField
from crm_desktop.privacy.erased import ErasedAct, erased_acts
from crm_desktop.privacy.held import Held, HeldKind, Permitted, held
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import label_of
from crm_desktop.schema.privacy import CONSENT
from crm_desktop.vault.driver import Connection
from crm_desktop.words import N_, _, ngettext
from ui.kit.buttons import Button, ButtonKind
from ui.kit.core import Commit
from ui.kit.desk import Desk
from ui.kit.fields.link import LinkInput
from ui.kit.fields.named_link import found_records
from ui.kit.labels import BadgeLabel, Text
from ui.kit.layouts import row
from ui.kit.painting import Badge
from ui.kit.theme import Tone
from ui.privacy.erase_dialog import begin_erasing
from ui.settings.row import SettingRow, SettingsCard
from ui.settings.section import Section
from ui.settings.state_card import StateCard, StateCards

_WHO = Field(0, "who", N_("Person or company"), FieldKind.LINK, target="contact", required=True)
_CHANNELS = (("email", "email"), ("phone", "call"), ("letter", "letter"))
_HELD_WORDS = N_("Personal data, consent, erase a person for ever, what is held, erasures")


class _Found(NamedTuple):
    held: Held
    erased: Sequence[ErasedAct]


class PrivacySection(Section):
    """Cards of the channels, then erasing, then what is held, then the erasures."""

    def __init__(self, desk: Desk) -> None:
        lead = _("What this workspace holds of people, who may be contacted, and how somebody is erased for ever.")
        super().__init__(desk, _("Personal data"), lead)
        theme = desk.theme
        self.channels = {name: StateCard(theme, icon) for name, icon in _CHANNELS}
        self.add_part(StateCards(theme, *self.channels.values()))
        self.who = LinkInput(theme, _WHO, desk.place, found_records(desk, _WHO, self), hint=_("Type a name"))
        self.who.line.setAccessibleName(_(_WHO.label))
        self.erase = Button(theme, _("Check and erase…"), ButtonKind.DESTRUCTIVE, icon="delete")
        self.erase.clicked.connect(self.begin)
        explained = _(
            "You see first what goes, what stays and what goes later; then the passphrase is asked. "
            "It is the one act that cannot be undone."
        )
        told = SettingRow(theme, _("Erase a person or a company for ever"), explained)
        card = self.add_card(told, title=_("Erase"))
        line = row(theme, self.who, self.erase, margins=(16, 0, 16, 14))
        line.setAlignment(self.erase, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(line)
        self._lists = QVBoxLayout()
        self._lists.setContentsMargins(0, 0, 0, 0)
        self._lists.setSpacing(theme.px(10))
        kept = QWidget()
        kept.setLayout(self._lists)
        self.add_part(kept)
        self.kinds: list[SettingRow] = []
        self.acts: list[SettingRow] = []
        desk.committed.connect(self._on_committed)

    @property
    def words(self) -> str:
        """All that the search looks through."""
        return " ".join([super().words, _(_HELD_WORDS), *(each.words for each in self.kinds)])

    def refresh(self) -> None:
        """Count again what is held, and what was erased."""
        self.desk.read(_read, owner=self, then=self._show, key="privacy")

    def begin(self) -> None:
        """Show what erasing the one that was chosen would do, and ask whether it is meant."""
        try:
            who = self.who.value()
        except InvalidField as error:
            self.who.show_error(str(error))
            self.who.line.setFocus()
            return
        if isinstance(who, bytes):
            begin_erasing(self.desk, self, who, self._on_erased)

    def _on_erased(self) -> None:
        self.who.set_hit(None)
        self.refresh()

    def _show(self, found: _Found) -> None:
        for name, card in self.channels.items():
            self._show_channel(card, name, found.held)
        while (item := self._lists.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.kinds = [self._kind_row(each) for each in found.held.kinds]
        self.acts = [self._act_row(each) for each in found.erased]
        nothing = _("Whoever is erased is listed here without a name: when, by whom, and how many records went.")
        shown = self.acts or [SettingRow(self.desk.theme, _("Nothing was erased yet"), nothing)]
        for title, rows in ((_("What is held"), self.kinds), (_("Erased so far"), shown)):
            self._lists.addSpacing(self.desk.theme.px(8))
            self._lists.addWidget(Text(self.desk.theme, title, "section"))
            self._lists.addWidget(SettingsCard(self.desk.theme, rows))

    def _show_channel(self, card: StateCard, name: str, found: Held) -> None:
        number = self.desk.formats.number
        given, refused = found.channels.get(name, Permitted(0, 0))
        channel = label_of(CONSENT.by_name["channel"], name)
        strong = ngettext("{channel}: {n} allowed", "{channel}: {n} allowed", given)
        note = ngettext("{n} refused", "{n} refused", refused).format(n=number(refused))
        asked = max(found.people - given - refused, 0)
        rest = ngettext("{n} not asked", "{n} not asked", asked).format(n=number(asked))
        tone = Tone.SUCCESS if given else Tone.NEUTRAL
        card.show_state(strong.format(channel=channel, n=number(given)), f"{note} · {rest}", tone)

    def _kind_row(self, kind: HeldKind) -> SettingRow:
        theme = self.desk.theme
        count = Text(theme, self.desk.formats.number(kind.records), "bodyStrong")
        return SettingRow(theme, kind.label, ", ".join(kind.fields), count)

    def _act_row(self, act: ErasedAct) -> SettingRow:
        formats, theme = self.desk.formats, self.desk.theme
        count = ngettext("{n} record erased for ever", "{n} records erased for ever", act.records)
        when = formats.local(act.at)
        moment = f"{formats.whole_day(when.date())}, {formats.time(act.at)}"
        who = act.member or _("told of by another computer")
        line = SettingRow(theme, count.format(n=formats.number(act.records)), f"{moment} · {who}")
        badge = _receipt(act)
        if badge is not None:
            line.add_badge(BadgeLabel(theme, badge))
        return line

    def _on_committed(self, _commit: Commit) -> None:
        if self.isVisible():
            self.refresh()


def _read(reader: Connection) -> _Found:
    return _Found(held(reader), erased_acts(reader))


def _receipt(act: ErasedAct) -> Badge | None:
    """Return what the office server knows of it; nothing where there is none."""
    if act.waiting:
        return Badge(_("The office server is told at the next exchange"), Tone.WARNING, "clock")
    return Badge(_("Confirmed by the office server"), Tone.SUCCESS, "check") if act.confirmed else None
