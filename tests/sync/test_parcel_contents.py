"""The contents of attachments in parcels: small sealed files beside the records, in any order, more than once."""

import json
import tracemalloc
from pathlib import Path
from random import Random

import pytest
from typer.testing import CliRunner

from crm_desktop.cli.app import command_line
from crm_desktop.cli.call import Call
from crm_desktop.errors import DamagedWorkspace, MissingContent, RefusedParcel
from crm_desktop.store.content_rows import CHUNK_BYTES
from crm_desktop.sync.parcel import contents_parcels, write_parcel
from crm_desktop.sync.parcel_contents import CHUNKS_AT_ONCE, CONTENTS, chosen
from crm_desktop.sync.parcel_devices import device_called, own_keys
from crm_desktop.vault.parcels import sealed
from crm_desktop.workspace import open_workspace
from tests.conftest import PASSPHRASE
from tests.sync.test_contents import with_file
from tests.sync.vans import Van


def parcels(here: Van, there: Van, most_bytes: int = 10**9) -> list[bytes]:
    """Return the parcel of `here` for `there`, and those with contents after it."""
    with here.workspace.reader() as reader:
        device = device_called(reader, there.name)
    files = here.workspace.files
    written = write_parcel(here.journal, device, here.name, files=files)
    going = chosen(files, written.contents, most_bytes).going
    return [written.parcel, *contents_parcels(here.journal, device, files, going)]


def read_all(there: Van, made: list[bytes]) -> int:
    """Read parcels; return how many contents are whole now."""
    return sum(there.read(each).files for each in made)


def content_of(laptop: Van, content: bytes) -> bytes:
    return b"".join(laptop.workspace.files.read(content))


def test_contents_travel_in_small_files_in_any_order_and_again(laptops: list[Van]) -> None:
    desk, van, _shop = laptops
    large = Random(1).randbytes((CHUNKS_AT_ONCE + 3) * CHUNK_BYTES + 17)
    first, second = with_file(desk, large), with_file(desk, b"small")
    made = parcels(desk, van)
    assert len(made) == 3
    Random(2).shuffle(made)
    assert read_all(van, made) == 2
    assert content_of(van, first) == large
    assert content_of(van, second) == b"small"
    assert van.hash == desk.hash
    assert read_all(van, made) == 0
    assert van.workspace.files.problems() == []


def test_what_was_left_out_or_lost_is_asked_for_and_comes_with_the_next(laptops: list[Van]) -> None:
    desk, van, _shop = laptops
    small, large = with_file(desk, b"small"), with_file(desk, Random(3).randbytes(3 * CHUNK_BYTES))
    read_all(van, parcels(desk, van, most_bytes=1000))
    assert content_of(van, small) == b"small"
    with pytest.raises(MissingContent):
        content_of(van, large)
    # nothing new, but what the van lacks
    read_all(desk, parcels(van, desk))
    assert read_all(van, parcels(desk, van)) == 1
    assert len(content_of(van, large)) == 3 * CHUNK_BYTES
    read_all(desk, parcels(van, desk))
    assert len(parcels(desk, van)) == 1


def test_contents_are_passed_on(laptops: list[Van]) -> None:
    desk, van, shop = laptops
    wanted = with_file(desk, b"drawn at the desk")
    read_all(van, parcels(desk, van))
    read_all(shop, parcels(van, shop))
    assert content_of(shop, wanted) == b"drawn at the desk"


def test_only_the_recipient_reads_contents_and_changed_ones_are_refused(laptops: list[Van]) -> None:
    desk, van, shop = laptops
    wanted = with_file(desk, b"for the van alone")
    _records, contents = parcels(desk, van)
    assert b"for the van" not in contents
    with pytest.raises(RefusedParcel, match="another device"):
        shop.read(contents)
    # where the header ends is by chance
    with pytest.raises(RefusedParcel, match=r"damaged or changed|is no parcel"):
        van.read(contents[:-200] + bytes([contents[-200] ^ 1]) + contents[-199:])
    assert van.workspace.files.size_of(wanted) is None


