"""What a file is: its form, the kind of its rows, and where its columns go, before anything is planned."""

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import NamedTuple

from crm_desktop.errors import CrmError, UnreadableFile
from crm_desktop.exchange.amount_cells import AmountForm
from crm_desktop.exchange.amount_currencies import currency_in
from crm_desktop.exchange.amount_units import UNITS, unit_in, unit_label
from crm_desktop.exchange.cell_readers import ColumnForm
from crm_desktop.exchange.choice_words import role_of_title
from crm_desktop.exchange.column_forms import Settled, settle
from crm_desktop.exchange.kind_signs import UnclearKind, kind_of_table
from crm_desktop.exchange.mapping import Mapped, map_columns
from crm_desktop.exchange.presets import preset_of
from crm_desktop.exchange.readers.opening import open_table
from crm_desktop.exchange.readers.table import Table, TableRow
from crm_desktop.exchange.row_choices import RowAt, key_of
from crm_desktop.exchange.saved_mappings import SavedMapping, offered
from crm_desktop.exchange.slots import EXPORTED, IMPORTABLE, Slot, Target, all_words, header_key, target_of
from crm_desktop.exchange.source import AUTO, Source
from crm_desktop.exchange.survey import Survey
from crm_desktop.jobs import Progress
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.schema.contacts import CONTACT
from crm_desktop.schema.field import FieldKind
from crm_desktop.schema.forms import Place
from crm_desktop.schema.own import STANDARD, Kinds
from crm_desktop.values.counts import shown_number
from crm_desktop.values.money import currencies_of
from crm_desktop.words import _, in_quotes, ngettext

REJECT_COLUMNS = ("reject_row", "reject_column", "reject_value", "reject_reason")
EXTRA_COLUMN = "reject_extra"
# Lines of orders and invoices are what was bought.
_ALSO_CALLED = {"orders": "purchases", "invoices": "purchases"}
HINT_COLUMN = "reject_read_as"
_CONTACT_SORTS = {each.value for each in CONTACT.by_name["kind"].choices}
MOST_NAMED = 20  # columns in a sentence: nobody reads the names of thousands
_WORKBOOKS = {".xlsx", ".xlsm", ".xls", ".ods"}
UNIT_HINT, CURRENCY_HINT, AS_WRITTEN = "unit", "currency", "plain"  # the first two before the number of a column


class Understood(NamedTuple):
    """An open file and what was found out about it; `places` holds the place of each column, `rows` their number."""

    source: Source
    table: Table
    kind: str
    places: Mapping[str, str | None]
    settled: Settled
    rows: int
    reasons: Mapping[str, str]
    notes: Sequence[str]
    title: str
    needs_title: bool
    needs_kind: bool
    all_have_email: bool
    target: Target

    @property
    def slots(self) -> dict[str, tuple[int, Slot]]:
        """The filled places: each with the number of its column."""
        columns = {column: number for number, column in enumerate(self.table.columns)}
        return {
            place: (columns[column], slot)
            for column, place in self.places.items()
            if place is not None and (slot := self.target.slot(place)) is not None
        }

    @property
    def extra(self) -> tuple[int, ...]:
        """The numbers of the columns that hold the surplus cells of refused rows."""
        return tuple(number for number, name in enumerate(self.table.columns) if name.startswith(EXTRA_COLUMN))

    def at(self, row: TableRow) -> RowAt:
        """Return where `row` stands."""
        return RowAt(self.source.path, self.source.read_as.sheet, key_of(row))

    def form(self, column: str) -> ColumnForm:
        """Return how the days and numbers of `column` are written."""
        settled = self.settled
        is_ours = self.target.has_exported(self.table.columns)
        return ColumnForm(settled.orders[column], settled.marks[column], column in settled.shares, is_ours)

    def amount_form(self, column: str) -> AmountForm:
        """Return how the amounts of `column` are written."""
        times = UNITS.get(self.settled.units.get(column, ""), 1)
        currency = self.settled.currencies.get(column, "")
        told = "" if currency or "currency" in self.places.values() else currency_in(column)
        sign = told if len(currencies_of(told)) > 1 else ""
        return AmountForm(self.settled.marks[column], times, currency, self.source.read_as.rounds, sign)

    def plain(self) -> dict[str, object]:
        """Return what was detected as the report carries it."""
        form = self.table.form
        return {
            "source": self.table.name,
            "kind": self.kind,
            "format": form.format,
            "encoding": form.encoding,
            "delimiter": form.delimiter,
            "header_row": form.header_row,
            "dates": self.settled.dates,
            "decimal": self.settled.decimal,
            "units": {column: unit for column, unit in self.settled.units.items() if unit},
            "currencies": dict(self.settled.currencies),
            "rounds": self.source.read_as.rounds,
            "mapping": dict(self.places),
            "reasons": dict(self.reasons),
        }


