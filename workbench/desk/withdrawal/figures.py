"""What a withdrawal leaves of survey figures: they are counted without the person, and no older one is kept to subtract.

Who knows that 32 of 51 became 31 of 50 knows what the one answered. So the history of these figures is forgotten, and
what findings, briefs and answered doubts kept of the older figure: they ask for another look, without saying the number.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.briefs.evidence import Citation
from workbench.briefs.objectives import Objective
from workbench.briefs.outcomes import Outcome
from workbench.indicators.doubt_rows import Doubt
from workbench.indicators.observations import Observation
from workbench.indicators.survey_keeping import count_anew, recipes
from workbench.project.purge import forget_rows, purge
from workbench.rows import amend, in_chunks, table_of
from workbench.text import stamp
from workbench.triangulation.findings import Finding

NO_LONGER_KEPT = "another figure, before somebody withdrew"
"""What a judgement says instead of the figure that it rested on."""
_NUMBERS = ("value", "lower", "upper")


def count_without(session: Session, *, reason: str) -> set[bytes]:
    """Count survey figures anew inside `purging`, and forget every older one; gives the GUIDs of those that are others now."""
    listed = [key for key, _, _ in recipes(session)]
    if not listed:
        return set()
    done = count_anew(session)
    moved = {key for one in done for key in one.moved}
    observation = table_of(Observation)
    rows = session.execute(
        sa.select(observation.c.id, observation.c.guid, observation.c.gone).where(
            observation.c.indicator_id.in_(listed)
        )
    ).all()
    guids = {row.guid.hex() for row in rows if row.id in moved}
    if guids:
        _forget_in_judgements(session, guids)
        _forget_in_doubts(session, {one.indicator_id for one in done})
    _lead_nowhere(session, [row.id for row in rows if row.gone])
    forget_rows(session, Observation, [row.id for row in rows])
    purge(session, Observation, [row.id for row in rows if row.gone], reason=reason)
    return {bytes.fromhex(guid) for guid in guids}


def _lead_nowhere(session: Session, figures: list[int]) -> None:
    """Let what a brief wants, or what came of it, name no figure that is deleted."""
    for kind, cell in ((Objective, "observation_id"), (Outcome, "before_id"), (Outcome, "after_id")):
        table = table_of(kind)
        for some in in_chunks(figures):
            for key in session.execute(sa.select(table.c.id).where(table.c[cell].in_(some))).scalars().all():
                amend(session, kind, key, **{cell: None})


def _forget_in_judgements(session: Session, guids: set[str]) -> None:
    """Take the older figures out of what findings and citations remember of their evidence."""
    for kind in (Finding, Citation):
        table = table_of(kind)
        touched = []
        for key, written in session.execute(sa.select(table.c.id, table.c.says)).all():
            says = json.loads(written or "{}")
            if _without_numbers(says, guids):
                cells = {"says": json.dumps(says, ensure_ascii=False, sort_keys=True), "stamp": stamp(says)}
                amend(session, kind, key, **cells)
                touched.append(key)
        forget_rows(session, kind, touched)


def _without_numbers(says: dict[str, Any], guids: set[str]) -> bool:
    """Put words in the place of the numbers of some figures; whether there were any."""
    found = False
    for guid, thing in says.get("things", {}).items():
        if guid in guids and isinstance(thing, dict) and thing.get("kind") == "observation":
            found = True
            thing.update(dict.fromkeys(_NUMBERS), status=NO_LONGER_KEPT)
            thing.pop("count", None)
            thing.pop("base", None)
    return found


def _forget_in_doubts(session: Session, indicators: Iterable[int]) -> None:
    """Take the numbers out of doubts that were answered; their answers ask for another look."""
    doubt = table_of(Doubt)
    for some in in_chunks(sorted(indicators)):
        chosen = sa.select(doubt.c.id).where(doubt.c.indicator_id.in_(some), doubt.c.evidence != "")
        keys = list(session.execute(chosen).scalars())
        for key in keys:
            amend(session, Doubt, key, evidence=NO_LONGER_KEPT)
        forget_rows(session, Doubt, keys)
