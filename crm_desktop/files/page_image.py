"""A page of a document as it is shown, and as it stands in the document's text."""

from typing import NamedTuple

# Between pages in a text, so that a passage can be told by its page.
PAGE_END = "\f"


class PageImage(NamedTuple):
    """One page: `pixels` are rows of red, green, blue and an unused byte; `number` counts from 0."""

    width: int
    height: int
    number: int
    pages: int
    pixels: bytes
