"""Retrieval: the words behind a code, and how much rests on it. What leaves the house still goes by the door."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.arrays import Arrays, arrays
from workbench.coding.codings import Coding
from workbench.coding.themes import ThemeCode
from workbench.coding.tree import paths_of
from workbench.coding.voices import Voices, voices_of
from workbench.rows import Ready, fetched, made, table_of
from workbench.sources.cases import Case
from workbench.sources.coders import Coder
from workbench.sources.documents import Document, Segment
from workbench.sources.speakers import Speaker

OF_THE_TEAM = frozenset({"interviewer", "note-taker"})
"""Roles whose words need nobody's consent. An interpreter speaks for somebody else, and does not belong here."""

PAGE = 1000
"""Up to so many passages are found first and read then, so that the first of a large code are there at once."""


class Passage(NamedTuple):
    """Some words with a code on them: where they are, whose they are, who coded them.

    A named tuple where other values are frozen dataclasses: a large code has tens of thousands, and a tuple is made in
    a fifth of the time.
    """

    coding_id: int
    code_id: int
    code: str
    document_id: int
    document: str
    start: int
    end: int
    text: str
    coder: str
    cases: tuple[str, ...]
    case_ids: tuple[int, ...]
    speaker: str
    """Who speaks first in it, as the file names the voice."""
    unattributed: bool
    """Whether some of the words are of a person whose consent cannot be looked up."""
    origin: str
    direction: str
    created: str
    voices: Voices
    """Where in the words another voice begins."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much one code has: codings, segments they touch, people whose words they touch."""

    codings: int = 0
    segments: int = 0
    cases: int = 0


_CODING, _SEGMENT, _DOCUMENT = table_of(Coding), table_of(Segment), table_of(Document)
_CODER, _CASE, _SPEAKER, _THEME_CODE = table_of(Coder), table_of(Case), table_of(Speaker), table_of(ThemeCode)


def touched() -> sa.Join:
    """Codings joined to the segments they touch, in documents that are there; one row a coding and segment.

    What selects from it leaves out codings that are gone: `Coding.gone`.
    """
    return _CODING.join(_DOCUMENT, sa.and_(_DOCUMENT.c.id == _CODING.c.document_id, _DOCUMENT.c.gone.is_(False))).join(
        _SEGMENT,
        sa.and_(
            _SEGMENT.c.document_id == _CODING.c.document_id,
            _SEGMENT.c.start >= _CODING.c.anchor,
            _SEGMENT.c.start < _CODING.c.end,
            _SEGMENT.c.end > _CODING.c.start,
            _SEGMENT.c.gone.is_(False),
        ),
    )


