"""Which version of the program runs."""

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of


def version() -> str:
    """Return the version, such as "0.1.0"."""
    try:
        return version_of("crm-desktop")
    except PackageNotFoundError:
        # run from a folder that was never installed
        return "0"
