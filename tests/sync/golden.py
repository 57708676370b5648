"""Examples of everything that travels, made from fixed clocks and ids: what is written is the same each time.

`formats` holds them, each under the version of its form; test_frozen_formats.py says what they are for.
"""

import io
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from crm_desktop.jobs import Progress
from crm_desktop.journal.clock import COUNTER_BITS, milliseconds, next_stamp
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.undo import undo_last
from crm_desktop.schema.catalogue import BY_NAME, SHARED
from crm_desktop.schema.field import RecordTable
from crm_desktop.store.file_store import FileStore
from crm_desktop.store.sites import set_local_value
from crm_desktop.sync.connection import Address
from crm_desktop.sync.healing import states_text
from crm_desktop.sync.invite import Invite, write_invite
from crm_desktop.sync.merge import Clock
from crm_desktop.sync.parcel import write_parcel
from crm_desktop.sync.parcel_contents import packs
from crm_desktop.sync.parcel_devices import ParcelDevice, own_card, own_keys
from crm_desktop.sync.push import Record
from crm_desktop.sync.rows import local_row
from crm_desktop.sync.wire import UPDATE, Act, Change, Step, batches
from crm_desktop.vault.driver import Connection
from crm_desktop.vault.parcels import DeviceKeys, sealed
from tests.conftest import MovedClock, Template
from tests.sync.conftest import ANNA
from tests.sync.devices import device, sent

Values = dict[str, str | int | float | bytes | None]
FORMATS = Path(__file__).parent / "formats"
WRITER, OTHER, READER = 1010101, 2020202, 3030303
START = datetime(2025, 3, 3, 9, 30, tzinfo=UTC)
MEMBER = bytes.fromhex(ANNA)
FILE = b"The offer, signed.\n" * 3
CONTACT = BY_NAME["contact"]
_JOB, _NICK = (str(CONTACT.by_name[name].number) for name in ("job_title", "nickname"))


def record(number: int) -> bytes:
    """Return the id of the example's record `number`."""
    return bytes.fromhex(f"0195{number:04x}00007000800000000000{number:04x}")


OAK, DANA, CALL, ERASED = record(1), record(2), record(5), record(9)
# Dana was made by the second step, within the millisecond of the first.
MADE = Clock((milliseconds(START) << COUNTER_BITS) + 1, WRITER)


def keys(site: int) -> DeviceKeys:
    """Return the keys of the device `site` of the example."""
    return DeviceKeys(sha256(f"sign {site}".encode()).digest(), sha256(f"seal {site}".encode()).digest())


class Example(NamedTuple):
    """A file with the example's edits that wait to be sent, and the contents of its files."""

    journal: Journal
    files: FileStore


def numbered_device(template: Template, folder: Path, site: int) -> Journal:
    """Return the journal of an empty file that is the device `site` of the example."""
    made = device(template, folder, MovedClock(START))
    made.write_as(MEMBER)
    with made.bookkeeping() as connection:
        connection.execute("UPDATE ctx SET site = ?", (site,))
        set_local_value(connection, "parcel_keys", f"{site} {keys(site).sign.hex()} {keys(site).seal.hex()}")
        set_local_value(connection, "workspace_id", record(100).hex())
    return made


