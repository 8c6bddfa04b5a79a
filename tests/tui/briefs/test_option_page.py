"""An option and the appraisal, read and edited with keys alone; what is refused is not lost."""

from __future__ import annotations

import time
from typing import Any

import pytest
from textual.widgets import Input

from tests.study import add_study
from tests.tui.study_app import choose, fill, shown, study_app, until
from workbench.briefs.appraisal import appraisal
from workbench.briefs.contents import contents
from workbench.briefs.costs import add_cost
from workbench.briefs.evidence import cite
from workbench.briefs.options import add_brief, add_option, amend_brief, briefs, options
from workbench.project.file import Project
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.findings import write_finding
from workbench.tui.briefs.appraisal_page import AppraisalPage
from workbench.tui.briefs.option_page import OptionPage
from workbench.tui.briefs.options_page import OptionsPage
from workbench.tui.dialogs import Confirm, Form


@pytest.fixture
def brief(project: Project) -> int:
    """A brief with an option beside business as usual."""
    with project.change("Bring in") as session:
        add_study(session)
        key = add_brief(session, "Light on the path", decision_asked="Agree to mend the lamps.")
        add_option(session, key, "Mend the lamps", kind="do minimum")
    return key


def field(form: Form, key: str) -> Any:
    at = next(at for at, each in enumerate(form._fields) if each.key == key)
    return form.query_one(f"#field-{at}")


async def open_option(pilot: Any) -> OptionPage:
    await pilot.press("e")
    await choose(pilot, "Edit which part?", "O2 Mend")
    return await shown(pilot, OptionPage, "O2 Mend the lamps")


async def test_a_cost_that_is_refused_stays_in_the_form(project: Project, brief: int) -> None:
    async with study_app(project, "briefs") as (app, pilot):
        page = await open_option(pilot)
        await pilot.press("a")
        await choose(pilot, "Add what?", "Cost")
        await fill(pilot, "New: cost", text="Lamps", low="9000", high="4000")
        again = await shown(pilot, Form, "New: cost")
        assert field(again, "text").value == "Lamps"
        field(again, "low").value = "3,000"
        await pilot.press("ctrl+s")
        await until(
            pilot, lambda: app.screen is page and "Lamps: £3,000 to £4,000, once" in page.reader.text, "the cost"
        )
        page.reader.mark("cell:cost")
        await pilot.press("enter")
        await fill(pilot, "O2 Mend the lamps", cost_low="100", cost_high="200")
        await until(pilot, lambda: "lines come to £3,000 to £4,000" in " ".join(page.reader.text.split()), "the doubt")
        place = next(stop.to for stop in page.reader.laid.stops if stop.to.startswith("cost:"))
        page.reader.mark(place)
        await pilot.press("delete")
        await until(pilot, lambda: "Lamps: £3,000" not in page.reader.text, "the cost to go")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: "Lamps: £3,000" in page.reader.text, "the cost to come back")


async def test_what_nobody_looked_at_is_a_place_to_say_it(project: Project, brief: int) -> None:
    async with study_app(project, "briefs") as (_, pilot):
        page = await open_option(pilot)
        assert "Disability: nobody has looked yet" in page.reader.text
        page.reader.mark("look:disability")
        await pilot.press("enter")
        await fill(pilot, "What it does for people: disability", effect="negative")
        form = await shown(pilot, Form, "What it does for people: disability")
        assert field(form, "effect").value == "negative"
        field(form, "why").text = "The bus has a step."
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Disability: bad: The bus has a step." in page.reader.text, "what was said")


async def test_a_title_of_500_letters_stays_in_its_form(project: Project, brief: int) -> None:
    async with study_app(project, "briefs") as (app, pilot):
        page = await open_option(pilot)
        page.reader.mark("cell:title")
        await pilot.press("enter")
        form = await shown(pilot, Form, "O2 Mend the lamps")
        form.query_one(Input).value = "x" * 500
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert app.screen is form
        assert "500 letters" in str(form.query_one(".wrong").render())
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is page, "the page")
        await pilot.press("v", "right_square_bracket")
        await until(pilot, lambda: page.page_title == "O1 Business as usual", "the next option")
    with project.read() as session:
        assert [one.preferred for one in options(session, brief)] == [False, True]


