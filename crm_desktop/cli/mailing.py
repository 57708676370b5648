"""Write letters and address labels as PDF."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crm_desktop.cli.call import Call, call_of
from crm_desktop.cli.opening import opened
from crm_desktop.cli.output import print_text
from crm_desktop.cli.records import Where, view_of
from crm_desktop.errors import UnreadableFile
from crm_desktop.jobs import Progress
from crm_desktop.words import _, ngettext
from crm_desktop.workspace import Workspace

if TYPE_CHECKING:
    from crm_desktop.reports.addressees import Addressees
    from crm_desktop.reports.pdf_document import Imprint

Kind = Annotated[str, typer.Argument(help="people, companies or contacts.")]
Out = Annotated[Path, typer.Option(help="The PDF file.")]
Sort = Annotated[list[str] | None, typer.Option(help="FIELD, or -FIELD for descending.")]
Made = Callable[["Addressees", Workspace, Progress], bytes]
_LONGEST_LETTER = 1 << 20


def labels(
    context: typer.Context,
    kind: Kind,
    out: Out,
    where: Where = None,
    sort: Sort = None,
    sheet: Annotated[str, typer.Option(help="avery-l7160, herma-4360, avery-5160, …")] = "avery-l7160",
    skip: Annotated[int, typer.Option(min=0, help="Labels of the first sheet that are used already.")] = 0,
) -> None:
    """Write address labels of a list of contacts; who wants no letters or has no address is left out and counted."""
    from crm_desktop.reports.label_sheets import sheet_named
    from crm_desktop.reports.labels import Wanted, labels_pdf

    wanted = Wanted(sheet_named(sheet), skip)

    def made(people: "Addressees", workspace: Workspace, progress: Progress) -> bytes:
        return labels_pdf(people.found, wanted, _imprint(workspace, _("Labels")), progress)

    _write(call_of(context), (kind, where or [], sort or []), out, made)


def letters(
    context: typer.Context,
    kind: Kind,
    out: Out,
    text: Annotated[Path, typer.Option(help="The letter: “Subject: …”, then the text, with {name}, {company}, …")],
    where: Where = None,
    sort: Sort = None,
) -> None:
    """Write a letter to each contact of a list; who wants no letters or has no address is left out and counted."""
    from crm_desktop.reports.letters import letter_of, letters_pdf
    from crm_desktop.reports.pdf_report import paper_of
    from crm_desktop.reports.style import report_style

    written = _text_of(text)

    def made(people: "Addressees", workspace: Workspace, progress: Progress) -> bytes:
        letter = letter_of(written, workspace.name)
        today = workspace.journal.clock().astimezone(workspace.place.zone).date()
        with workspace.reader() as reader:
            paper = paper_of(letter=report_style(reader, workspace.place.region).letter)
        pages = (_imprint(workspace, letter.subject or _("Letters")), paper)
        return letters_pdf(people.found, letter, today, pages, progress)

    _write(call_of(context), (kind, where or [], sort or []), out, made)


def _write(call: Call, listed: tuple[str, list[str], list[str]], out: Path, made: Made) -> None:
    from crm_desktop.reports.addressees import addressees
    from crm_desktop.whole_files import write_whole

    kind, where, sort = listed
    with opened(call) as workspace, workspace.reader() as reader, call.output.progress(_("Writing")) as progress:
        view = view_of(reader, kind, (where, sort, None), workspace.place)
        people = addressees(reader, view, workspace.place)
        write_whole(out, made(people, workspace, progress))
    if people.without_address:
        told = ngettext("{n} has no postal address.", "{n} have no postal address.", people.without_address)
        call.output.say(told.format(n=people.without_address))
    if people.refused:
        told = ngettext("{n} wants no letters.", "{n} want no letters.", people.refused)
        call.output.say(told.format(n=people.refused))
    document = {
        "path": str(out),
        "count": len(people.found),
        "without_address": people.without_address,
        "refused": people.refused,
    }
    told = ngettext("Wrote {n} address to {path}.", "Wrote {n} addresses to {path}.", len(people.found))
    call.output.result(document, lambda: print_text(told.format(n=len(people.found), path=out)))


def _imprint(workspace: Workspace, title: str) -> "Imprint":
    from crm_desktop.reports.pdf_document import Imprint

    now = workspace.journal.clock().astimezone(workspace.place.zone)
    return Imprint(title, workspace.member_name, workspace.name, workspace.place.language, now)


def _text_of(path: Path) -> str:
    try:
        with path.open(encoding="utf-8-sig") as file:
            return file.read(_LONGEST_LETTER)
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(
            _("“{file}” could not be read as text. Save the letter as plain text in UTF-8.").format(file=path.name)
        ) from error
