"""A transcript that two coders, or more, have read and coded, told turn by turn.

    put_together(project, "...marked as in conftest...", {"ben": "...the same words with ben's marks..."})

The first telling is amina's, who has the project open; every other coder's must have the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from tests.coding.conftest import Coded, put_in, read_marks
from workbench.coding.codebook import ensure_code
from workbench.coding.codings import apply_code
from workbench.project.file import Project
from workbench.sources.coders import coder_named
from workbench.sources.documents import segments_of
from workbench.sources.readings import finish_reading
from workbench.text import Span


def put_together(
    project: Project,
    told: str,
    others: Mapping[str, str],
    *,
    name: str = "one.md",
    cases: dict[str, int] | None = None,
    read: Iterable[str] | None = None,
) -> Coded:
    """Put a transcript in with everybody's codings, and note that they all (or `read`) have read it to the end."""
    coded = put_in(project, told, name=name, cases=cases)
    for who, theirs in others.items():
        code_as(coded, who, theirs)
    with project.change("Read") as session:
        for who in ("amina", *others) if read is None else read:
            finish_reading(session, coded.document, coder_id=coder_named(session, who))
    return coded


def code_as(coded: Coded, who: str, told: str) -> None:
    """Put another coder's marks on the same words."""
    turns, marks = read_marks(told)
    for _, at, said in turns:
        assert coded.text[at : at + len(said)] == said, f"{who} reads other words: {said}"
    with coded.project.change("Code") as session:
        coder = coder_named(session, who)
        for path, start, end in marks:
            coded.codes[path] = ensure_code(session, path)
            apply_code(session, coded.codes[path], coded.document, Span(start, end), coder=coder)


def key_of(project: Project, who: str) -> int:
    """The key of a coder."""
    with project.change("Look") as session:
        return coder_named(session, who)


def read_one(coded: Coded, who: str, ordinal: int) -> None:
    """Note that a coder has read one turn and no more."""
    with coded.project.change("Read a turn") as session:
        segment = segments_of(session, coded.document)[ordinal]
        finish_reading(session, coded.document, coder_id=coder_named(session, who), segment_id=segment.id)


def unmarked(told: str) -> str:
    """The same words without any marks."""
    return re.sub(r"\[|\]\{[^}]*\}", "", told)
