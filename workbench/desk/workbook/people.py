"""The sheets of what people said: quotes, themes and codes by group, people by theme, and a quote for each theme and group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlmodel import Session

from workbench.coding.by_group import LIVES
from workbench.coding.crosstab import EVERYONE
from workbench.coding.retrieval import Passage, passages
from workbench.coding.themes import themes
from workbench.desk.door.quoted import descriptors, names_of_documents, of_people, whose
from workbench.desk.workbook.making import Making
from workbench.exchange.workbook import people
from workbench.exchange.workbook.people import QuoteRow
from workbench.exchange.workbook.sheets import Column, Leads, Sheet, heading_of
from workbench.governance.descriptions import WITHHELD
from workbench.governance.quote_risk import Beside
from workbench.governance.quoting import Quote
from workbench.governance.samples import people_needed

QUOTE_MATRIX = "Quote matrix"
_GOOD_LENGTH = 160


def quotes(session: Session, made: Making) -> Sheet:
    """Every coded passage that may be shown; one that several people coded alike stands once."""
    rows, anchors = _quoted(session, made)
    made.quotes = len(rows)
    return people.quotes(rows, _attributes(made), anchors)


def _attributes(made: Making) -> list[str]:
    return [name for name in made.by if name != LIVES]


def _quoted(session: Session, made: Making) -> tuple[list[QuoteRow], dict[str, int]]:
    """The quotes with the rows that findings and themes lead to; made once for all sheets."""
    if made.quoted is not None:
        return made.quoted
    names = _attributes(made)
    known = descriptors(session, names, people_needed(session, made.at.audience.name))
    beside = Beside(described=known, names=tuple(names))
    through = made.at.passages(passages(session), beside)
    made.at.enter(through, beside)
    serves: dict[int, list[str]] = defaultdict(list)
    for theme in themes(session):
        if theme.state != "dropped":
            for code in theme.code_ids:
                serves[code].append(theme.name)
    named = made.cited("coding")
    told = names_of_documents(session, team=made.at.team, titled=True)
    alike: dict[tuple[str, str, int, int], list[Quote[Passage]]] = defaultdict(list)
    for one in through:
        alike[one.passage.code, one.passage.document, one.passage.start, one.passage.end].append(one)
    rows: list[QuoteRow] = []
    anchors: dict[str, int] = {}
    for _, some in sorted(alike.items(), key=_in_order):
        first = some[0].passage
        themes_of = tuple(serves[first.code_id])
        cited = [f"quote {one.passage.coding_id}" for one in some if one.passage.coding_id in named]
        for name in (f"code {first.code}", *(f"theme {theme}" for theme in themes_of), *cited):
            anchors.setdefault(name, len(rows))
        known_here = of_people(known if some[0].is_described else {}, first.case_ids, len(names))
        rows.append(_quote(some, themes_of, known_here, named, told))
    made.quoted = (rows, anchors)
    return made.quoted


def _quote(
    alike: Sequence[Quote[Passage]],
    serves: tuple[str, ...],
    known: tuple[str, ...],
    named: dict[int, list[str]],
    documents: Mapping[str, str],
) -> QuoteRow:
    one = alike[0].passage
    who, document = whose(alike[0], documents)
    return QuoteRow(
        code=one.code,
        themes=serves,
        text=alike[0].text,
        who=who,
        known=known,
        document=document,
        start=one.start if alike[0].named else None,
        coders=len({quote.passage.coder for quote in alike}),
        findings=tuple(dict.fromkeys(name for quote in alike for name in named.get(quote.passage.coding_id, ()))),
        against=one.direction == "against",
        mark=alike[0].mark,
    )


def _in_order(entry: tuple[tuple[str, str, int, int], list[Quote[Passage]]]) -> tuple[str, bool, str, int]:
    """By code, then by place; those without a name last and by their words, so that their order tells nothing."""
    (code, document, start, _), alike = entry
    one = alike[0]
    return code.casefold(), not one.named, document if one.named else one.text, start


def by_group(session: Session, made: Making) -> Sheet:
    """Themes and codes by group, with nothing from which a small number could be worked out."""
    return people.themes_by_group(made.groups(session))


def by_theme(session: Session, made: Making) -> Sheet:
    """How many people raised each theme, as the sheet by group has it of everyone."""
    return people.people_by_theme(made.groups(session), EVERYONE)


def quote_matrix(session: Session, made: Making) -> Sheet:
    """One quote for each theme and group of people, of the quotes that may be shown with what may be told of their speakers."""
    rows, _ = _quoted(session, made)
    chosen: dict[tuple[str, str, str], QuoteRow] = {}
    for row in rows:
        for name, value in zip(_attributes(made), row.known, strict=True):
            if value and value != WITHHELD and ";" not in value:
                for theme in row.themes:
                    best = chosen.get((theme, name, value))
                    if best is None or _better(row, best):
                        chosen[theme, name, value] = row
    columns = (
        Column("Theme", 30, strong=True),
        Column("Grouped by", 16),
        Column("Group", 18),
        Column("One quote", 80),
        Column("Who", 16),
        Column("Code", 30),
    )
    made_rows = [
        (Leads(theme, (f"theme {theme}",)), heading_of(name), value, one.text, one.who, one.code)
        for (theme, name, value), one in sorted(chosen.items())
    ]
    made.quotes = max(made.quotes, len(made_rows))
    return Sheet(
        QUOTE_MATRIX,
        "Quote matrix: one quote for each theme and group of people",
        columns,
        made_rows,
        "No quote may be shown beside a group of people.",
        notes=("Small numbers", "Held back"),
    )


def _better(one: QuoteRow, other: QuoteRow) -> bool:
    """Whether a quote is nearer to a good length, and not one that speaks against its code."""
    return (one.against, abs(len(one.text) - _GOOD_LENGTH)) < (other.against, abs(len(other.text) - _GOOD_LENGTH))
