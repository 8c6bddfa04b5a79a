"""The switch: a project in which no machine proposes anything, and who decided that.

While it is off nothing is computed and no proposal is shown; what people decided earlier stays, and coding goes on.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlmodel import Session

from workbench.errors import WorkbenchError
from workbench.text import dated

FACT = "suggestions"
"""The name under which a project keeps that suggestions are off; empty when they are on."""


class SuggestionsAreOffError(WorkbenchError):
    """Suggestions are switched off in this project. Coding goes on as always."""


@dataclass(frozen=True, slots=True)
class SwitchedOff:
    """Who switched suggestions off, and when."""

    who: str
    at: str

    @property
    def sentence(self) -> str:
        """What a person reads instead of proposals."""
        when = f" on {dated(self.at[:10])}" if self.at else ""
        return (
            f"Suggestions are off in this project: {self.who or 'somebody'} switched them off{when}."
            " Nothing is read by a machine, and coding goes on."
        )

    @property
    def fact(self) -> str:
        """The same as it is kept in a project."""
        return json.dumps({"who": self.who, "at": self.at}, ensure_ascii=False)


def switched_off(session: Session) -> SwitchedOff | None:
    """Who switched suggestions off, and when; None while they are on."""
    return said_of(str(session.info.get("meta", {}).get(FACT, "")))


def said_of(told: str) -> SwitchedOff | None:
    """What a kept fact says; None where suggestions are on."""
    if not told:
        return None
    try:
        read = json.loads(told)
        return SwitchedOff(str(read["who"]), str(read["at"]))
    except (ValueError, TypeError, KeyError):
        return SwitchedOff("", "")
