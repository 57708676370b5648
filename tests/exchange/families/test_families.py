"""Each family of files comes in with the numbers of the index, once, and comes back equal from what goes out."""

import csv
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from crm_desktop.exchange.export import export_list
from crm_desktop.exchange.full.writing import Author, write_full_export
from crm_desktop.exchange.import_options import ImportOptions
from crm_desktop.exchange.import_report import Counts, ImportReport
from crm_desktop.exchange.links import OURS
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.source import Source
from crm_desktop.journal.journal import Journal
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.store.content_hash import content_hash
from crm_desktop.store.file_store import FileStore
from crm_desktop.store.record_query import View
from tests.exchange.families.families import FAMILIES, Family
from tests.exchange.shared_data import real_file
from tests.sample.made import NOW, empty_files, empty_journal

LISTS = ("members", "companies", "people", "products", "deals", "purchases", "tickets", "activities")
# Each workspace has these of its own.
OF_THE_WORKSPACE = {"id", "created_at", "updated_at"}


class Place(NamedTuple):
    """An open workspace file with its files beside it."""

    journal: Journal
    files: FileStore

    def imported(self, *paths: Path) -> ImportReport:
        """Import `paths`, with the files that come along."""
        return import_files(self.journal, [Source(path) for path in paths], ImportOptions(files=self.files))

    def close(self) -> None:
        """Close both."""
        self.files.close()
        self.journal.store.close()


class Filled(NamedTuple):
    """A place that holds a family, and what its import said."""

    family: Family
    place: Place
    report: ImportReport


def opened(folder: Path) -> Place:
    folder.mkdir(exist_ok=True)
    return Place(empty_journal(folder), empty_files(folder))


@pytest.fixture(scope="module", params=list(FAMILIES))
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    """Each family, imported once for all tests."""
    family = FAMILIES[request.param]
    paths = [real_file(name) for name in family.sources]
    place = opened(tmp_path_factory.mktemp("family"))
    yield Filled(family, place, place.imported(*paths))
    place.close()


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Place]:
    """A place that holds nothing yet."""
    place = opened(tmp_path / "other")
    yield place
    place.close()


def test_the_numbers_are_those_of_the_index(filled: Filled) -> None:
    assert filled.report.kinds == filled.family.kinds
    assert filled.report.linked == filled.family.linked
    assert all(any(part in each for each in filled.report.warnings) for part in filled.family.told)
    with filled.place.journal.store.reader() as reader:
        for question, answer in filled.family.facts:
            assert tuple(map(tuple, reader.execute(question))) == answer, question


def test_its_lists_come_back_equal(filled: Filled, other: Place, tmp_path: Path) -> None:
    if not filled.family.lists:
        pytest.skip("the lists of a family like it come back")
    report = other.imported(written(filled.place, tmp_path / "out"))
    assert report.rejections == []
    again = written(other, tmp_path / "again")
    for name in LISTS:
        before, after = (listed(folder / f"{name}.csv", filled.family) for folder in (tmp_path / "out", again))
        assert before - after == after - before == Counter(), name


def test_the_whole_comes_back_equal(filled: Filled, other: Place, tmp_path: Path) -> None:
    path, here = tmp_path / "all.zip", filled.place
    with here.journal.store.reader() as reader:
        done = write_full_export(reader, here.files, path, Author(here.journal.member, "Hartwell", NOW))
    report = other.imported(path)
    assert report.total == Counts(read=done.records, created=done.records)
    with other.journal.store.reader() as reader:
        assert content_hash(reader).all == done.hash


def test_importing_it_again_leaves_everything_as_it_is(filled: Filled) -> None:
    before = records_hash(filled.place)
    again = filled.place.imported(*(real_file(name) for name in filled.family.sources))
    assert (again.total.created, again.total.updated, again.linked) == (0, 0, {})
    assert again.total.rejected == filled.report.total.rejected
    assert records_hash(filled.place) == before


def records_hash(place: Place) -> dict[str, str]:
    """Return the fingerprint of each table but that of the imports themselves."""
    with place.journal.store.reader() as reader:
        return {name: each for name, each in content_hash(reader).tables.items() if name != "import_batch"}


def written(place: Place, folder: Path) -> Path:
    """Write the lists of `place` to a new `folder` as CSV, those that hold anything."""
    folder.mkdir()
    with place.journal.store.reader() as reader:
        for name in LISTS:
            path = folder / f"{name}.csv"
            if not export_list(reader, View(kind_named(name)), place.journal.place, path).records:
                path.unlink()
    return folder


def listed(path: Path, family: Family) -> "Counter[tuple[tuple[str, str], ...]]":
    """Return the rows of an exported list; ids are other ones in each workspace."""
    if not path.exists():
        return Counter()
    with path.open(encoding="utf-8-sig", newline="") as file:
        return Counter(tuple(sorted(told(row, family).items())) for row in csv.DictReader(file))


def told(row: dict[str, str], family: Family) -> dict[str, str]:
    ids = json.loads(row.get("external_ids") or "{}")
    kept = {name: value for name, value in row.items() if not name.endswith("_id") and name not in OF_THE_WORKSPACE}
    theirs = {name: value for name, value in sorted(ids.items()) if name != OURS}
    kept["external_ids"] = json.dumps(theirs)
    return {name: value for name, value in kept.items() if name not in family.not_carried}
