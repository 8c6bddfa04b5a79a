"""Codes of a codebook that were here before and say otherwise, once it has been taken in."""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import Session

from workbench.coding.codebook import Code
from workbench.coding.study_drafts import DraftCodebook, StudyCode
from workbench.coding.tree import Tree, read_tree
from workbench.desk.importing.studies.known import Known
from workbench.desk.importing.studies.taken import CELLS
from workbench.exchange.refi.told import short
from workbench.sources.drafts import LeftOut

_CELLS = ("definition", "include", "exclude", "example", "safeguarding")
_AROUND = 20


def codes_that_differ(session: Session, codebook: DraftCodebook) -> Iterator[LeftOut]:
    """Each cell of a code that says something here and something else in the file: what is here stands."""
    tree, known = read_tree(session), Known(session, codebook)
    keys: dict[str, int | None] = {}
    for code in codebook.codes:
        key = keys[code.key] = _here(tree, known, code, keys)
        if key is None:
            continue
        here = tree.codes[key]
        for cell in _CELLS:
            said = getattr(code, cell)
            if said and here[cell] != said:
                ours, theirs = _apart(here[cell], said)
                why = f"it says otherwise here: “{ours}” here, “{theirs}” in the file; what is here stays"
                yield LeftOut(f"code “{tree.path(key)}”", CELLS[cell], why)
        if code.retired != (here["state"] == "retired"):
            why = (
                "it is retired in the file, and not here" if code.retired else "it is retired here, and not in the file"
            )
            yield LeftOut(f"code “{tree.path(key)}”", "whether it is offered", why)


def _here(tree: Tree, known: Known, code: StudyCode, keys: dict[str, int | None]) -> int | None:
    """The code's key: the one that is known by its GUID, else the one of that name below the same parent."""
    row = known.row(Code, code.key)
    if row is not None and row.id in tree.codes:
        return row.id
    parent = keys.get(code.parent) if code.parent else None
    return None if code.parent and parent is None else tree.named(parent, code.name)


def _apart(one: str, other: str) -> tuple[str, str]:
    """Two texts from shortly before the place where they part."""
    at = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    begin = max(0, at - _AROUND)
    return short(one[begin:]), short(other[begin:])
