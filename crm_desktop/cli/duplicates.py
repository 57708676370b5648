"""Find contacts that are there twice, make one of them, and part them again."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

import typer

from crm_desktop.cli.call import call_of
from crm_desktop.cli.opening import opened
from crm_desktop.cli.output import print_table, print_text
from crm_desktop.cli.record_words import record_document, record_from_text
from crm_desktop.cli.records import typed_fields
from crm_desktop.contacts.matching import LIKELY, LikelyPair, Look, clusters_of, different_pairs, likely_pairs
from crm_desktop.contacts.merge_plan import MergeChoices
from crm_desktop.contacts.merging import merge_contacts, unmerge
from crm_desktop.errors import UndoWouldOverwrite
from crm_desktop.journal.ids import id_text
from crm_desktop.words import _, ngettext


class Searched(StrEnum):
    """Among whom duplicates are looked for."""

    PEOPLE = "people"
    COMPANIES = "companies"


_KINDS = {Searched.PEOPLE: "person", Searched.COMPANIES: "company"}


def duplicates(
    context: typer.Context,
    of: Annotated[Searched, typer.Option(help="Among whom.")],
    min_score: Annotated[float, typer.Option(min=0.0, max=1.0, help="How likely at least.")] = LIKELY,
) -> None:
    """Find contacts that may be the same, the likeliest first."""
    # comparing names needs libraries that other commands do not
    from crm_desktop.contacts.match_search import search_pairs

    call = call_of(context)
    kind = _KINDS[of]
    with opened(call) as workspace:
        with call.output.progress(_("Comparing")) as progress:
            fresh = search_pairs(workspace.store, kind, progress)
        with workspace.reader() as reader:
            pairs = likely_pairs(reader, Look(kind, min_score, fresh if workspace.read_only else None))
            found = len(clusters_of(kind, pairs, different_pairs(reader)))
    call.output.result({"pairs": [_plain(each) for each in pairs], "clusters": found}, lambda: _print(pairs, found))


def merge(
    context: typer.Context,
    keep: Annotated[str, typer.Argument(metavar="KEEP_ID", help="The contact that stays.")],
    others: Annotated[list[str], typer.Argument(metavar="OTHER_ID…", help="Those that become one with it.")],
    take: Annotated[
        list[str] | None, typer.Option(metavar="FIELD=ID", help="Whose value a field gets; else that of KEEP_ID.")
    ] = None,
) -> None:
    """Make one contact of several, as one step; their ids lead to the one that stays."""
    call = call_of(context)
    kept, gone = record_from_text(keep), [record_from_text(each) for each in others]
    choices = MergeChoices({name: record_from_text(text) for name, text in typed_fields(take or ()).items()})
    with opened(call, writing=True) as workspace:
        merge_contacts(workspace.journal, kept, gone, choices)
        with workspace.reader() as reader:
            document = record_document(reader, kept, workspace.place)
    result = {"kept": id_text(kept), "merged": [id_text(each) for each in gone], "record": document}
    told = ngettext("Merged {n} contact into {name}.", "Merged {n} contacts into {name}.", len(gone))
    call.output.result(result, lambda: print_text(told.format(n=len(gone), name=document["name"])))


def unmerge_(
    context: typer.Context,
    contact: Annotated[str, typer.Argument(metavar="ID", help="The contact that stayed, or one that went into it.")],
    *,
    force: Annotated[bool, typer.Option("--force", help="Also write over newer edits.")] = False,
) -> None:
    """Take back the last merge of a contact, and list what was done to it since."""
    call = call_of(context)
    with opened(call, writing=True) as workspace:
        try:
            parted = unmerge(workspace.journal, record_from_text(contact), force=force)
        except UndoWouldOverwrite as refused:
            # the edits that would be lost are the result, whatever happens to them
            call.output.refuse(_("{reason} Use --force to do it all the same.").format(reason=refused))
            newer = refused.newer
            call.output.result({"kept": None, "unmerged": [], "later": [], "newer": newer}, lambda: _print_all(newer))
            call.exit_code = refused.exit_code
            return
    back = [id_text(each) for each in parted.back]
    result = {"kept": id_text(parted.kept), "unmerged": back, "later": list(parted.later), "newer": []}
    told = ngettext("{n} contact is back.", "{n} contacts are back.", len(back)).format(n=len(back))
    call.output.result(result, lambda: _print_all([told, *parted.later]))


def _print_all(lines: Sequence[str]) -> None:
    for each in lines:
        print_text(each)


def _plain(pair: LikelyPair) -> dict[str, object]:
    return {
        "a": id_text(pair.first),
        "b": id_text(pair.second),
        "a_name": pair.first_name,
        "b_name": pair.second_name,
        "score": pair.score,
        "reasons": list(pair.reasons),
    }


def _print(pairs: Sequence[LikelyPair], clusters: int) -> None:
    if not pairs:
        print_text(_("No duplicates were found."))
        return
    columns = [_("Likely"), _("One"), _("Other"), _("Why"), "a", "b"]
    print_table(columns, [_line(each) for each in pairs], right=(0,), brief=True)
    told = ngettext("{n} group that may be one contact.", "{n} groups that may be one contact each.", clusters)
    print_text(told.format(n=clusters))


def _line(pair: LikelyPair) -> list[str]:
    ids = id_text(pair.first), id_text(pair.second)
    return [f"{pair.score:.0%}", pair.first_name, pair.second_name, ", ".join(pair.reasons), *ids]
