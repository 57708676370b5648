"""May we contact them? A ledger that is only added to; for each channel the strictest purpose wins."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from crm_desktop.contacts.known_parts import ConsentLine
from crm_desktop.errors import InvalidField
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.transaction import Stored, Transaction
from crm_desktop.schema.privacy import CONSENT_CHANNELS, CONSENT_STATES
from crm_desktop.words import _

GIVEN, WITHDRAWN, NOT_ASKED = "given", "withdrawn", ""
# Asked of everybody; the others are shown once something is known of them.
USUAL_CHANNELS = ("email", "phone", "letter")


class ChannelConsent(NamedTuple):
    """Whether a channel may be used: `state` is given, withdrawn or "" (not asked), with what says so."""

    channel: str
    state: str
    purpose: str
    source: str
    at: datetime | None


def consent_by_channel(ledger: Sequence[ConsentLine], *, refused: bool = False) -> list[ChannelConsent]:
    """Return the state of each channel by the newest entries of the `ledger`; all are withdrawn where `refused`."""
    states: list[ChannelConsent] = []
    for channel in (each.value for each in CONSENT_CHANNELS):
        entries = [each for each in ledger if each.channel == channel]
        if not entries and channel not in USUAL_CHANNELS:
            continue
        # withdrawn for one purpose is withdrawn; of several alike the newest is told
        entries.sort(key=lambda each: (each.state == WITHDRAWN, each.at), reverse=True)
        if entries:
            first = entries[0]
            state = WITHDRAWN if refused else first.state
            states.append(ChannelConsent(channel, state, first.purpose, first.source, first.at))
        else:
            states.append(ChannelConsent(channel, WITHDRAWN if refused else NOT_ASKED, "", "", None))
    return states


def record_consent(journal: Journal, values: Mapping[str, Stored]) -> bytes:
    """Add an entry with the stored `values` to the ledger; return its id. Raises InvalidField."""
    given = values.get("state") == GIVEN
    with journal.transaction(_("Note consent") if given else _("Note withdrawal of consent")) as tx:
        return insert_consent(tx, values)


def insert_consent(tx: Transaction, values: Mapping[str, Stored]) -> bytes:
    """Add an entry to the ledger inside an open transaction: of now, unless `values` say when."""
    row: dict[str, Stored] = {"at": tx.now_ms, "owner": tx.member}
    row.update({name: value for name, value in values.items() if value is not None})
    if not row.get("contact"):
        raise InvalidField("contact", _("Consent is somebody's. Choose a contact."))
    if not row.get("purpose"):
        raise InvalidField("purpose", _("Say what they agreed to or withdrew, such as “Newsletter”."))
    if row.get("channel") not in {each.value for each in CONSENT_CHANNELS}:
        raise InvalidField("channel", _("Choose the channel."))
    if row.get("state") not in {each.value for each in CONSENT_STATES}:
        raise InvalidField("state", _("Choose whether it was given or withdrawn."))
    if not row.get("source"):
        raise InvalidField("source", _("Say how we know, such as “Form of 14 May” or “Said on the phone”."))
    if isinstance(row["at"], int) and row["at"] > tx.now_ms:
        raise InvalidField("at", _("This is still to come. Type when it was given or withdrawn."))
    return tx.insert("consent", row)
