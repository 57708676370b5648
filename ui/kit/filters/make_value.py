"""The input that fits the value of a comparison."""

from crm_desktop.filters.operators import LISTING, PARTS, RANGING, VALUELESS
from crm_desktop.filters.texts import listed
from crm_desktop.schema.catalogue import Kind
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.store.known_values import values_in_use
from crm_desktop.words import _
from ui.kit.desk import Desk
from ui.kit.filters.day_value import DayValue
from ui.kit.filters.plain_values import SMALL, ChosenValue, FoundValue, LineValue, offer_small
from ui.kit.filters.several_values import RangeValue, SeveralValues
from ui.kit.filters.value_edit import ValueEdit
from ui.kit.labels import Text

_DAYS = frozenset({FieldKind.DAY, FieldKind.INSTANT, FieldKind.PARTIAL_DAY})
_SHARED = frozenset({FieldKind.TEXT, FieldKind.TAGS, FieldKind.LANGUAGE, FieldKind.COUNTRY, FieldKind.CURRENCY})
_HINTS = {FieldKind.MONEY: "10,000", FieldKind.PERCENT: "50", FieldKind.TIME: "14:30"}


def made_value(desk: Desk, kind: Kind, field: Field, op: str, before: str = "") -> ValueEdit | None:
    """Return the input for what `field` of `kind` is compared with by `op`, showing `before`; None for no value."""
    if op in VALUELESS:
        return None
    made = _made(desk, kind, field, op, before)
    if before:
        made.set_text(before)
    return made


def _made(desk: Desk, kind: Kind, field: Field, op: str, before: str) -> ValueEdit:
    if op in RANGING:
        ends = [_one(desk, kind, field, op) for _end in range(2)]
        return RangeValue(ends[0], ends[1], Text(desk.theme, _("and"), "small", "text2"))
    several = op in LISTING and not (field.kind in _DAYS and len(listed(before)) < 2)
    if not several or op in PARTS:
        return _one(desk, kind, field, op, before)
    choices = {each.value: _(each.label) for each in field.choices}
    made = SeveralValues(desk, field, choices, others=not choices)
    if field.kind is FieldKind.LINK and field.target in SMALL:
        offer_small(desk, field, listed(before), made, made.offer)
    elif not choices and field.kind in _SHARED:
        desk.read(values_in_use, kind, field, owner=made, then=lambda known: made.offer({each: each for each in known}))
    return made


def _one(desk: Desk, kind: Kind, field: Field, op: str, before: str = "") -> ValueEdit:
    """Return the input for one value; `before` is the one that it will show."""
    if op not in PARTS:
        if field.kind in _DAYS:
            return DayValue(desk, field, within=op in LISTING, sized=op in ("<", "<=", ">", ">=", *RANGING))
        if field.kind is FieldKind.YES_NO:
            return ChosenValue(desk, field, {"yes": _("Yes"), "no": _("No")})
        if field.choices:
            return ChosenValue(desk, field, {each.value: _(each.label) for each in field.choices})
        if field.kind is FieldKind.LINK:
            return _link(desk, field, before)
    line = LineValue(desk, field, hint=_HINTS.get(field.kind, ""))
    if field.kind in _SHARED and op not in PARTS:
        desk.read(values_in_use, kind, field, owner=line, then=line.offer)
    return line


def _link(desk: Desk, field: Field, before: str) -> ValueEdit:
    if field.target not in SMALL:
        return FoundValue(desk, field)
    chosen = ChosenValue(desk, field, {})
    offer_small(desk, field, [before], chosen, chosen.offer)
    return chosen
