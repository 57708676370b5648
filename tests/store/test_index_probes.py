"""What an index tells leaves out no row that fits and lets none through that does not, whatever is asked for."""

from itertools import cycle

from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.filters.parsing import conditions_from_text
from crm_desktop.filters.tree import All
from crm_desktop.journal.ids import new_id
from crm_desktop.journal.journal import Journal
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.store.index_probes import index_probes
from crm_desktop.store.record_query import View, near_page, record_order

PEOPLE = kind_named("people")
ANN, BEN = new_id(), new_id()
CONDITIONS = (
    *("rating = A", "rating in (A, C)", "rating >= B", "rating != A", "rating empty"),
    *("owner = Ann", f"owner in (Ben, {BEN.hex()})", f"owner = {ANN.hex()}", "owner = nobody", "owner empty"),
    *("owner.name = Ann", "not (rating = B)", "(rating = A or owner = Ben)", "name contains 1", "source = Fair"),
)


def fill(journal: Journal) -> None:
    ratings, owners, sources = cycle(("A", "B", "C", None, "A")), cycle((ANN, BEN, None)), cycle(("Fair", None))
    with journal.transaction("Fill") as tx:
        tx.insert_many("member", ("id", "name"), ((ANN, "Ann"), (BEN, "Ben")), 2)
        rows = (
            (new_id(), "person", f"Person {at:03}", next(ratings), next(owners), next(sources)) for at in range(150)
        )
        tx.insert_many("contact", ("id", "kind", "name", "rating", "owner", "source"), rows, 150)


def test_along_the_names_stand_the_rows_that_one_pass_finds(journal: Journal) -> None:
    fill(journal)

    @settings(max_examples=60)
    @given(st.lists(st.sampled_from(CONDITIONS), min_size=1, max_size=5), st.booleans(), st.booleans())
    def same(texts: list[str], together: bool, descending: bool) -> None:
        conditions = conditions_from_text(" and ".join(texts), PEOPLE, journal.place)
        if together and len(conditions) > 1:
            conditions = (All(conditions),)
        view = View(PEOPLE, conditions, ("-name",) if descending else (), ("name",))
        with journal.store.reader() as reader:
            page = near_page(reader, view, journal.place)
            expected = list(record_order(reader, view, journal.place))
        assert page is not None
        assert [row.rid for row in page.rows] == expected

    same()


def test_rows_that_an_index_tells_not_to_fit_are_not_read(journal: Journal) -> None:
    conditions = conditions_from_text("rating in (A, B) and owner = me and rating = A", PEOPLE, journal.place)
    probes = index_probes(PEOPLE, conditions, journal.place)
    query = f"SELECT 1 FROM (SELECT rid FROM contact) n{probes.sql} CROSS JOIN contact t ON t.rid = n.rid"
    with journal.store.reader() as reader:
        plan = [row[3] for row in reader.execute(f"EXPLAIN QUERY PLAN {query}", probes.values)]
    assert [step for step in plan if step.startswith("SEARCH")] == [
        "SEARCH i0 USING COVERING INDEX contact__rating_filled (rating=? AND rowid=?)",
        "SEARCH i1 USING COVERING INDEX contact__owner (owner=? AND rowid=?)",
        "SEARCH t USING INTEGER PRIMARY KEY (rowid=?)",
    ]


def test_one_field_may_be_asked_about_more_often_than_tables_can_be_joined(journal: Journal) -> None:
    fill(journal)
    text = " and ".join(["rating = A"] * 80)
    with journal.store.reader() as reader:
        page = near_page(reader, View(PEOPLE, conditions_from_text(text, PEOPLE, journal.place)), journal.place)
    assert page is not None
    assert len(page.rows) == 60
