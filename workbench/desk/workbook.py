"""The evidence workbook for a named audience: every sheet asks the same door."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session

from workbench import geography
from workbench.coding.by_group import LIVES, by_groups, usual_groups
from workbench.coding.retrieval import Passage, passages
from workbench.coding.themes import themes
from workbench.desk.grouped import Shown, for_audience, leaving
from workbench.desk.leaving import Door, Taken, door, heading, leave
from workbench.desk.quoted import descriptors, names_of_documents, of_people, whose
from workbench.desk.read_me import Told, read_me_lines
from workbench.exchange.workbook import meeting, people
from workbench.exchange.workbook.figures import figures as figures_sheet
from workbench.exchange.workbook.sheets import (
    BY_GROUP,
    CONVERGENCE,
    FIGURES,
    QUOTES,
    SIDE_BY_SIDE,
    Sheet,
    read_me,
)
from workbench.governance.quote_risk import Beside
from workbench.governance.quoting import Quote
from workbench.governance.samples import people_needed
from workbench.indicators.observations import Observation
from workbench.project.file import Project
from workbench.rows import table_of
from workbench.triangulation.figures import FigureLine, figure_lines, figures_of
from workbench.triangulation.findings import findings
from workbench.triangulation.joint_display import joint_rows
from workbench.triangulation.links import links
from workbench.triangulation.matrix import matrix
from workbench.triangulation.threads import threads

PLACE = "place: "
"""What the category of a figure for a kind of place begins with."""


@dataclass(slots=True)
class _Made:
    """The sheets as they are made, with what there is to tell of them."""

    at: Door
    names: Sequence[str]
    by: Sequence[str]
    """What makes the groups of people."""
    listed: list[FigureLine]
    """The figures of the indicators used."""
    withheld: dict[int, str]
    """What stands in place of those that are small, the same on every sheet."""
    sheets: list[Sheet] = field(default_factory=list)
    quotes: int = 0
    figures: int = 0
    remarks: list[str] = field(default_factory=list)
    datasets: list[int] = field(default_factory=list)


def write_workbook(
    project: Project, out: Path, audience: str, names: Sequence[str], by: Sequence[str] | None = None
) -> Taken:
    """Write the evidence workbook with these sheets, and enter it in the register.

    Args:
        project: The open project.
        out: The file.
        audience: Who will read it.
        names: The sheets, in their order.
        by: Attributes that make the groups of people, and `lives in`; None: those that make few groups.

    Raises:
        AttributeUnknownError, FolderMissingError, FileIsOpenError: as a sentence.
    """
    from workbench.exchange.workbook.writing import workbook

    with project.read() as session:
        at = door(session, audience)
        made = _begin(session, at, names, by)
        for name, make in _MAKERS.items():
            if name in names:
                make(session, made)
        told = Told({sheet.name: len(sheet.rows) for sheet in made.sheets}, at.left_out(), made.remarks, made.datasets)
        first = read_me(read_me_lines(project, session, at, names, told))
    content = workbook((first, *made.sheets), title=f"{project.title}: evidence workbook", heading=heading(audience))
    taken = Taken(
        out,
        "workbook",
        audience,
        quotes=made.quotes,
        figures=made.figures,
        withheld=len(at.held) + at.small,
        left_out=(*told.left_out, *at.remarks()),
        leaving=at.leaving(),
        printed=tuple(at.printed),
    )
    return leave(project, out, content, taken)


def _begin(session: Session, at: Door, names: Sequence[str], by: Sequence[str] | None) -> _Made:
    """Ask the door about the figures once for all sheets, and find what makes the groups."""
    used = set(_cited(session, "observation"))
    about = {line.figure.indicator_id for line in figure_lines(session, used).values()}
    about |= {link.indicator_id for link in links(session)}
    listed = at.guarded(one for one in figures_of(session, about) if one.id in used or in_the_register(one))
    withheld = {} if at.team else at.figures(listed)
    made = _Made(at, names, usual_groups(session) if by is None else by, listed, withheld)
    behind = _stored(session, about) - len(listed)
    if FIGURES in names and behind > 0:
        made.remarks.append(
            f"{behind:,} figures for small areas and kinds of place stand behind those of {FIGURES} and have no"
            " line there; the project holds them."
        )
    return made


def _side_by_side(session: Session, made: _Made) -> None:
    """Topic by topic; its quotes are counted only where the sheet of quotes does not hold them too."""
    at = made.at
    rows = at.beside(row for row in joint_rows(session, matrix(session).rows) if row.numbers or row.words)
    held = list(at.held)
    words, _ = at.coded({key for row in rows for side in row.words for key in side.quote_candidates})
    if QUOTES in made.names:
        at.held = held
    words = at.printed_of(
        {
            next(one for one in side.quote_candidates if one in words)
            for row in rows
            for side in row.words
            if any(one in words for one in side.quote_candidates)
        }
    )
    counts = at.counts(line for row in rows for line in row.findings)
    made.quotes = sum(any(key in words for key in side.quote_candidates) for row in rows for side in row.words)
    made.sheets.append(meeting.side_by_side(rows, meeting.Shown(counts, words, made.withheld), team=at.team))


def _convergence(session: Session, made: _Made) -> None:
    rows = matrix(session).rows
    made.sheets.append(meeting.convergence(rows, threads(session), team=made.at.team))
    unjudged = meeting.unjudged_silences(rows)
    if unjudged:
        made.remarks.append(
            f"{unjudged} pairs of sources of which only one speaks and nobody has said why the other is silent have no line"
            f" in {CONVERGENCE}."
        )


def _quotes(session: Session, made: _Made) -> None:
    """Every coded passage that may be shown; one that several people coded alike stands once."""
    names = [name for name in made.by if name != LIVES]
    known = descriptors(session, names, people_needed(session, made.at.audience.name))
    beside = Beside(described=known, names=tuple(names))
    through = made.at.passages(passages(session), beside)
    made.at.enter(through, beside)
    serves: dict[int, list[str]] = defaultdict(list)
    for theme in themes(session):
        if theme.state != "dropped":
            for code in theme.code_ids:
                serves[code].append(theme.name)
    named = _cited(session, "coding")
    told = names_of_documents(session, team=made.at.team)
    alike: dict[tuple[str, str, int, int], list[Quote[Passage]]] = defaultdict(list)
    for one in through:
        alike[one.passage.code, one.passage.document, one.passage.start, one.passage.end].append(one)
    rows = [
        _quote(
            some,
            tuple(serves[some[0].passage.code_id]),
            of_people(known if some[0].is_described else {}, some[0].passage.case_ids, len(names)),
            named,
            told,
        )
        for _, some in sorted(alike.items(), key=_in_order)
    ]
    made.quotes = len(rows)
    made.sheets.append(people.quotes(rows, names))


def _quote(
    alike: Sequence[Quote[Passage]],
    serves: tuple[str, ...],
    known: tuple[str, ...],
    named: dict[int, list[str]],
    documents: Mapping[str, str],
) -> people.QuoteRow:
    one = alike[0].passage
    who, document = whose(alike[0], documents)
    return people.QuoteRow(
        code=one.code,
        themes=serves,
        text=alike[0].text,
        who=who,
        known=known,
        document=document,
        start=one.start if alike[0].named else None,
        coders=len({quote.passage.coder for quote in alike}),
        findings=tuple(dict.fromkeys(name for quote in alike for name in named.get(quote.passage.coding_id, ()))),
        against=one.direction == "against",
        mark=alike[0].mark,
    )


def _in_order(entry: tuple[tuple[str, str, int, int], list[Quote[Passage]]]) -> tuple[str, bool, str, int]:
    """By code, then by place; those without a name last and by their words, so that their order tells nothing."""
    (code, document, start, _), alike = entry
    one = alike[0]
    return code.casefold(), not one.named, document if one.named else one.text, start


def _by_group(session: Session, made: _Made) -> None:
    """Themes and codes by group, with nothing from which a small number could be worked out."""
    shown, remarks = for_audience(session, by_groups(session, made.by), made.at.audience, left=made.at.counted.left())
    made.at.groups += leaving(shown, made.at.audience.rule)
    made.remarks += remarks
    made.at.small += sum(one.withheld for one in shown)
    made.sheets.append(people.themes_by_group(_group(one) for one in shown))


def _group(one: Shown) -> people.GroupRow:
    line = one.line
    asked: int | str | None = one.asked
    if asked is None and not one.asked_withheld:
        asked = "not asked" if line.none_asked else "not recorded"
    share = (one.percent, one.lower, one.upper)
    place = (line.heard_in, line.by, line.group)
    people_said = one.band or one.people
    return people.GroupRow(line.name, line.kind, line.themes, *place, people_said, asked, one.heard, share, one.reading)


def _figures(session: Session, made: _Made) -> None:
    made.figures = len(made.listed)
    made.datasets = list(dict.fromkeys(one.figure.dataset_id for one in made.listed))
    made.sheets.append(figures_sheet(made.listed, made.withheld, _cited(session, "observation")))


def _stored(session: Session, indicators: Iterable[int]) -> int:
    """How many figures of some indicators the project holds, of small areas too."""
    table = table_of(Observation)
    chosen = sa.select(sa.func.count()).where(table.c.indicator_id.in_(sorted(indicators)), table.c.gone.is_(False))
    return int(session.execute(chosen).scalar_one())


def in_the_register(line: FigureLine) -> bool:
    """Whether a figure is for a district or larger, and for all of it."""
    return geography.area(line.figure.area_code) is not None and not line.figure.category.startswith(PLACE)


def _cited(session: Session, kind: str) -> dict[int, list[str]]:
    """The findings that name each passage or figure."""
    found: dict[int, list[str]] = defaultdict(list)
    for line in findings(session):
        for one in line.evidence:
            if one.kind == kind and not one.gone:
                found[one.thing_id].append(line.name)
    return found


_MAKERS = {
    SIDE_BY_SIDE: _side_by_side,
    CONVERGENCE: _convergence,
    QUOTES: _quotes,
    BY_GROUP: _by_group,
    FIGURES: _figures,
}
