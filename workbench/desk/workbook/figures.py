"""The sheets of figures: all of those used, those of one period by area, and every doubt about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sqlmodel import Session

from workbench import geography
from workbench.desk.workbook.making import Making
from workbench.exchange.workbook import figures as sheets
from workbench.exchange.workbook.charts import MOST_BARS
from workbench.exchange.workbook.sheets import BY_AREA, Column, Leads, Sheet, or_none
from workbench.triangulation.figures import FigureLine

DOUBTS = "Doubts"


def figures(_: Session, made: Making) -> Sheet:
    """Every figure of the indicators used."""
    _count(made)
    return sheets.figures(made.listed, made.withheld, made.cited("observation"))


def _count(made: Making) -> None:
    made.figures = len(made.listed)
    made.datasets = list(dict.fromkeys(one.figure.dataset_id for one in made.listed))


def by_area(_: Session, made: Making) -> Sheet:
    """Each indicator in the period that findings name, or else the latest, of everybody where there are such, by area."""
    _count(made)
    cited = made.cited("observation")
    return sheets.figures_by_area(_blocks(made, cited), made.withheld, cited)


def _blocks(made: Making, cited: dict[int, list[str]]) -> Iterator[list[FigureLine]]:
    """A block an indicator: districts by name, then what is larger; no more than a chart can show."""
    about: dict[int, list[FigureLine]] = defaultdict(list)
    for line in made.listed:
        about[line.figure.indicator_id].append(line)
    for lines in about.values():
        everybody = [one for one in lines if not one.of]
        among = everybody or [one for one in lines if one.of == lines[0].of]
        period = max(_period(one) for one in [one for one in among if one.id in cited] or among)
        block = [one for one in among if _period(one) == period]
        block.sort(key=lambda one: (_size(one), one.area))
        if len(block) > MOST_BARS:
            made.remarks.append(
                f"{BY_AREA} holds {MOST_BARS} of {len(block)} areas of “{block[0].figure.indicator}”: those that findings"
                " name and those of the same counties come first. All of them are in the project."
            )
            block = _nearest(block, cited)
        yield block


def _period(line: FigureLine) -> tuple[str, str]:
    return (line.figure.ends, line.figure.starts)


def _size(line: FigureLine) -> int:
    """Districts first, then counties, forces and regions, the country last."""
    entry = geography.area(line.figure.area_code)
    order = ("district", "unitary authority", "metropolitan district", "London borough", "county", "police force area")
    kind = entry.kind if entry is not None else "country"
    return 0 if kind in order[:4] else order.index(kind) if kind in order else 8 if kind == "region" else 9


def _nearest(block: list[FigureLine], cited: dict[int, list[str]]) -> list[FigureLine]:
    """As many as a chart shows: those that findings name, those of the same counties, then in their order."""
    parents = {_parent(one) for one in block if one.id in cited}
    first = sorted(block, key=lambda one: (one.id not in cited, _parent(one) not in parents))[:MOST_BARS]
    kept = {one.id for one in first}
    return [one for one in block if one.id in kept]


def _parent(line: FigureLine) -> str:
    entry = geography.area(line.figure.area_code)
    return (entry.parent or "") if entry is not None else ""


def doubts(_: Session, made: Making) -> Sheet:
    """A row a doubt about a figure that is shown, the gravest of each figure first, with its answer."""
    _count(made)
    columns = (
        Column("Indicator", 30, strong=True),
        Column("Area", 20),
        Column("Period", 13),
        Column("Of whom", 14),
        Column("How grave", 22),
        Column("Doubt", 70),
        Column("What was answered", 50),
        Column("Figure", 14),
    )
    rows = [
        (
            line.figure.indicator,
            line.area,
            line.figure.period,
            line.of or "all",
            doubt.weight,
            doubt.sentence,
            or_none(doubt.answer.said if doubt.answer is not None else ""),
            Leads("in Figures", (f"figure {line.id}",)),
        )
        for line in made.listed
        if line.id not in made.withheld
        for doubt in line.doubted
    ]
    title = "Doubts: reasons for care with each figure, the gravest first, and what was answered"
    return Sheet(DOUBTS, title, columns, rows, "No figure gives rise to a doubt.", notes=("How figures are given",))
