"""What is kept of a project is worked out again when what it rests on was changed, and only then."""

from __future__ import annotations

from typing import Any

from tests.study import add_study
from workbench.indicators.observations import Observation
from workbench.project.file import Project
from workbench.rows import add, amend, keeps, kept
from workbench.sources.cases import case_named


def test_it_is_kept_while_its_own_tables_stay_as_they_are(project: Project) -> None:
    with project.change("Study") as session:
        study = add_study(session)
        assert not keeps(session)
    worked_out: list[int] = []

    def work_out(_: Any) -> int:
        worked_out.append(1)
        return len(worked_out)

    def ask() -> Any:
        with project.read() as session:
            assert keeps(session)
            return kept(session, "counted", work_out, tables=("observation",))

    assert [ask(), ask()] == [1, 1]
    with project.change("A person") as session:
        case_named(session, "Somebody else")
    assert ask() == 1
    with project.change("A figure") as session:
        amend(session, Observation, study.harlow, value=61.0)
    assert [ask(), ask()] == [2, 2]
    project.undo()
    assert ask() == 3
    with project.change("A new figure") as session:
        cells = {"period": "2023/24", "period_start": "2023-11-01", "period_end": "2024-10-31"}
        add(session, Observation, indicator_id=study.indicator, area_code="E07000073", value=1.0, **cells)
    assert ask() == 4


def test_without_tables_every_change_counts(project: Project) -> None:
    worked_out: list[int] = []

    def ask() -> Any:
        with project.read() as session:
            return kept(session, "all", lambda _: worked_out.append(1) or len(worked_out))

    assert [ask(), ask()] == [1, 1]
    with project.change("A person") as session:
        case_named(session, "Somebody")
    assert ask() == 2
