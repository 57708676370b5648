"""Lists of mail addresses as people and programs write them, read alike by every version of the language."""

import re

_PIECES = re.compile(r'"(?:[^"\\]|\\.)*"|\([^()]*\)|<[^<>]*>|[,;]|[^"(<,;]+|.', re.DOTALL)
_GROUP = re.compile(r"^[^@<\"]*:")


def addresses_in(text: str) -> list[tuple[str, str]]:
    """Return the name (empty for none) and the address of each one in `text`; what is no address is left out."""
    found: list[tuple[str, str]] = []
    name: list[str] = []
    address = ""
    for piece in [*_PIECES.findall(text), ","]:
        if piece in (",", ";"):
            _add(found, "".join(name), address)
            name, address = [], ""
        elif piece[0] == "<" and piece[-1] == ">":
            address = piece[1:-1]
        elif piece[0] == '"' and len(piece) > 1:
            name.append(re.sub(r"\\(.)", r"\1", piece[1:-1]))
        elif piece[0] != "(" or len(piece) == 1:
            name.append(piece)
    return found


def _add(found: list[tuple[str, str]], name: str, address: str) -> None:
    shown = " ".join(_GROUP.sub("", name).split())
    if not address and "@" in shown:
        shown, address = "", shown
    plain = "".join(address.split()).removeprefix("mailto:").strip("'")
    if "@" in plain:
        found.append((shown.strip("' "), plain))
