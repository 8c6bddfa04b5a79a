from __future__ import annotations

import pytest

from tests.tui.conftest import Opened
from tests.tui.preview import TableRoom
from workbench.tui.widgets.lines import LineList, fitted
from workbench.tui.widgets.rows import Column, RowLine, Rows, column_widths


def drawn(rows: Rows) -> list[str]:
    lines = rows.query_one(LineList)
    return [lines.render_line(y).text for y in range(lines.size.height)]


def test_columns_share_the_room_and_give_way() -> None:
    columns = [Column("a", share=2), Column("b", width=7), Column("c", gives_way=1, least=10)]
    assert column_widths(columns, 60) == {0: 33, 1: 7, 2: 16}
    assert column_widths(columns, 24) == {0: 15, 1: 7}
    assert sum(column_widths(columns, 60).values()) + 4 == 60


def test_cells_are_cut_with_an_ellipsis_by_width_not_by_letters() -> None:
    assert fitted("abcdef", 4) == "abc…"
    assert fitted("我们也", 4) == "我 …"
    assert fitted("12", 4, "right") == "  12"
    assert fitted("x", 0) == ""


async def test_long_cells_wrap_or_are_cut(opened: Opened) -> None:
    async with opened("sources", (80, 24)) as (app, _):
        rows = app.screen.query_one(Rows)
        lines = drawn(rows)
        assert lines[0].strip().startswith("01.md")
        assert "1,204" in lines[0]
        assert lines[2].rstrip(" ").split("  ")[-1].strip().endswith("…")
        assert lines[3].strip().startswith("Question 7")


async def test_enter_posts_the_row_and_the_filter_looks_in_all_cells(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen: list[str] = []
    monkeypatch.setattr(TableRoom, "on_rows_row_chosen", lambda self, event: chosen.append(event.key), raising=False)
    async with opened("sources") as (app, pilot):
        rows = app.screen.query_one(Rows)
        await pilot.press("down", "enter")
        await pilot.press("slash", *"ben with", "enter")
        await pilot.pause()
        assert rows.current is not None
        assert rows.current.key == "3"
        await pilot.press("enter", "slash", *"zzz")
        await pilot.pause()
        assert "Nothing fits that." in drawn(rows)[0]
        await pilot.press("escape")
        assert len(rows.query_one(LineList).items) == 3
        assert chosen == ["2", "3"]


async def test_clicking_highlights_then_chooses(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen: list[str] = []
    monkeypatch.setattr(TableRoom, "on_rows_row_chosen", lambda self, event: chosen.append(event.key), raising=False)
    async with opened("sources") as (app, pilot):
        lines = app.screen.query_one(LineList)
        row = next(y for y, line in enumerate(drawn(app.screen.query_one(Rows))) if "09.md" in line)
        await pilot.click(lines, offset=(4, row))
        assert lines.highlighted == 2
        assert chosen == []
        await pilot.pause(0.6)
        await pilot.click(lines, offset=(4, row))
        await pilot.pause()
        assert chosen == ["3"]


async def test_an_empty_table_says_what_to_do_and_rows_keep_their_place(opened: Opened) -> None:
    async with opened("sources") as (app, pilot):
        rows = app.screen.query_one(Rows)
        await pilot.press("end")
        rows.show([RowLine("0", ("new",)), *rows.rows])
        assert rows.current is not None
        assert rows.current.key == "3"
        rows.show([])
        assert "No sources yet." in " ".join(drawn(rows))
        await pilot.press("enter", "down")
