"""What travels between devices."""

import json
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.errors import UnreadableBatch
from crm_desktop.sync.merge import Clock, Edit
from crm_desktop.sync.wire import INSERT, UPDATE, Act, Batch, Change, Step, batches, unpacked

ID = "0190a0b1c2d3e4f5a6b7c8d9e0f10203"
SEEN = Clock(65536, 7)


def act(hlc: int, changes: int = 1, text: str = "x") -> Act:
    made = [Change(3, f"{number:032x}", UPDATE, {"21": text}, {"21": (SEEN,)}) for number in range(changes)]
    return Act(Step(hlc, 1_790_000_000_000, "Edit contact"), tuple(made))


def test_a_batch_reads_as_the_plan_has_it() -> None:
    step = Step(70_000, 5, "Edit Zoë", undoes=SEEN, app_version=2)
    new = Change(1, ID, INSERT, {"20": "Zoë", "created_at": 5, "created_by": None}, {})
    edit = Change(1, ID, UPDATE, {"21": None, "22": 1.5}, {"21": (SEEN,), "22": (SEEN, Clock(2, 3))})
    (batch,) = batches([Act(step, (new, edit))])
    assert json.loads(batch.text) == {
        "steps": [[0, 70_000, 5, "Edit Zoë", [65536, 7], 2]],
        "changes": [
            [1, ID, 70_000, 1, {"20": "Zoë", "created_at": 5, "created_by": None}, {}, 0],
            [1, ID, 70_000, 2, {"21": None, "22": 1.5}, {"21": [65536, 7], "22": [[65536, 7], [2, 3]]}, 0],
        ],
    }
    assert batch == Batch(batch.text, sha256(batch.text.encode()).digest(), 1, 2)


def test_a_change_names_what_it_wrote_over() -> None:
    change = Change(1, ID, UPDATE, {"21": "a"}, {"21": (SEEN,)})
    assert change.edit("21", Clock(9, 9)) == Edit("a", Clock(9, 9), (SEEN,))


def test_steps_travel_whole_within_the_limit_of_changes() -> None:
    made = list(batches([act(1, 3), act(2, 3), act(3, 3)], most_changes=7))
    assert [(each.steps, each.changes) for each in made] == [(2, 6), (1, 3)]


def test_a_step_above_the_limit_is_parted_and_named_in_each_part() -> None:
    made = list(batches([act(1), act(2, 10), act(3)], most_changes=4))
    assert [each.changes for each in made] == [1, 4, 4, 3]
    assert [[each.step.hlc for each in unpacked(part.text)] for part in made] == [[1], [2], [2], [2, 3]]


def test_batches_keep_within_the_limit_of_bytes() -> None:
    made = list(batches([act(number, 2, "ß" * 50) for number in range(40)], most_bytes=2000))
    assert all(len(each.text.encode()) <= 2000 for each in made)
    assert sum(each.changes for each in made) == 80
    assert len(made) < 15


def test_one_change_above_the_limit_of_bytes_travels_alone() -> None:
    made = list(batches([act(1), act(2, 2, "long" * 500), act(3)], most_bytes=1000))
    assert [each.changes for each in made] == [1, 1, 1, 1]


def test_a_step_that_wrote_nothing_to_be_sent_travels_all_the_same() -> None:
    (batch,) = batches([Act(Step(1, 1, "Merge"), ())])
    assert unpacked(batch.text) == [Act(Step(1, 1, "Merge"), ())]


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63) + 1, 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)
CLOCKS = st.builds(Clock, st.integers(0, 2**63 - 1), st.integers(0, 2**31 - 1))
FIELDS = st.integers(1, 10**15).map(str)


@st.composite
def changes(draw: st.DrawFn) -> Change:
    values = draw(st.dictionaries(FIELDS, VALUES, min_size=1, max_size=3))
    named = draw(st.lists(st.sampled_from(sorted(values)), unique=True))
    bases = {field: tuple(draw(st.lists(CLOCKS, min_size=1, max_size=2))) for field in named}
    record = draw(st.binary(min_size=16, max_size=16)).hex()
    return Change(draw(st.integers(0, 2**15 - 1)), record, draw(st.sampled_from([INSERT, UPDATE])), values, bases)


