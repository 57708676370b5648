"""The colours of paper: the light palette of the design tokens, as PDF operands."""

import json
from typing import NamedTuple

from crm_desktop.resource_files import resource

SERIES = 6


class Palette(NamedTuple):
    """Colours by use, each three numbers from 0 to 1 as a PDF operator takes them."""

    text: str
    text2: str
    text3: str
    hairline: str
    rule: str
    good: str
    bad: str
    accent: str
    surface: str
    grid: str
    axis: str
    goal: str
    muted: str
    series: tuple[str, ...]


def light_palette() -> Palette:
    """Return the palette of every document: always light, whatever the screen shows."""
    tokens = json.loads(resource("tokens.json").read_text("utf-8"))
    colour = {name: _operand(value) for name, value in tokens["colour"]["light"].items()}
    chart = {name: _operand(value) for name, value in tokens["chart"]["light"].items()}
    return Palette(
        text=colour["text"],
        text2=colour["text2"],
        text3=colour["text3"],
        hairline=colour["hairline"],
        rule=colour["hairlineStrong"],
        good=colour["success"],
        bad=colour["danger"],
        accent=colour["accent"],
        surface=colour["surface"],
        grid=chart["grid"],
        axis=chart["axis"],
        goal=chart["goal"],
        muted=chart["muted"],
        series=tuple(chart[f"c{place}"] for place in range(1, SERIES + 1)),
    )


def _operand(colour: str) -> str:
    """Return the "#RRGGBB" of a token as "r g b"."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return " ".join(f"{part:.4g}" for part in parts)
