"""VAT ids and bank accounts: whether they can be what they claim, by their check digits."""

import re
from functools import lru_cache

_NOISE = re.compile(r"[\s.\-/]+")
_KEPT = 4096


@lru_cache(_KEPT)
def valid_vat_id(text: str, country: str) -> bool:
    """Say whether `text` is a VAT id of the country that it begins with, else of `country`.

    An id of a country whose rule is not known counts as valid.
    """
    # 200 modules, of which most are never needed
    from stdnum import get_cc_module
    from stdnum.eu import vat as eu_vat

    number = _NOISE.sub("", text).upper()
    prefix = number[:2] if number[:2].isalpha() else ""
    if prefix == "EL" or prefix.lower() in eu_vat.MEMBER_STATES:
        return bool(eu_vat.is_valid(number))
    rule = get_cc_module((prefix or country).lower(), "vat")
    if rule is None:
        return True
    return bool(rule.is_valid(number) or (prefix != "" and rule.is_valid(number[2:])))


@lru_cache(_KEPT)
def valid_iban(text: str) -> bool:
    """Say whether `text` is an international bank account number."""
    from stdnum import iban

    return bool(iban.is_valid(_NOISE.sub("", text)))
