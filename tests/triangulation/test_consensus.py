"""Two people judge alone, then settle or differ; what each said stays."""

from __future__ import annotations

from typing import Any

import pytest

from tests.triangulation.protocol_study import A, B, as_, placed_in
from workbench.desk.tables.declared import as_json, make_table
from workbench.governance.audiences import add_audience
from workbench.rows import amend
from workbench.triangulation.findings import reword
from workbench.triangulation.protocol.consensus import (
    NotJudgedByTwoError,
    SettledWithoutReasonError,
    ThirdPersonIsMissingError,
    settle_pair,
    unsettle_pair,
)
from workbench.triangulation.protocol.joint_display import side_by_side
from workbench.triangulation.protocol.matrix import matrix
from workbench.triangulation.protocol.topic_rows import (
    BothAreInError,
    JudgeFirstError,
    LookedFirstError,
    NotSilentError,
    Rating,
    conclude,
    hidden_pairs,
    rate,
    read_only,
)
from workbench.triangulation.unfinished import AgainstIsMissingError


@pytest.fixture
def here(project: Any) -> Any:
    return placed_in(project)


def meeting(project: Any) -> Any:
    with project.read() as session:
        return matrix(session).rows[0].meetings[A, B]


def judge(project: Any, here: Any, who: str, meaning: str, verdict: str, why: str = "") -> None:
    with as_(project, who).change(f"{who} judges") as session:
        rate(session, here.row, A, B, meaning=meaning, confirmed=verdict, why=why)


def test_one_persons_judgement_is_said_to_be_one_persons(project: Any, here: Any) -> None:
    judge(project, here, "amina", "same", "agreement")
    assert meeting(project).standing == "= point the same way, judged by one person"
    with project.read() as session:
        assert side_by_side(session)[0].meet == "= point the same way, judged by one person"
    judge(project, here, "ben", "same", "agreement")
    assert (meeting(project).standing, meeting(project).dissent) == ("= point the same way", ())


def test_settling_needs_two_and_a_reason_and_keeps_both(project: Any, here: Any) -> None:
    judge(project, here, "amina", "same", "agreement", "Both are about less.")
    with project.change("Settle") as session, pytest.raises(NotJudgedByTwoError):
        settle_pair(session, here.row, A, B, value="agreement", why="Because.")
    judge(project, here, "ben", "opposed", "dissonance", "They cannot both be.")
    found = meeting(project)
    assert found.standing == "judged differently: = point the same way / ≠ opposite"
    assert [one.rater for one in found.dissent] == ["amina", "ben"]
    with project.change("Settle") as session:
        with pytest.raises(SettledWithoutReasonError):
            settle_pair(session, here.row, A, B, value="agreement", why=" ")
        with pytest.raises(ThirdPersonIsMissingError):
            settle_pair(session, here.row, A, B, value="agreement", why="Because.", how="third person")
        with pytest.raises(NotSilentError):
            settle_pair(session, here.row, A, B, value="silence", silence="not asked", why="Because.")
        key = settle_pair(session, here.row, B, A, value="partial agreement", why="Half of each.", with_whom="amina")
    found = meeting(project)
    assert found.standing == "≈ partly, settled after two judgements"
    assert (found.consensus.how_words, found.consensus.by) == ("talked through with amina", "ben")
    assert [(one.rater, one.verdict, one.why) for one in found.dissent] == [
        ("amina", "= point the same way", "Both are about less."),
        ("ben", "≠ opposite", "They cannot both be."),
    ]
    with project.change("Settle anew") as session:
        again = settle_pair(
            session, here.row, A, B, value="agreement", why="A third reader.", how="third person", with_whom="an editor"
        )
    assert again == key
    assert [one.rater for one in meeting(project).dissent] == ["ben"]
    with project.change("Take it back") as session:
        unsettle_pair(session, key)
    assert meeting(project).unsettled


