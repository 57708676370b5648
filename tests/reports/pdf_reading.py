"""What a reader finds in a PDF: words and where they stand, in points from the top."""

from ctypes import c_uint, pointer
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_raw


class Word(NamedTuple):
    text: str
    left: float
    right: float
    baseline: float


def opened(content: bytes) -> pdfium.PdfDocument:
    return pdfium.PdfDocument(content)


def page_text(content: bytes, page: int) -> str:
    return str(opened(content)[page].get_textpage().get_text_range()).replace("\xa0", " ").replace("\u202f", " ")


def words_on(content: bytes, page: int) -> list[Word]:
    """Return the words of `page` in reading order; letters that don't reach below the line tell the baseline."""
    leaf = opened(content)[page]
    height, text = leaf.get_height(), leaf.get_textpage()
    words: list[Word] = []
    letters = ""
    boxes: list[tuple[float, float, float, float]] = []
    for at in range(text.count_chars() + 1):
        letter = text.get_text_range(at, 1) if at < text.count_chars() else " "
        if letter.strip():
            letters += letter
            boxes.append(text.get_charbox(at))
        elif letters:
            bottoms = sorted(box[1] for box in boxes)
            baseline = height - bottoms[len(bottoms) // 2]
            words.append(Word(letters, boxes[0][0], max(box[2] for box in boxes), baseline))
            letters, boxes = "", []
    return words


def text_colours(content: bytes, page: int) -> dict[str, tuple[int, ...]]:
    """Return the colour of the first letter of each word on `page`."""
    text = opened(content)[page].get_textpage()
    colours: dict[str, tuple[int, ...]] = {}
    word, start = "", 0
    for at in range(text.count_chars() + 1):
        letter = text.get_text_range(at, 1) if at < text.count_chars() else " "
        if letter.strip():
            word, start = word + letter, start if word else at
        elif word:
            parts = [c_uint() for _part in range(4)]
            pdfium_raw.FPDFText_GetFillColor(text, start, *map(pointer, parts))
            colours.setdefault(word, tuple(part.value for part in parts[:3]))
            word = ""
    return colours
