"""Orphans: strong findings that no option uses, and options that stand on little, on one kind of evidence, on silence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.briefs.evidence import Citation
from workbench.briefs.footing import (
    alone,
    borne_out,
    is_strong,
    kinds_of,
    on_little,
    on_one_kind,
    on_silence,
    why_strong,
)
from workbench.briefs.lines import BriefLine, OptionLine
from workbench.briefs.options import briefs, options
from workbench.rows import table_of
from workbench.triangulation.findings import FindingLine, findings
from workbench.triangulation.protocol.matrix import matrix

HEADINGS = {
    "unused": "Strong findings that no option uses",
    "little": "Options that rest on few people",
    "one kind": "Options that rest on one kind of evidence",
    "silence": "Options that rest on topics where one side is silent",
}
OPEN = ("draft", "for decision")


@dataclass(frozen=True, slots=True)
class Orphan:
    """A finding or an option, and what is wanting."""

    kind: str
    """Of HEADINGS."""
    where: str
    """F3, or B1 O2."""
    what: str
    """The finding's statement, or the option's title."""
    said: str
    leads: str
    """`finding:9`, `option:1:7`: the brief and the option."""


def orphans(session: Session) -> list[Orphan]:
    """Every orphan, kind by kind: findings in the order of their numbers, options in that of their briefs.

    Of options only those of briefs that are still open, without business as usual. Judgements count as far as the one
    at the keyboard may see them.
    """
    rows = matrix(session).rows
    lines = {line.id: line for line in findings(session)}
    cited: dict[tuple[int, int | None], list[tuple[str, int]]] = defaultdict(list)
    for row in _cited(session):
        cited[row.brief_id, row.option_id].append((row.kind, row.thing_id))
    there = {one.id: one for one in briefs(session)}
    given = [one for one in options(session) if one.brief_id in there]
    silent = alone(rows)
    found = [*_unused(there, given, cited, lines, borne_out(rows))]
    for option in given:
        brief = there[option.brief_id]
        if brief.status in OPEN and option.kind != "business as usual":
            own, whole = cited[brief.id, option.id], cited[brief.id, None]
            here = [lines[key] for what, key in own if what == "finding" and key in lines]
            wanting = (
                ("little", on_little(here)),
                ("one kind", on_one_kind(kinds_of([*own, *whole], lines.values()) if own else ())),
                ("silence", on_silence(here, silent)),
            )
            found += [_of(option, brief, kind, said) for kind, sentences in wanting for said in sentences]
    order = list(HEADINGS)
    return sorted(found, key=lambda one: order.index(one.kind))


def _cited(session: Session) -> list[Any]:
    c = table_of(Citation).c
    chosen = sa.select(c.brief_id, c.option_id, c.kind, c.thing_id).where(c.gone.is_(False))
    return list(session.execute(chosen.order_by(c.brief_id, c.position, c.id)))


def _unused(
    there: dict[int, BriefLine],
    given: list[OptionLine],
    cited: dict[tuple[int, int | None], list[tuple[str, int]]],
    lines: dict[int, FindingLine],
    borne: frozenset[int],
) -> Iterator[Orphan]:
    """Strong findings that are cited for no option of a brief that was not dropped."""
    alive = {one.id for one in given if there[one.brief_id].status != "dropped"}
    used = {
        key for (_, option), things in cited.items() if option in alive for kind, key in things if kind == "finding"
    }
    whole: dict[int, list[str]] = defaultdict(list)
    for (brief, option), things in cited.items():
        if option is None and brief in there:
            for kind, key in things:
                if kind == "finding":
                    whole[key].append(there[brief].name)
    for line in lines.values():
        if line.id not in used and is_strong(line, borne):
            where = f"Cited for {' and '.join(whole[line.id])} as a whole. " if line.id in whole else ""
            why = why_strong(line, borne)
            yield Orphan("unused", line.name, line.statement, f"{where}It is {why}.", f"finding:{line.id}")


def _of(option: OptionLine, brief: BriefLine, kind: str, said: str) -> Orphan:
    return Orphan(kind, f"{brief.name} {option.name}", option.title, said, f"option:{brief.id}:{option.id}")
