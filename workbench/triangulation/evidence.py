"""What a judgement rests on, and what it says at this moment, in plain values that can be stamped and kept.

Things are named by their GUIDs, so that copies of a project agree. Of cited words only a stamp is kept, never
the words: what a participant takes back is not left behind in a judgement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codebook import Code
from workbench.coding.codings import Coding
from workbench.coding.retrieval import passages, touched
from workbench.coding.themes import Theme, ThemeCode
from workbench.coding.tree import code_paths
from workbench.governance.flags import held
from workbench.indicators.answers import alike
from workbench.indicators.datasets import kept_out
from workbench.indicators.doubt_rows import Doubt
from workbench.indicators.indicators import Indicator
from workbench.indicators.observations import Figure, Observation, benchmark_among, figures
from workbench.indicators.sentence import comparison_of
from workbench.rows import Row, column, in_chunks, live, table_of
from workbench.sources.cases import Case
from workbench.sources.consent import Consent
from workbench.sources.documents import Segment
from workbench.text import stamp
from workbench.triangulation.material import Material, read_material

Says = dict[str, Any]
SHORT = 12
"""So many letters of a stamp tell whether a definition is as it was."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing of the project as it stands: its GUID, the name people know it by, and what it says."""

    guid: str
    name: str
    says: Says
    codes: tuple[int, ...] = ()
    """For a theme or a code: the codes whose people count."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A thing that a finding rests on (direction `for`) or that speaks against it."""

    kind: str
    thing_id: int
    direction: str = "for"


Things = dict[tuple[str, int], Thing]


def things(session: Session, wanted: Iterable[tuple[str, int]]) -> Things:
    """The named themes, codes, codings and observations as they stand; what is gone is not among them."""
    keys: dict[str, set[int]] = {"theme": set(), "code": set(), "coding": set(), "observation": set()}
    for kind, key in wanted:
        keys[kind].add(key)
    found: Things = {}
    paths = code_paths(session) if keys["theme"] or keys["code"] else {}
    coded = keys["code"] & paths.keys()
    means = meanings(session, coded)
    for code, guid in _guids(session, Code, coded).items():
        found["code", code] = Thing(guid, paths[code], {"name": paths[code], "means": means[code]}, (code,))
    found.update(_themes(session, keys["theme"], paths))
    found.update(_codings(session, keys["coding"]))
    found.update(_observations(session, keys["observation"]))
    return found


def material_for(session: Session, found: Things, questions: Iterable[int]) -> Material:
    """The people behind every code among these things."""
    return read_material(session, {code for thing in found.values() for code in thing.codes}, questions)


def _themes(session: Session, keys: set[int], paths: dict[int, str]) -> Things:
    themes, members = table_of(Theme), table_of(ThemeCode)
    gathered: dict[int, list[int]] = {}
    rows: dict[int, tuple[bytes, str, str]] = {}
    for some in in_chunks(sorted(keys)):
        for theme, code in session.execute(
            sa.select(members.c.theme_id, members.c.code_id).where(
                members.c.theme_id.in_(some), members.c.gone.is_(False)
            )
        ):
            gathered.setdefault(theme, []).append(code)
        for key, guid, name, statement in session.execute(
            sa.select(themes.c.id, themes.c.guid, themes.c.name, themes.c.statement).where(
                themes.c.id.in_(some), themes.c.gone.is_(False)
            )
        ):
            rows[key] = (guid, name, statement)
    found: Things = {}
    means = meanings(session, {code for some in gathered.values() for code in some})
    for key, (guid, name, statement) in rows.items():
        codes = tuple(sorted(code for code in set(gathered.get(key, ())) if code in paths))
        says = {
            "name": name,
            "statement": statement,
            "codes": sorted(paths[code] for code in codes),
            "means": {paths[code]: means[code] for code in codes},
        }
        found["theme", key] = Thing(guid.hex(), name, says, codes)
    return found


def meanings(session: Session, codes: Iterable[int]) -> dict[int, str]:
    """A mark of what each code means: its definition, and what belongs under it or does not."""
    t = table_of(Code).c
    chosen = sa.select(t.id, t.definition, t.include, t.exclude)
    return {
        row.id: stamp([row.definition, row.include, row.exclude])[:SHORT]
        for some in in_chunks(sorted(codes))
        for row in session.execute(chosen.where(t.id.in_(some)))
    }


def _codings(session: Session, keys: set[int]) -> Things:
    found: Things = {}
    guids = _guids(session, Coding, keys)
    kept_back = held(session)
    for some in in_chunks(sorted(keys)):
        cited = passages(session, codings=some)
        refused = _refused(session, {case for passage in cited for case in passage.case_ids})
        for passage in cited:
            says = {
                "document": passage.document,
                "code": passage.code,
                "words": stamp(passage.text),
                "withdrawn": sorted(refused[case] for case in passage.case_ids if case in refused),
                "flagged": sorted({one.kind for one in kept_back.over(passage.document, passage.start, passage.end)}),
            }
            key = passage.coding_id
            found["coding", key] = Thing(guids[key], f"the passage in {passage.document}", says)
    return found


def places_of_codings(session: Session, keys: Iterable[int]) -> dict[int, tuple[int, int, frozenset[int]]]:
    """Of each passage its document, its code, and the people whose words it touches; of none that is gone."""
    codings, segments = table_of(Coding), table_of(Segment)
    found: dict[int, tuple[int, int, set[int]]] = {}
    chosen = sa.select(codings.c.id, codings.c.document_id, codings.c.code_id, segments.c.case_id)
    chosen = chosen.select_from(touched()).where(codings.c.gone.is_(False))
    for some in in_chunks(sorted(keys)):
        for key, document, code, case in session.execute(chosen.where(codings.c.id.in_(some))):
            found.setdefault(key, (document, code, set()))[2].update(() if case is None else (case,))
    return {key: (document, code, frozenset(people)) for key, (document, code, people) in found.items()}


