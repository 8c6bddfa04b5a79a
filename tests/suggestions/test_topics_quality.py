"""The measures of topics: read from a folder, and counted by hand."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from workbench.benchmark.topics import NoThemedAnswersError, Reference, read_answers, shared_information


def test_answers_in_several_columns_are_one_with_their_themes(tmp_path: Path) -> None:
    (tmp_path / "survey_short_columns.csv").write_text(
        ",likes_1,likes_2\n0,plots,\n1,,\n2,cells,notes\n", encoding="utf-8"
    )
    (tmp_path / "likes_themes.csv").write_text(";t;k\n0;ui;x\n1;ui;x\n2;ui,text;x\n", encoding="utf-8")
    (one,) = read_answers(tmp_path)
    assert one.texts == ("plots", "cells\nnotes")
    assert one.themes == (("ui",), ("ui", "text"))
    with pytest.raises(NoThemedAnswersError):
        read_answers(tmp_path / "nowhere")


def test_an_answer_with_two_themes_counts_for_each_by_half() -> None:
    """Joint shares 1/2, 1/4, 1/4: information log 2 - (3/4 log 3 - 1/2 log 2) / 2 ... written out below."""
    found = shared_information([0, 1], [["a"], ["a", "b"]])
    joint = {(0, "a"): 0.5, (1, "a"): 0.25, (1, "b"): 0.25}
    row, column = {0: 0.5, 1: 0.5}, {"a": 0.75, "b": 0.25}
    both = sum(p * math.log(p / (row[r] * column[c])) for (r, c), p in joint.items())
    mean = sum(-p * math.log(p) for p in (*row.values(), *column.values())) / 2
    assert found == pytest.approx(both / mean)


def test_words_meet_in_whichever_form() -> None:
    reference = Reference(["the buses stop", "a bus", "lamps", "a river"])
    assert reference.coherence([["bus", "stop"]]) == pytest.approx(0.5)
    assert reference.coherence([["bus", "lamps"]]) == -1
    assert reference.diversity([["bus", "stop"], ["buses", "lamps"]]) == 0.75
