"""A file of SPSS brought in with the app: what it says of its variables is shown for correction, and kept as a map."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from tests.tui.sources.test_columns import cells, said
from tests.tui.study_app import choose, study_app, understood, until
from workbench.project.file import Project
from workbench.sources.cases import attributes_of
from workbench.tui.sources.columns import ColumnsPage
from workbench.tui.widgets.rows import Rows


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_what_spss_says_of_its_variables_is_shown_and_comes_in(
    project: Project, tmp_path: Path, size: tuple[int, int]
) -> None:
    path = tmp_path / "walk.sav"
    table = pd.DataFrame({"id": ["P1", "P2", "P3"], "safe": [1.0, -9.0, 3.0], "sex": [1.0, 2.0, 2.0]})
    pyreadstat.write_sav(
        table,
        path,
        column_labels={"safe": "How safe is it after dark?"},
        variable_value_labels={
            "safe": {1: "Unsafe", 2: "Neither", 3: "Safe", -9: "Refused"},
            "sex": {1: "Woman", 2: "Man"},
        },
        missing_ranges={"safe": [-9]},
        variable_measure={"safe": "ordinal"},
    )
    async with study_app(project, "sources", size) as (app, pilot):
        await understood(pilot, app, path)
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, ColumnsPage), "its columns")
        await until(pilot, lambda: bool(app.screen.query_one("#columns", Rows).rows), "the lines")
        assert cells(app) == {"id": "who answered", "safe": "a scale, in order", "sex": "one of a list"}
        await pilot.press("down")
        await until(pilot, lambda: "the file says that it has an order" in said(app, "#columns-one"), "why")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not isinstance(app.screen, ColumnsPage), "back at the files")
        await pilot.press("ctrl+s")
        await choose(pilot, "Names of people and places", "leave them in this time")

        def is_in() -> bool:
            with project.read() as session:
                return bool(attributes_of(session))

        await until(pilot, is_in, "the survey")
    with project.read() as session:
        known = [one.get("safe") for one in attributes_of(session).values()]
    assert known == ["Unsafe", "Refused", "Safe"]
