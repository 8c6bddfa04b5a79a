"""The review on a real project: deciding, undoing, what stays hidden, topics, looking for codes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import sqlalchemy as sa
from textual.pilot import Pilot
from textual.widgets import Static

from tests.suggestions.conftest import BUS, DARK, POLICE, put_codes, put_turns
from tests.tui.study_app import choose, study_app, until
from workbench.coding.blind import CHOSEN, fact_of
from workbench.coding.codebook import add_code, amend_code, ensure_code
from workbench.coding.codings import apply_code
from workbench.coding.retrieval import passages
from workbench.project.facts import remember
from workbench.project.file import Project, create, open_file
from workbench.rows import add, table_of
from workbench.sources.documents import segments_of
from workbench.sources.readings import begin_reading, note_read
from workbench.suggestions.review import Suggestion, queue
from workbench.suggestions.runs import Run
from workbench.suggestions.topics import Topic, TopicPassage, topics
from workbench.text import Span
from workbench.tui.app import WorkbenchApp
from workbench.tui.coding.screen import CodingScreen
from workbench.tui.dialogs import Ask, Choose
from workbench.tui.long_work import StatusLine
from workbench.tui.suggestions.narrowing import Passage
from workbench.tui.suggestions.only import ALL, Only
from workbench.tui.suggestions.screen import ReviewScreen
from workbench.tui.title_bar import Heading
from workbench.tui.widgets.reader import Reader

TURNS = [("Interviewer", "How do you get here?"), ("Kez", BUS[0]), ("Kez", DARK[0]), ("Amina", POLICE[0])]


@pytest.fixture
def proposed(project: Project) -> dict[str, int]:
    """A transcript that is being read, three codes, and a proposal on each of three turns; a topic of two turns."""
    document, _ = put_turns(project, TURNS)
    codes = put_codes(project)
    with project.read() as session:
        turns = segments_of(session, document)
    with project.change("Suggest codes") as session:
        run = add(session, Run, kind="codes", model="counted words", at="2026-03-14T09:00:00.000Z")
        for turn, code in zip(turns[1:], codes.values(), strict=True):
            add(
                session,
                Suggestion,
                run_id=run,
                document_id=document,
                segment_id=turn.id,
                start=turn.start,
                end=turn.end,
                code_id=code,
                score=0.7,
            )
        topic = add(session, Topic, run_id=run, number=1, label="bus, late", keywords="bus, late", segments=2, cases=2)
        for turn in turns[1:3]:
            add(session, TopicPassage, topic_id=topic, segment_id=turn.id, closeness=0.9)
    return {"document": document, "topic": topic, **codes}


def read_it(project: Project, document: int) -> None:
    with project.change("Begin reading", kind="reading") as session:
        begin_reading(session, document)


def coded(project: Project) -> list[tuple[str, str, str]]:
    with project.read() as session:
        return [(one.text, one.code, one.origin) for one in passages(session)]


def page(screen: object) -> str:
    assert isinstance(screen, ReviewScreen)
    return " ".join(screen.query_one("#why", Reader).text.split())


async def test_proposals_wait_until_their_transcript_is_being_read(project: Project, proposed: dict[str, int]) -> None:
    async with study_app(project, "suggestions") as (app, pilot):
        assert "3 suggestions wait" in page(app.screen)
        assert "press h" in page(app.screen)
        await pilot.press("y")
        assert coded(project) == []
        await pilot.press("h")
        await pilot.pause()
        assert isinstance(app.screen, ReviewScreen)
        assert app.screen.line is not None
        assert app.screen.line.code == "Buses"


async def test_accepting_is_my_coding_and_undo_brings_the_proposal_back(
    project: Project, proposed: dict[str, int]
) -> None:
    read_it(project, proposed["document"])
    async with study_app(project, "suggestions") as (app, pilot):
        assert "Buses ●● likely" in page(app.screen)
        assert "Buses, fares, timetables" in page(app.screen)
        await pilot.press("y")
        await pilot.pause()
        assert coded(project) == [(BUS[0], "Buses", "suggestion")]
        assert "Lighting" in page(app.screen)
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert isinstance(app.screen, ReviewScreen)
        assert coded(project) == []
        assert app.screen.line is not None
        assert app.screen.line.code == "Buses"


async def test_how_long_somebody_looked_is_kept(project: Project, proposed: dict[str, int]) -> None:
    read_it(project, proposed["document"])
    async with study_app(project, "suggestions") as (app, pilot):
        assert isinstance(app.screen, ReviewScreen)
        app.screen.look._clock = lambda: 1_000_000.0
        app.screen.look._since = 1_000_000.0 - 7.5
        await pilot.press("x")
        await pilot.pause()
    table = table_of(Suggestion)
    with project.read() as session:
        decided = session.execute(sa.select(table.c.status, table.c.looked_ms).where(table.c.looked_ms.is_not(None)))
        assert decided.all() == [("rejected", 7500)]
    assert coded(project) == []


async def test_the_ends_are_narrowed_before_accepting(project: Project, proposed: dict[str, int]) -> None:
    read_it(project, proposed["document"])
    async with study_app(project, "suggestions") as (app, pilot):
        view = app.screen.query_one(Passage)
        while view.selection is not None and not view.script.text(view.selection).endswith("morning"):
            await pilot.press("left_square_bracket")
            await pilot.pause()
        await pilot.press("full_stop", "y")
        await pilot.pause()
    assert coded(project) == [("bus never comes on time in the morning", "Buses", "suggestion")]
    with project.read() as session:
        assert [line.status for line in queue(session, status="edited")] == ["edited"]


async def test_another_code_may_be_a_new_one(project: Project, proposed: dict[str, int]) -> None:
    read_it(project, proposed["document"])
    async with study_app(project, "suggestions") as (_, pilot):
        await pilot.press("e")
        await choose(pilot, "Which code instead?", "Lateness")
        await until(pilot, lambda: bool(coded(project)), "the coding")
    assert coded(project) == [(BUS[0], "Lateness", "suggestion")]


async def test_later_goes_to_the_end_and_stays_open(project: Project, proposed: dict[str, int]) -> None:
    read_it(project, proposed["document"])
    async with study_app(project, "suggestions") as (app, pilot):
        await pilot.press("l")
        await pilot.pause()
        assert isinstance(app.screen, ReviewScreen)
        assert [line.code for line in app.screen.pile.lines] == ["Lighting", "Police", "Buses"]
        await pilot.press("j", "j")
        await pilot.pause()
        assert app.screen.line is not None
        assert app.screen.line.code == "Buses"
        await pilot.press("y")
        await pilot.pause()
    assert [code for _, code, _ in coded(project)] == ["Buses"]


async def test_what_people_coded_so_leads_to_coding(project: Project, proposed: dict[str, int]) -> None:
    read_it(project, proposed["document"])
    other, _ = put_turns(project, [("Lou", BUS[1])], name="two.md")
    with project.change("Apply code") as session:
        apply_code(session, proposed["Buses"], other, Span(0, len(BUS[1])))
    async with study_app(project, "suggestions") as (app, pilot):
        await until(pilot, lambda: "number nine" in page(app.screen), "the passage that somebody coded so")
        assert "Words it shares with the code late" in page(app.screen)
        await pilot.press("tab", "enter")
        await until(pilot, lambda: isinstance(app.screen, CodingScreen), "the coding room")
        assert isinstance(app.screen, CodingScreen)
        assert app.screen.sheet is not None
        assert app.screen.sheet.document.id == other


async def test_a_topic_is_mapped_named_and_discarded(project: Project, proposed: dict[str, int]) -> None:
    read_it(project, proposed["document"])
    async with study_app(project, "suggestions") as (app, pilot):
        await pilot.press("2")
        await until(pilot, lambda: BUS[0][:20] in app.screen.query_one("#topic-page", Reader).text, "its passages")
        await pilot.press("equals_sign")
        await choose(pilot, "is about", "Buses")

        def topic() -> object:
            with project.read() as session:
                return [(one.code_id, one.state) for one in topics(session)]

        await until(pilot, lambda: topic() == [(proposed["Buses"], "kept")], "the code of the topic")
        await pilot.press("d")
        await until(pilot, lambda: topic() == [], "the topic put out of sight")


async def test_looking_for_codes_fills_the_review(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("WORKBENCH_CACHE", str(tmp_path / "cache"))
    document, _ = put_turns(project, [("Kez", text) for text in (*BUS, *DARK, *POLICE)])
    put_codes(project)
    read_it(project, document)
    async with study_app(project, "suggestions") as (app, pilot):
        assert "Press s to look" in page(app.screen)
        await pilot.press("s")
        for _ in range(6):
            if app.work is not None and app.work.finished:
                break
            try:
                await until(pilot, lambda: app.work is not None and app.work.finished, "the result")
            except AssertionError:
                continue
        assert app.work is not None
        assert "codes proposed" in app.work.result
        assert isinstance(app.screen, ReviewScreen)
        assert app.screen.line is not None


def decided(project: Project) -> list[tuple[str, str, str]]:
    """Status, reason and whether it is known since when it was shown, of what was decided."""
    table = table_of(Suggestion)
    with project.read() as session:
        rows = session.execute(sa.select(table).where(table.c.decided != "").order_by(table.c.decided)).all()
    return [(row.status, row.reason, "seen" if row.shown and row.shown <= row.decided else "") for row in rows]


async def test_since_when_it_was_shown_is_kept_with_the_decision(project: Project, proposed: dict[str, int]) -> None:
    read_it(project, proposed["document"])
    table = table_of(Suggestion)

    def shown() -> list[str]:
        with project.read() as session:
            return list(session.execute(sa.select(table.c.shown).order_by(table.c.id)).scalars())

    async with study_app(project, "suggestions") as (_, pilot):
        changes = project.latest_change()
        await pilot.press("j", "k")
        await pilot.pause()
        assert project.latest_change() == changes
        assert shown() == ["", "", ""]
        await pilot.press("l", "k")
        await pilot.pause()
        first = shown()[0]
        await pilot.press("end", "j", "j", "y")
        await pilot.pause()
    assert first
    assert decided(project) == [("accepted", "", "seen")]
    assert shown()[0] == first


async def test_a_rejection_may_have_a_reason(project: Project, proposed: dict[str, int]) -> None:
    read_it(project, proposed["document"])
    async with study_app(project, "suggestions") as (app, pilot):
        await pilot.press("X")
        await until(pilot, lambda: isinstance(app.screen, Ask), "the question why")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen), "the review")
        assert decided(project) == []
        await pilot.press("X")
        await until(pilot, lambda: isinstance(app.screen, Ask), "the question why")
        await pilot.press(*"fares", "enter")
        await until(pilot, lambda: decided(project) == [("rejected", "fares", "seen")], "the reason")


async def test_t_takes_the_sentence_that_tells_and_minus_and_plus_step(
    project: Project, proposed: dict[str, int]
) -> None:
    said = "I was late again. The bus never comes in the morning. So it goes."
    document, _ = put_turns(project, [("Lou", said)], name="two.md")
    read_it(project, document)
    with project.read() as session:
        (turn,) = segments_of(session, document)
    with project.change("Suggest codes") as session:
        cells = {"start": 0, "end": len(said), "code_id": proposed["Buses"], "score": 0.8, "run_id": 1}
        add(session, Suggestion, document_id=document, segment_id=turn.id, **cells)
    with project.change("Define") as session:
        amend_code(session, proposed["Buses"], definition="A bus that never comes in the morning.")
    async with study_app(project, "suggestions") as (app, pilot):
        screen = app.screen
        assert isinstance(screen, ReviewScreen)
        await until(pilot, lambda: screen.why is not None, "what speaks for it")

        def taken() -> str:
            assert screen.passage.selection is not None
            return screen.passage.script.text(screen.passage.selection)

        await pilot.press("t")
        assert taken() == "The bus never comes in the morning."
        await pilot.press("minus")
        assert taken() == "bus"
        await pilot.press("minus", "plus")
        assert taken() == "The bus never comes in the morning."
        await pilot.press("plus", "plus")
        assert taken() == said
        await pilot.press("t", "y")
        await pilot.pause()
    assert coded(project) == [("The bus never comes in the morning.", "Buses", "suggestion")]


async def test_the_pile_holds_what_is_wanted_and_undo_brings_back_what_is_not(
    project: Project, proposed: dict[str, int]
) -> None:
    read_it(project, proposed["document"])
    async with study_app(project, "suggestions") as (app, pilot):
        screen = app.screen
        assert isinstance(screen, ReviewScreen)
        await pilot.press("f")
        await choose(pilot, "Which suggestions?", "Police")
        await until(pilot, lambda: screen.line is not None and screen.line.code == "Police", "the police")
        assert "Police · 1 of 1 left, of 3 in all" in str(screen.query_one("#left", Static).render())
        await pilot.press("y")
        await pilot.pause()
        assert "Nothing of “Police” is left. 2 others wait" in page(screen)
        await pilot.press("y", "x", "l", "t", "minus", "right_square_bracket")
        await pilot.pause()
        assert [code for _, code, _ in coded(project)] == ["Police"]
        await pilot.press("f")
        await choose(pilot, "Which suggestions?", "Lighting")
        await until(pilot, lambda: screen.line is not None and screen.line.code == "Lighting", "the lamps")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: screen.line is not None and screen.line.code == "Police", "the police again")
        assert screen.only.kind == "all"
        assert [one.code for one in screen.pile.lines] == ["Buses", "Lighting", "Police"]


async def test_undoing_later_brings_it_back_in_sight(project: Project, proposed: dict[str, int]) -> None:
    read_it(project, proposed["document"])
    async with study_app(project, "suggestions") as (app, pilot):
        screen = app.screen
        assert isinstance(screen, ReviewScreen)
        await pilot.press("l", "j")
        await pilot.pause()
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert screen.line is not None
        assert screen.line.code == "Buses"
        assert [one.status for one in screen.pile.lines] == ["proposed"] * 3
        await pilot.press("ctrl+y")
        await pilot.pause()
        assert [one.code for one in screen.pile.lines] == ["Lighting", "Police", "Buses"]


async def test_codes_below_the_proposed_one_are_offered_first(project: Project, proposed: dict[str, int]) -> None:
    read_it(project, proposed["document"])
    with project.change("Codes") as session:
        add_code(session, "Aaa")
        narrow = ensure_code(session, "Buses/Fares")
    async with study_app(project, "suggestions") as (app, pilot):
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, Choose), "the codes")
        await pilot.press("enter")
        await until(pilot, lambda: bool(coded(project)), "the coding")
    assert coded(project) == [(BUS[0], "Buses/Fares", "suggestion")]
    with project.read() as session:
        assert [line.code_id for line in queue(session, status="edited")] == [proposed["Buses"]]
    assert narrow


async def test_the_same_code_by_its_name_is_an_acceptance(project: Project, proposed: dict[str, int]) -> None:
    read_it(project, proposed["document"])
    async with study_app(project, "suggestions") as (_, pilot):
        await pilot.press("e")
        await choose(pilot, "Which code instead?", "Buses")
        await until(pilot, lambda: bool(coded(project)), "the coding")
    assert [status for status, _, _ in decided(project)] == ["accepted"]


async def test_off_either_end_nothing_moves_and_nothing_is_decided(project: Project, proposed: dict[str, int]) -> None:
    read_it(project, proposed["document"])
    async with study_app(project, "suggestions") as (app, pilot):
        screen = app.screen
        assert isinstance(screen, ReviewScreen)
        await pilot.press("k", "k")
        assert screen.at == 0
        await pilot.press(*"jjjjjj")
        await pilot.pause()
        assert screen.at == 2
        await pilot.press("y")
        await pilot.pause()
        assert screen.at == 1
        assert [code for _, code, _ in coded(project)] == ["Police"]
        await pilot.press("x", "x", "x", "y", "ctrl+z")
        await pilot.pause()
        assert [one.code for one in screen.pile.lines] == ["Buses"]


async def test_an_answer_read_counts_for_its_question(project: Project) -> None:
    document, _ = put_turns(project, [("Kez", BUS[0]), ("Lou", DARK[0])], name="q7", kind="answer")
    codes = put_codes(project)
    with project.read() as session:
        answers = segments_of(session, document)
    with project.change("Suggest codes") as session:
        run = add(session, Run, kind="codes", model="counted words", at="2026-03-14T09:00:00.000Z")
        for answer, code in zip(answers, codes.values(), strict=False):
            cells = {"start": answer.start, "end": answer.end, "code_id": code, "score": 0.7}
            add(session, Suggestion, run_id=run, document_id=document, segment_id=answer.id, **cells)
    async with study_app(project, "suggestions") as (app, pilot):
        assert isinstance(app.screen, ReviewScreen)
        assert app.screen.pile.hidden == 2
        with project.change("Read on", kind="reading") as session:
            note_read(session, document, [answers[0].id])
        app.screen.show_latest()
        await pilot.pause()
        assert app.screen.pile.hidden == 0
        assert [one.code for one in app.screen.pile.lines] == ["Buses", "Lighting"]


async def test_reading_blind_others_codings_are_not_shown(project: Project, proposed: dict[str, int]) -> None:
    read_it(project, proposed["document"])
    project.close()
    with open_file(project.path, coder="ben") as ben:
        read_it(ben, proposed["document"])
        other, _ = put_turns(ben, [("Lou", BUS[1])], name="two.md")
        with ben.change("Apply code") as session:
            apply_code(session, proposed["Buses"], other, Span(0, len(BUS[1])))
            apply_code(session, proposed["Police"], proposed["document"], Span(21, 30))
    with open_file(project.path, coder="amina") as amina:
        remember(amina, fact_of("amina"), CHOSEN, why="Read blind")
        async with study_app(amina, "suggestions") as (app, pilot):
            await until(pilot, lambda: "Nobody has given this code" in page(app.screen), "nothing of others")
            assert "ben" not in page(app.screen)
            remember(amina, fact_of("amina"), "", why="Read with the others")
            app.screen.show_latest()  # type: ignore[attr-defined]
            await until(pilot, lambda: "number nine" in page(app.screen), "what ben coded so")
            assert "Police (ben)" in page(app.screen)


async def test_another_project_begins_with_a_pile_of_its_own(
    project: Project, proposed: dict[str, int], tmp_path: Path
) -> None:
    read_it(project, proposed["document"])
    with create(tmp_path / "other.workbench", title="Other", coder="amina") as other:
        async with study_app(project, "suggestions") as (app, pilot):
            screen = app.screen
            assert isinstance(screen, ReviewScreen)
            screen.hold_only(Only("code", label="Police"))
            assert screen.shown
            app.go_to_room("home")
            await until(pilot, lambda: app.current_mode == "home", "home")
            app.set_project(other, Heading("Other", "saved", "amina"))
            app.go_to_room("suggestions")
            await until(pilot, lambda: app.current_mode == "suggestions", "the review")
            await until(pilot, lambda: "Nothing is proposed yet" in page(screen), "nothing")
            assert (screen.shown, screen.only, screen.pile.every) == ({}, ALL, ())
            app.project = project


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_passage_and_code_are_in_sight_at_every_width(
    project: Project, proposed: dict[str, int], size: tuple[int, int]
) -> None:
    read_it(project, proposed["document"])
    async with study_app(project, "suggestions", size) as (app, pilot):
        await pilot.pause()
        drawn = app.export_screenshot().replace("&#160;", " ")
        assert "never comes on time" in drawn
        assert "Buses" in drawn
        assert "1 of 3 left" in drawn


async def test_suggestions_switched_off_are_not_shown_and_the_page_says_who_did_it(
    project: Project, proposed: dict[str, int]
) -> None:
    read_it(project, proposed["document"])
    async with study_app(project, "suggestions") as (app, pilot):
        assert isinstance(app.screen, ReviewScreen)
        assert app.screen.line is not None
        app.screen.action_switch_suggestions()
        await pilot.pause()
        assert app.screen.line is None
        assert "amina switched them off on" in page(app.screen)
        await pilot.press("y")
        assert coded(project) == []
        await pilot.press("s")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert app.work is None
        assert any("Suggestions are off in this project" in str(one.message) for one in app._notifications)
        assert app.worker.pid is None
        app.screen.action_switch_suggestions()
        await pilot.pause()
        assert app.screen.line is not None


async def reading(app: WorkbenchApp, pilot: Pilot[None]) -> None:
    """Wait until something was read; a busy machine may take its time to begin a process."""
    for _ in range(3_000):
        if app.work is not None and app.work.done > 0:
            return
        await pilot.pause(0.02)
    raise AssertionError("nothing was read")


async def test_looking_for_codes_runs_in_another_process_that_can_rest(
    project: Project, proposed: dict[str, int]
) -> None:
    put_turns(
        project, [(f"P{at}", f"{words} That was in week {at}.") for at in range(40) for words in BUS], name="t.md"
    )
    async with study_app(project, "suggestions") as (app, pilot):
        await pilot.press("s")
        await reading(app, pilot)
        assert app.work is not None
        assert app.worker.pid not in (None, os.getpid())
        await pilot.press("ctrl+g")
        await pilot.pause()
        assert app.work.paused
        line = app.screen.query_one(StatusLine)
        assert "paused" in str(line.render())
        assert "ctrl+g goes on" in str(line.render())
        await pilot.press("ctrl+g")
        await app.workers.wait_for_complete()
        await until(pilot, lambda: app.work is not None and app.work.finished, "the result")
        assert "topics" in str(app.work.result)


async def test_when_the_process_is_killed_a_sentence_says_so_and_coding_goes_on(
    project: Project, proposed: dict[str, int]
) -> None:
    document, _ = put_turns(
        project, [(f"P{at}", f"{words} That was in week {at}.") for at in range(60) for words in BUS], name="t.md"
    )
    async with study_app(project, "suggestions") as (app, pilot):
        before = project.latest_change()
        await pilot.press("s")
        await reading(app, pilot)
        assert app.worker.pid is not None
        os.kill(app.worker.pid, 9)
        await app.workers.wait_for_complete()
        await until(pilot, lambda: app.work is None, "the end")
        assert any("was ended from outside" in str(one.message) for one in app._notifications)
        assert project.latest_change() == before
        with project.change("Code") as session:
            apply_code(session, proposed["Buses"], document, Span(0, 10))
        assert len(coded(project)) == 1
