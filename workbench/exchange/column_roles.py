"""What a column of a table of answers is: said by a file itself, by a person, or guessed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Is = Literal[
    "id", "open", "choice", "ordered", "many", "option", "number", "date", "text", "code", "weight", "left out"
]


@dataclass(frozen=True, slots=True)
class Role:
    """What a column is, and why it is thought to be.

    `called` is a short name, of a code its path, of an option how it is called. `of` is the question that an option
    belongs to, or the column whose answers a code is of. `order` are the answers that may be given.
    """

    is_: Is
    why: str = ""
    order: tuple[str, ...] = ()
    joined_by: str = ""
    of: str = ""
    called: str = ""
