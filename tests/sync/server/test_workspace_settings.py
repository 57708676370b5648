"""Settings of the whole workspace are changed by owners and managers; each member's own by whoever writes."""

import pytest

from tests.sync.office import SETTING, VIEW, Device, Office, Reply, new_record, step
from tests.sync.server.test_quick import SPACED, text_of

NAME, VALUE, WHOSE, REMOVED, SHARED = "20", "21", "22", "2", "25"
LEADERS, WRITERS = ("owner", "manager"), ("sales", "service", "marketing")
Change = tuple[str, int, dict[str, object], dict[str, object]]


def pushed(device: Device, gaps: tuple[str, str], change: Change, table: int = SETTING) -> tuple[Reply, list[int]]:
    """Push one change as a step of its own; return the answer and its clock."""
    record, op, values, bases = change
    at = device.stamp()
    text = text_of([step(0, at)], [[table, record, at, op, values, bases, 0]], gaps)
    return device.push([], [], text=text), [at, device.site]


def why(reply: Reply) -> str | None:
    """Return why the change was refused, None where it was taken."""
    return reply["quarantined"][0][3] if reply["quarantined"] else None


@SPACED
@pytest.mark.parametrize("role", [*LEADERS, *WRITERS])
def test_what_is_everybody_s_is_changed_by_those_who_lead(office: Office, role: str, gaps: tuple[str, str]) -> None:
    anna = office.device()
    office.member("ole", role)
    ole = office.device("ole")
    ole.pull()
    currency = new_record()
    _reply, made = pushed(anna, gaps, (currency, 1, {NAME: "currency", VALUE: '"EUR"'}, {}))
    refused = None if role in LEADERS else "role"

    reply, later = pushed(ole, gaps, (currency, 2, {VALUE: '"USD"'}, {VALUE: made}))
    assert why(reply) == refused
    reply, _at = pushed(ole, gaps, (currency, 2, {REMOVED: 1}, {}))
    assert why(reply) == refused
    reply, _at = pushed(ole, gaps, (new_record(), 1, {NAME: "zone", VALUE: '"UTC"'}, {}))
    assert why(reply) == refused
    reply, _at = pushed(ole, gaps, (new_record(), 1, {NAME: "zone", VALUE: '"UTC"', WHOSE: None}, {}))
    assert why(reply) == refused
    assert anna.rows(SETTING)[currency][VALUE] == ('"USD"' if refused is None else '"EUR"')
    assert (REMOVED in anna.rows(SETTING)[currency]) is (refused is None)
    assert later[0] > made[0]


@SPACED
@pytest.mark.parametrize("role", WRITERS)
def test_what_is_one_s_own_stays_one_s_own(office: Office, role: str, gaps: tuple[str, str]) -> None:
    me = office.member("ole", role)
    ole = office.device("ole")
    ole.pull()
    mine, view = new_record(), new_record()
    reply, made = pushed(ole, gaps, (mine, 1, {NAME: "remind_before", VALUE: '"15"', WHOSE: me}, {}))
    assert why(reply) is None
    reply, _at = pushed(ole, gaps, (mine, 2, {VALUE: '"30"'}, {VALUE: made}))
    assert why(reply) is None
    # nobody makes of one's own what is everybody's
    reply, _at = pushed(ole, gaps, (mine, 2, {WHOSE: None}, {WHOSE: made}))
    assert why(reply) == "role"
    # a view that is shared is everybody's to change, as before
    reply, made = pushed(ole, gaps, (view, 1, {NAME: "Ours", "1": me, SHARED: 1}, {}), VIEW)
    assert why(reply) is None
    reply, _at = pushed(ole, gaps, (view, 2, {NAME: "Ours too"}, {NAME: made}), VIEW)
    assert why(reply) is None
    assert ole.rows(SETTING)[mine][VALUE] == '"30"'
