"""The protocol: the rule in full, agreement by hand, the whole, what each source adds, feedback, and where it stands."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from tests.triangulation.protocol_study import HOME, A, B, as_, placed_in
from workbench.coding.codebook import add_code
from workbench.coding.codings import Coding
from workbench.rows import add, amend, now
from workbench.sources.asked import Asked, Question
from workbench.sources.cases import set_attribute, set_place
from workbench.sources.coders import current_coder
from workbench.triangulation.breadth import breadths
from workbench.triangulation.concerns import (
    PARTS,
    ConcernWithoutReasonError,
    PartsAreMissingError,
    RatedWithoutReasonError,
    begun_with,
    concerns,
    rate_confidence,
    weigh,
)
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.figure_prominence import figure_hint
from workbench.triangulation.findings import findings, write_finding
from workbench.triangulation.offered import OnlyOfferedError, offer_words, refuse_unchanged
from workbench.triangulation.protocol.assessments import (
    AssessmentIsEmptyError,
    NothingToAssessError,
    assessments,
    tally,
    write_assessment,
)
from workbench.triangulation.protocol.completeness import completeness
from workbench.triangulation.protocol.convergence import NobodySpeaksError, Side, propose
from workbench.triangulation.protocol.feedback import (
    FeedbackIsEmptyError,
    NoSuchDayError,
    feedback,
    note_change,
    note_feedback,
)
from workbench.triangulation.protocol.four_kinds import profile_of_row, profiles
from workbench.triangulation.protocol.matrix import matrix
from workbench.triangulation.protocol.rater_agreement import agreement_of, rater_agreements
from workbench.triangulation.protocol.steps import protocol
from workbench.triangulation.protocol.topic_rows import NobodyRecordedAsAskedError, add_row, move, rate, sort_under

LEVELS = ("high", "medium", "low", "none")


@pytest.mark.parametrize(("one", "other"), list(product(LEVELS, LEVELS)))
@pytest.mark.parametrize("meaning", ["same", "different", "opposed", "cannot tell"])
def test_the_rule_in_full(one: str, other: str, meaning: str) -> None:
    """Farmer's four and the two meanings more: every meaning with every two prominences."""
    expected = {
        ("same", True): "agreement",
        ("same", False): "partial agreement",
        ("different", True): "partial agreement",
        ("different", False): "dissonance",
        ("opposed", True): "dissonance",
        ("opposed", False): "dissonance",
        ("cannot tell", True): None,
        ("cannot tell", False): None,
    }[meaning, one == other]
    assert propose(Side("a", one), Side("b", other), meaning).value == expected
    for uncovered in (None, Side("b", other, covered=False)):
        assert propose(Side("a", one), uncovered, meaning).value == "silence"
        assert propose(uncovered, Side("a", one), meaning).value == "silence"
        with pytest.raises(NobodySpeaksError):
            propose(uncovered, None, meaning)


def test_agreement_by_hand() -> None:
    """The table of method.md 8: both yes 90, one only 5, the other only 4, neither 1."""
    verdicts = (
        [("agreement", "agreement")] * 90
        + [("agreement", "dissonance")] * 5
        + [("dissonance", "agreement")] * 4
        + [("dissonance", "dissonance")]
    )
    found = agreement_of(("amina", "ben"), verdicts)
    assert (found.pairs, found.same) == (100, 91)
    assert found.percent == pytest.approx(91)
    assert found.kappa == pytest.approx(0.134615, abs=1e-6)
    assert found.ac1 == pytest.approx(0.899559, abs=1e-6)
    assert found.alpha == pytest.approx(0.138528, abs=1e-6)
    assert "kappa low whatever people do" in found.sentence
    assert found.sentence.startswith("amina and ben, each alone, judged 91 of 100 pairs alike (91 %).")


def test_few_pairs_and_no_variance_are_said() -> None:
    found = agreement_of(("amina", "ben"), [("silence", "silence")] * 3, 1)
    assert (found.percent, found.alpha, found.lower) == (100, None, None)
    assert "%" not in found.sentence
    assert "3 pairs are too few for a coefficient." in found.sentence
    assert (found.kappa, found.ac1) == (None, None)
    assert "On 1 pair they agree that one side is silent and differ on why." in found.sentence


@pytest.mark.parametrize(
    ("word", "trend", "reversing", "level"),
    [
        ("worse", "rising", False, "high"),
        ("worse", "falling", True, "medium"),
        ("better", "no clear trend", False, "medium"),
        ("similar", "rising", False, "medium"),
        ("similar", "no clear trend", False, "low"),
        ("worst", "cannot be told", False, "high"),
        ("not compared", "cannot be told", False, ""),
    ],
)
def test_what_a_figure_suggests(word: Any, trend: str, reversing: bool, level: str) -> None:
    assert figure_hint(word, trend, reversing).level == level


