"""Every analysis as a tidy table: one declaration each in the list below. What leaves here passed the door."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

from sqlmodel import Session

from workbench.desk.door.door import Door
from workbench.desk.looking_again.look_again import LOOK_AGAIN_TABLE
from workbench.desk.suggesting.look_next import NEXT_TABLE
from workbench.desk.tables.agreement import AGREEMENT, SETTLEMENTS
from workbench.desk.tables.decided import DECIDED_TABLES
from workbench.desk.tables.dictionary import DICTIONARY, dictionary
from workbench.desk.tables.displays import DISPLAY_TABLES
from workbench.desk.tables.ethics import ETHICS_TABLES
from workbench.desk.tables.flows import FLOW_TABLES
from workbench.desk.tables.history import EXPORTS, HISTORY
from workbench.desk.tables.ledger import LEDGER_TABLES
from workbench.desk.tables.left import QUOTES_LEFT
from workbench.desk.tables.links import LINK_TABLES
from workbench.desk.tables.meeting import (
    CONVERGENCE,
    FINDINGS,
    JOINT_DISPLAY,
    OPTIONS,
    convergence_table,
    findings_table,
    joint_display_rows,
    options_table,
)
from workbench.desk.tables.numbers import INDICATORS, OBSERVATIONS, indicator_lines, observations
from workbench.desk.tables.options import OPTION_TABLES
from workbench.desk.tables.protocol import PROTOCOL_TABLES
from workbench.desk.tables.releases import RELEASE_TABLES, left_out_of_figures
from workbench.desk.tables.saturation import SATURATION
from workbench.desk.tables.suggestions import SUGGESTION_TABLES
from workbench.desk.tables.unknown import UNKNOWN_TABLES
from workbench.desk.tables.words import WORD_TABLES
from workbench.desk.tabular import Asking, Made, Table, TableKind, as_csv, as_json, as_markdown, finished
from workbench.errors import WorkbenchError
from workbench.governance.audiences import INTERNAL, audience_named
from workbench.project.file import Project
from workbench.sources.coders import coder_names


class TableUnknownError(WorkbenchError):
    """There is no such table."""


class TableNotAskedSoError(WorkbenchError):
    """That table cannot be asked for in this way."""


class CoderUnknownError(WorkbenchError):
    """There is no such coder in this project."""


class FormatUnknownError(WorkbenchError):
    """A table is written as csv, json or md."""


Plain = Callable[[Session, str], tuple[tuple[str, ...], list[tuple[Any, ...]]]]
"""A maker that takes a session and an audience's name, and gives columns and rows."""


def _of(make: Plain) -> Callable[[Session, Asking], Made]:
    """A table's maker from a plain one."""
    return lambda session, asking: Made(make(session, asking.audience.name)[1])


def joint_display_made(session: Session, asking: Asking) -> Made:
    """Numbers and words side by side, with what was held back and which quotes are in it."""
    at = Door(session, asking.audience)
    rows = joint_display_rows(at)
    return Made(rows, at.left_out(), quotes=len(at.printed), withheld=len(at.held) + at.small, printed=at.printed)


def observations_table(session: Session, asking: Asking) -> Made:
    """Every figure; those counted from records that are small for the audience are withheld."""
    made = observations(session, asking.audience.rule, asking.audience.name)
    return Made(
        made.rows,
        left_out=(*left_out_of_figures(session), *made.remarks),
        withheld=made.withheld,
        leaving=made.leaving,
    )


KINDS: tuple[TableKind, ...] = (
    *WORD_TABLES,
    AGREEMENT,
    SETTLEMENTS,
    SATURATION,
    *SUGGESTION_TABLES,
    *LEDGER_TABLES,
    NEXT_TABLE,
    TableKind("observations", "every figure, with its doubts", OBSERVATIONS, observations_table),
    TableKind(
        "indicators",
        "what is measured, of how many areas",
        INDICATORS,
        lambda session, _: Made(indicator_lines(session)[1]),
    ),
    *RELEASE_TABLES,
    TableKind("findings", "findings and whether they are current", FINDINGS, _of(findings_table)),
    TableKind("convergence", "how findings meet, proposed and confirmed", CONVERGENCE, _of(convergence_table)),
    *PROTOCOL_TABLES,
    TableKind("joint-display", "numbers and words side by side", JOINT_DISPLAY, joint_display_made),
    *DISPLAY_TABLES,
    *LINK_TABLES,
    *UNKNOWN_TABLES,
    LOOK_AGAIN_TABLE,
    TableKind("options", "what could be done", OPTIONS, _of(options_table)),
    *OPTION_TABLES,
    *FLOW_TABLES,
    *DECIDED_TABLES,
    *ETHICS_TABLES,
    EXPORTS,
    QUOTES_LEFT,
    HISTORY,
    TableKind(
        "dictionary",
        "every column of every table: what it says, its unit, what a missing value means",
        DICTIONARY,
        lambda _session, _asking: dictionary(KINDS),
    ),
)

TABLES: dict[str, TableKind] = {kind.name: kind for kind in KINDS}


def make_table(
    project: Project,
    name: str,
    *,
    by: str | None = None,
    coder: str | None = None,
    audience: str = INTERNAL,
    display: str | None = None,
) -> Table:
    """Make a table by its name.

    Args:
        project: The open project.
        name: The table's name.
        by: The attribute that groups people, for tables that have groups.
        coder: Only this coder's work, by name.
        audience: Who will read it.
        display: The title of a display, for the table of one.

    Raises:
        TableUnknownError, CoderUnknownError, AudienceUnknownError: naming those there are.
        TableNotAskedSoError: when that table has no groups, or no coder.
    """
    kind = TABLES.get(name)
    if kind is None:
        near = get_close_matches(name, TABLES, n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise TableUnknownError(f"There is no table “{name}”.{hint} There are: {', '.join(sorted(TABLES))}.")
    for said, value in (("by", by), ("coder", coder), ("display", display)):
        if value is not None and said not in kind.takes:
            able = ", ".join(sorted(one.name for one in KINDS if said in one.takes))
            raise TableNotAskedSoError(f"The table {name} cannot be asked for with --{said}. These can: {able}.")
    with project.read() as session:
        asking = Asking(audience_named(session, audience), by, _coder(session, coder), display, project.key)
        return finished(kind, kind.make(session, asking))


def written(table: Table, kind: str) -> str:
    """A table as text: csv, json or md."""
    writers: dict[str, Callable[[Table], str]] = {"csv": as_csv, "json": as_json, "md": as_markdown}
    if kind not in writers:
        raise FormatUnknownError
    return writers[kind](table)


def _coder(session: Session, name: str | None) -> int | None:
    """The key of a coder by name."""
    if name is None:
        return None
    names = coder_names(session)
    for key, known in names.items():
        if known == name:
            return key
    raise CoderUnknownError(f"There is no coder “{name}” in this project. There are: {', '.join(names.values())}.")
