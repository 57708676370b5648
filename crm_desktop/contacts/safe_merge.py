"""Duplicates that may be merged without a look at each: certain by the model, and by evidence that it cannot outweigh.

The chance alone is not enough: branches share phones, and twins share a birthday and a home. So each two of a group
have to agree in name and in something that is one contact's own, and nothing may speak against it.
"""

from collections.abc import Sequence

from crm_desktop.contacts.match_schema import MATCHED_KINDS, MOST_SIDES
from crm_desktop.contacts.matching import SAFE, Cluster, LikelyPair, Look, likely_pairs
from crm_desktop.likeness.levels import SILENT, Levels
from crm_desktop.vault.driver import Connection

# Levels of the comparisons, as likeness/levels.py counts them.
_PERSON_ALIKE, _PERSON_SAME = 3, (6, 7)
_COMPANY_NEARLY = 4
_SAME_PERSON_EMAIL, _SAME_COMPANY_EMAIL, _SAME_PHONE, _SAME_BIRTHDAY = 3, 2, 2, 2
_SAME_PLACE = 4  # the street and where it is


def is_safe(kind: str, levels: Levels, score: float) -> bool:
    """Tell whether two contacts of `kind` with these `levels` and this `score` may be merged unseen."""
    return score >= SAFE and (_same_company(levels) if kind == "company" else _same_person(levels))


def safe_clusters(reader: Connection, kinds: Sequence[str] = MATCHED_KINDS) -> list[Cluster]:
    """Return the groups of contacts of `kinds` in which each two may be merged unseen, the likeliest first."""
    found = []
    for kind in kinds:
        pairs = [each for each in likely_pairs(reader, Look(kind, SAFE)) if is_safe(kind, each.levels, each.score)]
        found += _groups(kind, pairs)
    return sorted(found, key=lambda each: -each.score)


def _same_person(levels: Levels) -> bool:
    name, email, phone, birthday, _address, _work = levels
    if birthday not in (SILENT, _SAME_BIRTHDAY):
        return False
    if email == _SAME_PERSON_EMAIL:
        return name >= _PERSON_ALIKE
    return name in _PERSON_SAME and (phone == _SAME_PHONE or birthday == _SAME_BIRTHDAY)


def _same_company(levels: Levels) -> bool:
    name, vat_id, email, phone, address = levels
    if name < _COMPANY_NEARLY or vat_id == 0 or not (address == SILENT or address >= _SAME_PLACE):
        return False
    return vat_id == 1 or email == _SAME_COMPANY_EMAIL or phone == _SAME_PHONE


def _groups(kind: str, pairs: Sequence[LikelyPair]) -> list[Cluster]:
    """Return groups in which each two are one of `pairs`: no chain of likenesses ties two that are not alike."""
    safe = {frozenset((each.first, each.second)) for each in pairs}
    names: dict[bytes, str] = {}
    group_of: dict[bytes, set[bytes]] = {}
    weakest: dict[frozenset[bytes], LikelyPair] = {}
    for pair in pairs:
        names |= {pair.first: pair.first_name, pair.second: pair.second_name}
        one = group_of.get(pair.first, {pair.first})
        other = group_of.get(pair.second, {pair.second})
        apart = any(frozenset((mine, theirs)) not in safe for mine in one for theirs in other)
        if one is other or apart or len(one) + len(other) > MOST_SIDES:
            continue
        joined = one | other
        weakest[frozenset(joined)] = pair
        group_of.update(dict.fromkeys(joined, joined))
    made = []
    for group in {frozenset(each) for each in group_of.values()}:
        pair, records = weakest[group], sorted(group)
        made.append(Cluster(kind, tuple(records), tuple(names[each] for each in records), pair.score, pair.reasons))
    return made