@pytest.fixture
def here(project: Any) -> Any:
    return placed_in(project)


def test_who_says_it_and_who_does_not(project: Any, here: Any) -> None:
    """Four of eight say it: P1, P2, P7, P8. P4 speaks against it."""
    study = here.study
    with project.change("Groups and a passage against") as session:
        for number, case in enumerate(study.cases):
            set_attribute(session, case, "age", "11 to 15" if number < 2 else "16 to 18" if number < 6 else "adult")
            if number < 4:
                set_place(session, case, "E07000073", "lives")
        document = {"document_id": study.document, "coder_id": current_coder(session), "created": now()}
        turn = session.execute(_turn(study.segments[3])).one()
        add(session, Coding, code_id=study.dark, anchor=turn.start, start=turn.start, end=turn.end, direction="against",
            **document)  # fmt: skip
    with project.read() as session:
        (words, _) = findings(session)
        found = breadths(session, [words])[words.id]
        offered = offer_words(session, [Evidence("theme", study.theme)], B, study.question)
        begun = begun_with(words, found)
    assert found.in_words("age") == "age: 2 of 3 groups; not 16 to 18 (4 heard)"
    assert found.asked_not_said == ("P3", "P4", "P5", "P6")
    assert (found.opposite, found.passages, found.passages_against) == (("P4",), 4, 1)
    assert offered == (
        "4 of 8 people asked said this, people of 2 of the 3 groups by age: young people go round, not through."
    )
    assert begun["coherence"] == "Passages against it: 1; people who say the opposite: 1; asked and did not say it: 4."
    assert begun["relevance"] == "Where those who say it live: 2 in Harlow."
    assert begun["adequacy"].startswith("4 people in 4 passages, ")


def _turn(key: int) -> Any:
    import sqlalchemy as sa

    from workbench.rows import table_of
    from workbench.sources.documents import Segment

    return sa.select(table_of(Segment)).where(table_of(Segment).c.id == key)


def test_what_is_offered_is_not_a_finding(project: Any, here: Any) -> None:
    cells = {"strand": "words", "source": B, "evidence": [Evidence("theme", here.study.theme)]}
    with project.change("Write") as session:
        offered = offer_words(session, cells["evidence"], B, here.study.question)
        with pytest.raises(OnlyOfferedError):
            refuse_unchanged(f"  {offered} ", offered)
        mine = f"{offered} Mostly in winter."
        refuse_unchanged(mine, offered)
        key = write_finding(session, statement=mine, **cells)
    with project.read() as session:
        assert [line.id for line in findings(session)] == [here.words, here.numbers, key]


def test_no_count_is_put_into_words_in_a_reflexive_project(project: Any, here: Any) -> None:
    with project.change("Ask") as session:
        session.info["meta"]["approach"] = "reflexive"
        assert offer_words(session, [Evidence("theme", here.study.theme)], B, None) == (
            "Young people go round, not through."
        )
        found, why = rater_agreements(session, matrix(session))
    assert found == []
    assert "reflexive" in why


def test_how_sure_one_is_starts_high_and_needs_reasons(project: Any, here: Any) -> None:
    with project.change("Weigh") as session:
        with pytest.raises(PartsAreMissingError, match="limitations and coherence and adequacy and relevance"):
            rate_confidence(session, here.words, "moderate", "Few people.")
        with pytest.raises(ConcernWithoutReasonError):
            weigh(session, here.words, "adequacy", "moderate")
        for part in PARTS:
            weigh(session, here.words, part, "none")
        with pytest.raises(RatedWithoutReasonError):
            rate_confidence(session, here.words, "low")
        weigh(session, here.words, "adequacy", "serious", "Four people.")
        with pytest.raises(RatedWithoutReasonError):
            rate_confidence(session, here.words, "high")
        rate_confidence(session, here.words, "low")
    with project.read() as session:
        told = {one.part: one.words for one in concerns(session)[here.words]}
        assert findings(session)[0].confidence == "low"
    assert told["adequacy"] == "serious concern: Four people."
    assert len(told) == 4


