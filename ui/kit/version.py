"""Which version of the program runs."""


def version() -> str:
    """Return the version, such as "0.1.0"."""
    # with it comes the parser of e-mail: 20 ms of every start
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as version_of

    try:
        return version_of("crm-desktop")
    except PackageNotFoundError:
        # run from a folder that was never installed
        return "0"
