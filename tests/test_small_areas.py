"""Small areas: the official lookup of districts, whole for England; what each census changed; codes before names."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from workbench import geography, small_areas

POLICE = Path(__file__).parents[2] / "shared" / "data" / "indicators"
STREET = Path(__file__).parents[1] / "projects" / "getting_about_safely" / "indicators" / "street"


def codes() -> list[str]:
    """Every code of the lookup."""
    found = []
    for row in small_areas._rows(small_areas.LOOKUP):
        first, _, last = row["codes"].partition("-")
        found += [f"{first[:1]}{number:08d}" for number in range(int(first[1:]), int((last or first)[1:]) + 1)]
    return found


def test_the_lookup_is_whole() -> None:
    """England has 32,844 LSOAs of 2011 and 33,755 of 2021, 6,791 MSOAs of 2011 and 6,856 of 2021 (ONS)."""
    every = codes()
    assert len(every) == len(set(every))
    numbers = Counter((code[:3], census) for code in every for census in small_areas.censuses(code))
    assert numbers["E01", 2011] == 32_844
    assert numbers["E01", 2021] == 33_755
    assert numbers["E02", 2011] == 6_791
    assert numbers["E02", 2021] == 6_856
    assert all(geography.area(small_areas.lies_in(code)) for code in every)
    now = {small_areas.lies_in(code) for code in every}
    assert now == {a.code for a in geography.areas() if a.code[:3] in {"E06", "E07", "E08", "E09"} and a.ends is None}


@pytest.mark.parametrize(
    ("code", "district"),
    [
        ("E01022090", "Uttlesford"),  # 2011 alone: the airport's, split in 2021
        ("E01035178", "Uttlesford"),  # 2021 alone
        ("E01021854", "Harlow"),
        ("E01015821", "Southend-on-Sea"),
        ("E01015987", "Thurrock"),
        ("E02004544", "Harlow"),
        ("E01000001", "City of London"),
        ("E01000004", "City of London"),  # 2001 alone: by what it became
        ("E01099999", ""),
        ("W01000001", ""),
        ("E00000001", ""),
        ("Harlow", ""),
    ],
)
def test_where_a_code_lies(code: str, district: str) -> None:
    found = geography.area(small_areas.lies_in(code))
    assert (found.name if found else "") == district


@pytest.mark.parametrize(
    ("code", "day", "district"),
    [
        ("E01019095", "2023-03-31", "E07000026"),
        ("E01019095", "2023-04-01", "E06000063"),
        ("E01029258", "2019-03-31", "E07000190"),
        ("E01029258", "2019-04-01", "E07000246"),
        ("E01029258", "2023-04-01", "E06000066"),
    ],
)
def test_a_district_that_ended_is_followed(code: str, day: str, district: str) -> None:
    assert small_areas.lies_in(code, day) == district


def test_what_a_census_changed() -> None:
    split = small_areas.became("E01000004")
    assert split == (2011, "S", ("E01000004",), ("E01032739", "E01032740"))
    assert small_areas.came_from("E01032739") == split
    assert small_areas.censuses("E01000004") == (2001,)
    assert small_areas.censuses("E01032739") == (2011, 2021)
    assert small_areas.censuses("E01022090") == (2001, 2011)
    assert small_areas.became("E01000001") is None


def test_the_code_wins_over_the_name() -> None:
    assert small_areas.home("E01022057", "Uttlesford 001A") == ("E07000077", "code", "")
    assert small_areas.home("E01022057", "Harlow 001A") == ("E07000077", "code", "E07000073")
    assert small_areas.home("E01099999", "Harlow 001A") == ("E07000073", "name", "")
    assert small_areas.home("", "Harlow 001A") == ("E07000073", "name", "")
    assert small_areas.home("E01099999", "Atlantis 001A") == ("", "", "")
    assert small_areas.home("E01019095", "Allerdale 012A", "2024-01-31") == ("E06000063", "code", "")


@pytest.mark.parametrize("folder", [STREET, POLICE], ids=["demonstration", "shared"])
def test_codes_and_names_of_police_files_agree(folder: Path) -> None:
    """Every pair of code and name that the police publish is in the lookup, and names the district of its code."""
    files = sorted(folder.rglob("*street*.csv"))
    if not files:
        pytest.skip("the files are not on this machine")
    pairs: set[tuple[str, str, str]] = set()
    for file in files:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            pairs |= {(row["LSOA code"], row["LSOA name"], row["Month"]) for row in csv.DictReader(lines)}
    pairs = {pair for pair in pairs if pair[0]}
    assert len(pairs) > 500
    assert {small_areas.home(code, name, f"{month}-28")[1:] for code, name, month in pairs} == {("code", "")}


def test_the_lookup_is_not_read_before_it_is_asked() -> None:
    code = (
        "import sys; from workbench import geography, small_areas; geography.area('E07000073');"
        "print(small_areas._lookup.cache_info().currsize, small_areas._changes.cache_info().currsize);"
        "small_areas.lies_in('E01022090');"
        "print([m for m in ('pandas', 'numpy', 'sqlalchemy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["0 0", "[]"]
