"""Everything that sources hold, opened and understood: tables, calendars, and trees of records with their links."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.errors import CrmError, UnreadableFile, WrongUsage
from crm_desktop.exchange.kind_signs import NotForImport, UnclearKind
from crm_desktop.exchange.parts import left_out, parts_of
from crm_desktop.exchange.readers.file_form import FileForm, file_form
from crm_desktop.exchange.readers.json_table import JsonTable
from crm_desktop.exchange.saved_mappings import SavedMapping
from crm_desktop.exchange.seen import Noted, noted
from crm_desktop.exchange.source import LEFT_OUT, Source
from crm_desktop.exchange.understand import Understood, understand
from crm_desktop.jobs import Progress
from crm_desktop.schema.forms import Place
from crm_desktop.schema.own import STANDARD, Kinds
from crm_desktop.words import _

if TYPE_CHECKING:
    from crm_desktop.exchange.ics_import import CalendarFile


class Opened(NamedTuple):
    """What was opened: tables, calendars, and what there is to tell about what was left out.

    `noted` are the files that something was taken from, as they were before they were opened. `left` are those left out
    that could be taken in if somebody said what their rows are.
    """

    tables: list[Understood]
    calendars: "list[CalendarFile]"
    notes: list[str]
    noted: Mapping[Path, Noted]
    left: list[Source]

    @property
    def rows(self) -> int:
        """How many rows all files hold together."""
        return sum(each.rows for each in self.tables) + sum(each.rows for each in self.calendars)


def understand_all(
    sources: Sequence[Source],
    place: Place,
    progress: Progress | None = None,
    kinds: Kinds = STANDARD,
    saved: Sequence[SavedMapping] = (),
) -> Opened:
    """Open all tables and calendars that `sources` hold, for a workspace with these `kinds` and `saved` templates.

    Close the tables when done with them. Raises UnreadableFile and WrongUsage.
    """
    parts = parts_of(sources, place.region)
    before = noted(path for each in parts.sources for path in (each.path, *each.more))
    opened = Opened([], [], list(parts.notes), {}, [])
    refused: list[tuple[Source, CrmError]] = []
    with ExitStack() as stack:
        for source in parts.sources:
            if source.kind == LEFT_OUT:
                opened.left.append(source)
                continue
            try:
                if file_form(source.path) is FileForm.CALENDAR:
                    opened.calendars.append(_calendar(source, place))
                    continue
                understood = understand(source, place, progress, kinds, saved)
            except (UnreadableFile, WrongUsage) as error:
                if not (source.found or (len(parts.sources) > 1 and isinstance(error, (NotForImport, UnclearKind)))):
                    raise
                refused.append((source, error))
            else:
                stack.callback(understood.table.close)
                opened.tables.append(understood)
        if not (opened.tables or opened.calendars):
            raise refused[0][1] if refused else WrongUsage(_("All is left out. Say what the rows of a file are."))
        named = _resolve_references(opened, [source for source, _error in refused], place)
        opened.notes.extend(_told(source, error, named=source.path in named) for source, error in refused)
        opened.left.extend(
            source for source, error in refused if isinstance(error, UnclearKind) and source.path not in named
        )
        stack.pop_all()
    used = [*(each.source for each in opened.tables), *(each.source for each in opened.calendars)]
    paths = {path for each in used for path in (each.path, *each.more)} | named
    return opened._replace(noted={path: each for path, each in before.items() if path in paths})


def _resolve_references(opened: Opened, left: Sequence[Source], place: Place) -> set[Path]:
    """Let trees of records know what their references point to: rows, or what the `left` out ones are called.

    Returns the files whose records others point to.
    """
    trees = [each for each in opened.tables if isinstance(each.table, JsonTable)]
    names: dict[str, str] = {}
    files: set[Path] = set()
    known: set[str] = set()
    for source in left if trees else ():
        if file_form(source.path) is FileForm.JSON:
            found = JsonTable(source.path, source.read_as, place.region).references()
            names |= found
            files |= {source.path} if found else set()
    for each in trees:
        found = each.table.references() if isinstance(each.table, JsonTable) else {}
        if each.kind == "categories":
            names |= found
        known |= set(found)
    for each in trees:
        if isinstance(each.table, JsonTable):
            each.table.resolve(names, frozenset(known))
    return files


def _told(source: Source, error: CrmError, *, named: bool) -> str:
    """Return the sentence about a table that is not imported, or only for the names of its records."""
    if not named:
        return left_out(source.label, error)
    return _(
        "“{file}” holds nothing of its own for here; its names were taken where other records point to it."
    ).format(file=source.label)


def _calendar(source: Source, place: Place) -> "CalendarFile":
    # reading calendars takes 0.2 s to import, which tables need not wait for
    from crm_desktop.exchange.ics_import import CalendarFile

    return CalendarFile(source, place)
