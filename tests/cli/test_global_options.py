"""Options that may stand before or after the command."""

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.cli.global_options import globals_first

WORDS = st.lists(st.sampled_from(["list", "people", "--where", "a = b", "--limit", "3", "-5", "name=x"]), max_size=6)
SHARED = st.lists(
    st.sampled_from([("-w", "x.crm"), ("--workspace=y.crm",), ("--json",), ("--as-member", "Anna"), ("--quiet",)]),
    max_size=3,
)


def test_options_after_the_command_are_moved_before_it() -> None:
    moved = globals_first(["list", "people", "--json", "-w", "x.crm", "--limit", "2"])
    assert moved == ["--json", "-w", "x.crm", "list", "people", "--limit", "2"]


def test_what_follows_two_dashes_is_left_alone() -> None:
    assert globals_first(["search", "--", "--json"]) == ["search", "--", "--json"]


@given(WORDS, SHARED, st.data())
def test_it_does_not_matter_where_they_stand(
    words: list[str], shared: list[tuple[str, ...]], data: st.DataObject
) -> None:
    mixed: list[str] = list(words)
    for option in reversed(shared):
        place = data.draw(st.integers(0, len(words)))
        mixed = [*words[:place], *option, *words[place:]]
        assert globals_first(mixed) == [*option, *words]
