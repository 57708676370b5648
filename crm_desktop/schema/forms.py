"""The forms that a value takes: typed by a person, stored, plain (in JSON and CSV), shown on a screen."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crm_desktop.errors import InvalidField
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.values.address import country_code, country_name
from crm_desktop.values.day import DateOrder, day_from_text, instant_from_text, milliseconds_of, partial_day
from crm_desktop.values.day_shown import shown_day
from crm_desktop.values.duration import minutes_from_text, shown_minutes
from crm_desktop.values.email import normal_email
from crm_desktop.values.languages import locale_of
from crm_desktop.values.money import HIDDEN_AMOUNT, minor_from_text, plain_amount, shown_money
from crm_desktop.values.names import clean_text, fold
from crm_desktop.values.numbers import DecimalMark, decimal_from_text, shown_number
from crm_desktop.values.phone import normal_phone, shown_phone
from crm_desktop.values.recurrence import recurrence_from_text
from crm_desktop.values.recurrence_words import recurrence_words
from crm_desktop.values.time_of_day import time_from_text, time_text
from crm_desktop.values.web import normal_url
from crm_desktop.words import _

Stored = str | int | float | bytes | None
Plain = str | int | float | bool | list[str] | dict[str, str] | None
_YES = ("tak", "ano", "evet", "да", "はい", "是")  # in the languages in which names of columns are known
_NO = ("nie", "ne", "nej", "hayır", "нет", "いいえ", "否")
YES = {"1", "y", "yes", "true", "on", "x", "ja", "oui", "si", "sí", "wahr", "vrai", *map(fold, _YES)}
NO = {"0", "n", "no", "false", "off", "", "nein", "non", "falsch", "faux", *map(fold, _NO)}
LARGEST_WHOLE = 2**63 - 1
# The least and the greatest that a number of these kinds may be; a length is no longer than a century.
_BOUNDS = {FieldKind.PERCENT: (0, 100), FieldKind.MINUTES: (0, 100 * 366 * 24 * 60)}
_ISO_DAY = re.compile(r"\d{4}-[01]\d-[0-3]\d")
_PLAIN_NUMBER = re.compile(r"-?\d+(\.\d{1,2})?")


def _no_clock() -> datetime:
    raise RuntimeError("this place was given no clock, so it knows no today")


class Place(NamedTuple):
    """Whose words, numbers and days are typed and shown: `region` is a country code, `zone` the user's time zone.

    `clock` tells the present instant where days count from today, `member` who asks; where `hides_amounts`, whoever
    looks on is not shown how much it is.
    """

    language: str
    region: str
    currency: str
    zone: ZoneInfo
    clock: Callable[[], datetime] = _no_clock
    member: bytes | None = None
    hides_amounts: bool = False

    def money(self, amount_minor: int, currency: str | None = None, *, whole: bool = False) -> str:
        """Return an amount of money as it is shown here; without `currency` it is in that of the workspace."""
        if self.hides_amounts:
            return HIDDEN_AMOUNT
        return shown_money(amount_minor, currency or self.currency, self.language, whole=whole)

    def today(self) -> date:
        """Return today in the user's zone."""
        return self.clock().astimezone(self.zone).date()

    @property
    def date_order(self) -> DateOrder:
        """The order in which people here write a day."""
        return DateOrder.MDY if self.region in {"US", "PH"} else DateOrder.DMY

    def decimal_mark(self, text: str) -> DecimalMark:
        """Return the decimal mark that people here mean in `text`; the form 1250.50 is understood everywhere."""
        if _PLAIN_NUMBER.fullmatch(text):
            return "point"
        symbols = locale_of(f"{self.language[:2]}_{self.region}").number_symbols["latn"]
        return "comma" if symbols["decimal"] == "," else "point"


def stored_value(field: Field, typed: str, place: Place, currency: str | None = None) -> Stored:
    """Return the stored form of what was typed into `field`; None for nothing. Raises InvalidField.

    Links are not resolved here: they need the records.
    """
    text = clean_text(typed)
    if not text:
        if field.required:
            raise InvalidField(field.name, _("{field} may not be empty.").format(field=_(field.label)))
        return None
    try:
        return _stored_text(field, text, place, currency or place.currency)
    except InvalidField as error:
        raise InvalidField(field.name, str(error)) from error


