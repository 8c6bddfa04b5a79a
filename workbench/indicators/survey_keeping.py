"""Survey figures in the project: kept as an indicator of the survey's own data set, and counted anew with its answers."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.errors import WorkbenchError
from workbench.indicators.datasets import Dataset
from workbench.indicators.drafts import DraftFigure
from workbench.indicators.indicators import Indicator
from workbench.indicators.observations import Observation
from workbench.indicators.revisions import with_guids
from workbench.indicators.survey_counts import Counted, count
from workbench.indicators.survey_recipes import SurveyRecipe, read_recipe
from workbench.rows import add, add_many, amend, bulk, find_guid, guid_for, now, remove, table_of

LICENCE = "Counted from this project's own survey; not published."
_OBSERVATION, _INDICATOR = table_of(Observation), table_of(Indicator)
_CELLS = {"starts": "period_start", "ends": "period_end"}
"""What a figure's cells are called in its row, where otherwise."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of keeping or counting anew: the indicator, and the keys of figures that are new, changed or gone."""

    indicator_id: int
    new: int = 0
    changed: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()

    @property
    def moved(self) -> tuple[int, ...]:
        """Figures that say something else than before, or nothing."""
        return (*self.changed, *self.gone)


def dataset_of(survey: str) -> str:
    """What the data set of a survey's figures is called."""
    return f"Survey {survey}"


def usual_name(recipe: SurveyRecipe) -> str:
    """What an indicator is called unless somebody says: the question and the answers that count.

    >>> usual_name(SurveyRecipe("study", "feels_safe", ("a bit unsafe", "very unsafe")))
    'feels_safe: a bit unsafe or very unsafe'
    """
    name = f"{recipe.question}, on average" if recipe.measure == "mean" else f"{recipe.question}: {_or(recipe.answers)}"
    return name if len(name) <= 120 else f"{name[:119]}…"


def _or(names: Collection[str]) -> str:
    *first, last = names or ("",)
    return f"{', '.join(first)} or {last}" if first else last


def keep(session: Session, counted: Counted, *, name: str = "") -> Kept:
    """Keep what was counted, as the indicator of that name; one of that name in the survey's data set is replaced.

    Args:
        session: of a change.
        counted: what `survey_counts.count` gave.
        name: the indicator's; `usual_name` unless told.
    """
    recipe = counted.recipe
    called = name.strip() or usual_name(recipe)
    dataset = _dataset(session, recipe.survey)
    guid = guid_for(session, "indicator", f"{dataset_of(recipe.survey)}\x1f{called}")
    cells = _indicator_cells(counted)
    there = find_guid(session, Indicator, guid)
    if there is None:
        key = add(session, Indicator, guid=guid, dataset_id=dataset, name=called, **cells)
    else:
        assert there.id is not None
        key = there.id
        told = {cell: value for cell, value in cells.items() if getattr(there, cell) != value}
        if told or there.gone:
            amend(session, Indicator, key, gone=False, **told)
    return _write(session, key, f"{dataset_of(recipe.survey)}\x1f{called}", counted.figures)


def _dataset(session: Session, survey: str) -> int:
    guid = guid_for(session, "dataset", dataset_of(survey))
    there = find_guid(session, Dataset, guid)
    if there is None:
        cells = {"from_records": True, "came_from": survey, "licence": LICENCE, "imported": now()}
        return add(session, Dataset, guid=guid, name=dataset_of(survey), **cells)
    assert there.id is not None
    if there.gone:
        amend(session, Dataset, there.id, gone=False)
    return there.id


