"""Rows of people and companies."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from crm_desktop.exchange.attachments import photo_of
from crm_desktop.exchange.cell_readers import CellReader
from crm_desktop.exchange.choice_words import role_of_title
from crm_desktop.exchange.consents import ConsentColumns
from crm_desktop.exchange.drafts import Change, Draft, Part, RefusedRow, is_stable
from crm_desktop.exchange.id_series import COMPANY, PERSON, Series, external_sort
from crm_desktop.exchange.known import occurrence
from crm_desktop.exchange.links import Links, external_ids
from crm_desktop.exchange.match import Key, Occurrences
from crm_desktop.exchange.numbered import numbered
from crm_desktop.exchange.person_keys import person_keys
from crm_desktop.exchange.person_names import PersonNames
from crm_desktop.exchange.point_labels import canonical_label
from crm_desktop.exchange.point_parts import CITY, KIND, NORMAL, POINT_COLUMNS, STREET, changed_points
from crm_desktop.exchange.point_rows import PointReader
from crm_desktop.exchange.remarks import Remark, Remarks, quoted
from crm_desktop.exchange.row_reader import RowReader, circle
from crm_desktop.exchange.sectors import near_sector
from crm_desktop.exchange.understand import Understood
from crm_desktop.schema.contacts import NAME_PARTS
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.values.names import fold, fold_company, fold_key
from crm_desktop.values.web import web_domain
from crm_desktop.words import _

OLDEST, LATEST = "1900-01-01", "2100-01-01"  # programs write days from there where they know no birthday


class ContactRows(RowReader):
    """Rows that are people or companies, each by itself."""

    brings = frozenset({"people", "companies"})
    table = "contact"
    part_table = "contact_point"
    part_owner = "contact"
    part_columns = POINT_COLUMNS
    companion_table = "affiliation"
    companion_of_new = False
    computed: ClassVar[tuple[str, ...]] = (
        *("kind", "name", "owner", "roles", *NAME_PARTS, "company", "birthday", "parent"),
    )
    sort: ClassVar[str | None] = None

    def __init__(self, understood: Understood, links: Links, place: Place, remarks: Remarks) -> None:
        super().__init__(understood, links, place, remarks)
        self._above: bytes | None = None
        self._points = PointReader(self)
        self._person_names = PersonNames(self)
        self._consents = ConsentColumns(self)
        self._without_keys = links.known.people_without_keys()
        self._kind = self.reader("kind") if "kind" in self.at else None
        self._names_company = not {"company", "company.id", "company.website"}.isdisjoint(self.at)
        self._flags: list[tuple[str, CellReader]] = [
            (role, self.reader(f"roles.{role}")) for role in ("customer", "supplier") if f"roles.{role}" in self.at
        ]

    def also_filled(self) -> Sequence[str]:
        """Return the notes where there are further ones, and the photo."""
        self._notes = sorted(
            (each.number, self.at[name], self.at.get(f"{name}.label"))
            for name in self.at
            if (each := numbered(name)) is not None and each.kind == "note" and not each.part
        )
        return [*(["notes"] if self._notes else []), *(["photo"] if "photo" in self.at else [])]

    @property
    def series(self) -> Sequence[Series]:
        """The series of ids of the people, of the companies, or of both."""
        column = self.column_of.get("external_id")
        if column is None or self.is_exported:
            return ()
        role = role_of_title(self.understood.title)
        sorts = (PERSON, COMPANY) if self.sort is None else (self.sort,)
        return [Series(external_sort(column, "contact", sort), role) for sort in sorts]

    def sort_of(self, cells: Sequence[str]) -> str:
        """Return whether a row is a person or a company; raises RefusedRow."""
        if self.sort is not None:
            return self.sort
        told = None if self._kind is None else self.value(cells, "kind", self._kind)
        if told is not None:
            return str(told)
        if self.text(cells, "given_name") or self.text(cells, "family_name"):
            return PERSON
        name = self._person_names.text(cells)
        if name and (self.text(cells, "company") or self.text(cells, "job_title")):
            return PERSON
        return COMPANY if not name or fold_company(name) != fold(name) else PERSON

    def draft(self, cells: Sequence[str]) -> Draft:
        """Return the person or company that `cells` describe."""
        sort = self.sort_of(cells)
        values = self.plain_values(cells)
        position = self.position
        values[position["kind"]] = sort
        external = self.external(cells, "external_id", "contact", sort) if "external_id" in self.at else None
        keys: list[Key] = []
        if external is not None:
            keys.append(external)
            values[position["external_ids"]] = external_ids(keys)
        if "owner" in self.at or "owner.id" in self.at:
            values[position["owner"]] = self.owner(cells)
        if self._notes:
            values[position["notes"]] = self._all_notes(values[position["notes"]], cells)
        if self._flags:
            roles = [role for role, read in self._flags if self.value(cells, f"roles.{role}", read)]
            values[position["roles"]] = json.dumps(roles) if roles else values[position["roles"]]
        points = self._points.points(cells)
        if sort == PERSON:
            draft = Draft(values, self.links.people, keys, points)
            self._key_person(draft, keys, cells)
        else:
            keys += self._company_keys(values, cells)
            draft = Draft(values, self.links.companies, keys, points)
        if self.empties:
            draft.emptied = self._points.empty(cells)
        if "photo" in self.at:
            self._add_photo(draft, cells)
        draft.consents = self._consents.of(cells)
        return draft

    @property
    def occurrences(self) -> Occurrences | None:
        """People without an e-mail address, a phone or a company: found by name, birthday and address."""
        return self._without_keys

    def changed_parts(self, before: list[Part], row: list[Part]) -> tuple[list[Part], list[tuple[Part, Part]]]:
        """Return which contact points of a row are new, and which replace another."""
        return changed_points(before, row)

    def _key_person(self, draft: Draft, external: list[Key], cells: Sequence[str]) -> None:
        """Complete the `draft` of a person, and say what says the same person, the strongest first."""
        name = self._person_names.take(draft, cells)
        company = None
        if self._names_company:
            company = draft.values[self.position["company"]] = self.company(cells)
        if "birthday.month" in self.at:
            draft.values[self.position["birthday"]] = self._birthday(cells)
        self._look_at_birthday(draft.values[self.position["birthday"]])
        folded = fold(name)
        emails = [str(point[NORMAL]) for point in draft.parts if point[KIND] == "email"]
        phones = [str(point[NORMAL]) for point in draft.parts if point[KIND] == "phone"]
        draft.keys = [*external, *person_keys(folded, emails, phones, company)]
        # Where everybody has an e-mail address, no weaker key can say the same person.
        by_email = self.understood.all_have_email and not self.links.people_by_name
        strong = len(external) + len(emails)
        draft.known_by = draft.keys[:strong] if by_email else [*draft.keys, ("name", folded)]
        if not is_stable(draft.keys):
            draft.occurrence = occurrence((folded, *self._birthday_and_address(draft)))

    def moved(self, before: Sequence[Stored], after: list[Stored]) -> None:
        """Let the whole name and its parts follow each other."""
        if after[self.position["kind"]] == PERSON and "given_name" in self.position:
            self._person_names.follow(before, after)

    def companion(self, change: Change) -> dict[str, Stored] | None:
        """Return the job that a person has left with this import, so that it stays on the record."""
        position = self.position
        company = position.get("company")
        if change.before is None or company is None or change.before[company] in (None, change.after[company]):
            return None
        before = change.before
        return {
            "person": change.record,
            "company": before[company],
            "job_title": before[position["job_title"]] if "job_title" in position else None,
            "to_day": datetime.fromtimestamp(change.now_ms / 1000, self.place.zone).date().isoformat(),
            "is_main": 1,
        }

    def _add_photo(self, draft: Draft, cells: Sequence[str]) -> None:
        """Take the picture of the row as a file of its contact."""
        text = self.text(cells, "photo")
        draft.values[self.position["photo"]] = None
        name = draft.values[self.position["name"]] or draft.fill.get(self.position["name"])
        if text[:5].lower() != "data:":
            if text:
                self.remarks.note(Remark.PHOTO_ELSEWHERE)
            return
        photo = photo_of(text, str(name or ""))
        if photo is None:
            self.remarks.note(Remark.PHOTO_DAMAGED, "", quoted(str(name or "")))
        else:
            draft.files = [photo]

    def _all_notes(self, first: Stored, cells: Sequence[str]) -> str | None:
        """Return the notes of a row with its further ones below, each with its label."""
        lines = [str(first)] if first else []
        for _number, at, label_at in self._notes:
            column = self.names[at]
            own = None if numbered(column) is not None else column
            label = canonical_label(cells[label_at]) if label_at is not None else own
            if cells[at]:
                lines.append(f"{label}: {cells[at]}" if label else cells[at])
        return "\n".join(lines) or None

    def _birthday_and_address(self, draft: Draft) -> tuple[Stored, Stored, Stored]:
        birthday = self.position.get("birthday")
        born = None if birthday is None else draft.values[birthday]
        address = next((each for each in draft.parts if each[KIND] == "address"), None)
        return (born, None, None) if address is None else (born, address[STREET], address[CITY])

    def _birthday(self, cells: Sequence[str]) -> Stored:
        year, month, day = (self.text(cells, f"birthday.{part}") for part in ("year", "month", "day"))
        if not month or not day:
            return None
        if not (month.isdigit() and day.isdigit() and 1 <= int(month) <= 12 and 1 <= int(day) <= 31):
            reason = _("{month}/{day} is no day of a year.").format(month=month, day=day)
            raise RefusedRow(self.column_of["birthday.month"], month, reason)
        short = f"{int(month):02}-{int(day):02}"
        return f"{int(year):04}-{short}" if year.isdigit() else f"--{short}"

    def _look_at_birthday(self, born: Stored) -> None:
        """Remark on a birthday that nobody has who is a customer now."""
        day = str(born or "--")
        if not day.startswith("--") and not OLDEST < day < LATEST and not self.is_exported:
            column = next((self.column_of[name] for name in ("birthday", "birthday.year") if name in self.at), "")
            self.remarks.note(Remark.UNLIKELY_BIRTHDAY, column, quoted(day))

    def _company_keys(self, values: list[Stored], cells: Sequence[str]) -> list[Key]:
        """Complete the `values` of a company; return what says the same company, the strongest first."""
        position = self.position
        name = self._person_names.text(cells) or self.text(cells, "company")
        if not name:
            raise self.refused(("name",), cells, _("The row has no name of a company."))
        values[position["name"]] = name
        self._note_oddities(values)
        self._above = None
        if "parent" in self.at or "parent.id" in self.at:
            self._above = self._parent(cells, name)
            values[position["parent"]] = self.links.that_comes(self._above)
        keys: list[Key] = []
        for sort, field, key in (("vat", "vat_id", fold_key), ("domain", "website", web_domain)):
            found = values[position[field]] if field in position else None
            text = key(str(found)) if found else None
            if text:
                keys.append((sort, text))
        return keys + self.links.company_keys(name)

    def found(self, draft: Draft, record: bytes) -> None:
        """A company that is found by a name without its legal form keeps the form."""
        name = self.position["name"]
        known = draft.values[self.position["kind"]] == COMPANY and draft.keys
        if known and self.links.note_loose(record, draft.keys, str(draft.values[name])):
            draft.values[name] = None

    def belongings(self, cells: Sequence[str], record: bytes) -> None:
        """Put a company below its parent; raises RefusedRow where that closes a circle."""
        if self._above is not None and not self.links.parents.put(record, self._above):
            raise circle(self, ("parent", "parent.id"), cells, self.text(cells, "name") or self.text(cells, "company"))

    def _parent(self, cells: Sequence[str], name: str) -> bytes | None:
        parent = self.text(cells, "parent")
        if parent and self.links.company_keys(parent) != self.links.company_keys(name):
            return self.links.company(parent)
        external = None if parent else self.external(cells, "parent.id", "contact", COMPANY)
        if parent or (external is not None and external[1] == self.text(cells, "external_id")):
            column = self.column_of["parent" if parent else "parent.id"]
            self.remarks.note(Remark.ITS_OWN_PARENT, column, quoted(name))
            return None
        if external is None:
            return None
        own = self.series[-1].sort if self.series else ""
        return self.links.coming(self.links.companies, self.links.series.meant(external, own), ("contact", "parent"))

    def _note_oddities(self, values: Sequence[Stored]) -> None:
        """Remark on what is kept as the file has it, though it may mean something else."""
        sector = values[self.position["sector"]] if "sector" in self.at else None
        meant = near_sector(str(sector)) if sector else None
        if meant is not None:
            self.remarks.note(Remark.KEPT_AS_WRITTEN, self.column_of["sector"], f"{quoted(str(sector))} ({meant}?)")
        if "annual_revenue" in self.at:
            revenue = values[self.position["annual_revenue"]]
            if isinstance(revenue, int):
                currency = str(values[self.position["currency"]] or self.place.currency)
                self.remarks.note_amount(self.column_of["annual_revenue"], revenue, currency)


class PeopleRows(ContactRows):
    """Rows that are people; one that names nobody but a company, as in address books, is that company."""

    brings = frozenset({"people"})
    computed = ("kind", "name", "owner", "roles", *NAME_PARTS, "company", "birthday")
    sort = PERSON

    def sort_of(self, cells: Sequence[str]) -> str:
        """Return whether a row is a person or, where nothing in it is a person's, a company."""
        told = (*NAME_PARTS, "nickname", "job_title", "birthday", "birthday.month")
        if self._person_names.text(cells) or any(self.text(cells, place) for place in told):
            return PERSON
        return COMPANY if self.text(cells, "company") and not self._points.has_own_mailbox(cells) else PERSON


