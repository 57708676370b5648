"""What is held of people, and what was erased of it."""

from crm_desktop.contacts.actions import add_contact
from crm_desktop.contacts.consent import record_consent
from crm_desktop.privacy.erased import erased_acts
from crm_desktop.privacy.erasing import erase_contact
from crm_desktop.privacy.held import Permitted, held
from crm_desktop.schema.forms import Stored
from crm_desktop.workspace import Workspace
from tests.conftest import MovedClock


def note(workspace: Workspace, contact: bytes, state: str, at: int, purpose: str = "news") -> None:
    values: dict[str, Stored] = {
        "contact": contact,
        "channel": "email",
        "purpose": purpose,
        "state": state,
        "source": "form",
        "at": at,
    }
    record_consent(workspace.journal, values)


def test_people_are_counted_by_what_their_newest_consent_allows(workspace: Workspace) -> None:
    journal = workspace.journal
    ada, ben, cleo, dan = (add_contact(journal, "person", {"name": each}) for each in ("Ada", "Ben", "Cleo", "Dan"))
    acme = add_contact(journal, "company", {"name": "Acme"})
    note(workspace, ada, "withdrawn", 1)
    note(workspace, ada, "given", 2)
    note(workspace, ben, "given", 1)
    note(workspace, ben, "withdrawn", 2, "offers")
    note(workspace, acme, "given", 1)
    note(workspace, dan, "given", 1)
    with journal.transaction("Ask Dan no more") as tx:
        tx.update("contact", dan, {"do_not_contact": 1})
    with workspace.reader() as reader:
        found = held(reader)
    assert (found.people, found.companies) == (4, 1)
    assert found.channels == {"email": Permitted(given=1, refused=2)}
    assert cleo not in (ada, ben, dan)


def test_each_kind_of_record_with_personal_fields_is_told_with_its_count(workspace: Workspace) -> None:
    add_contact(workspace.journal, "person", {"name": "Ada", "email": "ada@ada.example"})
    with workspace.reader() as reader:
        kinds = {each.label: each for each in held(reader).kinds}
    assert kinds["People and companies"].records == 1
    assert {"Name", "Birthday", "Email"} <= set(kinds["People and companies"].fields)
    assert "Tags" not in kinds["People and companies"].fields
    assert "Deals" not in kinds
    assert kinds["Phone numbers, emails and addresses"].records == 1
    assert "Contact point" not in kinds


def test_an_erasure_is_told_with_when_and_by_whom_but_not_of_whom(workspace: Workspace, clock: MovedClock) -> None:
    dana = add_contact(workspace.journal, "person", {"name": "Dana", "email": "dana@dana.example"})
    with workspace.reader() as reader:
        assert erased_acts(reader) == []
    clock.move(hours=1)
    done = erase_contact(workspace, dana, "asked us to")
    with workspace.reader() as reader:
        (act,) = erased_acts(reader)
    assert (act.records, act.contacts, act.waiting, act.confirmed) == (done.records, 1, 0, 0)
    assert act.at == workspace.journal.clock().replace(microsecond=act.at.microsecond)
    assert act.member == workspace.member_name
    assert "Dana" not in repr(act)
