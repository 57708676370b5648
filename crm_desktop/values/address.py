"""Countries by any of their names, and addresses in the order that each country's post asks for."""

from collections.abc import Mapping
from functools import lru_cache

from babel.core import get_global

from crm_desktop.values.country_words import (
    CITY_THEN_CODE,
    CODE_BEFORE_CITY,
    CODE_ON_OWN_LINE,
    COUNTRY_ALIASES,
    REGION_BESIDE,
    REGION_WRITTEN,
)
from crm_desktop.values.languages import locale_of
from crm_desktop.values.names import clean_text, fold

# Languages in which country names are read, the most likely first; each costs 8 ms once, when the ones before fail.
_LANGUAGES = (
    "en",
    "de",
    "fr",
    "es",
    "it",
    "nl",
    "pt",
    "pl",
    "sv",
    "da",
    "fi",
    "cs",
    "hu",
    "ro",
    "el",
    "tr",
    "ru",
    "ja",
    "zh",
)
_NO_COUNTRY = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
_SIGNS_DROPPED = str.maketrans("", "", ".,()")
_LONG_ENOUGH = 6  # letters from which one wrong letter still leaves the country plain


@lru_cache(1024)
def country_code(text: str) -> str | None:
    """Return the ISO 3166 code of the country that `text` names, by code or by name, or None where it names none."""
    name = _bare(text)
    if not name:
        return None
    if name in COUNTRY_ALIASES:
        return COUNTRY_ALIASES[name]
    code = name.upper()
    if code in _names("en").values():
        return code
    of_three_letters = list(get_global("territory_aliases").get(code, ())) if len(code) == 3 else []
    if len(of_three_letters) == 1 and of_three_letters[0] in _names("en").values():
        return str(of_three_letters[0])
    in_some_language = (_names(language).get(name) for language in _LANGUAGES)
    return next((found for found in in_some_language if found), None) or _one_letter_off(name)


def country_name(code: str, language: str) -> str:
    """Return the name of the country `code` in `language`, or `code` itself where it is no country."""
    return str(locale_of(language).territories.get(code.upper(), code))


def address_lines(
    street: str, city: str, region: str, postal_code: str, country: str, home_country: str, *, language: str = "en"
) -> list[str]:
    """Return the lines of an address as `country` orders them (`home_country` where empty); abroad it is named last."""
    code = country_code(country) or country
    place = _place_lines(clean_text(city), clean_text(region), clean_text(postal_code), code or home_country)
    lines = [line.strip() for line in clean_text(street).splitlines()] + place
    if code and code != home_country:
        lines.append(country_name(code, language))
    return [line for line in lines if line]


def _place_lines(city: str, region: str, postal_code: str, country: str) -> list[str]:
    if region == city:
        region = ""
    if country in CODE_BEFORE_CITY:
        if country in REGION_BESIDE:
            return [_joined(postal_code, city, region)]
        return [_joined(postal_code, city), region if country in REGION_WRITTEN else ""]
    if country == "US":
        return [", ".join(filter(None, (city, _joined(region, postal_code))))]
    if country in CITY_THEN_CODE:
        return [_joined(city, region, postal_code)]
    if country == "BR":
        return [" - ".join(filter(None, (city, region))), postal_code]
    if country in CODE_ON_OWN_LINE:
        return [city, region, postal_code]
    return [_joined(city, postal_code), region]


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _bare(text: str) -> str:
    """Return `text` folded as country names are compared: without brackets, dots, commas and a leading article."""
    return " ".join(fold(text).replace("&", "and").translate(_SIGNS_DROPPED).split()).removeprefix("the ")


@lru_cache(None)
def _names(language: str) -> Mapping[str, str]:
    """Return the code of each country by its folded name in `language`."""
    names = locale_of(language).territories.items()
    return {_bare(name): code for code, name in names if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRY}


def _one_letter_off(folded: str) -> str | None:
    """Return the one country whose English name differs from `folded` in a single letter."""
    if len(folded) < _LONG_ENOUGH:
        return None
    # The metrics would take 30 ms of every start.
    from rapidfuzz import distance

    near = {
        code for name, code in _names("en").items() if distance.Levenshtein.distance(name, folded, score_cutoff=1) <= 1
    }
    return near.pop() if len(near) == 1 else None
