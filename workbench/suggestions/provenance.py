"""What a run rests on, and in words what would make it come out otherwise: words, codings, settings, versions.

The same words, codings, codebook, settings and seed give the same result with the same versions on the same kind of
processor. Stamps do not depend on the order in which things came into a copy.
"""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codebook import codebook
from workbench.coding.codings import Coding
from workbench.rows import live, table_of
from workbench.sources.coders import Coder
from workbench.sources.documents import Document, Segment
from workbench.sources.readings import Reading
from workbench.suggestions.runs import Run
from workbench.text import stamp

PACKAGES = (
    "bertopic",
    "numpy",
    "onnxruntime",
    "scikit-learn",
    "scipy",
    "tokenizers",
    "umap-learn",
)
"""Whose versions can move a vector, a topic or a score."""
SETTINGS = {"topics": "number of topics", "model": "model", "code": "only the code", "seed": "seed"}
"""The settings that a person chooses, as they are called on the screen."""
FOUND = frozenset({"left_out", "small_talk", "learned_from", "why", "taught"})
"""What a run's settings also hold, and nobody chose."""


@dataclass(frozen=True, slots=True)
class Taught:
    """What people have coded, read and written into the codebook: a stamp, and how much of each."""

    stamp: str = ""
    codings: int = 0
    codes: int = 0
    read: int = 0
    """Transcripts and answers that somebody has read to the end."""


@dataclass(frozen=True, slots=True)
class Basis:
    """Everything a run rests on."""

    content: str
    passages: int
    taught: Taught
    versions: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)


def versions(model: str) -> dict[str, str]:
    """Versions of Python and the packages, the model with its hash, and the kind of processor."""
    found = {"python": platform.python_version(), "model": model, "processor": processor()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def processor() -> str:
    """The kind of processor and system: another kind may round otherwise."""
    named = platform.processor()
    if sys.platform == "linux":
        try:
            lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            lines = []
        named = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), named)
    return f"{platform.system()} {platform.machine()}{f', {named}' if named else ''}"


def content_stamp(read: Iterable[tuple[str, int, str]]) -> str:
    """The stamp of the words that a machine may read, as (document, start, words)."""
    return stamp(sorted(read))


def taught(session: Session) -> Taught:
    """What there is to learn from, by names and places, so that copies which hold the same agree."""
    codes = [
        (one.path, one.definition, one.include, one.exclude, one.example)
        for one in codebook(session, counts=False)
        if one.state == "active"
    ]
    paths = {one.id: one.path for one in codebook(session, counts=False)}
    coding, document, coder = table_of(Coding), table_of(Document), table_of(Coder)
    coded = [
        (row.name, row.start, row.end, paths.get(row.code_id, ""), row.coder, row.direction)
        for row in session.execute(
            live(Coding)
            .join(document, document.c.id == coding.c.document_id)
            .join(coder, coder.c.id == coding.c.coder_id)
            .where(document.c.gone.is_(False))
            .with_only_columns(
                document.c.name,
                coding.c.start,
                coding.c.end,
                coding.c.code_id,
                coder.c.name.label("coder"),
                coding.c.direction,
            )
        )
    ]
    reading, segment = table_of(Reading), table_of(Segment)
    read = [
        (row.name, row.start, row.coder)
        for row in session.execute(
            live(Reading)
            .join(document, document.c.id == reading.c.document_id)
            .join(coder, coder.c.id == reading.c.coder_id)
            .outerjoin(segment, segment.c.id == reading.c.segment_id)
            .where(reading.c.state == "done", document.c.gone.is_(False))
            .with_only_columns(
                document.c.name, sa.func.coalesce(segment.c.start, -1).label("start"), coder.c.name.label("coder")
            )
        )
    ]
    return Taught(stamp(sorted(codes), sorted(coded), sorted(read)), len(coded), len(codes), len(read))


def basis_of(run: Run) -> Basis:
    """What a run that was recorded rests on."""
    settings = json.loads(run.settings)
    counts = settings.get("taught", {})
    return Basis(
        run.content,
        run.segments,
        Taught(run.taught, counts.get("codings", 0), counts.get("codes", 0), counts.get("read", 0)),
        json.loads(run.versions),
        {name: value for name, value in settings.items() if name not in FOUND},
    )


def differences(before: Basis, after: Basis) -> list[str]:
    """What is no longer as it was, a phrase each; none means that the result is the same.

    >>> one = Basis("a", 20, Taught("x", 5, 3, 1), {"numpy": "1.0"}, {"seed": 42})
    >>> differences(one, one)
    []
    >>> differences(one, Basis("a", 20, Taught("y", 17, 3, 1), {"numpy": "1.1"}, {"seed": 7}))
    ['12 codings more', 'seed 42 → 7', 'numpy 1.0 → 1.1']
    """
    found: list[str] = []
    if before.content != after.content:
        said = _more(after.passages - before.passages, "passage", "passages")
        found.append(f"{said} to read" if said else "as many passages to read, but other words in them")
    if before.taught.stamp and before.taught.stamp != after.taught.stamp:
        found += _taught(before.taught, after.taught)
    for name in sorted({*before.settings, *after.settings}, key=lambda name: (name not in SETTINGS, name)):
        if name in before.settings or after.settings.get(name) is not None:
            found += _changed(SETTINGS.get(name, name), before.settings.get(name), after.settings.get(name))
    if before.versions:
        for name in sorted({*before.versions, *after.versions}):
            found += _changed(name, before.versions.get(name), after.versions.get(name))
    return found


def _taught(before: Taught, after: Taught) -> list[str]:
    counted = (
        _more(after.codings - before.codings, "coding", "codings"),
        _more(after.codes - before.codes, "code", "codes"),
        _more(after.read - before.read, "text read to the end", "texts read to the end"),
    )
    return [said for said in counted if said] or ["as many codings and codes, but not the same ones"]


def _more(count: int, one: str, many: str) -> str:
    if not count:
        return ""
    return f"{abs(count):,} {one if abs(count) == 1 else many} {'more' if count > 0 else 'fewer'}"


def _changed(name: str, before: Any, after: Any) -> list[str]:
    if before == after:
        return []
    return [f"{name} {'none' if before is None else before} → {'none' if after is None else after}"]


def in_words(found: list[str], *, since: str) -> str:
    """Differences as one sentence.

    >>> in_words([], since="the run before")
    'Nothing it rests on has changed since the run before: it comes to the same.'
    """
    if not found:
        return f"Nothing it rests on has changed since {since}: it comes to the same."
    return f"Changed since {since}: {'; '.join(found)}."
