from __future__ import annotations

from typing import Any

from workbench.triangulation.was_and_is import Line, was_and_is


def figure(value: float | None, **cells: Any) -> dict[str, Any]:
    return {
        "kind": "observation", "called": "Harlow 2024", "direction": "for", "indicator": "Active", "area": "Harlow",
        "period": "2024", "of": "", "unit": "%", "value": value, "lower": None, "upper": None, "status": "normal", **cells,
    }  # fmt: skip


def passage(words: str, **cells: Any) -> dict[str, Any]:
    cells = {"withdrawn": [], "code": "Dark", "direction": "for", **cells}
    return {"kind": "coding", "called": "the passage in C.txt", "words": words, **cells}


def test_figures_are_written_to_the_first_decimal_that_tells_them_apart() -> None:
    (line,) = was_and_is({"things": {"a": figure(60.31)}}, {"things": {"a": figure(60.34)}})
    assert line == Line("Harlow 2024", "60.31 % · Active, Harlow, 2024", "60.34 % · Active, Harlow, 2024")
    (same,) = was_and_is({"things": {"a": figure(60.31)}}, {"things": {"a": figure(60.31)}})
    assert same.same
    assert same.was.startswith("60.3 %")


def test_a_figure_that_is_withheld_or_kept_out_says_so() -> None:
    was = {"things": {"a": figure(60.3), "b": figure(2.0)}}
    withheld = figure(None, status="withheld by the publisher")
    lines = was_and_is(was, {"things": {"a": withheld, "b": figure(None, kept_out="No agreement.")}})
    assert [line.now for line in lines] == [
        "withheld by the publisher · Active, Harlow, 2024",
        "kept out of analysis",
    ]


def test_words_are_not_kept_and_so_not_shown_but_that_they_are_others_is() -> None:
    lines = was_and_is({"things": {"a": passage("1234")}}, {"things": {"a": passage("5678", withdrawn=["P1"])}})
    assert lines == [Line("The passage in C.txt", "under Dark", "other words, under Dark; not to be quoted: P1")]


def test_what_changed_comes_first_and_counts_say_how_many() -> None:
    was = {"things": {"a": figure(1.0)}, "people": ["x", "y"], "of": 4, "asked": None, "passages": 3, "hint": "high"}
    now = {"things": {"a": figure(1.0)}, "people": ["x"], "of": 4, "asked": None, "passages": 2, "hint": "medium"}
    lines = was_and_is(was, now)
    assert [line.what for line in lines if not line.same] == ["People who say it", "Passages", "The count suggests"]
    assert [line.same for line in lines] == sorted(line.same for line in lines)
    assert lines[0] == Line("People who say it", "2", "1")


def test_everything_gone() -> None:
    assert [line.now for line in was_and_is({"things": {"a": figure(1.0)}}, {"things": {}})] == [
        "no longer in the project"
    ]
