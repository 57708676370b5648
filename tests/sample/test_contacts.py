"""The people and companies of the sample are nobody's, and can be told apart."""

import json

import pytest
from rapidfuzz import fuzz, process

from crm_desktop.sample.dice import Dice
from crm_desktop.sample.tax_ids import vat_id
from crm_desktop.sample.texts import sample_text
from crm_desktop.values.email import normal_email
from crm_desktop.values.names import compose_name, fold
from crm_desktop.values.phone import normal_phone
from crm_desktop.values.postal_code import valid_postal_code
from crm_desktop.values.tax_id import valid_vat_id
from crm_desktop.values.web import normal_url
from tests.conftest import SHARED_DATA
from tests.sample.made import Sample

TOO_ALIKE = 90


@pytest.mark.parametrize("kind", ["company", "person"])
def test_no_two_names_are_alike(sample: Sample, kind: str) -> None:
    names = [fold(row[0]) for row in sample.rows("SELECT name FROM contact WHERE kind = ?", kind)]
    alike = [
        (name, other)
        for at, name in enumerate(names)
        for other, _score, _at in process.extract(
            name, names[at + 1 :], scorer=fuzz.ratio, score_cutoff=TOO_ALIKE, limit=None
        )
    ]
    assert alike == []


def test_no_name_comes_from_real_data(sample: Sample) -> None:
    if not SHARED_DATA.is_dir():
        pytest.skip("the real data to compare with is not here")
    real = "\n".join(fold(path.read_text("utf-8", "ignore")) for path in sorted(SHARED_DATA.rglob("*.csv")))
    companies = [row[0] for row in sample.rows("SELECT name FROM contact WHERE kind = 'company'")]
    own = [row[0] for row in sample.rows("SELECT name FROM member UNION ALL SELECT name FROM product")]
    assert [name for name in (*companies, *own) if fold(name) in real] == []


def test_names_are_composed_of_their_parts(sample: Sample) -> None:
    people = sample.rows(
        "SELECT name, coalesce(prefix, ''), given_name, coalesce(additional_names, ''), family_name, '' "
        "FROM contact WHERE kind = 'person'"
    )
    assert all(name == compose_name(*parts) for name, *parts in people)


def test_domains_belong_to_nobody(sample: Sample) -> None:
    emails = [row[0] for row in sample.rows("SELECT value FROM contact_point WHERE kind = 'email'")]
    websites = [row[0] for row in sample.rows("SELECT website FROM contact WHERE website NOTNULL")]
    assert all(each.endswith(".example") for each in (*emails, *websites))


def test_points_are_kept_in_their_normal_form(sample: Sample) -> None:
    for kind, value, normal in sample.rows("SELECT kind, value, normal FROM contact_point WHERE kind <> 'address'"):
        assert normal == (normal_email(value) if kind == "email" else normal_phone(value, "US"))
    assert all(url == normal_url(url) for (url,) in sample.rows("SELECT website FROM contact WHERE website NOTNULL"))


def test_nobody_shares_a_number_or_an_address_of_mail(sample: Sample) -> None:
    assert sample.rows("SELECT normal FROM contact_point WHERE kind <> 'address' GROUP BY 1 HAVING count(*) > 1") == []


def test_numbers_with_an_extension_are_read_as_they_are_stored() -> None:
    assert normal_phone("+1 503-555-0142 ext. 230", "US") == "+15035550142;ext=230"


def test_postal_codes_and_vat_ids_are_valid_where_they_are(sample: Sample) -> None:
    codes = sample.rows("SELECT DISTINCT postal_code, country FROM contact_point WHERE kind = 'address'")
    assert [each for each in codes if not valid_postal_code(*each)] == []
    told = sample.rows(
        "SELECT c.vat_id, p.country FROM contact c JOIN contact_point p ON p.contact = c.id AND p.kind = 'address' "
        "WHERE c.vat_id NOTNULL"
    )
    assert len(told) > 20
    assert [each for each in told if not valid_vat_id(*each)] == []


@pytest.mark.parametrize("country", sample_text("places"))
def test_made_up_vat_ids_are_valid_in_every_country(country: str) -> None:
    dice = Dice(7, country)
    made = {vat_id(dice, country) for _number in range(200)}
    assert len(made) > 190
    assert [each for each in made if not valid_vat_id(each, country)] == []


def test_everybody_has_one_main_email_and_most_a_phone(sample: Sample) -> None:
    main = sample.rows("SELECT contact FROM contact_point WHERE kind = 'email' AND is_primary = 1")
    assert len(main) == len(set(main)) == sample.one("SELECT count(*) FROM contact")
    assert sample.one("SELECT count(*) FROM contact_point WHERE kind = 'phone' AND is_primary = 1") > 700


def test_who_has_a_phone_has_a_main_one(sample: Sample) -> None:
    mains = sample.rows("SELECT sum(is_primary) FROM contact_point WHERE kind = 'phone' GROUP BY contact")
    assert {row[0] for row in mains} == {1}


def test_companies_are_of_many_countries_sectors_and_standings(sample: Sample) -> None:
    assert sample.one("SELECT count(DISTINCT country) FROM contact_point") == len(sample_text("places"))
    assert sample.one("SELECT count(DISTINCT sector) FROM contact") >= 8
    assert sample.one("SELECT count(*) FROM contact WHERE parent NOTNULL") >= 5
    assert {row[0] for row in sample.rows("SELECT DISTINCT rating FROM contact")} == {None, "A", "B", "C"}
    roles = {
        role for (text,) in sample.rows("SELECT roles FROM contact WHERE roles NOTNULL") for role in json.loads(text)
    }
    assert {"customer", "prospect", "supplier", "partner", "competitor"} <= roles


def test_some_birthdays_lack_their_year_and_some_are_this_week(sample: Sample) -> None:
    days = [row[0] for row in sample.rows("SELECT birthday FROM contact WHERE birthday NOTNULL")]
    assert 20 < sum(day.startswith("--") for day in days) < len(days)
    assert any("-05-14" <= day[-6:] <= "-05-20" for day in days)


def test_nobody_is_related_to_themselves(sample: Sample) -> None:
    assert sample.one("SELECT count(*) FROM relationship WHERE from_contact = to_contact") == 0
    assert sample.one("SELECT count(*) FROM contact WHERE parent = id") == 0
    assert (
        sample.one("SELECT count(*) FROM affiliation a JOIN contact c ON c.id = a.person AND c.company = a.company")
        == 0
    )
