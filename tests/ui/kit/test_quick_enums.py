"""Qt's choices are those that Python would make, made sooner."""

import json
import subprocess
import sys

# Tells all that can be seen of every choice of Qt's, in a process of its own: PySide makes each only once.
TOLD = """
import enum, json, pickle, re, sys
from ui.kit.quick_enums import hurry_enums
plain = enum.EnumType._create_
if sys.argv[1] == "quick":
    hurry_enums()
    assert (enum.EnumType._create_ is not plain) == (sys.version_info[:2] == (3, 11))
from PySide6 import QtCore, QtGui, QtWidgets


def told(value):
    if isinstance(value, dict):
        return {str(key): told(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [told(each) for each in value]
    return re.sub("0x[0-9a-f]+", "", repr(value.__func__ if isinstance(value, staticmethod) else value))


def choice(kind):
    members = list(kind.__members__.values())
    forms = [(str(each), f"{each}", hash(each), type(each.value).__name__) for each in members]
    some = members[:5] if issubclass(kind, enum.Flag) else []
    return {
        "class": {name: told(value) for name, value in sorted(vars(kind).items())},
        "members": [told([vars(each) for each in members]), forms],
        "order": told(list(kind)),
        "kept": all(pickle.loads(pickle.dumps(each)) is each and kind(each.value) is each for each in members),
        "together": [told([a | b, a & b, a ^ b, ~a, list(a | b), a in b]) for a in some for b in some],
    }


out = {}
for module in (QtCore, QtGui, QtWidgets):
    for name in dir(module):
        owner = getattr(module, name)
        for kind in [owner, *vars(owner).values()] if isinstance(owner, type) else [owner]:
            if isinstance(kind, enum.EnumType):
                out[f"{kind.__module__}.{kind.__qualname__}"] = choice(kind)
class Own(enum.Flag):
    A = 1
    B = 2
ours = enum.Enum("ours", ["X", "Y"])
out["ours"] = told([list(Own), Own.A | Own.B, list(ours), ours.__module__])
print(json.dumps(out))
"""


def _told(how: str) -> dict[str, object]:
    command = [sys.executable, "-c", TOLD, how]
    environment = {"PYTHONHASHSEED": "0", "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    told: dict[str, object] = json.loads(done.stdout)
    return told


def test_choices_made_quickly_are_those_that_python_would_make() -> None:
    quick, plain = _told("quick"), _told("plain")
    assert len(plain) > 500
    assert [name for name in plain if quick[name] != plain[name]] == []
