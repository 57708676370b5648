"""Looking for cyclic garbage less often while rows are read and written."""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

# Rows make no circles, but many objects: by its usual measure the collector looks through all of the program again and
# again, which was an eighth of an import and of a search for duplicates. Mails are let go of in good time all the same.
YOUNG = 20_000  # objects


_turn = threading.Lock()
# What was usual before the first block that is open now, once for each of them.
_usual: list[tuple[int, int, int]] = []


@contextmanager
def fewer_collections() -> Iterator[None]:
    """Let the collector wait for YOUNG new objects for the length of the block; the app collects by itself.

    Blocks may be open on several threads: it is as before when the last one ends.
    """
    with _turn:
        before = _usual[0] if _usual else gc.get_threshold()
        _usual.append(before)
        gc.set_threshold(max(YOUNG, before[0]), *before[1:])
    try:
        yield
    finally:
        with _turn:
            _usual.pop()
            if not _usual:
                gc.set_threshold(*before)
