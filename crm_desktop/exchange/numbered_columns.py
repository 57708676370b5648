"""Columns that count: `E-mail 2 - Value`, `Address 1 - City`, `Relation 3 - Label`, as Google and others write them."""

import re
from collections.abc import Sequence

from crm_desktop.values.names import fold

_FORM = re.compile(
    r"(?P<family>e-?mail|phone|address|website|im|event|relation|custom field|jot) (?P<number>[1-9]\d?)"
    r" ?[-:]? ?(?P<part>type|label|value|service|street|extended address|city|region|postal code|country)"
)
# A kind of place for each family, and from which number on it counts there: notes of several families share one.
_FAMILIES = {
    "email": ("email", 0),
    "e-mail": ("email", 0),
    "phone": ("phone", 0),
    "address": ("address", 0),
    "website": ("url", 0),
    "im": ("message", 0),
    "event": ("note", 0),
    "relation": ("note", 20),
    "custom field": ("note", 40),
    "jot": ("note", 60),
}
_PARTS = {
    "type": ".label",
    "label": ".label",
    "service": ".label",
    "value": "",
    "extended address": ".street.2",
    "postal code": ".postal_code",
}
_TOLD_BY_NAME = (
    (re.compile(r"\bfax|telefax|t[eé]l[eé]copie"), "fax"),
    (re.compile(r"\b(?:mobile?|cell|handy|m[oó]vil|portable|cellulare)"), "mobile"),
    (re.compile(r"\b(?:home|private?|privat|domicile|particular|casa)"), "home"),
    (re.compile(r"\b(?:work|business|office|gesch[aä]ftlich|bureau|trabajo|ufficio)"), "work"),
    (re.compile(r"\bpager"), "pager"),
)


def numbered_columns(columns: Sequence[str]) -> dict[str, str]:
    """Return the places of those of `columns` that count."""
    found: dict[str, str] = {}
    for column in columns:
        parted = _FORM.fullmatch(fold(column))
        if parted is None:
            continue
        kind, offset = _FAMILIES[parted["family"]]
        part = _PARTS.get(parted["part"], f".{parted['part']}")
        if kind != "address" and part not in ("", ".label"):
            continue
        if kind == "address" and part == "":
            part = ".street"
        found[column] = f"{kind}.{int(parted['number']) + offset}{part}"
    # Without a label beside it a first address is the address.
    plain = {"email.1": "email", "phone.1": "phone", "url.1": "website"}
    labelled = set(found.values())
    return {
        column: plain[place] if place in plain and (place == "url.1" or f"{place}.label" not in labelled) else place
        for column, place in found.items()
        if place != "url.1.label"
    }


def label_in_name(column: str) -> str | None:
    """Return the label that the name of a column gives to what stands there, or None."""
    folded = fold(column)
    return next((label for form, label in _TOLD_BY_NAME if form.search(folded)), None)
