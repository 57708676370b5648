"""The customers, suppliers and products of stands.txt: sales, service and purchasing of one house."""

from crm_desktop.contacts.actions import insert_contact
from crm_desktop.journal.journal import Journal
from crm_desktop.pipeline.actions import insert_deal

PEOPLE = {
    "Rachel Pemberton": "Pemberton Packaging Ltd",
    "Ade Okonkwo": "Pemberton Packaging Ltd",
    "Ursula Thiele": "Thiele Kältetechnik GmbH",
    "Markus Thiele": "Thiele Kältetechnik GmbH",
    "Fiona Gallagher": "Northgate Hospital Trust",
    "Sanjay Mehta": "Northgate Hospital Trust",
    "Bernd Hagedorn": "Hagedorn Werkzeugbau",
    "Simone Lorenz": "Lorenz & Partner Steuerberatung",
    "Chloe Sandberg": "Sandberg Interiors",
    "Oliver Brandt": "Hafenbetriebe Nordkai",
    "Petra Niemann": "Hafenbetriebe Nordkai",
    "Graham Whitlock": "Whitlock Dairy",
    "Yusuf Demir": "Demir Gastro",
    "Hannah Fitch": "Bluebird Coaches",
    "Silke Arendt": "Zahnzentrum Arendt",
    "Ken Ishikawa": "Ishikawa Components",
    "Lucia Moretti": "Moretti Verpackungen",
    "Steve Bannerman": "Bannerman Steel",
}
DEALS = {
    "Shrink wrap line": "Pemberton Packaging Ltd",
    "Kühlhaus Halle 2": "Thiele Kältetechnik GmbH",
    "Ward monitors phase 2": "Northgate Hospital Trust",
    "Servicevertrag Messtechnik": "Hagedorn Werkzeugbau",
    "Kanzleisoftware": "Lorenz & Partner Steuerberatung",
    "Hotel lobby fit-out": "Sandberg Interiors",
    "Kranwartung 2026": "Hafenbetriebe Nordkai",
    "Milking parlour sensors": "Whitlock Dairy",
    "Kombidämpfer Filiale Nord": "Demir Gastro",
    "Seat covers 2026": "Bluebird Coaches",
    "Röntgengerät": "Zahnzentrum Arendt",
}
PRODUCTS = ("Heron 40", "Heron Filter", "Palletiser K2")


def add_stands(journal: Journal) -> None:
    """Add the companies, people, deals, products and the ticket that the lines of stands.txt speak of."""
    with journal.transaction("Add the stands") as tx:
        ids = {name: insert_contact(tx, "company", {"name": name}, "GB") for name in dict.fromkeys(PEOPLE.values())}
        for name, company in PEOPLE.items():
            insert_contact(tx, "person", {"name": name, "company": ids[company]}, "GB")
        for title, company in DEALS.items():
            insert_deal(tx, {"title": title, "company": ids[company]}, "EUR")
        for name in PRODUCTS:
            tx.insert("product", {"name": name})
        tx.insert("ticket", {"number": 57, "subject": "Sensor drops out", "status": "open"})
