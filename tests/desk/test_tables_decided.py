"""The tables of what was decided, for the team and for readers outside."""

from __future__ import annotations

from typing import Any

from tests.briefs.ready import ready_brief
from workbench.briefs.conditions import Asked, conditions, settle_condition
from workbench.briefs.outcomes import note_outcome
from workbench.briefs.tasks import do_task, tasks
from workbench.desk.briefs.deciding import record_decision
from workbench.desk.briefs.waiting import waiting
from workbench.desk.status import counts_of
from workbench.desk.tables.declared import make_table
from workbench.governance.audiences import add_audience
from workbench.project.file import Project


def rows(project: Project, name: str, audience: str = "internal") -> list[dict[str, Any]]:
    table = make_table(project, name, audience=audience)
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def test_a_log_through_two_versions_stands_in_its_tables(project: Project) -> None:
    with project.change("Brief") as session:
        add_audience(session, "public")
        study, brief = ready_brief(session)
    record_decision(project, brief, outcome="revise", reasons="Say what it costs.", relied_on=["F1"])
    asked = [Asked("Count first", "Ann", "2020-09-11"), Asked("Tell them")]
    key = record_decision(
        project, brief, outcome="approve with conditions", reasons="Yes.", conditions=asked, review_on="2020-12-01"
    )
    with project.change("Afterwards") as session:
        do_task(session, tasks(session)[0].id, "It says so now.", on="2020-05-02")
        settle_condition(session, conditions(session)[1].id, "met", "Told on the first day.", on="2020-09-07")
        note_outcome(session, key, moved="cannot tell", said="Too early.", before_id=study.harlow, seen_on="2020-10-01")
    first, second = rows(project, "decisions")
    assert (first["outcome"], first["version"], first["relied_on"]) == ("revise", 1, "F1")
    assert (second["version"], len(second["content"])) == (2, 64)
    assert [(one["condition"], one["due"], one["state"], one["how"]) for one in rows(project, "conditions")] == [
        ("Count first", "2020-09-11", "open", ""),
        ("Tell them", "", "met", "Told on the first day."),
    ]
    (task,) = rows(project, "tasks")
    assert (task["version"], task["state"], task["done_on"]) == (1, "done", "2020-05-02")
    (seen,) = rows(project, "outcomes", "public")
    assert seen["before"].startswith("2024/25: 60.3 % (56.1 to 64.4)")
    assert (seen["after"], seen["change"]) == ("", "No figure from afterwards is there yet.")
    counts = counts_of(project)
    assert (counts["decisions"], counts["conditions"], counts["outcomes"]) == (2, 2, 1)
    assert rows(project, "decisions", "public")[0]["recorded_by"] == ""
    found = waiting(project)
    assert [(one.kind, one.late) for one in found] == [("condition", True), ("review", True)]
    assert found[0].said.startswith("Count first, Ann, by 11 September 2020 (")
