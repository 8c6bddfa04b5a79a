"""The sheet of what was settled: what stands for each two sources, how it came about, and who saw it otherwise."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from workbench.desk.tables.declared import TABLES
from workbench.desk.tabular import Asking
from workbench.desk.workbook.making import Making
from workbench.desk.workbook.tabled import from_table
from workbench.exchange.workbook.meeting import in_plain_words
from workbench.exchange.workbook.sheets import Sheet

_HOLDS = {"current": "yes", "grown": "yes; there is more evidence since", "recheck": "look again: the evidence changed"}
CONSENSUS = "Consensus and dissent"
_FOR_THE_TEAM = frozenset({"with_whom", "by", "cause"})


def consensus(session: Session, made: Making) -> Sheet:
    """A row a pair of sources that was judged; names, and what changed since, are for the team."""
    kind = TABLES["consensus"]
    found = kind.make(session, Asking(made.at.audience, None, None, made.project.key))
    made.remarks += found.left_out
    kept = [at for at, name in enumerate(kind.columns) if made.at.team or name not in _FOR_THE_TEAM]
    rows = [tuple(_cell(kind.columns[at], row[at]) for at in kept) for row in map(tuple, found.rows)]
    return from_table(
        CONSENSUS,
        "Consensus and dissent: what stands for each two sources, how it was settled, and who sees it otherwise",
        "consensus",
        [kind.columns[at] for at in kept],
        rows,
        "Nobody has judged two sources yet.",
        ("How the two sides meet",),
    )


def _cell(column: str, value: Any) -> Any:
    """A cell without signs: how many judged in words, and whether a judgement still holds."""
    if column == "state":
        return _HOLDS.get(value, value)
    if column == "raters" and isinstance(value, str) and value.isdigit():
        return f"{value} {'person' if value == '1' else 'people'}"
    return in_plain_words(value) if isinstance(value, str) else value
