"""The one translation mechanism: gettext catalogues for screens, command line and documents."""

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from crm_desktop.resource_files import resource

DOMAIN = "crm_desktop"
_LARGE_NOUNS = ("de", "lb")
_chosen: ContextVar[gettext.NullTranslations | None] = ContextVar("language", default=None)
_untranslated = gettext.NullTranslations()


def catalogue(language: str) -> gettext.NullTranslations:
    """Return the catalogue of `language` (`de`, `de_AT`, …), or English where there is none."""
    return gettext.translation(DOMAIN, resource("translations"), languages=[language], fallback=True)


@contextmanager
def spoken(language: str) -> Iterator[None]:
    """Speak `language` inside the block: documents speak their customer's language."""
    token = _chosen.set(catalogue(language))
    try:
        yield
    finally:
        _chosen.reset(token)


def speak(language: str) -> None:
    """Speak `language` from here on in this thread."""
    _chosen.set(catalogue(language))


def _(message: str) -> str:
    """Return `message` in the language being spoken."""
    return (_chosen.get() or _untranslated).gettext(message)


def pgettext(context: str, message: str) -> str:
    """Return `message` where English says two things with one word, such as "Open": `context` tells which."""
    return (_chosen.get() or _untranslated).pgettext(context, message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the form that fits `count` in the language being spoken."""
    return (_chosen.get() or _untranslated).ngettext(singular, plural, count)


def within(label: str) -> str:
    """Return the translated `label` as it stands within a sentence: small, where the language writes nouns so."""
    return label if spoken_language().startswith(_LARGE_NOUNS) else label.lower()


def in_quotes(text: str) -> str:
    """Return `text` between the quotation marks of the language being spoken."""
    return _("“{text}”").format(text=text)


def spoken_language() -> str:
    """Return the language being spoken, as `de`."""
    return str((_chosen.get() or _untranslated).info().get("language", "en"))


def N_(message: str) -> str:
    """Mark `message` for extraction; it is translated with `_` where it is shown."""
    return message
