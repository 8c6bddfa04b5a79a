"""Computing a run: the work that takes long, away from the project.

What `material.gather` took from the project goes in, what `recording.record` writes into it comes out. In between no
session is open and nothing is locked, so it can run beside a person who goes on reading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from workbench.suggestions.cache import VectorCache
from workbench.suggestions.embedding import Cancelled, Embedder, Progress, stretches, unit
from workbench.suggestions.grouping import Grouping, group
from workbench.suggestions.keywords import tokens
from workbench.suggestions.material import Material, ToRead
from workbench.suggestions.nearest import CodeTexts, Judged, Vectored, judge, propose
from workbench.suggestions.sentences import telling_sentences
from workbench.text import Span

if TYPE_CHECKING:
    from workbench.suggestions.embedding import Vectors

TELLING_WORDS = {"answer": 1}
TELLING_WORDS_OF_SPEECH = 4
"""A turn with fewer telling words is small talk: read, but neither grouped nor proposed a code. An answer needs one."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A code proposed for some words of one segment, not yet written down."""

    segment: ToRead
    span: Span
    code: CodeTexts
    score: float
    basis: str
    """learned, where people have coded passages so, else definition."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """How well one code fits one segment that nobody has coded."""

    segment: ToRead
    code: str
    score: float


@dataclass(frozen=True, slots=True)
class Computed:
    """What a run found, before anything is written."""

    embedder: str
    note: str
    seed: int
    grouping: Grouping | None
    """None when only one code was asked about."""
    grouped: tuple[ToRead, ...]
    """The segments that the grouping's members count in."""
    proposals: tuple[Proposed, ...]
    ranking: tuple[Ranked, ...]
    small_talk: int
    learned: int
    """Coded passages that there were to learn from."""
    calibrated: bool = False
    """Whether a score of 0.6 is right in six of ten; otherwise only the order of scores and words mean something."""


@dataclass(frozen=True, slots=True)
class _Words:
    """Every text of a run as vectors, in the order they were asked for."""

    owners: list[int]
    spans: list[Span]
    passages: Vectors
    about: list[Vectors]
    against: list[Vectors]
    examples: Vectors


