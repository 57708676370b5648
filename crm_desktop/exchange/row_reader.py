"""What every kind of row has in common: cells become stored values, links and keys, or the row is refused."""

import json
from collections.abc import Sequence
from typing import ClassVar
from unicodedata import is_normalized

from crm_desktop.errors import InvalidField
from crm_desktop.exchange.amount_cells import amount_reader, currency_of
from crm_desktop.exchange.cell_readers import EMPTY_WORDS, ERROR_SIGNS, CellReader, cell_reader
from crm_desktop.exchange.drafts import Change, Draft, Part, RefusedRow, is_stable
from crm_desktop.exchange.id_series import Series, external_key
from crm_desktop.exchange.known import OWN_ID, name_key, occurrence
from crm_desktop.exchange.links import OURS, Links, external_ids
from crm_desktop.exchange.match import EXTERNAL, REFERENCE, Key, Occurrences
from crm_desktop.exchange.readers.sheet_cells import Failed, Priced, Typed, is_cut, whole_digits
from crm_desktop.exchange.readers.table import TableRow
from crm_desktop.exchange.remarks import Remark, Remarks, quoted
from crm_desktop.exchange.survey import NUMBERS
from crm_desktop.exchange.understand import Understood
from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.values.counts import shown_number
from crm_desktop.values.names import clean_text
from crm_desktop.values.spreadsheet import original_text
from crm_desktop.words import _


