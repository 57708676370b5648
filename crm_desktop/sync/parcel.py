"""Parcels: sharing without a network, by files that one device seals for another.

A parcel holds every step that its sender has and that its recipient, as far as it told, has not. So parcels may be
lost, come late, twice or in any order: each is whole by itself, and what is known already changes nothing.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from crm_desktop.errors import RefusedParcel
from crm_desktop.jobs import Progress
from crm_desktop.journal.clock import COUNTER_BITS, milliseconds
from crm_desktop.journal.journal import Journal
from crm_desktop.schema.attachments import ATTACHMENT
from crm_desktop.store.file_store import FileStore
from crm_desktop.store.sites import own_site
from crm_desktop.sync.apply import apply_answers
from crm_desktop.sync.binding import is_bound, known
from crm_desktop.sync.ledger import settle_erasures
from crm_desktop.sync.merge import Clock
from crm_desktop.sync.numbering import part_same_numbers
from crm_desktop.sync.outbox import REFUSED, act_of
from crm_desktop.sync.parcel_contents import CONTENTS, all_contents, lacking, packs, take_pieces
from crm_desktop.sync.parcel_devices import (
    ParcelDevice,
    check_ours,
    device_from,
    held,
    keep_device,
    known_devices,
    own_body,
    own_keys,
)
from crm_desktop.sync.parcel_merge import Brought, answer_of
from crm_desktop.sync.parcel_rights import judged
from crm_desktop.sync.rename import MOST_AHEAD_MS
from crm_desktop.sync.renaming import PARCELS_AHEAD_MS, note_parcelled
from crm_desktop.sync.wire import Act, Step, batches, unpacked
from crm_desktop.vault.driver import Connection
from crm_desktop.vault.parcels import header_of, sealed, unsealed
from crm_desktop.words import _

# The fingerprint of a content as it stands in a batch; what else looks like one is no content here.
_HASH_VALUE = re.compile(f'"{ATTACHMENT.by_name["hash"].number}":"([0-9a-f]{{64}})"')
_READS_ONLY = "read_only"


class Written(NamedTuple):
    """A parcel that was made: its bytes, how many steps it holds, and the contents of files that belong with it."""

    parcel: bytes
    steps: int
    contents: frozenset[bytes] = frozenset()


class Taken(NamedTuple):
    """What a parcel brought: from whom, how many steps that were not here, records, conflicts, contents of files.

    `left_out` counts the steps that its sender may not bring.
    """

    sender: ParcelDevice
    steps: int
    rows: int
    conflicts: int
    files: int = 0
    left_out: int = 0


def write_parcel(
    journal: Journal, to: ParcelDevice, device_name: str, *, whole: bool = False, files: FileStore | None = None
) -> Written:
    """Return a parcel for the device `to` with what it has not; with everything where `whole`.

    It asks for the contents that are not among the `files` here.

    Raises RefusedParcel while this computer's clock is behind what it wrote itself by more than a day.
    """
    body = own_body(journal, device_name)
    with journal.store.reader() as reader:
        since = {} if whole else dict(to.has)
        _check_clock(max(held(reader).values(), default=0), milliseconds(journal.clock()))
        groups = list(_groups(reader, since))
        content = {
            "card": body if files is None else {**body, "lacks": lacking(reader, files)},
            "since": {str(site): hlc for site, hlc in since.items()},
            "groups": [group for group, _count in groups],
            "erased": [row[0].hex() for row in reader.execute("SELECT id FROM erased ORDER BY id")],
        }
        contents = all_contents(reader)
    if not whole:
        contents &= {bytes.fromhex(each) for each in to.lacks} | _named(groups)
    with journal.bookkeeping() as connection:
        note_parcelled(connection, held(connection).get(own_site(connection), 0))
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    steps = sum(count for _group, count in groups)
    return Written(sealed(text.encode(), own_keys(journal), to.keys), steps, frozenset(contents))


def contents_parcels(
    journal: Journal, to: ParcelDevice, files: FileStore, contents: Sequence[bytes], progress: Progress | None = None
) -> Iterator[bytes]:
    """Yield parcels for the device `to` with `contents` of files, one in memory at a time."""
    keys = own_keys(journal)
    for pack in packs(files, contents, progress or Progress()):
        yield sealed(pack, keys, to.keys)


def read_parcel(journal: Journal, parcel: bytes, files: FileStore | None = None) -> Taken:
    """Take in what `parcel` brings, all of it or nothing; the same again changes nothing.

    One with contents of files puts them among `files`.

    Raises RefusedParcel where it is foreign, changed, not for here, or begins after what is here.
    """
    sender = _sender(journal, parcel)
    text = unsealed(parcel, own_keys(journal), sender.keys)
    if text.startswith(CONTENTS) and files is not None:
        with journal.store.reader() as reader:
            _check_may_write(reader, sender)
        return Taken(sender, 0, 0, 0, take_pieces(files, text))
    content = _content(text)
    told, now_ms = _told(content, sender), milliseconds(journal.clock())
    with journal.store.reader() as reader:
        check_ours(reader, content["card"], told)
        _check_may_write(reader, sender)
        _check_whole(reader, content["since"])
        shared, ahead_ms = is_bound(reader), known(reader).srv_off
    brought = list(_brought(content["groups"]))
    newest = max((each.clock.hlc for each in brought), default=0)
    # who shares through a server as well takes nothing that the server would not
    _check_clock(newest, now_ms + ahead_ms, MOST_AHEAD_MS if shared else PARCELS_AHEAD_MS)
    with journal.receiving() as incoming:
        new = [each for each in brought if not _is_here(incoming.connection, each.clock)]
        taken, left_out = judged(incoming.connection, sender.member, new)
        applied = apply_answers(incoming, [answer_of(incoming.connection, taken, content["erased"])], now_ms)
    if applied.erased and files is not None:
        settle_erasures(journal, files)
    keep_device(journal, told)
    part_same_numbers(journal)
    return Taken(told, len(taken), applied.rows, applied.conflicts, left_out=left_out)


def _groups(reader: Connection, since: Mapping[int, int]) -> Iterator[tuple[dict[str, Any], int]]:
    """Yield the steps of each site and member after `since`, as batches, with how many they are."""
    writers = reader.execute("SELECT DISTINCT site, member FROM step WHERE label <> ''").fetchall()
    for site, member in writers:
        found = reader.execute(
            "SELECT s.seq, s.hlc, s.at, s.label, s.app_version, u.hlc, u.site FROM step s "
            "LEFT JOIN step u ON u.seq = s.undoes "
            # what the server refused stays here: it would be refused wherever it went
            f"WHERE s.site = ? AND s.member IS ? AND s.label <> '' AND s.state <> {REFUSED} AND s.hlc > ? "
            "ORDER BY s.hlc",
            (site, member, since.get(site, 0)),
        ).fetchall()
        texts = [each.text for each in batches(_acts(reader, site, found))]
        if texts:
            yield {"site": site, "member": None if member is None else member.hex(), "batches": texts}, len(found)


def _named(groups: Iterable[tuple[dict[str, Any], int]]) -> set[bytes]:
    """Return the contents that attachments in the steps of `groups` name."""
    found = (_HASH_VALUE.findall(text) for group, _count in groups for text in group["batches"])
    return {bytes.fromhex(each) for part in found for each in part}


def _acts(reader: Connection, site: int, found: Iterable[Any]) -> Iterator[Act]:
    for seq, hlc, at_ms, label, app_version, undone_hlc, undone_site in found:
        undoes = None if undone_hlc is None else Clock(undone_hlc, undone_site)
        step = Step(hlc, at_ms, label, undoes, app_version)
        yield act_of(reader, seq, site, step)


def _sender(journal: Journal, parcel: bytes) -> ParcelDevice:
    header = header_of(parcel)
    with journal.store.reader() as reader:
        found = [each for each in known_devices(reader) if each.id == header.sender]
    if not found:
        raise RefusedParcel(
            _(
                "The parcel comes from a device that is not known here. Nothing was taken over. "
                "If it is one of yours, take its card first."
            )
        )
    return found[0]


def _content(text: bytes) -> dict[str, Any]:
    try:
        read = json.loads(text)
        since = {int(site): int(hlc) for site, hlc in read["since"].items()}
        erased = [bytes.fromhex(each).hex() for each in read["erased"]]
        return {"card": dict(read["card"]), "since": since, "groups": list(read["groups"]), "erased": erased}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _unreadable() from error


def _told(content: Mapping[str, Any], sender: ParcelDevice) -> ParcelDevice:
    """Return what the sender tells of itself now; its keys and whose it is stay as its card had them."""
    try:
        told = device_from(content["card"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _unreadable() from error
    return told._replace(keys=sender.keys, member=sender.member)


def _brought(groups: Iterable[Any]) -> Iterator[Brought]:
    """Yield the steps of a parcel; the parts of a step that was larger than a batch are one again."""
    made: dict[Clock, Brought] = {}
    try:
        for group in groups:
            site, member = int(group["site"]), group["member"]
            writer = None if member is None else bytes.fromhex(member).hex()
            for text in group["batches"]:
                for act in unpacked(text):
                    clock = Clock(act.step.hlc, site)
                    before = made[clock].act.changes if clock in made else ()
                    made[clock] = Brought(clock, writer, Act(act.step, before + act.changes))
    except (ValueError, KeyError, TypeError) as error:
        raise _unreadable() from error
    yield from made.values()


def _is_here(connection: Connection, clock: Clock) -> bool:
    # a step without words was only heard of: a later one named it
    found = connection.execute("SELECT 1 FROM step WHERE hlc = ? AND site = ? AND label <> ''", tuple(clock))
    return found.fetchone() is not None


def _check_may_write(reader: Connection, sender: ParcelDevice) -> None:
    row = reader.execute("SELECT role, active FROM member WHERE id = ?", (sender.member,)).fetchone()
    if row is not None and (row[0] == _READS_ONLY or row[1] == 0):
        raise RefusedParcel(
            _("{device} belongs to a member who may not write here any more. Nothing was taken over.").format(
                device=sender.name
            )
        )


def _check_whole(reader: Connection, since: Mapping[int, int]) -> None:
    here = held(reader)
    if any(hlc > here.get(site, 0) for site, hlc in since.items()):
        raise RefusedParcel(
            _(
                "The parcel goes on from edits that are not here: this workspace was restored from a backup since. "
                "Ask for a parcel with everything."
            )
        )


def _check_clock(hlc: int, now_ms: int, most_ms: int = PARCELS_AHEAD_MS) -> None:
    if hlc > (now_ms + most_ms) << COUNTER_BITS:
        raise RefusedParcel(
            _(
                "Edits bear a time that is more than {time} ahead of this computer's clock. Nothing was taken over. "
                "Put right the clocks of both computers, then try again."
            ).format(time=_("a day") if most_ms == PARCELS_AHEAD_MS else _("a minute"))
        )


def _unreadable() -> RefusedParcel:
    return RefusedParcel(_("What is in the parcel cannot be read. Nothing was taken over; let it be written again."))
