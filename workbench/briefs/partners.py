"""Partners: who else an option needs, what each would do, and whether they have agreed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Field, Session

from workbench.briefs.below import add_below, amend_below, below, remove_below
from workbench.briefs.options import chosen_of
from workbench.errors import WorkbenchError
from workbench.rows import AUTOINCREMENT, Row, one_of

EFFECTS = ("lead", "deliver", "data", "informed")
AGREES = ("yes", "in principle", "not asked", "no")


class Partner(Row, table=True):
    """What one organisation would do in an option, and whether it has agreed."""

    __tablename__ = "option_partner"
    __table_args__: Any = (one_of("effect", EFFECTS), one_of("agrees", AGREES), AUTOINCREMENT)

    option_id: int = Field(foreign_key="options.id", index=True)
    position: int = 0
    name: str
    effect: str = "deliver"
    does: str = ""
    agrees: str = "not asked"


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """One organisation in an option, as a page shows it."""

    id: int
    option_id: int
    name: str
    effect: str
    does: str
    agrees: str

    @property
    def agreed(self) -> str:
        """Whether it has agreed, in words."""
        return {"yes": "has agreed", "in principle": "agrees in principle", "no": "does not agree"}.get(
            self.agrees, "not asked yet"
        )


class PartnerNeedsNameError(WorkbenchError):
    """Name the organisation, or at least which kind of organisation it is."""


def add_partner(
    session: Session, option_id: int, name: str, *, effect: str = "deliver", does: str = "", agrees: str = "not asked"
) -> int:
    """Add what an organisation would do in an option. `effect` is of EFFECTS, `agrees` of AGREES.

    Raises PartnerNeedsNameError, NotOfThoseError, BriefIsDecidedError.
    """
    cells = _cells(name, effect, does, agrees)
    return add_below(session, Partner, {"option_id": option_id}, **cells)


def amend_partner(session: Session, partner_id: int, *, name: str, effect: str, does: str, agrees: str) -> None:
    """Change what is written of an organisation; raises what `add_partner` does."""
    amend_below(session, Partner, partner_id, **_cells(name, effect, does, agrees))


def remove_partner(session: Session, partner_id: int) -> None:
    """Take an organisation out of an option."""
    remove_below(session, Partner, partner_id)


def partners(session: Session, option_ids: Iterable[int]) -> dict[int, tuple[PartnerLine, ...]]:
    """The organisations in each option, in the order in which they were written down."""
    return {
        option: tuple(PartnerLine(row.id or 0, option, row.name, row.effect, row.does, row.agrees) for row in rows)
        for option, rows in below(session, Partner, "option_id", option_ids).items()
    }


def partners_in_words(lines: Iterable[PartnerLine]) -> str:
    """Who leads, delivers, gives data and is told, a line each, with whether each has agreed.

    >>> partners_in_words([PartnerLine(1, 1, "Schools", "deliver", "", "not asked")])
    'Delivers: Schools (not asked)'
    """
    listed = list(lines)
    agreed = {"in principle": " (in principle)", "not asked": " (not asked)", "no": " (does not agree)"}
    said = []
    for effect, word in (("lead", "Leads"), ("deliver", "Delivers"), ("data", "Gives data"), ("informed", "Is told")):
        names = [f"{one.name}{agreed.get(one.agrees, '')}" for one in listed if one.effect == effect]
        if names:
            said.append(f"{word}: {', '.join(names)}")
    return "\n".join(said)


def _cells(name: str, effect: str, does: str, agrees: str) -> dict[str, str]:
    if not name.strip():
        raise PartnerNeedsNameError
    chosen_of(effect, EFFECTS, "What an organisation does")
    chosen_of(agrees, AGREES, "Whether it agrees")
    return {"name": name.strip(), "effect": effect, "does": does.strip(), "agrees": agrees}
