"""A person who is erased is gone from every page of the file, and stays so."""

import io
import threading
import time
from random import Random

import pytest

from crm_desktop.activities.actions import add_task, log_interaction
from crm_desktop.contacts.actions import add_contact, edit_contact, remove_contacts
from crm_desktop.contacts.merging import merge_contacts
from crm_desktop.errors import CrmError, InvalidField, MayNotErase, UnknownRecord
from crm_desktop.jobs import Progress
from crm_desktop.journal.history import history_page, record_history
from crm_desktop.journal.ids import new_id
from crm_desktop.journal.pins import PINNED, Pin, pins, toggle_pin
from crm_desktop.journal.undo import undo_last, undo_step
from crm_desktop.privacy.erasing import Erasure, erase_contact, erase_rows
from crm_desktop.privacy.preview import preview
from crm_desktop.privacy.told import Fate, told_preview
from crm_desktop.products.purchases import add_purchase
from crm_desktop.safekeeping import back_up_workspace, restore_workspace
from crm_desktop.search.queries import search
from crm_desktop.store.file_store import FILES
from crm_desktop.sync.ledger import is_purge_due
from crm_desktop.vault.secret import raw_key
from crm_desktop.workspace import DATABASE, Workspace, opened_with
from tests.conftest import MovedClock
from tests.privacy.pages import holds

WORD = "Zyqqomarine"
WHY = "asked us to"


def traces(workspace: Workspace) -> list[str]:
    """Return which files of `workspace` hold the word in any of their pages."""
    keys = {DATABASE: raw_key(workspace.secret), FILES: raw_key(workspace.secret, FILES)}
    return [name for name, key in keys.items() if holds(workspace.folder / name, key, WORD)]


def a_life(workspace: Workspace) -> tuple[bytes, bytes]:
    """Add Dana with all that may be kept of a person, and her company; return their ids."""
    journal = workspace.journal
    at = int(journal.clock().timestamp() * 1000)
    oak = add_contact(journal, "company", {"name": "Oak Cabinets"})
    dana = add_contact(
        journal, "person", {"name": f"Dana {WORD}", "phone": "+1 555 019 0200", "company": oak, "notes": WORD * 90}
    )
    bob = add_contact(journal, "person", {"name": "Bob Fields"})
    edit_contact(journal, dana, {"job_title": f"Head of {WORD}", "email": f"{WORD}@oak.example"})
    edit_contact(journal, dana, {"job_title": "Buyer"})
    log_interaction(journal, {"kind": "email", "subject": WORD, "body": f"Dear {WORD}", "person": dana, "at": at})
    log_interaction(journal, {"kind": "call", "subject": "With both", "person": bob, "at": at}, others=[dana])
    add_task(journal, {"title": f"Call {WORD}", "person": dana})
    add_purchase(journal, {"customer": dana, "description": "Sail", "unit_price": 5000, "currency": "USD"})
    kept = workspace.files.keep(io.BytesIO(f"passport of {WORD}".encode()))
    with journal.transaction(f"Keep the passport of Dana {WORD}") as tx:
        tx.insert("attachment", {"name": f"{WORD}.txt", "hash": kept.hash.hex(), "contact": dana, "text": WORD})
        deal = tx.insert("deal", {"title": "Kitchen", "person": dana, "company": oak, "amount": 100, "currency": "USD"})
        tx.insert("deal_contact", {"deal": deal, "contact": dana, "role": WORD})
        tx.insert("known_fact", {"contact": dana, "text": f"{WORD} sails", "source": WORD})
        tx.insert("promise", {"person": dana, "text": f"Send {WORD} the plan"})
        tx.insert("consent", {"contact": dana, "purpose": "news", "channel": "email", "state": "given", "at": at,
                              "source": WORD})  # fmt: skip
        tx.insert("relationship", {"from_contact": bob, "to_contact": dana, "kind": "knows", "note": WORD})
        tx.insert("ticket", {"number": "T-1", "subject": WORD, "contact": dana, "kind": "question", "opened_at": at})
    toggle_pin(journal, PINNED, Pin(f"Dana {WORD}", "contact", dana, {}))
    with journal.transaction(f"Look at Dana {WORD} again") as tx:
        tx.update("contact", bob, {"nickname": "Bobby"})
    remove_contacts(journal, [add_contact(journal, "person", {"name": "Nobody"})])
    return dana, oak


