"""A kept version leaves as it was kept, in every format, with its counts and quotes in the register, or without them."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session
from typer.testing import CliRunner

from tests.briefs.ready import ready_brief
from tests.desk.test_survey_figures import RECIPE, dark, people, sqlite_numbers, there
from tests.study import TURNS
from workbench.briefs.conditions import Asked, conditions, settle_condition
from workbench.briefs.counted import counted
from workbench.briefs.decisions import decisions
from workbench.briefs.evidence import cite
from workbench.briefs.options import amend_brief
from workbench.briefs.outcomes import note_outcome
from workbench.briefs.versions import Version, versions
from workbench.cli.main import app
from workbench.coding.codings import adjust
from workbench.desk.briefs.brief import write_brief
from workbench.desk.briefs.deciding import record_decision
from workbench.desk.briefs.kept_counts import NO_CHART, NO_FIGURE, NO_GROUPS
from workbench.desk.briefs.kept_versions import COUNTS_UNKNOWN, NOT_ANY_MORE, look_at, write_version
from workbench.desk.importing.survey_figures import survey_figures
from workbench.desk.merging.merge import merge
from workbench.desk.withdrawal.withdrawing import withdraw
from workbench.errors import WorkbenchError
from workbench.governance.audiences import add_agreement, add_audience, amend_agreement
from workbench.governance.departures import departures
from workbench.governance.mosaic import quoted
from workbench.governance.policies import Policy
from workbench.governance.released import Released, left_for
from workbench.governance.sign_offs import ask, refuse
from workbench.indicators.catalogue import describe_dataset
from workbench.indicators.observations import Figure, Observation, figures
from workbench.project.backup import backup
from workbench.project.file import Project, open_file
from workbench.rows import amend, table_of
from workbench.sources.cases import Case
from workbench.sources.consent import set_consent
from workbench.text import Span
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.findings import write_finding

__all__ = ["dark"]
ENDINGS = ("html", "docx", "md")
QUOTED = TURNS[1]
RECORDS = Policy(5)


@pytest.fixture
def brief(project: Project) -> int:
    """A brief for the public, whose one figure was counted from records: 301 of 499 in Harlow."""
    with project.change("Bring in") as session:
        add_audience(session, "public", rule=RECORDS)
        study, key = ready_brief(session)
        describe_dataset(session, study.dataset, from_records=True)
    return key


def approve(project: Project, brief: int, audience: str = "public") -> int:
    """Record an approval and give the kept version."""
    record_decision(project, brief, outcome="approve", reasons="It is cheap.", audience=audience)
    return kept(project)[-1]


def kept(project: Project) -> list[int]:
    with project.read() as session:
        return [one.id for one in versions(session)]


def page_kept(project: Project, version: int) -> tuple[str, str, str]:
    """The kept JSON, its fingerprint, and what is said of changes."""
    with project.read() as session:
        table = table_of(Version).c
        row = session.execute(sa.select(table.page, table.content, table.amended).where(table.id == version)).one()
        return row[0], row[1], row[2]


def written(project: Project, version: int, folder: Path) -> dict[str, bytes]:
    """The kept version in every format."""
    return {end: write_version(project, version, folder / f"kept.{end}").path.read_bytes() for end in ENDINGS}


def said(files: dict[str, bytes], folder: Path) -> dict[str, str]:
    """The same as text."""
    (folder / "read.docx").write_bytes(files["docx"])
    with zipfile.ZipFile(folder / "read.docx") as archive:
        word = archive.read("word/document.xml").decode()
    return {"html": files["html"].decode(), "md": files["md"].decode(), "docx": word}


def test_it_leaves_in_every_format_with_the_same_in_the_register_as_the_brief_itself(
    project: Project, brief: int, tmp_path: Path
) -> None:
    write_brief(project, "O2", tmp_path / "live.html", audience="public")
    version = approve(project, brief)
    before = page_kept(project, version)
    texts = said(written(project, version, tmp_path), tmp_path)
    for text in texts.values():
        assert "lamps on the path are broken" in text
        assert "301 of 499" in text
    with project.read() as session:
        live, *again = reversed(departures(session))
        assert [(one.name, one.quotes, one.figures) for one in again] == [(f"kept.{end}", 1, 1) for end in ENDINGS]
        tables = {one.file: one for one in left_for(session, "public")}
        places = {one.name: (one.document, one.start, one.end, one.descriptors) for one in quoted(session)}
        rows = session.execute(sa.select(table_of(Released).c.cells)).scalars().all()
    assert live.name == "live.html"
    assert set(places) == set(tables) == {"live.html", *(f"kept.{end}" for end in ENDINGS)}
    assert len(set(places.values())) == 1
    assert len(set(rows)) == 1, "the same numbers with the same seals"
    assert tables["kept.md"].was(*next(iter((cell, 301) for cell in tables["kept.md"].numbers))) == 301
    assert page_kept(project, version) == before


def test_two_versions_stay_byte_for_byte_through_all_that_comes_after(
    project: Project, brief: int, tmp_path: Path
) -> None:
    record_decision(project, brief, outcome="revise", reasons="Say what it costs.", audience="public")
    first = kept(project)[0]
    one = written(project, first, tmp_path), page_kept(project, first)
    record_decision(
        project,
        brief,
        outcome="approve with conditions",
        reasons="Now it does.",
        audience="public",
        conditions=[Asked("Count first", "Ann", "2026-09-11")],
    )
    second = kept(project)[1]
    two = written(project, second, tmp_path), page_kept(project, second)
    with project.read() as session:
        decision, (condition,) = decisions(session)[-1].id, conditions(session)
    with project.change("Settle") as session:
        settle_condition(session, condition.id, "met", "Counted in May.")
    with project.change("Outcome") as session:
        note_outcome(session, decision, moved="as hoped", said="The path is lit.", before_id=1)
    record_decision(project, brief, outcome="revise", reasons="Look again.")
    with project.change("Change everything") as session:
        amend_brief(session, brief, title="Another", problem="Other.")
        amend(session, Observation, 1, value=40.0, count=200.0)
    withdraw(project, "P6")
    with open_file(backup(project, tmp_path / "theirs.workbench"), coder="ben") as theirs:
        with theirs.change("Theirs") as session:
            amend_brief(session, brief, owner="Ben")
        merge(project, theirs.path)
        merge(theirs, project.path)
        for copy in (project, theirs):
            for version, before in ((first, one), (second, two)):
                assert (written(copy, version, tmp_path), page_kept(copy, version)) == before
    for version, (_, (page, content, amended)) in ((first, one), (second, two)):
        assert (hashlib.sha256(page.encode()).hexdigest(), amended) == (content, "")
        assert look_at(project, version).page.title == "Light on the path"


def test_undo_takes_a_kept_version_back_and_redo_brings_the_same_bytes(
    project: Project, brief: int, tmp_path: Path
) -> None:
    version = approve(project, brief)
    before = written(project, version, tmp_path), page_kept(project, version)
    project.undo()
    assert kept(project) == []
    project.redo()
    assert (written(project, version, tmp_path), page_kept(project, version)) == before


def test_a_withdrawal_between_two_versions_takes_words_out_of_the_first_in_every_format(
    project: Project, brief: int, tmp_path: Path
) -> None:
    record_decision(project, brief, outcome="revise", reasons="More.", audience="public")
    withdraw(project, "P2")
    second = approve(project, brief)
    first = kept(project)[0]
    _, content, amended = page_kept(project, first)
    assert amended.startswith("Words were withdrawn on")
    for text in said(written(project, first, tmp_path), tmp_path).values():
        assert "lamps on the path" not in text
        assert "These words were withdrawn on" in text
    with project.read() as session:
        assert {one.name for one in quoted(session)} == set(), "nothing of theirs is entered again"
    page, now, then = page_kept(project, second)
    assert (hashlib.sha256(page.encode()).hexdigest(), then) == (now, "")
    assert content != now


def test_whose_words_they_were_is_kept_though_the_coding_moves_to_somebody_elses(
    project: Project, brief: int, tmp_path: Path
) -> None:
    version = approve(project, brief)
    at = len(TURNS[0]) + len(TURNS[1]) + 2
    with project.change("Move it") as session:
        adjust(session, 2, Span(at, at + len(TURNS[2])))
        set_consent(session, 2, "audience", "withdrawn", audience="public")
    taken = write_version(project, version, tmp_path / "again.md")
    assert "lamps on the path" not in taken.path.read_text("utf-8")
    assert (taken.quotes, taken.withheld) == (0, 1)
    withdraw(project, "P2")
    assert "lamps on the path" not in page_kept(project, version)[0]


def test_a_second_reader_who_says_no_later_keeps_the_words_back(project: Project, brief: int, tmp_path: Path) -> None:
    version = approve(project, brief)
    start = len(TURNS[0]) + 1
    with project.change("Ask") as session:
        asked = ask(session, 1, Span(start, start + len(QUOTED)), "public", risk="The path is known.")
    project.close()
    with open_file(project.path, coder="ben") as theirs:
        with theirs.change("No") as session:
            refuse(session, asked, "Everybody knows which path.")
        text = write_version(theirs, version, tmp_path / "again.md").path.read_text("utf-8")
    assert "lamps on the path" not in text
    assert NOT_ANY_MORE.strip("[]") in text


@pytest.mark.parametrize("ground", ["rule", "agreement", "kept out", "beside what left"])
def test_a_figure_that_may_not_be_shown_any_more_is_taken_out_and_not_entered(
    project: Project, brief: int, tmp_path: Path, ground: str
) -> None:
    version = approve(project, brief)
    before = page_kept(project, version)
    with project.change("Since then") as session:
        match ground:
            case "rule":
                add_audience(session, "public", rule=Policy(10, rounding=10))
            case "agreement":
                key = add_agreement(session, "WEISF 12")
                _share(session, key)
                _demand(session, key)
            case "kept out":
                describe_dataset(session, 1, shared=True)
            case _:
                amend(session, Observation, 1, count=303.0)
    if ground == "beside what left":
        write_brief(project, "O2", tmp_path / "live.html", audience="public")
    taken = write_version(project, version, tmp_path / "again.html")
    text = taken.path.read_text("utf-8")
    assert "301" not in text
    assert NO_FIGURE.strip("[]") in text
    assert "1 figure in it may not be shown any more." in taken.sentence
    assert taken.figures == 0
    with project.read() as session:
        assert "again.html" not in {one.file for one in left_for(session, "public")}
    assert page_kept(project, version) == before


def _share(session: Session, key: int) -> None:
    describe_dataset(
        session, 1, shared=True, agreement_id=key, purpose="p", lawful_basis="b", impact_assessment="i",
        keep_until="2999-01-01",
    )  # fmt: skip


def _demand(session: Session, key: int) -> None:
    amend_agreement(session, key, threshold=10, rounding=10)


def test_what_readers_hold_already_is_printed_again_whatever_left_since(
    project: Project, brief: int, tmp_path: Path
) -> None:
    version = approve(project, brief)
    first = write_version(project, version, tmp_path / "first.md").path.read_bytes()
    with project.change("Two more") as session:
        amend(session, Observation, 1, count=303.0)
    write_brief(project, "O2", tmp_path / "live.html", audience="public")
    assert write_version(project, version, tmp_path / "second.md").path.read_bytes() == first


def test_numbers_of_people_are_withheld_where_a_group_must_be_larger_now(
    project: Project, brief: int, tmp_path: Path
) -> None:
    with project.change("Everybody was asked") as session:
        for case in range(1, 9):
            amend(session, Case, case, sampling="everyone")
        add_audience(session, "public", people=2, rule=RECORDS)
    version = approve(project, brief)
    assert "4 of 8 people asked" in write_version(project, version, tmp_path / "one.md").path.read_text("utf-8")
    with project.change("Stricter") as session:
        add_audience(session, "public", people=6, rule=RECORDS)
    taken = write_version(project, version, tmp_path / "two.md")
    text = taken.path.read_text("utf-8")
    assert "4 of 8" not in text
    assert "number withheld by us" in text
    assert NO_GROUPS.strip("[]") in text
    assert "How many people were heard may not be told any more." in taken.sentence


@pytest.fixture
def surveyed(dark: Project) -> tuple[Project, int]:
    """A brief for the public that rests on a figure of the survey, approved."""
    survey_figures(dark, RECIPE, name="Unsafe after dark")
    harlow = there(dark)["Harlow", "all"]
    with dark.change("Brief") as session:
        add_audience(session, "public", rule=RECORDS)
        finding = write_finding(
            session,
            strand="numbers",
            source="dark",
            statement="Many in Harlow feel unsafe.",
            evidence=[Evidence("observation", harlow.id)],
            against="Not everybody.",
        )
        brief = ready_brief(session)[1]
        cite(session, brief, "finding", finding)
        cite(session, brief, "figure", harlow.id)
    return dark, approve(dark, brief)


def test_a_withdrawal_takes_the_figures_that_counted_the_person_out_of_kept_pages(
    surveyed: tuple[Project, int], tmp_path: Path
) -> None:
    project, version = surveyed
    harlow = of_the_survey(project)
    number = f"{harlow.count:.0f} of {harlow.base:.0f}"
    first = said(written(project, version, tmp_path), tmp_path)
    assert all(number in text for text in first.values())
    gone = next(row for row in people() if row["district"] == "Harlow" and row["after_dark"] == "Very unsafe")
    withdraw(project, gone["id"])
    page, content, amended = page_kept(project, version)
    assert "Figures were withdrawn on" in amended
    assert number not in page
    assert content == versions_content(project)
    assert all(NO_CHART.strip("[]") not in text for text in first.values())
    for text in said(written(project, version, tmp_path), tmp_path).values():
        assert number not in text
        assert "This figure was withdrawn on" in text
        assert "Many in Harlow feel unsafe." in text
    known = counted(page)
    assert known is not None
    cells = [cell for table in known.tables for cell in table.numbers]
    assert not [cell for cell in cells if "E07000073" in cell], "the older numbers are not kept either"
    project.close()
    assert f"{harlow.value:.6f}" not in sqlite_numbers(project.path)


def of_the_survey(project: Project) -> Figure:
    with project.read() as session:
        return next(one for one in figures(session) if one.area == "Harlow" and one.base is not None)


def versions_content(project: Project) -> str:
    with project.read() as session:
        return versions(session)[0].content


def test_a_page_that_was_kept_before_counts_were_noted_leaves_and_says_so(
    project: Project, brief: int, tmp_path: Path
) -> None:
    version = approve(project, brief)
    page = json.loads(page_kept(project, version)[0])
    for name in ("counted", "whose"):
        del page[name]
    older = json.dumps(page, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    with project.change("An older file") as session:
        amend(session, Version, version, page=older, content=hashlib.sha256(older.encode()).hexdigest())
    taken = write_version(project, version, tmp_path / "old.docx")
    assert COUNTS_UNKNOWN in taken.sentence
    assert (taken.quotes, taken.figures) == (1, 1)


def test_the_command_line_writes_a_version_by_number_or_fingerprint(
    project: Project, brief: int, tmp_path: Path
) -> None:
    def run(*said: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, ["brief", str(project.path), *said])
        refused = result.exception if isinstance(result.exception, WorkbenchError) else ""
        return result.exit_code, f"{result.output}{refused}".strip()

    out = str(tmp_path / "kept.docx")
    project.close()
    code, told = run("O2", out, "--version", "1")
    assert (code, told) == (
        1,
        "No version of this brief was kept yet: one is kept when a decision is recorded.",
    )
    with open_file(project.path, coder="amina") as again:
        version = approve(again, brief)
        content = page_kept(again, version)[1]
    code, told = run("O2", out, "--version", "7")
    assert code == 1
    assert told.startswith("There is no version “7” of this brief. Kept were: version 1, kept on ")
    code, told = run("O2", out, "--version", "1", "--audience", "internal")
    assert code == 1
    assert "was made for “public”, and leaves for these readers only." in told
    for named in ("1", content[:8]):
        code, told = run("O2", out, "--version", named)
        assert (code, told) == (0, "Wrote kept.docx, for the public: 1 quote and 1 figure.")
    with open_file(project.path, coder="amina") as again, again.read() as session:
        assert [one.audience for one in departures(session)] == ["public", "public"]
