"""The codebook: the project's codes as a tree, each with what it means and when it applies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlmodel import Field, Session

from workbench.coding.paths import join_path, split_path
from workbench.coding.retrieval import Counts, code_counts
from workbench.coding.tree import CELLS, Tree, read_tree
from workbench.errors import WorkbenchError
from workbench.rows import AUTOINCREMENT, Row, add, amend, find, find_guid, guid_for, live, one_of, remove, table_of
from workbench.sources.asked import Question, question_named
from workbench.sources.coders import Coder, current_coder

if TYPE_CHECKING:
    from workbench.coding.frames import Frame

STATES = ("active", "retired")
COLOURS = 12
_WORDS = ("definition", "include", "exclude", "example", "safeguarding")
_SHOWN = ("name", *_WORDS, "colour", "frame", "state")


class Code(Row, table=True):
    """A code. Its path is the names from the top down, joined by a slash."""

    __table_args__: Any = (one_of("state", STATES), AUTOINCREMENT)

    parent_id: int | None = Field(default=None, foreign_key="code.id", index=True)
    name: str
    definition: str = ""
    include: str = ""
    exclude: str = ""
    example: str = ""
    safeguarding: str = ""
    colour: int = 0
    """A slot of the theme's twelve code colours, 0 to 11."""
    position: int = 0
    state: str = "active"
    frame: str = ""
    """The coding frame and version it came from; empty for the project's own."""
    merged_into_id: int | None = Field(default=None, foreign_key="code.id")
    """The code that took over its codings when the two were merged; `standing` follows it."""


class CodeQuestion(Row, table=True):
    """A question of the topic guide that bears on a code: who was asked it was asked about the code."""

    __tablename__ = "code_question"
    __table_args__: Any = (AUTOINCREMENT,)

    code_id: int = Field(foreign_key="code.id", index=True)
    question_id: int = Field(foreign_key="question.id")


class Pin(Row, table=True):
    """A digit that one coder has pinned to a code. Digits never sort themselves anew."""

    __table_args__: Any = (sa.CheckConstraint("digit BETWEEN 1 AND 9", name="digit_is_one"), AUTOINCREMENT)

    coder_id: int = Field(foreign_key="coder.id", index=True)
    digit: int
    code_id: int = Field(foreign_key="code.id")


@dataclass(frozen=True, slots=True)
class CodeLine:
    """A code as the codebook shows it, with how much rests on it."""

    id: int
    parent_id: int | None
    path: str
    depth: int
    name: str
    definition: str
    include: str
    exclude: str
    example: str
    safeguarding: str
    colour: int
    frame: str
    state: str
    codings: int
    segments: int
    cases: int
    pinned: int | None
    """The digit that the coder who has the project open pinned to it."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of taking in a frame: codes and questions new, codes there already, those that say otherwise here."""

    codes: int
    questions: int
    there_already: int
    differing: tuple[str, ...]


class CodeNeedsNameError(WorkbenchError):
    """A code needs a name."""


class CodeInsideItselfError(WorkbenchError):
    """A code cannot go below itself. Move it somewhere else first."""


class PinDigitError(WorkbenchError):
    """Codes are pinned to the digits 1 to 9."""


def code_at(session: Session, path: str) -> int:
    """The key of the code at a path; CodeUnknownError, with the nearest paths, when there is none."""
    return read_tree(session).at(path)


def below(session: Session, code_id: int) -> list[int]:
    """The keys of a code and of every code below it."""
    return read_tree(session).below(code_id)


def codebook(session: Session, *, counts: bool = True, seen: sa.ColumnElement[bool] | None = None) -> list[CodeLine]:
    """Every code in the codebook's order, a parent before its children; without counts it is there at once.

    With `seen` only codings of which it holds are counted: what a coder who reads blind sees.
    """
    tree = read_tree(session)
    counted = code_counts(session, seen=seen) if counts else {}
    pinned = {code_id: digit for digit, code_id in pins(session).items()}
    lines = []
    for key in tree.order:
        code, names, count = tree.codes[key], tree.names[key], counted.get(key, Counts())
        lines.append(
            CodeLine(
                id=key,
                parent_id=code["parent_id"] if code["parent_id"] in tree.codes else None,
                path=tree.path(key),
                depth=len(names) - 1,
                codings=count.codings,
                segments=count.segments,
                cases=count.cases,
                pinned=pinned.get(key),
                **{cell: code[cell] for cell in _SHOWN},
            )
        )
    return lines


