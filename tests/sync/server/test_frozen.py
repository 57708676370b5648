"""Whoever changes what the server is made of, or what travels, notices here that the version is to be raised."""

from hashlib import sha256
from pathlib import Path

import crm_desktop.sync.server.building as building
from crm_desktop.sync.server.versions import VERSION

_FOLDER = Path(building.__file__).parent
# What the server's scripts come to, by the version that told laptops of it. A change of a script gets a new VERSION in
# versions.py and a new line here; the line of a version that was released is never changed again.
FUNCTIONS = {
    5: "f52c5568e0217a5dc3d84be8bfce619a",
    6: "3008c9be9977970a6b3044f9daec1112",
    7: "7b16763ea19938a935e02ce02dc1acfa",
    8: "817b1b1728ba594f428a2930ad117d62",
    9: "d76c0a7e71f8f8caa4e1e757f6aa1d24",
    10: "3f003b88ada9ac60a4831ddf5ddf58fd",
    11: "597ec75c140696d98dde12671b4657cc",
    12: "96e35e9d8835312b5c6f566bbcfa8c5e",
}
# Steps that servers in use have run: a change of tables is a new script.
TABLES = {
    "tables_0001.sql": "a93e1701ce461294efbac2eb760d0957",
    "tables_0002.sql": "d0626c4fe7e373d5b3956accf4e29bc4",
    "tables_0005.sql": "3f7352e21530ee07bb8f5e4f53a52b5a",
    "tables_0006.sql": "e82f277d750ced91e8b70fe71f212187",
}
_RAISE = "{what} was changed: raise VERSION in crm_desktop/sync/server/versions.py, and note {found} for it here"


def fingerprint(*scripts: Path) -> str:
    """Return what tells the text of `scripts` from any other."""
    return sha256("\n".join(f"{each.name}\n{each.read_text('utf-8')}" for each in scripts).encode()).hexdigest()[:32]


def test_no_function_of_the_server_changes_without_a_new_version() -> None:
    scripts = [each for each in sorted(_FOLDER.glob("*.sql")) if not each.name.startswith("tables_")]
    found = fingerprint(*scripts)
    assert found == FUNCTIONS.get(VERSION), _RAISE.format(what="A function or a type", found=found)


def test_no_table_of_a_server_in_use_changes_but_by_a_further_step() -> None:
    assert {each.name: fingerprint(each) for each in sorted(_FOLDER.glob("tables_*.sql"))} == TABLES
