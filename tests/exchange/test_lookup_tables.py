"""Lookups of areas and lists of them: read whole, kept beside the register, and asked after it."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench import geography
from workbench.desk.importing.bring_in import bring_in
from workbench.desk.importing.reports import ImportReport
from workbench.exchange.readers import recognise
from workbench.indicators.answers import doubted
from workbench.indicators.observations import figures
from workbench.indicators.own_areas import every_area, home_of, known_area, own_areas, peers_known
from workbench.indicators.parts import parts_of
from workbench.indicators.places import peers_of, place
from workbench.project.file import Project

WALES = """LSOA11CD,LSOA11NM,LSOA21CD,LSOA21NM,CHGIND,LAD22CD,LAD22NM,LAD22NMW,ObjectId
E01022090,Uttlesford 006B,E01035178,Uttlesford 006F,S,E07000077,Uttlesford,,1
W01000001,Isle of Anglesey 007A,W01000001,Isle of Anglesey 007A,U,W06000001,Isle of Anglesey,Ynys Mon,2
W01000002,Isle of Anglesey 001A,W01001960,Isle of Anglesey 001E,S,W06000001,Isle of Anglesey,Ynys Mon,3
W01000001,Isle of Anglesey 007A,W01000001,Isle of Anglesey 007A,U,W06000001,Isle of Anglesey,Ynys Mon,4
nowhere,,W01000003,,U,W06000001,Isle of Anglesey,,5
W01000004,Somewhere 001A,W01000004,Somewhere 001A,U,W06000001,Isle of Anglesey,,6
W01000004,Somewhere 001A,W01000004,Somewhere 001A,U,W06000002,Gwynedd,,7
"""
NEW = """code,name,parent,starts,ends,followed_by
E06000901,Greater Nowhere,E12000006,2028-04-01,,
E06000902,Lesser Nowhere,E12000006,2028-04-01,,
E07000077,Uttlesford,E10000012,,2028-03-31,E06000901
E07000073,Harlow,E10000012,,31/03/2028,E06000901
E06000903,Itself,E06000903,,,
E0600090,Short,,,,
E06000901,Again,,,,
E07000066,Old Basildon,E10000012,,2028-03-31,E06000902
"""


def brought(project: Project, folder: Path, name: str, text: str, as_: str | None = None) -> ImportReport:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    [report] = bring_in(project, [path], as_=as_)
    return report


def test_a_lookup_is_known_by_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "lookup.csv"
    path.write_text(WALES)
    assert recognise(path).kind == "areas"
    path.write_text(NEW)
    assert recognise(path).kind == "areas"
    path.write_text("LSOA21CD,LSOA21NM,LAD22CD,Population,Year\nE01000001,City of London 001A,E09000001,1615,2021\n")
    assert recognise(path).kind == "indicators", "a column of figures makes it figures"


def test_what_an_official_lookup_brings(project: Project, tmp_path: Path) -> None:
    report = brought(project, tmp_path, "LSOA11_LSOA21_LAD22.csv", WALES)
    assert (report.kind, report.outcome, report.counts["rows"]) == ("areas", "imported", 7)
    assert {left.where: left.why for left in report.left_out} == {
        "row 6": "“NOWHERE” is no area code, a letter and eight digits",
        "row 5": "it says of an area what stands further up",
        "rows 7, 8": "it is put in W06000001 and W06000002: in neither",
    }
    with project.read() as session:
        own = own_areas(session)
        assert set(own.areas) == {"W01000001", "W01000002", "W01001960", "W01000004"}, (
            "those of England are held already"
        )
        assert own.homes == {"W01000001": "W06000001", "W01000002": "W06000001", "W01001960": "W06000001"}
        assert home_of(own, "W01000002", "") == "W06000001"
        assert home_of(own, "E01022090", "") == "E07000077"
        assert home_of(own, "W01000004", "") == ""
    again = brought(project, tmp_path, "LSOA11_LSOA21_LAD22.csv", WALES)
    assert "nothing changed" in again.notes[-1]
    assert again.counts["areas" if "areas" in again.counts else "rows"] == 0


def test_small_areas_of_a_lookup_roll_up(project: Project, tmp_path: Path) -> None:
    """The parts of a Welsh district: by the project's lookup, not by the names, which say nothing here."""
    brought(project, tmp_path, "lookup.csv", WALES)
    rows = "W06000001,,2023,Thing,30\nW01000001,A,2023,Thing,20\nW01001960,B,2023,Thing,10\nW01000004,C,2023,Thing,5\n"
    brought(project, tmp_path, "f.csv", "area_code,area,period,indicator,count\n" + rows)
    with project.read() as session:
        whole = [one for one in figures(session) if one.area_code == "W06000001"]
        [parts] = parts_of(session, whole).values()
    assert {(part.code, part.count) for part in parts} == {("W01000001", 20), ("W01001960", 10)}


