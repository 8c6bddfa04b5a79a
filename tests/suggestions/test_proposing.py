"""Proposing: never a broader code beside a narrower one, and in blocks the same as in one go."""

from __future__ import annotations

import numpy as np
import pytest

from tests.suggestions.conftest import BUS, DARK, EVERY, POLICE, put_turns
from workbench.coding.codebook import add_code
from workbench.coding.codings import apply_code
from workbench.desk.suggesting.suggest import suggest
from workbench.project.file import Project
from workbench.sources.documents import segments_of
from workbench.suggestions import computing
from workbench.suggestions.computing import compute
from workbench.suggestions.embedding import embedder
from workbench.suggestions.material import gather
from workbench.suggestions.nearest import texts_of
from workbench.suggestions.proposing import blocks, family, propose
from workbench.suggestions.review import queue
from workbench.text import Span

PATHS = ("Work", "Work/Burden", "Work/Burden/Day\\/night", "Other")
KIN = family([texts_of(at, path, path, "", "", "", "") for at, path in enumerate(PATHS)])


def chosen(*best: float) -> list[str]:
    chances = np.array([best])
    return [PATHS[one.code] for one in propose(chances, [0], np.ones_like(chances, bool), KIN)]


def test_families_go_by_path() -> None:
    assert KIN.below == ((1, 2), (2,), (), ())
    assert [set(some) for some in KIN.above] == [set(), {0}, {0, 1}, set()]


@pytest.mark.parametrize(
    ("best", "wanted"),
    [
        ((0.9, 0.5, 0.1, 0.0), ["Work/Burden"]),
        ((0.9, 0.4, 0.1, 0.0), ["Work"]),
        ((0.5, 0.9, 0.1, 0.6), ["Work/Burden", "Other"]),
        ((0.9, 0.8, 0.7, 0.0), [PATHS[2]]),
        ((0.4, 0.35, 0.1, 0.0), ["Work"]),
        ((0.35, 0.4, 0.1, 0.0), ["Work/Burden"]),
        ((0.9, 0.1, 0.5, 0.6), ["Other", PATHS[2]]),
    ],
)
def test_the_narrower_wins_if_it_is_good_enough(best: tuple[float, ...], wanted: list[str]) -> None:
    assert chosen(*best) == wanted


def test_no_segment_is_cut_by_a_block() -> None:
    owners = [0, 0, 0, 1, 2, 2, 3]
    assert list(blocks(owners, 2)) == [(0, 3), (3, 6), (6, 7)]
    assert list(blocks([], 2)) == []


@pytest.fixture
def police(project: Project) -> tuple[Project, int]:
    """Turns about police, and a code for it with a narrower one; the document's key."""
    document, _ = put_turns(project, [(f"P{at % 4}", said) for at, said in enumerate(EVERY)])
    with project.change("Codes") as session:
        police = add_code(session, "Police", definition="The police, officers, being stopped and searched.")
        add_code(session, "Forms", parent=police, definition="Forms, fines and car parks.")
    return project, document


def proposed(project: Project) -> set[tuple[str, str]]:
    with project.read() as session:
        return {(line.text, line.code) for line in queue(session, begun_only=False)}


def test_a_broader_code_is_not_proposed_where_a_narrower_one_is_given(police: tuple[Project, int]) -> None:
    project, document = police
    suggest(project)
    said = next(text for text in POLICE if (text, "Police") in proposed(project))
    with project.change("Code") as session:
        turn = next(one for one in segments_of(session, document) if one.text == said)
        narrower = next(code.id for code in gather(session).codes if code.path == "Police/Forms")
        apply_code(session, narrower, document, Span(turn.start, turn.end))
    suggest(project)
    assert said not in {text for text, _ in proposed(project)}
    assert any(code == "Police" for _, code in proposed(project))


def test_blocks_and_a_few_segments_come_to_what_all_at_once_come_to(
    police: tuple[Project, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    project, _ = police
    with project.read() as session:
        material = gather(session)
    whole = compute(material, embedder(), topics=None, rank=True)
    assert len(whole.ranking) == len(material.segments) * 2 == len(list(whole.ranking))
    few = {one.segment_id for one in material.segments if one.text in (BUS[0], DARK[1], POLICE[2])}
    some = compute(material, embedder(), topics=None, rank=True, only=few)
    assert {one.segment.segment_id for one in some.ranking} == few

    def scores(computed: computing.Computed) -> dict[tuple[int, str], float]:
        return {(one.segment.segment_id, one.code): one.score for one in computed.ranking}

    kept = {key: score for key, score in scores(whole).items() if key[0] in few}
    assert scores(some) == pytest.approx(kept, abs=2e-6)
    assert {(one.segment, one.code.path) for one in some.proposals} == {
        (one.segment, one.code.path) for one in whole.proposals if one.segment.segment_id in few
    }
    monkeypatch.setattr(computing, "AT_ONCE", 4)
    pieces = compute(material, embedder(), topics=None, rank=True)
    assert scores(pieces) == pytest.approx(scores(whole), abs=2e-6)
    assert [(one.segment, one.code.path) for one in pieces.proposals] == [
        (one.segment, one.code.path) for one in whole.proposals
    ]


def test_closeness_counts_alike_with_either_model(police: tuple[Project, int]) -> None:
    project, _ = police
    found = {}
    for model in ("better", "fast"):
        suggest(project, model=model)
        found[model] = proposed(project)
        right = [text in POLICE for text, code in found[model] if code == "Police"]
        assert sum(right) >= 0.8 * len(right) > 0
    counts = sorted(len(some) for some in found.values())
    assert counts[1] <= 2 * counts[0]
