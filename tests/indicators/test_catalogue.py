from __future__ import annotations

from pathlib import Path

import pytest

from workbench.exchange.indicator_tables import READER
from workbench.exchange.readers import Options
from workbench.indicators.catalogue import (
    NoSuchIndicatorError,
    describe_dataset,
    describe_indicator,
    indicator_named,
    indicators,
)
from workbench.indicators.observations import NoSuchFigureError, add_figures, figure_at, observation_at
from workbench.project.file import Project

SPECIMEN = Path(__file__).resolve().parents[1] / "specimens" / "indicators" / "weapon_possession.csv"


@pytest.fixture
def weapons(project: Project) -> Project:
    with project.change("Import") as session:
        add_figures(session, READER.read(SPECIMEN, Options()))
    return project


def test_an_indicator_and_a_figure_by_name(weapons: Project) -> None:
    with weapons.read() as session:
        key = indicator_named(session, "Weapon possession")
        found = figure_at(session, key, "E07000073")
        assert found is not None
        assert observation_at(session, key, "E07000073", "Oct 2018 to Feb 2019") == found.id
        with pytest.raises(NoSuchFigureError, match="E07000074 in 2019"):
            observation_at(session, key, "E07000074", "2019")
        with pytest.raises(NoSuchIndicatorError, match="It has weapon possession"):
            indicator_named(session, "knife crime")


def test_what_a_person_says_of_an_indicator_stands(weapons: Project) -> None:
    with weapons.change("Describe") as session:
        (line,) = indicators(session)
        describe_indicator(session, line.id, short="weapons", polarity="low is good", benchmark="E10000012")
        describe_dataset(session, line.dataset_id, publisher="data.police.uk", licence="Open Government Licence v3.0")
        with pytest.raises(TypeError, match="kind"):
            describe_indicator(session, line.id, kind="count")
    with weapons.change("Import") as session:
        add_figures(session, READER.read(SPECIMEN, Options()))
    with weapons.read() as session:
        (line,) = indicators(session)
        assert (line.short, line.polarity, line.benchmark, line.publisher) == (
            "weapons", "low is good", "E10000012", "data.police.uk",
        )  # fmt: skip
        assert indicator_named(session, "weapons") == line.id


def test_two_data_sets_with_one_name(weapons: Project, tmp_path: Path) -> None:
    other = tmp_path / "again.csv"
    lines = SPECIMEN.read_text(encoding="utf-8").splitlines()
    other.write_text("\n".join([f"indicator,{lines[0]}", *(f"weapon possession,{line}" for line in lines[1:])]))
    with weapons.change("Import") as session:
        add_figures(session, READER.read(other, Options()))
    with weapons.read() as session, pytest.raises(NoSuchIndicatorError, match=r"again\.csv"):
        indicator_named(session, "weapon possession")
