"""Writing the readiness sheets of a flow of data, for the partner to fill in."""

from __future__ import annotations

from pathlib import Path

from workbench.briefs.flows import flow_named
from workbench.briefs.rounds import number_of, sheets_due
from workbench.desk.door.door import door
from workbench.desk.door.leaving import EndingUnknownError, Taken, leave, require_folder
from workbench.exchange.readiness.forms import Form, readiness_workbook
from workbench.project.file import Project

YOU = "your organisation"
READERS = "public"


def write_readiness(project: Project, flow: str, out: Path, *, audience: str = READERS) -> Taken:
    """Write a workbook with a sheet for each respondent, of the round that comes next, and enter it in the register.

    Whoever fills it in is outside the team: the partner's name does not stand in it, and its words are looked through
    for `audience` as those of any file that leaves. Raises NoSuchFlowError with the flows there are,
    EndingUnknownError, FolderMissingError, FileIsOpenError, AudienceUnknownError.
    """
    if out.suffix.lower() != ".xlsx":
        raise EndingUnknownError(f"{out.name}: readiness sheets are written as .xlsx. Give the file this ending.")
    require_folder(out)
    with project.read() as session:
        door(session, audience)
        line = flow_named(session, flow)
        places = sheets_due(session, line)
        forms = [Form(one.respondent, one.round, number_of(session, one)) for one in places]
    name, purpose = (line.told(text, team=False, instead=YOU) for text in (line.name, line.purpose))
    content = readiness_workbook(name, purpose, line.by_words, forms)
    rounds = {one.respondent: one.round for one in forms}
    said = " and ".join(f"the {who}'s, round {number}" for who, number in rounds.items())
    notes = (f"It holds two sheets to fill in: {said}. Filled in, they come back with `workbench import`.",)
    return leave(project, out, content, Taken(out, "readiness sheet", audience, left_out=notes))
