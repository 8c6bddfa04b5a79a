"""Answering a question to the codings: the passages that fit, and how many people they come from.

A passage is a coding. Shown are the codings of the code that is asked for first; every other code in the question is a
condition on their words: that somebody's coding of it lies on them, or next to them. So `Dark and Police` finds the
passages of Dark that carry Police too, whoever coded either.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codings import Coding
from workbench.coding.crosstab import people_heard, questions_of, who_was_asked
from workbench.coding.nearness import Mask, Stretches, chosen, holding, meeting, of_rows, united
from workbench.coding.query_language import Both, CodeNamed, Either, Fact, Meets, Nearness, Not, Query
from workbench.coding.query_names import Condition, codes_of, is_of_people, of_codings, of_people, touching, understood
from workbench.coding.retrieval import Passage, passages, touched
from workbench.coding.tree import Tree, read_tree
from workbench.rows import in_chunks, table_of
from workbench.sources.documents import Document, Segment
from workbench.sources.search import Typed, every_place, phrase

_CODING, _SEGMENT, _DOCUMENT = table_of(Coding), table_of(Segment), table_of(Document)
_CHUNK = 5000
READ = 5000
"""Up to so many passages are read to see whether words are in them; of more, the text index is asked where they are."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question whose names are known: what must hold of a coding, or the codings that were found by sweeping."""

    query: Query
    where: Condition | None
    keys: tuple[int, ...] = ()
    codes: frozenset[int] = frozenset()
    """The codes it is about, where it asks for one code or theme and nothing else."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many passages fit, of how many people, and of how many who were heard or asked."""

    passages: int
    people: int
    heard: int
    asked: int | None = None
    of_asked: int | None = None
    counts_people: bool = True
    """Not in a reflexive project, where how much weight something has is a person's judgement."""

    @property
    def sentence(self) -> str:
        """The counts in words.

        >>> Tally(41, 9, 16).sentence
        '41 passages by 9 of the 16 people heard'
        """
        if not self.passages:
            return "No passage fits this."
        counted = f"{self.passages:,} {'passage' if self.passages == 1 else 'passages'}"
        if not self.counts_people:
            return counted
        if not self.people:
            return f"{counted}, none by a participant"
        if self.asked is None or self.of_asked is None:
            return f"{counted} by {self.people} of the {self.heard} people heard"
        unasked = self.people - self.of_asked
        return f"{counted} by {self.of_asked} of the {self.asked} people asked" + (
            f", and by {unasked} who {'was' if unasked == 1 else 'were'} not" if unasked else ""
        )


@dataclass(frozen=True, slots=True)
class _Codes:
    keys: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Holds:
    condition: Condition


@dataclass(frozen=True, slots=True)
class _Words:
    wanted: Typed


@dataclass(frozen=True, slots=True)
class _Meeting:
    first: _Part
    how: Nearness
    second: _Part


@dataclass(frozen=True, slots=True)
class _Every:
    parts: tuple[_Part, ...]


@dataclass(frozen=True, slots=True)
class _Some:
    parts: tuple[_Part, ...]


@dataclass(frozen=True, slots=True)
class _No:
    part: _Part


_Part = _Codes | _Holds | _Words | _Meeting | _Every | _Some | _No


def ask(session: Session, query: Query | str, *, seen: Condition | None = None) -> Question:
    """A question made ready to be answered, of the codings that are `seen`: names looked up, neighbours swept.

    Raises QueryUnclearError for one that cannot be read, and its kind NameUnknownError for a name that stands for nothing.
    """
    tree = read_tree(session)
    query = understood(tree, query) if isinstance(query, str) else query
    part = _known(session, tree, query)
    about = part.keys if isinstance(part, _Codes) else frozenset[int]()
    where = _condition(part)
    if where is not None:
        return Question(query, where if seen is None else sa.and_(where, seen), codes=about)
    return Question(query, None, tuple(_Sweep(session, seen).places(part).keys.tolist()))


def passages_of(session: Session, question: Question, *, limit: int | None = None, offset: int = 0) -> list[Passage]:
    """The passages that fit, in the order of the documents and of their text; a page of them, or all."""
    if question.where is not None:
        return passages(session, where=sa.and_(question.where, _IN_SIGHT), limit=limit, offset=offset)
    keys = question.keys[offset : None if limit is None else offset + limit]
    return [one for some in in_chunks(keys, _CHUNK) for one in passages(session, codings=some)]


def tally(session: Session, question: Question) -> Tally:
    """How many passages fit and of how many people; of those asked where a code's questions say who was."""
    reflexive = session.info.get("meta", {}).get("approach") == "reflexive"
    people = _people(session, question)
    heard = people_heard(session)
    asked: set[int] = set()
    if question.codes:
        about = questions_of(session, read_tree(session))
        questions = set().union(*(about.get(code, frozenset()) for code in question.codes))
        asked = set().union(*who_was_asked(session, questions).values()) & heard.keys()
    count = len(question.keys)
    if question.where is not None:
        counted = sa.select(sa.func.count()).select_from(_CODING).where(question.where, *_LIVE)
        count = session.execute(counted).scalar_one()
    return Tally(
        count,
        len(people),
        len(heard),
        len(asked) if asked else None,
        len(people & asked) if asked else None,
        not reflexive,
    )


