"""The governance room on a real project: consent, what needs attention, audiences, what has left, history."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Button, Input, Select, Static, Tab, Tabs

from tests.study import Study, add_study
from tests.tui.study_app import choose, fill, shown, study_app, until
from workbench.coding.crosstab import people_heard
from workbench.desk.importing.bring_in import bring_in
from workbench.desk.withdrawal.withdrawing import withdraw
from workbench.governance.audiences import add_agreement, add_audience, amend_agreement, audience_named
from workbench.governance.departures import record_departure
from workbench.governance.flags import SAFEGUARDING, flag
from workbench.governance.policies import PRESETS, Policy
from workbench.project.file import Project
from workbench.sources.cases import case_named
from workbench.sources.consent import consents_of, set_consent
from workbench.text import Span
from workbench.tui.app import WorkbenchApp
from workbench.tui.coding.screen import CodingScreen
from workbench.tui.dialogs import Confirm, Form
from workbench.tui.governance.audience_rule import AudienceForm
from workbench.tui.governance.people import read_people
from workbench.tui.governance.sheet import ConsentSheet
from workbench.tui.widgets.rows import Rows


@pytest.fixture
def study(project: Project) -> Study:
    """The small study with two audiences; nobody's consent is recorded."""
    with project.change("Study") as session:
        made = add_study(session)
        add_audience(session, "public", description="Anyone")
        add_audience(session, "police")
    return made


def consents(project: Project, case: int) -> dict[tuple[str, str], str]:
    with project.read() as session:
        return consents_of(session, [case]).get(case, {})


def cells(screen: object, table: str) -> list[tuple[str, ...]]:
    return [row.cells for row in screen.query_one(table, Rows).rows]  # type: ignore[attr-defined]


def on_desk(app: WorkbenchApp) -> str:
    """The document that lies on the desk of the coding room."""
    if not isinstance(app.screen, CodingScreen):
        return ""
    return app.screen.sheet.document.name if app.screen.sheet else "nothing"


async def test_an_empty_project_says_what_to_do(project: Project) -> None:
    async with study_app(project, "governance") as (app, pilot):
        await pilot.pause()
        assert "Nobody is in the project yet" in app.export_screenshot().replace("&#160;", " ")


async def test_unknown_consent_is_not_recorded(project: Project, study: Study) -> None:
    async with study_app(project, "governance") as (app, _):
        assert cells(app.screen, "#people-rows")[0] == ("P1", "Group C.txt", *["not recorded"] * 4)


async def test_consent_is_recorded_by_letters_and_undone(project: Project, study: Study) -> None:
    case = study.cases[1]
    async with study_app(project, "governance") as (app, pilot):
        await pilot.press("down", "enter")
        sheet = await shown(pilot, ConsentSheet, "What P2 has agreed to")
        await pilot.press("y", "n", "down", "y")
        sheet.query_one("#expires-on", Input).value = "2099-03-31"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: bool(consents(project, case)), "the consent")
        assert consents(project, case) == {
            ("verbatim", ""): "given",
            ("paraphrase", ""): "refused",
            ("audience", "police"): "given",
        }
        await until(pilot, lambda: cells(app.screen, "#people-rows")[1][2].startswith("✓"), "the row")
        assert cells(app.screen, "#people-rows")[1][2:] == (
            "✓ until 31 March 2099",
            "✗ no",
            "not recorded",
            "✓ police",
        )
        await pilot.press("ctrl+z")
        await until(pilot, lambda: not consents(project, case), "the undoing")
        await until(pilot, lambda: cells(app.screen, "#people-rows")[1][2] == "not recorded", "the row as it was")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_what_is_recorded_beside_an_answer_is_in_sight(
    project: Project, study: Study, size: tuple[int, int]
) -> None:
    async with study_app(project, "governance", size) as (_, pilot):
        await pilot.press("enter")
        sheet = await shown(pilot, ConsentSheet, "What P1 has agreed to")
        for line in sheet.query(Input):
            assert line.content_region.height == 1
            assert sheet.query_one(".question").region.contains_region(line.region)


