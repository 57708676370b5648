"""The theme: tokens at the chosen mode, zoom and contrast, as colours, fonts, sizes and palette."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import (
    QAccessibilityHints,
    QColor,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QPalette,
    QPixmap,
    QStyleHints,
)

from ui.kit.fonts import load_text_fonts
from ui.kit.tokens import Tokens, read_tokens

LEAST_ZOOM = 0.9
MOST_ZOOM = 2.0


class Mode(StrEnum):
    """Whether the theme is light, dark, or as the system says."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Contrast(StrEnum):
    """Whether quiet edges and quiet text are drawn stronger, or as the system says."""

    SYSTEM = "system"
    NORMAL = "normal"
    HIGH = "high"


class Tone(StrEnum):
    """What a colour says; each tone has a text, a tint and a solid colour."""

    NEUTRAL = "neutral"
    ACCENT = "accent"
    SUCCESS = "success"
    WARNING = "warning"
    DANGER = "danger"
    INFO = "info"
    VIOLET = "violet"
    OUTLINE = "outline"
    # a tag: each word has a colour of its own
    TAG = "tag"


class ToneColours(NamedTuple):
    """The names of the tokens that a tone is painted with."""

    text: str
    tint: str
    solid: str


_TONES = {
    Tone.ACCENT: ToneColours("accentText", "selected", "accent"),
    Tone.OUTLINE: ToneColours("text2", "surface", "neutralSolid"),
}

# What stands in for a quiet token when the system or the user asks for high contrast (DESIGN, 8).
_HIGH_CONTRAST = {"hairline": "controlBorder", "hairlineStrong": "controlBorder", "text3": "text2"}


def tone_colours(tone: Tone) -> ToneColours:
    """Return the names of the tokens that `tone` is painted with."""
    return _TONES.get(tone) or ToneColours(tone.value, f"{tone.value}Tint", f"{tone.value}Solid")


@cache
def _system_hints() -> tuple[QStyleHints, QAccessibilityHints]:
    # Kept for good: Shiboken invalidates the accessibility hints together with the style hints they were asked of.
    hints = QGuiApplication.styleHints()
    return hints, hints.accessibility()


