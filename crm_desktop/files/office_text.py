"""The text of office files: XML inside a ZIP, read as it unpacks, with bounds on what it may unpack to."""

import re
import zlib
from collections.abc import Iterator, Mapping
from typing import BinaryIO, NamedTuple
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from crm_desktop.files.media import DOCX, ODP, ODS, ODT, PPTX, XLSX

# What an archive may hold and unpack to: a bomb of a few KB unpacks to many GB.
MOST_ENTRIES = 5000
MOST_UNPACKED = 64 << 20
_PIECE = 64 << 10
# Cut off, unknown compression, encrypted, offsets that lead nowhere.
_DAMAGED = (OSError, EOFError, NotImplementedError, RuntimeError, ValueError)


class Office(NamedTuple):
    """Where a kind of office file has its text: in which members, between which elements, and what ends a line."""

    members: re.Pattern[str]
    texts: frozenset[str]
    lines: frozenset[str]
    tabs: frozenset[str] = frozenset()


_OPEN_DOCUMENT = Office(re.compile(r"content\.xml"), frozenset({"p", "h"}), frozenset({"p", "h", "line-break"}))
KINDS: Mapping[str, Office] = {
    DOCX: Office(
        re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml"),
        frozenset({"t"}),
        frozenset({"p", "br"}),
        frozenset({"tab"}),
    ),
    PPTX: Office(re.compile(r"ppt/(slides/slide|notesSlides/notesSlide)\d+\.xml"), frozenset({"t"}), frozenset({"p"})),
    XLSX: Office(re.compile(r"xl/(sharedStrings|worksheets/sheet\d+)\.xml"), frozenset({"t"}), frozenset({"si", "is"})),
    ODT: _OPEN_DOCUMENT,
    ODP: _OPEN_DOCUMENT,
    ODS: _OPEN_DOCUMENT,
}


class NotReadable(Exception):
    """The file is damaged, protected, or made to exhaust what reads it."""


def office_text(stream: BinaryIO, media_type: str, most_letters: int) -> str:
    """Return up to about `most_letters` of the text of the office file; raises NotReadable."""
    kind = KINDS[media_type]
    try:
        with ZipFile(stream) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES:
                raise NotReadable("too many entries")
            wanted = sorted((each.filename for each in entries if kind.members.fullmatch(each.filename)), key=_order)
            return _text(archive, wanted, kind, most_letters)
    except (BadZipFile, zlib.error, expat.ExpatError, *_DAMAGED) as error:
        raise NotReadable(str(error)) from error


def _text(archive: ZipFile, names: list[str], kind: Office, most_letters: int) -> str:
    left = MOST_UNPACKED
    pieces: list[str] = []
    letters = 0
    for name in names:
        parser = _Parser(kind)
        for piece in _unpacked(archive, name, left):
            left -= len(piece)
            for text in parser.feed(piece):
                pieces.append(text)
                letters += len(text)
            if letters >= most_letters:
                return "".join(pieces)[:most_letters]
        pieces.append("\n")
    return "".join(pieces)


def _unpacked(archive: ZipFile, name: str, most: int) -> Iterator[bytes]:
    """Yield the content of the member, whatever size its header tells."""
    done = 0
    with archive.open(name) as member:
        while piece := member.read(_PIECE):
            done += len(piece)
            if done > most:
                raise NotReadable("unpacks to too much")
            yield piece


def _order(name: str) -> tuple[str, int]:
    """Put `slide10` behind `slide2`."""
    number = re.search(r"\d+", name)
    return re.sub(r"\d+", "", name), int(number[0]) if number else 0


class _Parser:
    """Collects the text between the elements of `kind`; a document type, which could define entities, is refused."""

    def __init__(self, kind: Office) -> None:
        self._kind = kind
        self._inside = 0
        self._pieces: list[str] = []
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._letters
        self._parser.StartDoctypeDeclHandler = self._refuse

    def feed(self, piece: bytes) -> list[str]:
        """Take a further `piece` of the document and return the text that came with it."""
        self._pieces = []
        self._parser.Parse(piece, False)
        return self._pieces

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local in self._kind.texts:
            self._inside += 1
        if local in self._kind.tabs:
            self._pieces.append("\t")

    def _end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local in self._kind.texts:
            self._inside -= 1
        if local in self._kind.lines:
            self._pieces.append("\n")

    def _letters(self, text: str) -> None:
        if self._inside:
            self._pieces.append(text)

    def _refuse(self, *_declared: object) -> None:
        raise NotReadable("declares a document type")
