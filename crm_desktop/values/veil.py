"""Amounts that are hidden while others look on, and yet known to whoever points at them.

Behind the dots stands the amount in variation selectors, which no font shows and which take no room.
"""

import re

from crm_desktop.values.money import HIDDEN_AMOUNT

_FIRST = 0xFE00  # of sixteen selectors: one for each half of a byte
_VEILED = re.compile(f"{HIDDEN_AMOUNT}([\ufe00-\ufe0f]*)")


def veiled(shown: str) -> str:
    """Return dots in the stead of the amount `shown`, which `unveiled` gives back."""
    halves = (half for byte in shown.encode() for half in (byte >> 4, byte & 15))
    return HIDDEN_AMOUNT + "".join(chr(_FIRST + half) for half in halves)


def unveiled(text: str) -> str:
    """Return `text` with the amounts that are hidden in it; those that were cut stay hidden."""
    return _VEILED.sub(lambda found: _behind(found[1]) or HIDDEN_AMOUNT, text)


def hidden_amounts(text: str) -> list[str]:
    """Return the amounts that are hidden in `text`, in its order."""
    return [amount for found in _VEILED.finditer(text) if (amount := _behind(found[1]))]


def _behind(selectors: str) -> str:
    halves = [ord(each) - _FIRST for each in selectors]
    pairs = zip(halves[::2], halves[1::2], strict=False)
    try:
        return bytes(high << 4 | low for high, low in pairs).decode()
    except UnicodeDecodeError:
        return ""
