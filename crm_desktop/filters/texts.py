"""How values and names are written in the text of a filter."""

import re
from collections.abc import Sequence

_BARE = re.compile(r"[^\s\"(),]+(?: [^\s\"(),]+)*")
_JOINING = re.compile(r"\b(?:and|or)\b", re.IGNORECASE)
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_PART = re.compile(rf"\s*(?:{QUOTED.pattern}\s*|([^,]*))(?:,|\Z)", re.DOTALL)


def quoted(value: str) -> str:
    """Return `value` as a filter's text holds it: in quotes where something in it could be read as more."""
    if _BARE.fullmatch(value) and not _JOINING.search(value):
        return value
    inner = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{inner}"'


def unquoted(inner: str) -> str:
    """Return what stands between quotes, without its backslashes."""
    return re.sub(r"\\(.)", r"\1", inner, flags=re.DOTALL)


def list_text(values: Sequence[str]) -> str:
    """Return `values` as one text, with commas between."""
    return ", ".join(quoted(each) for each in values)


def listed(text: str) -> list[str]:
    """Return the values of a list text; what stands between two commas and is nothing is left out."""
    values: list[str] = []
    at = 0
    while at < len(text) and (found := _PART.match(text, at)) is not None:
        if found[1] is not None:
            values.append(unquoted(found[1]))
        elif found[2].strip():
            values.append(found[2].strip())
        at = found.end()
    return values