def add_code(
    session: Session,
    name: str,
    *,
    parent: int | None = None,
    definition: str = "",
    include: str = "",
    exclude: str = "",
    example: str = "",
    safeguarding: str = "",
    colour: int | None = None,
    frame: str = "",
) -> int:
    """Take a code into the codebook, at the end of its parent's codes, and return its key.

    Args:
        session: A session inside a change.
        name: Its name; a slash in it is part of the name.
        parent: The code it goes under; None for the top.
        definition: What it means.
        include: When it applies.
        exclude: When it does not, and what does.
        example: An example, invented.
        safeguarding: What to do beyond coding when somebody says this.
        colour: 0 to 11; a top code takes the next, another its parent's.
        frame: The coding frame it came from.

    Raises:
        CodeNeedsNameError: without a name.
        CodeNameTakenError: when its parent has a code of that name.
        NotInProjectError: when the parent is not there.
    """
    words = {
        "definition": definition,
        "include": include,
        "exclude": exclude,
        "example": example,
        "safeguarding": safeguarding,
    }
    return _add(session, read_tree(session), name, parent, colour, frame, words)


def _add(
    session: Session,
    tree: Tree,
    name: str,
    parent: int | None,
    colour: int | None,
    frame: str,
    words: dict[str, str],
) -> int:
    """Add a code to the file and to a tree that was read before."""
    name = _clean(name)
    above = tree.code(parent) if parent is not None else None
    tree.refuse_twin(parent, name)
    if colour is None:
        colour = above["colour"] if above else len(tree.children.get(None, ())) % COLOURS
    return enter_code(session, tree, name, parent, {**words, "colour": colour, "frame": frame})


def enter_code(session: Session, tree: Tree, name: str, parent: int | None, cells: dict[str, Any]) -> int:
    """Add a code whose name is known to be free below its parent, to the file and to the tree; gives its key."""
    beside = tree.children.setdefault(parent, [])
    position = 1 + tree.codes[beside[-1]]["position"] if beside else 0
    names = (*(tree.names[parent] if parent is not None else ()), name)
    cells = {**cells, "parent_id": parent, "name": name, "position": position}
    key = _add_or_bring_back(session, join_path(names), {**cells, "state": "active"})
    tree.codes[key] = {**dict.fromkeys(CELLS, ""), "id": key, **cells, "state": "active"}
    tree.names[key] = names
    tree.order.append(key)
    beside.append(key)
    return key


def _add_or_bring_back(session: Session, path: str, cells: dict[str, Any]) -> int:
    """A code that was removed comes back; where a renamed code keeps the path's GUID, a new one is given."""
    guid = guid_for(session, "code", path)
    there = find_guid(session, Code, guid)
    if there is not None and there.gone and there.id is not None:
        amend(session, Code, there.id, gone=False, merged_into_id=None, **cells)
        return there.id
    return add(session, Code, guid=None if there is not None else guid, **cells)


def ensure_code(session: Session, path: str) -> int:
    """The code at a path, made with whatever is missing on the way to it."""
    tree = read_tree(session)
    key: int | None = None
    try:
        names = split_path(path)
    except ValueError:
        raise CodeNeedsNameError(f"“{path}” is no path of a code: a code needs a name.") from None
    for name in names:
        there = tree.named(key, name)
        key = there if there is not None else _add(session, tree, name, key, None, "", {})
    assert key is not None
    return key


def take_in_frame(session: Session, frame: Frame) -> TakenIn:
    """Seed the codebook and the topic guide from a coding frame; what is there already stays as it is."""
    tree = read_tree(session)
    questions, new_questions = _questions(session, frame)
    label = f"{frame.name or frame.title} {frame.version}"
    keys: dict[tuple[str, ...], int] = {}
    new = 0
    differing: list[str] = []
    for path, code in frame.walk():
        parent = keys.get(path[:-1])
        there = tree.named(parent, code.name)
        words = {cell: getattr(code, cell) or "" for cell in _WORDS}
        if there is None:
            keys[path] = _add(session, tree, code.name, parent, None, label, words)
            new += 1
            for short in code.questions:
                add(session, CodeQuestion, code_id=keys[path], question_id=questions[short])
        else:
            keys[path] = there
            if any(tree.codes[there][cell] != said for cell, said in words.items()):
                differing.append(tree.path(there))
    return TakenIn(new, new_questions, len(keys) - new, tuple(differing))


