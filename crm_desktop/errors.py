"""What can go wrong in the user's terms: each error says what happened, why, and what to do."""


class CrmError(Exception):
    """Something the user can understand and act on; its text is shown as it is."""

    exit_code = 1


class InvalidField(CrmError):
    """A typed value does not fit its field; `field` names the input that it belongs to."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


class ChangedMeanwhile(InvalidField):
    """Somebody wrote into the field since it was read; `now` is the stored value that stands there."""

    def __init__(self, field: str, reason: str, now: str | int | float | bytes | None) -> None:
        super().__init__(field, reason)
        self.now = now


class UnknownRecord(CrmError):
    """The record that was named does not exist here."""


class UndoWouldOverwrite(CrmError):
    """Undo would write over newer edits; `newer` lists them, one sentence each."""

    def __init__(self, text: str, newer: list[str]) -> None:
        super().__init__(text)
        self.newer = newer


class WeakPassphrase(CrmError):
    """The passphrase would be guessed too soon."""


class UnreadableFile(CrmError):
    """A file given for import, restore or reading cannot be used."""


class UnreadableBatch(CrmError):
    """Changes that came from the server or in a parcel are not of the form that is agreed on."""


class TooMuchWouldGo(CrmError):
    """The server would take away much of what is here; nothing was changed."""


class NotShared(CrmError):
    """The workspace is not bound to a server."""


class MissingContent(CrmError):
    """The record of an attachment is here, but its bytes are not."""


class WrongUsage(CrmError):
    """The command or its arguments do not make sense together."""

    exit_code = 2


class WrongPassphrase(CrmError):
    """The passphrase does not open this workspace."""

    exit_code = 4


class WrongRecoveryKey(CrmError):
    """The recovery key does not open this workspace, or was mistyped."""

    exit_code = 4


class DamagedWorkspace(CrmError):
    """The workspace's files are damaged or cut off."""

    exit_code = 5


class NotAWorkspace(CrmError):
    """The folder or file is no workspace or backup of this program."""

    exit_code = 5


class NewerWorkspace(CrmError):
    """The workspace was written by a newer version of this program."""

    exit_code = 5


class OlderWorkspace(CrmError):
    """The workspace was written by an older version and is to be brought up to date, which reading does not do."""


class WorkspaceOpenElsewhere(CrmError):
    """Another process holds the workspace open for writing."""

    exit_code = 6


class ServerUnreachable(CrmError):
    """The office server cannot be reached or refused."""

    exit_code = 7


class Cancelled(CrmError):
    """The user cancelled; nothing was changed."""

    exit_code = 130