def _stored_text(field: Field, text: str, place: Place, currency: str) -> Stored:
    match field.kind:
        case FieldKind.MONEY:
            return minor_from_text(text, currency, place.decimal_mark(text))
        case FieldKind.MINUTES:
            minutes = minutes_from_text(text)
            return _whole(field, text, place) if minutes is None else fitting(field, minutes, text)
        case FieldKind.NUMBER | FieldKind.PERCENT:
            return _whole(field, text, place)
        case FieldKind.DECIMAL:
            return stored_decimal(field, decimal_from_text(text.rstrip("% "), place.decimal_mark(text.rstrip("% "))))
        case FieldKind.DAY:
            return day_from_text(text, place.date_order).isoformat()
        case FieldKind.PARTIAL_DAY:
            return partial_day(text, place.date_order)
        case FieldKind.INSTANT:
            return milliseconds_of(instant_from_text(text, place.date_order, place.zone))
        case FieldKind.TIME:
            return time_text(time_from_text(text))
        case FieldKind.PHONE if field.own is not None:
            return normal_phone(text, place.region)
        case FieldKind.YES_NO:
            return _yes_no(field, text)
        case FieldKind.CHOICE:
            return chosen(field, text)
        case FieldKind.CHOICES:
            return _list_text([chosen(field, each) for each in _parts(text)])
        case FieldKind.TAGS:
            return _list_text(_parts(text))
        case FieldKind.EMAIL:
            return normal_email(text)
        case FieldKind.URL:
            return normal_url(text)
        case FieldKind.COUNTRY:
            return _country(field, text)
        case FieldKind.CURRENCY:
            return _currency(field, text)
        case FieldKind.RECURRENCE:
            return recurrence_from_text(text, place.zone).text
        case _:
            return text


def chosen(field: Field, text: str) -> str:
    """Return the value of the choice that `text` names by value or label; raises InvalidField."""
    wanted = fold(text)
    for each in field.choices:
        if wanted in (fold(each.value), fold(each.label), fold(_(each.label))):
            return each.value
    raise InvalidField(
        field.name,
        _("“{text}” is not one of the choices for {field}: {choices}.").format(
            text=text, field=_(field.label), choices=", ".join(_(each.label) for each in field.choices)
        ),
    )


def plain_value(field: Field, stored: Stored, currency: str) -> Plain:
    """Return the form of `stored` that JSON and CSV carry: ISO days, instants with Z, money with a point."""
    if stored is None:
        return False if field.kind is FieldKind.YES_NO else None
    match field.kind:
        case FieldKind.MONEY:
            return plain_amount(int(stored), currency)
        case FieldKind.INSTANT:
            return datetime.fromtimestamp(int(stored) / 1000, UTC).isoformat().replace("+00:00", "Z")
        case FieldKind.YES_NO:
            return bool(stored)
        case FieldKind.CHOICE if field.own is not None:
            return label_of(field, str(stored))
        case FieldKind.CHOICES | FieldKind.TAGS:
            return [label_of(field, str(each)) if field.own else str(each) for each in json.loads(str(stored))]
        case FieldKind.JSON:
            return dict(json.loads(str(stored))) if str(stored).startswith("{") else str(stored)
        case _:
            return stored.hex() if isinstance(stored, bytes) else stored


