"""The bare view that the benchmark compares with does what it is said to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from workbench.benchmark.keys import SIZE, BareApp, press_bare
from workbench.benchmark.raw import raw_database

TOLD = ("We just go round.", "Nobody comes out after dark.", "The stop is unlit.")


def told(path: Path) -> Any:
    raw = raw_database(path)
    at = 0
    for number, text in enumerate(TOLD):
        cells = (1, at, at + len(text), f"P{number}", text)
        raw.execute("INSERT INTO turn(document, start, stop, speaker, text) VALUES (?, ?, ?, ?, ?)", cells)
        at += len(text) + 1
    return raw


async def test_a_key_in_the_bare_view_is_a_coding_and_a_mark_on_its_words(tmp_path: Path) -> None:
    raw = told(tmp_path / "raw.db")
    app = BareApp(raw, 1, whole=False)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        plain = app.view.render_line(0)
        assert plain.text.split() == ["P0", "We", "just", "go", "round."]
        await pilot.press("1", "2", "1")
        marked = [part.text for part in app.view.render_line(1) if part.style is not None and part.style.bgcolor]
        assert marked == [TOLD[1]]
        assert app.view.render_line(0) != plain
    assert raw.execute("SELECT start, stop FROM coding ORDER BY id").fetchall() == [(0, 17), (18, 46)]


async def test_every_press_in_the_bare_view_is_painted(tmp_path: Path) -> None:
    raw = told(tmp_path / "raw.db")
    taken = await press_bare(raw, 1, 2)
    assert all(one.cpu > 0 and one.wall > 0 for one in taken)
    assert raw.execute("SELECT count(*) FROM coding").fetchone() == (2,)