def _people(session: Session, question: Question) -> set[int]:
    """Whose words the passages touch. Nobody's are 0, so that no index of people tempts SQL to begin with them."""
    whose = sa.select(sa.func.coalesce(_SEGMENT.c.case_id, 0)).select_from(touched()).distinct()
    if question.where is not None:
        return set(session.execute(whose.where(question.where, *_LIVE)).scalars()) - {0}
    found: set[int] = set()
    for some in in_chunks(question.keys, _CHUNK):
        found.update(session.execute(whose.where(_CODING.c.id.in_(some))).scalars())
    return found - {0}


_IN_SIGHT = _CODING.c.document_id.not_in(sa.select(_DOCUMENT.c.id).where(_DOCUMENT.c.gone.is_(True)))
_SURVEYS = sa.select(_DOCUMENT.c.id).where(_DOCUMENT.c.kind == "question")
_LIVE = (_CODING.c.gone.is_(False), _IN_SIGHT)


def _known(session: Session, tree: Tree, query: Query) -> _Part:
    """A question with its names looked up; facts of people beside each other must hold of the same person."""
    match query:
        case CodeNamed() | Fact(field="theme"):
            return _Codes(codes_of(session, tree, query))
        case Fact(field, value) if field.casefold() == "theme":
            return _Codes(codes_of(session, tree, Fact("theme", value)))
        case Fact(field, value) if field.casefold() == "words":
            return _Words(phrase(value))
        case Fact() if is_of_people(query):
            return _same_person(session, [query])
        case Fact():
            return _Holds(of_codings(session, query))
        case Both(parts):
            people = [part for part in parts if isinstance(part, Fact) and is_of_people(part)]
            rest = [_known(session, tree, part) for part in parts if part not in people]
            every = [*rest, _same_person(session, people)] if people else rest
            return _Every(tuple(every)) if len(every) > 1 else every[0]
        case Either(parts):
            return _Some(tuple(_known(session, tree, part) for part in parts))
        case Not(part):
            return _No(_known(session, tree, part))
        case Meets(first, how, second):
            return _Meeting(_known(session, tree, first), how, _known(session, tree, second))


def _same_person(session: Session, facts: Iterable[Fact]) -> _Holds:
    """That a passage has words of somebody of whom all of this is so."""
    hold = [of_people(session, fact) for fact in facts]
    return _Holds(touching(lambda said: sa.and_(*(each(said.c.case_id) for each in hold))))


def _asks_codes(part: _Part) -> bool:
    """Whether a part is about codes, which are conditions on words, and not only on a coding itself."""
    match part:
        case _Codes() | _Meeting():
            return True
        case _Every(parts) | _Some(parts):
            return any(_asks_codes(one) for one in parts)
        case _No(inner):
            return _asks_codes(inner)
        case _:
            return False


def _condition(part: _Part) -> Condition | None:
    """The part as one condition on a coding; None where other codings have to be looked at."""
    match part:
        case _Codes(keys):
            return _CODING.c.code_id == next(iter(keys)) if len(keys) == 1 else _CODING.c.code_id.in_(sorted(keys))
        case _Holds(condition):
            return condition
        case _Some(parts) | _Every(parts):
            if isinstance(part, _Every) and sum(_asks_codes(one) for one in parts) > 1:
                return None
            conditions = [_condition(one) for one in parts]
            known = [one for one in conditions if one is not None]
            if len(known) < len(conditions):
                return None
            return sa.or_(*known) if isinstance(part, _Some) else sa.and_(*known)
        case _No(inner) if not _asks_codes(inner):
            denied = _condition(inner)
            return None if denied is None else sa.not_(denied)
        case _:
            return None


