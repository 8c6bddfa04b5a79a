"""The whole project as it leaves for another tool, for the team: read in the order in which it is written."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, groupby
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codebook import Code
from workbench.coding.codings import Coding
from workbench.desk.refi.codes import WRITTEN_BY, guids_of, names_outside, outgoing_codes, outgoing_sets
from workbench.desk.refi.memos import Memos
from workbench.exchange.refi.guids import AGAINST, joining, written
from workbench.exchange.refi.headed import CASE, SOURCE, VARIABLE, headed
from workbench.exchange.refi.outgoing import OutCase, OutCoding, OutDocument, OutLink, OutTurn, OutVariable
from workbench.exchange.refi.own_form import Turn
from workbench.exchange.refi.values import type_for_all, type_of, value_of
from workbench.project.identity import Alias
from workbench.rows import FETCH, fetched, table_of
from workbench.sources.cases import Attribute, AttributeValue, Case
from workbench.sources.coders import Coder, coder_names
from workbench.sources.documents import Document, Segment
from workbench.sources.speakers import Speaker

_SEGMENT, _CODING, _CASE = table_of(Segment), table_of(Coding), table_of(Case)


class Gathered:
    """A project as it leaves: what is small is read at once, words and codings as they are written."""

    def __init__(self, session: Session, *, name: str, made: str, coder: str) -> None:
        self._session = session
        self.name, self.created, self.origin = name, made, WRITTEN_BY
        coders = coder_names(session)
        self._users = guids_of(session, Coder)
        self.users = [(self._users[key], called) for key, called in coders.items()]
        self.user = next((self._users[key] for key, called in coders.items() if called == coder), "")
        self._documents, self._codes = guids_of(session, Document), guids_of(session, Code)
        self._cases: dict[int | None, str] = dict[int | None, str](guids_of(session, Case).items())
        memos = Memos(session, self._users, made)
        self._memos, self.notes, self.about = memos, memos.notes, memos.on_project
        self.codes = outgoing_codes(session, memos.on("code"))
        self.sets = outgoing_sets(session, memos.on("theme"))
        self._attributes = outgoing_variables(session)
        self.variables = list(self._attributes.values())
        self._voices = _voices(session)
        self._labels: dict[int | None, str] = dict(fetched(session, sa.select(_CASE.c.id, _CASE.c.label)))
        self._segment_named = names_outside(session, Segment)

    def links(self) -> Iterator[OutLink]:
        """What leads from notes to cases and passages, and from documents to those they lie beside."""
        yield from self._memos.links(self._cases)
        table = table_of(Document)
        beside = sa.select(table.c.id, table.c.beside_id, table.c.beside_as).where(table.c.gone.is_(False))
        for key, other, what in fetched(self._session, beside.order_by(table.c.id)):
            if other in self._documents:
                one, to = self._documents[key], self._documents[other]
                yield OutLink(joining(one, to), f"beside: {what}" if what else "beside", one, to)

    def documents(self) -> Iterator[OutDocument]:
        """Every document with its words and codings."""
        table = table_of(Document)
        cells = (table.c.id, table.c.name, table.c.kind, table.c.title, table.c.recording, table.c.imported)
        listed = sa.select(*cells).where(table.c.gone.is_(False)).order_by(table.c.id)
        turns, codings = ByFirst(streamed(self._session, _turns())), self._coded()
        for row in fetched(self._session, listed):
            document = self._document(row, turns.take(row[0]), codings.take(row[0]))
            if document is not None:
                yield document

    def _document(self, row: Any, turns: list[Any], codings: list[Any]) -> OutDocument | None:
        """A document from its row, those of its segments and those of its codings."""
        key, name, kind, title, recording, imported = row
        named, cases, label = self._segment_named, self._cases, self._label
        said = [
            OutTurn(named(guid), cases.get(case, ""), Turn(*label(of, speaker, case), words, of, at_ms, until_ms))
            for _, _, guid, _, of, speaker, case, at_ms, until_ms, words in turns
        ]
        parts = {"Title": title, "Kind": kind if kind != "transcript" else "", "Recording": recording}
        return OutDocument(
            self._documents[key],
            name,
            said,
            self._codings(codings),
            self._memos.passages_in(key),
            headed("", parts, SOURCE),
            imported,
            self._memos.on("document").get(key, ()),
        )

    def _label(self, kind: str, speaker: int | None, case: int | None) -> tuple[str, str]:
        """What stands before the words, and in which role they are said; before an answer it is whose it is."""
        label, role = self._voices.get(speaker, ("", ""))
        if kind == "answer" and not label and case in self._labels:
            return self._labels[case], "participant"
        return label, role

    def _coded(self) -> ByFirst:
        cells = ("document_id", "guid", "code_id", "coder_id", "start", "end", "direction", "created", "id")
        chosen = sa.select(*(_CODING.c[cell] for cell in cells))
        alias = table_of(Alias)
        ours = sa.and_(alias.c.gone.is_(False), alias.c.tab == "coding")
        if self._session.execute(sa.select(alias.c.id).where(ours).limit(1)).first() is None:
            chosen = chosen.add_columns(sa.null())
        else:
            named = sa.and_(ours, alias.c.row_guid == _CODING.c.guid)
            chosen = chosen.add_columns(alias.c.alias).select_from(_CODING.outerjoin(alias, named))
        place = (_CODING.c.document_id, _CODING.c.start, _CODING.c.end, _CODING.c.id)
        return ByFirst(streamed(self._session, chosen.where(_CODING.c.gone.is_(False)).order_by(*place)))

    def _codings(self, rows: list[Any]) -> list[OutCoding]:
        """A document's codings; those of codes that are gone are not there."""
        notes, codes, users, named = self._memos.on("coding"), self._codes, self._users, self._memos.coding_named
        found = []
        last, of = -1, notes.get if notes else None
        for _, guid, code, coder, start, end, direction, created, key, alias in rows:
            if key == last or code not in codes:
                continue
            last = key
            beside = of(key, ()) if of is not None else ()
            if direction == "against":
                beside = (AGAINST, *beside)
            outside = written(guid) if alias is None else named(guid, alias)
            found.append(OutCoding(outside, codes[code], users.get(coder, ""), start, end, created, beside))
        return found

    def cases(self) -> Iterator[OutCase]:
        """Every case that leaves, with what is known of it."""
        value = table_of(AttributeValue)
        known = sa.select(value.c.case_id, value.c.attribute_id, value.c.value).where(value.c.gone.is_(False))
        values = ByFirst(streamed(self._session, known.order_by(value.c.case_id, value.c.attribute_id)))
        listed = sa.select(_CASE.c.id, _CASE.c.label, _CASE.c.kind).where(_CASE.c.gone.is_(False)).order_by(_CASE.c.id)
        for key, label, kind in streamed(self._session, listed):
            told = self._told(key, {attribute: said for _, attribute, said in values.take(key)})
            if told is None:
                continue
            values_told = [
                (variable.guid, value_of(variable.type, told[attribute]))
                for attribute, variable in self._attributes.items()
                if told.get(attribute)
            ]
            description = headed("", {"Kind": kind if kind != "person" else ""}, CASE)
            yield OutCase(self._cases[key], label, description, values_told)

    def _told(self, case: int, known: dict[int, str]) -> dict[int, str] | None:
        """What is told of a case, by attribute; None where the case itself stays."""
        del case
        return known


