"""The ethics pack of hand-made projects: honest where nothing is, true where something is, versioned, and through the door."""

from __future__ import annotations

import hashlib
import re
from html import unescape
from pathlib import Path
from typing import Any

import docx
import pytest

from tests.study import Study, add_study
from workbench.briefs.benefits import Benefit
from workbench.briefs.conditions import Asked, conditions, settle_condition
from workbench.briefs.decisions import decide
from workbench.briefs.equality import EqualityEffect
from workbench.briefs.ethics import advice, advise, answer, packs, settle_advice
from workbench.briefs.ethics_questions import PARTS, QUESTIONS
from workbench.briefs.flows import Flow
from workbench.briefs.options import add_brief, add_option
from workbench.briefs.partners import Partner
from workbench.briefs.risks import Risk
from workbench.desk.door.door import door
from workbench.desk.door.leaving import EndingUnknownError, FolderMissingError
from workbench.desk.door.sentences import NamesSomebodyError
from workbench.desk.ethics.pack import OPEN
from workbench.desk.ethics.parts import read_parts, says_of
from workbench.desk.ethics.people import Rule, cells_of
from workbench.desk.ethics.writing import write_pack
from workbench.desk.merging.merge import merge
from workbench.desk.problems import problems
from workbench.desk.tables.declared import make_table
from workbench.desk.take_out import take_out
from workbench.governance.audiences import AudienceUnknownError, add_audience
from workbench.governance.departures import departures
from workbench.project.backup import backup
from workbench.project.file import Project, create, open_file
from workbench.rows import add, amend
from workbench.sources.cases import Case, set_attribute
from workbench.sources.consent import set_consent
from workbench.sources.sample import set_group

COMMITTEE = "the ethics committee"


@pytest.fixture
def study(project: Project) -> Study:
    with project.change("Study") as session:
        made = add_study(session, consent="given")
        add_audience(session, "public", description="Anyone")
    return made


def text_of(path: Path) -> str:
    """All that is said in a pack, spaces once."""
    if path.suffix == ".html":
        page = path.read_text(encoding="utf-8")
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.partition("<body")[2])).split())
    document = docx.Document(str(path))
    said = [one.text for section in document.sections for one in section.header.paragraphs]
    said += [one.text for one in document.paragraphs]
    said += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join(" ".join(said).split())


def pack(project: Project, folder: Path, name: str = "pack.html", **asked: Any) -> str:
    return text_of(write_pack(project, folder / name, **asked).path)


def test_a_project_with_nothing_in_it_says_so(project: Project, tmp_path: Path) -> None:
    with project.change("Readers") as session:
        add_audience(session, "public")
    for name in ("pack.html", "pack.docx"):
        said = pack(project, tmp_path, name)
        for title in PARTS.values():
            assert title in said
        assert said.count(OPEN) == len(QUESTIONS)
        assert f"0 questions of {len(QUESTIONS)} that only people can answer are answered" in said
        assert "This project has not listened to anybody yet." in said
        assert "Nobody's words are in the project." in said
        assert "No figures are in the project." in said
        assert "No option is written yet, so nothing is recorded of what one could do to anybody." in said
        assert "It has no passphrase: whoever has the file can read it." in said
        assert "A draft. It has not gone to a committee." in said
        assert "The record of how a computer was used" not in said


