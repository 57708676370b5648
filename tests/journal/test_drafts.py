"""What is typed and not saved is kept in the file, on this device alone."""

from crm_desktop.contacts.actions import add_contact
from crm_desktop.journal.drafts import Draft, keep_drafts, kept_drafts
from crm_desktop.journal.history import history_page
from crm_desktop.journal.ids import new_id
from crm_desktop.journal.journal import Journal
from crm_desktop.privacy.erasing import erase_contact
from crm_desktop.workspace import Workspace
from tests.privacy.test_erasing import WHY, WORD, traces


def test_drafts_are_there_until_they_are_dropped_and_leave_no_history(journal: Journal) -> None:
    with journal.store.reader() as reader:
        steps = len(history_page(reader))
    keep_drafts(journal, {"quick.": Draft({"text": "called Dana\nabout ☎"}, "Quick entry"), "goal": Draft({"a": "1"})})
    keep_drafts(journal, {"goal": Draft({"a": "12"})})
    with journal.store.reader() as reader:
        assert kept_drafts(reader) == {
            "quick.": Draft({"text": "called Dana\nabout ☎"}, "Quick entry"),
            "goal": Draft({"a": "12"}),
        }
        assert len(history_page(reader)) == steps
    keep_drafts(journal, {"goal": None})
    with journal.store.reader() as reader:
        assert list(kept_drafts(reader)) == ["quick."]


def test_erasing_a_person_erases_what_was_typed_about_them(workspace: Workspace) -> None:
    journal = workspace.journal
    dana = add_contact(journal, "person", {"name": f"Dana {WORD}"})
    jo = add_contact(journal, "person", {"name": "Jo Fields"})
    about = {
        f"entry.{dana.hex()}": Draft({"text": f"{WORD} wants two"}),
        f"entry.{jo.hex()}": Draft({"text": "met", "mentions": f'[["contact", "{dana.hex()}", "{WORD}", ""]]'}),
        "quick.": Draft({"text": f"called dana {WORD.lower()}"}),
        f"reply.{new_id().hex()}": Draft({"text": "Dear Jo"}, f"Reply to Dana {WORD}"),
        f"change.{jo.hex()}": Draft({"text": "Jo alone"}),
    }
    keep_drafts(journal, about)
    erase_contact(workspace, dana, WHY)
    with workspace.reader() as reader:
        assert list(kept_drafts(reader)) == [f"change.{jo.hex()}"]
    assert traces(workspace) == []


def test_what_is_still_being_typed_about_an_erased_person_is_not_kept(workspace: Workspace) -> None:
    dana = add_contact(workspace.journal, "person", {"name": "Dana Fields"})
    erase_contact(workspace, dana, WHY)
    keep_drafts(workspace.journal, {f"entry.{dana.hex()}": Draft({"text": "One more word"})})
    with workspace.reader() as reader:
        assert kept_drafts(reader) == {}
