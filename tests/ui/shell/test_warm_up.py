"""What comes up behind the gate is loaded while the passphrase is typed."""

import os
import subprocess
import sys
from pathlib import Path

AT_THE_GATE = """
import os
import sys
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from ui.kit.dress import dress
from ui.kit.theme import Mode, Theme
from ui.shell.warm_up import FOR_GATE
from ui.shell.window import Window
app = QApplication([])
theme = Theme(Mode.LIGHT)
dress(app, theme)
window = Window(theme)
window.show_gate()
window.show()
assert not set(FOR_GATE) & set(sys.modules), "they are loaded before the gate is seen"
while window.tasks.busy or not set(FOR_GATE) <= set(sys.modules):
    QTest.qWait(20)
print("fine")
sys.stdout.flush()
os._exit(0)
"""


def test_what_comes_up_behind_the_gate_is_loaded_while_the_passphrase_is_typed(tmp_path: Path) -> None:
    home = {**os.environ, "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", AT_THE_GATE], capture_output=True, text=True, check=False, env=home, timeout=120
    )
    assert done.stdout == "fine\n", done.stderr
