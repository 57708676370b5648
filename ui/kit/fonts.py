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
def glyph_codes() -> Mapping[str, str]:
    """Return the character of each Phosphor glyph by the glyph's name."""
    codes = json.loads(_phosphor("json").read_text(encoding="utf-8"))
    return {name: chr(int(code, 16)) for name, code in codes.items()}


def _phosphor(ending: str) -> Path:
    # Only the files of qtawesome are used: importing it takes longer than painting the first window.
    found = importlib.util.find_spec("qtawesome")
    if found is None or found.origin is None:
        raise FileNotFoundError("qtawesome")
    return next((Path(found.origin).parent / "fonts").glob(f"phosphor*.{ending}"))
