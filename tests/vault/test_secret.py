"""The printed recovery key comes back whole, and a mistyped one is refused with the place named."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.errors import WrongRecoveryKey
from crm_desktop.vault.secret import group_fits, new_secret, raw_key, secret_from_text, secret_groups, secret_text

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SECRETS = st.binary(min_size=32, max_size=32)
EXAMPLE = bytes(range(32))
KEY_OF_EXAMPLE = "620e22d9c5275c1acf674d1b21466067b78003b2afde451d4c7d93491ccc01f3"
SALT_OF_EXAMPLE = "fa380b7e0a737f4da1798e37f04b3709"
TEXT_OF_EXAMPLE = "00020G3D-420A1G76-840J2GBV-C60T3GFG-G8124GKP-MA1A5GQX-RC1J6GV0-WE1T7GZB"


@given(SECRETS)
def test_what_is_printed_can_be_typed_back(secret: bytes) -> None:
    assert secret_from_text(secret_text(secret)) == secret


@given(SECRETS)
def test_a_key_is_eight_groups_of_eight_letters_and_digits(secret: bytes) -> None:
    assert re.fullmatch(f"([{ALPHABET}]{{8}}-){{7}}[{ALPHABET}]{{8}}", secret_text(secret))


@given(SECRETS, st.integers(0, 63), st.sampled_from(ALPHABET))
def test_every_single_typo_is_refused_with_its_group(secret: bytes, place: int, letter: str) -> None:
    letters = secret_text(secret).replace("-", "")
    if letters[place] == letter:
        return
    with pytest.raises(WrongRecoveryKey, match=f"Group {place // 8 + 1} "):
        secret_from_text(letters[:place] + letter + letters[place + 1 :])


@given(SECRETS, st.integers(0, 62))
def test_two_swapped_neighbours_are_refused(secret: bytes, place: int) -> None:
    letters = secret_text(secret).replace("-", "")
    swapped = letters[:place] + letters[place + 1] + letters[place] + letters[place + 2 :]
    if swapped == letters:
        return
    with pytest.raises(WrongRecoveryKey):
        secret_from_text(swapped)


@given(SECRETS, st.integers(0, 63))
def test_a_forgotten_letter_is_refused(secret: bytes, place: int) -> None:
    letters = secret_text(secret).replace("-", "")
    with pytest.raises(WrongRecoveryKey):
        secret_from_text(letters[:place] + letters[place + 1 :])


def test_groups_in_the_wrong_order_are_refused() -> None:
    groups = secret_groups(bytes(32))
    groups[2], groups[5] = groups[5], groups[2]
    with pytest.raises(WrongRecoveryKey, match="Group 3 "):
        secret_from_text(" ".join(groups))


def test_small_letters_spaces_dashes_and_lookalikes_do_not_matter() -> None:
    text = secret_text(bytes(32)).lower().replace("-", " ").replace("0", "o").replace("1", "l")
    typed = "\n ".join(" – ".join([text[start : start + 4] for start in range(0, len(text), 4)]).split(" "))
    assert secret_from_text(typed) == bytes(32)


@pytest.mark.parametrize(
    ("typed", "says"), [("", "only 0 were typed"), ("A", "Group 1 "), ("hello, world", "Group 1 ")]
)
def test_an_unfinished_key_says_what_is_missing(typed: str, says: str) -> None:
    with pytest.raises(WrongRecoveryKey, match=says):
        secret_from_text(typed)


def test_missing_groups_are_counted() -> None:
    with pytest.raises(WrongRecoveryKey, match="only 3 were typed"):
        secret_from_text("-".join(secret_groups(EXAMPLE)[:3]))


def test_text_after_the_key_is_refused() -> None:
    with pytest.raises(WrongRecoveryKey, match="more text"):
        secret_from_text(secret_text(EXAMPLE) + "-A")


def test_each_group_can_be_checked_while_typing() -> None:
    for number, group in enumerate(secret_groups(EXAMPLE), start=1):
        assert group_fits(number, group.lower())
        assert not group_fits(number % 8 + 1, group)
        assert not group_fits(number, group[:-1])


def test_key_salt_and_files_are_unrelated() -> None:
    crm, files = raw_key(EXAMPLE), raw_key(EXAMPLE, "files.db")
    assert len(crm.key) == 32
    assert len(crm.salt) == 16
    assert crm.key[:16] != crm.salt
    assert crm.key != files.key
    assert crm.salt != files.salt


def test_the_keys_of_a_secret_never_change_between_versions() -> None:
    key = raw_key(EXAMPLE)
    assert key.key.hex() == KEY_OF_EXAMPLE
    assert key.salt.hex() == SALT_OF_EXAMPLE
    assert secret_text(EXAMPLE) == TEXT_OF_EXAMPLE


def test_no_two_secrets_are_alike() -> None:
    assert new_secret() != new_secret()
