"""Everything searchkit raises on purpose.

Each error says what is wrong and, in its hint, what to do about it; the command line prints
both on one line, the JSON error object carries them apart.

    SearchkitError
    ├── UsageError         what was asked for makes no sense (a date, a kind, a limit)
    ├── CorpusError        a folder or file of posts cannot be read
    ├── IndexMissingError  there is no index where one was looked for
    ├── IndexDamagedError  there is one, but it cannot be read
    ├── IndexVersionError  there is one, made by another version of searchkit
    ├── IndexLockedError   another process is writing to it
    ├── IndexWriteError    it cannot be written (permissions, a full disk)
    ├── ClusterError       the cluster an index is in does not answer, or not as it should
    └── EssayUnknownError  no essay of that name is in the index
"""

from __future__ import annotations

from typing import Self


class SearchkitError(Exception):
    """What went wrong, in one line, and what to do, in another.

    >>> str(UsageError("no such kind: quotes", hint="did you mean quote?"))
    'no such kind: quotes; did you mean quote?'
    """

    code = "error"

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}; {self.hint}" if self.hint else self.message

    def to_dict(self) -> dict[str, dict[str, str]]:
        """The error object of the JSON interface."""
        return {"error": {"code": self.code, "message": self.message, "hint": self.hint}}


class UsageError(SearchkitError):
    """A value that makes no sense: a date, a kind, a limit."""

    code = "usage"


class CorpusError(SearchkitError):
    """A file or folder of posts that is not there or cannot be read."""

    code = "corpus"


class IndexMissingError(SearchkitError):
    """No index where one was looked for."""

    code = "index-missing"

    @classmethod
    def of(cls, place: object) -> Self:
        """Nothing was indexed in `place`."""
        return cls(
            f"there is no index in {place}", hint=f"make one with searchkit index CORPUS --index {place}"
        )


class IndexDamagedError(SearchkitError):
    """An index that cannot be read."""

    code = "index-damaged"

    @classmethod
    def of(cls, place: object, reason: object) -> Self:
        """The index in `place` cannot be read, for this reason."""
        return cls(
            f"the index in {place} cannot be read ({reason})", hint="rebuild it with searchkit index --full"
        )


class IndexVersionError(SearchkitError):
    """An index made by another version of searchkit."""

    code = "index-version"


class IndexLockedError(SearchkitError):
    """An index that another process is writing to."""

    code = "index-locked"

    @classmethod
    def of(cls, place: object) -> Self:
        """Another process is writing to the index in `place`."""
        return cls(f"another process is writing to the index in {place}", hint="wait until it has finished")


class IndexWriteError(SearchkitError):
    """An index that cannot be written: permissions, a full disk."""

    code = "index-write"

    @classmethod
    def of(cls, place: object, error: OSError) -> Self:
        """The system does not let us write to the index in `place`."""
        return cls(
            f"the index in {place} cannot be written ({error.strerror or error})",
            hint="choose another place with --index",
        )


class ClusterError(SearchkitError):
    """A cluster that does not answer, or not as it should."""

    code = "cluster"


class EssayUnknownError(SearchkitError):
    """No essay of that name in the index."""

    code = "essay-unknown"
