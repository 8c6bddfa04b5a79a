"""What is not in order among codes, codings and themes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding import themes
from workbench.coding.codebook import Code
from workbench.coding.codings import Coding
from workbench.coding.display import forms_to_look_at
from workbench.coding.queries import saved_queries
from workbench.coding.retrieval import touched
from workbench.coding.tree import Tree, read_tree, same_name
from workbench.errors import Problem
from workbench.rows import table_of
from workbench.sources.documents import Document


def problems(session: Session) -> list[Problem]:
    """Every problem of the coding room, the codebook's first."""
    tree = read_tree(session)
    return [
        *_in_the_tree(tree),
        *_among_codings(session),
        *_reworded(session),
        *_edited_before(session),
        *_asking_in_vain(session),
        *themes.problems(session),
    ]


def _edited_before(session: Session) -> Iterator[Problem]:
    """Display forms of quotes whose words were changed since, by document."""
    document = table_of(Document)
    counted = Counter(line.document_id for line in forms_to_look_at(session))
    chosen = sa.select(document.c.id, document.c.name).where(document.c.id.in_(counted), document.c.gone.is_(False))
    for key, name in session.execute(chosen).all():
        quotes = "1 quote was" if counted[key] == 1 else f"{counted[key]:,} quotes were"
        said = f"{quotes} edited for reading before the words were changed: shown as said until e edits them again."
        yield Problem("warning", name, said)


def _asking_in_vain(session: Session) -> Iterator[Problem]:
    """Saved questions to codes that are no longer there."""
    for line in saved_queries(session):
        if line.missing:
            yield Problem("info", f"saved question “{line.name}”", f"{line.state}.")


def _reworded(session: Session) -> Iterator[Problem]:
    """Codings whose words were changed beneath them, by document."""
    coding, document = table_of(Coding), table_of(Document)
    chosen = (
        sa.select(document.c.name, sa.func.count())
        .select_from(coding.join(document, document.c.id == coding.c.document_id))
        .where(coding.c.gone.is_(False), coding.c.reworded.is_not(None), document.c.gone.is_(False))
        .group_by(document.c.id)
    )
    for name, count in session.execute(chosen):
        codings = "1 coding lies" if count == 1 else f"{count:,} codings lie"
        said = f"{codings} on words that were changed. In Coding, R goes to each, and h says that the code still holds."
        yield Problem("warning", name, said)


def _in_the_tree(tree: Tree) -> Iterator[Problem]:
    """Codes without a definition or a way up, and two of one name in one place."""
    for key in tree.order:
        code = tree.codes[key]
        where = f"code “{tree.path(key)}”"
        parent = code["parent_id"]
        if parent is not None and parent not in tree.codes:
            yield Problem("error", where, "the code above it is gone. Move it under another, or to the top.")
        if key in tree.ringed and parent in tree.below(key):
            yield Problem(
                "error", where, "lies below itself, as two moves in two copies can make it. Move it to the top."
            )
        if not code["definition"].strip() and code["state"] == "active":
            yield Problem("warning", where, "has no definition: say in a sentence what it means and when it applies.")
    for parent, keys in tree.children.items():
        seen: set[str] = set()
        for key in keys:
            name = same_name(tree.codes[key]["name"])
            if name in seen:
                place = f"under “{tree.path(parent)}”" if parent is not None else "at the top"
                said = f"stands {place} more than once. Merge the two, or rename one."
                yield Problem("warning", f"code “{tree.codes[key]['name']}”", said)
            seen.add(name)


def _among_codings(session: Session) -> Iterator[Problem]:
    """Codings without words, or with a code that is gone, counted by document or code."""
    coding, code, document = table_of(Coding), table_of(Code), table_of(Document)
    with_words = sa.select(coding.c.id).select_from(touched()).where(coding.c.gone.is_(False))
    wordless = (
        sa.select(document.c.name, sa.func.count(coding.c.id))
        .select_from(coding.join(document, document.c.id == coding.c.document_id))
        .where(coding.c.gone.is_(False), document.c.gone.is_(False), coding.c.id.not_in(with_words))
        .group_by(document.c.name)
    )
    for name, number in session.execute(wordless):
        said = "a coding whose words are gone" if number == 1 else f"{number} codings whose words are gone"
        yield Problem("error", name, f"{said}. Look whether the document was changed, and take them off.")
    gone = (
        sa.select(code.c.name, sa.func.count(coding.c.id))
        .select_from(coding.join(code, code.c.id == coding.c.code_id))
        .where(coding.c.gone.is_(False), code.c.gone.is_(True))
        .group_by(code.c.name)
    )
    for name, number in session.execute(gone):
        said = "one coding has this code" if number == 1 else f"{number} codings have this code"
        yield Problem("error", f"code “{name}”", f"was removed, but {said}. Make the code again, or recode them.")
