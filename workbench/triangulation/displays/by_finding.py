"""Displays that set findings beside each other: side by side, follow-up, building, recommendations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.themes import Theme
from workbench.indicators.catalogue import LEVELS
from workbench.indicators.indicators import Indicator
from workbench.indicators.observations import Figure, figures
from workbench.rows import Row, kept, live, table_of
from workbench.triangulation.displays.by_theme import Made, gone_words
from workbench.triangulation.displays.definitions import Definition
from workbench.triangulation.displays.displays import Built, FollowUp
from workbench.triangulation.displays.shown import Cell, Figured, Found, Optioned, Piece, Quoted, ShownRow, Text
from workbench.triangulation.figures import figure_lines
from workbench.triangulation.findings import Finding, FindingLine, findings
from workbench.triangulation.protocol.joint_display import JointRow, NumbersSide, WordsSide, both_sides
from workbench.triangulation.protocol.joint_display import side_by_side as topics_side_by_side
from workbench.triangulation.protocol.topic_rows import TopicRow

_NOTHING: Cell = (Text("says nothing on this", "quiet"),)


def side_by_side(session: Session, definition: Definition) -> Made:
    """A row a topic: what the data says, what people say, how they meet; what we make of it stands in the topic."""
    guids = _guids(session, TopicRow)
    wanted = {key: guid for key, guid in guids.items() if not definition.topics or guid in definition.topics}
    rows = [row for row in topics_side_by_side(session) if row.id in wanted]
    if definition.topics:
        rows.sort(key=lambda row: definition.topics.index(wanted[row.id]))
    lost = len(set(definition.topics) - set(guids.values()))
    head = ("Topic", "What the data says", "What people say", "How they meet")
    known: dict[int, tuple[JointRow, ShownRow]] = kept(
        session, "topics as they are shown", lambda _: {}, tables=("topic_row",), renew=lambda _, before, __: before
    )
    for row in rows:
        if row.id not in known or known[row.id][0] is not row:
            known[row.id] = row, _topic(row, guids[row.id])
    return Made(head, tuple(known[row.id][1] for row in rows), gone_words(lost, "topics"))


def _topic(row: JointRow, guid: str) -> ShownRow:
    first: list[Piece] = [Text(row.topic, "title", f"row:{row.id}")]
    if row.question:
        first.append(Text(row.question, "quiet"))
    meet: list[Piece] = [Text(row.meet or "not judged yet", "accent", f"row:{row.id}")]
    if len(row.meetings) > 1:
        judged = [one for one in row.meetings if not one[2].startswith("·")]
        meet += [Text(f"{a} and {b}: {said}", "quiet") for a, b, said in judged]
    cells = (tuple(first), _numbers(row.numbers), _words(row.words), tuple(meet))
    return ShownRow(
        guid, row.topic, cells, _says_of(row.findings), row.together, row.fit, row.state, row.cause, row_id=row.id
    )


def _numbers(sides: Iterable[NumbersSide]) -> Cell:
    found: list[Piece] = []
    for side in sides:
        found += [Found(side.finding), *(Figured(figure) for figure in side.figures)]
    return tuple(found) or _NOTHING


def _words(sides: Iterable[WordsSide]) -> Cell:
    found: list[Piece] = []
    for side in sides:
        found.append(Found(side.finding))
        if side.rests_on:
            found.append(Text(f"Rests on: {'; '.join(side.rests_on)}", "quiet"))
        found.append(Quoted(side.quote_candidates))
    return tuple(found) or _NOTHING


def follow_up(session: Session, definition: Definition) -> Made:
    """A row a result in numbers that was followed up: with whom, what they said, how that explains it."""
    followed: dict[int, list[FollowUp]] = defaultdict(list)
    for one in session.execute(live(FollowUp).order_by(table_of(FollowUp).c.id)).scalars():
        followed[one.finding_id].append(one)
    lines, lost = _findings(session, definition.findings, followed)
    speaking = [one.by_id for some in followed.values() for one in some if one.by_id is not None]
    said = {line.id: line for line in findings(session, speaking)} if speaking else {}
    numbers, words = both_sides(session, {**said, **{line.id: line for _, line in lines}}.values())
    rows = []
    for guid, line in lines:
        who: list[Piece] = []
        spoke: list[Piece] = []
        explains: list[Piece] = []
        for one in followed.get(line.id, ()):
            who.append(Text(one.who or "not written down who", "" if one.who else "quiet"))
            spoke += _words([words[one.by_id]]) if one.by_id in words else [Text("no finding in words yet", "quiet")]
            explains.append(Text(one.explains or "not written down yet", "" if one.explains else "warning"))
        if not followed.get(line.id):
            who.append(Text("nobody has been followed up yet", "quiet"))
        result = _numbers([numbers[line.id]]) if line.id in numbers else (Found(line),)
        every = [line, *(said[one.by_id] for one in followed.get(line.id, ()) if one.by_id in said)]
        says = _says_of(every) | {"texts": {"explains": " ".join(one.explains for one in followed.get(line.id, ()))}}
        rows.append(ShownRow(guid, line.name, (result, tuple(who), tuple(spoke), tuple(explains)), says))
    head = ("Result", "Who was followed up", "What they said", "How that explains it")
    return Made(head, tuple(rows), gone_words(lost, "findings"))


def _findings(
    session: Session, wanted: Sequence[str], followed: Mapping[int, Any]
) -> tuple[list[tuple[str, FindingLine]], int]:
    """The findings from numbers that a display names, or all that were followed up; and how many are gone."""
    guids = _guids(session, Finding)
    keys = {guid: key for key, guid in guids.items()}
    listed = [keys[guid] for guid in wanted if guid in keys] if wanted else [key for key in followed if key in guids]
    lines = {line.id: line for line in findings(session, listed)}
    return [(guids[key], lines[key]) for key in listed if key in lines], len(wanted) - len(listed) if wanted else 0


def building(session: Session, definition: Definition) -> Made:
    """A row a theme: the words that gave rise to it, the question or measure made of them, what came of that."""
    built: dict[int, list[Built]] = defaultdict(list)
    for one in session.execute(live(Built).order_by(table_of(Built).c.id)).scalars():
        built[one.theme_id].append(one)
    table = table_of(Theme)
    chosen = sa.select(table.c.id, table.c.guid, table.c.name, table.c.statement).where(table.c.gone.is_(False))
    there = {row.guid.hex(): row for row in session.execute(chosen.order_by(table.c.position, table.c.id))}
    wanted = definition.themes or tuple(guid for guid, row in there.items() if row.id in built)
    measured = _newest(session, {one.indicator_id for some in built.values() for one in some} - {None})
    rows = []
    for guid in wanted:
        if guid not in there:
            continue
        theme = there[guid]
        quotes: list[Piece] = []
        items: list[Piece] = []
        results: list[Piece] = []
        for one in built.get(theme.id, ()):
            quotes.append(Quoted((one.coding_id,) if one.coding_id else ()))
            items.append(Text(one.item))
            results += measured.get(one.indicator_id or 0, ())
            results.append(Text(one.result or "no result yet", "" if one.result else "quiet"))
        if not items:
            items.append(Text("nothing has been made of it yet", "quiet"))
        says = {
            "things": {guid: {"kind": "theme", "called": theme.name, "name": theme.name, "statement": theme.statement}},
            "texts": {"items": "\n".join(f"{one.item}: {one.result}" for one in built.get(theme.id, ()))},
        }
        first: Cell = (Text(theme.name, "title", f"theme:{theme.id}"),)
        rows.append(ShownRow(guid, theme.name, (first, tuple(quotes), tuple(items), tuple(results)), says))
    lost = sum(guid not in there for guid in definition.themes)
    head = ("Theme", "In their words", "Question or measure made of it", "What came of it")
    return Made(head, tuple(rows), gone_words(lost, "themes"))


def _newest(session: Session, indicators: Iterable[int | None]) -> dict[int, tuple[Piece, ...]]:
    """An indicator's newest figure for the widest area that has one; its name where it has none."""
    keys = sorted(key for key in indicators if key is not None)
    if not keys:
        return {}
    by: dict[int, list[Figure]] = defaultdict(list)
    for one in figures(session, indicator_id=keys, main=True):
        by[one.indicator_id].append(one)
    best = {key: max(some, key=lambda one: (one.value is not None, -_width(one), one.ends)) for key, some in by.items()}
    lines = figure_lines(session, [one.id for one in best.values()])
    table = table_of(Indicator)
    chosen = sa.select(table.c.id, table.c.name).where(table.c.id.in_(keys))
    names = {key: name for key, name in session.execute(chosen)}  # noqa: C416 - a row is no pair to a type checker
    return {
        key: (Figured(lines[best[key].id]),) if key in best and best[key].id in lines else (Text(names[key], "quiet"),)
        for key in keys
        if key in names
    }


