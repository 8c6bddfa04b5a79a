"""Whether a partner is ready for a flow of data: sheets out, filled and in again, and what is said of them."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tests.briefs.flowed import FLOW, PARTNER, WORKING, add_flowed, fill
from workbench.briefs.actions import ActionIsEmptyError, actions, add_action, finish_action, remove_action
from workbench.briefs.contents import contents
from workbench.briefs.flows import (
    FlowNameTakenError,
    FlowNeedsNameError,
    NoSuchFlowError,
    add_flow,
    amend_flow,
    flows,
    remove_flow,
    ties,
)
from workbench.briefs.posts import PostIsANameError
from workbench.briefs.readiness import problems
from workbench.briefs.rounds import EvidenceIsNeededError, answer_by_hand
from workbench.briefs.standing import standings
from workbench.briefs.statements import answers
from workbench.desk.briefs.brief import brief_page
from workbench.desk.briefs.flow_sheets import write_readiness
from workbench.desk.importing.bring_in import bring_in
from workbench.desk.importing.reports import ImportReport
from workbench.desk.mentions import mentions_of
from workbench.desk.merging.merge import merge
from workbench.desk.tables.declared import make_table
from workbench.desk.tabular import as_csv
from workbench.exchange.briefs.markdown import as_markdown
from workbench.exchange.readiness.sheets import ReadinessSheetReader
from workbench.governance.audiences import add_agreement, add_audience, amend_agreement
from workbench.project.backup import backup
from workbench.project.file import Project, create, open_file
from workbench.triangulation.silence.requests import DueIsNoDayError


@pytest.fixture
def out(project: Project, tmp_path: Path) -> Path:
    """The sheets of a flow, written."""
    with project.change("Readers") as session:
        add_audience(session, "public")
    add_flowed(project)
    path = tmp_path / "ready.xlsx"
    write_readiness(project, FLOW, path)
    return path


def brought(project: Project, path: Path, *, amend: bool = False) -> ImportReport:
    return bring_in(project, [path], amend=amend)[0]


def test_a_sheet_goes_out_and_comes_back_filled(project: Project, out: Path) -> None:
    fill(out, {"Manager": {"*": WORKING}, "Practitioner": {"*": WORKING, "G2": ("1 talked about", "")}})
    report = brought(project, out)
    assert (report.kind, report.outcome, report.counts["answers"], report.left_out) == ("readiness", "imported", 32, ())
    assert any("Head of operations" in note for note in report.notes)
    with project.read() as session:
        (stands,) = standings(session)
    assert [one.sentence for one in stands.blockers] == ["G2, sharing agreement: the practitioner says “talked about”"]
    assert stands.word == "■ blocked"
    assert [(gap.statement, gap.far) for gap in stands.gaps] == [("G2", True)]
    assert {answer.given_on for answer in stands.latest.values()} == {"2026-03-03"}
    assert [one.words for one in stands.themes][:2] == ["4 of 4 hold", "blocked, 3 of 4 hold"]
    again = brought(project, out)
    assert (again.outcome, again.counts["rows"]) == ("imported", 0)
    assert "is in the project already: nothing changed." in again.notes[-1]


def test_its_blocker_stands_in_the_brief_and_among_what_is_missing(project: Project, out: Path) -> None:
    fill(out, {"Manager": {"*": WORKING}, "Practitioner": {"*": WORKING, "G2": ("1 talked about", "")}})
    brought(project, out)
    with project.read() as session:
        (said,) = [one for one in problems(session) if "depends on" in one.message]
    assert said.message == (
        f"O2 depends on “{FLOW}” from {PARTNER}, which is blocked because"
        " G2, sharing agreement: the practitioner says “talked about”."
    )
    inside = as_markdown(brief_page(project, 1))
    assert f"“{FLOW}” from {PARTNER}" in inside
    assert "O2 is blocked" in inside
    outside = as_markdown(brief_page(project, 1, audience="public"))
    assert "“Half-term notes of a partner” from a partner" in outside
    assert "the practitioner says “talked about”" in outside
    assert PARTNER.casefold() not in outside.casefold()


def test_mistakes_are_told_row_by_row_and_the_rest_is_kept(project: Project, out: Path) -> None:
    given = {
        "*": WORKING,
        "D1": ("2 written down", ""),
        "D2": ("nearly", ""),
        "D3": (None, "somewhere"),
        "D4": (None, ""),
        "E1": ("Don’t know", ""),
        "E2": (0, ""),
    }
    fill(out, {"Manager": given}, day="yesterday")
    report = brought(project, out)
    told = {left.what: (left.where, left.why) for left in report.left_out}
    assert report.counts["answers"] == 12
    assert told["D1"][1] == "“2 written down” needs a word on what shows it. Write it in the column “What shows it”."
    assert told["D2"][1].startswith("“nearly” is none of the levels. Choose one: 0 not started; 1 talked about;")
    assert told["D3"][1] == "no level was chosen. Choose one."
    assert told["D4"][1] == "no level was chosen. It counts as not answered."
    assert "“yesterday” is no day." in told["the day"][1]
    assert all(where.startswith("sheet “Manager”, row ") for where, _ in told.values())
    assert "The sheet “Practitioner” is not filled in yet." in report.notes
    with project.read() as session:
        (stands,) = standings(session)
    levels = {statement: answer.level for (_, statement), answer in stands.latest.items()}
    assert (levels["E1"], levels["E2"], levels["G1"]) == (None, 0, 3)
    assert stands.not_known == 1
    assert [one.sentence for one in stands.blockers] == ["the practitioner has not answered yet"]
    fill(out, {"Manager": {"*": WORKING, "E1": ("don't know", ""), "E2": ("0 not started", "")}})
    mended = brought(project, out)
    assert (mended.counts["answers"], mended.left_out) == (4, ())


def test_a_row_that_is_there_twice_or_missing_is_told(project: Project, out: Path) -> None:
    fill(out, {"Manager": {"*": WORKING}})
    book = load_workbook(out)
    page = book["Manager"]
    rows = {str(page.cell(row, 2).value)[:2]: row for row in range(1, page.max_row + 1)}
    page.cell(rows["A4"], 2).value = page.cell(rows["A3"], 2).value
    book.save(out)
    told = {left.what: left.why for left in brought(project, out).left_out}
    assert (
        told["A3"]
        == f"it is answered twice, in rows {rows['A3']} and {rows['A4']}: neither is taken. Keep one of them."
    )
    assert told["A4"] == "its row is missing. Write the sheet anew to have it back. It counts as not answered."


def test_a_sheet_filled_in_again_does_not_overwrite_unless_it_is_said(project: Project, out: Path) -> None:
    fill(out, {"Manager": {"*": WORKING}})
    brought(project, out)
    fill(out, {"Manager": {"*": WORKING, "G1": ("1 talked about", "")}})
    report = brought(project, out)
    (left,) = report.left_out
    assert left.what == "G1"
    assert left.why.startswith("the manager answered this already in round 1: “3 working”.")
    assert brought(project, out, amend=True).counts["answers"] == 1
    with project.read() as session:
        assert standings(session)[0].latest["manager", "G1"].level == 1


def test_a_second_round_keeps_the_first(project: Project, out: Path) -> None:
    fill(out, {"Manager": {"*": WORKING, "G2": ("1 talked about", ""), "E1": ("don't know", "")}})
    brought(project, out)
    write_readiness(project, FLOW, out)
    fill(out, {"Manager": {"*": WORKING, "D1": ("2 written down", "a list")}, "Practitioner": {"*": WORKING}})
    assert brought(project, out).counts["answers"] == 32
    with project.read() as session:
        (stands,) = standings(session)
        assert len(answers(session)) == 48
    assert stands.rounds == {"manager": 2, "practitioner": 1}
    assert [one.sentence for one in stands.changes] == [
        "↓ D1, the data set is known: 3 working → 2 written down (manager)",
        "↑ G2, sharing agreement: 1 talked about → 3 working (manager)",
        "· E1, somebody decides: don't know → 3 working (manager)",
    ]
    assert not stands.is_blocked


def test_a_sheet_of_another_project_or_wording_is_refused(project: Project, out: Path, tmp_path: Path) -> None:
    fill(out, {"Manager": {"*": WORKING}})
    with create(tmp_path / "other.workbench", title="Other", coder="ben") as other:
        report = brought(other, out)
    assert report.outcome == "refused"
    assert "it is of another flow: its number is not that of any sheet of this project." in report.why
    book = load_workbook(out)
    for row in book["Manager"].iter_rows():
        for cell in row:
            if str(cell.value).startswith("Number of this sheet"):
                cell.value = str(cell.value).replace(": 1.", ": 7.")
    book.save(out)
    assert "it asks for the statements of wording 7" in brought(project, out).why


def test_an_empty_sheet_is_refused_with_what_to_do(project: Project, out: Path) -> None:
    assert "No sheet in this workbook is filled in yet." in brought(project, out).why


def test_the_sheet_says_neither_whom_it_asks_nor_anything_of_the_project(project: Project, out: Path) -> None:
    with zipfile.ZipFile(out) as parts:
        said = "".join(parts.read(one).decode() for one in parts.namelist() if one.endswith(".xml"))
    assert PARTNER.casefold() not in said.casefold()
    assert "your organisation" in said
    assert project.title not in said
    assert "sheetProtection" not in said
    assert "mergeCell" not in said
    with project.read() as session:
        (line,) = flows(session)
    assert line.guid.hex() not in said.replace("-", "")


@pytest.mark.parametrize(
    ("cells", "because"),
    [
        ({"by": "1 March 2020"}, "the day by which it was wanted, 1 March 2020, has passed"),
        ({"dataset_id": None}, "no data set is named for it"),
    ],
)
def test_what_blocks_a_flow_whatever_was_answered(
    project: Project, out: Path, cells: dict[str, Any], because: str
) -> None:
    fill(out, {"Manager": {"*": WORKING}, "Practitioner": {"*": WORKING}})
    brought(project, out)
    with project.change("Edit") as session:
        amend_flow(session, 1, **cells)
        assert [one.sentence for one in standings(session)[0].blockers] == [because]


def test_an_agreement_that_ends_before_the_day_blocks(project: Project, out: Path) -> None:
    fill(out, {"Manager": {"*": WORKING}, "Practitioner": {"*": WORKING}})
    brought(project, out)
    with project.change("Agreement") as session:
        early = add_agreement(session, "WEISF 12", ends_on="2098-08-31")
        amend_flow(session, 1, agreement_id=early)
        (said,) = standings(session)[0].blockers
        assert said.sentence == "the agreement WEISF 12 ends on 31 August 2098, before 1 September 2098"
        amend_agreement(session, early, ends_on="2098-09-01")
        assert standings(session)[0].blockers == ()


def test_nobody_who_answered_and_not_knowing_block(project: Project, out: Path) -> None:
    with project.read() as session:
        (said,) = standings(session)[0].blockers
        assert said.sentence == "neither the manager nor the practitioner has answered yet"
    fill(out, {"Manager": {"*": WORKING, "G4": ("don't know", "")}, "Practitioner": {"*": WORKING}})
    brought(project, out)
    with project.read() as session:
        (said,) = standings(session)[0].blockers
    assert said.sentence == "G4, keeping, small numbers, mishaps: the manager says “don't know”"


def test_undo_and_withdrawal_of_a_flow(project: Project, out: Path) -> None:
    with project.change("Take out") as session:
        remove_flow(session, 1)
        assert ties(session) == []
        assert contents(session, 1).flows == ()
    project.undo()
    with project.read() as session:
        assert len(contents(session, 1).flows) == 1


def test_names_are_asked_for_and_are_each_once(project: Project, out: Path) -> None:
    with project.change("Flows") as session:
        with pytest.raises(FlowNameTakenError):
            add_flow(session, FLOW.upper(), partner="Another")
        with pytest.raises(FlowNeedsNameError):
            add_flow(session, "Something", partner=" ")
        with pytest.raises(DueIsNoDayError):
            add_flow(session, "Something", partner="Another", by="soon")
    with pytest.raises(NoSuchFlowError, match=FLOW):
        write_readiness(project, "Another", out)


def test_an_answer_by_hand_needs_its_evidence(project: Project, out: Path) -> None:
    with project.change("Answers") as session:
        (line,) = flows(session)
        with pytest.raises(EvidenceIsNeededError):
            answer_by_hand(session, line, "manager", "G1", 2)
        answer_by_hand(session, line, "manager", "G1", 1)
        answer_by_hand(session, line, "manager", "G1", 2, "the form of May")
        (one,) = answers(session)
    assert (one.level, one.evidence, one.round) == (2, "the form of May", 1)


def test_actions_come_by_their_day_the_done_last(project: Project, out: Path) -> None:
    with project.change("Actions") as session:
        add_action(session, 1, "Sign it", owner="Head of law", due="3 March 2026", statement="G2")
        late = add_action(session, 1, "Ask residents")
        first = add_action(session, 1, "Find the form", due="1 March 2026")
        with pytest.raises(ActionIsEmptyError):
            add_action(session, 1, " ")
        finish_action(session, first)
        listed = actions(session)
        assert [one.text for one in listed] == ["Sign it", "Ask residents", "Find the form"]
        assert listed[0].said == "Sign it: Head of law, by 3 March 2026."
        assert [one.is_late("2026-03-04") for one in listed] == [True, False, False]
        finish_action(session, first, done=False)
        remove_action(session, late)
        assert [one.text for one in standings(session)[0].next_actions] == ["Find the form", "Sign it"]


def test_the_demonstration_has_one_flow_that_is_blocked_and_two_actions(built_demonstration: Path) -> None:
    with open_file(next(built_demonstration.glob("*.workbench")), coder="amina") as project, project.read() as session:
        (stands,) = standings(session, on="2026-12-01")
    assert "invented" in stands.flow.partner
    assert [one.statement for one in stands.blockers] == ["G2"]
    assert [one.statement for one in stands.next_actions] == ["G2", "E2"]
    assert len(stands.latest) == 32


def test_copies_that_each_bring_in_a_sheet_come_to_the_same(project: Project, out: Path, tmp_path: Path) -> None:
    with open_file(backup(project, tmp_path / "theirs.workbench"), coder="ben") as theirs:
        fill(out, {"Manager": {"*": WORKING}})
        brought(project, out)
        fill(out, {"Manager": {"*": WORKING, "G1": ("1 talked about", "")}, "Practitioner": {"*": WORKING}})
        brought(theirs, out)
        report = merge(project, theirs.path)
        assert report.new["readiness_answer"] == 16
        with project.read() as session:
            (stands,) = standings(session)
            assert len(answers(session)) == 32
        assert stands.latest["manager", "G1"].level == 1
        assert len(report.conflicts) >= 1
        merge(theirs, project.path)
        with theirs.read() as session:
            assert standings(session)[0].latest == stands.latest


def test_a_persons_label_is_found_in_what_partners_wrote(project: Project, out: Path) -> None:
    fill(out, {"Manager": {"*": WORKING, "E2": ("2 written down", "a letter to P4 of May")}})
    brought(project, out)
    with project.change("Action") as session:
        add_action(session, 1, "Ring P4 back")
        found = {one.where for one in mentions_of(session, "P4")}
    assert found == {"an answer of a partner", "an action of a partner"}


def test_tables_name_partners_for_the_team_alone(project: Project, out: Path) -> None:
    fill(out, {"Manager": {"*": WORKING}, "Practitioner": {"*": WORKING, "G2": ("1 talked about", "")}})
    brought(project, out)
    with project.change("Action") as session:
        add_action(session, 1, "Sign it", owner=f"Head of law at {PARTNER}")
    for name, many in (("flows", 1), ("readiness", 32), ("actions", 1)):
        inside, outside = make_table(project, name), make_table(project, name, audience="public")
        assert (len(inside.rows), PARTNER in as_csv(inside)) == (many, True)
        assert PARTNER not in as_csv(outside)
        assert outside.left_out == ("What partners answered, and what they do next, is for the team only.",)
        assert len(outside.rows) == (1 if name == "flows" else 0)


def test_a_damaged_workbook_is_a_sentence(project: Project, out: Path) -> None:
    fill(out, {"Manager": {"*": WORKING}})
    whole = out.read_bytes()
    for cut in range(0, len(whole), 997):
        out.write_bytes(whole[:cut])
        report = brought(project, out)
        assert report.outcome == "refused"
        assert report.why


def test_a_heading_that_is_gone_is_told(project: Project, out: Path) -> None:
    fill(out, {"Manager": {"*": WORKING}})
    book = load_workbook(out)
    for row in book["Manager"].iter_rows():
        for cell in row:
            if cell.value == "Where you are now":
                cell.value = "Level"
    book.save(out)
    report = brought(project, out)
    assert [left.why for left in report.left_out] == [
        "its headings “Statement”, “Where you are now” and “What shows it” are not there. Write the sheet anew."
    ]


def test_what_is_no_readiness_sheet_is_told(project: Project, out: Path, tmp_path: Path) -> None:
    plain = tmp_path / "notes.md"
    plain.write_text("I: Which way do you go?", encoding="utf-8")
    (report,) = bring_in(project, [plain], as_="readiness")
    assert report.why.startswith("notes.md is plain text, which is not read as readiness.")
    other = tmp_path / "survey.xlsx"
    Workbook().save(other)
    (report,) = bring_in(project, [other], as_="readiness")
    assert "No sheet in this workbook has the number of a readiness sheet." in report.why
    assert ReadinessSheetReader().recognises(other, other.read_bytes()[:64]) == 0.0
    assert ReadinessSheetReader().recognises(out, out.read_bytes()[:64]) == 1.0


def test_the_post_of_whoever_answered_is_kept_and_a_name_is_not(project: Project, out: Path) -> None:
    fill(out, {"Manager": {"*": WORKING}, "Practitioner": {"*": WORKING}})
    book = load_workbook(out)
    page = book["Practitioner"]
    at = next(row for row in range(1, page.max_row + 1) if page.cell(row, 1).value == "Your post, not your name")
    page.cell(at, 2).value = "Sarah Okafor, analyst"
    book.save(out)
    report = brought(project, out)
    (left,) = report.left_out
    assert (left.what, "looks like somebody's name" in left.why) == ("who filled it in", True)
    with project.read() as session:
        (stands,) = standings(session)
        assert {one.post for (who, _), one in stands.latest.items() if who == "manager"} == {"Head of operations"}
        assert {one.post for (who, _), one in stands.latest.items() if who == "practitioner"} == {""}
        shows = stands.latest["manager", "D1"].evidence
    assert "Answered by" not in shows
    page.cell(at, 2).value = "data manager"
    book.save(out)
    assert brought(project, out).left_out == (), "who answered may be said later"
    with project.read() as session:
        (stands,) = standings(session)
        assert {one.post for (who, _), one in stands.latest.items() if who == "practitioner"} == {"data manager"}
        assert "data manager" in as_csv(make_table(project, "readiness"))
    with project.change("Answer") as session:
        with pytest.raises(PostIsANameError):
            answer_by_hand(session, stands.flow, "manager", "G1", 0, post="Sarah Okafor")
        answer_by_hand(session, stands.flow, "manager", "G1", 0, post="deputy")
        assert next(iter(standings(session))).latest["manager", "G1"].post == "deputy"


def test_what_changed_since_last_time_stands_in_the_brief_for_the_team(project: Project, out: Path) -> None:
    fill(out, {"Manager": {"*": WORKING}, "Practitioner": {"*": WORKING, "G2": ("1 talked about", "")}})
    brought(project, out)
    assert "Changed since last time" not in as_markdown(brief_page(project, 1))
    write_readiness(project, FLOW, out)
    fill(out, {"Manager": {"*": WORKING, "D1": ("0 not started", "")}, "Practitioner": {"*": WORKING}})
    brought(project, out)
    said = (
        "since last time 1 higher and 1 lower: D1, the data set is known, “3 working” → “0 not started” (manager); "
        "G2, sharing agreement, “1 talked about” → “3 working” (practitioner)."
    )
    assert said in as_markdown(brief_page(project, 1))
    assert "since last time" not in as_markdown(brief_page(project, 1, audience="public"))
