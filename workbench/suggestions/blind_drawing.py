"""Drawing a blind sample: passages at random, half of them from those that the machine would propose a code for.

Drawn from all alike, too few of twenty would have a proposal to say how often proposals are right. So half come from
those with one and half from the rest, and each weighs as many passages as it stands for. What a machine may read and
nobody has coded can be drawn, but for small talk, transcripts that are hard to read, and passages for which a suggestion
was shown to somebody or decided by somebody.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from workbench.errors import WorkbenchError
from workbench.rows import add, add_many, bulk, now, table_of
from workbench.sources.coders import current_coder
from workbench.sources.documents import Document, Segment
from workbench.suggestions.blind_samples import BlindCode, BlindPassage, BlindSample, samples
from workbench.suggestions.review import Suggestion

SIZE = 20
WORTH_KEEPING = 0.05
"""Scores below this are not set down, unless the code would have been proposed."""


class NothingToTryError(WorkbenchError):
    """There is nothing left to read blind: every passage the machine may read is coded, or was reviewed already."""


class SampleIsOpenError(WorkbenchError):
    """A blind sample waits for you already. Read the rest of it first."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A passage that was drawn, and how many it stands for."""

    segment_id: int
    weight: float


def draw(proposed: Sequence[int], rest: Sequence[int], *, seed: int, size: int = SIZE) -> list[Drawn]:
    """Draw at random from both parts, half from each where there are enough; in random order. Pure.

    Args:
        proposed: The passages with a proposal, in an order that is the same in every copy of the project.
        rest: The others, likewise.
        seed: The same seed draws the same.
        size: How many; fewer come where there are fewer.

    >>> [(one.segment_id, one.weight) for one in draw([1, 2, 3, 4], [5, 6, 7, 8, 9, 10, 11, 12], seed=7, size=4)]
    [(1, 2.0), (11, 4.0), (10, 4.0), (3, 2.0)]
    """
    chance = random.Random(seed)  # noqa: S311
    from_rest = min(len(rest), size - min(len(proposed), size // 2))
    from_proposed = min(len(proposed), size - from_rest)
    found = [
        Drawn(key, len(part) / count)
        for part, count in ((proposed, from_proposed), (rest, from_rest))
        for key in chance.sample(list(part), count)
    ]
    chance.shuffle(found)
    return found


def free_to_draw(session: Session, segments: Iterable[int], coder_id: int) -> list[int]:
    """Of these segments those that may be drawn for a coder, ordered by GUID: the same in every copy."""
    table, document, suggestion = table_of(Segment), table_of(Document), table_of(Suggestion)
    seen = sa.or_(suggestion.c.shown != "", suggestion.c.status != "proposed")
    barred = set(session.execute(sa.select(suggestion.c.segment_id).where(seen)).scalars())
    passage, sample = table_of(BlindPassage), table_of(BlindSample)
    before = (
        sa.select(passage.c.segment_id)
        .join(sample, sample.c.id == passage.c.sample_id)
        .where(sample.c.coder_id == coder_id, passage.c.gone.is_(False))
    )
    barred |= set(session.execute(before).scalars())
    rows = session.execute(
        sa.select(table.c.id)
        .join(document, document.c.id == table.c.document_id)
        .where(document.c.heavy.is_(False), table.c.gone.is_(False))
        .order_by(table.c.guid)
    ).scalars()
    wanted = set(segments) - barred
    return [key for key in rows if key in wanted]


def refuse_if_open(session: Session, coder_id: int | None) -> None:
    """Raise SampleIsOpenError where a sample waits for this coder."""
    if any(not one.done and one.left for one in samples(session, coder_id=coder_id or 0)):
        raise SampleIsOpenError


def set_down(
    session: Session,
    *,
    run_id: int,
    seed: int,
    drawn: Sequence[Drawn],
    drawn_from: int,
    scores: Mapping[int, Mapping[int, float]],
    proposed: Collection[tuple[int, int]],
) -> int:
    """Write a sample down, within a change, and return its key.

    Args:
        session: A session inside a change; the sample is for the coder who has the project open.
        run_id: The run whose scores are tried.
        seed: The seed it was drawn with.
        drawn: The passages in the order in which they are read.
        drawn_from: How many there were to draw from.
        scores: For each segment the score of each code.
        proposed: The segments and codes that would have been proposed.
    """
    coder = current_coder(session)
    refuse_if_open(session, coder)
    if not drawn:
        raise NothingToTryError
    segment = table_of(Segment)
    documents = {
        row.id: row.document_id
        for row in session.execute(
            sa.select(segment.c.id, segment.c.document_id).where(segment.c.id.in_([one.segment_id for one in drawn]))
        )
    }
    sample = add(session, BlindSample, coder_id=coder, run_id=run_id, seed=seed, drawn_from=drawn_from, drawn=now())
    said: list[dict[str, object]] = []
    for place, one in enumerate(drawn, 1):
        passage = add(
            session,
            BlindPassage,
            sample_id=sample,
            document_id=documents[one.segment_id],
            segment_id=one.segment_id,
            place=place,
            weight=one.weight,
        )
        for code, score in sorted(scores.get(one.segment_id, {}).items()):
            would = (one.segment_id, code) in proposed
            if would or score >= WORTH_KEEPING:
                said.append({"passage_id": passage, "code_id": code, "score": score, "proposed": would})
    with bulk(session, BlindCode):
        add_many(session, BlindCode, said)
    return sample
