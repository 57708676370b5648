"""Conditions on records: one text form, one SQL form, for lists, boards, exports, reports and commands."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.errors import InvalidField, WrongUsage
from crm_desktop.schema.catalogue import BY_NAME, Kind
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Place, Stored, chosen, stored_value
from crm_desktop.store.expressions import field_expression
from crm_desktop.values.names import fold
from crm_desktop.values.phone import possible_phone
from crm_desktop.values.web import normal_url
from crm_desktop.words import _

OPERATORS = ("!=", "<=", ">=", "=", "<", ">", "contains", "starts", "in", "empty", "notempty")
_TEXT_FORM = re.compile(r"^\s*(\w+)\s*(!=|<=|>=|=|<|>|\b(?:contains|starts|in|empty|notempty)\b)\s*(.*)$", re.DOTALL)
_ORDERED = {"<", "<=", ">", ">="}
_LISTS = {FieldKind.CHOICES, FieldKind.TAGS}
_FOLDED = {FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.URL, FieldKind.EMAIL, FieldKind.PHONE, FieldKind.LANGUAGE}


class Condition(NamedTuple):
    """One condition: `field` `op` `value`, the value as a person types it."""

    field: str
    op: str
    value: str = ""


class Where(NamedTuple):
    """A piece of SQL about the row `t`, and its values."""

    sql: str
    values: tuple[Stored, ...]


def condition_from_text(text: str) -> Condition:
    """Return the condition that `text` spells, such as `sector = retail`; raises WrongUsage."""
    found = _TEXT_FORM.match(text)
    if found is None:
        raise WrongUsage(
            _("“{text}” is not a condition. Write FIELD OP VALUE, where OP is one of {operators}.").format(
                text=text, operators=" ".join(OPERATORS)
            )
        )
    field, op, value = found.groups()
    return Condition(field, op, value.strip())


def condition_sql(kind: Kind, condition: Condition, place: Place) -> Where:
    """Return the SQL of `condition` on rows `t` of `kind`; raises WrongUsage or InvalidField."""
    if condition.field == "id":
        return Where("t.id = ?", (bytes.fromhex(condition.value.replace("-", "")),))
    field = kind.field(condition.field)
    if field.kind is FieldKind.FORMULA:
        raise InvalidField(field.name, not_by_formula(field))
    if condition.op == "in":
        parts = [each.strip() for each in condition.value.split(",") if each.strip()]
        return _any([_one(kind, field, "=", each, place) for each in parts])
    return _one(kind, field, condition.op, condition.value, place)


def not_by_formula(field: Field) -> str:
    """Return why no list is filtered or sorted by `field`."""
    return _("{field} is computed when it is shown, so nothing can be filtered or sorted by it.").format(
        field=_(field.label)
    )


def all_of(conditions: Sequence[Where]) -> Where:
    """Return the condition that holds where all of `conditions` do."""
    sql = "".join(f" AND ({each.sql})" for each in conditions)
    return Where(sql, tuple(value for each in conditions for value in each.values))


def _any(conditions: Sequence[Where]) -> Where:
    if not conditions:
        return Where("0", ())
    return Where(" OR ".join(each.sql for each in conditions), tuple(v for each in conditions for v in each.values))


def _one(kind: Kind, field: Field, op: str, value: str, place: Place) -> Where:
    expression = field_expression(kind.table, field)
    if op in ("empty", "notempty"):
        some = "NOT " if op == "notempty" else ""
        return Where(f"{some}({expression} IS NULL OR {expression} IN ('', '[]'))", ())
    if op == "!=":
        equal = _one(kind, field, "=", value, place)
        return Where(f"NOT coalesce(({equal.sql}), 0)", equal.values)
    if field.kind is FieldKind.LINK:
        return _linked(field, expression, op, value)
    if field.kind in _LISTS:
        return _listed(field, expression, op, value)
    if op in ("contains", "starts"):
        pattern = ("%" if op == "contains" else "") + _literal(fold(value)) + "%"
        column = "t.sort_name" if field.name == kind.table.title else f"fold({expression})"
        return Where(f"{column} LIKE ? ESCAPE '\\'", (pattern,))
    return _compared(kind, field, op, value, place, expression)


def _compared(kind: Kind, field: Field, op: str, value: str, place: Place, expression: str) -> Where:
    if field.name == kind.table.title:
        return Where(f"t.sort_name {op} ?", (fold(value),))
    if op == "=" and field.point in ("email", "phone"):
        return Where(
            f"t.id IN (SELECT contact FROM contact_point WHERE kind = '{field.point}' AND (normal = ? OR value = ?) "
            "AND removed_at IS NULL)",
            (value.lower(), value),
        )
    if field.own is not None and field.kind is FieldKind.PHONE and op == "=":
        return Where(f"{expression} = ?", (possible_phone(value, place.region) or value,))
    if field.kind is FieldKind.URL and op == "=":
        return Where(f"fold({expression}) IN (?, ?)", (fold(value), fold(_as_url(value))))
    if field.kind in _FOLDED:
        return Where(f"fold({expression}) {op} ?", (fold(value),))
    if field.kind is FieldKind.DAY and op in _ORDERED | {"="}:
        return Where(f"{expression} {op} ?", (stored_value(field, value, place),))
    if field.kind is FieldKind.INSTANT:
        return _instant(field, expression, op, value, place)
    if field.kind is FieldKind.YES_NO:
        return Where(f"coalesce({expression}, 0) {op} ?", (stored_value(field, value, place),))
    return Where(f"{expression} {op} ?", (stored_value(field, value, place),))


def _instant(field: Field, expression: str, op: str, value: str, place: Place) -> Where:
    """Compare by the day in the user's zone where only a day is given, else by the instant."""
    if ":" in value:
        return Where(f"{expression} {op} ?", (stored_value(field, value, place),))
    first = stored_value(field, f"{value} 00:00", place)
    last = int(str(first)) + 86_400_000
    bounds: dict[str, tuple[str, tuple[Stored, ...]]] = {
        "=": (f"{expression} >= ? AND {expression} < ?", (first, last)),
        "<": (f"{expression} < ?", (first,)),
        "<=": (f"{expression} < ?", (last,)),
        ">": (f"{expression} >= ?", (last,)),
        ">=": (f"{expression} >= ?", (first,)),
    }
    return Where(*bounds[op])