def test_undo_takes_back_what_was_settled_and_not_what_was_judged(project: Any, here: Any) -> None:
    judge(project, here, "amina", "same", "agreement")
    judge(project, here, "ben", "opposed", "dissonance")
    with project.change("Settle") as session:
        settle_pair(session, here.row, A, B, value="agreement", why="Talked.")
    project.undo()
    assert meeting(project).unsettled
    project.redo()
    assert meeting(project).consensus.why == "Talked."


def test_once_both_are_in_a_judgement_stays_unless_the_findings_move(project: Any, here: Any) -> None:
    judge(project, here, "amina", "same", "agreement")
    judge(project, here, "amina", "same", "partial agreement")
    judge(project, here, "ben", "opposed", "dissonance")
    with project.change("Change my mind") as session, pytest.raises(BothAreInError):
        rate(session, here.row, A, B, meaning="same", confirmed="agreement")
    with project.change("The finding moves") as session:
        reword(session, here.numbers, statement="Far fewer adults are active.")
    judge(project, here, "ben", "same", "agreement")
    assert {one.rater: one.verdict for one in meeting(project).judged} == {
        "amina": "≈ partly",
        "ben": "= point the same way",
    }


def test_a_consensus_wants_another_look_when_a_finding_or_a_judgement_moves(project: Any, here: Any) -> None:
    judge(project, here, "amina", "same", "agreement")
    judge(project, here, "ben", "opposed", "dissonance")
    with project.change("Settle") as session:
        settle_pair(session, here.row, A, B, value="agreement", why="Talked.")
    assert meeting(project).consensus.state == "current"
    with project.change("Rated anew") as session:
        reword(session, here.numbers, prominence="low")
    assert meeting(project).consensus.cause == "F2 is now rated low, was high."
    with project.change("Back, and a judgement moves") as session:
        reword(session, here.numbers, prominence="high")
        amend(session, Rating, meeting(project).judged[0].id, confirmed="dissonance")
    assert meeting(project).consensus.cause == "How amina judged it: ≠ opposite now, = point the same way then."


def test_who_only_reads_cannot_judge_and_may_settle(project: Any, here: Any) -> None:
    judge(project, here, "amina", "same", "agreement")
    as_(project, "chi")
    with project.change("Conclude") as session, pytest.raises(JudgeFirstError):
        conclude(session, here.row, together="x")
    with project.change("Read") as session:
        read_only(session, hidden_pairs(session))
    assert [one.rater for one in meeting(project).judged] == ["amina"]
    with project.change("Judge") as session, pytest.raises(LookedFirstError):
        rate(session, here.row, A, B, meaning="same", confirmed="agreement")
    judge(project, here, "ben", "opposed", "dissonance")
    with as_(project, "chi").change("Settle") as session:
        settle_pair(session, here.row, A, B, value="dissonance", why="Read both.", how="third person", with_whom="chi")
    assert [one.rater for one in meeting(project).dissent] == ["amina"]


def test_an_unfinished_finding_is_kept_and_not_judged(project: Any) -> None:
    here = placed_in(project, against="")
    with project.change("Judge") as session:
        with pytest.raises(AgainstIsMissingError, match="F1 lacks the strongest evidence against it"):
            rate(session, here.row, A, B, meaning="same", confirmed="agreement")
        with pytest.raises(AgainstIsMissingError):
            rate(session, here.lone, A, B, silence="not asked", confirmed="silence")
        reword(session, here.words, against="Nobody was found who walks it alone; four were asked.")
        rate(session, here.row, A, B, meaning="same", confirmed="agreement")
    assert meeting(project).standing.startswith("= point the same way")


def test_an_unfinished_finding_leaves_in_no_display_and_no_table(project: Any) -> None:
    placed_in(project, against="")
    with project.change("Audience") as session:
        add_audience(session, "public")
    for name in ("joint-display", "findings"):
        inside, outside = (as_json(make_table(project, name, audience=one)) for one in ("internal", "public"))
        assert "They go round." in inside
        assert "They go round." not in outside
        assert "Fewer adults are active." in outside
