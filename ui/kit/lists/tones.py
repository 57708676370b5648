"""What the values of choices are coloured by in lists: state alone, and never without its word."""

from collections.abc import Mapping

from ui.kit.theme import Tone

_URGENCY = {"low": Tone.OUTLINE, "medium": Tone.NEUTRAL, "high": Tone.WARNING, "critical": Tone.DANGER}
_TONES: Mapping[tuple[str, str], Mapping[str, Tone]] = {
    ("deal", "outcome"): {"open": Tone.ACCENT, "won": Tone.SUCCESS, "lost": Tone.DANGER},
    ("ticket", "kind"): {
        "question": Tone.INFO,
        "problem": Tone.WARNING,
        "complaint": Tone.DANGER,
        "compliment": Tone.SUCCESS,
    },
    ("ticket", "status"): {"new": Tone.ACCENT, "open": Tone.ACCENT, "solved": Tone.SUCCESS},
    ("ticket", "priority"): _URGENCY,
    ("task", "priority"): _URGENCY,
}
# Days by which something is to be done, and the field that is filled once it is.
DEADLINES: Mapping[tuple[str, str], str] = {
    ("task", "due_day"): "done_at",
    ("deal", "expected_on"): "closed_on",
    ("purchase", "next_service_on"): "",
}


def tone_of(table: str, field: str, value: str) -> Tone | None:
    """Return the tone of `value` in `field` of `table`; None where its word says enough."""
    tones = _TONES.get((table, field))
    return None if tones is None else tones.get(value, Tone.NEUTRAL)
