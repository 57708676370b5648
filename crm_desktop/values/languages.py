"""The locale that belongs to a language setting."""

from functools import lru_cache

from babel.core import Locale, UnknownLocaleError

from crm_desktop.values.names import capital


@lru_cache(64)
def locale_of(language: str) -> Locale:
    """Return the locale of `language` (`de`, `de_AT`, `pt-BR`), or English where it is unknown."""
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def language_name(code: str, language: str) -> str:
    """Return what the language `code` is called in `language`; what is no code stays."""
    names = locale_of(language).languages
    return capital(names.get(code.replace("-", "_"), names.get(code[:2], code)))
