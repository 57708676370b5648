"""Find contacts that are there twice."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

import typer

from crm_desktop.cli.call import call_of
from crm_desktop.cli.opening import opened
from crm_desktop.cli.output import print_table, print_text
from crm_desktop.contacts.matching import LIKELY, LikelyPair, Look, clusters_of, different_pairs, likely_pairs
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
    print_table(columns, [_line(each) for each in pairs], right=(0,))
    told = ngettext("{n} group that may be one contact.", "{n} groups that may be one contact each.", clusters)
    print_text(told.format(n=clusters))


def _line(pair: LikelyPair) -> list[str]:
    ids = id_text(pair.first), id_text(pair.second)
    return [f"{pair.score:.0%}", pair.first_name, pair.second_name, ", ".join(pair.reasons), *ids]
