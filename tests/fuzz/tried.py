"""How many inputs were tried on each reader, and how long that took."""

import os
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from time import perf_counter
from typing import ParamSpec

import pytest
from hypothesis import settings

_P = ParamSpec("_P")
# `make fuzz` tries more than a run of all tests.
TIMES = int(os.environ.get("FUZZ_TIMES", "1"))
PROPERTY = "fuzzed"


class _Tried:
    """What the test that is running has tried."""

    reader = ""
    inputs = 0
    seconds = 0.0


_now = _Tried()


def fuzzed(reader: str, inputs: int) -> Callable[[Callable[_P, None]], Callable[_P, None]]:
    """Let a test that hypothesis calls try `inputs` on `reader` and count them; it stands right below `given`.

    A test with a parameter `reader` tries that one instead.
    """

    def counted(test: Callable[_P, None]) -> Callable[_P, None]:
        @wraps(test)
        def trying(*args: _P.args, **kwargs: _P.kwargs) -> None:
            started = perf_counter()
            try:
                test(*args, **kwargs)
            finally:
                _now.reader = str(kwargs.get("reader", reader))
                _now.inputs += 1
                _now.seconds += perf_counter() - started

        checked = settings(max_examples=inputs * TIMES)
        return checked(trying)

    return counted


def note_tried(item: pytest.Item) -> None:
    """Put what `item` tried into its report, which may go to another process."""
    if _now.inputs:
        item.user_properties.append((PROPERTY, [_now.reader, _now.inputs, _now.seconds]))
        _now.inputs, _now.seconds = 0, 0.0


def summary(properties: Iterable[tuple[str, object]]) -> list[str]:
    """Return a line for each reader that the `properties` of reports tell of, and one for all."""
    found: dict[str, tuple[int, float]] = {}
    for name, value in properties:
        if name == PROPERTY and isinstance(value, list):
            reader, inputs, seconds = value
            before = found.get(reader, (0, 0.0))
            found[reader] = before[0] + inputs, before[1] + seconds
    return _lines(found) if found else []


def _lines(found: Mapping[str, tuple[int, float]]) -> list[str]:
    lines = [f"{reader}: {inputs:,} inputs in {seconds:.1f} s" for reader, (inputs, seconds) in sorted(found.items())]
    inputs, seconds = (sum(each) for each in zip(*found.values(), strict=True))
    return [*lines, f"all readers: {inputs:,} inputs in {seconds:.1f} s"]
