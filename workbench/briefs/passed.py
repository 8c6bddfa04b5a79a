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
class Group:
    """A group of people by one thing that is known of them; counts are people, as far as they may be told."""

    attribute: str
    name: str
    heard: str
    """How many were heard, or what stands in place of the number."""
    invited: str = ""
    refused: str = ""
    not_reached: str = ""
    population: str = ""
    """Its share of those who live there, where a census was given."""
    source: str = ""
    """Where the population was counted, and when."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Whom a project heard and whom it did not: sentences, and groups where somebody wrote down whom they meant to hear."""

    said: tuple[str, ...] = ()
    """How many people, how they were found, how many refused, how many withdrew."""
    groups: tuple[Group, ...] = ()
    few: tuple[str, ...] = ()
    """Groups of which these readers are told no number."""
    missing: tuple[str, ...] = ()
    """Groups that were meant to be heard and of whom nobody was."""


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
    heard: Heard = field(default_factory=Heard)
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
    small: str = ""
    """How small numbers are treated for these readers."""
    notes: tuple[str, ...] = ()
    """What was left out and why."""
    rules: tuple[str, ...] = ()
    """How people were counted, how sides were compared, which models were used."""
    voices: str = ""
    """Who is quoted how often, for the team."""
    reading: str = ""
    """How hard the brief is to read, for the team."""
