"""Real tables of other programs, where they are at hand beside the repository."""

from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[3] / "shared" / "data"


def real_file(name: str) -> Path:
    """Return the path of the shared file `name`; the test is skipped where it is missing."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"{name} is not at hand: it belongs beside the repository in shared/data")
    return path


def real_files(pattern: str) -> list[Path]:
    """Return the shared files that match `pattern`, sorted; none where they are missing."""
    return sorted(FOLDER.glob(pattern))