def test_areas_that_are_to_come(project: Project, tmp_path: Path) -> None:
    """A list gives a district its last day and what follows it; the register's own names and days stand."""
    assert geography.area("E07000077").ends is None  # type: ignore[union-attr]
    report = brought(project, tmp_path, "essex.csv", NEW)
    assert {left.where: left.why for left in report.left_out} == {
        "row 5": "a first or last day is no day as 2028-04-01 is",
        "row 6": "an area cannot lie in itself",
        "row 7": "“E0600090” is no area code, a letter and eight digits",
        "row 8": "it says of an area what stands further up",
    }
    assert "The register's names stand: E07000066 is Basildon, and the file says Old Basildon." in report.notes
    figures_ = "E06000901,,2029,Thing,10\nE06000902,Lesser Nowhere,2029,Thing,12\n,Lesser Nowhere,2030,Thing,13\n"
    report = brought(project, tmp_path, "f.csv", "area_code,area,period,indicator,value\n" + figures_)
    assert report.counts["observations"] == 3
    assert any("Greater Nowhere (E06000901)" in note for note in report.notes)
    with project.read() as session:
        there = figures(session)
        raised = {doubt.kind for lines in doubted(session, there, there).values() for doubt in lines}
        assert "area not in the register" not in raised
        uttlesford = known_area(session, "E07000077")
        assert uttlesford is not None
        assert (str(uttlesford.ends), uttlesford.followed_by, uttlesford.county) == (
            "2028-03-31",
            "E06000901",
            "E10000012",
        )
        basildon = known_area(session, "E07000066")
        assert basildon is not None
        assert basildon.name == "Basildon"
        codes = {one.code for one in every_area(session)}
        assert {"E06000901", "E06000902", "E07000073"} <= codes
        assert "E07000077" not in codes, "it ends, so nobody is asked to choose it"
        assert [one.code for one in peers_known(session, "E06000901")] == ["E06000902"]
        found = place(session, "E06000901")
        assert (found.name, found.kind) == ("Greater Nowhere", "unitary authority")
        assert [one.area_code for one in peers_of(session, found.indicators[0].figure)] == ["E06000902"]


def test_an_area_that_only_a_file_knows_is_unknown_without_it(project: Project, tmp_path: Path) -> None:
    report = brought(project, tmp_path, "f.csv", "area_code,area,period,indicator,value\nE06000901,,2029,Thing,10\n")
    assert report.outcome == "refused"
    assert "E06000901" in report.why


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2\n", "its columns are a, b. A lookup has columns such as LSOA21CD and LAD22CD"),
        ("LSOA21CD,LAD22CD\n", "has not one area that could be read"),
        ("code,name,parent\nx,Y,\n", "“X” is no area code"),
        ("", "is empty"),
    ],
)
def test_what_is_no_lookup_is_refused_in_a_sentence(project: Project, tmp_path: Path, text: str, said: str) -> None:
    report = brought(project, tmp_path, "x.csv", text, "areas")
    assert report.outcome == "refused"
    assert said in report.why
