"""The topics tab on a real project: who speaks in a topic, merging, splitting, bringing back, making a code, undo."""

from __future__ import annotations

import pytest
from textual.widgets import Static

from tests.suggestions.conftest import BUS, DARK, EVERY, put_codes, put_turns
from tests.tui.study_app import choose, study_app, until
from workbench.desk.suggesting.suggest import suggest
from workbench.project.file import Project
from workbench.sources.cases import case_labels, set_attribute
from workbench.suggestions.cache import purge
from workbench.suggestions.review import queue
from workbench.suggestions.topics import TopicLine, topics
from workbench.tui.suggestions.screen import ReviewScreen
from workbench.tui.suggestions.topic_pages import bar_by_group
from workbench.tui.widgets.reader import Reader


@pytest.fixture
def grouped(project: Project, tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Three kinds of talk by six people of two parts of town, and topics found in it."""
    monkeypatch.setenv("WORKBENCH_CACHE", str(tmp_path))
    put_turns(project, [(f"P{at % 6}", said) for at, said in enumerate(EVERY)])
    put_codes(project)
    with project.change("People") as session:
        for case, label in case_labels(session).items():
            set_attribute(session, case, "part", "north" if label < "P4" else "south")
    suggest(project, topics=3)
    return project


def lines(project: Project) -> list[TopicLine]:
    with project.read() as session:
        return topics(session)


def page(screen: object) -> str:
    assert isinstance(screen, ReviewScreen)
    return " ".join(screen.query_one("#topic-page", Reader).text.split())


def legend(screen: object) -> str:
    assert isinstance(screen, ReviewScreen)
    return str(screen.query_one("#topic-legend", Static).content)


async def test_a_topic_says_who_speaks_in_it_and_how_steady_it_is(grouped: Project) -> None:
    async with study_app(grouped, "suggestions", (200, 60)) as (app, pilot):
        await pilot.press("2")
        await until(pilot, lambda: "north: 4 of 4" in page(app.screen), "who speaks in the topic")
        assert "6 passages · 6 people" in page(app.screen)
        assert "Without a fifth of all passages" in page(app.screen)
        assert "Bars by part: north, south" in legend(app.screen)


async def test_two_topics_are_merged_split_again_and_undone(grouped: Project) -> None:
    before = lines(grouped)
    async with study_app(grouped, "suggestions", (120, 40)) as (app, pilot):
        await pilot.press("2", "m")
        await choose(pilot, "into", before[1].label)
        await until(pilot, lambda: len(lines(grouped)) == 2, "the merged topic")
        assert next(one for one in lines(grouped) if one.id == before[1].id).segments == 12
        assert "1 put away, merged or split" in legend(app.screen)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: lines(grouped) == before, "the topics as they were")
        await pilot.press("p", "enter")
        await until(pilot, lambda: len(lines(grouped)) == 4, "the parts")
        assert [one.part for one in lines(grouped) if one.part] == [1, 2]
        await pilot.press("ctrl+z")
        await until(pilot, lambda: lines(grouped) == before, "the whole")


async def test_what_is_discarded_is_brought_back(grouped: Project) -> None:
    before = lines(grouped)
    async with study_app(grouped, "suggestions", (120, 40)) as (app, pilot):
        await pilot.press("2", "d")
        await until(pilot, lambda: len(lines(grouped)) == 2, "the topic put away")
        await pilot.press("a")
        await until(pilot, lambda: "a hides them" in legend(app.screen), "all topics")
        await pilot.press("home")
        await pilot.pause()
        assert isinstance(app.screen, ReviewScreen)
        assert app.screen.topic is not None
        assert app.screen.topic.away
        await pilot.press("b")
        await until(pilot, lambda: {one.id for one in lines(grouped)} == {one.id for one in before}, "all three")


async def test_a_code_made_of_a_topic_waits_in_the_review(grouped: Project) -> None:
    async with study_app(grouped, "suggestions", (120, 40)) as (_, pilot):
        await pilot.press("2", "c")
        await pilot.pause()
        await pilot.press("enter")

        def proposed() -> set[str]:
            first = lines(grouped)[0]
            with grouped.read() as session:
                return {one.text for one in queue(session, begun_only=False) if one.code == first.label}

        await until(pilot, lambda: len(proposed()) == 6, "the proposals")
        assert lines(grouped)[0].code_id is not None
        assert proposed() in ({*BUS}, {*DARK}, {*EVERY} - {*BUS} - {*DARK})


async def test_where_the_passages_are_not_kept_it_says_what_to_do(grouped: Project) -> None:
    with grouped.read() as session:
        purge(session.info["secret"])
    async with study_app(grouped, "suggestions", (120, 40)) as (app, pilot):
        await pilot.press("2")
        await until(pilot, lambda: "Press s to look for topics anew" in legend(app.screen), "the sentence")
        await pilot.press("p", "enter")
        await pilot.pause()
        assert len(lines(grouped)) == 3


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_a_topic_its_size_and_its_quotes_are_in_sight_at_every_width(
    grouped: Project, size: tuple[int, int]
) -> None:
    async with study_app(grouped, "suggestions", size) as (app, pilot):
        await pilot.press("2")
        await pilot.pause()
        drawn = app.export_screenshot().replace("&#160;", " ")
        assert "6 · 6" in drawn
        assert "Typical passages" in drawn
        assert any(word in drawn for word in ("steady", "shifts"))


def test_bars_are_shares_beside_the_group_with_the_most() -> None:
    from workbench.desk.suggesting.topic_spread import Share

    assert bar_by_group([Share("a", 4, 8), Share("b", 1, 4), Share("c", 0, 9)]) == "█▅·"
    assert bar_by_group([]) == ""
