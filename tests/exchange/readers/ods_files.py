"""Open documents with one sheet, made by hand for tests."""

import zipfile
from pathlib import Path

_KIND = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = "urn:oasis:names:tc:opendocument:xmlns"


def open_document(path: Path, rows: str) -> Path:
    """Write a sheet of the XML `rows` to `path`; return the path."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{_NAMES}:office:1.0" '
        f'xmlns:table="{_NAMES}:table:1.0" xmlns:text="{_NAMES}:text:1.0" '
        f'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="People">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{_NAMES}:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_KIND}"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", _KIND)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return path


def row(*cells: str, repeated: int = 1) -> str:
    """Return a row of `cells`, that many times."""
    return f'<table:table-row table:number-rows-repeated="{repeated}">{"".join(cells)}</table:table-row>'


def text(value: str, repeated: int = 1) -> str:
    """Return a cell that holds a text, that many times."""
    return (
        f'<table:table-cell table:number-columns-repeated="{repeated}" office:value-type="string">'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


def failed(sign: str) -> str:
    """Return a cell whose formula has no value, as old programs write it: its value is 0."""
    return (
        '<table:table-cell office:value-type="float" office:value="0" calcext:value-type="error">'
        f"<text:p>{sign}</text:p></table:table-cell>"
    )


def day(value: str) -> str:
    """Return a cell that holds a day."""
    return (
        f'<table:table-cell office:value-type="date" office:date-value="{value}"><text:p>x</text:p></table:table-cell>'
    )


def blank(repeated: int = 1) -> str:
    """Return cells that hold nothing."""
    return f'<table:table-cell table:number-columns-repeated="{repeated}"/>'