def typed(template: Template, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Example:
    """Return the example: one of each thing that a batch can hold, typed into a real file."""
    monkeypatch.setattr(
        "crm_desktop.journal.journal.next_stamp", lambda last, now_ms, _chance: next_stamp(last, now_ms)
    )
    journal = numbered_device(template, folder, WRITER)
    files = FileStore(folder, template.key)
    content = files.keep(io.BytesIO(FILE), Progress(), len(FILE))
    with journal.transaction("Create workspace") as tx:
        tx.insert("member", {"name": "Anna Snelling", "role": "owner"}, MEMBER)
        own: Values = {"record_kind": "people", "name": "sails", "label": "Sails", "kind": "text", "position": 1}
        tx.insert("custom_field", own, record(3))
    with journal.transaction("Add Dana Whitfield") as tx:
        tx.insert("contact", {"kind": "company", "name": "Oak & Ærø 日本"}, OAK)
        dana: Values = {
            "kind": "person",
            "name": "Dana Whitfield",
            "company": OAK,
            "roles": '["customer"]',
            "sails": "yes",
        }
        tx.insert("contact", dana, DANA)
        phone: Values = {"contact": DANA, "kind": "phone", "label": "work", "value": "+12025550143", "is_primary": 1}
        tx.insert("contact_point", phone, record(4))
    _move(journal)
    with journal.transaction("Edit contact") as tx:
        tx.update("contact", DANA, {"job_title": "Buyer", "sails": None, "notes": "First line\n“second”\tline"})
    _move(journal)
    with journal.transaction("Log call") as tx:
        call: Values = {
            "kind": "call",
            "at": tx.now_ms,
            "subject": "About the offer",
            "person": DANA,
            "duration_min": 12,
        }
        tx.insert("interaction", call, CALL)
        offer: Values = {
            "name": "offer.txt",
            "media_type": "text/plain",
            "size": content.size,
            "hash": content.hash.hex(),
        }
        tx.insert("attachment", {**offer, "interaction": CALL}, record(6))
        tx.insert("product", {"name": "Sail", "price": 129_900, "currency": "USD", "tax_rate": 7.5}, record(7))
    _move(journal)
    with journal.transaction("Edit contact") as tx:
        tx.update("contact", DANA, {"job_title": "Head buyer"})
    undo_last(journal)
    _move(journal)
    with journal.transaction("Remove Sail") as tx:
        tx.remove("product", record(7))
    return Example(journal, files)


def written(example: Example, invite: Path) -> Mapping[str, bytes]:
    """Return what the program writes of the example, by the name of its form; the invite goes by the file `invite`."""
    journal = example.journal
    with journal.store.reader() as reader:
        states = states_text(reader, [Record(CONTACT.number, DANA), Record(BY_NAME["interaction"].number, CALL)])
    parcel = write_parcel(journal, to_reader(), "desk", whole=True, files=example.files)
    (contents,) = packs(example.files, sorted(parcel.contents), Progress())
    address = Address("office.example", 5433, "hartwell", "ole", "secret", "-----BEGIN CERTIFICATE-----\nMIIB\n")
    write_invite(invite, Invite(record(100).hex(), "Ole Øst", address))
    return {
        "card": own_card(journal, "desk"),
        "parcel": parcel.parcel,
        "contents": sealed(contents, own_keys(journal), to_reader().keys),
        "states": states.encode(),
        "batch": "\n".join(sent(journal)).encode(),
        "invite": invite.read_bytes(),
    }


def to_reader() -> ParcelDevice:
    """Return the device that the example's parcels are for."""
    return ParcelDevice(READER, MEMBER, "van", keys(READER).public, {}, 0, (sha256(FILE).hexdigest(),))


def others_batches() -> list[str]:
    """Return what another device wrote, not knowing of the example's edits, and then decided about a part of it."""
    first = Clock(MADE.hlc + (600_000 << COUNTER_BITS), OTHER)
    second = Clock(first.hlc + 1, OTHER)
    edits = (
        Change(CONTACT.number, DANA.hex(), UPDATE, {_JOB: "Owner", _NICK: "Dee"}, {_JOB: (MADE,), _NICK: (MADE,)}),
        Change(CONTACT.number, DANA.hex(), UPDATE, {_NICK: "Dan"}, {_NICK: (MADE,)}),
        Change(CONTACT.number, DANA.hex(), UPDATE, {_NICK: "Dana"}, {_NICK: (first, second)}),
    )
    acts = [Act(Step(first.hlc + at, 1_741_000_000_000 + at, f"Edit {at}"), (each,)) for at, each in enumerate(edits)]
    return [next(batches([act])).text for act in acts]


def standing(journal: Journal) -> Any:
    """Return what a file came to hold of the example, in the form of JSON."""
    with journal.store.reader() as reader:
        rows = [
            [table.name, *_row(reader, table, each)]
            for table in SHARED
            for (each,) in reader.execute(f"SELECT id FROM {table.name} ORDER BY id").fetchall()
        ]
        steps = reader.execute(
            "SELECT s.hlc, s.site, hex(s.member), s.at, s.label, u.hlc, u.site, s.app_version FROM step s "
            "LEFT JOIN step u ON u.seq = s.undoes ORDER BY s.hlc, s.site"
        ).fetchall()
        changes = reader.execute(
            "SELECT s.hlc, s.site, c.tbl, c.rid, c.op, c.fld, c.delta FROM change c JOIN step s ON s.seq = c.step"
        ).fetchall()
        conflicts = reader.execute(
            "SELECT tbl, rid, fld, kind, win, win_hlc, win_site, lose, lose_hlc, lose_site, state FROM conflict "
            "ORDER BY tbl, rid, fld, lose_hlc, lose_site"
        ).fetchall()
        gone = reader.execute("SELECT hex(id) FROM erased ORDER BY id").fetchall()
    found = {"rows": rows, "steps": steps, "changes": sorted(changes, key=repr), "conflicts": conflicts, "gone": gone}
    return json.loads(json.dumps(found))


def _row(reader: Connection, table: RecordTable, record: bytes) -> list[Any]:
    found = local_row(reader, table, record)
    assert found is not None
    row = found[1]
    values = {str(number): value for number, value in sorted(row.values.items()) if value is not None}
    clocks = {str(number): list(clock) for number, clock in sorted(row.clocks.items())}
    creator = None if row.created_by is None else row.created_by.hex()
    return [row.record.hex(), values, list(row.made), clocks, row.created_ms, creator]


def _move(journal: Journal) -> None:
    assert isinstance(journal.clock, MovedClock)
    journal.clock.move(minutes=1)
