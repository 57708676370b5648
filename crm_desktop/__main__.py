"""Starts the command line, or the app: the only file that may name both worlds."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from crm_desktop.cli.given import Opening, opening_from_environment
from crm_desktop.files.apart import COMMAND as READ_FILE
from crm_desktop.program import program_version
from crm_desktop.words import _

# Each says by itself where a window can be shown; without any of them Qt would end the process at once.
SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
REFUSED = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what `arguments` ask for, the app where there are none; return the exit code."""
    asked = sys.argv[1:] if arguments is None else list(arguments)
    if not asked:
        return _open_app(opening_from_environment())
    if asked == ["--version"]:
        sys.stdout.write(f"{program_version()}\n")
        return 0
    if asked[0] == "tour":
        return _take_tour(Path(asked[1] if len(asked) > 1 else "out/tour"))
    if asked[0] == READ_FILE:
        # the built program reads files of others in a process of its own, which is itself under this name
        from crm_desktop.files.reading import main as read_file

        return read_file(asked[1:])
    # the command line's own parts cost as much as opening a workspace, which the app need not pay
    from crm_desktop.cli.app import run

    return run(asked, _open_app)


def _open_app(opening: Opening) -> int:
    if sys.platform == "linux" and not any(os.environ.get(name) for name in SCREENS):
        told = _("No display was found, so the app cannot be shown. The commands work without one: crm-desktop --help")
        sys.stderr.write(f"{told}\n")
        return REFUSED
    # Qt costs a third of a second, which no command has to pay
    from ui.kit.quick_imports import hurry_imports

    hurry_imports()
    from ui import main as app

    known = app.Opening(opening.folder, passphrase=opening.passphrase, recovery_key=opening.recovery_key)
    return app.run(sys.argv[:1], known)


def _take_tour(out: Path) -> int:
    """Let the app walk through its pages by itself; the built program is tried this way."""
    from ui.tour import run_tour

    return run_tour(out)


if __name__ == "__main__":
    sys.exit(main())
