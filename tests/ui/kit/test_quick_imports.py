"""What the start leaves out of Qt's import is left out, and what tells of wrong calls is not."""

import subprocess
import sys

STARTED = """
import sys
from ui.kit.quick_imports import hurry_imports
hurry_imports()
assert "logging" not in sys.modules and "argparse" not in sys.modules, "what writes stubs was loaded"
from PySide6.QtCore import QObject
try:
    QObject.setObjectName(1, 2, 3)
except TypeError as error:
    assert "setObjectName" in str(error), error
hurry_imports()
import decimal
print("fine")
"""


def test_the_start_loads_no_writer_of_stubs_and_still_tells_of_wrong_calls() -> None:
    done = subprocess.run([sys.executable, "-c", STARTED], capture_output=True, text=True, check=False)
    assert done.stdout == "fine\n", done.stderr