def _guids(session: Session, kind: type[Row], keys: Iterable[int]) -> dict[int, str]:
    """The GUIDs of rows by key, as text."""
    table = table_of(kind)
    return {
        key: guid.hex()
        for some in in_chunks(sorted(keys))
        for key, guid in session.execute(sa.select(table.c.id, table.c.guid).where(table.c.id.in_(some)))
    }


def _refused(session: Session, people: set[int]) -> dict[int, str]:
    """Labels of the cases among these who do not let their words be quoted, or have taken it back."""
    consents, cases = table_of(Consent), table_of(Case)
    found: dict[int, str] = {}
    for some in in_chunks(sorted(people)):
        statement = (
            sa.select(consents.c.case_id, cases.c.label)
            .join(cases, cases.c.id == consents.c.case_id)
            .where(
                consents.c.case_id.in_(some),
                consents.c.gone.is_(False),
                consents.c.scope == "verbatim",
                consents.c.state.in_(("refused", "withdrawn")),
            )
        )
        found.update((case, label) for case, label in session.execute(statement))
    return found


def _observations(session: Session, keys: set[int]) -> Things:
    """Figures as they stand; of one that is kept out of analysis only why, and none of its numbers."""
    found: Things = {}
    observations, indicators = table_of(Observation), table_of(Indicator)
    out = kept_out(session)
    compared, answers = _compared(session, keys), _answers(session)
    for some in in_chunks(sorted(keys)):
        statement = (
            sa.select(observations, *_measured())
            .join(indicators, indicators.c.id == observations.c.indicator_id)
            .where(observations.c.id.in_(some), observations.c.gone.is_(False), indicators.c.gone.is_(False))
        )
        for row in session.execute(statement):
            where = row.area or row.area_code
            says = {
                "indicator": row.indicator,
                "area": where,
                "area_code": row.area_code,
                "period": row.period,
                "of": ", ".join(cell for cell in (row.sex, row.age, row.category) if cell != "all"),
                "value": row.value,
                "lower": row.lower,
                "upper": row.upper,
                "status": row.status,
                "unit": row.unit,
                "means": stamp([row.definition, row.numerator, row.measured_over, row.polarity])[:SHORT],
            }
            if row.base is not None and row.value is None:
                says |= {"count": row.count, "base": row.base}
            if row.dataset_id in out:
                says |= {"value": None, "lower": None, "upper": None, "status": "kept out of analysis"}
                says["kept_out"] = " ".join(out[row.dataset_id])
            else:
                says["doubts"] = _answered(row, answers)
                if row.id in compared:
                    says["compared"] = compared[row.id]
            found["observation", row.id] = Thing(row.guid.hex(), f"{where} {row.period}", says)
    return found


def _measured() -> list[sa.ColumnElement[Any]]:
    """What an indicator says of its figures."""
    i = table_of(Indicator).c
    cells = (i.unit, i.dataset_id, i.definition, i.numerator, i.polarity)
    return [*cells, i.name.label("indicator"), i.denominator.label("measured_over")]


def _answers(session: Session) -> dict[int, list[Doubt]]:
    """What people raised and answered about figures, by indicator, what is of one area alone last."""
    found: dict[int, list[Doubt]] = {}
    ordered = live(Doubt).order_by(column(Doubt, "area_code"), column(Doubt, "period"), column(Doubt, "guid"))
    for row in session.execute(ordered.execution_options(populate_existing=True)).scalars():
        found.setdefault(row.indicator_id, []).append(row)
    return found


def _answered(figure: Any, answers: Mapping[int, Sequence[Doubt]]) -> dict[str, str]:
    """The doubts that people raised or answered about a figure, each with the answer; empty for none yet."""
    of = ", ".join(cell for cell in (figure.sex, figure.age, figure.category) if cell != "all")
    of = f" ({of})" if of else ""
    return {
        row.kind.removesuffix(of): row.answer
        for row in answers.get(figure.indicator_id, ())
        if row.area_code in {"", figure.area_code}
        and row.period in {"", figure.period}
        and (not row.area_code or (row.kind.endswith(of) if of else not row.kind.endswith(")")))
    }


def _compared(session: Session, keys: set[int]) -> dict[int, str]:
    """How figures stand beside their benchmarks, in a word: the publisher's, or ours where the interval tells."""
    table, indicators = table_of(Observation).c, table_of(Indicator).c
    about: set[int] = set()
    codes: set[str] = set()
    times: set[str] = set()
    for some in in_chunks(sorted(keys)):
        chosen = (
            sa.select(table.indicator_id, table.area_code, table.period_start, indicators.benchmark)
            .join(table_of(Indicator), indicators.id == table.indicator_id)
            .where(table.id.in_(some))
        )
        for indicator, code, starts, benchmark in session.execute(chosen):
            about.add(indicator)
            codes |= {code, benchmark}
            times.add(starts)
    if not about:
        return {}
    beside: dict[Any, list[Figure]] = {}
    wanted = []
    for figure in figures(session, indicator_id=about, area=codes - {""}, starts=times):
        beside.setdefault(alike(figure), []).append(figure)
        if figure.id in keys:
            wanted.append(figure)
    words = {one.id: comparison_of(one, benchmark_among(beside[alike(one)], one)).word for one in wanted}
    return {key: word for key, word in words.items() if word != "not compared"}
