"""Links: a theme and an indicator paired because they are worth looking at together. A link is no verdict."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from workbench.coding.themes import Theme
from workbench.indicators.indicators import Indicator
from workbench.rows import add, amend, column, find, live, remove
from workbench.triangulation.protocol.topic_rows import Link


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A pairing with the names of both."""

    id: int
    theme_id: int
    theme: str
    indicator_id: int
    indicator: str
    note: str

    @property
    def title(self) -> str:
        """Both, as the pair is listed."""
        return f"{self.theme} ↔ {self.indicator}"


def link(session: Session, theme_id: int, indicator_id: int, *, note: str = "") -> int:
    """Pair a theme with an indicator; a pair that is there already takes the new note."""
    find(session, Theme, theme_id)
    find(session, Indicator, indicator_id)
    same = live(Link).where(column(Link, "theme_id") == theme_id, column(Link, "indicator_id") == indicator_id)
    there: Link | None = session.execute(same).scalar()
    if there is not None and there.id is not None:
        amend(session, Link, there.id, note=note)
        return there.id
    return add(session, Link, theme_id=theme_id, indicator_id=indicator_id, note=note)


def unlink(session: Session, link_id: int) -> None:
    """Take a pairing away."""
    find(session, Link, link_id)
    remove(session, Link, link_id)


def links(session: Session) -> list[LinkLine]:
    """Every pairing whose theme and indicator are still there."""
    themes = {row.id: row.name for row in session.execute(live(Theme)).scalars()}
    indicators = {row.id: row.name for row in session.execute(live(Indicator)).scalars()}
    return [
        LinkLine(
            row.id or 0, row.theme_id, themes[row.theme_id], row.indicator_id, indicators[row.indicator_id], row.note
        )
        for row in session.execute(live(Link).order_by(column(Link, "id"))).scalars()
        if row.theme_id in themes and row.indicator_id in indicators
    ]
