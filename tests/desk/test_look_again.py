"""What needs another look, by its cause: a release, a withdrawal, a merged code, and everything gone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.study import add_study, code_turn
from workbench.briefs.evidence import cite
from workbench.briefs.options import add_brief, add_option
from workbench.coding.codings import Coding
from workbench.coding.merging import merge_codes
from workbench.desk.look_again import (
    LookAtFindingFirstError,
    NotYoursToConfirmError,
    Waiting,
    says_of,
    still_stands,
    waiting,
)
from workbench.desk.tables import make_table
from workbench.desk.withdrawing import withdraw
from workbench.governance.audiences import Audience
from workbench.indicators.indicators import Indicator
from workbench.indicators.observations import Observation
from workbench.rows import add, amend, remove
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.findings import EvidenceIsGoneError, reword, write_finding
from workbench.triangulation.topic_rows import add_row, place, rate
from workbench.triangulation.was_and_is import was_and_is


@pytest.fixture
def study(project: Any) -> Any:
    with project.change("Put a study in") as session:
        made = add_study(session)
        more = {"prominence": "high", "against": "One walks it."}
        made.words = write_finding(
            session,
            strand="words",
            source="interviews",
            statement="They go round.",
            evidence=[Evidence("code", made.dark)],
            **more,
        )
        made.numbers = write_finding(
            session,
            strand="numbers",
            source="Active Lives",
            statement="Fewer are active.",
            evidence=[Evidence("observation", made.harlow)],
            **more,
        )
        made.row = add_row(session, "Getting about")
        place(session, made.row, made.words)
        place(session, made.row, made.numbers)
        rate(session, made.row, "Active Lives", "interviews", meaning="same", confirmed="agreement")
        made.brief = add_brief(session, "Lights on the path")
        made.option = add_option(session, made.brief, "Mend the lamps")
        cite(session, made.brief, "finding", made.words, option_id=made.option)
        cite(session, made.brief, "figure", made.harlow)
    return made


def groups(project: Any) -> dict[str, list[Waiting]]:
    with project.read() as session:
        return {group.cause.name: list(group.waiting) for group in waiting(session)}


def test_nothing_waits_while_nothing_moved(project: Any, study: Any) -> None:
    assert groups(project) == {}


def test_a_revised_figure_is_one_cause_with_all_it_touched(project: Any, study: Any) -> None:
    with project.change("A new release of Active Lives") as session:
        amend(session, Observation, study.harlow, value=61.0)
    ((name, found),) = groups(project).items()
    assert name == "A new release of Active Lives"
    assert {(one.kind, one.state) for one in found} == {("finding", "recheck"), ("citation", "recheck")}
    finding = next(one for one in found if one.kind == "finding")
    assert finding.why == "Harlow 2024/25 is now 61.0, was 60.3."
    assert "the topic “Getting about”" in finding.used
    with project.read() as session:
        says = says_of(session, finding)
    assert was_and_is(says, says)[0].same


def test_fewer_people_say_what_the_count_suggests_now_and_what_would_be_proposed(project: Any, study: Any) -> None:
    with project.change("Take two codings out") as session:
        for key in study.codings[1:3]:
            remove(session, Coding, key)
    found = groups(project)["Take two codings out"]
    assert found[0].cited
    finding = next(one for one in found if one.kind == "finding")
    assert "2 of 4 people who said this no longer count; 2 say it now." in finding.why
    assert finding.effect == (
        "What the count suggests goes from high to medium. It is rated high; the count suggests medium."
    )
    citation = next(one for one in found if one.kind == "citation")
    assert "option O2 “Mend the lamps”: “They go round.” (F1)" in citation.what
    with project.change("Rate it again") as session:
        reword(session, study.words, prominence="medium")
    judged = [one for some in groups(project).values() for one in some if one.kind == "judgement"]
    assert judged[0].effect.startswith("Proposed now: ≈ partly, then = point the same way.")
    assert judged[0].cause.name == "Rate it again"


def test_a_merged_code_and_a_withdrawal_are_causes_of_their_own(project: Any, study: Any) -> None:
    with project.change("Merge two codes") as session:
        merge_codes(session, study.police, [study.dark])
    assert {one.kind for one in groups(project)["Merge two codes"]} == {"finding", "citation"}
    project.undo()
    assert groups(project) == {}
    withdraw(project, "P1")
    (group,) = [some for name, some in groups(project).items() if "ithdraw" in name]
    assert {one.kind for one in group} == {"finding", "citation"}


def test_more_evidence_is_kept_apart_and_comes_after(project: Any, study: Any) -> None:
    with project.change("A new release") as session:
        amend(session, Observation, study.harlow, value=61.0)
    with project.change("Code one more") as session:
        code_turn(session, study, study.dark, 5)
    with project.read() as session:
        found = waiting(session)
    assert [group.cause.name for group in found] == ["A new release", "Code one more"]
    assert [one.state for one in found[1].waiting] == ["grown", "grown"]
    assert found[1].said == "2 with more evidence since"


def test_going_through_them_leaves_nothing_and_survives_between(project: Any, study: Any) -> None:
    with project.change("A new release") as session:
        amend(session, Observation, study.harlow, value=61.0)
        code_turn(session, study, study.dark, 5)
        reword(session, study.words, prominence="medium")
    seen = 0
    while found := [one for some in groups(project).values() for one in some]:
        waits = [one for one in found if one.finding]
        for one in waits:
            with pytest.raises(LookAtFindingFirstError), project.change("Look again") as session:
                still_stands(session, one)
        with project.change("Look again") as session:
            still_stands(session, next(one for one in found if one not in waits))
        seen += 1
        assert seen < 10
    assert seen == 5


def test_an_indicator_withdrawn_by_its_publisher(project: Any, study: Any) -> None:
    with project.change("The publisher withdrew it") as session:
        amend(session, Indicator, study.indicator, gone=True)
    found = groups(project)["The publisher withdrew it"]
    finding = next(one for one in found if one.kind == "finding")
    assert finding.why == "Harlow 2024/25 is no longer in the project."
    with pytest.raises(EvidenceIsGoneError), project.change("Look again") as session:
        still_stands(session, finding)


def test_an_area_of_another_vintage_is_another_area(project: Any, study: Any) -> None:
    with project.change("New boundaries") as session:
        amend(session, Observation, study.harlow, area_code="E07000999", area="Harlow (2027)")
    finding = next(one for one in groups(project)["New boundaries"] if one.kind == "finding")
    assert "The figure for Harlow 2024/25 is now for Harlow (2027) 2024/25." in finding.why


def test_an_area_code_alone_that_changed_asks_for_a_look(project: Any, study: Any) -> None:
    with project.change("New boundaries") as session:
        amend(session, Observation, study.harlow, area_code="E07000999")
    finding = next(one for one in groups(project)["New boundaries"] if one.kind == "finding")
    assert finding.state == "recheck"
    assert "E07000999" in finding.why


def test_somebody_elses_judgement_is_theirs_to_confirm(project: Any, study: Any) -> None:
    project.coder = "ben"
    with project.change("Judge too") as session:
        session.info["who"] = "ben"
        rate(session, study.row, "Active Lives", "interviews", meaning="same", confirmed="agreement")
    with project.change("Rate it again") as session:
        reword(session, study.words, prominence="medium")
    found = [one for some in groups(project).values() for one in some if one.kind == "judgement" and not one.mine]
    if found:
        with pytest.raises(NotYoursToConfirmError), project.change("Look again") as session:
            still_stands(session, found[0])


def test_as_a_table_causes_and_reasons_are_for_the_team(project: Any, study: Any) -> None:
    with project.change("A new release for Sam") as session:
        amend(session, Observation, study.harlow, value=61.0)
        add(session, Audience, name="police", threshold=5)
    team, outside = make_table(project, "look_again"), make_table(project, "look_again", audience="police")
    assert len(team.rows) == len(outside.rows) == 2
    assert team.rows[0][0] == "A new release for Sam"
    assert "Sam" not in str(outside.rows)
