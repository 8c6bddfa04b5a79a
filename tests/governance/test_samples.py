"""Numbers of people interviewed: the whole sample is told, a group is told where enough people share its description."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.governance.audiences import add_audience
from workbench.governance.samples import (
    BANDS,
    TOO_FEW,
    band,
    people_needed,
    regime,
    regime_of,
    told,
    unsized_groups,
    whole_is_told,
)
from workbench.project.file import Project
from workbench.rows import add
from workbench.sources.cases import Case
from workbench.sources.documents import Document, Segment

GROUPS = st.lists(
    st.integers(0, 12).flatmap(lambda of: st.integers(0, of).map(lambda said: (said, of))), min_size=1, max_size=8
)


@pytest.mark.parametrize(
    ("kinds", "sampling", "rule"),
    [
        (["transcript"], ["purposive"] * 3, "sample"),
        (["transcript", "notes"], ["random", "not recorded"], "sample"),
        (["transcript"], ["everyone"] * 6, "known group"),
        (["transcript"], ["everyone", "purposive"], "sample"),
        (["question"], ["self-selected"] * 9, "records"),
        (["question", "transcript"], ["purposive"], "records"),
        ([], [], "sample"),
    ],
)
def test_which_rule_a_number_falls_under(kinds: list[str], sampling: list[str], rule: str) -> None:
    assert regime_of(kinds, sampling) == rule


def test_the_rule_is_read_from_where_people_were_heard_and_how_they_were_found(project: Project) -> None:
    with project.change("People") as session:
        talk = add(session, Document, name="talk.md", kind="transcript", imported="", length=9)
        answers = add(session, Document, name="q1", kind="question", imported="", length=9)
        resident = add(session, Case, label="A", sampling="everyone")
        mother = add(session, Case, label="B", sampling="purposive")
        answered = add(session, Case, label="C", sampling="self-selected")
        for at, (document, case) in enumerate([(talk, resident), (talk, mother), (answers, answered)]):
            cells = {"kind": "turn", "text": "said", "words": 1, "ordinal": at, "start": at, "end": at + 4}
            add(session, Segment, document_id=document, case_id=case, **cells)
    with project.read() as session:
        assert regime(session, {resident}) == "known group"
        assert regime(session, {resident, mother}) == "sample"
        assert regime(session, {mother, answered}) == "records"


def test_twelve_of_sixteen_passes_for_anybody_and_six_residents_do_not() -> None:
    assert whole_is_told(12, 16, "sample", 5)
    assert whole_is_told(1, 16, "sample", 5)
    assert whole_is_told(16, 16, "sample", 5)
    assert not whole_is_told(6, 6, "known group", 5)
    assert not whole_is_told(4, 6, "known group", 5)
    assert not whole_is_told(38, 40, "known group", 5)
    assert whole_is_told(0, 6, "known group", 5)
    assert whole_is_told(20, 40, "known group", 5)
    assert whole_is_told(6, 6, "known group", 0)


def test_one_of_two_mothers_does_not_pass() -> None:
    """Fathers 5 of 9, mothers of the ward 1 of 2, others 6 of 7: mothers and the next smallest are not told."""
    assert [one.words for one in told([(5, 9), (1, 2), (6, 7)], 5)] == ["5 of 9", TOO_FEW, "most"]
    assert [one.of for one in told([(5, 9), (1, 2), (6, 7)], 5)] == [9, None, None]


def test_bands_have_the_bounds_that_are_printed() -> None:
    """A third and two thirds, each the last share of its band: 3 of 9 a few, 4 and 6 of 9 about half, 7 of 9 most."""
    assert [band(said, 9) for said in range(10)] == ["nobody", *["a few"] * 3, *["about half"] * 3, *["most"] * 3]
    assert [band(said, 3) for said in range(4)] == ["nobody", "a few", "about half", "most"]
    assert [band(said, 2) for said in range(3)] == [TOO_FEW] * 3
    assert [share for _, share in BANDS] == [1 / 3, 2 / 3, 1.0]


def test_where_all_of_the_few_said_it_one_more_group_is_not_told() -> None:
    """2 of 2 and 3 of 3: with the total, all five are known to have said it. So 4 of 6 becomes a band, its size stays."""
    assert [one.words for one in told([(2, 2), (3, 3), (4, 6), (5, 9)], 5)] == [
        TOO_FEW,
        "most",
        "about half of 6",
        "5 of 9",
    ]


def test_the_team_reads_every_number() -> None:
    assert [one.words for one in told([(1, 1), (1, 2)], 0)] == ["1 of 1", "1 of 2"]


@given(GROUPS, st.integers(2, 10))
def test_what_is_not_told_is_enough_people(groups: list[tuple[int, int]], fewest: int) -> None:
    shown = told(groups, fewest)
    unsized = unsized_groups([of for _, of in groups], fewest)
    for at, (one, (said, of)) in enumerate(zip(shown, groups, strict=True)):
        if one.said is not None:
            assert (one.said, one.of) == (said, of)
            assert of == 0 or of >= fewest
        assert (one.of is None) == (at in unsized)
    hidden = sum(of for at, (_, of) in enumerate(groups) if shown[at].said is None)
    everybody = sum(of for _, of in groups)
    assert hidden == 0 or hidden >= min(fewest, everybody)
    said = sum(number for at, (number, _) in enumerate(groups) if shown[at].said is None)
    assert hidden == 0 or said < hidden or hidden == everybody


def test_an_audience_says_how_many_people_a_description_fits(project: Project) -> None:
    with project.change("Audience") as session:
        add_audience(session, "police")
    with project.read() as session:
        assert people_needed(session, "internal") == 0
        assert people_needed(session, "police") == 5
