"""Passages and words by code and group, against counting by hand."""

from __future__ import annotations

from tests.coding.conftest import Coded, put_in
from workbench.coding.amounts import passages_by, united, words_by
from workbench.coding.codings import Coding, apply_code
from workbench.coding.cooccurrence import cooccurrence
from workbench.project.file import Project
from workbench.rows import table_of
from workbench.sources.coders import coder_named
from workbench.text import Span


def test_passages_of_participants_count_in_the_groups_of_all_who_share_them(coded: Coded) -> None:
    """
    Interviewer: [Is it dark]{dark}?
    Amina: [It is [very dark]{dark}]{fear} and [darker
    Ben: by five]{dark}.
    """
    subjects = {1: [coded.codes["dark"]], 2: list(coded.codes.values())}
    groups = {"a": {coded.cases["Amina"]}, "b": {coded.cases["Ben"]}, "all": set(coded.cases.values())}
    with coded.project.read() as session:
        found = passages_by(session, subjects, groups)
        words = words_by(session, subjects, groups)
    assert found.numbers == {(1, "a"): 2, (1, "b"): 1, (1, "all"): 2, (2, "a"): 3, (2, "b"): 1, (2, "all"): 3}
    assert found.of_others == {1: 1, 2: 1}
    assert words.numbers == {(1, "a"): 3, (1, "b"): 2, (1, "all"): 5, (2, "a"): 5, (2, "b"): 2, (2, "all"): 7}
    assert words.whole == {"a": 6, "b": 2, "all": 8}


def test_a_word_that_two_coders_coded_counts_once_and_what_is_not_seen_not_at_all(project: Project) -> None:
    coded = put_in(project, "Amina: [one two three]{a} four.\nBen: five six")
    with project.change("Code") as session:
        ben = coder_named(session, "ben")
        apply_code(session, coded.codes["a"], coded.document, coded.span("two three four"), coder=ben)
        apply_code(
            session, coded.codes["a"], coded.document, Span(coded.text.index("five"), len(coded.text)), coder=ben
        )
    subjects, groups = {9: [coded.codes["a"]]}, {"all": set(coded.cases.values())}
    coding = table_of(Coding)
    with project.read() as session:
        assert words_by(session, subjects, groups).numbers == {(9, "all"): 6}
        assert passages_by(session, subjects, groups).numbers == {(9, "all"): 3}
        mine = coding.c.coder_id != ben
        assert words_by(session, subjects, groups, seen=mine).numbers == {(9, "all"): 3}
        assert passages_by(session, subjects, groups, seen=mine).numbers == {(9, "all"): 1}


def test_united_stretches_have_every_place_once() -> None:
    spans = [(3, 9), (5, 6), (9, 11), (20, 22), (0, 1)]
    places = {place for start, end in spans for place in range(start, end)}
    assert {place for start, end in united(spans) for place in range(start, end)} == places
    assert sum(end - start for start, end in united(spans)) == len(places)


def test_codes_that_meet_only_in_what_is_seen(project: Project) -> None:
    coded = put_in(project, "Amina: [one [two]{b} three]{a}")
    coding = table_of(Coding)
    with project.read() as session:
        assert len(cooccurrence(session)) == 1
        assert cooccurrence(session, seen=coding.c.code_id != coded.codes["b"]) == []
