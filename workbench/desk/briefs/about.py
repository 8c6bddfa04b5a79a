"""Where a brief comes from: until when its data reaches, how small numbers are treated, how machines helped, what is held back."""

from __future__ import annotations

from collections import Counter

import sqlalchemy as sa
from sqlmodel import Session

from workbench.briefs.contents import Contents
from workbench.briefs.passed import Passed, Provenance
from workbench.briefs.reading_age import reading_sentence
from workbench.briefs.wording import own_words
from workbench.desk.door.door import Door
from workbench.desk.door.leaving import heading, today
from workbench.desk.suggesting.machine_use import machine_statement, use_of
from workbench.indicators.observations import Observation
from workbench.project.file import Project
from workbench.rows import table_of
from workbench.text import dated

HOW_COUNTED = (
    "People are counted, not passages. No percentage is given of fewer than 20 people or of people chosen on purpose."
)
HOW_JUDGED = "How the two sides meet was judged by people, pair by pair."


def about(project: Project, session: Session, at: Door, brief: Contents, passed: Passed) -> Provenance:
    """Where this page comes from, for this audience."""
    notes = _withheld(brief, passed)
    use = use_of(session)
    if at.small:
        number = "One number is" if at.small == 1 else f"{at.small} numbers are"
        notes.append(f"{number} withheld by us because so few people are behind {'it' if at.small == 1 else 'them'}.")
    return Provenance(
        project=project.title,
        made=today(),
        audience=heading(at.audience.name),
        data_until=data_until(session, brief),
        machine=machine_statement(use),
        notice=project.meta.get("notice", ""),
        small="" if at.team else at.audience.rule.in_words,
        notes=tuple(notes),
        rules=(HOW_COUNTED, HOW_JUDGED, *(f"Model: {one}." for one in use.models)),
        reading=reading_sentence(own_words(brief)) if at.team else "",
    )


def _withheld(brief: Contents, passed: Passed) -> list[str]:
    """That cited quotes are not shown, and why: nothing else of them."""
    cited = {one.thing_id for one in brief.citations if one.kind == "quote"}
    reasons = Counter(why for key, why in passed.withheld_quotes.items() if key in cited)
    return [
        f"{'One cited quote is' if number == 1 else f'{number} cited quotes are'} not shown: {why}".rstrip(": ")
        for why, number in reasons.items()
    ]


def data_until(session: Session, brief: Contents) -> str:
    """Until when the cited figures reach."""
    table = table_of(Observation)
    keys = sorted(brief.figures)
    last = session.execute(sa.select(sa.func.max(table.c.period_end)).where(table.c.id.in_(keys))).scalar()
    if not last:
        return ""
    sources = dict.fromkeys(line.figure.publisher or line.figure.dataset for line in brief.figures.values())
    return f"Figures from {', '.join(sources)}; the latest period ends on {dated(str(last)[:10])}."
