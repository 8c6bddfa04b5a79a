"""What we do not know, as it leaves: the door, tables, the paper, the place's page; copies that meet, and a withdrawal."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import docx
import pytest

from tests.desk.copies import differences, state_of
from tests.study import Study, add_study
from workbench.desk.door.door import door
from workbench.desk.merging.merge import merge
from workbench.desk.not_known import Telling, read_not_known
from workbench.desk.paper.unknown import not_known
from workbench.desk.paper.wanted import Wanted
from workbench.desk.paper.writing import write_paper
from workbench.desk.places.unknown import wanted_of
from workbench.desk.tables.declared import make_table
from workbench.desk.withdrawal.withdrawing import withdraw
from workbench.exchange.paper.pages import Listing
from workbench.governance.audiences import add_audience
from workbench.project.backup import backup
from workbench.project.file import Project, open_file
from workbench.rows import add
from workbench.sources.asked import record_all_asked
from workbench.sources.cases import Case, set_place
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.finding_evidence import FindingEvidence
from workbench.triangulation.findings import Finding, write_finding
from workbench.triangulation.links import link
from workbench.triangulation.protocol.topic_rows import RowFinding, TopicRow, add_row, place, rate
from workbench.triangulation.silence.checks import answer_check, checks
from workbench.triangulation.silence.requests import request_figure, request_question, set_state
from workbench.triangulation.silence.silences import say_why
from workbench.triangulation.silence.threads import follow, open_thread, park, settle
from workbench.triangulation.unpaired import unpaired

FIGURES, WORDS = "Active Lives", "interviews"
HARLOW = "E07000073"


@pytest.fixture
def study(project: Project) -> Study:
    """Two topics on which only one side speaks, one on which both do and clash, a request and a question each."""
    with project.change("Bring in") as session:
        made = add_study(session, consent="given")
        add_audience(session, "public")
        words = write_finding(
            session, strand="words", source=WORDS, statement="They go round.", evidence=[Evidence("theme", made.theme)],
            prominence="high", against="Not everybody.",
        )  # fmt: skip
        numbers = write_finding(
            session, strand="numbers", source=FIGURES, statement="Fewer are active.", prominence="medium",
            evidence=[Evidence("observation", made.harlow)], against="Not everybody.",
        )  # fmt: skip
        both = add_row(session, "Getting home")
        alone = add_row(session, "Being active in Harlow", question_id=made.question)
        dark = add_row(session, "The dark")
        for row, finding in ((both, words), (both, numbers), (alone, numbers), (dark, words)):
            place(session, row, finding)
        rate(session, both, FIGURES, WORDS, meaning="opposed", confirmed="dissonance", why="All 8 go round.")
        record_all_asked(session, made.cases, {made.question: "not asked"})
        say_why(session, dark, FIGURES, "no figure published", "Nobody counts the dark.")
        request_figure(
            session,
            "Lamps that are out",
            whom="Highways, Ms Field",
            area=HARLOW,
            due="3 March 2027",
            row_id=dark,
            source=FIGURES,
        )
        request_question(
            session, "Do you go out in the dark?", short="dark", whom="P3 and friends", row_id=alone, source=WORDS
        )
        thread = open_thread(session, "Why do Active Lives and interviews point in opposite directions?", row_id=both)
        follow(session, thread, looked_at="Interviews", saw="P3 tells of a phone.")
        answer_check(session, thread, "people", "no", "P3 is a child.")
    return made


def test_silences_stand_by_their_kind_with_what_is_being_done(project: Project, study: Study) -> None:
    with project.read() as session:
        known = read_not_known(session)
    groups = {
        kind: [(one.silence.topic, one.silence.source, one.doing) for one in some] for kind, some in known.by_kind()
    }
    assert groups == {
        "not asked": [("Being active in Harlow", WORDS, "1 request")],
        "no figure published": [("The dark", FIGURES, "1 request")],
    }
    (clash,) = known.clashes
    assert (clash.topic, clash.why, [one.owner for one in clash.threads]) == (
        "Getting home",
        "All 8 go round.",
        ["amina"],
    )
    entry = known.at(known.entries[0].silence.row_id, WORDS)
    assert entry is not None
    assert entry.requests[0].question == "dark"
    assert known.at(known.entries[0].silence.row_id, FIGURES) is None


def test_a_name_of_several_words_does_not_leave_the_team_either(project: Project, study: Study) -> None:
    with project.change("A person") as session:
        add(session, Case, label="Mother at the Gate-house")
        add_audience(session, "public")
        telling = Telling(door(session, "public"))
        assert telling.told("The mother at the gate house knows.") == ""
        assert telling.told("A mother at a gate knows.") == "A mother at a gate knows."


def test_a_question_that_names_a_source_belongs_to_its_silence_only(project: Project, study: Study) -> None:
    with project.change("Follow") as session:
        row = read_not_known(session).entries[-1].silence.row_id
        open_thread(session, "What would interviews say of the dark?", row_id=row)
        known = read_not_known(session)
        assert known.at(row, FIGURES).threads == ()  # type: ignore[union-attr]
        one = open_thread(session, "Who else could be asked?", row_id=row)
        settle(session, one, "Nobody.")
        park(session, open_thread(session, "And in winter?", row_id=row), "No money.")
        known = read_not_known(session)
    entry = known.at(row, FIGURES)
    assert entry is not None
    assert entry.doing == "1 request, 1 question left for later"
    assert [each.state for each in entry.threads] == ["resolved", "parked"]


def test_a_name_or_a_number_does_not_leave_the_team(project: Project, study: Study) -> None:
    with project.read() as session:
        telling = Telling(door(session, "public"))
        assert (
            telling.told("Nobody counts the dark in 2019/20 or 2024.") == "Nobody counts the dark in 2019/20 or 2024."
        )
        assert telling.told("p3 said so.") == ""
        assert telling.told("One of the mothers said so.") == ""
        assert telling.told("A handful did.") == ""
        assert telling.told("12 of 16 said so.", "People said so.") == "People said so."
        assert telling.left_out == 3
        assert Telling(door(session, "internal")).told("P3 said so.") == "P3 said so."


def test_the_tables_say_more_to_the_team_than_to_others(project: Project, study: Study) -> None:
    rows = {row[:2]: row for row in make_table(project, "silences").rows}
    assert rows["The dark", FIGURES][3:9] == (
        "no figure published", "said", "Nobody counts the dark.", "cannot tell",
        rows["The dark", FIGURES][7], "amina: no figure published",
    )  # fmt: skip
    assert rows["Being active in Harlow", WORDS][3:6] == (
        "not asked",
        "proposed",
        "“journeys” was put to nobody of the 8 in interviews.",
    )
    outside = {row[:2]: row for row in make_table(project, "silences", audience="public").rows}
    assert outside["The dark", FIGURES][8] is None
    assert outside["Being active in Harlow", WORDS][5] == "“journeys” was put to nobody in interviews."
    team, public = (make_table(project, "requests", audience=audience) for audience in ("internal", "public"))
    assert [row[6] for row in team.rows] == ["Highways, Ms Field", "P3 and friends"]
    assert {(row[6], row[11]) for row in public.rows} == {(None, None)}
    assert team.rows[0][5] == HARLOW
    threads = make_table(project, "threads").rows
    assert (threads[0][3], threads[0][8]) == ("amina", "1 of 9")
    assert make_table(project, "threads", audience="public").rows[0][3] is None
    assert ("indicator", "Physically active adults") in make_table(project, "unpaired").rows


@pytest.mark.parametrize("ending", ["docx", "html"])
def test_the_paper_is_written_and_passes_the_door(project: Project, study: Study, tmp_path: Path, ending: str) -> None:
    taken = write_paper(project, tmp_path / f"a.{ending}", "unknown", audience="public")
    assert taken.path.stat().st_size > 1_000
    assert "left out: " in taken.sentence


def test_the_map_on_paper_has_room_for_every_source(project: Project, study: Study, tmp_path: Path) -> None:
    write_paper(project, tmp_path / "a.docx", "unknown")
    first, *others = (column.width for column in docx.Document(str(tmp_path / "a.docx")).tables[0].columns)
    assert first is not None
    assert [round(first / width, 1) for width in others if width] == [1.5, 1.5]


def test_what_the_paper_tells_the_team_and_others(project: Project, study: Study) -> None:
    with project.read() as session:
        told = {
            audience: "\n".join(_texts(not_known(session, Wanted(door(session, audience))).blocks))
            for audience in ("internal", "public")
        }
    for words in ("○ (not asked)", "– no figure", "Nobody counts the dark.", "≠ Sources point in opposite directions"):
        assert words in told["internal"]
        assert words in told["public"]
    for words in ("Ms Field", "All 8 go round.", "amina", "P3"):
        assert words not in told["public"]
    assert "Ms Field" in told["internal"]
    assert "All 8 go round." in told["internal"]


def _texts(blocks: tuple[Any, ...]) -> list[str]:
    found = []
    for block in blocks:
        if isinstance(block, Listing):
            found += [cell for row in (block.columns, *block.rows) for cell in row]
        else:
            found.append(block.text)
    return found


def test_an_empty_project_says_so_on_paper(project: Project, tmp_path: Path) -> None:
    taken = write_paper(project, tmp_path / "a.html", "unknown")
    assert "No topics are set down yet" in taken.path.read_text(encoding="utf-8")


def test_a_request_stands_on_the_page_of_its_place_until_it_is_answered(project: Project, study: Study) -> None:
    with project.read() as session:
        team = [one.sentence for one in wanted_of(door(session, "internal"), frozenset({HARLOW}))]
        public = [one.sentence for one in wanted_of(door(session, "public"), frozenset({HARLOW}))]
        assert wanted_of(door(session, "internal"), frozenset({"E07000077"})) == []
    assert team[0] == "A figure: Lamps that are out, for Harlow, of Highways, Ms Field, by 3 March 2027 (planned)."
    assert public[0] == "A figure: Lamps that are out, for Harlow, by 3 March 2027 (planned)."
    with project.change("It came") as session:
        set_state(session, 1, "answered", "By street.")
    with project.read() as session:
        assert not any("Lamps" in one.sentence for one in wanted_of(door(session, "internal"), frozenset({HARLOW})))


def test_what_stands_alone(project: Project, study: Study) -> None:
    with project.read() as session:
        alone = unpaired(session)
    assert (alone.themes, alone.codes, alone.indicators) == (
        ("The long way home",), ("Police not there",), ("Physically active adults",),
    )  # fmt: skip
    with project.change("Link") as session:
        link(session, study.theme, study.indicator)
        alone = unpaired(session)
    assert (alone.themes, alone.indicators) == ((), ())


def test_copies_that_meet_keep_what_either_did(project: Project, study: Study, tmp_path: Path) -> None:
    with open_file(backup(project, tmp_path / "theirs.workbench"), coder="ben") as theirs:
        with theirs.change("Ben asks and answers") as session:
            request_question(session, "Who lit it?", short="lit", whom="Parents")
            answer_check(session, 1, "people", "yes", "They are the same.")
            set_state(session, 1, "asked")
        with project.change("Amina goes on") as session:
            set_state(session, 2, "asked")
            answer_check(session, 1, "time", "yes")
        merge(project, theirs.path)
        merge(theirs, project.path)
        assert not differences(state_of(project), state_of(theirs))
    with project.read() as session:
        known = read_not_known(session)
    assert {(one.question, one.state) for one in known.requests} == {
        ("", "asked"),
        ("dark", "asked"),
        ("lit", "planned"),
    }
    assert {row[8] for row in make_table(project, "threads").rows} == {"2 of 9"}


def test_a_withdrawal_says_where_the_name_stands_in_requests_checks_and_steps(project: Project, study: Study) -> None:
    with project.change("It came") as session:
        set_state(session, 1, "answered", "They say: the police never even came out, not once in a year.")
        answer_check(
            session, 1, "time", "yes", "My brother got his phone taken there and the police never even came out."
        )
    done = withdraw(project, "P3")
    said = [str(one) for one in done.touched.mentions]
    assert any(one.startswith("a request: ") and "P3 and friends" in one for one in said)
    assert any(one.startswith("a check of a thread: ") and "P3 is a child" in one for one in said)
    assert any(one.startswith("a thread: ") and "P3 tells of a phone" in one for one in said)
    with project.read() as session:
        assert "phone taken" not in checks(session)[1]["time"][0].why
        assert all("of the 8" not in one.silence.proposal.why for one in read_not_known(session).entries)


def test_the_map_of_three_hundred_topics_by_six_sources_takes_less_than_a_second(
    project: Project, study: Study
) -> None:
    sources = (WORDS, "survey", "youth panel", FIGURES, "police records", "school records")
    with project.change("Many") as session:
        keys = []
        for number in range(60):
            source = sources[number % 6]
            of_words = source in sources[:3]
            key = add(
                session, Finding, number=100 + number, strand="words" if of_words else "numbers", source=source,
                statement=f"Sentence {number}.", prominence="medium", coder_id=1,
            )  # fmt: skip
            kind, thing = ("code", study.dark) if of_words else ("observation", study.harlow)
            add(session, FindingEvidence, finding_id=key, kind=kind, thing_id=thing)
            keys.append(key)
        for number in range(297):
            row = add(
                session, TopicRow, title=f"Topic {number} in Harlow", position=10 + number, question_id=study.question
            )
            for one in {number % 60, (number * 7 + 1) % 60}:
                add(session, RowFinding, row_id=row, finding_id=keys[one])
        for case in study.cases:
            set_place(session, case, HARLOW, "lives")
    with project.read() as session:
        read_not_known(session)
    with project.read() as session:
        begun = time.process_time()
        known = read_not_known(session)
        taken = time.process_time() - begun
    assert (len(known.matrix.rows), len(known.matrix.sources)) == (300, 6)
    assert len(known.entries) > 1_000
    assert taken < 1.0, f"{taken:.2f} s of processor time"
