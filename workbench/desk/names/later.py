"""A name that was found after the import: replaced wherever it stands, and purged as a withdrawal purges.

A name of a place or an organisation stays in closed answers, and in what counts them; of a person it goes there too.
Codings, notes, flags and proposals keep to their words. The history loses every old value that holds the name, and the
backups and the cache go, as they hold it too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codings import Coding
from workbench.coding.memos import Memo
from workbench.coding.queries import SavedQuery
from workbench.desk.begun_texts import forget_begun
from workbench.desk.every_text import every_text
from workbench.desk.withdrawal.purging import ON_WORDS
from workbench.desk.withdrawal.withdrawing import finish
from workbench.errors import WorkbenchError
from workbench.governance.closed_answers import gives_a_person_away
from workbench.governance.name_patterns import Edits, Replacing, pattern_of
from workbench.governance.pseudonyms import Pseudonyms, folded
from workbench.indicators.indicators import Indicator
from workbench.indicators.observations import Observation
from workbench.indicators.own_areas import AreaEntry
from workbench.project import purge
from workbench.project.file import Project
from workbench.rows import Row, amend, table_of
from workbench.sources.cases import Attribute, AttributeValue
from workbench.sources.documents import Document, Segment
from workbench.sources.sample import SampleGroup
from workbench.sources.surveys import Survey
from workbench.suggestions.runs import Run
from workbench.triangulation.displays.displays import Display

STAY = "closed answers, which stay as they are"
"""What is said of a place's or an organisation's name in answers that are counted."""
_COUNTED: dict[type[Row], frozenset[str]] = {
    AttributeValue: frozenset({"value"}),
    Attribute: frozenset({"choices"}),
    Survey: frozenset({"column_map"}),
    Indicator: frozenset({"recipe"}),
    SampleGroup: frozenset({"value"}),
    Display: frozenset({"definition"}),
    SavedQuery: frozenset({"query"}),
    AreaEntry: frozenset({"name"}),
}
"""Cells with closed answers, and with what counts them or asks for them by their wording."""
_OF_PROGRAMS = {(Run, "versions"), (Run, "model")}
"""Cells with names of programs alone."""
WHERE = {
    "segment": "passages",
    "memo": "memos",
    "finding": "findings",
    "code": "codes",
    "thread": "questions being followed",
    "thread_step": "steps of questions being followed",
    "thread_check": "checks of questions being followed",
    "request": "requests",
    "speaker": "voices",
    "cases": "labels of people",
    "attribute_value": "facts about people",
    "document": "names and titles of documents",
    "change": "names of changes",
}
"""What people call the tables in which a name may stand; others are called by their own name."""


class OnlyAnsweredError(WorkbenchError):
    """That place or organisation stands in closed answers alone. They are counted, and stay; nothing was changed."""


class NameIsNowhereError(WorkbenchError):
    """That name stands nowhere in the project. Look at its spelling; capitals do not matter."""


@dataclass(frozen=True, slots=True)
class _Words:
    """What of a row is words, in which a name is replaced; of a name that gives a person away that is all of it."""

    everything: bool
    typed: frozenset[tuple[type[Row], int]] = frozenset()
    """Questions answered in people's own words, and answers to them."""

    @classmethod
    def read(cls, session: Session, kind: str) -> _Words:
        """For a name of a kind."""
        if gives_a_person_away(kind):
            return cls(everything=True)
        attribute, value = table_of(Attribute), table_of(AttributeValue)
        asked = session.execute(sa.select(attribute.c.id).where(attribute.c.kind == "text")).scalars().all()
        answered = session.execute(sa.select(value.c.id).where(value.c.attribute_id.in_(asked))).scalars()
        typed = [(AttributeValue, key) for key in answered] + [(Attribute, key) for key in asked]
        return cls(everything=False, typed=frozenset(typed))

    def among(self, table: type[Row], row: int, cells: Mapping[str, str]) -> dict[str, str]:
        """Those of a row's texts that are words, and not closed answers or what counts them."""
        if self.everything or (table, row) in self.typed:
            return dict(cells)
        return {cell: text for cell, text in cells.items() if cell not in _COUNTED.get(table, frozenset())}


def places_of(project: Project, name: str, kind: str) -> dict[str, int]:
    """In how many rows of what a name stands, in the words of the screen; closed answers that stay are `STAY`."""
    looked_for = Replacing(pattern_of([name]), {})
    with project.read() as session:
        found: Counter[str] = Counter()
        words = _Words.read(session, kind)
        for table, row, cells in _holding(session, looked_for):
            replaced = words.among(table, row, cells)
            found[_called(table)] += bool(replaced)
            found[STAY] += table is AttributeValue and not replaced
    return dict((+found).most_common())


