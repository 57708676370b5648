"""What is merged without a look at each is sure by evidence, not by its score alone."""

from collections.abc import Mapping

import pytest

from crm_desktop.acts import add_record
from crm_desktop.contacts.match_search import search_pairs
from crm_desktop.contacts.matching import Look, likely_clusters
from crm_desktop.contacts.safe_merge import is_safe, safe_clusters
from crm_desktop.journal.journal import Journal
from crm_desktop.likeness.levels import SILENT

HARTWELL = {"name": "Hartwell Parts", "phone": "+1 212 555 0142", "street": "4 Hive Street", "city": "Albany"}


def added(journal: Journal, kind: str, *records: Mapping[str, str]) -> list[bytes]:
    made = [add_record(journal, kind, each) for each in records]
    search_pairs(journal.store, "person" if kind == "people" else "company")
    return made


@pytest.mark.parametrize(
    ("levels", "safe"),
    [
        ((7, SILENT, 2, SILENT, SILENT, SILENT), True),  # same name and phone
        ((7, SILENT, SILENT, 2, 0, SILENT), True),  # same name and birthday, moved
        ((7, SILENT, 2, 0, 5, SILENT), False),  # father and son: one name, phone and home, two birthdays
        ((7, 3, 2, 0, 5, SILENT), False),  # with one mailbox, too
        ((7, SILENT, 2, 1, 5, SILENT), False),  # birthdays a digit apart
        ((5, SILENT, 2, 2, 5, SILENT), False),  # twins: one birthday, phone and home, names alike
        ((4, 3, SILENT, SILENT, SILENT, SILENT), True),  # the same e-mail address, a slip in the name
        ((1, 3, 2, SILENT, 5, 2), False),  # a family's mailbox
        ((7, SILENT, SILENT, SILENT, 5, SILENT), False),  # a name and a house tell no two people of one name apart
    ],
)
def test_people_are_safe_by_name_and_something_of_their_own(levels: tuple[int, ...], *, safe: bool) -> None:
    assert is_safe("person", levels, 0.999) is safe
    assert not is_safe("person", levels, 0.98)


@pytest.mark.parametrize(
    ("levels", "safe"),
    [
        ((5, SILENT, SILENT, 2, 5), True),  # same name, phone and address
        ((5, 1, SILENT, SILENT, SILENT), True),  # same name and VAT id
        ((5, 0, 2, 2, 5), False),  # two VAT ids are two companies
        ((5, SILENT, SILENT, 2, 0), False),  # a branch
        ((3, SILENT, SILENT, 2, 5), False),  # two at one reception
        ((5, SILENT, SILENT, SILENT, 5), False),  # nothing of its own
    ],
)
def test_companies_are_safe_by_name_and_something_of_their_own(levels: tuple[int, ...], *, safe: bool) -> None:
    assert is_safe("company", levels, 0.999) is safe


def test_the_same_company_twice_is_safe_and_its_branch_is_not(journal: Journal) -> None:
    one, other, branch = added(
        journal, "companies", HARTWELL, HARTWELL, {**HARTWELL, "street": "90 Quay Road", "city": "Boston"}
    )
    with journal.store.reader() as reader:
        (group,) = safe_clusters(reader, ["company"])
        assert set(group.records) == {one, other}
        # it is offered all the same, to be looked at
        assert any(branch in each.records for each in likely_clusters(reader, Look("company")))


def test_a_chain_of_likenesses_ties_no_father_to_his_son(journal: Journal) -> None:
    father = {"name": "John Hartwell", "phone": "+1 212 555 0142", "birthday": "1950-02-03"}
    added(
        journal,
        "people",
        father,
        {**father, "birthday": "1985-07-19"},
        {"name": father["name"], "phone": father["phone"]},
    )
    with journal.store.reader() as reader:
        assert all(len(each.records) == 2 for each in safe_clusters(reader, ["person"]))
