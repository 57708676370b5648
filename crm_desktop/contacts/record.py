"""All that the page of one contact shows beside its timeline, read in eight statements."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime

from crm_desktop.contacts.record_parts import (
    BuyLine,
    ContactRecord,
    DealLine,
    Figures,
    JobLine,
    PersonLine,
    PointLine,
    RelationLine,
    TaskLine,
    TicketLine,
)
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.store.record_query import one_record, view_fields
from crm_desktop.vault.driver import Connection, Row

PEOPLE_SHOWN = 12
LINKS_SHOWN = 50
DEALS_SHOWN = 20
TICKETS_SHOWN = 5
BUYS_SHOWN = 5
TASKS_SHOWN = 20


def contact_record(reader: Connection, contact: bytes, place: Place) -> ContactRecord | None:
    """Return `contact` with what surrounds it, in the bin or not; None where it is not here."""
    found = one_record(reader, workspace_kinds(reader).named("contacts"), contact, place)
    if found is None:
        return None
    view, row = found
    names = [each.name for each in view_fields(view)]
    values = dict(zip(names, row.values, strict=True))
    company = contact if row.kind == "company" else values.get("company")
    around = _around(reader, contact, company if isinstance(company, bytes) else None)
    link = "company" if row.kind == "company" else "person"
    return ContactRecord(
        contact,
        row.kind,
        values,
        {name: linked for name, linked in zip(names, row.names, strict=True) if linked is not None},
        _figures(reader, contact, link, values),
        tuple(PersonLine(*line[:4]) for line in around.get("people", ())),
        tuple(_relation(line) for line in around.get("relation", ())),
        tuple(_job(line) for line in around.get("job", ())),
        tuple(PointLine(line[0], line[1], line[2], line[3], bool(line[4])) for line in around.get("point", ())),
        _open_deals(reader, contact, link, place.currency),
        _buys(reader, contact, link),
        _tickets(reader, contact),
        _tasks(reader, contact),
    )


# A "+" before a column keeps SQLite from the index that begins with it: the link finds far fewer rows.
# Each part gives a word for what it is, then six columns.
_AROUND = f"""
    SELECT * FROM (
        SELECT 'people', c.id, c.name, coalesce(c.job_title, ''), coalesce((
                   SELECT p.role FROM deal_contact p WHERE p.contact = c.id AND p.removed_at IS NULL
                   AND p.role IS NOT NULL ORDER BY p.rid DESC LIMIT 1), ''), NULL, NULL
        FROM contact c WHERE c.company = :company AND c.id <> :contact AND +c.kind = 'person' AND c.removed_at IS NULL
        ORDER BY +c.sort_name LIMIT {PEOPLE_SHOWN})
    UNION ALL SELECT * FROM (
        SELECT 'relation', r.id, o.id, o.name, o.kind, r.kind, json_array(r.from_contact = :contact, r.to_day)
        FROM relationship r JOIN contact o ON o.id = iif(r.from_contact = :contact, r.to_contact, r.from_contact)
        WHERE (r.from_contact = :contact OR r.to_contact = :contact) AND r.removed_at IS NULL AND o.removed_at IS NULL
        ORDER BY r.to_day IS NOT NULL, o.sort_name LIMIT {LINKS_SHOWN})
    UNION ALL SELECT * FROM (
        SELECT 'job', a.id, o.id, o.name, o.kind, coalesce(a.job_title, ''), json_array(a.from_day, a.to_day)
        FROM affiliation a JOIN contact o ON o.id = iif(a.person = :contact, a.company, a.person)
        WHERE (a.person = :contact OR a.company = :contact) AND a.removed_at IS NULL AND o.removed_at IS NULL
        ORDER BY a.to_day IS NOT NULL, a.to_day DESC LIMIT {LINKS_SHOWN})
    UNION ALL SELECT * FROM (
        SELECT 'point', p.id, p.kind, coalesce(p.label, ''),
               coalesce(nullif(p.value, ''),
                        concat_ws(', ', p.street, concat_ws(' ', p.postal_code, p.city), p.country)),
               coalesce(p.is_primary, 0), NULL
        FROM contact_point p WHERE p.contact = :contact AND p.removed_at IS NULL
        ORDER BY p.kind, p.is_primary DESC, p.position LIMIT {LINKS_SHOWN})
"""


def _around(reader: Connection, contact: bytes, company: bytes | None) -> dict[str, list[Row]]:
    parts: dict[str, list[Row]] = {}
    for part, *line in reader.execute(_AROUND, {"contact": contact, "company": company}):
        parts.setdefault(part, []).append(tuple(line))
    return parts


def _relation(line: Row) -> RelationLine:
    relationship, other, name, kind, relation, rest = line
    outward, until = json.loads(str(rest))
    return RelationLine(
        _id(relationship), _id(other), str(name), kind == "company", str(relation), bool(outward), _day(until)
    )


def _job(line: Row) -> JobLine:
    affiliation, other, name, kind, title, days = line
    first, last = json.loads(str(days))
    return JobLine(_id(affiliation), _id(other), str(name), kind == "company", str(title), _day(first), _day(last))


_FIGURES = """
    SELECT (SELECT min(closed_on) FROM deal WHERE {link} = :contact AND +outcome = 'won' AND removed_at IS NULL),
           (SELECT json_group_array(total) FROM (
                SELECT sum(amount * coalesce(rate, 1)) AS total FROM deal
                WHERE {link} = :contact AND +outcome = 'won' AND removed_at IS NULL AND closed_on IS NOT NULL
                GROUP BY substr(closed_on, 1, 7) ORDER BY substr(closed_on, 1, 7))),
           (SELECT min(coalesce(iif(first_response_at IS NULL, answer_due_at, NULL), solve_due_at)) FROM ticket
            WHERE (contact = :contact OR company = :contact) AND +status IN ('new', 'open') AND removed_at IS NULL),
           (SELECT json_array(avg(satisfaction), count(satisfaction)) FROM ticket
            WHERE (contact = :contact OR company = :contact) AND removed_at IS NULL),
           (SELECT count(*) FROM contact WHERE company = :company AND id <> :contact AND +kind = 'person'
            AND removed_at IS NULL)