def test_no_page_holds_anything_of_an_erased_person(workspace: Workspace) -> None:
    dana, _oak = a_life(workspace)
    assert traces(workspace) == [DATABASE, FILES]
    done = erase_contact(workspace, dana, WHY)
    assert done.waits is False
    assert traces(workspace) == []
    with workspace.reader() as reader:
        assert search(reader, WORD, workspace.place).hits == []
        assert pins(reader, workspace.journal.member, PINNED, {"contact": "contact"}) == []
        assert record_history(reader, dana) == []
        assert not is_purge_due(reader)
    assert workspace.files.contents() == []
    workspace.close()
    assert traces(workspace) == []


def test_what_others_took_part_in_and_what_the_books_need_stays_without_the_person(workspace: Workspace) -> None:
    dana, oak = a_life(workspace)
    erase_contact(workspace, dana, WHY)
    with workspace.reader() as reader:
        assert reader.execute("SELECT subject FROM interaction").fetchall() == [("With both",)]
        for table in ("participant", "task", "promise", "ticket", "consent", "relationship", "deal_contact"):
            assert reader.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table
        assert reader.execute("SELECT title, person, company FROM deal").fetchall() == [("Kitchen", None, oak)]
        assert reader.execute("SELECT description, customer FROM purchase").fetchall() == [("Sail", None)]


def test_pages_that_were_split_and_an_index_that_was_loaded_keep_nothing(workspace: Workspace) -> None:
    chance = Random(4)
    journal = workspace.journal
    with journal.transaction("Import") as tx:
        named = [f"{WORD} {number}" if number % 50 == 0 else f"Plain {number}" for number in range(3000)]
        rows = [(chance.randbytes(16), "person", name) for name in named]
        tx.insert_many("contact", ("id", "kind", "name"), rows)
    ours = [record for record, _kind, name in rows if WORD in name]
    for _number in range(150):
        long = WORD * chance.randint(1, 90)
        edit_contact(journal, chance.choice(ours), {"notes": long})
        edit_contact(journal, chance.choice(rows)[0], {"notes": "more " * chance.randint(1, 200)})
    keep, *others = ours
    merge_contacts(journal, keep, others[:20])
    for each in [keep, *others[20:]]:
        erase_contact(workspace, each, WHY)
    with workspace.reader() as reader:
        left = reader.execute("SELECT count(*), sum(notes LIKE ?) FROM contact", (f"%{WORD}%",)).fetchone()
    assert left == (2940, 0)
    assert traces(workspace) == []


def test_the_history_tells_that_it_was_done_when_and_by_whom_and_takes_nothing_back(workspace: Workspace) -> None:
    dana, _oak = a_life(workspace)
    erase_contact(workspace, dana, WHY)
    with workspace.reader() as reader:
        (step, *_older) = history_page(reader)
    assert (step.label, step.member, step.total) == ("Erase a person for ever", "Anna Snelling", 0)
    with pytest.raises(CrmError, match="cannot be taken back"):
        undo_step(workspace.journal, step.step)
    undone = undo_last(workspace.journal)
    assert undone is not None
    assert undone.step < step.step
    assert traces(workspace) == []


def test_the_preview_tells_what_goes_what_stays_and_what_goes_later(workspace: Workspace) -> None:
    dana, _oak = a_life(workspace)
    with workspace.journal.transaction("Note") as tx:
        tx.insert("deal", {"title": f"Boat for Dana {WORD}", "amount": 1, "currency": "USD"})
    with workspace.reader() as reader:
        found = preview(reader, dana, workspace.place)
    assert found.refused == ""
    assert (found.name, found.company, found.shared) == (f"Dana {WORD}", False, False)
    assert all(found.going[name] == 1 for name in ("contact", "interaction", "task", "ticket", "attachment"))
    assert found.staying == {"deal": 1, "purchase": 1}
    assert [each.title for each in found.naming] == [f"Boat for Dana {WORD}"]
    told = list(told_preview(found, 2))
    assert [each.fate for each in told] == [Fate.GOES, Fate.STAYS, Fate.STAYS, Fate.LATER, Fate.LATER]
    assert [each.what for each in told[1:4]] == ["1 deal, 1 purchase", "1 text of other records", "2 backups"]
    done = erase_contact(workspace, dana, WHY)
    assert done.records == sum(found.going.values())


def test_a_restored_backup_has_the_erasure_repeated(workspace: Workspace, clock: MovedClock) -> None:
    dana, _oak = a_life(workspace)
    backup = back_up_workspace(workspace, now=clock()).path
    done = erase_contact(workspace, dana, WHY)
    workspace.close()
    assert restore_workspace(backup, workspace.folder, workspace.secret).erased_again == done.records
    restored = opened_with(workspace.folder, workspace.secret)
    with restored.reader() as reader:
        assert reader.execute("SELECT count(*) FROM contact WHERE id = ?", (dana,)).fetchone() == (0,)
    restored.close()
    assert traces(restored) == []


