"""Judgements at work: ten thousand findings over a study, what a change marks of them, the matrix and side by side.

Raw counts the people behind each finding's codes, and groups findings by topic and source, from plain rows.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import sqlalchemy as sa

from workbench.benchmark.ratios import Goal, Result, alternate
from workbench.benchmark.study import Study
from workbench.rows import table_of

FINDINGS, ROWS, THEMES, INDICATORS, AREAS, BRIEFS = 10_000, 2_000, 60, 20, 150, 10
SOURCES = ("interviews", "group conversations", "police records", "Active Lives", "school records")
LEVELS = ("high", "medium", "low")
PASSAGES, CITED = 2_000, 200
STAMP = "2026-01-15T10:00:00.000Z"


def judgements(study: Study, *, findings: int = FINDINGS, rows: int = ROWS) -> Iterator[Result]:
    """What one change marks, and the two great tables, as they stand and after a change."""
    filled(study, findings, rows)
    yield from marking(study)
    yield from tables(study)


def filled(study: Study, findings: int = FINDINGS, rows: int = ROWS) -> None:
    """Put findings on themes, codes, passages and figures into the study, in topics that somebody judged, and cited."""
    chance = random.Random(8)  # noqa: S311
    with study.project.change("Findings") as session:
        resting = _rest(session, study, chance)
        _findings(session, study, chance, resting, findings)
    _seen(study)
    with study.project.change("Topics") as session:
        _topics(session, study, chance, findings, rows)
        _briefs(session, chance, findings)


def _rest(session: Any, study: Study, chance: random.Random) -> dict[str, list[int]]:
    """Themes and figures, and passages to cite: keys of everything that a finding may rest on, by kind."""
    from workbench.coding.codings import Coding
    from workbench.coding.themes import Theme, ThemeCode
    from workbench.indicators.datasets import Dataset
    from workbench.indicators.indicators import Indicator
    from workbench.indicators.observations import Observation
    from workbench.rows import add, add_many

    themes = [add(session, Theme, name=f"Theme {at}", statement=f"They speak of {at}.") for at in range(THEMES)]
    for theme in themes:
        for code in chance.sample(study.codes, 4):
            add(session, ThemeCode, theme_id=theme, code_id=code)
    dataset = add(session, Dataset, name="Invented", publisher="Nobody", licence="Open Government Licence v3.0")
    for at in range(INDICATORS):
        cells: dict[str, Any] = {"dataset_id": dataset, "name": f"Measure {at}", "unit": "%", "kind": "proportion"}
        indicator = add(session, Indicator, benchmark="E92000001", polarity="high is good", **cells)
        figures = [
            {
                "indicator_id": indicator, "area_code": "E92000001" if area == 0 else f"E07{area:06}",
                "area": "England" if area == 0 else f"Area {area}", "period": str(year), "period_start": f"{year}-01-01",
                "period_end": f"{year}-12-31", "value": (value := 20 + 60 * chance.random()), "lower": value - 4,
                "upper": value + 4, "interval": "published",
            }
            for area in range(AREAS)
            for year in (2022, 2023, 2024)
        ]  # fmt: skip
        add_many(session, Observation, figures)
    o, c = table_of(Observation).c, table_of(Coding).c
    passages = list(session.execute(sa.select(c.id)).scalars())
    return {
        "theme": themes,
        "code": study.codes,
        "coding": chance.sample(passages, min(PASSAGES, len(passages))),
        "observation": list(session.execute(sa.select(o.id).where(o.area_code != "E92000001")).scalars()),
    }


def _findings(session: Any, study: Study, chance: random.Random, resting: dict[str, list[int]], number: int) -> None:
    from workbench.rows import add_many
    from workbench.triangulation.finding_evidence import FindingEvidence
    from workbench.triangulation.findings import Finding

    kinds = ("theme", "code", "coding", "observation")
    rows, evidence = [], []
    for at in range(1, number + 1):
        kind = kinds[at % 4]
        words = kind != "observation"
        rows.append(
            {
                "number": at, "strand": "words" if words else "numbers", "written": STAMP, "looked": STAMP,
                "source": SOURCES[at // 4 % 2 if words else 2 + at // 4 % 3], "statement": f"Something is so, says {at}.",
                "prominence": chance.choice(LEVELS), "against": "One says otherwise.", "coder_id": study.coders[0],
            }
        )  # fmt: skip
        things = chance.sample(resting[kind], 1 if kind == "code" else 2)
        evidence += [{"finding_id": at, "kind": kind, "thing_id": thing} for thing in things]
    add_many(session, Finding, rows)
    add_many(session, FindingEvidence, evidence)


def _seen(study: Study) -> None:
    """Let somebody have looked at every finding."""
    from workbench.triangulation.findings import Finding, look_again_at

    with study.project.change("Look at everything") as session:
        keys = list(session.execute(sa.select(table_of(Finding).c.id)).scalars())
        look_again_at(session, keys)


def _topics(session: Any, study: Study, chance: random.Random, findings: int, rows: int) -> None:
    """Topics with five findings each of several sources, of which every two that meet were judged."""
    from workbench.rows import add_many, live
    from workbench.text import stamp
    from workbench.triangulation.findings import Finding
    from workbench.triangulation.protocol.topic_rows import Rating, RowFinding, TopicRow, pair_says

    known = {one.id: one for one in session.execute(live(Finding)).scalars()}
    add_many(session, TopicRow, [{"title": f"Topic {at}", "position": at} for at in range(1, rows + 1)])
    placings, ratings = [], []
    each = max(2, findings // rows)
    for row in range(1, rows + 1):
        here = [known[key] for key in chance.sample(range(1, findings + 1), each)]
        placings += [{"row_id": row, "finding_id": one.id} for one in here]
        by_source: dict[str, list[Any]] = defaultdict(list)
        for one in sorted(here, key=lambda one: one.number):
            by_source[one.source].append(one)
        names = sorted(by_source)
        for a, b in pairwise(names):
            says = pair_says(by_source[a], by_source[b])
            ratings.append(
                {
                    "row_id": row, "a": a, "b": b, "coder_id": study.coders[0], "meaning": "same", "at": STAMP,
                    "proposed": "agreement", "confirmed": "agreement", "stamp": stamp(says),
                    "says": json.dumps(says, ensure_ascii=False, sort_keys=True),
                }
            )  # fmt: skip
    add_many(session, RowFinding, placings)
    add_many(session, Rating, ratings)


def _briefs(session: Any, chance: random.Random, findings: int) -> None:
    from workbench.briefs.evidence import cite
    from workbench.briefs.options import add_brief

    for at in range(BRIEFS):
        brief = add_brief(session, f"Brief {at}")
        for key in chance.sample(range(1, findings + 1), CITED // BRIEFS):
            cite(session, brief, "finding", key)


def marking(study: Study) -> Iterator[Result]:
    """One coding more, a figure revised, consent taken back: what rests on it is found; raw writes the same and no more."""
    from workbench.triangulation.findings import findings, standing

    read = Reading(study, findings)
    read()
    for what, ours, bare in changes(study):

        def mark(ours: Callable[[], None] = ours) -> None:
            ours()
            with study.project.read() as session:
                standing(session)

        def compare(ours: Callable[[], None] = ours) -> None:
            ours()
            read()

        yield alternate(f"findings marked by {what}", mark, bare, pairs=5, goal=Goal(wall_ms=50))
        read()
        yield alternate("the same, and compared", compare, bare, pairs=5)


class Reading:
    """Something of the study read again."""

    def __init__(self, study: Study, what: Callable[[Any], Any]) -> None:
        self._study, self._what = study, what

    def __call__(self) -> Any:
        """Read it."""
        with self._study.project.read() as session:
            return self._what(session)


def changes(study: Study) -> Iterator[tuple[str, Callable[[], None], Callable[[], None]]]:
    """Changes by name: in the project, and the same rows written in the raw database."""
    from workbench.coding.codings import Coding
    from workbench.indicators.observations import Observation
    from workbench.rows import amend
    from workbench.sources.consent import set_consent
    from workbench.triangulation.finding_evidence import FindingEvidence

    e = table_of(FindingEvidence).c
    with study.project.read() as session:
        figure = session.execute(sa.select(e.thing_id).where(e.kind == "observation")).scalars().first()
        coding = session.execute(sa.select(table_of(Coding).c.id)).scalars().first()
    turn = [0]

    def code() -> None:
        turn[0] += 1
        with study.project.change("Move a coding") as session:
            amend(session, Coding, coding, gone=turn[0] % 2 == 1)

    def revise() -> None:
        turn[0] += 1
        with study.project.change("Revise a figure") as session:
            amend(session, Observation, figure, value=50.0 + turn[0])

    def withdraw() -> None:
        turn[0] += 1
        with study.project.change("Take back consent") as session:
            set_consent(session, 1, "verbatim", "withdrawn" if turn[0] % 2 else "given")

    def bare() -> None:
        study.raw.execute("BEGIN IMMEDIATE")
        study.raw.execute("UPDATE coding SET stop = stop WHERE rowid = 1")
        study.raw.execute("COMMIT")

    yield "a coding taken out", code, bare
    yield "a revised figure", revise, bare
    yield "consent taken back", withdraw, bare


def tables(study: Study) -> Iterator[Result]:
    """The matrix and side by side, as they stand and at the first reading after a change."""
    from workbench.triangulation.protocol.joint_display import side_by_side
    from workbench.triangulation.protocol.matrix import matrix

    after = [change for _, change, _ in changes(study)]
    for name, read in (("matrix", matrix), ("side by side", side_by_side)):
        warm = Reading(study, read)

        def changed(warm: Reading = warm) -> None:
            after[1]()
            warm()

        warm()
        yield alternate(f"{name}, as it stands", warm, lambda: grouped(study), pairs=3, goal=Goal(wall_ms=1000))
        yield alternate(f"{name}, after a change", changed, lambda: grouped(study), pairs=3, goal=Goal(wall_ms=1000))


def grouped(study: Study) -> dict[tuple[int, str], list[tuple[Any, ...]]]:
    """The findings of each topic and source, and its judgements, as plain tuples straight from the rows."""
    found: dict[tuple[int, str], list[tuple[Any, ...]]] = defaultdict(list)
    with study.project.reading_connection() as connection:
        for row in connection.execute(
            "SELECT row_id, source, number, statement, prominence FROM row_finding JOIN finding ON finding.id = finding_id"
            " ORDER BY row_id, number"
        ):
            found[row[0], row[1]].append(row)
        for row in connection.execute("SELECT row_id, a, b, confirmed, stamp FROM rating"):
            found[row[0], row[1]].append(row)
    return found