def outgoing_variables(session: Session) -> dict[int, OutVariable]:
    """Every attribute as a variable, by key: a number or a day where all its values are."""
    table, value = table_of(Attribute), table_of(AttributeValue)
    cells = (table.c.id, table.c.name, table.c.kind, table.c.question, table.c.choices)
    listed = fetched(session, sa.select(*cells).where(table.c.gone.is_(False)).order_by(table.c.position, table.c.id))
    kinds = {key: kind for key, _, kind, _, _ in listed if kind in {"number", "date"}}
    types: Mapping[int, set[str]] = defaultdict(set)
    told = sa.select(value.c.attribute_id, value.c.value).where(
        value.c.gone.is_(False), value.c.attribute_id.in_(list(kinds))
    )
    for key, said in streamed(session, told) if kinds else ():
        types[key].add(type_of(kinds[key], said))
    guids = guids_of(session, Attribute)
    found = {}
    for key, name, kind, question, choices in listed:
        listed_choices = "\n".join(" ".join(str(one).split()) for one in json.loads(choices)) if choices else ""
        said = headed(question, {"Kind": kind if kind != "text" else "", "Choices": listed_choices}, VARIABLE)
        found[key] = OutVariable(guids[key], name, type_for_all(types[key]), said)
    return found


def _turns() -> sa.Select[Any]:
    cells = ("document_id", "id", "guid", "start", "kind", "speaker_id", "case_id", "at_ms", "until_ms", "text")
    chosen = sa.select(*(_SEGMENT.c[cell] for cell in cells)).where(_SEGMENT.c.gone.is_(False))
    return chosen.order_by(_SEGMENT.c.document_id, _SEGMENT.c.start)


def _voices(session: Session) -> dict[int | None, tuple[str, str]]:
    """Every speaker's label and role."""
    table = table_of(Speaker)
    rows = fetched(session, sa.select(table.c.id, table.c.label, table.c.role))
    return {key: (label, role) for key, label, role in rows}


def streamed(session: Session, chosen: sa.Select[Any]) -> Iterator[Any]:
    """What a statement finds as the driver's plain tuples, some at a time: of hundreds of thousands none is kept."""
    return chain.from_iterable(_some_at_a_time(session, chosen))


def _some_at_a_time(session: Session, chosen: sa.Select[Any]) -> Iterator[Sequence[Any]]:
    result = session.connection().execute(chosen)
    while result.cursor is not None and (some := result.cursor.fetchmany(FETCH)):
        yield some
    result.close()


class ByFirst:
    """Rows that come in the order of their first cell, taken for one value of it after another."""

    def __init__(self, rows: Iterator[Any]) -> None:
        self._groups = groupby(rows, itemgetter(0))
        self._key: int | None
        self._rows: Iterator[Any]
        self._next()

    def _next(self) -> None:
        self._key, self._rows = next(self._groups, (None, iter(())))

    def take(self, key: int) -> list[Any]:
        """The rows whose first cell is this; what comes before them is left out."""
        while self._key is not None and self._key < key:
            self._next()
        return list(self._rows) if self._key == key else []
