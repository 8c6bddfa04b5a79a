"""Answers: a person says why a doubt about a figure does not hold, or how far. An answered doubt still prints.

`doubted` is the one place where figures come with their doubts: neighbours, parts, the time of the interviews and the
answers are read at once for all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from workbench import geography
from workbench.errors import WorkbenchError
from workbench.indicators.area_drafts import OwnAreas
from workbench.indicators.concentration import SMALL, made_in_one_place
from workbench.indicators.doubt_lines import WORTH, Answer, DoubtLine, ranked, same_numbers
from workbench.indicators.doubt_rows import Doubt
from workbench.indicators.doubts import About, Around, doubts_of
from workbench.indicators.doubts.itself import NOT_REGISTERED
from workbench.indicators.drafts import is_part
from workbench.indicators.indicators import Indicator
from workbench.indicators.observations import Figure, NoSuchFigureError, Observation, figures
from workbench.indicators.own_areas import own_areas
from workbench.indicators.parts import Part, parts_among, parts_of
from workbench.indicators.surroundings import Surroundings, abouts, areas_of, new_small_areas, of_police, surroundings
from workbench.indicators.survey_doubts import survey_doubts
from workbench.rows import add, amend, find_guid, guid_for, live, now, remove, table_of
from workbench.sources.coders import coder_names, current_coder
from workbench.sources.dates import Fieldwork, fieldwork

EVERYWHERE = frozenset(
    {"counts searches", "counts reports", "modelled", "one force's records", "one partner's records", "two definitions"}
)
"""Doubts about what an indicator is, the same for every area and time, which may be answered once for all."""


class NoSuchDoubtError(WorkbenchError):
    """There is no such doubt about this figure. Look at the list of its doubts."""


class AnswerIsEmptyError(WorkbenchError):
    """An answer is a reason: say why the doubt does not change what you write, or how you write it now."""


Doubts = dict[int, tuple[DoubtLine, ...]]
Alike = tuple[int, str, str, tuple[str, str, str]]


def doubted(
    session: Session,
    wanted: Sequence[Figure],
    beside: Iterable[Figure] = (),
    *,
    counted: Iterable[Figure] | None = None,
    histories: Iterable[Figure] | None = None,
) -> Doubts:
    """Figures by key with their doubts, the gravest first, each with its answer where a person gave one.

    Args:
        session: for reading.
        wanted: the figures.
        beside: figures among which their neighbours are; others among them do no harm.
        counted: every figure of these indicators for these times, if they were read already; else parts are read here.
        histories: every figure of these indicators and areas for all times, if they were read already.
    """
    ground = _ground(session, wanted, beside, counted, histories)
    told = _told(session, wanted)
    found: Doubts = {}
    of_parts: dict[tuple[object, ...], tuple[DoubtLine, ...]] = {}
    for figure in wanted:
        rows = told.get(figure.indicator_id)
        if rows:
            found[figure.id] = tuple(_with_answers(figure, ground.raised(figure), rows))
        elif not is_part(figure.area_code, figure.category):
            found[figure.id] = tuple(ground.raised(figure))
        else:
            alone = _alone(figure)
            if alone not in of_parts:
                of_parts[alone] = tuple(ground.raised(figure))
            found[figure.id] = of_parts[alone]
    return found


class _Ground(NamedTuple):
    """What the doubts about some figures rest on, read at once for all of them."""

    groups: Mapping[Alike, Mapping[str, Figure]]
    parts: Mapping[int, Sequence[Part]]
    standing: Surroundings
    about: Mapping[int, About]
    has: Mapping[int, frozenset[str]]
    apart: Mapping[Alike, Sequence[str]]
    interviews: Fieldwork | None
    own: OwnAreas
    """Areas that a lookup file brought, beside those of the register."""

    def raised(self, figure: Figure) -> list[DoubtLine]:
        """The doubts about one of them."""
        if figure.base is not None and figure.value is None:
            return survey_doubts(figure)
        key, beside = alike(figure), _beside(figure, self.groups)
        around = Around(
            self.standing.series_of(figure),
            self.standing.below_of(figure),
            self.standing.sexes_of(figure),
            self.groups.get(key, {}).get(figure.benchmark),
            () if beside else self.has.get(figure.indicator_id, ()),
            self.apart.get(key, ()),
        )
        found = doubts_of(
            figure,
            beside,
            parts=self.parts.get(figure.id, ()),
            around=around,
            interviews=self.interviews,
            about=self.about.get(figure.indicator_id),
        )
        if figure.area_code in self.own.areas:
            found = [one for one in found if one.kind != NOT_REGISTERED]
        return ranked(survey_doubts(figure) + found) if figure.base is not None else found


def _ground(
    session: Session,
    wanted: Sequence[Figure],
    beside: Iterable[Figure],
    counted: Iterable[Figure] | None,
    histories: Iterable[Figure] | None,
) -> _Ground:
    """Read what the doubts about some figures rest on."""
    groups: dict[Alike, dict[str, Figure]] = defaultdict(dict)
    whole: dict[int, Figure] = {}
    for figure in (*beside, *wanted):
        if not is_part(figure.area_code, figure.category):
            whole[figure.id] = figure
            groups[alike(figure)][figure.area_code] = figure
    listed = list(whole.values())
    own = own_areas(session)
    parts = parts_of(session, listed) if counted is None else parts_among(listed, counted, own)
    mine = [figure for figure in wanted if not is_part(figure.area_code, figure.category)]
    standing = surroundings(session, mine, histories=histories, beside=counted)
    about = abouts(session, wanted)
    for key, day in new_small_areas(session, {whole[key].indicator_id for key in parts}, standing).items():
        if key in about:
            about[key] = replace(about[key], small_areas_since=day)
    has = areas_of(session, [one for one in mine if of_police(one) and not _beside(one, groups)])
    return _Ground(groups, parts, standing, about, has, _apart(groups, parts), fieldwork(session), own)


def _beside(figure: Figure, groups: Mapping[Alike, Mapping[str, Figure]]) -> list[Figure]:
    """The figures of its neighbours."""
    group = groups.get(alike(figure), {})
    return [group[code] for code in neighbours_of(figure.area_code) if code in group] if len(group) > 1 else []


def _alone(figure: Figure) -> tuple[object, ...]:
    """All that the doubts about a part's figure rest on: parts are many, and their doubts few."""
    few = figure.count if figure.count is None or figure.count < SMALL else SMALL
    return figure.indicator_id, figure.ends, figure.starts, figure.status, figure.note, few, figure.value is None


