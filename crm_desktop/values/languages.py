"""The locale that belongs to a language setting."""

from functools import lru_cache

from babel.core import Locale, UnknownLocaleError


@lru_cache(64)
def locale_of(language: str) -> Locale:
    """Return the locale of `language` (`de`, `de_AT`, `pt-BR`), or English where it is unknown."""
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")
