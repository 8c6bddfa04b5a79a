"""The codebook and the themes as they leave for another tool."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import sqlalchemy as sa
from sqlmodel import Session

from workbench import __version__
from workbench.coding.codebook import COLOURS, Code
from workbench.coding.colours import LIGHT
from workbench.coding.themes import Theme, themes
from workbench.coding.tree import read_tree
from workbench.exchange.refi import ORIGIN
from workbench.exchange.refi.guids import usable, written
from workbench.exchange.refi.headed import CODE, SET, headed
from workbench.exchange.refi.outgoing import OutCode, OutSet
from workbench.project.identity import Alias
from workbench.rows import Row, fetched, table_of

WRITTEN_BY = f"{ORIGIN} {__version__}"
Named = Callable[[bytes], str]
"""What a row is called outside, by its GUID."""
Notes = Mapping[int, tuple[str, ...]]
"""The GUIDs of the notes on things, by the thing's key."""


def names_outside(session: Session, kind: type[Row]) -> Named:
    """The GUIDs of a table's rows as text: what another tool called a row, else its own."""
    alias = table_of(Alias)
    chosen = sa.select(alias.c.row_guid, alias.c.alias).where(
        alias.c.gone.is_(False), alias.c.tab == str(kind.__tablename__)
    )
    known = usable(fetched(session, chosen.order_by(alias.c.id)))
    return (lambda guid: known.get(guid) or written(guid)) if known else written


def guids_of(session: Session, kind: type[Row]) -> dict[int, str]:
    """What the rows of a small table are called outside, by key."""
    table, named = table_of(kind), names_outside(session, kind)
    chosen = sa.select(table.c.id, table.c.guid).where(table.c.gone.is_(False))
    return {key: named(guid) for key, guid in fetched(session, chosen)}


def outgoing_codes(session: Session, notes: Notes | None = None, *, team: bool = True) -> list[OutCode]:
    """Every code in the codebook's order; what to do when somebody says it stays in the team."""
    tree, guids = read_tree(session), guids_of(session, Code)
    found = []
    for key in tree.order:
        code = tree.codes[key]
        parts = {
            "Include": code["include"],
            "Exclude": code["exclude"],
            "Example": code["example"],
            "Safeguarding": code["safeguarding"] if team else "",
            "State": code["state"] if code["state"] != "active" else "",
        }
        said = headed(code["definition"], parts, CODE)
        colour = LIGHT[code["colour"] % COLOURS]
        beside = (notes or {}).get(key, ())
        found.append(OutCode(guids[key], code["name"], len(tree.names[key]) - 1, colour, said, beside))
    return found


def outgoing_sets(session: Session, notes: Notes | None = None, *, team: bool = True) -> list[OutSet]:
    """Every theme with the codes it gathers; a dropped one stays in the team."""
    codes, guids = guids_of(session, Code), guids_of(session, Theme)
    found = []
    for line in themes(session):
        if line.state == "dropped" and not team:
            continue
        said = headed(line.statement, {"State": line.state}, SET)
        beside = (notes or {}).get(line.id, ())
        found.append(OutSet(guids[line.id], line.name, said, tuple(codes[key] for key in line.code_ids), beside))
    return found
