"""Pages of records: filtered, sorted and paged by keyset."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.contacts.actions import add_contact
from crm_desktop.errors import WrongUsage
from crm_desktop.filters.parsing import WrongFilter, conditions_from_text
from crm_desktop.journal.ids import new_id
from crm_desktop.journal.journal import Journal
from crm_desktop.pipeline.actions import add_deal
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.schema.forms import Place
from crm_desktop.store.record_query import View, near_page, plain_record, record_count, record_page
from crm_desktop.store.whole_list import record_rows

SORTS = ["name", "-name", "rating", "-rating", "company", "-sector"]


@pytest.fixture
def filled(journal: Journal) -> Journal:
    acme = add_contact(journal, "company", {"name": "Acme", "sector": "Retail", "employees": 50, "city": "Köln"})
    zoom = add_contact(journal, "company", {"name": "Zoomit", "sector": "Medical", "employees": 7})
    for name, company, tags in (("Dana", acme, '["vip"]'), ("Ärne", zoom, None), ("Zoë", acme, '["vip","press"]')):
        add_contact(
            journal, "person", {"name": name, "company": company, "tags": tags, "email": f"{name[0]}x@acme.example"}
        )
    add_deal(journal, {"title": "Big", "company": acme, "amount": 500_000})
    add_deal(journal, {"title": "Small", "company": acme, "amount": 4_550})
    return journal


def found(journal: Journal, place: Place, kind: str, *texts: str, sort: Sequence[str] = ()) -> list[str]:
    chosen = kind_named(kind)
    view = View(
        chosen, tuple(part for each in texts for part in conditions_from_text(each, chosen, place)), tuple(sort)
    )
    with journal.store.reader() as reader:
        page = record_page(reader, view, place)
        assert record_count(reader, view, place) == len(page.rows)
        return [str(plain_record(view, row, place)[chosen.table.title]) for row in page.rows]


@pytest.mark.parametrize(
    ("kind", "condition", "names"),
    [
        ("people", "company = acme", ["Dana", "Zoë"]),
        ("people", "company contains zoo", ["Ärne"]),
        ("people", "name starts A", ["Ärne"]),
        ("people", "tags = vip", ["Dana", "Zoë"]),
        ("people", "tags contains press", ["Zoë"]),
        ("people", "tags empty", ["Ärne"]),
        ("people", "name != Dana", ["Ärne", "Zoë"]),
        ("people", "name in Dana, Zoe", ["Dana", "Zoë"]),
        ("people", "email = dx@acme.example", ["Dana"]),
        ("people", "email contains zx@", ["Zoë"]),
        ("companies", "employees >= 50", ["Acme"]),
        ("companies", "sector = retail", ["Acme"]),
        ("companies", "city = koln", ["Acme"]),
        ("companies", "open_deals > 1", ["Acme"]),
        ("companies", "open_amount > 5000", ["Acme"]),
        ("deals", "amount > 100", ["Big"]),
        ("deals", "stage = Prospecting", ["Big", "Small"]),
        ("deals", "outcome = open", ["Big", "Small"]),
        ("deals", "opened_on = 2026-05-14", ["Big", "Small"]),
        ("deals", "created_at < 2026-05-14", []),
        ("deals", "created_at >= 2026-05-14", ["Big", "Small"]),
    ],
)
def test_a_condition_finds_what_it_says(
    filled: Journal, place: Place, kind: str, condition: str, names: list[str]
) -> None:
    assert found(filled, place, kind, condition) == names


def test_conditions_are_joined_by_and(filled: Journal, place: Place) -> None:
    assert found(filled, place, "people", "company = Acme", "tags = press") == ["Zoë"]


def test_rows_come_in_the_order_asked_for(filled: Journal, place: Place) -> None:
    assert found(filled, place, "people") == ["Ärne", "Dana", "Zoë"]
    assert found(filled, place, "people", sort=["-name"]) == ["Zoë", "Dana", "Ärne"]
    assert found(filled, place, "people", sort=["company", "-name"]) == ["Zoë", "Dana", "Ärne"]
    assert found(filled, place, "deals", sort=["-amount"]) == ["Big", "Small"]


def test_unknown_fields_and_values_are_told(filled: Journal, place: Place) -> None:
    with pytest.raises(WrongUsage, match="have no field"):
        found(filled, place, "deals", "colour = red")
    with pytest.raises(WrongFilter):
        found(filled, place, "deals", "amount > lots")
    with pytest.raises(WrongFilter, match="not one of the choices"):
        found(filled, place, "deals", "outcome = perhaps")


def test_what_is_typed_is_never_read_as_sql(filled: Journal, place: Place) -> None:
    assert found(filled, place, "people", "name = x' OR 1=1 --") == []
    assert found(filled, place, "people", "name contains %") == []
    assert found(filled, place, "people", "name contains _") == []


@settings(max_examples=25)
@given(
    sort=st.lists(
        st.sampled_from(["name", "-name", "rating", "-rating", "company", "-sector"]),
        max_size=3,
        unique_by=lambda s: s.lstrip("-"),
    ),
    size=st.integers(1, 7),
)
def test_pages_hold_every_row_once_in_order(many: Journal, place: Place, sort: list[str], size: int) -> None:
    view = View(kind_named("contacts"), (), tuple(sort))
    with many.store.reader() as reader:
        whole = [row.rid for row in record_page(reader, view, place).rows]
        paged: list[int] = []
        after: str | None = None
        for _turn in range(len(whole) + 1):
            page = record_page(reader, view, place, after, size)
            paged += [row.rid for row in page.rows]
            after = page.next
            if after is None:
                break
    assert paged == whole
    assert len(whole) == 23


@pytest.fixture
def many(journal: Journal) -> Journal:
    with journal.transaction("Fill") as tx:
        acme = tx.insert("contact", {"kind": "company", "name": "Acme", "sector": "Retail"})
        for number in range(22):
            rating = "ABC"[number % 3] if number % 4 else None
            tx.insert(
                "contact",
                {
                    "kind": "person",
                    "name": f"Twin {number % 5}",
                    "rating": rating,
                    "company": acme if number % 2 else None,
                },
            )
    return journal


@pytest.mark.parametrize("kind", ["people", "contacts"])
@pytest.mark.parametrize("sort", ["name", "-name"])
def test_rows_that_lie_far_apart_are_paged_in_order_all_the_same(journal: Journal, kind: str, sort: str) -> None:
    with journal.transaction("Fill") as tx:
        for each in ("person", "company"):
            rows = ((new_id(), each, f"N{at:04} {each}", "A" if at % 500 == 7 else "B") for at in range(2600))
            tx.insert_many("contact", ("id", "kind", "name", "rating"), rows, 2600)
    chosen = kind_named(kind)
    view = View(chosen, conditions_from_text("rating = A", chosen, journal.place), (sort,), ("name",))
    singular = ["person"] if kind == "people" else ["company", "person"]
    expected = sorted(f"N{at:04} {each}" for at in range(7, 2600, 500) for each in singular)
    with journal.store.reader() as reader:
        assert near_page(reader, view, journal.place) is None
        whole = [str(row.values[0]) for row in record_rows(reader, view, journal.place)]
        paged: list[str] = []
        after: str | None = None
        while True:
            page = record_page(reader, view, journal.place, after, 2)
            paged += [str(row.values[0]) for row in page.rows]
            after = page.next
            if after is None:
                break
    assert whole == paged == (expected if sort == "name" else expected[::-1])


@pytest.mark.parametrize("sort", ["name", "-name"])
def test_all_contacts_are_paged_by_name_over_people_and_companies(many: Journal, sort: str) -> None:
    view = View(kind_named("contacts"), (), (sort,), ("name",))
    with many.store.reader() as reader:
        near = near_page(reader, view, many.place)
        assert near is not None
        names = [str(row.values[0]) for row in near.rows]
    assert names == sorted(names, reverse=sort == "-name")
    assert len(names) == 23


def test_a_person_without_deals_and_tickets_has_none_of_them_rather_than_nothing(filled: Journal, place: Place) -> None:
    view = View(kind_named("people"), (), ("name",))
    with filled.store.reader() as reader:
        told = [plain_record(view, row, place) for row in record_page(reader, view, place).rows]
    counted = ("open_deals", "won_deals", "open_tickets", "open_amount", "lifetime_value")
    assert {tuple(each[name] for name in counted) for each in told} == {(0, 0, 0, "0.00", "0.00")}


@pytest.mark.parametrize("sorting", ["opened_at", "-opened_at"])
def test_rows_are_paged_along_the_index_of_a_column_with_those_it_is_empty_in_last(
    journal: Journal, place: Place, sorting: str
) -> None:
    with journal.transaction("Fill") as tx:
        rows = [(new_id(), f"Ticket {at * 7 % 50:02}", None if at % 5 == 0 else at % 4) for at in range(50)]
        tx.insert_many("ticket", ("id", "subject", "opened_at"), rows, 50)
    view = View(kind_named("tickets"), (), (sorting,), ("subject", "opened_at"))
    turn = -1 if sorting.startswith("-") else 1
    expected = sorted(
        ((opened, subject) for _id, subject, opened in rows),
        key=lambda row: (row[0] is None, turn * (row[0] or 0), row[1]),
    )
    shown: list[tuple[object, object]] = []
    after: str | None = None
    with journal.store.reader() as reader:
        while True:
            page = near_page(reader, view, place, after, 7)
            assert page is not None
            shown += [(row.values[1], row.values[0]) for row in page.rows]
            after = page.next
            if after is None:
                break
    assert shown == expected


def test_links_are_not_put_in_the_order_of_their_column(filled: Journal, place: Place) -> None:
    view = View(kind_named("deals"), (), ("company",), ("title",))
    with filled.store.reader() as reader:
        assert near_page(reader, view, place) is None
        assert len(record_page(reader, view, place).rows) == 2
