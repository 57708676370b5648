"""Rows that are deleted in the other program: left out, and known as deleted to the rows that name them."""

from collections.abc import Sequence
from contextlib import suppress

from crm_desktop.exchange.drafts import RefusedRow
from crm_desktop.exchange.remarks import Remark
from crm_desktop.exchange.row_reader import RowReader
from crm_desktop.schema.catalogue import BY_NAME

_PLACE, _OWN_ID = "is_deleted", "external_id"


class DeletedRows:
    """Tells the rows of `reader` that are deleted there."""

    def __init__(self, reader: RowReader) -> None:
        self._reader = reader
        self._read = reader.reader(_PLACE) if _PLACE in reader.at else None

    def has(self, cells: Sequence[str]) -> bool:
        """Tell, and remark, whether the row with `cells` is one; raises RefusedRow."""
        reader = self._reader
        if self._read is None or not reader.value(cells, _PLACE, self._read):
            return False
        reader.remarks.note(Remark.DELETED_THERE, reader.column_of[_PLACE])
        if _OWN_ID in reader.at:
            with suppress(RefusedRow):
                self._note(cells)
        return True

    def _note(self, cells: Sequence[str]) -> None:
        reader = self._reader
        key = reader.external(cells, _OWN_ID, reader.table, reader.sort_of(cells))
        if key is not None:
            parts = [reader.text(cells, place) for place in ("given_name", "family_name")]
            name = reader.text(cells, BY_NAME[reader.table].title) or " ".join(filter(None, parts))
            reader.links.deleted.note(reader.table, key, name)
