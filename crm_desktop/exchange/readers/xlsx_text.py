"""Texts of a workbook's XML, read without building a tree: entities, escapes, and the table of shared ones."""

import re
from typing import IO

from crm_desktop.exchange.readers.text_blocks import TextBlocks

BLOCK = 1 << 18
LONGEST_ITEM = 64_000_000  # bytes: a cell holds no more than 32,767 letters
_ENTITY = re.compile(r"&(?:#x([0-9A-Fa-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_START = re.compile(rb"(?:\xef\xbb\xbf)?((?:<\?xml[^<>]*\?>)?)\s*<(\w+)\b[^<>]*>")
_UTF_8 = re.compile(rb"encoding\s*=\s*[\"']utf-?8[\"']", re.IGNORECASE)
_ITEM = re.compile(rb"\s*<si>\s*<t(?:\s[^<>]*)?>([^<]*)</t>\s*")
_TEXT = re.compile(rb"<t(?:\s[^<>]*)?>([^<]*)</t>")
_SOUNDS = re.compile(rb"<rPh\b.*?</rPh>", re.DOTALL)
_EMPTY = re.compile(rb"<si\s*/>")
_KEPT = 20_000  # those that come first are used most


class NotPlain(Exception):
    """The XML is written in a way that only a parser can tell; the whole workbook is read by one."""


def plain_text(raw: bytes) -> str:
    """Return the text that `raw` is in XML, with what spreadsheets escape besides."""
    text = raw.decode("utf-8", "replace")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "&" in text:
        text = _ENTITY.sub(_letter, text)
    if "_x" in text:
        text = _ESCAPE.sub(lambda found: _sign(int(found[1], 16)), text)
    return text


def root_end(start: bytes, name: bytes) -> int:
    """Return where the first tag ends in XML that begins with `start`; raises NotPlain where it is not called `name`.

    It is one in UTF-8 without a comment or a document type before it.
    """
    found = _START.match(start)
    if found is None or found[2] != name or (b"encoding" in found[1] and not _UTF_8.search(found[1])):
        raise NotPlain
    return found.end()


def _letter(found: "re.Match[str]") -> str:
    if found[3]:
        return _NAMED[found[3]]
    return _sign(int(found[1], 16) if found[1] else int(found[2]))


def _sign(number: int) -> str:
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"


class SharedTexts:
    """The texts that cells name by number, in memory that does not grow with them; close it when done."""

    def __init__(self) -> None:
        self._first: list[str] = []
        self._rest = TextBlocks()

    def __len__(self) -> int:
        return len(self._first) + len(self._rest)

    def __getitem__(self, number: int) -> str:
        at = number - len(self._first)
        if at < 0:
            if number < 0:
                raise IndexError(number)
            return self._first[number]
        return self._rest[at]

    def close(self) -> None:
        """Forget the texts."""
        self._rest.close()

    def read(self, file: IO[bytes]) -> None:
        """Take in the shared texts of `file`; raises NotPlain."""
        rest = file.read(BLOCK)
        rest = rest[root_end(rest, b"sst") :]
        block = b""
        while True:
            text = rest + block
            if b"<![CDATA[" in text or b"<!--" in text:
                raise NotPlain
            *items, rest = text.split(b"</si>")
            if len(rest) > LONGEST_ITEM:
                raise NotPlain
            for item in items:
                self._add(item)
            block = file.read(BLOCK)
            if not block:
                return

    def _add(self, item: bytes) -> None:
        found = _ITEM.fullmatch(item)
        if found is not None:
            self._put(plain_text(found[1]))
            return
        for _empty in _EMPTY.findall(item):
            self._put("")
        begun = item.rfind(b"<si>")
        if begun < 0:
            raise NotPlain
        runs = _SOUNDS.sub(b"", item[begun:]) if b"<rPh" in item else item[begun:]
        self._put("".join(map(plain_text, _TEXT.findall(runs))))

    def _put(self, text: str) -> None:
        if len(self._first) < _KEPT:
            self._first.append(text)
        else:
            self._rest.append(text)
