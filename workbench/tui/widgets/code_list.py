"""The codebook beside a transcript: a tree of codes with letters, counts and pinned digits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual import on
from textual.app import ComposeResult
from textual.message import Message

from workbench.tui.commands import command
from workbench.tui.widgets.filtered import Filtered
from workbench.tui.widgets.lines import LineList, fitted
from workbench.tui.widgets.matching import rank


@dataclass(frozen=True, slots=True)
class CodeLine:
    """One code as the list shows it; `codings` and `cases` are None where counts are not shown; zero is not.

    `path` is unique and names the code with its parents; `depth` counts them; `pinned` is a digit or empty.
    """

    key: str
    path: str
    depth: int
    name: str
    letter: str = ""
    slot: int = 1
    codings: int | None = None
    cases: int | None = None
    pinned: str = ""
    retired: bool = False


class CodeLines(LineList[CodeLine]):
    """The lines of the list."""

    folded_keys: frozenset[str] = frozenset()
    branches: frozenset[str] = frozenset()

    def draw(self, item: CodeLine, line: int, width: int, base: Style, chosen: bool) -> list[Segment]:  # noqa: ARG002
        """Pinned digit, letter in its colour, name, codings · people."""
        counts = f"{item.codings:>3}" if item.codings else ""
        if counts and item.cases is not None:
            counts = f"{counts} ·{item.cases:>3}"
        quiet = base if chosen else base + self.ink.component("lines--quiet", partial=True)
        letter = base if chosen else base + self.ink.colour(item.slot)
        fold = "▸" if item.key in self.folded_keys else " "
        lead = f"{item.pinned or ' '}{'  ' * min(item.depth, 4)}{fold}"
        room = width - len(lead) - 2 - (len(counts) + 2 if counts else 1)
        name = f"{item.name} (retired)" if item.retired else item.name
        style = quiet if item.retired else base + Style(bold=item.depth == 0 or None)
        return [
            Segment(lead, quiet),
            Segment(f"{item.letter[:1] or ' '} ", letter),
            Segment(fitted(name, max(4, room)), style),
            Segment(f" {counts} ", quiet),
        ]


class CodeList(Filtered):
    """A tree of codes that narrows as one types. It posts what is highlighted and what is chosen."""

    HELP = """\
