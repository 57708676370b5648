"""Purchases told in a quick entry, in English and German."""

from datetime import date

import pytest

from crm_desktop.acts import add_record
from crm_desktop.capture.bought import PURCHASE
from crm_desktop.capture.entries import entry_of, save_entry
from crm_desktop.capture.prices import ToldPrice
from crm_desktop.capture.understood import Understood, said_in, understood
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
        ("sold 2 GTX Pro to Betasoloin for 3,000", 2, "GTX Pro", of_all(300_000), None),
        ("we just sold Betasoloin 2 GTX Pro at 1,500 each", 2, "GTX Pro", of_one(150_000), None),
        ("yesterday sold a GTX Basic to Betasoloin for 99.50", 1, "GTX Basic", of_all(9_950, sure=True), YESTERDAY),
        ("2 GTX Pro an Betasoloin verkauft für 3.000 €", 2, "GTX Pro", of_all(300_000), None),
        ("gestern an Betasoloin zwei GTX Pro verkauft, 3.000 €", 2, "GTX Pro", of_all(300_000), YESTERDAY),
        ("habe Betasoloin 2 GTX Pro für je 1.500 verkauft", 2, "GTX Pro", of_one(150_000), None),
        ("verkaufte gestern 3 Stück GTX Basic an Betasoloin zu je 99,50", 3, "GTX Basic", of_one(9_950), YESTERDAY),
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
    "text",
    [
        "Konex bought from someone else",
        "called Konex, they bought 3 printers",
        "Konex wants to buy 2 GTX Pro",
        "Konex sold us 2 presses for 3,000",
        "Konex hat 2 Filialen verkauft",
        "Konex verkauft 2 Filialen",
    ],
)
def test_what_tells_no_purchase_is_none(journal: Journal, text: str) -> None:
    assert read(journal, text).purchase is None


@pytest.mark.parametrize(
    ("text", "name", "quantity", "price"),
    [
        ("2 x GTX Pro at 1,250.00", "GTX Pro", 2, of_one(125_000)),
        ("2 x GTX Pro at 3,000", "GTX Pro", 2, of_one(300_000)),
        ("2 x GTX Pro for 3,000", "GTX Pro", 2, of_all(300_000)),
        ("GTX Basic", "GTX Basic", 1, None),
        ("5 Stück GTX Basic à 99.50", "GTX Basic", 5, of_one(9_950)),
        ("GTK 500", "GTK 500", 1, None),
        ("Spare parts for line 3", "Spare parts for line 3", 1, None),
        ("Cable for 3 phases", "Cable for 3 phases", 1, None),
        ("yesterday 2 x GTX Pro at 1,250", "GTX Pro", 2, of_one(125_000)),
        ("bought GTX Basic", "GTX Basic", 1, None),
        ("Adapter to USB, black", "Adapter to USB, black", 1, None),
        ("bought 2 GTX Pro for 3,000\nfor the new hall", "GTX Pro", 2, of_all(300_000)),
    ],
)
def test_what_is_known_to_be_a_purchase_needs_no_verb(
    text: str, name: str, quantity: float, price: ToldPrice | None
) -> None:
    found = said_in(text, HERE, TODAY, purchase=True).purchase
    assert found is not None
    assert (found.description, found.quantity, found.price) == (name, quantity, price)


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
