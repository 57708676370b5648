"""How the text of a cell becomes the stored form of its place."""

import json
import re
from collections.abc import Callable
from datetime import datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from crm_desktop.errors import InvalidField
from crm_desktop.exchange.choice_words import choices_by_word
from crm_desktop.exchange.quick_forms import quick_email
from crm_desktop.exchange.readers.sheet_cells import Typed
from crm_desktop.exchange.remarks import Remark, Remarks, quoted
from crm_desktop.exchange.slots import Slot
from crm_desktop.exchange.year_cells import YEAR_FIELDS, year_of
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import LARGEST_WHOLE, Place, Stored, fitting, stored_decimal, stored_value
from crm_desktop.values.address import country_code, country_name
from crm_desktop.values.day import (
    DateOrder,
    at_the_end_of_time,
    day_from_text,
    instant_from_text,
    milliseconds_of,
    partial_day,
    shown_everywhere,
)
from crm_desktop.values.duration import minutes_from_text
from crm_desktop.values.names import fold, fold_key
from crm_desktop.values.numbers import DecimalMark, decimal_from_text
from crm_desktop.values.web import normal_url
from crm_desktop.words import _

CellReader = Callable[[str], Stored]

_EMPTY = (
    *("null", "(null)", "none", "(none)", "nil", "n/a", "n.a.", "#n/a", "n. a.", "-", "--", "---", "–", "—", "?"),
    *("not provided", "not available", "not applicable", "not specified", "unspecified", "undefined", "nan", "(blank)"),
    *("0.0.00", "0.0.0000", "00.00.0000", "0/0/00", "0/0/0000", "00/00/0000", "0000-00-00", "0000-00-00 00:00:00"),
    *("(empty)", "empty", "k.a.", "k. a.", "keine angabe", "leer", "non renseigné", "sin datos", "no disponible"),
    *("keine", "aucun", "aucune", "ninguno", "ninguna", "nessuno", "nessuna"),
)
# What spreadsheets in several languages write to CSV where a formula has no value.
ERROR_SIGNS = frozenset(
    {
        *("#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"),
        *("#NV", "#BEZUG!", "#WERT!", "#ZAHL!", "#ÜBERLAUF!", "#VALEUR!", "#NOM?", "#NOMBRE!", "#NUL!"),
        *("#¡REF!", "#¡DIV/0!", "#¡VALOR!", "#¿NOMBRE?", "#¡NUM!", "#¡NULO!"),
    }
)
EMPTY_WORDS = ERROR_SIGNS | frozenset(
    form for word in _EMPTY for form in (word, word.upper(), word.title(), word.capitalize())
)

_IN_BRACKETS = re.compile(r"(?<=\S)\s*\([^()]*\)\s*$")
_QUOTED_TAGS = re.compile(r'"[^"]*"(?:\s*,\s*"[^"]*")*')
_EVERYBODY = {"mycontacts", "my contacts", "othercontacts", "other contacts", "starred"}
_CLOCK_WITH_SECONDS = re.compile(r"(\d{1,3}):([0-5]\d):([0-5]\d)")
_TIME_OF_DAY = re.compile(r"\d[:h]\d\d|\d\s*[ap]\.?m|\d[Tt]\d", re.IGNORECASE)
EXACT_DIGITS = 15  # that a double keeps, and that spreadsheets show
# Access writes a link as `text#address#`.
_ACCESS_LINK = re.compile(r"[^#]*#([^#]+)#.*")
# Fields without which the record would be another one: what is not understood there refuses the row.
_TELLING = {
    ("interaction", "kind"),
    ("ticket", "kind"),
    ("ticket", "status"),
    ("ticket", "priority"),
    ("contact", "kind"),
}


class ColumnForm(NamedTuple):
    """How the days and numbers of a column are written; its shares may be percents or parts of one.

    In a list of our own tags stand as they are called.
    """

    order: DateOrder
    mark: DecimalMark
    parts_of_one: bool = False
    is_ours: bool = False


