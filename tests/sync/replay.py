"""The calls of an older program, as it made them against the server of its time, made once more to today's server.

How they were recorded stands in test_older_programs.py.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import psycopg

from tests.sync.office import Office

RECORDED = Path(__file__).parent / "recorded"
# What a program is told by its server of this moment, and says again in later calls.
_SAID_AGAIN = ("epoch", "cursor", "head")
# What each server and each moment has its own of.
_OF_ITS_OWN = frozenset({*_SAID_AGAIN, "now", "sysid", "timeline", "devices", "version", "described"})


class Answered(NamedTuple):
    """A function that was called, and what the server of then and that of today answered."""

    function: str
    then: Any
    now: Any


class Replay:
    """A program of long ago whose laptops call the server of the `office`; `records` are ids that its calls name."""

    def __init__(self, office: Office, name: str) -> None:
        recorded = json.loads((RECORDED / f"{name}.json").read_text("utf-8"))
        self.records: dict[str, bytes] = {each: bytes.fromhex(id_) for each, id_ in recorded["records"].items()}
        self._calls = recorded["calls"]
        self._now: dict[str, str] = {}
        self._office = office
        self._lines: dict[str, psycopg.Connection] = {}
        admin = office.admin()
        admin.execute("UPDATE crm.meta SET workspace = %s", (recorded["workspace"],))
        admin.execute("UPDATE crm.member SET id = %s WHERE role_name = 'anna'", (recorded["member"],))

    def play(self, part: int) -> list[Answered]:
        """Make the calls of `part` once more."""
        return [self._call(each) for each in self._calls if each["part"] == part]

    def _call(self, call: dict[str, Any]) -> Answered:
        if call["laptop"] not in self._lines:
            self._lines[call["laptop"]] = self._office.as_role("anna")
        line = self._lines[call["laptop"]]
        arguments = [self._argument(each) for each in call["arguments"]]
        found = [row[0] for row in line.execute(call["query"].encode(), arguments).fetchall()]
        then, now = _read(call["answer"]), _read(found)
        for name in _SAID_AGAIN:
            if isinstance(then, dict) and then.get(name) is not None:
                self._now[_bare(then[name])] = now[name]
        return Answered(call["query"].split("(")[0].removeprefix("SELECT crm."), then, now)

    def _argument(self, kept: Any) -> Any:
        if isinstance(kept, dict) and "bytes" in kept:
            return bytes.fromhex(kept["bytes"])
        value = kept["uuid"] if isinstance(kept, dict) else kept
        return self._now.get(_bare(value), value) if isinstance(value, str) else value


def as_read(then: Any, now: Any) -> Any:
    """Return of the answer `now` what the program that was answered `then` reads: it leaves alone what stands beside.

    What each moment has its own of is left out, and lines stand in one order.
    """
    if isinstance(then, dict) and isinstance(now, dict):
        return {name: as_read(each, now[name]) for name, each in then.items() if name not in _OF_ITS_OWN}
    if isinstance(then, list) and isinstance(now, list):
        return sorted(now, key=repr)
    return now


def _read(answers: Sequence[Any]) -> Any:
    read = [json.loads(each) if isinstance(each, str) else each for each in answers]
    return read[0] if len(read) == 1 and isinstance(read[0], dict) else read


def _bare(text: str) -> str:
    return text.replace("-", "") if len(text) == 36 else text