STEPS = st.builds(
    Step,
    st.integers(0, 2**63 - 1),
    st.integers(0, 2**50),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.none() | CLOCKS,
    st.integers(1, 9),
)
ACTS = st.lists(st.builds(Act, STEPS, st.lists(changes(), max_size=4).map(tuple)), max_size=4)


@given(ACTS, st.integers(1, 6), st.integers(100, 1500))
def test_what_is_read_is_what_was_sent(acts: list[Act], most_changes: int, most_bytes: int) -> None:
    read = [each for batch in batches(acts, most_changes, most_bytes) for each in unpacked(batch.text)]
    joined: list[Act] = []
    parts = iter(read)
    for sent in acts:
        together = next(parts)
        while len(together.changes) < len(sent.changes):
            together = Act(together.step, together.changes + next(parts).changes)
        joined.append(together)
    assert joined == acts
    assert next(parts, None) is None


GOOD_STEP = [0, 5, 5, "Edit", None, 1]
GOOD_CHANGE = [1, ID, 5, 2, {"21": "a"}, {"21": [1, 2]}, 0]


def batch_text(step: object = GOOD_STEP, change: object = GOOD_CHANGE) -> str:
    return json.dumps({"steps": [step], "changes": [change]})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "[" * 100_000,
        '{"steps":{},"changes":[]}',
        '{"steps":[],"changes":[],"more":[]}',
        batch_text(step=[0, 5, 5, "Edit", None]),
        batch_text(step=[0, -5, 5, "Edit", None, 1]),
        batch_text(step=[0, 2**63, 5, "Edit", None, 1]),
        batch_text(step=[0, True, 5, "Edit", None, 1]),
        batch_text(step=[0, 5, 5, None, None, 1]),
        batch_text(step=[0, 5, 5, "Edit", [1], 1]),
        batch_text(step=[1, 5, 5, "Edit", None, 1]),
        batch_text(change=[*GOOD_CHANGE, 0]),
        batch_text(change=[40_000, *GOOD_CHANGE[1:]]),
        batch_text(change=[1, ID.upper(), *GOOD_CHANGE[2:]]),
        batch_text(change=[1, ID, 6, *GOOD_CHANGE[3:]]),
        batch_text(change=[1, ID, 5, 3, *GOOD_CHANGE[4:]]),
        batch_text(change=[1, ID, 5, 2, {"name": "a"}, {}, 0]),
        batch_text(change=[1, ID, 5, 2, {"created_at": 5}, {}, 0]),
        batch_text(change=[1, ID, 5, 2, {"21": 2**70}, {}, 0]),
        batch_text(change=[1, ID, 5, 2, {"21": "\ud800"}, {}, 0]),
        batch_text(change=[1, ID, 5, 2, {"21": float("nan")}, {}, 0]),
        batch_text(change=[1, ID, 5, 2, {"21": "a"}, {"22": [1, 2]}, 0]),
        batch_text(change=[1, ID, 5, 2, {"21": "a"}, {"21": []}, 0]),
        batch_text(change=[1, ID, 5, 2, {"21": "a"}, {"21": [1, 2**31]}, 0]),
    ],
)
def test_what_is_not_a_batch_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(UnreadableBatch, match="cannot be read: "):
        unpacked(text)


def test_a_good_batch_is_read() -> None:
    assert len(unpacked(batch_text())) == 1


@given(
    st.recursive(st.none() | st.integers() | st.text(), lambda each: st.lists(each) | st.dictionaries(st.text(), each))
)
def test_garbage_is_refused_and_nothing_else_happens(garbage: object) -> None:
    for text in (json.dumps(garbage), batch_text(step=garbage), batch_text(change=garbage)):
        with pytest.raises(UnreadableBatch):
            unpacked(text)
