"""Where the files that come with the program are found."""

from pathlib import Path

import resources


def resource(name: str) -> Path:
    """Return the path of the bundled file or folder `name`, given below `resources/`."""
    return Path(resources.__file__).parent / name
