"""The measures of topics: read from a folder, and counted by hand."""

from __future__ import annotations

import math
import random
from pathlib import Path

import pytest

from workbench.benchmark.coded_answers import NoCodedAnswersError, questions
from workbench.benchmark.topics import Reference, beyond_chance, read_answers, shared_information


def test_answers_in_several_columns_are_one_and_those_without_a_theme_stay(tmp_path: Path) -> None:
    said = "".join(f"{at},cells {at},{'notes' if at == 1 else ''}\n" for at in range(50))
    (tmp_path / "survey_short_columns.csv").write_text(f",likes_1,likes_2\n{said}50,,\n", encoding="utf-8")
    given = "".join(f"{at};{'ui,text' if at == 1 else '' if at > 40 else 'ui'};x\n" for at in range(51))
    (tmp_path / "likes_themes.csv").write_text(f";t;k\n{given}", encoding="utf-8")
    (one,) = read_answers(tmp_path)
    assert one.texts[:3] == ("cells 0", "cells 1\nnotes", "cells 2")
    assert one.themes[:2] == (("ui",), ("text", "ui"))
    assert one.themes[41:] == ((),) * 9
    with pytest.raises(NoCodedAnswersError):
        read_answers(tmp_path / "nowhere")
    with pytest.raises(NoCodedAnswersError):
        questions(tmp_path)


def test_topics_by_lot_agree_with_no_themes_however_many_they_are() -> None:
    chance = random.Random(4)
    themes = [[chance.choice("abcd")] for _ in range(300)]
    lots = [chance.randrange(40) for _ in range(300)]
    assert shared_information(lots, themes) > 0.05
    assert abs(beyond_chance(lots, themes)) < 0.05
    assert beyond_chance([ord(one) for (one,) in themes], themes) == pytest.approx(1)


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
