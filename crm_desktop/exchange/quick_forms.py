"""The usual forms of e-mail addresses and phone numbers, read without the full rules: 100,000 rows in a second.

What is not plain goes the long way through `values`; tests hold both against each other.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

import phonenumbers
from phonenumbers import PhoneMetadata

from crm_desktop.values.email import normal_email
from crm_desktop.values.phone import possible_phone, valid_phone
from crm_desktop.values.phone_forms import from_north_america

_PLAIN_EMAIL = re.compile(
    r"(?=.{6,254}$)(?=[^@]{1,64}@)[a-z0-9]+(?:[._+-][a-z0-9]+)*@(?:(?!xn--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}"
)
_PLAIN_PHONE = re.compile(r"[+(]?[0-9][0-9 ().-]*[0-9]")
_NOT_DIGITS = str.maketrans("", "", "+ ().-")


class _Plan(NamedTuple):
    """What a country's numbering plan says about plain numbers."""

    calling_code: str
    lengths: frozenset[int]
    abroad: re.Pattern[str] | None
    prefix: re.Pattern[str] | None
    transforms: bool
    number: re.Pattern[str]


def quick_email(text: str) -> str:
    """Return the normal form of the cleaned `text`; raises InvalidField."""
    lower = text.lower()
    return lower if _PLAIN_EMAIL.fullmatch(lower) else normal_email(text)


class Phones:
    """Reads phone numbers: those without a country code are of the country of their row, else of the `region`."""

    def __init__(self, region: str) -> None:
        self._home = region.upper()
        self._by_region: dict[str, Callable[[str], str | None]] = {}

    def normal(self, text: str, country: str | None = None) -> str | None:
        """Return the normal form of the number `text` of somebody in `country`, or None: it is kept as it is."""
        if not country or country == self._home or text[:1] == "+":
            return self._in(self._home)(text)
        abroad = self._in(country)(text)
        if abroad is not None and valid_phone(abroad, country):
            return abroad
        here = self._in(self._home)(text)
        return here if abroad is None or (here is not None and valid_phone(here, self._home)) else abroad

    def _in(self, region: str) -> Callable[[str], str | None]:
        if region not in self._by_region:
            self._by_region[region] = quick_phones(region)
        return self._by_region[region]


def quick_phones(region: str) -> Callable[[str], str | None]:
    """Return a function that gives the normal form of a phone number, or None where it has to be kept as it is."""
    plans: dict[str, _Plan | None] = {}
    home = _plan(region.upper()) if region.upper() in phonenumbers.SUPPORTED_REGIONS else None

    def abroad(digits: str) -> str | None:
        if digits[0] == "0":
            return None
        for length in (1, 2, 3):
            code = digits[:length]
            if int(code) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
                if code not in plans:
                    plans[code] = _plan(phonenumbers.region_code_for_country_code(int(code)))
                return _as_dialled_abroad(digits[length:], plans[code])
        return None

    def normal(text: str) -> str | None:
        if from_north_america(text, region):
            return None
        if _PLAIN_PHONE.fullmatch(text) and "(0)" not in text:
            digits = text.translate(_NOT_DIGITS)
            found = abroad(digits) if text[0] == "+" else _as_dialled_at_home(digits, home)
            if found is not None:
                return found
        return possible_phone(text, region)

    return normal


def _as_dialled_abroad(national: str, plan: _Plan | None) -> str | None:
    if plan is None or len(national) not in plan.lengths or national[0] == "0":
        return None
    if plan.prefix is not None and plan.prefix.match(national):
        return None
    return f"+{plan.calling_code}{national}"


def _as_dialled_at_home(digits: str, plan: _Plan | None) -> str | None:
    if plan is None or digits.startswith(("00", plan.calling_code)):
        return None
    if plan.abroad is not None and plan.abroad.match(digits):
        return None
    found = plan.prefix.match(digits) if plan.prefix is not None else None
    national = digits
    if found is not None:
        if plan.transforms or found.groups() or plan.number.fullmatch(digits):
            return None
        national = digits[found.end() :]
    if len(national) not in plan.lengths or national[0] == "0" or not plan.number.fullmatch(national):
        return None
    return f"+{plan.calling_code}{national}"


def _plan(region: str) -> _Plan | None:
    metadata = PhoneMetadata.metadata_for_region(region, None)
    general = None if metadata is None else metadata.general_desc
    if metadata is None or general is None or not general.possible_length or not general.national_number_pattern:
        return None
    abroad, prefix = metadata.international_prefix, metadata.national_prefix_for_parsing
    return _Plan(
        str(metadata.country_code),
        frozenset(general.possible_length),
        re.compile(abroad) if abroad else None,
        re.compile(prefix) if prefix else None,
        metadata.national_prefix_transform_rule is not None,
        re.compile(general.national_number_pattern),
    )
