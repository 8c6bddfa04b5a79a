"""Writing the project for another tool (.qdpx), and entering it in the register."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import sqlalchemy as sa
from sqlmodel import Session

from workbench.desk.door.door import Door, door
from workbench.desk.door.leaving import Taken, leave, require_folder
from workbench.desk.importing.unswept import unswept
from workbench.desk.refi.for_others import Decided, ForOthers
from workbench.desk.refi.gathered import Gathered
from workbench.desk.refi.stays import in_a_sentence, what_stays
from workbench.errors import WorkbenchError
from workbench.exchange.refi.writing import POSITIONS, Positions, write_project
from workbench.governance.flags import PassageFlag
from workbench.project.file import Project
from workbench.rows import table_of
from workbench.sources.consent import Consent
from workbench.sources.documents import Document, Segment

Progress = Callable[[float, str], None]
PROJECT = ".qdpx"
KIND = "project"
TEAMS_OWN = (
    "Words that are held back elsewhere, of people who have not agreed to be quoted or for safeguarding, are in it: it is the"
    " team's own working file."
)
TEAM_ONLY = "Memos, recordings, and the names of coders and documents stay in the team."


class PositionsUnknownError(WorkbenchError):
    """Positions are counted in code points or in UTF-16 units: say --positions code-points or --positions utf-16."""


def stays_behind(project: Project) -> str:
    """What has no place in the format, in a sentence to be read before it is written; nothing where all has."""
    with project.read() as session:
        return in_a_sentence(what_stays(session))


def write_qdpx(
    project: Project,
    out: Path,
    *,
    audience: str = "internal",
    positions: str = "code-points",
    progress: Progress = lambda _done, _note: None,
) -> Taken:
    """Write the project as REFI-QDA, for the team whole, for others what they may be shown, and enter it in the register.

    Args:
        project: the open project.
        out: the file, which ends in .qdpx.
        audience: who will read it.
        positions: what selections count: `code-points`, as the standard has it, or `utf-16`, as NVivo reads them.
        progress: told how far it is, and may raise to stop it; then nothing was written.

    Raises PositionsUnknownError, AudienceUnknownError, SecondReaderFirstError, NamesSomebodyError, FolderMissingError,
    FileIsOpenError.
    """
    if positions not in POSITIONS:
        raise PositionsUnknownError(
            f"There is no “--positions {positions}”. Say code-points, which the standard has, or utf-16 for NVivo."
        )
    counted: Positions = "utf-16" if positions == "utf-16" else "code-points"
    require_folder(out)
    with project.read() as session:
        at = door(session, audience)
        taken, whole = _gathered(project, session, at, out)
        documents = _count(session, Document)

        lost = 0

        def write(file: BinaryIO) -> None:
            nonlocal lost
            lost = write_project(
                file,
                whole,
                positions=counted,
                progress=lambda done: progress(0.95 * done / max(1, documents), "writing the documents"),
            )

        with unswept():
            taken = leave(project, out, write, taken)
    said = []
    if isinstance(whole, ForOthers) and whole.dropped:
        are = "1 coding is" if whole.dropped == 1 else f"{whole.dropped:,} codings are"
        said.append(f"{are} not in it: not all of their words are shown as said.")
    if lost:
        characters = "1 character" if lost == 1 else f"{lost:,} characters"
        said.append(
            f"{characters} in names, codes and memos cannot be written in this format, such as form feeds: “\ufffd” stands for each."
        )
    return replace(taken, left_out=(*taken.left_out, *said)) if said else taken


def _gathered(project: Project, session: Session, at: Door, out: Path) -> tuple[Taken, Gathered]:
    """What leaves for an audience, and what the register will say of it."""
    name, made = project.title, project.meta.get("made", "")
    stays = in_a_sentence(what_stays(session))
    if at.team:
        said = (*((TEAMS_OWN,) if _not_to_be_quoted(session) else ()), *((stays,) if stays else ()))
        taken = Taken(out, KIND, at.audience.name, quotes=_spoken(session), left_out=said)
        return taken, Gathered(session, name=name, made=made, coder=project.coder)
    whole = ForOthers(session, Decided(session, at), name=name, made=made[:10])
    taken = Taken(
        out,
        KIND,
        at.audience.name,
        quotes=len(at.printed),
        withheld=len(at.held),
        left_out=(*at.left_out(), *at.remarks(), TEAM_ONLY),
        printed=at.printed,
    )
    return taken, whole


def _not_to_be_quoted(session: Session) -> bool:
    """Whether anybody has not agreed to be quoted, or words are held back."""
    consent, flag = table_of(Consent), table_of(PassageFlag)
    refused = sa.and_(consent.c.scope == "verbatim", consent.c.state.in_(("refused", "withdrawn")))
    asked = (
        sa.select(consent.c.id).where(consent.c.gone.is_(False), refused),
        sa.select(flag.c.id).where(flag.c.gone.is_(False)),
    )
    return any(session.execute(one.limit(1)).first() is not None for one in asked)


def _count(session: Session, kind: type[Document]) -> int:
    table = table_of(kind)
    return int(session.execute(sa.select(sa.func.count()).where(table.c.gone.is_(False))).scalar_one())


def _spoken(session: Session) -> int:
    """How many passages are somebody's words."""
    table = table_of(Segment)
    chosen = sa.select(sa.func.count()).where(table.c.gone.is_(False), table.c.case_id.is_not(None))
    return int(session.execute(chosen).scalar_one())