### Codes
`/` and a few letters narrow the list, `escape` shows all again. `enter` takes the code.
`left` folds a branch, `right` opens it. Counts are codings · people.
"""
    BINDING_GROUP_TITLE = "Codes"

    @dataclass
    class CodeChosen(Message):
        """Enter or a second click on a code."""

        key: str

    @dataclass
    class CodeHighlighted(Message):
        """The highlight stands on this code, or on none."""

        key: str | None

    def __init__(
        self,
        *,
        empty: str = "No codes yet.",
        nothing: str = "No code fits that.",
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.codes: list[CodeLine] = []
        self._folded: set[str] = set()
        self._empty, self._nothing = empty, nothing

    def compose(self) -> ComposeResult:
        """The lines; the filter comes when it is asked for."""
        yield CodeLines(empty=self._empty)

    def show(self, codes: Sequence[CodeLine]) -> None:
        """Show a codebook, in the order of its tree, keeping the highlight on the same code."""
        keep = self.current.key if self.current else None
        self.codes = list(codes)
        self._fill(self.query_text, keep)

    def focus_list(self) -> None:
        """Give the lines the keys."""
        self.query_one(CodeLines).focus()

    @property
    def current(self) -> CodeLine | None:
        """The code under the highlight."""
        return self.query_one(CodeLines).current

    def highlight(self, key: str) -> None:
        """Put the highlight on a code."""
        lines = self.query_one(CodeLines)
        for index, item in enumerate(lines.items):
            if item.key == key:
                lines.highlighted = index

    def reveal(self, key: str) -> None:
        """Put the highlight on a code, opening the branches that hide it."""
        at = next((place for place, code in enumerate(self.codes) if code.key == key), None)
        if at is None:
            return
        depth = self.codes[at].depth
        for above in reversed(self.codes[:at]):
            if above.depth < depth:
                depth = above.depth
                self._folded.discard(above.key)
        self._fill(self.query_text, key)
        self.highlight(key)
        if self.query_text and key not in {item.key for item in self.query_one(CodeLines).items}:
            self.call_later(self._show_all_at, key)

    async def _show_all_at(self, key: str) -> None:
        """Take the filter away, as the code that is to be shown does not fit it."""
        await self.action_clear_filter()
        self.highlight(key)

    def narrow(self, query: str) -> None:
        """Show the codes that fit and the branches they hang on, the best under the highlight."""
        self._fill(query, None)

    def _fill(self, query: str, keep: str | None) -> None:
        """Work out what is shown."""
        lines = self.query_one(CodeLines)
        folded = lines.folded_keys
        lines.empty = self._nothing if self.codes else self._empty
        if query.strip():
            shown, best = _matching(self.codes, query)
            lines.folded_keys = frozenset()
        else:
            shown, best = list(_unfolded(self.codes, self._folded)), None
            lines.folded_keys = frozenset(self._folded)
        wanted = best or keep
        place = next((index for index, item in enumerate(shown) if item.key == wanted), 0)
        lines.show_items(shown, place)
        if lines.folded_keys != folded:
            lines.refresh()

    @command("codes.fold", "Fold the branch", key="left", palette=False)
    def action_fold(self) -> None:
        """Hide the codes below this one, or go up to its parent."""
        here = self.current
        if here is None or self.query_text:
            return
        at = self.codes.index(here)
        branch = at + 1 < len(self.codes) and self.codes[at + 1].depth > here.depth
        if branch and here.key not in self._folded:
            self._folded.add(here.key)
            self._fill("", here.key)
        else:
            parent = next((code for code in reversed(self.codes[:at]) if code.depth < here.depth), here)
            self.highlight(parent.key)

    @command("codes.unfold", "Open the branch", key="right", palette=False)
    def action_unfold(self) -> None:
        """Show the codes below this one."""
        here = self.current
        if here is not None and here.key in self._folded:
            self._folded.discard(here.key)
            self._fill("", here.key)

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        """Pass on which code it is."""
        event.stop()
        self.post_message(self.CodeChosen(event.lines.items[event.index].key))

    @on(LineList.Highlighted)
    def _highlighted(self, event: LineList.Highlighted) -> None:
        """Pass on which code it is."""
        event.stop()
        here = self.current
        self.post_message(self.CodeHighlighted(here.key if here else None))


def _unfolded(codes: Iterable[CodeLine], folded: set[str]) -> Iterable[CodeLine]:
    """The codes that are not below a folded one."""
    hidden: int | None = None
    for code in codes:
        if hidden is not None and code.depth > hidden:
            continue
        hidden = code.depth if code.key in folded else None
        yield code


def _matching(codes: Sequence[CodeLine], query: str) -> tuple[list[CodeLine], str | None]:
    """The codes that fit with their parents, in the order of the tree, and the key of the best."""
    ranked = {
        code.key: rank(query, code.name) or (_loosely(query, code.path) if code.depth else None) for code in codes
    }
    hits = [(found, place) for place, code in enumerate(codes) if (found := ranked[code.key]) is not None]
    keep = {place for _, place in hits}
    for _, place in hits:
        depth = codes[place].depth
        for above in range(place - 1, -1, -1):
            if not depth:
                break
            if codes[above].depth < depth:
                depth = codes[above].depth
                keep.add(above)
    best = codes[min(hits)[1]].key if hits else None
    return [codes[place] for place in sorted(keep)], best


def _loosely(query: str, path: str) -> tuple[int, int] | None:
    """A fit in the path counts after any fit in the name."""
    found = rank(query, path.replace("/", " "), spread=False)
    return (found[0] + 5, found[1]) if found else None
