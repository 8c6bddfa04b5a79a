"""The counts in a page that is kept: what the door knew of them then, and which of them may not be shown any more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import sqlalchemy as sa
from sqlmodel import Session

from workbench.briefs.contents import Contents
from workbench.briefs.counted import Counted, FigureShown
from workbench.briefs.kept_page import TakenOut, cited_in
from workbench.briefs.page import Page
from workbench.briefs.passed import Passed
from workbench.desk.door.door import Door, not_told
from workbench.governance.earlier import protect_beside
from workbench.governance.linked import Number
from workbench.governance.policies import falls_short
from workbench.governance.released import Cell, Leaving, Left, as_left
from workbench.governance.samples import people_needed
from workbench.indicators.datasets import kept_out
from workbench.indicators.demands import demands_on, rule_for
from workbench.indicators.indicators import Indicator
from workbench.indicators.observations import Observation
from workbench.rows import guid_text, table_of

NO_FIGURE = "[This figure may not be shown any more.]"
NO_CHART = "[This chart may not be shown any more.]"
NO_GROUPS = "[How many people were heard may not be told any more.]"


def counts_shown(at: Door, page: Page, brief: Contents, passed: Passed) -> Counted:
    """What this door let through of the counts in a page, to be kept with it."""
    cited = {entry.thing_id for entry in page.annex if entry.kind == "figure"}
    drawn = {one.id for one in brief.beside_charted}
    lines = {one.id: one for one in (*brief.figures.values(), *brief.beside_charted) if one.id in cited | drawn}
    guids = _guids(at.session, lines)
    of = _guids_of(at.session, {one.figure.indicator_id for one in lines.values()})
    let = {} if at.team else at.figures_shown
    shown = {
        guids[key]: FigureShown(
            of[line.figure.indicator_id],
            tuple(cell for each in at.counted.leaving([let[key]]) for cell in each.numbers) if key in let else (),
        )
        for key, line in lines.items()
    }
    told = {said: count for key, said in passed.counts.items() if (count := brief.findings[key].count) is not None}
    return Counted(
        fewest=people_needed(at.session, at.audience.name),
        tables=at.leaving(),
        figures=shown,
        drawn=frozenset(guids[key] for key in drawn),
        people=told,
    )


def held_by_now(at: Door, kept: str, known: Counted) -> TakenOut:
    """What of a page's counts may not be shown any more to whoever stands at the door, with what stands instead.

    A figure is held back where its data set is kept out of analysis, where the rule for small numbers has become
    stricter than the one that it was shown by, or where beside what left since it would give a few people away.
    """
    held = {*_kept_out(at.session, known), *_too_small(at, known)}
    figures = {ref: NO_FIGURE for ref, guid in cited_in(kept, "figure").items() if guid in held}
    chart = "" if known.drawn.isdisjoint(held) else NO_CHART
    stricter = not at.team and people_needed(at.session, at.audience.name) > known.fewest
    sections = {"heard": NO_GROUPS} if stricter else {}
    words = {} if at.team else {said: not_told(count) for said, count in known.people.items() if not at.is_told(count)}
    return TakenOut(figures=figures, chart=chart, sections=sections, texts=lambda text: _put(text, words))


def still_shown(known: Counted, kept: str, out: TakenOut) -> list[Leaving]:
    """The numbers of a kept page that leave with it, for the register."""
    held = {guid for ref, guid in cited_in(kept, "figure").items() if ref in out.figures}
    held |= known.drawn if out.chart else set()
    gone = {cell for guid in held if guid in known.figures for cell in known.figures[guid].cells}
    tables = [
        replace(one, numbers={cell: some for cell, some in one.numbers.items() if cell not in gone})
        for one in known.tables
    ]
    return [one for one in tables if one.numbers]


def _put(text: str, words: Mapping[str, str]) -> str:
    for said, instead in words.items():
        text = text.replace(said, instead)
    return text


def _kept_out(session: Session, known: Counted) -> Iterable[bytes]:
    """Figures of data sets that are kept out of analysis by now: the agreement ended, or a term is lacking."""
    out, indicator = kept_out(session), table_of(Indicator).c
    if out:
        keys = session.execute(sa.select(indicator.guid).where(indicator.dataset_id.in_(sorted(out)))).scalars()
        lacking = set(map(bytes, keys))
        yield from (guid for guid, one in known.figures.items() if one.indicator in lacking)


def _too_small(at: Door, known: Counted) -> Iterable[bytes]:
    """Figures whose counts these readers may not be shown any more."""
    if at.team or not known.tables:
        return
    demanded, indicator = demands_on(at.session), table_of(Indicator).c
    rows = at.session.execute(sa.select(indicator.guid, indicator.dataset_id).where(indicator.gone.is_(False)))
    sets = {guid_text(guid): dataset for guid, dataset in rows}
    hidden: set[Cell] = set()
    for table in known.tables:
        rule = rule_for(at.audience.rule, demanded.get(sets.get(table.key, 0), ()))
        if falls_short(table.rule, rule):
            hidden.update(table.numbers)
            continue
        left = [one for one in at.counted.left() if one.key == table.key]
        numbers = _new_to_them(at.session, table, left)
        if numbers and left:
            safe, _ = protect_beside(numbers, (), rule, left)
            hidden.update(one.at for one in numbers if safe.shown[one.at] is None)  # type: ignore[misc]
    yield from (guid for guid, one in known.figures.items() if not hidden.isdisjoint(one.cells))


def _new_to_them(session: Session, table: Leaving, left: Iterable[Left]) -> list[Number]:
    """The numbers that a table shows and readers do not hold already, as they were."""
    before = as_left(session, table)
    numbers = []
    for cell, (shown, low, high) in table.numbers.items():
        if shown is None or any(
            one.numbers.get(cell) == (shown, low, high) for one in left if _same(one, before, cell)
        ):
            continue
        was = before.was(cell, shown)
        numbers.append(Number(cell, shown if was is None else was))
    return numbers


def _same(one: Left, before: Left, cell: Cell) -> bool:
    return one.seals.get(cell) == before.seals.get(cell)


def _guids(session: Session, keys: Iterable[int]) -> dict[int, bytes]:
    table = table_of(Observation).c
    rows = session.execute(sa.select(table.id, table.guid).where(table.id.in_(sorted(keys))))
    return {key: bytes(guid) for key, guid in rows}


def _guids_of(session: Session, indicators: Iterable[int]) -> dict[int, bytes]:
    table = table_of(Indicator).c
    rows = session.execute(sa.select(table.id, table.guid).where(table.id.in_(sorted(indicators))))
    return {key: bytes(guid) for key, guid in rows}