async def test_escape_changes_nothing_and_a_wrong_day_is_said(project: Project, study: Study) -> None:
    before = project.latest_change()
    async with study_app(project, "governance") as (app, pilot):
        await pilot.press("enter")
        sheet = await shown(pilot, ConsentSheet, "P1")
        sheet.query_one("#given-on", Input).value = "14 March"
        await pilot.press("y", "ctrl+s")
        await pilot.pause()
        assert app.screen is sheet
        assert "year, month, day" in str(sheet.query_one(".wrong").content)
        await pilot.press("escape")
        await pilot.pause()
    assert project.latest_change() == before


async def test_the_same_is_recorded_for_all_that_the_filter_shows(project: Project, study: Study) -> None:
    with project.change("Consent") as session:
        case_named(session, "Somebody else")
        set_consent(session, study.cases[0], "machine", "refused")
    async with study_app(project, "governance") as (_, pilot):
        await pilot.press("slash", "g", "r", "o", "enter", "a")
        sheet = await shown(pilot, ConsentSheet, "What they have agreed to")
        assert len(sheet._lines) == 5
        await pilot.press("y", "enter")
        await until(pilot, lambda: all(consents(project, case) for case in study.cases), "their consent")
        assert consents(project, study.cases[0]) == {("verbatim", ""): "given", ("machine", ""): "refused"}
        assert not any(line.states for line in read_people(project) if line.label == "Somebody else")


async def test_consent_that_ran_out_says_so(project: Project, study: Study) -> None:
    with project.change("Consent") as session:
        set_consent(session, study.cases[0], "verbatim", "given", expires_on="2020-01-31")
    assert read_people(project)[0].words("verbatim") == "✗ ran out 31 January 2020"


async def test_what_needs_attention_is_listed_and_leads_on(project: Project, study: Study) -> None:
    async with study_app(project, "governance") as (app, pilot):
        await pilot.press("2")
        table = app.screen.query_one("#attention-rows", Rows)
        await until(pilot, lambda: bool(table.rows), "what needs attention")
        order = ["✗ settle this", "⚠ look at this", "· good to know"]
        found = [row.cells[0] for row in table.rows]
        assert found == sorted(found, key=order.index)
        place = next(at for at, row in enumerate(table.rows) if row.cells[1] == "consent")
        assert "No consent is recorded for 8 people" in table.rows[place].cells[2]
        table.highlight(table.rows[place].key)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.tab == "people", "the people")  # type: ignore[attr-defined]


async def test_an_audience_is_added_and_its_threshold_changed(project: Project, study: Study) -> None:
    async with study_app(project, "governance") as (app, pilot):
        await pilot.press("5")
        await until(pilot, lambda: len(cells(app.screen, "#audience-rows")) == 3, "the audiences")
        assert cells(app.screen, "#audience-rows")[0] == ("the team", "The team itself.", "all shown", "")
        await pilot.press("n")
        await fill(pilot, "New audience", name="school", description="Schools", threshold="10")
        await until(pilot, lambda: len(cells(app.screen, "#audience-rows")) == 4, "the new one")
        assert ("school", "Schools", "fewer than 10 withheld (as research service)", "") in cells(
            app.screen, "#audience-rows"
        )
        app.screen.query_one("#audience-rows", Rows).highlight("school")
        await pilot.press("enter")
        await fill(pilot, "school", threshold="7")

        def threshold() -> int:
            with project.read() as session:
                return audience_named(session, "school").threshold

        await until(pilot, lambda: threshold() == 7, "the other threshold")