def understand(
    source: Source,
    place: Place,
    progress: Progress | None = None,
    kinds: Kinds = STANDARD,
    saved: Sequence[SavedMapping] = (),
) -> Understood:
    """Open `source` and find out what it is, reading it once; close its table when done with it.

    Of the `saved` templates, that for the same headers is taken where the user gave no mapping. Raises UnreadableFile
    and WrongUsage.
    """
    table = open_table(source, place.region, _is_known)
    try:
        known = offered(saved, source, [name for name in table.columns if not is_ours(name)])
        if known is not None:
            source = known.given_to(source)
        return _understood(source, table, place, progress or Progress(), kinds)
    except BaseException:
        table.close()
        raise


def _understood(source: Source, table: Table, place: Place, progress: Progress, kinds: Kinds) -> Understood:
    columns = [name for name in table.columns if not is_ours(name)]
    reasons = dict(table.form.reasons)
    notes = list(table.form.warnings)
    hints = _hints(table)
    title = hints.get("file", table.title)
    kind = _ALSO_CALLED.get(source.kind, source.kind)
    if kind == AUTO:
        kind, reasons["kind"], clear = _kind_seen(source, table, hints, columns, kinds)
        notes += [] if clear else [_unclear(table, kind)]
    target = target_of(kind, kinds)
    mapped = map_columns(
        target, source, columns, table.first_rows(), named_as_places=table.kind is not None, region=place.region
    )
    hinted = {name: unit if unit in UNITS else "" for name, unit in _told(UNIT_HINT, hints, columns).items()}
    units = _units(target, mapped, {**hinted, **source.units})
    named, signs = _currencies(units, mapped, place)
    notes += mapped.notes
    reasons |= mapped.reasons
    survey = Survey(table, target, mapped.places, {column for column, unit in units.items() if unit in UNITS}, place)
    rows = survey.read(progress)
    table.join_cells(allowed=survey.joins_cells)
    said = {**_told(CURRENCY_HINT, hints, columns), **source.currencies}
    currencies = {**named, **_in_money(units, said)}
    settled = _settled(source, survey, hints, place, columns)
    settled = settled._replace(units=units, currencies=currencies, signs={**signs, **settled.signs})
    notes += [*settled.doubts, *_about_columns(mapped.places, survey.filled, columns), *_about_rows(table, rows)]
    alone = _kind_alone(columns)
    told = source.kind != AUTO or table.kind is not None
    needs_title = not told and (alone != kind or (kind == "companies" and role_of_title(title) is not None))
    return Understood(
        source,
        table,
        kind,
        mapped.places,
        settled,
        rows,
        reasons,
        notes,
        title,
        needs_title,
        told and alone != kind,
        survey.all_have_email,
        target,
    )


def _kind_seen(
    source: Source, table: Table, hints: Mapping[str, str], columns: Sequence[str], kinds: Kinds
) -> tuple[str, str, bool]:
    """Return the kind of the rows where nobody told it, the reason in words, and whether it is clear."""
    if hints.get("as") in IMPORTABLE:
        return hints["as"], _("the refused rows were read so before"), True
    if table.kind is not None:
        return table.kind, _("files of this form hold nothing else"), True
    if (exported := _exported_kind(table, kinds)) is not None:
        return exported, _("each of its rows says so, as in lists that this program wrote"), True
    if (preset := preset_of(tuple(columns))) is not None:
        return preset.kind, _("exports of {program} look so").format(program=preset.program), True
    return _told_by_columns(source, table, hints.get("file", table.title))


def _unclear(table: Table, kind: str) -> str:
    return _(
        "“{file}” was taken for {kind}, but could be something else. Choose what it is (on the command line with --as)."
    ).format(file=table.name, kind=kind)


def _settled(source: Source, survey: Survey, hints: Mapping[str, str], place: Place, columns: Sequence[str]) -> Settled:
    """Return how days and numbers are written: as was chosen, told by the file, or seen over whole columns."""
    read_as = source.read_as
    read_as = read_as._replace(
        dates=read_as.dates or hints.get("dates"), decimal=read_as.decimal or hints.get("decimal")
    )
    settled = settle(survey.days, survey.numbers, read_as, place)
    return settled._replace(
        signs=survey.signs,
        orders={**dict.fromkeys(columns, place.date_order), **settled.orders},
        marks={**dict.fromkeys(columns, settled.decimal_or(place)), **settled.marks},
        shares=frozenset(column for column, each in survey.shares.items() if each.parts_of_one),
    )


def _told_by_columns(source: Source, table: Table, title: str) -> tuple[str, str, bool]:
    """Return what the columns tell of the kind of the rows; raises UnreadableFile for text that is called a workbook.

    Some programs write tables of text under such a name, and those are read.
    """
    try:
        return kind_of_table(title, [name for name in table.columns if not is_ours(name)])
    except UnclearKind as error:
        if table.form.delimiter is None or source.path.suffix.lower() not in _WORKBOOKS:
            raise
        raise UnreadableFile(
            _(
                "“{file}” is called a workbook but is none: it holds text, in which no column is known. "
                "Open it in the program that made it, and save it as XLSX or CSV."
            ).format(file=source.path.name)
        ) from error


