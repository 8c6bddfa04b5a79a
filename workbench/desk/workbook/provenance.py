"""Provenance: where everything in the workbook comes from, in which version, on what terms, and what made it."""

from __future__ import annotations

from collections import Counter
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench import __version__
from workbench.coding.codebook import Code
from workbench.desk.importing.data_sets import data_sets
from workbench.desk.workbook.making import Making
from workbench.exchange.workbook.sheets import Column, Sheet, day, lines, or_none
from workbench.rows import live, table_of
from workbench.sources.documents import Document
from workbench.suggestions.runs import Run

PROVENANCE = "Provenance"


def provenance(session: Session, made: Making) -> Sheet:
    """A row a thing that the project rests on: material, data sets, coding frames, machines, software."""
    columns = (
        Column("What", 18, strong=True),
        Column("Name", 44),
        Column("From whom", 30),
        Column("Version or release", 34),
        Column("Obtained on", 16),
        Column("Terms", 40),
        Column("What its makers say of it", 60),
    )
    rows = [*_material(session), *_data_sets(session, made), *_frames(session), *_machines(session), _software(made)]
    return Sheet(
        PROVENANCE,
        "Provenance: where what is in this workbook comes from",
        columns,
        [tuple(or_none(cell) for cell in row) for row in rows],
        "The project holds nothing yet.",
        notes=("Rests on", "How machines helped"),
    )


def _material(session: Session) -> list[tuple[Any, ...]]:
    """Transcripts and questions, counted: the names of files are for nobody else."""
    table = table_of(Document)
    chosen = sa.select(table.c.kind, sa.func.count(), sa.func.max(table.c.imported)).where(table.c.gone.is_(False))
    names = {"transcript": "Transcripts", "question": "Open questions of a survey", "notes": "Notes"}
    return [
        (
            "Words",
            f"{names.get(kind, kind)}: {number}",
            "people who took part",
            "",
            day(str(last or "")),
            "as each agreed",
            "",
        )
        for kind, number, last in session.execute(chosen.group_by(table.c.kind).order_by(table.c.kind))
    ]


def _data_sets(session: Session, made: Making) -> list[tuple[Any, ...]]:
    """Every data set; what an agreement says of one that is shared is for the team."""
    return [
        (
            "Data set",
            one.title,
            one.publisher or one.shared_by,
            "; ".join(part for part in (one.release, one.vintage) if part),
            day(one.retrieved or one.imported or ""),
            lines((one.licence, f"For: {one.purpose}" if one.purpose and made.at.team else "")),
            one.caveats,
        )
        for one in data_sets(session)
    ]


def _frames(session: Session) -> list[tuple[Any, ...]]:
    used = Counter(code.frame for code in session.execute(live(Code)).scalars() if code.frame)
    return [
        ("Coding frame", name.replace("_", " "), "", version, "", "", f"{number} codes")
        for frame, number in sorted(used.items())
        for name, _, version in [frame.partition(" ")]
    ]


def _machines(session: Session) -> list[tuple[Any, ...]]:
    found: dict[tuple[str, str], list[str]] = {}
    for run in session.execute(live(Run).order_by(table_of(Run).c.id)).scalars():
        found.setdefault((run.kind, run.model), []).append(run.at[:10])
    return [
        (
            "Machine",
            model,
            "ran on our own computer",
            f"{kind}, {len(days)} {'run' if len(days) == 1 else 'runs'}",
            day(days[-1]),
            "",
            "",
        )
        for (kind, model), days in found.items()
    ]


def _software(made: Making) -> tuple[str, ...]:
    return ("Software", "workbench", "", __version__, "", "MIT", f"wrote this workbook from “{made.project.title}”")