class RowReader:
    """Reads the rows of one file as records of one kind; the readers of the kinds build on it.

    `fields` are those of the table with the workspace's own, `columns` the stored ones that its rows may fill, `usual`
    what a new record gets where a row is silent, `never_empty` what no empty cell empties. The files of a record
    are found on the page of the contact in the first filled one of `contact_columns`, too, and of the records in
    `file_columns`. Where the user wishes that empty cells empty filled fields, it `empties`.
    """

    table: ClassVar[str]
    brings: ClassVar[frozenset[str]] = frozenset()
    computed: ClassVar[tuple[str, ...]] = ()
    never_empty: ClassVar[frozenset[str]] = frozenset({"kind", "currency"})
    part_table: ClassVar[str | None] = None
    part_owner: ClassVar[str] = ""
    part_columns: ClassVar[tuple[str, ...]] = ()
    companion_table: ClassVar[str | None] = None
    companion_of_new: ClassVar[bool] = True
    contact_columns: ClassVar[tuple[str, ...]] = ()
    file_columns: ClassVar[tuple[str, ...]] = ()
    unions: ClassVar[frozenset[str]] = frozenset({"tags", "roles", "external_ids"})

    def __init__(self, understood: Understood, links: Links, place: Place, remarks: Remarks) -> None:
        self.understood = understood
        self.links = links
        self.place = place
        self.remarks = remarks
        self.empties = False
        self.names = understood.table.columns
        self._is_tree = understood.table.form.format == "json"
        self.is_exported = understood.target.has_exported(self.names)
        # in a list of our own “none” and “-” were typed by somebody
        self._empty_words = frozenset() if self.is_exported else EMPTY_WORDS
        ids = "external_ids"
        self._ids_at = list(self.names).index(ids) if self.is_exported and ids in self.names else None
        self.at = {place_name: number for place_name, (number, _slot) in understood.slots.items()}
        self.column_of = {place_name: self.names[number] for place_name, number in self.at.items()}
        self.fields = {**BY_NAME[self.table].by_name, **{each.name: each for each in understood.target.own}}
        declared = self.fields
        plain = self._plain_slots()
        amounts = self._amount_slots()
        currency = ["currency"] if amounts and "currency" in declared else []
        wanted = [*dict.fromkeys([*plain, *amounts, *currency, *self.computed, *self.also_filled(), "external_ids"])]
        wanted += [each.name for each in declared.values() if each.default is not None and each.name not in wanted]
        self.columns = tuple(wanted)
        self.position = {name: number for number, name in enumerate(wanted)}
        self.usual: dict[int, Stored] = {
            number: declared[name].default for number, name in enumerate(wanted) if declared[name].default is not None
        }
        self._read_columns(plain)

    def _read_columns(self, plain: Sequence[str]) -> None:
        """Make ready to read the cells of the `plain` places, and the amounts."""
        understood = self.understood
        # a file cannot be named in a cell, so none is asked for
        self._wanted = [
            each
            for each in understood.target.own
            if each.required and not each.read_only and each.default is None and each.target != "attachment"
        ]
        self._read = [
            (self.at[name], self.position[name], self.reader(name)) for name in plain if not self._is_text(name)
        ]
        self._direct = [(self.at[name], self.position[name]) for name in plain if self._is_text(name)]
        self._numeric = {number for number, slot in understood.slots.values() if slot.field.kind in NUMBERS}
        money = [name for name, (_n, slot) in understood.slots.items() if slot.field.kind is FieldKind.MONEY]
        forms = {name: understood.amount_form(self.column_of[name]) for name in money}
        self._amount_forms = {
            name: (form, amount_reader(form, self.column_of[name], self.remarks)) for name, form in forms.items()
        }
        # the currency of the record is that which is told
        self._money = {self.at[name] for name in money}
        self._amounts = sorted(self._amount_slots(), key=lambda name: not forms[name].currency)

    @property
    def emptied(self) -> set[int]:
        """The numbers of the columns that an empty cell may empty: each has a cell of its own, and can be missing."""
        needed = {each.name for each in self.fields.values() if each.required or each.default is not None}
        kept = {BY_NAME[self.table].title, *self.never_empty, *needed}
        return {self.position[name] for name in self.at if name in self.position and name not in kept}

    @property
    def never_emptied(self) -> dict[int, str]:
        """The numbers of the columns that no empty cell empties, with the names of those cells."""
        mine = {self.position[name]: column for name, column in self.column_of.items() if name in self.position}
        return {number: column for number, column in mine.items() if number not in self.emptied}

    def also_filled(self) -> Sequence[str]:
        """Return the columns that the filled places need beside `computed`."""
        return ()

    @property
    def occurrences(self) -> Occurrences | None:
        """Where records without a key are found by what they hold."""
        return None

    def draft(self, cells: Sequence[str]) -> Draft | None:
        """Return the cleaned `cells` as they would be stored, None for a row that only completes others.

        Raises RefusedRow and Several.
        """
        raise NotImplementedError

    def belongings(self, cells: Sequence[str], record: bytes) -> None:
        """Find or make what a row names that belongs to its `record`; raises RefusedRow and Several."""

    def found(self, draft: Draft, record: bytes) -> None:
        """Leave out of `draft` what says less than the `record` that it was found to be."""

    def completed(self, values: list[Stored]) -> None:
        """Complete the `values` of a new record, after the row's own, `fill` and the defaults."""

    def moved(self, before: Sequence[Stored], after: list[Stored]) -> None:
        """Complete `after`, what becomes of an existing record that had `before`."""

    def companion(self, change: Change) -> dict[str, Stored] | None:
        """Return the row of `companion_table` that goes with a new or changed record, or None."""
        raise NotImplementedError

    def beside(self, values: Sequence[Stored]) -> dict[str, bytes | None]:
        """Return the records, by table, on whose pages the files of a record with `values` are found as well."""
        contacts = (values[self.position[name]] for name in self.contact_columns)
        found: dict[str, Stored] = {"contact": next((each for each in contacts if each is not None), None)}
        found |= {name: values[self.position[name]] for name in self.file_columns}
        return {table: record for table, record in found.items() if isinstance(record, bytes)}

    def changed_parts(self, before: list[Part], row: list[Part]) -> tuple[list[Part], list[tuple[Part, Part]]]:
        """Return the parts of a row that its record lacks, and those that it has otherwise with what they become."""
        return [each for each in row if each not in before], []

    def reader(self, place_name: str) -> CellReader:
        """Return what reads the cells of the place."""
        column = self.column_of[place_name]
        slot = self.understood.slots[place_name][1]
        if slot.field.own is not None and slot.field.kind is FieldKind.LINK:
            return self.links.own_reader(slot.field)
        return cell_reader(slot, self.table, column, self.understood.form(column), self.place, self.remarks)

    def cleaned(self, row: TableRow) -> list[str]:
        """Return the cells of a row cleaned; empty words, errors and columns that go nowhere are empty.

        Raises RefusedRow for an error where empty cells empty fields: it says nothing.
        """
        cells = row.cells
        texts = [""] * len(self.names)
        for number in self.at.values():
            cell = cells[number]
            if cell.__class__ is Typed:
                texts[number] = cell if number in self._numeric else str(cell)
            elif cell.__class__ is Priced:
                texts[number] = self._number_of(cell, number)
            elif cell.__class__ is Failed:
                self._note_error(row, number)
            elif cell:
                plain = cell.isprintable() and (cell.isascii() or is_normalized("NFC", cell))
                text = cell.strip() if plain else clean_text(cell)
                if text in self._empty_words and text in ERROR_SIGNS:
                    self._note_error(row, number)
                elif text in self._empty_words:
                    self.remarks.note(Remark.EMPTY_WORD, self.names[number], quoted(text))
                else:
                    texts[number] = text if text[:1] != "'" else original_text(text)
        return texts

    def _number_of(self, cell: str, number: int) -> str:
        """Return an amount with its currency where one is asked for, and its number alone elsewhere."""
        if number in self._money:
            return Typed(str(cell))
        return Typed(cell[:]) if number in self._numeric else cell[:]

    def _note_error(self, row: TableRow, number: int) -> None:
        column, sign = self.names[number], row.cells[number].strip()
        if self.empties:
            reason = _("The spreadsheet has an error there, which is neither a value nor empty. Type what is meant.")
            raise RefusedRow(column, sign, reason)
        example = _("{value} in row {n}").format(value=quoted(sign), n=shown_number(row.number))
        self.remarks.note(Remark.ERROR_CELL, column, example)

    def plain_values(self, cells: Sequence[str]) -> list[Stored]:
        """Return the values of the places that are fields of their own; raises RefusedRow."""
        values: list[Stored] = [None] * len(self.columns)
        for number, position in self._direct:
            values[position] = cells[number] or None
        number = 0
        try:
            for number, position, read in self._read:
                if cells[number]:
                    values[position] = read(cells[number])
        except InvalidField as error:
            raise RefusedRow(self.names[number], cells[number], str(error)) from error
        for name in self._amounts:
            values[self.position[name]] = self.amount(cells, name, values)
        return values

    def text(self, cells: Sequence[str], place_name: str) -> str:
        """Return the cell of the place; empty where there is no such column."""
        number = self.at.get(place_name)
        return "" if number is None else cells[number]

    def value(self, cells: Sequence[str], place_name: str, read: CellReader) -> Stored:
        """Return the stored form of the cell of the place, or None; raises RefusedRow."""
        text = self.text(cells, place_name)
        if not text:
            return None
        try:
            return read(text)
        except InvalidField as error:
            raise RefusedRow(self.column_of[place_name], text, str(error)) from error

    def amount(self, cells: Sequence[str], place_name: str, values: list[Stored]) -> Stored:
        """Return the amount in the cell of the place, or None; its currency is that of the row, or becomes it.

        Raises RefusedRow.
        """
        text = self.text(cells, place_name)
        if not text:
            return None
        form, read = self._amount_forms[place_name]
        at = self.position.get("currency")
        if at is not None and values[at] is None:
            values[at] = currency_of(text, form, self.place.currency)
        elif at is not None and form.currency and "currency" not in self.at and values[at] != form.currency:
            told = _("The row has amounts in {first} and {second}; a record has one currency. Leave one column out.")
            raise self.refused([place_name], cells, told.format(first=values[at], second=form.currency))
        currency = str((values[at] if at is not None else None) or self.place.currency)
        return self.value(cells, place_name, lambda text: read(text, currency))

    def external(self, cells: Sequence[str], place_name: str, table: str, sort: str = "") -> Key | None:
        """Return the key of the id of another program in the cell of the place, or None.

        The place of a link has none where the record is deleted there, which is remarked.
        """
        text = self.text(cells, place_name)
        if not text:
            return None
        if place_name.endswith(".id") and ";" in text:
            self.remarks.note(Remark.SEVERAL_IDS, self.column_of[place_name], quoted(text))
            text = text.partition(";")[0].strip()
        if text.endswith(".0") and text[:-2].isdecimal():
            # Spreadsheets and statistics programs make broken numbers of ids.
            text = text[:-2]
        if is_cut(text):
            told = _(
                "A spreadsheet left digits of the id “{value}” out, so that other ids look alike. Export it as text."
            )
            raise self.refused([place_name], cells, told.format(value=text))
        text = whole_digits(text)
        if self._is_tree and text.startswith("@"):
            return REFERENCE, text
        own = self.links.own_key(table, text)
        if own is None and self.is_exported:
            return f"{EXTERNAL}{OURS}", text
        key = own or self.links.series.meant(external_key(self.column_of[place_name], table, sort, text))
        gone = self.links.gone(table, key) if place_name.endswith(".id") else None
        if gone is not None:
            self.remarks.note(Remark.GONE_THERE, self.column_of[place_name], quoted(gone))
        return key if gone is None else None

    @property
    def series(self) -> Sequence[Series]:
        """The series of ids that the rows bring: contacts have several."""
        return ()

    def take_exported(self, draft: Draft, cells: Sequence[str]) -> None:
        """Let the record of `draft` be found by the ids of other programs too that our own list has of it.

        The `cells` are as they stand in the file.
        """
        text = "" if self._ids_at is None else cells[self._ids_at]
        if not text:
            return
        try:
            theirs = {str(name): str(value) for name, value in dict(json.loads(text)).items()}
        except ValueError as error:
            raise RefusedRow("external_ids", text, _("These are not the ids that a list of ours has.")) from error
        own = [key for key in draft.keys[:1] if key[0] in (OWN_ID, f"{EXTERNAL}{OURS}")]
        keys = [*own, *((f"{EXTERNAL}{name}", value) for name, value in theirs.items() if name != OURS)]
        draft.keys = [*keys, *draft.keys[len(own) :]]
        draft.known_by = [*keys, *draft.known_by[len(own) :]]
        draft.values[self.position["external_ids"]] = external_ids(keys)

    def identify(self, draft: Draft, external: Key | None, holds: Sequence[Stored]) -> None:
        """Let the record of `draft` be found by its `external` id, else by what it `holds`.

        A reference in a tree of records says the same record only to the other rows of that tree.
        """
        keys = [] if external is None else [external]
        draft.keys = draft.known_by = keys
        if not is_stable(keys):
            draft.occurrence = occurrence(holds)
        elif "external_ids" in self.position:
            draft.values[self.position["external_ids"]] = external_ids(keys)

    def refused(self, place_names: Sequence[str], cells: Sequence[str], reason: str) -> RefusedRow:
        """Return the refusal of a row for `reason`, about the first of the places that has a column."""
        found = next((name for name in place_names if name in self.at), None)
        if found is None:
            return RefusedRow("", "", reason)
        return RefusedRow(self.column_of[found], cells[self.at[found]], reason)

    def sort_of(self, _cells: Sequence[str]) -> str:
        """Return of which sort the record of a row is where those of its table have several; raises RefusedRow."""
        return ""

    def owner(self, cells: Sequence[str]) -> bytes | None:
        """Return the member whom the row names as owner: one with the other program's id, else by name, made then."""
        told, text = self.text(cells, "owner.id"), self.text(cells, "owner")
        external = self.external(cells, "owner.id", "member") if told else None
        if external is not None:
            members = self.links.named("member")
            found = self.links.that_comes(members.find([external])) or members.find(
                [("email" if "@" in told else "name", name_key(told))]
            )
            if found is not None:
                return found
            if not text:
                self.remarks.note(Remark.NOT_HERE, self.column_of["owner.id"], quoted(told))
        return self.links.member(text) if text else None

    def company(self, cells: Sequence[str]) -> bytes | None:
        """Return the company that the row names, made where it is not there; raises Several and InvalidField."""
        external = self.external(cells, "company.id", "contact", "company")
        if external is None and self.text(cells, "company.id"):
            return None  # it is deleted in the other program: its name does not bring it back
        return self.links.company(self.text(cells, "company"), external, self.text(cells, "company.website"))

    def person(self, cells: Sequence[str], company: bytes | None, place_name: str = "person") -> bytes | None:
        """Return the person of `company` that the cells of `place_name` name, made where nobody is; raises likewise."""
        external = self.external(cells, f"{place_name}.id", "contact", "person")
        if external is None and self.text(cells, f"{place_name}.id"):
            return None  # deleted likewise
        email, phone = (self.text(cells, f"{place_name}.{part}") for part in ("email", "phone"))
        return self.links.person(self.text(cells, place_name), email, phone, company, external)

    def check_filled(self, draft: Draft, cells: Sequence[str]) -> None:
        """Raise RefusedRow where the new record of `draft` lacks a value that the workspace wants of each."""
        kind = draft.values[self.position["kind"]] if "kind" in self.position else None
        for field in self._wanted:
            at = self.position.get(field.name)
            if (field.only is None or kind in (None, field.only)) and (at is None or draft.values[at] is None):
                told = _("{field} is empty, and the workspace wants it of every new record. Fill it in the file.")
                raise self.refused([field.name], cells, told.format(field=field.label))

    def _plain_slots(self) -> list[str]:
        """Return the filled places that are columns of the table and need nothing but their own cell."""
        return [
            each.name
            for each in self._stored_slots()
            if each.kind is not FieldKind.MONEY and (each.kind is not FieldKind.LINK or each.own is not None)
        ]

    def _is_text(self, place_name: str) -> bool:
        kind = self.understood.slots[place_name][1].field.kind
        return kind in (FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.LANGUAGE)

    def _amount_slots(self) -> list[str]:
        return [each.name for each in self._stored_slots() if each.kind is FieldKind.MONEY]

    def _stored_slots(self) -> list[Field]:
        filled = [self.fields[name] for name in self.at if name in self.fields]
        return [each for each in filled if each.stored or each.own is not None]


def circle(reader: RowReader, places: Sequence[str], cells: Sequence[str], name: str) -> RefusedRow:
    """Return the refusal of a row that puts `name` below something that is below it already."""
    above = next((text for place in places if (text := reader.text(cells, place))), "")
    told = _("“{name}” cannot be below “{above}”, which is below it already.")
    return reader.refused(places, cells, told.format(name=name, above=above))
