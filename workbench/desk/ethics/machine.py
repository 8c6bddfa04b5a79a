"""How a computer helped, in a few sentences, before the whole record of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from workbench.briefs.page import Paragraph
from workbench.desk.door.door import Door
from workbench.desk.paper.transparency import MARK, NOT_PRECISION, said, transparency_record
from workbench.desk.paper.wanted import Wanted
from workbench.desk.suggesting.machine_use import Use, machine_statement, use_of
from workbench.exchange.paper.pages import Block, Heading
from workbench.text import counted

PEOPLE_DECIDE = (
    "A suggestion counts for nothing until a person has read the passage and said yes. Findings rest on what people"
    " coded. Whoever did not agree that a computer reads their words is not read by it."
)


def machine(at: Door) -> Iterator[Block]:
    """What it did, who decided, how often it was right."""
    use = use_of(at.session)
    yield Paragraph(machine_statement(use))
    if not use.runs:
        return
    yield Paragraph(PEOPLE_DECIDE)
    yield Paragraph(_right(use), heading="How often it is right")
    yield Paragraph(
        "The whole record, in the order of a public standard and in the words of specialists, stands at the end.",
        role="note",
    )


def _right(use: Use) -> str:
    passages, people = use.blind
    if not passages or use.precision is None or use.recall is None:
        return f"Nobody has measured it yet, so nobody can say. {NOT_PRECISION}"
    return (
        f"{counted(passages, 'passage')} of {counted(people, 'person', 'people')} were read without sight of what it would"
        f" suggest. Of what it would have suggested the reader agreed with {said(use.precision)}. Of what the reader gave"
        f" it would have found {said(use.recall)}."
    )


def record(at: Door) -> tuple[Block, ...]:
    """The transparency record with its headings a level lower; nothing where no machine was used."""
    if not use_of(at.session).runs:
        return ()
    made = transparency_record(at.session, Wanted(at))
    marked = sum(one.text.count(MARK) for one in made.blocks if isinstance(one, Paragraph))
    open_ones = f" {marked} places in it are marked ▢: nobody has filled them in." if marked else ""
    first = Paragraph(
        f"It follows a public standard, for specialists. In plain words it stands above, under “What a computer did”.{open_ones}",
        role="note",
    )
    rest = tuple(replace(one, level=one.level + 1) if isinstance(one, Heading) else one for one in made.blocks)
    return (first, *rest)
