"""Computing a run: the work that takes long, away from the project.

What `material.gather` took from the project goes in, what `recording.record` writes into it comes out. In between no
session is open and nothing is locked, so it can run beside a person who goes on reading.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from workbench.suggestions.cache import VectorCache
from workbench.suggestions.embedding import Cancelled, Embedder, Progress, SuggestingStoppedError, pooled, stretches
from workbench.suggestions.grouping import Grouping, group
from workbench.suggestions.keywords import tells
from workbench.suggestions.material import Material, ToRead
from workbench.suggestions.nearest import CodeTexts, Judged, Vectored, judge, surveyed
from workbench.suggestions.proposing import Family, blocks, family, propose
from workbench.suggestions.sentences import telling_sentences
from workbench.text import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workbench.suggestions.embedding import Vectors
    from workbench.suggestions.nearest import Scores

AT_ONCE = 8_192
"""So many passages are judged at once."""

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
class Ranking:
    """How well every code fits segments that nobody has coded, told one by one and kept as numbers of four bytes."""

    segments: tuple[ToRead, ...] = ()
    codes: tuple[str, ...] = ()
    scores: NDArray[np.float32] | None = None
    """A row a segment, a column a code."""

    def __len__(self) -> int:
        return len(self.segments) * len(self.codes)

    def __iter__(self) -> Iterator[Ranked]:
        """Segment by segment, code by code."""
        for at, segment in enumerate(self.segments):
            assert self.scores is not None
            for code, score in zip(self.codes, self.scores[at].tolist(), strict=True):
                yield Ranked(segment, code, round(score, 6))


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
    ranking: Ranking
    small_talk: int
    learned: int
    """Coded passages that there were to learn from."""
    judging: str = "nearest code"
    """What told how well codes fit."""
    calibrated: bool = False
    """Whether a score of 0.6 is right in six of ten; otherwise only the order of scores and words mean something."""


@dataclass(frozen=True, slots=True)
class _Words:
    """Every text of a run as vectors, in the order they were asked for."""

    owners: list[int]
    """For each passage the place of its segment."""
    spans: list[Span]
    texts: list[str]
    passages: Vectors
    standing: list[int]
    """The passages that stand for all."""
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
    only: Collection[int] | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Computed:
    """Read, compare and group, without the project: safe in any thread, and nothing is written.

    Args:
        material: What may be read, from `gather`.
        embedder: What turns words into vectors.
        cache: Where vectors are kept for the next run; not used by an embedder whose vectors do not last.
        topics: How many, "auto", or None for none.
        groups: How they are found: "steady", or by "density".
        seed: The same seed gives the same result.
        rank: Whether to score every code for every segment without a coding.
        only: The keys of the segments to judge, with the scores that a run over all would give them; None for all. Topics
            are found among all or not at all.
        progress: Told what is done.
        cancelled: Asked now and then whether to stop; SuggestingStoppedError is raised then.
    """
    read = material.segments
    wanted = None if only is None or topics is not None else frozenset(only)
    words = _read(material, embedder, cache, wanted, progress, cancelled)
    telling = [at for at, one in enumerate(read) if _is_telling(one, material.names)]
    judged = judge(_vectored(material, words))
    proposals, ranking = _judged(material, words, judged, telling, rank, wanted, progress, cancelled)
    if embedder.lasting:
        proposals = _narrowed(material, words, judged, proposals, embedder, cache)
    grouping = None
    if topics is not None:
        grouped = [read[at] for at in telling]
        vectors = _whole_segments(words, len(read), telling)
        del words
        how: dict[str, Any] = {"topics": topics, "groups": groups, "seed": seed, **_about(material, grouped)}
        grouping = group([one.text for one in grouped], vectors, progress=progress, cancelled=cancelled, **how)
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
        judged.method,
        judged.calibrated,
    )


def _vectored(material: Material, words: _Words) -> Vectored:
    """What is known before passages are judged."""
    texts = [words.texts[at] for at in words.standing]
    passages = words.passages[words.standing]
    return Vectored(texts, passages, material.codes, words.about, words.against, material.coded, words.examples)


def _about(material: Material, segments: Sequence[ToRead]) -> dict[str, Any]:
    """Who says each segment, which survey question it answers, what the questions say, and the names of people."""
    return {
        "names": material.names,
        "people": [one.case_id for one in segments],
        "question_of": material.question_of(segments),
        "questions": list(material.questions.values()),
    }


def _is_telling(segment: ToRead, names: frozenset[str]) -> bool:
    least = TELLING_WORDS.get(segment.kind, TELLING_WORDS_OF_SPEECH)
    return tells(segment.text, least, names)


def _read(
    material: Material,
    embedder: Embedder,
    cache: VectorCache | None,
    wanted: frozenset[int] | None,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> _Words:
    """All texts in one go, so that an embedder that counts words sees them together.

    Where only some segments are wanted, and a text's vector rests on that text alone, the others' are left at zero.
    """
    owners: list[int] = []
    spans: list[Span] = []
    for at, segment in enumerate(material.segments):
        for span in stretches(segment.text):
            owners.append(at)
            spans.append(span)
    texts = [material.segments[at].text[span.start : span.end] for at, span in zip(owners, spans, strict=True)]
    standing = surveyed(texts)
    needed: list[int] | None = None
    if wanted is not None and embedder.lasting:
        some = {at for at, owner in enumerate(owners) if material.segments[owner].segment_id in wanted}
        needed = sorted(some.union(standing))
    parts = [texts if needed is None else [texts[at] for at in needed]]
    parts += [list(code.about) for code in material.codes] + [list(code.against) for code in material.codes]
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
    passages = cut[0] if needed is None else _spread(cut[0], needed, len(texts))
    codes = len(material.codes)
    return _Words(owners, spans, texts, passages, standing, cut[1 : 1 + codes], cut[1 + codes : 1 + 2 * codes], cut[-1])


def _spread(rows: Vectors, places: list[int], count: int) -> Vectors:
    """Rows put at their places among so many; memory is taken only where they are."""
    import numpy as np

    found = np.zeros((count, rows.shape[1]), rows.dtype)
    found[places] = rows
    return found


def _whole_segments(words: _Words, count: int, wanted: list[int]) -> Vectors:
    """The vectors of these of so many segments."""
    if len(words.owners) == count:
        return words.passages if len(wanted) == count else words.passages[wanted]
    return pooled(words.passages, words.owners, [len(span) for span in words.spans], count)[wanted]


def _judged(
    material: Material,
    words: _Words,
    judged: Judged,
    telling: list[int],
    rank: bool,
    wanted: frozenset[int] | None,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> tuple[tuple[Proposed, ...], Ranking]:
    """What is near enough and neither coded so already nor decided, and every score where that is asked for."""
    read, kin, told = material.segments, family(material.codes), frozenset(telling)
    most = 2 if len(material.codes) > 1 else 1
    proposals: list[Proposed] = []
    ranked: list[tuple[list[ToRead], NDArray[np.float32]]] = []
    for first, last in blocks(words.owners, AT_ONCE):
        if cancelled is not None and cancelled():
            raise SuggestingStoppedError
        at = [one for one in range(first, last) if wanted is None or read[words.owners[one]].segment_id in wanted]
        owners = [words.owners[one] for one in at]
        chances = judged.chances([words.texts[one] for one in at], words.passages[at])
        allowed = _allowed(material, owners, [words.spans[one] for one in at], told, kin)
        for found in propose(chances, owners, allowed, kin, most=most):
            segment, span = read[owners[found.passage]], words.spans[at[found.passage]]
            basis = "learned" if found.code in judged.learned else "definition"
            code = material.codes[found.code]
            proposals.append(Proposed(segment, span.shifted(segment.start), code, found.score, basis))
        if rank and at:
            ranked.append(_ranked(read, owners, chances))
        if progress is not None:
            progress("Comparing", last, len(words.owners))
    return tuple(proposals), _ranking(material, ranked)


def _ranked(read: Sequence[ToRead], owners: list[int], chances: Scores) -> tuple[list[ToRead], NDArray[np.float32]]:
    """Every code's best score in every segment that no coding touches."""
    import numpy as np

    starts = [at for at in range(len(owners)) if not at or owners[at] != owners[at - 1]]
    best = np.maximum.reduceat(chances, starts, axis=0).astype(np.float32)
    free = [at for at, start in enumerate(starts) if not read[owners[start]].coded]
    return [read[owners[starts[at]]] for at in free], best[free]


def _ranking(material: Material, ranked: list[tuple[list[ToRead], NDArray[np.float32]]]) -> Ranking:
    import numpy as np

    if not ranked:
        return Ranking()
    segments = tuple(one for some, _ in ranked for one in some)
    return Ranking(segments, tuple(code.path for code in material.codes), np.vstack([scores for _, scores in ranked]))


def _allowed(
    material: Material, owners: list[int], spans: list[Span], telling: frozenset[int], kin: Family
) -> NDArray[np.bool_]:
    """Where a code may be proposed: a row a passage, a column a code."""
    import numpy as np

    place = {code.id: at for at, code in enumerate(material.codes)}
    allowed = np.ones((len(owners), len(place)), bool)
    for row, (owner, span) in enumerate(zip(owners, spans, strict=True)):
        segment = material.segments[owner]
        if owner not in telling:
            allowed[row] = False
            continue
        taken = {place[code] for code in material.decided.get(segment.segment_id, ()) if code in place}
        if segment.coded:
            here = span.shifted(segment.start)
            for one in material.covered[segment.document_id].touching(here):
                if one.code in place:
                    taken |= {place[one.code], *(() if one.against else kin.above[place[one.code]])}
        if taken:
            allowed[row, list(taken)] = False
    return allowed


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
