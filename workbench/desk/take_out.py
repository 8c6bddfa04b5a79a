"""Taking out: an evidence workbook, or any table as a file, for a named audience."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sqlmodel import Session

from workbench.coding.codebook import Code
from workbench.desk.leaving import (
    Door,
    EndingUnknownError,
    Taken,
    door,
    heading,
    leave,
    machine_help,
    require_folder,
    today,
)
from workbench.errors import WorkbenchError
from workbench.exchange.workbook import sheets as made
from workbench.project.file import Project
from workbench.rows import live
from workbench.sources.documents import Document
from workbench.triangulation.figures import FigureLine, figure_lines, figures_of
from workbench.triangulation.findings import findings
from workbench.triangulation.joint_display import side_by_side
from workbench.triangulation.links import links

WORKBOOK = ".xlsx"
TABLES = {".csv": "csv", ".json": "json", ".md": "md"}


class NoSuchSheetError(WorkbenchError):
    """There is no sheet of that name."""


class TableNotNamedError(WorkbenchError):
    """Say which table the file should hold, with --table NAME."""


def take_out(
    project: Project,
    out: Path,
    *,
    audience: str = "internal",
    sheets: Sequence[str] | None = None,
    table: str | None = None,
) -> Taken:
    """Write the evidence workbook (.xlsx), or one table (.csv, .json, .md), and enter it in the register.

    Raises EndingUnknownError, NoSuchSheetError, TableNotNamedError, FolderMissingError, FileIsOpenError.
    """
    ending = out.suffix.lower()
    require_folder(out)
    if sheets is not None and ending != WORKBOOK:
        raise NoSuchSheetError(f"Only a workbook has sheets: leave --sheets out, or end {out.name} in {WORKBOOK}.")
    if ending == WORKBOOK and table is None:
        return _workbook(project, out, audience, _wanted(sheets))
    if ending in TABLES:
        if table is None:
            raise TableNotNamedError(f"Say which table {out.name} should hold, with --table NAME.")
        return _table(project, out, audience, table, TABLES[ending])
    if table is not None:
        raise EndingUnknownError(f"A table is written as {', '.join(TABLES)}; {out.name} ends otherwise.")
    raise EndingUnknownError(
        f"{out.name}: the ending must say what to write. It may be {WORKBOOK} for the evidence workbook, or"
        f" {', '.join(TABLES)} with --table NAME for one table."
    )


def _table(project: Project, out: Path, audience: str, name: str, kind: str) -> Taken:
    from workbench.desk.tables import make_table, written

    table = make_table(project, name, by=None, coder=None, audience=audience)
    text = written(table, kind)
    withheld = len(table.left_out)
    taken = Taken(out, "table", audience, figures=0, withheld=withheld, left_out=tuple(table.left_out))
    return leave(project, out, text.encode("utf-8"), taken)


def _wanted(sheets: Sequence[str] | None) -> tuple[str, ...]:
    """The sheets asked for, by their names however they are written; the first one is always there."""
    if sheets is None:
        return made.NAMES
    known = {name.casefold().replace(" ", ""): name for name in made.NAMES}
    chosen = {made.READ_ME}
    for asked in sheets:
        plain = "".join(character for character in asked.casefold() if character.isalnum())
        if plain not in known:
            raise NoSuchSheetError(f"There is no sheet “{asked}”. There are: {', '.join(made.NAMES)}.")
        chosen.add(known[plain])
    return tuple(name for name in made.NAMES if name in chosen)


def _workbook(project: Project, out: Path, audience: str, names: tuple[str, ...]) -> Taken:
    from workbench.exchange.workbook.writing import workbook

    with project.read() as session:
        at = door(session, audience)
        built, quotes, figures = _sheets(session, at, names)
        left_out = at.left_out()
        read_me = made.read_me(_read_me(project, session, at, names, left_out, quotes, figures))
    title = f"{project.title}: evidence workbook"
    content = workbook((read_me, *built), title=title, heading=heading(audience))
    taken = Taken(
        out,
        "workbook",
        audience,
        quotes=quotes,
        figures=figures,
        withheld=len(at.held) + at.small,
        left_out=(*left_out, *at.remarks()),
    )
    return leave(project, out, content, taken)


def _sheets(session: Session, at: Door, names: Iterable[str]) -> tuple[list[made.Sheet], int, int]:
    """The sheets after the first, with how many quotes and figures are in them."""
    rows = side_by_side(session)
    codings = (
        None if made.QUOTES in names else {key for row in rows for side in row.words for key in side.quote_candidates}
    )
    words, _ = at.coded(codings)
    figures = at.guarded(_figures(session))
    withheld = {} if at.team else at.figures(figures)
    built: list[made.Sheet] = []
    if made.SIDE_BY_SIDE in names:
        counts = at.counts(line for row in rows for line in row.findings)
        built.append(made.side_by_side(rows, made.Shown(counts, words, withheld), team=at.team))
    if made.QUOTES in names:
        built.append(made.quotes(words.values()))
    if made.INDICATORS in names:
        built.append(made.indicators(figures, withheld))
    quotes = len({*words.values()}) if made.QUOTES in names else sum(bool(row.words) for row in rows)
    return built, quotes, len(figures) if made.INDICATORS in names else 0


def _figures(session: Session) -> list[FigureLine]:
    """Every figure of the indicators that findings or links are about."""
    used = {
        one.thing_id
        for line in findings(session)
        for one in line.evidence
        if one.kind == "observation" and not one.gone
    }
    about = {line.figure.indicator_id for line in figure_lines(session, used).values()}
    about |= {link.indicator_id for link in links(session)}
    return figures_of(session, about)


def _read_me(
    project: Project,
    session: Session,
    at: Door,
    names: Sequence[str],
    left_out: Sequence[str],
    quotes: int,
    figures: int,
) -> list[tuple[str, Any]]:
    """The lines of the first sheet."""
    documents = len(session.execute(live(Document)).scalars().all())
    codes = len(session.execute(live(Code)).scalars().all())
    about = {
        made.SIDE_BY_SIDE: "Side by side: topic by topic, what the data says, what people say, how they meet, and what we make of it.",
        made.QUOTES: f"Quotes: {quotes} coded passages that may be shown, by code.",
        made.INDICATORS: f"Indicators: {figures} figures of the indicators used, a line each, with interval and source.",
    }
    lines: list[tuple[str, Any]] = [
        (
            "Who this is for",
            f"{heading(at.audience.name)}. Do not pass it on to others: what it shows was chosen for them.",
        ),
        ("Project", project.title),
        ("Made on", today()),
        ("Made by", project.coder if at.team else "the research team"),
        ("Rests on", f"{documents} transcripts and questions, {codes} codes."),
        *(("Sheet", about[name]) for name in names if name in about),
    ]
    lines += [("Held back", sentence) for sentence in left_out] or [("Held back", "Nothing was held back.")]
    marked = "Passages marked “consent not recorded” are for the team only, until it is." if at.team else ""
    threshold = "Nothing is withheld for being small: the team sees every number."
    if not at.team:
        threshold = (
            f"Counts of people from 1 to {at.audience.threshold - 1}, and those that leave so few over, are withheld by us, with others"
            " that would give them away. Figures that a publisher released are shown as released."
        )
    lines += [("Consent", marked)] if marked else []
    lines += [
        ("Small numbers", threshold),
        (
            "How people are counted",
            "In people, not in passages: a person counts once for a theme or code, however often they say it. Where it was"
            " not recorded that everybody was asked, it says so. No percentage is given of fewer than 20 people or of"
            " people who were chosen on purpose.",
        ),
        (
            "How figures are given",
            "Each with its area, period, unit, and its interval where there is one. “Not published” and “withheld by the"
            " publisher” are never zero. A dash stands for what does not apply.",
        ),
        (
            "How they meet",
            "A person judged each pair of findings: = point the same way, ≈ partly, ≠ opposite, ∅ only one side speaks,"
            " and why. Only “asked and nobody raised it” is evidence that people are silent.",
        ),
        ("How machines helped", machine_help(session)),
    ]
    return lines
