"""Decisions, what they are bound to, what they send back, and what comes of them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.briefs.ready import ready_brief
from workbench.briefs.conditions import (
    Asked,
    ConditionNeedsHowError,
    asked_in,
    conditions,
    late_words,
    settle_condition,
)
from workbench.briefs.decisions import (
    ConditionsMissingError,
    ConditionsNotWantedError,
    DecidedOnNoDayError,
    at_once,
    decide,
    decisions,
)
from workbench.briefs.objectives import add_objective
from workbench.briefs.options import BriefIsDecidedError, add_brief, briefs, options
from workbench.briefs.outcomes import (
    FiguresOfTwoSeriesError,
    OutcomeIsEmptyError,
    later_figures,
    note_outcome,
    outcomes,
)
from workbench.briefs.problems import problems
from workbench.briefs.tasks import (
    TaskIsEmptyError,
    TaskNeedsHowError,
    add_task,
    amend_task,
    do_task,
    remove_task,
    reopen_task,
    tasks,
)
from workbench.desk.briefs.brief import brief_page
from workbench.indicators.observations import Observation
from workbench.rows import add, amend, table_of
from workbench.triangulation.figures import figure_lines
from workbench.triangulation.silence.requests import DueIsNoDayError


def test_a_decision_holds_all_of_the_minute_and_freezes_the_brief(project: Any) -> None:
    with project.change("Brief") as session:
        brief = add_brief(session, "Ways home")
        option = options(session, brief)[0].id
        decide(
            session,
            brief,
            outcome="approve with conditions",
            reasons=" They agree. ",
            option_id=option,
            meeting="Summer meeting",
            decided_on="18 June 2026",
            deciders="The chair",
            dissent="One would wait.",
            review_on="April 2027",
            relied_on=["F1", "Q2", "F1"],
            conditions=[Asked("Ask young people", "the youth organisation", "2026-09-30"), Asked("Count first")],
        )
        (one,) = decisions(session, brief)
        assert (one.outcome, one.reasons, one.day, one.review_on) == (
            "approve with conditions", "They agree.", "2026-06-18", "2027-04-30",
        )  # fmt: skip
        assert one.relied_on == ("F1", "Q2")
        assert one.conditions.splitlines() == [
            "Ask young people, the youth organisation, by 30 September 2026",
            "Count first",
        ]
        assert [(each.text, each.owner, each.due, each.state) for each in conditions(session, [one.id])] == [
            ("Ask young people", "the youth organisation", "2026-09-30", "open"),
            ("Count first", "", "", "open"),
        ]
        for outcome in ("approve", "reject", "defer"):
            with pytest.raises(BriefIsDecidedError, match="record the decision “revise”"):
                decide(session, brief, outcome=outcome, reasons="Again.")


def test_a_wrong_decision_is_refused_in_a_sentence_and_nothing_is_written(project: Any) -> None:
    with project.change("Brief") as session:
        brief = add_brief(session, "Ways home")
        with pytest.raises(ConditionsMissingError):
            decide(session, brief, outcome="approve with conditions", reasons="Yes.")
        with pytest.raises(ConditionsNotWantedError):
            decide(session, brief, outcome="reject", reasons="No.", conditions=[Asked("x")])
        for written in ("Whit Monday", "June 2026", "18 June 2026 and 19 June 2026"):
            with pytest.raises(DecidedOnNoDayError, match="is no day"):
                decide(session, brief, outcome="approve", reasons="Yes.", decided_on=written)
        with pytest.raises(DueIsNoDayError):
            decide(session, brief, outcome="approve", reasons="Yes.", review_on="soon")
        with pytest.raises(ValueError, match="no such outcome"):
            decide(session, brief, outcome="maybe", reasons="Yes.")
        assert decisions(session, brief) == []
        assert briefs(session)[0].status == "draft"


def test_conditions_are_read_as_people_write_them() -> None:
    assert asked_in("\n  Light it \nAsk; the school\nTell; them; all; the chair; 1 May 2026\n ; \n") == [
        Asked("Light it"),
        Asked("Ask", "the school"),
        Asked("Tell; them; all", "the chair", "2026-05-01"),
    ]
    with pytest.raises(DueIsNoDayError, match="“at Easter” is no day"):
        asked_in("Ask; the school; at Easter")


def test_a_condition_keeps_what_was_asked_and_says_how_it_was_met(project: Any) -> None:
    with project.change("Brief") as session:
        brief = add_brief(session, "Ways home")
        key = decide(
            session, brief, outcome="approve", reasons="Yes.", conditions=[Asked("Count", "Ann", "2020-02-01")]
        )
        (one,) = conditions(session)
        assert late_words(one, "2020-02-01") == ""
        assert late_words(one, "2020-02-02") == "1 day late"
        assert re.fullmatch(
            r"A condition is open and [\d,]+ days late: Count, Ann, by 1 February 2020\.", problems(session)[0].message
        )
        with pytest.raises(ConditionNeedsHowError):
            settle_condition(session, one.id, "met", " ")
        settle_condition(session, one.id, "met", "Counted for a month.", on="3 March 2020")
        (met,) = conditions(session, [key])
        assert (met.asked, met.state_words, met.how, met.who) == (
            "Count, Ann, by 1 February 2020", "✓ met on 3 March 2020", "Counted for a month.", "amina",
        )  # fmt: skip
        assert problems(session) == []
        settle_condition(session, one.id, "not met", "The count was of another stop.")
        assert problems(session)[0].message == "A condition was not met: Count. The count was of another stop."
        assert decisions(session)[0].conditions == "Count, Ann, by 1 February 2020"


def test_revise_opens_the_next_version_with_the_reasons_as_tasks(project: Any) -> None:
    with project.change("Brief") as session:
        brief = add_brief(session, "Ways home")
        decide(session, brief, outcome="revise", reasons="Say what it costs. Ask the bus company.\n- Count first")
        assert (briefs(session)[0].status, briefs(session)[0].version) == ("draft", 2)
        there = tasks(session, brief)
        assert [one.text for one in there] == ["Say what it costs.", "Ask the bus company.", "Count first"]
        with pytest.raises(TaskNeedsHowError):
            do_task(session, there[0].id, "")
        do_task(session, there[0].id, "Costs from the lighting authority.", on="2026-05-02")
        amend_task(session, there[1].id, text="Ask both companies.", owner="Ben")
        remove_task(session, there[2].id)
        add_task(session, brief, "Draw a map.")
        with pytest.raises(TaskIsEmptyError):
            amend_task(session, there[1].id, text=" ", owner="")
        told = [(one.text, one.owner, one.state_words) for one in tasks(session, brief)]
        assert told == [
            ("Say what it costs.", "", "✓ done on 2 May 2026"),
            ("Ask both companies.", "Ben", "○ to do"),
            ("Draw a map.", "", "○ to do"),
        ]
        reopen_task(session, there[0].id)
        assert tasks(session, brief)[0].is_open
        assert decisions(session)[0].reasons.startswith("Say what it costs.")


def test_defer_waits_and_the_next_decision_is_on_the_same_version(project: Any) -> None:
    with project.change("Brief") as session:
        brief = add_brief(session, "Ways home")
        decide(session, brief, outcome="defer", reasons="Not all were there.")
        assert (briefs(session)[0].status, briefs(session)[0].version) == ("for decision", 1)
        decide(session, brief, outcome="reject", reasons="Too dear.")
        assert [(one.outcome, one.version) for one in decisions(session)] == [("defer", 1), ("reject", 1)]
        assert at_once(decisions(session)) == []
        decide(session, brief, outcome="revise", reasons="It became cheaper.")
        decide(session, brief, outcome="approve", reasons="Now it is cheap.")
        assert at_once(decisions(session)) == []
        assert [one.version for one in decisions(session)] == [1, 1, 1, 2]


def test_no_verb_changes_a_decision_and_undo_takes_back_ones_own_latest_only(project: Any) -> None:
    with project.change("Brief") as session:
        brief = add_brief(session, "Ways home")
    with project.change("Record a decision") as session:
        decide(session, brief, outcome="revise", reasons="Say what it costs.")
    project.undo()
    with project.read() as session:
        assert (decisions(session), tasks(session), briefs(session)[0].version) == ([], [], 1)
    project.redo()
    with project.read() as session:
        assert [one.outcome for one in decisions(session)] == ["revise"]
        assert briefs(session)[0].version == 2


def _later(session: Any, study: Any, value: float, lower: float, upper: float, count: float) -> int:
    table = table_of(Observation)
    return add(
        session,
        Observation,
        indicator_id=study.indicator,
        period="2026/27",
        period_start="2026-11-01",
        period_end="2027-10-31",
        interval="published",
        area_code="E07000073",
        area="Harlow",
        value=value,
        lower=lower,
        upper=upper,
        **({"count": count, "denominator": 499.0} if "count" in table.c else {}),
    )


def test_an_outcome_says_whether_the_change_is_more_than_chance(project: Any) -> None:
    with project.change("Brief") as session:
        study, brief = ready_brief(session)
        key = decide(session, brief, outcome="approve", reasons="Yes.")
        much = _later(session, study, 80.2, 76.4, 83.5, 400.0)
        with pytest.raises(OutcomeIsEmptyError):
            note_outcome(session, key, moved="as hoped", said=" ")
        for before, after in ((much, study.harlow), (study.england, much)):
            with pytest.raises(FiguresOfTwoSeriesError):
                note_outcome(session, key, moved="as hoped", said="x", before_id=before, after_id=after)
        note_outcome(session, key, moved="as hoped", said="They walk.", before_id=study.harlow, after_id=much)
        amend(session, Observation, much, value=62.1, lower=57.8, upper=66.3, count=310.0)
        note_outcome(session, key, moved="as hoped", said="Some walk.", before_id=study.harlow, after_id=much)
        note_outcome(session, key, moved="cannot tell", said="Too early.", before_id=study.harlow)
        _, little, early = outcomes(session, key)
    assert "no change that chance could not account for" in little.change_words
    assert little.care == "It is said to have moved (as hoped), but the figures alone do not show it."
    assert early.change_words == "No figure from afterwards is there yet."
    assert early.indicator == "Physically active adults, Harlow"


def test_a_change_beyond_chance_is_told_with_its_interval(project: Any) -> None:
    with project.change("Brief") as session:
        study, brief = ready_brief(session)
        key = decide(session, brief, outcome="approve", reasons="Yes.")
        much = _later(session, study, 80.2, 76.4, 83.5, 400.0)
        note_outcome(session, key, moved="as hoped", said="They walk.", before_id=study.harlow, after_id=much)
        (one,) = outcomes(session, key)
    assert one.change is not None
    assert one.change.gap is not None
    assert round(one.change.gap.value, 1) == 19.8
    assert "higher, better by" in one.change_words
    assert one.care == ""


def test_a_review_that_is_due_and_evidence_that_changed_are_told_and_change_nothing(project: Any) -> None:
    with project.change("Brief") as session:
        study, brief = ready_brief(session)
        decide(session, brief, outcome="approve", reasons="Yes.", decided_on="2020-01-02", review_on="2020-06-01")
        amend(session, Observation, study.harlow, value=61.0)
        told = [one.message for one in problems(session)]
        assert told == [
            "What was decided was to be reviewed on 1 June 2020. Note what came of it.",
            "It was decided on 2 January 2020, and evidence that it cites has changed since it was cited: Harlow 2024/25 is"
            " now 61.0, was 60.3. The decision stays; consider whether it still rests.",
        ]
        assert briefs(session)[0].status == "decided"


def test_an_outcome_stands_beside_the_objective_and_its_figure(project: Any) -> None:
    with project.change("Brief") as session:
        study, brief = ready_brief(session)
        aim = add_objective(
            session, brief, "More walk.", observation_id=study.harlow, target="65 of 100.", by="1 May 2027"
        )
        key = decide(session, brief, outcome="approve", reasons="Yes.", decided_on="18 June 2026")
        much = _later(session, study, 80.2, 76.4, 83.5, 400.0)
        before = figure_lines(session, [study.harlow])[study.harlow]
        assert [line.id for line in later_figures(session, before)] == [much]
        assert later_figures(session, figure_lines(session, [much])[much]) == []
        note_outcome(
            session, key, moved="as hoped", said="They do.", objective_id=aim, before_id=before.id, after_id=much
        )
        amend(session, Observation, much, period_start="2024-11-01", period_end="2025-10-31")
        (one,) = outcomes(session, key)
    assert (one.objective, one.expected) == ("More walk.", "65 of 100, by 1 May 2027")
    assert one.care == "The figure from afterwards ends before the decision, so it cannot show what came of it."
    page = next(one for one in brief_page(project, brief).further if one.name == "decisions")
    told = [said.text for cell in page.blocks[-1].rows[0] for said in cell.paragraphs]
    assert told[1:3] == ["More walk.", "Expected: 65 of 100, by 1 May 2027."]
    assert told[3].startswith("Physically active adults, ")