@pytest.mark.parametrize(
    ("lines", "chunk"),
    [
        ([["00" * 32, 0, 1, 5]], b"four"),
        ([["00" * 32, 1, 1, 4]], b"four"),
        ([["00" * 31, 0, 1, 4]], b"four"),
        ([["00" * 32, 0, 10**9, 4]], b"four"),
        ([["00" * 32, "x", 1, 4]], b"four"),
        ([7], b"four"),
    ],
)
def test_contents_that_are_not_of_the_form_are_refused(laptops: list[Van], lines: object, chunk: bytes) -> None:
    desk, van, _shop = laptops
    van.read(desk.parcel(van))
    with pytest.raises(RefusedParcel, match="cannot be read"):
        van.read(forged(desk, van, lines, chunk))
    assert van.workspace.files.contents() == []


def forged(desk: Van, van: Van, lines: object, chunk: bytes) -> bytes:
    head = json.dumps(lines).encode()
    text = CONTENTS + len(head).to_bytes(4) + head + chunk
    return sealed(text, own_keys(desk.journal), own_keys(van.journal).public)


def test_a_content_that_is_not_what_it_is_called_is_not_kept(laptops: list[Van]) -> None:
    desk, van, _shop = laptops
    wanted = with_file(desk, b"what it is")
    records, contents = parcels(desk, van)
    with pytest.raises(DamagedWorkspace, match="arrived damaged"):
        van.read(forged(desk, van, [[wanted.hex(), 0, 1, 4]], b"else"))
    assert van.workspace.files.size_of(wanted) is None
    read_all(van, [records, contents])
    assert content_of(van, wanted) == b"what it is"


def test_large_contents_are_written_and_read_in_flat_memory(laptops: list[Van]) -> None:
    desk, van, _shop = laptops
    with_file(desk, Random(4).randbytes(100 * CHUNK_BYTES))
    with desk.workspace.reader() as reader:
        device = device_called(reader, van.name)
    files = desk.workspace.files
    written = write_parcel(desk.journal, device, desk.name, files=files)
    tracemalloc.start()
    try:
        for each in contents_parcels(desk.journal, device, files, list(written.contents)):
            van.read(each)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8 * CHUNKS_AT_ONCE * CHUNK_BYTES


def test_the_commands_write_and_read_contents(
    laptops: list[Van], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, van, _shop = laptops
    wanted = with_file(desk, Random(5).randbytes(2_000_000))
    for each in (desk, van):
        each.workspace.close()
    monkeypatch.setenv("CRM_PASSPHRASE", PASSPHRASE)
    path = tmp_path / "trip.crmparcel"

    def run(laptop: Van, *arguments: str) -> dict[str, object]:
        opening = ["-w", str(laptop.workspace.folder), "--json", "--quiet"]
        done = CliRunner().invoke(command_line(), [*opening, *arguments], obj=Call(lambda _opening: 0))
        assert done.exit_code == 0, done.output
        return dict(json.loads(done.stdout))

    write = ("parcel", "write", str(path), "--to", "van", "--name", "desk")
    assert (run(desk, *write, "--without-files")["files_left_out"], len(list(tmp_path.glob("trip*")))) == (1, 1)
    assert run(desk, *write, "--files-up-to", "1")["bytes_left_out"] == 2_000_000
    written = run(desk, *write)
    assert (written["files"], written["files_left_out"]) == (1, 0)
    assert [each.name for each in sorted(tmp_path.glob("trip*"))] == ["trip.crmparcel", "trip.files-0001.crmparcel"]
    read = run(van, "parcel", "read", str(path))
    assert (read["files"], bool(read["steps"])) == (1, True)
    assert run(van, "parcel", "read", *map(str, sorted(tmp_path.glob("trip*"), reverse=True)))["files"] == 0
    again = open_workspace(van.workspace.folder, PASSPHRASE)
    assert again.files.size_of(wanted) == 2_000_000
    again.close()
