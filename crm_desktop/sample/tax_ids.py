"""VAT ids of the sample: their check digits are right, and they come from ranges that offices do not give out."""

from stdnum import luhn
from stdnum.au import abn
from stdnum.ie import vat as irish
from stdnum.iso7064 import mod_11_10

from crm_desktop.sample.dice import Dice

_BRITISH_WEIGHTS = (8, 7, 6, 5, 4, 3, 2)
_OF_SEVEN_DIGITS = ("US", "CA", "AU")


def vat_id(dice: Dice, country: str) -> str:
    """Return a made-up VAT id of `country`, one of those that the sample has companies in."""
    digits = dice.digits("#######" if country in _OF_SEVEN_DIGITS else "######")
    match country:
        case "AU":
            return f"{abn.calc_check_digits(f'99{digits}')}99{digits}"
        case "CA":
            return _with_luhn(f"0{digits}")
        case "DE":
            number = f"99{digits}"
            return f"DE{number}{mod_11_10.calc_check_digit(number)}"
        case "FR":
            siren = _with_luhn(f"00{digits}")
            return f"FR{int(f'{siren}12') % 97:02}{siren}"
        case "GB":
            weighed = sum(weight * int(digit) for weight, digit in zip(_BRITISH_WEIGHTS, f"0{digits}", strict=True))
            return f"GB0{digits}{-weighed % 97:02}"
        case "IE":
            return f"IE0{digits}{irish.calc_check_digit(f'0{digits}')}"
        case "SE":
            return f"SE{_with_luhn(f'000{digits}')}01"
        case _:
            return f"00-{digits}"


def _with_luhn(number: str) -> str:
    return f"{number}{luhn.calc_check_digit(number)}"
