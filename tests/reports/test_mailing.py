"""Letters and labels go to those who have an address and want to be written to, and stand where they belong."""

from datetime import date

import pypdfium2
import pytest

from crm_desktop.acts import add_record, set_fields
from crm_desktop.contacts.consent import record_consent
from crm_desktop.errors import WrongUsage
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.transaction import Stored
from crm_desktop.reports.addressees import Addressees, addressees
from crm_desktop.reports.label_sheets import SHEETS, LabelSheet, sheet_named
from crm_desktop.reports.labels import Wanted, labels_pdf
from crm_desktop.reports.letters import letter_of, letters_pdf, put_in
from crm_desktop.reports.pdf_document import Imprint
from crm_desktop.reports.pdf_drawing import A4, LETTER
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.schema.forms import Place
from crm_desktop.store.record_query import View
from tests.conftest import NOON

MM = 72 / 25.4
IMPRINT = Imprint("Labels", "Anna", "Hartwell", "en", NOON)
TODAY = date(2026, 5, 14)


def people(journal: Journal, place: Place) -> Addressees:
    with journal.store.reader() as reader:
        return addressees(reader, View(kind_named("people")), place)


def person(journal: Journal, name: str, **more: str) -> bytes:
    address = {"street": "1 Long Road", "city": "Springfield", "region": "IL", "postal_code": "62701", "country": "US"}
    return add_record(journal, "people", {"name": name, **address, **more})


def texts(content: bytes) -> list[str]:
    """Return the text of each page."""
    document = pypdfium2.PdfDocument(content)
    found = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return found


def test_addresses_are_written_as_their_country_does(journal: Journal, place: Place) -> None:
    add_record(journal, "companies", {"name": "Acme"})
    person(journal, "Dana Whitfield", company="Acme")
    person(journal, "Jörg Müller", street="Lange Str. 5", city="Köln", region="", postal_code="50667", country="DE")
    dana, joerg = people(journal, place).found
    assert dana.lines == ("Dana Whitfield", "Acme", "1 Long Road", "Springfield, IL 62701")
    assert joerg.lines == ("Jörg Müller", "Lange Str. 5", "50667 Köln", "Germany")


def test_who_has_no_address_is_written_to_at_work(journal: Journal, place: Place) -> None:
    address = {"street": "12 High St", "city": "Leeds", "postal_code": "LS1 4AP", "country": "GB"}
    add_record(journal, "companies", {"name": "Acme", **address})
    add_record(journal, "people", {"name": "Dana Whitfield", "company": "Acme"})
    person(journal, "Reed Coulter", company="Acme")
    dana, reed = people(journal, place).found
    assert dana.lines == ("Dana Whitfield", "Acme", "12 High St", "Leeds", "LS1 4AP", "United Kingdom")
    assert dana.words["city"] == "Leeds"
    assert reed.lines[-1] == "Springfield, IL 62701"


def test_who_wants_no_letters_or_has_no_address_is_left_out_and_counted(journal: Journal, place: Place) -> None:
    person(journal, "Yes")
    add_record(journal, "people", {"name": "Nowhere"})
    never = person(journal, "Never")
    set_fields(journal, never, {"do_not_contact": "yes"})
    withdrawn, again = person(journal, "Withdrawn"), person(journal, "Again")
    for who, states in ((withdrawn, ("given", "withdrawn")), (again, ("withdrawn", "given"))):
        for state in states:
            said: dict[str, Stored] = {"purpose": "News", "channel": "letter", "state": state, "source": "form"}
            record_consent(journal, {"contact": who, **said})
    found = people(journal, place)
    assert [each.words["name"] for each in found.found] == ["Again", "Yes"]
    assert (found.without_address, found.refused) == (1, 2)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_label_of_a_sheet_lies_on_the_paper(sheet: LabelSheet) -> None:
    right = sheet.left + (sheet.columns - 1) * sheet.pitch_x + sheet.width
    bottom = sheet.top + (sheet.rows - 1) * sheet.pitch_y + sheet.height
    assert right * MM <= sheet.paper.width + 1
    assert bottom * MM <= sheet.paper.height + 1
    assert sheet.pitch_x >= sheet.width
    assert sheet.pitch_y >= sheet.height


def test_each_text_stands_within_its_label(journal: Journal, place: Place) -> None:
    for number in range(10):
        person(journal, f"Somebody with a rather long name {number:02}")
    sheet = sheet_named("avery-l7160")
    content = labels_pdf(people(journal, place).found, Wanted(sheet, 20), IMPRINT)
    document = pypdfium2.PdfDocument(content)
    assert len(document) == 2
    page = document[1].get_textpage()
    found = [page.get_rect(at) for at in range(page.count_rects())]
    document.close()
    for left, bottom, right, top in found:
        column = int((left / MM - sheet.left) // sheet.pitch_x)
        row = int(((A4.height - top) / MM - sheet.top) // sheet.pitch_y)
        assert right / MM <= sheet.left + column * sheet.pitch_x + sheet.width
        assert (A4.height - bottom) / MM <= sheet.top + row * sheet.pitch_y + sheet.height


def test_a_street_that_is_wider_than_its_label_is_broken_and_not_cut_off(journal: Journal, place: Place) -> None:
    street = "Carrera 52 con Ave. Bolívar #65-98 Llano Largo, edificio dos"
    person(journal, "Carlos González", street=street, region="Lara", country="VE")
    (page,) = texts(labels_pdf(people(journal, place).found, Wanted(sheet_named("avery-l7160")), IMPRINT))
    assert " ".join(page.split()).startswith(f"Carlos González {street}")
    assert "Venezuela" in page


def test_skipped_labels_and_unknown_sheets(journal: Journal) -> None:
    with pytest.raises(WrongUsage, match="21 labels"):
        labels_pdf([], Wanted(sheet_named("avery-l7160"), 21), IMPRINT)
    with pytest.raises(WrongUsage, match="avery-l7160"):
        sheet_named("nobody-1")


def test_a_letter_has_its_words_put_in_and_begins_on_its_own_page(journal: Journal, place: Place) -> None:
    add_record(journal, "companies", {"name": "Acme"})
    person(journal, "Dana Whitfield", company="Acme")
    person(journal, "Reed Coulter")
    letter = letter_of(
        "Subject: News for {company}\n\nDear {prefix} {family_name},\n\n" + "Long text. " * 700, "Hartwell"
    )
    pages = texts(letters_pdf(people(journal, place).found, letter, TODAY, (IMPRINT, LETTER)))
    assert "News for Acme" in pages[0]
    assert "Dear Whitfield," in pages[0]
    assert "14 May" in pages[0] or "May 14" in pages[0]
    assert len(pages) == 6
    assert "Reed Coulter" in pages[3]


def test_an_unknown_field_is_refused_before_anything_is_written() -> None:
    with pytest.raises(WrongUsage, match=r"\{salary\}"):
        letter_of("Dear {salary}")
    assert put_in("Dear {prefix} {name},", {"prefix": "", "name": "Dana"}) == "Dear Dana,"
