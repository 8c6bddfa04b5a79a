"""What another tool's format has no place for, counted: it stays in the project and is said before and after."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codebook import Code
from workbench.coding.codings import Coding
from workbench.coding.memos import Memo
from workbench.project.history import Change
from workbench.rows import table_of
from workbench.sources.cases import Case

CARRIED = frozenset(
    {
        *("coder", "cases", "attribute", "attribute_value", "document", "segment", "speaker"),
        *("code", "coding", "theme", "theme_code", "memo", "alias"),
    }
)
"""Tables that leave; of some of their rows a part stays, which `_PARTS` names."""

STAYS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("record of consent", "records of consent", ("consent",)),
    ("hold or flag on words", "holds and flags on words", ("passage_flag", "sign_off", "withdrawal")),
    ("rule on readers", "rules on readers", ("audience", "agreement")),
    ("entry in the register of what left", "entries in the register of what left", ("departure", "released", "quoted")),
    ("question asked", "questions asked", ("question", "asked", "code_question")),
    ("survey with its map", "surveys with their maps", ("survey",)),
    ("place of a person", "places of people", ("case_place",)),
    ("fact on the sample", "facts on the sample", ("sample_group", "case_match")),
    ("note of what was read to the end", "notes of what was read to the end", ("reading",)),
    ("digit pinned to a code", "digits pinned to codes", ("pin",)),
    ("saved question", "saved questions", ("saved_query",)),
    ("quote edited for reading", "quotes edited for reading", ("display_form",)),
    ("difference between coders that was settled", "differences between coders that were settled", ("settlement",)),
    ("figure", "figures", ("observation",)),
    (
        "indicator, data set or doubt",
        "indicators, data sets and doubts",
        (
            "dataset",
            "indicator",
            "doubt",
            "dataset_release",
            "release_change",
            "peer_set",
            "peer",
            "area_entry",
            "area_member",
        ),
    ),
    (
        "suggestion or topic of a machine",
        "suggestions and topics of a machine",
        ("run", "topic", "topic_passage", "suggestion", "blind_sample", "blind_passage", "blind_code"),
    ),
    ("finding", "findings", ("finding",)),
    (
        "judgement on findings",
        "judgements on findings",
        (
            *("finding_evidence", "topic_row", "row_finding", "rating", "link", "thread", "thread_step", "concern"),
            *(
                "consensus",
                "assessment",
                "feedback",
                "request",
                "thread_check",
                "display",
                "display_note",
                "follow_up",
                "built",
            ),
        ),
    ),
    (
        "part of a brief",
        "parts of briefs",
        (
            *(
                "brief",
                "options",
                "decision",
                "citation",
                "objective",
                "option_partner",
                "option_benefit",
                "option_cost",
                "option_risk",
            ),
            *(
                "option_equality",
                "factor",
                "factor_rating",
                "long_choice",
                "brief_slot",
                "brief_version",
                "brief_task",
                "condition",
            ),
            *("outcome", "brief_read"),
        ),
    ),
    (
        "part of an ethics pack or a sheet on a partner",
        "parts of ethics packs and sheets on partners",
        ("ethics_answer", "ethics_pack", "advice", "flow", "option_flow", "readiness_answer", "readiness_action"),
    ),
    ("value kept when copies differed", "values kept when copies differed", ("conflict",)),
)
"""What stays, one and many, and the tables it is counted in."""

_CODE, _CODING, _CASE, _MEMO = table_of(Code), table_of(Coding), table_of(Case), table_of(Memo)
_PARTS: tuple[tuple[str, str, sa.Table, sa.ColumnElement[bool]], ...] = (
    ("memo on a finding", "memos on findings", _MEMO, _MEMO.c.about == "finding"),
    ("coding's way in (search, suggestion)", "codings' ways in (search, suggestion)", _CODING, _CODING.c.origin != "own"),
    ("mark that words changed under a coding", "marks that words changed under a coding", _CODING, _CODING.c.reworded.is_not(None)),
    ("code's coding frame", "codes' coding frames", _CODE, _CODE.c.frame != ""),
    ("way somebody was found", "ways people were found", _CASE, _CASE.c.sampling != "not recorded"),
    ("survey weight", "survey weights", _CASE, _CASE.c.weight.is_not(None)),
)  # fmt: skip
"""Cells of tables that leave which have no place either."""


def what_stays(session: Session) -> list[tuple[str, int]]:
    """What has no place in the format, in words, each with how much there is of it; what there is none of is not named."""
    found: list[tuple[str, int]] = []
    for one, many, names in STAYS:
        count = sum(_count(session, table_of_name(name)) for name in names)
        found.append((one if count == 1 else many, count))
    for one, many, table, only in _PARTS:
        count = _count(session, table, only)
        found.append((one if count == 1 else many, count))
    changes = session.execute(sa.select(sa.func.count()).select_from(table_of_name("change"))).scalar_one()
    found.append(("change in the history" if changes == 1 else "changes in the history", int(changes)))
    return [(what, count) for what, count in found if count]


def in_a_sentence(stays: Sequence[tuple[str, int]]) -> str:
    """What stays, in one sentence.

    >>> in_a_sentence([("findings", 3), ("figures", 1200)])
    'These have no place in the format and stay in the project: 3 findings; 1,200 figures.'
    """
    if not stays:
        return ""
    return f"These have no place in the format and stay in the project: {'; '.join(f'{count:,} {what}' for what, count in stays)}."


def table_of_name(name: str) -> sa.Table:
    """A table of the project by its name."""
    return table_of(Change).metadata.tables[name]


def _count(session: Session, table: sa.Table, only: sa.ColumnElement[bool] | None = None) -> int:
    chosen = sa.select(sa.func.count()).select_from(table).where(table.c.gone.is_(False))
    return int(session.execute(chosen if only is None else chosen.where(only)).scalar_one())
