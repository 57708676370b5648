"""In which encoding a text file is written, and its lines as text."""

import codecs
import re
from collections.abc import Iterator
from io import TextIOWrapper
from typing import IO, NamedTuple

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers.files import LineGuard, broken_off
from crm_desktop.values.encoding_guess import likeliest_encoding
from crm_desktop.words import _

SAMPLE_BYTES = 256 * 1024
LONGEST_LINE = 64 * 1024 * 1024  # bytes: as long as the longest cell
# Lines without accents tell nothing, and more than this tells nothing new.
ACCENTED_SAMPLE_BYTES = 16 * 1024
NULS_OF_UTF16 = 0.3  # of the bytes: plain Latin text in UTF-16 is half NUL
READABLE_NULS = 0.01  # of the bytes: a few may be damage, more is no text
READABLE_CONTROLS = 0.05
_WIDE_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = bytes({*range(32), 127} - set(b"\t\n\v\f\r\x1b"))
_SHIFTS = re.compile(rb"\x1b\$[@B]")
_SURROGATES = re.compile("[\udc80-\udcff]")


class Encoding(NamedTuple):
    """The encoding `name`, why it was taken, and whether lines that do not fit it are read as Windows-1252."""

    name: str
    reason: str
    certain: bool
    mends_lines: bool


class TextLines:
    """The lines of a text file with their line ends, beginning where `binary` stands.

    `recent` collects the lines given out until it is cleared; `mended` counts lines that were not in `encoding`.
    """

    def __init__(self, binary: IO[bytes], encoding: Encoding, name: str) -> None:
        errors = "surrogateescape" if encoding.mends_lines else "strict"
        guarded = LineGuard(binary, name, LONGEST_LINE)
        self._text = TextIOWrapper(guarded, encoding.name, errors=errors, newline="")
        self._encoding = encoding
        self._name = name
        self.recent: list[str] = []
        self.number = 0
        self.mended = 0
        self.first_mended = 0

    def __iter__(self) -> Iterator[str]:
        mends = self._encoding.mends_lines
        note = self.recent.append
        try:
            for line in self._text:
                self.number += 1
                text = line if line.isascii() or not mends else self._mended_line(line)
                note(text)
                yield text
        except UnicodeError as error:
            raise UnreadableFile(
                _(
                    "“{file}” cannot be read as {encoding} after line {line}: {reason}. "
                    "Save it again as CSV in UTF-8, or name its encoding."
                ).format(file=self._name, encoding=self._encoding.name, line=self.number, reason=_short(error))
            ) from error
        except OSError as error:
            raise broken_off(self._name, error) from error

    def close(self) -> None:
        """Let go of the file without closing it."""
        self._text.detach()

    def _mended_line(self, line: str) -> str:
        if _SURROGATES.search(line) is None:
            return line
        self.mended += 1
        self.first_mended = self.first_mended or self.number
        if self._encoding.name != "cp1252":
            line = line.encode("utf-8", "surrogateescape").decode("cp1252", "surrogateescape")
        # Windows-1252 leaves five bytes undefined; Latin-1 has them.
        return _SURROGATES.sub(lambda byte: chr(ord(byte[0]) - 0xDC00), line)


def detect_encoding(sample: bytes, name: str, region: str, *, whole: bool) -> Encoding:
    """Return the encoding of the file `name` that begins with `sample`; raises UnreadableFile where it is no text.

    `whole` says that nothing follows the sample; encodings of `region` win where several fit equally.
    """
    if sample.startswith(codecs.BOM_UTF8):
        return Encoding("utf-8-sig", _("its first bytes say so"), certain=True, mends_lines=True)
    wide = wide_encoding(sample)
    if wide is not None:
        return wide
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if sample.count(0) > max(4, READABLE_NULS * len(sample)) or controls > READABLE_CONTROLS * len(sample):
        raise UnreadableFile(
            _("“{file}” is not a text file: it holds bytes that no text has. Export it again as CSV.").format(file=name)
        )
    if _SHIFTS.search(sample) and _fits(sample, "iso2022_jp", whole=whole):
        return Encoding("iso2022_jp", _("its signs for other letters say so"), certain=True, mends_lines=False)
    if sample.isascii():
        return Encoding("utf-8", _("it holds plain letters only"), certain=True, mends_lines=True)
    if _fits(sample, "utf-8", whole=whole):
        return Encoding("utf-8", _("all its accented letters are valid UTF-8"), certain=True, mends_lines=True)
    return _without_utf8(sample, region)


def wide_encoding(sample: bytes) -> Encoding | None:
    """Return the encoding of a text that begins with `sample` where its letters are wide, else None."""
    for mark, encoding in _WIDE_MARKS:
        if sample.startswith(mark):
            return Encoding(encoding, _("its first bytes say so"), certain=True, mends_lines=False)
    wide = _utf16_without_mark(sample)
    if wide is None:
        return None
    return Encoding(wide, _("every other byte is zero"), certain=True, mends_lines=False)


def named_encoding(name: str) -> Encoding:
    """Return the encoding that the user named; raises UnreadableFile where there is none of that name."""
    try:
        known = codecs.lookup(name).name
        "".encode(known)
    except (LookupError, ValueError) as error:
        raise UnreadableFile(
            _("There is no text encoding called “{name}”. Try utf-8, cp1252 or utf-16.").format(name=name)
        ) from error
    return Encoding(known, _("you chose it"), certain=True, mends_lines=known in {"utf-8", "utf-8-sig", "cp1252"})


def _without_utf8(sample: bytes, region: str) -> Encoding:
    accented = [line for line in re.split(rb"\r\n|\r|\n", sample) if not line.isascii()]
    fitting = sum(_fits(line, "utf-8", whole=True) for line in accented)
    if fitting * 2 >= len(accented):
        return Encoding(
            "utf-8", _("at least half of its accented lines are valid UTF-8"), certain=False, mends_lines=True
        )
    best = likeliest_encoding(b"\n".join(accented)[:ACCENTED_SAMPLE_BYTES], region)
    if best is None:
        return Encoding("cp1252", _("nothing else fits"), certain=False, mends_lines=True)
    return Encoding(best, _("its letters fit best"), certain=False, mends_lines=best == "cp1252")


def _fits(sample: bytes, encoding: str, *, whole: bool) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(sample, final=whole)
    except UnicodeDecodeError:
        return False
    return True


def _utf16_without_mark(sample: bytes) -> str | None:
    if len(sample) < len("a\n") * 2:
        return None
    even, odd = sample[0::2].count(0) / len(sample) * 2, sample[1::2].count(0) / len(sample) * 2
    if odd > 2 * NULS_OF_UTF16 and even < READABLE_NULS:
        return "utf-16-le"
    if even > 2 * NULS_OF_UTF16 and odd < READABLE_NULS:
        return "utf-16-be"
    return None


def _short(error: UnicodeError) -> str:
    return error.reason if isinstance(error, UnicodeDecodeError) else str(error)
