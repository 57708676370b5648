"""How hard a passphrase is to guess, while it is typed."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.vault.strength import LEAST_BITS, passphrase_bits
from crm_desktop.words import _
from ui.kit.boxes import is_mirrored
from ui.kit.labels import Text
from ui.kit.layouts import row
from ui.kit.theme import Theme

STEPS = 4
GOOD_BITS = LEAST_BITS + 15
_ROLES = ("neutralSolid", "dangerSolid", "warningSolid", "successSolid", "successSolid")


def strength_step(passphrase: str, words: list[str]) -> int:
    """Return 0 (nothing typed) to 4 (very good); below 3 a passphrase is refused."""
    if not passphrase:
        return 0
    bits = passphrase_bits(passphrase, words)
    limits = (LEAST_BITS / 2, LEAST_BITS, GOOD_BITS)
    return 1 + sum(bits >= limit for limit in limits)


def strength_words(step: int) -> str:
    """Return what the strength `step` means."""
    return (
        _("At least four words that do not belong together"),
        _("Guessed at once"),
        _("Too easy to guess"),
        _("Good"),
        _("Very good"),
    )[step]


class StrengthMeter(QWidget):
    """Four bars and a word."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.step = 0
        self._bars = _Bars(theme)
        self._word = Text(theme, strength_words(0), "small", "text2")
        self.setLayout(row(theme, self._bars, self._word, None))

    def judge(self, passphrase: str, words: list[str]) -> None:
        """Show how hard `passphrase` is to guess for one who tries `words` first."""
        self.step = strength_step(passphrase, words)
        self._bars.show_step(self.step)
        self._word.setText(strength_words(self.step))
        self.setAccessibleName(_("Strength: {word}").format(word=strength_words(self.step)))


class _Bars(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._step = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the room of four bars."""
        return QSize(self._theme.px(STEPS * 28), self._theme.px(6))

    def show_step(self, step: int) -> None:
        """Fill `step` bars."""
        self._step = step
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bars from the leading side."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        width = self.width() / STEPS
        for bar in range(STEPS):
            place = STEPS - 1 - bar if is_mirrored(self) else bar
            painter.setBrush(self._theme.colour(_ROLES[self._step] if bar < self._step else "neutralTint"))
            box = QRectF(place * width, 0, width - self._theme.px(4), self.height())
            painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
