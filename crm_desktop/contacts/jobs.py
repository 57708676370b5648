"""Jobs: a person has one main job, told by the person itself, perhaps others beside it, and those that were left."""

from collections.abc import Mapping
from datetime import date

from crm_desktop.errors import InvalidField, UnknownRecord
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.seen import check_seen
from crm_desktop.journal.transaction import Stored, Transaction
from crm_desktop.words import _

# What a person itself tells of the main job; the row of a job holds the same, and its days.
MAIN_FIELDS = ("company", "job_title", "department")
_COLUMNS = ("person", "company", "job_title", "department", "from_day", "to_day", "is_main")
Job = dict[str, Stored]


def add_job(journal: Journal, values: Mapping[str, Stored]) -> bytes:
    """Note a job with the stored `values` of an affiliation; return its id. Raises InvalidField."""
    with journal.transaction(_("Add job")) as tx:
        return insert_job(tx, values)


def edit_job(
    journal: Journal,
    person: bytes,
    job: bytes | None,
    values: Mapping[str, Stored],
    seen: Mapping[str, Stored] | None = None,
) -> None:
    """Write `values` into a `job` of `person`, where the user last saw `seen`; None is the main one only told there.

    Raises InvalidField, ChangedMeanwhile and UnknownRecord.
    """
    with journal.transaction(_("Change job")) as tx:
        noted = job or note_main_job(tx, person)
        check_seen(tx, "affiliation", noted, seen or {}, journal.place)
        write_job(tx, noted, values)


def end_job(journal: Journal, person: bytes, job: bytes | None, day: date) -> None:
    """Let a `job` of `person` (None: the main one) end on `day`; it stays on the record as a past one."""
    with journal.transaction(_("End job")) as tx:
        write_job(tx, job or note_main_job(tx, person), {"to_day": day.isoformat()})


def leave_company(journal: Journal, person: bytes, company: bytes, day: date) -> None:
    """Let the jobs that `person` has at `company` end on `day`."""
    with journal.transaction(_("End job")) as tx:
        if _main_of(tx, person)["company"] == company:
            note_main_job(tx, person)
        found = tx.connection.execute(
            "SELECT id FROM affiliation WHERE person = ? AND company = ? AND to_day IS NULL AND removed_at IS NULL",
            (person, company),
        ).fetchall()
        for (job,) in found:
            write_job(tx, job, {"to_day": day.isoformat()})


def make_main_job(journal: Journal, job: bytes) -> None:
    """Make `job` the main one of its person; the one before stays beside it."""
    with journal.transaction(_("Make main job")) as tx:
        write_job(tx, job, {"is_main": 1, "to_day": None})


def remove_job(journal: Journal, person: bytes, job: bytes | None) -> None:
    """Put a `job` of `person` (None: the main one) into the bin, as if it had never been."""
    with journal.transaction(_("Delete job")) as tx:
        drop_job(tx, job or note_main_job(tx, person))


def insert_job(tx: Transaction, values: Mapping[str, Stored]) -> bytes:
    """Insert a job inside an open transaction; a current one becomes the main one where there was none."""
    _check(values)
    job = {name: value for name, value in values.items() if value is not None}
    main = _main_of(tx, job["person"])
    current = job.get("to_day") is None
    if current and main["company"] == job["company"]:
        # the main job at this company is known already: this only tells more of it
        noted = note_main_job(tx, _id(job["person"]))
        write_job(tx, noted, {name: value for name, value in job.items() if name != "is_main"})
        return noted
    leads = current and (bool(job.get("is_main")) or main["company"] is None)
    if leads:
        step_aside(tx, _id(job["person"]))
        _tell_person(tx, job)
    return tx.insert("affiliation", {**job, "is_main": int(leads)})


def write_job(tx: Transaction, job: bytes, values: Mapping[str, Stored]) -> None:
    """Write `values` into `job` inside an open transaction, and into its person where it is the main one."""
    before = _stored_job(tx, job)
    after = {**before, **values}
    _check(after)
    was_main, is_main = _leads(before), _leads(after)
    if is_main and not was_main:
        step_aside(tx, _id(after["person"]))
    tx.update("affiliation", job, {**values, "is_main": int(is_main)})
    if is_main:
        _tell_person(tx, after)
    elif was_main:
        tx.update("contact", _id(before["person"]), dict.fromkeys(MAIN_FIELDS))


