"""The page of a place: small numbers, silences, what is planned, harsh words, and one A4 page that leaves by the door."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.study import Study, add_study, record_asked
from workbench.briefs.evidence import cite
from workbench.briefs.options import add_brief, add_option
from workbench.desk.door.door import door
from workbench.desk.door.leaving import EndingUnknownError
from workbench.desk.paper.writing import PaperNotAskedSoError
from workbench.desk.places.page import Around, Figures, read_around, read_figures
from workbench.desk.places.paper import NoSuchPlaceError, place_named, write_place
from workbench.desk.take_out import take_out
from workbench.governance.audiences import add_audience
from workbench.indicators.observations import Observation
from workbench.indicators.places import AreaNotKnownError
from workbench.project.checkup import problems
from workbench.project.file import Project
from workbench.rows import add, amend
from workbench.sources.cases import set_place
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.findings import Finding, write_finding
from workbench.triangulation.protocol.topic_rows import add_row, place

HARLOW, BASILDON, ESSEX = "E07000073", "E07000066", "E10000012"
NOW = {"period": "2024/25", "period_start": "2024-11-01", "period_end": "2025-10-31"}


@pytest.fixture
def study(project: Project) -> Study:
    with project.change("Study") as session:
        made = add_study(session, consent="given")
        for case in made.cases[:6]:
            set_place(session, case, HARLOW, "lives")
        set_place(session, made.cases[6], BASILDON, "lives")
        cells = {"indicator_id": made.indicator, "area_code": BASILDON, "area": "Basildon", **NOW}
        add(session, Observation, status="withheld by the publisher", **cells)
        add_audience(session, "public", threshold=5)
        record_asked(session, made, 6)
    return made


def read(project: Project, code: str, audience: str = "internal") -> tuple[Figures, Around]:
    with project.read() as session:
        at = door(session, audience)
        figures = read_figures(at, code)
        return figures, read_around(at, figures)


def test_people_speak_where_there_are_enough(project: Project, study: Study) -> None:
    _, around = read(project, HARLOW, "public")
    assert around.voices.shown
    assert around.voices.said == "6 people: 6 live here."
    counted = {one.code: one.counted for one in around.voices.themes}
    assert counted["Journeys/Dark and unlit"] == "2 of 6 people"
    assert [one.counted for one in read(project, HARLOW)[1].voices.themes] == ["2 of 6 people", "1 of 6 people"]


def test_few_people_are_shown_to_the_team_alone_and_it_says_why(project: Project, study: Study) -> None:
    _, outside = read(project, BASILDON, "public")
    assert not outside.voices.shown
    assert outside.voices.said == "Withheld by us: fewer than 5 people, who would be known by what they say."
    assert not outside.voices.themes
    _, team = read(project, BASILDON)
    assert team.voices.themes
    assert "Fewer than 5 people" in team.voices.care


def test_an_area_with_nothing_is_a_page_and_a_made_up_one_a_sentence(project: Project, study: Study) -> None:
    figures, around = read(project, "E06000001")
    assert figures.indicators == ()
    assert around.voices.said == "Nobody's place is recorded as this one."
    assert any("Physically active adults" in one.sentence for one in around.unknown)
    with pytest.raises(AreaNotKnownError), project.read() as session:
        read_figures(door(session, "internal"), "E99999999")


def test_what_nobody_knows_is_said(project: Project, study: Study) -> None:
    said = [one.sentence for one in read(project, BASILDON)[1].unknown]
    assert "Physically active adults, 2024/25: is withheld by the publisher." in said
    assert "It is not recorded whether anybody here was asked about journeys." in said
    assert not any("asked" in one.sentence for one in read(project, HARLOW)[1].unknown)


def test_topics_say_which_side_speaks_here(project: Project, study: Study) -> None:
    with project.change("Findings") as session:
        row, other = add_row(session, "After dark"), add_row(session, "Weapons in Basildon")
        numbers = write_finding(
            session, strand="numbers", source="Sport England", statement="Fewer are active.",
            evidence=[Evidence("observation", study.harlow)], against="Not everybody.",
        )  # fmt: skip
        words = write_finding(
            session, strand="words", source="interviews", statement="They go round.", evidence=[Evidence("code", study.dark)], against="Not everybody."
        )  # fmt: skip
        for key in (numbers, words):
            place(session, row, key)
        place(session, other, words)
    here = {one.row.topic: one.here for one in read(project, HARLOW)[1].topics}
    assert here == {"After dark": "Both speak here: the figures, and 2 of 6 people."}
    there = {one.row.topic: one.here for one in read(project, BASILDON)[1].topics}
    assert there["After dark"] == "Only people speak here: 1 of 1 person, and no figure of this place."
    assert set(there) == {"After dark", "Weapons in Basildon"}


def test_a_brief_that_rests_on_a_figure_of_the_place_touches_it(project: Project, study: Study) -> None:
    with project.change("A brief") as session:
        brief = add_brief(session, "Lights")
        option = add_option(session, brief, "Mend the lamps")
        cite(session, brief, "figure", study.harlow, option_id=option)
    (one,) = read(project, HARLOW)[1].touching
    assert one.sentence == "O2 Mend the lamps. It rests here on a figure."
    assert read(project, BASILDON)[1].touching == ()
    assert read(project, HARLOW, "public")[1].touching == (), "a draft is the team's own"


def test_harsh_words_of_the_team_are_pointed_out_and_quotes_are_not(project: Project, study: Study) -> None:
    with project.change("Findings") as session:
        key = write_finding(
            session, strand="numbers", source="Sport England", statement="Harlow is a hotspot of sitting still.",
            evidence=[Evidence("observation", study.harlow)], against="Not everybody.",
        )  # fmt: skip
        brief = add_brief(session, "Lights", problem="Harlow is notorious for its underpass.")
        add_option(session, brief, "Mend", what="One said “Harlow is a dump, a no-go area”.")
    worded = read(project, HARLOW)[1].worded
    assert [(where, one.words) for where, _, one in worded] == [("F1", "hotspot"), ("B1", "notorious")]
    assert read(project, BASILDON)[1].worded == ()
    with project.read() as session:
        said = [one for one in problems(session) if "would stick" in one.message]
    assert {(one.where, one.severity) for one in said} == {("F1", "warning"), ("B1", "warning")}
    with project.change("Reword") as session:
        amend(session, Finding, key, statement="Fewer adults are active in Harlow than in England.")
    assert [where for where, *_ in read(project, HARLOW)[1].worded] == ["B1"]


def test_a_county_shows_its_districts(project: Project, study: Study) -> None:
    figures, around = read(project, ESSEX)
    assert figures.indicators == ()
    (within,) = around.within
    assert [one.area for one in within.figures] == ["Basildon", "Harlow"]
    assert around.voices.said == "7 people: 7 live here."


def test_places_are_found_by_name_and_code(project: Project, study: Study) -> None:
    with project.read() as session:
        assert place_named(session, " harlow ") == HARLOW
        assert place_named(session, "e07000073") == HARLOW
        with pytest.raises(NoSuchPlaceError, match="Did you mean Harlow"):
            place_named(session, "Harlaw")
        with pytest.raises(NoSuchPlaceError, match="There is no place"):
            place_named(session, "")


def test_the_page_is_written_escaped_and_entered(project: Project, study: Study, tmp_path: Path) -> None:
    with project.change("A name like mark-up") as session:
        amend(session, Observation, study.harlow, area="<b>Harlow</b>")
        write_finding(
            session, strand="numbers", source="x", statement="<script>alert(1)</script>",
            evidence=[Evidence("observation", study.harlow)], against="Not everybody.",
        )  # fmt: skip
        row = add_row(session, "<img src=x onerror=1>")
        place(session, row, 1)
    taken = take_out(project, tmp_path / "harlow.html", place="Harlow")
    page = (tmp_path / "harlow.html").read_text(encoding="utf-8")
    assert taken.sentence.startswith("Wrote harlow.html, for the team only")
    assert "For the team only" in page
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;img src=x onerror=1&gt;" in page
    assert "Open Government Licence v3.0" in page
    assert not re.search(r"(src|href)=", page.replace("&lt;img src=", ""))
    with project.read() as session:
        from workbench.governance.departures import departures

        assert [(one.kind, one.name) for one in departures(session)] == [("place", "harlow.html")]


def test_few_people_do_not_leave(project: Project, study: Study, tmp_path: Path) -> None:
    write_place(project, tmp_path / "b.html", "Basildon", audience="public")
    page = (tmp_path / "b.html").read_text(encoding="utf-8")
    assert "Withheld by us: fewer than 5 people" in page
    assert "lamps went off" not in page
    assert "For the public" in page


def test_other_endings_and_other_wishes_are_refused(project: Project, study: Study, tmp_path: Path) -> None:
    with pytest.raises(EndingUnknownError, match="a place is written"):
        take_out(project, tmp_path / "harlow.docx", place="Harlow")
    with pytest.raises(PaperNotAskedSoError, match="say --place alone"):
        take_out(project, tmp_path / "harlow.html", place="Harlow", paper="codebook")
    assert not list(tmp_path.glob("harlow*"))