def _apart(groups: Mapping[Alike, Mapping[str, Figure]], parts: Mapping[int, Sequence[Part]]) -> dict[Alike, list[str]]:
    """Of each group the areas whose figures are made in one place."""
    found: dict[Alike, list[str]] = {}
    for key, group in groups.items():
        for code, figure in group.items():
            if figure.id in parts:
                beside = [group[other] for other in neighbours_of(code) if other in group]
                if made_in_one_place(figure, parts[figure.id], beside):
                    found.setdefault(key, []).append(code)
    return found


def alike(figure: Figure) -> Alike:
    """What figures that may stand beside each other have in common: indicator, time and group of people."""
    return figure.indicator_id, figure.starts, figure.ends, figure.breakdown


@cache
def neighbours_of(code: str) -> tuple[str, ...]:
    """The codes of the areas to set an area beside."""
    return tuple(area.code for area in geography.peers(code))


def doubts_about(session: Session, wanted: Sequence[Figure]) -> Doubts:
    """The doubts about some figures, whose neighbours are read here too."""
    codes = {code for figure in wanted for code in neighbours_of(figure.area_code)}
    beside = figures(session, indicator_id={one.indicator_id for one in wanted}, area=codes) if codes else []
    return doubted(session, wanted, [*beside, *wanted])


def answer_doubt(
    session: Session, figure_id: int, kind: str, reason: str, *, coder: int | None = None, everywhere: bool = False
) -> int:
    """Answer a doubt about a figure with a reason; it stays raised, and prints with its answer from now on.

    Args:
        session: of a change.
        figure_id: the observation's key.
        kind: of the doubt, as its line has it.
        reason: why it does not change what is written, or how it is written now.
        coder: who answers; the person at the keyboard unless told.
        everywhere: answer it for every area and time of the indicator, where the doubt is about the indicator.

    Raises NoSuchDoubtError when the figure has no such doubt, AnswerIsEmptyError without a reason.
    """
    if not reason.strip():
        raise AnswerIsEmptyError
    figure = _figure(session, figure_id)
    doubt = next((line for line in doubts_about(session, [figure])[figure.id] if line.kind == kind), None)
    if doubt is None:
        raise NoSuchDoubtError
    wide = everywhere and kind in EVERYWHERE
    place = ("", "", kind) if wide else (figure.area_code, figure.period, _kept(kind, figure))
    cells = {
        "evidence": doubt.sentence,
        "answer": reason.strip(),
        "answered_by": current_coder(session) if coder is None else coder,
        "answered": now(),
    }
    guid = doubt_guid(session, figure.indicator_id, place)
    there = find_guid(session, Doubt, guid)
    if there is not None and there.id is not None:
        amend(session, Doubt, there.id, gone=False, **cells)
        return there.id
    area_code, period, kept = place
    return add(
        session, Doubt, guid=guid, indicator_id=figure.indicator_id, area_code=area_code, period=period, kind=kept,
        **cells,
    )  # fmt: skip


