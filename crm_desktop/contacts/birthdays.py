"""Birthdays of contacts, with and without a year."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from crm_desktop.values.birthday import birthday_in, last_birthday
from crm_desktop.vault.driver import Connection


class Birthday(NamedTuple):
    """Somebody's birthday on `day`; `age` is None where the year is not known."""

    person: bytes
    name: str
    company_name: str
    day: date
    age: int | None


def birthdays(
    reader: Connection, first: date, last: date, member: bytes | None = None, limit: int = 500
) -> list[Birthday]:
    """Return the birthdays of the days from `first` to `last`, in their order; those of `member`'s people first."""
    found: list[Birthday] = []
    for since, until in _spans(first, last):
        rows = reader.execute(
            "SELECT p.id, p.name, coalesce(c.name, ''), p.birthday FROM contact p LEFT JOIN contact c "
            "ON c.id = p.company WHERE p.birthday IS NOT NULL AND substr(p.birthday, -5) BETWEEN ? AND ? "
            "AND p.removed_at IS NULL ORDER BY p.owner IS ? DESC, p.sort_name, p.rid LIMIT ?",
            (f"{since:%m-%d}", last_birthday(until), member, limit),
        ).fetchall()
        found += [_birthday(row, since.year) for row in rows]
    order = {each.person: place for place, each in enumerate(found)}
    return sorted(found, key=lambda each: (each.day, order[each.person]))[:limit]


def _spans(first: date, last: date) -> Iterator[tuple[date, date]]:
    """Yield the parts of the days that lie in one year each, no day of a year twice."""
    last = min(last, first + timedelta(days=365))
    while first <= last:
        end = min(last, date(first.year, 12, 31))
        yield first, end
        first = end + timedelta(days=1)


def _birthday(row: tuple[bytes, str, str, str], year: int) -> Birthday:
    person, name, company_name, born = row
    day = birthday_in(born, year)
    age = year - int(born[:4]) if born[:4].isdecimal() else None
    return Birthday(person, name, company_name, day, age if age is None or age >= 0 else None)
