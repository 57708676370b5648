"""What people say: ready subjects and texts of interactions, by kind, phase and product."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from crm_desktop.sample.dice import Dice
from crm_desktop.sample.texts import MONTHS, WEEKDAYS, sample_text
from crm_desktop.sample.world import Product

_VARIANTS = 80
_PLANNED_OUT = 0.65
_WHO = "{who}"


class Phrase(NamedTuple):
    """One ready interaction; the given name of the person stands between `head` and `tail`, where there is a tail."""

    subject: str
    direction: str | None
    outcome: str | None
    mood: str | None
    head: str
    tail: str | None


Phrases = Mapping[tuple[str, str], Sequence[Sequence[Phrase]]]


def ready_phrases(dice: Dice, products: Sequence[Product], closing_share: float) -> Phrases:
    """Return the phrases of each kind and phase, one list for each of `products`; `closing_share` have a last word."""
    text = sample_text("activities")
    scenes: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for scene in text["scenes"]:
        scenes.setdefault((scene["kind"], scene["phase"]), []).append(scene)
    return {
        (kind, phase): [
            [_phrase(dice, dice.pick(found), text["closings"], closing_share, each) for _variant in range(_VARIANTS)]
            for each in products
        ]
        for (kind, phase), found in scenes.items()
    }


def _phrase(
    dice: Dice,
    scene: Mapping[str, Any],
    closings: Mapping[str, Sequence[str]],
    closing_share: float,
    product: Product,
) -> Phrase:
    direction = _direction(dice, scene)
    body = dice.pick(scene["lines"])
    if dice.chance(closing_share) and not scene.get("alone"):
        closing = dice.pick(_fitting(closings, scene, direction))
        # Naming somebody in two sentences running reads like a machine.
        if _WHO not in body or _WHO not in closing:
            body = f"{body} {closing}"
    slots = {
        "product": product.name,
        "n": dice.between(product.least, product.most),
        "day": dice.pick(WEEKDAYS),
        "month": dice.pick(MONTHS),
    }
    head, named, tail = body.format(who=_WHO, **slots).partition(_WHO)
    return Phrase(
        scene["subject"].format(**slots),
        direction,
        scene["outcome"],
        scene["mood"],
        head,
        tail if named else None,
    )


def _direction(dice: Dice, scene: Mapping[str, Any]) -> str | None:
    if scene["kind"] != "call" or "direction" in scene:
        return scene.get("direction")
    return "out" if dice.chance(_PLANNED_OUT) else "in"


def _fitting(closings: Mapping[str, Sequence[str]], scene: Mapping[str, Any], direction: str | None) -> Sequence[str]:
    """Return the last words that fit `scene`: by its phase, else by who began, else by its kind."""
    kind = scene["kind"]
    return next(closings[key] for key in (f"{kind} {scene['phase']}", f"{kind} {direction}", kind) if key in closings)
