"""What stands alone: themes and codes with no indicator beside them, indicators with no theme."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from workbench.coding.codebook import codebook
from workbench.coding.themes import themes
from workbench.indicators.catalogue import indicators_named
from workbench.triangulation.links import links


@dataclass(frozen=True, slots=True)
class Unpaired:
    """Names of what no link pairs, each in the order of its own list."""

    themes: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    """Paths of codes that were used and that no theme gathers."""
    indicators: tuple[str, ...] = ()


def unpaired(session: Session) -> Unpaired:
    """Themes that are not dropped and have no indicator, codes in use that no theme gathers, indicators with no theme."""
    pairs = links(session)
    paired = {one.theme_id for one in pairs}
    kept = [one for one in themes(session) if one.state != "dropped"]
    gathered = {code for one in kept for code in one.code_ids}
    measured = {one.indicator_id for one in pairs if one.theme_id in {line.id for line in kept}}
    return Unpaired(
        tuple(one.name for one in kept if one.id not in paired),
        tuple(one.path for one in codebook(session) if one.codings and one.id not in gathered),
        tuple(one.short or one.name for one in indicators_named(session) if one.id not in measured),
    )
