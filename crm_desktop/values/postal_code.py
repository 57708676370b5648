"""Postal codes: whether one has the form that its country's post uses."""

import re

from crm_desktop.values.name_words import word_set

# By how many digits alone; the Universal Postal Union lists the forms.
_DIGITS = {
    3: word_set("FO IS"),
    4: word_set("AT AU BE BG CH CY DK GE GL HU LI LU NO NZ PH SI TN ZA"),
    5: word_set("DE DZ EE EG ES FI FR HR ID IT KE KR MA MC ME MX MY PK RS SA SM TH TR UA UY VA VN"),
    6: word_set("BY CN CO EC IN KG KZ MN RO RU SG TJ TM UZ"),
}
_FORMS = {
    **{country: rf"\d{{{digits}}}" for digits, countries in _DIGITS.items() for country in countries},
    **dict.fromkeys(("CZ", "GR", "SE", "SK"), r"\d{3} ?\d{2}"),
    "AD": r"AD\d{3}",
    "AR": r"[A-Z]?\d{4}([A-Z]{3})?",
    "BR": r"\d{5}-?\d{3}",
    "CA": r"[A-Z]\d[A-Z] ?\d[A-Z]\d",
    "CL": r"\d{3}-?\d{4}",
    "GB": r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}",
    "IE": r"[A-Z]\d[\dW] ?[A-Z\d]{4}",
    "IL": r"\d{5}(\d{2})?",
    "JP": r"\d{3}-?\d{4}",
    "LT": r"(LT-)?\d{5}",
    "LV": r"(LV-)?\d{4}",
    "MT": r"[A-Z]{3} ?\d{4}",
    "NL": r"\d{4} ?[A-Z]{2}",
    "PL": r"\d{2}-?\d{3}",
    "PT": r"\d{4}(-\d{3})?",
    "TW": r"\d{3}(-?\d{2,3})?",
    "US": r"\d{5}(-\d{4})?",
}

# Whose codes may begin with a zero, which spreadsheets drop from a number.
_ZERO_FIRST = word_set("AU DE DK EE ES FI FR IT KR MX MY NO NZ PR RO TR US ZA")


def valid_postal_code(text: str, country: str) -> bool:
    """Say whether `text` has the form of a postal code of `country`; of one whose form is not known, any has.

    A code may have its country before it, as in `D-33602` or `CH 8001`.
    """
    form = _FORMS.get(country.upper())
    if form is None:
        return True
    code = text.strip().upper()
    return re.fullmatch(rf"({country.upper()}|{country.upper()[0]})?[- ]?{form}", code) is not None


def with_lost_zero(text: str, country: str) -> str:
    """Return `text` with a zero before it where it is a postal code of `country` with that, and none without."""
    if country.upper() not in _ZERO_FIRST or not text.isdecimal() or valid_postal_code(text, country):
        return text
    whole = f"0{text}"
    return whole if valid_postal_code(whole, country) else text
