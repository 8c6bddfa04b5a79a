from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from workbench.exchange.indicator_tables import READER
from workbench.exchange.readers import Options
from workbench.indicators.catalogue import indicators
from workbench.indicators.drafts import DraftFigure, DraftFigures, DraftIndicator
from workbench.indicators.observations import (
    Observation,
    add_figures,
    benchmark_of,
    figure_at,
    figures,
    history_of,
)
from workbench.indicators.problems import problems
from workbench.indicators.revisions import FiguresChangedError
from workbench.project.file import Project
from workbench.rows import remove

ACTIVE = "active_lives_physically_active_adults_fingertips93014.csv"


def year(code: str, area: str, number: int, value: float | None, **cells) -> DraftFigure:
    return DraftFigure(code, area, str(number), f"{number}-01-01", f"{number}-12-31", value=value, **cells)


def small(*drafted: DraftFigure, **cells) -> DraftFigures:
    indicator = DraftIndicator("Thing", drafted, kind="proportion", unit="%", benchmark="E92000001", **cells)
    return DraftFigures("things.csv", (indicator,), rows=len(drafted))


THREE = small(
    year("E07000073", "Harlow", 2022, 10.0, note="published late"),
    year("E07000073", "Harlow", 2023, 11.0),
    year("E92000001", "England", 2023, 12.0),
)


def counts(project: Project, draft: DraftFigures, **options) -> dict[str, int]:
    with project.change("Import") as session:
        return dict(add_figures(session, draft, **options).counts)


def test_the_real_file_comes_in_and_is_found_again(project: Project, shared_data: Path) -> None:
    draft = READER.read(shared_data / "indicators" / ACTIVE, Options())
    first = counts(project, draft)
    assert (first["rows"], first["indicators"], first["observations"], first["found"]) == (3089, 1, 3089, 0)
    again = counts(project, draft)
    assert (again["indicators"], again["observations"], again["found"], again["amended"]) == (0, 0, 3089, 0)
    with project.read() as session:
        (line,) = indicators(session)
        assert (line.figures, line.areas, line.periods, line.missing) == (3089, 314, 10, 0)
        assert (line.first, line.latest, line.polarity) == ("2015/16", "2024/25", "high is good")
        harlow = figure_at(session, line.id, "E07000073")
        assert harlow is not None
        assert (harlow.value, harlow.compared, harlow.period) == (60.3, "worse", "2024/25")
        england = benchmark_of(session, harlow)
        assert england is not None
        assert england.value == 68
        assert [figure.period for figure in history_of(session, line.id, "E07000073")][::9] == ["2015/16", "2024/25"]
        assert len(figures(session, area="E07000073")) == 10
        assert len(figures(session, period="2024/25")) == 297
        assert figure_at(session, line.id, "E07000073", "1999/00") is None
        assert [problem for problem in problems(session) if problem.severity == "error"] == []


def test_a_changed_figure_is_refused_with_the_count_until_it_is_allowed(project: Project) -> None:
    counts(project, THREE)
    changed = small(
        year("E07000073", "Harlow", 2022, 10.4),
        year("E07000073", "Harlow", 2023, 11.0),
        year("E07000073", "Harlow", 2024, 9.0),
    )
    with pytest.raises(FiguresChangedError, match=r"1 of the 2 figures .* Harlow, 2022, from 10 to 10\.4"):
        counts(project, changed)
    with project.read() as session:
        assert [figure.value for figure in figures(session)] == [10, 11, 12], "nothing of it came in"
    done = counts(project, changed, amend=True)
    assert (done["amended"], done["found"], done["observations"]) == (1, 1, 1)
    with project.read() as session:
        found = {(figure.area, figure.period): figure for figure in figures(session)}
    assert len(found) == 4, "England stays though the new file lacks it"
    revised = found["Harlow", "2022"]
    assert (revised.value, revised.status) == (10.4, "revised")
    assert revised.note.startswith("published late; was 10 until ")
    again = counts(project, changed)
    assert (again["found"], again["amended"]) == (3, 0), "the same revision is found, not another amendment"


def test_a_figure_that_goes_missing_is_a_change(project: Project) -> None:
    counts(project, THREE)
    gone = small(year("E07000073", "Harlow", 2022, None, status="withheld by the publisher"))
    with pytest.raises(FiguresChangedError, match="from 10 to no figure"):
        counts(project, gone)
    counts(project, gone, amend=True)
    with project.read() as session:
        figure = figures(session, area="E07000073")[0]
    assert (figure.value, figure.status) == (None, "withheld by the publisher")


def test_another_spelling_of_the_period_is_the_same_figure(project: Project) -> None:
    counts(project, THREE)
    spelt = replace(THREE.indicators[0].figures[0], period="2022-01-01/P1Y")
    assert counts(project, small(spelt))["found"] == 1


def test_what_was_removed_comes_back_with_its_file(project: Project) -> None:
    counts(project, THREE)
    with project.change("Remove") as session:
        key = figures(session, area="E92000001")[0].id
        remove(session, Observation, key)
        assert len(figures(session)) == 2
    done = counts(project, THREE)
    assert (done["returned"], done["found"], done["observations"]) == (1, 2, 0)
    with project.read() as session:
        assert [figure.id for figure in figures(session, area="E92000001")] == [key]


def test_the_group_that_stands_for_everybody(project: Project) -> None:
    groups = [{}, {"sex": "female"}, {"category": "Ethnicity: Asian"}]
    drafted = [year("E07000073", "Harlow", 2023, 10.0 + n, **group) for n, group in enumerate(groups)]
    adults = DraftIndicator(
        "Adults",
        tuple(year("E07000073", "Harlow", 2023, 50.0 + n, age="19+", sex=sex) for n, sex in enumerate(("all", "male"))),
    )
    draft = small(*drafted)
    counts(project, replace(draft, indicators=(*draft.indicators, adults)))
    with project.read() as session:
        assert len(figures(session)) == 5
        main = {figure.indicator: figure for figure in figures(session, main=True)}
        assert (main["Thing"].value, main["Thing"].breakdown) == (10, ("all", "all", "all"))
        assert (main["Adults"].value, main["Adults"].breakdown) == (50, ("all", "19+", "all"))


def test_facts_of_the_data_set_are_filled_in_and_not_overwritten(project: Project) -> None:
    counts(project, THREE)
    with project.read() as session:
        said = {str(problem) for problem in problems(session)}
    assert any("named as the source" in text for text in said)
    counts(project, THREE, publisher="A partner", licence="Shared under an agreement")
    counts(project, THREE, publisher="Somebody else")
    with project.read() as session:
        assert indicators(session)[0].publisher == "A partner"
        assert not any("named as the source" in str(problem) for problem in problems(session))


def test_figures_after_an_area_ended_are_a_problem(project: Project) -> None:
    counts(project, small(year("E07000026", "Allerdale", 2024, 1.0), year("E05004108", "Stansted North", 2024, 1.0)))
    with project.read() as session:
        said = [problem.message for problem in problems(session)]
    assert "Allerdale ended on 31 March 2023, and has figures after that." in said
    assert "1 figure is about areas that are not in the register of local areas." in said
