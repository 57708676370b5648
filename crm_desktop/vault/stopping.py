"""Letting whoever waits for a long statement stop it."""

import contextlib
from collections.abc import Callable, Iterator

from sqlcipher3 import dbapi2

from crm_desktop.errors import CrmError
from crm_desktop.vault.driver import Connection

_STEPS_BETWEEN_ASKING = 20_000  # of the driver: some ten milliseconds


@contextlib.contextmanager
def stoppable(connection: Connection, ask: Callable[[], None]) -> Iterator[None]:
    """Call `ask` all the time while statements of the block run: a CrmError that it raises stops them."""
    raised: list[CrmError] = []

    def asked() -> int:
        try:
            ask()
        except CrmError as error:
            # it would be lost inside the driver
            raised.append(error)
        return len(raised)

    connection.set_progress_handler(asked, _STEPS_BETWEEN_ASKING)
    try:
        yield
    except dbapi2.OperationalError:
        if raised:
            raise raised[0] from None
        raise
    finally:
        connection.set_progress_handler(None, 0)
