"""The coefficients against published values, against an independent implementation, and where there is none."""

from __future__ import annotations

import csv
import doctest
from collections.abc import Callable
from pathlib import Path

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.coding import coefficients
from workbench.coding.coefficients import (
    NO_UNITS,
    NO_VARIANCE,
    Measured,
    Numbers,
    alpha,
    alpha_interval,
    cohen_kappa,
    counted,
    counts_of_table,
    crossed,
    fleiss_kappa,
    fleiss_kappas,
    gwet_ac1,
    numbered,
    paradox,
    percent_agreement,
    standing,
    units_of,
)

Rows = list[list[str]]


def table_in(path: Path) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def judgements_in(path: Path) -> Numbers:
    """A file with a row a unit and a column a coder, as a matrix."""
    rows = [[cell or None for cell in row[1:]] for row in table_in(path)[1:]]
    words = [list(column) for column in zip(*rows, strict=True)]
    if all(cell is None or cell.isdecimal() for row in rows for cell in row):
        return np.array([[np.nan if cell is None else float(cell) for cell in row] for row in words])
    return numbered(words)


def counts_in(path: Path) -> Numbers:
    """Counts of a file of judgements, of a file of counts, or of a table of two coders."""
    rows = np.array([row[1:] for row in table_in(path)[1:]]) if "subject" in path.read_text() else None
    if rows is not None:
        return rows.astype(float)
    square = square_in(path)
    return counts_of_table(square) if square is not None else counted(judgements_in(path))[0]


def square_in(path: Path) -> Numbers | None:
    rows = table_in(path)
    if len(rows) != len(rows[0]):
        return None
    return np.array([row[1:] for row in rows[1:]], dtype=float)


def measure(path: Path, name: str) -> Measured:
    """A coefficient of EXPECTED.csv by its name."""
    if name.startswith("krippendorff_alpha_"):
        level = next(one for one in coefficients.LEVELS if name.endswith(one))
        return alpha(judgements_in(path), level)
    if name.startswith("fleiss_kappa_cat"):
        return fleiss_kappas(counts_in(path))[int(name[-1]) - 1]
    if name == "cohen_kappa":
        square = square_in(path)
        assert square is not None
        return cohen_kappa(square)
    of_counts: dict[str, Callable[[Numbers], Measured]] = {
        "fleiss_kappa": fleiss_kappa,
        "scott_pi": fleiss_kappa,
        "gwet_ac1": gwet_ac1,
        "percent_agreement": percent_agreement,
    }
    return of_counts[name](counts_in(path))


def test_every_published_value(shared_data: Path) -> None:
    rows = list(csv.DictReader((shared_data / "agreement" / "EXPECTED.csv").open(encoding="utf-8")))
    here = [row for row in rows if "/" not in row["file"]]
    assert len(here) == len(rows) - 2, "two rows are about folders beside: perfectfit, below, and one that is not there"
    for row in here:
        found = measure(shared_data / "agreement" / row["file"], row["coefficient"]).value
        assert found is not None, row
        if row["expected"] == "negative":
            assert found < 0, row
            continue
        scale = 100 if row["coefficient"] == "percent_agreement" else 1
        assert found / scale == pytest.approx(float(row["expected"]), abs=float(row["tolerance"])), row


def test_the_published_kappas_of_two_coders(shared_data: Path) -> None:
    folder = shared_data / "coded" / "perfectfit_two_coders"
    told = (folder / "cohens_kappa_calculator_output.txt").read_text(encoding="utf-8").splitlines()
    published = [line.rpartition(": ") for line in told if ": " in line and ":\\" not in line and "Warning" not in line]
    first, second = (table_in(folder / f"{who}_coders_hot_one_encoding.csv") for who in ("first", "second"))
    codes, judged = first[0][6:], []
    for rows in (first, second):
        judged.append(np.array([row[6:] for row in rows[21:]], dtype=float))
    assert judged[0].shape == (480, 62)
    values = np.array([0.0, 1.0])
    found = [cohen_kappa(crossed(judged[0][:, at], judged[1][:, at], values)) for at in range(62)]
    by_code = {code.casefold(): one for code, one in zip(codes, found, strict=True)}
    unequal = []
    *of_codes, average = published
    assert len(of_codes) == 62
    for code, _, value in of_codes:
        kappa = by_code[code.casefold()]
        if kappa.value is None or kappa.value != pytest.approx(float(value), abs=1e-6):
            unequal.append((code, value, kappa))
    nothing = [one for one in unequal if one[2].value is None]
    assert [one[2].why for one in nothing] == [NO_VARIANCE] * len(nothing)
    assert unequal == nothing, "every one that differs is one in which nothing varies"
    assert len(nothing) == 1
    known = [one.value for one in found if one.value is not None]
    assert round(sum(known) / 62, 2) == float(average[2]), "the published mean takes the one without variance as 0"


