"""A person on one page: where they are heard, what they said it about, what is known of them, what they agreed to."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field

import sqlalchemy as sa
from rich.text import Text

from workbench import geography
from workbench.coding.retrieval import passages
from workbench.project.file import Project
from workbench.rows import live, table_of
from workbench.sources.cases import Attribute, Case, attributes_of, places_of
from workbench.sources.document_list import documents
from workbench.sources.documents import Document, Segment
from workbench.sources.matches import Likely, decisions, likely_same
from workbench.tui.dialogs import Choice
from workbench.tui.governance.people import USES
from workbench.tui.governance.people import PersonLine as Agreed
from workbench.tui.governance.people import read_people as read_agreed
from workbench.tui.widgets.rows import RowLine

MOST_CODES = 12


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person in the list: how much they said, and where."""

    id: int
    label: str
    documents: int
    passages: int
    words: int
    known: str
    """What is known of them, in a few words."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One document in which a person is heard."""

    document_id: int
    name: str
    passages: int
    words: int


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Everything about one person."""

    id: int
    label: str
    sampling: str
    heard: tuple[Heard, ...] = ()
    codes: tuple[tuple[str, int], ...] = ()
    attributes: dict[str, str] = field(default_factory=dict)
    places: tuple[tuple[str, str], ...] = ()
    agreed: Agreed | None = None
    likely: tuple[Likely, ...] = ()


def read_people(project: Project) -> list[PersonLine]:
    """Everybody in the project, in the order in which they came in."""
    segment = table_of(Segment)
    counted = (
        sa.select(
            segment.c.case_id,
            sa.func.count(sa.distinct(segment.c.document_id)),
            sa.func.count(),
            sa.func.sum(segment.c.words),
        )
        .where(segment.c.gone.is_(False), segment.c.case_id.is_not(None))
        .group_by(segment.c.case_id)
    )
    with project.read() as session:
        counts = {row[0]: (int(row[1]), int(row[2]), int(row[3])) for row in session.execute(counted)}
        known = attributes_of(session)
        people = [(row.id or 0, row.label) for row in session.execute(live(Case)).scalars()]
    return [
        PersonLine(key, label, *counts.get(key, (0, 0, 0)), ", ".join([*known.get(key, {}).values()][:6]))
        for key, label in people
    ]


def rows_of(lines: list[PersonLine]) -> list[RowLine]:
    """A row a person; one who said nothing is set back."""
    return [
        RowLine(
            str(one.id),
            (one.label, f"{one.documents:,}", f"{one.passages:,}", f"{one.words:,}", one.known),
            "" if one.passages else "quiet",
        )
        for one in lines
    ]


@dataclass(frozen=True, slots=True)
class Everybody:
    """What is read for all people at once: what they agreed to, and pairs who may be one, about whom nobody decided."""

    agreed: dict[int, Agreed] = field(default_factory=dict)
    likely: tuple[Likely, ...] = ()


def read_everybody(project: Project) -> Everybody:
    """What every person's page shares."""
    agreed = {one.id: one for one in read_agreed(project)}
    with project.read() as session:
        cases = {row.id or 0: row.label for row in session.execute(live(Case)).scalars()}
        return Everybody(agreed, tuple(likely_same(cases, decisions(session))))


def read_person(project: Project, key: int, everybody: Everybody) -> PersonPage | None:
    """One person; None when they are not there any more."""
    segment, document = table_of(Segment), table_of(Document)
    counted = (
        sa.select(document.c.id, document.c.title, document.c.name, sa.func.count(), sa.func.sum(segment.c.words))
        .join(document, document.c.id == segment.c.document_id)
        .where(segment.c.gone.is_(False), document.c.gone.is_(False), segment.c.case_id == key)
        .group_by(document.c.id)
    )
    with project.read() as session:
        row = session.execute(live(Case).where(table_of(Case).c.id == key)).scalars().first()
        if row is None:
            return None
        heard = [Heard(one[0], one[1] or one[2], int(one[3]), int(one[4])) for one in session.execute(counted)]
        codes = Counter(one.code for one in passages(session, cases=[key]))
        places = places_of(session).get(key, [])
        return PersonPage(
            key,
            row.label,
            row.sampling,
            tuple(heard),
            tuple(codes.most_common()),
            attributes_of(session).get(key, {}),
            tuple((named_area(code), role) for code, role in places),
            everybody.agreed.get(key),
            tuple(one for one in everybody.likely if key in (one.case_id, one.other_id)),
        )


def named_area(code: str) -> str:
    """An area as people call it."""
    found = geography.area(code)
    return found.name if found is not None else code


def page_of(one: PersonPage) -> Text:
    """The page as it is read."""
    text = Text()

    def part(title: str, lines: list[str]) -> None:
        text.append(f"\n{title}\n", "bold")
        for line in lines:
            text.append(f"  {line}\n")

    text.append(f"{one.label}\n", "bold")
    if one.sampling != "not recorded":
        text.append(f"came in by: {one.sampling}\n", "dim")
    part(
        "Heard in",
        [
            f"{it.name}: {it.passages:,} passage{'s' * (it.passages != 1)}, {it.words:,} word{'s' * (it.words != 1)}"
            for it in one.heard
        ]
        or ["nothing"],
    )
    more = f"and {len(one.codes) - MOST_CODES} more" if len(one.codes) > MOST_CODES else ""
    part(
        "Codes on what they said",
        [*(f"{count:>3} {code}" for code, count in one.codes[:MOST_CODES]), *([more] if more else [])] or ["none yet"],
    )
    part(
        "What is known", [f"{name}: {value}" for name, value in one.attributes.items()] or ["nothing yet; e writes it"]
    )
    part("Places", [f"{role}: {name}" for name, role in one.places] or ["none yet; p writes one"])
    if one.agreed is not None:
        said = [f"{label}: {one.agreed.words(use)}" for use, label in USES.items()]
        part("Agreed to", [*said, f"Shown to: {one.agreed.audiences()}"])
    for it in one.likely:
        other = it.other if it.case_id == one.id else it.label
        text.append(f"\n⚠ {other} may be the same person ({it.why}). = decides.\n", "bold")
    return text


def attribute_choices(project: Project, person: PersonPage) -> list[Choice[str]]:
    """What can be written down of a person, with what is known."""
    with project.read() as session:
        names = [row.name for row in session.execute(live(Attribute)).scalars()]
    return [Choice(name, name, note=person.attributes.get(name, "")) for name in names]


def values_to_pick(project: Project, name: str) -> tuple[list[str], str]:
    """The values that may be picked for an attribute: its list, else those that others have; and its kind."""
    with project.read() as session:
        row = session.execute(live(Attribute).where(table_of(Attribute).c.name == name)).scalars().first()
        if row is not None and row.choices:
            return [str(one) for one in json.loads(row.choices)], row.kind
        seen = Counter(values[name] for values in attributes_of(session).values() if name in values)
    return [value for value, _ in seen.most_common(40)], row.kind if row is not None else "text"


def others(project: Project, key: int) -> list[Choice[int]]:
    """The other people, to unite with."""
    heard: dict[str, list[str]] = {}
    with project.read() as session:
        for one in documents(session):
            for label in one.cases:
                heard.setdefault(label, []).append(one.title or one.name)
        rows = list(session.execute(live(Case)).scalars())
    return [
        Choice(row.id or 0, row.label, note=", ".join(heard.get(row.label, [])[:3])) for row in rows if row.id != key
    ]
