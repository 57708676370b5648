"""Text broken into lines that are as high as the scale says."""

from typing import NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication, QTextLayout, QTextOption

from ui.kit.theme import Theme

_LINE_SEPARATOR = "\N{LINE SEPARATOR}"
_FROM_THE_START = Qt.AlignmentFlag.AlignLeading


class LaidText(NamedTuple):
    """Lines that are ready to be drawn, and how high they are together."""

    layout: QTextLayout
    height: int


def laid_text(
    theme: Theme,
    style: str,
    text: str,
    width: int,
    weight: int = 0,
    alignment: Qt.AlignmentFlag = _FROM_THE_START,
) -> LaidText:
    """Return `text` in the `style` of the scale, broken where it is `width` wide, inside a word that is wider."""
    layout = QTextLayout(text.replace("\n", _LINE_SEPARATOR), theme.font(style, weight))
    option = QTextOption(alignment & Qt.AlignmentFlag.AlignHorizontal_Mask)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(QGuiApplication.layoutDirection())
    layout.setTextOption(option)
    layout.beginLayout()
    top = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        # scripts that need more than the scale gives have it
        height = max(float(theme.line(style)), line.height())
        line.setPosition(QPointF(0, top + (height - line.height()) / 2))
        top += height
    layout.endLayout()
    return LaidText(layout, round(top))
