"""Looking for cyclic garbage less often while rows are read and written."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# Rows make no circles, but many objects: by its usual measure the collector looks through all of the program again and
# again, which was an eighth of an import and of a search for duplicates. Mails are let go of in good time all the same.
YOUNG = 20_000  # objects


@contextmanager
def fewer_collections() -> Iterator[None]:
    """Let the collector wait for YOUNG new objects for the length of the block; the app collects by itself."""
    before = gc.get_threshold()
    gc.set_threshold(max(YOUNG, before[0]), *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
