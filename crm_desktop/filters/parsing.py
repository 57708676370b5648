"""A filter read from its text; the grammar is in docs/filters.md."""

import re
from collections.abc import Callable
from difflib import get_close_matches
from typing import TypeAlias, TypeVar

from crm_desktop.errors import InvalidField, WrongUsage
from crm_desktop.filters.fields import field_at, near_path
from crm_desktop.filters.operands import operands
from crm_desktop.filters.operators import OPERATORS, PARTS, VALUELESS, refused
from crm_desktop.filters.reading_values import read_values
from crm_desktop.filters.relations import Relation, relation_named, relations_of
from crm_desktop.filters.scanning import Scanner
from crm_desktop.filters.tree import All, AnyOf, Condition, Filter, Not, Related, parts_of
from crm_desktop.schema.catalogue import Kind
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Place
from crm_desktop.words import _

T = TypeVar("T")
# Says of a link's field and a name why no record is meant by it; "" where one is.
Named: TypeAlias = Callable[[Field, str], str]

DEEPEST = 40
_PATH = re.compile(r"\w+(?:\.\w+)*")
_OPERATOR = re.compile(
    "|".join(each.replace(" ", r"\s+") + r"\b" if each[0].isalpha() else re.escape(each) for each in OPERATORS),
    re.IGNORECASE,
)
_OLDER = re.compile(r"(older|newer)\s+than\b", re.IGNORECASE)
_COUNT = re.compile(r"\d{1,6}(?=\s)")
_RELATED = re.compile(r"(?:has|no)\s+(?:\d{1,6}\s+)?(\w+(?:\.\w+)*)", re.IGNORECASE)


class WrongFilter(WrongUsage):
    """A filter's text that cannot be read: `reason` says what is wrong at the place `at` of `text`."""

    def __init__(self, text: str, at: int, reason: str) -> None:
        where = _("The filter “{text}” cannot be read at character {n}: {reason}")
        super().__init__(where.format(n=at + 1, text=" ".join(text.split()), reason=reason))
        self.text = text
        self.at = at
        self.reason = reason


def conditions_from_text(
    text: str, kind: Kind, place: Place, named: Named = lambda _field, _name: ""
) -> tuple[Filter, ...]:
    """Return the filters on records of `kind` that all have to hold for `text` to; none where it is blank.

    Where somebody writes it just now, `named` says why a link is not compared with a name: nobody bears it. Raises
    WrongFilter.
    """
    return parts_of(_Reader(text, kind, place, named).whole()) if text.strip() else ()


