"""Look again as lines and pages: causes with what they touched, and one judgement as it was and is. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from workbench.desk.looking_again.waiting import Group, Waiting
from workbench.triangulation.was_and_is import Line
from workbench.tui.triangulation import pages
from workbench.tui.triangulation.display import Beneath
from workbench.tui.widgets.paper import Block, Grid, Look, Part, Rule, blank, words
from workbench.tui.widgets.rows import RowLine, Tone

MARKS = {"recheck": "⚠", "grown": "+", "current": "✓"}


def group_rows(groups: Iterable[Group], skipped: Collection[str]) -> list[RowLine]:
    """Each cause in a line, and beneath it what it touched, the most important first; what was skipped is last."""
    found = []
    for group in groups:
        found.append(RowLine(f"cause:{group.cause.key}", ("", group.cause.named, _capital(group.said)), "title"))
        for one in sorted(group.waiting, key=lambda each: each.key in skipped):
            later = " (skipped)" if one.key in skipped else ""
            mark = MARKS[one.state]
            moved = f"Moved by: {one.because}." if one.because else ""
            said = " ".join(filter(None, (one.why, one.effect, moved)))
            tone: Tone = "quiet" if later else "warning" if one.state == "recheck" else "good"
            found.append(RowLine(one.key, (mark, f"{one.what}{later}", said), tone))
    return found


def progress(done: int, groups: Sequence[Group]) -> str:
    """How far one has come: 3 of 17 looked at; 2 with more evidence since."""
    left = sum(one.state == "recheck" for group in groups for one in group.waiting)
    grown = sum(one.state == "grown" for group in groups for one in group.waiting)
    if not left and not grown:
        return f"All {done} looked at." if done else ""
    said = f"{done} of {done + left} looked at." if left else f"{done} looked at, nothing else asks for you."
    more = f" {grown} {'has' if grown == 1 else 'have'} more evidence since." if grown else ""
    return f"{said}{more} l it still stands · e change it · s skip · enter was and is"


def was_and_is_page(one: Waiting, lines: Sequence[Line], under: Beneath | None) -> list[Part]:
    """One judgement: why, what follows, each thing as it was and as it is, then the evidence itself."""
    made: list[Part] = [words(one.what, "title"), words(f"{MARKS[one.state]} {one.why}", _look(one)), blank()]
    if one.effect:
        made += [words(one.effect, "accent"), blank()]
    made += [words(f"Since: {cause.said}", "quiet") for cause in one.causes]
    if one.used:
        made.append(words(f"Used in {', '.join(one.used)}.", "quiet"))
    made += [blank(), Grid(("", "Was", "Is"), tuple(_row(line) for line in lines), (2, 4, 4)), blank()]
    if under is not None:
        made += [Rule("The evidence as it is now"), *pages.finding_blocks(under)]
    return made


def _row(line: Line) -> tuple[tuple[Block, ...], ...]:
    mark = "" if line.same else "≠ "
    return (
        (words(f"{mark}{line.what}", "" if line.same else "title"),),
        (words(line.was, "quiet" if line.same else ""),),
        (words("the same" if line.same else line.now, "quiet" if line.same else "warning"),),
    )


def _look(one: Waiting) -> Look:
    return "warning" if one.state == "recheck" else "good"


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
