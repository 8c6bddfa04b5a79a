"""How long suggestions take: from nothing read to a filled queue, and again after a hundred new answers.

Each run is a process of its own, whose memory at its highest is told. The words are the demonstration's, drawn anew so
that each follows one it followed there: read aloud they make no sense, but they are as long and as frequent as speech.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from workbench.errors import WorkbenchError

PROGRAM = "import sys; from workbench.benchmark.suggesting_speed import told; told(*sys.argv[1:])"
CODES, CODED, NEW = 20, 300, 100
STAMP = "2026-01-15T10:00:00.000Z"


class NoSuchSizeError(WorkbenchError):
    """The sizes are S, M and L."""


@dataclass(frozen=True, slots=True)
class Task:
    """So many answers or turns of so many words each, read with a model, and what is wanted of it."""

    number: int
    words: int
    model: str
    seconds: float
    mb: float | None = None
    kind: str = "answer"

    @property
    def said(self) -> str:
        """What is read."""
        return f"{self.number:,} {self.kind}s of {self.words} words, {self.model} model"


TASKS = {
    "S": (
        Task(5_000, 20, "better", 90),
        Task(1_000, 100, "better", 90, kind="turn"),
        Task(5_000, 20, "fast", 25),
        Task(1_000, 100, "fast", 25, kind="turn"),
    ),
    "M": (Task(100_000, 20, "fast", 180, 2_000),),
    "L": (Task(1_000_000, 20, "fast", 1_800, 6_000),),
}
AGAIN = 5.0
"""Seconds in which it is to be done again after a hundred new answers."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What one run took, in a process of its own."""

    what: str
    seconds: float
    """To the filled queue; the first time with loading the libraries and the model."""
    cpu: float
    mb: float
    """The process's memory at its highest."""
    topics: int
    suggestions: int
    goal: str
    met: bool

    def as_json(self) -> dict[str, Any]:
        """Plain values for `--json`."""
        return asdict(self)

    def as_row(self) -> tuple[str, ...]:
        """One line for people."""
        return (
            self.what,
            f"{self.seconds:,.1f} s",
            f"{self.cpu:,.1f} s",
            f"{self.mb:,.0f} MB",
            f"{self.topics}",
            f"{self.suggestions:,}",
            f"{self.goal}{'' if self.met else ' missed'}",
        )


HEAD = ("what", "on the clock", "processor", "memory at most", "topics", "codes proposed", "goal")


def speeds(size: str) -> Iterator[Taken]:
    """Every run of one size. Takes some minutes at S and M, most of an hour at L."""
    if size not in TASKS:
        raise NoSuchSizeError
    for task in TASKS[size]:
        with tempfile.TemporaryDirectory(prefix="workbench-suggesting-") as name:
            path = Path(name) / "study.workbench"
            _fill(path, task, Speech())
            yield from _taken(path, task)


def _taken(path: Path, task: Task) -> Iterator[Taken]:
    """Run in a process of its own from nothing, and once more with a hundred new, as the app's worker does."""
    ran = subprocess.run(  # noqa: S603
        [sys.executable, "-c", PROGRAM, str(path), json.dumps(asdict(task))], check=True, capture_output=True, text=True
    )
    first, again = (json.loads(line) for line in ran.stdout.splitlines()[-2:])
    goal = f"{task.seconds:g} s" + ("" if task.mb is None else f" and {task.mb:,.0f} MB")
    met = first["seconds"] <= task.seconds and (task.mb is None or first["mb"] <= task.mb)
    yield Taken(task.said, goal=goal, met=met, **first)
    yield Taken(f"again after {NEW} new", goal=f"{AGAIN:g} s", met=again["seconds"] <= AGAIN, **again)


def told(path: str, asked: str) -> None:
    """Suggest in a project in this process, twice, and print what each took."""
    import time

    begun = time.perf_counter()
    from workbench.desk.suggesting.suggest import suggest
    from workbench.project.file import open_file

    task = Task(**json.loads(asked))
    speech = Speech(seed=2)
    with open_file(Path(path), coder="amina") as project:
        cpu = 0.0
        for _ in range(2):
            report = suggest(project, model=task.model, cache=Path(path).parent / "cache", every_core=True)
            spent, mb = _used()
            said = {
                "seconds": round(time.perf_counter() - begun, 2),
                "cpu": round(spent - cpu, 2),
                "mb": mb,
                "topics": report.topics,
                "suggestions": report.suggestions,
            }
            sys.stdout.write(json.dumps(said) + "\n")
            _add(project, task, speech)
            begun, (cpu, _) = time.perf_counter(), _used()