def test_an_erasure_that_was_stopped_half_way_is_finished_when_the_workspace_is_opened(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    dana, _oak = a_life(workspace)

    def stopped(_progress: Progress | None) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(workspace.store, "rewrite", stopped)
    with pytest.raises(KeyboardInterrupt):
        erase_contact(workspace, dana, WHY)
    assert workspace.has_erasures_due
    workspace.close_files()
    workspace.close()
    again = opened_with(workspace.folder, workspace.secret)
    with again.reader() as reader:
        assert not is_purge_due(reader)
    again.close()
    assert traces(again) == []


def test_without_a_reason_or_with_one_that_names_the_person_nothing_is_erased(workspace: Workspace) -> None:
    dana, _oak = a_life(workspace)
    for reason in ("", "  ", f"{WORD.lower()} asked us to", "x" * 2001):
        with pytest.raises(InvalidField) as refused:
            erase_contact(workspace, dana, reason)
        assert refused.value.field == "reason"
    with pytest.raises(UnknownRecord):
        erase_contact(workspace, bytes(16), WHY)
    with workspace.reader() as reader:
        assert reader.execute("SELECT count(*) FROM contact WHERE id = ?", (dana,)).fetchone() == (1,)


def test_who_may_only_read_erases_nobody(workspace: Workspace) -> None:
    dana, _oak = a_life(workspace)
    with workspace.journal.transaction("Member") as tx:
        workspace.act_as(tx.insert("member", {"name": "Ole", "role": "read_only"}))
    with pytest.raises(MayNotErase, match="only read"):
        erase_contact(workspace, dana, WHY)
    with workspace.reader() as reader:
        assert "only read" in preview(reader, dana, workspace.place).refused
        assert reader.execute("SELECT count(*) FROM contact WHERE id = ?", (dana,)).fetchone() == (1,)


def test_a_company_goes_with_its_jobs_and_its_people_stay(workspace: Workspace) -> None:
    dana, oak = a_life(workspace)
    with workspace.journal.transaction("Job") as tx:
        tx.insert("affiliation", {"person": dana, "company": oak, "job_title": "Buyer"})
    erase_contact(workspace, oak, WHY)
    with workspace.reader() as reader:
        (step, *_older) = history_page(reader)
        assert step.label == "Erase a company for ever"
        assert reader.execute("SELECT company FROM contact WHERE id = ?", (dana,)).fetchone() == (None,)
        assert reader.execute("SELECT count(*) FROM affiliation").fetchone() == (0,)
        assert reader.execute("SELECT count(*) FROM interaction").fetchone() == (2,)


def test_who_saves_all_the_time_never_waits_long_and_nothing_stays_once_he_rests(workspace: Workspace) -> None:
    dana, _oak = a_life(workspace)
    with workspace.journal.transaction("Import") as tx:
        rows = [(new_id(), "person", f"Plain {number}") for number in range(5000)]
        tx.insert_many("contact", ("id", "kind", "name"), rows)
    ended, waited = threading.Event(), list[float]()

    def save() -> None:
        while not ended.is_set():
            begun = time.monotonic()
            add_contact(workspace.journal, "person", {"name": f"Saved {len(waited)}"})
            waited.append(time.monotonic() - begun)

    saving = threading.Thread(target=save)
    saving.start()
    try:
        done = erase_contact(workspace, dana, WHY)
    finally:
        ended.set()
        saving.join()
    assert done.settled != workspace.has_erasures_due
    # a save takes some milliseconds, what it may wait for as many; the limit is for machines that do much else
    assert max(waited) < 2
    assert done.settled or workspace.finish_erasures() is True
    assert traces(workspace) == []
    with workspace.reader() as reader:
        assert reader.execute("SELECT count(*) FROM contact WHERE name LIKE 'Saved %'").fetchone() == (len(waited),)


def test_an_erasure_during_the_overwriting_of_another_is_overwritten_as_well(workspace: Workspace) -> None:
    dana, _oak = a_life(workspace)
    other = add_contact(workspace.journal, "person", {"name": f"Olga {WORD}"})
    erase_rows(workspace, dana, WHY)
    once: list[Erasure] = []

    def heard(_done: int, total: int) -> None:
        if total and not once:
            once.append(erase_rows(workspace, other, WHY))

    workspace.finish_erasures(Progress(heard))
    assert len(once) == 1
    assert workspace.has_erasures_due
    assert workspace.finish_erasures() is True
    assert traces(workspace) == []


def test_what_could_not_be_overwritten_is_when_the_workspace_is_closed(workspace: Workspace) -> None:
    dana, _oak = a_life(workspace)
    erase_rows(workspace, dana, WHY)
    assert traces(workspace) != []
    workspace.close()
    assert traces(workspace) == []