def _width(figure: Figure) -> int:
    """The place of a figure's area among kinds of area, the widest first."""
    return next((at for at, (_, begins) in enumerate(LEVELS) if figure.area_code[:3] in begins), len(LEVELS))


def recommendations(session: Session, definition: Definition) -> Made:
    """A row a part of a framework: what the data and what people say on it, and the option that answers them."""
    guids = {guid: key for key, guid in _guids(session, Finding).items()}
    named = [guid for one in definition.elements for guid in (*one.numbers, *one.words)]
    lines = {line.id: line for line in findings(session, [guids[guid] for guid in named if guid in guids])}
    numbers, words = both_sides(session, lines.values())
    rows = []
    for one in definition.elements:
        counted = [numbers[guids[guid]] for guid in one.numbers if guids.get(guid) in numbers]
        said = [words[guids[guid]] for guid in one.words if guids.get(guid) in words]
        option: Cell = (Optioned(one.option),) if one.option else (Text("no option yet", "quiet"),)
        cells = ((Text(one.name, "title"),), _numbers(counted), _words(said), option)
        every = [*(side.finding for side in counted), *(side.finding for side in said)]
        says = _says_of(every) | {"texts": {"option": one.option}}
        rows.append(ShownRow(one.name, one.name, cells, says))
    lost = sum(guid not in guids for guid in named)
    head = ("Part of the framework", "What the data says", "What people say", "What could be done")
    return Made(head, tuple(rows), gone_words(lost, "findings"))


def _guids(session: Session, kind: type[Row]) -> dict[int, str]:
    """GUIDs as text of all rows that are there, by key."""
    table = table_of(kind)
    chosen = sa.select(table.c.id, table.c.guid).where(table.c.gone.is_(False))
    return {key: guid.hex() for key, guid in session.execute(chosen)}


def _says_of(lines: Iterable[FindingLine]) -> dict[str, Any]:
    """What findings say, as a judgement of them is stamped."""
    return {
        "things": {
            line.name: {
                "kind": "finding", "called": line.name, "statement": line.statement, "prominence": line.prominence,
            }
            for line in lines
        }
    }  # fmt: skip
