"""What a command says: one JSON value or plain lines on standard output, everything else on standard error."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable
from typing import Any

from workbench.errors import WorkbenchError


class OutputNotWrittenError(WorkbenchError):
    """The result could not be written where it was sent. Make room or name another place, and try again."""


def speak_utf8() -> None:
    """Write UTF-8 whatever the console is set to."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def value(result: Any) -> None:
    """One JSON value on standard output, nothing else."""
    line(json.dumps(result, ensure_ascii=False, indent=1))


def line(text: str = "") -> None:
    """A line of the result on standard output."""
    try:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as reason:
        sys.stdout = None
        raise OutputNotWrittenError(
            f"The result could not be written ({reason.strerror}). Make room or name another place, and try again."
        ) from reason


def note(text: str) -> None:
    """A message that is no part of the result, on standard error."""
    sys.stderr.write(text + "\n")


class Progress:
    """Says on standard error how far a piece of work is and how long it may still take, every few seconds of it."""

    EVERY = 3.0

    def __init__(self, total: int) -> None:
        self.total = total
        self.begun = self.said = time.monotonic()

    def __call__(self, done: float) -> None:
        """So much of the total is done."""
        now, share = time.monotonic(), done / max(1, self.total)
        if share and now - self.said > self.EVERY:
            self.said = now
            left = round((now - self.begun) * (1 - share) / share)
            note(f"{share:.0%}, about {left:,} second{'s' * (left != 1)} left")


def columns(rows: Iterable[tuple[str, ...]]) -> None:
    """Rows as aligned columns on standard output."""
    listed = list(rows)
    if not listed:
        return
    widths = [max(len(row[place]) for row in listed) for place in range(len(listed[0]))]
    for row in listed:
        line("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
