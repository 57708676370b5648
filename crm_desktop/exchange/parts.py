"""The tables that files, folders, workbooks and trees of records hold, each as a source of its own."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers.file_form import FileForm, file_form
from crm_desktop.exchange.readers.json_table import parts_in, plan_in
from crm_desktop.exchange.readers.patient_file import patiently
from crm_desktop.exchange.readers.sheet_source import sheets_of
from crm_desktop.exchange.source import AUTO, Source
from crm_desktop.values.counts import shown_number
from crm_desktop.words import _

MOST_FILES = 100_000
# Files that hold one mail or one card each are read as one table.
_PUT_TOGETHER = (FileForm.MAIL, FileForm.VCARD)


class Parts(NamedTuple):
    """The sources of one table each, and what there is to tell about what was left out."""

    sources: list[Source]
    notes: list[str]


class _Part(NamedTuple):
    form: FileForm
    source: Source


def parts_of(sources: Sequence[Source], region: str) -> Parts:
    """Return `sources` with what folders, plans, workbooks and trees of records hold in their place."""
    notes: list[str] = []
    parts: list[_Part] = []
    for source in _files(sources, notes):
        try:
            form = file_form(source.path)
            parts += [_Part(form, each) for each in _tables(source, form, region, notes)]
        except UnreadableFile as error:
            if not source.found:
                raise
            notes.append(left_out(source.path.name, error))
    if not parts and sources:
        raise UnreadableFile(" ".join([_("There is nothing here that can be imported."), *notes]))
    return Parts(_together(parts), notes)


def left_out(name: str, reason: Exception) -> str:
    """Return the sentence about a file or sheet that was left out."""
    return _("“{name}” was left out. {reason}").format(name=name, reason=reason)


def _files(sources: Sequence[Source], notes: list[str]) -> Iterator[Source]:
    """Yield a source for each file that `sources` name themselves, by their folder, or by a plan; each once.

    A folder without any is told in `notes`.
    """
    seen: set[Path] = set()
    for source in sources:
        if patiently(source.path.is_dir, source.path):
            listed, found = _files_in(source.path, notes), True
        else:
            listed, found = iter([source.path]), source.found
        for path in listed:
            planned = plan_in(path) if path.suffix.lower() == ".json" and patiently(path.is_file, path) else None
            for each in [path] if planned is None else planned:
                by_name = not found and planned is None
                if by_name or each not in seen:
                    yield source._replace(path=each, found=not by_name)
                seen.add(each)


def _tables(source: Source, form: FileForm, region: str, notes: list[str]) -> list[Source]:
    """Return a source for each table in the file; what is hidden is only told in `notes`."""
    if source.read_as.sheet is not None:
        return [source]
    if form is FileForm.WORKBOOK:
        sheets = sheets_of(source.path)
        visible = [each.name for each in sheets if not each.hidden]
        hidden = [each.name for each in sheets if each.hidden] if visible else []
    elif form is FileForm.JSON:
        visible, hidden = list(parts_in(source.path, source.read_as, region)), []
    else:
        return [source]
    if len(visible) < 2:
        tables = [source]
    elif source.kind == AUTO:
        tables = [source._replace(read_as=source.read_as._replace(sheet=name), found=True) for name in visible]
    else:
        # What the user says about the rows cannot be meant of several tables.
        tables, hidden = [source], [*visible[1:], *hidden]
    if hidden:
        notes.append(
            _("Left out of “{file}”: {sheets}. Choose a sheet to import it (on the command line with --sheet).").format(
                file=source.path.name, sheets=", ".join(hidden)
            )
        )
    return tables


def _together(parts: Sequence[_Part]) -> list[Source]:
    """Return the sources of `parts` with files of one mail or card each put together, in the place of the first."""
    merged: list[Source] = []
    first: dict[tuple[object, ...], int] = {}
    more: dict[int, list[Path]] = {}
    for form, source in parts:
        key = (form, source.kind, source.read_as)
        if form not in _PUT_TOGETHER or source.mapping is not None or source.assigned or source.more:
            merged.append(source)
        elif key in first:
            at = first[key]
            more.setdefault(at, []).append(source.path)
            merged[at] = merged[at]._replace(found=merged[at].found and source.found)
        else:
            first[key] = len(merged)
            merged.append(source)
    return [each._replace(more=tuple(more[at])) if at in more else each for at, each in enumerate(merged)]


def _files_in(folder: Path, notes: list[str]) -> Iterator[Path]:
    """Yield the files in `folder` and in the folders below it, hidden ones left out; `notes` tell of an empty one."""
    found = 0
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts):
            found += 1
            if found > MOST_FILES:
                told = _("“{folder}” holds more than {n} files. Import parts of it.")
                raise UnreadableFile(told.format(folder=folder, n=shown_number(MOST_FILES)))
            yield path
    if not found:
        notes.append(_("The folder “{folder}” holds no files.").format(folder=folder.name))
