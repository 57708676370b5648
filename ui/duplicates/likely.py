"""The likely duplicates as lines: who they are and how likely, the likeliest first."""

from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.contacts.match_schema import MATCHED_KINDS
from crm_desktop.contacts.matching import SAFE, Cluster, Look, likely_clusters
from crm_desktop.contacts.safe_merge import safe_clusters
from crm_desktop.vault.driver import Connection
from crm_desktop.words import ngettext
from ui.kit.formats import Formats
from ui.kit.two_line import Line


class LikelyGroups(NamedTuple):
    """The groups that are shown, the likeliest first, and those that may be merged without a look at each."""

    clusters: list[Cluster]
    safe: list[Cluster]


def read_clusters(reader: Connection, kinds: Sequence[str], least: float) -> LikelyGroups:
    """Return the groups of contacts of `kinds` that are one with a chance of `least`, and the safe ones."""
    found = [each for kind in MATCHED_KINDS if kind in kinds for each in likely_clusters(reader, Look(kind, least))]
    return LikelyGroups(sorted(found, key=lambda each: -each.score), safe_clusters(reader, kinds))


def line_of(cluster: Cluster, formats: Formats) -> Line:
    """Return `cluster` as a line: its first name, the others, and the chance."""
    more = len(cluster.names) - 2
    about = cluster.names[1]
    if more:
        about = ngettext("{name} and {n} more", "{name} and {n} more", more).format(name=about, n=more)
    return Line(
        cluster.records[0],
        cluster.names[0],
        about,
        figure=formats.percent(min(cluster.score, 0.99)),
        strong=cluster.score >= SAFE,
    )
