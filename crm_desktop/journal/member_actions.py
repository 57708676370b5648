"""Members of the workspace: added, changed, put out of work and back; their records stay theirs."""

from collections.abc import Mapping
from typing import NamedTuple

from crm_desktop.errors import InvalidField
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.transaction import Stored, Transaction
from crm_desktop.schema.forms import stored_value
from crm_desktop.schema.ours import MEMBER
from crm_desktop.values.email import normal_email
from crm_desktop.values.names import clean_text, fold
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _

TYPED = ("name", "email", "job_title", "phone", "role")
OWNER = "owner"


class MemberRow(NamedTuple):
    """One member: `team` is what the team is called, `active` whether they work here now."""

    id: bytes
    name: str
    email: str
    job_title: str
    phone: str
    role: str
    team: str
    active: bool


def members(reader: Connection) -> list[MemberRow]:
    """Return all members by name, those who are active first."""
    found = reader.execute(
        "SELECT m.id, m.name, m.email, m.job_title, m.phone, m.role, t.name, coalesce(m.active, 1) FROM member m "
        "LEFT JOIN team t ON t.id = m.team WHERE m.removed_at IS NULL ORDER BY coalesce(m.active, 1) = 0, m.sort_name"
    )
    return [
        MemberRow(record, name, email or "", job or "", phone or "", role or "", team or "", bool(active))
        for record, name, email, job, phone, role, team, active in found
    ]


def team_names(reader: Connection) -> list[str]:
    """Return what the teams are called."""
    return [str(row[0]) for row in reader.execute("SELECT name FROM team WHERE removed_at IS NULL ORDER BY sort_name")]


def save_member(journal: Journal, member: bytes | None, typed: Mapping[str, str]) -> bytes:
    """Write what was `typed` of `member` (None: a new one), the team by its name; a new team is made.

    Return the id of the member. Raises InvalidField.
    """
    name = clean_text(typed.get("name", ""))
    label = _("Add member {name}") if member is None else _("Edit member {name}")
    with journal.transaction(label.format(name=name)) as tx:
        values: dict[str, Stored] = {
            each: stored_value(MEMBER.by_name[each], typed[each], journal.place) for each in TYPED if each in typed
        }
        if values.get("email"):
            values["email"] = normal_email(str(values["email"]))
        _check_name(tx, member, name)
        if "team" in typed:
            values["team"] = _team(tx, clean_text(typed["team"]))
        if member is None:
            return tx.insert("member", {**values, "active": 1})
        if values.get("role", OWNER) != OWNER:
            _keep_an_owner(tx, member, "role")
        tx.update("member", member, values)
        return member


def note_role(journal: Journal, member: bytes, role: str) -> None:
    """Write the `role` that the office server gave `member`; it has made sure that an owner stays."""
    with journal.transaction(_("Change rights of a member")) as tx:
        tx.update("member", member, {"role": role})


def set_active(journal: Journal, member: bytes, active: str) -> None:
    """Let `member` work here (`active` "yes") or no longer ("no"). Raises InvalidField.

    What they own stays theirs, and is handed over by hand. Nobody puts themselves out of work.
    """
    with journal.transaction(_("Activate member") if active == "yes" else _("Deactivate member")) as tx:
        if active != "yes":
            if member == journal.member:
                raise InvalidField("active", _("You cannot deactivate yourself. Another owner can."))
            _keep_an_owner(tx, member, "active")
        tx.update("member", member, {"active": int(active == "yes")})


def _check_name(tx: Transaction, member: bytes | None, name: str) -> None:
    found = tx.connection.execute(
        "SELECT 1 FROM member WHERE sort_name = ? AND removed_at IS NULL AND id IS NOT ?", (fold(name), member)
    )
    if found.fetchone() is not None:
        raise InvalidField(
            "name", _("There is a member called “{name}” already. Tell them apart by a second name.").format(name=name)
        )


def _keep_an_owner(tx: Transaction, member: bytes, field: str) -> None:
    others = tx.connection.execute(
        "SELECT count(*) FROM member WHERE role = ? AND coalesce(active, 1) = 1 AND removed_at IS NULL AND id <> ?",
        (OWNER, member),
    ).fetchone()[0]
    own = tx.connection.execute("SELECT role FROM member WHERE id = ?", (member,)).fetchone()
    if not others and own is not None and own[0] == OWNER:
        raise InvalidField(field, _("The workspace needs an owner who works here. Make someone else an owner first."))


def _team(tx: Transaction, name: str) -> bytes | None:
    if not name:
        return None
    row = tx.connection.execute(
        "SELECT id FROM team WHERE sort_name = ? AND removed_at IS NULL LIMIT 1", (fold(name),)
    ).fetchone()
    return tx.insert("team", {"name": name}) if row is None else row[0]
