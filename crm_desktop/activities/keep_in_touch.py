"""Who was out of touch for too long: each rating has its rhythm, and a contact may have one of its own."""

from collections.abc import Mapping
from typing import NamedTuple

from crm_desktop.schema.contacts import RATING
from crm_desktop.store.workspace_settings import setting_value
from crm_desktop.vault.driver import Connection

DAY_MS = 86_400_000


class OutOfTouch(NamedTuple):
    """A contact with whom there was no word for `silent_days`, which is more than the `rhythm_days` it should be.

    `last_at` is when there was one last, in milliseconds, None where there was none since the contact is known.
    """

    id: bytes
    name: str
    is_company: bool
    company_name: str
    rating: str
    rhythm_days: int
    silent_days: int
    last_at: int | None
    last_kind: str


def rhythms(reader: Connection) -> dict[str, int]:
    """Return after how many days without a word one keeps in touch, by rating; some have no rhythm."""
    days = {each.value: setting_value(reader, f"keep_in_touch_{each.value.lower()}") for each in RATING}
    return {rating: int(text) for rating, text in days.items() if text.isdecimal() and int(text)}


def out_of_touch(
    reader: Connection, now_ms: int, today: str, member: bytes | None = None, limit: int = 50
) -> tuple[list[OutOfTouch], int]:
    """Return with whom to get in touch, the most overdue first, and how many there are.

    Left out are those with whom something is planned for `today` or later, and those who want to be left alone; with
    `member` only their contacts and those of nobody count.
    """
    by_rating = rhythms(reader)
    if by_rating:
        marks = " UNION ALL ".join(
            f"SELECT rid, {int(days)} AS days FROM contact WHERE rating = '{rating}' AND keep_in_touch_days IS NULL"
            for rating, days in by_rating.items()
        )
    else:
        marks = "SELECT rid, 0 AS days FROM contact WHERE 0"
    silent = f"(?1 - coalesce(r.last_at, c.created_at)) / {DAY_MS}"
    found = reader.execute(
        f"WITH due AS ({marks} UNION ALL "
        "SELECT rid, keep_in_touch_days FROM contact WHERE keep_in_touch_days IS NOT NULL AND keep_in_touch_days > 0) "
        "SELECT c.id, c.name, c.kind = 'company', coalesce(e.name, ''), coalesce(c.rating, ''), due.days, "
        f"{silent}, r.last_at, coalesce(r.last_kind, ''), count(*) OVER () "
        "FROM due CROSS JOIN contact c ON c.rid = due.rid LEFT JOIN contact_rollup r ON r.rid = c.rid "
        "LEFT JOIN contact e ON e.id = c.company "
        f"WHERE c.removed_at IS NULL AND coalesce(c.do_not_contact, 0) = 0 AND {silent} >= due.days "
        "AND (r.next_due IS NULL OR r.next_due < ?2) AND NOT EXISTS (SELECT 1 FROM interaction i WHERE "
        "(i.person = c.id OR i.company = c.id) AND i.planned = 1 AND i.at >= ?1 AND i.removed_at IS NULL) "
        "AND (?3 IS NULL OR c.owner = ?3 OR c.owner IS NULL) "
        f"ORDER BY {silent} - due.days DESC, c.rid LIMIT ?4",
        (now_ms, today, member, limit),
    ).fetchall()
    rows = [OutOfTouch(row[0], row[1], bool(row[2]), *row[3:9]) for row in found]
    return rows, int(found[0][9]) if found else 0


def out_of_touch_filter(by_rating: Mapping[str, int]) -> str:
    """Return the text of the filter that lists those who are out of touch by their rating."""
    parts = [
        f"(rating = {rating} and (last_interaction_at < {days} days ago or last_interaction_at empty))"
        for rating, days in by_rating.items()
    ]
    return f"({' or '.join(parts)}) and do_not_contact != yes" if parts else "keep_in_touch_days notempty"
