"""How the exports of well-known programs name their columns, where the usual words would mislead or do not reach.

Each preset is known by columns that only its program writes together; its lines name places as `contact_words` does,
and with `-` what goes nowhere, though it is called as other things are. A further note keeps the name of its column as
its label.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from crm_desktop.exchange.outlook_words import OUTLOOK
from crm_desktop.exchange.word_lines import word_lines
from crm_desktop.values.names import fold_key

NOWHERE = "-"


class Preset(NamedTuple):
    """A `program` whose exports of `kind` have all of the columns `needs`, and which of its columns goes where."""

    program: str
    kind: str
    needs: tuple[str, ...]
    lines: str

    @property
    def places(self) -> dict[str, str]:
        """The place of each column, by the letters and digits of its name."""
        return {fold_key(word): place for place, words in word_lines(self.lines) for word in words}


_PIPEDRIVE_POINTS = """
street: {of} - address, {of} - full/combined address of address, {of} - street/road name of address
city: {of} - city/town/village/locality of address
region: {of} - state/county of address
postal_code: {of} - zip/postal code of address
country: {of} - country of address
external_id: {of} - id
owner: {of} - owner
tags: {of} - labels, {of} - label
notes: {of} - notes
name: {of} - name
"""
_SUITE_POINTS = """
phone.work: office phone, phone work
phone.other: other phone, alternate phone
street: primary address street, billing address street, billing street
city: primary address city, billing address city, billing city
region: primary address state, billing address state, billing state
postal_code: primary address postal code, primary address postalcode, billing address postal code, billing postal code
country: primary address country, billing address country, billing country
address.2.street: alternate address street, alternate street, shipping address street, shipping street
address.2.city: alternate address city, shipping address city, shipping city
address.2.region: alternate address state, shipping address state
address.2.postal_code: alternate address postal code, alternate address postalcode, shipping address postal code
address.2.country: alternate address country, shipping address country, shipping country
owner: assigned user name, assigned user
-: assigned to
"""
PRESETS = (
    Preset(
        "Google Contacts",
        "people",
        ("given name", "e-mail 1 - value"),
        "tags: group membership\nnickname: nickname\njob_title: organization 1 - title\nnote.81: occupation",
    ),
    Preset("Google Contacts", "people", ("labels", "e-mail 1 - value"), "tags: labels\nphoto: photo"),
    Preset("Outlook", "people", ("e-mail address", "business phone", "home phone"), OUTLOOK),
    Preset("Outlook", "people", ("e-mail-adresse", "telefon geschäftlich"), OUTLOOK),
    Preset("Outlook", "people", ("prénom", "téléphone (bureau)", "rue (bureau)"), OUTLOOK),
    Preset("Outlook", "people", ("apellidos", "teléfono del trabajo", "calle del trabajo"), OUTLOOK),
    Preset("Outlook", "people", ("cognome", "indirizzo posta elettronica", "via (uff.)"), OUTLOOK),
    Preset("LinkedIn", "people", ("connected on", "position"), "social.1: url\ncompany: company"),
    Preset(
        "Thunderbird",
        "people",
        ("display name", "primary email", "screen name"),
        """
message.1: screen name
website: web page 1
url.2: web page 2
note.1: custom 1
note.2: custom 2
note.3: custom 3
note.4: custom 4
""",
    ),
    Preset(
        "Thunderbird",
        "people",
        ("anzeigename", "primäre e-mail-adresse"),
        """
name: anzeigename
email: primäre e-mail-adresse
email.other: sekundäre e-mail-adresse
message.1: messenger-name
phone.work: tel. dienstlich
phone.home: tel. privat
phone.fax: fax-nummer, fax
phone.mobile: mobil-tel.-nr., mobil
phone.2: pager-nummer, pager
street: dienstlich: adresse
street.2: dienstlich: adresse 2
city: dienstlich: ort
region: dienstlich: bundesland
postal_code: dienstlich: plz
country: dienstlich: land
home.street: privat: adresse
home.city: privat: ort
home.region: privat: bundesland
home.postal_code: privat: plz
home.country: privat: land
job_title: arbeitstitel
company: organisation
website: webseite 1
url.2: webseite 2
birthday.year: geburtsjahr
birthday.month: geburtsmonat
birthday.day: geburtstag
note.1: benutzerdef. 1
note.2: benutzerdef. 2
note.3: benutzerdef. 3
note.4: benutzerdef. 4
""",
    ),
    Preset(
        "HubSpot",
        "people",
        ("record id", "contact owner", "lifecycle stage"),
        "company.id: associated company ids, associated company id\nlifecycle: lifecycle stage",
    ),
    Preset(
        "HubSpot", "companies", ("record id", "company owner"), "street: street address\nwebsite: company domain name"
    ),
    Preset(
        "HubSpot",
        "deals",
        ("record id", "deal name", "deal stage"),
        "company.id: associated company ids\nperson.id: associated contact ids\nclosed_on: close date",
    ),
    Preset(
        "Salesforce",
        "deals",
        ("stagename", "closedate", "accountid"),
        "stage: stagename\ntitle: name\nnote: description\nsource: leadsource\nowner: owner.name",
    ),
    Preset(
        "Salesforce",
        "tickets",
        ("casenumber", "origin"),
        "number: casenumber\nchannel: origin\nopened_at: createddate\nsolved_at: closeddate\nkind: type",
    ),
    Preset(
        "Salesforce",
        "activities",
        ("whoid", "activitydate"),
        "person.id: whoid\nabout.id: whatid\nat: activitydate, activitydatetime\nbody: description\n"
        "kind: tasksubtype, type",
    ),
    Preset("Salesforce", "members", ("username", "isactive"), "name: name\nactive: isactive"),
    Preset(
        "Zoho",
        "people",
        ("contact owner", "account name", "mailing street"),
        """