async def test_choosing_a_rule_fills_in_its_numbers_and_what_an_agreement_demands_stands_beside_it(
    project: Project, study: Study
) -> None:
    with project.change("Agreement") as session:
        amend_agreement(session, add_agreement(session, "WEISF 12", parties="Essex Police"), threshold=10)
    async with study_app(project, "governance") as (app, pilot):
        await pilot.press("5")
        await until(pilot, lambda: len(cells(app.screen, "#audience-rows")) == 3, "the audiences")
        row = next(one for one in cells(app.screen, "#audience-rows") if one[0] == "police")
        assert row[2:] == ("fewer than 5 withheld", "WEISF 12 (Essex Police): fewer than 10 withheld")
        app.screen.query_one("#audience-rows", Rows).highlight("police")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, AudienceForm), "the form")
        said = [str(one.render()) for one in app.screen.query(Static)]
        assert any("whatever is said here: WEISF 12 (Essex Police): fewer than 10 withheld" in one for one in said)
        app.screen.query_one("#field-1", Select).value = "NHS hospital statistics"
        await until(pilot, lambda: app.screen.query_one("#field-2", Input).value == "8", "the threshold")
        assert app.screen.query_one("#field-3", Input).value == "5"
        await pilot.press("ctrl+s")

        def rule() -> Policy:
            with project.read() as session:
                return audience_named(session, "police").rule

        await until(pilot, lambda: rule() == PRESETS["NHS hospital statistics"].policy, "the rule")
        await until(pilot, lambda: any("WEISF 12" in one.message for one in app._notifications), "the warning")


async def test_what_has_left_and_the_history_are_lists(project: Project, study: Study) -> None:
    with project.change("Take out evidence.xlsx") as session:
        record_departure(session, kind="workbook", name="evidence.xlsx", audience="public", quotes=3, withheld=2)
    async with study_app(project, "governance") as (app, pilot):
        await pilot.press("6")
        await until(pilot, lambda: bool(cells(app.screen, "#departure-rows")), "what has left")
        assert cells(app.screen, "#departure-rows")[0][1:] == (
            "workbook evidence.xlsx", "public", "amina", "3", "0", "2",
        )  # fmt: skip
        await pilot.press("7")
        await until(pilot, lambda: bool(cells(app.screen, "#history-rows")), "the history")
        assert cells(app.screen, "#history-rows")[0][1] == "Take out evidence.xlsx"
        await pilot.press("ctrl+z")
        await until(pilot, lambda: cells(app.screen, "#history-rows")[0][1].startswith("Took back"), "the undoing")
        assert cells(app.screen, "#history-rows")[1][4].startswith("taken back")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_people_are_in_sight_at_every_width(project: Project, study: Study, size: tuple[int, int]) -> None:
    async with study_app(project, "governance", size) as (app, pilot):
        await pilot.pause()
        drawn = app.export_screenshot().replace("&#160;", " ")
        assert "P1" in drawn
        assert "not recorded" in drawn


async def test_a_flag_is_settled_from_its_list(project: Project, study: Study) -> None:
    with project.change("Hold back") as session:
        flag(session, study.document, Span(0, 10), SAFEGUARDING, reason="at home")
    async with study_app(project, "governance") as (app, pilot):
        await pilot.press("3")
        await until(pilot, lambda: bool(cells(app.screen, "#flag-rows")), "the flag")
        assert cells(app.screen, "#flag-rows")[0][:4] == (
            "safeguarding", "Group C.txt", "at home", "nothing recorded as done yet",
        )  # fmt: skip
        await pilot.press("enter")
        await choose(pilot, "Held back for safeguarding", "record")
        await fill(pilot, "What was done", contact="the lead", action="called")
        said = "the lead was told; called; the day is not said"
        await until(pilot, lambda: cells(app.screen, "#flag-rows")[0][3] == said, "what was written without a day")
        await pilot.press("enter")
        await choose(pilot, "Held back for safeguarding", "record")
        await fill(pilot, "What was done", contact="the lead", action="called", done_on="2026-03-14")
        await until(pilot, lambda: cells(app.screen, "#flag-rows")[0][3] == "called, 2026-03-14", "what was done")


