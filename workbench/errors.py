"""One family of errors, and the Problem for things that come in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType
from typing import ClassVar, Literal

Severity = Literal["error", "warning", "info"]


class WorkbenchError(Exception):
    """Something could not be done. Nothing was changed."""

    asks: ClassVar[str] = ""
    """What somebody may say to settle it: kind, map, amend, speakers, or that it lies beside; nothing where only it can be mended."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message if message is not None else (self.__doc__ or "").strip())


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that a person should know about, with the place where it is.

    `where` is a place a reader can find: a file and line, a document's name, a finding's number.
    """

    severity: Severity
    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


NOT_SHOWN = "what it says is not shown, it may hold people's words"


def crashed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say on the terminal where it broke, and never what the error says: a key or a value may be somebody's words."""
    import sys
    from traceback import format_tb

    sys.stderr.write("".join(["It broke here:\n", *format_tb(trace), f"{kind.__name__}: {NOT_SHOWN}\n"]))
    cause = error.__cause__ or error.__context__
    if cause is not None:
        sys.stderr.write(f"after {type(cause).__name__}, which came from\n{''.join(format_tb(cause.__traceback__))}")
