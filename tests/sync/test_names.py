"""A person's name is one thing to people, however many fields it is kept in: it clashes once, decided as one."""

import pytest

from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.sync.conflicts import Clash, clashed_records, count_conflicts
from crm_desktop.sync.deciding import resolve
from tests.sync.laptops import Firm, Laptop
from tests.sync.test_exchange import settle

WHOLE = "SELECT name || ': ' || ifnull(given_name, '') || ', ' || ifnull(family_name, '') FROM contact WHERE id = ?"


def renamed(firm: Firm, here: dict[str, str], there: dict[str, str]) -> tuple[Laptop, Laptop, bytes]:
    first = firm.first()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    first.sync()
    second = firm.another()
    second.sync()
    edit_contact(first.journal, dana, dict(here))
    firm.clock.move(seconds=1)
    edit_contact(second.journal, dana, dict(there))
    settle(first, second)
    return first, second, dana


def only_clash(laptop: Laptop) -> Clash:
    with laptop.workspace.reader() as reader:
        assert count_conflicts(reader) == 1
        (record,) = clashed_records(reader)
    (clash,) = record.clashes
    assert clash.field.name == "name"
    return clash


@pytest.mark.parametrize(
    ("choice", "stands"), [("mine", "Dora Reed: Dora, Reed"), ("theirs", "Donna Woods: Donna, Woods")]
)
def test_a_name_that_two_typed_is_one_question(firm: Firm, choice: str, stands: str) -> None:
    first, second, dana = renamed(firm, {"name": "Dora Reed"}, {"name": "Donna Woods"})
    assert not only_clash(second).can_join
    resolve(first.journal, {only_clash(first).cid: choice})
    settle(first, second)
    for laptop in (first, second):
        assert laptop.one(WHOLE, dana) == stands
        assert laptop.one("SELECT count(*) FROM conflict WHERE state = 0") == 0
    assert first.hash == second.hash


@pytest.mark.parametrize(
    ("choice", "stands"),
    [
        ("mine", "Dora Whitfield: Dora, Whitfield"),
        ("theirs", "Dana Reed: Dana, Reed"),
        ("both", "Dora Reed: Dora, Reed"),
    ],
)
def test_two_parts_of_a_name_can_both_be_kept(firm: Firm, choice: str, stands: str) -> None:
    first, second, dana = renamed(firm, {"given_name": "Dora"}, {"family_name": "Reed"})
    only_clash(second)
    resolve(first.journal, {only_clash(first).cid: choice})
    settle(first, second)
    assert first.one(WHOLE, dana) == second.one(WHOLE, dana) == stands
    assert first.hash == second.hash
