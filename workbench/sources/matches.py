"""Matches: two cases that may be one person, such as a respondent who was interviewed too, and what a person decided."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench.rows import AUTOINCREMENT, Row, add, amend, find_guid, guid_for, guid_text, one_of, table_of

STATES = ("same", "different")
MOST_ALIKE = 4
"""A label that more cases than this have in common tells nothing of any two of them."""


class CaseMatch(Row, table=True):
    """What was decided of two cases: the same person, whose words and facts are the first case's, or two people."""

    __tablename__ = "case_match"
    __table_args__: Any = (one_of("state", STATES), AUTOINCREMENT)

    case_id: int = Field(foreign_key="cases.id", index=True)
    other_id: int = Field(foreign_key="cases.id", index=True)
    state: str


@dataclass(frozen=True, slots=True)
class Likely:
    """Two cases that may be one person, and what speaks for it; a person decides."""

    case_id: int
    label: str
    other_id: int
    other: str
    why: str


def likely_same(cases: Mapping[int, str], decided: Iterable[tuple[int, int]]) -> list[Likely]:
    """Pairs of cases whose labels are one but for what stands in brackets, for capitals, signs or leading noughts.

    Args:
        cases: label by key.
        decided: pairs of keys about which somebody has decided already, in any order.

    >>> [(one.label, one.other) for one in likely_same({1: "P07", 2: "p-7 (survey)", 3: "Ola"}, ())]
    [('P07', 'p-7 (survey)')]
    """
    known = {frozenset(pair) for pair in decided}
    alike: dict[str, list[int]] = defaultdict(list)
    for key, label in cases.items():
        if bare := _bare(label):
            alike[bare].append(key)
    found = []
    for keys in alike.values():
        if len(keys) > MOST_ALIKE:
            continue
        for one, other in combinations(sorted(keys), 2):
            if frozenset((one, other)) not in known:
                same = _plain(cases[one]) == _plain(cases[other])
                why = (
                    "the same label but for capitals and signs"
                    if same
                    else "the same label but for what is in brackets"
                )
                found.append(Likely(one, cases[one], other, cases[other], why))
    return found


def _plain(label: str) -> str:
    """A label without accents, capitals, signs and leading noughts."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", label.casefold()) if not unicodedata.combining(one))
    return re.sub(r"(?<!\d)0+(?=\d)", "", re.sub(r"[\W_]+", "", plain))


def _bare(label: str) -> str:
    return _plain(re.sub(r"\s*[(\[].*$", "", label))


def decide(session: Session, case_id: int, other_id: int, state: str) -> None:
    """Write down that two cases are the same person (whose words are the first case's) or two people."""
    if state not in STATES:
        raise ValueError(f"not a state: {state}")
    guid = _guid(session, case_id, other_id)
    found = find_guid(session, CaseMatch, guid)
    if found is None:
        add(session, CaseMatch, guid=guid, case_id=case_id, other_id=other_id, state=state)
    else:
        assert found.id is not None
        amend(session, CaseMatch, found.id, case_id=case_id, other_id=other_id, state=state, gone=False)


def _guid(session: Session, case_id: int, other_id: int) -> bytes:
    cases = sa.table("cases", sa.column("id"), sa.column("guid"))
    rows = session.execute(sa.select(cases.c.guid).where(cases.c.id.in_((case_id, other_id)))).scalars()
    return guid_for(session, "case match", " ".join(sorted(guid_text(bytes(guid)) for guid in rows)))


def decisions(session: Session) -> dict[tuple[int, int], str]:
    """What was decided of pairs of cases: {(case, other): same or different}."""
    match = table_of(CaseMatch)
    rows = session.execute(sa.select(match.c.case_id, match.c.other_id, match.c.state).where(match.c.gone.is_(False)))
    return {(row.case_id, row.other_id): row.state for row in rows}


def united(session: Session) -> dict[int, int]:
    """For each case that was found to be somebody else's too, the case that it is now: {other: case}."""
    into = {other: case for (case, other), state in decisions(session).items() if state == "same"}
    for other in into:
        seen = {other}
        while into[other] in into and into[other] not in seen:
            seen.add(into[other])
            into[other] = into[into[other]]
    return into
