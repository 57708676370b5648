"""Phone numbers: E.164 with an extension as RFC 3966 writes it, and as people read them.

`phonenumbers` is imported where it is called: its 58 modules would take 50 ms of every start.
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from crm_desktop.errors import InvalidField
from crm_desktop.values.names import clean_text
from crm_desktop.values.phone_forms import from_north_america
from crm_desktop.words import _

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

_EXTENSION = ";ext="
_NOT_DIGITS = re.compile(r"\D+", re.ASCII)
# A trunk zero in brackets, as in +49 (0)30: nobody dials it from abroad.
_BRACKETED_ZERO = re.compile(r"^(\+[\d\s]+)\(0\)")
# What is said of a number: its digits are none of it, though letters stand for digits in 1-800-FLOWERS.
_REMARK = re.compile(r"\s*\([^()\d]*[^\W\d_][^()\d]*\)|(?<=\d)[\s,;/–-]+[^\W\d_][^\d]*$")
_MOST_DIGITS = 17  # the longest national number and the longest country code
_SHOWN_BEFORE = 4096  # numbers; a screen shows a few hundred, and formatting one takes 0.1 ms


def normal_phone(typed: str, region: str) -> str:
    """Return `typed` as `+4930123456` or `+4930123456;ext=752`; numbers without country code are of `region`.

    Raises InvalidField with the reason, also where the form tells of another country than `region`.
    """
    text = clean_text(typed)
    if from_north_america(text, region):
        raise InvalidField("phone", _not_from_here(text, region))
    number = _parsed(text, region)
    reason = _not_a_number(text, region) if number is None else _length_reason(number, text)
    if number is None or reason:
        raise InvalidField("phone", reason)
    normal = _normal(number)
    if not _is_stable(normal):
        raise InvalidField("phone", _not_a_number(text, region))
    return normal


def possible_phone(typed: str, region: str) -> str | None:
    """Return `typed` in normal form, or None where it has to be kept as it is."""
    text = clean_text(typed)
    number = None if from_north_america(text, region) else _parsed(text, region)
    if number is None or not _is_possible(number):
        return None
    normal = _normal(number)
    return normal if _is_stable(normal) else None


def dialled_phone(typed: str, region: str) -> str:
    """Return `typed` as a `tel:` link has it (RFC 3966): in normal form, or the digits alone where it has none."""
    normal = possible_phone(typed, region)
    if normal is not None:
        return normal
    return "+" * clean_text(typed).startswith("+") + phone_digits(typed)


def valid_phone(text: str, region: str) -> bool:
    """Say whether `text` is a number that the numbering plan of its country assigns."""
    import phonenumbers

    number = _parsed(clean_text(text), region)
    return number is not None and phonenumbers.is_valid_number(number)


@lru_cache(_SHOWN_BEFORE)
def shown_phone(e164: str, region: str) -> str:
    """Return `e164` as it is dialled within `region`, or with its country code; what is no number stays."""
    import phonenumbers

    number = _parsed(e164, region)
    if number is None or not phonenumbers.is_possible_number(number):
        return e164
    at_home = number.country_code == phonenumbers.country_code_for_region(region.upper())
    return phonenumbers.format_number(
        number, phonenumbers.PhoneNumberFormat.NATIONAL if at_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )


def phone_digits(text: str) -> str:
    """Return the digits of `text` without its extension, for search."""
    if text[1:].isdigit() and text.isascii():
        # as numbers are kept, which is nearly always
        return text if text[0].isdigit() else text[1:]
    number = text.partition(_EXTENSION)[0]
    if number.isascii():
        return _NOT_DIGITS.sub("", number)
    return "".join(str(int(sign)) for sign in number if sign.isdecimal())


def _parsed(text: str, region: str) -> "PhoneNumber | None":
    bare = _REMARK.sub("", text)
    if bare != text and (number := _parsed_whole(bare, region)) is not None and _is_possible(number):
        return number
    return _parsed_whole(text, region)


def _parsed_whole(text: str, region: str) -> "PhoneNumber | None":
    import phonenumbers

    home = region.upper() if region.upper() in phonenumbers.SUPPORTED_REGIONS else None
    try:
        number = phonenumbers.parse(_BRACKETED_ZERO.sub(r"\1", text), home)
    except phonenumbers.NumberParseException:
        return None
    digits = phone_digits(text)
    # 00 is how most of the world dials abroad, also where the user's own country dials 011.
    if digits.startswith("00") and not phonenumbers.is_possible_number(number):
        try:
            abroad = phonenumbers.parse("+" + digits[2:], None)
        except phonenumbers.NumberParseException:
            return number
        return abroad if phonenumbers.is_valid_number(abroad) else number
    return number


def _is_possible(number: "PhoneNumber") -> bool:
    """Say whether `number` can be dialled from everywhere, not only next door."""
    from phonenumbers import ValidationResult, is_possible_number_with_reason

    return bool(is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE)


def _normal(number: "PhoneNumber") -> str:
    import phonenumbers

    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return f"{e164}{_EXTENSION}{number.extension}" if number.extension else e164


def _is_stable(normal: str) -> bool:
    """Say whether `normal` reads as itself; digits such as 000000 lose a zero with each reading."""
    number = _parsed(normal, "")
    return number is not None and _normal(number) == normal


def _not_a_number(text: str, region: str) -> str:
    import phonenumbers

    digits = phone_digits(text)
    if len(digits) > _MOST_DIGITS:
        return _too_long(text)
    if not digits:
        return _(
            "“{typed}” is not a phone number, because it has no digits. Type the number with its area code."
        ).format(typed=text)
    if text.startswith("+") or region.upper() in phonenumbers.SUPPORTED_REGIONS:
        return _(
            "“{typed}” could not be read as a phone number. Type it with its area code, "
            "or with + and the country code, such as +44 20 7946 0958."
        ).format(typed=text)
    return _(
        "“{typed}” has no country code and the workspace has no country. "
        "Type it with + and the country code, such as +44 20 7946 0958."
    ).format(typed=text)


def _not_from_here(text: str, region: str) -> str:
    import phonenumbers

    code = phonenumbers.country_code_for_region(region.upper())
    return _(
        "“{typed}” is written as numbers of North America are. "
        "Type it with +1 if it is one, or with +{code} if it is of this country."
    ).format(typed=text, code=code)


def _too_long(text: str) -> str:
    return _("“{typed}” has too many digits for a phone number. Type one number only.").format(typed=text)


def _length_reason(number: "PhoneNumber", text: str) -> str:
    """Return why `number` cannot be dialled, or an empty text."""
    from phonenumbers import ValidationResult, is_possible_number_with_reason

    result = is_possible_number_with_reason(number)
    if result == ValidationResult.IS_POSSIBLE:
        return ""
    if result == ValidationResult.TOO_LONG:
        return _too_long(text)
    if result in {ValidationResult.TOO_SHORT, ValidationResult.IS_POSSIBLE_LOCAL_ONLY}:
        return _(
            "“{typed}” is too short for a phone number. Add the area code, or + and the country code if it is abroad."
        ).format(typed=text)
    if result == ValidationResult.INVALID_COUNTRY_CODE:
        return _("“{typed}” starts with a country code that no country has. Check the digits after +.").format(
            typed=text
        )
    return _("“{typed}” has a number of digits that no phone number there has. Check the digits.").format(typed=text)
