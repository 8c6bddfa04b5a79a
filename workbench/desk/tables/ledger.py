"""The tables of how a machine was used: every suggestion with its run and what became of it; how often it was right."""

from __future__ import annotations

from sqlmodel import Session

from workbench.desk.door.counted_people import for_people
from workbench.desk.door.quoted import names_of_documents, place_told
from workbench.desk.tabular import Asking, Cell, Made, TableKind
from workbench.governance.disclosure import withheld_words
from workbench.sources.coders import coder_names
from workbench.suggestions.hits import TOO_FEW
from workbench.suggestions.ledger import entries, every_run
from workbench.suggestions.precision import HitLine, figures

LEDGER = (
    "document",
    "start",
    "end",
    "code",
    "score",
    "likelihood",
    "basis",
    "status",
    "shown",
    "decided_by",
    "decided",
    "looked_seconds",
    "coding",
    "run",
    "model",
    "seed",
    "settings",
    "words",
    "taught",
    "versions",
)
PRECISION = (
    "measure",
    "by",
    "name",
    "hits",
    "of",
    "people",
    "share",
    "lower",
    "upper",
    "method",
    "why_not",
    "unlike",
)


def coders_for(session: Session, asking: Asking) -> dict[int, str]:
    """The coders' names for the team; for others a number each, by the order of their names."""
    names = coder_names(session)
    if asking.for_the_team:
        return names
    order = sorted(names, key=lambda key: names[key])
    return {key: f"coder {place}" for place, key in enumerate(order, 1)}


def ledger_table(session: Session, asking: Asking) -> Made:
    """A row a suggestion, of any time; nobody's words, and outside the team only the kind of document they are in."""
    names = coders_for(session, asking)
    documents = {} if asking.for_the_team else names_of_documents(session, team=False)
    runs = {run.id: run for run in every_run(session)}
    rows: list[tuple[Cell, ...]] = []
    for one in entries(session):
        run = runs[one.run_id]
        looked = None if one.looked_ms is None else one.looked_ms / 1000
        by = None if one.decided_by is None else names.get(one.decided_by, "")
        rows.append(
            (
                *place_told(one.document, one.start, one.end, documents, team=asking.for_the_team),
                *(one.code, one.score, one.likelihood, one.basis, one.status),
                *(one.shown or None, by, one.decided or None, looked, one.coding or None),
                *(run.at, run.model, run.seed, run.settings, run.content, run.taught, run.versions),
            )
        )
    return Made(rows)


def precision_table(session: Session, asking: Asking) -> Made:
    """A row a figure from the blind samples; for others than the team no coders, and no group of few people."""
    few, rows, hidden = for_people(session, asking.audience).threshold, list[tuple[Cell, ...]](), 0
    for line in figures(session, by=asking.by):
        if line.by == "coder" and not asking.for_the_team:
            continue
        rare = not asking.for_the_team and line.found.people < few
        hidden += rare
        rows.append(_withheld(line, few) if rare else _row(line))
    left_out = [f"{hidden} rows withheld: too few people are behind them."] if hidden else []
    return Made(rows, left_out, withheld=hidden)


def _row(line: HitLine) -> tuple[Cell, ...]:
    found = line.found
    said = (found.hits, found.of, found.people, found.share, found.lower, found.upper)
    return (line.measure, line.by, line.name, *said, found.method, found.why_not, line.unlike)


def _withheld(line: HitLine, few: int) -> tuple[Cell, ...]:
    return (line.measure, line.by, line.name, *((withheld_words(few),) * 3), None, None, None, "", TOO_FEW, "")


LEDGER_TABLES: tuple[TableKind, ...] = (
    TableKind("ledger", "every suggestion, its run, and what became of it", LEDGER, ledger_table),
    TableKind(
        "precision",
        "how often a machine was right in blind samples, by code, group and time",
        PRECISION,
        precision_table,
        frozenset({"by"}),
    ),
)
"""The declarations for the list of all tables."""