external_id: record id, contact id
tags: tag
message.1: skype id
social.1: twitter
address.2.street: other street
address.2.city: other city
address.2.region: other state
address.2.postal_code: other zip
address.2.country: other country
""",
    ),
    Preset(
        "Zoho",
        "companies",
        ("account owner", "account name", "billing street"),
        """
external_id: record id, account id
tags: tag
postal_code: billing code
address.2.street: shipping street
address.2.city: shipping city
address.2.region: shipping state
address.2.postal_code: shipping code
address.2.country: shipping country
""",
    ),
    Preset(
        "Zoho",
        "deals",
        ("deal owner", "deal name", "closing date"),
        "closed_on: closing date\nopened_on: created time\ntags: tag\nexternal_id: record id, deal id\n"
        "lost_reason: reason for loss",
    ),
    Preset(
        "Pipedrive",
        "people",
        ("person - name",),
        """
given_name: person - first name
family_name: person - last name
email.work: person - email - work
email.home: person - email - home
email.other: person - email - other
phone.work: person - phone - work
phone.home: person - phone - home
phone.mobile: person - phone - mobile
phone.other: person - phone - other
company: person - organization, organization - name
job_title: person - job title
birthday: person - birthday
"""
        + _PIPEDRIVE_POINTS.format(of="person"),
    ),
    Preset("Pipedrive", "companies", ("organization - name",), _PIPEDRIVE_POINTS.format(of="organization")),
    Preset(
        "Pipedrive",
        "deals",
        ("deal - title",),
        """
title: deal - title
amount: deal - value
currency: deal - currency of value
stage: deal - stage
pipeline: deal - pipeline
outcome: deal - status
probability: deal - probability
opened_on: deal - deal created
expected_on: deal - expected close date
closed_on: deal - deal closed on, deal - won time
closed_on.2: deal - lost time
lost_reason: deal - lost reason
company: deal - organization
person: deal - contact person
owner: deal - owner
external_id: deal - id
tags: deal - label
""",
    ),
    Preset(
        "SuiteCRM", "people", ("primary address street", "last name"), _SUITE_POINTS + "job_title: job title, title"
    ),
    Preset("SuiteCRM", "companies", ("billing address street", "name"), _SUITE_POINTS),
    Preset("SuiteCRM", "companies", ("billing street", "assigned user name"), _SUITE_POINTS),
    Preset(
        "SuiteCRM",
        "deals",
        ("opportunity name", "sales stage", "assigned user name"),
        # its currency is the id of one, which only that program knows
        "amount: opportunity amount\nowner: assigned user name\n-: currency, assigned to",
    ),
    Preset("EspoCRM", "people", ("assigned user", "account name", "address street"), _SUITE_POINTS),
    Preset("EspoCRM", "companies", ("assigned user", "billing address street"), _SUITE_POINTS),
    Preset(
        "QuickBooks",
        "companies",
        ("customer", "balance total"),
        """
name: customer
legal_name: company
person: primary contact
person.job_title: job title
person.email: main email
phone: main phone
phone.other: alt. phone
street: bill to 1, bill to street1
street.2: bill to 2, bill to street2
city: bill to city
region: bill to state
postal_code: bill to zip
country: bill to country
""",
    ),
    Preset(
        "QuickBooks",
        "companies",
        ("customer full name", "open balance"),
        """
name: company name, customer full name
phone: phone numbers, phone
street: bill address, billing street
city: billing city
region: billing state
postal_code: billing zip
country: billing country
""",
    ),
    Preset(
        "Shopify",
        "people",
        ("accepts email marketing", "default address address1"),
        """
company: default address company
street: default address address1
street.2: default address address2
city: default address city
region: default address province code
postal_code: default address zip
country: default address country code
phone.other: default address phone
""",
    ),
    Preset("Mailchimp", "people", ("member_rating", "optin_time"), "country: cc\nregion: region"),
    Preset(
        "Monica",
        "people",
        ("first_name", "last_name", "is_starred"),
        "additional_names: middle_name\nnotes: description\nnote.1: food_preferences\njob_title: job",
    ),
    Preset(
        "Odoo",
        "contacts",
        ("company type", "related company"),
        "kind: company type\ncompany: related company\nvat_id: tax id\nregion: state\ntags: tags\n"
        "job_title: job position\nowner: salesperson",
    ),
)


@lru_cache(64)
def preset_of(columns: tuple[str, ...]) -> Preset | None:
    """Return the preset of the program that wrote a table with `columns`, or None; the most telling one wins."""
    keys = {fold_key(column) for column in columns}
    fitting = [each for each in PRESETS if keys.issuperset(map(fold_key, each.needs))]
    return max(fitting, key=lambda each: len(each.needs), default=None)


def preset_places(columns: Sequence[str], kind: str) -> tuple[str, dict[str, str]]:
    """Return the program that `columns` of rows of `kind` are from, and the places of those that its preset knows."""
    preset = preset_of(tuple(columns))
    if preset is None or preset.kind != kind:
        return "", {}
    places = preset.places
    return preset.program, {column: places[key] for column in columns if (key := fold_key(column)) in places}
