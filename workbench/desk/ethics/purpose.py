"""What a project is for and who gains from it, as far as its briefs, topics and figures say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress

import sqlalchemy as sa

from workbench.briefs.benefits import Benefit
from workbench.briefs.conditions import Condition
from workbench.briefs.decisions import decisions
from workbench.briefs.lines import BriefLine, DecisionLine
from workbench.briefs.objectives import Objective
from workbench.briefs.options import briefs, options
from workbench.briefs.page import Paragraph
from workbench.coding.codebook import codebook
from workbench.coding.frames import FrameHasErrorsError
from workbench.desk.door.door import Door
from workbench.desk.frames import NoSuchFrameError, frame_named, frames_behind
from workbench.exchange.paper.pages import Block, Listing
from workbench.indicators.observations import Observation
from workbench.rows import live, table_of
from workbench.text import counted, dated
from workbench.triangulation.protocol.feedback import feedback
from workbench.triangulation.protocol.topic_rows import topic_titles

NO_BRIEF = "No brief is written yet, so the records do not say what decision this is for."
PROGRAM = (
    "The program that the team works with makes no score of anybody, has no list of people by risk, and watches nobody."
    " What a computer suggests in it is about passages of text, never about a person. What somebody does with the"
    " results outside the program, no record can show."
)


def purpose(at: Door) -> Iterator[Block]:
    """The decisions that are asked for and were taken, the topics, and whether figures are of people or of areas."""
    session = at.session
    listed = briefs(session)
    if not listed:
        yield Paragraph(NO_BRIEF)
    for brief in listed:
        whom = f" Asked of: {brief.by_whom}." if brief.by_whom else ""
        asked = brief.decision_asked or "Nobody has written which decision it asks for."
        yield Paragraph(
            f"{dated(asked)}{whom}", heading=f"The decision that is asked for, “{brief.title}” ({brief.name})"
        )
        for taken in decisions(session, brief.id):
            yield from _decided(at, taken)
    yield from _read_with(at)
    titles = [title for title in topic_titles(session).values() if title]
    if titles:
        yield Paragraph(f"{'; '.join(titles)}.", heading="The questions it looks at")
    yield Paragraph(_of_areas(at), heading="Services or single people")
    yield Paragraph(PROGRAM)


def _decided(at: Door, taken: DecisionLine) -> Iterator[Block]:
    """A decision with who was against it, and what became of its conditions."""
    option = f": option {taken.option}" if taken.option else ""
    on = f", on {dated(taken.decided_on)}" if taken.decided_on else ""
    by = f" Decided by: {taken.deciders}." if taken.deciders else " By whom is not recorded."
    yield Paragraph(f"{taken.outcome.capitalize()}{option}{on}.{by}", heading="What was decided")
    if taken.dissent:
        yield Paragraph(taken.dissent, heading="Who saw it otherwise")
    table = table_of(Condition)
    chosen = live(Condition).where(table.c.decision_id == taken.id).order_by(table.c.position)
    rows = [
        (
            one.text,
            one.owner or "nobody is named",
            dated(one.due) or "–",
            f"{one.state}{f': {one.how}' if one.how else ''}",
        )
        for one in at.session.execute(chosen).scalars()
    ]
    said = taken.conditions.splitlines()
    if rows:
        columns = ("Condition", "Whose", "By", "How it stands")
        yield Listing("On what conditions", columns, tuple(rows), shares=(5, 3, 2, 4))
    elif said:
        yield Listing("On what conditions", ("Condition",), tuple((dated(one),) for one in said), shares=(1,))
        yield Paragraph("Whether they were kept is not recorded.", role="note")


def _read_with(at: Door) -> Iterator[Block]:
    """The lists of labels that the words were read with: they say what the team looked for."""
    codes = codebook(at.session, counts=False)
    if not codes:
        return
    titles = []
    for name in frames_behind(at.session):
        with suppress(NoSuchFrameError, FrameHasErrorsError):
            titles.append(f"“{frame_named(name).title}”")
    own = sum(not one.frame for one in codes)
    lists = f", from the list {' and '.join(titles)}" if titles else ""
    mine = f", {own} of them made in this project" if own and titles else ""
    yield Paragraph(
        f"{counted(len(codes), 'label')}{lists}{mine}.", heading="What the team looked for in people's words"
    )


def _of_areas(at: Door) -> str:
    table = table_of(Observation)
    chosen = sa.select(sa.func.count(), sa.func.count(sa.distinct(table.c.area_code)))
    figures, areas = at.session.execute(chosen.where(table.c.gone.is_(False))).one()
    if not figures:
        return "There are no figures in the project."
    return (
        f"The project holds {counted(figures, 'figure')} of {counted(areas, 'area')}. Each is of an area; none is of a"
        " single person. People are called by a label; whether that is their own name, only the team can say."
    )


def benefit(at: Door) -> Iterator[Block]:
    """What options promise, to whom; what happens otherwise; and whether people outside the team were asked."""
    session = at.session
    listed = briefs(session)
    for brief in listed:
        yield from _wanted(at, brief)
        if brief.if_nothing:
            yield Paragraph(dated(brief.if_nothing), heading="What happens if nothing is decided")
        rows = tuple(_promised(at, brief.id))
        if rows:
            yield Listing(
                f"What the options of “{brief.title}” promise", ("Option", "What, and to whom"), rows, shares=(2, 5)
            )
    if not listed:
        yield Paragraph("No option is written yet, so the records promise nothing to anybody.")
    yield from _heard_back(at)


def _wanted(at: Door, brief: BriefLine) -> Iterator[Block]:
    """What should be better afterwards: the objectives that stand as rows, else what is said of them in a few words."""
    title = f"What should be better after “{brief.title}”"
    table = table_of(Objective)
    found = at.session.execute(live(Objective).where(table.c.brief_id == brief.id).order_by(table.c.position))
    rows = tuple(
        (row.text, row.target or "Not written yet", row.lived or "Not written yet", dated(row.by) or "Not written yet")
        for row in found.scalars()
    )
    if rows:
        columns = ("What", "How much", "How people will notice", "By")
        yield Listing(title, columns, rows, shares=(4, 4, 5, 2))
    elif brief.objectives:
        yield Paragraph("; ".join(brief.objectives.splitlines()), heading=title)


def _promised(at: Door, brief: int) -> Iterator[tuple[str, str]]:
    """An option and its benefits: the rows where there are some, else what is said of them in a few words."""
    lines = options(at.session, brief)
    written: dict[int, list[Benefit]] = defaultdict(list)
    for row in at.session.execute(live(Benefit).order_by(table_of(Benefit).c.position)).scalars():
        written[row.option_id].append(row)
    for one in lines:
        said = "; ".join(map(_benefit, written[one.id])) or "; ".join(one.benefits.splitlines())
        yield f"{one.name} {one.title}", said or "Nobody has written what good it does."


def _benefit(row: Benefit) -> str:
    whom = f", to {row.to_whom}" if row.to_whom else ""
    return f"{row.text}{whom}{f' ({row.amount})' if row.amount else ''}"


def _heard_back(at: Door) -> Iterator[Block]:
    """What was changed because of people outside the team; what they said themselves is not printed."""
    title = "People outside the team who read the results"
    found = feedback(at.session)
    if not found:
        said = "It is not recorded that anybody outside the team has read the results and said what they think."
        yield Paragraph(said, heading=title)
        return
    yield Paragraph(
        f"{counted(len(found), 'remark')} of them {'is' if len(found) == 1 else 'are'} recorded.", heading=title
    )
    rows = tuple((dated(one.given_on), one.on, one.changed or "Nothing is written down yet.") for one in found)
    columns = ("When", "On what", "What was changed, or why nothing was")
    yield Listing("What was changed because of them", columns, rows, shares=(2, 3, 6))
