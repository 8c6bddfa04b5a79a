"""A split of a code that was left before its end: what was decided of its passages, kept in the project for its coder.

It is kept beside the tables, as plain keys. The names of codes that are still to be made are the only words in it; since
such a name may be somebody's own words, a withdrawal and a name taken out later forget them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from workbench.project.facts import remember
from workbench.project.file import Project
from workbench.project.history import SPLIT_ASIDE

BEGINS = "split:"


@dataclass(frozen=True, slots=True)
class Decided:
    """Where one passage goes: to a code by its key or to one of that path, still to be made; whether it stays too."""

    to: int | str
    both: bool = False


def begun_split(project: Project, code_id: int) -> dict[int, Decided]:
    """What the coder at the keyboard decided of a code's passages, by the keys of their codings; empty without any."""
    kept = project.meta.get(_name(project, code_id), "")
    return _read(kept) if kept else {}


def keep_split(project: Project, code_id: int, decided: Mapping[int, Decided]) -> None:
    """Keep what is decided so far; with nothing decided nothing is kept."""
    if decided or project.meta.get(_name(project, code_id)):
        remember(project, _name(project, code_id), _write(decided), why=SPLIT_ASIDE)


def forget_names(project: Project) -> None:
    """Forget, in every split that was begun, what goes to a code that is still to be made."""
    for name, kept in list(project.meta.items()):
        if name.startswith(BEGINS) and kept:
            decided = {key: one for key, one in _read(kept).items() if isinstance(one.to, int)}
            remember(project, name, _write(decided), why=SPLIT_ASIDE)


def _name(project: Project, code_id: int) -> str:
    return f"{BEGINS}{code_id}:{project.coder}"


def _write(decided: Mapping[int, Decided]) -> str:
    return json.dumps({key: [one.to, one.both] for key, one in decided.items()}) if decided else ""


def _read(kept: str) -> dict[int, Decided]:
    return {int(key): Decided(to, both) for key, (to, both) in json.loads(kept).items()}
