"""The briefs room, at the keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from textual.widgets import Input

from tests.study import Study, add_study, record_asked
from tests.tui.study_app import choose, fill, shown, study_app, until
from workbench.briefs.evidence import cite
from workbench.briefs.options import add_brief, add_option, options
from workbench.project.file import Project
from workbench.settings import remembered_template
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.findings import write_finding
from workbench.tui.briefs.option_page import OptionPage
from workbench.tui.briefs.options_page import OptionsPage
from workbench.tui.dialogs import Form
from workbench.tui.triangulation.evidence import FindingPage


@pytest.fixture
def brief(project: Project) -> int:
    """A brief with one option, which cites a finding from words and a quote."""
    with project.change("Bring in") as session:
        made: Study = add_study(session, consent="given")
        record_asked(session, made)
        finding = write_finding(
            session,
            strand="words",
            source="interviews",
            statement="Young people go the long way when it is dark.",
            evidence=[Evidence("theme", made.theme)],
            prominence="high",
            against="P4 walks it every day.",
            question_id=made.question,
        )
        key = add_brief(session, "Light on the path", decision_asked="Agree to mend the lamps.")
        option = add_option(session, key, "Mend the lamps", kind="do minimum")
        cite(session, key, "finding", finding)
        cite(session, key, "quote", made.codings[1], option_id=option)
    return key


async def test_an_empty_room_says_what_to_do(project: Project) -> None:
    async with study_app(project, "briefs") as (app, _):
        assert "Press n to begin" in " ".join(app.screen.query_one("#brief").text.split())


async def test_a_brief_is_begun_with_business_as_usual(project: Project) -> None:
    async with study_app(project, "briefs") as (app, pilot):
        await pilot.press("n")
        await fill(pilot, "A new brief", title="Light on the path", decision_asked="Agree to mend the lamps.")
        await until(pilot, lambda: "Agree to mend the lamps." in app.screen.query_one("#brief").text, "the page")
        assert "Business as usual" in app.screen.query_one("#brief").text
        await pilot.press("ctrl+z")
        await until(pilot, lambda: "No briefs yet" in app.screen.query_one("#brief").text, "the page after undo")


async def test_a_citation_leads_to_its_finding_and_to_the_words(project: Project, brief: int) -> None:
    async with study_app(project, "briefs") as (app, pilot):
        screen = app.screen
        await pilot.press("tab")
        assert screen.reader.place.startswith("finding:")
        await pilot.press("enter")
        page = await shown(pilot, FindingPage, "F1")
        assert "4 of 8 people asked said this." in page.reader.text
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen, "the brief")
        while not screen.reader.place.startswith("words:"):
            await pilot.press("tab")
        await pilot.press("enter")
        await until(pilot, lambda: app.current_mode == "coding", "Coding")


async def test_what_is_missing_jumps_to_its_part(project: Project, brief: int) -> None:
    async with study_app(project, "briefs") as (app, pilot):
        screen = app.screen
        rows = screen.query_one("#missing-rows").rows
        at = next(row for row in rows if "rests on no finding" in row.cells[2])
        await pilot.press("s")
        screen.query_one("#missing-rows").highlight(at.key)
        await pilot.press("enter")
        page = await shown(pilot, OptionPage, "Mend the lamps")
        page.reader.mark("cell:cost")
        await pilot.press("enter")
        await fill(pilot, "Mend the lamps", cost_low="1,200", cost_high="£4000")
        await until(pilot, lambda: "£1,200 to £4,000" in page.reader.text, "the cost on the option's page")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen and "£1,200 to £4,000" in screen.reader.text, "the cost")


async def test_evidence_is_cited_for_an_option(project: Project, brief: int) -> None:
    async with study_app(project, "briefs") as (_, pilot):
        await pilot.press("c")
        await choose(pilot, "Cite what?", "figure")
        await choose(pilot, "Which indicator?", "active")
        await choose(pilot, "Which place?", "harlow")
        await choose(pilot, "Which period?", "2024")
        await choose(pilot, "Cite it for what?", "O2 that it works")
        await until(pilot, lambda: "D1" in pilot.app.screen.query_one("#brief").text, "the figure in the annex")
    with project.read() as session:
        assert len(options(session, brief)) == 2


async def test_options_stand_side_by_side_and_fold_when_narrow(project: Project, brief: int) -> None:
    async with study_app(project, "briefs", (80, 24)) as (app, pilot):
        assert not app.screen.query_one("#missing").display
        await pilot.press("s")
        await until(pilot, lambda: app.screen.query_one("#missing").display, "what is missing")
        await pilot.press("s")
        await until(pilot, lambda: not app.screen.query_one("#missing").display, "the page")
        await pilot.press("o")
        page = await shown(pilot, OptionsPage, "Light on the path")
        assert "O2 Mend the lamps" in page.reader.text
        assert "Agree to mend" not in page.reader.text


async def test_a_brief_is_written_for_the_team(project: Project, brief: int, tmp_path: Path) -> None:
    out = tmp_path / "brief-draft.md"
    async with study_app(project, "briefs") as (_, pilot):
        await pilot.press("w")
        await fill(pilot, "Write to file", path=str(tmp_path / "brief.md"))
        await until(pilot, out.exists, "the file")
    assert "Agree to mend the lamps." in out.read_text(encoding="utf-8")


async def test_a_brief_is_written_into_the_councils_form_which_is_remembered(
    project: Project, brief: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    form_file, out = tmp_path / "form.docx", tmp_path / "brief-draft.docx"
    own = Document()
    own.add_paragraph("Report of Somewhere Council: {{ titel }}")
    own.save(str(form_file))
    async with study_app(project, "briefs") as (app, pilot):
        await pilot.press("w")
        asked = str(tmp_path / "brief.docx")
        await fill(pilot, "Write to file", **{"path": asked, ".docx": str(form_file)})
        form = await shown(pilot, Form, "Write to file")
        await until(pilot, lambda: any("titel" in note.message for note in app._notifications), "the sentence")
        assert not out.exists()
        assert [form.query_one(f"#field-{at}", Input).value for at in (0, 1)] == [asked, str(form_file)]
        own.paragraphs[0].runs[0].text = "Report of Somewhere Council: {{ title }}"
        own.save(str(form_file))
        await pilot.press("ctrl+s")
        await until(pilot, out.exists, "the file")
        await until(pilot, lambda: app.screen is not form, "the form to close")
        await until(pilot, lambda: remembered_template(".docx") == str(form_file), "the form to be remembered")
        await pilot.press("w")
        again = await shown(pilot, Form, "Write to file")
        assert again.query_one("#field-1", Input).value == str(form_file)
        assert again.query_one("#field-2", Input).value == ""
        await pilot.press("escape")
    assert Document(str(out)).paragraphs[0].text == "Report of Somewhere Council: Light on the path"
