"""What all sheets of a workbook have in common while they are made: one door, one set of figures, one tally."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlmodel import Session

from workbench import geography
from workbench.coding.by_group import by_groups, usual_groups
from workbench.desk.door.door import Door
from workbench.desk.door.grouped import Shown, for_audience, leaving
from workbench.desk.looking_again.topics import with_conclusions
from workbench.exchange.workbook.people import GroupRow, QuoteRow
from workbench.exchange.workbook.sheets import FIGURES, Sheet
from workbench.indicators.observations import Observation
from workbench.project.file import Project
from workbench.rows import table_of
from workbench.triangulation.figures import FigureLine, figure_lines, figures_of
from workbench.triangulation.findings import FindingLine, findings
from workbench.triangulation.links import links
from workbench.triangulation.protocol.matrix import MatrixRow, matrix

PLACE = "place: "
"""What the category of a figure for a kind of place begins with."""


@dataclass(slots=True)
class Making:
    """The sheets as they are made, with what there is to tell of them."""

    project: Project
    at: Door
    names: Sequence[str]
    by: Sequence[str]
    """What makes the groups of people."""
    findings: list[FindingLine]
    listed: list[FigureLine]
    """The figures of the indicators used."""
    withheld: dict[int, str]
    """What stands in place of those that are small, the same on every sheet."""
    sheets: list[Sheet] = field(default_factory=list)
    quotes: int = 0
    figures: int = 0
    remarks: list[str] = field(default_factory=list)
    datasets: list[int] = field(default_factory=list)
    grouped: list[GroupRow] | None = None
    quoted: tuple[list[QuoteRow], dict[str, int]] | None = None
    counted: dict[int, str] = field(default_factory=dict)
    topics: list[MatrixRow] | None = None

    def cited(self, kind: str) -> dict[int, list[str]]:
        """The findings that name each passage or figure."""
        found: dict[int, list[str]] = defaultdict(list)
        for line in self.findings:
            for one in line.evidence:
                if one.kind == kind and not one.gone:
                    found[one.thing_id].append(line.name)
        return found

    def counts(self, lines: Iterable[FindingLine]) -> dict[int, str]:
        """How many people said each finding, as it may be told; each is asked at the door once."""
        new = [line for line in lines if line.id not in self.counted]
        self.counted |= self.at.counts(new)
        return self.counted

    def matrix(self, session: Session) -> list[MatrixRow]:
        """The topics with how their sources meet; read once."""
        if self.topics is None:
            self.topics = with_conclusions(session, matrix(session).rows)
        return self.topics

    def groups(self, session: Session) -> list[GroupRow]:
        """Themes and codes by group, with nothing from which a small number could be worked out; made once."""
        if self.grouped is None:
            left = self.at.counted.left()
            readers = self.at.of_people
            shown, remarks = for_audience(session, by_groups(session, self.by), readers, left=left)
            self.at.groups += leaving(shown, readers.rule)
            self.remarks += remarks
            self.at.small += sum(one.withheld for one in shown)
            self.grouped = [_group(one) for one in shown]
        return self.grouped


Maker = Callable[[Session, Making], Sheet]


def begin(session: Session, project: Project, at: Door, names: Sequence[str], by: Sequence[str] | None) -> Making:
    """Ask the door about the figures once for all sheets, and find what makes the groups."""
    every = [line for line in findings(session) if line.finished or at.team]
    used = {one.thing_id for line in every for one in line.evidence if one.kind == "observation" and not one.gone}
    about = {line.figure.indicator_id for line in figure_lines(session, used).values()}
    about |= {link.indicator_id for link in links(session)}
    listed = at.guarded(one for one in figures_of(session, about) if one.id in used or in_the_register(one))
    withheld = {} if at.team else at.figures(listed)
    groups = usual_groups(session) if by is None else by
    made = Making(project, at, names, groups, every, listed, withheld)
    behind = _stored(session, about) - len(listed)
    if FIGURES in names and behind > 0:
        made.remarks.append(
            f"{behind:,} figures for small areas and kinds of place stand behind those of {FIGURES} and have no"
            " line there; the project holds them."
        )
    return made


def _group(one: Shown) -> GroupRow:
    line = one.line
    asked: int | str | None = one.asked
    if asked is None and not one.asked_withheld:
        asked = "not asked" if line.none_asked else "not recorded"
    share = (one.percent, one.lower, one.upper)
    place = (line.heard_in, line.by, line.group)
    people = one.band or one.people
    return GroupRow(line.name, line.kind, line.themes, *place, people, asked, one.heard, share, one.reading)


def _stored(session: Session, indicators: Iterable[int]) -> int:
    """How many figures of some indicators the project holds, of small areas too."""
    table = table_of(Observation)
    chosen = sa.select(sa.func.count()).where(table.c.indicator_id.in_(sorted(indicators)), table.c.gone.is_(False))
    return int(session.execute(chosen).scalar_one())


def in_the_register(line: FigureLine) -> bool:
    """Whether a figure is for a district or larger, and for all of it."""
    return geography.area(line.figure.area_code) is not None and not line.figure.category.startswith(PLACE)
