"""A very long transcript opened, and jumped about in: in the coding room, and in a bare view of the same words and marks."""

from __future__ import annotations

import asyncio
import random
from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from workbench.benchmark.corpus import Words
from workbench.benchmark.keys import SIZE, Clocked, Press, coding_room, done
from workbench.benchmark.ratios import Goal, Result, compared
from workbench.benchmark.study import STAMP, Study, Turn, turns_of

WORDS, CODINGS, CODES = 100_000, 4_000, 40
TIMES, JUMPS = 5, 30
WIDTH = 118
LOOKS = [Style(bgcolor=f"color({colour})") for colour in (22, 52, 17, 58, 53)]


def opening(study: Study) -> Iterator[Result]:
    """The document laid on the desk until it is painted, from one of the study; and a jump in it until it is painted."""
    key = _long_one(study)
    opened, jumped = asyncio.run(_ours(study, key))
    bare_opened, bare_jumped = asyncio.run(_bare(study, key))
    what = f"{WORDS:,} words with {CODINGS:,} codings opened"
    yield compared(what, opened, bare_opened, goal=Goal(ratio=1.5))
    yield compared("a jump in them", jumped, bare_jumped, goal=Goal(ratio=1.5, wall_ms=50))


def _long_one(study: Study) -> int:
    """Put the transcript into both; gives its key."""
    from workbench.coding.codings import Coding
    from workbench.rows import add, add_many, bulk
    from workbench.sources.documents import Document, Segment

    chance = random.Random(11)  # noqa: S311
    turns = list(turns_of(Words(chance), WORDS))
    marks = [_mark(study, turns, chance) for _ in range(CODINGS)]
    with study.project.change("Add a long transcript") as session:
        length = turns[-1].stop
        key = add(session, Document, name="long.md", kind="transcript", length=length, imported=STAMP)
        cells = ("document_id", "ordinal", "start", "end", "words", "text")
        rows = [(key, place, turn.start, turn.stop, 1, turn.text) for place, turn in enumerate(turns)]
        with bulk(session, Segment, Coding):
            add_many(session, Segment, [dict(zip(cells, row, strict=True)) for row in rows])
            of_marks = ("document_id", "code_id", "anchor", "start", "end", "coder_id", "created")
            add_many(
                session,
                Coding,
                [dict(zip(of_marks, (key, *mark, study.coders[0], STAMP), strict=True)) for mark in marks],
            )
    study.raw.execute("BEGIN")
    study.raw.executemany(
        "INSERT INTO turn(document, start, stop, speaker, text) VALUES (?,?,?,'',?)",
        [(key, turn.start, turn.stop, turn.text) for turn in turns],
    )
    study.raw.executemany(
        "INSERT INTO coding(document, code, anchor, start, stop) VALUES (?,?,?,?,?)", [(key, *mark) for mark in marks]
    )
    study.raw.execute("COMMIT")
    return key


def _mark(study: Study, turns: list[Turn], chance: random.Random) -> tuple[int, int, int, int]:
    """Code, anchor, start and end of a coding of about two hundred characters."""
    turn = chance.choice(turns)
    start = turn.start + chance.randrange(max(1, len(turn.text) // 2))
    return (study.codes[chance.randrange(CODES)], turn.start, start, min(start + 200, turn.stop))


async def _ours(study: Study, key: int) -> tuple[list[Press], list[Press]]:
    opened: list[Press] = []
    async with coding_room(study.project) as (app, screen):
        for _ in range(TIMES):
            screen.open_document(1)
            await asyncio.sleep(1)
            opened.append(await done(app, lambda: screen.open_document(key)))
        jumped = await _jumps(app, screen.words.script.end, screen.words.go_to)
    return opened, jumped


async def _jumps(app: Clocked, end: int, go: Callable[[int], object]) -> list[Press]:
    """To another place each time."""
    places = [((number + 1) * 7919 * 37) % end for number in range(JUMPS)]
    return [await done(app, partial(go, place)) for place in places]


class _Marked(ScrollView, can_focus=True):
    """Wrapped lines of a text with marks on them; a line is styled when it is shown."""

    rows: tuple[tuple[int, int], ...] = ()

    def load(self, text: str, marks: list[tuple[int, int, int]]) -> None:
        """Show a text from its start."""
        self.text, self.marks, self.rows = text, sorted(marks), tuple(_wrapped(text))
        self.virtual_size = Size(WIDTH, len(self.rows))
        self.scroll_to(y=0, animate=False, immediate=True)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line."""
        row = y + self.scroll_offset.y
        if row >= len(self.rows):
            return Strip.blank(self.size.width)
        start, end = self.rows[row]
        low, high = bisect_left(self.marks, (start - 3000,)), bisect_left(self.marks, (end,))
        here = [mark for mark in self.marks[low:high] if mark[1] > start]
        cuts = sorted({start, end, *(max(start, one[0]) for one in here), *(min(end, one[1]) for one in here)})
        segments = []
        for first, after in pairwise(cuts):
            over = [code for begin, stop, code in here if begin <= first and stop >= after]
            segments.append(Segment(self.text[first:after], LOOKS[over[-1] % len(LOOKS)] if over else Style()))
        return Strip(segments).adjust_cell_length(self.size.width)


def _wrapped(text: str) -> Iterator[tuple[int, int]]:
    """The lines of a text, cut at spaces."""
    at = 0
    for line in text.split("\n"):
        begun, size = 0, len(line)
        while begun < size:
            stop = size if size - begun <= WIDTH else line.rfind(" ", begun, begun + WIDTH + 1)
            stop = stop if stop > begun else min(size, begun + WIDTH)
            yield at + begun, at + stop
            begun = stop + 1
        at += size + 1


async def _bare(study: Study, key: int) -> tuple[list[Press], list[Press]]:
    class BareApp(Clocked):
        def compose(self) -> ComposeResult:
            yield _Marked()

    def open_(number: int) -> None:
        turns = study.raw.execute("SELECT text FROM turn WHERE document = ? ORDER BY start", (number,))
        text = "\n".join(turn for (turn,) in turns)
        marks = study.raw.execute("SELECT start, stop, code FROM coding WHERE document = ?", (number,)).fetchall()
        app.query_one(_Marked).load(text, marks)

    app, opened = BareApp(), list[Press]()
    async with app.run_test(size=SIZE) as pilot:
        view: Any = app.query_one(_Marked)
        await pilot.pause()
        for _ in range(TIMES):
            open_(1)
            await asyncio.sleep(1)
            opened.append(await done(app, lambda: open_(key)))

        def to_line(offset: int) -> None:
            view.scroll_to(y=offset * len(view.rows) // len(view.text), animate=False, immediate=True)

        jumped = await _jumps(app, len(view.text), to_line)
    return opened, jumped