def _linked(field: Field, expression: str, op: str, value: str) -> Where:
    target = BY_NAME[field.target or ""].name
    if op in _ORDERED:
        raise InvalidField(field.name, _("{field} cannot be compared by size.").format(field=_(field.label)))
    digits = value.replace("-", "")
    if re.fullmatch(r"[0-9a-fA-F]{32}", digits):
        return Where(f"{expression} = ?", (bytes.fromhex(digits),))
    if op == "=":
        return Where(f"{expression} IN (SELECT id FROM {target} WHERE sort_name = ?)", (fold(value),))
    pattern = ("%" if op == "contains" else "") + _literal(fold(value)) + "%"
    return Where(f"{expression} IN (SELECT id FROM {target} WHERE sort_name LIKE ? ESCAPE '\\')", (pattern,))


def _listed(field: Field, expression: str, op: str, value: str) -> Where:
    wanted = chosen(field, value) if field.kind is FieldKind.CHOICES else value
    test, sought = ("fold(value) = ?", fold(wanted))
    if op == "starts":
        test, sought = "fold(value) LIKE ? ESCAPE '\\'", _literal(fold(wanted)) + "%"
    return Where(f"EXISTS (SELECT 1 FROM json_each(coalesce({expression}, '[]')) WHERE {test})", (sought,))


def _as_url(value: str) -> str:
    """Return `value` as a web address is stored, or as it is where it is none."""
    try:
        return normal_url(value)
    except InvalidField:
        return value


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
