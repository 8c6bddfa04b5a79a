"""What a project is for and who gains from it, as far as its briefs, topics and figures say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import sqlalchemy as sa

from workbench.briefs.benefits import Benefit
from workbench.briefs.options import briefs, decisions, options
from workbench.briefs.page import Paragraph
from workbench.desk.leaving import Door
from workbench.desk.paper.wanted import counted
from workbench.exchange.paper.pages import Block, Listing
from workbench.indicators.observations import Observation
from workbench.rows import live, table_of
from workbench.text import dated
from workbench.triangulation.feedback import feedback
from workbench.triangulation.topic_rows import topic_titles

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
        yield Paragraph(f"{dated(asked)}{whom}", heading=f"Decision asked for by {brief.name} “{brief.title}”")
        for taken in decisions(session, brief.id):
            on = f" on {dated(taken.decided_on)}" if taken.decided_on else ""
            by = f" by {taken.deciders[:1].lower()}{taken.deciders[1:]}" if taken.deciders else ""
            option = f", option {taken.option}" if taken.option else ""
            yield Paragraph(f"{taken.outcome.capitalize()}{option}{on}{by}.", heading="What was decided")
    titles = [title for title in topic_titles(session).values() if title]
    if titles:
        yield Paragraph(f"{'; '.join(titles)}.", heading="The questions it looks at")
    yield Paragraph(_of_areas(at), heading="Services or single people")
    yield Paragraph(PROGRAM)


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
        if brief.objectives:
            yield Paragraph(
                dated("; ".join(brief.objectives.splitlines())), heading=f"What {brief.name} wants to be better"
            )
        if brief.if_nothing:
            yield Paragraph(dated(brief.if_nothing), heading="What happens if nothing is decided")
        rows = tuple(_promised(at, brief.id))
        if rows:
            yield Listing(
                f"What the options of {brief.name} promise", ("Option", "What, and to whom"), rows, shares=(2, 5)
            )
    if not listed:
        yield Paragraph("No option is written yet, so the records promise nothing to anybody.")
    yield Paragraph(_heard_back(at), heading="People outside the team who read the results")


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


def _heard_back(at: Door) -> str:
    remarks: Iterable[str] = [one.changed for one in feedback(at.session)]
    found = list(remarks)
    if not found:
        return "It is not recorded that anybody outside the team has read the results and said what they think."
    changed = sum(bool(one) for one in found)
    return (
        f"{counted(len(found), 'remark')} of people outside the team {'is' if len(found) == 1 else 'are'} recorded. For"
        f" {changed} of them it is written down what was changed, or why nothing was."
    )
