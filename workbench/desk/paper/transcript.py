"""Transcripts for a pencil: turns with their numbers, a wide margin, and the codings in it if they are wanted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from sqlmodel import Session

from workbench.briefs.page import Paragraph
from workbench.desk.door.quoted import names_of_documents
from workbench.desk.paper.margins import Margins
from workbench.desk.paper.spoken import WRITTEN, Passed, Spoken, taken_up, words_of
from workbench.desk.paper.wanted import Made, Wanted, because, languages, not_printed
from workbench.errors import WorkbenchError
from workbench.exchange.paper.pages import Block, Heading, Turn, Turns
from workbench.governance.consent import NOT_RECORDED
from workbench.governance.quote_risk import SECOND_READER, Beside
from workbench.governance.quoting import IN_OTHER_WORDS, Quote, Withheld
from workbench.sources.document_list import DocumentLine, documents
from workbench.sources.documents import NoSuchDocumentError
from workbench.text import clock, counted

MOST_WORDS = 500_000
"""More words than this are no paper that anybody prints: some 1,500 pages."""


class TooManyWordsError(WorkbenchError):
    """That is too much for one file. Name the transcripts that you want to print with --document."""


class SecondReaderFirstError(WorkbenchError):
    """Nothing of a whole transcript leaves before a second reader has agreed to it. Ask for one in Governance."""

    def __init__(self, documents: Sequence[str], audience: str) -> None:
        self.documents, self.audience = tuple(documents), audience
        names, one = "; ".join(documents), len(documents) == 1
        super().__init__(
            f"Nothing was written: a whole transcript shows much of one person, so a second reader has to agree before"
            f" {audience} is shown {names}. In Governance (g g), under Second reader (9), t asks about"
            f" {'it' if one else 'each of them'}; somebody else of the team answers there with enter, and then it can be"
            " printed."
        )


def transcript(session: Session, wanted: Wanted) -> Made:
    """The transcripts that were named, else all; each begins on a page of its own.

    What the interviewer says goes with the turns beside it, whose words it takes up: it is printed where those may be.
    Headings and notes that the team wrote stay in the team: they may say who somebody is.

    Raises NoSuchDocumentError, TooManyWordsError, and SecondReaderFirstError where a second reader is wanted for all that
    could be printed.
    """
    lines = _chosen(session, wanted.documents)
    if not lines:
        return Made((Paragraph("There is no transcript in this project yet, so there is nothing to print."),))
    words = sum(line.words for line in lines)
    if words > MOST_WORDS:
        raise TooManyWordsError(
            f"These are {words:,} words in {counted(len(lines), 'document')}; one file takes {MOST_WORDS:,}. "
            "Name the transcripts that you want to print with --document."
        )
    wanted.progress(0.05, "reading the words")
    every = {line.id: words_of(session, line) for line in lines}
    team = wanted.at.team
    asked = [one for some in every.values() for one in some if team or one.segment.kind not in WRITTEN]
    held = len(wanted.at.held)
    whole = Beside(whole=True)
    shown = {(one.passage.line.id, one.passage.start): one for one in wanted.at.through(asked, whole)}
    wanted.at.held += taken_up(
        every.values(), shown, {(one.document, one.start): one.why for one in wanted.at.held[held:]}
    )
    wanted.at.enter((one for one in shown.values() if not one.passage.of_the_team), whole)
    back = wanted.at.held[held:]
    why = {(one.document, one.start): one.why for one in back}
    told = names_of_documents(session, team=team)
    names = {line.id: (line.title or line.name) if team else told[line.name].capitalize() for line in lines}
    blocks: list[Block] = []
    silent: list[str] = []
    tongues = languages(session)
    for at, line in enumerate(lines):
        wanted.progress(0.1 + 0.4 * at / len(lines), line.name)
        margins = Margins.of(session, line.id) if wanted.codes else None
        drawn = _document(
            line, every[line.id], shown, why, margins, names[line.id], tongues.get(line.id, ""), team=team
        )
        if drawn and len(lines) > 1:
            blocks.append(Heading(names[line.id], new_page=bool(blocks)))
        blocks += drawn
        silent += [] if drawn else [names[line.id]]
    waiting = {one.document for one in back if one.why == SECOND_READER}
    if not blocks and waiting:
        raise SecondReaderFirstError([one.name for one in lines if one.name in waiting], wanted.at.audience.name)
    remarks = _remarks(shown.values(), back, every, silent, team=team)
    return Made(
        tuple(blocks) or (Paragraph("Nothing of what was asked for may be printed for these readers."),),
        remarks,
        quotes=sum(not one.passage.of_the_team for one in shown.values()),
        left_out=remarks,
        title=names[lines[0].id] if len(lines) == 1 else "",
    )


def _chosen(session: Session, names: Sequence[str]) -> list[DocumentLine]:
    """The documents that were named, in that order, else every transcript."""
    every = documents(session)
    if not names:
        return [one for one in every if one.kind != "question"]
    by_name = {one.name: one for one in every}
    for name in names:
        if name not in by_name:
            there = ", ".join(by_name) if len(by_name) <= 30 else f"{len(by_name)} documents; see the list in Sources"
            raise NoSuchDocumentError(
                f"There is no document “{name}” in the project. There are: {there or 'none yet'}."
            )
    return [by_name[name] for name in dict.fromkeys(names)]


def _document(
    line: DocumentLine,
    words: Sequence[Spoken],
    shown: Passed,
    why: dict[tuple[str, int], str],
    margins: Margins | None,
    title: str,
    spoken_in: str,
    *,
    team: bool,
) -> list[Block]:
    """One document: who speaks in it, and its turns; nothing where nobody's words may be printed."""
    spoken = [one for one in words if (line.id, one.start) in shown and not one.of_the_team]
    if not spoken:
        return []
    turns: list[Turn] = []
    for reason, some in groupby(words, key=lambda one: _reason(one, shown, why, team=team)):
        if reason == _STAYS:
            continue
        if reason:
            turns.append(_gap(list(some), reason))
            continue
        turns += [_turn(one, shown[line.id, one.start], margins, team=team) for one in some]
    answers = line.kind == "question"
    noun = "answer" if answers else "turn"
    people = list(dict.fromkeys(one.segment.case for one in spoken if one.segment.case))
    who = (
        f" With {', '.join(people)}."
        if people and len(people) <= 12
        else f" With {len(people)} people."
        if people
        else ""
    )
    columns = (
        noun.capitalize(),
        "Who answers what" if answers else "Who says what",
        "Codes, and room for a pencil" if margins is not None else "Room for a pencil",
    )
    return [
        Paragraph(f"{counted(len(words), noun if answers else 'passage')}.{who}", role="note"),
        Turns(f"The words of {title}", columns, tuple(turns), spoken_in),
    ]