def _indicator_cells(counted: Counted) -> dict[str, Any]:
    recipe, question = counted.recipe, counted.question
    share = recipe.measure == "share"
    wording = question.wording or question.name
    base = f" Of those who said {_or(recipe.base)}." if recipe.base else ""
    routed = f" Asked of those who said {_or(recipe.asked_answers)} to “{recipe.asked_if}”." if recipe.asked_if else ""
    how = "drawn at random" if counted.survey.sampling == "random" else counted.survey.sampling
    return {
        "kind": "proportion" if share else "mean",
        "unit": "%" if share else "",
        "multiplier": 100.0 if share else 1.0,
        "definition": f"“{wording}”: {_or(recipe.answers) if share else 'the mean of the numbers given'}.{base}{routed}",
        "numerator": f"People who answered {_or(recipe.answers)}" if share else "",
        "denominator": "People who answered" + (", by their weight" if counted.weighted else ""),
        "interval_method": next((one.interval for one in counted.figures if one.interval), ""),
        "benchmark": recipe.whole,
        "source": dataset_of(recipe.survey),
        "caveats": f"How its people were found: {how}." + (" Weighted." if counted.weighted else ""),
        "recipe": recipe.written(),
    }


def _row(figure: DraftFigure) -> dict[str, Any]:
    return {_CELLS.get(name, name): cell for name, cell in asdict(figure).items()}


def _write(session: Session, indicator_id: int, key: str, figures: Collection[DraftFigure]) -> Kept:
    """Bring an indicator's figures to what was counted: added, amended, brought back, removed."""
    rows = session.execute(sa.select(_OBSERVATION).where(_OBSERVATION.c.indicator_id == indicator_id))
    there = {row.guid: row for row in rows}
    fresh, changed = [], []
    for guid, figure in with_guids(session, key, figures):
        cells, row = _row(figure), there.pop(guid, None)
        if row is None:
            fresh.append({"guid": guid, "indicator_id": indicator_id, **cells})
            continue
        told = {name: value for name, value in cells.items() if getattr(row, name) != value}
        if told or row.gone:
            amend(session, Observation, row.id, gone=False, **told)
            changed.append(int(row.id))
    gone = [int(row.id) for row in there.values() if not row.gone]
    for one in gone:
        remove(session, Observation, one)
    with bulk(session, Observation):
        add_many(session, Observation, fresh)
    return Kept(indicator_id, len(fresh), tuple(changed), tuple(gone))


def recipes(session: Session) -> Iterator[tuple[int, str, SurveyRecipe]]:
    """Every indicator that is counted from a survey: its key, what its figures' keys begin with, and its recipe."""
    i = _INDICATOR.c
    chosen = sa.select(i.id, i.name, i.recipe).where(i.recipe != "", i.gone.is_(False)).order_by(i.id)
    for key, name, written in session.execute(chosen).all():
        recipe = read_recipe(written)
        yield int(key), f"{dataset_of(recipe.survey)}\x1f{name}", recipe


def questions_in(written: str) -> set[str]:
    """The names of the questions that a recipe rests on."""
    said = json.loads(written)
    return {str(said[name]) for name in ("question", "by", "attribute", "asked_if") if said.get(name)}


def count_anew(session: Session, *, only: Collection[int] | None = None) -> list[Kept]:
    """Count survey figures anew, all or those of some indicators, and write what is other than before.

    What cannot be counted any more, because its survey or question is gone, has no figures until it is back.
    """
    done = []
    for key, named, recipe in list(recipes(session)):
        if only is not None and key not in only:
            continue
        try:
            counted = count(session, recipe, again=True)
        except WorkbenchError:
            kept = _write(session, key, named, ())
        else:
            kept = _write(session, key, named, counted.figures)
            cells = _indicator_cells(counted)
            cells.pop("recipe")
            _refresh(session, key, cells)
        if kept.new or kept.moved:
            done.append(kept)
    return done


def _refresh(session: Session, key: int, cells: dict[str, Any]) -> None:
    """What is said of an indicator's people, weights and intervals, where it is no longer so."""
    row = session.execute(sa.select(_INDICATOR).where(_INDICATOR.c.id == key)).one()
    told = {
        name: cells[name] for name in ("interval_method", "caveats", "denominator") if getattr(row, name) != cells[name]
    }
    if told:
        amend(session, Indicator, key, **told)
