"""The customers of the corpus: who is who when its lines are read."""

from crm_desktop.contacts.actions import insert_contact
from crm_desktop.journal.journal import Journal
from crm_desktop.pipeline.actions import insert_deal

COMPANIES = (
    "Betasoloin",
    "Zoomit",
    "Müller & Söhne GmbH",
    "Kranich Logistik GmbH",
    "Finhigh",
    "Isdom",
    "Konex",
    "Vogel Maschinenbau AG",
    "Treequote",
    "Rangreen Inc",
)
PEOPLE = {
    "Dana Whitfield": "Betasoloin",
    "Peter Hall": "Betasoloin",
    "Marc Oduya": "Zoomit",
    "Peter Lang": "Zoomit",
    "Jörg Müller": "Müller & Söhne GmbH",
    "Sabine Krause": "Kranich Logistik GmbH",
    "Elena Rossi": "Finhigh",
    "Tom O'Brien": "Isdom",
    "María García": "Konex",
    "Hans-Peter Vogel": "Vogel Maschinenbau AG",
    "Li Wei": "Treequote",
}
DEALS = {
    "GTX Pro for Betasoloin": "Betasoloin",
    "MG Special upgrade": "Betasoloin",
    "Maintenance contract 2026": "Zoomit",
    "GTK 500 rollout": "Finhigh",
    "Rahmenvertrag Logistik": "Kranich Logistik GmbH",
    "Wartungsvertrag": "Müller & Söhne GmbH",
    "Retrofit Linie 3": "Vogel Maschinenbau AG",
    "Pilot GTX Basic": "Isdom",
}


def add_world(journal: Journal) -> None:
    """Add the companies, people, deals and the ticket that the corpus speaks of."""
    with journal.transaction("Add the world") as tx:
        ids = {name: insert_contact(tx, "company", {"name": name}, "GB") for name in COMPANIES}
        for name, company in PEOPLE.items():
            insert_contact(tx, "person", {"name": name, "company": ids[company]}, "GB")
        for title, company in DEALS.items():
            insert_deal(tx, {"title": title, "company": ids[company]}, "EUR")
        lost = insert_deal(tx, {"title": "Old GTX deal", "company": ids["Zoomit"]}, "EUR")
        tx.update("deal", lost, {"outcome": "lost"})
        tx.insert("ticket", {"number": 12, "subject": "Display stays dark", "status": "open"})