def _units(target: Target, mapped: Mapped, chosen: Mapping[str, str]) -> dict[str, str]:
    """Return the unit of each column of amounts: the `chosen` one, or what its name tells; the reasons say so."""
    units = {}
    for column, place in mapped.places.items():
        slot = None if place is None else target.slot(place)
        if slot is not None and slot.field.kind is FieldKind.MONEY:
            units[column] = chosen.get(column, unit_in(column))
            if column not in chosen and units[column]:
                told = _("{reason}; its name says that it is {unit}")
                mapped.reasons[column] = told.format(
                    reason=mapped.reasons.get(column, ""), unit=unit_label(units[column])
                )
    return units


def _currencies(amounts: Iterable[str], mapped: Mapped, place: Place) -> tuple[dict[str, str], dict[str, str]]:
    """Return the currencies that the names of columns of `amounts` tell, the reasons say so, and the signs in them.

    That of the workspace is meant anyway, and a sign of several says none where there is a column of currencies.
    """
    named, signs = dict[str, str](), dict[str, str]()
    for column in amounts:
        told = currency_in(column)
        meant = currencies_of(told) if told else frozenset()
        if not meant or place.currency in meant:
            continue
        if len(meant) == 1:
            named[column] = signs[column] = next(iter(meant))
            reason = _("{reason}; its name says that it is in {currency}")
            mapped.reasons[column] = reason.format(reason=mapped.reasons.get(column, ""), currency=named[column])
        elif "currency" not in mapped.places.values():
            signs[column] = told
    return named, signs


def _told(hint: str, hints: Mapping[str, str], columns: Sequence[str]) -> dict[str, str]:
    """Return what a file of refused rows keeps as `hint` of its columns, by their number."""
    told = ((name.removeprefix(hint), value) for name, value in hints.items() if name.startswith(hint))
    return {columns[int(number)]: value for number, value in told if number.isdecimal() and int(number) < len(columns)}


def _in_money(amounts: Container[str], currencies: Mapping[str, str]) -> dict[str, str]:
    """Return the `currencies` of those columns that hold `amounts`."""
    return {column: currency for column, currency in currencies.items() if column in amounts}


def _is_known(cell: str) -> bool:
    return header_key(cell) in all_words() or is_ours(cell)


def is_ours(column: str) -> bool:
    """Tell whether `column` is one that files of refused rows have beside those of their source."""
    return column in REJECT_COLUMNS or column == HINT_COLUMN or column.startswith(EXTRA_COLUMN)


def _hints(table: Table) -> dict[str, str]:
    """Return what a file of refused rows keeps about the file that they are from."""
    rows = table.first_rows()
    if HINT_COLUMN not in table.columns or not rows:
        return {}
    number = list(table.columns).index(HINT_COLUMN)
    text = rows[0][number] if number < len(rows[0]) else ""
    pairs = (each.partition("=") for each in text.split("; "))
    return {name: value for name, _sign, value in pairs if value}


def _exported_kind(table: Table, kinds: Kinds) -> str | None:
    """Return the kind of a list that this program wrote, None for other tables and for people or companies alone.

    What has a kind of its own, as activities and tickets do, says that instead.
    """
    told = {row[1] for row in table.first_rows() if len(row) > 1} if "kind" in table.columns[1:2] else set()
    if told and told <= _CONTACT_SORTS and target_of("contacts", kinds).has_exported(table.columns):
        return "contacts" if len(told) > 1 or _fits_both(table.columns) else None
    for singular, kind in EXPORTED.items():
        own = kind_named(kind).table.by_name.get("kind")
        meant = {singular} if own is None else {each.value for each in own.choices}
        if told and told <= meant and target_of(kind, kinds).has_exported(table.columns):
            return kind
    return None


def _fits_both(columns: Sequence[str]) -> bool:
    """Tell whether the `columns` of a list of contacts are not those of people, or of companies, alone.

    Rows of the other kind may come further down. A currency stands beside every amount.
    """
    fields = (CONTACT.by_name.get(column) for column in columns)
    owners = {each.only for each in fields if each is not None and each.kind is not FieldKind.CURRENCY}
    return len(owners - {None}) != 1


def _kind_alone(columns: Sequence[str]) -> str | None:
    """Return the kind that the columns say without the name of their file, None where they do not."""
    try:
        return kind_of_table("", columns)[0]
    except CrmError:
        return None


def _about_columns(places: Mapping[str, str | None], filled: set[str], columns: Sequence[str]) -> list[str]:
    notes = []
    left = [in_quotes(column) for column in columns if places[column] is None and column in filled]
    more = len(left) - MOST_NAMED
    if left:
        named = ", ".join(left[:MOST_NAMED])
        told = _("Columns that go nowhere and are left out: {columns}.")
        if more > 0:
            told = ngettext(
                "Columns that go nowhere and are left out: {columns} and {n} more.",
                "Columns that go nowhere and are left out: {columns} and {n} more.",
                more,
            )
        notes.append(told.format(columns=named, n=shown_number(more)))
    return notes


def _about_rows(table: Table, rows: int) -> list[str]:
    if rows:
        return []
    return [_("“{file}” has names of columns but no rows below them.").format(file=table.name)]
