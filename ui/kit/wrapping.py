"""Text broken into lines for painters, which draw them one by one."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QTextLayout, QTextOption

from ui.kit.theme import Theme


def wrapped(text: str, theme: Theme, style: str, room: int, most: int) -> tuple[str, ...]:
    """Return `text` in lines no wider than `room`, at most `most` of them; what is left over ends in "…"."""
    lines: list[str] = []
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    for paragraph in text.splitlines():
        layout = QTextLayout(paragraph, theme.font(style, numbers=True))
        layout.setTextOption(option)
        layout.beginLayout()
        while len(lines) <= most and (line := layout.createLine()).isValid():
            line.setLineWidth(max(room, 1))
            line.setPosition(QPointF(0, 0))
            lines.append(paragraph[line.textStart() : line.textStart() + line.textLength()].rstrip())
        layout.endLayout()
        if len(lines) > most:
            metrics = theme.metrics(style, numbers=True)
            last = metrics.elidedText(f"{lines[most - 1]} …", Qt.TextElideMode.ElideRight, max(room, 1))
            return (*lines[: most - 1], last)
    return tuple(lines)


def shortened(text: str, most: int) -> str:
    """Return `text`, or so much of it that with the "…" behind it has `most` letters."""
    return text if len(text) <= most else text[: most - 1] + "…"


def halved_width(text: str, theme: Theme, style: str) -> int:
    """Return the least width at which `text` takes no more than two lines, broken between words."""
    metrics = theme.metrics(style, numbers=True)
    words = text.split()
    ways = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))] or [(text, "")]
    return min(max(metrics.horizontalAdvance(each) for each in way) for way in ways) + 1
