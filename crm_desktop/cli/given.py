"""What was given beside the command: files and environment variables that name a workspace and open it."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

WORKSPACE_VARIABLE = "CRM_WORKSPACE"
PASSPHRASE_VARIABLE = "CRM_PASSPHRASE"
RECOVERY_KEY_VARIABLE = "CRM_RECOVERY_KEY"
NEW_PASSPHRASE_VARIABLE = "CRM_NEW_PASSPHRASE"


class Opening(NamedTuple):
    """What is known of the workspace that the app shall open; without a passphrase or key the app asks."""

    folder: Path | None = None
    passphrase: str | None = None
    recovery_key: str | None = None


OpenApp = Callable[[Opening], int]


def named_workspace(option: Path | None) -> Path | None:
    """Return the folder that the `option` or the environment names."""
    named = os.environ.get(WORKSPACE_VARIABLE)
    return option or (Path(named) if named else None)


def opening_from_environment() -> Opening:
    """Return what the environment alone says of the workspace to open."""
    key = os.environ.get(RECOVERY_KEY_VARIABLE) or None
    return Opening(named_workspace(None), None if key else os.environ.get(PASSPHRASE_VARIABLE) or None, key)
