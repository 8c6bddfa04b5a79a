"""What nobody publishes for a place, by its kind."""

from __future__ import annotations

from pathlib import Path

from tests.indicators.making import made
from tests.indicators.test_doubts_of_wholes import add
from workbench.desk.frames import frame_named
from workbench.desk.new_project import new_project
from workbench.desk.silences import silences_at

HARLOW, ESSEX, ESSEX_POLICE = "E07000073", "E10000012", "E23000028"


def test_what_is_not_published_for_a_district_a_county_and_a_force(tmp_path: Path) -> None:
    frame = frame_named("knife_crime")
    levels = {one.name: one.level for one in frame.indicators}
    with (
        new_project(tmp_path / "a.workbench", title="A", frame="knife_crime", coder="amina") as project,
        project.read() as session,
    ):
        district = {one.name: one for one in silences_at(session, HARLOW)}
        county = {one.name for one in silences_at(session, ESSEX)}
        force = {one.name for one in silences_at(session, ESSEX_POLICE)}
    assert set(district) == {name for name, level in levels.items() if level != "district"}
    assert county == {name for name, level in levels.items() if level in {"force", "none"}}
    assert force == {name for name, level in levels.items() if level in {"county", "none"}}
    assert district["Hospital admissions for violence"].why == "not published for districts, only for the county"
    nobody = district["Journeys, times and routes changed from fear"]
    assert nobody.said == (
        "Journeys, times and routes changed from fear: not published. No published figure counts a journey that was not"
        " made. Ask people."
    )
    assert nobody.frame == frame.title


def test_what_a_partner_shared_is_no_silence(tmp_path: Path) -> None:
    with new_project(tmp_path / "a.workbench", title="A", frame="knife_crime", coder="amina") as project:
        add(project, [made(HARLOW, 5.0)], name="Hospital admissions for  VIOLENCE")
        with project.read() as session:
            assert "Hospital admissions for violence" not in {one.name for one in silences_at(session, HARLOW)}


def test_a_project_without_a_frame_has_none(tmp_path: Path) -> None:
    with new_project(tmp_path / "a.workbench", title="A", coder="amina") as project, project.read() as session:
        assert silences_at(session, HARLOW) == []
