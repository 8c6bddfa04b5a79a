"""A kept version of a brief, printed again: what it said then, but for words that may not be shown any more."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session

from workbench.briefs.page import Page
from workbench.briefs.versions import VersionLine, kept_page, quoted_in, versions, without_quotes
from workbench.coding.codings import Coding
from workbench.desk.briefs.brief import ENDINGS, as_draft, as_written, is_draft
from workbench.desk.door.leaving import EndingUnknownError, Taken, leave, require_folder
from workbench.governance.quoting import quotes
from workbench.project.file import Project
from workbench.rows import NotInProjectError, table_of
from workbench.sources.documents import Document, segments_at
from workbench.text import Span

NOT_ANY_MORE = "[These words may not be shown any more.]"


@dataclass(frozen=True, slots=True)
class _Words:
    """Words that a kept page quotes, as the door asks after them."""

    document: str
    start: int
    end: int
    text: str
    case_ids: tuple[int, ...]
    unattributed: bool


def read_version(project: Project, version_id: int) -> tuple[VersionLine, Page]:
    """A kept version as it may be shown to its readers today."""
    with project.read() as session:
        line = next((one for one in versions(session) if one.id == version_id), None)
        if line is None:
            raise NotInProjectError
        return line, _shown(session, line)


def write_version(project: Project, version_id: int, out: Path) -> Taken:
    """Print a kept version for the readers it was kept for (.html or .md), and enter it in the register.

    As long as consent lets its words by, it has the same bytes each time, whatever was changed in the project since.

    Raises NotInProjectError, PageIsOtherError, EndingUnknownError, FolderMissingError, FileIsOpenError.
    """
    ending = out.suffix.lower()
    if ending not in ENDINGS:
        raise EndingUnknownError(f"{out.name}: a brief is written as .html or .md. Give the file one of these endings.")
    require_folder(out)
    line, page = read_version(project, version_id)
    out = as_draft(out) if is_draft(page) else out
    kinds = [entry.kind for entry in page.annex]
    held = sum(entry.quote == NOT_ANY_MORE for entry in page.annex)
    number = "1 quote" if held == 1 else f"{held} quotes"
    said = (f"{number} in it may not be shown any more.",) if held else ()
    taken = Taken(
        out,
        "brief",
        line.audience,
        quotes=kinds.count("quote") - held,
        figures=kinds.count("figure"),
        withheld=held,
        left_out=(*said, *((line.amended,) if line.amended else ())),
    )
    return leave(project, out, as_written(ending, page), taken)


def _shown(session: Session, line: VersionLine) -> Page:
    """The kept page without the quotes that consent, or a flag, keeps back from its readers by now."""
    page, quoted = kept_page(session, line.id), quoted_in(session, line.id)
    words = {key: found for key, guid in quoted.items() if (found := _words(session, guid)) is not None}
    _, back = quotes(session, words.values(), line.audience)
    places = {(one.document, one.start, one.end) for one in back if one.risk is None}
    held = [key for key, one in words.items() if (one.document, one.start, one.end) in places]
    return without_quotes(page, held, NOT_ANY_MORE)


def _words(session: Session, guid: bytes) -> _Words | None:
    """The words under a coding, also one that somebody took away since; None where they are gone for good."""
    coding, document = table_of(Coding), table_of(Document)
    found = session.execute(
        sa.select(coding.c.document_id, coding.c.start, coding.c.end, document.c.name)
        .join(document, document.c.id == coding.c.document_id)
        .where(coding.c.guid == guid)
    ).first()
    if found is None:
        return None
    here = segments_at(session, found[0], Span(found[1], found[2]))
    cases = tuple(dict.fromkeys(one.case_id for one in here if one.case_id is not None))
    return _Words(found[3], found[1], found[2], "", cases, not cases)
