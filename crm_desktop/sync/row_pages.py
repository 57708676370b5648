"""Rows in the order of tables and ids, page by page: the server makes the next one while what came is read here."""

import json
import uuid
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from threading import Event
from typing import Any

import psycopg

from crm_desktop.sync.remote import Place, Remote

# Fewer pages make fewer commits, which write fewer bytes; more rows at once take memory.
_ROWS_AT_ONCE = 10_000


class RowPage:
    """A page that came and was not read yet: steps, and behind them the rows that they made."""

    def __init__(self, remote: Remote, came: psycopg.Cursor[Any]) -> None:
        self._remote, self._came = remote, came

    def last(self) -> Place | None:
        """Return where the last row stands; None where there is none."""
        if self._came.rowcount == 0:
            return None
        self._came.scroll(self._came.rowcount - 1, "absolute")
        ((table, record, *_more),) = self._came.fetchmany(1)
        self._came.scroll(0, "absolute")
        return Place(table, uuid.UUID(record))

    def columns(self) -> list[tuple[Any, ...]]:
        """Return of each row its table, id, document, clock, site and clocks of fields, as they came."""
        return self._came.fetchall()

    def read(self) -> dict[str, Any]:
        """Return the rows as [table, id, document, clock, site, clocks of fields], and the steps."""
        columns = self.columns()
        documents = self._all([each[2] for each in columns])
        clocks = self._all([each[5] or "null" for each in columns])
        steps: list[Any] = []
        rows: list[Any] = []
        for (table, record, _document, hlc, site, _clocks), document, fields in zip(
            columns, documents, clocks, strict=True
        ):
            if table is None:
                steps.append(document)
            else:
                rows.append([table, record.replace("-", ""), document, hlc, site, fields])
        return {"rows": rows, "steps": steps}

    def _all(self, texts: list[str]) -> list[Any]:
        text = f"[{','.join(texts)}]"
        self._remote.bytes += len(text)
        return list(json.loads(text))


def row_pages(remote: Remote, place: Place) -> Iterator[RowPage]:
    """Yield the rows behind `place` page by page, the last page without rows."""
    with ThreadPoolExecutor(1) as fetching:
        coming = _asked(fetching, remote, place)
        while True:
            page = RowPage(remote, coming.result())
            last = page.last()
            if last is not None:
                coming = _asked(fetching, remote, last)
            yield page
            if last is None:
                return


def _asked(fetching: Executor, remote: Remote, place: Place) -> "Future[psycopg.Cursor[Any]]":
    """Return the page behind `place` to come, once it was asked for: whoever reads another keeps the interpreter."""
    sent = Event()
    coming = fetching.submit(remote.page, place, _ROWS_AT_ONCE, sent.set)
    coming.add_done_callback(lambda _done: sent.set())
    sent.wait()
    return coming
