"""The text of a filter: what is written is read as it was meant, and what cannot be read is told with its place."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.filters.operators import LISTING, PARTS, RANGING, VALUELESS, operators_of
from crm_desktop.filters.parsing import WrongFilter, conditions_from_text
from crm_desktop.filters.printing import conditions_text, filter_text
from crm_desktop.filters.relations import relations_of
from crm_desktop.filters.texts import list_text
from crm_desktop.filters.tree import All, AnyOf, Condition, Filter, Not, Related
from crm_desktop.schema.catalogue import KINDS, Kind, kind_named
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Place
from tests.conftest import MovedClock, new_yorker

PEOPLE = kind_named("people")
PLACE = new_yorker(MovedClock())

# Whatever a person types: brackets, quotes, commas and joining words among it.
TEXTS = st.text(max_size=24) | st.sampled_from(["Marks and Spencer", "a (b", ")", '"', "\\", "or", "x, y", "not", "me"])
SIZES = st.integers(-9999, 9999).map(str)
DAYS = st.sampled_from(
    ["2026-05-01", "today", "tomorrow", "last 30 days", "next 7 days", "this month", "last quarter", "60 days ago"]
)


def values(field: Field, op: str) -> st.SearchStrategy[str]:
    """Return values that make sense for `field`."""
    if op in PARTS and field.kind is not FieldKind.CHOICES:
        return TEXTS
    match field.kind:
        case FieldKind.PERCENT | FieldKind.MINUTES:
            return st.integers(0, 100).map(str)
        case FieldKind.NUMBER | FieldKind.DECIMAL | FieldKind.MONEY:
            return SIZES
        case FieldKind.DAY | FieldKind.INSTANT | FieldKind.PARTIAL_DAY:
            return DAYS
        case FieldKind.CHOICE | FieldKind.CHOICES:
            return st.sampled_from([each.value for each in field.choices])
        case FieldKind.YES_NO:
            return st.sampled_from(["yes", "no"])
        case FieldKind.COUNTRY:
            return st.sampled_from(["DE", "France"])
        case FieldKind.CURRENCY:
            return st.just("EUR")
        case FieldKind.LINK:
            return TEXTS.filter(lambda text: text.lower() != "me")
        case _:
            return TEXTS


@st.composite
def conditions(draw: Callable[[st.SearchStrategy[object]], object], kind: Kind) -> Condition:
    field = draw(st.sampled_from(kind.fields))
    assert isinstance(field, Field)
    op = str(draw(st.sampled_from(sorted(operators_of(field.kind)))))
    value = values(field, op)
    if op in VALUELESS:
        return Condition(field.name, op)
    if op in LISTING or op in RANGING:
        most = 2 if op in RANGING else 3
        several = draw(st.lists(value, min_size=2 if op in RANGING else 1, max_size=most))
        assert isinstance(several, list)
        return Condition(field.name, op, list_text(several))
    return Condition(field.name, op, str(draw(value)))


def filters(kind: Kind, depth: int = 2) -> st.SearchStrategy[Filter]:
    plain = conditions(kind)
    if depth == 0:
        return plain
    inner = filters(kind, depth - 1)
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    related = st.sampled_from(sorted(relations_of(kind))).flatmap(
        lambda name: st.builds(
            Related,
            st.just(name),
            st.none() | filters(relations_of(kind)[name].kind, depth - 1),
            st.integers(1, 4),
        )
    )
    return plain | several.map(All) | several.map(AnyOf) | inner.map(Not) | related


KIND_AND_FILTER = st.sampled_from(KINDS).flatmap(lambda kind: st.tuples(st.just(kind), filters(kind)))


@given(KIND_AND_FILTER)
def test_what_is_printed_is_read_as_the_same_filter(given_: tuple[Kind, Filter]) -> None:
    kind, wanted = given_
    read = conditions_from_text(filter_text(wanted), kind, PLACE)
    assert read == (wanted.parts if isinstance(wanted, All) else (wanted,))


@given(st.lists(filters(PEOPLE), max_size=3))
def test_the_parts_that_all_must_hold_are_read_one_by_one(parts: list[Filter]) -> None:
    read = conditions_from_text(conditions_text(parts), PEOPLE, PLACE)
    assert read == tuple(parts) or (len(parts) == 1 and isinstance(parts[0], All) and read == parts[0].parts)


@given(st.text(max_size=60))
def test_any_text_is_a_filter_or_told_to_be_none(text: str) -> None:
    wrong: WrongFilter | None = None
    try:
        conditions_from_text(text, PEOPLE, PLACE)
    except WrongFilter as error:
        wrong = error
    assert wrong is None or (0 <= wrong.at <= len(text) and wrong.reason)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("name contains Smith and Sons", Condition("name", "contains", "Smith and Sons")),
        ("name=Dana", Condition("name", "=", "Dana")),
        ("lifetime_value > 5,000", Condition("lifetime_value", ">", "5,000")),
        ("company = Acme (Berlin)", Condition("company", "=", "Acme (Berlin)")),
        ("notes contains :)", Condition("notes", "contains", ":)")),
        ("tags in vip, press", Condition("tags", "in", "vip, press")),
        (
            "(tags in (vip, press) or rating = A)",
            AnyOf((Condition("tags", "in", "vip, press"), Condition("rating", "=", "A"))),
        ),
        ('city in (Berlin, "Paris (Texas)")', Condition("city", "in", 'Berlin, "Paris (Texas)"')),
        ("phone in (030) 123456, (040) 7", Condition("phone", "in", '"(030) 123456", "(040) 7"')),
        ("email empty", Condition("email", "empty")),
        ('name = ""', Condition("name", "=", "")),
        ('name = "say \\"hi\\""', Condition("name", "=", 'say "hi"')),
        ("company.sector = retail", Condition("company.sector", "=", "retail")),
        ("last_interaction_at older than 60 days", Condition("last_interaction_at", "<", "60 days ago")),
        ("last_interaction_at NOT IN last 30 days", Condition("last_interaction_at", "not in", "last 30 days")),
        ("lifetime_value between 1,000 and 5,000", Condition("lifetime_value", "between", '"1,000", "5,000"')),
        ("has deals", Related("deals")),
        ("has 3 deals (outcome = won)", Related("deals", Condition("outcome", "=", "won"), 3)),
        ("no interaction (at in last 60 days)", Not(Related("activities", Condition("at", "in", "last 60 days")))),
        ("not name = Dana", Not(Condition("name", "=", "Dana"))),
        (
            "rating = A or rating = B and sector empty",
            None,
        ),
        (
            "(rating = A or rating = B) and not (tags = vip)",
            (AnyOf((Condition("rating", "=", "A"), Condition("rating", "=", "B"))), Not(Condition("tags", "=", "vip"))),
        ),
        (
            "name = Bread and Butter and rating = A",
            (Condition("name", "=", "Bread and Butter"), Condition("rating", "=", "A")),
        ),
        (
            "rating = A or name = B and tags = c",
            AnyOf(
                (Condition("rating", "=", "A"), All((Condition("name", "=", "B"), Condition("tags", "=", "c")))),
            ),
        ),
    ],
)
def test_a_text_is_read_as_a_person_means_it(text: str, wanted: Filter | tuple[Filter, ...] | None) -> None:
    if wanted is None:
        # people have no sector: the last word is part of no value
        with pytest.raises(WrongFilter):
            conditions_from_text(text, PEOPLE, PLACE)
        return
    assert conditions_from_text(text, PEOPLE, PLACE) == (wanted if type(wanted) is tuple else (wanted,))


@pytest.mark.parametrize(
    ("text", "at", "told"),
    [
        ("sectr = retail", 0, "no field"),
        ("rating = A and (name = B", 15, "never closed"),
        ('name = "Dana', 7, "quote is never closed"),
        ("deals = won", 0, "other records"),
        ("rating ~ A", 7, "comparison is missing"),
        ("rating", 6, "comparison is missing"),
        ("name =", 6, "value is missing"),
        ("has deels", 4, "Did you mean “deals”"),
        ("has qwxyz", 4, "no such relation"),
        ("company.secto = x", 0, "Did you mean “company.sector”"),
        ("compny.sector = x", 0, "no field “compny”"),
        ("rating = D", 9, "not one of the choices"),
        ("has deals (amount > lots)", 20, "not an amount"),
        ("lifetime_value contains 5", 15, "cannot be compared"),
        ("last_interaction_at < whenever", 22, "not a date"),
        ("last_interaction_at in last 60 dayz", 23, "Write it like last 30 days"),
        ("rating = A)", 9, "not one of the choices"),
        ("has deals) and rating = A", 9, "left over"),
        ("lifetime_value between 5", 24, "two values"),
        ("= 5", 0, "condition is missing"),
        ("(" * 100 + "rating = A" + ")" * 100, 41, "too many groups"),
        ("not " * 100 + "rating = A", 163, "too many groups"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(text: str, at: int, told: str) -> None:
    with pytest.raises(WrongFilter, match=told) as wrong:
        conditions_from_text(text, PEOPLE, PLACE)
    assert wrong.value.at == at


def test_a_misspelt_field_is_told_with_the_one_that_is_near() -> None:
    with pytest.raises(WrongFilter, match="Did you mean “job_title”"):
        conditions_from_text("jobtitle = Buyer", PEOPLE, PLACE)


def test_a_blank_text_asks_for_nothing(place: Place) -> None:
    assert conditions_from_text("  ", PEOPLE, place) == ()
