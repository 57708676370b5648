"""Whatever stands in a file, it is read twice alike or refused in words, never with a crash."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.seeds import WORDS, seeds
from tests.fuzz.targets import TARGETS
from tests.fuzz.tried import fuzzed

INPUTS = 25


def mutated(content: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    """Return `content` with each of `edits` made: from a place on, so many bytes are others."""
    changed = bytearray(content)
    for place, length, others in edits:
        at = place % (len(changed) + 1)
        changed[at : at + length] = others
    return bytes(changed)


@pytest.mark.parametrize("reader", TARGETS)
@given(draw=st.data())
@fuzzed("", INPUTS)
def test_a_file_of_words_is_read_or_refused(tmp_path: Path, reader: str, draw: st.DataObject) -> None:
    pieces = st.one_of(st.sampled_from(WORDS[reader]), st.text(max_size=6))
    text = "".join(draw.draw(st.lists(pieces, max_size=40)))
    TARGETS[reader].try_on(text.encode("utf-8", "surrogatepass"), tmp_path)


@pytest.mark.parametrize("reader", TARGETS)
@given(draw=st.data())
@fuzzed("", INPUTS)
def test_a_changed_real_file_is_read_or_refused(tmp_path: Path, reader: str, draw: st.DataObject) -> None:
    begun = seeds(reader) or [b""]
    words = [word.encode("utf-8", "surrogatepass") for word in WORDS[reader]]
    others = st.one_of(st.sampled_from(words), st.binary(max_size=8))
    edit = st.tuples(st.integers(0, 1 << 16), st.integers(0, 40), others)
    content = draw.draw(st.sampled_from(begun))
    TARGETS[reader].try_on(mutated(content, draw.draw(st.lists(edit, min_size=1, max_size=6))), tmp_path)
