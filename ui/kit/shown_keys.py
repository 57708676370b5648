"""Keys as the user reads them."""

from crm_desktop.words import N_, _

# What stands on the keys, where it is not what Qt calls them.
_NAMES = {
    "Return": N_("Enter"),
    "Left": "←",
    "Right": "→",
    "Up": "↑",
    "Down": "↓",
    "Ctrl": N_("Ctrl"),
    "Shift": N_("Shift"),
    "Alt": N_("Alt"),
    "Space": N_("Space"),
    "Esc": N_("Esc"),
    "Del": N_("Del"),
    "Delete": N_("Del"),
    "Backspace": N_("Backspace"),
    "Home": N_("Home"),
    "End": N_("End"),
    "PgUp": N_("PgUp"),
    "PgDown": N_("PgDown"),
    "Enter": N_("Enter"),
}


def shown_keys(keys: str) -> str:
    """Return the first of `keys` (`Ctrl+Shift+Z|Ctrl+Y`) as it is shown: "Ctrl Shift Z"; chords stay apart: "N C"."""
    first = keys.split("|")[0] if keys != "|" else keys
    return " ".join(_stroke(stroke) for stroke in first.split(", "))


def _stroke(stroke: str) -> str:
    plus = stroke.endswith("+")
    parts = [*stroke.rstrip("+").split("+"), *(["+"] if plus else [])]
    return " ".join(_(_NAMES[part]) if part in _NAMES else part for part in parts if part)
