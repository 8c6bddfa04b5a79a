"""A very long transcript opened, and jumped about in: in the coding room, and in barer views of the same words."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain

from textual.app import ComposeResult
from textual.widgets import TextArea

from workbench.benchmark.bare_view import BareView, marked, spoken
from workbench.benchmark.corpus import Words
from workbench.benchmark.keys import SIZE, Clocked, Press, coding_room, done
from workbench.benchmark.ratios import Goal, Result, compared
from workbench.benchmark.study import STAMP, Study, Turn, turns_of

WORDS, CODINGS, CODES = 100_000, 4_000, 40
ROUNDS, TIMES, JUMPS = 3, 3, 12
"""So often the two apps are opened by turns, and so often the document is opened, and jumped in, in each."""


def opening(study: Study) -> Iterator[Result]:
    """The document laid on the desk until it is painted, from one of the study; and a jump in it until it is painted."""
    key = _long_one(study)
    rounds = [
        (asyncio.run(_ours(study, key)), asyncio.run(_bare(study, key)), asyncio.run(_stock(study, key)))
        for _ in range(ROUNDS)
    ]
    opened, jumped = (list(chain.from_iterable(ours[which] for ours, _, _ in rounds)) for which in (0, 1))
    bare_opened, bare_jumped = (list(chain.from_iterable(bare[which] for _, bare, _ in rounds)) for which in (0, 1))
    what = f"{WORDS:,} words with {CODINGS:,} codings opened"
    yield compared(what, opened, bare_opened, goal=Goal(ratio=1.5))
    stock_opened = list(chain.from_iterable(stock for _, _, stock in rounds))
    yield compared("the same, raw Textual's own text area", opened, stock_opened, goal=Goal(ratio=0.25))
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


async def _stock(study: Study, key: int) -> list[Press]:
    """The words alone, in the text area that Textual brings."""

    class StockApp(Clocked):
        def compose(self) -> ComposeResult:
            yield TextArea("", read_only=True)

    def open_(number: int) -> None:
        app.query_one(TextArea).load_text("\n".join(text for _, _, text in spoken(study.raw, number)))

    app, opened = StockApp(), list[Press]()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        for _ in range(TIMES):
            open_(1)
            await asyncio.sleep(1)
            opened.append(await done(app, lambda: open_(key)))
    return opened


async def _jumps(app: Clocked, end: int, go: Callable[[int], object]) -> list[Press]:
    """To another place each time."""
    places = [((number + 1) * 7919 * 37) % end for number in range(JUMPS)]
    return [await done(app, partial(go, place)) for place in places]


async def _bare(study: Study, key: int) -> tuple[list[Press], list[Press]]:
    class BareApp(Clocked):
        def compose(self) -> ComposeResult:
            yield BareView()

    def open_(number: int) -> None:
        app.query_one(BareView).load(spoken(study.raw, number), marked(study.raw, number))

    app, opened = BareApp(), list[Press]()
    async with app.run_test(size=SIZE) as pilot:
        view = app.query_one(BareView)
        await pilot.pause()
        for _ in range(TIMES):
            open_(1)
            await asyncio.sleep(1)
            opened.append(await done(app, lambda: open_(key)))

        def to_line(offset: int) -> None:
            view.scroll_to(y=offset * len(view.rows) // len(view.text), animate=False, immediate=True)

        jumped = await _jumps(app, len(view.text), to_line)
    return opened, jumped
