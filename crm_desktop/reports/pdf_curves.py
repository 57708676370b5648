"""Round shapes as PDF path operators."""

import math

ROUND = 0.5522847498  # how far a Bézier's handles reach along a quarter of a circle


def rounded_path(left: float, low: float, right: float, high: float, radius: float) -> str:
    """Return the outline of a box with round corners."""
    reach = radius * (1 - ROUND)
    return (
        f"{left + radius:.2f} {low:.2f} m {right - radius:.2f} {low:.2f} l "
        f"{right - reach:.2f} {low:.2f} {right:.2f} {low + reach:.2f} {right:.2f} {low + radius:.2f} c "
        f"{right:.2f} {high - radius:.2f} l "
        f"{right:.2f} {high - reach:.2f} {right - reach:.2f} {high:.2f} {right - radius:.2f} {high:.2f} c "
        f"{left + radius:.2f} {high:.2f} l "
        f"{left + reach:.2f} {high:.2f} {left:.2f} {high - reach:.2f} {left:.2f} {high - radius:.2f} c "
        f"{left:.2f} {low + radius:.2f} l "
        f"{left:.2f} {low + reach:.2f} {left + reach:.2f} {low:.2f} {left + radius:.2f} {low:.2f} c h"
    )


def arc_path(x: float, y: float, radius: float, start: float, end: float) -> str:
    """Return an arc between two angles in degrees, clockwise from the top, in quarters at most."""
    pieces = max(1, math.ceil((end - start) / 90 - 1e-9))
    step = math.radians((end - start) / pieces)
    handle = 4 / 3 * math.tan(step / 4) * radius
    angle = math.radians(start)
    path = [f"{x + radius * math.sin(angle):.2f} {y + radius * math.cos(angle):.2f} m"]
    for _piece in range(pieces):
        after = angle + step
        path.append(
            f"{x + radius * math.sin(angle) + handle * math.cos(angle):.2f} "
            f"{y + radius * math.cos(angle) - handle * math.sin(angle):.2f} "
            f"{x + radius * math.sin(after) - handle * math.cos(after):.2f} "
            f"{y + radius * math.cos(after) + handle * math.sin(after):.2f} "
            f"{x + radius * math.sin(after):.2f} {y + radius * math.cos(after):.2f} c"
        )
        angle = after
    return " ".join(path)