def test_what_the_records_hold_is_told(project: Project, study: Study, tmp_path: Path) -> None:
    with project.change("A brief") as session:
        brief = add_brief(session, "Lamps", decision_asked="Mend the lamps.", by_whom="The council")
        option = add_option(session, brief, "Mend them")
        add(
            session,
            Risk,
            option_id=option,
            text="They break again",
            likelihood="high",
            impact="low",
            owner="",
            mitigation="",
        )
        add(session, EqualityEffect, option_id=option, characteristic="age", effect="negative", why="The old fall.")
        add(session, Benefit, option_id=option, text="Light", to_whom="everybody who walks", amount="40 lamps")
        add(session, Partner, option_id=option, name="The police", effect="data", does="gives records", agrees="no")
        add(session, Flow, name="Calls about the path", partner="The police", purpose="to see whether it is used")
        decision = decide(session, brief, option_id=option, outcome="approve with conditions", reasons="Dark.",
                          deciders="The cabinet", dissent="One member would wait.", decided_on="2026-06-18",
                          conditions=[Asked("Ask again", "", "2026-09-01")])  # fmt: skip
        (row,) = conditions(session, [decision])
        settle_condition(session, row.id, "met", "Asked.")
        set_group(session, "part", "young person", invited=40, refused=12, population=900, source="Census")
    assert row
    said = pack(project, tmp_path, audience="internal")
    for wanted in (
        "Mend the lamps. Asked of: The council.",
        "Approve with conditions: option Mend them, on 18 June 2026. Decided by: The cabinet.",
        "One member would wait.",
        "Ask again nobody is named 1 September 2026 met: Asked.",
        "They break again (how likely: high; how grave: low) Nobody has written this down. Nobody is named for it.",
        "Bad: The old fall.",
        "disability, gender reassignment, marriage and civil partnership",
        "Light, to everybody who walks (40 lamps)",
        "The police gives records They do not agree",
        "Calls about the path The police to see whether it is used not recorded No agreement yet",
        "young person 0 40 12",
        "8 people spoke with the team. What they said is in this project.",
        "was agreed to, with conditions, on 18 June 2026.",
    ):
        assert wanted in said or wanted.replace("option Mend them", "option O2 Mend them") in said, wanted


def test_few_people_are_told_in_words_outside_the_team(project: Project, study: Study, tmp_path: Path) -> None:
    with project.change("One refuses") as session:
        set_consent(session, study.cases[0], "verbatim", "refused")
        for key in study.cases[:6]:
            set_attribute(session, key, "part", "young person", kind="choice")
        set_attribute(session, study.cases[6], "part", "bus driver", kind="choice")
        set_attribute(session, study.cases[7], "part", "teacher", kind="choice")
    inside, outside = pack(project, tmp_path, audience="internal"), pack(project, tmp_path)
    assert "to be quoted 7 1 0 0" in inside
    assert "to be quoted most a few nobody nobody" in outside
    assert "bus driver: 1; teacher: 1; young person: 6" in inside
    assert "bus driver" not in outside
    assert "young person: 6" not in outside, "who is left over would be two"


@pytest.mark.parametrize(
    ("counts", "fewest", "base", "told"),
    [
        ([8, 0], 5, 0, ("8", "0")),
        ([6, 2], 5, 0, ("most", "a few")),
        ([6, 2], 0, 0, ("6", "2")),
        ([52, 98], 5, 5, ("50", "100")),
        ([], 5, 0, ()),
    ],
)
def test_parts_of_a_whole_are_all_numbers_or_all_words(
    counts: list[int], fewest: int, base: int, told: tuple[str, ...]
) -> None:
    assert cells_of(counts, fewest, base) == told


def test_nobody_can_reckon_a_group_of_few_from_the_others() -> None:
    for few in range(1, 5):
        said = Rule(5).groups({"a": 20, "b": 9, "c": few})
        rest = next(int(one.partition(": ")[2]) for one in said if one.startswith("others"))
        assert rest >= 5
        assert not [one for one in said if one.startswith("c")]


def test_a_version_is_kept_with_the_hash_of_the_file_and_a_draft_is_not(
    project: Project, study: Study, tmp_path: Path
) -> None:
    with project.change("Answer") as session:
        answer(session, "purpose", "For the lamps.")
    write_pack(project, tmp_path / "draft.html")
    with project.read() as session:
        assert packs(session) == []
    taken = write_pack(project, tmp_path / "one.docx", committee=COMMITTEE, meeting="7 July 2026")
    with project.read() as session:
        (kept,) = packs(session)
        left = departures(session)
    assert kept.content == hashlib.sha256(taken.path.read_bytes()).hexdigest() == left[0].content
    assert [(one.kind, one.audience) for one in left] == [("ethics pack", "public")] * 2
    assert (kept.number, kept.meeting) == (1, "2026-07-07")
    assert project.undo().name == "Answer"  # type: ignore[union-attr]
    with project.read() as session:
        assert len(packs(session)) == 1, "what has left is not taken back"


