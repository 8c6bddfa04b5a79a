"""What the door let through for one audience, as plain values, and where a page comes from."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class QuoteWords:
    """Words that passed the door for this audience, and what stands beside them."""

    text: str
    who: str
    document: str
    code: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Passed:
    """What the door let through for one audience."""

    quotes: dict[int, QuoteWords] = field(default_factory=dict)
    """By coding."""
    withheld_quotes: dict[int, str] = field(default_factory=dict)
    """Why words were held back, by coding."""
    counts: dict[int, str] = field(default_factory=dict)
    """How many people, as it may be shown, by finding."""
    withheld_figures: dict[int, str] = field(default_factory=dict)
    """What stands in place of a figure counted from records."""
    team: bool = True
    """Whether the team itself reads it, which may see why something needs another look."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a page comes from: plain sentences, and how machines helped."""

    project: str
    made: str
    audience: str
    data_until: str = ""
    machine: str = ""
    notice: str = ""
    notes: tuple[str, ...] = ()
    """What was left out and why; rules that were followed."""