async def test_the_appraisal_in_full_with_factors_of_ones_own(project: Project, brief: int) -> None:
    async with study_app(project, "briefs") as (app, pilot):
        await pilot.press("f")
        page = await shown(pilot, AppraisalPage, "B1")
        assert "appraised lightly" in page.reader.text
        await pilot.press("u")
        await until(pilot, lambda: "Potential achievability" in page.reader.text, "the five factors")
        for name in ("One", "Two", "Three", "Four"):
            page.reader.mark("add:factor")
            await pilot.press("enter")
            await fill(pilot, "New: factor", name=name, weight="2")
            if name != "Four":
                await until(pilot, lambda name=name: app.screen is page and name in page.reader.text, name)
        form = await shown(pilot, Form, "New: factor")
        assert field(form, "name").value == "Four"
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is page, "the page")
        rating = next(stop.to for stop in page.reader.laid.stops if stop.to.startswith("rating:"))
        page.reader.mark(rating)
        await pilot.press("enter")
        await fill(pilot, "O1 Business as usual", level="meets", why="It costs nothing.")
        await until(pilot, lambda: "● meets it" in page.reader.text, "the judgement")
        page.reader.mark("add:choice")
        await pilot.press("enter")
        await fill(pilot, "New: choice of the long list", text="All paths", verdict="discounted", why="Too many.")
        await until(pilot, lambda: "All paths: × dropped. Too many." in page.reader.text, "the choice")
        page.reader.mark("add:objective")
        await pilot.press("enter")
        await fill(pilot, "New: objective", text="People walk again", by="31 July 2027", lived="Ask them.")
        await until(pilot, lambda: "By 31 July 2027." in page.reader.text, "the objective")


async def test_what_is_decided_cannot_be_edited_and_says_why(project: Project, brief: int) -> None:
    with project.change("Decide") as session:
        amend_brief(session, brief, status="decided")
    async with study_app(project, "briefs") as (app, pilot):
        page = await open_option(pilot)
        page.reader.mark("cell:what")
        await pilot.press("enter")
        await until(pilot, lambda: any("has been decided" in one.message for one in app._notifications), "the sentence")
        assert app.screen is page


async def test_fifty_options_with_five_hundred_citations_open_and_turn_at_once(project: Project) -> None:
    """Processor time of opening and turning beside that of reading the same contents bare."""
    with project.change("Bring in") as session:
        study = add_study(session)
        key = add_brief(session, "Light on the path")
        found = [
            write_finding(
                session,
                strand="words",
                source="interviews",
                statement=f"Sentence {number}.",
                evidence=[Evidence("theme", study.theme)],
                against="One walks it.",
            )
            for number in range(10)
        ]
        for number in range(49):
            option = add_option(session, key, f"Option {number}")
            for one in found:
                cite(session, key, "finding", one, option_id=option)
    with project.read() as session:
        assert len(briefs(session)) == 1
        assert len(appraisal(session, key, options(session, key)).details) == 50
        contents(session, key)
        begun = time.process_time()
        contents(session, key)
        bare = time.process_time() - begun
    async with study_app(project, "briefs") as (_, pilot):
        await pilot.press("o")
        page = await shown(pilot, OptionsPage, "B1")
        begun = time.process_time()
        await pilot.press("pagedown")
        scrolled = time.process_time() - begun
        assert "Option 48" in page.reader.text
    assert scrolled < max(5 * bare, 0.5)


async def test_side_by_side_leads_into_an_option_and_back(project: Project, brief: int) -> None:
    with project.change("Another") as session:
        add_option(session, brief, "A bus")
    async with study_app(project, "briefs") as (app, pilot):
        await pilot.press("o")
        beside = await shown(pilot, OptionsPage, "B1")
        assert beside.reader.place == f"option:{brief}", "the first head is marked at once"
        await pilot.press("tab", "enter")
        page = await shown(pilot, OptionPage, "O2 Mend the lamps")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is beside, "the options side by side")
        assert beside.reader.place == "option:2"
        await pilot.press("J")
        await until(pilot, lambda: "O3 Mend the lamps" in beside.reader.text, "the two to change places")
        await pilot.press("enter")
        page = await shown(pilot, OptionPage, "O3 Mend the lamps")
        await pilot.press("X")
        asked = await shown(pilot, Confirm, "Take out O3")
        assert "Mend the lamps leaves B1 with all that is written of it" in asked._sentences
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is page, "the page")
        assert page.page_title == "O3 Mend the lamps", "nothing goes before it is answered"
        await pilot.press("X")
        await shown(pilot, Confirm, "Take out O3")
        await pilot.press("enter")
        await until(pilot, lambda: "no longer in the brief" in page.reader.text, "the option to go")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: page.page_title == "O3 Mend the lamps", "the option to come back")


async def test_lines_change_places_and_business_as_usual_stays(project: Project, brief: int) -> None:
    with project.change("Costs") as session:
        second = [add_cost(session, 2, name, low=1, high=2) for name in ("Lamps", "Masts")][1]
    async with study_app(project, "briefs") as (app, pilot):
        page = await open_option(pilot)
        await pilot.press("K")
        assert any("Mark a line first" in note.message for note in app._notifications)
        page.reader.mark(f"cost:{second}")
        await pilot.press("K")
        await until(pilot, lambda: page.reader.text.index("Masts: ") < page.reader.text.index("Lamps: "), "the move")
        assert page.reader.place == f"cost:{second}", "the mark stays on what was moved"
        await pilot.press("ctrl+z")
        await until(pilot, lambda: page.reader.text.index("Lamps: ") < page.reader.text.index("Masts: "), "it undone")
        await pilot.press("left_square_bracket", "X")
        await until(
            pilot, lambda: any("always the first" in note.message for note in app._notifications), "the refusal"
        )
        assert page.page_title == "O1 Business as usual"
