"""What could go wrong with each option, and for whom: risks, effects on equality, words that stick to a place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from workbench.briefs.equality import CHARACTERISTICS, EqualityEffect
from workbench.briefs.lines import OptionLine
from workbench.briefs.options import briefs, options
from workbench.briefs.page import Paragraph
from workbench.briefs.risks import Risk
from workbench.briefs.wording import written as written_in_briefs
from workbench.desk.door.door import Door
from workbench.exchange.paper.pages import Block, Listing
from workbench.governance.flags import SAFEGUARDING, flags
from workbench.governance.wording import sticking
from workbench.rows import live, table_of
from workbench.text import counted
from workbench.triangulation.wording import written

NOBODY = "Nobody has written this down."
NO_OPTION = "No option is written yet, so nothing is recorded of what one could do to anybody."
DROPPED = "dropped"


def harms(at: Door) -> Iterator[Block]:
    """The risks and the unequal effects of each option, then what a reader could take away of a place."""
    lines = [one for brief in briefs(at.session) if brief.status != DROPPED for one in options(at.session, brief.id)]
    if not lines:
        yield Paragraph(NO_OPTION)
    else:
        yield from _risks(at, lines)
        yield from _unequal(at, lines)
    yield Paragraph(_places(at), heading="Words that could stick to a place")
    yield Paragraph(_dangers(at), heading="When somebody told of danger")


def _risks(at: Door, lines: list[OptionLine]) -> Iterator[Block]:
    found: dict[int, list[Risk]] = defaultdict(list)
    for row in at.session.execute(live(Risk).order_by(table_of(Risk).c.position)).scalars():
        found[row.option_id].append(row)
    rows: list[tuple[str, str, str]] = []
    for one in lines:
        name = f"{one.name} {one.title}"
        rows += [(name, _risk(row), _against(row)) for row in found[one.id]]
        if not found[one.id]:
            rows += [(name, text, "") for text in one.risks.splitlines() or [NOBODY]]
    if any(done for _, _, done in rows):
        columns = ("Option", "What could go wrong", "What is done about it")
        yield Listing("Risks of the options", columns, tuple(rows), shares=(3, 5, 4))
    else:
        columns_of_two = ("Option", "What could go wrong, and what is done about it")
        yield Listing(
            "Risks of the options", columns_of_two, tuple((name, said) for name, said, _ in rows), shares=(3, 9)
        )


def _risk(row: Risk) -> str:
    return f"{row.text} (how likely: {row.likelihood}; how grave: {row.impact})"


def _against(row: Risk) -> str:
    done = row.mitigation or NOBODY
    return f"{done} ({row.owner})" if row.owner else f"{done} Nobody is named for it."


def _unequal(at: Door, lines: list[OptionLine]) -> Iterator[Block]:
    found: dict[int, list[EqualityEffect]] = defaultdict(list)
    for row in at.session.execute(live(EqualityEffect)).scalars():
        found[row.option_id].append(row)
    rows: list[tuple[str, str, str, str]] = []
    for one in lines:
        name = f"{one.name} {one.title}"
        looked = found[one.id]
        rows += [(name, row.characteristic, _effect(row), row.mitigation or "–") for row in looked]
        not_seen = [each for each in CHARACTERISTICS if each not in {row.characteristic for row in looked}]
        if one.equality and not looked:
            rows.append((name, "in a few words", one.equality, "–"))
        if not_seen:
            whom = "all nine of the Equality Act" if len(not_seen) == len(CHARACTERISTICS) else ", ".join(not_seen)
            rows.append((name, whom, "Not looked at one by one yet", "–"))
    columns = ("Option", "People by", "What it does for them", "What is done where that is bad")
    yield Listing("Whom the options treat differently", columns, tuple(rows), shares=(3, 3, 5, 3))


def _effect(row: EqualityEffect) -> str:
    said = {"positive": "Good", "neutral": "No difference", "negative": "Bad", "not known": "Not known"}[row.effect]
    return f"{said}: {row.why}" if row.why else said


def _places(at: Door) -> str:
    texts = (text for found in (written(at.session), written_in_briefs(at.session)) for _, _, text in found)
    number = sum(1 for text in texts for _ in sticking(text))
    if not number:
        return (
            "Every sentence of the team was looked through for words that give a named place a bad name. None was found;"
            " a list of words does not find everything."
        )
    return (
        f"{counted(number, 'sentence')} of the team {'has' if number == 1 else 'have'} words that could give a named place"
        " a bad name. The team has not reworded them yet."
    )


def _dangers(at: Door) -> str:
    found = [one for one in flags(at.session) if one.reason == SAFEGUARDING]
    if not found:
        return "No passage is held back because somebody told of danger to themselves or others."
    return (
        "There are passages that are held back because somebody told of danger. They are shown to nobody outside the"
        f" team. {'For each it is' if all(one.action for one in found) else 'Not for each is it'} written down what was done."
    )
