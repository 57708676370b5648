"""The text of calendar files (RFC 5545), cut into its components; what is broken off spoils nothing but itself."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers.text_encoding import detect_encoding
from crm_desktop.words import _

READ = ("VEVENT", "VTODO")
ZONE = "VTIMEZONE"
_ALONE = ("VCALENDAR", *READ, "VJOURNAL", "VFREEBUSY", ZONE)
_LONGEST_NAME = 200
_FOLD = re.compile(rb"\r?\n[ \t]")
# A wrong file is named by its first line; more of it would not help.
_SHOWN = 40


class Component(NamedTuple):
    """An event or a task: the `line` on which it begins, and its content lines; `broken` says what ends it too soon."""

    line: int
    kind: str
    text: str
    broken: str = ""


class CalendarText(NamedTuple):
    """What a file holds: its events and tasks, the text of its time zones by their ids, and what else there is."""

    components: list[Component]
    zones: dict[str, str]
    others: Counter[str]
    encoding: str
    encoding_reason: str


def read_calendar(content: bytes, name: str, region: str) -> CalendarText:
    """Return what the file `name` with that `content` holds; raises UnreadableFile where it is no calendar."""
    content = _whole_letters(content)
    encoding = detect_encoding(content, name, region, whole=True)
    found = CalendarText([], {}, Counter(), encoding.name, encoding.reason)
    whole = content.decode(encoding.name, errors="replace").removeprefix("\ufeff")
    _Cutter(found).cut(whole)
    if not (found.components or found.zones or found.others):
        first = whole.strip().partition("\n")[0][:_SHOWN]
        raise UnreadableFile(
            _("“{file}” holds no calendar: it begins with “{first}”. Export it again as ICS.").format(
                file=name, first=first
            )
        )
    return found


def _whole_letters(content: bytes) -> bytes:
    """Return `content` unfolded where a line was folded within a letter, as some programs do (RFC 5545, 3.1)."""
    if content.isascii() or _is_utf8(content):
        return content
    unfolded = _FOLD.sub(b"", content)
    return unfolded if _is_utf8(unfolded) else content


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


class _Cutter:
    """Goes through the lines; components that stand in others, such as alarms, stay in them."""

    def __init__(self, found: CalendarText) -> None:
        self._found = found
        self._kind = ""
        self._line = 0
        self._lines: list[str] = []
        self._inner: list[str] = []

    def cut(self, text: str) -> None:
        """Take in all lines of `text`."""
        for number, line in content_lines(text):
            word, _colon, kind = line.partition(":")
            kind = kind.strip().upper()[:_LONGEST_NAME]
            match word.strip().upper():
                case "BEGIN" if kind in _ALONE:
                    self._begin(number, kind)
                case "BEGIN" if self._kind:
                    self._inner.append(kind)
                    self._lines.append(line)
                case "END" if self._inner and kind == self._inner[-1]:
                    self._inner.pop()
                    self._lines.append(line)
                case "END" if kind == self._kind:
                    self._lines.append(f"END:{kind}")
                    self._end("")
                case "END" if kind == "VCALENDAR":
                    self._break_off()
                case _ if self._kind:
                    self._lines.append(line)
        self._break_off()

    def _begin(self, number: int, kind: str) -> None:
        self._break_off()
        if kind != "VCALENDAR":
            self._kind, self._line, self._lines, self._inner = kind, number, [f"BEGIN:{kind}"], []
        else:
            self._found.others["VCALENDAR"] += 1

    def _break_off(self) -> None:
        """End what goes on without an end of its own."""
        if self._kind:
            missing = self._inner[-1] if self._inner else self._kind
            self._end(_("It breaks off: “END:{kind}” is missing.").format(kind=missing))

    def _end(self, broken: str) -> None:
        text = "\n".join(self._lines)
        if self._kind in READ:
            self._found.components.append(Component(self._line, self._kind, text, broken))
        elif self._kind == ZONE:
            named = next((each[5:].strip() for each in self._lines if each[:5].upper() == "TZID:"), "")
            if not broken:
                self._found.zones[named] = text
        else:
            self._found.others[self._kind] += 1
        self._kind = ""


def content_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the content lines with the number of the line they begin on; those that were folded are whole again."""
    line, begun = "", 0
    # not splitlines(): it also parts at signs that may stand in a text
    for number, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if raw[:1] in (" ", "\t"):
            line += raw[1:]
        elif raw:
            if line:
                yield begun, line
            line, begun = raw, number
    if line:
        yield begun, line
