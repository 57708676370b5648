"""Files that the user asked for: whole or not at all."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from crm_desktop.errors import CrmError
from crm_desktop.words import _


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` to `path`; where that fails, nothing half-written stays behind."""
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as draft:
            try:
                draft.write(content)
                draft.flush()
                os.fsync(draft.fileno())
                draft.close()
                Path(draft.name).replace(path)
            except OSError:
                draft.close()
                Path(draft.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        raise CrmError(
            _("“{file}” could not be written: {reason}. Choose another place or free some space.").format(
                file=path.name, reason=error.strerror or str(error)
            )
        ) from error
