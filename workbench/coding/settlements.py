"""Settling where two coders differ: which of them stands for a passage and a code, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench.coding.codebook import Code, amend_code
from workbench.errors import WorkbenchError
from workbench.rows import AUTOINCREMENT, Row, add, amend, find, now, one_of, remove, table_of
from workbench.sources.coders import Coder, current_coder
from workbench.sources.documents import Document

DECISIONS = ("first", "second", "both", "neither")
RULES = ("include", "exclude")


class Settlement(Row, table=True):
    """What was decided for one code on one passage that two coders read differently. Both codings stay as they were."""

    __table_args__: Any = (
        one_of("decision", DECISIONS),
        sa.Index("settlement_by_place", "document_id", "start"),
        AUTOINCREMENT,
    )

    code_id: int = Field(foreign_key="code.id", index=True)
    document_id: int = Field(foreign_key="document.id")
    start: int
    end: int
    first_id: int = Field(foreign_key="coder.id")
    second_id: int = Field(foreign_key="coder.id")
    decision: str
    reason: str = ""
    coder_id: int = Field(foreign_key="coder.id")
    """Who wrote the decision down."""
    created: str


class TwoCodersNeededError(WorkbenchError):
    """A difference is between two coders. Choose two who have both read the passage."""


class RuleNeedsWordsError(WorkbenchError):
    """A rule needs a sentence. Write when the code applies, or when it does not."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What is settled: a code on some words that two coders read differently; `has` is first, second or both.

    The words are `start` to `end` of the document, in code points, over everything that either of them coded there.
    """

    code_id: int
    document_id: int
    start: int
    end: int
    first_id: int
    second_id: int
    has: str


@dataclass(frozen=True, slots=True)
class SettledLine:
    """A difference that was settled: by whom, how and why."""

    id: int
    code_id: int
    document_id: int
    document: str
    start: int
    end: int
    first_id: int
    first: str
    second_id: int
    second: str
    decision: str
    reason: str
    by: str
    created: str


def settle(session: Session, difference: Difference, decision: str, reason: str = "") -> int:
    """Write down whose coding stands: the first's, the second's, both or neither. Their codings stay as they were.

    What was decided before on the same words is replaced. Returns the settlement's key.
    """
    if decision not in DECISIONS:
        raise ValueError(f"not a decision: {decision}")
    if difference.first_id == difference.second_id:
        raise TwoCodersNeededError
    for kind, key in ((Coder, difference.first_id), (Coder, difference.second_id), (Code, difference.code_id)):
        find(session, kind, key)
    find(session, Document, difference.document_id)
    written: dict[str, Any] = {
        "first_id": difference.first_id,
        "second_id": difference.second_id,
        "decision": decision,
        "reason": " ".join(reason.split()),
        "coder_id": current_coder(session),
        "created": now(),
    }
    before = _there(session, difference)
    if before is not None:
        amend(session, Settlement, before, **written)
        return before
    return add(
        session,
        Settlement,
        code_id=difference.code_id,
        document_id=difference.document_id,
        start=difference.start,
        end=difference.end,
        **written,
    )


def settle_by_rule(session: Session, difference: Difference, rule: str, sentence: str) -> int:
    """Write a rule into the code, and settle the difference by it in the same change; the rule is the reason.

    Args:
        session: A session inside a change.
        difference: What is settled.
        rule: `include`: the code applies to words like these, and whoever has it stands; or `exclude`: neither does.
        sentence: The rule, as it goes into the codebook.

    Raises:
        RuleNeedsWordsError: without a sentence.
    """
    sentence = " ".join(sentence.split())
    if not sentence:
        raise RuleNeedsWordsError
    if rule not in RULES:
        raise ValueError(f"not a kind of rule: {rule}")
    code = find(session, Code, difference.code_id)
    before = [one.strip() for one in getattr(code, rule).split(";") if one.strip()]
    if sentence not in before:
        amend_code(session, difference.code_id, **{rule: "; ".join([*before, sentence])})
    return settle(session, difference, difference.has if rule == "include" else "neither", sentence)


def unsettle(session: Session, settlement_id: int) -> None:
    """Open a settled difference again; a rule that came of it stays in the codebook."""
    find(session, Settlement, settlement_id)
    remove(session, Settlement, settlement_id)


def settled(session: Session, *, codes: Iterable[int] | None = None) -> list[SettledLine]:
    """What was settled, in the order of the documents and their words; of all codes, or of some."""
    table, document, coder = table_of(Settlement), table_of(Document), table_of(Coder)
    first, second, writer = coder.alias("first"), coder.alias("second"), coder.alias("writer")
    chosen = (
        sa.select(
            table.c.id,
            table.c.code_id,
            document.c.id,
            document.c.name,
            table.c.start,
            table.c.end,
            first.c.id,
            first.c.name,
            second.c.id,
            second.c.name,
            table.c.decision,
            table.c.reason,
            writer.c.name,
            table.c.created,
        )
        .select_from(
            table.join(document, document.c.id == table.c.document_id)
            .join(first, first.c.id == table.c.first_id)
            .join(second, second.c.id == table.c.second_id)
            .join(writer, writer.c.id == table.c.coder_id)
        )
        .where(table.c.gone.is_(False), document.c.gone.is_(False))
        .order_by(document.c.id, table.c.start, table.c.id)
    )
    if codes is not None:
        chosen = chosen.where(table.c.code_id.in_(list(codes)))
    return [SettledLine(*row) for row in session.execute(chosen)]


def _there(session: Session, difference: Difference) -> int | None:
    """The settlement of the same code on the same words between the same two, whichever of them came first."""
    table = table_of(Settlement)
    pair = (difference.first_id, difference.second_id)
    chosen = sa.select(table.c.id).where(
        table.c.gone.is_(False),
        table.c.code_id == difference.code_id,
        table.c.document_id == difference.document_id,
        table.c.start == difference.start,
        table.c.end == difference.end,
        table.c.first_id.in_(pair),
        table.c.second_id.in_(pair),
    )
    return session.execute(chosen).scalars().first()