class Theme(QObject):
    """Turns tokens into what widgets and painters need; `changed` tells when any of it is different."""

    changed = Signal()

    def __init__(
        self,
        mode: Mode = Mode.SYSTEM,
        zoom: float = 1.0,
        *,
        contrast: Contrast = Contrast.SYSTEM,
        reduced_motion: bool = False,
        tokens: Tokens | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.tokens = tokens or read_tokens()
        self.pixmaps: dict[tuple[object, ...], QPixmap] = {}
        self._mode = mode
        self._zoom = zoom
        self._keys: Mapping[str, str] = {}
        self._contrast = contrast
        self.reduced_motion = reduced_motion
        self._fonts: dict[tuple[str, int, bool], QFont] = {}
        self._metrics: dict[tuple[str, int, bool], QFontMetrics] = {}
        self._script_families = [family for family in load_text_fonts() if family.startswith("Noto Sans ")]
        hints, accessibility = _system_hints()
        hints.colorSchemeChanged.connect(self._on_system_changed)
        accessibility.contrastPreferenceChanged.connect(self._on_system_changed)
        self._colours = self._chosen_colours()

    @property
    def mode(self) -> Mode:
        """Whether light, dark or the system's choice was asked for."""
        return self._mode

    @property
    def dark(self) -> bool:
        """Whether the dark colours are shown."""
        if self._mode is Mode.SYSTEM:
            return _system_hints()[0].colorScheme() is Qt.ColorScheme.Dark
        return self._mode is Mode.DARK

    @property
    def zoom(self) -> float:
        """How much larger than designed everything is."""
        return self._zoom

    @property
    def high_contrast(self) -> bool:
        """Whether quiet edges and quiet text are drawn stronger."""
        if self._contrast is not Contrast.SYSTEM:
            return self._contrast is Contrast.HIGH
        return _system_hints()[1].contrastPreference() is Qt.ContrastPreference.HighContrast

    def set_mode(self, mode: Mode) -> None:
        """Show the light, the dark, or the system's colours."""
        self._mode = mode
        self._refresh()

    def set_keys(self, keys: Mapping[str, str]) -> None:
        """Show `keys` in the stead of the single keys of the program; an empty one shows none."""
        if dict(keys) != dict(self._keys):
            self._keys = dict(keys)
            self.changed.emit()

    def key(self, keys: str) -> str:
        """Return what is pressed for `keys` of the program: each single key may be another on this device."""
        if not self._keys:
            return keys
        return "|".join(key for each in keys.split("|") if (key := self._keys.get(each, each)))

    def set_zoom(self, zoom: float) -> None:
        """Make everything `zoom` times as large as designed, between 0.9 and 2.0."""
        self._zoom = min(max(zoom, LEAST_ZOOM), MOST_ZOOM)
        self._refresh()

    def set_contrast(self, contrast: Contrast) -> None:
        """Draw quiet edges and text stronger, or not, or as the system says."""
        self._contrast = contrast
        self._refresh()

    def colour(self, name: str) -> QColor:
        """Return the colour of the token `name`: "surface", "chart.c1", "avatar0.tint"."""
        # a copy: whoever makes it paler would make it so for all
        return QColor(self._colours[name])

    def px(self, pixels: float) -> int:
        """Return `pixels` of the design at the present zoom."""
        return round(pixels * self._zoom)

    def size(self, name: str) -> int:
        """Return the size token `name` at the present zoom: "row.normal", "control.small", "icon.md"."""
        return self.px(self.tokens.sizes[name])

    def space(self, name: str) -> int:
        """Return the spacing token `name` at the present zoom: "s4"."""
        return self.px(self.tokens.spaces[name])

    def radius(self, name: str) -> int:
        """Return the radius token `name` at the present zoom: "md"."""
        return self.px(self.tokens.radii[name])

    def line(self, style: str) -> int:
        """Return the line height of the text style `style` at the present zoom."""
        return self.px(self.tokens.text_styles[style].line)

    def duration(self, name: str) -> int:
        """Return the milliseconds of the token `name`; fades take none under reduced motion."""
        if self.reduced_motion and name in {"fade", "panel"}:
            return 0
        return self.tokens.durations[name]

    def font(self, style: str = "body", weight: int = 0, *, numbers: bool = False) -> QFont:
        """Return the font of the text style `style`: "body", "small", "title", or "mono"; `weight` 0: its own.

        With `numbers` all digits are as wide as each other, so that they stand below each other.
        """
        key = (style, weight, numbers)
        if key not in self._fonts:
            self._fonts[key] = self._made_font(style, weight, numbers=numbers)
        return QFont(self._fonts[key])

    def metrics(self, style: str = "body", weight: int = 0, *, numbers: bool = False) -> QFontMetrics:
        """Return the measures of the same font."""
        key = (style, weight, numbers)
        if key not in self._metrics:
            self._metrics[key] = QFontMetrics(self.font(style, weight, numbers=numbers))
        return self._metrics[key]

    def palette(self) -> QPalette:
        """Return the colours as Qt's own widgets want them."""
        palette = QPalette()
        role = QPalette.ColorRole
        names = {
            role.Window: "canvas",
            role.WindowText: "text",
            role.Base: "surface",
            role.AlternateBase: "surfaceSunken",
            role.Text: "text",
            role.PlaceholderText: "text3",
            role.Button: "surface",
            role.ButtonText: "text",
            role.BrightText: "textOnAccent",
            role.Highlight: "accent",
            role.HighlightedText: "textOnAccent",
            role.Accent: "accent",
            role.Link: "accentText",
            role.LinkVisited: "accentText",
            role.ToolTipBase: "tooltip",
            role.ToolTipText: "tooltipText",
            role.Light: "surface",
            role.Midlight: "surfaceHover",
            role.Mid: "hairlineStrong",
            role.Dark: "controlBorder",
            role.Shadow: "text",
        }
        for colour_role, name in names.items():
            palette.setColor(colour_role, self.colour(name))
        for colour_role in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, colour_role, self.colour("textDisabled"))
        return palette

    def _made_font(self, style: str, weight: int, *, numbers: bool) -> QFont:
        step = self.tokens.text_styles["body" if style == "mono" else style]
        font = QFont()
        first = self.tokens.mono_families if style == "mono" else self.tokens.families
        # ours for other scripts come before whatever the system would choose
        font.setFamilies([*first[:-1], *self._script_families, first[-1]])
        font.setPixelSize(self.px(step.px))
        font.setWeight(QFont.Weight(weight or step.weight))
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        if numbers:
            # not everywhere: it also widens the hyphen, as in “read-only”
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def _chosen_colours(self) -> dict[str, QColor]:
        colours = dict(self.tokens.colours["dark" if self.dark else "light"])
        if self.high_contrast:
            colours |= {quiet: colours[loud] for quiet, loud in _HIGH_CONTRAST.items()}
        return colours

    def _on_system_changed(self) -> None:
        self._refresh()

    def _refresh(self) -> None:
        self._colours = self._chosen_colours()
        self._fonts.clear()
        self._metrics.clear()
        self.pixmaps.clear()
        self.changed.emit()
