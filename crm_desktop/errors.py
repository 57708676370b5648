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


class MayNotErase(CrmError):
    """This member may not erase; nothing was."""


class NotYours(CrmError):
    """This is for an owner or a manager to change; nothing was."""


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
    """The server would take away much of what is here, so many `records`; nothing was changed."""

    def __init__(self, message: str, records: int) -> None:
        super().__init__(message)
        self.records = records


class NotShared(CrmError):
    """The workspace is not bound to a server."""


class RefusedParcel(CrmError):
    """A parcel or a device's card is not for here, not from whom it says, or was changed on its way."""


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


class ServerRefused(CrmError):
    """The office server answered, and said no; `code` is its SQLSTATE, `detail` what it said beside."""

    exit_code = 7

    def __init__(self, text: str, code: str = "", detail: str = "") -> None:
        super().__init__(text)
        self.code = code
        self.detail = detail


class NewEpoch(ServerRefused):
    """CR001: the server began anew since this device last met it."""


class OtherWire(ServerRefused):
    """CR002: program and server do not speak the same version."""


class ProgramTooOld(OtherWire):
    """The server asks for a newer version of this program."""


class ServerTooOld(OtherWire):
    """This program asks for a newer version of the server."""


class BadCall(ServerRefused):
    """CR003: what was sent has not the form that is agreed on."""


class SiteTaken(ServerRefused):
    """CR004: this copy of the workspace was copied or set back; it needs a new site number."""


class PushGap(ServerRefused):
    """CR005: the server lacks an earlier push; `detail` is the last that it has."""


class ClockAhead(ServerRefused):
    """CR006: the device's clock is ahead; `detail` is the server's time in milliseconds."""


class ServerSetBack(ServerRefused):
    """CR007: the server does not know what this device saw there: it was restored to an earlier state."""


class ServerBusy(ServerRefused):
    """CR008: another device held what is needed; trying again a little later helps."""


class RowsUnknown(ServerRefused):
    """CR009: the server lacks rows that were changed."""


class NotAllowed(ServerRefused):
    """CR010: the member may not do this."""


class NoMember(ServerRefused):
    """The server does not take this login for a member: it was removed, or the password is wrong."""


class WrongPassword(NoMember):
    """The server refused the password; PostgreSQL says the same of a member who was removed."""


class UnprovenServer(ServerRefused):
    """The certificate does not prove that this is the office server."""


class UnsafeServer(ServerRefused):
    """There is no way to the server on which nobody else can read or pose as it."""


class ServerReadOnly(ServerRefused):
    """The server takes no edits for now."""


class ServerFull(ServerRefused):
    """The server has no room left."""


class OtherWorkspace(ServerRefused):
    """The database serves another workspace, or none."""


class Cancelled(CrmError):
    """The user cancelled; nothing was changed."""

    exit_code = 130