def passages(
    session: Session,
    *,
    codes: Iterable[int] | None = None,
    themes: Iterable[int] | None = None,
    coder: int | None = None,
    cases: Iterable[int] | None = None,
    documents: Iterable[int] | None = None,
    codings: Iterable[int] | None = None,
    where: sa.ColumnElement[bool] | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[Passage]:
    """The coded words in the order of the documents and of their text.

    Args:
        session: A session to read with.
        codes: Only codings with one of these codes (add those below with `codebook.below`).
        themes: Only codings with a code of one of these themes.
        coder: Only this coder's.
        cases: Only those that touch words of one of these cases.
        documents: Only in these documents.
        codings: Only these.
        where: Only those of which this holds, such as what a coder who reads blind sees (`blind.seen`).
        limit: At most so many.
        offset: Leave out so many before.
    """
    codes = None if codes is None else list(codes)
    others = (themes, coder, cases, documents, codings, where)
    if codes is not None and len(codes) == 1 and limit is not None and all(one is None for one in others):
        return _read(session, _OF_CODE.rows(session, code=codes[0], limit=limit, offset=offset))
    only: list[sa.ColumnElement[bool]] = [_CODING.c.gone.is_(False)]
    for column, keys in ((_CODING.c.code_id, codes), (_CODING.c.document_id, documents), (_CODING.c.id, codings)):
        if keys is not None:
            only.append(_among(column, keys))
    if themes is not None:
        of_themes = sa.select(_THEME_CODE.c.code_id).where(
            _THEME_CODE.c.theme_id.in_(list(themes)), _THEME_CODE.c.gone.is_(False)
        )
        only.append(_CODING.c.code_id.in_(of_themes))
    if coder is not None:
        only.append(_CODING.c.coder_id == coder)
    if cases is not None:
        only.append(_touching(cases))
    if where is not None:
        only.append(where)
    if limit is not None or offset:
        some = _IN_ORDER.where(*only).limit(-1 if limit is None else limit).offset(offset)
        if limit is not None and limit <= PAGE:
            keys = [row[0] for row in fetched(session, some)]
            return _read(session, fetched(session, _BY_KEY, {"keys": keys}))
        only = [_CODING.c.id.in_(some.correlate(None))]
    return _read(session, fetched(session, _PASSAGES.where(*only)))


def _among(column: sa.ColumnElement[Any], keys: Iterable[int]) -> sa.ColumnElement[bool]:
    """Whether a cell is one of some keys; the plain comparison for one, which keeps an index's order."""
    listed = list(keys)
    return column == listed[0] if len(listed) == 1 else column.in_(listed)


def _touching(cases: Iterable[int]) -> sa.ColumnElement[bool]:
    """Whether a coding touches words of one of these cases."""
    said = _SEGMENT.alias("said")
    return sa.exists().where(
        said.c.document_id == _CODING.c.document_id,
        said.c.start >= _CODING.c.anchor,
        said.c.start < _CODING.c.end,
        said.c.end > _CODING.c.start,
        said.c.gone.is_(False),
        said.c.case_id.in_(list(cases)),
    )


_CELLS = (
    _CODING.c.id,
    _CODING.c.code_id,
    _DOCUMENT.c.id,
    _DOCUMENT.c.name,
    _CODING.c.start,
    _CODING.c.end,
    _CODER.c.name,
    _CODING.c.origin,
    _CODING.c.direction,
    _CODING.c.created,
    _SEGMENT.c.start,
    _SEGMENT.c.text,
    _SEGMENT.c.case_id,
    _CASE.c.label,
    _SPEAKER.c.label,
    _SPEAKER.c.role,
)

_IN_ORDER = sa.select(_CODING.c.id).order_by(_CODING.c.document_id, _CODING.c.start, _CODING.c.id)
_PASSAGES = (
    sa.select(*_CELLS)
    .select_from(
        touched()
        .join(_CODER, _CODER.c.id == _CODING.c.coder_id)
        .outerjoin(_CASE, _CASE.c.id == _SEGMENT.c.case_id)
        .outerjoin(_SPEAKER, _SPEAKER.c.id == _SEGMENT.c.speaker_id)
    )
    .order_by(_CODING.c.document_id, _CODING.c.start, _CODING.c.id, _SEGMENT.c.start)
)


_BY_KEY = _PASSAGES.where(_CODING.c.id.in_(sa.bindparam("keys", expanding=True)))


_OF_CODE = Ready(
    _PASSAGES.where(
        _CODING.c.id.in_(
            _IN_ORDER.where(_CODING.c.gone.is_(False), _CODING.c.code_id == sa.bindparam("code"))
            .limit(sa.bindparam("limit"))
            .offset(sa.bindparam("offset"))
            .correlate(None)
        )
    )
)


def _read(session: Session, rows: list[tuple[Any, ...]]) -> list[Passage]:
    """The passages of some codings, from a row for each segment that a coding touches."""
    paths = paths_of(session, {row[1] for row in rows})
    found: list[tuple[Any, ...]] = []
    several: dict[int, list[tuple[Any, ...]]] = {}
    """The rows of each passage that goes on in another segment, by its place among the passages."""
    before: tuple[Any, ...] = (0,)
    for row in rows:
        (
            key, code_id, document_id, document, start, end, coder, origin, direction, created,
            begin, text, case_id, case, speaker, role,
        ) = row  # fmt: skip
        if key == before[0]:
            several.setdefault(len(found) - 1, [before]).append(row)
            continue
        before = row
        unattributed = case_id is None
        found.append(
            (
                key,
                code_id,
                paths.get(code_id, ""),
                document_id,
                document,
                start,
                end,
                text[start - begin if start > begin else 0 : end - begin],
                coder,
                () if unattributed else (case,),
                () if unattributed else (case_id,),
                speaker or "",
                unattributed and role not in OF_THE_TEAM,
                origin,
                direction,
                created,
                (),
            )
        )
    for place, touching in several.items():
        one = found[place]
        said, case_ids, labels, unattributed, voices = _over_several(one[5], one[6], touching)
        found[place] = (*one[:7], said, one[8], labels, case_ids, one[11], unattributed, *one[13:16], voices)
    return made(Passage, found)


def _over_several(
    start: int, end: int, rows: Sequence[Any]
) -> tuple[str, tuple[int, ...], tuple[str, ...], bool, Voices]:
    """The words of a coding over several segments, with the line break between two; whose, and whether of others too."""
    pieces = [row[11][max(0, start - row[10]) : end - row[10]] for row in rows]
    people = {row[12]: row[13] for row in rows if row[12] is not None}
    return (
        "\n".join(pieces),
        tuple(people),
        tuple(people.values()),
        any(row[12] is None and row[15] not in OF_THE_TEAM for row in rows),
        voices_of((piece, row[12], row[14] or "", row[15] or "") for piece, row in zip(pieces, rows, strict=True)),
    )


def places_of_code(session: Session, code_id: int, *, but_heavy: int | None = None) -> list[tuple[int, int]]:
    """Where the codings of a code begin, as document and position in their order.

    Documents marked as hard to read are left out, but for the one that somebody is in (`but_heavy`).
    """
    chosen = (
        sa.select(_CODING.c.document_id, _CODING.c.start)
        .distinct()
        .join(_DOCUMENT, _DOCUMENT.c.id == _CODING.c.document_id)
        .where(_CODING.c.code_id == code_id, _CODING.c.gone.is_(False), _DOCUMENT.c.gone.is_(False))
        .where(sa.or_(_DOCUMENT.c.heavy.is_(False), _DOCUMENT.c.id == (but_heavy or 0)))
        .order_by(_CODING.c.document_id, _CODING.c.start)
    )
    return [(row[0], row[1]) for row in session.execute(chosen)]


def people_mentioning(session: Session, code_ids: Iterable[int], *, coder: int | None = None) -> set[int]:
    """The cases whose words carry one of these codes."""
    chosen = (
        sa.select(_SEGMENT.c.case_id)
        .distinct()
        .select_from(touched())
        .where(_CODING.c.gone.is_(False), _SEGMENT.c.case_id.is_not(None), _CODING.c.code_id.in_(list(code_ids)))
    )
    if coder is not None:
        chosen = chosen.where(_CODING.c.coder_id == coder)
    return set(session.execute(chosen).scalars())


def people_elsewhere(
    session: Session,
    code_id: int,
    cases: Collection[int],
    document_id: int,
    *,
    seen: sa.ColumnElement[bool] | None = None,
) -> set[int]:
    """Those of some cases whose words carry a code in other documents than this one."""
    if not cases:
        return set()
    speaking = sa.select(_SEGMENT.c.document_id).where(
        _SEGMENT.c.case_id.in_(cases), _SEGMENT.c.gone.is_(False), _SEGMENT.c.document_id != document_id
    )
    others = list(session.execute(speaking.distinct()).scalars())
    if not others:
        return set()
    chosen = (
        sa.select(_SEGMENT.c.case_id)
        .distinct()
        .select_from(touched())
        .where(_CODING.c.gone.is_(False), _CODING.c.code_id == code_id, _CODING.c.document_id.in_(others))
        .where(_SEGMENT.c.case_id.in_(cases))
    )
    return set(session.execute(chosen if seen is None else chosen.where(seen)).scalars())


def people_by_code(
    session: Session, *, coder: int | None = None, seen: sa.ColumnElement[bool] | None = None
) -> dict[int, set[int]]:
    """The cases whose words carry each code, for the codes that have any; with `seen` by codings of which it holds."""
    found: dict[int, set[int]] = {}
    if seen is None:
        for code_id, case_id in _mentions(arrays(session), coder):
            found.setdefault(code_id, set()).add(case_id)
        return found
    chosen = (
        sa.select(_CODING.c.code_id, _SEGMENT.c.case_id)
        .select_from(touched())
        .where(_CODING.c.gone.is_(False), _SEGMENT.c.case_id.is_not(None))
        .distinct()
    )
    if coder is not None:
        chosen = chosen.where(_CODING.c.coder_id == coder)
    if seen is not None:
        chosen = chosen.where(seen)
    for code_id, case_id in session.execute(chosen):
        found.setdefault(code_id, set()).add(case_id)
    return found


def _mentions(held: Arrays, coder: int | None) -> Iterator[tuple[int, int]]:
    """Every code with every case whose words carry it, for all coders or for one."""
    import numpy as np

    coding, segment = held.touches()
    code, case = held.codings[coding, 3], held.segments[segment, 3]
    counts = case > 0 if coder is None else (case > 0) & (held.codings[coding, 4] == coder)
    most = int(case.max(initial=0)) + 1
    both = np.unique(code[counts] * most + case[counts])
    return zip((both // most).tolist(), (both % most).tolist(), strict=True)


def code_counts(
    session: Session,
    *,
    codes: Iterable[int] | None = None,
    coder: int | None = None,
    seen: sa.ColumnElement[bool] | None = None,
) -> dict[int, Counts]:
    """Codings, segments and people of each code that has any, in one query; of all codes, or of some.

    With `seen` only of the codings of which it holds: what a coder who reads blind sees.
    """
    if codes is None and seen is None:
        return _all_counts(arrays(session), coder)
    chosen = (
        sa.select(
            _CODING.c.code_id,
            sa.func.count(_CODING.c.id.distinct()),
            sa.func.count(_SEGMENT.c.id.distinct()),
            sa.func.count(_SEGMENT.c.case_id.distinct()),
        )
        .select_from(touched())
        .where(_CODING.c.gone.is_(False))
        .group_by(_CODING.c.code_id)
    )
    if codes is not None:
        chosen = chosen.where(_CODING.c.code_id.in_(list(codes)))
    if coder is not None:
        chosen = chosen.where(_CODING.c.coder_id == coder)
    if seen is not None:
        chosen = chosen.where(seen)
    return {row[0]: Counts(row[1], row[2], row[3]) for row in session.execute(chosen)}


def _all_counts(held: Arrays, coder: int | None) -> dict[int, Counts]:
    """The counts of every code, of all coders or of one."""
    import numpy as np

    coding, segment = held.touches()
    if coder is not None:
        mine = held.codings[coding, 4] == coder
        coding, segment = coding[mine], segment[mine]
    code, case = held.codings[coding, 3], held.segments[segment, 3]
    found = []
    for things, of in ((coding, code), (segment, code), (case[case > 0], code[case > 0])):
        most = int(things.max(initial=0)) + 1
        found.append(np.bincount(np.unique(of * most + things) // most, minlength=int(code.max(initial=0)) + 1))
    codings, segments, cases = found
    return {
        key: Counts(int(codings[key]), int(segments[key]), int(cases[key])) for key in np.flatnonzero(codings).tolist()
    }