def cell_reader(slot: Slot, table: str, column: str, form: ColumnForm, place: Place, remarks: Remarks) -> CellReader:
    """Return what turns a cleaned cell of `column` into the stored form of `slot`; it raises InvalidField."""
    field = slot.field
    match field.kind:
        case FieldKind.PERCENT if form.parts_of_one:
            return lambda text: fitting(field, round(_number(text, form.mark) * 100), text)
        case FieldKind.MINUTES:
            return lambda text: fitting(field, _minutes(text, form.mark), text)
        case FieldKind.NUMBER if field.name in YEAR_FIELDS:
            return _year(column, remarks)
        case FieldKind.NUMBER | FieldKind.PERCENT:
            return lambda text: fitting(field, _whole(text, form.mark), text)
        case FieldKind.DECIMAL:
            times = 100 if form.parts_of_one else 1
            return lambda text: stored_decimal(field, _number(text, form.mark) * times)
        case FieldKind.DAY:
            return day_reader(form)
        case FieldKind.PARTIAL_DAY:
            return lru_cache(4096)(lambda text: partial_day(text, _order(text, form.order)))
        case FieldKind.INSTANT:
            return lru_cache(4096)(lambda text: _instant(text, form.order, place))
        case FieldKind.EMAIL:
            return quick_email
        case FieldKind.URL:
            return _website(column, remarks)
        case FieldKind.COUNTRY:
            return _country(column, place, remarks)
        case FieldKind.CHOICE:
            return _choice(field, table, column, remarks)
        case FieldKind.CHOICES:
            return _choices(field, table, column, remarks)
        case FieldKind.YES_NO:
            return _yes_no(field, table, place)
        case FieldKind.PHONE if field.own is not None:
            return lru_cache(1024)(lambda text: stored_value(field, text, place))
        case FieldKind.TAGS if not form.is_ours:
            return lru_cache(1024)(lambda text: stored_value(field, _tags(text), place))
        case FieldKind.TAGS | FieldKind.CURRENCY | FieldKind.TIME:
            return lru_cache(1024)(lambda text: stored_value(field, text, place))
        case _:
            return _as_it_is


def day_reader(form: ColumnForm) -> CellReader:
    """Return what reads days that are written in `form`."""
    return lru_cache(4096)(lambda text: day_from_text(text, _order(text, form.order)).isoformat())


def is_share(slot: Slot) -> bool:
    """Tell whether the place holds percents."""
    return slot.field.kind is FieldKind.PERCENT or slot.field.name in ("discount_pct", "tax_rate")


def mark_of(text: str, mark: DecimalMark) -> DecimalMark:
    """Return the decimal mark of a cell in a column with `mark`: a number that a workbook holds has a point."""
    return "point" if text.__class__ is Typed else mark


def choice_words(table: str, field: Field) -> CellReader:
    """Return what reads a word as a choice of `field`; it raises InvalidField for a word that is none.

    What stands behind it in brackets is a remark, as in `New (Support Pipeline)`.
    """
    words = choices_by_word(table, field)

    def read(text: str) -> str:
        value = words.get(fold_key(text)) or words.get(fold_key(_IN_BRACKETS.sub("", text)))
        if value is None:
            raise InvalidField(
                field.name,
                _("“{text}” is not one of the choices for {field}: {choices}.").format(
                    text=text, field=_(field.label), choices=", ".join(_(each.label) for each in field.choices)
                ),
            )
        return value

    return read


def has_time(text: str) -> bool:
    """Tell whether `text` says a time beside its day."""
    return _TIME_OF_DAY.search(text) is not None


def _as_it_is(text: str) -> str:
    return text


def _tags(text: str) -> str:
    """Return tags between commas; Google parts groups otherwise, and Mailchimp writes each in quotes."""
    if _QUOTED_TAGS.fullmatch(text):
        return text.replace('"', "")
    if " ::: " not in text and not text.startswith("*"):
        return text
    groups = (each.strip().removeprefix("*").strip() for each in text.split(" ::: "))
    return ", ".join(each for each in groups if each and each.lower() not in _EVERYBODY)


def _whole(text: str, mark: DecimalMark) -> int:
    if text.isascii() and text.isdigit() and len(text) < 19:
        return int(text)
    number = _number(text, mark)
    if number != number.to_integral_value() or abs(number) > LARGEST_WHOLE:
        raise InvalidField("number", _("“{text}” is not a whole number.").format(text=text))
    return int(number)


def _number(text: str, mark: DecimalMark) -> Decimal:
    """Return the number; of one that a program computed, as 0.30000000000000004, without what computing left."""
    number = decimal_from_text(text, mark_of(text, mark))
    noisy = len(number.as_tuple().digits) > EXACT_DIGITS and number != number.to_integral_value()
    return Decimal(f"{number:.{EXACT_DIGITS}g}") if noisy else number


