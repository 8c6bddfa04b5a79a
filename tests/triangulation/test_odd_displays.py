"""Displays of odd projects: nothing in it, one finding, both strands silent, two vintages, a withdrawn indicator, nobody asked."""

from __future__ import annotations

from typing import Any

import pytest

from tests.displays import add_people, guid_of
from workbench.indicators.indicators import Indicator
from workbench.indicators.observations import Observation
from workbench.project.file import Project
from workbench.rows import add, remove
from workbench.sources.cases import set_place
from workbench.triangulation.displays.both_kinds import both_kinds
from workbench.triangulation.displays.definitions import Definition
from workbench.triangulation.displays.displays import KINDS
from workbench.triangulation.displays.drawing import drawn_from
from workbench.triangulation.displays.shown import Count
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.findings import write_finding
from workbench.triangulation.protocol.topic_rows import add_row, place
from workbench.tui.triangulation.display_page import EMPTY


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_project_has_no_rows_and_a_sentence_for_each_kind(project: Project, kind: str) -> None:
    with project.read() as session:
        shown = drawn_from(session, 0, kind, kind, Definition())
        assert shown.rows == ()
        assert EMPTY[kind].endswith(".")
        assert both_kinds(session).first == (
            "Nobody's words are coded yet, and nobody gave an answer that counts as a number."
        )


def test_one_finding_stands_beside_a_side_that_says_nothing_and_a_silent_topic_does_not_stand(project: Project) -> None:
    with project.change("Bring in") as session:
        study = add_people(session)
        key = write_finding(
            session, strand="words", source="interviews", statement="They go round.", against="Not all.",
            evidence=[Evidence("theme", study.theme)],
        )  # fmt: skip
        place(session, add_row(session, "Journeys"), key)
        add_row(session, "Both strands are silent")
    with project.read() as session:
        (row,) = drawn_from(session, 0, "side by side", "All", Definition()).rows
    assert row.name == "Journeys"
    assert [piece.text for piece in row.cells[1]] == ["says nothing on this"]  # type: ignore[union-attr]


def test_areas_of_two_vintages_and_an_indicator_that_is_gone_are_said_in_a_sentence(project: Project) -> None:
    with project.change("Bring in") as session:
        study = add_people(session)
        guid = guid_of(session, Indicator, study.indicator)
        cells = {"indicator_id": study.indicator, "period": "2024/25", "period_start": "2024-11-01"}
        for code, name in (("E07000026", "Allerdale"), ("E06000063", "Cumberland")):
            add(session, Observation, area_code=code, area=name, value=50.0, period_end="2025-10-31", **cells)
        set_place(session, study.cases[0], "E07000026", "lives")
        set_place(session, study.cases[1], "E06000063", "lives")
    wanted = Definition(indicator=guid, levels=2)
    with project.read() as session:
        two = drawn_from(session, 0, "themes by statistics", "By level", wanted)
    assert two.rows == ()
    assert any("are areas of two vintages" in one for one in two.remarks)
    with project.change("Withdraw") as session:
        remove(session, Indicator, study.indicator)
    with project.read() as session:
        gone = drawn_from(session, 0, "themes by statistics", "By level", wanted)
    assert "The indicator that makes the groups is no longer in the project." in gone.remarks


def test_where_nobody_is_recorded_as_asked_a_count_says_so(project: Project) -> None:
    with project.change("Bring in") as session:
        add_people(session)
    with project.read() as session:
        rows = drawn_from(session, 0, "statistics by themes", "All", Definition()).rows
    counts: dict[str, Any] = {row.name: next(one for one in row.cells[1] if isinstance(one, Count)) for row in rows}
    assert counts["Nobody came"].words == "raised by 1 of the 8 we heard; who was asked is not recorded"
