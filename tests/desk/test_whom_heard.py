"""Whom a brief says was heard: all of it for the team, and outside no number of a few people."""

from __future__ import annotations

from typing import Any

from tests.study import add_study
from workbench.desk.briefs.whom_heard import whom_heard
from workbench.desk.door.door import door
from workbench.governance.audiences import add_audience
from workbench.governance.withdrawals import EVERYTHING, record_withdrawal
from workbench.sources.cases import set_attribute
from workbench.sources.sample import set_group


def study(project: Any) -> None:
    with project.change("Study") as session:
        made = add_study(session)
        add_audience(session, "public")
        for at, case in enumerate(made.cases):
            set_attribute(session, case, "part", "driver" if at < 2 else "young person", kind="choice")
        census = "Census 2021"
        set_group(session, "part", "young person", invited=9, refused=1, not_reached=2, population=900, source=census)
        set_group(session, "part", "driver", invited=4, refused=2, population=50, source=census)
        set_group(session, "part", "young carer", invited=3, refused=3, population=50, source=census)
        record_withdrawal(session, scope=EVERYTHING, counts={"person": 1})
        record_withdrawal(session, scope="quotes", counts={"person": 1})


def heard(project: Any, audience: str) -> Any:
    with project.read() as session:
        return whom_heard(session, door(session, audience))


def test_the_team_reads_every_number(project: Any) -> None:
    study(project)
    found = heard(project, "internal")
    assert "8 people in interviews and groups: all chosen on purpose." in found.said
    assert "16 people were asked to take part, 6 refused, 2 could not be reached." in found.said
    assert "One person withdrew; nothing of what they said is in here." in found.said
    told = {one.name: (one.heard, one.invited, one.refused, one.population) for one in found.groups}
    assert told == {"young person": ("6", "9", "1", "90%"), "driver": ("2", "4", "2", "5%")}
    assert found.missing == ("young carer",)
    assert found.groups[0].source == "Census 2021"


def test_outside_nobody_learns_how_few_a_group_has(project: Any) -> None:
    study(project)
    found = heard(project, "public")
    assert found.few == ("young person", "driver"), "with the others known, two drivers could be reckoned"
    assert found.groups == ()
    assert not any("1" in one or "2" in one for one in (*found.few, *found.missing))
