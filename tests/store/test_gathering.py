"""Lists gathered by a field."""

import json

import pytest

from crm_desktop.acts import add_record
from crm_desktop.errors import WrongUsage
from crm_desktop.filters.parsing import conditions_from_text
from crm_desktop.journal.ids import new_id
from crm_desktop.journal.journal import Journal
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.schema.forms import Stored
from crm_desktop.store.gathering import Gathering, Within, gathered_page, list_groups
from crm_desktop.store.groups import Group
from crm_desktop.store.list_pages import list_total
from crm_desktop.store.list_words import group_title
from crm_desktop.store.record_query import PAGE, Row, View, rows_by_rid
from tests.contacts.world import made_world

PEOPLE = kind_named("people")
RATINGS = ("B", None, "A")


def groups(journal: Journal, view: View, field: str, *summed: str) -> list[Group]:
    with journal.store.reader() as reader:
        return list_groups(reader, view, journal.place, field, summed)


def walked(journal: Journal, view: View, field: str, closed: frozenset[Stored] = frozenset()) -> list[str]:
    """Return what the whole gathered list shows, page by page: "# value" for heads, names for rows."""
    shown: list[str] = []
    with journal.store.reader() as reader:
        by = Gathering(field, list_groups(reader, view, journal.place, field, ()), closed)
        begin: Within | None = Within()
        while begin is not None:
            page = gathered_page(reader, view, journal.place, by, begin)
            shown += [f"# {each.value!s}" if isinstance(each, Group) else str(each.values[0]) for each in page.items]
            begin = page.following
            if begin is not None and isinstance(begin.after, int):
                assert page.order is not None
                rest = rows_by_rid(reader, view, journal.place, page.order[begin.after :])
                shown += [str(row.values[0]) for row in rest]
                begin = Within(begin.at + 1) if begin.at + 1 < len(by.groups) else None
    return shown


def filled(journal: Journal, people: int) -> View:
    with journal.transaction("Fill") as tx:
        rows = ((new_id(), "person", f"P {at:05}", RATINGS[at % len(RATINGS)]) for at in range(people))
        tx.insert_many("contact", ("id", "kind", "name", "rating"), rows, people)
    return View(PEOPLE, columns=("name", "rating"))


def test_groups_are_counted_and_summed_in_their_order_with_the_rest_last(journal: Journal) -> None:
    world = made_world(journal)
    found = groups(journal, View(PEOPLE), "company", "lifetime_value")
    assert found == [
        Group(world.acme, "Acme Corporation", 2, (110_000,)),
        Group(world.zoomit, "Zoomit", 1, (0,)),
    ]
    assert [each.value for each in groups(journal, filled(journal, 9), "rating")] == ["A", "B", None]


def test_only_what_fits_the_filter_is_gathered(journal: Journal) -> None:
    made_world(journal)
    view = View(PEOPLE, conditions_from_text("job_title notempty", PEOPLE, journal.place))
    assert [each.records for each in groups(journal, view, "company")] == [2]


def test_days_are_gathered_by_month(journal: Journal) -> None:
    world = made_world(journal)
    (due, none) = groups(journal, View(PEOPLE), "next_step_due")
    assert (due.value, due.records, none.value, none.records) == ("2026-05", 1, None, 2)
    assert world.dana


def test_what_few_records_share_gathers_nothing(journal: Journal) -> None:
    with pytest.raises(WrongUsage, match="does not gather"):
        groups(journal, View(PEOPLE), "lifetime_value")


