"""What the names in a question stand for in a project: codes, themes, people, voices, documents, coders, attributes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codings import Coding
from workbench.coding.query_language import FIELDS, CodeNamed, Fact, Query, QueryUnclearError, codes_in, meant, parse
from workbench.coding.themes import themes
from workbench.coding.tree import Tree, same_name
from workbench.rows import table_of
from workbench.sources.cases import Attribute, AttributeValue, Case
from workbench.sources.coders import Coder
from workbench.sources.documents import Document, Segment
from workbench.sources.drafts import several
from workbench.sources.speakers import ROLES, Speaker

_CODING, _SEGMENT, _VALUE = table_of(Coding), table_of(Segment), table_of(AttributeValue)
_MOST_VALUES = 6
_SAMPLE = 5000
"""So many records of an attribute are looked at for values to offer."""
Condition = sa.ColumnElement[bool]
OfPeople = Callable[[sa.ColumnElement[Any]], Condition]
"""What must hold of the key of a person."""


class NameUnknownError(QueryUnclearError):
    """That name stands for nothing in this project."""


@dataclass(frozen=True, slots=True)
class Names:
    """Everything that can be named in a question, each list in the project's order: for completing what is typed."""

    codes: tuple[str, ...]
    themes: tuple[str, ...]
    people: tuple[str, ...]
    speakers: tuple[str, ...]
    documents: tuple[str, ...]
    coders: tuple[str, ...]
    attributes: Mapping[str, tuple[str, ...]]
    """Values of each attribute."""


def names(session: Session, tree: Tree) -> Names:
    """What can be named in a question; of an attribute the values among its first few thousand records."""
    attribute = table_of(Attribute)
    listed = sa.select(attribute.c.id, attribute.c.name).where(attribute.c.gone.is_(False))
    values: dict[str, tuple[str, ...]] = {}
    for key, name in session.execute(listed.order_by(attribute.c.position, attribute.c.id)):
        first = sa.select(_VALUE.c.value).where(_VALUE.c.attribute_id == key, _VALUE.c.gone.is_(False)).limit(_SAMPLE)
        found = session.execute(sa.select(first.subquery().c.value).distinct()).scalars()
        values[name] = tuple(sorted({one for value in found for one in (value, *several(value))}))
    return Names(
        codes=tuple(tree.path(key) for key in tree.order),
        themes=tuple(line.name for line in themes(session) if line.state != "dropped"),
        people=tuple(_listed(session, Case, "label")),
        speakers=tuple(_listed(session, Speaker, "label")),
        documents=tuple(_listed(session, Document, "name")),
        coders=tuple(_listed(session, Coder, "name")),
        attributes=values,
    )


def _listed(session: Session, kind: type[Any], column: str) -> list[str]:
    """Every name of one kind, each once."""
    table = table_of(kind)
    rows = session.execute(sa.select(table.c[column]).where(table.c.gone.is_(False)).order_by(table.c.id)).scalars()
    return list(dict.fromkeys(rows))


def understood(tree: Tree, typed: str) -> Query:
    """A question as it was typed; the whole of it may be the name of a code, though it has an “and” in it.

    Raises QueryUnclearError for one that cannot be read, and its kind NameUnknownError for a code that is not there.
    """
    try:
        query = parse(typed)
        for code in codes_in(query):
            code_named(tree, code)
    except QueryUnclearError:
        whole = same_name(typed)
        if not any(whole in {same_name(tree.path(key)), same_name(tree.names[key][-1])} for key in tree.order):
            raise
        return CodeNamed(" ".join(typed.split()))
    return query


def code_named(tree: Tree, named: CodeNamed) -> int:
    """The code of that path, of the only path that ends so; NameUnknownError, with what may have been meant."""
    wanted = [same_name(part) for part in _parts(named.path)]
    ends = [key for key in tree.order if [same_name(name) for name in tree.names[key]][-len(wanted) :] == wanted]
    whole = [key for key in ends if len(tree.names[key]) == len(wanted)]
    found = whole if len(whole) == 1 else ends
    if len(found) == 1:
        return found[0]
    if found:
        paths = " and ".join(f"“{tree.path(key)}”" for key in found[:3])
        raise NameUnknownError(f"More than one code is called “{named.path}”: {paths}. Write the whole path.")
    hint = meant(named.path, (tree.path(key) for key in tree.order))
    raise NameUnknownError(f"There is no code “{named.path}”.{hint}")


def _parts(path: str) -> tuple[str, ...]:
    from workbench.coding.paths import split_path

    try:
        return split_path(path)
    except ValueError:
        return (path,)


def codes_of(session: Session, tree: Tree, named: CodeNamed | Fact) -> frozenset[int]:
    """The codes behind the name of a code or a theme."""
    if isinstance(named, CodeNamed):
        key = code_named(tree, named)
        return frozenset({key} if named.alone else tree.below(key))
    gathered = {line.name: line.code_ids for line in themes(session)}
    name = _one_of(named.value, gathered, f"There is no theme “{named.value}”.")
    return frozenset(below for key in gathered[name] for below in tree.below(key))


