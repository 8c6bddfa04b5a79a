"""Age-standardised rates: against the published test values of OHID's own package, and from a file of bands.

The values are those with which PHEindicatormethods 2.1.0 (Office for Health Improvement and Disparities) tests itself,
`tests/testthat/testdata_DSR_ISR.xlsx`: the numbers alone.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.exchange.readers import Options, recognise
from workbench.indicators.drafts import DraftFigures
from workbench.indicators.standardised import STANDARD, Band, ages_of, standardised_rate, weight_of, whole_of

BIG = (127, 25, 18, 21, 12, 27, 48, 27, 29, 32, 32, 34, 45, 65, 38, 68, 74, 82, 91)
SMALL = (12, 4, 3, 2, 3, 4, 8, 2, 2, 3, 4, 5, 6, 8, 5, 6, 5, 5, 4)
TINY = (0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 1, 2, 3)
PEOPLE = (636, 558, 609, 543, 384, 594, 669, 843, 660, 576, 606, 522, 426, 273, 300, 288, 153, 123, 207)
OF_1976 = (8000, 7000, 7000, 7000, 7000, 7000, 7000, 7000, 7000, 7000, 7000, 6000, 5000, 4000, 3000, 2000, 1000, 1000)


def bands(counts: tuple[int, ...], weights: tuple[int, ...] = STANDARD) -> list[Band]:
    return [Band(*one) for one in zip(counts, PEOPLE, weights, strict=False)]


@pytest.mark.parametrize(
    ("given", "published"),
    [
        (bands(BIG), (1043.0247991469423, 971.770906798568, 1117.894091547925, 932.3287880219904, 1162.0595999522059)),
        (bands(SMALL), (110.3212025300104, 87.7455767536709, 136.70882227251795, 76.36420357939879, 153.00328948244763)),
        (bands(BIG, OF_1976), (859.2097585022366, 799.1160931442103, 922.5253880318318, 765.9282106568956, 959.9211798571698)),
    ],
    ids=["big", "small", "standard of 1976"],
)  # fmt: skip
def test_what_the_package_of_ohid_gives(given: list[Band], published: tuple[float, ...]) -> None:
    """Per 10,000. Its 99.8 % limits for the standard of 1976 are printed tenfold, per 100,000."""
    assert standardised_rate(given, 10_000) == pytest.approx(published, rel=1e-12)


def test_fewer_than_ten_have_no_rate() -> None:
    assert sum(TINY) == 9
    assert standardised_rate(bands(TINY)) is None
    assert standardised_rate(bands((*TINY[:-1], 4))) is not None


@pytest.mark.parametrize("band", [Band(1, 0, 5000), Band(-1, 10, 5000), Band(1, 10, 0)])
def test_bands_that_cannot_be(band: Band) -> None:
    with pytest.raises(ValueError, match="residents"):
        standardised_rate([band, *bands(BIG)])


def test_the_standard_population_is_100_000() -> None:
    assert sum(STANDARD) == 100_000
    assert len(STANDARD) == 19


@pytest.mark.parametrize(
    ("text", "ages", "weight"),
    [
        ("0-4", (0, 4), 5000),
        ("5 to 9 years", (5, 9), 5500),
        ("Aged 10-14 yrs", (10, 14), 5500),
        ("0-14", (0, 14), 16_000),
        ("90+", (90, None), 1000),
        ("85 and over", (85, None), 2500),
        ("Under 5", (0, 4), 5000),
        ("4 years and under", (0, 4), 5000),
        ("18-64", (18, 64), None),
        ("65-66", (65, 66), None),
        ("19+ yrs", (19, None), None),
        ("All ages", None, None),
        ("5 yrs", None, None),
        ("all", None, None),
        ("9-5", None, None),
    ],
)
def test_what_an_age_band_names(text: str, ages: tuple[int, int | None] | None, weight: float | None) -> None:
    assert ages_of(text) == ages
    if ages is not None:
        assert weight_of(ages) == weight


NAMES = [*(f"{first}-{first + 4}" for first in range(0, 90, 5)), "90+"]


def test_bands_have_to_be_everybody_once() -> None:
    assert whole_of(NAMES) == dict(zip(NAMES, map(float, STANDARD), strict=True))
    assert whole_of([*NAMES[:17], "85+"]) is not None
    assert whole_of(NAMES[:-1]) is None, "nobody of 90 and over"
    assert whole_of(NAMES[1:]) is None, "no small children"
    assert whole_of([*NAMES, "20-24 years"]) is None, "a band that stands twice"
    assert whole_of([*NAMES, "0-9"]) is None, "bands that overlap"
    assert whole_of(["0-44", "45+"]) is None, "bands too wide"
    assert whole_of([*NAMES[:10], "50+"]) is None, "an open band of half a life"
    assert whole_of([]) is None


def read(folder: Path, rows: list[str]) -> DraftFigures:
    path = folder / "deaths.csv"
    head = "area_code,area,period,indicator,age,sex,count,denominator,unit"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return recognise(path, as_="indicators").read(path, Options())


def lines(code: str, counts: tuple[object, ...]) -> list[str]:
    unit = '"per 10,000 residents"'
    of = zip(NAMES, counts, PEOPLE, strict=True)
    return [f"{code},,2023,Early deaths,{age},Persons,{count},{people},{unit}" for age, count, people in of]


def test_a_file_of_bands_gives_a_standardised_rate_beside_the_crude_ones(tmp_path: Path) -> None:
    withheld = ("*", *SMALL[1:])
    draft = read(
        tmp_path,
        [
            *lines("E07000073", BIG),
            *lines("E07000077", TINY),
            *lines("E07000068", withheld),
            *lines("E07000066", SMALL)[1:],  # its youngest are not in the file
        ],
    )
    crude, made = draft.indicators
    assert (made.name, made.kind, made.unit, made.interval_method) == (
        "Early deaths, age-standardised",
        "standardised rate",
        "per 10,000 residents",
        "Dobson",
    )
    assert len(crude.figures) == 4 * 19 - 1
    found = {figure.area: figure for figure in made.figures}
    assert set(found) == {"Harlow", "Uttlesford", "Brentwood"}
    harlow = found["Harlow"]
    assert harlow.value == pytest.approx(1043.0247991469423)
    assert (harlow.lower, harlow.upper) == pytest.approx((971.770906798568, 1117.894091547925))
    assert (harlow.lower_998, harlow.upper_998) == pytest.approx((932.3287880219904, 1162.0595999522059))
    assert (harlow.count, harlow.denominator, harlow.interval, harlow.derived) == (895, 8970, "Dobson", True)
    few, unknown = found["Uttlesford"], found["Brentwood"]
    assert (few.value, few.status, few.note) == (
        None,
        "not applicable",
        "not age-standardised: 9 counted, and it takes 10",
    )
    assert (unknown.value, unknown.count, unknown.status) == (None, None, "withheld by the publisher")
    assert unknown.note == "not age-standardised: the count is not known of 0-4"
    assert "Worked out from counts and residents by age: Early deaths, age-standardised, 3 figures." in draft.notes


def test_the_indicator_says_that_it_is_standardised(tmp_path: Path) -> None:
    """A published standardised rate is no count by residents, and is not worked out again from them."""
    path = tmp_path / "published.csv"
    path.write_text(
        "area_code,area,period,indicator,value,lower,upper,count,denominator,unit\n"
        'E07000073,Harlow,2023,Early deaths (directly standardised rate),142.1,130.0,155.0,80,90000,"per 100,000"\n'
        "E07000077,Uttlesford,2023,Standardised mortality ratio,104.2,,,80,,ratio\n"
    )
    rate, ratio = recognise(path, as_="indicators").read(path, Options()).indicators
    assert (rate.kind, ratio.kind) == ("standardised rate", "ratio")
    assert rate.figures[0].note == ""
