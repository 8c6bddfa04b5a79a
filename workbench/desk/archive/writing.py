"""Writing an archive: every file of it through one door, and the whole entered in the register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from sqlmodel import Session

from workbench.desk.archive.lists import (
    CODEBOOK,
    CONSENT,
    HISTORY,
    RULES,
    codebook_rows,
    consent_rows,
    history_rows,
    people_columns,
    people_rows,
    rules_rows,
)
from workbench.desk.archive.readme import readme
from workbench.desk.archive.words import CODINGS, DOCUMENTS, SEGMENTS, Words
from workbench.desk.door.door import Door, door
from workbench.desk.door.leaving import Taken, leave, require_folder
from workbench.desk.paper.wanted import Progress, unheard
from workbench.desk.tables.declared import TABLES, make_table
from workbench.desk.tables.left import QUOTES_LEFT
from workbench.desk.tables.words import quote_columns, quote_rows
from workbench.desk.tabular import Asking, Cell, Table, csv_lines
from workbench.desk.variables import NobodyToWriteError, people_as_variables
from workbench.errors import WorkbenchError
from workbench.exchange.plain_archive import PlainArchive
from workbench.exchange.variables import DICTIONARY, TooManyVariablesError, dictionary_of, rows_in_words
from workbench.governance.released import Leaving
from workbench.project.file import Project
from workbench.sources.document_list import documents
from workbench.triangulation.displays.displays import displays

SUFFIX = ".zip"
ELSEWHERE = frozenset({"codings", "documents", "history", "dictionary"})
"""Tables that an archive has as files of their own."""
OF_LEAVING = ("exports", QUOTES_LEFT.name)
"""Tables of what has left: writing an archive changes them, and so would the next one."""
DISPLAY = "display"
QUOTES = "quotes"


@dataclass(slots=True)
class _Making:
    """An archive in the making: its files so far with what is in each, and what is not in it."""

    zipped: PlainArchive
    at: Door
    says: list[tuple[str, str]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    unsaid: frozenset[str] = frozenset()
    """Names of documents that outside the team nobody is told."""
    empty: list[str] = field(default_factory=list)
    """Tables without a row."""
    of_tables: list[str] = field(default_factory=list)
    """What is said of single tables."""
    quotes: int = 0
    withheld: int = 0
    leaving: list[Leaving] = field(default_factory=list)

    def table(self, name: str, says: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
        """Write a table, row by row; gives how many."""
        count = 0

        def counted() -> Iterator[Sequence[Cell]]:
            nonlocal count
            for row in rows:
                count += 1
                yield row

        self.zipped.add(name, csv_lines(columns, counted()))
        self.says.append((name, says))
        return count


def write_archive(project: Project, out: Path, *, audience: str, progress: Progress = unheard) -> Taken:
    """Write the project as a zip of plain files (.zip) as an audience may have it, and enter it in the register.

    The same project for the same audience gives the same bytes. Raises AudienceUnknownError, NamesSomebodyError,
    FolderMissingError, FileIsOpenError.
    """
    require_folder(out)
    found: list[Taken] = []

    def write(file: BinaryIO) -> None:
        with PlainArchive(file) as zipped:
            found.append(_fill(project, zipped, Taken(out, "archive", audience), progress))

    return leave(project, out, write, found.pop)


def _fill(project: Project, zipped: PlainArchive, taken: Taken, progress: Progress) -> Taken:
    """Write every file of an archive; gives what is in them."""
    with project.read() as session:
        made = _Making(zipped, door(session, taken.audience))
        _words(made, progress)
        _lists(made)
        _variables(made)
        made.unsaid = frozenset() if made.at.team else _names_of_transcripts(session)
        titles = [line.title for line in displays(session)]
    _tables(project, made, titles, progress)
    if made.empty:
        made.left_out.append(f"Tables that have no rows in this project: {', '.join(made.empty)}.")
    made.left_out += _never(made.at)
    said = list(dict.fromkeys((*made.at.left_out(), *made.left_out)))
    about = readme(made.at, title=project.title, files=made.says, left_out=said, of_tables=made.of_tables)
    zipped.add("README.txt", [about])
    return replace(
        taken,
        quotes=made.quotes,
        withheld=made.withheld + len(made.at.held) + made.at.small,
        left_out=("README.txt in it says what is in it, what is not, and why.",),
        leaving=(*made.at.leaving(), *made.leaving),
        printed=made.at.printed,
    )


def _words(made: _Making, progress: Progress) -> None:
    """The texts, whose each part is, and the codings in them."""
    progress(0.05, "reading the words")
    words = Words(made.at)
    for file, text in words.written():
        made.zipped.add(file, [text])
    if words.texts:
        made.says.append(("texts/", "the words: a file a document, in the order in which they came in."))
    made.table(
        "documents.csv",
        "a row a text: what it is called, what kind it is, how many of its parts are not shown.",
        DOCUMENTS,
        words.documents(),
    )
    made.table(
        "segments.csv",
        "a row a part of a text: its place, who says it, and whether it is shown.",
        SEGMENTS,
        words.segments(),
    )
    progress(0.2, "writing the codings down")
    made.quotes += made.table(
        "codings.csv",
        "a row a coding: the words, where they stand in their text, the code on them.",
        CODINGS,
        words.codings(),
    )
    made.left_out += words.left_out


def _lists(made: _Making) -> None:
    """Codebook, people, rules, consent, history."""
    at = made.at
    made.table(
        "codebook.csv", "a row a code: what it means, when it applies and when not.", CODEBOOK, codebook_rows(at)
    )
    people, hidden = people_rows(at)
    made.table(
        "people.csv", "a row a person, household or place, with what is known of each.", people_columns(at), people
    )
    if hidden:
        who = "1 person is" if hidden == 1 else f"{hidden:,} people are"
        made.left_out.append(f"{who} not in people.csv: no consent is recorded to show them to {at.audience.name}.")
        made.withheld += hidden
    made.table(
        "rules.csv",
        "the rule by which numbers are shown to each audience; 0 withholds and rounds nothing.",
        RULES,
        rules_rows(at),
    )
    if at.team:
        made.table("consent.csv", "a row a record of consent, as it was given.", CONSENT, consent_rows(at))
    else:
        made.left_out.append("Who agreed to what stays in the team.")
    made.table(
        "history.csv", "every change by name, the newest first, without what it wrote.", HISTORY, history_rows(at)
    )


def _variables(made: _Making) -> None:
    """Codings as variables of people."""
    try:
        people = people_as_variables(made.at.session, Asking(made.at.audience))
    except (NobodyToWriteError, TooManyVariablesError) as reason:
        made.left_out.append(f"variables.csv: {reason}")
        return
    names = [one.name for one in people.variables]
    made.table(
        "variables.csv",
        "a row a person, a column a code: 1 mentioned, 0 not mentioned, else why that is not known.",
        names,
        rows_in_words(people.variables),
    )
    made.table(
        "variables.dictionary.csv",
        "what each column of variables.csv is, and what its values mean.",
        DICTIONARY,
        dictionary_of(people.variables),
    )
    made.left_out += people.left_out


def _tables(project: Project, made: _Making, titles: Sequence[str], progress: Progress) -> None:
    """Every table of analysis that the audience may have, and the dictionary of their columns."""
    wanted = [(name, "") for name in TABLES if name not in {*ELSEWHERE, *OF_LEAVING, DISPLAY}]
    wanted += [(DISPLAY, title) for title in titles]
    for at, (name, title) in enumerate(wanted):
        progress(0.3 + 0.6 * at / len(wanted), f"making the table {name}")
        number = f"-{titles.index(title) + 1}" if title else ""
        if name == QUOTES and made.at.team:
            _quotes(project, made)
            continue
        try:
            table = make_table(project, name, audience=made.at.audience.name, display=title or None)
        except WorkbenchError as reason:
            made.left_out.append(f"The table {name}: {reason}")
            continue
        _keep(made, f"tables/{name}{number}.csv", f"{TABLES[name].says}{f' (“{title}”)' if title else ''}.", table)
    dictionary = make_table(project, "dictionary", audience=made.at.audience.name)
    _keep(
        made, "dictionary.csv", "what each column of each table says, its unit, what a missing value means.", dictionary
    )


def _quotes(project: Project, made: _Making) -> None:
    """The table of quotes for the team, row by row: it has one for every coding."""
    kind, file = TABLES[QUOTES], f"tables/{QUOTES}.csv"
    with project.read() as session:
        at = door(session, made.at.audience.name)
        rows = quote_rows(at)
        first = next(rows, None)
        if first is None:
            made.empty.append(QUOTES)
            return
        columns = (*kind.columns, *quote_columns(session))
        made.quotes += made.table(file, f"{kind.says}.", columns, chain([first], rows))
        made.withheld += len(at.held)
        made.of_tables += [f"{file}: {said}" for said in at.left_out()]
    for one in at.printed:
        made.at.printed.append(one)


def _keep(made: _Making, file: str, says: str, table: Table) -> None:
    """Write one table, and count what leaves with it and what it held back."""
    if made.unsaid and any(cell in made.unsaid for row in table.rows for cell in row):
        made.left_out.append(
            f"The table {table.name} names documents by their files, which may say who somebody is: it stays in the team."
        )
        return
    if not table.rows:
        made.empty.append(table.name)
    else:
        made.table(file, says, table.columns, table.rows)
    made.quotes += table.quotes
    made.withheld += table.withheld
    made.leaving += table.leaving
    for one in table.printed:
        made.at.printed.append(one)
    made.of_tables += [f"{file}: {said}" for said in table.left_out] if table.rows else []


def _names_of_transcripts(session: Session) -> frozenset[str]:
    """The names of documents that are no question of a survey: of files, mostly."""
    return frozenset(line.name for line in documents(session) if line.kind != "question")


def _never(at: Door) -> Iterator[str]:
    """What no archive holds."""
    yield f"What has left the project before, and for whom (the tables {' and '.join(OF_LEAVING)}): it stays in the project."
    yield "The words that a change wrote: history.csv has names of changes and who made them alone."
    yield "Recordings and pictures: they never are in a project, which knows where they lie."
    yield "The key of names, where names were taken out: it is a file of its own that stays with the team."
    yield "What a machine computes anew from the words: vectors and its cache."
    if not at.team:
        yield "Names of documents and files, and who coded what: they stay in the team, and in history.csv a number stands for who made a change."
