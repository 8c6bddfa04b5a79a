"""All figures of an indicator: their keys, narrowed by words and by group, and their cells."""

from __future__ import annotations

import pytest

from tests.study import Study, add_study
from workbench.indicators.catalogue import indicators, indicators_named
from workbench.indicators.listing import areas_of, breakdowns, figure_keys, figures_by_key
from workbench.indicators.observations import Observation
from workbench.indicators.places import areas_with_figures, indicators_at
from workbench.project.file import Project
from workbench.rows import add, remove

NOW = {"period": "2024/25", "period_start": "2024-11-01", "period_end": "2025-10-31"}


@pytest.fixture
def study(project: Project) -> Study:
    with project.change("Study") as session:
        made = add_study(session)
        for sex in ("female", "male"):
            add(session, Observation, indicator_id=made.indicator, area_code="E07000073", area="Harlow", sex=sex, **NOW)
        add(
            session, Observation, indicator_id=made.indicator, area_code="E01021828", area="Harlow 001A", count=3.0,
            status="not applicable", **NOW,
        )  # fmt: skip
    return made


def test_small_areas_come_last_and_words_narrow(project: Project, study: Study) -> None:
    with project.read() as session:
        keys = figure_keys(session, study.indicator)
        found = figures_by_key(session, keys)
        assert [found[key].area for key in keys] == ["Harlow", "Harlow", "Harlow", "England", "Harlow 001A"]
        assert [found[key].sex for key in figure_keys(session, study.indicator, words=["harlow", "female"])] == [
            "female"
        ]
        assert figure_keys(session, study.indicator, words=["not applicable"]) == keys[4:]
        assert figure_keys(session, study.indicator, words=["100%"]) == []
        assert len(figure_keys(session, study.indicator, breakdown=("male", "all", "all"))) == 1


def test_groups_are_counted(project: Project, study: Study) -> None:
    with project.read() as session:
        assert [(one.name, one.figures) for one in breakdowns(session, study.indicator)] == [
            ("everybody", 3), ("female", 1), ("male", 1)
        ]  # fmt: skip


def test_the_catalogue_knows_kinds_of_area_and_is_there_uncounted(project: Project, study: Study) -> None:
    with project.read() as session:
        (counted,), (named,) = indicators(session), indicators_named(session)
        assert counted.levels == ("country", "district", "small area")
        assert (counted.figures, counted.areas, counted.latest) == (4, 2, "2024/25")
        assert (named.name, named.figures, named.latest) == (counted.name, 0, "")
        assert counted.kept_out == ""


def test_areas_with_figures_are_found_by_jumping(project: Project, study: Study) -> None:
    with project.read() as session:
        assert areas_with_figures(session) == {
            "E01021828": "Harlow 001A", "E07000073": "Harlow", "E92000001": "England"
        }  # fmt: skip
        assert indicators_at(session, "E07000073") == [study.indicator]
        assert indicators_at(session, "E07000077") == []
    with project.change("Take England out") as session:
        remove(session, Observation, study.england)
    with project.read() as session:
        assert "E92000001" not in areas_with_figures(session)


def test_an_area_whose_figures_are_all_gone_is_none_of_the_indicators(project: Project, study: Study) -> None:
    with project.read() as session:
        assert areas_of(session, study.indicator) == ["E07000073", "E92000001"]
        harlow = [
            key
            for key, one in figures_by_key(session, figure_keys(session, study.indicator)).items()
            if one.area_code == "E07000073"
        ]
    with project.change("Take away") as session:
        for key in harlow:
            remove(session, Observation, key)
    with project.read() as session:
        assert areas_of(session, study.indicator) == ["E92000001"]
