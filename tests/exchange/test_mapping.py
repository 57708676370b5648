"""Columns find their places by their names and their content."""

from contextlib import closing
from pathlib import Path

import pytest

from crm_desktop.errors import UnreadableFile, WrongUsage
from crm_desktop.exchange.source import Source
from crm_desktop.exchange.understand import Understood, understand
from crm_desktop.schema.forms import Place
from crm_desktop.words import spoken
from tests.exchange.import_desk import Desk
from tests.exchange.shared_data import real_file

MAVEN = {
    "accounts.csv": (
        "companies",
        {
            "account": "name",
            "sector": "sector",
            "year_established": "founded_year",
            "revenue": "annual_revenue",
            "employees": "employees",
            "office_location": "country",
            "subsidiary_of": "parent",
        },
    ),
    "products.csv": ("products", {"product": "name", "series": "category", "sales_price": "price"}),
    "sales_teams.csv": ("members", {"sales_agent": "name", "manager": "manager", "regional_office": "team"}),
    "sales_pipeline.csv": (
        "deals",
        {
            "opportunity_id": "external_id",
            "sales_agent": "owner",
            "product": "product",
            "account": "company",
            "deal_stage": "stage",
            "engage_date": "opened_on",
            "close_date": "closed_on",
            "close_value": "amount",
        },
    ),
}
KINDS = {
    "01_maven_crm_plus/interactions.csv": "activities",
    "02_northwind/customers.csv": "companies",
    "02_northwind/suppliers.csv": "companies",
    "02_northwind/employees.csv": "members",
    "02_northwind/products.csv": "products",
    "02_northwind/categories.csv": "categories",
    "02_northwind/orders.csv": "purchases",
    "02_northwind/order-details.csv": "purchases",
    "04_online_retail/2010-12-05.csv": "purchases",
    "02_hubspot_dummy/hubspot_contacts.csv": "people",
    "02_hubspot_dummy/hubspot_companies.csv": "companies",
    "02_hubspot_dummy/hubspot_deals.csv": "deals",
    "02_hubspot_dummy/hubspot_tickets.csv": "tickets",
    "02_hubspot_dummy/hubspot_activities.csv": "activities",
    "03_tickets/customer_support_tickets.csv": "tickets",
    "06_contact_exports/google_contacts_old_full.csv": "people",
    "06_contact_exports/linkedin_Connections.csv": "people",
    "06_contact_exports/odoo_res.partner.csv": "contacts",
    "06_contact_exports/outlook_shared_contacts.csv": "people",
    "06_contact_exports/thunderbird_basic.csv": "people",
    "07_csv/messy_leads/07-real-estate-crm.csv": "people",
    "07_csv/messy_leads/13-mixed-languages.csv": "people",
}


def understood(source: Source, place: Place) -> Understood:
    found = understand(source, place)
    found.table.close()
    return found


def places(tmp_path: Path, place: Place, content: str, kind: str = "people") -> dict[str, str | None]:
    path = tmp_path / "table.csv"
    path.write_text(content, encoding="utf-8")
    return dict(understood(Source(path, kind), place).places)


@pytest.mark.parametrize("name", MAVEN)
def test_the_maven_files_are_understood_without_help(name: str, place: Place) -> None:
    found = understood(Source(real_file(f"01_maven_crm/{name}")), place)
    assert (found.kind, dict(found.places)) == MAVEN[name]


@pytest.mark.parametrize("name", KINDS)
def test_the_kind_of_the_rows_is_told_from_columns_and_name(name: str, place: Place) -> None:
    assert understood(Source(real_file(name)), place).kind == KINDS[name]


def test_what_is_nothing_for_a_crm_is_said(place: Place) -> None:
    with pytest.raises(UnreadableFile, match="cannot be imported yet"):
        understand(Source(real_file("01_maven_crm_plus/data_dictionary.csv")), place)


