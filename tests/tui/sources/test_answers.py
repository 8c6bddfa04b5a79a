"""A survey question's answers as a grid, a person a row, with the closed answers beside them."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from textual.widgets import Static

from tests.tui.study_app import study_app, until
from workbench.desk.answers import answer_keys, answer_rows, blank_keys, matching, survey_question
from workbench.desk.importing.bring_in import bring_in
from workbench.governance.flags import SAFEGUARDING, flag
from workbench.project.file import Project
from workbench.rows import table_of
from workbench.sources.documents import Document, Segment
from workbench.text import Span
from workbench.tui.app import WorkbenchApp
from workbench.tui.sources.answers import AnswersPage
from workbench.tui.widgets.grid import PAGE, Grid, Paged

ROWS = 400
CLOSED = [f"q{number}" for number in range(1, 9)]


@pytest.fixture
def question(project: Project, tmp_path: Path) -> int:
    path = tmp_path / "walk.csv"
    lines = [",".join(["id", "why", *CLOSED])]
    for row in range(ROWS):
        why = "" if row % 10 == 9 else f"Answer {row}: the lamps on our way are dark at night."
        lines.append(",".join([f"P{row:03}", why, *(("yes", "no", "maybe")[(row + at) % 3] for at in range(8))]))
    path.write_text("\n".join(lines), "utf-8")
    (report,) = bring_in(project, [path], as_="survey")
    assert report.outcome == "imported"
    with project.read() as session:
        return int(session.execute(sa.select(table_of(Document).c.id)).scalar_one())


def said(app: WorkbenchApp, which: str) -> str:
    return str(app.screen.query_one(which, Static).content)


@pytest.mark.parametrize(("size", "sight"), [((80, 24), 1), ((120, 40), 2), ((200, 50), 5)])
async def test_answers_beside_what_was_chosen(
    project: Project, question: int, size: tuple[int, int], sight: int
) -> None:
    async with study_app(project, "sources", size) as (app, pilot):
        await until(pilot, lambda: bool(app.screen.query("#documents")), "the room")
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, AnswersPage), "the grid")
        await until(pilot, lambda: "40 left it blank" in said(app, "#answers-said"), "who left it blank")
        assert "360 answers" in said(app, "#answers-said")
        grid = app.screen.query_one(Grid)
        assert len(grid.in_sight) == sight
        assert "Answer 0:" in said(app, "#answers-one")
        await pilot.press("right")
        await until(pilot, lambda: grid.in_sight.start == min(sight, 8 - sight), "the next columns")
        await pilot.press("left", "left", "end")
        await until(pilot, lambda: "left blank" in said(app, "#answers-one"), "the last one")
        assert grid.in_sight.start == 0
        await pilot.press("enter", "b")
        await until(pilot, lambda: "blank" not in said(app, "#answers-said"), "without blanks")
        await pilot.press("slash", *"123")
        await until(pilot, lambda: said(app, "#answers-said").startswith("1 answers"), "what was looked for")
        await pilot.press("enter", "enter")
        await until(pilot, lambda: app.current_mode == "coding", "the coding room")


def test_rows_are_read_when_they_come_into_sight() -> None:
    asked: list[tuple[int, int]] = []

    def read(first: int, end: int) -> list[int]:
        asked.append((first, end))
        return list(range(first, end))

    rows = Paged(200_000, read)
    assert (rows[0], rows[5], rows[-1]) == (0, 5, 199_999)
    assert asked == [(0, PAGE), (200_000 - 200_000 % PAGE, 200_000)]
    assert list(rows[3:6]) == [3, 4, 5]
    with pytest.raises(IndexError):
        rows[200_000]


def test_what_is_held_back_is_in_no_row(project: Project, question: int) -> None:
    with project.change("Flag") as session:
        segment = table_of(Segment)
        row = session.execute(
            sa.select(segment).where(segment.c.document_id == question).order_by(segment.c.start)
        ).first()
        assert row is not None
        flag(session, question, Span(row.start + 2, row.start + 6), SAFEGUARDING)
    with project.read() as session:
        asked = survey_question(session, question)
        assert asked is not None
        assert [name for _, name in asked.closed] == CLOSED
        found = answer_keys(session, question)
        assert (len(found.keys), found.held) == (359, 1)
        blank = blank_keys(session, question)
        assert len(blank) == 40
        rows = answer_rows(session, asked, [found.keys[0], blank[0]])
        assert (rows[0].person, rows[0].closed[:3]) == ("P001", ("no", "maybe", "yes"))
        assert (rows[1].person, rows[1].answer, rows[1].start) == ("P009", "", None)
        assert not matching(session, asked, [*found.keys, *blank], "answer lamps owls")
        assert len(matching(session, asked, [*found.keys, *blank], "maybe P00")) == 9
        assert len(matching(session, asked, [*found.keys, *blank], "dark 39")) == 9
        assert survey_question(session, question + 99) is None
