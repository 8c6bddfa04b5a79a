"""The ground of silences: who was heard and asked, what was read, which figures there are. Read once for all topics."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlmodel import Session

from workbench import geography
from workbench.coding.codings import Coding
from workbench.coding.themes import Theme, ThemeCode
from workbench.governance.wording import places_in
from workbench.indicators.datasets import Dataset
from workbench.indicators.indicators import Indicator
from workbench.indicators.observations import Observation
from workbench.rows import in_chunks, kept, table_of
from workbench.sources.asked import QuestionLine, topic_guide
from workbench.sources.cases import Attribute, attributes_of, places_of
from workbench.sources.documents import Document, Segment
from workbench.sources.readings import Reading
from workbench.sources.surveys import Survey
from workbench.triangulation.material import Material, read_material
from workbench.triangulation.protocol.matrix import Matrix, MatrixRow
from workbench.triangulation.protocol.topic_rows import Link
from workbench.triangulation.silence.looked_for import LookedFor, words_of
from workbench.triangulation.strands import strands_of

WIDE = frozenset({"county", "region", "country", "combined authority", "police force area"})
"""Areas that hold districts; a figure of one stands beside another mostly to be compared with."""
Statuses = Mapping[str, str]
"""By area code: empty where there is a value, else why there is none."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic row with what is written of it: its codes and themes, the places and groups that it is about."""

    row_id: int
    title: str
    question_id: int | None
    codes: frozenset[int]
    indicators: frozenset[int]
    """Those linked to its themes, and those that its figures are of."""
    named: tuple[str, ...]
    """Codes of the areas that its title names."""
    areas: tuple[str, ...]
    """The same, or where it names none the areas of its figures."""
    groups: frozenset[str]
    """Of whom its figures are, where they are not of everybody."""
    words: frozenset[str]
    """What it is about, by first letters."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What the project itself knows of who could have spoken on a topic, and of which figures there could be."""

    material: Material
    strands: Mapping[str, str]
    topics: Mapping[int, Topic]
    questions: Mapping[int, QuestionLine]
    places: Mapping[int, frozenset[str]]
    """By case the areas it lives in, was recruited in or speaks of, and the counties they lie in."""
    known: Mapping[int, Mapping[str, str]]
    """By case what is known of it."""
    unread: Mapping[int, int]
    """By document how many passages of participants nobody has read to the end; none where it is read."""
    answers: Mapping[int, int]
    """By survey question that is one of the topic guide, which one."""
    survey_asks: Mapping[str, tuple[str, ...]]
    """By survey, in small letters, the wording of every question it has."""
    indicators: Mapping[int, str]
    by_source: Mapping[str, frozenset[int]]
    """Indicators by the names of their source, in small letters: publisher, data set, and what findings call it."""
    figures: Mapping[int, Statuses]
    looked_for: Sequence[LookedFor] = field(default=())

    def heard(self, source: str) -> frozenset[int]:
        """Everybody whose words are in a source."""
        return self.material.heard_in(source)

    def asked(self, source: str, question_id: int) -> dict[int, str]:
        """Whether each person of a source was asked a question; whoever answered it in a survey was."""
        states = self.material.asked.get(question_id, {})
        answered: set[int] = set()
        for document in self.material.documents_of(source):
            if self.answers.get(document) == question_id:
                answered |= self.material.heard.get(document, frozenset())
        return {case: "asked" if case in answered else states.get(case, "not recorded") for case in self.heard(source)}


def read_ground(session: Session, whole: Matrix, looked_for: Sequence[LookedFor] = ()) -> Ground:
    """Everything that silences are worked out from, in a handful of statements."""
    themes = _themes(session)
    links = _links(session)
    said = {row.id: _rests_on(row) for row in whole.rows}
    codes_of = _codes_of(session, {key for one in said.values() for key in one["coding"]})
    observed = _observed(session, {key for one in said.values() for key in one["observation"]})
    topics = {row.id: _topic(row, said[row.id], themes, links, codes_of, observed) for row in whole.rows}
    questions = {one.id: one for one in topic_guide(session)}
    asked = {topic.question_id for topic in topics.values() if topic.question_id}
    material = read_material(session, {code for one in topics.values() for code in one.codes}, asked, heard=True)
    named, by_source = _indicators(session, whole, observed)
    answers, asks = _survey_questions(session, material)
    return Ground(
        material=material,
        strands=strands_of(session, whole.sources),
        topics=topics,
        questions=questions,
        places=_places(session) if any(one.areas for one in topics.values()) else {},
        known=attributes_of(session) if any(one.groups for one in topics.values()) else {},
        unread=_unread(session),
        answers=answers,
        survey_asks=asks,
        indicators=named,
        by_source=by_source,
        figures=kept(session, "silences.figures", _figures, tables=("observation",)),
        looked_for=looked_for,
    )


