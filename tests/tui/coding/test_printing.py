"""P in the coding room: which paper, for whom, which file, and where it lies then."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pyreadstat
import pytest
from docx import Document
from textual.widgets import Input, Static

from tests.study import TURNS, add_study
from tests.tui.study_app import choose, fill, shown, study_app, until
from workbench.governance.audiences import add_audience
from workbench.governance.departures import departures
from workbench.governance.sign_offs import QUESTIONS, sign_offs
from workbench.project.file import Project, open_file
from workbench.rows import amend, live
from workbench.sources.documents import Segment
from workbench.tui.dialogs import Confirm, Form
from workbench.tui.widgets.rows import Rows


@pytest.fixture
def study(project: Project) -> Project:
    with project.change("Study") as session:
        add_study(session, consent="given")
        add_audience(session, "public")
    return project


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_a_transcript_is_printed_and_it_is_said_where_it_lies(
    study: Project, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with study_app(study, "coding", size) as (app, pilot):
        await until(pilot, lambda: getattr(app.screen, "sheet", None) is not None, "the words")
        await pilot.press("P")
        await choose(pilot, "Print or take out what?", "with its codes")
        await fill(pilot, "This transcript with its codes")
        out = tmp_path / "study-Group C-coded.docx"
        await until(pilot, out.exists, "the file")
        await until(pilot, lambda: bool(app._notifications), "the sentence")
        said = " ".join(one.message for one in app._notifications)
        assert f"It lies in {tmp_path}." in said
        assert "8 passages" in said
        assert app.work is None
    document = Document(str(out))
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows[1] == ["1", f"P1: {TURNS[0]}", "Dark and unlit"]


async def test_what_leaves_the_team_and_what_is_written_over_is_asked_first(study: Project, tmp_path: Path) -> None:
    out = tmp_path / "quotes.html"
    out.write_text("something dear", "utf-8")
    async with study_app(study, "coding") as (app, pilot):
        await until(pilot, lambda: getattr(app.screen, "sheet", None) is not None, "the words")
        await pilot.press("P")
        await choose(pilot, "Print or take out what?", "quotes")
        form = await shown(pilot, Form, "Quotes by theme")
        form.query_one("#field-1", Input).value = "quotes.pdf"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "End the name in" in str(form.query_one(".wrong", Static).render()), "what is wrong")
        assert not out.with_suffix(".pdf").exists()
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is not form, "back in the room")
        for again in (False, True):
            await pilot.press("P")
            await choose(pilot, "Print or take out what?", "quotes")
            await fill(pilot, "Quotes by theme", audience="public", path="quotes.html")
            await shown(pilot, Confirm, "There already")
            await pilot.press(*(["tab", "enter"] if again else ["enter"]))
            if again:
                await shown(pilot, Confirm, "This leaves the team")
                await pilot.press("tab", "enter")
            else:
                await until(pilot, lambda: not isinstance(app.screen, Confirm), "back in the room")
                assert out.read_text("utf-8") == "something dear"
        await until(pilot, lambda: "For the public" in out.read_text("utf-8"), "the paper")
    with study.read() as session:
        assert [(one.kind, one.audience) for one in departures(session)] == [("paper", "public")]


async def test_a_refusal_is_a_sentence_and_nothing_is_written(study: Project, tmp_path: Path) -> None:
    async with study_app(study, "coding") as (app, pilot):
        await until(pilot, lambda: getattr(app.screen, "sheet", None) is not None, "the words")
        await pilot.press("P")
        await choose(pilot, "Print or take out what?", "framework")
        await fill(pilot, "Framework matrix", path=str(tmp_path / "no" / "m.docx"))
        await until(pilot, lambda: bool(app._notifications), "the sentence")
        assert "There is no folder" in " ".join(one.message for one in app._notifications)
        assert app.work is None
    assert not (tmp_path / "no").exists()


async def test_without_a_transcript_there_is_still_a_codebook(project: Project, tmp_path: Path) -> None:
    async with study_app(project, "coding") as (app, pilot):
        await pilot.press("P")
        await choose(pilot, "Print or take out what?", "codebook")
        await fill(pilot, "Codebook")
        await until(pilot, (tmp_path / "study-codebook.docx").exists, "the file")
        await until(pilot, lambda: app.work is None, "the end of it")


async def test_from_a_refused_transcript_to_a_second_readers_word_by_the_keys(study: Project, tmp_path: Path) -> None:
    out = tmp_path / "whole.html"
    with study.change("One person says all of it") as session:
        rows = session.execute(live(Segment)).scalars().all()
        for row in rows:
            amend(session, Segment, row.id or 0, case_id=rows[0].case_id)

    async def ask_to_print(pilot: Any) -> None:
        await until(pilot, lambda: getattr(pilot.app.screen, "sheet", None) is not None, "the words")
        await pilot.press("P")
        await choose(pilot, "Print or take out what?", "This transcript")
        await fill(pilot, "This transcript", audience="public", path="whole.html")
        await shown(pilot, Confirm, "This leaves the team")
        await pilot.press("tab", "enter")

    async with study_app(study, "coding") as (app, pilot):
        await ask_to_print(pilot)
        box = await shown(pilot, Confirm, "A second reader first")
        said = str(box.query_one(".said", Static).render())
        assert said.startswith("Nothing was written: a whole transcript shows much of one person")
        assert "before public is shown Group C.txt. In Governance (g g), under Second reader (9)" in said
        await pilot.press("enter")
        await until(pilot, lambda: any("It waits in Governance" in one.message for one in app._notifications), "asked")
    assert not out.exists()
    with study.read() as session:
        assert departures(session) == []
        assert [(one.document, one.state) for one in sign_offs(session)] == [("Group C.txt", "waiting")]
    study.close()
    with open_file(study.path, coder="ben") as second:
        async with study_app(second, "governance") as (app, pilot):
            await pilot.press("9")
            await until(pilot, lambda: bool(app.screen.query_one("#second-rows", Rows).rows), "what waits")
            await pilot.press("enter")
            await choose(pilot, "To be shown to public: waits for a second reader", "answer")
            await fill(pilot, "Before these words are shown to public", **dict.fromkeys(QUESTIONS, "no"))
            rows_of = app.screen.query_one("#second-rows", Rows)
            await until(pilot, lambda: rows_of.rows[0].cells[0] == "ben agreed", "the answer")
        async with study_app(second, "coding") as (app, pilot):
            await ask_to_print(pilot)
            await until(pilot, out.exists, "the file")
    assert TURNS[0][:20] in out.read_text("utf-8")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_codings_as_variables_and_everything_as_plain_files_are_taken_out(
    study: Project, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with study_app(study, "coding", size) as (app, pilot):
        await until(pilot, lambda: getattr(app.screen, "sheet", None) is not None, "the words")
        for title, typed, name, beside in (
            ("Codings as variables", "variables", "study-variables.sav", "study-variables.dictionary.csv"),
            ("Everything as plain files", "plain", "study-archive.zip", "study-archive.zip"),
        ):
            await pilot.press("P")
            await choose(pilot, "Print or take out what?", typed)
            form = await shown(pilot, Form, title)
            form.query(Input).last().value = "codings.pdf"
            await pilot.press("ctrl+s")
            await until(
                pilot,
                lambda form=form: "End the name in" in str(form.query_one(".wrong", Static).render()),
                "what is wrong",
            )
            await fill(pilot, title, path=name)
            await until(
                pilot,
                lambda name=name, beside=beside: (tmp_path / name).exists() and (tmp_path / beside).exists(),
                name,
            )
            await until(pilot, lambda: app.work is None, "the end of it")
    columns, _ = pyreadstat.read_sav(tmp_path / "study-variables.sav", output_format="dict")
    assert "P1" in columns["case"]
    with zipfile.ZipFile(tmp_path / "study-archive.zip") as zipped:
        assert "README.txt" in zipped.namelist()
    with study.read() as session:
        assert {"study-variables.sav", "study-archive.zip"} <= {one.name for one in departures(session)}
