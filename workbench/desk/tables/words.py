"""The tables of the words strand: documents, codes, themes, codings, quotes, crosstab, framework, codes that meet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codebook import codebook
from workbench.coding.cooccurrence import cooccurrence
from workbench.coding.crosstab import Of
from workbench.coding.framework import Framework, framework
from workbench.coding.retrieval import Passage, code_counts, passages, people_by_code
from workbench.coding.summaries import standing
from workbench.coding.themes import themes
from workbench.coding.tree import code_paths
from workbench.desk.door.counted_people import Count, CountedPeople
from workbench.desk.door.door import Door
from workbench.desk.door.quoted import descriptors, names_of_documents, of_people, whose
from workbench.desk.door.summed import summaries_for
from workbench.desk.tables.crosstab import crosstab_table
from workbench.desk.tabular import Asking, Cell, Made, TableKind
from workbench.governance.consent import quotable
from workbench.governance.quote_risk import Beside
from workbench.governance.quoting import Quote
from workbench.governance.samples import people_needed
from workbench.rows import table_of
from workbench.sources.cases import Case, attribute_names
from workbench.sources.documents import Document, Segment
from workbench.sources.speakers import Speaker

MOST_CELLS = 200_000
"""A framework with more cells than this is written without the empty ones."""


def documents_table(session: Session, asking: Asking) -> Made:
    """Each document with whose words are in it; for others than the team only people who agreed to be shown to them."""
    document, segment = table_of(Document), table_of(Segment)
    case, speaker = table_of(Case), table_of(Speaker)
    there = segment.c.gone.is_(False)
    sizes = sa.select(
        segment.c.document_id,
        sa.func.count(),
        sa.func.count().filter(segment.c.kind == "turn"),
        sa.func.sum(segment.c.words),
    )
    counted = {row[0]: row[1:] for row in session.execute(sizes.where(there).group_by(segment.c.document_id))}
    whose = sa.select(segment.c.document_id, case.c.id, case.c.label).select_from(
        segment.join(case, case.c.id == segment.c.case_id)
    )
    people: dict[int, dict[int, str]] = {}
    for document_id, case_id, label in session.execute(whose.where(there).distinct().order_by(case.c.label)):
        people.setdefault(document_id, {})[case_id] = label
    every = {case_id for cases in people.values() for case_id in cases}
    hidden = not_to_be_shown(session, every, asking)
    voices: dict[int, dict[str, None]] = {}
    heard = sa.select(speaker.c.document_id, speaker.c.label, speaker.c.role).where(speaker.c.gone.is_(False))
    for document_id, label, role in session.execute(heard.order_by(speaker.c.id)):
        voices.setdefault(document_id, {})[label if asking.for_the_team else role] = None
    rows: list[tuple[Cell, ...]] = []
    listed = sa.select(document.c.id, document.c.name, document.c.kind).where(document.c.gone.is_(False))
    told = names_of_documents(session, team=asking.for_the_team)
    for key, name, kind in session.execute(listed.order_by(document.c.id)):
        segments, turns, words = counted.get(key, (0, 0, 0))
        labels = [label for case_id, label in people.get(key, {}).items() if case_id not in hidden]
        rows.append((told[name], kind, "; ".join(labels), "; ".join(voices.get(key, ())), turns, segments, words or 0))
    left_out = [f"{_people(len(hidden))} not named: no consent is recorded to show them to {asking.audience.name}."]
    return Made(rows, left_out if hidden else (), withheld=len(hidden))


def not_to_be_shown(session: Session, case_ids: set[int], asking: Asking) -> set[int]:
    """The cases that may not be named one by one to an audience; the team names everyone."""
    if asking.for_the_team:
        return set()
    answers = quotable(session, case_ids, asking.audience.name, "paraphrase")
    return {case_id for case_id, answer in answers.items() if not answer.allowed}


def codes_table(session: Session, asking: Asking) -> Made:
    """Each code with its counts."""
    people = _counted(session, asking, "codes", "people by code")
    counts, whose = code_counts(session, coder=asking.coder), people_by_code(session, coder=asking.coder)
    lines = codebook(session, counts=False)
    cells = {line.id: people.count(("people", line.path), whose.get(line.id, ())) for line in lines}
    told = people.told(cells.values())
    rows: list[tuple[Cell, ...]] = []
    for line in lines:
        counted = counts.get(line.id)
        passages = (counted.codings, counted.segments) if counted else (0, 0)
        rows.append((line.path, line.definition, *_numbers(people, cells[line.id], passages, told), line.state))
    return _made(rows, people)


def themes_table(session: Session, asking: Asking) -> Made:
    """Each theme with the codes it gathers, its codings and its people."""
    people = _counted(session, asking, "themes", "people by theme")
    counts, whose = code_counts(session, coder=asking.coder), people_by_code(session, coder=asking.coder)
    lines = themes(session)
    cells = {
        line.id: people.count(
            ("people", line.name), set[int]().union(*(whose.get(key, set()) for key in line.code_ids))
        )
        for line in lines
    }
    told = people.told(cells.values())
    rows: list[tuple[Cell, ...]] = []
    for line in lines:
        codings = sum(counts[key].codings for key in line.code_ids if key in counts)
        numbers = _numbers(people, cells[line.id], (codings,), told)
        rows.append((line.name, line.statement, line.state, "; ".join(line.codes), *numbers))
    return _made(rows, people)


def cooccurrence_table(session: Session, asking: Asking) -> Made:
    """Each two codes that meet."""
    people = _counted(session, asking, "cooccurrence", "people by two codes that meet")
    whose = people_by_code(session, coder=asking.coder)
    lines = cooccurrence(session, coder=asking.coder)
    cells = []
    for line in lines:
        both = whose.get(line.a_id, set()) & whose.get(line.b_id, set())
        surveyed = 0 if people.surveyed.isdisjoint(both) else line.cases
        cells.append(Count(("people", line.code_a, line.code_b), line.cases, surveyed))
    told = people.told(cells)
    rows: list[tuple[Cell, ...]] = [
        (line.code_a, line.code_b, *_numbers(people, cell, (line.passages,), told))
        for line, cell in zip(lines, cells, strict=True)
    ]
    return _made(rows, people)


def _counted(session: Session, asking: Asking, key: str, about: str) -> CountedPeople:
    """The counts of a table for the audience; one coder's are a table of their own."""
    return CountedPeople(
        session, asking.audience, key if asking.coder is None else f"{key}, coder {asking.coder}", about
    )


