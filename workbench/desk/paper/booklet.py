"""A booklet of quotes: theme by theme, and code by code where no theme gathers a code; the evidence against at the end."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from workbench.briefs.page import Paragraph
from workbench.coding.by_group import LIVES, by_groups, usual_groups
from workbench.coding.codebook import CodeLine, codebook
from workbench.coding.retrieval import Passage, passages
from workbench.coding.themes import ThemeLine, themes
from workbench.desk.door.door import Door
from workbench.desk.door.grouped import for_audience, leaving
from workbench.desk.door.quoted import descriptors, names_of_documents, of_people, whose
from workbench.desk.paper.wanted import Made, Wanted, languages, not_printed
from workbench.errors import WorkbenchError
from workbench.exchange.paper.pages import Block, Heading, Said
from workbench.governance.descriptions import WITHHELD
from workbench.governance.disclosure import withheld_words
from workbench.governance.quote_risk import Beside
from workbench.governance.quoting import Quote
from workbench.governance.samples import people_needed
from workbench.rows import table_of
from workbench.sources.documents import Document, Segment
from workbench.text import counted

DESCRIBED = 3
"""So many attributes of a person stand beside a quote."""
MOST_QUOTES = 60_000
"""More quotes than this make no booklet: as a Word file they are some 4,000 pages and take a gigabyte to write."""
_LONG, _ON_A_PAGE = 5_000, 13
_NO_THEME = "Codes that no theme gathers"


class TooManyQuotesError(WorkbenchError):
    """There are too many quotes for a booklet. Take them out as a table instead: --table quotes."""


@dataclass(frozen=True, slots=True)
class _Alike:
    """One passage as it stands under a theme or a code: its codings there that say the same of it."""

    quote: Quote[Passage]
    codes: tuple[str, ...]
    coders: frozenset[str]

    @property
    def place(self) -> tuple[int, int, int]:
        """Where it stands in the material."""
        one = self.quote.passage
        return (one.document_id, one.start, one.end)

    @property
    def against(self) -> bool:
        """Whether it is evidence against."""
        return self.quote.passage.direction == "against"


@dataclass(frozen=True, slots=True)
class _Beside:
    """What may stand beside a quote, looked up once for all of them."""

    asked: Beside
    documents: dict[str, str]
    turns: dict[int, tuple[list[int], list[int]]]
    """Of each transcript where its turns begin, and their numbers."""
    languages: dict[int, str]

    def said(self, alike: _Alike, *, codes: bool) -> Said:
        """A quote as it is printed."""
        one = alike.quote.passage
        where = [", ".join(filter(None, self._known(one)))] if alike.quote.is_described else []
        who, place = whose(alike.quote, self.documents)
        if one.document_id in self.turns and alike.quote.named:
            starts, numbers = self.turns[one.document_id]
            place += f", turn {numbers[max(0, bisect_right(starts, one.start) - 1)]}"
        where.append(place)
        if codes:
            where.append("; ".join(alike.codes))
        if len(alike.coders) > 1:
            where.append(f"coded so by {len(alike.coders)} people")
        where.append(alike.quote.mark)
        return Said(
            alike.quote.text, who, tuple(filter(None, where)), alike.against, self.languages.get(one.document_id, "")
        )

    def _known(self, one: Passage) -> Iterator[str]:
        return (
            value
            for value in of_people(self.asked.described, one.case_ids, len(self.asked.names))
            if value and WITHHELD not in value
        )


def booklet(session: Session, wanted: Wanted) -> Made:
    """Every coded passage that may be printed, under its themes, else under its code."""
    wanted.progress(0.02, "reading the passages")
    at = wanted.at
    every = passages(session)
    if not every:
        return Made((Paragraph("Nothing has been coded yet, so there are no quotes to print."),))
    if len(every) > MOST_QUOTES:
        raise TooManyQuotesError(
            f"There are {len(every):,} coded passages; a booklet has room for {MOST_QUOTES:,}. Take them out as a table"
            " instead: --table quotes."
        )
    wanted.progress(0.15, "asking what may be printed")
    held = len(at.held)
    beside = _beside(session, wanted)
    through = at.passages(every, beside.asked)
    at.enter(through, beside.asked)
    by_code: dict[int, list[Quote[Passage]]] = defaultdict(list)
    for one in through:
        by_code[one.passage.code_id].append(one)
    wanted.progress(0.25, "counting people")
    people, small = _people(session, at)
    at.small += small
    kept = [line for line in themes(session) if line.state != "dropped"]
    gathered = {code for line in kept for code in line.code_ids}
    codes = codebook(session, counts=False)
    blocks: list[Block] = []
    for place, line in enumerate(kept):
        wanted.progress(0.3 + 0.2 * place / len(kept), line.name)
        blocks += _theme(line, by_code, people, beside, first=not blocks)
    rest = [line for line in codes if line.id not in gathered and line.id in by_code]
    if rest and kept:
        blocks.append(Heading(_NO_THEME, new_page=True))
    for code in rest:
        blocks += _code(code, by_code[code.id], people, beside, level=2 if kept else 1)
    printed = {(one.passage.document_id, one.passage.start, one.passage.end) for one in through}
    left_out = _left_out(session, wanted, held)
    remarks = (
        f"{counted(len(printed), 'passage')} of {counted(len({c for one in through for c in one.passage.case_ids}), 'person', 'people')}."
        " A passage that serves several themes stands under each of them. People are counted, never passages.",
        *left_out,
    )
    if not through:
        nothing = Paragraph("No coded passage may be printed for these readers.")
        return Made((nothing,), left_out, left_out=left_out)
    number = sum(isinstance(block, Said) for block in blocks)
    pages = f"Some {round(number / _ON_A_PAGE, -1):,.0f} pages: programs may take minutes to open them."
    advice = (pages,) if number > _LONG else ()
    return Made(tuple(blocks), remarks, quotes=len(printed), left_out=left_out, advice=advice)


def _left_out(session: Session, wanted: Wanted, held: int) -> tuple[str, ...]:
    """What is not in the booklet."""
    said = list(not_printed(wanted.at.held[held:]))
    dropped = sum(line.state == "dropped" for line in themes(session))
    if dropped:
        said.append(
            f"{counted(dropped, 'theme')} that {'was' if dropped == 1 else 'were'} dropped {'is' if dropped == 1 else 'are'} left out."
        )
    small = wanted.at.small
    if small:
        said.append(
            f"{counted(small, 'number')} of people {'is' if small == 1 else 'are'} withheld by us: so few people are behind {'it' if small == 1 else 'them'}."
        )
    return tuple(said)


def _people(session: Session, at: Door) -> tuple[dict[tuple[str, str], tuple[str, ...]], int]:
    """How many people of how many raised each theme and code, a sentence for each kind of material; and how many are withheld."""
    audience = at.of_people
    shown, _ = for_audience(session, by_groups(session, ()), audience, left=at.counted.left())
    at.groups += leaving(shown, audience.rule)
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in shown:
        reading = withheld_words(audience.threshold) if one.people is None else one.reading
        if one.line.people:
            found[one.line.kind, one.line.name].append(
                f"{one.line.heard_in[:1].upper()}{one.line.heard_in[1:]}: {reading}"
            )
    return {key: tuple(some) for key, some in found.items()}, sum(one.people is None for one in shown)


def _beside(session: Session, wanted: Wanted) -> _Beside:
    """What may stand beside quotes for this audience."""
    names = [name for name in usual_groups(session) if name != LIVES][:DESCRIBED]
    segment, document = table_of(Segment), table_of(Document)
    chosen = (
        sa.select(segment.c.document_id, segment.c.start, segment.c.ordinal)
        .join(document, document.c.id == segment.c.document_id)
        .where(document.c.kind != "question", segment.c.gone.is_(False))
        .order_by(segment.c.document_id, segment.c.start)
    )
    turns: dict[int, tuple[list[int], list[int]]] = {}
    for document_id, start, ordinal in session.execute(chosen):
        starts, numbers = turns.setdefault(document_id, ([], []))
        starts.append(start)
        numbers.append(ordinal + 1)
    at = wanted.at
    known = descriptors(session, names, people_needed(session, at.audience.name))
    return _Beside(
        Beside(described=known, names=tuple(names)),
        names_of_documents(session, team=at.team, titled=True),
        turns,
        languages(session),
    )


def _theme(
    line: ThemeLine,
    by_code: dict[int, list[Quote[Passage]]],
    people: dict[tuple[str, str], tuple[str, ...]],
    beside: _Beside,
    *,
    first: bool,
) -> Iterator[Block]:
    """A theme: its statement, its codes, how many people, its quotes, and those against it."""
    candidate = " (a candidate)" if line.state == "candidate" else ""
    yield Heading(f"{line.name}{candidate}", new_page=not first)
    if line.statement:
        yield Paragraph(line.statement, role="lead")
    if line.codes:
        yield Paragraph("; ".join(line.codes), role="note", heading="Codes")
    yield from (Paragraph(said, role="note") for said in people.get(("theme", line.name), ()))
    alike = _alike(one for code in line.code_ids for one in by_code.get(code, ()))
    yield from _quotes(alike, beside, level=2, what="theme", codes=True)


def _code(
    line: CodeLine,
    some: Sequence[Quote[Passage]],
    people: dict[tuple[str, str], tuple[str, ...]],
    beside: _Beside,
    *,
    level: int,
) -> Iterator[Block]:
    """A code that no theme gathers."""
    yield Heading(line.path, level=level)
    if line.definition:
        yield Paragraph(line.definition, role="note")
    yield from (Paragraph(said, role="note") for said in people.get(("code", line.path), ()))
    yield from _quotes(_alike(some), beside, level=level + 1, what="code", codes=False)


def _quotes(alike: Sequence[_Alike], beside: _Beside, *, level: int, what: str, codes: bool) -> Iterator[Block]:
    """The quotes in the order of the material, and after them those against, most agreed on first."""
    if not alike:
        yield Paragraph("No passage of it may be printed for these readers, or none is coded.", role="note")
        return
    yield from (beside.said(one, codes=codes) for one in sorted(alike, key=lambda one: one.place) if not one.against)
    against = [one for one in alike if one.against]
    if against:
        yield Heading("Evidence against it", level=level)
        against.sort(key=lambda one: (-len(one.coders), one.place))
        yield from (beside.said(one, codes=codes) for one in against)
    elif what == "theme":
        yield Paragraph("No passage is marked as evidence against this theme.", role="note")


def _alike(some: Iterable[Quote[Passage]]) -> list[_Alike]:
    """Passages once each, with all the codes and coders that say the same of them."""
    found: dict[tuple[int, int, int, str], list[Quote[Passage]]] = defaultdict(list)
    for one in some:
        passage = one.passage
        found[passage.document_id, passage.start, passage.end, passage.direction].append(one)
    return [
        _Alike(
            same[0],
            tuple(dict.fromkeys(one.passage.code for one in same)),
            frozenset(one.passage.coder for one in same),
        )
        for same in found.values()
    ]
