"""What another tool's format has no place for, counted: it stays in the project and is said before and after."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session

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

_PARTS: tuple[tuple[str, str, str, str], ...] = (
    ("memo on a finding", "memos on findings", "memo", "about = 'finding'"),
    ("coding's way in (search, suggestion)", "codings' ways in (search, suggestion)", "coding", "origin != 'own'"),
    ("mark of words changed under a coding", "marks of words changed under codings", "coding", "reworded IS NOT NULL"),
    ("note of the frame a code came from", "notes of the frames that codes came from", "code", "frame != ''"),
    ("way somebody was found", "ways people were found", "cases", "sampling != 'not recorded'"),
    ("survey weight", "survey weights", "cases", "weight IS NOT NULL"),
)
"""Cells of tables that leave which have no place either: one, many, the table, and which of its rows."""


def what_stays(session: Session) -> list[tuple[str, int]]:
    """What has no place in the format, in words, each with how much there is of it; what there is none of is not named."""
    asked = [(one, many, [f"{name} WHERE NOT gone" for name in names]) for one, many, names in STAYS]
    asked += [(one, many, [f"{name} WHERE NOT gone AND {only}"]) for one, many, name, only in _PARTS]
    asked.append(("change in the history", "changes in the history", ["change"]))
    each = [
        f"SELECT {place} AS place, count(*) AS number FROM {rows}"
        for place, (_, _, some) in enumerate(asked)
        for rows in some
    ]
    summed = f"SELECT place, sum(number) FROM ({' UNION ALL '.join(each)}) GROUP BY place ORDER BY place"
    counts = [(place, int(number)) for place, number in session.execute(sa.text(summed))]
    return [(asked[place][number != 1], number) for place, number in counts if number]


def in_a_sentence(stays: Sequence[tuple[str, int]]) -> str:
    """What stays, in one sentence.

    >>> in_a_sentence([("findings", 3), ("figures", 1200)])
    'These have no place in the format and stay in the project: 3 findings; 1,200 figures.'
    """
    if not stays:
        return ""
    return f"These have no place in the format and stay in the project: {'; '.join(f'{count:,} {what}' for what, count in stays)}."
