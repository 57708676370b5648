"""Garbage in each argument of each function of the server, beside arguments that are right: refused in a few words."""

import json
import time
import uuid
from collections.abc import Iterator, Mapping
from hashlib import sha256

import psycopg
import pytest

from tests.sync.office import CONTACT, NAME, Device, Office, new_record, step

# Codes of ours, values that are none of their type, calls that no function takes, and what a member may not do.
_REFUSED = ("CR", "22", "42501", "42883", "42725", "42804", "42846")
_MOST_S = 10.0
_DEEP, _LONG = "[" * 5000 + "]" * 5000, "a" * 1_000_000
GARBAGE: Mapping[str, tuple[object, ...]] = {
    "integer": (None, 0, -1, -(2**31), 2**31 - 1, 77777),
    "bigint": (None, 0, -1, -(2**63), 2**63 - 1),
    "boolean": (None, True, False),
    "uuid": (None, uuid.UUID(int=0), uuid.UUID(int=2**128 - 1)),
    "uuid[]": (None, [], [None], [uuid.UUID(int=0)] * 10_000),
    "bytea": (None, b"", b"\0", bytes(3_000_000)),
    "text": (
        *(None, "", " ", "'; DROP SCHEMA crm CASCADE; --", '"', "%s%I%L", "\u202e\ufffd", _LONG, _DEEP),
        *("null", "[]", "{}", '{"steps":[],"changes":{}}', '{"steps":[[]],"changes":[[]]}', "1e400", '"x"'),
        *("1:1:", "9:1:5", "1:1:1,1", "-1:1:", "18446744073709551615:18446744073709551615:", "owner", "postgres"),
    ),
    "jsonb": (
        *(None, "null", "1", '"x"', "{}", "[]", "[[]]", "[null]", '["x"]', "[1e400]", '[{"a":1}]', "[[1,2,3]]"),
        *("[[null,null,null]]", '[[1,"x","y"]]', '[-1,"x"]', json.dumps([new_record()] * 30_000), f'["{_LONG}"]'),
        "[" * 400 + "]" * 400,
    ),
}


def right_arguments(asker: Device, record: str, site: int) -> dict[str, tuple[object, ...]]:
    """Return for each function what it answers to, where the role of the asker may ask."""
    hlc, content = asker.stamp(), b"content"
    text = json.dumps({"steps": [step(0, hlc)], "changes": [[CONTACT, new_record(), hlc, 1, {str(NAME): "A"}, {}, 0]]})
    verifier = "SCRAM-SHA-256$4096:c2FsdA==$a2V5:a2V5"
    name, digest = sha256(content).hexdigest(), sha256(text.encode()).digest()
    return {
        "add_member_v1": ("eve", uuid.uuid4(), "sales", "all", [uuid.uuid4()], verifier),
        "add_reporter_v1": ("figures", verifier),
        "chunk_get_v1": (name, 0),
        "chunk_have_v1": (name,),
        "chunk_put_v1": (name, 0, 1, sha256(content).digest(), content),
        "digest_ids_v1": (CONTACT, 7),
        "digest_v1": (CONTACT,),
        "erase_again_v1": (json.dumps([[CONTACT, record, "00"]]),),
        "erase_v1": (CONTACT, uuid.UUID(record), "asked us to"),
        "hello_v1": (site, "laptop"),
        "history_v1": (CONTACT, uuid.UUID(record)),
        "numbers_v1": ("invoice", site, 10, 0),
        "page_v1": (CONTACT, uuid.UUID(int=0), 100),
        "page_v2": (CONTACT, uuid.UUID(int=0), 100),
        "pull_v1": ("1:1:", uuid.UUID(asker.epoch), None, None, 100, site, 1),
        "push_v1": (site, asker.pushed + 1, uuid.uuid4(), uuid.UUID(asker.epoch), 1, digest, text),
        "remove_member_v1": ("ole",),
        "rows_v1": (CONTACT, json.dumps([record])),
        "set_member_v1": ("ole", "service", "me", [], False),
        "set_password_v1": ("ole", verifier),
        "status_v1": (),
        "steps_v1": (hlc, 100),
    }


@pytest.fixture
def record(office: Office) -> str:
    """A contact of Anna's."""
    made = new_record()
    office.device(site=500).add(CONTACT, made, {NAME: "Dana"})
    return made


def asked(connection: psycopg.Connection, function: str, arguments: tuple[object, ...], types: list[str]) -> str:
    """Return the code of the refusal that the call met, "" where it was answered; nothing of it stays."""
    marks = ", ".join(f"%s::{each}" for each in types)
    connection.execute("BEGIN")
    try:
        connection.execute(f"SELECT crm.{function}({marks})".encode(), arguments).fetchall()
    except psycopg.Error as error:
        return error.sqlstate or "no code"
    finally:
        connection.execute("ROLLBACK")
    return ""


def functions(office: Office) -> Iterator[tuple[str, list[str]]]:
    """Yield what members can call, with the types of the arguments."""
    found = office.admin().execute(
        "SELECT proname, ARRAY(SELECT format_type(t, NULL) FROM unnest(proargtypes) WITH ORDINALITY AS u(t, n) "
        "ORDER BY n) FROM pg_proc WHERE pronamespace = 'crm'::regnamespace "
        "AND has_function_privilege('anna', oid, 'EXECUTE') ORDER BY proname"
    )
    yield from ((str(name), [str(each) for each in types]) for name, types in found.fetchall())


@pytest.mark.parametrize("role", ["anna", "ole"])
def test_garbage_in_each_argument_of_each_function_is_refused(office: Office, record: str, role: str) -> None:
    office.member("ole", "sales", "me")
    connection = office.as_role(role)
    asker = Device(connection, 501)
    right = right_arguments(asker, record, 501)
    known = dict(functions(office))
    assert known.keys() == right.keys()
    wrong: list[tuple[object, ...]] = []
    for function, types in known.items():
        told = asked(connection, function, right[function], types)
        assert role != "anna" or not told, (function, told)
        for place, type_ in enumerate(types):
            for garbage in GARBAGE[type_]:
                arguments = (*right[function][:place], garbage, *right[function][place + 1 :])
                began = time.monotonic()
                told = asked(connection, function, arguments, types)
                if (told and not told.startswith(_REFUSED)) or time.monotonic() - began > _MOST_S:
                    wrong.append((function, place, str(garbage)[:60], told, time.monotonic() - began))
    assert wrong == []
    assert office.device(site=502).rows()[record] == {str(NAME): "Dana"}
