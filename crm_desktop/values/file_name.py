"""Names and sizes of files."""

import re
from pathlib import PurePath

from crm_desktop.values.languages import locale_of
from crm_desktop.values.names import clean_text

LONGEST = 120
_STEP = 1024
_UNITS = ("KB", "MB", "GB", "TB")
_WHOLE_FROM = 10  # from here on no decimals: 1.4 MB, but 14 MB
# What no file system of the three takes, and what would lead out of the folder.
_REFUSED = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
# Windows keeps these for devices, whatever ending follows.
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


def file_name(typed: str) -> str:
    """Return `typed` as the name of a file that every system takes; an empty string where nothing is left."""
    name = _REFUSED.sub(" ", clean_text(typed))
    name = " ".join(name.split()).strip(". ")
    if _DEVICES.fullmatch(name):
        name = f"_{name}"
    if len(name) > LONGEST:
        ending = PurePath(name).suffix[: LONGEST // 4]
        name = name[: LONGEST - len(ending)].rstrip(". ") + ending
    return name


def shown_size(size: int, language: str) -> str:
    """Return `size` in bytes as it is shown: `412 KB`, `1.4 MB`."""
    if size < _STEP:
        return f"{size} B"
    value, unit = size / _STEP, 0
    while value >= _STEP and unit < len(_UNITS) - 1:
        value, unit = value / _STEP, unit + 1
    decimals = 0 if value >= _WHOLE_FROM or unit == 0 else 1
    text = f"{value:.{decimals}f}"
    mark = locale_of(language).number_symbols["latn"]["decimal"]
    return f"{text.replace('.', mark)} {_UNITS[unit]}"
