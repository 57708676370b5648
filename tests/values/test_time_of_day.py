"""Times of the day as people write them."""

import pytest

from crm_desktop.errors import InvalidField
from crm_desktop.values.time_of_day import time_from_text, time_text


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("14:30", "14:30"),
        ("2:30 pm", "14:30"),
        ("2.30 p.m.", "14:30"),
        ("12 am", "00:00"),
        ("12pm", "12:00"),
        ("1430", "14:30"),
        ("14h30", "14:30"),
        ("14 Uhr", "14:00"),
        ("9:05:07", "09:05:07"),
        ("24:00", None),
        ("13 pm", None),
        ("14:60", None),
        ("14", None),
        ("noonish", None),
        ("1:2:3:4", None),
    ],
)
def test_a_time_is_read_or_refused(typed: str, stored: str | None) -> None:
    if stored is None:
        with pytest.raises(InvalidField):
            time_from_text(typed)
    else:
        assert time_text(time_from_text(typed)) == stored
