"""Codes as they are offered to choose from: found by name or by what the codebook says of them."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.coding.codebook import CodeLine
from workbench.tui.choosing import Choice

NOTE_LINES = 6
"""Lines beneath the list for what a code means."""


def code_choices(codes: Iterable[CodeLine]) -> list[Choice[int]]:
    """The codes in use, each with its definition, what it leaves out and its safeguarding note beneath the list."""
    return [
        Choice(
            code.id,
            code.path,
            note=_note(code),
            count=f"{code.codings} · {code.cases}",
            also=f"{code.definition} {code.include} {code.example}",
        )
        for code in codes
        if code.state == "active"
    ]


def _note(code: CodeLine) -> str:
    said = (
        code.definition,
        f"Not: {code.exclude}" if code.exclude else "",
        f"Take care: {code.safeguarding}" if code.safeguarding else "",
    )
    return "\n".join(line for line in said if line)
