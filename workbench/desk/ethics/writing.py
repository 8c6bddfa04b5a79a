"""Writing the pack: a draft, or the version that goes to a committee, as a file for an audience."""

from __future__ import annotations

from pathlib import Path

from sqlmodel import Session

from workbench.briefs.ethics import advice, keep_pack, next_number, packs, require_committee
from workbench.desk.door.door import door
from workbench.desk.door.leaving import Taken
from workbench.desk.ethics.guarded import KIND
from workbench.desk.ethics.pack import Issue, blocks_of, remarks_of
from workbench.desk.ethics.parts import read_parts, says_of
from workbench.desk.paper.wanted import Made, Progress, Wanted, unheard
from workbench.desk.paper.writing import PaperKind, put_on_paper, require_ending
from workbench.governance.audiences import INTERNAL
from workbench.project.file import Project

AUDIENCE = "public"
"""Whom it is for unless told: a committee's papers are open to everybody."""


def write_pack(
    project: Project,
    out: Path,
    *,
    audience: str = AUDIENCE,
    committee: str = "",
    meeting: str = "",
    progress: Progress = unheard,
) -> Taken:
    """Write the pack (.docx or .html) and enter it in the register; with a committee's name it is its next version.

    Args:
        project: The open project.
        out: The file; its ending says which of the two.
        audience: Who will read it.
        committee: To whom it goes; without one it is a draft, of which no version is kept.
        meeting: The day of its meeting, in words or as ISO.
        progress: Hears how far it is, and may raise to stop it; then nothing was written.

    Raises:
        CommitteeNotNamedError, DueIsNoDayError, AudienceUnknownError, EndingUnknownError, FolderMissingError,
        FileIsOpenError, NamesSomebodyError: as a sentence.
    """
    day = require_committee(committee, meeting)
    kind = PaperKind("ethics", "Ethics pack", "what a data ethics committee asks", _nothing)
    require_ending(out)
    with project.read() as session:
        at = door(session, audience)
        progress(0.1, "reading what the project says")
        parts = read_parts(at)
        there = packs(session)
        issue = Issue(
            next_number(session),
            committee.strip(),
            day,
            at.audience.name,
            there[-1] if there else None,
            project.key is not None,
        )
        made = Made(
            blocks_of(issue, parts, advice(session)),
            remarks_of(issue, parts),
            advice=_advice(sum(one.open for one in parts), audience),
        )
    says = says_of(parts)

    def keep(session: Session, content: bytes) -> None:
        """The version is kept in the same change in which the file leaves."""
        if committee.strip():
            keep_pack(session, committee=committee, meeting=day, content=content, audience=audience, says=says)

    return put_on_paper(project, out, kind, made, at, progress=progress, called=KIND, also=keep)


def _nothing(_session: Session, _wanted: Wanted) -> Made:
    return Made(())


def _advice(unanswered: int, audience: str) -> tuple[str, ...]:
    """What whoever takes it out should know."""
    said = []
    if unanswered:
        many = (
            "1 question that only people can answer is"
            if unanswered == 1
            else f"{unanswered} questions that only people can answer are"
        )
        said.append(f"{many} open in it.")
    if audience == INTERNAL:
        said.append("It is for the team only: a committee of residents needs one for the public.")
    return tuple(said)
