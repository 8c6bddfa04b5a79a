"""Days and times as people write them."""

from __future__ import annotations

from datetime import datetime


def said_when(at: str) -> str:
    """A stored time in this machine's zone: 3 March 2025, 14:05."""
    local = datetime.fromisoformat(at).astimezone()
    return f"{local.day} {local:%B %Y}, {local:%H:%M}"


def said_day(day: str) -> str:
    """A stored day: 3 March 2025; anything else as it stands."""
    try:
        found = datetime.fromisoformat(day)
    except ValueError:
        return day
    return f"{found.day} {found:%B %Y}"


def wrong_day(typed: str) -> str | None:
    """What is wrong with a day that somebody typed; None where nothing is, or nothing was typed."""
    try:
        datetime.strptime(typed, "%Y-%m-%d")  # noqa: DTZ007
    except ValueError:
        return "Write the day as year, month, day: 2027-03-31." if typed else None
    return None
