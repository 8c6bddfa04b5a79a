"""The recent trend against the vectors of the method, and against what Fingertips publishes for the same figures."""

from __future__ import annotations

import numpy as np
import pytest

from workbench.indicators.observations import Figure
from workbench.indicators.trend import CHI_SQUARE, Point, published_trend, recent_trend, trend_of, trend_sentence

DIABETES = [
    Point(7.0826, 7.0754, 7.094), Point(7.1085, 7.1013, 7.1199), Point(7.2571, 7.2499, 7.2684),
    Point(7.4528, 7.4456, 7.4643), Point(7.6554, 7.6481, 7.6669),
]  # fmt: skip
"""Diabetes prevalence, England, 2020 to 2024: published as increasing."""
MMR = [
    Point(92.6254, 92.4168, 92.8288), Point(92.3221, 92.1072, 92.5315), Point(90.8708, 90.6358, 91.1004),
    Point(90.017, 89.7694, 90.2594), Point(90.1013, 89.8578, 90.3396),
]  # fmt: skip
"""MMR for one dose at two, Yorkshire and the Humber, 2020 to 2024: published as decreasing and getting worse."""
SIGHT_LOSS = [
    Point(2.935, 2.7841, 3.0919), Point(1.93028, 1.8085, 2.058), Point(2.7567, 2.6113, 2.9082),
    Point(2.8701, 2.7225, 3.0237), Point(3.0121, 2.8616, 3.1683),
]  # fmt: skip
"""Preventable sight loss from diabetic eye disease, England, 2020 to 2024: published as increasing and getting worse."""


def around(*values: float) -> list[Point]:
    return [Point(value, value - 1.5, value + 1.5) for value in values]


def test_the_vectors_of_the_method() -> None:
    rising = recent_trend(around(20, 21, 23, 24, 26))
    assert (rising.word, rising.slope, rising.chi_square) == ("rising", pytest.approx(1.5), pytest.approx(38.416))
    flat = recent_trend(around(20, 21, 19, 22, 21))
    assert (flat.word, flat.slope, flat.chi_square) == (
        "no clear trend",
        pytest.approx(0.3),
        pytest.approx(1.5366, abs=1e-4),
    )


@pytest.mark.parametrize(("points", "published"), [(DIABETES, "rising"), (MMR, "falling"), (SIGHT_LOSS, "rising")])
def test_what_fingertips_publishes(points: list[Point], published: str) -> None:
    assert recent_trend(points).word == published


@pytest.mark.parametrize("seed", range(20))
def test_the_line_is_that_of_numpys_weighted_fit(seed: int) -> None:
    chance = np.random.default_rng(seed)
    values, half = chance.normal(30, 3, 5), chance.uniform(0.5, 3, 5)
    found = recent_trend([Point(v, v - h, v + h) for v, h in zip(values, half, strict=True)])
    weights = 3.92 / (2 * half)
    (slope, _), cov = np.polyfit(np.arange(1, 6), values, 1, w=weights, cov="unscaled")
    assert found.slope == pytest.approx(slope)
    assert found.chi_square == pytest.approx(slope**2 / cov[0, 0])


def test_one_figure_that_makes_the_trend_alone_makes_none() -> None:
    alone = [Point(20, 19.9, 20.1), *(Point(v, v - 1.5, v + 1.5) for v in (24.2, 24.1, 24.0, 23.9))]
    found = recent_trend(alone)
    assert found.chi_square is not None
    assert found.chi_square > CHI_SQUARE
    assert found.word == "no clear trend"


def figure(year: int, value: float | None, kind: str, status: str) -> Figure:
    days = (str(year), f"{year}-01-01", f"{year}-12-31")
    ends = (None, None) if value is None else (value - 1.5, value + 1.5)
    what = ("all", "all", "all", value, *ends, None, None, "published", "", status, "", False, None)
    of = ("%", kind, 100.0, "high is good", "", "", 1, "x", "", "", False)
    return Figure(year, 1, "Active adults", "E07000076", "Tendring", *days, *what, *of)


def figures(
    values: list[float | None], *, kind: str = "proportion", status: dict[int, str] | None = None
) -> list[Figure]:
    told = status or {}
    return [figure(2015 + place, value, kind, told.get(place, "normal")) for place, value in enumerate(values)]


def test_it_is_said_with_its_years_and_what_it_means() -> None:
    said = trend_sentence(figures([30, 20, 21, 23, 24, 26]))
    assert said.startswith("Recent trend, 2016 to 2020: rising, getting better, by OHID's rule")


@pytest.mark.parametrize(
    ("history", "why"),
    [
        (figures([20, 21, 23, 24]), "only 4 of its yearly figures"),
        (figures([20, 21, None, 23, 24, 26])[:5], "only 4 of its yearly figures"),
        (figures([20, 21, 23, 24, 26], kind="count"), "proportions and rates only"),
        (figures([20, 21, 23, 24, 26, 27], status={3: "series break"}), "since the series broke"),
        ([one._replace(ends="2023-12-31") for one in figures([20, 21, 23, 24, 26])], "not single years"),
        ([one._replace(starts="2015-01-01", ends="2015-12-31") for one in figures([20, 21, 23, 24, 26])], "overlap"),
    ],
)
def test_where_it_cannot_be_told_the_reason_is_said(history: list[Figure], why: str) -> None:
    found = trend_of(history)
    assert found.word == "cannot be told"
    assert why in found.why
    assert why in trend_sentence(history)


def test_a_missing_year_is_passed_over() -> None:
    assert trend_of(figures([20, 21, None, 23, 24, 26])).word == "rising"


def test_the_publishers_word_stands_beside_ours() -> None:
    """Rising by our rule; the publisher says so too, or says otherwise, or could not tell."""
    history = figures([20, 21, 23, 24, 26])

    def said(words: str) -> str:
        return trend_sentence([*history[:-1], history[-1]._replace(trend=words)])

    assert said("Increasing & getting better").endswith(
        "The publisher says of the recent trend: Increasing & getting better."
    )
    assert said("No significant change").endswith(
        "The two differ: the publisher may have had other or later figures than these."
    )
    assert "differ" not in said("Cannot be calculated")
    assert "publisher" not in said("")
    assert (
        trend_sentence([history[0]._replace(trend="Decreasing")])
        == "The publisher says of the recent trend: Decreasing."
    )
    assert published_trend("Decreasing & getting worse") == "falling"
