"""Search all records."""

from typing import Annotated

import typer

from crm_desktop.cli.call import call_of
from crm_desktop.cli.opening import opened
from crm_desktop.cli.output import print_table, print_text
from crm_desktop.journal.ids import id_text
from crm_desktop.search.queries import HITS, Hit, SearchResult
from crm_desktop.search.queries import search as found
from crm_desktop.values.money import plain_amount
from crm_desktop.words import _, ngettext


def search(
    context: typer.Context,
    text: Annotated[list[str], typer.Argument(help="Words, a phone number, an email, #12 or $>5000.")],
    kind: Annotated[str | None, typer.Option(help="Search only this kind of record.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="The most hits.")] = HITS,
) -> None:
    """Search everything: contacts, deals, tickets, activities, tasks, products, files, purchases, promises, facts."""
    call = call_of(context)
    with opened(call) as workspace, workspace.reader() as reader:
        result = found(reader, " ".join(text), workspace.place, kind, limit)
    document = {
        "hits": [_document(each) for each in result.hits],
        "ms": result.ms,
        "counts": {each.group: {"count": each.found, "more": each.more} for each in result.counts},
        "corrected": result.corrected,
    }
    call.output.result(document, lambda: _print(result))


def _document(hit: Hit) -> dict[str, str | int | None]:
    return {
        "id": id_text(hit.id),
        "kind": hit.kind,
        "title": hit.title,
        "where": hit.where,
        "snippet": hit.plain,
        "secondary": hit.secondary,
        "amount": None if hit.amount is None else plain_amount(hit.amount, hit.currency),
        "currency": None if hit.amount is None else hit.currency,
        "size": hit.size,
    }


def _print(result: SearchResult) -> None:
    if result.corrected is not None:
        print_text(_("Nothing is spelled so. Shown is what was found for “{text}”.").format(text=result.corrected))
    columns = [_("Kind"), _("Name"), _("Where"), _("Passage"), _("More"), "id"]
    rows = [
        [each.kind, each.title, _(each.where_label), each.plain, each.secondary, id_text(each.id)]
        for each in result.hits
    ]
    print_table(columns, rows, brief=True)
    told = ngettext("{n} hit in {ms} ms", "{n} hits in {ms} ms", len(result.hits))
    print_text(told.format(n=len(result.hits), ms=f"{result.ms:.0f}"))
