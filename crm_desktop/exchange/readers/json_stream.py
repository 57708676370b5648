"""JSON read piece by piece: the items of its lists, without the whole file in memory."""

import codecs
import json
import re
from collections.abc import Iterator
from typing import IO

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers.sheet_cells import Typed
from crm_desktop.words import _

BLOCK = 1 << 16
LARGEST_ITEM = 64 * 1024 * 1024  # letters of one record
_SPACE = re.compile(r"[\s\ufeff]*")
# Numbers stay as they are written; a spreadsheet's number reads the same everywhere.
_DECODER = json.JSONDecoder(parse_float=Typed, parse_int=Typed, parse_constant=lambda _name: None)

Json = object


class JsonText:
    """The text of a JSON file, of which a part is held; `name` is what the user knows it by."""

    def __init__(self, binary: IO[bytes], encoding: str, name: str) -> None:
        self._binary = binary
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._name = name
        self._text = ""
        self._at = 0
        self._ended = False

    def items(self) -> Iterator[tuple[str, Json]]:
        """Yield each item of each list with the key that the list stands under; raises UnreadableFile.

        One under no key has an empty key, and so have the objects of files with one object a line.
        """
        sign = self._next_sign()
        if sign == "[":
            for item in self._list():
                yield "", item
        elif sign == "{":
            yield from self._members()
        else:
            raise self._damaged()
        while self._next_sign(ends=True) == "{":
            yield "", self._value()

    def _list(self) -> Iterator[Json]:
        self._at += 1
        if self._next_sign() == "]":
            self._at += 1
            return
        while True:
            yield self._value()
            sign = self._next_sign()
            self._at += 1
            if sign == "]":
                return
            if sign != ",":
                raise self._damaged()

    def _members(self) -> Iterator[tuple[str, Json]]:
        """Yield the items of the lists in an object; an object without any is an item itself."""
        rest: dict[str, Json] = {}
        lists = 0
        self._at += 1
        if self._next_sign() == "}":
            self._at += 1
            return
        while True:
            key = self._value()
            if not isinstance(key, str) or self._next_sign() != ":":
                raise self._damaged()
            self._at += 1
            if self._next_sign() == "[":
                lists += 1
                for item in self._list():
                    yield key, item
            else:
                rest[key] = self._value()
            sign = self._next_sign()
            self._at += 1
            if sign == "}":
                break
            if sign != ",":
                raise self._damaged()
            self._next_sign()
        yield from _whole(rest) if not lists else ()

    def _value(self) -> Json:
        """Return the value that begins here, reading on until it is whole."""
        self._next_sign()
        wanted = BLOCK
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if self._ended:
                    raise self._damaged() from error
            except RecursionError as error:
                raise self._damaged() from error
            else:
                # A number may go on behind what is held.
                if end < len(self._text) or self._ended:
                    self._at = end
                    return value
            if len(self._text) - self._at > LARGEST_ITEM:
                raise self._damaged()
            self._read(wanted)
            wanted *= 2

    def _next_sign(self, *, ends: bool = False) -> str:
        """Return the next sign that is no space, without going past it; empty where the file may end and does."""
        while True:
            found = _SPACE.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if self._ended:
                if ends:
                    return ""
                raise self._damaged()
            self._read(BLOCK)

    def _read(self, count: int) -> None:
        block = self._binary.read(count)
        self._ended = not block
        self._text = self._text[self._at :] + self._decoder.decode(block, final=not block)
        self._at = 0

    def _damaged(self) -> UnreadableFile:
        return UnreadableFile(
            _("“{file}” is damaged or cut off: it cannot be read as JSON to its end. Export it again.").format(
                file=self._name
            )
        )


def _whole(members: dict[str, Json]) -> Iterator[tuple[str, Json]]:
    """Yield what an object without lists holds: lists one level below, records by their ids, or itself."""
    below = [each for each in members.values() if isinstance(each, dict)]
    if below and len(below) == len(members):
        lists = [(key, value) for each in below for key, value in each.items() if isinstance(value, list)]
        if lists:
            for key, value in lists:
                yield from ((key, item) for item in value)
            return
        if len(below) > 1:
            for key, each in members.items():
                yield "", {"id": key, **each} if isinstance(each, dict) else each
            return
    yield "", members