_STAYS = "stays in the team"


def _reason(one: Spoken, shown: Passed, why: dict[tuple[str, int], str], *, team: bool) -> str:
    """Why a segment is not printed; nothing where it is."""
    if (one.line.id, one.start) in shown:
        return ""
    if not team and one.segment.kind in WRITTEN:
        return _STAYS
    return why.get((one.document, one.start), _STAYS)


def _gap(some: Sequence[Spoken], reason: str) -> Turn:
    """The place of segments that are not printed."""
    first, last = some[0].segment.ordinal + 1, some[-1].segment.ordinal + 1
    number = str(first) if first == last else f"{first}–{last}"
    return Turn(number, "left out", f"Not printed: {because(reason, many=len(some) > 1)}")


def _turn(one: Spoken, quote: Quote[Spoken], margins: Margins | None, *, team: bool) -> Turn:
    segment = one.segment
    label = (segment.speaker or segment.case) if team else (segment.case or segment.role)
    return Turn(
        str(segment.ordinal + 1),
        one.kind,
        quote.text,
        speaker=label,
        time="" if segment.at_ms is None else clock(segment.at_ms),
        mark=IN_OTHER_WORDS if quote.paraphrase else "",
        margin=() if margins is None else margins.beside(segment, told=not quote.paraphrase),
    )


def _remarks(
    shown: Iterable[Quote[Spoken]],
    back: Sequence[Withheld],
    every: dict[int, list[Spoken]],
    silent: Sequence[str],
    *,
    team: bool,
) -> tuple[str, ...]:
    """What is not on the paper, and of how much of it the consent is not recorded."""
    unknown = sum(NOT_RECORDED in one.mark and not one.passage.of_the_team for one in shown)
    written = 0 if team else sum(one.segment.kind in WRITTEN for some in every.values() for one in some)
    said = list(not_printed(back))
    if silent:
        said.append(f"Of {counted(len(silent), 'document')} nothing is printed: {'; '.join(silent)}.")
    if written:
        are = "is" if written == 1 else "are"
        said.append(
            f"{counted(written, 'heading or note', 'headings and notes')} of the team {are} not printed: they may say who"
            " somebody is."
        )
    if unknown:
        are = "is of a person" if unknown == 1 else "are of people"
        said.append(f"{counted(unknown, 'passage')} {are} whose consent is not recorded: keep the paper in the team.")
    return tuple(said)
