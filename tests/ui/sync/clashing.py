"""A record whose fields were changed on another computer at the same time."""

from typing import Any

from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.schema.contacts import CONTACT
from crm_desktop.store.sites import new_site
from crm_desktop.sync.apply import apply_answers
from crm_desktop.workspace import Workspace

HERE = {"job_title": "Head of purchasing", "nickname": "Dana", "notes": "Called about the quote."}
THERE = {"job_title": "Buyer", "nickname": "Dee", "notes": "Wants two more samples."}


def clashing_person(workspace: Workspace, name: str = "Dana Whitfield", *fields: str) -> bytes:
    """Return a person whose `fields` hold HERE's values, while THERE's were written by Reed on another laptop."""
    journal = workspace.journal
    wanted = fields or ("job_title",)
    record = add_contact(journal, "person", {"name": name, "job_title": "Assistant"})
    edit_contact(journal, record, {each: HERE[each] for each in wanted})
    connection = journal.store.writer
    with journal.transaction("Add Reed") as tx:
        reed = tx.insert("member", {"name": "Reed Clapper"})
    site = new_site()
    step = connection.execute("SELECT hlc, at FROM step ORDER BY seq DESC LIMIT 1").fetchone()
    conflicts: list[list[Any]] = []
    for each in wanted:
        field = CONTACT.by_name[each].number
        mine = connection.execute(
            "SELECT hlc, site FROM fclock WHERE tbl = ? AND fld = ? AND rid = (SELECT rid FROM contact WHERE id = ?)",
            (CONTACT.number, field, record),
        ).fetchone()
        lost = [THERE[each], mine[0] - 1, site]
        conflicts.append([CONTACT.number, record.hex(), field, HERE[each], *mine, *lost, "edit"])
    answer = {
        "steps": [[site, conflicts[0][4] - 1, reed.hex(), step[1], "Edit contact", None, 1]],
        "conflicts": conflicts,
    }
    with journal.receiving() as incoming:
        apply_answers(incoming, [answer], 0)
    connection.execute(
        "INSERT OR REPLACE INTO device(site, member, name) VALUES (?, ?, ?)", (site, reed, "Reed's laptop")
    )
    return record
