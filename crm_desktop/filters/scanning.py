"""Moves through the text of a filter, sign by sign and word by word."""

import re

_SPACE = re.compile(r"\s*")
_WORD = re.compile(r"\w+")


class Scanner:
    """A text and how far it has been read: `at`. Space before what is looked for is passed over."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    @property
    def ended(self) -> bool:
        """Whether nothing but space is left."""
        self.skip()
        return self.at >= len(self.text)

    def skip(self) -> None:
        """Pass over space."""
        self.at = self._after_space(self.at)

    def sees(self, sign: str) -> bool:
        """Return whether `sign` stands here."""
        self.skip()
        return self.text.startswith(sign, self.at)

    def take(self, sign: str) -> bool:
        """Pass over `sign` where it stands here; return whether it does."""
        seen = self.sees(sign)
        self.at += len(sign) if seen else 0
        return seen

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Pass over what `pattern` matches here, and return it."""
        found = self.seen(pattern)
        if found is not None:
            self.at = found.end()
        return found

    def seen(self, pattern: re.Pattern[str], after: int | None = None) -> re.Match[str] | None:
        """Return what `pattern` matches here, or from the place `after` on."""
        return pattern.match(self.text, self._after_space(self.at if after is None else after))

    def word(self) -> str:
        """Return the word that stands here, in small letters; empty where there is none."""
        found = self.seen(_WORD)
        return "" if found is None else found[0].lower()

    def take_word(self, word: str) -> bool:
        """Pass over `word` where it stands here; return whether it does."""
        return self.word() == word and self.match(_WORD) is not None

    def _after_space(self, at: int) -> int:
        found = _SPACE.match(self.text, at)
        return at if found is None else found.end()
