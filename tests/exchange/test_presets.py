"""Exports of well-known programs find their places without help."""

from pathlib import Path

import pytest

from crm_desktop.exchange.source import Source
from crm_desktop.exchange.understand import Understood, understand
from crm_desktop.schema.forms import Place

# What each program writes, and where some of it has to go.
EXPORTS: dict[str, tuple[str, str, dict[str, str | None]]] = {
    "Google Contacts": (
        "people",
        (
            "First Name,Middle Name,Last Name,Phonetic First Name,Name Prefix,Name Suffix,Nickname,File As,"
            "Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,"
            "E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Label,"
            "Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - Postal Code,Address 1 - Country,"
            "Relation 1 - Label,Relation 1 - Value,Event 1 - Label,Event 1 - Value,Website 1 - Value"
        ),
        {
            "First Name": "given_name",
            "Organization Name": "company",
            "Organization Title": "job_title",
            "Organization Department": "department",
            "Labels": "tags",
            "E-mail 1 - Value": "email.1",
            "E-mail 1 - Label": "email.1.label",
            "E-mail 2 - Value": "email.2",
            "Phone 1 - Value": "phone.1",
            "Address 1 - City": "address.1.city",
            "Relation 1 - Value": "note.21",
            "Event 1 - Label": "note.1.label",
            "Website 1 - Value": "website",
        },
    ),
    "Outlook": (
        "people",
        (
            "First Name,Middle Name,Last Name,Title,Suffix,E-mail Address,E-mail 2 Address,E-mail 3 Address,Home Phone,"
            "Home Phone 2,Business Phone,Business Phone 2,Mobile Phone,Pager,Business Fax,Job Title,Department,Company,"
            "Business Street,Business City,Business State,Business Postal Code,Business Country/Region,Home Street,"
            "Home City,Home Postal Code,Home Country/Region,Other Street,Other City,Web Page,Spouse,Anniversary,"
            "Birthday,"
            "Notes,Categories"
        ),
        {
            "Title": "prefix",
            "Job Title": "job_title",
            "E-mail Address": "email",
            "E-mail 3 Address": "email.3",
            "Business Phone": "phone.work",
            "Business Street": "street",
            "Home Street": "home.street",
            "Other City": "address.3.city",
            "Business Country/Region": "country",
            "Spouse": "note.1",
            "Categories": "tags",
        },
    ),
    "Outlook in German": (
        "people",
        (
            "Anrede,Vorname,Nachname,Firma,Abteilung,Position,Straße geschäftlich,Ort geschäftlich,"
            "Postleitzahl geschäftlich,Land/Region geschäftlich,Straße privat,Ort privat,Telefon geschäftlich,"
            "Telefon privat,Mobiltelefon,Fax geschäftlich,E-Mail-Adresse,E-Mail 2: Adresse,Geburtstag,Notizen,Webseite"
        ),
        {
            "Anrede": "prefix",
            "Position": "job_title",
            "Straße geschäftlich": "street",
            "Postleitzahl geschäftlich": "postal_code",
            "Straße privat": "home.street",
            "Telefon geschäftlich": "phone.work",
            "Fax geschäftlich": "phone.fax",
            "E-Mail 2: Adresse": "email.2",
        },
    ),
    "Outlook with an office and a place": (
        "people",
        (
            "First Name,Last Name,E-mail Address,Home Phone,Business Phone,Company,Office Location,Business Street,"
            "Business City,Business Country/Region,Location"
        ),
        {"Business Country/Region": "country", "Office Location": "note.6", "Location": None},
    ),
    "Outlook in German with a place": (
        "people",
        "Vorname,Nachname,Weitere Vornamen,Ort geschäftlich,Telefon geschäftlich,E-Mail-Adresse,Ort",
        {"Ort geschäftlich": "city", "Ort": None, "Weitere Vornamen": "additional_names"},
    ),
    "Outlook in French": (
        "people",
        (
            "Titre,Prénom,Nom,Société,Service,Titre,Rue (bureau),Ville (bureau),Pays/Région (bureau),Ville (domicile),"
            "Téléphone (bureau),Téléphone (domicile),Tél. mobile,Adresse de messagerie,Anniversaire,Emplacement"
        ),
        {
            "Titre": "prefix",
            "Titre (2)": "job_title",
            "Nom": "family_name",
            "Ville (bureau)": "city",
            "Ville (domicile)": "home.city",
            "Tél. mobile": "phone.mobile",
            "Emplacement": None,
        },
    ),
    "Outlook in Spanish": (
        "people",
        (
            "Título,Nombre,Apellidos,Organización,Puesto,Calle del trabajo,Ciudad de trabajo,Código postal del trabajo,"
            "Ciudad,Código postal,Teléfono del trabajo,Particular,Teléfono móvil,Dirección de correo electrónico"
        ),
        {
            "Nombre": "given_name",
            "Ciudad de trabajo": "city",
            "Ciudad": "home.city",
            "Código postal": "home.postal_code",
            "Particular": "phone.home",
            "Dirección de correo electrónico": "email",
        },
    ),
    "Outlook in Italian": (
        "people",
        (
            "Titolo,Nome,Cognome,Società,Reparto,Posizione,Via (uff.),Città (uff.),CAP (uff.),Paese (uff.),Città (ab.),"
            "Ufficio,Abitazione,Cellulare,Indirizzo posta elettronica,Compleanno,Luogo"
        ),
        {"Città (uff.)": "city", "Ufficio": "phone.work", "Abitazione": "phone.home", "Luogo": None},
    ),
    "LinkedIn": (
        "people",
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On",
        {"URL": "social.1", "Company": "company", "Position": "job_title", "Email Address": "email"},
    ),
    "Thunderbird": (
        "people",
        (
            "First Name,Last Name,Display Name,Nickname,Primary Email,Secondary Email,Screen Name,Work Phone,"
            "Home Phone,"
            "Fax Number,Pager Number,Mobile Number,Home Address,Home City,Work Address,Work City,Job Title,Department,"
            "Organization,Web Page 1,Web Page 2,Birth Year,Birth Month,Birth Day,Custom 1,Notes"
        ),
        {
            "Display Name": "name",
            "Secondary Email": "email.other",
            "Screen Name": "message.1",
            "Web Page 2": "url.2",
            "Birth Day": "birthday.day",
            "Custom 1": "note.1",
            "Work Address": "street",
        },
    ),
    "Thunderbird in German": (
        "people",
        (
            "Vorname,Nachname,Anzeigename,Spitzname,Primäre E-Mail-Adresse,Sekundäre E-Mail-Adresse,Messenger-Name,"
            "Tel. dienstlich,Tel. privat,Fax-Nummer,Pager-Nummer,Mobil-Tel.-Nr.,Privat: Adresse,Privat: Ort,"
            "Dienstlich: Adresse,Dienstlich: Ort,Dienstlich: PLZ,Arbeitstitel,Abteilung,Organisation,Webseite 1,"
            "Geburtsjahr,Geburtsmonat,Geburtstag,Benutzerdef. 1,Notizen"
        ),
        {
            "Primäre E-Mail-Adresse": "email",
            "Tel. dienstlich": "phone.work",
            "Dienstlich: Ort": "city",
            "Privat: Ort": "home.city",
            "Geburtstag": "birthday.day",
            "Organisation": "company",
        },
    ),
    "HubSpot": (
        "people",
        (
            "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Associated Company,Associated Company IDs,"
            "Lead Status,Lifecycle Stage,Create Date (EDT)"
        ),
        {
            "Record ID": "external_id",
            "Contact owner": "owner",
            "Associated Company": "company",
            "Associated Company IDs": "company.id",
            "Lifecycle Stage": "lifecycle",
        },
    ),
    "Salesforce's users": (
        "members",
        "Id,Username,LastName,FirstName,Name,Email,IsActive",
        {"Name": "name", "Email": "email", "IsActive": "active"},
    ),
    "Zoho's companies": (
        "companies",
        "Record Id,Account Owner.id,Account Owner,Account Name,Phone,Billing Street,Billing City,Billing Code,Tag",
        {"Billing Code": "postal_code", "Tag": "tags"},
    ),
    "Zoho's deals": (
        "deals",
        "Record Id,Deal Owner,Amount,Deal Name,Closing Date,Account Name.id,Account Name,Contact Name.id,Contact Name",
        {"Account Name.id": "company.id", "Contact Name.id": "person.id"},
    ),
    "SuiteCRM's deals": (
        "deals",
        (
            "Opportunity Name,ID,Account Name,Account ID,Currency,Opportunity Amount,Sales Stage,Expected Close Date,"
            "Assigned User Name,Assigned to"
        ),
        {"Opportunity Amount": "amount", "Currency": None, "Assigned User Name": "owner", "Assigned to": None},
    ),
    "SuiteCRM's companies": (
        "companies",
        "Name,ID,Website,Office Phone,Billing Street,Billing City,Assigned User Name,Assigned to",
        {"Assigned User Name": "owner", "Assigned to": None, "Billing Street": "street"},
    ),
    "Salesforce": (
        "deals",
        "Id,IsDeleted,AccountId,Name,Description,StageName,Amount,Probability,CloseDate,Type,LeadSource,IsClosed",
        {"Id": "external_id", "AccountId": "company.id", "Name": "title", "StageName": "stage", "Amount": "amount"},
    ),
    "Zoho": (
        "people",
        (
            "Record Id,First Name,Last Name,Account Name,Email,Phone,Mobile,Contact Owner,Lead Source,Mailing Street,"
            "Mailing City,Mailing State,Mailing Zip,Mailing Country,Description"
        ),
        {"Account Name": "company", "Contact Owner": "owner", "Mailing Zip": "postal_code", "Description": "notes"},
    ),
    "Pipedrive": (
        "deals",
        (
            "Deal - ID,Deal - Title,Deal - Value,Deal - Currency of Value,Deal - Stage,Deal - Status,Deal - Owner,"
            "Deal - Organization,Deal - Contact person,Deal - Expected close date,Deal - Lost reason"
        ),
        {
            "Deal - Title": "title",
            "Deal - Value": "amount",
            "Deal - Currency of Value": "currency",
            "Deal - Status": "outcome",
            "Deal - Organization": "company",
            "Deal - Contact person": "person",
        },
    ),
    "SuiteCRM": (
        "people",
        (
            "ID,First Name,Last Name,Job Title,Account Name,Email Address,Office Phone,Mobile,Primary Address Street,"
            "Primary Address City,Primary Address State,Primary Address Postal Code,Primary Address Country,"
            "Alternate Address Street,Alternate Address City,Do Not Call,Assigned User Name"
        ),
        {
            "Office Phone": "phone.work",
            "Primary Address Street": "street",
            "Alternate Address City": "address.2.city",
            "Do Not Call": "consent.phone",
            "Assigned User Name": "owner",
        },
    ),
    "EspoCRM": (
        "people",
        (
            "First Name,Last Name,Account Name,Account Title,Email,Phone,Address Street,Address City,"
            "Address Postal Code,"
            "Address Country,Assigned User"
        ),
        {
            "Account Name": "company",
            "Address Postal Code": "postal_code",
            "Address Street": "street",
            "Assigned User": "owner",
            "Email": "email",
        },
    ),
    "Odoo": (
        "contacts",
        (
            "Name,Company Type,Related Company,Address type,Customer Rank,Supplier Rank,Street,Street2,City,State,Zip,"
            "Country,Job Position,Phone,Mobile,Email,Website,Tax ID,Notes,Tags"
        ),
        {
            "Company Type": "kind",
            "Job Position": "job_title",
            "Related Company": "company",
            "Tax ID": "vat_id",
            "State": "region",
        },
    ),
    "Monica": (
        "people",
        "first_name,middle_name,last_name,nickname,description,is_starred,job,company,email,phone",
        {"first_name": "given_name", "middle_name": "additional_names", "job": "job_title", "description": "notes"},
    ),
    "Shopify": (
        "people",
        (
            "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,"
            "Default Address Address1,Default Address Address2,Default Address City,Default Address Province Code,"
            "Default Address Country Code,Default Address Zip,Default Address Phone,Phone,Accepts SMS Marketing,"
            "Total Spent,Total Orders,Note,Tax Exempt,Tags"
        ),
        {
            "Customer ID": "external_id",
            "Default Address Company": "company",
            "Default Address Address1": "street",
            "Default Address Address2": "street.2",
            "Default Address City": "city",
            "Default Address Province Code": "region",
            "Default Address Country Code": "country",
            "Default Address Zip": "postal_code",
            "Default Address Phone": "phone.other",
            "Phone": "phone",
            "Accepts SMS Marketing": "consent.message",
            "Total Spent": None,
        },
    ),
    "Mailchimp": (
        "people",
        (
            "Email Address,First Name,Last Name,Address,Phone Number,Birthday,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,"
            "CONFIRM_TIME,CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,"
            "TAGS"
        ),
        {"REGION": "region", "Birthday": "birthday", "MEMBER_RATING": None, "TAGS": "tags"},
    ),
    "QuickBooks": (
        "companies",
        (
            "Customer,Balance,Balance Total,Company,First Name,Last Name,Primary Contact,Main Phone,Fax,Alt. Phone,"
            "Job Title,Main Email,Bill to 1,Bill to 2,Bill to City,Bill to State,Bill to Zip,Customer Type,Terms"
        ),
        {
            "Customer": "name",
            "Company": "legal_name",
            "Primary Contact": "person",
            "Main Phone": "phone",
            "Main Email": "person.email",
            "Bill to City": "city",
        },
    ),
}


def understood(path: Path, place: Place) -> Understood:
    found = understand(Source(path), place)
    found.table.close()
    return found


@pytest.mark.parametrize("program", EXPORTS)
def test_an_export_is_known_by_its_columns(tmp_path: Path, place: Place, program: str) -> None:
    kind, header, places = EXPORTS[program]
    path = tmp_path / "export.csv"
    path.write_text(f"{header}\n{','.join('x' for _column in header.split(','))}\n", encoding="utf-8")
    found = understood(path, place)
    assert found.kind == kind
    assert program.split(" ")[0].removesuffix("'s") in found.reasons["kind"]
    assert {column: found.places[column] for column in places} == places
