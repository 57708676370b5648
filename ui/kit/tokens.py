"""The design tokens, read from `resources/tokens.json`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from PySide6.QtGui import QColor

from crm_desktop.resource_files import resource


class TextStyle(NamedTuple):
    """One step of the type scale, at 100 % zoom."""

    px: int
    line: int
    weight: int


class Pair(NamedTuple):
    """A foreground and a background that are used together, and the least contrast between them."""

    foreground: str
    background: str
    least: float


@dataclass(frozen=True)
class Tokens:
    """Every number and colour of the look; colours by mode ("light", "dark") and name."""

    colours: Mapping[str, Mapping[str, QColor]]
    text_styles: Mapping[str, TextStyle]
    sizes: Mapping[str, float]
    spaces: Mapping[str, int]
    radii: Mapping[str, int]
    durations: Mapping[str, int]
    families: tuple[str, ...]
    mono_families: tuple[str, ...]
    pairs: Mapping[str, tuple[Pair, ...]]


def read_tokens(path: Path | None = None) -> Tokens:
    """Return the tokens in `path`, or those that come with the program."""
    raw = json.loads((path or resource("tokens.json")).read_text(encoding="utf-8"))
    modes = ("light", "dark")
    mono = raw["type"]["mono"].partition(" (")[0]
    return Tokens(
        colours={mode: _colours(raw, mode) for mode in modes},
        text_styles={name: TextStyle(**step) for name, step in raw["type"]["scale"].items()},
        sizes=_flat(raw["size"]),
        spaces=raw["spacing"],
        radii=raw["radius"],
        durations=raw["duration"],
        families=(raw["type"]["family"], *raw["type"]["fallback"]),
        mono_families=tuple(family.strip() for family in mono.split(",")),
        pairs={mode: tuple(Pair(p["fg"], p["bg"], p["min"]) for p in raw["contrast"][mode]) for mode in modes},
    )


def as_colour(text: str) -> QColor:
    """Return the colour written as #RRGGBB or, unlike Qt's own order, #RRGGBBAA."""
    colour = QColor(text[:7])
    if len(text) == len("#RRGGBBAA"):
        colour.setAlpha(int(text[7:], 16))
    return colour


def _colours(raw: Mapping[str, Mapping[str, Mapping[str, str]]], mode: str) -> dict[str, QColor]:
    colours = {name: as_colour(text) for name, text in raw["colour"][mode].items()}
    colours |= {f"chart.{name}": as_colour(text) for name, text in raw["chart"][mode].items()}
    for index, pair in enumerate(raw["avatar"][mode]):
        colours[f"avatar{index}.tint"] = as_colour(pair[0])
        colours[f"avatar{index}.text"] = as_colour(pair[1])
    return colours


def _flat(tree: Mapping[str, object], before: str = "") -> dict[str, float]:
    """Return the leaves of `tree` under dotted names: `row.normal`."""
    leaves: dict[str, float] = {}
    for name, value in tree.items():
        if isinstance(value, dict):
            leaves |= _flat(value, f"{before}{name}.")
        elif isinstance(value, int | float):
            leaves[before + name] = value
    return leaves