def standing(project: Project, key: Pseudonyms, names: Collection[str]) -> dict[str, int]:
    """Which of these names of the key stand in words of the project, as what came in before it was known, each in how many rows."""
    found: Counter[str] = Counter()
    with project.read() as session:
        for some in _alike(key, names):
            change = key.replacing(some)
            words = _Words.read(session, key.kind_of(some[0]))
            by_shown = {key.pairs[folded(name)].shown: name for name in some}
            for table, row, cells in _holding(session, change):
                for text in words.among(table, row, cells).values():
                    found.update(by_shown[shown] for shown in change.found(text))
    return dict(found.most_common())


def take_out_later(project: Project, key: Pseudonyms, names: Collection[str]) -> dict[str, int]:
    """Replace names that are in the key wherever they stand, and purge what held them. It cannot be undone.

    A place's or an organisation's name stays in closed answers, which are counted. Returns in how many rows of what they
    stood, people's names and those of places apart. Raises NameIsNowhereError, and OnlyAnsweredError where they stand in closed answers alone.
    """
    done: Counter[str] = Counter()
    forget_begun(project)
    with purge.purging(project, "A name taken out") as session:
        for some in _alike(key, names):
            _replace(session, key.replacing(some), _Words.read(session, key.kind_of(some[0])), done)
        if not done.total() - done[STAY]:
            raise OnlyAnsweredError if done[STAY] else NameIsNowhereError
        purge.leave_unfinished(session)
    finish(project)
    return dict((+done).most_common())


def _alike(key: Pseudonyms, names: Collection[str]) -> list[list[str]]:
    """Names that give somebody away, and those that may be closed answers of many; neither where there are none."""
    parted: dict[bool, list[str]] = {}
    for name in names:
        parted.setdefault(gives_a_person_away(key.kind_of(name)), []).append(name)
    return list(parted.values())


def _replace(session: Session, change: Replacing, words: _Words, done: Counter[str]) -> None:
    _replace_passages(session, change, done)
    for table, row, cells in list(_holding(session, change)):
        replaced = words.among(table, row, cells)
        if replaced:
            amend(session, table, row, **{cell: change(text) for cell, text in replaced.items()})
        done[_called(table)] += bool(replaced)
        done[STAY] += table is AttributeValue and not replaced
    changes = purge.forget_where(session, change.stands_in, change)
    if changes:
        done[WHERE["change"]] += changes


def _called(table: type[Row]) -> str:
    return WHERE.get(str(table.__tablename__), str(table.__tablename__))


def _holding(session: Session, change: Replacing) -> Iterator[tuple[type[Row], int, dict[str, str]]]:
    """Every row with a text in which a name stands, gone rows too: its table, its key, and those texts."""
    for kind, key, texts in every_text(session, but={Observation}):
        cells = {
            cell: text for cell, text in texts.items() if change.stands_in(text) and (kind, cell) not in _OF_PROGRAMS
        }
        if cells:
            yield kind, key, cells


def _replace_passages(session: Session, change: Replacing, done: Counter[str]) -> None:
    """Replace the name in what was said; the passages of each document move up, and what lies on them follows."""
    segment = table_of(Segment)
    said = session.execute(sa.select(segment.c.id, segment.c.document_id, segment.c.gone, segment.c.text)).all()
    hits = [(key, document, gone) for key, document, gone, text in said if change.stands_in(text)]
    for key, _, gone in hits:
        if gone:
            text = session.execute(sa.select(segment.c.text).where(segment.c.id == key)).scalar_one()
            amend(session, Segment, key, text=change(text))
    for document_id in sorted({document for _, document, gone in hits if not gone}):
        _replace_in_document(session, document_id, change)
    done[WHERE["segment"]] += len(hits)


def _replace_in_document(session: Session, document_id: int, change: Replacing) -> None:
    segment = table_of(Segment)
    rows = session.execute(
        sa.select(segment)
        .where(segment.c.document_id == document_id, segment.c.gone.is_(False))
        .order_by(segment.c.start)
    ).all()
    edits = Edits(tuple(edit for row in rows for edit in change.edits(row.text, row.start).made))
    place = 0
    for row in rows:
        text = change(row.text)
        cells: dict[str, Any] = {"start": place, "end": place + len(text)}
        if text != row.text:
            cells["text"] = text
        if any(getattr(row, name) != value for name, value in cells.items()):
            amend(session, Segment, row.id, **cells)
        place += len(text) + 1
    amend(session, Document, document_id, length=max(0, place - 1), content="")
    for kind in ON_WORDS:
        _follow(session, kind, document_id, edits)


def _follow(session: Session, kind: type[Row], document_id: int, edits: Edits) -> None:
    """Move everything of one kind that lies on a document's words."""
    table = table_of(kind)
    if kind is Memo:
        here = sa.and_(table.c.about == "document", table.c.thing_id == document_id, table.c.start.is_not(None))
    else:
        here = sa.and_(table.c.document_id == document_id)
    for row in session.execute(sa.select(table).where(here)).all():
        cells = {"start": edits.moved(row.start), "end": edits.moved(row.end, ends=True)}
        if kind is Coding:
            cells["anchor"] = edits.moved(row.anchor)
        if any(getattr(row, name) != value for name, value in cells.items()):
            amend(session, kind, row.id, **cells)
