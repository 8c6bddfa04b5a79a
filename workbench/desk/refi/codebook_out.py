"""The codebook as a file of its own: for other tools (.qdc), as a table (.csv, .xlsx), as a coding frame (.yaml)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codebook import CodeLine, CodeQuestion, codebook
from workbench.coding.colours import LIGHT
from workbench.desk.door.door import Door, door
from workbench.desk.door.leaving import EndingUnknownError, Taken, leave, require_folder
from workbench.desk.refi.codes import WRITTEN_BY, outgoing_codes, outgoing_sets
from workbench.desk.tabular import csv_lines
from workbench.errors import WorkbenchError
from workbench.exchange.codebook_tables import COLUMNS
from workbench.governance.cells import neutral
from workbench.project.file import Project
from workbench.rows import fetched, live, table_of
from workbench.sources.asked import Question
from workbench.text import counted

CODEBOOK = ".qdc"
FRAMES = (".yaml", ".yml")
ENDINGS = (CODEBOOK, ".csv", ".xlsx", *FRAMES)
KIND = "codebook"
_SAYS = ("definition", "include", "exclude", "example")


class NoCodebookYetError(WorkbenchError):
    """There is no code in this project yet, so there is no codebook to write."""


def write_codebook(project: Project, out: Path, *, audience: str = "internal") -> Taken:
    """Write the codebook as a file of its own, and enter it in the register.

    What to do when somebody says a thing (safeguarding) and dropped themes stay in the team.

    Raises NoCodebookYetError, EndingUnknownError, AudienceUnknownError, NamesSomebodyError, FolderMissingError,
    FileIsOpenError.
    """
    ending = out.suffix.lower()
    if ending not in ENDINGS:
        raise EndingUnknownError(
            f"{out.name}: a codebook is written as {', '.join(ENDINGS)}. Give the file one of these."
        )
    require_folder(out)
    with project.read() as session:
        at = door(session, audience)
        lines = codebook(session, counts=False)
        if not lines:
            raise NoCodebookYetError
        if ending == CODEBOOK:
            content, stays = _qdc(session, at)
        elif ending in FRAMES:
            content, stays = _frame(session, at, lines, project)
        else:
            content, stays = _table(at, lines, ending), ""
    left_out = (*((stays,) if stays else ()), *at.remarks())
    return leave(project, out, content, Taken(out, KIND, at.audience.name, left_out=left_out))


def _qdc(session: Session, at: Door) -> tuple[bytes, str]:
    from workbench.exchange.refi.codebook_writing import codebook_as_qdc

    codes, sets = outgoing_codes(session, team=at.team), outgoing_sets(session, team=at.team)
    return codebook_as_qdc(codes, sets, WRITTEN_BY), ""


def _table(at: Door, lines: Sequence[CodeLine], ending: str) -> bytes:
    rows = [
        (line.path, *(getattr(line, cell) for cell in _SAYS), _safeguarding(at, line), _colour(line), _state(line))
        for line in lines
    ]
    if ending == ".csv":
        return "".join(csv_lines(COLUMNS, rows)).encode("utf-8")
    from workbench.exchange.codebook_sheets import codebook_as_sheet

    return codebook_as_sheet(COLUMNS, [tuple(map(neutral, row)) for row in rows])


def _safeguarding(at: Door, line: CodeLine) -> str:
    return line.safeguarding if at.team else ""


def _colour(line: CodeLine) -> str:
    return LIGHT[line.colour % len(LIGHT)]


def _state(line: CodeLine) -> str:
    return "" if line.state == "active" else line.state


def _frame(session: Session, at: Door, lines: Sequence[CodeLine], project: Project) -> tuple[bytes, str]:
    """The codes as a coding frame; one can be started from where every code says what it means and when it applies."""
    import yaml

    asked = {row.id: row for row in session.execute(live(Question)).scalars()}
    bears = table_of(CodeQuestion)
    pairs = fetched(session, sa.select(bears.c.code_id, bears.c.question_id).where(bears.c.gone.is_(False)))
    kept = [line for line in lines if line.state == "active"]
    made: dict[int, dict[str, Any]] = {}
    top: list[dict[str, Any]] = []
    for line in kept:
        code: dict[str, Any] = {"name": line.name, **{cell: getattr(line, cell) for cell in _SAYS}}
        questions = [asked[question].short for key, question in pairs if key == line.id and question in asked]
        code |= {"questions": questions} if questions else {}
        code |= {"safeguarding": line.safeguarding} if _safeguarding(at, line) else {}
        made[line.id] = code
        above = made.get(line.parent_id) if line.parent_id is not None else None
        (top if above is None else above.setdefault("codes", [])).append(code)
    said = {"title": project.title, "version": "1", "description": f"The codebook of “{project.title}”."}
    questions = [{"id": row.short, "text": row.text} for row in asked.values()]
    frame = {**said, **({"questions": questions} if questions else {}), "codes": top}
    text = yaml.safe_dump(frame, allow_unicode=True, sort_keys=False, width=110)
    return text.encode("utf-8"), _not_in_a_frame(kept, lines, bool(questions))


def _not_in_a_frame(kept: Sequence[CodeLine], lines: Sequence[CodeLine], asked: bool) -> str:
    said = ["Colours and themes have no place in a coding frame."]
    if retired := len(lines) - len(kept):
        said.append(f"{retired:,} retired {'code is' if retired == 1 else 'codes are'} not in it.")
    unfinished = sum(not all(getattr(line, cell) for cell in _SAYS) for line in kept)
    if unfinished or not asked:
        lacks = (
            [f"{counted(unfinished, 'code')} {'does' if unfinished == 1 else 'do'} not say all of it yet"]
            if unfinished
            else []
        )
        lacks += [] if asked else ["there is no question in the topic guide"]
        said.append(
            "A project can be started from it once every code says what it means, when it applies, when not, and an example,"
            f" and a question is asked: {' and '.join(lacks)}."
        )
    return " ".join(said)