@pytest.mark.parametrize("people", [12, 3 * PAGE - 3, 3 * PAGE + 30])
def test_each_row_follows_the_head_of_its_group_over_all_pages(journal: Journal, people: int) -> None:
    view = filled(journal, people)
    expected = []
    for rating in ("A", "B", None):
        names = [f"P {at:05}" for at in range(people) if RATINGS[at % len(RATINGS)] == rating]
        expected += [f"# {rating}", *names]
    assert walked(journal, view, "rating") == expected
    assert walked(journal, view._replace(sorting=("-name",)), "rating")[1] == expected[len(expected) // 3 - 1]


def test_many_small_groups_are_read_together(journal: Journal) -> None:
    with journal.transaction("Fill") as tx:
        rows = ((new_id(), "person", f"P {at:05}", f"Role {at // 3:03}") for at in range(1500))
        tx.insert_many("contact", ("id", "kind", "name", "job_title"), rows, 1500)
    view = View(PEOPLE, columns=("name", "job_title"))
    shown = walked(journal, view, "job_title")
    assert shown[:5] == ["# Role 000", "P 00000", "P 00001", "P 00002", "# Role 001"]
    assert len(shown) == 2000


def test_closed_groups_show_their_heads_alone(journal: Journal) -> None:
    view = filled(journal, 9)
    assert walked(journal, view, "rating", frozenset({"A", None})) == [
        "# A",
        "# B",
        "P 00000",
        "P 00003",
        "P 00006",
        "# None",
    ]


def test_rows_of_a_page_are_records(journal: Journal) -> None:
    view = filled(journal, 3)
    with journal.store.reader() as reader:
        by = Gathering("rating", list_groups(reader, view, journal.place, "rating", ()), frozenset())
        page = gathered_page(reader, view, journal.place, by, Within())
    assert [type(each) for each in page.items] == [Group, Row] * 3


TAGS = ('["vip", "new"]', None, '["new"]', "[]")


def tagged(journal: Journal, people: int) -> View:
    with journal.transaction("Fill") as tx:
        rows = ((new_id(), "person", f"P {at:05}", TAGS[at % len(TAGS)], 30) for at in range(people))
        tx.insert_many("contact", ("id", "kind", "name", "tags", "keep_in_touch_days"), rows, people)
    return View(PEOPLE, columns=("name", "tags"))


def test_a_record_with_several_values_counts_in_the_group_of_each(journal: Journal) -> None:
    view = tagged(journal, 8)
    assert [(each.value, each.records, each.sums) for each in groups(journal, view, "tags", "keep_in_touch_days")] == [
        ("new", 4, (120,)),
        ("vip", 2, (60,)),
        (None, 4, (120,)),
    ]
    with journal.store.reader() as reader:
        assert list_total(reader, view, journal.place, "keep_in_touch_days") == (8, 240)


def test_roles_are_gathered_in_the_order_that_they_are_declared(journal: Journal) -> None:
    for name, roles in (("A", "supplier, customer"), ("B", "customer"), ("C", "")):
        add_record(journal, "companies", {"name": name, "roles": roles})
    view = View(kind_named("companies"), columns=("name", "roles"))
    assert walked(journal, view, "roles") == ["# customer", "A", "B", "# supplier", "A", "# None", "C"]
    first, *_more = groups(journal, view, "roles")
    assert group_title(view.kind.field("roles"), first, journal.place) == "Customer"


@pytest.mark.parametrize("people", [12, 4 * PAGE + 20])
def test_a_record_stands_in_each_of_its_groups_over_all_pages(journal: Journal, people: int) -> None:
    view = tagged(journal, people)
    expected = []
    for tag in ("new", "vip", None):
        has = [
            f"P {at:05}"
            for at in range(people)
            if (tag in json.loads(TAGS[at % 4] or "[]") if tag else not json.loads(TAGS[at % 4] or "[]"))
        ]
        expected += [f"# {tag}", *has]
    assert walked(journal, view, "tags") == expected


def test_what_is_filtered_out_counts_in_no_group(journal: Journal) -> None:
    view = tagged(journal, 8)
    narrowed = view._replace(conditions=conditions_from_text("tags = vip", PEOPLE, journal.place))
    assert [(each.value, each.records) for each in groups(journal, narrowed, "tags")] == [("new", 2), ("vip", 2)]