def test_tickets_find_their_places(place: Place) -> None:
    found = understood(Source(real_file("03_tickets/customer_support_tickets.csv")), place)
    assert found.places["Ticket ID"] == "external_id"
    assert found.places["Customer Email"] == "contact.email"
    assert found.places["Product Purchased"] == "product"
    assert found.places["Date of Purchase"] is None
    assert found.settled.dates == "dmy"


def test_column_names_in_four_languages_mean_the_same(tmp_path: Path, place: Place) -> None:
    wanted = ["given_name", "family_name", "email", "phone", "company", "city", "postal_code"]
    for header in (
        "First name,Surname,E-mail,Telephone,Company,Town,Zip",
        "Vorname,Nachname,E-Mail-Adresse,Telefon,Firma,Ort,PLZ",
        "Prénom,Nom,Courriel,Téléphone,Société,Ville,Code postal",
        "Nombre de pila,Apellidos,Correo electrónico,Teléfono,Empresa,Ciudad,Código postal",
    ):
        row = "Ana,Peña,ana@example.com,+44 20 7946 0958,Acme,Leeds,LS1 4AP"
        assert list(places(tmp_path, place, f"{header}\n{row}\n").values()) == wanted


@pytest.mark.parametrize(
    "header",
    [
        "Имя,Фамилия,Эл. почта,Телефон,Компания,Город,Индекс,Должность",
        "Imię,Nazwisko,Adres e-mail,Telefon,Nazwa firmy,Miasto,Kod pocztowy,Stanowisko",
        "Jméno,Příjmení,E-mail,Telefon,Společnost,Město,PSČ,Pozice",
        "Förnamn,Efternamn,E-post,Telefonnummer,Företag,Stad,Postnummer,Befattning",
        "Ad,Soyad,E-posta,Telefon,Şirket,Şehir,Posta kodu,Unvan",
        "名,姓,メールアドレス,電話番号,会社名,市区町村,郵便番号,役職",
        "名,姓,邮箱,电话,公司,城市,邮编,职位",
    ],
)
def test_column_names_in_further_languages_mean_the_same(tmp_path: Path, place: Place, header: str) -> None:
    wanted = ["given_name", "family_name", "email", "phone", "company", "city", "postal_code", "job_title"]
    row = "Ana,Peña,ana@example.com,+44 20 7946 0958,Acme,Leeds,LS1 4AP,Buyer"
    found = places(tmp_path, place, f"{header}\n{row}\n", "auto")
    assert list(found.values()) == wanted


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Название компании,ИНН,Отрасль,Сайт", "companies"),
        ("Nazwa produktu,Kod,Cena", "products"),
        ("案件名,フェーズ,金額,会社名", "deals"),
        ("商机名称,销售阶段,金额,客户", "deals"),
        ("Číslo objednávky,Datum objednávky,Množství,Cena", "purchases"),
    ],
)
def test_names_of_columns_in_further_languages_tell_what_the_rows_are(
    tmp_path: Path, place: Place, header: str, kind: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"{header}\nA,B,1,D\n", encoding="utf-8")
    found = understood(Source(path), place)
    assert found.kind == kind
    assert None not in found.places.values()


def test_an_ideograph_is_no_typing_error_of_another(tmp_path: Path, place: Place) -> None:
    assert places(tmp_path, place, "姓名,公司电邮\nAna,x\n")["公司电邮"] is None


def test_column_names_in_snake_camel_and_title_case_mean_the_same(tmp_path: Path, place: Place) -> None:
    for header in ("first_name,last_name,job_title", "firstName,lastName,jobTitle", "First Name,Last Name,Job Title"):
        found = places(tmp_path, place, f"{header}\nAna,Roe,Buyer\n")
        assert list(found.values()) == ["given_name", "family_name", "job_title"]


def test_typing_errors_in_column_names_are_seen_and_said(place: Place) -> None:
    found = understood(Source(real_file("07_csv/messy_leads/08-broken-headers-typos.csv"), "people"), place)
    assert list(found.places.values()) == ["name", "email", "phone", "company", None]
    assert "Column “Emial” was taken for a typing error of Email." in found.notes


