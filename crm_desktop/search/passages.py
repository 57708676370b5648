"""A text of a record with what it is called; the text of a document page by page."""

from typing import NamedTuple

from crm_desktop.files.page_image import PAGE_END
from crm_desktop.words import _


class Passage(NamedTuple):
    """One text of a record: `field` is what it is called in commands, `label` on screens."""

    field: str
    label: str
    text: str


def paged(passage: Passage) -> list[Passage]:
    """Return `passage` page by page, each told by its number, or as it is where it has no pages."""
    if PAGE_END not in passage.text:
        return [passage]
    return [
        passage._replace(label=_("Page {n}").format(n=number), text=text)
        for number, text in enumerate(passage.text.split(PAGE_END), 1)
        if text
    ]
