"""What a coder waits for most often: a coding saved, words found, the quotes of a code."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from workbench.benchmark.ratios import Goal, Result, alternate
from workbench.benchmark.study import Study

LETTERS = ("ba", "bab", "baba", "de", "deg", "dega", "pr", "pra", "prat")
"""What stands in the search line while somebody types three words, from the second letter."""
FEW = 50


def words(study: Study) -> Iterator[Result]:
    """The jobs, one after the other."""
    yield saving(study)
    yield searching(study, "search, first fifty of a word", ("babaco", "dega", "pratu"), times=60)
    yield searching(study, "search, first fifty at every letter", LETTERS, times=len(LETTERS) * 5)
    yield quoting(study)
    yield quoting_few(study)


def saving(study: Study) -> Result:
    """One coding, durable, with its history rows; raw writes the same rows in one transaction."""
    from workbench.coding.codings import apply_code
    from workbench.text import Span

    at = itertools.count()
    code, coder, raw, document = study.codes[-1], study.coders[0], study.raw, study.counts.transcripts

    def ours() -> None:
        begin = next(at)
        with study.project.change("Apply code") as session:
            apply_code(session, code, document, Span(begin, begin + 12), coder=coder)

    def bare() -> None:
        begin = next(at)
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("INSERT INTO change(guid, name, who, at) VALUES (randomblob(16), 'Apply code', 'amina', 1)")
        raw.execute(
            "INSERT INTO coding(code, coder, document, anchor, start, stop) VALUES (?, ?, ?, 0, ?, ?)",
            (code, coder, document, begin, begin + 12),
        )
        raw.execute("INSERT INTO entry(change, tab, op, row) VALUES (last_insert_rowid(), 1, 'I', 1)")
        raw.execute("COMMIT")

    return alternate("one coding saved, durable", ours, bare, pairs=7, times=100, goal=Goal(ratio=6))


def searching(study: Study, what: str, typed: tuple[str, ...], *, times: int) -> Result:
    """What the search line asks, against the text index alone: which passages, where they stand, the words around."""
    from workbench.desk.find import find

    coming = itertools.cycle(typed)

    def ours() -> None:
        with study.project.read() as session:
            find(session, next(coming), limit=FEW)

    def bare() -> None:
        study.raw.execute(
            "SELECT turn.id, turn.document, turn.start, snippet(turn_text, 0, '[', ']', '…', 20)"
            " FROM turn_text JOIN turn ON turn.id = turn_text.rowid"
            " WHERE turn_text MATCH ? ORDER BY turn_text.rowid LIMIT ?",
            (f'"{next(coming)}"*', FEW),
        ).fetchall()

    return alternate(what, ours, bare, pairs=7, times=times, goal=Goal(ratio=2))


RAW_QUOTES = """SELECT coding.id, turn.document, turn.speaker, coding.start, turn.start, coding.stop, turn.text
    FROM coding JOIN turn ON turn.document = coding.document AND turn.start >= coding.anchor AND turn.start < coding.stop
    WHERE coding.code = ? ORDER BY coding.document, coding.start, coding.id, turn.start"""


def quoting(study: Study) -> Result:
    """Every passage of the code used most, with its words and whose they are."""
    from workbench.coding.retrieval import passages

    code = study.codes[0]

    def ours() -> int:
        with study.project.read() as session:
            return len(passages(session, codes=[code]))

    def bare() -> int:
        return len(raw_quotes(study, RAW_QUOTES, (code,)))

    if ours() != bare():
        raise RuntimeError("the two do not find the same quotes")
    return alternate("all quotes of the top code", ours, bare, pairs=7, times=5, goal=Goal(ratio=3))


def quoting_few(study: Study) -> Result:
    """The first fifty of them."""
    from workbench.coding.retrieval import passages

    code = study.codes[0]

    def ours() -> int:
        with study.project.read() as session:
            return len(passages(session, codes=[code], limit=FEW))

    def bare() -> int:
        first = "SELECT id FROM coding WHERE code = ? ORDER BY document, start, id LIMIT ?"
        asked = RAW_QUOTES.replace("coding.code = ?", f"coding.id IN ({first})")
        return len(raw_quotes(study, asked, (code, FEW)))

    if ours() != bare():
        raise RuntimeError("the two do not find the same quotes")
    return alternate("first fifty quotes of the top code", ours, bare, pairs=7, times=50, goal=Goal(ratio=3))


def raw_quotes(study: Study, asked: str, values: tuple[int, ...]) -> list[tuple[int, int, str, str]]:
    """Coding, transcript, who speaks and the words, which may go on in the next turn."""
    found: dict[int, tuple[int, int, str, str]] = {}
    for key, document, speaker, start, begin, stop, text in study.raw.execute(asked, values):
        said = text[max(0, start - begin) : stop - begin]
        if key in found:
            said = f"{found[key][3]}\n{said}"
        found[key] = (key, document, found[key][2] if key in found else speaker, said)
    return list(found.values())
