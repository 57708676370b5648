"""The program itself: its name, its version, and where it writes reports of its errors."""

import os
import platform
from pathlib import Path

from platformdirs import user_log_path

PROGRAM = "crm_desktop"


def program_version() -> str:
    """Return the version of the program, such as "0.1.0"."""
    # with it comes the parser of e-mail: 20 ms of every start
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as version_of

    try:
        return version_of("crm-desktop")
    except PackageNotFoundError:
        # run from a folder that was never installed
        return "0"


def log_folder() -> Path:
    """Return where the program writes its reports."""
    return user_log_path(PROGRAM, appauthor=False)


def device_name() -> str:
    """Return what this computer is called, for the others to know it by."""
    return platform.node() or os.environ.get("HOSTNAME", "")
