"""The tables behind options: every line, and of a figure only what its readers may see."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desk.test_tables_numbers import READER, SPECIMEN
from workbench.briefs.costs import add_cost
from workbench.briefs.equality import look_at_equality
from workbench.briefs.objectives import add_objective, objectives
from workbench.briefs.options import add_brief, add_option
from workbench.briefs.partners import add_partner
from workbench.desk.mentions import mentions_of
from workbench.desk.tables.declared import make_table
from workbench.desk.withdrawal.figures import _lead_nowhere
from workbench.exchange.readers import Options
from workbench.governance.audiences import add_audience
from workbench.indicators.observations import Observation, add_figures, figures
from workbench.project.file import Project, create
from workbench.project.purge import purge, purging


@pytest.fixture
def weapons(tmp_path: Path) -> Iterator[Project]:
    """A brief that starts from a small count of records, with an option in lines."""
    with create(tmp_path / "study.workbench", title="Study", coder="amina") as project:
        with project.change("Import") as session:
            add_figures(session, READER.read(SPECIMEN, Options()), publisher="data.police.uk", from_records=True)
            add_audience(session, "police", threshold=10)
            brief = add_brief(session, "Ways home")
            option = add_option(session, brief, "Mend the lamps")
            key = next(one.id for one in figures(session) if one.area == "Brentwood")
            add_objective(session, brief, "Fewer in Brentwood", observation_id=key, by="31 July 2027")
            add_partner(session, option, "Schools", does="Ask Kez.")
            add_cost(session, option, "Lamps", low=0, high=2)
            look_at_equality(session, option, "age", effect="not known")
        yield project


def lines(project: Project, name: str, audience: str = "internal") -> list[dict[str, Any]]:
    table = make_table(project, name, audience=audience)
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def test_a_small_count_from_which_an_objective_starts_stays_in_the_team(weapons: Project) -> None:
    (team,) = lines(weapons, "objectives")
    assert "8 of" in team["start"]
    assert (team["area"], team["by"]) == ("Brentwood", "2027-07-31")
    table = make_table(weapons, "objectives", audience="police")
    (police,) = lines(weapons, "objectives", "police")
    assert "8 of" not in police["start"]
    assert "ithheld by us" in police["start"]
    assert table.withheld == 1


def test_every_line_has_its_row(weapons: Project) -> None:
    assert [(one["low"], one["high"]) for one in lines(weapons, "costs")] == [(0, 2)]
    assert [one["agrees"] for one in lines(weapons, "partners")] == ["not asked"]
    said = {one["characteristic"]: one["effect"] for one in lines(weapons, "equality")}
    assert said["age"] == "not known"
    assert said["sex"] == "not looked at"
    assert len(said) == 9


def test_a_label_in_a_line_is_found(weapons: Project) -> None:
    with weapons.read() as session:
        assert [str(one) for one in mentions_of(session, "Kez")] == ["a partner in an option: “Ask Kez.”"]


def test_an_objective_outlives_the_figure_it_starts_from(weapons: Project) -> None:
    with weapons.read() as session:
        ((key, (before,)),) = objectives(session, [1]).items()
    with purging(weapons, "Withdrawal") as session:
        _lead_nowhere(session, [before.observation_id or 0])
        purge(session, Observation, [before.observation_id or 0], reason="withdrawal")
    with weapons.read() as session:
        (after,) = objectives(session, [key])[key]
    assert (after.text, after.observation_id) == ("Fewer in Brentwood", None)
