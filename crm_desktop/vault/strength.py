"""Whether a passphrase is hard enough to guess, and a better one."""

import math
import secrets
from typing import TYPE_CHECKING

from crm_desktop.errors import WeakPassphrase
from crm_desktop.words import N_, _

if TYPE_CHECKING:
    from zxcvbn_rs_py import Entropy

LEAST_BITS = 50
_BITS_PER_DECADE = math.log2(10)
_CONSONANTS = "bdfghjklmnprstvz"
_VOWELS = "aeiou"
_SUGGESTED_WORDS = 4
_SYLLABLES = 3
# by the names of the weaknesses that zxcvbn tells
_WHY = {
    "ThisIsATop10Password": N_("It is one of the most used passphrases."),
    "ThisIsATop100Password": N_("It is one of the most used passphrases."),
    "ThisIsACommonPassword": N_("It is a much used passphrase."),
    "ThisIsSimilarToACommonlyUsedPassword": N_("It is close to a much used passphrase."),
    "AWordByItselfIsEasyToGuess": N_("A single word is guessed at once."),
    "NamesAndSurnamesByThemselvesAreEasyToGuess": N_("Names are guessed at once."),
    "CommonNamesAndSurnamesAreEasyToGuess": N_("Names are guessed at once."),
    "StraightRowsOfKeysAreEasyToGuess": N_("Rows of keys are guessed at once."),
    "ShortKeyboardPatternsAreEasyToGuess": N_("Patterns on the keyboard are guessed at once."),
    "RepeatsLikeAaaAreEasyToGuess": N_("Repeated letters add hardly anything."),
    "RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess": N_("Repeated parts add hardly anything."),
    "SequencesLikeAbcAreEasyToGuess": N_("Sequences such as abc or 6543 are guessed at once."),
    "RecentYearsAreEasyToGuess": N_("Years are guessed at once."),
    "DatesAreOftenEasyToGuess": N_("Dates are guessed at once."),
}
_OTHERWISE = N_("It is too short or too common.")


def check_strength(passphrase: str, words: list[str] | None = None) -> None:
    """Raise WeakPassphrase, with a better one, when `passphrase` has less than 50 bits.

    `words` are what an attacker would try first: names of the workspace, the user, the company.
    """
    estimate = _estimate(passphrase, words)
    if _bits(estimate) >= LEAST_BITS:
        return
    raise WeakPassphrase(
        _("This passphrase would be guessed too soon. {why} Take at least four words, for example “{example}”.").format(
            why=_(_reason(estimate)),
            example=suggested_passphrase(),
        )
    )


def passphrase_bits(passphrase: str, words: list[str] | None = None) -> float:
    """Return how many times a guess must be doubled to find `passphrase`; `words` are tried first."""
    return _bits(_estimate(passphrase, words))


def suggested_passphrase() -> str:
    """Return four words that can be spoken and mean nothing, about 76 bits."""
    return " ".join(_word() for _n in range(_SUGGESTED_WORDS))


def _word() -> str:
    return "".join(secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS) for _n in range(_SYLLABLES))


def _estimate(passphrase: str, words: list[str] | None) -> "Entropy":
    # its word lists are for choosing a passphrase; a start does without them
    from zxcvbn_rs_py import zxcvbn

    return zxcvbn(passphrase, user_inputs=[word for word in words or [] if word])


def _reason(estimate: "Entropy") -> str:
    from zxcvbn_rs_py import Warning as Weakness

    weakness = estimate.feedback.warning if estimate.feedback else None
    return next((why for name, why in _WHY.items() if getattr(Weakness, name) == weakness), _OTHERWISE)


def _bits(estimate: "Entropy") -> float:
    # nothing typed counts as minus infinity
    return max(0.0, estimate.guesses_log10 * _BITS_PER_DECADE)