def test_what_changed_since_the_last_version_is_marked_and_nothing_else(
    project: Project, study: Study, tmp_path: Path
) -> None:
    write_pack(project, tmp_path / "one.html", committee=COMMITTEE)
    same = pack(project, tmp_path)
    assert "It says the same as now." in same
    assert "(changed since version 1)" not in same
    with project.change("Answer") as session:
        answer(session, "purpose", "For the lamps.")
        advise(session, "Say who pays.")
        settle_advice(session, advise(session, "Say less."), "done", "Said less.", on="1 March 2026")
    said = pack(project, tmp_path, "two.html", committee=COMMITTEE, meeting="9 February 2027")
    assert "Version 2, for the ethics committee, for its meeting on 9 February 2027." in said
    assert said.count("(changed since version 1)") == 1
    assert "What question does this work answer, and for whom? (changed since version 1) For the lamps." in said
    assert "Say who pays. the ethics committee, on version 1 ○ Open Nothing is written down yet." in said
    assert "Say less. the ethics committee, on version 1 ✓ Done Said less. (1 March 2026)" in said
    other = pack(project, tmp_path, audience="internal")
    assert "It was written for other readers, so what changed is not marked." in other


def test_a_pack_older_than_what_it_tells_is_a_problem(project: Project, study: Study, tmp_path: Path) -> None:
    def older() -> list[str]:
        with project.read() as session:
            return [one.message for one in problems(session) if "something else than the project" in one.message]

    assert older() == []
    write_pack(project, tmp_path / "one.html", committee=COMMITTEE)
    write_pack(project, tmp_path / "draft.html")
    assert older() == [], "the pack itself is nothing that left"
    with project.change("Refuse") as session:
        set_consent(session, study.cases[0], "verbatim", "refused")
    (said,) = older()
    assert said.startswith("Version 1 says something else than the project now, under “What people agreed to”")
    project.undo()
    assert older() == []
    take_out(project, tmp_path / "a.csv", table="codes", audience="public")
    assert "“What has left the team, and for whom”" in older()[0]


def test_whoever_may_not_be_shown_is_not_named(project: Project, study: Study, tmp_path: Path) -> None:
    with project.change("Name") as session:
        amend(session, Case, study.cases[0], label="Kerry Walsh")
        set_consent(session, study.cases[0], "paraphrase", "refused")
        answer(session, "unheard", "We spoke with Kerry Walsh and nobody else there.")
    out = tmp_path / "pack.html"
    with pytest.raises(NamesSomebodyError, match="An answer in the ethics pack names Kerry Walsh"):
        write_pack(project, out, committee=COMMITTEE)
    assert not out.exists()
    with project.read() as session:
        assert packs(session) == []
    write_pack(project, out, audience="internal")


def test_bad_asking_is_a_sentence_and_writes_nothing(project: Project, study: Study, tmp_path: Path) -> None:
    for out, asked, error in (
        ("pack.txt", {}, EndingUnknownError),
        ("no/pack.html", {}, FolderMissingError),
        ("pack.html", {"audience": "nobody"}, AudienceUnknownError),
    ):
        with pytest.raises(error):
            write_pack(project, tmp_path / out, committee=COMMITTEE, **asked)
    with project.read() as session:
        assert packs(session) == []
        assert departures(session) == []


def test_a_passphrase_is_told(tmp_path: Path) -> None:
    with create(tmp_path / "a.workbench", title="A", coder="amina", passphrase="four plain words") as project:
        with project.change("Readers") as session:
            add_audience(session, "public")
        assert "It has a passphrase; without that nobody can read it." in pack(project, tmp_path)


