"""Raw scripts that leave the very rows of ours: the tables of a project, its indexes, GUIDs, text index and history.

What they leave out is what a script for one file can leave out: guessing and checking what is in it, comparing with what
the project has, letting other changes in between, and being able to stop half-way.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from workbench.benchmark.corpus import CLOSED, OPEN

_SECRET = bytes(range(32))


def database(path: Path) -> Any:
    """A new database with the tables of a project; words go into the text index when they are told to."""
    import sqlcipher3.dbapi2 as driver

    from workbench.project.sqlite import definitions

    raw = driver.connect(str(path), isolation_level=None)
    pragmas = ("journal_mode = WAL", "synchronous = FULL", "cache_size = -65536", "wal_autocheckpoint = 60000")
    for pragma in pragmas:
        raw.execute(f"PRAGMA {pragma}")
    for statement in definitions():
        if "TRIGGER" not in statement:
            raw.execute(statement)
    return raw


def transcripts(raw: Any, files: Iterable[tuple[str, Sequence[tuple[str, str]]]], *, together: int) -> None:
    """Files, each its name and its turns (who speaks, the words), so many in a durable transaction, each a change."""
    from workbench.rows import in_chunks
    from workbench.sources.cases import Case
    from workbench.sources.documents import Document, Segment
    from workbench.sources.speakers import Speaker

    document = insert(Document, "guid", "name", "kind", "length")
    case, speaker = insert(Case, "guid", "label"), insert(Speaker, "guid", "document_id", "label", "role", "case_id")
    segment = insert(
        Segment, "guid", "document_id", "ordinal", "start", "end", "speaker_id", "case_id", "words", "text"
    )
    last = 0
    for some in in_chunks(files, together):
        raw.execute("BEGIN")
        for name, turns in some:
            length = sum(len(said) + 1 for _, said in turns) - 1
            key = raw.execute(document, (guid(name), name, "transcript", length)).lastrowid
            voices: dict[str, tuple[int, int | None]] = {}
            for label in dict.fromkeys(label for label, _ in turns):
                asks = label == "Interviewer"
                person = None if asks else raw.execute(case, (guid("case", name, label), label)).lastrowid
                role = "interviewer" if asks else "participant"
                cells = (guid("speaker", name, label), key, label, role, person)
                voices[label] = (raw.execute(speaker, cells).lastrowid, person)
            raw.executemany(segment, _turns(name, key, turns, voices))
            history(raw, f"Import {name}", 5)
        index(raw, last)
        last += sum(len(turns) for _, turns in some)
        raw.execute("COMMIT")


def _turns(
    name: str, key: int, turns: Sequence[tuple[str, str]], voices: dict[str, tuple[int, int | None]]
) -> Iterator[tuple[Any, ...]]:
    at = 0
    for place, (label, said) in enumerate(turns):
        end = at + len(said)
        own = guid("segment", name, label, str(place), said)
        yield (own, key, place, at, end, *voices[label], said.count(" ") + 1, said)
        at = end + 1


def survey(raw: Any, rows: Iterable[Sequence[str]]) -> None:
    """A survey: a case of every row, a value of every closed answer, a passage of every open one; one transaction."""
    from workbench.sources.cases import Attribute, AttributeValue, Case
    from workbench.sources.documents import Document, Segment

    raw.execute("BEGIN")
    names, kept = list(CLOSED), list(rows)
    own = [guid("attribute", name) for name in names]
    raw.executemany(insert(Attribute, "guid", "name"), zip(own, names, strict=True))
    people = [guid("case", row[0]) for row in kept]
    raw.executemany(insert(Case, "guid", "label"), zip(people, (row[0] for row in kept), strict=True))
    value = insert(AttributeValue, "guid", "case_id", "attribute_id", "value")
    raw.executemany(value, _values(kept, people, [int.from_bytes(one, "big") for one in own]))
    for column, question in enumerate(OPEN, 1 + len(names)):
        key = raw.execute(
            insert(Document, "guid", "name", "kind"), (guid("question", question), question, "question")
        ).lastrowid
        segment = insert(Segment, "guid", "document_id", "ordinal", "start", "end", "case_id", "words", "text")
        raw.executemany(segment, _answers(kept, column, key))
    index(raw, 0)
    history(raw, "Import survey.csv", 6)
    raw.execute("COMMIT")


def _values(
    rows: Sequence[Sequence[str]], people: Sequence[bytes], own: Sequence[int]
) -> Iterator[tuple[bytes, int, int, str]]:
    for number, (row, person) in enumerate(zip(rows, people, strict=True), 1):
        half = int.from_bytes(person, "big")
        for place, other in enumerate(own, 1):
            yield (half ^ other).to_bytes(16, "big"), number, place, row[place]


def _answers(rows: Sequence[Sequence[str]], column: int, key: int) -> Iterator[tuple[Any, ...]]:
    at = 0
    for place, row in enumerate(rows):
        said = row[column]
        end = at + len(said)
        yield guid("answer", str(key), row[0]), key, place, at, end, place + 1, said.count(" ") + 1, said
        at = end + 1


def insert(kind: Any, *cells: str) -> str:
    """The statement that inserts these cells and the defaults of all others."""
    from workbench.rows import defaults_of, insert_of

    return insert_of(kind, cells, {cell: value for cell, value in defaults_of(kind).items() if cell not in cells})


def guid(*said: str) -> bytes:
    """A GUID that nobody outside can guess, from what a row is known by."""
    return hmac.digest(_SECRET, "\x1f".join(said).encode(), "sha256")[:16]


def index(raw: Any, last: int) -> None:
    """Take the words of every segment after this key into the text index."""
    raw.execute("INSERT INTO segment_text(rowid, text) SELECT id, text FROM segment WHERE id > ?", (last,))


def history(raw: Any, name: str, ranges: int) -> None:
    """One change and the ranges of rows that came with it."""
    key = raw.execute(
        "INSERT INTO change(guid, name, who, at, kind, state) VALUES (randomblob(16), ?, 'amina', 1, 'do', 1)", (name,)
    ).lastrowid
    entries = [(key, tab) for tab in range(1, ranges + 1)]
    raw.executemany("INSERT INTO entry(change_id, tab, op, row_id, upto) VALUES (?, ?, 'I', 1, 2)", entries)
