from __future__ import annotations

from pathlib import Path

import pytest

from tests.essex_weapons import add_weapons
from workbench.desk.tables import numbers as tables_numbers
from workbench.desk.tables.numbers import OBSERVATIONS
from workbench.exchange.indicator_tables import READER
from workbench.exchange.readers import Options
from workbench.governance.policies import Policy
from workbench.indicators.observations import add_figures, figures
from workbench.project.file import Project

SPECIMEN = Path(__file__).resolve().parents[1] / "specimens" / "indicators" / "weapon_possession.csv"


@pytest.fixture
def weapons(project: Project) -> Project:
    with project.change("Import") as session:
        add_figures(session, READER.read(SPECIMEN, Options()), publisher="data.police.uk", from_records=True)
    return project


def test_the_observations_table(weapons: Project) -> None:
    with weapons.read() as session:
        columns, rows = OBSERVATIONS, tables_numbers.observations(session).rows
    assert columns[:17] == (
        "indicator", "area_code", "area", "period", "period_start", "period_end", "sex", "age", "category", "value",
        "lower", "upper", "count", "denominator", "unit", "status", "doubts",
    )  # fmt: skip
    found = {row[2]: dict(zip(columns, row, strict=True)) for row in rows}
    harlow = found["Harlow"]
    assert [round(harlow[name], 1) for name in ("value", "lower", "upper")] == [51.6, 37.6, 69.0]
    assert (harlow["count"], harlow["unit"], harlow["status"]) == (45, "per 100,000 residents", "normal")
    assert "Weakens it: 281.4 is 7.9 times the middle of its neighbours" in found["Uttlesford"]["doubts"]


def test_the_doubts_of_the_observations_name_what_holds_the_count(project: Project) -> None:
    add_weapons(project)
    with project.read() as session:
        columns, rows = OBSERVATIONS, tables_numbers.observations(session).rows
    lines = [dict(zip(columns, row, strict=True)) for row in rows]
    said = next(line["doubts"] for line in lines if line["area"] == "Uttlesford" and line["category"] == "all")
    first, second, *others = said.split("; ")
    assert first.startswith(
        "Changes the sentence: 249 of the 261 (95 %) lie in one small area, Uttlesford 006B (E01022"
    )
    assert second.startswith("Changes the sentence: 228 of the 261 (87 %) lie at an airport or airfield: people who")
    assert any("It counts weapons that the police found, mostly by searching" in one for one in others)


def test_doubts_give_no_small_counts_of_records_away(project: Project) -> None:
    add_weapons(project)
    with project.read() as session:
        columns, rows = OBSERVATIONS, tables_numbers.observations(session, Policy(20)).rows
    lines = [dict(zip(columns, row, strict=True)) for row in rows]
    said = next(line["doubts"] for line in lines if line["area"] == "Uttlesford" and line["category"] == "all")
    assert "249" not in said
    assert "The other 12" not in said
    assert "Changes the sentence: A large share lies in one small area, Uttlesford 006B (E01022090)" in said
    assert "228 of the 261" in said


def test_small_counts_of_records_are_withheld_for_others(weapons: Project) -> None:
    with weapons.read() as session:
        columns, rows = OBSERVATIONS, tables_numbers.observations(session, Policy(10)).rows
    found = {row[2]: dict(zip(columns, row, strict=True)) for row in rows}
    brentwood = found["Brentwood"]
    assert [brentwood[name] for name in ("value", "lower", "upper", "count")] == [None] * 4
    assert brentwood["status"].startswith("Withheld by us")
    assert found["Harlow"]["count"] == 45


def test_a_withheld_count_cannot_be_worked_out_from_its_county(weapons: Project, tmp_path: Path) -> None:
    path = tmp_path / "with_county.csv"
    path.write_text(
        SPECIMEN.read_text(encoding="utf-8")
        + 'E10000012,Essex,Oct 2018 to Feb 2019,445,624388,"per 100,000 residents"\n'
    )
    with weapons.change("Import") as session:
        add_figures(session, READER.read(path, Options()), from_records=True)
    with weapons.read() as session:
        rows = tables_numbers.observations(session, Policy(10)).rows
        key = next(figure.indicator for figure in figures(session) if figure.dataset == "with_county.csv")
    withheld = [row[2] for row in rows if row[0] == key and row[9] is None]
    assert "Brentwood" in withheld
    assert len(withheld) > 1


def test_the_indicators_table(weapons: Project) -> None:
    with weapons.read() as session:
        columns, rows = tables_numbers.indicator_lines(session)
    (row,) = rows
    line = dict(zip(columns, row, strict=True))
    assert (line["indicator"], line["figures"], line["publisher"]) == ("weapon possession", 5, "data.police.uk")
    assert line["unit"] == "per 100,000 residents"
