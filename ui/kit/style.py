"""The style below the style sheet: check marks, radio buttons and measures from the tokens."""

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleOption, QWidget
from shiboken6 import isValid

from ui.kit.marks import Mark, paint_check, paint_radio
from ui.kit.theme import Theme

# Asked thousands of times while a page is made: neither an enum's hash nor a look for its member is to be paid for.
_ICON_SIZED = (
    QStyle.PixelMetric.PM_IndicatorWidth,
    QStyle.PixelMetric.PM_IndicatorHeight,
    QStyle.PixelMetric.PM_ExclusiveIndicatorWidth,
    QStyle.PixelMetric.PM_ExclusiveIndicatorHeight,
    QStyle.PixelMetric.PM_SmallIconSize,
)


class CrmStyle(QProxyStyle):
    """Fusion with our check marks; focus is shown by FocusRing, so Fusion's dotted rectangle is left out.

    Hints stand in the style sheet: Qt asks for some 1,500 of them until the first page is painted, each of which would
    pass through Python.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__("Fusion")
        self._theme = theme

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Draw check boxes and radio buttons from tokens, everything else as Fusion does."""
        if element is QStyle.PrimitiveElement.PE_FrameFocusRect:
            return
        enabled = bool(option.state & QStyle.StateFlag.State_Enabled)
        if element is QStyle.PrimitiveElement.PE_IndicatorCheckBox:
            paint_check(painter, self._theme, option.rect, _mark(option), enabled=enabled)
        elif element is QStyle.PrimitiveElement.PE_IndicatorRadioButton:
            paint_radio(painter, self._theme, option.rect, _mark(option), enabled=enabled)
        else:
            super().drawPrimitive(element, option, painter, _alive(widget))

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        """Return our size of check marks and icons, Fusion's for the rest."""
        if metric in _ICON_SIZED:
            return self._theme.size("icon.md")
        return super().pixelMetric(metric, option, _alive(widget))


def _alive(widget: QWidget | None) -> QWidget | None:
    """Return `widget`, or None where it stands for one that is gone.

    Qt asks while a widget is being made. What Python knows of that place in memory may still be something before it,
    and an error inside an answer to Qt ends the program (PySide 6.11).
    """
    return widget if isinstance(widget, QWidget) and isValid(widget) else None


def _mark(option: QStyleOption) -> Mark:
    if option.state & QStyle.StateFlag.State_NoChange:
        return Mark.PARTLY
    return Mark.ON if option.state & QStyle.StateFlag.State_On else Mark.OFF
