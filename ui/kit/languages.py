"""The languages to choose from."""

from PySide6.QtCore import QLocale

from crm_desktop.resource_files import resource

SPOKEN = ("en_US", "en_GB")


def offered_languages() -> list[tuple[str, str]]:
    """Return the languages that the program speaks: the locale and its name in itself."""
    folder = resource("translations")
    translated = sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    return [(code, own_name(code)) for code in (*SPOKEN, *(code for code in translated if code[:2] != "en"))]


def own_name(code: str) -> str:
    """Return what the locale `code` is called by those who speak it: "English (US)"."""
    locale = QLocale(code)
    language = locale.nativeLanguageName().partition(" ")[2] or locale.nativeLanguageName()
    language = "English" if code.startswith("en") else language
    return f"{language} ({code[3:].replace('GB', 'UK')})" if "_" in code else language