def test_the_whole_is_counted_and_wants_another_look_when_it_moves(project: Any, here: Any) -> None:
    with project.change("Judge and assess") as session:
        with pytest.raises(AssessmentIsEmptyError):
            write_assessment(session, " ")
        with pytest.raises(NothingToAssessError):
            write_assessment(session, "x", about="Another question?")
        rate(session, here.row, A, B, meaning="same", confirmed="agreement")
        rate(session, here.lone, A, B, confirmed="silence", silence="no figure published")
        write_assessment(session, "They bear each other out.", about=HOME)
        write_assessment(session, "Figures add how many.", kind="completeness")
    with project.read() as session:
        counts = tally(matrix(session).rows)
        assert {one.state for one in assessments(session)} == {"current"}
    assert (counts.values["agreement"], counts.values["silence"], counts.by_one) == (1, 1, 2)
    assert counts.sentence.endswith("2 of them judged by one person only.")
    with as_(project, "ben").change("Judge") as session:
        rate(session, here.row, A, B, meaning="opposed", confirmed="dissonance")
        rate(session, here.lone, A, B, confirmed="silence", silence="no figure published")
    with project.read() as session:
        whole, sources = assessments(session)
    assert (whole.state, sources.state) == ("recheck", "current")
    assert whole.cause == (
        f"{A} and {B} on “Getting home”: judged differently: = point the same way / ≠ opposite now, "
        "= point the same way then."
    )
    with project.change("Move") as session:
        move(session, here.numbers, here.row, here.lone)
    with project.read() as session:
        assert "who speaks on “Getting home”" in assessments(session)[1].cause.replace("Who", "who")


def test_what_each_source_adds(project: Any, here: Any) -> None:
    with project.read() as session:
        found = completeness(matrix(session))
        rows = matrix(session).rows
        kinds = profiles(session, findings(session), rows)
        row = profile_of_row(session, rows[0])
    assert [(one.topic, one.alone) for one in found.topics] == [("Getting home", ""), ("Going round", B)]
    assert {one.source: (one.findings, one.topics, one.alone) for one in found.sources} == {
        B: (1, 2, ("Going round",)),
        A: (1, 1, ()),
    }
    assert kinds[here.words].letters == "D (i) M (t)"
    assert kinds[here.numbers].letters == "(d) (i) M (t)"
    assert row.letters == "D (i) M (t)"


def test_feedback_is_kept_with_what_it_changed(project: Any, here: Any) -> None:
    with project.change("Feedback") as session:
        with pytest.raises(FeedbackIsEmptyError):
            note_feedback(session, who=" ", said="x", given_on="2026-03-14")
        with pytest.raises(NoSuchDayError):
            note_feedback(session, who="a panel", said="x", given_on="14 March")
        key = note_feedback(session, who="a panel", said="Winter.", given_on="2026-03-14", row_id=here.row)
        note_change(session, key, "The season is asked for.")
        (line,) = feedback(session)
    assert (line.on, line.who, line.changed, line.by) == (
        "Getting home",
        "a panel",
        "The season is asked for.",
        "amina",
    )


def test_where_it_stands_and_what_is_next(project: Any, here: Any) -> None:
    def stands() -> Any:
        with project.read() as session:
            return protocol(session)

    with project.change("A loose finding") as session:
        loose = write_finding(
            session,
            strand="words",
            source=B,
            statement="x",
            evidence=[Evidence("theme", here.study.theme)],
            against="y",
        )
    assert stands().next.next == "Put F3 in a topic (m)."
    with project.change("Sort") as session:
        other = add_row(session, "Elsewhere")
        move(session, loose, None, other)
        sort_under(session, other, "  What   else? ")
    found = stands()
    assert found.questions == (HOME, "What else?")
    assert found.next.next == f"Judge Getting home: {A} and {B}."
    with project.change("Judge") as session:
        rate(session, here.row, A, B, meaning="same", confirmed="agreement")
        for row in (here.lone, other):
            rate(session, row, A, B, confirmed="silence", silence="not asked")
    assert stands().steps[1].next == "3 pairs wait for a second person, who opens the project under their own name."
    assert stands().no_agreement == "Only amina has judged so far. One person's judgements are no agreement."
    with as_(project, "ben").change("Judge") as session:
        rate(session, here.row, A, B, meaning="opposed", confirmed="dissonance")
    found = stands()
    assert found.steps[1].stands == "you judged 1 of 3 pairs; 1 judged by two people, 2 by one only"
    assert [one.words for one in found.differing] == [f"Getting home: {A} and {B}"]
    assert found.agreements[0].same == 0


def test_nobody_asked_is_no_silence_that_counts(project: Any, here: Any) -> None:
    with project.change("A question nobody was asked") as session:
        amend(session, Question, here.study.question, short="journeys")
        question = add(session, Question, short="nights", text="And at night?")
        row = add_row(session, "Nights", question_id=question)
        move(session, here.numbers, None, row)
        add(session, Asked, case_id=here.study.cases[0], question_id=question, state="not asked")
        with pytest.raises(NobodyRecordedAsAskedError):
            rate(session, row, A, B, confirmed="silence", silence="asked and nobody raised it")
        assert add_code(session, "Nights")