def compute(
    material: Material,
    embedder: Embedder,
    *,
    cache: VectorCache | None = None,
    topics: str | int | None = "auto",
    groups: str = "steady",
    seed: int = 42,
    rank: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Computed:
    """Read, group and compare, without the project: safe in any thread, and nothing is written.

    Args:
        material: What may be read, from `gather`.
        embedder: What turns words into vectors.
        cache: Where vectors are kept for the next run; not used by an embedder whose vectors do not last.
        topics: How many, "auto", or None for none.
        groups: How they are found: "steady", or by "density".
        seed: The same seed gives the same result.
        rank: Whether to score every code for every segment without a coding.
        progress: Told what is done.
        cancelled: Asked now and then whether to stop; SuggestingStoppedError is raised then.
    """
    read = material.segments
    words = _read(material, embedder, cache, progress, cancelled)
    telling = [at for at, one in enumerate(read) if _is_telling(one, material.names)]
    grouping = None
    if topics is not None:
        grouped = [read[at] for at in telling]
        grouping = group(
            [one.text for one in grouped],
            _whole_segments(words, len(read))[telling],
            topics=topics,
            groups=groups,
            seed=seed,
            progress=progress,
            cancelled=cancelled,
            **_about(material, grouped),
        )
    judged = judge(_vectored(material, words))
    proposals = _proposals(material, words, judged, telling)
    if embedder.lasting:
        proposals = _narrowed(material, words, judged, proposals, embedder, cache)
    ranking = _ranking(material, words, judged.chances) if rank else ()
    return Computed(
        embedder.name,
        embedder.note,
        seed,
        grouping,
        tuple(read[at] for at in telling),
        proposals,
        ranking,
        len(read) - len(telling),
        sum(bool(one.codes) for one in material.coded),
        judged.calibrated,
    )


def _vectored(material: Material, words: _Words) -> Vectored:
    """Everything that is compared, with the words of every stretch."""
    read = material.segments
    texts = [read[owner].text[span.start : span.end] for owner, span in zip(words.owners, words.spans, strict=True)]
    return Vectored(texts, words.passages, material.codes, words.about, words.against, material.coded, words.examples)


def _about(material: Material, segments: Sequence[ToRead]) -> dict[str, Any]:
    """Who says each segment, which survey question it answers, what the questions say, and the names of people."""
    place = {document: at for at, document in enumerate(material.questions)}
    return {
        "names": material.names,
        "people": [one.case_id for one in segments],
        "question_of": [place.get(one.document_id, -1) for one in segments],
        "questions": list(material.questions.values()),
    }


def _is_telling(segment: ToRead, names: frozenset[str]) -> bool:
    least = TELLING_WORDS.get(segment.kind, TELLING_WORDS_OF_SPEECH)
    return len(tokens(segment.text, names)) >= least


def _read(
    material: Material,
    embedder: Embedder,
    cache: VectorCache | None,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> _Words:
    """All texts in one go, so that an embedder that counts words sees them together."""
    owners: list[int] = []
    spans: list[Span] = []
    for at, segment in enumerate(material.segments):
        for span in stretches(segment.text):
            owners.append(at)
            spans.append(span)
    texts = [material.segments[at].text[span.start : span.end] for at, span in zip(owners, spans, strict=True)]
    parts = [texts, *(list(code.about) for code in material.codes), *(list(code.against) for code in material.codes)]
    parts.append([one.text for one in material.coded])
    every = [text for part in parts for text in part]
    if cache is not None and embedder.lasting:
        rows = cache.vectors(embedder, every, progress=progress, cancelled=cancelled)
    else:
        rows = embedder.vectors(every, progress=progress, cancelled=cancelled)
    cut: list[Vectors] = []
    at = 0
    for part in parts:
        cut.append(rows[at : at + len(part)])
        at += len(part)
    codes = len(material.codes)
    return _Words(owners, spans, cut[0], cut[1 : 1 + codes], cut[1 + codes : 1 + 2 * codes], cut[-1])


def _whole_segments(words: _Words, count: int) -> Vectors:
    """A segment's vector: the mean of its passages' vectors by their length."""
    import numpy as np

    if len(words.owners) == count:
        return words.passages
    summed = np.zeros((count, words.passages.shape[1]), np.float32)
    lengths = np.asarray([len(span) for span in words.spans], np.float32)
    np.add.at(summed, words.owners, words.passages * lengths[:, None])
    return unit(summed)


def _proposals(material: Material, words: _Words, judged: Judged, telling: list[int]) -> tuple[Proposed, ...]:
    """What is near enough, and neither coded so already nor decided."""
    import numpy as np

    chances = judged.chances
    place = {code.id: at for at, code in enumerate(material.codes)}
    allowed = np.repeat(np.isin(words.owners, telling)[:, None], len(place), axis=1)
    for row, (owner, span) in enumerate(zip(words.owners, words.spans, strict=True)):
        segment = material.segments[owner]
        taken = set(material.decided.get(segment.segment_id, ()))
        if segment.coded:
            here = span.shifted(segment.start)
            taken |= {one.code for one in material.covered[segment.document_id].touching(here)}
        if taken:
            allowed[row, [place[code] for code in taken if code in place]] = False
    return tuple(
        Proposed(
            material.segments[words.owners[found.passage]],
            words.spans[found.passage].shifted(material.segments[words.owners[found.passage]].start),
            material.codes[found.code],
            found.score,
            "learned" if found.code in judged.learned else "definition",
        )
        for found in propose(chances, words.owners, allowed, most=2 if len(material.codes) > 1 else 1)
    )


def _narrowed(
    material: Material,
    words: _Words,
    judged: Judged,
    proposals: tuple[Proposed, ...],
    embedder: Embedder,
    cache: VectorCache | None,
) -> tuple[Proposed, ...]:
    """Proposals for long passages, at the sentence that tells, where one does."""
    place = {code.id: at for at, code in enumerate(material.codes)}

    def read(texts: list[str]) -> Vectors:
        return embedder.vectors(texts) if cache is None else cache.vectors(embedder, texts)

    asked = [
        (one.segment.text[one.span.start - one.segment.start : one.span.end - one.segment.start], place[one.code.id])
        for one in proposals
    ]
    found = telling_sentences(asked, judged, words.about, read)
    return tuple(replace(one, span=span.shifted(one.span.start)) for one, span in zip(proposals, found, strict=True))


def _ranking(material: Material, words: _Words, chances: Any) -> tuple[Ranked, ...]:
    """Every code's best score in every segment that no coding touches."""
    import numpy as np

    best = np.zeros((len(material.segments), len(material.codes)))
    np.maximum.at(best, words.owners, chances)
    return tuple(
        Ranked(segment, code.path, round(float(best[at, column]), 6))
        for at, segment in enumerate(material.segments)
        if not segment.coded
        for column, code in enumerate(material.codes)
    )
