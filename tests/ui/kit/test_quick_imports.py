"""What the start leaves out of Qt's import is left out, and what tells of wrong calls is not."""

import subprocess
import sys

STARTED = """
import builtins
import sys
plain = builtins.__import__
from ui.kit.quick_imports import hurry_imports
hurry_imports()
assert "logging" not in sys.modules and "argparse" not in sys.modules, "what writes stubs was loaded"
assert builtins.__import__ is plain, "each import passes through PySide"
from PySide6.QtCore import QObject, QTimer
held_back = sys.modules["shibokensupport.signature.parser"]
assert "build_brace_pattern" not in vars(held_back), "the parser was loaded"
wrong_calls = {
    "setObjectName(name: str": lambda: QObject().setObjectName(1),
    "start(msec: int": lambda: QTimer().start("x"),
}
for said, wrong in wrong_calls.items():
    try:
        wrong()
    except TypeError as error:
        assert said in str(error), error
    else:
        raise AssertionError("a wrong call was not told")
assert "build_brace_pattern" in vars(held_back)
from PySide6.support.signature import get_signature
assert "name: str" in str(get_signature(QObject.setObjectName))
hurry_imports()
import decimal
print("fine")
"""


def test_the_start_loads_no_writer_of_stubs_and_still_tells_of_wrong_calls() -> None:
    done = subprocess.run([sys.executable, "-c", STARTED], capture_output=True, text=True, check=False)
    assert done.stdout == "fine\n", done.stderr