def _rests_on(row: MatrixRow) -> dict[str, set[int]]:
    """What the findings of a row rest on, by kind."""
    found: dict[str, set[int]] = {"theme": set(), "code": set(), "coding": set(), "observation": set()}
    for cell in row.cells.values():
        for line in cell.findings:
            for one in line.evidence:
                if one.direction == "for" and not one.gone:
                    found[one.kind].add(one.thing_id)
    return found


def _themes(session: Session) -> dict[int, tuple[str, str, frozenset[int]]]:
    """Name, statement and codes of every theme."""
    theme, member = table_of(Theme).c, table_of(ThemeCode).c
    codes: dict[int, set[int]] = defaultdict(set)
    for key, code in session.execute(sa.select(member.theme_id, member.code_id).where(member.gone.is_(False))):
        codes[key].add(code)
    rows = session.execute(sa.select(theme.id, theme.name, theme.statement).where(theme.gone.is_(False)))
    return {key: (name, statement, frozenset(codes[key])) for key, name, statement in rows}


def _links(session: Session) -> dict[int, set[int]]:
    """The indicators beside each theme."""
    found: dict[int, set[int]] = defaultdict(set)
    link = table_of(Link).c
    for theme, indicator in session.execute(sa.select(link.theme_id, link.indicator_id).where(link.gone.is_(False))):
        found[theme].add(indicator)
    return found


def _codes_of(session: Session, codings: set[int]) -> dict[int, int]:
    """The code of each coding."""
    found: dict[int, int] = {}
    c = table_of(Coding).c
    for some in in_chunks(sorted(codings)):
        found |= {key: code for key, code in session.execute(sa.select(c.id, c.code_id).where(c.id.in_(some)))}  # noqa: C416
    return found


def _observed(session: Session, keys: set[int]) -> dict[int, tuple[int, str, tuple[str, ...]]]:
    """Of each figure its indicator, its area and of whom it is."""
    found = {}
    o = table_of(Observation).c
    for some in in_chunks(sorted(keys)):
        chosen = sa.select(o.id, o.indicator_id, o.area_code, o.sex, o.age, o.category).where(o.id.in_(some))
        for key, indicator, area, *of in session.execute(chosen):
            found[key] = (indicator, area, tuple(one for one in of if one != "all"))
    return found


def _topic(
    row: MatrixRow,
    said: Mapping[str, set[int]],
    themes: Mapping[int, tuple[str, str, frozenset[int]]],
    links: Mapping[int, set[int]],
    codes_of: Mapping[int, int],
    observed: Mapping[int, tuple[int, str, tuple[str, ...]]],
) -> Topic:
    figures = [observed[key] for key in said["observation"] if key in observed]
    of_figures = {indicator for indicator, *_ in figures}
    there = {key for key in said["theme"] if key in themes}
    codes = set(said["code"]) | {codes_of[key] for key in said["coding"] if key in codes_of}
    codes |= {code for key in there for code in themes[key][2]}
    if not codes:
        there = {key for key, beside in links.items() if beside & of_figures and key in themes}
        codes = {code for key in there for code in themes[key][2]}
    named = tuple(code for name in places_in(row.title) if (code := _code_of(name)))
    areas = {area for _, area, _ in figures}
    narrow = sorted(area for area in areas if geography.kind_of(area) not in WIDE) or sorted(areas)
    about = [text for key in there for text in themes[key][:2]]
    return Topic(
        row_id=row.id,
        title=row.title,
        question_id=row.question_id,
        codes=frozenset(codes),
        indicators=frozenset({one for key in there for one in links.get(key, ())} | of_figures),
        named=named,
        areas=named or tuple(narrow),
        groups=frozenset(group for _, _, of in figures for group in of),
        words=words_of(row.title, *about),
    )


