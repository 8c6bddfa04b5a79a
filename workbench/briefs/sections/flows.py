"""What the options depend on: flows of data between partners, what blocks each, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.briefs.annex import Annex
from workbench.briefs.dependence import Dependence
from workbench.briefs.page import Block, Cell, Listed, Paragraph, Section, Table

HEADING = "Data from partners that options depend on"


def section(annex: Annex) -> Section:
    """A row for each option and flow; beneath it what blocks each, by rule and not by a score.

    Partners are named for the team alone, and so are actions with whoever does them and what changed since last time.
    """
    needs, team = annex.brief.flows, annex.passed.team
    if not needs:
        return Section("flows", HEADING, ())
    named = {one.id: f"{one.name} {one.title}" for one in annex.brief.options}
    rows = tuple(_row(named.get(one.option_id, ""), one, team=team) for one in needs)
    columns = ("Option", "Needs", "For what", "By", "How it stands")
    blocks: list[Block] = [Table("What each option needs from partners", columns, rows), *blocked(annex).blocks]
    if team:
        blocks += [*_changed(needs), *_next(needs)]
    rule = (
        "A flow is blocked where either of the two who were asked says of a statement on information governance that it is"
        " not at least working, where its day has passed, where its agreement ends before, or where no data set is named."
    )
    return Section("flows", HEADING, (*blocks, Paragraph(rule, role="note")))


def blocked(annex: Annex) -> Section:
    """What stands in the way of options, a sentence each; nothing where no flow is blocked."""
    team = annex.passed.team
    named = {one.id: one.name for one in annex.brief.options}
    stopping = []
    for need in annex.brief.flows:
        because = need.because(team=team)
        if because and need.option_id in named:
            said = f"It depends on {need.named(team=team)}, which is blocked because {because}."
            stopping.append(Paragraph(said, role="warning", heading=f"{named[need.option_id]} is blocked"))
    return Section("blocked", "What stands in the way", (Listed(tuple(stopping)),) if stopping else ())


def _row(option: str, need: Dependence, *, team: bool) -> tuple[Cell, ...]:
    flow, stands = need.standing.flow, need.standing
    purpose = flow.told(need.why or flow.purpose, team=team)
    texts = (option, need.named(team=team), purpose or "not said", flow.by_words or "no day given", stands.word)
    return tuple(Cell((Paragraph(text),)) for text in texts)


def _changed(needs: tuple[Dependence, ...]) -> Iterator[Block]:
    """What a partner answered otherwise than last time, a sentence for each flow that was answered again."""
    stands = {one.standing.flow.id: one.standing for one in needs}.values()
    told = [Paragraph(f"“{one.flow.name}”: {_small(one.changed)}") for one in stands if one.changed]
    if told:
        yield Paragraph("Changed since last time", role="label")
        yield Listed(tuple(told))


def _small(sentence: str) -> str:
    return f"{sentence[:1].lower()}{sentence[1:]}"


def _next(needs: tuple[Dependence, ...]) -> Iterator[Block]:
    """The next three actions of each flow, once."""
    for need in {one.standing.flow.id: one for one in needs}.values():
        if need.standing.next_actions:
            yield Paragraph(f"Next for “{need.standing.flow.name}”", role="label")
            yield Listed(tuple(Paragraph(one.said) for one in need.standing.next_actions))
