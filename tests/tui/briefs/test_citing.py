"""Citing in the briefs room: the strongest words against offered, who is quoted already, and a decided brief left alone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.study import Study, add_study, code_turn, record_asked
from tests.tui.study_app import choose, shown, study_app, until
from workbench.briefs.evidence import citations, cite
from workbench.briefs.options import add_brief, add_option
from workbench.coding.codings import Coding
from workbench.desk.briefs.deciding import record_decision
from workbench.project.file import Project
from workbench.rows import amend
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.findings import write_finding
from workbench.tui.briefs.option_page import OptionPage
from workbench.tui.briefs.orphans import OrphansPage
from workbench.tui.dialogs import Choose
from workbench.tui.triangulation.evidence import FindingPage

DARK = "Young people go the long way when it is dark."


@pytest.fixture
def made(project: Project) -> dict[str, Any]:
    """A brief with an option that cites a quote, and a strong finding that no option uses, with words against it."""
    with project.change("Bring in") as session:
        study: Study = add_study(session, consent="given")
        record_asked(session, study)
        finding = write_finding(
            session, strand="words", source="interviews", statement=DARK, evidence=[Evidence("theme", study.theme)],
            prominence="high", confidence="moderate", confidence_reason="Told alike.", against="P4 walks it every day.",
            question_id=study.question,
        )  # fmt: skip
        against = code_turn(session, study, study.dark, 3)
        amend(session, Coding, against, direction="against")
        brief = add_brief(session, "Light on the path", decision_asked="Agree to mend the lamps.")
        option = add_option(session, brief, "Mend the lamps", kind="do minimum")
        cite(session, brief, "quote", study.codings[1], option_id=option)
    return {"study": study, "finding": finding, "against": against, "brief": brief, "option": option}


def cited(project: Project, brief: int) -> list[tuple[str, int, int | None]]:
    """What a brief cites."""
    with project.read() as session:
        return [(one.kind, one.thing_id, one.option_id) for one in citations(session, brief)]


async def test_the_strongest_words_against_are_cited_beside_with_one_key(
    project: Project, made: dict[str, Any]
) -> None:
    async with study_app(project, "briefs") as (app, pilot):
        room = app.screen
        await pilot.press("c")
        await choose(pilot, "Cite what?", "A finding")
        await choose(pilot, "Which finding?", "F1")
        await choose(pilot, "Cite it for what?", "O2 Mend the lamps: the problem")
        asked = await shown(pilot, Choose, "The strongest words against")
        assert "It is fine, I walk it every day" in asked._prompt
        assert "P4, Group C" in asked._prompt
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is room, "the brief")
        await until(pilot, lambda: len(cited(project, made["brief"])) == 3, "the citation")
        assert cited(project, made["brief"])[-1] == ("quote", made["against"], made["option"])
        await pilot.press("ctrl+z")
        await until(pilot, lambda: len(cited(project, made["brief"])) == 2, "undo")
        at = [one.leads for one in room.brief.missing].index(f"against:{made['finding']}")
        room._put_right(room.brief.missing[at].leads)
        await shown(pilot, Choose, "The strongest words against")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is room, "the brief")
        assert len(cited(project, made["brief"])) == 2


async def test_the_choice_of_a_quote_says_who_is_quoted_already(project: Project, made: dict[str, Any]) -> None:
    async with study_app(project, "briefs") as (app, pilot):
        await until(pilot, lambda: "Quoted: P2 once." in app.screen.reader.text, "who is quoted, for the team")
        await pilot.press("c")
        await choose(pilot, "Cite what?", "A quote")
        asked = await shown(pilot, Choose, "Which passage?")
        said = {one.note.split(" · ")[0]: one.count for one in asked._choices}
        assert (said["P2"], said["P1"]) == ("quoted once", "")


async def test_a_decided_brief_is_not_cited_for_and_says_what_to_do(project: Project, made: dict[str, Any]) -> None:
    record_decision(project, made["brief"], outcome="approve", reasons="It is right.")
    async with study_app(project, "briefs") as (app, pilot):
        room = app.screen
        for key in ("c", "x", "a"):
            await pilot.press(key)
            await pilot.pause()
            assert app.screen is room
        said = [one.message for one in app._notifications]
        assert any("record the decision “revise” (d in Briefs): it opens the next version." in one for one in said)
    assert len(cited(project, made["brief"])) == 1


async def test_each_line_of_what_is_unused_and_thin_jumps(project: Project, made: dict[str, Any]) -> None:
    async with study_app(project, "briefs") as (app, pilot):
        await pilot.press("u")
        page = await shown(pilot, OrphansPage, "Unused and thin")
        assert "4 of 8 people asked said this; we are sure of it to a moderate degree" in " ".join(
            page.reader.text.split()
        )
        for to, kind in (("finding:", FindingPage), ("option:", OptionPage)):
            while not page.reader.place.startswith(to):
                await pilot.press("tab")
            await pilot.press("enter")
            await until(pilot, lambda kind=kind: isinstance(app.screen, kind), "where it leads")
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is page, "back")
