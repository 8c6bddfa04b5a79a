"""Requests: a figure of somebody or a question to people, how they stand, and what is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from workbench.sources.asked import topic_guide
from workbench.triangulation.protocol.matrix import matrix
from workbench.triangulation.protocol.topic_rows import add_row
from workbench.triangulation.silence.requests import (
    DueIsNoDayError,
    QuestionIsThereError,
    RequestIsEmptyError,
    RequestNeedsAnswerError,
    RequestNeedsSomebodyError,
    areas_in,
    day_of,
    for_area,
    remove_request,
    request_figure,
    request_question,
    requests,
    reword_request,
    set_state,
)

HARLOW, OUTPUT_AREA = "E07000073", "E01021825"


def read(project: Any) -> list[Any]:
    with project.read() as session:
        return requests(session)


def test_a_figure_is_asked_for_of_somebody_for_an_area_by_a_day(project: Any) -> None:
    with project.change("Ask") as session:
        row = add_row(session, "Exclusions")
        request_figure(
            session, "Exclusions from school, by month.", whom="Education", area=HARLOW, due="3 March 2027",
            row_id=row, source="school records",
        )  # fmt: skip
    (one,) = read(project)
    assert (one.wanted, one.whom, one.due) == (
        "Exclusions from school, by month, for Harlow",
        "Education",
        "2027-03-03",
    )
    assert (one.row, one.source, one.kind, one.state, one.who) == (
        "Exclusions", "school records", "figure", "planned", "amina",
    )  # fmt: skip
    assert one.areas == (HARLOW,)
    assert one.said == (
        "Ask for a figure: Exclusions from school, by month, for Harlow, of Education, by 3 March 2027. ○ Planned."
    )
    assert (one.is_late(date(2027, 3, 3)), one.is_late(date(2027, 3, 4))) == (False, True)


def test_an_area_that_a_name_does_not_find_again_keeps_its_code() -> None:
    assert for_area(f"the estate ({OUTPUT_AREA})") == f", for the estate ({OUTPUT_AREA})"
    assert areas_in(f"Searches, for the estate ({OUTPUT_AREA}) in Harlow") == (HARLOW, OUTPUT_AREA)
    assert areas_in("Nobody knows") == ()


def test_a_question_to_people_comes_into_the_topic_guide_and_stands_for_its_topic(project: Any) -> None:
    with project.change("Ask people") as session:
        row = add_row(session, "Buses")
        request_question(
            session, "What would you do if the bus did not come?", short="no bus", whom="The youth group", row_id=row,
            source="interviews",
        )  # fmt: skip
    (one,) = read(project)
    with project.read() as session:
        (question,) = topic_guide(session)
        (line,) = matrix(session).rows
    assert (one.kind, one.question, question.text) == (
        "question", "no bus", "What would you do if the bus did not come?",
    )  # fmt: skip
    assert line.question_id == question.id


def test_a_topic_that_has_a_question_keeps_it_and_a_question_that_is_there_is_found(project: Any) -> None:
    with project.change("Ask twice") as session:
        row = add_row(session, "Buses")
        for whom in ("The youth group", "The parents"):
            request_question(session, "What if no bus comes?", short="no bus", whom=whom, row_id=row)
        request_question(session, "And at night?", short="night", whom="The parents", row_id=row)
        with pytest.raises(QuestionIsThereError, match="Give this one another name"):
            request_question(session, "What if it snows?", short="no bus", whom="The parents")
        assert [one.short for one in topic_guide(session)] == ["no bus", "night"]
    with project.read() as session:
        assert matrix(session).rows[0].question == "no bus"
    assert len(read(project)) == 3


def test_what_is_missing_is_said_and_nothing_is_kept(project: Any) -> None:
    with project.change("Nothing") as session:
        with pytest.raises(RequestIsEmptyError):
            request_figure(session, "  ", whom="Education")
        with pytest.raises(RequestNeedsSomebodyError):
            request_figure(session, "Exclusions", whom=" ")
        for due in ("soon", "31 February 2027", "March 2027 or April 2027"):
            with pytest.raises(DueIsNoDayError):
                request_figure(session, "Exclusions", whom="Education", due=due)
        with pytest.raises(RequestIsEmptyError, match="short name"):
            request_question(session, "Why?", short="", whom="Parents")
        with pytest.raises(RequestNeedsSomebodyError):
            request_question(session, "Why?", short="why", whom="")
        with pytest.raises(DueIsNoDayError):
            request_question(session, "Why?", short="why", whom="Parents", due="some day")
        assert topic_guide(session) == []
    assert read(project) == []
    assert (day_of("2027-03-03"), day_of("March 2027"), day_of(" ")) == ("2027-03-03", "2027-03-31", "")


def test_how_a_request_stands(project: Any) -> None:
    with project.change("Ask") as session:
        key = request_figure(session, "Exclusions", whom="Education", due="2027-03-03")
        set_state(session, key, "asked")
        with pytest.raises(RequestNeedsAnswerError):
            set_state(session, key, "answered")
        with pytest.raises(RequestNeedsAnswerError):
            set_state(session, key, "given up", " ")
        with pytest.raises(ValueError, match="not a state"):
            set_state(session, key, "lost")
    assert read(project)[0].state_words == "→ Asked, no answer yet"
    with project.change("It came") as session:
        set_state(session, key, "answered", "They share it by term.")
    (one,) = read(project)
    assert (one.is_open, one.is_late(date(2030, 1, 1)), one.came) == (False, False, "They share it by term.")
    project.undo()
    assert read(project)[0].state == "asked"
    with project.change("Otherwise") as session:
        reword_request(session, key, wanted="Exclusions by term", whom="Education", due="")
        with pytest.raises(RequestIsEmptyError):
            reword_request(session, key, wanted="", whom="Education", due="")
    assert (read(project)[0].wanted, read(project)[0].due) == ("Exclusions by term", "")
    with project.change("Out") as session:
        remove_request(session, key)
    assert read(project) == []


def test_open_requests_come_first_by_the_day_they_are_due(project: Any) -> None:
    with project.change("Ask") as session:
        for wanted, due in (("late", "2027-05-01"), ("no day", ""), ("early", "2027-01-01"), ("done", "2026-01-01")):
            key = request_figure(session, wanted, whom="Education", due=due)
        set_state(session, key, "given up", "Nobody keeps it.")
    assert [one.wanted for one in read(project)] == ["early", "late", "no day", "done"]