class _Sweep:
    """Finds the codings of a question by laying those of its parts on each other."""

    def __init__(self, session: Session, seen: Condition | None) -> None:
        self._session = session
        self._seen = () if seen is None else (seen,)

    def places(self, part: _Part) -> Stretches:
        """The codings that fit, in the order of the documents and of their words."""
        condition = _condition(part)
        if condition is not None:
            return self._read(condition)
        match part:
            case _Some(parts):
                return united([self.places(one) for one in parts])
            case _Every(parts):
                return self._all_of(parts)
            case _Meeting(first, how, second):
                return self._beside(self.places(first), how, self.places(second))
            case _:
                every = self._read(sa.true())
                return chosen(every, self._fits(part, every))

    def _all_of(self, parts: Sequence[_Part]) -> Stretches:
        """The codings of the first part about codes, or else all, of which the other parts hold."""
        first = next((one for one in parts if _asks_codes(one) and not isinstance(one, _No)), None)
        plain = [one for one in parts if one is not first and not _asks_codes(one)]
        told = [(one, holds) for one in plain if (holds := _condition(one)) is not None]
        conditions = [holds for _, holds in told]
        rest = [one for one in parts if one is not first and all(one is not known for known, _ in told)]
        start = _condition(first) if first is not None else None
        if first is None or start is not None:
            found = self._read(sa.and_(sa.true() if start is None else start, *conditions))
        else:
            found = self.places(first)
            rest = [*rest, *(one for one, _ in told)]
        for one in rest:
            found = chosen(found, self._fits(one, found))
        return found

    def _fits(self, part: _Part, some: Stretches) -> Mask:
        """Of which of some codings a part holds; a code holds where one of its codings lies on the words."""
        match part:
            case _Words(wanted):
                return self._says(wanted, some)
            case _Every(parts):
                fits = np.ones(len(some), dtype=np.bool_)
                for one in parts:
                    fits &= self._fits(one, some)
                return fits
            case _Some(parts):
                fits = np.zeros(len(some), dtype=np.bool_)
                for one in parts:
                    fits |= self._fits(one, some)
                return fits
            case _No(inner):
                return ~self._fits(inner, some)
            case _Holds(condition):
                return np.isin(some.keys, self._among(condition, some))
            case _:
                return meeting(some, self.places(part))

    def _beside(self, these: Stretches, how: Nearness, those: Stretches) -> Stretches:
        """Those of the first that lie on, or beside, another of the second."""
        if how == "with":
            return chosen(these, meeting(these, those, other=True))
        reach = 1 if how == "near" else 0
        return chosen(these, meeting(self._turns(these), self._turns(those), other=True, reach=reach))

    def _read(self, condition: Condition) -> Stretches:
        """The codings of which a condition holds."""
        cells = (_CODING.c.id, _CODING.c.document_id, _CODING.c.start, _CODING.c.end)
        statement = sa.select(*cells).where(condition, *self._seen, *_LIVE)
        ordered = statement.order_by(_CODING.c.document_id, _CODING.c.start, _CODING.c.id)
        return of_rows(self._rows(ordered))

    def _rows(self, statement: sa.Select[Any]) -> list[Any]:
        """Rows as the driver gives them, which is a third faster where they are many."""
        result = self._session.connection().execute(statement)
        rows: list[Any] = list(result.cursor.fetchall()) if result.cursor is not None else []
        result.close()
        return rows

    def _among(self, condition: Condition, some: Stretches) -> list[int]:
        """The keys of those of some codings of which a condition holds."""
        found: list[int] = []
        for keys in in_chunks(some.keys.tolist(), _CHUNK):
            found += [row[0] for row in self._rows(sa.select(_CODING.c.id).where(condition, _CODING.c.id.in_(keys)))]
        return found

    def _turns(self, some: Stretches) -> Stretches:
        """The turns that each coding touches, by their number in the document, in the same order.

        Answers to a survey question are numbered two apart: the next one is somebody else's and is not near.
        """
        last = (
            sa.select(_SEGMENT.c.ordinal)
            .where(
                _SEGMENT.c.document_id == _CODING.c.document_id,
                _SEGMENT.c.start >= _CODING.c.anchor,
                _SEGMENT.c.start < _CODING.c.end,
                _SEGMENT.c.gone.is_(False),
            )
            .order_by(_SEGMENT.c.start.desc())
            .limit(1)
            .scalar_subquery()
        )
        begins = _SEGMENT.alias("begins")
        statement = sa.select(_CODING.c.id, begins.c.ordinal, last).join(
            begins,
            sa.and_(
                begins.c.document_id == _CODING.c.document_id,
                begins.c.start == _CODING.c.anchor,
                begins.c.gone.is_(False),
            ),
        )
        numbers: dict[int, tuple[int, int]] = {}
        for keys in in_chunks(some.keys.tolist(), _CHUNK):
            for key, first, final in self._rows(statement.where(_CODING.c.id.in_(keys))):
                numbers[key] = (first, final + 1)
        surveys = set(self._session.execute(_SURVEYS).scalars())
        rows: list[tuple[int, int, int, int]] = []
        for key, document in zip(some.keys.tolist(), some.documents.tolist(), strict=True):
            first, end = numbers.get(key, (0, 0))
            rows.append((key, document, first * 2, end * 2 - 1) if document in surveys else (key, document, first, end))
        return of_rows(rows)

    def _says(self, wanted: Typed, some: Stretches) -> Mask:
        """In which of some codings words are said."""
        if not wanted.groups:
            return np.zeros(len(some), dtype=np.bool_)
        if len(some) <= READ:
            told = {
                one.coding_id
                for keys in in_chunks(some.keys.tolist(), _CHUNK)
                for one in passages(self._session, codings=keys)
                if next(every_place(one.text, wanted), None) is not None
            }
            return np.isin(some.keys, list(told))
        search = self._session.info["search"]
        rows: list[tuple[int, int, int, int]] = []
        offset = 0
        while page := search(wanted.query(), _CHUNK, offset):
            offset += len(page)
            for _, document, start, text, *_ in page:
                rows += [(0, document, start + left, start + right) for left, right in every_place(text, wanted)]
        return holding(some, of_rows(rows))
