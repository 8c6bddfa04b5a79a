"""Our speed, as ratios: each job of ours and a raw script doing the same work, alternated in one run.

A ratio is of processor seconds (user and system), the median over the pairs. Nothing here passes or fails:
machines differ, a ratio tells. The corpus is invented by a seeded generator, Zipf-like words in turns.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.benchmark.corpus import SIZES, make_corpus
from workbench.errors import WorkbenchError

Say = Callable[[str], None]
Job = Callable[[], Any]


class NoSuchSizeError(WorkbenchError):
    """The sizes are S and M."""


@dataclass(frozen=True, slots=True)
class Result:
    """One job: processor seconds of ours and of the raw script, medians over the pairs, and their ratio."""

    what: str
    ours: float
    raw: float
    ratio: float
    wall_ms: float
    """Median wall time of ours, milliseconds."""
    pairs: int

    def as_json(self) -> dict[str, Any]:
        """Plain values for `--json`."""
        return {
            "what": self.what,
            "ours_cpu_s": round(self.ours, 6),
            "raw_cpu_s": round(self.raw, 6),
            "ratio": round(self.ratio, 3),
            "ours_wall_ms": round(self.wall_ms, 3),
            "pairs": self.pairs,
        }

    def as_row(self) -> tuple[str, str, str, str]:
        """One line for people."""
        ours = f"{self.ours * 1000:,.2f} ms ({self.wall_ms:,.2f} on the clock)"
        return (self.what, ours, f"{self.raw * 1000:,.2f} ms", f"{self.ratio:.2f}")


def alternate(what: str, ours: Job, raw: Job, *, pairs: int, times: int = 1, children: bool = False) -> Result:
    """Run the two in turn, `times` in a row each, and take the median ratio. `children` counts what they start."""
    spent: dict[str, list[float]] = {"ours": [], "raw": []}
    walls: list[float] = []
    who = resource.RUSAGE_CHILDREN if children else resource.RUSAGE_SELF
    for _ in range(pairs):
        for name, job in (("ours", ours), ("raw", raw)):
            before, clock = resource.getrusage(who), time.perf_counter()
            for _ in range(times):
                job()
            wall, after = time.perf_counter() - clock, resource.getrusage(who)
            cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            spent[name].append(cpu / times)
            if name == "ours":
                walls.append(wall / times * 1000)
    ratios = [a / b for a, b in zip(spent["ours"], spent["raw"], strict=True) if b > 0]
    return Result(
        what,
        statistics.median(spent["ours"]),
        statistics.median(spent["raw"]),
        statistics.median(ratios) if ratios else float("nan"),
        statistics.median(walls),
        pairs,
    )


class Bench:
    """The jobs, over one project made from the corpus and one raw database beside it."""

    def __init__(self, folder: Path, paths: list[Path], size: str) -> None:
        self.folder, self.paths, self.size = folder, paths, size
        self.pairs = 5 if size == "S" else 3
        self.counter = itertools.count()
        self.project: Any = None
        self.raw: Any = None

    def _fresh(self) -> Any:
        from workbench.project.file import create

        return create(self.folder / f"ours-{next(self.counter)}.workbench", title="Benchmark", coder="amina")

    def _raw_database(self) -> Any:
        import sqlcipher3.dbapi2 as driver

        raw = driver.connect(str(self.folder / f"raw-{next(self.counter)}.db"), isolation_level=None)
        for statement in RAW_SCHEMA:
            raw.execute(statement)
        return raw

    def importing(self) -> Result:
        """Read every transcript and write its turns with a text index."""
        from workbench.desk.bring_in import bring_in

        def ours() -> None:
            if self.project is not None:
                self.project.close()
            self.project = self._fresh()
            bring_in(self.project, self.paths)

        def raw() -> None:
            if self.raw is not None:
                self.raw.close()
            self.raw = self._raw_database()
            for number, path in enumerate(self.paths, 1):
                text, at, rows = path.read_text(encoding="utf-8"), 0, []
                for turn in text.split("\n\n"):
                    speaker, _, said = turn.strip().removeprefix("**").partition(":** ")
                    rows.append((number, at, at + len(said), speaker, said))
                    at += len(said) + 1
                self.raw.execute("BEGIN")
                self.raw.executemany("INSERT INTO turn(document, start, stop, speaker, text) VALUES (?,?,?,?,?)", rows)
                self.raw.execute("COMMIT")

        result = alternate("import transcripts, text index included", ours, raw, pairs=self.pairs)
        self._code_both()
        return result

    def _code_both(self) -> None:
        """The same codings in both: a code on whole sentences, here and there."""
        from workbench.coding.codebook import add_code
        from workbench.coding.codings import Coding
        from workbench.rows import add_many, bulk, now
        from workbench.sources.coders import current_coder
        from workbench.sources.document_list import documents
        from workbench.sources.documents import segments_of

        chance = random.Random(7)  # noqa: S311
        _, _, codes, codings = SIZES[self.size]
        rows = []
        with self.project.change("Benchmark codes") as session:
            coder = current_coder(session)
            keys = [add_code(session, f"Code {number:03d}", definition="Invented.") for number in range(codes)]
            listed = documents(session)
            for number in range(codings):
                line = listed[number % len(listed)]
                if number < len(listed):
                    self.__dict__.setdefault("turns", {})[line.id] = segments_of(session, line.id)
                turn = chance.choice(self.__dict__["turns"][line.id])
                code = keys[min(int(chance.expovariate(4 / codes)), codes - 1)]
                rows.append(
                    {
                        "code_id": code,
                        "coder_id": coder,
                        "document_id": line.id,
                        "anchor": turn.start,
                        "start": turn.start,
                        "end": turn.end,
                        "created": now(),
                    }
                )
            with bulk(session, Coding):
                add_many(session, Coding, rows)
        self.codes, self.coder, self.document = keys, coder, listed[0].id
        self.raw.execute("BEGIN")
        self.raw.executemany(
            "INSERT INTO coding(code, coder, document, start, stop) VALUES (?,?,?,?,?)",
            [(row["code_id"], 1, row["document_id"], row["start"], row["end"]) for row in rows],
        )
        self.raw.execute("COMMIT")

    def coding_saved(self) -> Result:
        """One coding, durable, with its history rows; raw writes the same rows in one transaction."""
        from workbench.coding.codings import apply_code
        from workbench.text import Span

        at = itertools.count()

        def ours() -> None:
            begin = next(at)
            with self.project.change("Apply code") as session:
                apply_code(session, self.codes[-1], self.document, Span(begin, begin + 12), coder=self.coder)

        def raw() -> None:
            begin = next(at)
            self.raw.execute("BEGIN IMMEDIATE")
            self.raw.execute(
                "INSERT INTO change(guid, name, who, at) VALUES (randomblob(16), 'Apply code', 'amina', 1)"
            )
            self.raw.execute(
                "INSERT INTO coding(code, coder, document, start, stop) VALUES (1, 1, 1, ?, ?)", (begin, begin + 1)
            )
            self.raw.execute("INSERT INTO entry(change, tab, op, row) VALUES (last_insert_rowid(), 1, 'I', 1)")
            self.raw.execute("COMMIT")

        return alternate("one coding saved, durable", ours, raw, pairs=7, times=100)

    def searching(self) -> Result:
        """The first fifty hits of a word, with the words around them."""
        from workbench.sources.search import find_words

        words = ["babaco", "dega", "pratu"]
        typed = itertools.cycle(words)

        def ours() -> None:
            with self.project.read() as session:
                find_words(session, next(typed), limit=50)

        def raw() -> None:
            self.raw.execute(
                "SELECT turn.id, turn.document, turn.start, turn.text FROM turn_text JOIN turn ON turn.id = turn_text.rowid"
                " WHERE turn_text MATCH ? ORDER BY turn_text.rowid LIMIT 50",
                (f'"{next(typed)}"*',),
            ).fetchall()

        return alternate("search, first fifty", ours, raw, pairs=7, times=60)

    def quoting(self) -> Result:
        """Every passage of the code used most, with its words and whose they are."""
        from workbench.coding.retrieval import passages

        code = self.codes[0]

        def ours() -> None:
            with self.project.read() as session:
                list(passages(session, codes=[code]))

        def raw() -> None:
            self.raw.execute(
                "SELECT coding.id, turn.document, turn.speaker,"
                " substr(turn.text, coding.start - turn.start + 1, coding.stop - coding.start)"
                " FROM coding JOIN turn ON turn.document = coding.document AND turn.start = coding.start"
                " WHERE coding.code = ?",
                (code,),
            ).fetchall()

        return alternate("all quotes of the top code", ours, raw, pairs=7, times=5)

    def start(self) -> Result:
        """The home screen painted in a fresh process, against importing textual and sqlite3."""

        def run(program: str) -> None:
            subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)  # noqa: S603

        return alternate(
            "start to home painted",
            lambda: run(HOME_PAINTED),
            lambda: run("import textual.app, sqlite3"),
            pairs=5,
            children=True,
        )

    def keypress(self) -> Result:
        """A pinned digit pressed on a sentence until the coding is saved and painted; raw inserts, commits, repaints."""
        from workbench.benchmark.keys import press_bare, press_ours

        number = 20 if self.size == "S" else 40
        ours = asyncio.run(press_ours(self.project, self.document, self.codes[-1], number))
        raw = asyncio.run(press_bare(self.raw, number))
        cpu, bare = statistics.median(one.cpu for one in ours), statistics.median(one.cpu for one in raw)
        wall = statistics.median(one.wall for one in ours) * 1000
        return Result("key pressed until saved and painted", cpu, bare, cpu / bare, wall, number)

    def close(self) -> None:
        """Close both files."""
        for one in (self.project, self.raw):
            if one is not None:
                one.close()


HOME_PAINTED = """
import asyncio, os
from workbench.tui.app import WorkbenchApp

