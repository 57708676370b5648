"""The style below the style sheet: check marks, radio buttons and measures from the tokens."""

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleHintReturn, QStyleOption, QWidget

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
_TOOLTIP_DELAY = QStyle.StyleHint.SH_ToolTip_WakeUpDelay
_PASSWORD_SIGN = QStyle.StyleHint.SH_LineEdit_PasswordCharacter
_COMBO_POPUP = QStyle.StyleHint.SH_ComboBox_Popup


class CrmStyle(QProxyStyle):
    """Fusion with our check marks; focus is shown by FocusRing, so Fusion's dotted rectangle is left out."""

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
            super().drawPrimitive(element, option, painter, widget)

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        """Return our size of check marks and icons, Fusion's for the rest."""
        if metric in _ICON_SIZED:
            return self._theme.size("icon.md")
        return super().pixelMetric(metric, option, widget)

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        answer: QStyleHintReturn | None = None,
    ) -> int:
        """Return our waiting time before tooltips and our kind of lists, Fusion's answers for the rest."""
        if hint is _TOOLTIP_DELAY:
            return self._theme.duration("tooltipDelay")
        if hint is _PASSWORD_SIGN:
            return ord("\N{BULLET}")
        if hint is _COMBO_POPUP:
            return 0  # a list below the box, not one laid over it
        return super().styleHint(hint, option, widget, answer)


def _mark(option: QStyleOption) -> Mark:
    if option.state & QStyle.StateFlag.State_NoChange:
        return Mark.PARTLY
    return Mark.ON if option.state & QStyle.StateFlag.State_On else Mark.OFF
