"""The fonts that come with the program."""

import importlib.util
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from PySide6.QtGui import QFontDatabase

from crm_desktop.resource_files import resource


@cache
def load_text_fonts() -> tuple[str, ...]:
    """Make the fonts in `resources/fonts/` known to Qt, once; return their families."""
    families: list[str] = []
    for path in sorted(resource("fonts").glob("*.[to]tf")):
        families += QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path)))
    return tuple(dict.fromkeys(families))


@cache
def load_icon_font() -> str:
    """Make the Phosphor font known to Qt, once; return its family."""
    number = QFontDatabase.addApplicationFont(str(_phosphor("ttf")))
    return QFontDatabase.applicationFontFamilies(number)[0]


@cache
def glyph(name: str) -> str:
    """Return the character of the Phosphor glyph `name`."""
    return chr(int(_glyph_codes()[name], 16))


@cache
def _glyph_codes() -> Mapping[str, str]:
    codes: Mapping[str, str] = json.loads(_phosphor("json").read_text(encoding="utf-8"))
    return codes


def _phosphor(ending: str) -> Path:
    return next(_phosphor_folder().glob(f"phosphor*.{ending}"))


@cache
def _phosphor_folder() -> Path:
    # Only the files of qtawesome are used: importing it takes longer than painting the first window.
    found = importlib.util.find_spec("qtawesome")
    if found is None or found.origin is None:
        raise FileNotFoundError("qtawesome")
    return Path(found.origin).parent / "fonts"
