"""The languages that the program speaks besides English."""

import gettext
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from crm_desktop.resource_files import resource
from crm_desktop.words import DOMAIN, _, ngettext, pgettext, spoken, within

FOLDERS = sorted(Path(str(resource("translations"))).iterdir())
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


def words_of(folder: Path) -> Catalog:
    with (folder / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as file:
        return read_po(file, locale=folder.name, domain=DOMAIN)


def forms(words: object) -> list[str]:
    """Return the singular and the plural, or the one text that `words` are; empty where there are none."""
    return (
        [words] if isinstance(words, str) else [str(each) for each in words] if isinstance(words, list | tuple) else []
    )


def fits(message: Message) -> bool:
    """Say whether each form of `message` has the placeholders that its English has, and nothing else to fill in."""
    asked, said = ([set(_PLACEHOLDER.findall(each)) for each in forms(of)] for of in (message.id, message.string))
    return said[0] <= asked[0] | asked[-1] and all(each == asked[-1] for each in said[1:])


def translated(folder: Path) -> list[Message]:
    return [each for each in words_of(folder) if each.id and all(forms(each.string))]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_words_are_whole(folder: Path) -> None:
    said = translated(folder)
    assert len(said) > 3000
    assert [each.id for each in said if not fits(each)] == []
    assert [each.id for each in said if each.fuzzy] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_what_is_spoken_is_what_the_words_say(folder: Path) -> None:
    words = gettext.translation(DOMAIN, folder.parent, languages=[folder.name])
    for each in translated(folder):
        one, *many = forms(each.id)
        # `make words` writes what is shipped
        plain = words.pgettext(each.context, one) if each.context else words.gettext(one)
        found = words.ngettext(one, many[0], 1) if many else plain
        assert found == forms(each.string)[0]


def test_german_is_spoken_where_it_is_asked_for() -> None:
    with spoken("de_AT"):
        assert _("Save") == "Speichern"
        assert ngettext("{n} record", "{n} records", 1) != ngettext("{n} record", "{n} records", 2)
        assert (_("Open"), pgettext("act", "Open")) == ("Offen", "Öffnen")
        assert within("Betrag") == "Betrag"
    assert (_("Save"), within("Amount")) == ("Save", "amount")
