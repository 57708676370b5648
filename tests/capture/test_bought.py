"""Purchases told in a quick entry, in English and German."""

from datetime import date

import pytest

from crm_desktop.acts import add_record
from crm_desktop.capture.bought import PURCHASE, ToldPrice
from crm_desktop.capture.entries import entry_of, save_entry
from crm_desktop.capture.understood import Understood, understood
from crm_desktop.errors import InvalidField
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.undo import undo_last
from tests.capture.scoring import HERE, TODAY
from tests.capture.world import add_world

YESTERDAY = date(2026, 5, 13)


@pytest.fixture
def journal(journal: Journal) -> Journal:
    add_world(journal)
    for name in ("GTX Pro", "GTX Basic"):
        add_record(journal, "product", {"name": name})
    return journal


def read(journal: Journal, text: str) -> Understood:
    with journal.store.reader() as reader:
        return understood(reader, text, HERE, TODAY)


def of_all(minor: int, *, sure: bool = False) -> ToldPrice:
    return ToldPrice(minor, "EUR", each=False, sure=sure)


def of_one(minor: int) -> ToldPrice:
    return ToldPrice(minor, "EUR", each=True, sure=True)


@pytest.mark.parametrize(
    ("text", "quantity", "name", "price", "day"),
    [
        ("Betasoloin bought 2 GTX Pro for 3,000 yesterday", 2, "GTX Pro", of_all(300_000), YESTERDAY),
        ("Betasoloin bought 2 GTX Pro for 3,000", 2, "GTX Pro", of_all(300_000), None),
        ("Betasoloin bought 2 x GTX Pro at 1,500 each", 2, "GTX Pro", of_one(150_000), None),
        ("Betasoloin bought a GTX Pro for €1,500 yesterday", 1, "GTX Pro", of_all(150_000, sure=True), YESTERDAY),
        ("Betasoloin purchased three GTX Basic yesterday", 3, "GTX Basic", None, YESTERDAY),
        (
            "yesterday Betasoloin bought 2 GTX Pros for 3k in total",
            2,
            "GTX Pros",
            of_all(300_000, sure=True),
            YESTERDAY,
        ),
        ("Betasoloin hat 2 GTX Pro gekauft", 2, "GTX Pro", None, None),
        ("Betasoloin hat gestern 2 GTX Pro für 3.000 € gekauft", 2, "GTX Pro", of_all(300_000), YESTERDAY),
        ("Gestern hat Betasoloin 2 GTX Pro für je 1.500 € gekauft", 2, "GTX Pro", of_one(150_000), YESTERDAY),
        ("Betasoloin kaufte gestern 3 Stück GTX Basic zu je 99,50", 3, "GTX Basic", of_one(9_950), YESTERDAY),
        (
            "Betasoloin hat zwei GTX Pro gekauft für 3.000 Euro insgesamt",
            2,
            "GTX Pro",
            of_all(300_000, sure=True),
            None,
        ),
    ],
)
def test_a_purchase_says_what_how_many_for_how_much_and_when(
    journal: Journal, text: str, quantity: float, name: str, price: ToldPrice | None, day: date | None
) -> None:
    said = read(journal, text)
    assert said.kind is not None
    assert said.kind.kind == PURCHASE
    bought = said.purchase
    assert bought is not None
    assert (bought.quantity, bought.description, bought.price) == (quantity, name, price)
    assert (said.when.day if said.when is not None else None) == day
    assert bought.product is not None
    assert [each.contact.name for each in said.companies if each.contact is not None] == ["Betasoloin"]


@pytest.mark.parametrize(
    "text", ["Konex bought from someone else", "called Konex, they bought 3 printers", "Konex wants to buy 2 GTX Pro"]
)
def test_what_tells_no_purchase_is_none(journal: Journal, text: str) -> None:
    assert read(journal, text).purchase is None


def test_a_product_that_several_may_be_is_offered_and_not_taken(journal: Journal) -> None:
    bought = read(journal, "Betasoloin bought 2 GTX").purchase
    assert bought is not None
    assert (bought.product, [title for _id, title in bought.offers]) == (None, ["GTX Basic", "GTX Pro"])


def test_a_purchase_is_saved_with_its_step_as_one(journal: Journal) -> None:
    save_entry(
        journal, entry_of(read(journal, "Betasoloin bought 2 GTX Pro for 3,000 yesterday, send the invoice tomorrow"))
    )
    with journal.store.reader() as reader:
        rows = reader.execute(
            "SELECT c.name, p.name, u.description, u.quantity, u.unit_price, u.currency, u.bought_on FROM purchase u "
            "JOIN contact c ON c.id = u.customer JOIN product p ON p.id = u.product"
        ).fetchall()
        steps = reader.execute("SELECT title, due_day FROM task").fetchall()
        talks = reader.execute("SELECT count(*) FROM interaction").fetchone()[0]
    assert [tuple(each) for each in rows] == [("Betasoloin", "GTX Pro", "GTX Pro", 2.0, 150_000, "EUR", "2026-05-13")]
    assert ([tuple(each) for each in steps], talks) == ([("Send the invoice", "2026-05-15")], 0)
    undone = undo_last(journal)
    assert undone is not None
    assert undone.label == "Add purchase"


def test_a_purchase_of_nobody_is_refused_with_the_reason(journal: Journal) -> None:
    with pytest.raises(InvalidField, match="needs a customer"):
        save_entry(journal, entry_of(read(journal, "bought 2 GTX Pro yesterday")))
