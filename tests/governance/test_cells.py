"""Cells that a spreadsheet would run."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.governance.cells import neutral, neutral_cell


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+44 1245",
        "-2+3",
        "@SUM(1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1+1",
        "＋1",
        "－1",
        "＠SUM(1)",
        "  =1",
        "\u200b=1",
        "\ufeff=1",
        "\u00a0@x",
    ],
)
def test_what_could_run_is_made_text(text: str) -> None:
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "fine = good",
        "a-b",
        "|bar",
        "100 %",
        "% of all",
        "mail@home",
        "Didn't",
        "“= quoted”",
        "DDEV is a tool",
        "   ",
    ],
)
def test_what_cannot_run_stays(text: str) -> None:
    assert neutral(text) == text


def test_numbers_stay_numbers() -> None:
    assert [neutral_cell(value) for value in (-5, -1.5, None, "-5")] == [-5, -1.5, None, "'-5"]


def test_the_payloads_of_the_trade(shared_data: Path) -> None:
    payloads = (shared_data / "nasty" / "csv" / "formula_injection_payloads.txt").read_text(encoding="utf-8")
    for line in filter(None, payloads.splitlines()):
        assert neutral(line).startswith("'"), line


@given(st.text())
def test_nothing_is_lost_and_nothing_begins_as_a_formula(text: str) -> None:
    made = neutral(text)
    assert made.removeprefix("'") == text.removeprefix("'") or made == text
    assert not made.lstrip().startswith(("=", "+", "-", "@"))
