"""Saved questions to the codings: codes, themes, attributes, speakers, documents and coders, joined by and, or, not."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench.coding.kept_names import NamesToday, names_kept, read_lines
from workbench.coding.query_language import CodeNamed, Fact, Query, codes_in, parse, printed, with_codes, with_names
from workbench.coding.tree import Tree, read_tree, same_name
from workbench.errors import WorkbenchError
from workbench.rows import Row, add, amend, find, live, now, remove, table_of
from workbench.sources.coders import coder_names, current_coder


class SavedQuery(Row, table=True):
    """A question under a name, asked anew whenever it is opened."""

    __tablename__ = "saved_query"

    name: str = Field(index=True)
    query: str
    """The question with whole paths in its first line; then a line for each code, its GUID and its path, and for each
    theme, person, document, coder and attribute (`kept_names`), so that what was renamed or moved since is still known."""
    coder_id: int = Field(foreign_key="coder.id")
    created: str


@dataclass(frozen=True, slots=True)
class SavedQueryLine:
    """A saved question as it is listed, with the names that its codes have now."""

    id: int
    name: str
    query: str
    missing: tuple[str, ...]
    """Codes in it that are no longer in the codebook, by the paths they had, and what else is no longer there."""
    who: str
    created: str
    others: bool = False
    """Whether something else than codes is among what is missing."""

    @property
    def state(self) -> str:
        """What to do where it no longer finds everything it asked for; empty where nothing is missing.

        >>> SavedQueryLine(1, "Lamps", "Dark", ("Dark",), "amina", "").state
        'no longer finds “Dark”, which is not in the codebook: change it, and save it again'
        """
        if not self.missing:
            return ""
        listed = " and ".join(f"“{path}”" for path in self.missing)
        verb = "is" if len(self.missing) == 1 else "are"
        where = "project" if self.others else "codebook"
        return f"no longer finds {listed}, which {verb} not in the {where}: change it, and save it again"


class QueryNeedsNameError(WorkbenchError):
    """A saved question needs a name."""


class QueryNameTakenError(WorkbenchError):
    """There is a saved question of that name already. Choose another name."""


def save_query(session: Session, name: str, query: Query | str) -> int:
    """Keep a question under a name, and return its key; one of the same name by the same coder is kept anew.

    Raises:
        QueryNeedsNameError: without a name.
        QueryNameTakenError: when another coder has saved one under that name.
        QueryUnclearError: for a question that cannot be read, or names a code that is not there.
    """
    written = _written(session, query)
    coder = current_coder(session)
    there = _named(session, name)
    if there is not None and there.coder_id == coder and there.id is not None:
        amend(session, SavedQuery, there.id, query=written)
        return there.id
    return add(session, SavedQuery, name=_free_name(session, name), query=written, coder_id=coder, created=now())


def rename_query(session: Session, query_id: int, name: str) -> None:
    """Give a saved question another name."""
    find(session, SavedQuery, query_id)
    amend(session, SavedQuery, query_id, name=_free_name(session, name, but=query_id))


def remove_query(session: Session, query_id: int) -> None:
    """Take a saved question out of the list; undo brings it back."""
    find(session, SavedQuery, query_id)
    remove(session, SavedQuery, query_id)


def saved_queries(session: Session) -> list[SavedQueryLine]:
    """Every saved question by its name, with its codes under the names they have now."""
    tree = read_tree(session)
    who = coder_names(session)
    rows = session.execute(live(SavedQuery)).scalars().all()
    today = _paths_today(session, tree, {guid for row in rows for guid in _guids(row.query)})
    others = NamesToday(session, [one for row in rows for one in read_lines(row.query.splitlines()[1:])])
    lines = []
    for row in rows:
        query, codes, lost = _read(row.query, tree, today, others)
        cells = (row.name, query, (*codes, *lost), who.get(row.coder_id, ""), row.created, bool(lost))
        lines.append(SavedQueryLine(row.id or 0, *cells))
    return sorted(lines, key=lambda line: (line.name.casefold(), line.id))


def _written(session: Session, query: Query | str) -> str:
    """A question as it is kept: its codes by whole paths, and the GUIDs of all that it names below."""
    from workbench.coding.query_names import code_named, understood

    tree = read_tree(session)
    query = understood(tree, query) if isinstance(query, str) else query
    whole = with_codes(query, lambda code: CodeNamed(tree.path(code_named(tree, code)), code.alone))
    keys = {code.path: code_named(tree, code) for code in codes_in(whole)}
    code = sa.table("code", sa.column("id"), sa.column("guid"))
    guids = dict(session.execute(sa.select(code.c.id, code.c.guid).where(code.c.id.in_(keys.values()))).all())
    others = (one.line() for one in names_kept(session, whole))
    return "\n".join([printed(whole), *(f"{guids[key].hex()} {path}" for path, key in keys.items()), *others])


def _guids(written: str) -> list[str]:
    return [line.partition(" ")[0] for line in written.splitlines()[1:]]


def _paths_today(session: Session, tree: Tree, guids: set[str]) -> dict[str, str]:
    """The path that each code has now, or the code has that it was merged into; those that are gone are left out."""
    from workbench.coding.merging import standing

    code = sa.table("code", sa.column("id"), sa.column("guid"))
    known = [bytes.fromhex(guid) for guid in guids if len(guid) == 32 and set(guid) <= set("0123456789abcdef")]
    found: dict[str, str] = {}
    for key, guid in session.execute(sa.select(code.c.id, code.c.guid).where(code.c.guid.in_(known))).all():
        stands = standing(session, key)
        if stands is not None and stands in tree.codes:
            found[guid.hex()] = tree.path(stands)
    return found


def _read(
    written: str, tree: Tree, today: dict[str, str], others: NamesToday
) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """A kept question with the names of today, the codes that are missing, and what else is; unreadable it stays so."""
    from workbench.coding.query_language import QueryUnclearError

    first, *kept = written.splitlines() or [""]
    guid_of = {path: guid for guid, _, path in (line.partition(" ") for line in kept)}
    named = read_lines(kept)
    there = {tree.path(key) for key in tree.order}
    missing: list[str] = []
    lost: list[str] = []

    def code_today(code: CodeNamed) -> CodeNamed:
        path = today.get(guid_of.get(code.path, ""))
        if path is None and code.path not in there:
            missing.append(code.path)
        return CodeNamed(path or code.path, code.alone)

    def fact_today(fact: Fact) -> Fact:
        found, gone = others.renamed(fact, named)
        if gone:
            lost.append(gone)
        return found

    try:
        query = printed(with_names(parse(first), code_today, fact_today))
    except QueryUnclearError:
        return first, (), ()
    return query, tuple(dict.fromkeys(missing)), tuple(dict.fromkeys(lost))


def _named(session: Session, name: str) -> SavedQuery | None:
    wanted = same_name(name)
    rows = session.execute(live(SavedQuery).order_by(table_of(SavedQuery).c.id)).scalars()
    return next((row for row in rows if same_name(row.name) == wanted), None)


def _free_name(session: Session, name: str, but: int | None = None) -> str:
    """A name without the white space around it, if no other question has it."""
    name = " ".join(name.split())
    if not name:
        raise QueryNeedsNameError
    twin = _named(session, name)
    if twin is not None and twin.id != but:
        raise QueryNameTakenError(f"There is a saved question called “{twin.name}” already. Choose another name.")
    return name
