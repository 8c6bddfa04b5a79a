"""What the codebook's screen shows, read in one go: the tree, a code's page, the themes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from workbench.coding.blind import seen
from workbench.coding.code_page import CodePage, Neighbour, code_page, neighbours
from workbench.coding.codebook import CodeLine, codebook
from workbench.coding.cooccurrence import Meeting, cooccurrence
from workbench.coding.memos import MemoLine, memos_on
from workbench.coding.retrieval import Passage, code_counts, passages, people_by_code
from workbench.coding.themes import ThemeLine, themes
from workbench.desk.door.door import door
from workbench.desk.theme_history import ThemeChange, theme_history
from workbench.governance.audiences import INTERNAL
from workbench.governance.quoting import Quote, held_back
from workbench.project.file import Project
from workbench.sources.cases import case_labels
from workbench.tui.widgets import code_list

SOME = 5
"""So many quotes stand on a code's page at first."""
MANY = 300
"""So many are shown once they are asked for."""
LETTERS = "ABCDEFGHIJKL"
COLOURS = (
    "blue",
    "orange",
    "green",
    "pink",
    "violet",
    "teal",
    "yellow",
    "red",
    "sky",
    "olive",
    "plum",
    "sand",
)
"""The twelve slots by name, in their order; each has its letter."""


@dataclass(frozen=True, slots=True)
class Book:
    """The codebook and the themes at one moment."""

    codes: tuple[CodeLine, ...] = ()
    lines: tuple[code_list.CodeLine, ...] = ()
    themes: tuple[ThemeLine, ...] = ()
    people: tuple[tuple[int, int], ...] = ()
    """How many people mention each theme, by its key."""

    def code(self, key: int | None) -> CodeLine | None:
        """A code by its key."""
        return next((one for one in self.codes if one.id == key), None)

    def theme(self, key: int | None) -> ThemeLine | None:
        """A theme by its key."""
        return next((one for one in self.themes if one.id == key), None)

    def beside(self, code: CodeLine) -> list[CodeLine]:
        """A code with its siblings, in their order."""
        return [one for one in self.codes if one.parent_id == code.parent_id]

    def below(self, key: int) -> set[int]:
        """The keys of a code and of all below it."""
        found = {key}
        for one in self.codes:
            if one.parent_id in found:
                found.add(one.id)
        return found


@dataclass(frozen=True, slots=True)
class Known:
    """A code's page with some of its quotes; `near` is None until the meetings of all codes are counted."""

    page: CodePage
    quotes: tuple[Quote[Passage], ...] = ()
    held: tuple[str, ...] = ()
    total: int = 0
    near: tuple[Neighbour, ...] | None = None

    def meeting(self, met: Sequence[Meeting]) -> Known:
        """The same, with what the code goes with."""
        return replace(self, near=neighbours(met, self.page.code_id))


@dataclass(frozen=True, slots=True)
class ThemeKnown:
    """What is known of a theme beside its own words; quotes are those of each code, `total` how many it has."""

    theme_id: int
    people: tuple[str, ...]
    """Who mentions it, by the labels of the project."""
    memos: tuple[MemoLine, ...] = ()
    history: tuple[ThemeChange, ...] = ()
    quotes: tuple[tuple[str, int, tuple[Quote[Passage], ...]], ...] = ()
    held: tuple[str, ...] = ()


def read_book(project: Project) -> Book:
    """The codebook with how much rests on each code, and the themes."""
    with project.read() as session:
        codes = tuple(codebook(session, seen=seen(session)))
        gathered = tuple(themes(session))
        by_code = people_by_code(session) if gathered else {}
    people = tuple(
        (one.id, len(set[int]().union(*(by_code.get(code, set()) for code in one.code_ids)))) for one in gathered
    )
    return Book(codes, tuple(_listed(one) for one in codes), gathered, people)


def _listed(code: CodeLine) -> code_list.CodeLine:
    """A code as it is listed: its letter is that of its colour."""
    slot = code.colour % len(LETTERS)
    return code_list.CodeLine(
        str(code.id),
        code.path,
        code.depth,
        code.name,
        LETTERS[slot],
        slot + 1,
        code.codings,
        code.cases,
        "" if code.pinned is None else str(code.pinned),
        code.state == "retired",
    )


def read_known(project: Project, code_id: int, *, most: int = SOME) -> Known:
    """A code's page, with its first quotes that the team may see."""
    with project.read() as session:
        page = code_page(session, code_id, seen=seen(session))
        total = sum(use.codings for use in page.coders)
        some = passages(session, codes=[code_id], where=seen(session), limit=most)
        at = door(session, INTERNAL)
        shown = at.passages(some)
    return Known(page, tuple(shown), tuple(held_back(at.held)), total)


def read_meetings(project: Project) -> list[Meeting]:
    """How often every two codes meet."""
    with project.read() as session:
        return cooccurrence(session)


def read_theme(project: Project, theme: ThemeLine, *, most: int = SOME) -> ThemeKnown:
    """A theme's page: who mentions it, its memos, what became of it, quotes by code."""
    with project.read() as session:
        by_code = people_by_code(session)
        labels = case_labels(session)
        mentioning = set[int]().union(*(by_code.get(code, set()) for code in theme.code_ids))
        people = tuple(labels[key] for key in sorted(mentioning) if key in labels)
        memos = tuple(memos_on(session, "theme", theme.id))
        history = tuple(theme_history(session, theme.id))
        shown = seen(session)
        counted = code_counts(session, codes=theme.code_ids, seen=shown) if theme.code_ids else {}
        at, told = door(session, INTERNAL), []
        for key, path in zip(theme.code_ids, theme.codes, strict=True):
            some = passages(session, codes=[key], where=shown, limit=most)
            told.append((path, counted[key].codings if key in counted else 0, tuple(at.passages(some))))
    return ThemeKnown(theme.id, people, memos, history, tuple(told), tuple(held_back(at.held)))