def test_columns_without_names_are_found_by_content(tmp_path: Path, place: Place) -> None:
    content = "Ana Roe,ana@example.com,+44 20 7946 0958\nBo Lee,bo@example.com,+44 20 7946 0959\n"
    assert list(places(tmp_path, place, content).values()) == ["name", "email", "phone"]


def test_bare_digits_without_a_name_are_a_phone_where_they_are_numbers_of_the_region(
    tmp_path: Path, place: Place
) -> None:
    found = places(tmp_path, place, "Ana Roe,ana@x.example,2025550143\nBen Lee,ben@x.example,2025550144\n")
    assert list(found.values()) == ["name", "email", "phone"]
    found = places(tmp_path, place, "Ana Roe,ana@x.example,1000000143\nBen Lee,ben@x.example,1000000144\n")
    assert list(found.values()) == ["name", "email", None]


def test_a_title_is_a_courtesy_where_it_holds_mr_and_dr(tmp_path: Path, place: Place) -> None:
    assert places(tmp_path, place, "Title,Name\nMr,Ana Roe\nDr.,Bo Lee\n")["Title"] == "prefix"
    assert places(tmp_path, place, "Title,Name\nBuyer,Ana Roe\nOwner,Bo Lee\n")["Title"] == "job_title"


def test_a_name_beside_a_first_name_is_the_family_name(tmp_path: Path, place: Place) -> None:
    assert places(tmp_path, place, "Name,Vorname\nMüller,Ana\nWeiß,Bo\n")["Name"] == "family_name"
    assert places(tmp_path, place, "Name,Vorname\nAna Müller,Ana\nBo Weiß,Bo\n")["Name"] == "name"


def test_a_nombre_beside_apellidos_is_the_first_name(tmp_path: Path, place: Place) -> None:
    for header, row in (("Nombre,Apellidos", "José,Núñez"), ("Name,Surname", "Ana,Roe"), ("Nom,Apellido", "Ana,Roe")):
        assert list(places(tmp_path, place, f"{header}\n{row}\n").values()) == ["given_name", "family_name"]
    assert places(tmp_path, place, "Name,Surname\nAna Roe,Roe\n")["Name"] == "name"


def test_rows_under_two_rows_of_names_say_what_they_are(tmp_path: Path, place: Place) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Person,,Contact,\nFirst name,Last name,Email,Phone\nAna,Roe,ana@x.example,+1 212 555 0101\n")
    found = understood(Source(path), place)
    assert (found.kind, list(found.places.values())) == ("people", ["given_name", "family_name", "email", "phone"])


def test_an_office_location_is_a_country_only_where_it_names_countries(tmp_path: Path, place: Place) -> None:
    content = "account,office_location\nAcme,Building 7\nBeta,Third floor\n"
    assert places(tmp_path, place, content, "companies")["office_location"] == "city"


def test_a_given_mapping_holds(tmp_path: Path, place: Place) -> None:
    path = tmp_path / "table.csv"
    path.write_text("a,b,c\nAna,ana@example.com,x\n", encoding="utf-8")
    mapped = understood(Source(path, "people", {"a": "name", "b": "email", "c": None}), place)
    assert dict(mapped.places) == {"a": "name", "b": "email", "c": None}
    assigned = understood(Source(path, "people", assigned={"notes": "c", "name": "a"}), place)
    assert (assigned.places["c"], assigned.places["a"]) == ("notes", "name")


def test_a_mapping_to_what_is_not_there_is_refused(tmp_path: Path, place: Place) -> None:
    path = tmp_path / "table.csv"
    path.write_text("a,b\nAna,ana@example.com\n", encoding="utf-8")
    for source in (
        Source(path, "people", {"a": "shoe_size"}),
        Source(path, "people", {"z": "name"}),
        Source(path, "people", {"a": "name", "b": "name"}),
        Source(path, "people", assigned={"name": "z"}),
        Source(path, "surveys"),
    ):
        with pytest.raises(WrongUsage):
            understand(source, place)


