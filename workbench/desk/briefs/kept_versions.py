"""A kept version of a brief, on a screen or on paper again: what it said then, but for what may not be shown any more.

It is made of what was kept and of nothing else. Today's project only says what must be taken out: words that consent, a
flag or a second reader keeps back, figures that these readers may not be shown any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session

from workbench.briefs.counted import Counted, counted
from workbench.briefs.kept_page import TakenOut, cited_in, page_in, whose_in, without
from workbench.briefs.options import option_named
from workbench.briefs.page import Page
from workbench.briefs.versions import VersionLine, kept_json, versions
from workbench.coding.codings import Coding
from workbench.desk.briefs.brief import DRAFT, as_draft, as_written, is_draft, require_ending
from workbench.desk.briefs.kept_counts import held_by_now, still_shown
from workbench.desk.door.door import door
from workbench.desk.door.leaving import Taken, heading, leave, require_folder
from workbench.desk.door.quoted import NOT_NAMED
from workbench.errors import WorkbenchError
from workbench.governance.audiences import INTERNAL
from workbench.governance.mosaic import NAME, Printed
from workbench.governance.quoting import quotes
from workbench.governance.released import Leaving
from workbench.governance.sign_offs import sign_offs
from workbench.project.file import Project
from workbench.rows import NotInProjectError, table_of
from workbench.sources.cases import Case
from workbench.sources.documents import Document, segments_at
from workbench.text import Span

NOT_ANY_MORE = "[These words may not be shown any more.]"
COUNTS_UNKNOWN = "It was kept before counts were noted with kept versions, so its counts are not in the register."


class VersionUnknownError(WorkbenchError):
    """No version of this brief was kept under that number."""


class KeptForOthersError(WorkbenchError):
    """A kept version leaves for the readers that it was kept for, and for nobody else."""


@dataclass(frozen=True, slots=True)
class VersionRead:
    """A kept version as its readers may see it today, and what the register is told where it leaves."""

    line: VersionLine
    page: Page
    printed: tuple[Printed, ...] = ()
    leaving: tuple[Leaving, ...] = ()
    withheld: int = 0
    said: tuple[str, ...] = ()
    """What was taken out, in sentences."""


@dataclass(frozen=True, slots=True)
class _Words:
    """Words that a kept page quotes, as the door asks after them."""

    document: str
    start: int
    end: int
    text: str
    case_ids: tuple[int, ...]
    unattributed: bool

    @property
    def place(self) -> tuple[str, int, int]:
        """Where they stand."""
        return self.document, self.start, self.end


def version_named(session: Session, option: str, name: str) -> VersionLine:
    """The kept version of an option's brief by its number, or by how its fingerprint begins.

    Raises NoSuchOptionError, and VersionUnknownError with those that were kept.
    """
    kept = versions(session, option_named(session, option).brief_id)
    wanted = name.strip().casefold()
    found = [one for one in kept if str(one.number) == wanted]
    found = found or [one for one in kept if len(wanted) >= 4 and one.content.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    if not kept:
        raise VersionUnknownError("No version of this brief was kept yet: one is kept when a decision is recorded.")
    listed = "; ".join(f"{one.name} {_lower(heading(one.audience))}, fingerprint {one.content[:12]}" for one in kept)
    if found:
        raise VersionUnknownError(
            f"Version {name} was kept {len(found)} times. Name one by how its fingerprint begins: {listed}."
        )
    raise VersionUnknownError(f"There is no version “{name}” of this brief. Kept were: {listed}.")


def read_version(project: Project, version_id: int) -> tuple[VersionLine, Page]:
    """A kept version as it may be shown to its readers today."""
    read = look_at(project, version_id)
    return read.line, read.page


def look_at(project: Project, version_id: int) -> VersionRead:
    """A kept version with what leaves where it leaves. Raises NotInProjectError, PageIsOtherError, AudienceUnknownError."""
    with project.read() as session:
        line = next((one for one in versions(session) if one.id == version_id), None)
        if line is None:
            raise NotInProjectError
        kept = kept_json(session, version_id)
        at, known = door(session, line.audience), counted(kept)
        words = _quoted(session, kept)
        held = _held(session, words, line.audience)
        by_counts = TakenOut() if known is None else held_by_now(at, kept, known)
        out = replace(by_counts, quotes=dict.fromkeys(held, NOT_ANY_MORE))
        page = page_in(without(kept, out))
        shown = {ref: one for ref, one in words.items() if ref not in held}
        return VersionRead(
            line,
            page,
            printed=tuple(_printed(page, shown)),
            leaving=() if known is None or at.team else tuple(still_shown(known, kept, out)),
            withheld=len(out.quotes) + len(out.figures) + bool(out.chart) + len(out.sections),
            said=tuple(_said(line, out, known)),
        )


def write_version(project: Project, version_id: int, out: Path, *, template: Path | None = None) -> Taken:
    """Write a kept version for the readers it was kept for (.html, .docx or .md), and enter it in the register.

    As long as its words and counts may be shown, it has the same bytes each time, whatever was changed in the project
    since. `template` is a council's own form, as for a brief that stands.

    Raises NotInProjectError, PageIsOtherError, EndingUnknownError, BriefTemplateError, FolderMissingError,
    FileIsOpenError.
    """
    ending = require_ending(out, template)
    require_folder(out)
    read = look_at(project, version_id)
    out = as_draft(out) if is_draft(read.page) else out
    taken = Taken(
        out,
        "brief",
        read.line.audience,
        quotes=len(read.printed),
        figures=sum(one.kind == "figure" and dict(one.facts).keys() != {"Note"} for one in read.page.annex),
        withheld=read.withheld,
        left_out=((f"{DRAFT}.", *read.said) if is_draft(read.page) else read.said),
        leaving=read.leaving,
        printed=read.printed,
    )
    return leave(project, out, as_written(ending, read.page, template), taken)


def write_named(
    project: Project, option: str, name: str, out: Path, *, audience: str | None = None, template: Path | None = None
) -> Taken:
    """Write the kept version of an option's brief that somebody names; `audience` is for whom, where they said so.

    Raises what `version_named` and `write_version` raise, and KeptForOthersError.
    """
    with project.read() as session:
        line = version_named(session, option, name)
    if audience not in {None, line.audience}:
        kept_for = "the team" if line.audience == INTERNAL else f"“{line.audience}”"
        raise KeptForOthersError(
            f"{line.name[:1].upper()}{line.name[1:]}, was made for {kept_for}, and leaves for these readers only. Leave"
            " the audience out."
        )
    return write_version(project, line.id, out, template=template)


def _said(line: VersionLine, out: TakenOut, known: Counted | None) -> Iterable[str]:
    """What is not in it any more, in sentences."""
    for number, one in ((len(out.quotes), "quote"), (len(out.figures), "figure")):
        if number:
            yield f"{number} {one if number == 1 else f'{one}s'} in it may not be shown any more."
    if out.chart:
        yield "The chart in it may not be shown any more."
    if out.figures or out.chart:
        yield "Sentences that people wrote may still give these numbers: read them before it leaves."
    if out.sections:
        yield "How many people were heard may not be told any more."
    if line.amended:
        yield line.amended
    if known is None and line.audience != INTERNAL:
        yield COUNTS_UNKNOWN


def _held(session: Session, words: Mapping[str, _Words], audience: str) -> set[str]:
    """The references of quotes that consent, a flag, or a second reader keeps back from these readers by now."""
    _, back = quotes(session, words.values(), audience)
    places = {(one.document, one.start, one.end) for one in back if one.risk is None}
    places |= {(one.document, one.start, one.end) for one in sign_offs(session, audience) if one.state == "refused"}
    return {ref for ref, one in words.items() if one.place in places}


def _printed(page: Page, shown: Mapping[str, _Words]) -> Iterable[Printed]:
    """The quotes that stand in it, for the register, with whether the name stands beside each."""
    for entry in page.annex:
        if entry.key in shown:
            named = dict(entry.facts).get("Said by", NOT_NAMED) != NOT_NAMED
            yield Printed(*shown[entry.key].place, (NAME,) if named else ())


def _quoted(session: Session, kept: str) -> dict[str, _Words]:
    """The words that a kept page quotes, by its references, with everybody whose they were, and are where they lie now."""
    known, case = whose_in(kept), table_of(Case).c
    found: dict[str, _Words] = {}
    for ref, guid in cited_in(kept, "quote").items():
        one = _words(session, guid)
        if one is not None:
            chosen = sa.select(case.id).where(case.guid.in_(known.get(ref, ())))
            people = dict.fromkeys((*one.case_ids, *session.execute(chosen).scalars()))
            found[ref] = replace(one, case_ids=tuple(people))
    return found


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


def _lower(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"
