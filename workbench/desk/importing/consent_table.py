"""A consent log, kept as a table, taken into a project: a row a person, a column a use or an audience."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlmodel import Session

from workbench.errors import WorkbenchError
from workbench.exchange.delimited import read_table
from workbench.exchange.encoding import read_text
from workbench.governance.audiences import INTERNAL, audiences
from workbench.project.file import Project
from workbench.rows import live
from workbench.sources.cases import Case
from workbench.sources.consent import ASSENTS, set_consent
from workbench.sources.document_list import documents
from workbench.sources.documents import Document
from workbench.sources.drafts import LeftOut

PERSON = frozenset({"person", "case", "id", "participant", "label", "who"})
USES = ("verbatim", "paraphrase", "machine")
DETAILS = {
    "given on": "given_on",
    "date": "given_on",
    "until": "expires_on",
    "expires": "expires_on",
    "form": "form_version",
    "how": "method",
    "method": "method",
    "guardian": "guardian",
    "assent": "assent",
    "withdraw by": "withdraw_by",
}
"""What else a column may be called, and what it is."""
DAYS = frozenset({"given_on", "expires_on", "withdraw_by"})
ANSWERS = {
    "yes": "given", "y": "given", "given": "given", "1": "given", "true": "given",
    "no": "refused", "n": "refused", "refused": "refused", "0": "refused", "false": "refused",
    "withdrawn": "withdrawn", "taken back": "withdrawn",
    "unknown": "unknown", "not recorded": "unknown", "?": "unknown",
}  # fmt: skip
EVERYBODY = "everybody"


class ConsentLogIsUnclearError(WorkbenchError):
    """A consent log has a column of people, and one of answers at least: verbatim, paraphrase, machine, or an audience."""


@dataclass(frozen=True, slots=True)
class ConsentTaken:
    """What came of a consent log: how many people, how many answers, and what was left out."""

    people: int
    answers: int
    left_out: tuple[LeftOut, ...]


def take_consent(project: Project, path: Path, *, dry_run: bool = False) -> ConsentTaken:
    """Take a consent log into the project in one change.

    The table has a column `person` and columns named verbatim, paraphrase, machine or as an audience, with yes, no,
    withdrawn or nothing; beside them given on, until, form, how, guardian, assent and withdraw by. A person called
    `everybody` is everybody in the project, and `everybody in survey.csv` everybody heard in that document.

    Raises ConsentLogIsUnclearError; a row that cannot be understood is left out and reported.
    """
    table = read_table(read_text(path).text, path.name)
    with project.read() as session:
        columns = _columns(session, table.header, path.name)
        people = _people(session)
    wanted: list[tuple[int, str, str, dict[str, str]]] = []
    left_out = [*table.left_out]
    for line, row in zip(table.lines, table.rows, strict=True):
        cells = {column: row[place].strip() for place, column in columns.items()}
        try:
            wanted += _understood(cells, people)
        except ValueError as reason:
            left_out.append(LeftOut(f"line {line}", cells["person"][:60] or "nobody", str(reason)))
    if wanted and not dry_run:
        with project.change(f"Consent from {path.name}") as session:
            for case, scope, state, details in wanted:
                use = scope in USES
                set_consent(
                    session,
                    case,
                    scope if use else "audience",
                    state,
                    audience="" if use else scope,
                    given_on=details.get("given_on"),
                    expires_on=details.get("expires_on") if state == "given" else None,
                    withdraw_by=details.get("withdraw_by"),
                    form_version=details.get("form_version", ""),
                    method=details.get("method", ""),
                    guardian=details.get("guardian", ""),
                    assent=details.get("assent", ""),
                )
    return ConsentTaken(len({one[0] for one in wanted}), len(wanted), tuple(left_out))


def _columns(session: Session, header: list[str], name: str) -> dict[int, str]:
    """What each column is: person, a use, an audience's name, or a detail."""
    known = {one.name.casefold(): one.name for one in audiences(session) if one.name != INTERNAL}
    found: dict[int, str] = {}
    stray = []
    for place, written in enumerate(header):
        plain = " ".join(written.casefold().replace("_", " ").split())
        meant = "person" if plain in PERSON else plain if plain in USES else known.get(plain) or DETAILS.get(plain, "")
        if meant and meant not in found.values():
            found[place] = meant
        else:
            stray.append(written)
    if "person" not in found.values() or not {*found.values()} & {*USES, *known.values()}:
        raise ConsentLogIsUnclearError(
            f"{name}: a consent log has a column “person”, and columns called {', '.join([*USES, *known.values()])}."
            f" Its columns are {', '.join(header[:10])}."
        )
    if stray:
        raise ConsentLogIsUnclearError(
            f"{name}: the column “{stray[0]}” is none of those of a consent log: person, {', '.join(USES)}, an audience"
            f" ({', '.join(known.values()) or 'none yet'}), {', '.join(DETAILS)}. Rename it, or take it out."
        )
    return found


def _people(session: Session) -> dict[str, list[int]]:
    """Who a cell may mean: a person by label, everybody, everybody in a document."""
    keys = {row.label: int(row.id or 0) for row in session.execute(live(Case)).scalars()}
    found = {label.casefold(): [key] for label, key in keys.items()}
    found[EVERYBODY] = list(keys.values())
    files = {row.id: row.came_from for row in session.execute(live(Document)).scalars()}
    for document in documents(session):
        heard = [keys[label] for label in document.cases if label in keys]
        for name in {document.name, document.title, files.get(document.id, "")} - {""}:
            there = found.setdefault(f"{EVERYBODY} in {name}".casefold(), [])
            there += [key for key in heard if key not in there]
    return found


def _understood(
    cells: Mapping[str, str], people: Mapping[str, list[int]]
) -> list[tuple[int, str, str, dict[str, str]]]:
    """A row as (person, scope, state, details); a ValueError says what is not clear."""
    keys = people.get(cells["person"].casefold())
    if not keys:
        raise ValueError("there is nobody of that label in the project")
    details = {name: cells[name] for name in {*DETAILS.values()} & cells.keys() if cells[name]}
    for name in DAYS & details.keys():
        try:
            date.fromisoformat(details[name])
        except ValueError:
            raise ValueError(f"“{details[name]}” is no day written as 2026-03-14") from None
    if details.get("assent", "") not in ASSENTS:
        raise ValueError(f"“{details['assent']}” is no assent: given, refused or not asked")
    rows = []
    for scope, said in cells.items():
        if scope == "person" or scope in details or scope in DETAILS.values() or not said:
            continue
        state = ANSWERS.get(said.casefold())
        if state is None:
            raise ValueError(f"“{said}” under {scope} is none of yes, no, withdrawn, unknown")
        rows += [(key, scope, state, details) for key in keys]
    return rows
