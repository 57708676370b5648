"""Numbers whose form tells that they are of elsewhere: (415) 555-0199 is how North America writes them."""

import re
from functools import lru_cache

NORTH_AMERICA = "US"
_CALLING_CODE = 1
# Area code and exchange begin with 2 to 9 in the North American plan.
_FORM = re.compile(
    r"(?P<number>(?:1[ .-]?)?(?:\([2-9]\d\d\) ?[2-9]\d\d[ .-]\d{4}|[2-9]\d\d(?P<sign>[.-])[2-9]\d\d(?P=sign)\d{4}))"
    r"(?:[\s,;]*(?:x|ext\.?|extension|;ext=|#)\s*\d{1,7})?(?:[\s,;/(–-]+[^\W\d_][^\d]*)?",
    re.IGNORECASE,
)


def from_north_america(text: str, region: str) -> bool:
    """Tell whether `text` without a country code is written as in North America and not as in `region`.

    What is no number of `region`, or would there begin with a zero or have another area code, is not written as there.
    """
    found = _FORM.fullmatch(text.strip())
    return found is not None and _dials_otherwise(region.upper()) and not _is_home_form(found["number"], region.upper())


@lru_cache
def _dials_otherwise(region: str) -> bool:
    import phonenumbers

    return region in phonenumbers.SUPPORTED_REGIONS and phonenumbers.country_code_for_region(region) != _CALLING_CODE


def _is_home_form(text: str, region: str) -> bool:
    import phonenumbers
    from phonenumbers import PhoneMetadata, PhoneNumberFormat

    number = phonenumbers.parse(text, region)
    if not phonenumbers.is_valid_number(number):
        return False
    home = phonenumbers.region_code_for_country_code(number.country_code or 0)
    plan = PhoneMetadata.metadata_for_region(home, None)
    shown = re.findall(r"\d+", phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL))
    area = re.findall(r"\d{3}", text)[0]
    optional = plan is not None and any(each.national_prefix_optional_when_formatting for each in plan.number_format)
    prefix = (plan.national_prefix or "") if plan is not None and optional else ""
    first = next((each for each in shown if each != prefix), "").removeprefix(prefix)
    return bool(first == area)