class CompanyRows(ContactRows):
    """Rows that are all companies; a contact person named beside one becomes a person of that company."""

    brings = frozenset({"companies"})
    computed = ("kind", "name", "owner", "roles", "parent")
    sort = COMPANY

    def __init__(self, understood: Understood, links: Links, place: Place, remarks: Remarks) -> None:
        super().__init__(understood, links, place, remarks)
        role = role_of_title(understood.title)
        self._role = None if role is None else json.dumps([role])

    def draft(self, cells: Sequence[str]) -> Draft:
        """Return the company that `cells` describe, with the role that the file's name gives."""
        draft = super().draft(cells)
        if draft.values[self.position["roles"]] is None:
            draft.values[self.position["roles"]] = self._role
        return draft

    def belongings(self, cells: Sequence[str], record: bytes) -> None:
        """Put the company below its parent, and find or make the person that the row names as its contact."""
        super().belongings(cells, record)
        name, email = self.text(cells, "person"), self.text(cells, "person.email")
        if not name and not email:
            return
        phone = self.text(cells, "person.phone")
        if phone and self._points.country not in (None, self.place.region):
            phone = self.links.phones.normal(phone, self._points.country) or phone
        person = self.links.person(name, email, phone, record)
        made = None if person is None else self.links.makings.waiting.get(person)
        if made is not None:
            made.values["company"] = record
            made.values["job_title"] = self.text(cells, "person.job_title") or None
