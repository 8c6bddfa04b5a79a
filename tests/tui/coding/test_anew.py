"""A sheet after a few codings changed is what reading everything again gives, and only what changed is painted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.coding.conftest import Coded, put_in
from tests.tui.study_app import study_app
from workbench.project.file import Project
from workbench.text import Span
from workbench.tui.coding import sheet as desk
from workbench.tui.coding.anew import coded_anew
from workbench.tui.painting import PartialCompositor

TOLD = """
    Interviewer: How is it after dark?
    Amina: [I cross over [when the lamps are out]{dark}]{avoiding}. It is dark by four.
    Kez: [The bus stop is unlit]{dark}.
    """


@pytest.fixture
def told(project: Project) -> Coded:
    return put_in(project, TOLD)


def counted(sheet: desk.Sheet) -> dict[str, tuple[int, int, int]]:
    return {one.path: (one.codings, one.segments, one.cases) for one in sheet.codes}


def test_the_sheet_is_what_reading_everything_again_gives(told: Coded) -> None:
    project, document = told.project, told.document
    sheet = desk.lay_on_desk(project, document)
    seen = []

    def then(changed: int) -> None:
        nonlocal sheet
        sheet = coded_anew(project, sheet, (changed,))
        whole = desk.lay_on_desk(project, document, letters=sheet.letters)
        assert counted(sheet) == counted(whole)
        assert replace(sheet, known=0) == replace(whole, known=0)
        seen.append(counted(sheet)["dark"])

    late = told.span("It is dark by four.")
    key = desk.apply(project, document, told.codes["dark"], late)
    then(key)
    other = desk.apply(project, document, told.codes["dark"], Span(late.start, told.span("The bus").end))
    then(other)
    desk.move_edge(project, other, told.span("It is dark"))
    then(other)
    desk.turn_against(project, key, True)
    then(key)
    (unlit,) = [one.id for one in sheet.marked if one.start == told.span("The bus stop").start]
    desk.take_off(project, unlit)
    then(unlit)
    assert seen == [(3, 2, 2), (4, 2, 2), (4, 2, 2), (4, 2, 2), (3, 1, 1)]


async def test_what_is_painted_is_what_stands_there(told: Coded, monkeypatch: pytest.MonkeyPatch) -> None:
    painted: list[tuple[str, str]] = []
    plain = PartialCompositor.render_partial_update

    def looked_at(self: PartialCompositor) -> Any:
        update = plain(self)
        if update is not None:
            whole = self.render_strips()
            for y, first, after in update.spans:
                pieces = [(x, strip) for x, strip in update.chops[y].items() if strip is not None]
                for x, strip in pieces:
                    low, high = max(first, x), min(after, x + strip.cell_length)
                    if low < high:
                        painted.append((strip.crop(low - x, high - x).text, whole[y].crop(low, high).text))
                covered = {cell for x, strip in pieces for cell in range(x, x + strip.cell_length)}
                assert set(range(first, after)) <= covered
        return update

    monkeypatch.setattr(PartialCompositor, "render_partial_update", looked_at)
    async with study_app(told.project, "coding") as (_, pilot):
        await pilot.press("v", "down", "w", "space", "ctrl+z", "tab", "down")
        await pilot.pause()
    assert len(painted) > 5
    assert all(drawn == there for drawn, there in painted)
