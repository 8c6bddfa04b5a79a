"""Coders: the people who read and code."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field, Session

from workbench.rows import Row, add, amend, find_guid, guid_for, live


class Coder(Row, table=True):
    """A person who reads, codes, rates or decides. The name is what the history shows."""

    name: str = Field(unique=True)


def coder_named(session: Session, name: str) -> int:
    """The key of the coder with that name, who is taken in when new."""
    guid = guid_for(session, "coder", name)
    coder = find_guid(session, Coder, guid)
    if coder is None:
        return add(session, Coder, guid=guid, name=name)
    assert coder.id is not None
    if coder.gone:
        amend(session, Coder, coder.id, gone=False)
    return coder.id


def current_coder(session: Session) -> int:
    """The key of the coder who has the project open; taken in at the first change."""
    info: dict[str, Any] = session.info
    if info.get("coder") is None:
        info["coder"] = coder_named(session, info["who"])
        info["coder_found"](info["coder"])
    return int(info["coder"])


def known_coder(session: Session) -> int | None:
    """The key of the coder who has the project open, in any session; None where nothing was written under that name."""
    known = find_guid(session, Coder, guid_for(session, "coder", session.info["who"]))
    return None if known is None or known.gone else known.id


def coder_names(session: Session) -> dict[int, str]:
    """Every coder's name by key."""
    return {row.id: row.name for row in session.execute(live(Coder)).scalars() if row.id is not None}
