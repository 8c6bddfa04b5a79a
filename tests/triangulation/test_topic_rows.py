from __future__ import annotations

from typing import Any

import pytest

from tests.study import add_study, record_asked
from workbench.indicators.observations import Observation
from workbench.rows import amend
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.findings import findings, reword, write_finding
from workbench.triangulation.links import link, links, unlink
from workbench.triangulation.protocol.convergence import NobodySpeaksError
from workbench.triangulation.protocol.joint_display import side_by_side
from workbench.triangulation.protocol.matrix import matrix
from workbench.triangulation.protocol.topic_rows import (
    MeaningIsMissingError,
    NobodyRecordedAsAskedError,
    NotSilentError,
    PairIsOneError,
    SilenceNeedsKindError,
    add_row,
    conclude,
    place,
    rate,
    take_from,
)
from workbench.triangulation.silence.threads import follow, open_thread, settle, threads

A, B = "Active Lives", "interviews"


@pytest.fixture
def row(project: Any) -> Any:
    with project.change("A row with two findings") as session:
        study = add_study(session)
        study.row = add_row(session, "Getting home", question_id=study.question)
        study.words = write_finding(
            session, strand="words", source=B, statement="They go round.", evidence=[Evidence("theme", study.theme)],
            prominence="high", against="P4 walks it every day.",
        )  # fmt: skip
        study.numbers = write_finding(
            session, strand="numbers", source=A, statement="Fewer adults are active.", prominence="medium",
            evidence=[Evidence("observation", study.harlow)], against="Adults, not young people.",
        )  # fmt: skip
        place(session, study.row, study.words)
        place(session, study.row, study.numbers)
        place(session, study.row, study.numbers)
    return study


def meeting(project: Any) -> Any:
    with project.read() as session:
        return matrix(session).rows[0].meetings[A, B]


def test_proposal_and_confirmation_are_kept_apart(project: Any, row: Any) -> None:
    with project.change("Judge") as session:
        rate(session, row.row, B, A, meaning="same", confirmed="agreement", why="Close enough.")
    found = meeting(project)
    assert (found.mine.a, found.mine.b) == (A, B)
    assert (found.mine.proposed, found.mine.confirmed) == ("partial agreement", "agreement")
    assert "not equally prominent" in found.proposal.why
    assert found.words == "= point the same way"


def test_judging_again_replaces_ones_own_judgement(project: Any, row: Any) -> None:
    with project.change("Judge") as session:
        first = rate(session, row.row, A, B, meaning="same", confirmed="agreement")
        second = rate(session, row.row, A, B, meaning="opposed", confirmed="dissonance")
    assert first == second
    assert meeting(project).words == "≠ opposite"


def test_others_are_hidden_until_ones_own_judgement_is_in(project: Any, row: Any) -> None:
    project.coder = "ben"
    project._coder_id = None
    with project.change("Ben judges") as session:
        rate(session, row.row, A, B, meaning="opposed", confirmed="dissonance")
    project.coder = "amina"
    project._coder_id = None
    found = meeting(project)
    assert (found.mine, found.others, found.others_hidden) == (None, (), 1)
    assert found.words == "· not judged yet"
    with project.change("Amina judges") as session:
        rate(session, row.row, A, B, meaning="same", confirmed="partial agreement")
    found = meeting(project)
    assert [one.rater for one in found.others] == ["ben"]
    assert found.standing == "judged differently: ≈ partly / ≠ opposite"


def test_a_pair_needs_two_sources_and_a_meaning(project: Any, row: Any) -> None:
    with project.change("Judge") as session:
        with pytest.raises(PairIsOneError):
            rate(session, row.row, A, A, meaning="same")
        with pytest.raises(MeaningIsMissingError):
            rate(session, row.row, A, B, confirmed="agreement")
        with pytest.raises(NotSilentError):
            rate(session, row.row, A, B, meaning="same", confirmed="silence", silence="not asked")
        rate(session, row.row, A, B, meaning="cannot tell")
    assert meeting(project).words == "· not judged yet"


