"""Days and times as people write them."""

from __future__ import annotations

from datetime import datetime

from workbench.text import day_in_words


def said_when(at: str) -> str:
    """A stored time in this machine's zone: 3 March 2025, 14:05."""
    local = datetime.fromisoformat(at).astimezone()
    return f"{day_in_words(local.date())}, {local:%H:%M}"


def clock_of(at: str) -> str:
    """A stored time in this machine's zone where there is little room: 14:05 today, 3 March 2025 before that."""
    local = datetime.fromisoformat(at).astimezone()
    return f"{local:%H:%M}" if local.date() == datetime.now().astimezone().date() else day_in_words(local.date())


def wrong_day(typed: str) -> str | None:
    """What is wrong with a day that somebody typed; None where nothing is, or nothing was typed."""
    try:
        datetime.strptime(typed, "%Y-%m-%d")  # noqa: DTZ007
    except ValueError:
        return "Write the day as year, month, day: 2027-03-31." if typed else None
    return None
