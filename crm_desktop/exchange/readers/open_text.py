"""Opening CSV and TSV files: the form of what may be a table is found out."""

import codecs
import io
from collections.abc import Callable
from pathlib import Path

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers.dialect import detect_dialect, named_dialect, sample_rows
from crm_desktop.exchange.readers.files import first_bytes, opened
from crm_desktop.exchange.readers.header_row import chosen_header, find_header
from crm_desktop.exchange.readers.text_encoding import SAMPLE_BYTES, Encoding, detect_encoding, named_encoding
from crm_desktop.exchange.readers.text_table import TextTable
from crm_desktop.exchange.readers.whole_rows import parted, with_whole_rows
from crm_desktop.exchange.source import ReadAs
from crm_desktop.words import _

_NOT_TABLES = (("BEGIN:", "vCard, iCalendar"), ("<", "HTML, XML"), ("{", "JSON"), ("[", "JSON"))


def open_text_table(path: Path, read_as: ReadAs, region: str, is_known: Callable[[str], bool]) -> TextTable:
    """Open the CSV or TSV file at `path`; `is_known` tells usual names of columns. Raises UnreadableFile.

    What `read_as` leaves open is detected; `region` settles between encodings that fit equally well.
    """
    binary = opened(path)
    try:
        sample = first_bytes(binary, SAMPLE_BYTES, path.name)
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
        dialect = with_whole_rows(dialect, lines, is_known, chosen=read_as.parts_rows)
        rows = sample_rows(lines[dialect.lines_before :], dialect)
        if dialect.parted:
            rows = [parted(row, dialect, strict=False) for row in rows]
        head = chosen_header(find_header(rows, is_known), chosen=read_as.header)
        return TextTable(path.name, binary, encoding, dialect, head)
    except BaseException:
        binary.close()
        raise


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