class _Reader:
    def __init__(self, text: str, kind: Kind, place: Place, named: Named) -> None:
        self._named = named
        self._scan = Scanner(text)
        self._kind = kind
        self._place = place
        self._depth = 0
        self._open = 0

    def whole(self) -> Filter:
        found = self._either()
        if not self._scan.ended:
            raise self._wrong(_("Something is left over here. Join conditions with “and” or “or”."))
        return found

    def _either(self) -> Filter:
        parts = self._series("or", self._every)
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _every(self) -> Filter:
        parts = self._series("and", self._denied)
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _series(self, word: str, part: Callable[[], Filter]) -> list[Filter]:
        parts = [part()]
        while self._scan.take_word(word):
            parts.append(part())
        return parts

    def _denied(self) -> Filter:
        if self._scan.word() == "not" and not self._sees_comparison():
            self._scan.take_word("not")
            return Not(self._nested(self._denied))
        return self._unit()

    def _unit(self) -> Filter:
        if self._scan.sees("("):
            return self._group()
        if self._scan.word() in ("has", "no") and not self._sees_comparison():
            return self._related()
        return self._comparison()

    def _group(self) -> Filter:
        opened = self._scan.at
        self._scan.take("(")
        self._open += 1
        found = self._nested(self._either)
        self._open -= 1
        if not self._scan.take(")"):
            raise self._wrong(_("This parenthesis is never closed."), opened)
        return found

    def _nested(self, inner: Callable[[], T]) -> T:
        if self._depth == DEEPEST:
            raise self._wrong(_("There are too many groups inside each other."))
        self._depth += 1
        found = inner()
        self._depth -= 1
        return found

    def _related(self) -> Filter:
        denied = self._scan.take_word("no")
        if not denied:
            self._scan.take_word("has")
        count = self._scan.match(_COUNT)
        relation = self._relation()
        part = None
        if self._scan.sees("("):
            around, self._kind = self._kind, relation.kind
            part = self._group()
            self._kind = around
        related = Related(relation.name, part, max(int(count[0]), 1) if count is not None else 1)
        return Not(related) if denied else related

    def _relation(self) -> Relation:
        self._scan.skip()
        begun = self._scan.at
        named = self._scan.match(_PATH)
        relation = relation_named(self._kind, named[0]) if named is not None else None
        if relation is None:
            raise self._wrong(self._no_relation(named[0] if named is not None else ""), begun)
        return relation

    def _no_relation(self, name: str) -> str:
        known = sorted(relations_of(self._kind))
        near = get_close_matches(name, known, 1)
        if near:
            return _("There is no relation “{name}”. Did you mean “{near}”?").format(name=name, near=near[0])
        told = _("{kind} have no such relation. They have {known}.")
        return told.format(kind=_(self._kind.label), known=", ".join(known))

    def _comparison(self) -> Filter:
        self._scan.skip()
        begun = self._scan.at
        named = self._scan.match(_PATH)
        if named is None:
            raise self._wrong(_("A condition is missing. Write FIELD OP VALUE, such as “name contains dana”."))
        field = self._field(named[0], begun)
        self._scan.skip()
        begun = self._scan.at
        older = self._scan.match(_OLDER)
        op = self._operator(named[0]) if older is None else "<" if older[1].lower() == "older" else ">"
        self._check_operator(field, op, begun)
        self._scan.skip()
        begun = self._scan.at
        value = "" if op in VALUELESS else self._values(op)
        condition = Condition(named[0], op, f"{value} ago" if older is not None else value)
        self._check_value(field, condition, begun)
        return condition

    def _field(self, path: str, at: int) -> Field:
        try:
            return field_at(self._kind, path)
        except WrongUsage as error:
            if relation_named(self._kind, path) is not None:
                told = _("“{name}” are other records, not a field. Write has {name} (…), or no {name}.")
                raise self._wrong(told.format(name=path), at) from error
            near = near_path(self._kind, path)
            told = _("There is no field “{name}”. Did you mean “{near}”?")
            raise self._wrong(told.format(name=path, near=near) if near else str(error), at) from error

    def _operator(self, name: str) -> str:
        found = self._scan.match(_OPERATOR)
        if found is None:
            known = " ".join(each for each in OPERATORS if not each.startswith("not "))
            told = _("A comparison is missing after “{name}”. Use one of {known}.")
            raise self._wrong(told.format(name=name, known=known))
        return " ".join(found[0].lower().split())

    def _values(self, op: str) -> str:
        try:
            return read_values(self._scan, op, self._begins_condition, inside=self._open > 0)
        except ValueError as error:
            raise self._wrong(str(error)) from error

    def _check_operator(self, field: Field, op: str, at: int) -> None:
        reason = refused(field, op)
        if reason:
            raise self._wrong(reason, at)

    def _check_value(self, field: Field, condition: Condition, at: int) -> None:
        try:
            meant = operands(field, condition, self._place)
        except InvalidField as error:
            raise self._wrong(str(error), at) from error
        if field.kind is not FieldKind.LINK or condition.op in PARTS:
            return
        reason = next(filter(None, (self._named(field, each) for each in meant if isinstance(each, str))), "")
        if reason:
            raise self._wrong(reason, at)

    def _begins_condition(self, at: int) -> bool:
        """Return whether a comparison of a known field, a known relation, or a group of them begins at `at`."""
        kept, self._scan.at = self._scan.at, at
        try:
            while not self._sees_comparison() and (self._scan.take("(") or self._scan.take_word("not")):
                pass
            related = self._scan.seen(_RELATED)
            return self._sees_comparison() or (
                related is not None and relation_named(self._kind, related[1]) is not None
            )
        finally:
            self._scan.at = kept

    def _sees_comparison(self) -> bool:
        """Return whether a known field and a comparison stand here."""
        named = self._scan.seen(_PATH)
        if named is None or not any(self._scan.seen(each, named.end()) for each in (_OPERATOR, _OLDER)):
            return False
        try:
            field_at(self._kind, named[0])
        except WrongUsage:
            return False
        return True

    def _wrong(self, reason: str, at: int | None = None) -> WrongFilter:
        return WrongFilter(self._scan.text, self._scan.at if at is None else at, reason)
