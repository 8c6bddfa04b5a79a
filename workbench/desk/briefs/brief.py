"""A brief for a named audience, as one HTML page, as a Word file or as Markdown."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from sqlmodel import Session

from workbench.briefs.assembly import assemble
from workbench.briefs.contents import Contents, contents
from workbench.briefs.numbering import numbered
from workbench.briefs.options import option_named
from workbench.briefs.page import Page
from workbench.briefs.passed import Passed
from workbench.briefs.readiness import readiness_for, wording
from workbench.briefs.readiness.lack import has_error
from workbench.briefs.voices import too_much, voices, voices_sentence
from workbench.desk.briefs.about import about
from workbench.desk.briefs.whom_heard import whom_heard
from workbench.desk.door.door import Door, door
from workbench.desk.door.leaving import EndingUnknownError, Taken, leave, require_folder
from workbench.desk.looking_again.topics import with_conclusions_beside
from workbench.exchange.briefs.fit import fitted
from workbench.project.file import Project
from workbench.triangulation.figures import FigureLine

ENDINGS = (".html", ".htm", ".docx", ".md")
DRAFT = "Draft: not ready to be decided on"
"""What stands on every page of a brief that lacks something grave."""


def write_brief(
    project: Project, option: str, out: Path, *, audience: str = "internal", template: Path | None = None
) -> Taken:
    """Write the brief that an option belongs to (.html, .docx or .md), and enter it in the register.

    `template` is a council's own: a Jinja file for .html, a Word file for .docx. A brief that lacks something grave is
    written as a marked draft, with `-draft` at the end of the file's name.

    Raises NoSuchOptionError with the options there are, EndingUnknownError, BriefTemplateError, FolderMissingError,
    FileIsOpenError.
    """
    ending = require_ending(out, template)
    require_folder(out)
    with project.read() as session:
        at = door(session, audience)
        brief_id = option_named(session, option).brief_id
        page, passed, brief = page_of(project, session, at, brief_id)
        worded = tuple(str(one) for one in wording(brief))
    out, worded = (as_draft(out), (f"{DRAFT}.", *worded)) if is_draft(page) else (out, worded)
    content = as_written(ending, page, template)
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
        printed=at.printed,
    )
    return leave(project, out, content, taken)


def require_ending(out: Path, template: Path | None = None) -> str:
    """The ending of a brief's file; EndingUnknownError where it says no format, or none that takes a template."""
    ending = out.suffix.lower()
    if ending not in ENDINGS:
        raise EndingUnknownError(
            f"{out.name}: a brief is written as .html, .docx or .md. Give the file one of these endings."
        )
    if template is not None and ending == ".md":
        raise EndingUnknownError(f"{out.name}: Markdown has no template. Give the file the ending .html or .docx.")
    return ending


def brief_page(project: Project, brief_id: int, *, audience: str = "internal") -> Page:
    """The page as a screen shows it; nothing leaves."""
    with project.read() as session:
        return page_of(project, session, door(session, audience), brief_id)[0]


def is_draft(page: Page) -> bool:
    """Whether a page is marked as one that is not ready."""
    return page.notice.startswith(DRAFT)


def as_draft(out: Path) -> Path:
    """The name of a draft's file.

    >>> as_draft(Path("ways-home.html")).name, as_draft(Path("ways-home-draft.html")).name
    ('ways-home-draft.html', 'ways-home-draft.html')
    """
    return out if out.stem.endswith("-draft") else out.with_name(f"{out.stem}-draft{out.suffix}")


def page_of(project: Project, session: Session, at: Door, brief_id: int) -> tuple[Page, Passed, Contents]:
    """The page of a brief for whoever stands at the door, what was let through, and what it is made of.

    It is marked where it is a draft.
    """
    brief = contents(session, brief_id)
    draft = has_error(readiness_for(session, brief, at.audience.name))
    brief = _guarded(at, replace(brief, rows=tuple(with_conclusions_beside(session, brief.rows))))
    passed = _passed(session, at, brief)
    said = about(project, session, at, brief, passed)
    if draft:
        said = replace(said, notice=f"{DRAFT}. {said.notice}".strip())
    printed = {one.thing_id for one in assemble(brief, passed, said).annex if one.kind == "quote"}
    passed = replace(passed, quotes=at.printed_of(printed))
    if at.team:
        said = replace(said, voices=_voices(session, passed, printed))
    return numbered(fitted(assemble(brief, passed, said))), passed, brief


def _voices(session: Session, passed: Passed, printed: Collection[int]) -> str:
    """Who is quoted how often on the page, and that somebody carries more than their share."""
    found = voices(session, printed, {key: one.who for key, one in passed.quotes.items()})
    return " ".join((voices_sentence(found), *too_much(found))).strip()


def _passed(session: Session, at: Door, brief: Contents) -> Passed:
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
        heard=whom_heard(session, at),
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


def as_written(ending: str, page: Page, template: Path | None = None) -> bytes:
    """A page as its file's ending says: HTML, Word or Markdown."""
    if ending == ".md":
        from workbench.exchange.briefs.markdown import as_markdown

        return as_markdown(page).encode("utf-8")
    if ending == ".docx":
        from workbench.exchange.briefs.word import as_word

        return as_word(page, template)
    from workbench.exchange.briefs.html import as_html

    return as_html(page, template).encode("utf-8")
