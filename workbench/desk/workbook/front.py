"""The sheets that every evidence workbook begins with: the cover, the contents, and the notes on how to read the others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codebook import Code
from workbench.coding.codings import Coding
from workbench.coding.crosstab import people_heard
from workbench.desk.door.door import Door
from workbench.desk.door.leaving import heading, today
from workbench.desk.suggesting.machine_use import machine_statement, use_of
from workbench.desk.workbook.declared import SheetKind
from workbench.exchange.workbook import shorthand
from workbench.exchange.workbook.sheets import CONTENTS, NOTES, Column, Cover, Leads, Sheet
from workbench.governance.quote_risk import looked_at
from workbench.governance.samples import BOUNDS, people_needed
from workbench.indicators.datasets import Dataset, kept_out
from workbench.project.file import Project
from workbench.rows import live, table_of
from workbench.sources.documents import Document
from workbench.text import dated

APPROACHES = {
    "framework": "Framework analysis: codes come from a frame agreed beforehand and from the material, themes from the codes.",
    "reflexive": "Reflexive thematic analysis: themes are the researchers' reading; counts of people do not measure them.",
    "codebook": "Codebook analysis: codes were agreed and revised as the material was read, themes come from the codes.",
    "content": "Content analysis: codes were fixed before the coding, and how far coders agree is measured.",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What the making of the other sheets has to tell."""

    left_out: Sequence[str]
    """What was held back, as sentences with counts and reasons."""
    remarks: Sequence[str]
    """What else is not there, and why."""
    datasets: Sequence[int]
    """Data sets whose figures are used."""


def cover(project: Project, session: Session, at: Door, sheets: Sequence[Sheet]) -> Cover:
    """The first sheet: a title, what this is, for whom, when and by whom it was made, and what is in it."""
    notice = project.meta.get("notice", "")
    name = at.audience.name
    made_for = heading(name) + _FOR.get(
        name, ". What it shows was chosen for these readers; do not pass it on to others."
    )
    tables = len(sheets) + 2
    charts = sum(len(sheet.charts) for sheet in sheets)
    drawn = {0: "", 1: " One chart stands beside its table."}.get(
        charts, f" {charts} charts stand beside their tables."
    )
    contact = (
        f"{project.coder}, who made this workbook, and the others of the team."
        if at.team
        else "The research team of this project. Whoever gave you this file can put you in touch with them."
    )
    parts = (
        *((("Please note", (notice,)),) if notice else ()),
        (
            "What this is",
            (
                "An evidence workbook: what people said and what the figures say, set side by side, with how the two meet"
                " and what stands behind each.",
                *(text for head, text in _rests_on(project, session) if head == "Rests on"),
            ),
        ),
        ("Who this is for", (made_for,)),
        (
            "What is in it",
            (
                f"{tables} tables, one on each sheet after this one.{drawn} The sheet Contents lists them with links; the"
                " sheet Notes says how to read them and what is not in them.",
            ),
        ),
        ("Made on", (today(),)),
        ("Contact", (contact,)),
    )
    return Cover(f"{project.title}: evidence workbook", parts)


def contents(kinds: Iterable[SheetKind], sheets: Iterable[Sheet]) -> Sheet:
    """The sheet that leads to all others."""
    says = {kind.name: kind.says for kind in kinds}
    says[NOTES] = "how to read the tables, and what is not in them"
    rows = [
        (Leads(one.name, (f"sheet {one.name}",)), says.get(one.name, one.title), len(one.rows), len(one.charts))
        for one in sheets
    ]
    columns = (
        Column("Sheet", 30),
        Column("What it holds", 90),
        Column("Number of rows", 12, "#,##0"),
        Column("Number of charts", 12, "0"),
    )
    return Sheet(CONTENTS, "Contents: the sheets of this workbook", columns, rows)


def notes(project: Project, session: Session, at: Door, told: Told, sheets: Sequence[Sheet]) -> Sheet:
    """The sheet that says how to read the others, what is not in them, and what they rest on."""
    use = use_of(session)
    marks = {mark for sheet in sheets for mark in shorthand.used(sheet.columns, sheet.rows)}
    pairs = [
        *_how_to_read(),
        *(("Shorthand", f"{mark} {said}") for mark, said in shorthand.KEY.items() if mark in marks),
        *_held_back(at, told),
        *_kept_out(session),
        *_rests_on(project, session),
        *_data_sets(session, told.datasets),
        ("How machines helped", machine_statement(use)),
        *(("The program that helped", model) for model in use.models),
        (
            "What not to do",
            "Do not rank places whose intervals overlap. Do not count passages: people are counted here. Do not take the share"
            " of a group of a few people for that of a town.",
        ),
    ]
    columns = (Column("About", 27, strong=True), Column("Note", 110))
    return Sheet(NOTES, "Notes: how to read this workbook, and what is not in it", columns, pairs)


_TO_DO = re.compile(r" (?:Ask for|See what is|Take it out)\b[^.]*\.")
_FOR = {
    "internal": ". It holds what nobody outside may see yet; do not pass it on.",
    "public": ": it holds only what may be shown to anyone.",
}


