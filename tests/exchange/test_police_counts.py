"""Outcomes of crimes, and stops and searches, of data.police.uk, by specimens written here and counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.errors import WorkbenchError
from workbench.exchange.readers import Options, recognise
from workbench.indicators.drafts import DraftFigures

OUTCOMES = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Outcome type\n"
SEARCHES = (
    "Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,Age range,Self-defined ethnicity,"
    "Officer-defined ethnicity,Legislation,Object of search,Outcome,Outcome linked to object of search,"
    "Removal of more than just outer clothing\n"
)


def outcome(crime: str, month: str, name: str, kind: str, code: str = "E01021849") -> str:
    return f"{crime},{month},Essex Police,Essex Police,0.1,51.7,On or near A Street,{code},{name},{kind}\n"


def search(date: str, gender: str, age: str, looked_for: str, result: str) -> str:
    return f"Person search,{date},False,,51.7,0.1,{gender},{age},,White,Misuse of Drugs Act 1971,{looked_for},{result},,False\n"


CASES = (
    outcome("1", "2024-01", "Harlow 001A", "Suspect charged")
    + outcome("2", "2024-01", "Harlow 002A", "Suspect charged")
    + outcome("1", "2024-01", "Harlow 001A", "Suspect charged")
    + outcome("1", "2024-01", "Harlow 001A", "Unable to prosecute suspect")
    + outcome("3", "2024-01", "Uttlesford 006B", "Unable to prosecute suspect", "E01022090")
    + outcome("4", "2024-02", "Harlow 001A", "Unable to prosecute suspect")
    + outcome("5", "2024-01", "", "Suspect charged", "")
    + outcome("6", "2024-01", "Atlantis 001A", "Suspect charged", "E01099999")
    + outcome("7", "January", "Harlow 001A", "Suspect charged")
    + outcome("8", "2024-01", "Harlow 001A", "")
)
STOPS = (
    search("2024-02-03T10:15:00+00:00", "Male", "10-17", "Controlled drugs", "A no further action disposal")
    + search("2024-02-03T10:15:00+00:00", "Male", "10-17", "Controlled drugs", "A no further action disposal")
    + search("2024-02-04T22:00:00+00:00", "Female", "18-24", "Offensive weapons", "Arrest")
    + search("2024-02-05T23:00:00+00:00", "", "", "Offensive weapons", "Arrest")
    + search("soon", "Male", "over 34", "Stolen goods", "Arrest")
)


def read(folder: Path, name: str, text: str) -> DraftFigures:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return recognise(path).read(path, Options())


def test_outcomes_are_counted_by_district_and_month(tmp_path: Path) -> None:
    draft = read(tmp_path, "2024-01-essex-outcomes.csv", OUTCOMES + CASES)
    found = {
        (one.name.removeprefix("Outcome of crimes: "), figure.area, figure.period): figure.count
        for one in draft.indicators
        for figure in one.figures
    }
    assert found == {
        ("Suspect charged", "Harlow", "Jan 2024"): 2,
        ("Suspect charged", "Uttlesford", "Jan 2024"): 0,
        ("Suspect charged", "Harlow", "Feb 2024"): 0,
        ("Unable to prosecute suspect", "Harlow", "Jan 2024"): 1,
        ("Unable to prosecute suspect", "Uttlesford", "Jan 2024"): 1,
        ("Unable to prosecute suspect", "Harlow", "Feb 2024"): 1,
    }
    assert draft.rows == 10
    assert {entry.where: entry.why for entry in draft.left_out} == {
        "row 4": "the same Crime ID, month, outcome and LSOA stand further up: counted once",
        "row 8": "no LSOA, so nobody can say in which district",
        "row 9": "the register has no district of that name, and no lookup has its code",
        "row 10": "no month, written as 2019-02 is",
        "row 11": "no outcome",
    }
    assert "no share of the crimes" in draft.caveats


def test_outcomes_of_a_neighbour_are_left_out(tmp_path: Path) -> None:
    many = "".join(outcome(str(number), "2024-01", "Harlow 001A", "Suspect charged") for number in range(200))
    draft = read(
        tmp_path, "o.csv", OUTCOMES + many + outcome("x", "2024-01", "Havering 001A", "Suspect charged", "E01002339")
    )
    assert draft.areas == 1
    assert [(entry.what, entry.why) for entry in draft.left_out] == [
        ("1 row in Havering", "outside Essex Police's districts")
    ]


def test_searches_are_counted_for_the_force(tmp_path: Path) -> None:
    draft = read(tmp_path, "2024-02-essex-stop-and-search.csv", SEARCHES + STOPS)
    (indicator,) = draft.indicators
    found = {figure.breakdown: figure.count for figure in indicator.figures}
    assert {figure.area_code for figure in indicator.figures} == {"E23000028"}
    assert {figure.period for figure in indicator.figures} == {"Feb 2024"}
    assert found["all", "all", "all"] == 4
    assert (found["male", "all", "all"], found["female", "all", "all"], found["not recorded", "all", "all"]) == (
        2,
        1,
        1,
    )
    assert (found["all", "10-17", "all"], found["all", "not recorded", "all"]) == (2, 1)
    assert found["all", "all", "looked for: Offensive weapons"] == 2
    assert found["all", "all", "outcome: Arrest"] == 2
    assert found["all", "all", "ethnicity, as they said themselves: not recorded"] == 4
    assert draft.rows == 5
    assert [(entry.where, entry.why) for entry in draft.left_out] == [
        ("row 6", "no date, written as 2024-02-03T10:15:00 is")
    ]
    assert any(note.startswith("1 row like another") for note in draft.notes)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("searches.csv", SEARCHES + STOPS, "does not say whose searches it holds"),
        ("2024-02-kent-stop-and-search.csv", SEARCHES + STOPS, "is named for “kent”"),
        ("2024-02-essex-stop-and-search.csv", SEARCHES, "not one of them can be counted"),
        ("2024-02-essex-stop-and-search.csv", (SEARCHES + STOPS)[:-60], "in the middle of line 6"),
        ("2024-01-essex-outcomes.csv", OUTCOMES, "not one of them can be counted"),
        ("2024-01-essex-outcomes.csv", (OUTCOMES + CASES)[:-40], "in the middle of line 11"),
        ("2024-01-essex-outcomes.csv", OUTCOMES + outcome("1", "2024-01", "", "Arrest"), "The first reason: no LSOA"),
    ],
)
def test_refusals_are_sentences(tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(WorkbenchError, match=said):
        read(tmp_path, name, text)