async def test_somebody_takes_back_everything(project: Project, study: Study) -> None:
    async with study_app(project, "governance") as (app, pilot):
        await pilot.press("w")
        await choose(pilot, "P1 takes back", "everything")
        asked = await shown(pilot, Confirm, "What it touches: P1")
        assert "Deleted for good: 1 person, 1 passage" in str(asked.query_one(".sentences Static", Static).content)
        await pilot.click("#yes")
        form = await shown(pilot, Form, "Type it once more")
        assert str(form.query_one("#yes", Button).label) == "Delete for good"
        await pilot.press("P", "2", "ctrl+s")
        assert app.screen is form
        await fill(pilot, "Type it once more", label="P1", asked_on="2026-11-20")
        await shown(pilot, Confirm, "W-")
        await pilot.press("enter")
        await until(pilot, lambda: cells(app.screen, "#people-rows")[0][0] == "P2", "the list without them")
        await pilot.press("4")
        await until(pilot, lambda: bool(cells(app.screen, "#withdrawal-rows")), "the register")
        assert cells(app.screen, "#withdrawal-rows")[0][2] == "everything"
    assert "underpass after four" not in project.path.read_bytes().decode("utf-8", "replace")


async def test_one_document_on_the_desk_goes_as_a_whole(project: Project, tmp_path: Path) -> None:
    for name in ("ada", "bo"):
        talk = f"**Interviewer:** And then?\n\n**{name.title()}:** Home by the marina.\n"
        (tmp_path / f"{name}.md").write_text(talk, "utf-8")
    bring_in(project, [tmp_path / "ada.md", tmp_path / "bo.md"])
    async with study_app(project, "coding") as (app, pilot):
        await until(pilot, lambda: on_desk(app) == "ada.md", "a document")
        withdraw(project, "Ada")
        app.go_to_room("governance")
        await until(pilot, lambda: app.current_mode == "governance" and bool(app.screen.focused), "another room")
        app.go_to_room("coding")
        await until(pilot, lambda: on_desk(app) == "bo.md", "the other document")
        withdraw(project, "Bo")
        app.go_to_room("governance")
        await until(pilot, lambda: app.current_mode == "governance" and bool(app.screen.focused), "another room")
        app.go_to_room("coding")
        await until(pilot, lambda: on_desk(app) == "nothing", "no document")


@pytest.mark.parametrize("width", [80, 120, 200])
async def test_every_views_label_is_in_sight_and_says_how_much_waits(
    project: Project, study: Study, width: int
) -> None:
    async with study_app(project, "governance", (width, 24)) as (app, pilot):
        await pilot.press("2")
        await until(pilot, lambda: "⚠" in str(app.screen.query_one("#tab-attention", Tab).label), "how much waits")
        tabs = app.screen.query_one("#tabs", Tabs)
        await pilot.pause()
        for tab in tabs.query(Tab):
            assert tab.region.x >= 0
            assert tab.region.right <= width, (tab.id, tab.region)
        labels = [str(tab.label).split(" ⚠")[0] for tab in tabs.query(Tab)]
        assert len(set(labels)) == 9
        assert labels[0] == ("People and consent" if width == 200 else "People")


async def test_it_is_said_that_outsiders_know_who_is_in_a_group(project: Project, study: Study) -> None:
    async with study_app(project, "governance") as (app, pilot):
        await until(pilot, lambda: len(cells(app.screen, "#people-rows")) == 8, "the people")
        await pilot.press("f")
        await choose(pilot, "How were they found?", "everybody")
        said = "Written down for 8; ctrl+z takes it back."
        await until(pilot, lambda: any(one.message == said for one in app._notifications), "what was done")
        with project.read() as session:
            assert set(people_heard(session).values()) == {"everyone"}
        await pilot.press("ctrl+z")

        def as_before() -> bool:
            with project.read() as session:
                return set(people_heard(session).values()) == {"purposive"}

        await until(pilot, as_before, "undone")
