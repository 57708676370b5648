"""Whoever changes what travels between programs notices here that its version is to be raised.

Each form has an example for each version of it that was released: what the program writes of the same edits is held
against the newest, and all are read. A change of a form gets a new version, a new example (run this file once with
WRITE_EXAMPLES=1) and a new line in RELEASED; the line of a version that was released is never changed again.
"""

import json
import os
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.journal.journal import Journal
from crm_desktop.store.file_store import FileStore
from crm_desktop.sync.apply import apply_answers
from crm_desktop.sync.connection import Address
from crm_desktop.sync.invite import FORM, Invite, read_invite
from crm_desktop.sync.merge import Clock
from crm_desktop.sync.parcel import read_parcel
from crm_desktop.sync.parcel_contents import CONTENTS, take_pieces
from crm_desktop.sync.parcel_devices import CARD, read_card, trust
from crm_desktop.sync.parcel_merge import Brought, answer_of
from crm_desktop.sync.wire import WIRE, batches, unpacked
from crm_desktop.vault.parcels import MAGIC, header_of, unsealed
from tests.conftest import Template
from tests.sync.golden import (
    ERASED,
    FILE,
    FORMATS,
    MEMBER,
    OTHER,
    READER,
    WRITER,
    keys,
    numbered_device,
    others_batches,
    record,
    standing,
    typed,
    written,
)
from tests.sync.office import CONTACT, NAME, Office

# The version of each form, and where it is raised.
VERSIONS = {
    "batch": (WIRE, "WIRE in crm_desktop/sync/wire.py"),
    "states": (WIRE, "WIRE in crm_desktop/sync/wire.py"),
    "page": (WIRE, "WIRE in crm_desktop/sync/wire.py"),
    "lines": (WIRE, "WIRE in crm_desktop/sync/wire.py"),
    "parcel": (int(MAGIC.split()[-1]), "MAGIC in crm_desktop/vault/parcels.py"),
    "contents": (int(CONTENTS.split()[-1]), "CONTENTS in crm_desktop/sync/parcel_contents.py"),
    "card": (CARD, "CARD in crm_desktop/sync/parcel_devices.py"),
    "invite": (FORM, "FORM in crm_desktop/sync/invite.py"),
}
RELEASED: Mapping[str, str] = {
    "batch-1": "b63c2787805ea82667f33582ae607a08",
    "batch-1.read": "f6ac5a8aed8d4ae6119c28bfd64f6b2e",
    "card-1": "fd78b98c53fd0731c7553926cd061048",
    "contents-1": "8bb343fc021c40298122bfd10f269ccd",
    "invite-1": "045c56d4683ac292e163b23f6cea5f37",
    "lines-1": "afa1a94c5f53f3bd0050a0038f38046d",
    "lines-1.read": "75b2e4e22c749d8759b46445f0d05edf",
    "page-1": "38a691891bacc15a995978e4e4f88387",
    "page-1.read": "69cdda31431ef7631da927672a3f7e2e",
    "parcel-1": "046429dc8d54fb3555aebcce5862d06c",
    "parcel-1.read": "f6ac5a8aed8d4ae6119c28bfd64f6b2e",
    "states-1": "fa2596f7a8c91c181e969734a88a54bc",
}
_SEALED = ("parcel", "contents")


def example(name: str, found: bytes) -> bytes:
    """Return the example `name`; one of a new version becomes what was `found`, where that is asked for."""
    path = FORMATS / name
    if not path.exists() and os.environ.get("WRITE_EXAMPLES"):
        path.write_bytes(found)
    assert path.exists(), f"there is no example {name}: run this file with WRITE_EXAMPLES=1, and look at what it made"
    return path.read_bytes()


def newest(form: str) -> str:
    return f"{form}-{VERSIONS[form][0]}"


def former(form: str) -> list[int]:
    """Return all versions of `form` that have an example."""
    return sorted({int(each.name.split("-")[1].split(".")[0]) for each in FORMATS.glob(f"{form}-*")})


def raise_it(form: str) -> str:
    return f"the form {form} has changed: raise {VERSIONS[form][1]}, and add an example of it"


def opened(form: str, content: bytes) -> object:
    """Return what stands in `content` beside what is random in it."""
    if form not in _SEALED:
        return content.decode()
    front = json.loads(content[len(MAGIC) + 4 : content.index(b"}") + 1])
    return header_of(content), list(front), unsealed(content, keys(READER), keys(WRITER).public).decode()


def as_json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def test_the_examples_of_released_versions_stay_as_they_are() -> None:
    found = {each.name: sha256(each.read_bytes()).hexdigest()[:32] for each in sorted(FORMATS.iterdir())}
    assert found == RELEASED