def drop_job(tx: Transaction, job: bytes) -> None:
    """Put `job` into the bin inside an open transaction; a person whose main one it was has none then."""
    before = _stored_job(tx, job)
    if _leads(before):
        tx.update("contact", _id(before["person"]), dict.fromkeys(MAIN_FIELDS))
    tx.remove("affiliation", job)


def note_main_job(tx: Transaction, person: bytes) -> bytes:
    """Return the row of the main job of `person`, which is made where only the person tells of it."""
    found = _open_main(tx, person)
    if found is not None:
        return found
    main = _main_of(tx, person)
    if main["company"] is None:
        raise UnknownRecord(_("There is no main job here any more."))
    return tx.insert("affiliation", {"person": person, **main, "is_main": 1})


def keep_past_job(tx: Transaction, person: bytes, before: Mapping[str, Stored]) -> None:
    """Note that `person` leaves the main job, as `before` told of it, today."""
    noted = _open_main(tx, person)
    today = tx.today.isoformat()
    if noted is not None:
        tx.update("affiliation", noted, {"to_day": today})
    elif before["company"] is not None:
        told = {name: before[name] for name in MAIN_FIELDS}
        tx.insert("affiliation", {"person": person, **told, "to_day": today, "is_main": 1})


def follow_person(tx: Transaction, person: bytes, values: Mapping[str, Stored]) -> None:
    """Bring the row of the main job up to `values` that the person was given; another job there becomes the main."""
    told = {name: values[name] for name in MAIN_FIELDS if name in values}
    noted = _open_main(tx, person)
    if noted is None and told.get("company") is not None:
        row = tx.connection.execute(
            "SELECT id FROM affiliation WHERE person = ? AND company = ? AND to_day IS NULL AND removed_at IS NULL",
            (person, told["company"]),
        ).fetchone()
        if row is not None:
            tx.update("affiliation", row[0], {**told, "is_main": 1})
    elif noted is not None and told:
        tx.update("affiliation", noted, told)


def step_aside(tx: Transaction, person: bytes) -> None:
    """Let the main job of `person` go on as one beside another."""
    if _main_of(tx, person)["company"] is not None:
        tx.update("affiliation", note_main_job(tx, person), {"is_main": 0})


def _check(job: Mapping[str, Stored]) -> None:
    if not job.get("person"):
        raise InvalidField("person", _("A job needs a person. Choose one."))
    if not job.get("company"):
        raise InvalidField("company", _("A job needs a company. Choose one."))
    first, last = job.get("from_day"), job.get("to_day")
    if first and last and str(last) < str(first):
        raise InvalidField("to_day", _("A job cannot end before it begins. Check both days."))


def _leads(job: Mapping[str, Stored]) -> bool:
    return bool(job["is_main"]) and job["to_day"] is None


def _tell_person(tx: Transaction, job: Mapping[str, Stored]) -> None:
    tx.update("contact", _id(job["person"]), {name: job.get(name) for name in MAIN_FIELDS})


def _stored_job(tx: Transaction, job: bytes) -> Job:
    row = tx.connection.execute(f"SELECT {', '.join(_COLUMNS)} FROM affiliation WHERE id = ?", (job,)).fetchone()
    if row is None:
        raise UnknownRecord(_("This job is not here any more."))
    return dict(zip(_COLUMNS, row, strict=True))


def _main_of(tx: Transaction, person: Stored) -> Job:
    row = tx.connection.execute(
        f"SELECT {', '.join(MAIN_FIELDS)} FROM contact WHERE id = ? AND kind = 'person'", (person,)
    ).fetchone()
    if row is None:
        raise InvalidField("person", _("Only people have jobs. Choose a person."))
    return dict(zip(MAIN_FIELDS, row, strict=True))


def _open_main(tx: Transaction, person: bytes) -> bytes | None:
    row = tx.connection.execute(
        "SELECT id FROM affiliation WHERE person = ? AND is_main = 1 AND to_day IS NULL AND removed_at IS NULL",
        (person,),
    ).fetchone()
    return None if row is None else bytes(row[0])


def _id(value: Stored) -> bytes:
    return value if isinstance(value, bytes) else b""