def _questions(session: Session, frame: Frame) -> tuple[dict[str, int], int]:
    """The keys of a frame's questions, and how many of them are new; one that is there keeps its wording."""
    there = {row.short for row in session.execute(live(Question)).scalars()}
    keys = {
        question.id: question_named(session, question.id, text=question.text, position=len(there) + place)
        for place, question in enumerate(frame.questions)
    }
    return keys, len(keys.keys() - there)


def amend_code(session: Session, code_id: int, **words: str | int) -> None:
    """Change what a code says: definition, include, exclude, example, safeguarding, colour."""
    unknown = set(words) - {*_WORDS, "colour"}
    if unknown:
        raise TypeError(f"not a part of a code that is amended here: {', '.join(sorted(unknown))}")
    find(session, Code, code_id)
    amend(session, Code, code_id, **words)


def rename_code(session: Session, code_id: int, name: str) -> None:
    """Give a code another name; its codings stay with it."""
    tree = read_tree(session)
    name = _clean(name)
    code = tree.code(code_id)
    tree.refuse_twin(code["parent_id"], name, but=code_id)
    amend(session, Code, code_id, name=name)


def move_code(session: Session, code_id: int, *, parent: int | None, position: int | None = None) -> None:
    """Put a code, with all below it, under another parent (None: the top), at a place among its codes or at the end.

    Raises CodeInsideItselfError when the new parent lies below the code, CodeNameTakenError when it has that name.
    """
    tree = read_tree(session)
    code = tree.code(code_id)
    if parent is not None:
        tree.code(parent)
        if parent in tree.below(code_id):
            raise CodeInsideItselfError(
                f"“{code['name']}” cannot go below itself. Move “{tree.code(parent)['name']}” out of it first."
            )
    tree.refuse_twin(parent, code["name"], but=code_id)
    beside = [key for key in tree.children.get(parent, ()) if key != code_id]
    beside.insert(len(beside) if position is None else max(0, position), code_id)
    for place, key in enumerate(beside):
        before = tree.codes[key]
        if (before["position"], before["parent_id"]) != (place, parent):
            amend(session, Code, key, position=place, parent_id=parent)


def retire_code(session: Session, code_id: int) -> None:
    """Keep a code and its codings, but offer it no longer."""
    find(session, Code, code_id)
    amend(session, Code, code_id, state="retired")


def bring_back_code(session: Session, code_id: int) -> None:
    """Offer a retired code again."""
    find(session, Code, code_id)
    amend(session, Code, code_id, state="active")


def pin(session: Session, digit: int, code_id: int) -> None:
    """Pin a code to a digit for the coder who has the project open.

    A digit pinned before goes over to this code; a code that was on another digit leaves it. No other digit moves.
    """
    if not 1 <= digit <= 9:
        raise PinDigitError
    find(session, Code, code_id)
    coder = current_coder(session)
    rows = list(session.execute(sa.select(Pin).where(table_of(Pin).c.coder_id == coder)).scalars())
    for row in rows:
        if row.code_id == code_id and row.digit != digit and not row.gone:
            remove(session, Pin, row.id or 0)
    mine = next((row for row in rows if row.digit == digit), None)
    if mine is None:
        add(session, Pin, coder_id=coder, digit=digit, code_id=code_id)
    elif mine.gone or mine.code_id != code_id:
        amend(session, Pin, mine.id or 0, code_id=code_id, gone=False)


def unpin(session: Session, digit: int) -> None:
    """Take the code off a digit."""
    coder = current_coder(session)
    pinned = table_of(Pin)
    for row in session.execute(live(Pin).where(pinned.c.coder_id == coder, pinned.c.digit == digit)).scalars():
        remove(session, Pin, row.id or 0)


def pins(session: Session) -> dict[int, int]:
    """The code behind each digit, for the coder who has the project open."""
    pinned, coder, code = table_of(Pin), table_of(Coder), table_of(Code)
    chosen = (
        sa.select(pinned.c.digit, pinned.c.code_id)
        .select_from(pinned.join(coder, coder.c.id == pinned.c.coder_id).join(code, code.c.id == pinned.c.code_id))
        .where(pinned.c.gone.is_(False), code.c.gone.is_(False), coder.c.name == session.info["who"])
        .order_by(pinned.c.digit)
    )
    return {row[0]: row[1] for row in session.execute(chosen)}


def _clean(name: str) -> str:
    """A code's name without the white space around and the runs of it within."""
    name = " ".join(name.split())
    if not name:
        raise CodeNeedsNameError
    return name
