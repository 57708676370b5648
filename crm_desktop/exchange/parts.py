"""The tables that files, folders and workbooks hold, each as a source of its own."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers.file_form import FileForm, file_form
from crm_desktop.exchange.readers.workbook import sheets_of
from crm_desktop.exchange.source import AUTO, Source
from crm_desktop.words import _

MOST_FILES = 100_000
_PUT_TOGETHER = (FileForm.MAIL, FileForm.VCARD)


class Parts(NamedTuple):
    """The sources of one table each, and what there is to tell about what was left out."""

    sources: list[Source]
    notes: list[str]


def parts_of(sources: Sequence[Source]) -> Parts:
    """Return `sources` with the files of each folder and the sheets of each workbook in their place."""
    parts = Parts([], [])
    for source in sources:
        if source.path.is_dir():
            for path in _files_in(source.path):
                _add(parts, source._replace(path=path, found=True))
        else:
            _add(parts, source)
    parts = Parts(_together(parts.sources), parts.notes)
    if sources and not parts.sources:
        raise UnreadableFile(" ".join([_("There is nothing here that can be imported."), *parts.notes]))
    return parts


def _add(parts: Parts, source: Source) -> None:
    try:
        form = file_form(source.path)
        sheets = sheets_of(source.path) if form is FileForm.WORKBOOK and source.read_as.sheet is None else []
    except UnreadableFile as error:
        if not source.found:
            raise
        parts.notes.append(left_out(source.path.name, error))
        return
    visible = [each.name for each in sheets if not each.hidden]
    unused = [each.name for each in sheets if each.hidden] if visible else []
    if len(visible) < 2:
        parts.sources.append(source)
    elif source.kind == AUTO:
        parts.sources.extend(
            source._replace(read_as=source.read_as._replace(sheet=name), found=True) for name in visible
        )
    else:
        # What the user says about the rows cannot be meant of several tables.
        parts.sources.append(source)
        unused = [*visible[1:], *unused]
    if unused:
        parts.notes.append(
            _("Sheets of “{file}” that were left out: {sheets}. Name one with --sheet to import it.").format(
                file=source.path.name, sheets=", ".join(unused)
            )
        )


def _together(sources: Sequence[Source]) -> list[Source]:
    """Return `sources` with files of one mail or one card each put together, in the place of the first of them."""
    merged: list[Source] = []
    first: dict[tuple[object, ...], int] = {}
    for source in sources:
        form = file_form(source.path) if source.read_as.sheet is None and not source.more else None
        if form not in _PUT_TOGETHER or source.mapping is not None or source.assigned:
            merged.append(source)
            continue
        key = (form, source.kind, source.read_as)
        if key in first:
            one = merged[first[key]]
            merged[first[key]] = one._replace(more=(*one.more, source.path), found=one.found and source.found)
        else:
            first[key] = len(merged)
            merged.append(source)
    return merged


def left_out(name: str, reason: Exception) -> str:
    """Return the sentence about a file or sheet that was left out."""
    return _("“{name}” was left out. {reason}").format(name=name, reason=reason)


def _files_in(folder: Path) -> Iterator[Path]:
    """Yield the files in `folder` and in the folders below it, hidden ones left out."""
    found = 0
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts):
            found += 1
            if found > MOST_FILES:
                raise UnreadableFile(
                    _("“{folder}” holds more than {n:,} files. Import parts of it.").format(folder=folder, n=MOST_FILES)
                )
            yield path
