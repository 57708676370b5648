"""Times as people say them, and numbers that are none."""

from datetime import time

import pytest

from crm_desktop.capture.clocks import clock_near
from crm_desktop.capture.durations import duration_in
from crm_desktop.capture.tokens import Line


def clock(text: str) -> time | None:
    found = clock_near(Line(text).tokens, 0)
    return found[0] if found is not None else None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("half past two", time(14, 30)),
        ("at quarter to ten", time(9, 45)),
        ("at ten past nine", time(9, 10)),
        ("at 5 to 1", time(12, 55)),
        ("um halb drei", time(14, 30)),
        ("um halb eins", time(12, 30)),
        ("viertel vor 11", time(10, 45)),
        ("at 4", time(16)),
        ("at 4am", time(4)),
        ("um 8 Uhr", time(8)),
        ("10-11am", time(10)),
        ("11-1pm", time(11)),
        ("2-3pm", time(14)),
        ("14:00-15:30", time(14)),
    ],
)
def test_a_time_is_read_as_it_is_said(text: str, meant: time) -> None:
    assert clock(text) == meant


@pytest.mark.parametrize("text", ["5 to 10 people", "five to ten people", "half of it", "10-12 units", "12.30 each"])
def test_a_number_that_tells_no_time_is_none(text: str) -> None:
    assert clock(text) is None


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("10-11am", 60),
        ("11-1pm", 120),
        ("14:00-15:30", 90),
        ("9 bis 10:30 uhr", 90),
        ("fr 14h", None),
        ("fr 2h", 120),
        ("10 min later", None),
        ("10-12 units", None),
    ],
)
def test_a_length_is_told_apart_from_a_time(text: str, minutes: int | None) -> None:
    found = duration_in(text)
    assert (found.minutes if found is not None else None) == minutes