def _numbers(
    people: CountedPeople, of: Count, passages: Sequence[int], told: Mapping[tuple[str, ...], int | None]
) -> tuple[Cell, ...]:
    """Passages and people, withheld together where the people are: each would tell of the other."""
    number = told[of.at]
    if number is None:
        return (people.words(of.at),) * (len(passages) + 1)
    return (*(people.passages(one, of) for one in passages), number)


def _made(rows: list[tuple[Cell, ...]], people: CountedPeople) -> Made:
    return Made(rows, people.remarks(), withheld=people.withheld, leaving=people.leaving())


def _people(number: int) -> str:
    return "1 person is" if number == 1 else f"{number} people are"


def codings_table(session: Session, asking: Asking) -> Made:
    """Each coding with its words, as far as the door lets them through."""
    at = Door(session, asking.audience)
    through = at.through(passages(session, coder=asking.coder))
    at.enter(through)
    told = names_of_documents(session, team=at.team)
    rows: list[tuple[Cell, ...]] = []
    for quote in through:
        one = quote.passage
        cases, place = _place(quote, told, quote.as_said)
        by = one.coder if at.team else ""
        rows.append((*place, one.code, by, cases, one.origin, one.created, one.direction, quote.mark))
    return Made(rows, at.left_out(), quotes=len(rows), withheld=len(at.held), printed=at.printed)


def _place(quote: Quote[Passage], documents: Mapping[str, str], text: str) -> tuple[str, tuple[Cell, ...]]:
    """Who said a quote, and its place and words; where the name is left off its place in the document is too."""
    one = quote.passage
    if quote.named:
        return "; ".join(one.cases), (documents[one.document], one.start, one.end, text)
    who, document = whose(quote, documents)
    return who, (document, None, None, text)


def quotes_table(session: Session, asking: Asking) -> Made:
    """Each quote under its code as it is shown, with what is known of the person: a column an attribute."""
    at = Door(session, asking.audience)
    rows = list(quote_rows(at, asking.coder))
    more = quote_columns(session)
    return Made(rows, at.left_out(), more, quotes=len(rows), withheld=len(at.held), printed=at.printed)


def quote_columns(session: Session) -> list[str]:
    """The columns of the table of quotes that depend on the project: its attributes, and the mark."""
    return [*attribute_names(session), "mark"]


def quote_rows(at: Door, coder: int | None = None) -> Iterator[tuple[Cell, ...]]:
    """A row a quote, code by code, each entered as printed.

    For the team a code is asked about by itself. For others what may be shown depends on all that is.
    """
    session = at.session
    names = attribute_names(session)
    known = descriptors(session, names, people_needed(session, at.audience.name))
    beside = Beside(described=known, names=tuple(names))
    told = names_of_documents(session, team=at.team)
    paths = code_paths(session)
    for some in [[key] for key in sorted(paths, key=lambda key: paths[key])] if at.team else [None]:
        through = at.passages(passages(session, codes=some, coder=coder), beside)
        at.enter(through, beside)
        for quote in sorted(through, key=lambda quote: (quote.passage.code, *_unnamed_last(quote))):
            one = quote.passage
            cases, place = _place(quote, told, quote.text)
            described = of_people(known if quote.is_described else {}, one.case_ids, len(names))
            yield (one.code, cases, *place, one.coder if at.team else "", *described, quote.mark)


