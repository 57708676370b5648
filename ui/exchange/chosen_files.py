"""What is known of the chosen files before anything is imported; runs in workers."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.errors import CrmError
from crm_desktop.exchange.import_options import ImportOptions
from crm_desktop.exchange.import_report import ImportReport
from crm_desktop.exchange.readers.files import changed
from crm_desktop.exchange.readers.patient_file import given_up_with
from crm_desktop.exchange.saved_mappings import SavedMapping, saved_mappings
from crm_desktop.exchange.seen import Noted, Seen
from crm_desktop.exchange.source import LEFT_OUT, Source
from crm_desktop.jobs import Progress
from crm_desktop.journal.journal import Journal
from crm_desktop.schema.forms import Place
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.store.workspace_settings import setting_value
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _
from ui.kit.core import FileAccess

if TYPE_CHECKING:
    from crm_desktop.exchange.ics_import import CalendarFile
    from crm_desktop.exchange.understand import Understood

FIRST_ROWS = 2
SEARCHED_ROWS = 100  # for cells that are not empty
OF_THE_WHOLE = ("name", "language", "region", "currency", "zone")


class ColumnGuess(NamedTuple):
    """One column of a file: its name, its cells in the first rows, where it goes (None: nowhere) and why.

    `open_day` is one of its days where all of them can be read in two ways, and `open_number` one of its numbers. A
    column of amounts has a `unit`, empty where they are as written; others have None. Where a `sign` in it stands for
    several currencies, `currency` is the one that was said to be meant.
    """

    name: str
    values: tuple[str, ...]
    place: str | None
    reason: str
    open_day: str = ""
    unit: str | None = None
    open_number: str = ""
    sign: str = ""
    currency: str = ""


class FileGuess(NamedTuple):
    """One file as it was understood: `form` says encoding, delimiter and dates in words.

    `dates` and `decimal` are how it is read, as templates keep it; `why_kind` says why its rows are of that kind.
    Whether rows that are quoted as a whole hold cells is what a file `asks_rows` for, until it was said.
    """

    source: Source
    name: str
    kind: str
    rows: int
    columns: tuple[ColumnGuess, ...]
    form: tuple[str, ...]
    dates: str | None = None
    decimal: str | None = None
    why_kind: str = ""
    asks_rows: bool = False

    @property
    def open_day(self) -> ColumnGuess | None:
        """The first column whose days can be read in two ways, None where there is none."""
        return next((each for each in self.columns if each.open_day), None)

    @property
    def open_number(self) -> ColumnGuess | None:
        """The first column whose numbers can be read in two ways, None where there is none."""
        return next((each for each in self.columns if each.open_number), None)


class Rehearsal(NamedTuple):
    """The files as they were understood, what an import of them would do, and the `templates` that there are."""

    files: tuple[FileGuess, ...]
    report: ImportReport
    templates: tuple[SavedMapping, ...] = ()


class UnclearRows(CrmError):
    """What the rows of the one chosen file are has to be said before anything else is known of them."""


class Asked(NamedTuple):
    """What is to be imported: the `sources`, what happens to records that are here, and how consent is known.

    Files that were `seen` have to be what they were then. Empty cells empty fields where the user wishes that it
    `empties`.
    """

    sources: Sequence[Source]
    on_match: str = "update"
    consent_source: str = ""
    seen: Mapping[Path, Seen] = {}
    empties: bool = False

    @property
    def options(self) -> ImportOptions:
        """The same as the import takes it; a rehearsal keeps files where the import will."""
        return ImportOptions(
            on_match=self.on_match,
            keeps_files=True,
            empties=self.empties,
            consent_source=self.consent_source,
            seen=self.seen,
        )


class Imported(NamedTuple):
    """What an import did, and whether it brought another name, currency or country for the whole workspace."""

    report: ImportReport
    renewed: bool


def rehearsed(reader: Connection, asked: Asked, place: Place, now_ms: int, *, progress: Progress) -> Rehearsal:
    """Read the files of `asked` and count what importing them would do; nothing is changed."""
    # the readers take long to load, and the window need not wait for that
    from crm_desktop.exchange.full.opening import is_full_export
    from crm_desktop.exchange.kind_signs import UnclearKind
    from crm_desktop.exchange.opened import understand_all
    from crm_desktop.exchange.run import rehearse

    sources = asked.sources
    if any(is_full_export(each.path) for each in sources):
        return _rehearsed_whole(reader, sources, place, progress, now_ms)
    saved = tuple(saved_mappings(reader))
    try:
        with given_up_with(progress):
            opened = understand_all(sources, place, progress, workspace_kinds(reader), saved)
    except UnclearKind as error:
        if len(sources) > 1:
            raise
        told = _("What the rows of “{file}” are cannot be told from its columns. Choose it at “Rows are”.")
        raise UnclearRows(told.format(file=sources[0].path.name)) from error
    try:
        found = [*map(_guess, opened.tables), *map(_calendar_guess, opened.calendars), *map(_left_guess, opened.left)]
    finally:
        for each in opened.tables:
            each.table.close()
    # in the order of before, so that no file goes elsewhere when something is said about it
    places = {_place_of(each): number for number, each in enumerate(sources)}
    files = tuple(sorted(found, key=lambda each: places.get(_place_of(each.source), len(places))))
    settled = [each.source._replace(kind=each.kind) for each in files]
    report = rehearse(reader, place, settled, asked.options, progress, now_ms)
    _check_alike(opened.noted, report.seen)
    report.warnings[:0] = opened.notes
    return Rehearsal(files, report, saved)


def _check_alike(before: Mapping[Path, Noted], seen: Mapping[Path, Seen]) -> None:
    """Raise UnreadableFile where what the columns were told of is not what was rehearsed."""
    for path, each in seen.items():
        if path in before and before[path].stamp != each.noted.stamp:
            raise changed(path.name)


def imported(_journal: Journal, file: FileAccess, asked: Asked, *, progress: Progress) -> Imported:
    """Import the files of `asked` into `file` as one step, after a backup where they are many."""
    from crm_desktop.safe_import import import_safely

    before = _of_the_whole(file)
    report = import_safely(file.workspace, asked.sources, asked.options, progress)
    return Imported(report, renewed=_of_the_whole(file) != before)


def _of_the_whole(file: FileAccess) -> list[str | None]:
    with file.workspace.reader() as reader:
        return [setting_value(reader, name) for name in OF_THE_WHOLE]


def _rehearsed_whole(
    reader: Connection, sources: Sequence[Source], place: Place, progress: Progress, now_ms: int
) -> Rehearsal:
    """Count what a full export would bring; it has no columns to be matched."""
    from crm_desktop.exchange.run import rehearse

    report = rehearse(reader, place, sources, None, progress, now_ms)
    source = sources[0]
    whole = FileGuess(source, source.path.name, source.kind, report.total.read, (), (_("full export"),))
    return Rehearsal((whole,), report)


def _guess(understood: "Understood") -> FileGuess:
    from crm_desktop.exchange.understand import is_ours

    rows = understood.table.first_rows()[:SEARCHED_ROWS]
    settled = understood.settled
    open_days = {each.column: each.cell for each in settled.open_days}
    open_numbers = {each.column: each.cell for each in settled.open_numbers}
    columns = tuple(
        ColumnGuess(
            name,
            _values(rows, number),
            understood.places.get(name),
            understood.reasons.get(name, ""),
            open_days.get(name, ""),
            settled.units.get(name),
            open_numbers.get(name, ""),
            settled.signs.get(name, ""),
            settled.currencies.get(name, ""),
        )
        for number, name in enumerate(understood.table.columns)
        if not is_ours(name)
    )
    return FileGuess(
        understood.source,
        understood.table.name,
        understood.kind,
        understood.rows,
        columns,
        _form(understood.plain()),
        settled.dates,
        settled.decimal,
        str(understood.reasons.get("kind", "")),
        understood.table.form.whole_rows and understood.source.read_as.parts_rows is None,
    )


def _calendar_guess(calendar: "CalendarFile") -> FileGuess:
    """Return a calendar as a file without columns: what its parts mean is settled."""
    kind, form = str(calendar.plain()["kind"]), _form(calendar.plain())
    return FileGuess(calendar.source, calendar.name, kind, calendar.rows, (), form)


def _left_guess(source: Source) -> FileGuess:
    """Return a table that is left out, until somebody says what its rows are."""
    why = _("You said so") if source.kind == LEFT_OUT else _("Its columns do not tell what the rows are")
    return FileGuess(source, source.label, LEFT_OUT, 0, (), (), why_kind=why)


def _place_of(source: Source) -> tuple[Path, str | None]:
    return source.path, source.read_as.sheet


def _values(rows: Sequence[Sequence[str]], number: int) -> tuple[str, ...]:
    """Return the cells of the column in the first rows; where all of them are empty, the last one is from below."""
    cells = [row[number].strip() if number < len(row) else "" for row in rows]
    first = cells[:FIRST_ROWS]
    if first and not any(first):
        first[-1] = next(filter(None, cells), "")
    return tuple(first)


def _form(detected: Mapping[str, object]) -> tuple[str, ...]:
    words = {
        ",": _("comma"),
        ";": _("semicolon"),
        "\t": _("tab"),
        "|": _("bar"),
        "dmy": _("day first"),
        "mdy": _("month first"),
        "ymd": _("year first"),
        "point": _("decimal point"),
    }
    # a comma parts cells or decimals
    if detected.get("decimal") == "comma":
        words["comma"] = _("decimal comma")
    found = [str(detected[name]) for name in ("encoding", "delimiter", "dates", "decimal") if detected.get(name)]
    return tuple(words.get(each, each.upper() if each.startswith("utf") else each) for each in found)
