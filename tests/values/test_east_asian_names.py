"""Names in Chinese, Japanese and Korean letters have their family name first, and mostly no space after it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.values.names import NameParts, compose_name, is_composed, split_name


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [
        ("王小明", "王", "小明"),
        ("王 小明", "王", "小明"),
        ("欧阳锋", "欧阳", "锋"),
        ("諸葛亮", "諸葛", "亮"),
        ("約翰·史密斯", "史密斯", "約翰"),
        ("김민준", "김", "민준"),
        ("김 민준", "김", "민준"),
        ("남궁민수", "남궁", "민수"),
        ("황보라", "황", "보라"),
        ("山田太郎", "山田", "太郎"),
        ("山田　太郎", "山田", "太郎"),
        ("佐々木希", "佐々木", "希"),
        ("林健太郎", "林", "健太郎"),
        ("高橋さくら", "高橋", "さくら"),
        ("渡邊, 愛子", "渡邊", "愛子"),
        ("ヤマダ タロウ", "ヤマダ", "タロウ"),
        ("ジョン・スミス", "スミス", "ジョン"),
        ("Dr. 王小明", "王", "小明"),
        ("山田太郎 様", "山田", "太郎"),
        ("王先生", "王", ""),
        # only one of the two is a family name
        ("小明 王", "王", "小明"),
    ],
)
def test_the_family_name_is_found_at_the_beginning(name: str, family: str, given: str) -> None:
    parts = split_name(name)
    assert (parts.family_name, parts.given_name) == (family, given)


@pytest.mark.parametrize("name", ["田中", "田中实", "陳林淑芬", "美ゆき"])
def test_a_name_that_could_end_anywhere_stays_whole(name: str) -> None:
    assert split_name(name) == NameParts(given_name=name)


def test_names_in_other_letters_keep_their_order() -> None:
    assert split_name("Anna 王") == NameParts(given_name="Anna", family_name="王")
    assert compose_name("", "Anna", "", "王", "") == "Anna 王"


@pytest.mark.parametrize(
    ("parts", "like", "name"),
    [
        (("", "太郎", "", "山田", ""), "", "山田太郎"),
        (("", "太郎", "", "山田", ""), "山田 次郎", "山田 太郎"),
        (("Dr.", "小明", "", "王", ""), "", "Dr. 王小明"),
        (("", "민준", "", "김", ""), "", "김민준"),
        (("", "タロウ", "", "ヤマダ", ""), "", "ヤマダ タロウ"),
        (("", "ジョン", "", "スミス", ""), "ジェーン・スミス", "ジョン・スミス"),
        (("", "太郎", "", "", ""), "", "太郎"),
    ],
)
def test_the_family_name_is_shown_first_with_a_space_where_it_had_one(
    parts: tuple[str, str, str, str, str], like: str, name: str
) -> None:
    assert compose_name(*parts, like=like) == name
    assert is_composed(name, *parts)


def test_a_name_that_was_composed_with_the_first_name_first_is_still_known_as_composed() -> None:
    assert is_composed("太郎 山田", "", "太郎", "", "山田", "")
    assert not is_composed("山田社長", "", "太郎", "", "山田", "")


@pytest.mark.parametrize(
    ("name", "family", "given", "additional"),
    [
        ("Müller Hans Peter", "Müller", "Hans", "Peter"),
        ("DE LA CRUZ Juan", "DE LA CRUZ", "Juan", ""),
        ("von der Leyen Ursula", "von der Leyen", "Ursula", ""),
        ("Müller, Hans", "Müller", "Hans", ""),
        ("小明 王", "小明", "王", ""),
    ],
)
def test_the_last_name_is_first_where_that_is_said(name: str, family: str, given: str, additional: str) -> None:
    assert split_name(name, family_first=True) == NameParts("", given, additional, family, "")


def test_a_title_between_the_names_is_a_title() -> None:
    assert split_name("Müller Dr. Hans", family_first=True) == NameParts("Dr.", "Hans", "", "Müller", "")


def test_the_first_name_is_first_where_that_is_said() -> None:
    assert split_name("山田 太郎", family_first=False) == NameParts(given_name="山田", family_name="太郎")


_LETTERS = st.text("王山田太郎々たろタロ김민준·・ 　A,様", max_size=12)


@given(_LETTERS, st.sampled_from([None, True, False]))
def test_whatever_stands_in_a_name_none_of_its_letters_is_lost(text: str, order: bool | None) -> None:
    letters = sorted(letter for letter in "".join(split_name(text, family_first=order)) if letter.isalnum())
    assert letters == sorted(letter for letter in text if letter.isalnum())
