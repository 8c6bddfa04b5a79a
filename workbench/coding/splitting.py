"""Splitting a code: each of its passages stays, goes to another code, or carries both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codebook import Code
from workbench.coding.codings import CodeRetiredError, Coding
from workbench.errors import WorkbenchError
from workbench.rows import NotInProjectError, add, amend, find, now, remove, table_of


class NothingToSplitError(WorkbenchError):
    """Every passage stays where it is, so there is nothing to split. Send some to another code first."""


@dataclass(frozen=True, slots=True)
class Portion:
    """Where one passage goes: to another code, and whether it stays under the old one as well."""

    to: int
    both: bool = False


@dataclass(frozen=True, slots=True)
class Split:
    """What a split did: passages that went, that carry both, and that their coder had there already."""

    moved: int
    both: int
    twice: int


def split_code(session: Session, code_id: int, portions: Mapping[int, Portion]) -> Split:
    """Send passages of a code, by the keys of their codings, to other codes; those not named stay.

    Raises:
        NothingToSplitError: where none goes anywhere.
        CodeRetiredError: where a code that is no longer offered would get some.
        NotInProjectError: where a coding is no longer there, or no longer under this code.
    """
    find(session, Code, code_id)
    going = {key: portion for key, portion in portions.items() if portion.to != code_id}
    if not going:
        raise NothingToSplitError
    for target in {portion.to for portion in going.values()}:
        if find(session, Code, target).state == "retired":
            raise CodeRetiredError
    moved = both = twice = 0
    for key, portion in going.items():
        coding = find(session, Coding, key)
        if coding.code_id != code_id:
            raise NotInProjectError
        if _is_there(session, coding, portion.to):
            twice += 1
            if not portion.both:
                remove(session, Coding, key)
        elif portion.both:
            both += 1
            _copy(session, coding, portion.to)
        else:
            moved += 1
            amend(session, Coding, key, code_id=portion.to)
    return Split(moved, both, twice)


def _is_there(session: Session, coding: Coding, code_id: int) -> bool:
    """Whether the same coder has another code on exactly the same words."""
    table = table_of(Coding)
    chosen = sa.select(table.c.id).where(
        table.c.code_id == code_id,
        table.c.coder_id == coding.coder_id,
        table.c.document_id == coding.document_id,
        table.c.start == coding.start,
        table.c.end == coding.end,
        table.c.gone.is_(False),
    )
    return session.execute(chosen).first() is not None


def _copy(session: Session, coding: Coding, code_id: int) -> None:
    """The same words by the same coder under another code as well."""
    add(
        session,
        Coding,
        code_id=code_id,
        coder_id=coding.coder_id,
        document_id=coding.document_id,
        anchor=coding.anchor,
        start=coding.start,
        end=coding.end,
        origin=coding.origin,
        direction=coding.direction,
        created=now(),
        reworded=coding.reworded,
    )