def test_rows_that_say_nothing_about_themselves_ask_for_their_kind(tmp_path: Path, place: Place) -> None:
    path = tmp_path / "table.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(WrongUsage, match="--as"):
        understand(Source(path), place)


def test_columns_that_go_nowhere_are_told(place: Place) -> None:
    found = understood(Source(real_file("01_maven_crm_plus/accounts.csv")), place)
    assert "Columns that go nowhere and are left out: “propensity_to_buy”." in found.notes


def test_columns_that_go_nowhere_stand_in_the_quotation_marks_of_the_language(tmp_path: Path, place: Place) -> None:
    path = tmp_path / "personen.csv"
    path.write_text("Name,Schuhgröße\nAna,38\n", encoding="utf-8")
    with spoken("de"):
        found = understand(Source(path), place)
    with closing(found.table):
        assert any("„Schuhgröße“" in each for each in found.notes)


def test_a_name_below_the_heading_of_a_company_is_not_the_persons(desk: Desk) -> None:
    desk.take_in("Person,,Company,\nFirst name,Last name,Name,City\nAnn,Roe,Acme,Leeds\nBo,Lee,Beta,York\n")
    told = "SELECT p.name, c.name FROM contact p JOIN contact c ON c.id = p.company ORDER BY 1"
    assert desk.rows(told) == [("Ann Roe", "Acme"), ("Bo Lee", "Beta")]


def test_single_quotes_around_all_cells_are_no_part_of_them(desk: Desk) -> None:
    desk.take_in("'name','email','notes'\n'O\\'Hara','oh@x.example','it\\'s'\n'Bo Lee','bo@x.example','x'\n")
    assert desk.rows("SELECT name, notes FROM contact ORDER BY 1") == [("Bo Lee", "x"), ("O'Hara", "it's")]


@pytest.mark.parametrize(
    "header",
    [
        "Nome,Cognome,Azienda,Indirizzo email,Cellulare,Via,Città,CAP,Paese,Data di nascita",
        "Voornaam,Achternaam,Bedrijf,E-mailadres,Mobiel,Straat,Woonplaats,Postcode,Land,Geboortedatum",
        "Primeiro nome,Sobrenome,Empresa,E-mail,Telemóvel,Morada,Cidade,Código postal,País,Data de nascimento",
    ],
)
def test_italian_dutch_and_portuguese_names_of_columns_are_understood(
    tmp_path: Path, place: Place, header: str
) -> None:
    path = tmp_path / "people.csv"
    path.write_text(f"{header}\n", encoding="utf-8")
    assert list(understood(Source(path), place).places.values()) == [
        *("given_name", "family_name", "company", "email", "phone.mobile", "street", "city", "postal_code", "country"),
        "birthday",
    ]


@pytest.mark.parametrize(
    ("kind", "header", "places"),
    [
        ("people", "Nachname,Straße u. Nr.,PLZ,Geb.-Datum", ["family_name", "street", "postal_code", "birthday"]),
        ("people", "Name,Durchwahl,Opted Out", ["name", "phone.work", "do_not_contact"]),
        ("companies", "Firma,Kontakt,Kanton", ["name", "person", "region"]),
        ("companies", "Raison sociale,N° TVA intracom.,Ville", ["name", "vat_id", "city"]),
    ],
)
def test_names_of_columns_as_offices_shorten_them_are_understood(
    tmp_path: Path, place: Place, kind: str, header: str, places: list[str]
) -> None:
    path = tmp_path / f"{kind}.csv"
    path.write_text(f"{header}\n", encoding="utf-8")
    assert list(understood(Source(path), place).places.values()) == places


def test_every_guess_has_its_reason(tmp_path: Path, place: Place) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Name,Emial,Col,Phone\nAna,ana@example.com,https://ana.example,1\n", encoding="utf-8")
    found = understood(Source(path), place)
    assert {column: found.reasons.get(column) for column in found.places} == {
        "Name": "by its name",
        "Emial": "its name looks like a typing error",
        "Col": "its cells look like it",
        "Phone": "by its name",
    }
