"""Many texts by their numbers, in little memory."""

import tracemalloc
from contextlib import closing
from pathlib import Path

import pytest

from crm_desktop.exchange.readers import text_blocks
from crm_desktop.exchange.readers.text_blocks import BLOCK_TEXTS, TextBlocks


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(text_blocks, "_folder", lambda: tmp_path)
    monkeypatch.setattr(text_blocks, "MOST_HELD", 3)
    return tmp_path


@pytest.mark.parametrize("count", [0, 1, BLOCK_TEXTS, 3 * BLOCK_TEXTS, 20 * BLOCK_TEXTS + 7])
def test_every_text_is_found_by_its_number(count: int) -> None:
    with closing(TextBlocks()) as texts:
        for number in range(count):
            texts.append(f"Ana \u0141\ud800 {number}")
        assert len(texts) == count
        assert all(texts[number] == f"Ana \u0141\ud800 {number}" for number in range(count))
        for number in (count, count + BLOCK_TEXTS):
            with pytest.raises(IndexError):
                texts[number]


def test_what_is_put_aside_is_not_legible_and_leaves_nothing(folder: Path) -> None:
    with closing(TextBlocks()) as texts:
        for number in range(10 * BLOCK_TEXTS):
            texts.append(f"confidential {number}")
        assert all(b"confidential" not in path.read_bytes() for path in folder.iterdir())
        assert texts[9 * BLOCK_TEXTS] == f"confidential {9 * BLOCK_TEXTS}"
    assert list(folder.iterdir()) == []


def test_what_is_put_aside_takes_no_memory() -> None:
    with closing(TextBlocks()) as texts:
        tracemalloc.start()
        for number in range(100_000):
            texts.append(f"somebody.{number}@example.com")
        held, _peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert held < 200_000  # of three million letters