def _unnamed_last(quote: Quote[Passage]) -> tuple[bool, str]:
    """Quotes without a name come last and by their words, so that their order tells nothing of who said them."""
    return (False, "") if quote.named else (True, quote.text)


def framework_table(session: Session, asking: Asking) -> Made:
    """Each person and code: how many passages, whether an empty cell has been read, and what somebody summed up."""
    return _framework(session, asking, framework(session, coder=asking.coder), "codes")


def framework_of_themes(session: Session, asking: Asking) -> Made:
    """The same with a line for each person and theme."""
    kept = {line.id: (line.name, line.code_ids) for line in themes(session) if line.state != "dropped"}
    return _framework(session, asking, framework(session, coder=asking.coder).gathered(kept), "themes")


def _framework(session: Session, asking: Asking, matrix: Framework, of: Of) -> Made:
    hidden = not_to_be_shown(session, set(matrix.cases), asking)
    large = len(matrix.cases) * len(matrix.codes) > MOST_CELLS
    summed = summaries_for(session, set(matrix.cases) - hidden, asking.audience.name, of=of)
    rows: list[tuple[Cell, ...]] = []
    for case_id in matrix.cases:
        for key in matrix.codes:
            at = (case_id, key)
            if case_id in hidden or (large and at not in matrix.passages and at not in summed.shown):
                continue
            cell, summary = matrix.cell(*at), summed.shown.get(at)
            stands = standing(cell, summary) if summary is not None else ""
            rows.append((cell.case, cell.code, cell.passages, cell.state, summary.text if summary else "", stands))
    left_out = ["Cells without a passage are left out: there are too many."] if large else []
    if hidden:
        left_out.append(
            f"{_people(len(hidden))} left out: no consent is recorded to show them to {asking.audience.name}."
        )
    if summed.held:
        number = len(summed.held)
        left_out.append(
            f"{number:,} {'summary is' if number == 1 else 'summaries are'} not shown: they tell of words that are held"
            " back, or their speakers have not agreed to be told of in other words."
        )
    return Made(rows, left_out, withheld=len(hidden) + len(summed.held))


def matrix_table(session: Session, asking: Asking) -> Made:
    """Each person and every code as 1, mentioned, or 0, read to the end and not mentioned; a column a code.

    Empty where some of the person's words are unread and the code has not been found so far.
    """
    found = framework(session, coder=asking.coder)
    hidden = not_to_be_shown(session, set(found.cases), asking)
    rows = [
        (label, *(1 if (key, code) in found.passages else None if key in found.unread else 0 for code in found.codes))
        for key, label in found.cases.items()
        if key not in hidden
    ]
    left_out = []
    if hidden:
        left_out.append(
            f"{_people(len(hidden))} left out: no consent is recorded to show them to {asking.audience.name}."
        )
    unread = len(found.unread & found.cases.keys() - hidden)
    if unread:
        left_out.append(
            f"{_people(unread)} not read to the end: where nothing was found so far, their cells are empty."
        )
    columns = [f"{path} (code)" if path == "case" else path for path in found.codes.values()]
    return Made(rows, left_out, columns, withheld=len(hidden))


_COUNTS = ("codings", "segments", "cases")
FRAMEWORK = ("case", "code", "passages", "state", "summary", "summarised")
BOTH, CODER = frozenset({"by", "coder"}), frozenset({"coder"})

WORD_TABLES = (
    TableKind(
        "documents",
        "every transcript and open question, with whose words are in it",
        ("document", "kind", "cases", "speakers", "turns", "segments", "words"),
        documents_table,
    ),
    TableKind("codes", "the codebook with counts", ("code", "definition", *_COUNTS, "state"), codes_table, CODER),
    TableKind(
        "themes",
        "themes with what they gather",
        ("theme", "statement", "state", "codes", "codings", "cases"),
        themes_table,
        CODER,
    ),
    TableKind(
        "codings",
        "every coding with its words",
        ("document", "start", "end", "text", "code", "coder", "cases", "origin", "created", "direction", "mark"),
        codings_table,
        CODER,
    ),
    TableKind(
        "quotes",
        "quotes by code, with what is known of the people",
        ("code", "cases", "document", "start", "end", "text", "coder"),
        quotes_table,
        CODER,
    ),
    TableKind(
        "crosstab",
        "codes by groups of people",
        ("code", "group", "cases", "asked", "percent", "lower", "upper", "note"),
        crosstab_table,
        BOTH,
    ),
    TableKind(
        "cooccurrence",
        "codes that meet on the same words",
        ("code_a", "code_b", "passages", "cases"),
        cooccurrence_table,
        CODER,
    ),
    TableKind("framework", "people by codes, with what was summed up", FRAMEWORK, framework_table, CODER),
    TableKind(
        "framework-themes",
        "people by themes, with what was summed up",
        ("case", "theme", *FRAMEWORK[2:]),
        framework_of_themes,
        CODER,
    ),
    TableKind("matrix", "people by codes as 0 and 1, a column a code", ("case",), matrix_table, CODER),
)
