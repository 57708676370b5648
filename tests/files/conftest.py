"""A contact to keep files with."""

import pytest

from crm_desktop.contacts.actions import add_contact
from crm_desktop.files.actions import Holder, attach_files
from crm_desktop.files.keeping import keep_content
from crm_desktop.workspace import Workspace

MOST = 50 << 20


@pytest.fixture
def acme(workspace: Workspace) -> Holder:
    """The company Acme Corporation."""
    return Holder("contact", add_contact(workspace.journal, "company", {"name": "Acme Corporation"}))


def attached(workspace: Workspace, holder: Holder, name: str, content: bytes) -> bytes:
    """Keep `content` with the record of `holder` and return the file's id."""
    new = keep_content(workspace.files, name, content, MOST)
    return attach_files(workspace.journal, holder, [new]).added[0]
