"""A brief for a named audience, as one HTML page or as Markdown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session

from workbench.briefs.assembly import assemble
from workbench.briefs.contents import Contents, contents
from workbench.briefs.options import option_named
from workbench.briefs.page import Page
from workbench.briefs.passed import Passed, Provenance
from workbench.briefs.readiness import wording
from workbench.desk.leaving import (
    Door,
    EndingUnknownError,
    Taken,
    door,
    heading,
    leave,
    require_folder,
    today,
)
from workbench.desk.machine_use import machine_help
from workbench.indicators.observations import Observation
from workbench.project.file import Project
from workbench.rows import table_of
from workbench.text import dated
from workbench.triangulation.figures import FigureLine

ENDINGS = (".html", ".htm", ".md")


def write_brief(project: Project, option: str, out: Path, *, audience: str = "internal") -> Taken:
    """Write the brief that an option belongs to (.html or .md), and enter it in the register.

    Raises NoSuchOptionError with the options there are, EndingUnknownError, FolderMissingError, FileIsOpenError.
    """
    ending = out.suffix.lower()
    if ending not in ENDINGS:
        raise EndingUnknownError(f"{out.name}: a brief is written as .html or .md. Give the file one of these endings.")
    require_folder(out)
    with project.read() as session:
        at = door(session, audience)
        brief_id = option_named(session, option).brief_id
        page, passed = _page(project, session, at, brief_id)
        worded = tuple(str(one) for one in wording(contents(session, brief_id)))
    content = _as(ending, page).encode("utf-8")
    kinds = [entry.kind for entry in page.annex]
    taken = Taken(
        out,
        "brief",
        audience,
        quotes=kinds.count("quote"),
        figures=kinds.count("figure"),
        withheld=len(passed.withheld_quotes) + at.small,
        left_out=(*at.left_out(), *at.remarks(), *worded),
        leaving=at.leaving(),
        printed=tuple(at.printed),
    )
    return leave(project, out, content, taken)


def brief_page(project: Project, brief_id: int, *, audience: str = "internal") -> Page:
    """The page as a screen shows it; nothing leaves."""
    with project.read() as session:
        return _page(project, session, door(session, audience), brief_id)[0]


def _page(project: Project, session: Session, at: Door, brief_id: int) -> tuple[Page, Passed]:
    brief = contents(session, brief_id)
    brief = _guarded(at, brief)
    passed = _passed(at, brief)
    cited = [one for one in brief.citations if one.kind == "quote" and one.thing_id in passed.withheld_quotes]
    notes = [
        "People are counted, not passages. No percentage is given of fewer than 20 people or of people chosen on purpose.",
        "How the two sides meet was judged by people, pair by pair.",
    ]
    if cited:
        number = "One cited quote is" if len(cited) == 1 else f"{len(cited)} cited quotes are"
        notes.append(f"{number} not shown: {passed.withheld_quotes[cited[0].thing_id]}")
    if at.small:
        number = "One number is" if at.small == 1 else f"{at.small} numbers are"
        notes.append(f"{number} withheld by us because so few people are behind {'it' if at.small == 1 else 'them'}.")
    about = Provenance(
        project=project.title,
        made=today(),
        audience=heading(at.audience.name),
        data_until=_data_until(session, brief),
        machine=machine_help(session),
        notice=project.meta.get("notice", ""),
        notes=tuple(notes),
    )
    printed = {one.thing_id for one in assemble(brief, passed, about).annex if one.kind == "quote"}
    passed = replace(passed, quotes=at.printed_of(printed))
    return assemble(brief, passed, about), passed


def _passed(at: Door, brief: Contents) -> Passed:
    """Bring everything that the brief shows to the door. Only cited quotes count as held back."""
    cited = [one.thing_id for one in brief.citations if one.kind == "quote"]
    quotes, withheld = at.coded(cited)
    others = {key for side in brief.words.values() for key in side.quote_candidates} - set(cited)
    counted = list(at.held)
    more, _ = at.coded(others)
    at.held = counted
    return Passed(
        quotes={**more, **quotes},
        withheld_quotes=withheld,
        counts=at.counts(brief.findings.values()),
        withheld_figures={} if at.team else at.figures(_once(brief)),
        team=at.team,
    )


def _guarded(at: Door, brief: Contents) -> Contents:
    """The brief with figures whose doubts give away no small counts of records to this audience."""
    return replace(
        brief,
        figures={one.id: one for one in at.guarded(brief.figures.values())},
        charted=next(iter(at.guarded([brief.charted] if brief.charted else [])), None),
        beside_charted=tuple(at.guarded(brief.beside_charted)),
    )


def _once(brief: Contents) -> list[FigureLine]:
    """Every figure that is cited or drawn, each once: what may be shown of one depends on the others."""
    return list({one.id: one for one in (*brief.figures.values(), *brief.beside_charted)}.values())


def _data_until(session: Session, brief: Contents) -> str:
    """Until when the cited figures reach."""
    table = table_of(Observation)
    keys = sorted(brief.figures)
    last = session.execute(sa.select(sa.func.max(table.c.period_end)).where(table.c.id.in_(keys))).scalar()
    if not last:
        return ""
    sources = dict.fromkeys(line.figure.publisher or line.figure.dataset for line in brief.figures.values())
    return f"Figures from {', '.join(sources)}; the latest period ends on {dated(str(last)[:10])}."


def _as(ending: str, page: Page) -> str:
    if ending == ".md":
        from workbench.exchange.brief_markdown import as_markdown

        return as_markdown(page)
    from workbench.exchange.brief_html import as_html

    return as_html(page)
