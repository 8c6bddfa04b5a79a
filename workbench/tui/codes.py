"""Codes as they are offered to choose from, found by name or by what the codebook says of them; and their digits."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from sqlmodel import Session

from workbench.coding.codebook import CodeLine, pin, unpin
from workbench.tui.choosing import Choice
from workbench.tui.dialogs import Ask

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


def which_digit(name: str, pinned: int | None) -> Ask:
    """The question for the digit that a code is to be pinned to; 0 takes it off the one it is on."""
    if pinned is None:
        return Ask("Pin", f"Pin “{name}” to which digit, 1 to 9?", check=wrong_digit)
    prompt = f"“{name}” is on {pinned}. To which digit, 1 to 9? 0 takes it off; no other digit moves."
    return Ask("Pin", prompt, check=partial(wrong_digit, off=True))


def wrong_digit(text: str, *, off: bool = False) -> str | None:
    """What is wrong with a digit that somebody typed; 0 will do where it takes a code off its digit."""
    if text in set("123456789") or (off and text == "0"):
        return None
    return "One digit, 1 to 9, or 0 to take it off." if off else "One digit, 1 to 9."


def pin_as_asked(session: Session, digit: str, code_id: int, pinned: int | None) -> None:
    """Pin a code to the digit that was typed, or take it off."""
    if digit == "0" and pinned is not None:
        unpin(session, pinned)
    else:
        pin(session, int(digit), code_id)
