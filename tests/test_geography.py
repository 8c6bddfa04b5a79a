from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from workbench import geography


def test_essex_has_twelve_districts_and_two_areas_beside() -> None:
    districts = {area.name for area in geography.children("E10000012")}
    assert len(districts) == 12
    assert {"Harlow", "Brentwood", "Uttlesford", "Tendring"} <= districts
    beside = {area.name for area in geography.of_county("E10000012")} - districts
    assert beside == {"Southend-on-Sea", "Thurrock"}
    assert geography.area("E07000073").parent == "E10000012"  # type: ignore[union-attr]
    assert geography.area("E06000033").parent == "E12000006"  # type: ignore[union-attr]


def test_parents_lead_to_the_country() -> None:
    for area in geography.areas():
        seen, here = set(), area
        while here.parent:
            assert here.code not in seen
            seen.add(here.code)
            found = geography.area(here.parent)
            assert found is not None, f"{here.code} has an unknown parent {here.parent}"
            here = found
        assert here.code == "K02000001"


@pytest.mark.parametrize(
    "name",
    ["Southend", "Southend on Sea", "Southend-on-Sea City", "southend-on-sea", "Southend-on-Sea Borough Council"],
)
def test_southend_by_the_names_people_write(name: str) -> None:
    found = geography.by_name(name)
    assert found is not None
    assert found.code == "E06000033"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Harlw", "E07000073"),
        ("Basildn", "E07000066"),
        ("Sothend", "E06000033"),
        ("Epping", "E07000072"),
        ("Kings Lyn and West Norfolk", "E07000146"),
    ],
)
def test_a_slip_of_the_pen_is_met_with_a_suggestion(written: str, meant: str) -> None:
    assert geography.by_name(written) is None
    assert geography.near_names(written)[0].code == meant


def test_names_that_two_areas_share() -> None:
    assert geography.by_name("Somerset").code == "E06000066"  # type: ignore[union-attr]
    assert geography.by_name("Somerset", kind="county").code == "E10000027"  # type: ignore[union-attr]
    assert geography.by_name("City of London").kind == "London borough"  # type: ignore[union-attr]
    assert geography.by_name("London").kind == "region"  # type: ignore[union-attr]
    assert geography.by_name("North East") is None
    assert {area.kind for area in geography.named("North East")} == {"region", "combined authority"}


def test_validity() -> None:
    assert geography.is_known("E07000026")
    assert geography.is_known("E07000026", date(2023, 3, 31))
    assert not geography.is_known("E07000026", date(2023, 4, 1)), "Allerdale ended with March 2023"
    assert not geography.is_known("E06000066", date(2023, 3, 31)), "Somerset's unitary began in April 2023"
    assert geography.is_known("E06000066", date(2023, 4, 1))
    assert geography.is_known("E07000073", date(1999, 1, 1)), "no start is on record for Harlow"


def test_a_former_code_leads_to_the_area() -> None:
    assert geography.area("E08000020").code == "E08000037"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("code", "standing"),
    [
        ("E07000073", "known"),
        ("K02000001", "known"),
        ("E01022090", "not in the register"),
        ("E02004555", "not in the register"),
        ("E07000999", "unknown"),
        ("E0700073", "not a code"),
        ("e07000073", "not a code"),
        ("X07000073", "not a code"),
        ("E0700007٣", "not a code"),
        ("", "not a code"),
    ],
)
def test_standing_of_a_code(code: str, standing: str) -> None:
    assert geography.standing(code) == standing


def test_populations_of_the_essex_areas() -> None:
    assert geography.area("E07000073").population_2020 == 87_280  # type: ignore[union-attr]
    assert sum(area.population_2020 or 0 for area in geography.of_county("E10000012")) == 1_497_759 + 182_773 + 175_531


def test_populations_of_mid_2022_add_up() -> None:
    """The Office for National Statistics gives England 57,106,398 and the county of Essex 1,519,509 in mid-2022."""
    local = ("E06", "E07", "E08", "E09")
    every = [area.population_2022 for area in geography.areas() if area.code.startswith(local) and area.population_2022]
    assert (len(every), sum(every)) == (296, 57_106_398)
    assert sum(area.population_2022 or 0 for area in geography.children("E10000012")) == 1_519_509


def test_residents_are_those_of_the_nearest_year() -> None:
    assert geography.residents("E07000073", date(2018, 12, 15)) == (87_280, 2020)
    assert geography.residents("E07000073", date(2021, 6, 1)) == (87_280, 2020)
    assert geography.residents("E07000073", date(2021, 8, 1)) == (94_409, 2022)
    assert geography.residents("E01022090", date(2021, 8, 1)) is None


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Epping Forest 001A", "E07000072"),
        ("Southend-on-Sea 010B", "E06000033"),
        ("Thurrock 002C", "E06000034"),
        ("St. Helens 001A", "E08000013"),
        ("Stoke-on-Trent 001A", "E06000021"),
        ("King's Lynn and West Norfolk 002A", "E07000146"),
        ("Herefordshire, County of 001A", "E06000019"),
        ("Harlow", None),
        ("Atlantis 001A", None),
        ("Essex 001A", None),
        ("", None),
    ],
)
def test_the_district_in_a_small_areas_name(name: str, code: str | None) -> None:
    found = geography.district_of(name)
    assert (found.code if found else None) == code


def test_the_register_is_read_without_pandas() -> None:
    code = (
        "import sys; from workbench import geography; geography.area('E07000073');"
        "print([m for m in ('pandas', 'numpy', 'sqlalchemy', 'difflib') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_code_of_a_kind_that_nobody_uses_is_unknown() -> None:
    assert geography.standing("E99999999") == "unknown"
    assert geography.standing("E01022090") == "not in the register"
    assert geography.standing("E92000001") == "known"