def test_silence_says_why_and_needs_the_record_that_people_were_asked(project: Any, row: Any) -> None:
    with project.change("Take the words away") as session:
        take_from(session, row.row, row.words)
        with pytest.raises(SilenceNeedsKindError):
            rate(session, row.row, A, B, confirmed="silence")
        with pytest.raises(SilenceNeedsKindError):
            rate(session, row.row, A, B, confirmed="agreement", silence="not asked")
        with pytest.raises(NobodyRecordedAsAskedError):
            rate(session, row.row, A, B, confirmed="silence", silence="asked and nobody raised it")
        record_asked(session, row)
        rate(session, row.row, A, B, confirmed="silence", silence="asked and nobody raised it")
    assert meeting(project).words == "∅ only one side speaks: asked and nobody raised it"


def test_a_row_where_nobody_speaks_is_refused(project: Any, row: Any) -> None:
    with project.change("Empty") as session:
        empty = add_row(session, "Nothing")
        with pytest.raises(NobodySpeaksError):
            rate(session, empty, A, B, meaning="same", confirmed="agreement")


def test_a_judgement_goes_stale_with_the_sentence_and_with_its_evidence(project: Any, row: Any) -> None:
    with project.change("Judge") as session:
        rate(session, row.row, A, B, meaning="same", confirmed="partial agreement")
    assert meeting(project).state == "current"
    with project.change("Rate anew") as session:
        reword(session, row.numbers, prominence="high")
    assert (meeting(project).mark, meeting(project).cause) == ("⚠", "F2 is now rated high, was medium.")
    with project.change("Back") as session:
        reword(session, row.numbers, prominence="medium")
        amend(session, Observation, row.harlow, value=61.0)
    assert meeting(project).cause == "F2: Harlow 2024/25 is now 61.0, was 60.3."


def test_side_by_side_holds_all_of_a_topic(project: Any, row: Any) -> None:
    with project.change("Conclude") as session:
        rate(session, row.row, A, B, meaning="same", confirmed="partial agreement")
        conclude(session, row.row, overall="partial agreement", together="Both are about the evening.", fit="expansion")
        (shown,) = side_by_side(session)
    (numbers,), (words,) = shown.numbers, shown.words
    (figure,) = numbers.figures
    assert figure.in_words == "60.3 % (56.1 to 64.4), 301 of 499; England 68; worse, as published"
    assert words.rests_on == ("The long way home",)
    assert set(words.quote_candidates) == set(row.codings[:4])
    assert (shown.meet, shown.together, shown.fit) == ("≈ partly", "Both are about the evening.", "expansion")
    assert words.finding.count_sentence.startswith("raised by 4 of the 8")


def test_an_empty_project_has_an_empty_matrix(project: Any) -> None:
    with project.read() as session:
        assert matrix(session).rows == ()
        assert side_by_side(session) == []
        assert findings(session) == []


def test_links_and_threads(project: Any, row: Any) -> None:
    with project.change("Follow") as session:
        key = link(session, row.theme, row.indicator, note="Evenings")
        assert link(session, row.theme, row.indicator, note="Nights") == key
        assert [(one.theme, one.indicator, one.note) for one in links(session)] == [
            ("The long way home", "Physically active adults", "Nights")
        ]
        unlink(session, key)
        assert links(session) == []
        thread = open_thread(session, "Is it the lamps?", row_id=row.row)
        follow(session, thread, looked_at="survey", saw="Twelve name lamps.")
        settle(session, thread, "Partly.")
        session.expire_all()
        (one,) = threads(session)
    assert (one.row, one.owner, one.state, one.conclusion) == ("Getting home", "amina", "resolved", "Partly.")
    assert one.steps[0].saw == "Twelve name lamps."
