"""Making a workspace full of sample records."""

import shutil
from pathlib import Path

from crm_desktop.jobs import Progress
from crm_desktop.vault.argon import Argon
from crm_desktop.words import _
from crm_desktop.workspace import Workspace, create_workspace


def make_sample(folder: Path, passphrase: str, *, progress: Progress, argon: Argon | None = None) -> Workspace:
    """Create the workspace `folder`, fill it with sample records and return it open; cancelled, nothing is left."""
    from crm_desktop.sample.generator import generate  # only here: it is needed once in a lifetime

    settings = {"name": _("Hartwell Parts"), "currency": "USD", "region": "US", "zone": "UTC"}
    workspace = create_workspace(folder, passphrase, settings, member="Anna Snelling", argon=argon)
    try:
        generate(workspace.journal, "small", progress=progress, files=workspace.files)
        # the sample names its own user
        workspace.reread()
    except BaseException:
        workspace.close()
        shutil.rmtree(folder)
        raise
    return workspace
