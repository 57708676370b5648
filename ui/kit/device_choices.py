"""What the program remembers on this computer before any workspace is open: the look, and where workspaces are.

Only paths of folders are kept here, nothing of what is in them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from platformdirs import user_config_path

from crm_desktop.program import PROGRAM

FILE = "choices.json"
MOST_WORKSPACES = 12


@dataclass(frozen=True)
class Look:
    """How the program looks until a workspace with choices of its own is open."""

    theme: str = "system"
    zoom: int = 100
    language: str = ""


class DeviceChoices:
    """Reads and writes the file of choices in `folder`; a file that cannot be read counts as empty."""

    def __init__(self, folder: Path | None = None) -> None:
        self.path = (folder or user_config_path(PROGRAM, appauthor=False)) / FILE

    @property
    def look(self) -> Look:
        """The look chosen last."""
        kept = self._read()
        known = {name: kept[name] for name in ("theme", "language") if isinstance(kept.get(name), str)}
        zoom = kept.get("zoom")
        return replace(Look(**known), zoom=zoom if isinstance(zoom, int) else 100)

    def set_look(self, look: Look) -> None:
        """Keep `look`."""
        self._write({"theme": look.theme, "zoom": look.zoom, "language": look.language})

    @property
    def workspaces(self) -> list[Path]:
        """The folders that were opened here and are still there, the last opened first."""
        return [path for path in self._known() if (path / "crm.db").is_file()]

    def note_opened(self, folder: Path) -> None:
        """Keep `folder` as the one opened last."""
        others = [path for path in self._known() if path != folder]
        self._write({"workspaces": [str(path) for path in [folder, *others][:MOST_WORKSPACES]]})

    def forget(self, folder: Path) -> None:
        """Take `folder` from the list; the folder itself is not touched."""
        self._write({"workspaces": [str(path) for path in self._known() if path != folder]})

    def _known(self) -> list[Path]:
        kept = self._read().get("workspaces")
        return [Path(str(each)) for each in kept] if isinstance(kept, list) else []

    def _read(self) -> Mapping[str, Any]:
        try:
            kept = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return kept if isinstance(kept, dict) else {}

    def _write(self, changed: Mapping[str, object]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps({**self._read(), **changed}, indent=1), encoding="utf-8")
        fresh.replace(self.path)
