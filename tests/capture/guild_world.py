"""The customers of guilds.txt and the files after it: trades in which nobody had worked before."""

from crm_desktop.contacts.actions import insert_contact
from crm_desktop.journal.journal import Journal
from crm_desktop.pipeline.actions import insert_deal

PEOPLE = {
    "Emma Hartley": "Hartley Vet Supplies",
    "Colin Frost": "Hartley Vet Supplies",
    "Franz Brandl": "Dachdeckerei Brandl",
    "Lisa Brandl": "Dachdeckerei Brandl",
    "Carla Esposito": "Lingua Viva Sprachschule",
    "Georg Steinbach": "Brauerei Steinbach",
    "Uwe Pohl": "Brauerei Steinbach",
    "Rob Nettlefold": "Nettlefold Software",
    "Margaret Ainsley": "St Cecilia Church Choir",
    "Monika Reiter": "Seniorenheim Abendsonne",
    "Dave Kowalski": "Overland Freight Ltd",
    "Timo Wendt": "Helios Solartechnik GmbH",
    "Anja Voss": "Stadthalle Grünberg",
    "Katrin Ulmer": "Physiopraxis Ulmer",
    "Mehmet Aydin": "Fahrschule Blitz",
    "Sally Moss": "Greenacre Nursery",
    "Ilse Becker": "Becker Bestattungen",
    "Josh Tanner": "Pedal Power Bikes",
    "Nadia Rahman": "Stagecraft Hire",
}
DEALS = {
    "Vaccine fridges": "Hartley Vet Supplies",
    "Autumn stock order": "Hartley Vet Supplies",
    "Dachsanierung Kita": "Dachdeckerei Brandl",
    "Firmenkurs Englisch B2": "Lingua Viva Sprachschule",
    "Hopfenvertrag 2027": "Brauerei Steinbach",
    "Website relaunch": "Nettlefold Software",
    "Christmas concert": "St Cecilia Church Choir",
    "Pflegebetten": "Seniorenheim Abendsonne",
    "Pallet contract Leeds": "Overland Freight Ltd",
    "PV-Anlage 30 kWp": "Helios Solartechnik GmbH",
    "Hochzeitsmesse": "Stadthalle Grünberg",
    "Behandlungsliegen": "Physiopraxis Ulmer",
    "Fahrsimulator": "Fahrschule Blitz",
    "Polytunnel heating": "Greenacre Nursery",
    "Rental fleet": "Pedal Power Bikes",
    "Festival lighting": "Stagecraft Hire",
}


def add_guilds(journal: Journal) -> None:
    """Add the companies, people, deals and the ticket that the lines about guilds speak of."""
    with journal.transaction("Add the guilds") as tx:
        ids = {name: insert_contact(tx, "company", {"name": name}, "GB") for name in dict.fromkeys(PEOPLE.values())}
        for name, company in PEOPLE.items():
            insert_contact(tx, "person", {"name": name, "company": ids[company]}, "GB")
        for title, company in DEALS.items():
            insert_deal(tx, {"title": title, "company": ids[company]}, "EUR")
        tx.insert("ticket", {"number": 31, "subject": "Fridge alarm", "status": "open"})
