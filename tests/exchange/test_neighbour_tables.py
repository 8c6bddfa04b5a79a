"""Neighbours from files: a row a pair or a row an area, as named sets, chosen and set beside a figure."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.desk.importing.bring_in import bring_in
from workbench.desk.importing.reports import ImportReport
from workbench.exchange.readers import recognise
from workbench.indicators.observations import figures
from workbench.indicators.peer_sets import mean_of_peers, peer_figures, peer_sets, peers_in
from workbench.project.file import Project

PAIRS = """area_code,neighbour_code,rank
E07000073,E07000066,2
E07000073,Stevenage,1
E07000073,E07000073,3
E07000073,E07000999,4
E07000073,E07000243,1
E07000073,E07000074,first
"""
ACROSS = """LA,SN1,SN2,SN3
Essex,Kent,Hampshire,
Southend-on-Sea,Medway,Essex,Thurrock
Atlantis,Kent,Hampshire,
"""


def brought(project: Project, folder: Path, name: str, text: str, as_: str | None = None) -> ImportReport:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    [report] = bring_in(project, [path], as_=as_)
    return report


def test_pairs_with_their_rank(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "CIPFA nearest neighbours 2024.csv"
    path.write_text(PAIRS)
    assert recognise(path).kind == "neighbours"
    report = brought(project, tmp_path, path.name, PAIRS)
    assert (report.outcome, report.counts["rows"], report.counts["peers"]) == ("imported", 6, 2)
    assert {left.where: left.why for left in report.left_out} == {
        "row 4": "an area is no neighbour of itself",
        "row 5": "neighbour “E07000999”: no area has the code E07000999",
        "row 6": "the same neighbour stands further up",
        "row 7": "“first” is no rank, a whole number from 1",
    }
    with project.read() as session:
        [line] = peer_sets(session)
        assert (line.name, line.publisher, line.year, line.areas) == (
            "CIPFA nearest neighbours 2024",
            "CIPFA",
            "2024",
            1,
        )
        assert line.said == "CIPFA, 2024; peers of 1 area"
        assert peers_in(session, line.id, "E07000073") == ["E07000243", "E07000066"]
        assert peers_in(session, line.id, "E07000066") == []
        assert peer_sets(session, "E07000066") == []
    again = brought(project, tmp_path, path.name, PAIRS)
    assert "nothing changed" in again.notes[-1]
    changed = brought(project, tmp_path, path.name, "area_code,neighbour_code,rank\nE07000073,E07000066,1\n")
    assert changed.notes[-1] == "Taken out, as the file names them no longer: 1 of the neighbours of before."
    with project.read() as session:
        assert peers_in(session, line.id, "E07000073") == ["E07000066"]


def test_a_row_an_area_and_names_for_codes(project: Project, tmp_path: Path) -> None:
    report = brought(project, tmp_path, "statistical neighbours 2023-24.csv", ACROSS)
    assert report.kind == "neighbours"
    assert [(left.where, left.what) for left in report.left_out] == [("row 4", "1 neighbour")]
    with project.read() as session:
        [line] = peer_sets(session, "E06000033")
        assert (line.publisher, line.year) == ("Department for Education", "2023-24")
        assert peers_in(session, line.id, "E06000033") == ["E06000035", "E10000012", "E06000034"]
        assert peers_in(session, line.id, "E10000012") == ["E10000016", "E10000014"]


def test_peers_beside_a_figure(project: Project, tmp_path: Path) -> None:
    """Each peer of the same time, those without a figure too; the mean is of those that have one, each counting once."""
    brought(
        project,
        tmp_path,
        "peers.csv",
        "area_code,peer_code,rank\nE07000073,E07000243,1\nE07000073,E07000066,2\nE07000073,E07000068,3\n",
    )
    rows = "E07000073,2023,Thing,30\nE07000243,2023,Thing,40\nE07000066,2023,Thing,31\nE07000068,2022,Thing,9\n"
    brought(project, tmp_path, "f.csv", "area_code,period,indicator,value\n" + rows)
    with project.read() as session:
        [line] = peer_sets(session, "E07000073")
        [harlow] = [one for one in figures(session) if one.area_code == "E07000073"]
        beside = peer_figures(session, line.id, harlow)
    assert [(one.name, one.rank, one.figure.value if one.figure else None) for one in beside] == [
        ("Stevenage", 1, 40.0),
        ("Basildon", 2, 31.0),
        ("Brentwood", 3, None),
    ]
    assert mean_of_peers(beside) == 35.5
    assert mean_of_peers([]) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2\n", "names no neighbours. It needs a column area_code and one neighbour_code"),
        ("area_code,neighbour_code\n", "has not one neighbour that could be read"),
        ("area_code,neighbour_code\nAtlantis,Kent\n", "there is no area code, and no one area of that name"),
    ],
)
def test_what_names_no_neighbours_is_refused_in_a_sentence(
    project: Project, tmp_path: Path, text: str, said: str
) -> None:
    report = brought(project, tmp_path, "x.csv", text, "neighbours")
    assert report.outcome == "refused"
    assert said in report.why
