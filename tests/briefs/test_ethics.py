"""Answers to an ethics committee, the versions that went to it, what it recommended, and what waits."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from workbench.briefs.ethics import (
    AdviceIsEmptyError,
    AdviceNeedsWhatWasDoneError,
    CommitteeNotNamedError,
    NoPackYetError,
    SettledLaterError,
    advice,
    advise,
    answer,
    answers,
    keep_pack,
    packs,
    problems,
    remove_advice,
    require_committee,
    reword_advice,
    settle_advice,
)
from workbench.briefs.ethics_questions import BY_ITEM, PARTS, QUESTIONS, QuestionUnknownError
from workbench.project.file import Project
from workbench.triangulation.silence.requests import DueIsNoDayError

COMMITTEE = "the ethics committee"


def kept(project: Project, *, meeting: str = "", content: bytes = b"pages") -> int:
    with project.change("Keep") as session:
        return keep_pack(
            session, committee=COMMITTEE, meeting=meeting, content=content, audience="public", says={"a": "1"}
        )


def test_every_question_has_a_part_and_a_name_of_its_own() -> None:
    assert len(BY_ITEM) == len(QUESTIONS)
    assert {one.part for one in QUESTIONS} <= set(PARTS)
    assert all(one.text.endswith("?") for one in QUESTIONS)


def test_an_answer_is_replaced_emptied_and_taken_back(project: Project) -> None:
    for text in ("For the bus station.", "For the partnership.", "  "):
        with project.change("Answer") as session:
            answer(session, "purpose", text)
    with project.read() as session:
        assert answers(session) == {}
    project.undo()
    with project.read() as session:
        assert answers(session)["purpose"].text == "For the partnership."
        assert answers(session)["purpose"].who == "amina"
    with (
        project.change("Answer"),
        pytest.raises(QuestionUnknownError, match="Did you mean purpose"),
        project.read() as s,
    ):
        answer(s, "purposes", "x")


def test_versions_are_numbered_and_keep_the_hash_of_what_left(project: Project) -> None:
    assert kept(project, meeting="3 March 2027") == 1
    assert kept(project, content=b"other") == 2
    with project.read() as session:
        first, second = packs(session)
    assert first.content == hashlib.sha256(b"pages").hexdigest()
    assert first.went_to == "the ethics committee, meeting on 3 March 2027"
    assert (first.audience, dict(first.says)) == ("public", {"a": "1"})
    assert (second.name, second.went_to) == ("version 2", COMMITTEE)


def test_a_meeting_needs_a_committee_and_a_day(project: Project) -> None:
    assert require_committee("x", "3 March 2027") == "2027-03-03"
    assert require_committee("", "") == ""
    with pytest.raises(CommitteeNotNamedError):
        require_committee(" ", "3 March 2027")
    with pytest.raises(DueIsNoDayError, match="soon"):
        require_committee("x", "soon")
    with project.change("Keep") as session, pytest.raises(CommitteeNotNamedError):
        keep_pack(session, committee=" ", content=b"", audience="public", says={})


def test_recommendations_are_noted_settled_opened_again_and_taken_out(project: Project) -> None:
    with project.change("Advise") as session, pytest.raises(NoPackYetError):
        advise(session, "Say more.")
    kept(project)
    with project.change("Advise") as session:
        first, second = advise(session, "Say more."), advise(session, " Ask parents. ")
        with pytest.raises(AdviceIsEmptyError):
            advise(session, " ")
        with pytest.raises(AdviceIsEmptyError):
            reword_advice(session, first, "")
        with pytest.raises(AdviceNeedsWhatWasDoneError):
            settle_advice(session, first, "done", " ")
        with pytest.raises(SettledLaterError):
            settle_advice(session, first, "done", "Said.", on="3 March 2090")
        settle_advice(session, first, "done", "Said.", on="3 March 2026")
        settle_advice(session, second, "not taken up", "No address.")
        reword_advice(session, second, "Ask the parents.")
    with project.read() as session:
        one, two = advice(session)
    assert (one.text, one.state_words, one.settled_on, one.pack) == ("Say more.", "✓ Done", "2026-03-03", 1)
    assert (two.text, two.state_words, two.done) == ("Ask the parents.", "× Not taken up", "No address.")
    assert two.settled_on == datetime.now(UTC).astimezone().date().isoformat()
    with project.change("Open again") as session:
        settle_advice(session, first, "open")
        remove_advice(session, second)
    with project.read() as session:
        (one,) = advice(session)
    assert (one.state, one.settled_on) == ("open", "")


def test_what_is_open_and_a_meeting_that_passed_are_problems(project: Project) -> None:
    with project.read() as session:
        assert problems(session) == []
    yesterday = (datetime.now(UTC).astimezone().date() - timedelta(days=1)).isoformat()
    tomorrow = (datetime.now(UTC).astimezone().date() + timedelta(days=2)).isoformat()
    kept(project, meeting=tomorrow)
    with project.read() as session:
        assert problems(session) == []
    kept(project, meeting=yesterday)
    with project.read() as session:
        (passed,) = problems(session)
    assert passed.severity == "info"
    assert "nothing is written down of what it recommended on version 2" in passed.message
    with project.change("Advise") as session:
        key = advise(session, "Say more.")
    with project.read() as session:
        (waits,) = problems(session)
    assert (waits.severity, waits.message) == ("info", "A recommendation of the ethics committee is open: Say more.")
    with project.change("Settle") as session:
        settle_advice(session, key, "done", "Said.")
    with project.read() as session:
        assert problems(session) == []