def _used() -> tuple[float, int]:
    """Processor seconds of this process so far, and its memory at the highest, in MB."""
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime, round(used.ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024))


class Speech:
    """Words as people say them one after another, drawn from the demonstration's interviews; the same seed, the same."""

    def __init__(self, seed: int = 1) -> None:
        from workbench.desk.shipped import shipped

        self.chance = random.Random(seed)  # noqa: S311
        self.after: dict[str, list[str]] = defaultdict(list)
        for path in sorted((shipped("projects") / "getting_about_safely").glob("[01]*.md")):
            said = [line.split(":** ", 1)[-1] for line in path.read_text(encoding="utf-8").splitlines()]
            for one, next_one in pairwise(" ".join(said).split()):
                self.after[one].append(next_one)
        self.begins = [word for word in self.after if word[:1].isupper() and word.isalpha()]

    def said(self, words: int) -> str:
        """So many words, told as one."""
        found = [self.chance.choice(self.begins)]
        while len(found) < words:
            found.append(self.chance.choice(self.after.get(found[-1]) or self.begins))
        return " ".join(found)


def _fill(path: Path, task: Task, speech: Speech) -> None:
    """A project with so much to read, a codebook of its own words, and some of it coded."""
    from workbench.coding.codebook import add_code
    from workbench.project.file import create
    from workbench.rows import add

    with create(path, title="Benchmark", coder="amina") as project, project.change("Fill the study") as session:
        from workbench.sources.documents import Document

        kind = "question" if task.kind == "answer" else "transcript"
        key = add(session, Document, name="said", kind=kind, length=0, imported=STAMP)
        definitions = [speech.said(12) for _ in range(CODES)]
        codes = {add_code(session, f"Code {at:02d}", definition=said): said for at, said in enumerate(definitions)}
        said = _say(session, key, task, task.number, speech)
        _code(session, key, codes, said[:: max(1, len(said) // CODED)])


def _add(project: Any, task: Task, speech: Speech) -> None:
    """A hundred more to read."""
    from workbench.rows import add
    from workbench.sources.documents import Document

    with project.change("Fill the study") as session:
        key = add(session, Document, name="more", kind="question", length=0, imported=STAMP)
        _say(session, key, task, NEW, speech)


def _say(session: Any, document: int, task: Task, number: int, speech: Speech) -> list[tuple[int, str]]:
    """Put so many answers or turns into a document, each of somebody else; where each begins and its words come back."""
    import sqlalchemy as sa

    from workbench.rows import add_many, bulk, table_of
    from workbench.sources.cases import Case
    from workbench.sources.documents import Segment

    first = 1 + (session.execute(sa.select(sa.func.max(table_of(Case).c.id))).scalar() or 0)
    said: list[tuple[int, str]] = []

    def segments() -> Iterator[dict[str, Any]]:
        at = 0
        for ordinal in range(number):
            text = speech.said(task.words)
            said.append((at, text))
            yield {
                "document_id": document,
                "ordinal": ordinal,
                "start": at,
                "end": at + len(text),
                "kind": task.kind,
                "case_id": first + ordinal,
                "words": task.words,
                "text": text,
            }
            at += len(text) + 1

    with bulk(session, Case, Segment):
        add_many(session, Case, ({"label": f"P{first + one}"} for one in range(number)))
        add_many(session, Segment, segments())
    return said


def _code(session: Any, document: int, codes: dict[int, str], some: list[tuple[int, str]]) -> None:
    """Code passages by a rule that can be learned: each gets the code whose definition has most of its words."""
    from workbench.coding.codings import Coding
    from workbench.rows import add_many
    from workbench.sources.coders import current_coder

    coder = current_coder(session)
    words = {code: set(said.casefold().split()) for code, said in codes.items()}
    cells = [
        {
            "code_id": max(words, key=lambda code: len(words[code].intersection(text.casefold().split()))),
            "coder_id": coder,
            "document_id": document,
            "anchor": start,
            "start": start,
            "end": start + len(text),
            "created": STAMP,
        }
        for start, text in some
    ]
    add_many(session, Coding, cells)
