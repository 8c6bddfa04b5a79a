"""The tables of what we do not know: silences, requests, questions being followed, what stands alone."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from workbench.desk.door.door import Door
from workbench.desk.not_known import Entry, Telling, read_not_known
from workbench.desk.tabular import Asking, Made, TableKind
from workbench.triangulation.silence.checks import ITEMS, checks
from workbench.triangulation.silence.requests import requests
from workbench.triangulation.silence.threads import threads
from workbench.triangulation.unpaired import unpaired

SILENCES = (
    "row", "source", "strand", "kind", "by", "why", "proposed", "proposed_why", "said", "speaking", "question", "requests",
    "threads",
)  # fmt: skip
REQUESTS = (
    "request", "row", "source", "kind", "wanted", "areas", "whom", "question", "state", "due", "came", "who", "at",
)  # fmt: skip
THREADS = ("thread", "row", "question", "owner", "state", "handled", "conclusion", "steps", "checks", "last_step")
UNPAIRED = ("what", "name")


def silences_table(session: Session, asking: Asking) -> Made:
    """A row a topic and a source that says nothing on it: the kind as it stands, on whose word, beside what is proposed.

    `by` is settled, said, differs or proposed; `kind` is empty where people who judged it differ.
    """
    telling = Telling(Door(session, asking.audience))
    known = read_not_known(session, for_all=True)
    rows = [_silence(one, telling) for one in known.entries]
    return Made(rows, left_out=telling.remarks(), withheld=telling.left_out)


def _silence(one: Entry, telling: Telling) -> tuple[Any, ...]:
    silence, stands = one.silence, one.stands
    said = "; ".join(dict.fromkeys(f"{each.who}: {each.kind}" for each in silence.every)) if telling.at.team else None
    differing = stands.by == "differs"
    why = telling.told(stands.why, stands.bare) if telling.at.team or not differing else ""
    proposed_why = why if stands.by == "proposed" else telling.told(silence.proposal.why, silence.proposal.bare)
    return (
        silence.topic,
        silence.source,
        silence.strand,
        stands.kind,
        stands.by,
        why,
        silence.proposal.kind,
        proposed_why,
        said,
        "; ".join(silence.speaking),
        silence.question,
        len(one.requests),
        len(one.threads),
    )


def requests_table(session: Session, asking: Asking) -> Made:
    """A row a request: what is wanted, of which areas, by when, how it stands and what came of it."""
    telling = Telling(Door(session, asking.audience))
    team = asking.for_the_team
    rows = [
        (
            one.id,
            one.row,
            one.source,
            one.kind,
            telling.told(one.wanted),
            "; ".join(one.areas),
            one.whom if team else None,
            one.question,
            one.state,
            one.due,
            telling.told(one.came),
            one.who if team else None,
            one.at,
        )
        for one in requests(session)
    ]
    return Made(rows, left_out=telling.remarks(), withheld=telling.left_out)


def threads_table(session: Session, asking: Asking) -> Made:
    """A row a question that is followed: whose it is, how it stands, how many steps and how many checks are answered."""
    telling = Telling(Door(session, asking.audience))
    team = asking.for_the_team
    answered = checks(session)
    rows = [
        (
            one.id,
            one.row,
            telling.told(one.question),
            one.owner if team else None,
            one.state,
            one.handled,
            telling.told(one.conclusion),
            len(one.steps),
            f"{len(answered.get(one.id, {}))} of {len(ITEMS)}",
            one.steps[-1].at if one.steps else None,
        )
        for one in threads(session)
    ]
    return Made(rows, left_out=telling.remarks(), withheld=telling.left_out)


def unpaired_table(session: Session, asking: Asking) -> Made:  # noqa: ARG001
    """A row a theme or code with no indicator beside it, or an indicator with no theme."""
    alone = unpaired(session)
    kinds = (("theme", alone.themes), ("code", alone.codes), ("indicator", alone.indicators))
    return Made([(what, name) for what, names in kinds for name in names])


UNKNOWN_TABLES: tuple[TableKind, ...] = (
    TableKind("silences", "which source says nothing on which topic, and why", SILENCES, silences_table),
    TableKind("requests", "what was asked for, of whom, and what came of it", REQUESTS, requests_table),
    TableKind("threads", "questions being followed, and whose they are", THREADS, threads_table),
    TableKind(
        "unpaired", "themes and codes without an indicator, indicators without a theme", UNPAIRED, unpaired_table
    ),
)
