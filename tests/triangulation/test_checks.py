"""The checks of a clash: what a person answers, and what the project answers by itself, each by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.study import Study, add_study
from workbench.indicators.datasets import Dataset
from workbench.indicators.indicators import Indicator
from workbench.indicators.observations import Observation
from workbench.rows import add, amend
from workbench.sources.cases import Case, set_attribute, set_place
from workbench.sources.documents import Document, Segment
from workbench.sources.sample import set_group
from workbench.sources.speakers import Speaker
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.findings import write_finding
from workbench.triangulation.links import link
from workbench.triangulation.protocol.matrix import matrix
from workbench.triangulation.protocol.topic_rows import add_row, place, rate
from workbench.triangulation.silence.checks import ASKS, ITEMS, answer_check, checks, take_back
from workbench.triangulation.silence.precheck import PreAnswer, pair_followed, precheck
from workbench.triangulation.silence.threads import (
    HANDLED,
    StepIsEmptyError,
    ThreadNeedsConclusionError,
    ThreadNeedsOwnerError,
    follow,
    hand_on,
    open_thread,
    opening_question,
    park,
    reopen,
    settle,
    threads,
)

FIGURES, WORDS = "Active Lives", "interviews"
HARLOW, BASILDON, ESSEX = "E07000073", "E07000066", "E10000012"


@pytest.fixture
def study(project: Any) -> Study:
    """A topic in which figures and interviews are opposite."""
    with project.change("Bring in") as session:
        made = add_study(session)
        row = add_row(session, "Getting home")
        place(session, row, write_finding(
            session, strand="words", source=WORDS, statement="They go round.", prominence="high",
            evidence=[Evidence("theme", made.theme)], against="Not everybody.",
        ))  # fmt: skip
        place(session, row, write_finding(
            session, strand="numbers", source=FIGURES, statement="Fewer adults are active.", prominence="medium",
            evidence=[Evidence("observation", made.harlow), Evidence("observation", made.england)], against="Not everybody.",
        ))  # fmt: skip
        rate(session, row, FIGURES, WORDS, meaning="opposed", confirmed="dissonance")
        made.row = row  # type: ignore[attr-defined]
    return made


def answers(project: Any, pair: tuple[str, str] = (FIGURES, WORDS)) -> dict[str, PreAnswer]:
    with project.read() as session:
        return precheck(session, matrix(session).rows[0], pair)


def test_time_is_the_days_of_interviews_against_the_figures_period(project: Any, study: Study) -> None:
    assert answers(project)["time"] == PreAnswer("cannot tell", "No day is known of interviews.")
    with project.change("A day") as session:
        amend(session, Document, study.document, title="Group C, 12 March 2025")
    assert answers(project)["time"].answer == "yes"
    with project.change("Another day") as session:
        amend(session, Document, study.document, title="Group C, 12 March 2028")
    assert answers(project)["time"] == PreAnswer(
        "no",
        "Active Lives: 1 November 2024 to 31 October 2025; interviews: 12 March 2028. Between the two lie 2 years.",
    )


def test_place_is_where_those_live_whose_words_it_rests_on(project: Any, study: Study) -> None:
    assert answers(project)["place"] == PreAnswer(
        "cannot tell", "The figures are of Harlow; of nobody whose words it rests on is the place recorded."
    )
    said = [study.cases[number] for number in (0, 1, 6, 7)]
    with project.change("They live there") as session:
        for case in said:
            set_place(session, case, HARLOW, "lives")
    assert answers(project)["place"].answer == "yes"
    with project.change("Somewhere else") as session:
        for case in study.cases[2:6]:
            set_place(session, case, BASILDON, "recruited in")
        amend(session, Observation, study.harlow, area_code=BASILDON, area="Basildon")
    assert answers(project)["place"] == PreAnswer(
        "no",
        "The figures are of Basildon; 0 of the 4 people whose words it rests on live there, were found there or speak of"
        " it.",
    )
    assert answers(project)["groups"].why == "Of 4 people of Basildon 0 say it, of 4 of other places 4."
    with project.change("The whole county") as session:
        amend(session, Observation, study.harlow, area_code=ESSEX, area="Essex")
        amend(session, Observation, study.england, area_code=ESSEX, area="Essex", period_start="2023-11-01")
    assert answers(project)["place"].answer == "yes"


def test_people_are_compared_by_age_and_by_group(project: Any, study: Study) -> None:
    assert answers(project)["people"] == PreAnswer(
        "cannot tell", "The figures are of everybody, the words of 8 people in interviews."
    )
    with project.change("Ages") as session:
        amend(session, Indicator, study.indicator, definition="Adults of 19 and over who are active.")
        for number, case in enumerate(study.cases):
            set_attribute(session, case, "age_band", "14-17" if number < 3 else "20-29")
    assert answers(project)["people"] == PreAnswer(
        "no", "The figures are of people of 19 and over; 3 of the 8 whose age is known are younger."
    )
    with project.change("Women") as session:
        amend(session, Observation, study.harlow, sex="Female")
        for number, case in enumerate(study.cases):
            set_attribute(session, case, "sex", "female" if number < 2 else "male")
    assert answers(project)["people"].why == "The figures are of “Female”; so are 2 of the 8 people in interviews."


def test_counting_from_records_and_what_it_is_counted_over(project: Any, study: Study) -> None:
    found = answers(project)
    assert found["counting"].answer == "no"
    assert found["denominator"] == PreAnswer("no", "No doubt about its figures is about what they are counted over.")
    with project.change("Police records") as session:
        amend(
            session,
            Indicator,
            study.indicator,
            name="Possession of weapons",
            kind="rate",
            unit="per 100,000 residents of 2011",
        )
        amend(session, Observation, study.harlow, count=45.0, denominator=87_000.0, value=51.7)
    found = answers(project)
    assert (found["counting"].answer, "mostly by searching" in found["counting"].why) == ("yes", True)
    assert (found["denominator"].answer, "residents of 2011" in found["denominator"].why) == ("yes", True)


def test_chance_and_who_was_invited(project: Any, study: Study) -> None:
    found = answers(project)["sample"]
    assert found.answer == "yes"
    assert "interviews, 8 people: 8 purposive." in found.why
    assert "Harlow 60.3 % (56.1 to 64.4) does not hold England 68." in found.why
    with project.change("Everyone, and who was invited") as session:
        for case in study.cases:
            amend(session, Case, case, sampling="everyone")
            set_attribute(session, case, "part", "young")
        set_group(session, "part", "young", invited=12, refused=3)
    found = answers(project)["sample"]
    assert (found.answer, "young: 12 invited, 3 refused, 8 heard." in found.why) == ("no", True)
    with project.change("A wide interval") as session:
        amend(session, Observation, study.harlow, upper=70.0)
    assert answers(project)["sample"].answer == "yes"
    with project.change("Nobody wrote it down") as session:
        amend(session, Observation, study.harlow, upper=64.4)
        for case in study.cases:
            amend(session, Case, case, sampling="not recorded")
    assert answers(project)["sample"].answer == "cannot tell"


def test_who_else_sat_in_and_what_was_said_when_they_were_linked(project: Any, study: Study) -> None:
    assert {"interviewer", "construct"}.isdisjoint(answers(project))
    with project.change("An interpreter, and a link") as session:
        add(session, Speaker, document_id=study.document, label="INT", role="interpreter")
        link(session, study.theme, study.indicator, note="Adults, not the young")
    found = answers(project)
    assert found["interviewer"].why == "Somebody else spoke in some of the interviews: 1 with an interpreter."
    assert (
        found["construct"].why
        == "“The long way home” is linked with “Physically active adults”: Adults, not the young."
    )


def test_two_sources_of_words_are_compared_by_their_people(project: Any, study: Study) -> None:
    with project.change("A second source of words") as session:
        note = add(session, Document, name="door", title="At the door", kind="question", length=4)
        add(
            session, Segment, document_id=note, ordinal=0, start=0, end=4, text="Fine", kind="answer",
            case_id=study.cases[0], words=1,
        )  # fmt: skip
        place(session, study.row, write_finding(  # type: ignore[attr-defined]
            session, strand="words", source="survey", statement="Fine.", evidence=[Evidence("code", study.police)], against="Not everybody.",
        ))  # fmt: skip
    found = answers(project, (WORDS, "survey"))
    assert found["people"] == PreAnswer("cannot tell", "8 people in interviews, 1 in survey, 1 in both.")
    assert found["counting"] == PreAnswer("no", "Neither is counted from records.")


def test_of_a_silence_and_of_a_source_that_is_not_there_nothing_is_answered(project: Any, study: Study) -> None:
    with project.change("Empty") as session:
        add_row(session, "Nothing")
        whole = matrix(session)
    with project.read() as session:
        assert precheck(session, whole.rows[1], (FIGURES, WORDS)) == {}
        assert precheck(session, whole.rows[0], ("elsewhere", WORDS)) == {}
        assert pair_followed("Why?", whole.rows[1]) is None
        assert pair_followed("Why?", whole.rows[0]) == (FIGURES, WORDS)


def test_a_persons_answer_is_one_a_person_and_kept_apart_from_the_projects(project: Any, study: Study) -> None:
    with project.change("Follow") as session:
        thread = open_thread(session, "Why are they opposite?", row_id=study.row)  # type: ignore[attr-defined]
        answer_check(session, thread, "place", "no", "Two towns.")
        key = answer_check(session, thread, "place", "cannot tell", "Perhaps.")
        answer_check(session, thread, "time", "yes")
        with pytest.raises(ValueError, match="not an answer"):
            answer_check(session, thread, "weather", "yes")
        with pytest.raises(ValueError, match="not an answer"):
            answer_check(session, thread, "time", "perhaps")
    project.coder, project._coder_id = "ben", None
    with project.change("Ben answers") as session:
        answer_check(session, thread, "place", "yes")
    with project.read() as session:
        said = checks(session)[thread]
        assert checks(session, [thread + 1]) == {}
    assert list(said) == ["time", "place"]
    assert [(one.who, one.answer, one.why) for one in said["place"]] == [
        ("amina", "cannot tell", "Perhaps."),
        ("ben", "yes", ""),
    ]
    project.undo()
    with project.change("Take back") as session:
        take_back(session, key)
    with project.read() as session:
        assert list(checks(session)[thread]) == ["time"]
    project.coder, project._coder_id = "amina", None
    with project.change("Again") as session:
        assert answer_check(session, thread, "place", "no") == key
    with project.read() as session:
        assert checks(session)[thread]["place"][0].answer == "no"
    assert set(ASKS) == set(ITEMS)


def test_a_thread_is_settled_with_how_it_was_handled_parked_handed_on_and_taken_up_again(
    project: Any, study: Study
) -> None:
    with project.change("Follow") as session:
        thread = open_thread(session, opening_question(FIGURES, WORDS, opposed=True), row_id=study.row)  # type: ignore[attr-defined]
        with pytest.raises(StepIsEmptyError):
            follow(session, thread, looked_at=" ", saw="Nothing.")
        with pytest.raises(ThreadNeedsConclusionError):
            settle(session, thread, " ")
        with pytest.raises(ValueError, match="handling"):
            settle(session, thread, "So it is.", handled="forgotten")
        with pytest.raises(ThreadNeedsOwnerError):
            hand_on(session, thread, " ")
        hand_on(session, thread, "ben")
        settle(session, thread, "One is about adults.", handled=HANDLED[3])
        session.expire_all()
        (one,) = threads(session)
        assert (one.owner, one.state, one.handled, one.is_open) == ("ben", "resolved", "excluded", False)
        reopen(session, thread)
        park(session, thread, "No money.")
        session.expire_all()
        (one,) = threads(session)
    assert (one.state, one.conclusion) == ("parked", "No money.")
    assert one.question == "Why do Active Lives and interviews point in opposite directions?"
    assert opening_question("a", "b", opposed=False, silent="b") == "Why does b say nothing on this, where a speaks?"


def test_the_project_answers_from_a_data_set_of_its_own(project: Any, study: Study) -> None:
    with project.change("A survey of ours") as session:
        amend(session, Dataset, study.dataset, name="Our survey")
        amend(session, Observation, study.harlow, base=200.0)
        amend(session, Observation, study.england, base=900.0)
    assert answers(project)["counting"] == PreAnswer("no", "The figures are answers to a survey, and no records.")
