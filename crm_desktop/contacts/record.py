"""All that the page of one contact shows beside its timeline, read in a few statements."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from crm_desktop.contacts.known_parts import ConsentLine, FactLine, PromiseLine, PurchaseLine, SuppliedLine, TreeLine
from crm_desktop.contacts.points import ADDRESS_PARTS
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
from crm_desktop.contacts.record_sql import around_sql, purchase_sql
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.store.record_query import one_record, view_fields
from crm_desktop.vault.driver import Connection

_Line = Sequence[Any]
_EPOCH = datetime.fromtimestamp(0, UTC)
_T = TypeVar("_T")


def contact_record(reader: Connection, contact: bytes, place: Place) -> ContactRecord | None:
    """Return `contact` with what surrounds it, in the bin or not; None where it is not here."""
    found = one_record(reader, workspace_kinds(reader).named("contacts"), contact, place)
    if found is None:
        return None
    view, row = found
    fields = [each.name for each in view_fields(view)]
    values = dict(zip(fields, row.values, strict=True))
    names = {name: linked for name, linked in zip(fields, row.called, strict=True) if linked is not None}
    parts = _around(reader, contact, row.kind, values, place.currency)

    def each(part: str, made: Callable[[_Line], _T]) -> tuple[_T, ...]:
        return tuple(made(line) for line in parts.get(part, ()))

    jobs = each("job", _job)
    return ContactRecord(
        contact,
        row.kind,
        values,
        names,
        _figures(parts["figures"][0], values),
        each("people", lambda line: PersonLine(_id(line[0]), *line[1:])),
        each("relation", _relation),
        _with_main_job(jobs, values, names) if row.kind == "person" else jobs,
        each("point", _point),
        each("deal", _deal),
        each("buy", lambda line: BuyLine(_link(line[0]), *line[1:])),
        each("ticket", _ticket),
        each("task", lambda line: TaskLine(_id(line[0]), line[1], line[2], _day(line[3]), line[4], _instant(line[5]))),
        each("purchase", _purchase),
        each("fact", lambda line: FactLine(_id(line[0]), line[1], line[2], _day(line[3]))),
        each("promise", _promise),
        each("consent", lambda line: ConsentLine(line[0], line[1], line[2], _instant(line[3]) or _EPOCH, line[4])),
        each("supplied", lambda line: SuppliedLine(_id(line[0]), *line[1:])),
        each("parent", lambda line: (_id(line[0]), str(line[1]))),
        each("subsidiary", lambda line: TreeLine(_id(line[0]), *line[1:])),
    )


def purchase_line(reader: Connection, purchase: bytes, place: Place) -> PurchaseLine | None:
    """Return `purchase` as the page of its customer shows it; None where it is not here."""
    row = reader.execute(purchase_sql(), {"purchase": purchase, "currency": place.currency}).fetchone()
    return None if row is None else _purchase(json.loads(row[0]))


def _around(
    reader: Connection, contact: bytes, kind: str, values: Mapping[str, Stored], currency: str
) -> dict[str, list[_Line]]:
    company = contact if kind == "company" else values.get("company")
    given = {
        "contact": contact,
        "company": company,
        "currency": currency,
        "supplies": "supplier" in str(values.get("roles") or ""),
    }
    parts: dict[str, list[_Line]] = {}
    for part, line in reader.execute(around_sql("company" if kind == "company" else "person"), given):
        parts.setdefault(part, []).append(json.loads(line))
    return parts


def _figures(line: _Line, values: Mapping[str, Stored]) -> Figures:
    since, months, due, satisfaction, people = line
    average, answers = _list(satisfaction)
    return Figures(
        won_minor=_number(values.get("lifetime_value")),
        won_deals=_number(values.get("won_deals")),
        won_since=_day(since),
        months=tuple(round(each or 0) for each in _list(months)),
        open_minor=_number(values.get("open_amount")),
        open_deals=_number(values.get("open_deals")),
        open_tickets=_number(values.get("open_tickets")),
        ticket_due_at=_instant(due),
        satisfaction=average,
        answers=answers,
        people=people,
    )


def _relation(line: _Line) -> RelationLine:
    relationship, other, name, kind, relation, outward, since, until, note, words = line
    read = _list(words) if words is not None else None
    return RelationLine(
        _id(relationship),
        _id(other),
        name,
        kind == "company",
        relation,
        bool(outward),
        _day(since),
        _day(until),
        note,
        (str(read[0]), str(read[1])) if read else None,
    )


def _job(line: _Line) -> JobLine:
    affiliation, other, name, kind, title, department, first, last, main = line
    return JobLine(
        _link(affiliation),
        _id(other),
        name,
        kind == "company",
        title,
        department,
        _day(first),
        _day(last),
        bool(main),
    )


def _with_main_job(
    jobs: Sequence[JobLine], values: Mapping[str, Stored], names: Mapping[str, str]
) -> tuple[JobLine, ...]:
    """Return `jobs` with the main one, which the person itself tells of, in front."""
    company = values.get("company")
    others = tuple(job._replace(main=False) for job in jobs if not (job.main and job.to_day is None))
    if not isinstance(company, bytes):
        return others
    noted = next((job for job in jobs if job.main and job.to_day is None and job.other == company), None)
    title, department = str(values.get("job_title") or ""), str(values.get("department") or "")
    main = JobLine(None, company, names.get("company", ""), True, title, department, None, None, True)
    if noted is not None:
        main = main._replace(affiliation=noted.affiliation, from_day=noted.from_day)
    return (main, *others)


def _point(line: _Line) -> PointLine:
    point, kind, label, value, primary, *address = line
    return PointLine(_id(point), kind, label, value, bool(primary), dict(zip(ADDRESS_PARTS, address, strict=True)))


def _deal(line: _Line) -> DealLine:
    deal, title, amount, currency, stage, chance, closes, entered, rot_days = line
    return DealLine(_id(deal), title, amount, currency, stage, chance, _day(closes), _instant(entered), rot_days)


def _ticket(line: _Line) -> TicketLine:
    ticket, number, subject, kind, status, opened, due = line
    return TicketLine(_id(ticket), number, subject, kind, status, _instant(opened), _instant(due))


def _purchase(line: _Line) -> PurchaseLine:
    purchase, name, product, product_name, quantity, price, currency, bought, serial, warranty, service, *rest = line
    return PurchaseLine(
        _id(purchase),
        name,
        _link(product),
        product_name,
        quantity,
        price,
        currency,
        _day(bought),
        serial,
        _day(warranty),
        _day(service),
        *rest,
    )


def _promise(line: _Line) -> PromiseLine:
    promise, text, promised, due, kept, person = line
    return PromiseLine(_id(promise), text, _day(promised), _day(due), _instant(kept), person)


def _list(value: object) -> list[Any]:
    """Return a JSON list within a line: SQLite hands it on as a list, or as the text of one."""
    found = json.loads(value) if isinstance(value, str) else value
    return found if isinstance(found, list) else []


def _id(spelt: object) -> bytes:
    return bytes.fromhex(str(spelt))


def _link(spelt: object) -> bytes | None:
    return _id(spelt) or None


def _number(value: Stored) -> int:
    return value if isinstance(value, int) else 0


def _day(stored: object) -> date | None:
    return date.fromisoformat(str(stored)[:10]) if stored else None


def _instant(stored: object) -> datetime | None:
    return datetime.fromtimestamp(int(str(stored)) / 1000, UTC) if stored is not None else None
