"""Which version of the program runs."""

from importlib.metadata import PackageNotFoundError, version


def program_version() -> str:
    """Return the version of the program, such as "0.1.0"."""
    try:
        return version("crm-desktop")
    except PackageNotFoundError:
        # run from a folder that was never installed
        return "0"
