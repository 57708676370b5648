"""Photos that were cut off are told from whole ones, whatever made them."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from crm_desktop.exchange.pictures import is_whole_picture

FORMS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "ICO")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><circle r="3"/></svg>'


def picture(form: str, **more: bytes) -> bytes:
    made = io.BytesIO()
    Image.effect_noise((40, 40), 80).convert("RGB").save(made, form, **more)
    return made.getvalue()


@pytest.mark.parametrize("form", FORMS)
def test_a_picture_is_whole_and_half_of_it_is_not(form: str) -> None:
    content = picture(form)
    assert is_whole_picture(content)
    assert not any(is_whole_picture(content[: len(content) * part // 10]) for part in range(10))


def test_a_moving_picture_is_whole_only_with_all_of_its_pictures() -> None:
    made, first = io.BytesIO(), Image.effect_noise((40, 40), 80)
    first.save(made, "GIF", save_all=True, append_images=[first.rotate(90), first.rotate(180)], comment=b"a;b")
    content = made.getvalue()
    assert is_whole_picture(content)
    assert not any(is_whole_picture(content[:end]) for end in range(6, len(content)))


def test_the_end_of_a_small_picture_within_a_photo_is_not_that_of_the_photo() -> None:
    content = picture("JPEG", exif=b"Exif\0\0" + picture("JPEG"))
    assert is_whole_picture(content)
    assert not is_whole_picture(content[:-100])


@pytest.mark.parametrize(("content", "whole"), [(SVG, True), (SVG[:-3], False), (b"hello", False), (b"", False)])
def test_drawings_end_with_their_tag_and_texts_are_no_pictures(content: bytes, *, whole: bool) -> None:
    assert is_whole_picture(content) == whole


@given(st.sampled_from([picture(form)[:60] for form in FORMS]), st.binary(max_size=200))
def test_whatever_follows_the_beginning_of_a_picture_it_is_judged(begin: bytes, rest: bytes) -> None:
    assert is_whole_picture(begin + rest) in (True, False)
