"""All records of a list, as files and paper want them: in its order, group after group where it is gathered."""

import random

from crm_desktop.filters.parsing import conditions_from_text
from crm_desktop.journal.ids import new_id
from crm_desktop.journal.journal import Journal
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.schema.forms import Place
from crm_desktop.store.gathering import list_groups
from crm_desktop.store.record_query import View
from crm_desktop.store.whole_list import record_bunches, record_rows

PEOPLE = kind_named("people")
CITIES = ("Berlin", "Ascona", None, "Zug")
RATINGS = ("B", "A", None)


def filled(journal: Journal, count: int) -> list[bytes]:
    ids = [new_id() for _ in range(count)]
    numbers = list(range(count))
    random.Random(4).shuffle(numbers)
    with journal.transaction("Fill") as tx:
        rows = [
            (ids[at], "person", f"P {at:05}", RATINGS[at % len(RATINGS)], CITIES[at % len(CITIES)]) for at in numbers
        ]
        tx.insert_many("contact", ("id", "kind", "name", "rating", "job_title"), rows, count)
    return ids


def names(journal: Journal, view: View, place: Place, *only: bytes) -> list[str]:
    with journal.store.reader() as reader:
        return [str(row.values[0]) for row in record_rows(reader, view, place, only)]


def test_every_row_comes_once_in_the_order_of_the_list(journal: Journal, place: Place) -> None:
    ids = filled(journal, 2300)
    everything = [f"P {at:05}" for at in range(2300)]
    assert names(journal, View(PEOPLE, columns=("name",)), place) == everything
    rated = View(PEOPLE, conditions_from_text("rating = A", PEOPLE, place), ("-name",), ("name",))
    assert names(journal, rated, place) == [f"P {at:05}" for at in range(2299, -1, -1) if at % 3 == 1]
    assert names(journal, rated, place, ids[1], ids[2], ids[4]) == ["P 00004", "P 00001"]


def test_a_gathered_list_comes_group_after_group_as_on_the_screen(journal: Journal, place: Place) -> None:
    filled(journal, 48)
    view = View(PEOPLE, (), ("-name",), ("name",), gathered="job_title")
    found = names(journal, view, place)
    order = [[at for at in range(47, -1, -1) if CITIES[at % 4] == city] for city in ("Ascona", "Berlin", "Zug", None)]
    assert found == [f"P {at:05}" for group in order for at in group]
    with journal.store.reader() as reader:
        bunches = record_bunches(reader, view, place)
        on_screen = list_groups(reader, view, place, "job_title", ())
    assert [each.group for each in bunches] == on_screen
    assert [len(each.rids) for each in bunches] == [each.records for each in on_screen]


def test_groups_of_which_nothing_is_chosen_are_left_out(journal: Journal, place: Place) -> None:
    ids = filled(journal, 12)
    with journal.store.reader() as reader:
        bunches = record_bunches(reader, View(PEOPLE, gathered="rating"), place, {ids[1], ids[2]})
    assert [each.group.value for each in bunches if each.group is not None] == ["A", None]
    assert [len(each.rids) for each in bunches] == [1, 1]


def test_who_is_in_several_groups_is_in_a_file_once_and_on_paper_in_each(journal: Journal, place: Place) -> None:
    tags = ('["vip", "new"]', '["new"]', None)
    with journal.transaction("Fill") as tx:
        rows = [(new_id(), "person", f"P {at}", tags[at % 3]) for at in range(6)]
        tx.insert_many("contact", ("id", "kind", "name", "tags"), rows, 6)
    view = View(PEOPLE, columns=("name", "tags"), gathered="tags")
    assert names(journal, view, place) == ["P 0", "P 1", "P 3", "P 4", "P 2", "P 5"]
    with journal.store.reader() as reader:
        bunches = record_bunches(reader, view, place)
    assert [(each.group.value if each.group else "", len(each.rids)) for each in bunches] == [
        ("new", 4),
        ("vip", 2),
        (None, 2),
    ]
