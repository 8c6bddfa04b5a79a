"""Codes that meet, checked against counting every pair by hand."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from tests.coding.conftest import Coded, put_in
from workbench.coding import cooccurrence as room
from workbench.coding.codebook import ensure_code
from workbench.coding.codings import NewCoding, apply_codes
from workbench.coding.cooccurrence import cooccurrence
from workbench.coding.retrieval import passages
from workbench.project.file import Project
from workbench.sources.coders import coder_named


def test_overlap_by_one_character_meets_and_touching_ends_do_not(coded: Coded) -> None:
    """
    Amina: [[over]{a}lap]{b} and [next]{a}[door]{b}.
    Ben: [one [two]{c} three]{b}.
    """
    with coded.project.read() as session:
        found = [(one.code_a, one.code_b, one.passages, one.cases) for one in cooccurrence(session)]
    assert found == [("a", "b", 1, 1), ("b", "c", 1, 1)]


def test_people_are_those_in_the_overlap(coded: Coded) -> None:
    """
    Amina: Only [mine.
    Ben: And [ours]{a} too
    Interviewer: Yes
    Cara: and mine.]{b}
    """
    with coded.project.read() as session:
        (one,) = cooccurrence(session)
    assert (one.passages, one.cases) == (1, 1)


def test_a_project_without_codings(project: Project) -> None:
    with project.read() as session:
        assert cooccurrence(session) == []


@pytest.mark.parametrize("step", [3, 200_000])
def test_against_every_pair_counted_by_hand(project: Project, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    monkeypatch.setattr(room, "STEP", step)
    chance = random.Random(4)
    keys: list[int] = []
    for number in range(3):
        told = "\n".join(f"P{turn % 4}: {'word ' * chance.randint(1, 9)}end" for turn in range(8))
        coded = put_in(project, told, name=f"{number}.md")
        with project.change("Code") as session:
            keys = [ensure_code(session, path) for path in ("a", "b", "a/c")]
            for name in ("amina", "ben"):
                wanted = []
                for _ in range(25):
                    start = chance.randrange(len(coded.text) - 2)
                    end = min(len(coded.text), start + chance.randint(2, 40))
                    wanted.append(NewCoding(chance.choice(keys), coded.document, start, end))
                apply_codes(session, wanted, coder=coder_named(session, name))
    with project.read() as session:
        ben = coder_named_in(session)
        for coder in (None, ben):
            told_by_hand = by_hand(passages(session, coder=coder), session)
            found = {
                frozenset({one.a_id, one.b_id}): (one.passages, one.cases) for one in cooccurrence(session, coder=coder)
            }
            assert found == told_by_hand


def coder_named_in(session: object) -> int:
    from workbench.sources.coders import coder_names

    return next(key for key, name in coder_names(session).items() if name == "ben")  # type: ignore[arg-type]


def by_hand(codings: list, session: object) -> dict:
    """Each pair of codes: overlapping codings, and people with words in an overlap."""
    from workbench.rows import live
    from workbench.sources.documents import Segment

    segments = list(session.execute(live(Segment)).scalars())  # type: ignore[attr-defined]
    met: dict = {}
    people: dict = {}
    for one, other in combinations(codings, 2):
        start, end = max(one.start, other.start), min(one.end, other.end)
        if one.document_id != other.document_id or one.code_id == other.code_id or start >= end:
            continue
        pair = frozenset({one.code_id, other.code_id})
        met[pair] = met.get(pair, 0) + 1
        for segment in segments:
            if segment.document_id == one.document_id and segment.start < end and start < segment.end:
                people.setdefault(pair, set()).add(segment.case_id)
    return {pair: (number, len(people.get(pair, set()) - {None})) for pair, number in met.items()}