class Painted(WorkbenchApp):
    def post_display_hook(self):
        rows = self.screen_stack and self.screen.query("Rows")
        if rows and rows.first().size.height > 3:
            os._exit(0)

async def once():
    async with Painted().run_test(size=(120, 40)) as pilot:
        await pilot.pause(20)
    raise SystemExit("the home screen was never painted")

asyncio.run(once())
"""
"""Ends at the first paint that shows the home screen with its list."""

RAW_SCHEMA = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "CREATE TABLE turn(id INTEGER PRIMARY KEY, document INT, start INT, stop INT, speaker TEXT, text TEXT)",
    "CREATE INDEX turn_place ON turn(document, start)",
    "CREATE VIRTUAL TABLE turn_text USING fts5(text, content='turn', content_rowid='id', prefix='2 3')",
    "CREATE TRIGGER turn_i AFTER INSERT ON turn BEGIN INSERT INTO turn_text(rowid, text) VALUES (NEW.id, NEW.text); END",
    "CREATE TABLE coding(id INTEGER PRIMARY KEY, code INT, coder INT, document INT, start INT, stop INT)",
    "CREATE INDEX coding_place ON coding(document, start)",
    "CREATE INDEX coding_code ON coding(code, document)",
    "CREATE TABLE change(id INTEGER PRIMARY KEY, guid BLOB UNIQUE, name TEXT, who TEXT, at INT)",
    "CREATE TABLE entry(id INTEGER PRIMARY KEY, change INT, tab INT, op TEXT, row INT)",
)
"""The raw scripts' tables: what the job needs and no more."""


def run_benchmark(size: str, *, say: Say) -> list[Result]:
    """Every job at one size. Takes about a minute at S and some minutes at M."""
    if size not in SIZES:
        raise NoSuchSizeError
    with tempfile.TemporaryDirectory(prefix="workbench-benchmark-") as name:
        folder = Path(name)
        say(f"Making a corpus of size {size} …")
        paths = make_corpus(folder, size)
        results = []
        bench = Bench(folder, paths, size)
        for job in (bench.importing, bench.start, bench.coding_saved, bench.searching, bench.quoting, bench.keypress):
            result = job()
            say("  ".join(result.as_row()))
            results.append(result)
        bench.close()
        return results
