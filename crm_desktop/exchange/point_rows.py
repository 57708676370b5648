"""E-mail addresses, phone numbers and addresses of a row: rows of their own beside the contact."""

from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.exchange.quick_forms import quick_email
from crm_desktop.exchange.remarks import Remark, quoted
from crm_desktop.exchange.row_reader import Part, RowReader
from crm_desktop.schema.forms import Stored
from crm_desktop.values.names import fold

POINT_COLUMNS = (
    *("kind", "label", "value", "normal", "street", "city", "region", "postal_code", "country"),
    *("is_primary", "position"),
)
KIND, LABEL, VALUE, NORMAL, STREET, CITY, REGION, CODE, COUNTRY, PRIMARY, POSITION = range(len(POINT_COLUMNS))
_LABELS = {"": None, "work": "work", "home": "home", "mobile": "mobile", "fax": "fax", "other": "other"}
_ADDRESS = ("street", "city", "region", "postal_code", "country")


class _Spec(NamedTuple):
    place: str
    label: str | None


class PointReader:
    """Reads the contact points of a row; the first e-mail, phone and address of each kind is the primary one."""

    def __init__(self, rows: RowReader) -> None:
        self._rows = rows
        self._emails = self._specs("email")
        self._phones = self._specs("phone")
        self._addresses = [prefix for prefix in ("", "home.") if any(f"{prefix}{each}" in rows.at for each in _ADDRESS)]
        self._country = {
            prefix: rows.reader(f"{prefix}country") for prefix in self._addresses if f"{prefix}country" in rows.at
        }

    def points(self, cells: Sequence[str]) -> list[Part]:
        """Return the points of a row, as POINT_COLUMNS stand; raises RefusedRow for what is no e-mail address."""
        points: list[Part] = []
        for place, label in self._emails:
            if cells[self._rows.at[place]]:
                self._add_email(points, cells, place, label)
        for place, label in self._phones:
            if cells[self._rows.at[place]]:
                self._add_phone(points, cells, place, label)
        for prefix in self._addresses:
            self._add_address(points, cells, prefix)
        return points

    def _specs(self, kind: str) -> list[_Spec]:
        found = [f"{kind}.{label}" if label else kind for label in _LABELS]
        return [_Spec(place, _LABELS[place.partition(".")[2]]) for place in found if place in self._rows.at]

    def _add_email(self, points: list[Part], cells: Sequence[str], place: str, label: str | None) -> None:
        text = self._rows.text(cells, place)
        normal = self._rows.value(cells, place, quick_email)
        if normal is not None and not any(each[NORMAL] == normal for each in points):
            points.append(_point("email", label, text, normal, points))

    def _add_phone(self, points: list[Part], cells: Sequence[str], place: str, label: str | None) -> None:
        text = self._rows.text(cells, place)
        if not text:
            return
        normal = self._rows.links.phone(text)
        if normal is None:
            self._rows.remarks.note(Remark.PHONE_KEPT, self._rows.column_of[place], quoted(text))
        point = _point("phone", label, text, normal or text, points)
        if label == "fax":
            # Nobody answers a fax.
            point[PRIMARY] = 0
        if not any(each[NORMAL] == point[NORMAL] for each in points):
            points.append(point)

    def _add_address(self, points: list[Part], cells: Sequence[str], prefix: str) -> None:
        parts = [self._rows.text(cells, f"{prefix}{name}") for name in _ADDRESS]
        if not prefix:
            second = self._rows.text(cells, "street.2")
            parts[0] = "\n".join(line for line in (parts[0], second) if line)
        if not any(parts):
            return
        country = self._country[prefix](parts[-1]) if parts[-1] else None
        point = _point("address", "home" if prefix else None, None, fold(parts[1]) or None, points)
        if parts[-1] and country is None:
            point[VALUE] = ", ".join(part for part in parts if part)
        point[STREET:PRIMARY] = [*(part or None for part in parts[:-1]), country]
        points.append(point)


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


def _point(kind: str, label: str | None, value: Stored, normal: Stored, points: list[Part]) -> Part:
    position = sum(1 for each in points if each[KIND] == kind)
    primary = int(not any(each[KIND] == kind and each[PRIMARY] for each in points))
    return [kind, label, value, normal, None, None, None, None, None, primary, position]