def shown_value(field: Field, stored: Stored, place: Place, currency: str | None = None) -> str:
    """Return `stored` as it is shown to a person; an empty string for nothing."""
    if stored is None or stored == "":
        return ""
    match field.kind:
        case FieldKind.MONEY:
            return place.money(int(stored), currency)
        case FieldKind.DAY:
            return shown_day(date.fromisoformat(str(stored)), place.language)
        case FieldKind.INSTANT:
            local = datetime.fromtimestamp(int(stored) / 1000, place.zone)
            return f"{shown_day(local.date(), place.language)}, {local:%H:%M}"
        case FieldKind.MINUTES:
            return shown_minutes(int(stored))
        case FieldKind.YES_NO:
            return _("Yes") if stored else _("No")
        case FieldKind.CHOICE:
            return label_of(field, str(stored))
        case FieldKind.CHOICES:
            return ", ".join(label_of(field, str(each)) for each in json.loads(str(stored)))
        case FieldKind.TAGS:
            return ", ".join(str(each) for each in json.loads(str(stored)))
        case FieldKind.PERCENT:
            return _("{n} %").format(n=stored)
        case FieldKind.FORMULA:
            return _shown_result(stored, place)
        case FieldKind.COUNTRY:
            return country_name(str(stored), place.language)
        case FieldKind.PHONE:
            return shown_phone(str(stored), place.region)
        case FieldKind.DECIMAL:
            return _shown_number(stored, place)
        case FieldKind.RECURRENCE:
            return recurrence_words(recurrence_from_text(str(stored), place.zone), place.language)
        case _:
            return str(stored)


def label_of(field: Field, value: str) -> str:
    """Return the label of the choice `value` of `field`."""
    found = next((each.label for each in field.choices if each.value == value), value)
    # The words of own fields are the user's, in whatever language.
    return found if field.own is not None else _(found)


def _shown_result(stored: str | int | float | bytes, place: Place) -> str:
    """Return what a formula came to: numbers and days as they are written here, all else as it is."""
    if isinstance(stored, (int, float)):
        return _shown_number(stored, place)
    if _ISO_DAY.fullmatch(str(stored)):
        return shown_day(date.fromisoformat(str(stored)), place.language)
    return str(stored)


def _shown_number(stored: str | int | float | bytes, place: Place) -> str:
    return str(stored) if isinstance(stored, int) else shown_number(float(stored), place.language)


def stored_decimal(field: Field, number: Decimal) -> int | float:
    """Return the stored form of `number`; own fields keep all digits of a whole one."""
    whole = field.own is not None and number == number.to_integral_value() and abs(number) <= LARGEST_WHOLE
    return int(number) if whole else float(number)


def _whole(field: Field, text: str, place: Place) -> int:
    bare = text.rstrip("% ")
    number = decimal_from_text(bare, place.decimal_mark(bare))
    if number != number.to_integral_value() or abs(number) > LARGEST_WHOLE:
        raise InvalidField(
            field.name, _("“{text}” is not a whole number that fits {field}.").format(text=text, field=_(field.label))
        )
    return fitting(field, int(number), text)


def fitting(field: Field, number: int, text: str) -> int:
    """Return the `number` that `text` says, where it is within the bounds of `field`. Raises InvalidField."""
    bounds = field.bounds or _BOUNDS.get(field.kind)
    if bounds is not None and not bounds[0] <= number <= bounds[1]:
        said = _("“{text}” does not fit {field}: it goes from {least} to {most}.")
        raise InvalidField(field.name, said.format(text=text, field=_(field.label), least=bounds[0], most=bounds[1]))
    return number


def _yes_no(field: Field, text: str) -> int:
    folded = fold(text)
    if folded in YES or folded in NO:
        return int(folded in YES)
    raise InvalidField(
        field.name, _("“{text}” is neither yes nor no, as {field} needs.").format(text=text, field=_(field.label))
    )


def _country(field: Field, text: str) -> str:
    code = country_code(text)
    if code is None:
        raise InvalidField(
            field.name,
            _("“{text}” is not a country that is known here. Type its name or two letters.").format(text=text),
        )
    return code


def _currency(field: Field, text: str) -> str:
    code = text.upper()
    if len(code) != len("EUR") or not code.isalpha():
        raise InvalidField(
            field.name, _("“{text}” is not a currency. Type three letters such as EUR.").format(text=text)
        )
    return code


def _parts(text: str) -> list[str]:
    return [each for each in (part.strip() for part in text.replace(";", ",").split(",")) if each]


def _list_text(values: list[str]) -> str | None:
    return json.dumps(list(dict.fromkeys(values)), ensure_ascii=False) if values else None