def _code_of(name: str) -> str:
    entry = geography.by_name(name)
    return entry.code if entry else ""


def _places(session: Session) -> dict[int, frozenset[str]]:
    """By case its areas, whatever it has to do with them, and the counties that they lie in."""
    return {
        case: frozenset({code for one, _ in areas for code in (one, county_of(one)) if code})
        for case, areas in places_of(session).items()
    }


def county_of(area_code: str) -> str:
    """The code of the county that an area lies in; empty where none is known."""
    entry = geography.area(area_code)
    return (entry.county or "") if entry else ""


def _unread(session: Session) -> dict[int, int]:
    """How many passages of participants in each document nobody has read to the end."""
    s, r = table_of(Segment).c, table_of(Reading).alias("r")
    whole = sa.select(r.c.document_id).where(r.c.gone.is_(False), r.c.state == "done", r.c.segment_id.is_(None))
    one_by_one = sa.select(r.c.segment_id).where(r.c.gone.is_(False), r.c.state == "done", r.c.segment_id.is_not(None))
    statement = (
        sa.select(s.document_id, sa.func.count())
        .where(s.gone.is_(False), s.case_id.is_not(None))
        .where(s.document_id.not_in(whole), s.id.not_in(one_by_one))
        .group_by(s.document_id)
    )
    return {document: number for document, number in session.execute(statement)}  # noqa: C416


def _survey_questions(session: Session, material: Material) -> tuple[dict[int, int], dict[str, tuple[str, ...]]]:
    """Survey questions that are of the topic guide; and by survey what it asks, open questions and closed ones."""
    d, a, s = table_of(Document).c, table_of(Attribute).c, table_of(Survey).c
    names = {key: name for name, key in material.surveys.items()}
    answers: dict[int, int] = {}
    asks: dict[str, list[str]] = {name: [] for name in material.surveys}
    rows = session.execute(
        sa.select(d.id, d.survey_id, d.question_id, d.title, d.name).where(d.gone.is_(False), d.kind == "question")
    )
    for key, survey, question, title, name in rows:
        if question is not None:
            answers[key] = question
        if survey in names:
            asks[names[survey]].append(title or name)
    for survey, name, wording in session.execute(
        sa.select(a.came_from, a.name, a.question).where(a.gone.is_(False), a.came_from.in_(sa.select(s.name)))
    ):
        asks.setdefault(str(survey).casefold(), []).append(wording or name)
    return answers, {name: tuple(some) for name, some in asks.items()}


def _indicators(
    session: Session, whole: Matrix, observed: Mapping[int, tuple[int, str, tuple[str, ...]]]
) -> tuple[dict[int, str], dict[str, frozenset[int]]]:
    """Indicators by key; and by the names that a source of figures goes by."""
    i, d = table_of(Indicator).c, table_of(Dataset).c
    named: dict[int, str] = {}
    by_source: dict[str, set[int]] = defaultdict(set)
    rows = session.execute(
        sa.select(i.id, i.name, i.source, d.name, d.publisher)
        .join(table_of(Dataset), d.id == i.dataset_id)
        .where(i.gone.is_(False), d.gone.is_(False))
    )
    for key, name, *known_by in rows:
        named[key] = name
        for one in known_by:
            if one:
                by_source[one.casefold()].add(key)
    for row in whole.rows:
        for source, cell in row.cells.items():
            for line in cell.findings:
                for one in line.evidence:
                    if one.kind == "observation" and one.thing_id in observed:
                        by_source[source.casefold()].add(observed[one.thing_id][0])
    return named, {name: frozenset(keys & named.keys()) for name, keys in by_source.items()}


def _figures(session: Session) -> dict[int, dict[str, str]]:
    """By indicator and area: empty where there is a value in any period, else why there is none."""
    o = table_of(Observation).c
    valued = sa.func.max(sa.case((sa.or_(o.value.is_not(None), o.count.is_not(None)), 1), else_=0))
    statement = (
        sa.select(o.indicator_id, o.area_code, valued, sa.func.max(o.status))
        .where(o.gone.is_(False))
        .group_by(o.indicator_id, o.area_code)
    )
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for indicator, area, has, status in session.execute(statement):
        found[indicator][area] = "" if has else status
    return dict(found)