def _one_of(value: str, known: Iterable[str], unknown: str) -> str:
    """The known name that is the value, capitals and spaces aside; NameUnknownError where none is."""
    listed = list(known)
    wanted = same_name(value)
    found = next((name for name in listed if same_name(name) == wanted), None)
    if found is None:
        raise NameUnknownError(f"{unknown}{meant(value, listed)}")
    return found


def is_of_people(fact: Fact) -> bool:
    """Whether a fact is one of people, so that several of them must hold of the same person."""
    return fact.field.casefold() == "person" or fact.field.casefold() not in FIELDS


def of_people(session: Session, fact: Fact) -> OfPeople:
    """What a fact says of the key of a person."""
    case = table_of(Case)
    if fact.field.casefold() == "person":
        name = _one_of(fact.value, _listed(session, Case, "label"), f"There is nobody called “{fact.value}”.")
        keys = sa.select(case.c.id).where(case.c.label == name, case.c.gone.is_(False))
        return lambda column: column.in_(keys)
    key, name, kind = _attribute(session, fact.field)
    said = sa.select(_VALUE.c.value).where(_VALUE.c.attribute_id == key, _VALUE.c.gone.is_(False)).distinct()
    wanted = same_name(fact.value)
    there = {value: several(value) if kind == "many" else [value] for value in session.execute(said).scalars()}
    fitting = [value for value, ones in there.items() if any(same_name(one) == wanted for one in ones)]
    if not fitting:
        every = sorted({one for ones in there.values() for one in ones})
        some = ", ".join(every[:_MOST_VALUES]) + (" and more" if len(every) > _MOST_VALUES else "")
        hint = meant(fact.value, every) or (f" There is {some}." if some else "")
        raise NameUnknownError(f"Nobody has “{fact.value}” under {name}.{hint}")
    people = sa.select(_VALUE.c.case_id).where(
        _VALUE.c.attribute_id == key, _VALUE.c.value.in_(fitting), _VALUE.c.gone.is_(False)
    )
    return lambda column: column.in_(people)


def _attribute(session: Session, typed: str) -> tuple[int, str, str]:
    """The attribute of that name, its capitals, spaces and dashes aside."""
    attribute = table_of(Attribute)
    rows = session.execute(
        sa.select(attribute.c.id, attribute.c.name, attribute.c.kind).where(attribute.c.gone.is_(False))
    ).all()
    for key, name, kind in rows:
        if letters(name) == letters(typed):
            return key, name, kind
    known = [*FIELDS, *(row.name for row in rows)]
    hint = meant(typed, known) or f" There is {', '.join(known[: len(FIELDS) + _MOST_VALUES])}."
    raise NameUnknownError(f"Nothing called “{typed}” is known of people here.{hint}")


def letters(name: str) -> str:
    """What two names of attributes have in common that count as the same: capitals, spaces and dashes aside."""
    return re.sub(r"[\W_]", "", name.casefold())


def of_codings(session: Session, fact: Fact) -> Condition:
    """What a fact of voices, documents or coders says of a coding."""
    match fact.field.casefold():
        case "speaker":
            labels = _listed(session, Speaker, "label")
            label = _one_of(fact.value, labels, f"No voice is called “{fact.value}”.")
            wanted = same_name(label)
            speaker = table_of(Speaker)
            same = [one for one in labels if same_name(one) == wanted]
            return touching(
                lambda said: said.c.speaker_id.in_(sa.select(speaker.c.id).where(speaker.c.label.in_(same)))
            )
        case "role":
            role = _one_of(fact.value, ROLES, f"There is no role “{fact.value}”.")
            speaker = table_of(Speaker)
            return touching(lambda said: said.c.speaker_id.in_(sa.select(speaker.c.id).where(speaker.c.role == role)))
        case "document":
            document = table_of(Document)
            rows = session.execute(
                sa.select(document.c.id, document.c.name, document.c.title).where(document.c.gone.is_(False))
            ).all()
            every = [name for row in rows for name in (row.name, row.title) if name]
            name = same_name(_one_of(fact.value, every, f"There is no document “{fact.value}”."))
            keys = [row.id for row in rows if name in {same_name(row.name), same_name(row.title)}]
            return _CODING.c.document_id.in_(keys)
        case _:
            coder = table_of(Coder)
            name = _one_of(fact.value, _listed(session, Coder, "name"), f"Nobody called “{fact.value}” codes here.")
            return _CODING.c.coder_id.in_(sa.select(coder.c.id).where(coder.c.name == name))


def touching(of: Callable[[sa.FromClause], Condition]) -> Condition:
    """Whether a coding touches a passage of which something holds."""
    said = _SEGMENT.alias("asked_of")
    return sa.exists().where(
        said.c.document_id == _CODING.c.document_id,
        said.c.start >= _CODING.c.anchor,
        said.c.start < _CODING.c.end,
        said.c.end > _CODING.c.start,
        said.c.gone.is_(False),
        of(said),
    )
