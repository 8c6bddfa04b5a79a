"""The register of what has left the house: what, for whom, by whom, when. It holds no words and no figures."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlmodel import Session

from workbench.governance.audiences import INTERNAL, Departure, audience_named
from workbench.rows import add, live, now, table_of
from workbench.sources.coders import coder_names, current_coder


@dataclass(frozen=True, slots=True)
class DepartureLine:
    """Something that left, as the register shows it."""

    id: int
    at: str
    who: str
    kind: str
    name: str
    audience: str
    quotes: int
    figures: int
    withheld: int
    content: str


def record_departure(
    session: Session,
    *,
    kind: str,
    name: str,
    audience: str = INTERNAL,
    quotes: int = 0,
    figures: int = 0,
    withheld: int = 0,
    content: bytes | str = b"",
    digest: str = "",
) -> int:
    """Write down that something leaves.

    Args:
        session: A session inside a change.
        kind: What it is: table, workbook, paper, brief, clipboard.
        name: The file's name, without its folder.
        audience: For whom; AudienceUnknownError when the project does not know it.
        quotes: How many quotes are in it.
        figures: How many figures are in it.
        withheld: How many quotes and numbers were held back.
        content: What left, of which only the SHA-256 is kept.
        digest: That SHA-256 itself, where what left is too long to be held.

    Returns:
        The entry's key.
    """
    known = audience_named(session, audience)
    whole = content.encode("utf-8") if isinstance(content, str) else content
    return add(
        session,
        Departure,
        at=now(),
        coder_id=current_coder(session),
        kind=kind,
        name=name.replace("\\", "/").rsplit("/", 1)[-1],
        audience=known.name,
        quotes=quotes,
        figures=figures,
        withheld=withheld,
        content=hashlib.sha256(whole).hexdigest() if whole else digest,
    )


def departures(session: Session) -> list[DepartureLine]:
    """What has left, the newest first."""
    names = coder_names(session)
    rows = session.execute(live(Departure).order_by(table_of(Departure).c.id.desc())).scalars()
    return [
        DepartureLine(
            row.id or 0,
            row.at,
            names.get(row.coder_id, ""),
            row.kind,
            row.name,
            row.audience,
            row.quotes,
            row.figures,
            row.withheld,
            row.content,
        )
        for row in rows
    ]
