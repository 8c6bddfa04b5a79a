"""A coded study, the same in a project of ours and in a raw database beside it: both are filled row by row, not imported.

Every transcript is an interview with one person of whom ten attributes are known. Three people code, one a transcript
and all three every fifth, where they mostly agree; a few codes carry most of the codings. Who was asked is noted.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.benchmark.corpus import ATTRIBUTES, CLOSED, SIZES, Size, Words
from workbench.benchmark.raw import raw_database

CODERS = ("amina", "ben", "chi")
STAMP = "2026-01-15T10:00:00.000Z"
TOGETHER = 5
"""Every so many transcripts, all three have coded one."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What somebody says: where it begins and ends in its transcript, and the words; they take turns to ask."""

    start: int
    stop: int
    asks: bool
    text: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A coding: places of code and coder, counted from 0; where the turn begins in which it begins; its words."""

    code: int
    coder: int
    anchor: int
    start: int
    stop: int


@dataclass(slots=True)
class Study:
    """The two, with the keys of codes and coders, which are the same in both; transcripts are numbered from 1."""

    project: Any
    raw: Any
    size: str
    codes: list[int]
    coders: list[int]

    @property
    def counts(self) -> Size:
        """How much there is of everything."""
        return SIZES[self.size]

    def close(self) -> None:
        """Close both files."""
        self.project.close()
        self.raw.close()


def filled(folder: Path, size: str, *, seed: int = 1) -> Study:
    """Make the study; the same seed makes the same one."""
    from workbench.coding.codings import Coding
    from workbench.project.file import create
    from workbench.rows import bulk
    from workbench.sources.documents import Document, Segment
    from workbench.sources.readings import Reading
    from workbench.sources.speakers import Speaker

    project, raw = (
        create(folder / "study.workbench", title="Benchmark", coder=CODERS[0]),
        raw_database(folder / "raw.db"),
    )
    chance, counts = random.Random(seed), SIZES[size]  # noqa: S311
    words = Words(chance)
    raw.execute("BEGIN")
    with project.change("Fill the study") as session:
        study = Study(project, raw, size, _codes(session, counts.codes), _coders(session))
        _people(session, study, chance)
        with bulk(session, Document, Speaker, Segment, Reading, Coding):
            for number in range(1, counts.transcripts + 1):
                turns = list(turns_of(words, counts.words))
                wanted = counts.codings * number // counts.transcripts
                wanted -= counts.codings * (number - 1) // counts.transcripts
                marks = marked(turns, wanted, counts.codes, chance, together=number % TOGETHER == 0)
                _write(session, study, number, turns, marks)
    raw.execute("INSERT INTO turn_text(turn_text) VALUES ('rebuild')")
    raw.execute("COMMIT")
    return study


def _codes(session: Any, number: int) -> list[int]:
    """A codebook of two levels, and a question of the topic guide for each code at the top."""
    from workbench.coding.codebook import Code, CodeQuestion
    from workbench.rows import add
    from workbench.sources.asked import Question

    keys: list[int] = []
    for place in range(number):
        parent = keys[place - place % 10] if place % 10 else None
        keys.append(
            add(session, Code, name=f"Code {place:03d}", parent_id=parent, definition="Invented.", position=place)
        )
        if parent is None and place < 100:
            question = add(session, Question, short=f"q{place}", text=f"What of {place}?")
            add(session, CodeQuestion, code_id=keys[-1], question_id=question)
    return keys


def _coders(session: Any) -> list[int]:
    from workbench.sources.coders import coder_named

    return [coder_named(session, name) for name in CODERS]


def _people(session: Any, study: Study, chance: random.Random) -> None:
    """A person for each transcript, with attributes, and whether they were asked each question."""
    from workbench.rows import add, add_many
    from workbench.sources.asked import Asked, topic_guide
    from workbench.sources.cases import Attribute, AttributeValue, Case

    people = range(1, study.counts.transcripts + 1)
    add_many(session, Case, [{"label": f"Person {one:04d}", "sampling": "random"} for one in people])
    asked = [one.id for one in topic_guide(session)]
    for name in ATTRIBUTES:
        key = add(session, Attribute, name=name)
        values = [(one, chance.choice(CLOSED[name])) for one in people]
        cells = [{"case_id": one, "attribute_id": key, "value": value} for one, value in values]
        add_many(session, AttributeValue, cells)
        study.raw.executemany("INSERT INTO known VALUES (?, ?, ?)", [(one, name, value) for one, value in values])
    for question in asked:
        were = [one for one in people if chance.random() < 0.8]
        add_many(session, Asked, [{"case_id": one, "question_id": question, "state": "asked"} for one in were])


def turns_of(words: Words, number: int) -> Iterator[Turn]:
    """An interview of so many words."""
    drawn, at, asks = words.drawn(number), 0, True
    while drawn:
        size = words.chance.randint(8, 90)
        some, drawn = drawn[:size], drawn[size:]
        text = f"{' '.join(some).capitalize()}."
        yield Turn(at, at + len(text), asks, text)
        at, asks = at + len(text) + 1, not asks


def marked(turns: list[Turn], wanted: int, codes: int, chance: random.Random, *, together: bool) -> list[Marked]:
    """So many codings of a transcript, each once: parts of turns, whole ones, and some that go on into the next."""
    found: dict[Marked, None] = {}
    main = chance.randrange(3)
    while len(found) < wanted:
        at = chance.randrange(len(turns))
        turn = turns[at]
        start = turn.start + chance.choice((0, 0, len(turn.text) // 3))
        stop = turns[at + 1].stop if chance.random() < 0.1 and at + 1 < len(turns) else turn.stop
        code = _often(codes, chance)
        for coder in range(3) if together else (main,):
            if coder != main and chance.random() > 0.8:
                continue
            theirs = code if coder == main or chance.random() < 0.75 else _often(codes, chance)
            if len(found) < wanted:
                found[Marked(theirs, coder, turn.start, start, stop)] = None
    return list(found)


def _often(codes: int, chance: random.Random) -> int:
    """A code, one of the few that carry most more often than others."""
    return min(int(chance.expovariate(4 / codes)), codes - 1)


def _write(session: Any, study: Study, number: int, turns: list[Turn], marks: list[Marked]) -> None:
    """One transcript into both."""
    from workbench.coding.codings import Coding
    from workbench.rows import add, add_many
    from workbench.sources.documents import Document, Segment
    from workbench.sources.readings import Reading
    from workbench.sources.speakers import Speaker

    length = turns[-1].stop
    key = add(session, Document, name=f"interview-{number:04d}.md", kind="transcript", length=length, imported=STAMP)
    asks = add(session, Speaker, document_id=key, label="Interviewer", role="interviewer")
    says = add(session, Speaker, document_id=key, label=f"Person {number:04d}", case_id=number)
    segments = (
        {
            "document_id": key,
            "ordinal": place,
            "start": turn.start,
            "end": turn.stop,
            "speaker_id": asks if turn.asks else says,
            "case_id": None if turn.asks else number,
            "words": turn.text.count(" ") + 1,
            "text": turn.text,
        }
        for place, turn in enumerate(turns)
    )
    add_many(session, Segment, segments)
    codings = (
        {
            "code_id": study.codes[one.code],
            "coder_id": study.coders[one.coder],
            "document_id": key,
            "anchor": one.anchor,
            "start": one.start,
            "end": one.stop,
            "created": STAMP,
        }
        for one in marks
    )
    add_many(session, Coding, codings)
    readers = range(3) if number % TOGETHER == 0 else sorted({one.coder for one in marks})
    done = [{"coder_id": study.coders[one], "document_id": key, "state": "done", "at": STAMP} for one in readers]
    add_many(session, Reading, done)
    study.raw.executemany(
        "INSERT INTO turn(document, start, stop, speaker, person, text) VALUES (?,?,?,?,?,?)",
        [
            (key, turn.start, turn.stop, "" if turn.asks else f"P{number}", None if turn.asks else number, turn.text)
            for turn in turns
        ],
    )
    study.raw.executemany(
        "INSERT INTO coding(code, coder, document, anchor, start, stop) VALUES (?,?,?,?,?,?)",
        [(study.codes[one.code], study.coders[one.coder], key, one.anchor, one.start, one.stop) for one in marks],
    )
