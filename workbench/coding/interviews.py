"""The interviews of a project in their order, with the codes that each has: what saturation is worked out from."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codings import Coding
from workbench.coding.tree import code_paths
from workbench.rows import table_of
from workbench.sources.coders import coder_names
from workbench.sources.dates import days_of_transcripts
from workbench.sources.documents import Document
from workbench.sources.readings import reading_states

REFLEXIVE = (
    "Saturation is not shown in a reflexive project: there codes are made by reading and have no end to be reached. "
    "Say instead in a memo why these interviews hold enough for what is asked."
)
BY_DATE = "The interviews are in the order of the days or months that they name, those of the same one as they came in."
BY_IMPORT = (
    "The interviews are in the order in which they were imported: not each of them names its day, "
    "or the days do not tell which came first."
)


@dataclass(frozen=True, slots=True)
class Interviews:
    """The interviews of a project with their codes, in order."""

    names: tuple[str, ...]
    codes: tuple[frozenset[int], ...]
    """The keys of the codes of each, by the same places."""
    order: str
    """The sentence on their order."""
    unread: tuple[str, ...]
    """Interviews that nobody (or not this coder) has read to the end: they do not count."""


def interviews(session: Session, *, coder: int | None = None) -> Interviews:
    """The transcripts that somebody has read to the end, by the day on which they were held or as they came in.

    What lies beside another document (field notes, a translation) and survey questions are no interviews.

    Args:
        session: A session to read with.
        coder: Only this coder's readings and codings.
    """
    document, coding = table_of(Document), table_of(Coding)
    listed = sa.select(document.c.id, document.c.name).where(
        document.c.gone.is_(False), document.c.kind == "transcript", document.c.beside_id.is_(None)
    )
    names = {row[0]: row[1] for row in session.execute(listed.order_by(document.c.id))}
    done = {
        key
        for one in ([coder] if coder is not None else coder_names(session))
        for key, state in reading_states(session, one).items()
        if state == "done"
    }
    read, order = _in_order(session, [key for key in names if key in done])
    known = code_paths(session)
    chosen = sa.select(coding.c.document_id, coding.c.code_id).where(coding.c.gone.is_(False)).distinct()
    if coder is not None:
        chosen = chosen.where(coding.c.coder_id == coder)
    codes: dict[int, set[int]] = {key: set() for key in read}
    for document_id, code_id in session.execute(chosen):
        if document_id in codes and code_id in known:
            codes[document_id].add(code_id)
    return Interviews(
        names=tuple(names[key] for key in read),
        codes=tuple(frozenset(codes[key]) for key in read),
        order=order,
        unread=tuple(name for key, name in names.items() if key not in done),
    )


def _in_order(session: Session, keys: list[int]) -> tuple[list[int], str]:
    """Documents by their days where every one has some and no two overlap unless they are alike; else as given."""
    days = days_of_transcripts(session)
    if not keys or any(key not in days for key in keys):
        return keys, BY_IMPORT
    dated = sorted(keys, key=lambda key: days[key])
    told = [days[key] for key in dated]
    apart = all(one == other or one[1] < other[0] for one, other in pairwise(told))
    return (dated, BY_DATE) if apart and len(set(told)) > 1 else (keys, BY_IMPORT)


def why_not_shown(session: Session) -> str:
    """The sentence that says why this project shows no saturation; nothing where it does."""
    return REFLEXIVE if session.info.get("meta", {}).get("approach") == "reflexive" else ""
