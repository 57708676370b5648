"""What cannot be merged is refused in words."""

import pytest

from crm_desktop.contacts.actions import remove_contacts
from crm_desktop.contacts.merge_plan import MergeChoices
from crm_desktop.contacts.merging import merge_contacts
from crm_desktop.errors import CrmError, WrongUsage
from crm_desktop.journal.journal import Journal
from tests.contacts.test_merging import company, person


def test_a_person_and_a_company_cannot_be_merged(journal: Journal) -> None:
    with pytest.raises(CrmError, match="never the same"):
        merge_contacts(journal, company(journal, "Acme"), [person(journal, "Dana Whitfield")])


def test_what_lies_in_the_bin_cannot_be_merged(journal: Journal) -> None:
    one, other = company(journal, "Acme"), company(journal, "ACME")
    remove_contacts(journal, [other])
    with pytest.raises(CrmError, match="in the bin"):
        merge_contacts(journal, one, [other])


def test_nobody_is_merged_with_themselves(journal: Journal) -> None:
    one = company(journal, "Acme")
    with pytest.raises(CrmError, match="two different"):
        merge_contacts(journal, one, [one])


@pytest.mark.parametrize("field", ["colour", "merged_into", "external_ids"])
def test_a_field_that_no_merge_can_choose_is_named(journal: Journal, field: str) -> None:
    one, other = company(journal, "Acme"), company(journal, "ACME")
    with pytest.raises(WrongUsage, match=field):
        merge_contacts(journal, one, [other], MergeChoices({field: other}))
