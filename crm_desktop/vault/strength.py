"""Whether a passphrase is hard enough to guess, and a better one."""

import math
import secrets

from zxcvbn_rs_py import Entropy, zxcvbn
from zxcvbn_rs_py import Warning as Weakness

from crm_desktop.errors import WeakPassphrase
from crm_desktop.words import N_, _

LEAST_BITS = 50
_BITS_PER_DECADE = math.log2(10)
_CONSONANTS = "bdfghjklmnprstvz"
_VOWELS = "aeiou"
_SUGGESTED_WORDS = 4
_SYLLABLES = 3
# pairs, since the weaknesses cannot be keys of a dictionary
_WHY = (
    (Weakness.ThisIsATop10Password, N_("It is one of the most used passphrases.")),
    (Weakness.ThisIsATop100Password, N_("It is one of the most used passphrases.")),
    (Weakness.ThisIsACommonPassword, N_("It is a much used passphrase.")),
    (Weakness.ThisIsSimilarToACommonlyUsedPassword, N_("It is close to a much used passphrase.")),
    (Weakness.AWordByItselfIsEasyToGuess, N_("A single word is guessed at once.")),
    (Weakness.NamesAndSurnamesByThemselvesAreEasyToGuess, N_("Names are guessed at once.")),
    (Weakness.CommonNamesAndSurnamesAreEasyToGuess, N_("Names are guessed at once.")),
    (Weakness.StraightRowsOfKeysAreEasyToGuess, N_("Rows of keys are guessed at once.")),
    (Weakness.ShortKeyboardPatternsAreEasyToGuess, N_("Patterns on the keyboard are guessed at once.")),
    (Weakness.RepeatsLikeAaaAreEasyToGuess, N_("Repeated letters add hardly anything.")),
    (Weakness.RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess, N_("Repeated parts add hardly anything.")),
    (Weakness.SequencesLikeAbcAreEasyToGuess, N_("Sequences such as abc or 6543 are guessed at once.")),
    (Weakness.RecentYearsAreEasyToGuess, N_("Years are guessed at once.")),
    (Weakness.DatesAreOftenEasyToGuess, N_("Dates are guessed at once.")),
)
_OTHERWISE = N_("It is too short or too common.")


def check_strength(passphrase: str, words: list[str] | None = None) -> None:
    """Raise WeakPassphrase, with a better one, when `passphrase` has less than 50 bits.

    `words` are what an attacker would try first: names of the workspace, the user, the company.
    """
    estimate = _estimate(passphrase, words)
    if _bits(estimate) >= LEAST_BITS:
        return
    weakness = estimate.feedback.warning if estimate.feedback else None
    raise WeakPassphrase(
        _("This passphrase would be guessed too soon. {why} Take at least four words, for example “{example}”.").format(
            why=_(next((why for known, why in _WHY if known == weakness), _OTHERWISE)),
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


def _estimate(passphrase: str, words: list[str] | None) -> Entropy:
    return zxcvbn(passphrase, user_inputs=[word for word in words or [] if word])


def _bits(estimate: Entropy) -> float:
    # nothing typed counts as minus infinity
    return max(0.0, estimate.guesses_log10 * _BITS_PER_DECADE)
