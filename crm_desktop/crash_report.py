"""Reports of errors of the program itself: where in the program it happened, and no one's records."""

import platform
import traceback
from datetime import UTC, datetime
from pathlib import Path

from crm_desktop.program import PROGRAM, program_version

MOST_REPORTS = 20
_OURS = {"ui", "crm_desktop"}


def crash_report(error: BaseException, *about: str) -> str:
    """Return the kind of `error` and its way through the program; `about` says what else it runs on.

    The text of an error may quote a record, so it is left out, and so are the values of variables.
    """
    lines = [
        ", ".join((f"{PROGRAM} {program_version()}", f"Python {platform.python_version()}", *about)),
        f"{platform.system()} {platform.release()}",
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "",
    ]
    told: BaseException | None = error
    seen: list[BaseException] = []
    while told is not None and told not in seen:
        seen.append(told)
        lines.append(f"{type(told).__module__}.{type(told).__qualname__}")
        lines += [f"  {_place(frame)}" for frame in traceback.extract_tb(told.__traceback__)]
        told = told.__cause__ or told.__context__
    return "\n".join(lines) + "\n"


def keep_report(report: str, folder: Path, now: datetime) -> Path:
    """Write `report` into `folder`, where only the newest reports are kept; return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"crash-{now:%Y-%m-%d-%H%M%S}.txt"
    path.write_text(report, encoding="utf-8")
    for old in sorted(folder.glob("crash-*.txt"))[:-MOST_REPORTS]:
        old.unlink()
    return path


def _place(frame: traceback.FrameSummary) -> str:
    # no machine's folders: the path from the package on says enough
    parts = Path(frame.filename).parts
    known = next((place for place, part in enumerate(parts) if part in _OURS), len(parts) - 1)
    return f"{'/'.join(parts[known:])}:{frame.lineno} {frame.name}"