def test_what_is_said_does_not_depend_on_when_it_is_read(project: Project, study: Study) -> None:
    with project.read() as session:
        first = says_of(read_parts(door(session, "public")))
    with project.read() as session:
        assert says_of(read_parts(door(session, "public"))) == first


def test_the_tables_hold_questions_and_recommendations(project: Project, study: Study, tmp_path: Path) -> None:
    write_pack(project, tmp_path / "one.html", committee=COMMITTEE)
    with project.change("Answer") as session:
        answer(session, "purpose", "For the lamps.")
        advise(session, "Say who pays.")
    inside, outside = make_table(project, "ethics"), make_table(project, "ethics", audience="public")
    assert len(inside.rows) == len(QUESTIONS)
    (row,) = [one for one in inside.rows if one[3]]
    assert row[:5] == (
        "purpose",
        PARTS["purpose"],
        "What question does this work answer, and for whom?",
        "For the lamps.",
        "amina",
    )
    assert {one[4] for one in outside.rows} == {None}
    assert make_table(project, "advice").rows == (
        (1, COMMITTEE, "Say who pays.", "open", "", "", "amina", "version 1"),
    )


def test_the_demonstration_has_two_versions_with_one_recommendation_done(demonstration: Path) -> None:
    first, second = (text_of(demonstration / f"getting-about-safely-ethics-{number}.docx") for number in (1, 2))
    for said in (first, second):
        assert "Invented for demonstration." in said
        assert "▢ Not answered yet" not in said or said is first
    assert "Step 7: who signed it, when, and when is it looked at again? " + OPEN in first
    assert "✓ Done Six young people read it at the youth club." in second
    assert "○ Open Nothing is written down yet." in second
    assert second.count("(changed since version 1)") == 3
    silent = {"Callum", "Remi", "Kai", "Hannah", "Lorraine"}
    assert not [name for name in silent if re.search(rf"\b{name}\b", first + second)]


def newest(copy: Project) -> tuple[int, str, str]:
    """The number, fingerprint and time of the newest version."""
    with copy.read() as session:
        one = packs(session)[-1]
    return one.number, one.content, one.at


def test_two_copies_that_each_kept_version_2_stay_told_apart(project: Project, study: Study, tmp_path: Path) -> None:
    write_pack(project, tmp_path / "1.html", committee=COMMITTEE, audience="public")
    with open_file(backup(project, tmp_path / "theirs.workbench"), coder="ben") as theirs:
        for copy, asked in ((project, "Say more of phones."), (theirs, "Ask young people.")):
            write_pack(copy, tmp_path / f"{copy.coder}.html", committee=COMMITTEE, audience="public")
            with copy.change("Recommended") as session:
                advise(session, asked)
        kept = {newest(copy) for copy in (project, theirs)}
    merge(project, theirs.path)
    with project.read() as session:
        there = packs(session)
        given = advice(session)
    assert [one.number for one in there] == [1, 2, 2], "no row is changed"
    assert {(one.number, one.content, one.at) for one in there[1:]} == kept
    assert there[0].name == "version 1"
    names = [one.name for one in there[1:]]
    assert len(set(names)) == 2
    assert all(name.startswith("version 2 kept on ") for name in names)
    assert {one.text: one.version for one in given} == {
        one.text: next(pack.name for pack in there if pack.id == one.pack_id) for one in given
    }
    assert len({one.version for one in given}) == 2
    table = make_table(project, "advice")
    assert sorted(row[-1] for row in table.rows) == sorted(names)
    write_pack(project, tmp_path / "3.html", committee=COMMITTEE, audience="public")
    said = text_of(tmp_path / "3.html")
    assert f"What is new since {names[-1]}" in said
    assert all(f"{COMMITTEE}, on {name}" in said for name in names)
    with project.read() as session:
        assert packs(session)[-1].name == "version 3"