def _minutes(text: str, mark: DecimalMark) -> int:
    """Return the minutes that `text` says, as a number or as `30 min`, `1 h 05 min`, `1:30` or `0:29:40`."""
    clock = _CLOCK_WITH_SECONDS.fullmatch(text)
    if clock:
        return round(int(clock[1]) * 60 + int(clock[2]) + int(clock[3]) / 60)
    minutes = minutes_from_text(text)
    return _whole(text, mark) if minutes is None else minutes


def _year(column: str, remarks: Remarks) -> CellReader:
    def read(text: str) -> int:
        year, of_day = year_of(text)
        if of_day:
            remarks.note(Remark.YEAR_OF_DAY, column, f"{quoted(text)} → {year}")
        return year

    return read


def _order(text: str, order: DateOrder) -> DateOrder:
    """Return `order`, or day first where dots part the numbers and the month cannot stand first."""
    first = text.partition(".")[0]
    return DateOrder.DMY if order == DateOrder.MDY and first.isdigit() and int(first) > 12 else order


def _instant(text: str, order: DateOrder, place: Place) -> int:
    """Return the instant; a day without a time is its noon, which is the same day in the zones nearby."""
    order = _order(text, order)
    if has_time(text):
        return milliseconds_of(instant_from_text(text, order, place.zone))
    noon = datetime.combine(day_from_text(text, order), time(12), place.zone)
    if not shown_everywhere(noon):
        raise InvalidField("at", at_the_end_of_time(text))
    return milliseconds_of(noon)


def _website(column: str, remarks: Remarks) -> CellReader:
    def read(text: str) -> str:
        linked = _ACCESS_LINK.fullmatch(text)
        try:
            return normal_url(linked[1] if linked else text)
        except InvalidField:
            remarks.note(Remark.WEBSITE_KEPT, column, quoted(text))
            return text

    return read


def _country(column: str, place: Place, remarks: Remarks) -> CellReader:
    def read(text: str) -> str | None:
        code = country_code(text)
        if code is None:
            remarks.note(Remark.COUNTRY_UNKNOWN, column, quoted(text))
        elif len(text) > 3 and _is_misspelt(text, code):
            shown = _("{text} as {country}").format(text=quoted(text), country=country_name(code, place.language))
            remarks.note(Remark.COUNTRY_READ, column, shown)
        return code

    return read


@lru_cache(1024)
def _is_misspelt(text: str, code: str) -> bool:
    """Tell whether `text` is the name of the country `code` but for one letter."""
    return Levenshtein.distance(fold(text), fold(country_name(code, "en")), score_cutoff=1) == 1


def _choice(field: Field, table: str, column: str, remarks: Remarks) -> CellReader:
    strict = choice_words(table, field)
    telling = (table, field.name) in _TELLING
    labels = {each.value: _(each.label) for each in field.choices}
    own_words = {fold_key(word) for each in field.choices for word in (each.value, each.label, _(each.label))}

    @lru_cache(256)
    def understood(text: str) -> tuple[Stored, bool]:
        return strict(text), fold_key(text) in own_words

    def read(text: str) -> Stored:
        try:
            value, is_own = understood(text)
        except InvalidField:
            if telling:
                raise
            remarks.note(Remark.CHOICE_UNKNOWN, column, quoted(text))
            return None
        if not is_own:
            remarks.note(Remark.CHOICE_TAKEN, column, f"{quoted(text)} → {labels[str(value)]}")
        return value

    return read


def _choices(field: Field, table: str, column: str, remarks: Remarks) -> CellReader:
    words = choices_by_word(table, field)

    def read(text: str) -> str | None:
        found: list[str] = []
        for part in re.split(r"[,;|]", text):
            value = words.get(fold_key(part))
            if value is not None:
                found.append(value)
            elif part.strip():
                remarks.note(Remark.CHOICE_UNKNOWN, column, quoted(part.strip()))
        return json.dumps(list(dict.fromkeys(found))) if found else None

    return read


def _yes_no(field: Field, table: str, place: Place) -> CellReader:
    words = choices_by_word(table, field)

    @lru_cache(256)
    def read(text: str) -> Stored:
        told = words.get(fold_key(text))
        return stored_value(field, text, place) if told is None else int(told)

    return read
