"""What comes of a merge: a value for each field, lists put together, the strictest consent; nothing is written here."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from crm_desktop.contacts.consent import WITHDRAWN
from crm_desktop.contacts.merge_sides import Allowed, Point, Side
from crm_desktop.contacts.points import ADDRESS_PARTS, POINT_FIELDS
from crm_desktop.errors import WrongUsage
from crm_desktop.likeness.sounds import street_words
from crm_desktop.schema.contacts import NAME_PARTS
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Stored
from crm_desktop.values.names import compose_name, fold, fold_key
from crm_desktop.words import _

# What only makes sense together is taken from the same contact as the first of it.
_TOGETHER = (("name", *NAME_PARTS), ("company", "job_title", "department"), ("annual_revenue", "currency"))
_LISTS = {FieldKind.TAGS, FieldKind.CHOICES}
_FOLLOWS = {name: group[0] for group in _TOGETHER for name in group[1:]}


class MergeChoices(NamedTuple):
    """What the user chose: `take` names the contact whose value a field gets, `without` whose lists are left out.

    Fields that are not named get the value of the contact that stays, or where that has none, of the next that has one.
    """

    take: Mapping[str, bytes] = {}
    without: Mapping[str, frozenset[bytes]] = {}


class Merged(NamedTuple):
    """The result: `values` by field; `points` that stay, the main one of each kind first; `dropped` points.

    `address` are the parts that the main address gets where they are taken from several; None where one stays as it is.
    """

    values: Mapping[str, Stored]
    points: tuple[Point, ...]
    dropped: tuple[Point, ...]
    address: tuple[str, ...] | None
    withdrawn: tuple[Allowed, ...]


NO_CHOICES = MergeChoices()


def merged(fields: Sequence[Field], sides: Sequence[Side], choices: MergeChoices = NO_CHOICES) -> Merged:
    """Return what `sides` become; the first of them stays. Raises WrongUsage for a choice that does not exist."""
    _check(fields, sides, choices)
    points, dropped, address = _points(sides, choices)
    return Merged(_values(fields, sides, choices), points, dropped, address, _strictest(sides))


def source_of(name: str, sides: Sequence[Side], choices: MergeChoices) -> bytes:
    """Return the contact whose value the field `name` gets."""
    return _chosen(name, sides, {each.id: each for each in sides}, choices).id


def is_list(field: Field) -> bool:
    """Return whether a merge puts the values of `field` together."""
    return field.kind in _LISTS or field.kind is FieldKind.LONG_TEXT


def _check(fields: Sequence[Field], sides: Sequence[Side], choices: MergeChoices) -> None:
    known = {each.name for each in fields if each.kind is not FieldKind.JSON} | set(POINT_FIELDS)
    for name, contact in choices.take.items():
        if name not in known:
            raise WrongUsage(
                _("“{name}” is no field that a merge can choose. Fields: {fields}.").format(
                    name=name, fields=", ".join(sorted(known))
                )
            )
        if contact not in {each.id for each in sides}:
            raise WrongUsage(_("A field can only be taken from one of the contacts that are merged."))


def _values(fields: Sequence[Field], sides: Sequence[Side], choices: MergeChoices) -> dict[str, Stored]:
    source = {each.id: each for each in sides}
    values: dict[str, Stored] = {}
    for field in fields:
        name = field.name
        if is_list(field):
            given = [each for each in sides if each.id not in choices.without.get(name, frozenset())]
            values[name] = _together(field, given)
        elif field.kind is FieldKind.JSON:
            values[name] = _ids_together(sides)
        elif field.kind is FieldKind.YES_NO and name not in choices.take:
            values[name] = max((_flag(each.values[name]) for each in sides), default=0) or None
        else:
            values[name] = _chosen(name, sides, source, choices).values[name]
    _keep_strict(values, sides)
    return _with_whole_name(values, choices)


def _chosen(name: str, sides: Sequence[Side], source: Mapping[bytes, Side], choices: MergeChoices) -> Side:
    """Return the side that gives the field `name` its value."""
    if name in choices.take:
        return source[choices.take[name]]
    leading = _FOLLOWS.get(name)
    if leading is None or leading not in sides[0].values:
        return next((each for each in sides if each.values[name] is not None), sides[0])
    leader = _chosen(leading, sides, source, choices)
    alike = [each for each in sides if each.values[leading] == leader.values[leading]]
    return next((each for each in (leader, *alike) if each.values[name] is not None), leader)


def _flag(value: Stored) -> int:
    return int(value) if isinstance(value, int) else 0


def _keep_strict(values: dict[str, Stored], sides: Sequence[Side]) -> None:
    """Who must not be contacted on one side must not be contacted at all."""
    if any(_flag(each.values["do_not_contact"]) for each in sides):
        values["do_not_contact"] = 1


def _with_whole_name(values: dict[str, Stored], choices: MergeChoices) -> dict[str, Stored]:
    """Compose the name of a person anew where parts of it were taken from elsewhere than the whole."""
    if "given_name" in values and "name" not in choices.take and any(part in choices.take for part in NAME_PARTS):
        parts = (str(values[part] or "") for part in NAME_PARTS)
        values["name"] = compose_name(*parts, like=str(values["name"] or ""))
    return values


def _together(field: Field, sides: Sequence[Side]) -> Stored:
    if field.kind is FieldKind.LONG_TEXT:
        newest_first = sorted(sides, key=lambda each: -each.updated_ms)
        texts = dict.fromkeys(str(each.values[field.name]) for each in newest_first if each.values[field.name])
        return "\n\n".join(texts) or None
    found: dict[str, str] = {}
    for each in sides:
        for word in json.loads(str(each.values[field.name] or "[]")):
            found.setdefault(fold(str(word)), str(word))
    return json.dumps(list(found.values()), ensure_ascii=False) if found else None


def _ids_together(sides: Sequence[Side]) -> Stored:
    found: dict[str, str] = {}
    for each in sides:
        for system, known in json.loads(str(each.values["external_ids"] or "{}")).items():
            found.setdefault(system, known)
    return json.dumps(found, ensure_ascii=False) if found else None


def _points(
    sides: Sequence[Side], choices: MergeChoices
) -> tuple[tuple[Point, ...], tuple[Point, ...], tuple[str, ...] | None]:
    left_out = {name: choices.without.get(name, frozenset()) for name in ("email", "phone", "address", "url")}
    kept: dict[str, dict[str, Point]] = {}
    dropped: list[Point] = []
    for point in _in_order(sides, choices):
        same = kept.setdefault(point.kind, {})
        if point.contact in left_out.get(point.kind, ()) or _identity(point) in same:
            dropped.append(point)
        else:
            same[_identity(point)] = point
    address = None
    for kind, same in kept.items():
        main, made = _main(kind, same, sides, choices)
        address = made or address
        if main is not None:
            kept[kind] = {_identity(main): main, **same}
    return tuple(each for same in kept.values() for each in same.values()), tuple(dropped), address


def _in_order(sides: Sequence[Side], choices: MergeChoices) -> list[Point]:
    """Return all points, those of a contact that a kind is taken from before others that are the same."""
    points = [point for side in sides for point in side.points]

    def taken(point: Point) -> bool:
        names = ADDRESS_PARTS if point.kind == "address" else (point.kind,)
        return all(choices.take.get(each) == point.contact for each in names)

    return sorted(points, key=lambda point: not taken(point))


def _main(
    kind: str, same: Mapping[str, Point], sides: Sequence[Side], choices: MergeChoices
) -> tuple[Point | None, tuple[str, ...] | None]:
    """Return the main point of `kind` among those that stay, and the parts of an address that is put together."""
    if kind == "address":
        return _main_address(same, sides, choices)
    wanted = choices.take.get(kind)
    if wanted is not None:
        taken = next((each for side in sides if side.id == wanted for each in side.points if each.kind == kind), None)
        if taken is not None and _identity(taken) in same:
            return same[_identity(taken)], None
    mains = (point for side in sides for point in side.points if point.kind == kind and point.primary)
    leading = (same.get(_identity(each)) for each in mains)
    return next((each for each in leading if each is not None), None), None


def _main_address(
    same: Mapping[str, Point], sides: Sequence[Side], choices: MergeChoices
) -> tuple[Point | None, tuple[str, ...] | None]:
    first = {side.id: next((each for each in side.points if each.kind == "address"), None) for side in sides}
    leading = (same.get(_identity(each)) for each in first.values() if each is not None)
    usual = next((each for each in leading if each is not None), None)
    taken = {part: choices.take[part] for part in ADDRESS_PARTS if part in choices.take}
    if usual is None or not taken:
        return usual, None
    parts = list(usual.address)
    for number, part in enumerate(ADDRESS_PARTS):
        if part in taken:
            source = first[taken[part]]
            parts[number] = source.address[number] if source is not None else ""
    made = usual._replace(address=tuple(parts))
    there = same.get(_identity(made), usual)
    return there, None if there.address == made.address else made.address


def _identity(point: Point) -> str:
    """Return what two points have in common that are the same."""
    if point.kind == "address" and any(point.address):
        street, *place = point.address
        return "\n".join((*street_words(fold(street)), *(fold_key(each) if each else "" for each in place)))
    return fold(point.normal)


def _strictest(sides: Sequence[Side]) -> tuple[Allowed, ...]:
    """Return what one side withdrew and another gave later: put together, the later would win."""
    newest: dict[tuple[str, str], Allowed] = {}
    withdrawn: dict[tuple[str, str], Allowed] = {}
    for each in _entries(sides):
        key = (each.purpose, each.channel)
        if key not in newest or each.at_ms > newest[key].at_ms:
            newest[key] = each
        if each.state == WITHDRAWN and (key not in withdrawn or each.at_ms > withdrawn[key].at_ms):
            withdrawn[key] = each
    return tuple(each for key, each in withdrawn.items() if newest[key].state != WITHDRAWN)


def _entries(sides: Iterable[Side]) -> Iterable[Allowed]:
    return (each for side in sides for each in side.consent)
