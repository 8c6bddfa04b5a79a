"""How well the machine does, as a page: how often it was right, what was made of it, and what would change it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.errors import Problem
from workbench.suggestions.hits import FEWEST, FEWEST_PEOPLE
from workbench.suggestions.ledger import Tally
from workbench.suggestions.precision import HitLine
from workbench.text import dated
from workbench.tui.widgets.paper import Block, Grid, Part, Rule, blank, words

NOT_THE_SAME = (
    "How much people accept is not how often the machine is right. Who sees a proposal leans towards it; what it never "
    "proposed is not among what was accepted; and what is put off is not counted. Only passages that were read without "
    "sight of a proposal say how often it is right, and what it does not hear."
)
ONE_READING = (
    "Right means: as the person gave it who read blind. That is one person's reading, not the truth, and two people "
    "differ as well: Agreement in Coding shows how far."
)
HOW_MEASURED = (
    f"A share is worked out from {FEWEST} codes on, of {FEWEST_PEOPLE} people or more; below it is too few to say. In "
    "brackets the 95 % interval: for all codes, groups and samples it counts that passages of one person hang together. "
    "Passages with a proposal are drawn more often and weigh less in turn, so that a share may differ from its count."
)
NO_SAMPLE = "Nobody has read blind yet, so nobody can say how often it is right. B in Review draws 20 passages."


@dataclass(frozen=True, slots=True)
class WellKnown:
    """Everything the page says."""

    lines: tuple[HitLine, ...] = ()
    passages: int = 0
    people: int = 0
    tallies: tuple[Tally, ...] = ()
    problems: tuple[Problem, ...] = ()
    run: str = ""
    """The last run in words: when, by whom, which model; empty where there is none."""
    rests_on: tuple[str, ...] = ()
    """What changed between the last two runs, and since the last one."""
    by: str = ""
    """The attribute of people that groups are made by."""


def well_page(known: WellKnown) -> list[Part]:
    """The whole page."""
    if not known.run:
        return [words("No suggestions have been looked for in this project: s in Review does.", "quiet")]
    made: list[Part] = [*_right(known), *_groups(known), *_made_of_it(known)]
    made += [blank(), Rule("What the suggestions rest on"), blank(), words(known.run)]
    made += [words(said) for said in known.rests_on]
    return made


def _right(known: WellKnown) -> list[Part]:
    made: list[Part] = [Rule("How often it is right"), blank()]
    if not known.passages:
        return [*made, words(NO_SAMPLE), blank()]
    said = f"{known.passages:,} passages of {known.people:,} people were read blind."
    made += [words(said), words(ONE_READING, "quiet"), words(HOW_MEASURED, "quiet"), blank()]
    made.append(_grid("", known.lines, "all", {"all codes": "All codes"}))
    for by, title in (("likelihood", "By how likely it said"), ("code", "By code"), ("sample", "By sample")):
        listed = [line for line in known.lines if line.by == by]
        if len(listed) > 1 or by == "code":
            made += [blank(), words(title, "title"), _grid("", known.lines, by)]
    coders = {line.name for line in known.lines if line.by == "coder"}
    if len(coders) > 1:
        made += [blank(), words("By who read blind", "title"), _grid("", known.lines, "coder")]
    return [*made, blank()]


def _groups(known: WellKnown) -> list[Part]:
    if not known.passages:
        return []
    made: list[Part] = [Rule("By group of people"), blank()]
    if not known.by:
        return [
            *made,
            words("b chooses what makes the groups, to see whether it hears some people worse.", "quiet"),
            blank(),
        ]
    made += [words(known.by, "title"), _grid("", known.lines, known.by), blank()]
    unlike = [line for line in known.lines if line.by == known.by and line.unlike]
    for line in unlike:
        what = "How often it is right" if line.measure == "precision" else "How much it hears"
        made.append(words(f"{what} is {line.unlike} for {line.name}.", "warning", sign="⚠"))
    if not unlike:
        made.append(words("No difference between these groups is sure enough to be said.", "quiet"))
    return [*made, blank()]


def _grid(first: str, lines: Sequence[HitLine], by: str, called: dict[str, str] | None = None) -> Grid:
    """Each name with how often the machine was right, and how much of what people gave it would have proposed."""
    found = {(line.name, line.measure): line.found for line in lines if line.by == by}
    names = list(dict.fromkeys(line.name for line in lines if line.by == by))
    names = sorted(names) if by == "code" else names
    only = by == "likelihood"
    rows = []
    for name in names:
        cells = [found.get((name, measure)) for measure in ("precision", "recall")]
        said = (called or {}).get(name, _when(name) if by == "sample" else name)
        told = [(words(one.in_words if one is not None else "–"),) for one in cells]
        rows.append(((words(said),), *(told[:1] if only else told)))
    titles = (first, "Right, of what it would have proposed", "Would have proposed, of what people gave")
    return Grid(titles[:2] if only else titles, tuple(rows), (3, 8) if only else (3, 4, 4), ruled=False)


def _when(at: str) -> str:
    """A stored time as a day and an hour."""
    return f"{dated(at[:10])}, {at[11:16]}"


def _made_of_it(known: WellKnown) -> list[Part]:
    made: list[Part] = [Rule("What was made of it"), blank(), words(NOT_THE_SAME, "quiet"), blank()]
    for by, title in (("model", "By model"), ("coder", "By who decided"), ("code", "By code")):
        listed = [one for one in known.tallies if one.by == by and (one.decided or one.later or by != "coder")]
        if not listed:
            continue
        made.append(words(title, "title"))
        titles = ("", "What people made of it", "Taken in under two seconds")
        rows = tuple(((words(one.name),), (words(_counts(one)),), (words(_glances(one)),)) for one in listed)
        made += [Grid(titles, rows, (3, 5, 2), ruled=False), blank()]
    if not any(one.decided for one in known.tallies):
        made.append(words("Nobody has decided about a suggestion yet.", "quiet"))
    made += [Block((*words(one.message, "warning").runs,), 0, "⚠") for one in known.problems]
    return made


def _counts(one: Tally) -> str:
    """What was decided, and what waits."""
    said = [f"{one.accepted:,} accepted", f"{one.edited:,} changed", f"{one.rejected:,} rejected"]
    waits = [f"{count:,} {name}" for count, name in ((one.later, "put off"), (one.open, "open")) if count]
    return ", ".join([*said, *waits])


def _glances(one: Tally) -> str:
    """How many were taken faster than anybody reads, of those whose time is known."""
    return f"{one.glances:,} of {one.timed:,}" if one.timed else "–"