def _how_to_read() -> list[tuple[str, Any]]:
    return [
        (
            "How the two sides meet",
            "A person judged each pair of findings; the rule only proposes.\n"
            "Point the same way: they say the same, and it is as prominent in both.\n"
            "Partly: the same but not as prominent, or as prominent but not quite the same.\n"
            "Opposite: they say different things.\n"
            "Only one side speaks, and why. Only “asked, and nobody raised it” is evidence that people are silent.",
        ),
        (
            "How prominent",
            "High, medium, low, or nothing shown: asked or measured, and nothing came of it. A person rates it; as a hint,"
            " half or more of the people is high, a fifth to a half medium, less low. A single account can still matter.",
        ),
        (
            "How people are counted",
            "In people, not in passages: a person counts once for a theme or code, however often they say it. Where it was not"
            " recorded who was asked, it says so; “not asked” is not silence. No percentage is given of fewer than 20 people or"
            " of people who were not drawn at random.",
        ),
        (
            "How figures are given",
            "Each with its area, period, unit, and its 95 % interval where there is one. “Not published” and “withheld” are never"
            " zero. Doubts are reasons for care, the gravest first. Shorthand in square brackets says why a number is missing.",
        ),
    ]


def _held_back(at: Door, told: Told) -> list[tuple[str, Any]]:
    if at.team:
        rule = "Nothing is withheld for being small: the team sees every number."
    else:
        few = at.audience.threshold
        rule = (
            "Of surveys and records, and of groups in which everybody was asked: “withheld by us”, in columns of numbers [c],"
            f" stands for a number of people from 1 to {few - 1}, for one that leaves fewer than {few} over, and for one from"
            " which such a number could be worked out. Figures that a publisher released are shown as released."
        )
    unrecorded = "Passages marked “consent not recorded” are for the team only, until it is."
    return [
        *([("Held back", _as_read(one, at)) for one in told.left_out] or [("Held back", "Nothing was held back.")]),
        *(("Not in here", sentence) for sentence in told.remarks),
        *([("Consent", unrecorded)] if at.team else []),
        ("Small numbers", rule),
        *_of_samples(at),
    ]


def _as_read(sentence: str, at: Door) -> str:
    """A reason without what the team could do about it, for readers who cannot."""
    return sentence if at.team else _TO_DO.sub("", sentence)


def _of_samples(at: Door) -> list[tuple[str, Any]]:
    """How people interviewed are counted for readers outside, and what their quotes were looked through for."""
    if at.team:
        return []
    fewest = people_needed(at.session, at.audience.name)
    sample = (
        "Of people interviewed the number of all is given: nobody outside knows who they are. What a group is called by, and"
        f" what is known of a person beside a quote, must be shared by {fewest} people or more; else a word stands for the"
        f" number. {BOUNDS}"
    )
    return [("Samples", sample), ("Quotes", looked_at())]


def _kept_out(session: Session) -> list[tuple[str, Any]]:
    """The data sets whose figures are in no sheet, each with the reasons."""
    out = kept_out(session)
    rows = [row for row in session.execute(live(Dataset)).scalars() if row.id in out]
    return [("Not in here", f"Figures of {row.name}. {' '.join(out[row.id or 0])}") for row in rows]


def _rests_on(project: Project, session: Session) -> list[tuple[str, Any]]:
    documents = list(session.execute(live(Document)).scalars())
    spoken = sum(one.kind != "question" for one in documents)
    asked = len(documents) - spoken
    coding = table_of(Coding)
    coded, coders = session.execute(
        sa.select(sa.func.count(), sa.func.count(sa.distinct(coding.c.coder_id))).where(coding.c.gone.is_(False))
    ).one()
    codes = session.execute(sa.select(sa.func.count()).where(table_of(Code).c.gone.is_(False))).scalar_one()
    return [
        (
            "Rests on",
            f"{_of(len(people_heard(session)), 'person', 'people')} heard, in {_of(spoken, 'transcript')} and"
            f" {_of(asked, 'open survey question')}; {_of(coded, 'coding')} with {_of(codes, 'code')} by {_of(coders, 'coder')}.",
        ),
        ("Approach", APPROACHES.get(project.meta.get("approach", ""), "not recorded")),
    ]


def _of(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def _data_sets(session: Session, keys: Sequence[int]) -> list[tuple[str, Any]]:
    """Each data set that is used: name, publisher, release, licence, and what its makers say of it."""
    wanted = [row for row in session.execute(live(Dataset)).scalars() if row.id in set(keys)]
    lines = []
    for row in wanted:
        shared = f"Shared by {row.shared_by or 'a partner'} under an agreement." if row.shared else ""
        until = f"To be kept until {dated(row.keep_until)}." if row.shared and row.keep_until else ""
        parts = (
            f"{row.name}. {row.publisher or 'Publisher not recorded'}.",
            f"{', '.join(part for part in (row.release, row.vintage) if part)}." if row.release or row.vintage else "",
            f"Licence: {row.licence or 'not recorded'}.",
            shared,
            f"For: {row.purpose}." if row.shared and row.purpose else "",
            until,
            "Counted from records by us." if row.from_records else "",
            row.caveats,
        )
        lines.append(("Data set", " ".join(part for part in parts if part)))
    return lines
