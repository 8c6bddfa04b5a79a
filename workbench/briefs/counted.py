"""What the door knew of the counts in a page that is kept: by it the page is looked at again whenever it leaves."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlmodel import Session

from workbench.briefs.kept_page import TakenOut, cited_in, counted_in, with_counted, without
from workbench.governance.released import Cell, Leaving, as_plain, leaving_in
from workbench.triangulation.prominence import PeopleCount


@dataclass(frozen=True, slots=True)
class FigureShown:
    """A figure in a page: of which indicator it is, and its numbers' places where they count people or records."""

    indicator: bytes
    """The indicator's GUID."""
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """The counts in a page, as the door let them through on that day."""

    fewest: int = 0
    """How many people a group had to have to be told of; 0 for the team."""
    tables: tuple[Leaving, ...] = ()
    figures: Mapping[bytes, FigureShown] = field(default_factory=dict)
    """Every figure that is cited or drawn, by its GUID."""
    drawn: frozenset[bytes] = frozenset()
    """Those that stand in a chart."""
    people: Mapping[str, PeopleCount] = field(default_factory=dict)
    """How many people said a finding, by the words in which the page says so."""

    def as_plain(self, session: Session) -> dict[str, Any]:
        """The same as plain values, the numbers with their seals."""
        return {
            "fewest": self.fewest,
            "tables": [as_plain(session, one) for one in self.tables],
            "figures": {
                guid.hex(): [one.indicator.hex(), [list(cell) for cell in one.cells]]
                for guid, one in self.figures.items()
            },
            "drawn": sorted(guid.hex() for guid in self.drawn),
            "people": {said: asdict(count) for said, count in self.people.items()},
        }


def counted(kept: str) -> Counted | None:
    """What was kept with a page of its counts; None where it was kept without."""
    plain = counted_in(kept)
    if plain is None:
        return None
    figures = {
        bytes.fromhex(guid): FigureShown(bytes.fromhex(indicator), tuple(map(tuple, cells)))
        for guid, (indicator, cells) in plain["figures"].items()
    }
    return Counted(
        plain["fewest"],
        tuple(map(leaving_in, plain["tables"])),
        figures,
        frozenset(map(bytes.fromhex, plain["drawn"])),
        {said: PeopleCount(**count) for said, count in plain["people"].items()},
    )


def without_figures(kept: str, gone: Collection[bytes], put: str) -> str:
    """A kept page without some figures, by GUID, wherever it shows them, and without what was kept of their numbers."""
    known = counted(kept)
    refs = {ref: put for ref, guid in cited_in(kept, "figure").items() if guid in gone}
    chart = put if known is not None and not known.drawn.isdisjoint(gone) else ""
    if not refs and not chart:
        return kept
    left = without(kept, TakenOut(figures=refs, chart=chart))
    return with_counted(left, _forgotten(counted_in(kept), {guid.hex() for guid in gone}))


def _forgotten(plain: Any, gone: Collection[str]) -> Any:
    """What was kept of counts, without the numbers of some figures."""
    if plain is None:
        return None
    cells = [cell for guid, (_, some) in plain["figures"].items() if guid in gone for cell in some]
    tables = [{**one, "numbers": [each for each in one["numbers"] if each[0] not in cells]} for one in plain["tables"]]
    figures = {guid: some for guid, some in plain["figures"].items() if guid not in gone}
    drawn = [guid for guid in plain["drawn"] if guid not in gone]
    return {**plain, "tables": tables, "figures": figures, "drawn": drawn}
