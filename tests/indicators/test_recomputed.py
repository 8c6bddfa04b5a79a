"""Recomputed: published values and intervals beside what their own counts give, by the right method."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.exchange.readers import Options, recognise
from workbench.indicators.drafts import DraftFigures
from workbench.indicators.recomputed import Published, differences, rounded_to, said_of


def read(folder: Path, text: str, name: str = "figures.csv") -> DraftFigures:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return recognise(path, as_="indicators").read(path, Options())


WILSON = Published(30.0, 19.1, 43.8, 15, 50, 1, 1)
"""15 of 50 by Wilson: 0.191036 to 0.437504 (method.md, section 8)."""


@pytest.mark.parametrize(
    ("row", "kind", "multiplier", "said"),
    [
        (WILSON, "proportion", 100.0, ""),
        (WILSON._replace(value=31.0), "proportion", 100.0, "its own count gives 30 (15 of 50), not 31"),
        (WILSON._replace(value=30.04), "proportion", 100.0, ""),  # within what one decimal hides
        (WILSON._replace(lower=17.3, upper=42.7), "proportion", 100.0, "by the normal approximation method"),
        (
            WILSON._replace(lower=16.8, upper=49.5),
            "proportion",
            100.0,
            "by the Byar method, where the right one for it is Wilson score 19.1 to 43.8",
        ),
        (WILSON._replace(lower=25.0, upper=35.0), "proportion", 100.0, "by none of the methods we know"),
        (Published(144, 121.4, 169.5, 144, None, 0, 1), "count", 1.0, ""),  # Byar of 144
        (Published(5, 1.6, 11.7, 5, None, 0, 1), "count", 1.0, ""),  # exact below 10
        (Published(5, 1.6, 11.8, 5, None, 0, 2), "count", 1.0, "by none of the methods we know"),
        (Published(51.6, 37.6, 69.0, 45, 87_280, 1, 1), "rate", 1e5, ""),  # Byar over residents
        (Published(51.6, 36.5, 66.6, 45, 87_280, 1, 1), "rate", 1e5, "by the normal approximation method"),
        (Published(70.0, 37.6, 69.0, 45, 87_280, 1, 1), "standardised rate", 1e5, ""),  # not without its bands
        (Published(None, 19.1, 43.8, 15, 50, 1, 1), "proportion", 100.0, ""),
        (Published(30.0, 19.1, 43.8, 15, None, 1, 1), "proportion", 100.0, ""),
        (Published(30.0, None, None, 15, 50, 1, 9), "proportion", 100.0, ""),
    ],
)
def test_a_published_figure_beside_its_own_count(row: Published, kind: str, multiplier: float, said: str) -> None:
    found = differences(row, kind, multiplier)
    assert said in found[0] if found else said == "", found
    assert len(found) <= 1


def test_a_count_that_was_rounded_is_no_difference() -> None:
    assert rounded_to([15, 20, 45, 90, 120, 5, 10, 300, 35, 60]) == 5
    assert rounded_to([15, 20, 45, 90, 121, 5, 10, 300, 35, 60]) == 1
    assert rounded_to([15, 20]) == 1
    row = Published(31.7, None, None, 95, 300, 1)  # 93 to 97 of 300: 31.0 to 32.3
    assert differences(row._replace(value=32.2), "proportion", 100.0, 5.0) == []
    assert differences(row._replace(value=32.2), "proportion", 100.0) != []


def test_a_report_sums_up_what_differs(tmp_path: Path) -> None:
    head = "area_code,area,period,indicator,value,lower,upper,count,denominator,unit\n"
    rows = [
        "E07000066,Basildon,2023,Thing,30.0,19.1,43.8,15,50,%",
        "E07000067,Braintree,2023,Thing,31.0,19.1,43.8,15,50,%",
        "E07000068,Brentwood,2023,Thing,30.0,17.3,42.7,15,50,%",
        "E07000069,Castle Point,2023,Thing,30.0,,,,,%",
        "E07000070,Chelmsford,2023,Thing,,,,15,50,%",
    ]
    draft = read(tmp_path, head + "\n".join(rows) + "\n")
    said = [note for note in draft.notes if "published" in note]
    assert said == [
        "1 of 3 published values differs from its own count: Braintree, 2023.",
        "1 of 3 published intervals differs from what the right method gives: Brentwood, 2023.",
    ]
    notes = {figure.area: figure.note for figure in draft.indicators[0].figures}
    assert said_of(notes["Braintree"]) == [
        "Its own count gives 30 (15 of 50), not 31: adjusted by the publisher, or a slip."
    ]
    assert said_of(notes["Brentwood"])[0].startswith("Its published interval is by the normal approximation method")
    assert said_of(notes["Basildon"]) == []
    assert said_of(notes["Chelmsford"]) == []


def test_the_limits_of_99_8_per_cent_and_the_publishers_trend_are_kept(tmp_path: Path) -> None:
    head = (
        "Indicator ID,Indicator Name,Area Code,Area Name,Sex,Age,Category Type,Category,Time period,Value,"
        "Lower CI 95.0 limit,Upper CI 95.0 limit,Lower CI 99.8 limit,Upper CI 99.8 limit,Count,Denominator,Value note,"
        "Recent Trend,Compared to England value or percentiles\n"
    )
    row = "1,Thing,E07000073,Harlow,Persons,All ages,,,2023/24,30,19.1,43.8,14.1,52.9,15,50,,Increasing & getting worse,Worse\n"
    (figure,) = read(tmp_path, head + row).indicators[0].figures
    assert (figure.lower_998, figure.upper_998, figure.trend) == (14.1, 52.9, "Increasing & getting worse")
    guessed = "Place,Year,Homeless: rate,Homeless: lower 99.8% CI,Homeless: upper 99.8% CI\nHarlow,2023,5.1,3.9,6.6\n"
    (figure,) = read(tmp_path, guessed, "homeless.csv").indicators[0].figures
    assert (figure.lower, figure.upper, figure.lower_998, figure.upper_998) == (None, None, 3.9, 6.6)
