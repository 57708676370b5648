"""Opening CSV and TSV files: what is no table is refused, and the form of the rest is found out."""

import codecs
import io
from collections.abc import Callable
from pathlib import Path
from typing import IO

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.dialect import detect_dialect, named_dialect, sample_rows
from crm_desktop.exchange.header_row import HeaderRow, find_header
from crm_desktop.exchange.source import ReadAs
from crm_desktop.exchange.table_file import TextTable
from crm_desktop.exchange.text_encoding import SAMPLE_BYTES, Encoding, detect_encoding, named_encoding
from crm_desktop.words import _

_NOT_TABLES = (("{", "JSON"), ("[", "JSON"), ("BEGIN:", "vCard, iCalendar"), ("<", "HTML, XML"))


def open_text_table(path: Path, read_as: ReadAs, region: str, is_known: Callable[[str], bool]) -> TextTable:
    """Open the CSV or TSV file at `path`; `is_known` tells usual names of columns. Raises UnreadableFile.

    What `read_as` leaves open is detected; `region` settles between encodings that fit equally well.
    """
    binary = _opened(path)
    try:
        sample = _sample(binary, path.name)
        whole = len(sample) < SAMPLE_BYTES
        encoding = (
            named_encoding(read_as.encoding)
            if read_as.encoding
            else detect_encoding(sample, path.name, region, whole=whole)
        )
        lines = _whole_lines(sample, encoding, whole=whole)
        if read_as.delimiter is None:
            _refuse_other_text("".join(lines[:1]), path.name)
        ending = path.suffix.lower()
        dialect = named_dialect(read_as.delimiter, lines) if read_as.delimiter else detect_dialect(lines, ending)
        rows = sample_rows(lines[dialect.lines_before :], dialect)
        head = find_header(rows, is_known)
        if read_as.header is not None:
            head = HeaderRow(head.skipped if read_as.header else 0, read_as.header, _("you chose it"), certain=True)
        return TextTable(path.name, binary, encoding, dialect, head)
    except BaseException:
        binary.close()
        raise


def _opened(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except FileNotFoundError as error:
        raise UnreadableFile(_("There is no file “{path}”. Check its name and place.").format(path=path)) from error
    except IsADirectoryError as error:
        raise UnreadableFile(_("“{path}” is a folder. Name a file in it.").format(path=path)) from error
    except OSError as error:
        raise UnreadableFile(
            _("“{path}” cannot be opened: {reason}. Check its rights, or close it in other programs.").format(
                path=path, reason=error.strerror
            )
        ) from error


def _sample(binary: IO[bytes], name: str) -> bytes:
    try:
        binary.seek(0)
        sample = binary.read(SAMPLE_BYTES)
    except OSError as error:
        raise UnreadableFile(
            _("“{file}” cannot be read: {reason}. Check the drive and try again.").format(
                file=name, reason=error.strerror
            )
        ) from error
    if not sample.strip(b"\xef\xbb\xbf\xff\xfe"):
        raise UnreadableFile(_("“{file}” is empty. Export it again.").format(file=name))
    return sample


def _whole_lines(sample: bytes, encoding: Encoding, *, whole: bool) -> list[str]:
    """Return the lines of `sample`; a last one that is cut off is left out, unless it is the only one."""
    errors = "surrogateescape" if encoding.mends_lines else "replace"
    text = codecs.getincrementaldecoder(encoding.name)(errors).decode(sample, final=whole)
    lines = list(io.StringIO(text, newline=""))
    return lines if whole or len(lines) == 1 else lines[:-1]


def _refuse_other_text(line: str, name: str) -> None:
    for start, what in _NOT_TABLES:
        if line.lstrip("\ufeff \t").startswith(start):
            raise UnreadableFile(
                _("“{file}” is not a CSV file but {what}. Export its table as CSV first.").format(file=name, what=what)
            )
