"""Everything goes out with its schema and files, and comes back equal."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from random import randbytes
from zipfile import ZipFile

import pytest

from crm_desktop.acts import add_record, remove_records, set_fields
from crm_desktop.errors import Cancelled, NewerWorkspace, UnreadableFile, WrongUsage
from crm_desktop.exchange.full.writing import Author, FullExport, write_full_export
from crm_desktop.exchange.import_options import ImportOptions
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.seen import ChangedFile
from crm_desktop.exchange.source import Source
from crm_desktop.files.actions import Holder, attach_files
from crm_desktop.files.keeping import keep_path
from crm_desktop.jobs import Progress
from crm_desktop.journal.undo import undo_last
from crm_desktop.store.content_hash import content_hash
from crm_desktop.workspace import Workspace, create_workspace
from tests.conftest import CHEAP, NOON, PASSPHRASE, MovedClock
from tests.exchange.hanging import hanging

NAUGHTY = "Ünïcode 🎉 drow\tTab \"quoted\" 'x' =cmd|' /C calc'!A0 \\ {}"


@pytest.fixture
def other(tmp_path: Path, clock: MovedClock) -> Iterator[Workspace]:
    """Another workspace, still empty."""
    made = create_workspace(
        tmp_path / "Other.crm", PASSPHRASE, {"currency": "EUR"}, member="Eve", clock=clock, argon=CHEAP
    )
    yield made
    made.close()


@pytest.fixture
def filled(workspace: Workspace, tmp_path: Path) -> Workspace:
    """A workspace with records of several kinds, one in the bin, and a file."""
    journal = workspace.journal
    acme = add_record(journal, "companies", {"name": "Acme", "notes": NAUGHTY, "annual_revenue": "12,500.50"})
    dana = add_record(journal, "people", {"name": "Dana Whitfield", "company": "Acme", "email": "dana@acme.example"})
    add_record(journal, "deals", {"title": "GTX", "company": "Acme", "amount": "1,250.50"})
    gone = add_record(journal, "people", {"name": "Gone Away"})
    remove_records(journal, [gone])
    set_fields(journal, dana, {"job_title": "Buyer"})
    note = tmp_path / "note.txt"
    note.write_text("what was said")
    attach_files(journal, Holder("contact", acme), [keep_path(workspace.files, note, 1 << 20)])
    return workspace


def exported(workspace: Workspace, path: Path) -> FullExport:
    with workspace.reader() as reader:
        return write_full_export(reader, workspace.files, path, Author(workspace.journal.member, workspace.name, NOON))


def hash_of(workspace: Workspace) -> str:
    with workspace.reader() as reader:
        return content_hash(reader).all


def loaded(workspace: Workspace, path: Path, *, dry_run: bool = False) -> dict[str, object]:
    options = ImportOptions(files=workspace.files)
    return import_files(workspace.journal, [Source(path)], options, dry_run=dry_run).plain()


def test_an_empty_workspace_becomes_equal(filled: Workspace, other: Workspace, tmp_path: Path) -> None:
    done = exported(filled, tmp_path / "all.zip")
    assert (done.hash, done.files, done.missing_files) == (hash_of(filled), 1, 0)
    rehearsed = loaded(other, tmp_path / "all.zip", dry_run=True)
    report = loaded(other, tmp_path / "all.zip")
    assert rehearsed["created"] == report["created"] == done.records
    assert hash_of(other) == hash_of(filled)
    with other.reader() as reader:
        (stored,) = reader.execute("SELECT created_at, hash FROM attachment").fetchall()
        assert b"".join(other.files.read(bytes.fromhex(stored[1]))) == b"what was said"
    other.reread()
    assert (other.name, other.place.currency) == ("Hartwell", "USD")


def test_the_same_export_again_changes_nothing(filled: Workspace, other: Workspace, tmp_path: Path) -> None:
    exported(filled, tmp_path / "all.zip")
    loaded(other, tmp_path / "all.zip")
    again = loaded(other, tmp_path / "all.zip")
    assert (again["created"], again["updated"], again["batch"]) == (0, 0, None)
    assert again["unchanged"] == again["read"]
    assert hash_of(other) == hash_of(filled)


def test_a_changed_record_is_updated_and_one_undo_takes_the_import_back(
    filled: Workspace, other: Workspace, tmp_path: Path
) -> None:
    exported(filled, tmp_path / "old.zip")
    loaded(other, tmp_path / "old.zip")
    before = hash_of(other)
    with filled.reader() as reader:
        dana = reader.execute("SELECT id FROM contact WHERE name = 'Dana Whitfield'").fetchone()[0]
    set_fields(filled.journal, dana, {"job_title": "Head of purchasing"})
    exported(filled, tmp_path / "new.zip")
    report = loaded(other, tmp_path / "new.zip")
    assert (report["created"], report["updated"]) == (0, 1)
    undone = undo_last(other.journal)
    assert undone is not None
    with other.reader() as reader:
        assert reader.execute("SELECT job_title FROM contact WHERE id = ?", (dana,)).fetchone() == ("Buyer",)
    assert before != hash_of(filled)


def test_the_schema_tells_what_each_field_is(filled: Workspace, tmp_path: Path) -> None:
    exported(filled, tmp_path / "all.zip")
    with ZipFile(tmp_path / "all.zip") as archive:
        schema = json.loads(archive.read("schema.json"))
        manifest = json.loads(archive.read("manifest.json"))
        people = [json.loads(line) for line in archive.read("records/contact.jsonl").splitlines()]
    fields = {each["name"]: each for each in schema["contact"]["fields"]}
    assert fields["company"] == {
        "name": "company",
        "number": 30,
        "kind": "link",
        "form": "id of a record",
        "target": "contact",
    }
    assert manifest["counts"]["contact"] == len(people) == 3
    assert {each["name"] for each in people} == {"Acme", "Dana Whitfield", "Gone Away"}
    assert next(each["notes"] for each in people if each["name"] == "Acme") == NAUGHTY


def test_a_workspace_in_use_takes_what_it_does_not_have(filled: Workspace, other: Workspace, tmp_path: Path) -> None:
    own = add_record(other.journal, "companies", {"name": "Own"})
    exported(filled, tmp_path / "all.zip")
    loaded(other, tmp_path / "all.zip")
    with other.reader() as reader:
        names = {row[0] for row in reader.execute("SELECT name FROM contact WHERE kind = 'company'")}
        assert reader.execute("SELECT removed_at FROM contact WHERE id = ?", (own,)).fetchone() == (None,)
    assert names == {"Own", "Acme"}


def test_damaged_newer_and_mixed_files_are_refused_and_nothing_changes(
    filled: Workspace, other: Workspace, tmp_path: Path
) -> None:
    whole = tmp_path / "all.zip"
    exported(filled, whole)
    before = hash_of(other)
    for name, entry, content, error in (
        ("newer.zip", "manifest.json", b'"version": 99', NewerWorkspace),
        ("broken.zip", "records/contact.jsonl", b'{"id": 5}\n', UnreadableFile),
        ("wrong_file.zip", "files/", b"other bytes", UnreadableFile),
    ):
        changed = tmp_path / name
        _with_entry(whole, changed, entry, content)
        with pytest.raises(error):
            loaded(other, changed)
    with pytest.raises(WrongUsage, match="Import it alone"):
        import_files(other.journal, [Source(whole), Source(whole)])
    assert hash_of(other) == before


def _with_entry(source: Path, target: Path, wanted: str, content: bytes) -> None:
    """Copy the ZIP `source` with `content` in the entry that begins with `wanted`."""
    with ZipFile(source) as old, ZipFile(target, "w") as new:
        for info in old.infolist():
            held = old.read(info)
            if info.filename.startswith(wanted):
                held = held.replace(b'"version": 1', content) if wanted.startswith("manifest") else content
            new.writestr(info.filename, held)


def test_an_export_that_became_another_since_it_was_looked_at_is_refused(filled: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    exported(filled, path)
    rehearsal = import_files(filled.journal, [Source(path)], dry_run=True)
    set_fields(filled.journal, add_record(filled.journal, "people", {"name": "Eve"}), {"job_title": "Buyer"})
    exported(filled, path)
    before = hash_of(filled)
    with pytest.raises(ChangedFile, match="look again"):
        import_files(filled.journal, [Source(path)], ImportOptions(files=filled.files, seen=rehearsal.seen))
    assert hash_of(filled) == before


@pytest.mark.parametrize("answers", [0, 3, 40])
@pytest.mark.parametrize("dry_run", [False, True])
def test_an_export_on_a_drive_that_hangs_is_given_up_at_once(
    filled: Workspace, other: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answers: int, dry_run: bool
) -> None:
    picture = tmp_path / "picture.bin"
    picture.write_bytes(randbytes(400_000))
    with filled.reader() as reader:
        acme = reader.execute("SELECT id FROM contact WHERE name = 'Acme'").fetchone()[0]
    attach_files(filled.journal, Holder("contact", acme), [keep_path(filled.files, picture, 1 << 20)])
    exported(filled, tmp_path / "all.zip")
    before, progress = hash_of(other), Progress()

    def give_up() -> None:
        assert drive.hangs.wait(20)
        progress.cancel()

    with hanging(tmp_path / "all.zip", answers, monkeypatch) as drive:
        impatient = threading.Thread(target=give_up)
        impatient.start()
        options = ImportOptions(files=other.files)
        with pytest.raises(Cancelled):
            import_files(other.journal, [Source(tmp_path / "all.zip")], options, progress, dry_run=dry_run)
        impatient.join()
    assert hash_of(other) == before