matrices = st.lists(
    st.lists(st.sampled_from([None, 1.0, 2.0, 3.0, 5.0]), min_size=2, max_size=12), min_size=2, max_size=5
)


@given(matrices, st.sampled_from(coefficients.LEVELS))
def test_alpha_is_that_of_an_independent_implementation(
    rows: list[list[float | None]], level: coefficients.Level
) -> None:
    size = min(len(row) for row in rows)
    matrix = np.array([[np.nan if one is None else one for one in row[:size]] for row in rows])
    found = alpha(matrix, level)
    counts, _ = counted(matrix)
    varies = (counts[counts.sum(axis=1) >= 2].sum(axis=0) > 0).sum() > 1
    if not varies:
        assert found.value is None
        assert found.why in {NO_UNITS, NO_VARIANCE}
        return
    theirs = krippendorff.alpha(reliability_data=matrix, level_of_measurement=level)
    assert found.value == pytest.approx(theirs, abs=1e-9)


def test_the_paradox_of_the_method_notes() -> None:
    table = np.array([[90, 5], [4, 1]])
    counts = counts_of_table(table)
    kappa, percent = cohen_kappa(table).value, percent_agreement(counts).value
    assert percent == pytest.approx(91)
    assert kappa == pytest.approx(0.134615, abs=1e-6)
    assert gwet_ac1(counts).value == pytest.approx(0.899559, abs=1e-6)
    first, second = np.array([0] * 95 + [1] * 5), np.array([0] * 90 + [1] * 5 + [0] * 4 + [1])
    assert alpha(np.array([first, second], dtype=float)).value == pytest.approx(0.138528, abs=1e-6)
    assert paradox(percent, kappa, 189 / 200)
    assert not paradox(percent, kappa, 0.6)
    assert not paradox(70, kappa, 0.945)
    assert not paradox(percent, None, 0.945)


def test_where_nothing_varies_there_is_a_sentence() -> None:
    same = np.zeros((2, 30))
    counts, values = counted(same)
    for found in (
        cohen_kappa(crossed(same[0], same[1], values)),
        fleiss_kappa(counts),
        gwet_ac1(counts),
        alpha(same),
        alpha(same, "ratio"),
    ):
        assert found == Measured(None, NO_VARIANCE)
    assert percent_agreement(counts).value == 100
    assert alpha_interval(same).lower is None


def test_where_nobody_read_the_same_there_is_a_sentence() -> None:
    apart = np.array([[1, np.nan], [np.nan, 1]])
    counts, values = counted(apart)
    assert units_of(counts) == 0
    for found in (percent_agreement(counts), fleiss_kappa(counts), gwet_ac1(counts), alpha(apart)):
        assert found == Measured(None, NO_UNITS)
    assert cohen_kappa(crossed(apart[0], apart[1], values)) == Measured(None, NO_UNITS)
    assert alpha_interval(apart).why == NO_UNITS


def test_the_interval_holds_alpha_and_narrows_with_more_units() -> None:
    draws = np.random.default_rng(7)
    widths = []
    for units in (60, 600):
        first = draws.integers(0, 2, units).astype(float)
        second = np.where(draws.random(units) < 0.1, 1 - first, first)
        both = np.array([first, second])
        found, value = alpha_interval(both), alpha(both).value
        assert found.lower is not None
        assert found.upper is not None
        assert value is not None
        assert found.lower < value < found.upper
        assert found == alpha_interval(both), "the same judgements give the same interval"
        widths.append(found.upper - found.lower)
    assert widths[1] < widths[0] / 2


def test_a_code_on_a_single_unit_has_no_interval() -> None:
    once = np.zeros((2, 200))
    once[:, 3] = 1
    assert alpha(once).value == 1
    assert alpha_interval(once).lower is None
    assert "Too few" in alpha_interval(once).why


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.8, "good enough for firm statements"), (0.799, "tentative"), (2 / 3, "tentative"), (0.66, "too low")],
)
def test_what_one_may_do_with_an_alpha(value: float, words: str) -> None:
    assert standing(value) == words


def test_the_worked_examples() -> None:
    assert doctest.testmod(coefficients).failed == 0
    assert doctest.testmod(coefficients).attempted > 15
