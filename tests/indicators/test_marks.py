from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.indicators.marks import UnreadableNumberError, read_cell, status_in_words
from workbench.indicators.observations import STATUSES


@pytest.mark.parametrize(
    ("text", "value", "status"),
    [
        ("1,234.5", 1234.5, "normal"),
        ("12,345,678", 12_345_678, "normal"),
        ("60.3%", 60.3, "normal"),
        ("60.3 %", 60.3, "normal"),
        (" 66 ", 66, "normal"),
        (".5", 0.5, "normal"),
        ("0", 0, "normal"),
        ("−1.5", -1.5, "normal"),
        ("1.2e3", 1200, "normal"),
        ("1 234", 1234, "normal"),
        ("12 345 678.5", 12_345_678.5, "normal"),
        ("12.1 [p]", 12.1, "provisional"),
        ("12.1p", 12.1, "provisional"),
        ("12.1 (r)", 12.1, "revised"),
        ("12.1u", 12.1, "low reliability"),
        ("12 [b]", 12, "series break"),
        ("1,234 [e]", 1234, "estimated"),
    ],
)
def test_numbers(text: str, value: float, status: str) -> None:
    found = read_cell(text)
    assert (found.value, found.status) == (value, status)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("", "missing"), ("NA", "missing"), ("n/a", "missing"), ("-", "missing"), ("..", "missing"), (":", "missing"),
        ("[x]", "missing"), ("#N/A", "missing"), ("nan", "missing"), ("low", "missing"), ("[low]", "missing"),
        ("*", "withheld by the publisher"), ("[c]", "withheld by the publisher"), ("c", "withheld by the publisher"),
        ("C", "withheld by the publisher"), ("<5", "withheld by the publisher"),
        ("fewer than 10", "withheld by the publisher"), ("suppressed", "withheld by the publisher"),
        ("<5%", "withheld by the publisher"), (">95%", "withheld by the publisher"), ("1-4", "withheld by the publisher"),
        ("5 or fewer", "withheld by the publisher"), ("1 to 7", "withheld by the publisher"),
        ("z", "not applicable"), ("[z]", "not applicable"), ("x", "missing"), ("u", "low reliability"),
        ("b", "series break"), ("p", "provisional"), ("r", "revised"),
    ],
)  # fmt: skip
def test_marks_are_a_status_and_never_zero(text: str, status: str) -> None:
    found = read_cell(text)
    assert found.value is None
    assert found.status == status
    assert status in STATUSES


@pytest.mark.parametrize(
    "text", ["51,6", "1,23", "abc", "12 apples", "1.2.3", "1e999", "12q", "=1+1", "£12", "٣", "--5", "12 34", "1 2345"]
)
def test_neither_number_nor_mark(text: str) -> None:
    with pytest.raises(UnreadableNumberError):
        read_cell(text)


@given(st.floats(-1e12, 1e12))
def test_every_number_comes_back(value: float) -> None:
    assert read_cell(f"{value:.6f}").value == float(f"{value:.6f}")


@given(st.text(max_size=20))
def test_any_cell_is_read_or_refused(text: str) -> None:
    try:
        found = read_cell(text)
    except UnreadableNumberError:
        return
    if found.value is not None:
        assert any(character.isdigit() for character in text)


def test_notes_in_words() -> None:
    assert status_in_words("Value suppressed for disclosure control").status == "withheld by the publisher"
    assert status_in_words("Aggregated from all known lower geography values").status == "estimated"
    assert status_in_words("Boundary of 2021").status == "normal"
    assert status_in_words("Boundary of 2021").note == "Boundary of 2021"
    assert status_in_words("[p]").status == "provisional"
    assert status_in_words("NA") == status_in_words("")
