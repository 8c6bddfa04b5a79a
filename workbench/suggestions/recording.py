"""Recording a run: what was computed is written down, within one change.

Open proposals of earlier runs make way; what people have decided, and topics they have kept or mapped, stay.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from workbench.rows import add, add_many, bulk, live, now, remove_many, table_of
from workbench.sources.coders import current_coder
from workbench.suggestions.computing import Computed, Proposed
from workbench.suggestions.grouping import OUTLIERS, Grouping
from workbench.suggestions.material import Material, ToRead, decided, living_segments
from workbench.suggestions.provenance import content_stamp, versions
from workbench.suggestions.review import Suggestion
from workbench.suggestions.runs import Run
from workbench.suggestions.topics import TYPICAL, Topic, TopicPassage


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was written: counts of topics and suggestions, and of proposals that made way."""

    topics: int
    suggestions: int
    replaced: int
    topics_run: int | None = None
    """The key of the run of topics, where there was one."""


def record(session: Session, material: Material, computed: Computed, settings: Mapping[str, Any]) -> Recorded:
    """Write a run down, within a change. Segments and codes that have gone meanwhile are passed over."""
    there = living_segments(session)
    replaced = _make_way(session, material.only, computed.grouping is not None)
    topic_of: dict[int, int] = {}
    topics, topics_run = 0, None
    if computed.grouping is not None:
        run = topics_run = add_run(session, "topics", material, computed, settings)
        topic_of = _add_topics(session, run, computed.grouping, computed.grouped, there)
        topics = len(computed.grouping.groups)
    run = add_run(session, "codes", material, computed, settings)
    fresh = not_again(decided(session), session)
    rows = [
        {**cells_of(one, run), "topic_id": topic_of.get(one.segment.segment_id)}
        for one in computed.proposals
        if one.segment.segment_id in there and one.code.id not in fresh.get(one.segment.segment_id, ())
    ]
    with bulk(session, Suggestion):
        add_many(session, Suggestion, rows)
    return Recorded(topics, len(rows), replaced, topics_run)


def cells_of(one: Proposed, run: int) -> dict[str, Any]:
    """What was proposed as the cells of a suggestion of that run."""
    return {
        "run_id": run,
        "document_id": one.segment.document_id,
        "segment_id": one.segment.segment_id,
        "start": one.span.start,
        "end": one.span.end,
        "code_id": one.code.id,
        "score": one.score,
        "basis": one.basis,
    }


def not_again(known: Mapping[int, frozenset[int]], session: Session) -> dict[int, frozenset[int]]:
    """Codes not to be proposed for a segment: those decided there, and those that a topic proposes already."""
    table = table_of(Suggestion)
    chosen = live(Suggestion).where(table.c.basis == "topic", table.c.status == "proposed")
    found = dict(known)
    for segment, code in session.execute(chosen.with_only_columns(table.c.segment_id, table.c.code_id)):
        found[segment] = found.get(segment, frozenset()) | {code}
    return found


def _make_way(session: Session, code_id: int | None, topics_too: bool) -> int:
    """Take out open proposals of earlier runs, of one code or all, and topics that nobody has kept or named."""
    table = table_of(Suggestion)
    open_ones = live(Suggestion).with_only_columns(table.c.id)
    open_ones = open_ones.where(table.c.status == "proposed", table.c.basis != "topic")
    if code_id is not None:
        open_ones = open_ones.where(table.c.code_id == code_id)
    keys = list(session.execute(open_ones).scalars())
    remove_many(session, Suggestion, keys)
    if topics_too:
        topic, passage = table_of(Topic), table_of(TopicPassage)
        loose = (topic.c.state == "proposed") & topic.c.code_id.is_(None)
        old = list(session.execute(live(Topic).with_only_columns(topic.c.id).where(loose)).scalars())
        typical = live(TopicPassage).with_only_columns(passage.c.id).where(passage.c.topic_id.in_(old))
        remove_many(session, TopicPassage, list(session.execute(typical).scalars()))
        remove_many(session, Topic, old)
    return len(keys)


def add_run(session: Session, kind: str, material: Material, computed: Computed, settings: Mapping[str, Any]) -> int:
    """Write down that a machine looked, with everything needed to do it again; the run's key comes back."""
    method = computed.grouping.method if kind == "topics" and computed.grouping is not None else computed.judging
    given = material.taught
    known = {
        **settings,
        "seed": computed.seed,
        "left_out": dict(material.left_out),
        "small_talk": computed.small_talk,
        "learned_from": computed.learned,
        "calibrated": computed.calibrated,
        "why": computed.grouping.why if computed.grouping is not None else "",
        "taught": {"codings": given.codings, "codes": given.codes, "read": given.read},
    }
    return add(
        session,
        Run,
        kind=kind,
        model=f"{computed.embedder}; {method}",
        settings=json.dumps(known, ensure_ascii=False, sort_keys=True),
        seed=computed.seed,
        segments=len(material.segments),
        left_out=sum(material.left_out.values()),
        content=content_stamp((one.document, one.start, one.text) for one in material.segments),
        taught="" if kind == "topics" else given.stamp,
        versions=json.dumps(versions(computed.embedder), ensure_ascii=False, sort_keys=True),
        at=now(),
        coder_id=current_coder(session),
    )


def _add_topics(
    session: Session, run: int, grouping: Grouping, grouped: Sequence[ToRead], there: frozenset[int]
) -> dict[int, int]:
    """Write topics and their typical passages; the topic of each segment comes back."""
    topic_of: dict[int, int] = {}
    typical: list[dict[str, Any]] = []
    if grouping.outliers:
        out = [grouped[at] for at in grouping.outliers]
        key = add(
            session,
            Topic,
            run_id=run,
            number=0,
            kind="outliers",
            label=OUTLIERS,
            segments=len(out),
            cases=len({one.case_id for one in out if one.case_id is not None}),
        )
        shown = [one for one in out if one.segment_id in there][:TYPICAL]
        typical += [{"topic_id": key, "segment_id": one.segment_id, "closeness": 0.0} for one in shown]
    for number, one in enumerate(grouping.groups, start=1):
        members = [grouped[at] for at in one.members]
        key = add(
            session,
            Topic,
            run_id=run,
            number=number,
            label=one.label,
            keywords=", ".join(one.keywords),
            segments=len(members),
            cases=len({member.case_id for member in members if member.case_id is not None}),
            steadiness=one.steadiness,
            over_seeds=one.over_seeds,
            coherence=one.coherence,
        )
        topic_of.update({member.segment_id: key for member in members})
        near = [
            {"topic_id": key, "segment_id": member.segment_id, "closeness": closeness}
            for member, closeness in zip(members, one.closeness, strict=True)
            if member.segment_id in there
        ]
        typical += near[:TYPICAL]
    with bulk(session, TopicPassage):
        add_many(session, TopicPassage, typical)
    return topic_of