"""


def _figures(reader: Connection, contact: bytes, link: str, values: Mapping[str, Stored]) -> Figures:
    company = contact if link == "company" else values.get("company")
    since, months, due, satisfaction, people = reader.execute(
        _FIGURES.format(link=link), {"contact": contact, "company": company}
    ).fetchone()
    average, answers = json.loads(satisfaction)
    return Figures(
        won_minor=_number(values.get("lifetime_value")),
        won_deals=_number(values.get("won_deals")),
        won_since=_day(since),
        months=tuple(round(each or 0) for each in json.loads(months)),
        open_minor=_number(values.get("open_amount")),
        open_deals=_number(values.get("open_deals")),
        open_tickets=_number(values.get("open_tickets")),
        ticket_due_at=_instant(due),
        satisfaction=average,
        answers=answers,
        people=people,
    )


def _open_deals(reader: Connection, contact: bytes, link: str, currency: str) -> tuple[DealLine, ...]:
    found = reader.execute(
        "SELECT d.id, d.title, d.amount, coalesce(d.currency, ?), coalesce(s.name, ''), coalesce(d.probability, 0), "
        "d.expected_on, d.stage_entered_at, s.rot_days FROM deal d LEFT JOIN stage s ON s.id = d.stage "
        f"WHERE d.{link} = ? AND +d.outcome = 'open' AND d.removed_at IS NULL "
        "ORDER BY d.expected_on IS NULL, d.expected_on, d.rid LIMIT ?",
        (currency, contact, DEALS_SHOWN),
    )
    return tuple(
        DealLine(row[0], row[1], row[2], row[3], row[4], row[5], _day(row[6]), _instant(row[7]), row[8])
        for row in found
    )


def _buys(reader: Connection, contact: bytes, link: str) -> tuple[BuyLine, ...]:
    amount = "l.quantity * coalesce(l.unit_price, 0) * (1 - coalesce(l.discount_pct, 0) / 100) * coalesce(d.rate, 1)"
    found = reader.execute(
        f"SELECT p.id, coalesce(p.name, l.description, ''), CAST(round(sum({amount})) AS INTEGER) AS total FROM deal d "
        "JOIN deal_line l ON l.deal = d.id AND l.removed_at IS NULL LEFT JOIN product p ON p.id = l.product "
        f"WHERE d.{link} = ? AND +d.outcome = 'won' AND d.removed_at IS NULL GROUP BY 1, 2 HAVING total > 0 "
        "ORDER BY total DESC LIMIT ?",
        (contact, BUYS_SHOWN),
    )
    return tuple(BuyLine(*line) for line in found)


def _tickets(reader: Connection, contact: bytes) -> tuple[TicketLine, ...]:
    found = reader.execute(
        "SELECT id, coalesce(number, 0), subject, coalesce(kind, ''), coalesce(status, ''), opened_at, "
        "coalesce(iif(first_response_at IS NULL, answer_due_at, NULL), solve_due_at) FROM ticket "
        "WHERE (contact = ?1 OR company = ?1) AND removed_at IS NULL "
        "ORDER BY status IN ('solved', 'closed'), opened_at DESC LIMIT ?2",
        (contact, TICKETS_SHOWN),
    )
    return tuple(
        TicketLine(row[0], row[1], row[2], row[3], row[4], _instant(row[5]), _instant(row[6])) for row in found
    )


def _tasks(reader: Connection, contact: bytes) -> tuple[TaskLine, ...]:
    found = reader.execute(
        "SELECT k.id, k.title, coalesce(k.kind, 'todo'), k.due_day, coalesce(p.name, '') FROM task k "
        "LEFT JOIN contact p ON p.id = k.person AND p.id <> ?1 "
        "WHERE (k.person = ?1 OR k.company = ?1) AND +k.done_at IS NULL AND k.removed_at IS NULL "
        "ORDER BY k.due_day IS NULL, k.due_day, k.rid LIMIT ?2",
        (contact, TASKS_SHOWN),
    )
    return tuple(TaskLine(record, title, kind, _day(due), person) for record, title, kind, due, person in found)


def _id(value: object) -> bytes:
    return value if isinstance(value, bytes) else b""


def _number(value: Stored) -> int:
    return value if isinstance(value, int) else 0


def _day(stored: object) -> date | None:
    return date.fromisoformat(str(stored)[:10]) if stored else None


def _instant(stored: object) -> datetime | None:
    return datetime.fromtimestamp(int(str(stored)) / 1000, UTC) if stored is not None else None
