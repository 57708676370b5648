"""JSON files as tables: one for each type of record in them."""

from collections import Counter
from collections.abc import Generator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers import files
from crm_desktop.exchange.readers.json_records import REFERENCE, Found, records_in, table_of
from crm_desktop.exchange.readers.json_stream import JsonText
from crm_desktop.exchange.readers.table import TableForm, TableRow
from crm_desktop.exchange.readers.text_encoding import SAMPLE_BYTES, detect_encoding, named_encoding
from crm_desktop.exchange.source import ReadAs
from crm_desktop.words import _, ngettext

SAMPLE = 200


class JsonPart(NamedTuple):
    """One type of record in a file: its columns, and some of the first records."""

    name: str
    columns: dict[str, None]
    sample: list[Found]


def parts_in(path: Path, read_as: ReadAs, region: str) -> dict[str, JsonPart]:
    """Return the types of record in the file at `path` by name; raises UnreadableFile."""
    parts: dict[str, JsonPart] = {}
    with closing(_records(path, _encoding(path, read_as, region))) as records:
        for found in records:
            part = parts.setdefault(found.table, JsonPart(found.table, {}, []))
            part.columns.update(dict.fromkeys(found.cells))
            if len(part.sample) < SAMPLE:
                part.sample.append(found)
    if not parts:
        raise UnreadableFile(_("“{file}” holds no records.").format(file=path.name))
    return parts


def plan_in(path: Path) -> list[Path] | None:
    """Return the files that an import plan of Salesforce names, or None where the file at `path` is none."""
    named: list[Path] = []
    try:
        with closing(_records(path, "utf-8")) as records:
            for found in records:
                if not {"sobject", "files"} <= set(found.cells):
                    return None
                named += [path.parent / name for name in found.cells["files"].split(", ")]
    except UnreadableFile:
        return None
    return named


class JsonTable:
    """The records of one type in a JSON file; references to records elsewhere are resolved where they are known."""

    def __init__(self, path: Path, read_as: ReadAs, region: str) -> None:
        self._stamp = files.stamp(path)
        parts = parts_in(path, read_as, region)
        if read_as.sheet is not None and read_as.sheet not in parts:
            raise UnreadableFile(
                _("“{file}” has no records of the type “{name}”. Types: {names}.").format(
                    file=path.name, name=read_as.sheet, names=", ".join(parts)
                )
            )
        part = parts[read_as.sheet] if read_as.sheet is not None else next(iter(parts.values()))
        self.name = path.name if len(parts) == 1 else _("{file}, {part}").format(file=path.name, part=part.name)
        self.title = part.name.removesuffix("__c") or path.stem
        self.kind: str | None = None
        self.count: int | None = None
        self.all_have_email = False
        self.columns: Sequence[str] = list(part.columns)
        self.header: Sequence[str] | None = list(part.columns)
        encoding = _encoding(path, read_as, region)
        self.form = TableForm("json", encoding, None, 0, {}, [])
        self._path = path
        self._encoding = encoding
        self._part = part
        self._names: Mapping[str, str] = {}
        self._known: frozenset[str] = frozenset()
        self._unresolved: dict[str, None] = {}
        self._odd: Counter[str] = Counter()

    def references(self) -> dict[str, str]:
        """Return what the records here are called, by the names that others point to them with."""
        with closing(self._found()) as found:
            return {each.own_reference: each.title for each in found if each.own_reference}

    def resolve(self, names: Mapping[str, str], known: frozenset[str]) -> None:
        """Put `names` in the place of references to records that are no rows; those that are rows are `known`."""
        self._names, self._known = names, known

    def rows(self) -> Generator[TableRow, None, None]:
        """Yield one row for each record; raises UnreadableFile where the file is changed or cannot be read."""
        self._unresolved = {}
        self._odd.clear()
        with closing(self._found()) as found:
            for number, each in enumerate(found, 1):
                yield TableRow(number, self._cells(each))

    def first_rows(self) -> Sequence[Sequence[str]]:
        """Return the cells of some of the first records."""
        return [self._cells(each) for each in self._part.sample]

    def join_cells(self, *, allowed: bool) -> None:
        """Records have no cells that could be cut."""

    def notes(self) -> list[str]:
        """Return what there is to tell about references, and about what stands between the records."""
        told = []
        odd = self._odd[self._part.name]
        if odd:
            told.append(
                ngettext(
                    "One entry between the records is no record, and was left out.",
                    "{count} entries between the records are no records, and were left out.",
                    odd,
                ).format(count=odd)
            )
        if self._unresolved:
            shown = ", ".join(list(self._unresolved)[:10])
            told.append(_("References that point to nothing in these files: {names}.").format(names=shown))
        return told

    def close(self) -> None:
        """Nothing is held between readings."""

    def _found(self) -> Generator[Found, None, None]:
        with closing(_records(self._path, self._encoding, self._odd)) as records:
            yield from (each for each in records if each.table == self._part.name)
        files.check(self._path, self._stamp)

    def _cells(self, found: Found) -> list[str]:
        cells = found.cells
        return [self._resolved(cells.get(column, "")) for column in self.columns]

    def _resolved(self, cell: str) -> str:
        if not cell.startswith(REFERENCE):
            return cell
        if cell in self._names:
            return self._names[cell]
        if self._known and cell not in self._known and " " not in cell:
            self._unresolved[cell] = None
        return cell


def _encoding(path: Path, read_as: ReadAs, region: str) -> str:
    if read_as.encoding:
        return named_encoding(read_as.encoding).name
    with files.opened(path) as file:
        sample = files.first_bytes(file, SAMPLE_BYTES, path.name)
    return detect_encoding(sample, path.name, region, whole=len(sample) < SAMPLE_BYTES).name


def _records(path: Path, encoding: str, odd: Counter[str] | None = None) -> Generator[Found, None, None]:
    """Yield the records in the file, and count what is none in `odd`, by the table whose list it stands in."""
    try:
        with files.opened(path) as binary:
            for key, item in JsonText(binary, encoding, path.name).items():
                if odd is not None and not isinstance(item, dict):
                    odd[table_of(key)] += 1
                yield from records_in(key, item)
    except OSError as error:
        raise files.broken_off(path.name, error) from error