def test_nothing_is_written_otherwise_without_a_new_version(
    empty_file: Template, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = typed(empty_file, tmp_path / "desk", monkeypatch)
    for form, content in written(made, tmp_path / "ole.crminvite").items():
        assert opened(form, content) == opened(form, example(newest(form), content)), raise_it(form)
    made.files.close()
    made.journal.store.close()


@pytest.mark.parametrize("version", former("batch"))
def test_what_a_server_makes_of_a_batch_is_read_by_all(
    office: Office, empty_file: Template, tmp_path: Path, version: int
) -> None:
    # laptops of other tests share the database, and give Anna their own id
    office.admin().execute("UPDATE crm.member SET id = %s WHERE role_name = 'anna'", (MEMBER.hex(),))
    writer, other, reader = (office.device(site=site) for site in (WRITER, OTHER, READER))
    reader.pull()
    writer.push([], [], text=(FORMATS / f"batch-{version}").read_text("utf-8"), wire=version)
    for text in others_batches():
        other.push([], [], text=text)
    writer.push([], [], text=(FORMATS / f"states-{version}").read_text("utf-8"), wire=version)
    other.add(CONTACT, ERASED.hex(), {NAME: "Nobody"})
    writer.call("erase_v1", CONTACT, ERASED.hex(), "asked us to")
    page = {name: value for name, value in reader.pull().items() if isinstance(value, list)}
    lines = sorted(reader.lines(0, None, 5000), key=repr)
    for form, found in (("page", page), ("lines", lines)) if version == WIRE else ():
        agreed = json.loads(example(newest(form), as_json(found)))
        assert as_agreed(found, agreed) == agreed, raise_it(form)
    assert_reads(f"page-{version}", empty_file, tmp_path, page)


def as_agreed(found: Any, agreed: Any) -> Any:
    """Return of what was `found` what is agreed on: whoever reads a line leaves alone what follows in it."""
    if isinstance(agreed, dict):
        return {name: as_agreed(found[name], each) for name, each in agreed.items()}
    return [each[: len(agreed[at])] if at < len(agreed) else each for at, each in enumerate(found)]


@pytest.mark.parametrize("version", former("page"))
def test_former_pages_are_read(empty_file: Template, tmp_path: Path, version: int) -> None:
    assert_reads(f"page-{version}", empty_file, tmp_path, json.loads((FORMATS / f"page-{version}").read_bytes()))


@pytest.mark.parametrize("version", former("lines"))
def test_former_downloads_are_read(empty_file: Template, tmp_path: Path, version: int) -> None:
    lines = json.loads((FORMATS / f"lines-{version}").read_bytes())
    steps, rows = [each[1:] for each in lines if each[0] == "step"], [each for each in lines if each[0] != "step"]
    assert_reads(f"lines-{version}", empty_file, tmp_path, {"rows": rows, "steps": steps})


@pytest.mark.parametrize("version", former("batch"))
def test_former_batches_are_read(empty_file: Template, tmp_path: Path, version: int) -> None:
    text = (FORMATS / f"batch-{version}").read_text("utf-8")
    acts = unpacked(text)
    if version == WIRE:
        assert [each.text for each in batches(acts)] == [text], raise_it("batch")
    journal = numbered_device(empty_file, tmp_path / "van", READER)
    brought = [Brought(Clock(each.step.hlc, WRITER), MEMBER.hex(), each) for each in acts]
    with journal.receiving() as incoming:
        apply_answers(incoming, [answer_of(incoming.connection, brought)], 0)
    assert_stands(f"batch-{version}", journal)


@pytest.mark.parametrize("version", former("parcel"))
def test_former_parcels_are_read(empty_file: Template, tmp_path: Path, version: int) -> None:
    journal = numbered_device(empty_file, tmp_path / "van", READER)
    trust(journal, (FORMATS / "card-1").read_bytes())
    read_parcel(journal, (FORMATS / f"parcel-{version}").read_bytes())
    assert_stands(f"parcel-{version}", journal)


@pytest.mark.parametrize("version", former("contents"))
def test_former_contents_of_files_are_read(empty_file: Template, tmp_path: Path, version: int) -> None:
    files = FileStore(tmp_path, empty_file.key)
    sealed = (FORMATS / f"contents-{version}").read_bytes()
    assert take_pieces(files, unsealed(sealed, keys(READER), keys(WRITER).public)) == 1
    assert b"".join(files.read(sha256(FILE).digest())) == FILE
    files.close()


@pytest.mark.parametrize("version", former("card"))
def test_former_cards_are_read(empty_file: Template, tmp_path: Path, version: int) -> None:
    journal = numbered_device(empty_file, tmp_path / "van", READER)
    found = read_card(journal, (FORMATS / f"card-{version}").read_bytes())
    assert (found.site, found.member, found.name, found.keys) == (WRITER, MEMBER, "desk", keys(WRITER).public)
    assert list(found.has) == [WRITER]
    journal.store.close()


@pytest.mark.parametrize("version", former("invite"))
def test_former_invites_are_read(version: int) -> None:
    address = Address("office.example", 5433, "hartwell", "ole", "", "-----BEGIN CERTIFICATE-----\nMIIB\n")
    assert read_invite(FORMATS / f"invite-{version}") == Invite(record(100).hex(), "Ole Øst", address)


def assert_reads(name: str, template: Template, folder: Path, answer: Mapping[str, Sequence[Any]]) -> None:
    """Take in `answer` and hold what comes of it against what was read of the example `name` when it was new."""
    journal = numbered_device(template, folder / "van", READER)
    with journal.receiving() as incoming:
        apply_answers(incoming, [answer], 0)
    assert_stands(name, journal)


def assert_stands(name: str, journal: Journal) -> None:
    found = standing(journal)
    journal.store.close()
    assert found == json.loads(example(f"{name}.read", as_json(found))), f"{name} is read as something else than before"
