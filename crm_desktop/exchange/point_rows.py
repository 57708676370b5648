"""E-mail addresses, phone numbers and addresses of a row: rows of their own beside the contact."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from crm_desktop.errors import InvalidField
from crm_desktop.exchange.cell_readers import CellReader
from crm_desktop.exchange.drafts import Part, RefusedRow
from crm_desktop.exchange.numbered import numbered
from crm_desktop.exchange.numbered_columns import label_in_name
from crm_desktop.exchange.point_emptying import EmptyPoint
from crm_desktop.exchange.point_labels import canonical_label
from crm_desktop.exchange.point_parts import COUNTRY, NORMAL, PRIMARY, STREET
from crm_desktop.exchange.quick_forms import quick_email
from crm_desktop.exchange.readers.sheet_cells import whole_digits
from crm_desktop.exchange.remarks import Remark, quoted
from crm_desktop.exchange.row_reader import RowReader
from crm_desktop.likeness.traits import SHARED_MAILBOXES
from crm_desktop.schema.forms import Stored
from crm_desktop.values.names import fold
from crm_desktop.values.phone_forms import from_north_america
from crm_desktop.values.postal_code import with_lost_zero

# As they stand in the places; the first that is filled becomes the primary one.
_LABELS = (None, "work", "mobile", "home", "other", "fax")
_ADDRESS = ("street", "city", "region", "postal_code", "country")
_SEVERAL = " ::: "  # between values in one cell, as Google writes them
_BETWEEN = " ;,|"  # what mail programs leave at the end of a list
_EMAILS_APART = re.compile(r"\s*(?:[;,|\n]| ::: )\s*")


class _Column(NamedTuple):
    """Where one point of a row stands: the number of its cell, and its label or the cell of that."""

    number: int
    label: str | None
    label_at: int | None
    numbered: bool


class _Address(NamedTuple):
    """Where one address of a row stands: the cells of its parts, and what reads its country; some are counted."""

    parts: tuple[int | None, ...]
    second_line: int | None
    country: CellReader | None
    label: str | None
    label_at: int | None
    counted: bool


class PointReader:
    """Reads the contact points of a row; the first e-mail, phone and address is the primary one of its kind."""

    def __init__(self, rows: RowReader) -> None:
        self._rows = rows
        self._phone = rows.links.phones.normal
        self.country: str | None = None  # of the row that was read last
        self._emails = self._columns("email")
        self._phones = self._columns("phone")
        self._others = [(kind, columns) for kind in ("url", "social", "message") if (columns := self._columns(kind))]
        self._addresses = [
            each
            for prefix, label in (("", None), ("home.", "home"), *((f"address.{n}.", None) for n in self._numbers()))
            if (each := self._address(prefix, label)) is not None
        ]
        self._folded = lru_cache(4096)(fold)
        self._with_lost_zero = lru_cache(4096)(with_lost_zero)

    def points(self, cells: Sequence[str]) -> list[Part]:
        """Return the points of a row, as POINT_COLUMNS stand; raises RefusedRow for what is no e-mail address."""
        addresses: list[Part] = []
        for address in self._addresses:
            parts = ["" if number is None else cells[number] for number in address.parts]
            if any(parts) or (address.second_line is not None and cells[address.second_line]):
                self._add_address(addresses, parts, address, cells)
        self.country = next((str(each[COUNTRY]) for each in addresses if each[COUNTRY]), None)
        points: list[Part] = []
        for column in self._emails:
            if cells[column.number]:
                self._add_emails(points, column, cells)
        emails = len(points)
        for column in self._phones:
            if cells[column.number]:
                for text in cells[column.number].split(_SEVERAL):
                    self._add_phone(points, emails, column, text, cells)
        for kind, columns in self._others:
            start = len(points)
            for column in columns:
                if cells[column.number]:
                    self._add_other(points, start, kind, column, cells)
        return points + addresses

    def has_own_mailbox(self, cells: Sequence[str]) -> bool:
        """Tell whether a row has an e-mail address that is not shared by an office, as info@ is."""
        mailboxes = (cells[each.number].strip().partition("@")[0].lower() for each in self._emails)
        return any(mailbox and mailbox not in SHARED_MAILBOXES for mailbox in mailboxes)

    def empty(self, cells: Sequence[str]) -> list[EmptyPoint]:
        """Return the points of the last row that its cells leave empty."""
        found: list[EmptyPoint] = []
        for kind, columns in (("email", self._emails), ("phone", self._phones), *self._others):
            bare = [each for each in columns if not cells[each.number]]
            if bare and any(each.numbered for each in columns):
                found.append(EmptyPoint(kind, whole=True))
            else:
                found += [EmptyPoint(kind, _label_of(each, cells)) for each in bare]
        for address in self._addresses:
            second = "" if address.second_line is None else cells[address.second_line]
            parts = [
                part
                for part, number in enumerate(address.parts, STREET)
                if number is not None and not cells[number] and not (part == STREET and second)
            ]
            label = address.label if address.label_at is None else canonical_label(cells[address.label_at])
            if parts and (label is not None or not address.counted):
                found.append(EmptyPoint("address", label, parts))
        return found

    def _columns(self, kind: str) -> list[_Column]:
        """Return the columns of `kind`: those with a label of their own, then the numbered ones in their order."""
        at = self._rows.at
        found = [(f"{kind}.{label}" if label else kind, label) for label in _LABELS]
        columns = [_Column(at[place], label, None, numbered=False) for place, label in found if place in at]
        counted = [
            (each.number, name) for name in at if (each := numbered(name)) and each.kind == kind and not each.part
        ]
        columns += [
            _Column(at[name], self._label_of(name), at.get(f"{name}.label"), numbered=True)
            for _n, name in sorted(counted)
        ]
        return columns

    def _label_of(self, place: str) -> str | None:
        """Return the label that the name of the column gives, as `Home Phone 2` does."""
        column = self._rows.column_of[place]
        return None if numbered(column) is not None else label_in_name(column)

    def _numbers(self) -> list[int]:
        """Return the numbers of the numbered addresses."""
        return sorted({each.number for name in self._rows.at if (each := numbered(name)) and each.kind == "address"})

    def _address(self, prefix: str, label: str | None) -> _Address | None:
        at = self._rows.at
        parts = tuple(at.get(f"{prefix}{name}") for name in _ADDRESS)
        if all(number is None for number in parts):
            return None
        country = self._rows.reader(f"{prefix}country") if parts[-1] is not None else None
        counted = prefix.startswith("address.")
        return _Address(parts, at.get(f"{prefix}street.2"), country, label, at.get(f"{prefix}label"), counted)

    def _add_emails(self, points: list[Part], column: _Column, cells: Sequence[str]) -> None:
        text = cells[column.number].strip(_BETWEEN)
        for each in _emails_in(text) if text.count("@") > 1 else (text,):
            try:
                normal = quick_email(each)
            except InvalidField as error:
                if not (column.numbered or self._rows.is_exported):
                    raise RefusedRow(self._rows.names[column.number], text, str(error)) from error
                self._rows.remarks.note(Remark.EMAIL_KEPT, self._rows.names[column.number], quoted(each))
                normal = each.lower()
            if not points or all(point[NORMAL] != normal for point in points):
                place = len(points)
                label = _label_of(column, cells)
                bare = normal if each.endswith(">") else each  # without the name that stands before it
                points.append(["email", label, bare, normal, None, None, None, None, None, int(place == 0), place])

    def _add_phone(self, points: list[Part], start: int, column: _Column, text: str, cells: Sequence[str]) -> None:
        text = whole_digits(text)
        normal = self._phone(text, self.country)
        if normal is None:
            elsewhere = from_north_america(text, self._rows.place.region)
            remark = Remark.PHONE_FROM_ELSEWHERE if elsewhere else Remark.PHONE_KEPT
            self._rows.remarks.note(remark, self._rows.names[column.number], quoted(text))
            normal = text
        place = len(points) - start
        before = points[start:] if place else ()
        if any(each[NORMAL] == normal for each in before):
            return
        label = _label_of(column, cells)
        # Nobody answers a fax.
        primary = not (label or "").endswith("fax") and not any(each[PRIMARY] for each in before)
        points.append(["phone", label, text, normal, None, None, None, None, None, int(primary), place])

    def _add_other(self, points: list[Part], start: int, kind: str, column: _Column, cells: Sequence[str]) -> None:
        text = cells[column.number]
        normal = self._folded(text)
        if any(each[NORMAL] == normal for each in points[start:]):
            return
        place = len(points) - start
        label = _label_of(column, cells)
        points.append([kind, label, text, normal, None, None, None, None, None, int(place == 0), place])

    def _add_address(self, addresses: list[Part], parts: list[str], address: _Address, cells: Sequence[str]) -> None:
        street, city, region, code, country_name = parts
        code = code.removeprefix("'")  # keeps spreadsheets from reading a number
        if address.second_line is not None and cells[address.second_line]:
            street = f"{street}\n{cells[address.second_line]}".strip()
        known = address.country(country_name) if address.country is not None and country_name else None
        code = self._whole_code(code, known, address) if code else code
        whole = ", ".join(part for part in parts if part) if country_name and known is None else None
        label = address.label if address.label_at is None else canonical_label(cells[address.label_at])
        place = len(addresses)
        point: Part = ["address", label, whole, self._folded(city) or None]
        point += [street or None, city or None, region or None, code or None, known, int(place == 0), place]
        addresses.append(point)

    def _whole_code(self, code: str, country: Stored, address: _Address) -> str:
        """Return the postal `code` with the zero that a spreadsheet dropped, where the `country` of its row says so."""
        column = address.parts[_ADDRESS.index("postal_code")]
        whole = code if self._rows.is_exported else self._with_lost_zero(code, str(country or self._rows.place.region))
        if whole == code or column is None:
            return code
        remark = Remark.ZERO_MISSING if country is None else Remark.ZERO_PUT_BACK
        self._rows.remarks.note(remark, self._rows.names[column], quoted(code))
        return code if country is None else whole


def _emails_in(text: str) -> list[str]:
    """Return the addresses in the cell `text` where it lists several, else the whole."""
    several = _EMAILS_APART.split(text)
    return several if all("@" in part for part in several) else [text]


def _label_of(column: _Column, cells: Sequence[str]) -> str | None:
    return column.label if column.label_at is None else canonical_label(cells[column.label_at])
