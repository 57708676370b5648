"""A passphrase that would be guessed is refused with a better one."""

import re

import pytest

from crm_desktop.errors import WeakPassphrase
from crm_desktop.vault.strength import LEAST_BITS, check_strength, passphrase_bits, suggested_passphrase


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "too short"),
        ("12345678", "most used"),
        ("Passw0rd!2024", "much used"),
        ("qazwsxedcrfv", "keyboard|much used"),
        ("aaaaaaaaaaaaaaaaaaaa", "Repeated"),
        ("katharina", "Names|much used|single word|too common"),
        ("Tr0ub4dor&3", "too short"),
    ],
)
def test_a_weak_passphrase_is_refused_with_the_reason(typed: str, why: str) -> None:
    with pytest.raises(WeakPassphrase, match=why):
        check_strength(typed)


def test_the_refusal_suggests_a_passphrase_that_is_strong_enough() -> None:
    with pytest.raises(WeakPassphrase) as refused:
        check_strength("hund")
    suggested = re.search("“(.+)”", str(refused.value))
    assert suggested
    check_strength(suggested[1])


def test_words_that_belong_to_the_workspace_count_for_little() -> None:
    check_strength("Hartwell Vogelsang Uhlandia")
    with pytest.raises(WeakPassphrase):
        check_strength("Hartwell Vogelsang Uhlandia", ["Hartwell", "Vogelsang", "Uhlandia", ""])


@pytest.mark.parametrize("typed", ["correct horse battery staple", "Mein blauer Esel tanzt Tango", "Zq8#pL2m vR5tW!0d"])
def test_a_strong_passphrase_is_taken(typed: str) -> None:
    check_strength(typed)


def test_no_two_suggestions_are_alike() -> None:
    assert len({suggested_passphrase() for _n in range(100)}) == 100


def test_the_strength_is_told_while_typing() -> None:
    assert passphrase_bits("") == 0
    assert 0 < passphrase_bits("hund") < LEAST_BITS < passphrase_bits(suggested_passphrase())
