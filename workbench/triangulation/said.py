"""What a finding's evidence says at this moment, in the form that is kept beside it and compared with what was seen."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from workbench.triangulation.evidence import Says, Things
from workbench.triangulation.material import Material
from workbench.triangulation.prominence import PeopleCount, hint


def standing_of(
    finding: Any, rows: Iterable[Any], found: Things, material: Material, approach: str
) -> tuple[Says, PeopleCount | None]:
    """What a finding's evidence says now, as it is kept, and the people behind it.

    Where codes are named beside a theme, the people of the codes are counted: they are the closer evidence.
    """
    says: Says = {"things": {}}
    themed: set[int] = set()
    named: set[int] = set()
    for row in rows:
        thing = found.get((row.kind, row.thing_id))
        if thing is not None:
            says["things"][thing.guid] = {
                "kind": row.kind,
                "called": thing.name,
                "direction": row.direction,
                **thing.says,
            }
            if row.direction == "for":
                (named if row.kind == "code" else themed).update(thing.codes)
    codes = named or themed
    if not codes:
        return says, None
    people, passages, count = material.voice(frozenset(codes), finding.source, finding.question_id)
    says["people"], says["passages"] = people, passages
    says["of"], says["asked"], says["hint"] = count.heard, count.asked, hint(count, approach)
    return says, count


def as_kept(says: Says) -> str:
    """What evidence says, as the project file holds it."""
    return json.dumps(says, ensure_ascii=False, sort_keys=True)
