"""Exports at random hold no words that may not leave: some here, a thousand with `python -m tests.desk.random_exports`."""

from __future__ import annotations

from pathlib import Path

from tests.desk.random_exports import go, made, wrong


def test_nothing_leaves_that_may_not(tmp_path: Path) -> None:
    left, words, found = go(range(9000, 9004), 8, tmp_path)
    assert left >= 28
    assert words > 20
    assert found == []


def test_the_reader_sees_what_may_not_be_there(tmp_path: Path) -> None:
    study = made(9100, tmp_path)
    every = " ".join([*(turn.text for turn in study.turns), *study.secrets])
    said = list(wrong(study, "a leak", "public", every))
    kinds = {turn.level for turn in study.turns}
    assert any(one.endswith(study.secrets[-1]) for one in said)
    assert len(said) > sum(turn.level == "red" for turn in study.turns)
    assert kinds == {"plain", "amber", "red"}
    study.project.close()
