"""Which version a server is of, beside what this program makes: numbered steps of its tables, all functions anew."""

from enum import StrEnum
from typing import NamedTuple

from crm_desktop.store.migrations import HEAD
from crm_desktop.words import N_, _

# The first servers told no version, and are 1. Whatever changes in a function, a type or a table of the server takes
# the next number; a change of tables is also a script tables_NNNN.sql, which is frozen once it was released.
VERSION = 12
# Up to which schema of the program this one describes its tables and fields to the server.
DESCRIBED = int(HEAD)
_OLDER = N_(
    "The office server is of an older version than this program. Sharing goes on; whoever set it up brings it up "
    "to date with `server upgrade`."
)
_NEWER = N_("The office server is newer than this program. Sharing goes on; update the program to have what is new.")


class Age(StrEnum):
    """How a server stands beside this program."""

    CURRENT = "current"
    OLDER = "older"
    NEWER = "newer"


class ServerVersion(NamedTuple):
    """The version of a server's functions, and up to which schema it knows the program's tables by name."""

    version: int = 1
    described: int = 0

    @property
    def age(self) -> Age:
        """How it stands beside this program."""
        if self.version > VERSION:
            return Age.NEWER
        if self.version < VERSION or self.described < DESCRIBED:
            return Age.OLDER
        return Age.NEWER if self.described > DESCRIBED else Age.CURRENT


THIS = ServerVersion(VERSION, DESCRIBED)


def told_version(version: object, described: object) -> ServerVersion:
    """Return the version that a server told; the first ones told none."""
    return ServerVersion(
        version if isinstance(version, int) else 1,
        described if isinstance(described, int) else 0,
    )


def age_words(age: Age) -> str:
    """Return what the user is told of a server of this `age`; nothing where there is nothing to do."""
    return {Age.OLDER: _(_OLDER), Age.NEWER: _(_NEWER)}.get(age, "")
