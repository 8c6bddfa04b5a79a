"""The codes as a tree: what stands below what, in which order, under which path."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.paths import join_path, split_path
from workbench.errors import WorkbenchError
from workbench.rows import NotInProjectError, Ready, fetched

CELLS = (
    "id",
    "parent_id",
    "name",
    "definition",
    "include",
    "exclude",
    "example",
    "safeguarding",
    "colour",
    "position",
    "state",
    "frame",
)
_CODE = sa.table("code", *(sa.column(cell) for cell in CELLS), sa.column("gone", sa.Boolean()))
_LIVE = sa.select(*(_CODE.c[cell] for cell in CELLS)).where(_CODE.c.gone.is_(False))

_ALL_NAMES = sa.select(_CODE.c.id, _CODE.c.parent_id, _CODE.c.name).where(_CODE.c.gone.is_(False))
_NAMES = _ALL_NAMES.where(_CODE.c.id.in_(sa.bindparam("keys", expanding=True)))
_NAME = Ready(_ALL_NAMES.where(_CODE.c.id == sa.bindparam("key")))
FEW = 3
"""So many codes are asked for one by one."""


class CodeNameTakenError(WorkbenchError):
    """There is a code of that name there already. Choose another name, or merge the two."""


class CodeUnknownError(WorkbenchError):
    """There is no code at that path."""


def same_name(name: str) -> str:
    """What two names have in common that count as the same: capitals and spaces aside."""
    return " ".join(name.casefold().split())


class Tree:
    """Codes by key, with their children and the names on the way to each.

    A code whose parent is not there stands at the top, and so does one of a ring that two moves in two copies made.
    """

    def __init__(self, codes: Iterable[dict[str, Any]]) -> None:
        self.codes = {code["id"]: code for code in codes}
        self.children: dict[int | None, list[int]] = {}
        for key, code in self.codes.items():
            parent = code["parent_id"] if code["parent_id"] in self.codes else None
            self.children.setdefault(parent, []).append(key)
        for keys in self.children.values():
            keys.sort(key=self._place)
        self.names: dict[int, tuple[str, ...]] = {}
        self.order: list[int] = []
        for key in self.children.get(None, ()):
            self._enter(key, ())
        self.ringed = sorted(self.codes.keys() - self.names.keys(), key=self._place)
        """Codes that no way leads down to."""
        for key in self.ringed:
            self._enter(key, ())

    def _place(self, key: int) -> tuple[int, int]:
        return (self.codes[key]["position"], key)

    def _enter(self, top: int, above: tuple[str, ...]) -> None:
        """Take in a code and all below it; with a list of what is still to do, so that no depth is too deep."""
        waiting = [(top, above)]
        while waiting:
            key, way = waiting.pop()
            if key in self.names:
                continue
            self.names[key] = (*way, self.codes[key]["name"])
            self.order.append(key)
            waiting.extend((child, self.names[key]) for child in reversed(self.children.get(key, [])))

    def path(self, key: int) -> str:
        """The path of a code."""
        return join_path(self.names[key])

    def below(self, key: int) -> list[int]:
        """A code and every code below it, each once."""
        found, seen = [key], {key}
        for one in found:
            fresh = [child for child in self.children.get(one, ()) if child not in seen]
            found.extend(fresh)
            seen.update(fresh)
        return found

    def code(self, key: int) -> dict[str, Any]:
        """The cells of a code; NotInProjectError when it is not there."""
        if key not in self.codes:
            raise NotInProjectError
        return self.codes[key]

    def named(self, parent: int | None, name: str) -> int | None:
        """The code of that name under a parent, or None."""
        wanted = same_name(name)
        return next(
            (key for key in self.children.get(parent, ()) if same_name(self.codes[key]["name"]) == wanted), None
        )

    def refuse_twin(self, parent: int | None, name: str, but: int | None = None) -> None:
        """Raise CodeNameTakenError when another code under that parent has that name."""
        twin = self.named(parent, name)
        if twin is None or twin == but:
            return
        where = f"under “{self.path(parent)}”" if parent is not None else "at the top"
        retired = ", retired" if self.codes[twin]["state"] == "retired" else ""
        there = self.codes[twin]["name"]
        raise CodeNameTakenError(
            f"There is a code called “{there}” {where} already{retired}. Choose another name, or merge the two."
        )

    def at(self, path: str) -> int:
        """The code at a path; CodeUnknownError, with the nearest paths, when there is none."""
        key: int | None = None
        for name in _names(path):
            key = self.named(key, name)
            if key is None:
                break
        if key is None:
            near = get_close_matches(path, [self.path(one) for one in self.order], n=3)
            hint = f" Did you mean {' or '.join(f'“{one}”' for one in near)}?" if near else ""
            raise CodeUnknownError(f"There is no code at “{path}”.{hint}")
        return key


def _names(path: str) -> tuple[str, ...]:
    """The names of a path; one that nothing has when it is none."""
    try:
        return split_path(path)
    except ValueError:
        return ("",)


def read_tree(session: Session) -> Tree:
    """The codes that are there, as a tree."""
    rows = session.connection().execute(_LIVE).fetchall()
    return Tree(dict(zip(CELLS, row, strict=True)) for row in rows)


def paths_of(session: Session, keys: Iterable[int]) -> dict[int, str]:
    """The paths of some codes, from no more rows than the way up takes; those not there are left out."""
    wanted, asked = set(keys), set(keys)
    known: dict[int, tuple[int | None, str]] = {}
    while wanted:
        if len(wanted) <= FEW:
            rows = [row for key in wanted for row in _NAME.rows(session, key=key)]
        else:
            rows = fetched(session, _NAMES, {"keys": list(wanted)})
        known.update({row[0]: (row[1], row[2]) for row in rows})
        wanted = {row[1] for row in rows if row[1] is not None} - asked
        asked |= wanted
    found = {}
    for key in known:
        names, here, seen = [], key, set[int]()
        while here in known and here not in seen:
            seen.add(here)
            parent, name = known[here]
            names.append(name)
            here = parent if parent is not None else here
        found[key] = join_path(reversed(names))
    return found


def code_paths(session: Session) -> dict[int, str]:
    """The path of every code by key, in the codebook's order."""
    tree = read_tree(session)
    return {key: tree.path(key) for key in tree.order}
