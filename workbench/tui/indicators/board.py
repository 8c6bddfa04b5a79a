"""An indicator as the room shows it: its newest figure for every area of a county, its history, its comparator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from workbench import geography
from workbench.indicators.breakdowns import in_parts, main_breakdowns, only_small
from workbench.indicators.catalogue import IndicatorLine, indicators, indicators_named
from workbench.indicators.comparison import Comparison
from workbench.indicators.listing import Breakdown, areas_of
from workbench.indicators.observations import Figure, figures
from workbench.indicators.places import areas_with_figures
from workbench.indicators.sentence import comparison_of, figure_sentence
from workbench.indicators.spans import course, newest
from workbench.indicators.survey_recipes import OWN_AREA
from workbench.project.file import Project
from workbench.triangulation.figures import FigureLine, figures_of


@dataclass(frozen=True, slots=True)
class AreaLine:
    """One area: its newest figure with everything that belongs beside it."""

    code: str
    name: str
    line: FigureLine
    history: tuple[Figure, ...]
    """The oldest first; where months add up to the figure, the months."""
    beside: tuple[Figure, ...]
    """The comparator's figures, the oldest first."""
    peers: tuple[Figure, ...]
    wide: bool
    """Whether it is wider than a district: a county, a region, a country."""

    @property
    def figure(self) -> Figure:
        """The newest figure."""
        return self.line.figure

    @property
    def comparison(self) -> Comparison:
        """The figure against its comparator."""
        return comparison_of(self.figure, self.line.comparator)

    @property
    def sentence(self) -> str:
        """What the figure says, beside its comparator and its neighbours."""
        return figure_sentence(self.figure, self.line.comparator, self.peers)


@dataclass(frozen=True, slots=True)
class Board:
    """An indicator with its areas, the wider ones first, then by name."""

    indicator: IndicatorLine
    county: str = ""
    areas: tuple[AreaLine, ...] = ()
    elsewhere: tuple[tuple[str, str], ...] = ()
    """Areas of other counties, by code and name."""
    period: str = ""
    benchmark: Figure | None = None
    lowest: float = 0.0
    highest: float = 0.0
    where: dict[str, int] = field(default_factory=dict)

    def area(self, code: str | None) -> AreaLine | None:
        """An area on the board."""
        return next((one for one in self.areas if one.code == code), None)

    @property
    def first(self) -> str | None:
        """The area to begin with: the comparator's, or the first."""
        wanted = self.indicator.benchmark
        return wanted if self.area(wanted) else self.areas[0].code if self.areas else None


def read_catalogue(project: Project, *, counted: bool = True) -> list[IndicatorLine]:
    """Every indicator; at once, without how much there is, where it is not to be `counted`."""
    with project.read() as session:
        return indicators(session) if counted else indicators_named(session)


def work_out_ahead(project: Project) -> None:
    """Have what the page of a place needs of all figures worked out before somebody asks for one; it is kept."""
    with project.read() as session:
        main_breakdowns(session)
        only_small(session)
        in_parts(session)
        areas_with_figures(session)


def read_board(
    project: Project, indicator: IndicatorLine, county: str = "", breakdown: Breakdown | None = None
) -> Board:
    """An indicator with the areas of one county; of the county with most areas unless told.

    `breakdown` is the group of people; the one that stands for everybody unless told.
    """
    with project.read() as session:
        every = areas_of(session, indicator.id)
        county = county or _commonest_county(every)
        near = [code for code in every if _belongs(code, county, indicator.benchmark)] or every
        beside_them = {one.code for code in near for one in geography.peers(code)}
        wanted = sorted({*near, *(code for code in every if code in beside_them)})
        histories: dict[str, list[Figure]] = {}
        found = figures(session, indicator_id=indicator.id, area=wanted, main=breakdown is None)
        for figure in (one for one in found if breakdown is None or one.breakdown == breakdown):
            histories.setdefault(figure.area_code, []).append(figure)
        here = [code for code in near if code in histories]
        elsewhere = sorted(set(every) - set(here)) if here else []
        names = areas_with_figures(session) if elsewhere else {}
        now = [newest(histories[code]) for code in here]
        only, starts = {one.id for one in now}, {one.starts for one in now}
        lines = {one.figure.area_code: one for one in figures_of(session, [indicator.id], only=only, starts=starts)}
    areas = tuple(
        sorted((_area(code, lines[code], histories) for code in here), key=lambda one: (not one.wide, one.name))
    )
    ends = [end for one in areas for end in (one.figure.lower, one.figure.upper, one.figure.value) if end is not None]
    beside = histories.get(indicator.benchmark)
    return Board(
        indicator,
        county,
        areas,
        tuple(sorted(((code, _called(code, names)) for code in elsewhere), key=lambda one: one[1])),
        _commonest([one.figure.period for one in areas]),
        newest(beside) if beside else None,
        min(ends, default=0.0),
        max(ends, default=1.0),
    )


def county_of(code: str) -> str:
    """The county that an area lies in, or is."""
    entry = geography.area(code)
    if entry is None:
        return ""
    return entry.code if entry.kind == "county" else entry.county or ""


def _area(code: str, line: FigureLine, histories: dict[str, list[Figure]]) -> AreaLine:
    figure = line.figure
    neighbours = [one for area in geography.peers(code) for one in histories.get(area.code, ())]
    entry = geography.area(code)
    return AreaLine(
        code,
        _name(code, histories),
        line,
        tuple(course(histories[code])),
        tuple(course(histories.get(figure.benchmark, ()))) if figure.benchmark != code else (),
        tuple(one for one in neighbours if (one.starts, one.ends) == (figure.starts, figure.ends)),
        code.startswith(OWN_AREA)
        or (entry is not None and entry.kind in {"county", "region", "country", "combined authority"}),
    )


def _name(code: str, histories: dict[str, list[Figure]]) -> str:
    entry = geography.area(code)
    return entry.name if entry else histories[code][-1].area or code


def _called(code: str, names: Mapping[str, str]) -> str:
    entry = geography.area(code)
    return entry.name if entry else names.get(code) or code


def _belongs(code: str, county: str, benchmark: str) -> bool:
    """Whether an area is shown with a county: it lies in it, is it, contains it, or is what it is compared with."""
    if code == benchmark or not county or county_of(code) == county:
        return True
    above = geography.area(county)
    while above is not None and above.parent:
        if above.parent == code:
            return True
        above = geography.area(above.parent)
    return False


def _commonest_county(codes: Iterable[str]) -> str:
    return _commonest([found for found in map(county_of, codes) if found])


def _commonest(found: list[str]) -> str:
    return Counter(found).most_common(1)[0][0] if found else ""