def withdraw_answer(session: Session, figure_id: int, kind: str) -> None:
    """Take back the answer to a doubt about a figure; the doubt is open again. NoSuchDoubtError where it has none."""
    figure = _figure(session, figure_id)
    places = ((figure.area_code, figure.period, _kept(kind, figure)), ("", "", kind))
    for place in places:
        row = find_guid(session, Doubt, doubt_guid(session, figure.indicator_id, place))
        if row is not None and row.id is not None and not row.gone:
            remove(session, Doubt, row.id)
            return
    raise NoSuchDoubtError("Nobody has answered that doubt. Look at the list of the figure's doubts.")


def stale_answers(session: Session) -> list[tuple[Figure, DoubtLine]]:
    """Every doubt whose answer was given before its numbers changed, with the figure."""
    d = table_of(Doubt).c
    rows = sa.select(d.indicator_id, d.area_code).where(d.gone.is_(False), d.answer != "", d.area_code != "")
    answered = {(key, code) for key, code in session.execute(rows.distinct())}
    if not answered:
        return []
    keys, codes = {key for key, _ in answered}, {code for _, code in answered}
    wanted = [
        one for one in figures(session, indicator_id=keys, area=codes) if (one.indicator_id, one.area_code) in answered
    ]
    found = doubts_about(session, wanted)
    return [
        (figure, line)
        for figure in wanted
        for line in found[figure.id]
        if line.answer is not None and line.answer.stale
    ]


def _figure(session: Session, figure_id: int) -> Figure:
    o = table_of(Observation).c
    row = session.execute(sa.select(o.indicator_id, o.area_code).where(o.id == figure_id)).first()
    found = figures(session, indicator_id=row[0], area=row[1]) if row is not None else []
    figure = next((one for one in found if one.id == figure_id), None)
    if figure is None:
        raise NoSuchFigureError
    return figure


def doubt_guid(session: Session, indicator_id: int, place: tuple[str, str, str]) -> bytes:
    """The GUID of a doubt or its answer (area, period, kind), the same in every copy of the project: the two meet."""
    i = table_of(Indicator).c
    indicator = session.execute(sa.select(i.guid).where(i.id == indicator_id)).scalar_one()
    return guid_for(session, "doubt", "\x1f".join((indicator.hex(), *place)))


def _kept(kind: str, figure: Figure) -> str:
    """A doubt's kind as it is kept: with the group of people, where it is about one."""
    of = ", ".join(cell for cell in figure.breakdown if cell != "all")
    return f"{kind} ({of})" if of else kind


_Told = tuple[Doubt, str]
"""A row, and the name of whoever answered it."""


def _told(session: Session, wanted: Sequence[Figure]) -> Mapping[int, list[_Told]]:
    """What people raised and answered, by indicator."""
    rows = session.execute(live(Doubt).order_by(table_of(Doubt).c.id)).scalars().all()
    about = {figure.indicator_id for figure in wanted} if rows else set()
    names = coder_names(session) if rows else {}
    found: dict[int, list[_Told]] = defaultdict(list)
    for row in rows:
        if row.indicator_id in about:
            found[row.indicator_id].append((row, names.get(row.answered_by or 0, "")))
    return found


def _with_answers(figure: Figure, lines: Sequence[DoubtLine], told: Sequence[_Told]) -> list[DoubtLine]:
    """A figure's doubts with their answers, and after them what people raised, or answered when it still arose."""
    here = [
        (row, name)
        for row, name in told
        if row.area_code in {"", figure.area_code} and row.period in {"", figure.period}
    ]
    if not here:
        return list(lines)
    made, used = [], set()
    for line in lines:
        names = {(figure.area_code, figure.period, _kept(line.kind, figure)), ("", "", line.kind)}
        fitting = [
            pair for pair in here if pair[0].answer and (pair[0].area_code, pair[0].period, pair[0].kind) in names
        ]
        if not fitting:
            made.append(line)
            continue
        row, name = max(fitting, key=lambda pair: pair[0].area_code)
        used |= {pair[0].id for pair in fitting}
        stale = bool(row.evidence) and not same_numbers(row.evidence, line.sentence)
        made.append(line.answered(Answer(row.answer, name, row.answered, stale=stale)))
    of = _kept("", figure)
    for row, name in here:
        mine = row.area_code != "" and (row.kind.endswith(of) if of else not row.kind.endswith(")"))
        if row.id not in used and (mine or not row.answer):
            answer = Answer(row.answer, name, row.answered, over=True) if row.answer else None
            made.append(
                DoubtLine(row.kind.removesuffix(of) if of else row.kind, row.evidence or row.kind, WORTH, answer)
            )
    return ranked(made)
