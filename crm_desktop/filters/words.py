"""A filter in words of the user's language: for chips, and for the line of filters on a document."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from crm_desktop.errors import CrmError
from crm_desktop.filters.comparison_words import comparison_word
from crm_desktop.filters.days import SOME, is_moving, span_from_text
from crm_desktop.filters.fields import kind_over
from crm_desktop.filters.moving_words import length_words, moving_words
from crm_desktop.filters.operands import ME, Linked, operand
from crm_desktop.filters.operators import LISTING, RANGING, VALUELESS
from crm_desktop.filters.printing import filter_text
from crm_desktop.filters.relations import relation_named
from crm_desktop.filters.texts import listed
from crm_desktop.filters.tree import All, AnyOf, Condition, Filter, Not, Related
from crm_desktop.schema.catalogue import Kind
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Place, label_of, shown_value
from crm_desktop.values.day_shown import short_day
from crm_desktop.values.money import currency_decimals
from crm_desktop.words import _, ngettext, within

SHOWN_VALUES = 2
Names = Mapping[bytes, str]


class Said(NamedTuple):
    """What a filter says: the words before its value, and the value."""

    told: str
    value: str = ""

    @property
    def whole(self) -> str:
        """The words with the value."""
        return f"{self.told} {self.value}".strip()


def said(kind: Kind, wanted: Filter, place: Place, names: Names | None = None, *, most: int = SHOWN_VALUES) -> Said:
    """Return what `wanted` says of records of `kind`; `names` are what linked records are called, by id.

    Of several values `most` are said, then how many more there are. What cannot be read is said as its text.
    """
    try:
        return _Teller(place, names or {}, most).tell(kind, wanted)
    except CrmError:
        return Said(filter_text(wanted))


def filter_line(kind: Kind, conditions: Sequence[Filter], place: Place, names: Names | None = None) -> str:
    """Return in one line what all of `conditions` say; empty where there are none."""
    return _(" and ").join(said(kind, each, place, names, most=20).whole for each in conditions)


def linked_ids(kind: Kind, wanted: Filter) -> Iterator[tuple[str, bytes]]:
    """Return table and id of the records that `wanted` names by their ids, so that their names can be read."""
    match wanted:
        case All(parts) | AnyOf(parts):
            for each in parts:
                yield from linked_ids(kind, each)
        case Not(part):
            yield from linked_ids(kind, part)
        case Related(name, part):
            relation = relation_named(kind, name)
            if relation is not None and part is not None:
                yield from linked_ids(relation.kind, part)
        case Condition():
            yield from _linked_in(kind, wanted)


def _linked_in(kind: Kind, condition: Condition) -> Iterator[tuple[str, bytes]]:
    try:
        field = _reached(kind, condition.field)[-1][1]
    except CrmError:
        return
    if field.kind is not FieldKind.LINK or field.target is None:
        return
    for each in listed(condition.value):
        digits = each.replace("-", "")
        if len(digits) == 32 and all(sign in "0123456789abcdef" for sign in digits.lower()):
            yield field.target, bytes.fromhex(digits)


def _reached(kind: Kind, path: str) -> list[tuple[Kind, Field]]:
    """Return each field on `path`, with the kind of record that has it."""
    found: list[tuple[Kind, Field]] = []
    *links, name = path.split(".")
    for link in links:
        found.append((kind, kind.field(link)))
        kind = kind_over(kind, link)
    return [*found, (kind, kind.field(name))]


class _Teller:
    def __init__(self, place: Place, names: Names, most: int) -> None:
        self._place = place
        self._names = names
        self._most = most

    def tell(self, kind: Kind, wanted: Filter) -> Said:
        match wanted:
            case Condition():
                return self._condition(kind, wanted)
            case Related():
                return self._related(kind, wanted, denied=False)
            case Not(Related(least=1) as related):
                return self._related(kind, related, denied=True)
            case Not(part):
                return Said(_("Not"), self._sentence(kind, part))
            case All(parts):
                return Said(_("All of"), _(" and ").join(self._sentence(kind, each) for each in parts))
            case AnyOf(parts):
                return Said(_("Any of"), _(" or ").join(self._sentence(kind, each) for each in parts))

    def _sentence(self, kind: Kind, wanted: Filter) -> str:
        told = self.tell(kind, wanted)
        if isinstance(wanted, All | AnyOf):
            return f"({told.value})"
        return told.whole

    def _related(self, kind: Kind, related: Related, *, denied: bool) -> Said:
        relation = relation_named(kind, related.relation)
        if relation is None:
            return Said(filter_text(related))
        called = _(kind.field(relation.name).label) if relation.forward else within(_(relation.kind.label))
        if denied:
            told = _("Has no {related}").format(related=called)
        elif related.least == 1:
            told = _("Has {related}").format(related=called)
        else:
            told = ngettext("Has at least {n} of {related}", "Has at least {n} of {related}", related.least).format(
                n=related.least, related=called
            )
        if related.part is None:
            return Said(told)
        inner = self.tell(relation.kind, related.part)
        whole = inner.value if isinstance(related.part, All) else inner.whole
        return Said(_("{relation} where").format(relation=told), whole)

    def _condition(self, kind: Kind, condition: Condition) -> Said:
        path = _reached(kind, condition.field)
        field = path[-1][1]
        called = " · ".join(_(each.label) for _of, each in path)
        op, value = condition.op, condition.value
        told = _("{field} {comparison}")
        length = length_words(value)
        if length is not None and op in ("<", ">"):
            word = _("older than") if op == "<" else _("newer than")
            return Said(told.format(field=called, comparison=word), length)
        word = _(comparison_word(field, op))
        if op in ("=", "!=") and _is_day(field) and is_moving(value):
            if SOME.fullmatch(" ".join(value.lower().split())):
                word = _(comparison_word(field, "in" if op == "=" else "not in"))
            else:
                word = _("is") if op == "=" else _("is not")
        return Said(told.format(field=called, comparison=word), self._values(field, op, value))

    def _values(self, field: Field, op: str, value: str) -> str:
        if op in VALUELESS:
            return ""
        if op in RANGING:
            return _(" and ").join(self._value(field, each) for each in listed(value))
        if op not in LISTING:
            return self._value(field, value)
        values = [self._value(field, each) for each in listed(value)]
        shown, more = ", ".join(values[: self._most]), len(values) - self._most
        return _("{values} +{n}").format(values=shown, n=more) if more > 0 else shown

    def _value(self, field: Field, typed: str) -> str:
        place = self._place
        if _is_day(field):
            return moving_words(typed) or self._day(field, typed)
        try:
            meant = operand(field, typed, place)
        except CrmError:
            return typed
        if isinstance(meant, Linked):
            return _("me") if typed.lower() == ME else self._names.get(meant.id, typed)
        if field.kind in (FieldKind.CHOICE, FieldKind.CHOICES):
            return label_of(field, str(meant))
        if field.kind is FieldKind.MONEY and isinstance(meant, int):
            whole = meant % 10 ** currency_decimals(place.currency) == 0
            return place.money(meant, whole=whole)
        if isinstance(meant, int | float) or field.kind is FieldKind.COUNTRY:
            return shown_value(field, meant if isinstance(meant, int | float | str) else None, place)
        return typed

    def _day(self, field: Field, typed: str) -> str:
        if field.kind is FieldKind.PARTIAL_DAY or ":" in typed:
            return typed
        return _shown(span_from_text(typed, self._place).first, self._place)


def _shown(day: date, place: Place) -> str:
    return short_day(day, place.today(), place.language)


def _is_day(field: Field) -> bool:
    return field.kind in (FieldKind.DAY, FieldKind.INSTANT, FieldKind.PARTIAL_DAY)
