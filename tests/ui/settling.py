"""Wait until a screen has come to rest."""

from pytestqt.qtbot import QtBot

from ui.kit.tasks import Tasks

TURN_MS = 10
# Longer than any page waits before it reads or counts again.
REST_MS = 400


def come_to_rest(qtbot: QtBot, tasks: Tasks, rest_ms: int = REST_MS) -> None:
    """Wait until nothing was read or written for so long.

    Turns of the event loop are counted, not time: a busy machine may let time pass in which timers had no turn.
    """
    turns = 0
    while turns * TURN_MS < rest_ms:
        asked = tasks._count
        qtbot.wait(TURN_MS)
        turns = 0 if tasks.busy or tasks._count != asked else turns + 1
