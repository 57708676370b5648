"""E-mail addresses, phone numbers and addresses of a row: rows of their own beside the contact."""

from collections.abc import Sequence
from functools import lru_cache

from crm_desktop.errors import InvalidField
from crm_desktop.exchange.cell_readers import CellReader
from crm_desktop.exchange.quick_forms import quick_email
from crm_desktop.exchange.remarks import Remark, quoted
from crm_desktop.exchange.row_reader import Part, RefusedRow, RowReader
from crm_desktop.values.names import fold

POINT_COLUMNS = (
    *("kind", "label", "value", "normal", "street", "city", "region", "postal_code", "country"),
    *("is_primary", "position"),
)
KIND, LABEL, VALUE, NORMAL, STREET, CITY, REGION, CODE, COUNTRY, PRIMARY, POSITION = range(len(POINT_COLUMNS))
# As they stand in the places; the first that is filled becomes the primary one.
_LABELS = (None, "work", "mobile", "home", "other", "fax")
_ADDRESS = ("street", "city", "region", "postal_code", "country")


class PointReader:
    """Reads the contact points of a row; the first e-mail, phone and address is the primary one of its kind."""

    def __init__(self, rows: RowReader) -> None:
        self._rows = rows
        self._phone = rows.links.phone
        self._emails = self._numbers("email")
        self._phones = self._numbers("phone")
        self._addresses = [
            (label, [rows.at.get(f"{prefix}{name}") for name in _ADDRESS], self._country(f"{prefix}country"))
            for prefix, label in (("", None), ("home.", "home"))
            if any(f"{prefix}{name}" in rows.at for name in _ADDRESS)
        ]
        self._second_line = rows.at.get("street.2")
        self._folded = lru_cache(4096)(fold)

    def points(self, cells: Sequence[str]) -> list[Part]:
        """Return the points of a row, as POINT_COLUMNS stand; raises RefusedRow for what is no e-mail address."""
        points: list[Part] = []
        for number, label in self._emails:
            if cells[number]:
                self._add_email(points, number, cells[number], label)
        emails = len(points)
        for number, label in self._phones:
            if cells[number]:
                self._add_phone(points, emails, number, cells[number], label)
        others = len(points)
        for label, numbers, country in self._addresses:
            parts = ["" if number is None else cells[number] for number in numbers]
            if any(parts):
                self._add_address(points, others, parts, label, country, cells)
        return points

    def _numbers(self, kind: str) -> list[tuple[int, str | None]]:
        """Return the columns of `kind`, each with the label of what stands there."""
        places = [(f"{kind}.{label}" if label else kind, label) for label in _LABELS]
        return [(self._rows.at[place], label) for place, label in places if place in self._rows.at]

    def _country(self, place: str) -> CellReader | None:
        return self._rows.reader(place) if place in self._rows.at else None

    def _add_email(self, points: list[Part], number: int, text: str, label: str | None) -> None:
        try:
            normal = quick_email(text)
        except InvalidField as error:
            raise RefusedRow(self._rows.names[number], text, str(error)) from error
        if all(each[NORMAL] != normal for each in points):
            place = len(points)
            points.append(["email", label, text, normal, None, None, None, None, None, int(place == 0), place])

    def _add_phone(self, points: list[Part], start: int, number: int, text: str, label: str | None) -> None:
        normal = self._phone(text)
        if normal is None:
            self._rows.remarks.note(Remark.PHONE_KEPT, self._rows.names[number], quoted(text))
            normal = text
        if any(each[NORMAL] == normal for each in points[start:]):
            return
        # Nobody answers a fax.
        primary = label != "fax" and not any(each[PRIMARY] for each in points[start:])
        place = len(points) - start
        points.append(["phone", label, text, normal, None, None, None, None, None, int(primary), place])

    def _add_address(
        self,
        points: list[Part],
        start: int,
        parts: list[str],
        label: str | None,
        country: CellReader | None,
        cells: Sequence[str],
    ) -> None:
        street, city, region, code, country_name = parts
        if label is None and self._second_line is not None and cells[self._second_line]:
            street = f"{street}\n{cells[self._second_line]}".strip()
        known = country(country_name) if country is not None and country_name else None
        whole = ", ".join(part for part in parts if part) if country_name and known is None else None
        place = len(points) - start
        address: Part = ["address", label, whole, self._folded(city) or None]
        address += [street or None, city or None, region or None, code or None, known, int(place == 0), place]
        points.append(address)


def changed_points(before: list[Part], row: list[Part]) -> tuple[list[Part], list[tuple[Part, Part]]]:
    """Return the points of a row that the contact lacks, and those that it has otherwise, each with what it becomes."""
    added: list[Part] = []
    changed: list[tuple[Part, Part]] = []
    for point in row:
        same_kind = [each for each in before if each[KIND] == point[KIND]]
        if point[KIND] != "address" and any(each[NORMAL] == point[NORMAL] for each in same_kind):
            continue
        old = _counterpart(same_kind, point)
        if old is None:
            added.append([*point[:PRIMARY], int(not any(each[PRIMARY] for each in same_kind)), len(same_kind)])
            continue
        new = [now if now is not None else was for was, now in zip(old, point, strict=True)]
        new[LABEL], new[PRIMARY:] = old[LABEL], old[PRIMARY:]
        if new != old:
            changed.append((old, new))
    return added, changed


def _counterpart(same_kind: list[Part], point: Part) -> Part | None:
    """Return the point that `point` is a new value of: the one with its label, or the primary one for none."""
    labelled = [each for each in same_kind if each[LABEL] == point[LABEL]]
    if point[LABEL] is not None:
        return labelled[0] if labelled else None
    return next((each for each in same_kind if each[PRIMARY]), labelled[0] if labelled else None)
