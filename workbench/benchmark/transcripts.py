"""The transcripts' jobs of the benchmark: brought in, coded, searched, quoted, beside a raw database of the same turns."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from workbench.benchmark.corpus import SIZES
from workbench.benchmark.ratios import Result, alternate

RAW_SCHEMA = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "CREATE TABLE turn(id INTEGER PRIMARY KEY, document INT, start INT, stop INT, speaker TEXT, text TEXT)",
    "CREATE INDEX turn_place ON turn(document, start)",
    "CREATE VIRTUAL TABLE turn_text USING fts5(text, content='turn', content_rowid='id', prefix='2 3')",
    "CREATE TABLE coding(id INTEGER PRIMARY KEY, code INT, coder INT, document INT, start INT, stop INT)",
    "CREATE INDEX coding_place ON coding(document, start)",
    "CREATE INDEX coding_code ON coding(code, document)",
    "CREATE TABLE change(id INTEGER PRIMARY KEY, guid BLOB UNIQUE, name TEXT, who TEXT, at INT)",
    "CREATE TABLE entry(id INTEGER PRIMARY KEY, change INT, tab INT, op TEXT, row INT)",
)
"""The raw scripts' tables: what the job needs and no more."""

LETTERS = ("ba", "bab", "baba", "de", "deg", "dega", "pr", "pra", "prat")
"""What stands in the search line while somebody types three words, from the second letter."""


class Transcripts:
    """The jobs, over one project made from the corpus and one raw database beside it."""

    def __init__(self, folder: Path, paths: list[Path], size: str) -> None:
        self.folder, self.paths, self.size = folder, paths, size
        self.pairs = {"S": 5, "M": 3}.get(size, 1)
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

    def _raw_rows(self) -> Iterator[list[tuple[int, int, int, str, str]]]:
        """The turns of every file, as short as a script for this one way of marking speakers can be."""
        for number, path in enumerate(self.paths, 1):
            text, at, rows = path.read_text(encoding="utf-8"), 0, []
            for turn in text.split("\n\n"):
                speaker, _, said = turn.strip().removeprefix("**").partition(":** ")
                rows.append((number, at, at + len(said), speaker, said))
                at += len(said) + 1
            yield rows

    def _bring_in(self) -> None:
        from workbench.desk.bring_in import bring_in

        if self.project is not None:
            self.project.close()
            self.project.path.unlink()
        self.project = self._fresh()
        bring_in(self.project, self.paths)

    def _load_raw(self, *, once: bool) -> None:
        """Every turn into the raw database: a durable transaction a file, or one for all of them."""
        if self.raw is not None:
            self.raw.close()
        self.raw = self._raw_database()
        last = 0
        for rows in self._raw_rows():
            if not self.raw.in_transaction:
                self.raw.execute("BEGIN")
            self.raw.executemany("INSERT INTO turn(document, start, stop, speaker, text) VALUES (?,?,?,?,?)", rows)
            if not once:
                self.raw.execute("INSERT INTO turn_text(rowid, text) SELECT id, text FROM turn WHERE id > ?", (last,))
                self.raw.execute("COMMIT")
                last += len(rows)
        if once:
            self.raw.execute("INSERT INTO turn_text(turn_text) VALUES ('rebuild')")
            self.raw.execute("COMMIT")

    def importing(self) -> Result:
        """Read every transcript and write its turns with a text index; raw with a durable transaction a file, as ours."""
        what = "import transcripts, text index included"
        result = alternate(what, self._bring_in, lambda: self._load_raw(once=False), pairs=self.pairs)
        self._code_both()
        return result

    def importing_once(self) -> Result:
        """The same work of ours, raw with one transaction for all files and the index made at its end."""
        from workbench.desk.bring_in import bring_in

        def ours() -> None:
            with self._fresh() as project:
                bring_in(project, self.paths)
            project.path.unlink()

        kept, self.raw = self.raw, None
        result = alternate(
            "the same, raw in one transaction", ours, lambda: self._load_raw(once=True), pairs=min(2, self.pairs)
        )
        self.raw.close()
        self.raw = kept
        return result

    def _code_both(self) -> None:
        """The same codings in both: a code on whole sentences, here and there."""
        from workbench.coding.codebook import add_code
        from workbench.coding.codings import Coding
        from workbench.rows import add_many, bulk, now
        from workbench.sources.coders import current_coder
        from workbench.sources.document_list import documents
        from workbench.sources.documents import SegmentLine, segments_of

        chance = random.Random(7)  # noqa: S311
        size = SIZES[self.size]
        rows: list[dict[str, Any]] = []
        turns: dict[int, list[SegmentLine]] = {}
        with self.project.change("Benchmark codes") as session:
            coder = current_coder(session)
            keys = [add_code(session, f"Code {number:03d}", definition="Invented.") for number in range(size.codes)]
            listed = documents(session)
            for number in range(size.codings):
                line = listed[number % len(listed)]
                if number < len(listed):
                    turns[line.id] = segments_of(session, line.id)
                turn = chance.choice(turns[line.id])
                code = keys[min(int(chance.expovariate(4 / size.codes)), size.codes - 1)]
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
        """The first fifty hits of a whole word, with the words around them."""
        return self._search("search, first fifty of a word", ("babaco", "dega", "pratu"), times=60)

    def searching_by_letters(self) -> Result:
        """The first fifty hits at every letter of three words, from the second letter."""
        return self._search("search, first fifty at every letter", LETTERS, times=len(LETTERS) * 5)

    def _search(self, what: str, words: tuple[str, ...], *, times: int) -> Result:
        """What the search line asks, against the text index alone: which passages, where they stand, the words around."""
        from workbench.desk.find import find

        typed = itertools.cycle(words)

        def ours() -> None:
            with self.project.read() as session:
                find(session, next(typed), limit=50)

        def raw() -> None:
            self.raw.execute(
                "SELECT turn.id, turn.document, turn.start, snippet(turn_text, 0, '[', ']', '…', 20)"
                " FROM turn_text JOIN turn ON turn.id = turn_text.rowid"
                " WHERE turn_text MATCH ? ORDER BY turn_text.rowid LIMIT 50",
                (f'"{next(typed)}"*',),
            ).fetchall()

        return alternate(what, ours, raw, pairs=7, times=times)

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

    def close(self) -> None:
        """Close both files."""
        for one in (self.project, self.raw):
            if one is not None:
                one.close()
