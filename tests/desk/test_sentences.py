"""Sentences of the team that name somebody: no writer lets one out, and it is said where it stands and what to do."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.displays import add_people
from workbench.briefs.evidence import cite
from workbench.briefs.options import Brief, Option, add_brief, add_option, prefer
from workbench.coding.codebook import Code
from workbench.coding.memos import write_memo
from workbench.desk.briefs.brief import write_brief
from workbench.desk.door.sentences import NamesSomebodyError, look_through, without_names
from workbench.desk.notebook import Study
from workbench.desk.places.paper import write_place
from workbench.desk.tables.declared import make_table, written
from workbench.desk.take_out import note_shown, take_out
from workbench.governance.departures import departures
from workbench.governance.known_names import KnownNames, looks_named
from workbench.project.file import Project
from workbench.rows import add, amend
from workbench.sources.cases import case_named, set_attribute
from workbench.sources.consent import set_consent
from workbench.sources.speakers import Speaker
from workbench.triangulation.displays.displays import add_display
from workbench.triangulation.displays.drawing import draw
from workbench.triangulation.displays.notes import write_note
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.findings import Finding, write_finding
from workbench.triangulation.protocol.topic_rows import TopicRow, add_row, place

SAYS = "It was Kerry Walsh’s brother & nobody else, she says."
Writer = Callable[[Project, Path], object]


def _out(name: str, **asked: Any) -> Writer:
    return lambda project, folder: take_out(project, folder / name, audience="public", **asked)


def _printed(project: Project, folder: Path) -> object:
    table = make_table(project, "findings", audience="public")
    return note_shown(project, table, written(table, "md"), "public")


WRITERS: dict[str, tuple[str, Writer]] = {
    "workbook": ("finding", _out("out.xlsx")),
    "workbook, one sheet": ("topic", _out("out.xlsx", sheets=["convergence"])),
    "csv": ("finding", _out("out.csv", table="findings")),
    "json": ("finding", _out("out.json", table="findings")),
    "markdown": ("finding", _out("out.md", table="findings")),
    "printed": ("finding", _printed),
    "notebook": ("finding", lambda project, _: Study(project).table("findings", audience="public")),
    "codebook as html": ("code", _out("out.html", paper="codebook")),
    "codebook as word": ("code", _out("out.docx", paper="codebook")),
    "codes": ("code", _out("out.csv", table="codes")),
    "options": ("option", _out("out.csv", table="options")),
    "brief as html": (
        "option",
        lambda project, folder: write_brief(project, "O1", folder / "out.html", audience="public"),
    ),
    "brief as markdown": (
        "finding",
        lambda project, folder: write_brief(project, "O1", folder / "out.md", audience="public"),
    ),
    "display as html": ("display", _out("out.html", paper="display", display="By sex")),
    "display as table": ("display", _out("out.csv", table="display", display="By sex")),
    "place": (
        "planned",
        lambda project, folder: write_place(project, folder / "out.html", "Harlow", audience="public"),
    ),
}


@pytest.fixture
def keys(project: Project) -> dict[str, Any]:
    """A study in which Kerry Walsh has agreed to nothing, and what can be written in, by key."""
    with project.change("Study") as session:
        made = add_people(session, consent="given")
        kerry = case_named(session, "Kerry Walsh")
        finding = write_finding(
            session, strand="words", source="interviews", statement="They go round.", prominence="high",
            evidence=[Evidence("theme", made.theme)], against="One walks it.",
        )  # fmt: skip
        counted = write_finding(
            session, strand="numbers", source="Active Lives", statement="Fewer are active.", prominence="high",
            evidence=[Evidence("observation", made.harlow)], against="It counts adults.",
        )  # fmt: skip
        row = add_row(session, "Getting home")
        place(session, row, finding)
        place(session, row, counted)
        brief = add_brief(session, "Ways home", decision_asked="Mend the lamps.")
        option = add_option(session, brief, "Mend the lamps")
        prefer(session, option)
        cite(session, brief, "finding", finding, option_id=option)
        cite(session, brief, "figure", made.harlow, option_id=option)
        amend(session, Brief, brief, status="for decision")
        display = add_display(session, "statistics by themes", "By sex", {"by": "sex"})
    return {"kerry": kerry, "finding": finding, "counted": counted, "row": row, "option": option, "display": display,
            "code": made.dark, "study": made}  # fmt: skip


def write(project: Project, keys: dict[str, Any], where: str, text: str) -> None:
    with project.change("Write") as session:
        match where:
            case "finding":
                amend(session, Finding, keys["finding"], against=text)
            case "planned":
                amend(session, Option, keys["option"], title=text)
            case "topic":
                amend(session, TopicRow, keys["row"], title=text)
            case "code":
                amend(session, Code, keys["code"], definition=text)
            case "option":
                amend(session, Option, keys["option"], what=text)
            case _:
                shown = draw(session, keys["display"])
                for row in shown.rows:
                    write_note(session, shown, row.about, text, "expansion")


@pytest.mark.parametrize("writer", WRITERS)
def test_no_writer_lets_a_name_out_and_each_says_where_it_is(
    project: Project, keys: dict[str, Any], tmp_path: Path, writer: str
) -> None:
    where, make = WRITERS[writer]
    write(project, keys, where, SAYS)
    with pytest.raises(NamesSomebodyError) as refused:
        make(project, tmp_path)
    said = str(refused.value)
    assert "names Kerry Walsh, who has not agreed to be told of to public" in said
    assert said.startswith("Nothing was written. ")
    assert said.endswith("Say it without the name, such as “one person”, and take it out again.")
    assert not list(tmp_path.glob("out.*"))
    with project.read() as session:
        assert departures(session) == []
    write(project, keys, where, "One person said so.")
    make(project, tmp_path)
    with project.read() as session:
        assert len(departures(session)) == 1


def test_the_team_reads_every_name(project: Project, keys: dict[str, Any], tmp_path: Path) -> None:
    write(project, keys, "finding", SAYS)
    take_out(project, tmp_path / "out.csv", table="findings")
    assert "Kerry Walsh’s brother & nobody" in (tmp_path / "out.csv").read_text("utf-8")


def test_a_person_who_may_be_told_of_is_named(project: Project, keys: dict[str, Any], tmp_path: Path) -> None:
    write(project, keys, "finding", SAYS)
    with project.change("Consent") as session:
        set_consent(session, keys["kerry"], "paraphrase", "given")
        set_consent(session, keys["kerry"], "audience", "given", audience="public")
    taken = take_out(project, tmp_path / "out.csv", table="findings", audience="public")
    assert not any("looks like" in one or "a name" in one for one in taken.left_out)


def test_a_name_that_does_not_leave_stops_nothing(project: Project, keys: dict[str, Any], tmp_path: Path) -> None:
    with project.change("Memo") as session:
        write_memo(session, SAYS, about="project")
    take_out(project, tmp_path / "out.xlsx", audience="public")
    write(project, keys, "option", SAYS)
    take_out(project, tmp_path / "out.csv", table="findings", audience="public")


def test_what_looks_like_a_name_goes_with_a_sentence(project: Project, keys: dict[str, Any], tmp_path: Path) -> None:
    write(project, keys, "finding", "Her friend Moses rang 07700 900123.")
    said = take_out(project, tmp_path / "out.csv", table="findings", audience="public").left_out
    assert any(one.startswith("F1 holds a name (“Her friend Moses rang") for one in said)
    assert any(one.startswith("F1 holds a phone number") for one in said)
    assert all("somebody else of the team" in one for one in said if one.startswith("F1"))


def test_a_description_that_fits_one_person_only_is_pointed_at(project: Project, keys: dict[str, Any]) -> None:
    with project.change("Jobs") as session:
        set_attribute(session, keys["study"].cases[0], "job", "lollipop lady")
        for case in keys["study"].cases[1:]:
            set_attribute(session, case, "job", "shop worker")
    write(project, keys, "finding", "The lollipop lady and a shop worker differ.")
    with project.read() as session:
        found = look_through(session, "public", "The lollipop lady and a shop worker differ.")
    assert found.blocked == ()
    assert [one.partition(" (")[0] for one in found.doubtful] == ["F1 holds a description that fits one person only"]


def test_a_voice_for_whom_nobody_agreed_is_not_named(project: Project, keys: dict[str, Any]) -> None:
    with project.change("A voice") as session:
        add(session, Speaker, document_id=keys["study"].document, label="Jodie", role="supporter")
        add(session, Speaker, document_id=keys["study"].document, label="Marian", role="interviewer")
    write(project, keys, "finding", "So Jodie told Marian at the gate.")
    with project.read() as session:
        found = look_through(session, "public", "x So Jodie told Marian at the gate. x")
    assert [one.partition(": ")[0] for one in found.blocked] == [
        "F1 names Jodie, a voice in a transcript for whom nobody has agreed"
    ]


def test_many_places_are_said_in_one_message(project: Project, keys: dict[str, Any], tmp_path: Path) -> None:
    with project.change("Many") as session:
        for number in range(6):
            add(session, Code, name=f"Code {number} of Kerry Walsh")
    with pytest.raises(NamesSomebodyError, match=r"3 more like this\."):
        take_out(project, tmp_path / "out.csv", table="codes", audience="public")


def test_what_nobody_can_word_anew_is_told_without_the_name(
    project: Project, keys: dict[str, Any], tmp_path: Path
) -> None:
    with project.change("Consent of Kerry Walsh"):
        pass
    with project.change("Consent of Kerry Walsh") as session:
        set_consent(session, keys["kerry"], "verbatim", "refused")
    take_out(project, tmp_path / "for Kerry Walsh.csv", table="codes", audience="public")
    for table in ("history", "exports"):
        taken = make_table(project, table, audience="public")
        text = written(taken, "csv")
        assert "Kerry" not in text
        assert "of somebody" in text or "for somebody.csv" in text
        assert "Kerry" in written(make_table(project, table), "csv")
    with project.read() as session:
        assert without_names(session, "internal")("Kerry Walsh") == "Kerry Walsh"


def test_names_are_words_of_their_own() -> None:
    names = KnownNames({1: "Kai", 2: "P1", 3: "12", 4: "Kerry Walsh"})
    found = {text: [one.person for one in names.find(text)] for text in (
        "Kaiser and kai", "Kai’s bus", "p1, P10 and P12", "12 of 16", "Person 12 of 16", "kerry\nwalsh", "Walsh",
    )}  # fmt: skip
    assert found == {
        "Kaiser and kai": [], "Kai’s bus": [1], "p1, P10 and P12": [2], "12 of 16": [], "Person 12 of 16": [3],
        "kerry\nwalsh": [4], "Walsh": [],
    }  # fmt: skip


def test_places_and_figures_look_like_nobody() -> None:
    for text in (
        "In Uttlesford 249 of the 261 records lie in one LSOA, 228 of them at an airport.",
        "Southend-on-Sea had 77 offences from October 2018 to February 2019, 42.1 per 100,000.",
        "Essex Police count searches; Active Lives asks adults.",
    ):
        assert looks_named(text) == []


def test_hundreds_of_sentences_are_looked_through_quickly() -> None:
    names = KnownNames({key: f"Kerry {chr(65 + key % 26)}alsh{key}" for key in range(5_000)})
    sentences = [
        f"{number} of the people interviewed in Harlow said that Ms Okafor or the {number}th lamp on the way was why they"
        " go round by the shops, and two that nothing is wrong with it."
        for number in range(500)
    ]
    assert all(looks_named(one) for one in sentences[:2])
    begun = time.process_time()
    for one in sentences:
        list(names.find(one))
        looks_named(one)
    assert (time.process_time() - begun) / len(sentences) < 0.003
