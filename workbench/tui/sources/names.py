"""Names before they are stored: what would give people away, a name a line, decided by a key each."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from workbench.desk.names.found import Name
from workbench.governance.identifiers import KINDS
from workbench.governance.pseudonyms import AliasIsNameError, Pair, Pseudonyms, folded
from workbench.tui.commands import command
from workbench.tui.dialogs import Ask, Choice, Choose
from workbench.tui.helped import Helped
from workbench.tui.rooms import ROOM_STYLES
from workbench.tui.screen import BREAKPOINTS
from workbench.tui.unkept import Unkept
from workbench.tui.widgets.rows import Column, RowLine, Rows

LEFT = "stays"
OPEN = "?"


class NamesReview(Unkept, Helped[Pseudonyms | None], ModalScreen[Pseudonyms | None]):
    """Every name that was found, what stands in its place, and the words around the one in hand."""

    CSS_PATH = ROOM_STYLES
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    HELP = """\
### Names
Each line is a name, or a number or an address, that would give somebody away. What is sure is taken out already and
comes first; what may be a name and may be none is marked `?` and stays unless you take it out.

`y` takes it out under a number, `a` under a name that you choose, `=` as the same as another one, `w` says what it is;
`x` leaves it in the text, and it is not asked about again. `u` takes your last word back. `/` finds a name. `ctrl+s` goes on; nothing has
been stored until then, and `escape` goes back to the files.
"""
    DEFAULT_CSS = """
    NamesReview { align: center middle; }
    NamesReview > Vertical { width: 110; max-width: 98%; height: 94%; border: round $primary; background: $surface; }
    NamesReview Rows { height: 1fr; }
    NamesReview #names-said { height: 1; padding: 0 1; color: $quiet; }
    NamesReview #names-places { height: 8; padding: 0 1; border-top: solid $quiet; }
    NamesReview #names-keys { height: auto; padding: 0 1; color: $quiet; }
    """

    def __init__(self, names: Sequence[Name], key: Pseudonyms) -> None:
        super().__init__()
        self._names = {folded(one.text): one for one in names}
        self._key = key
        self._before: list[tuple[str, str, dict[str, Pair], set[str]]] = []
        for one in names:
            if one.sure:
                key.take_out(one.text, one.kind)

    def compose(self) -> ComposeResult:
        """The names, the words around, what the keys do."""
        with Vertical() as box:
            box.border_title = "Names, before anything is stored"
            yield Static("", id="names-said", markup=False)
            yield Rows(
                Column("Found", share=3, least=12),
                Column("Becomes", share=2, least=12),
                Column("What", width=13, gives_way=2),
                Column("Times", width=5, align="right"),
                Column("In", share=2, gives_way=3),
                empty="Nothing was found that would give anybody away. Read a page yourself before you trust that.",
                id="names",
            )
            yield Static("", id="names-places")
            yield Static(
                "y take out · a under a name of yours · = same as · w what it is · x leave it in · u undo · / find · ctrl+s goes on · F1 help",
                id="names-keys",
                markup=False,
            )

    def on_mount(self) -> None:
        """Show them."""
        self._show()
        self.query_one("#names", Rows).focus_list()

    def _show(self, at: str | None = None) -> None:
        rows = [
            RowLine(
                name,
                (one.text, self._becomes(one), one.kind, f"{one.count:,}", _where(one)),
                "" if self._key.knows(one.text) else "warning",
            )
            for name, one in self._names.items()
        ]
        self.query_one("#names", Rows).show(rows, at=at)
        out = sum(name in self._key.pairs for name in self._names)
        undecided = sum(not self._key.knows(one.text) for one in self._names.values())
        self.query_one("#names-said", Static).update(
            f"{out:,} taken out, {len(self._names) - out - undecided:,} left in,"
            f" {undecided:,} you have not decided: they stay, marked ?."
        )

    def _becomes(self, one: Name) -> str:
        pair = self._key.pairs.get(folded(one.text))
        if pair is not None:
            return pair.shown
        return LEFT if self._key.knows(one.text) else OPEN

    @on(Rows.RowHighlighted, "#names")
    def _highlighted(self, event: Rows.RowHighlighted) -> None:
        one = self._names.get(event.key or "")
        shown = Text()
        for place in one.contexts if one else ():
            before = " ".join(place.before.split("\n"))
            shown.append(f"…{before}")
            shown.append(place.text, "bold reverse")
            shown.append(f"{' '.join(place.after.split(chr(10)))}…  ")
            shown.append(f"{place.document}\n", "dim")
        if one is not None:
            shown.append(f"Found by: {one.why}", "dim")
        self.query_one("#names-places", Static).update(shown)

    def _current(self) -> Name | None:
        row = self.query_one("#names", Rows).current
        return self._names.get(row.key) if row else None

    def _remember(self, one: Name) -> None:
        self._before.append((folded(one.text), one.kind, dict(self._key.pairs), set(self._key.left)))

    def _next(self) -> None:
        """Show what was decided and go to the next line."""
        rows = self.query_one("#names", Rows)
        keys = [row.key for row in rows.shown]
        here = rows.current.key if rows.current else ""
        place = keys.index(here) + 1 if here in keys else 0
        self._show(at=keys[min(place, len(keys) - 1)] if keys else None)

    @command("names.take_out", "Take out", key="y,enter", footer=True)
    def action_take_out(self) -> None:
        """Take it out, under the next number."""
        one = self._current()
        if one is not None:
            self._remember(one)
            self._key.take_out(one.text, one.kind)
            self._next()

    @on(Rows.RowChosen, "#names")
    def _chosen(self) -> None:
        self.action_take_out()

    @command("names.leave", "Leave in", key="x", footer=True)
    def action_leave(self) -> None:
        """Leave it in the text; it is not asked about again."""
        one = self._current()
        if one is not None:
            self._remember(one)
            self._key.leave(one.text)
            self._next()

    @command("names.alias", "Under a name of yours", key="a", footer=True)
    @work(exclusive=True, group="question")
    async def action_alias(self) -> None:
        """Take it out under a name that you choose."""
        one = self._current()
        if one is None:
            return
        answer = await self.app.push_screen_wait(Ask(one.text, "What stands in its place everywhere?"))
        if answer:
            self._remember(one)
            try:
                self._key.take_out(one.text, one.kind, alias=answer)
            except AliasIsNameError as refusal:
                self._before.pop()
                self.notify(str(refusal), title=one.text, severity="warning", markup=False)
                return
            self._next()

    @command("names.same_as", "Same as", key="equals_sign", footer=True)
    @work(exclusive=True, group="question")
    async def action_same_as(self) -> None:
        """Say that it is the same person or place as another name."""
        one = self._current()
        others = [pair for name, pair in self._key.pairs.items() if one is not None and name != folded(one.text)]
        if one is None or not others:
            return
        choices = [Choice(pair.original, f"{pair.original}, {pair.shown}") for pair in others]
        answer = await self.app.push_screen_wait(Choose(f"{one.text} is the same as", choices))
        if isinstance(answer, Choice):
            self._remember(one)
            self._key.same_as(one.text, answer.key)
            self._next()

    @command("names.kind", "What it is", key="w", footer=True)
    @work(exclusive=True, group="question")
    async def action_kind(self) -> None:
        """Say that it is a person, a place or something else; what is taken out goes under a number of that kind."""
        one = self._current()
        if one is None:
            return
        choices = [Choice(kind, kind) for kind in KINDS if kind != one.kind]
        answer = await self.app.push_screen_wait(Choose(f"{one.text} is", choices))
        if isinstance(answer, Choice):
            self._remember(one)
            one.kind = answer.key
            if folded(one.text) in self._key.pairs:
                self._key.forget(one.text)
                self._key.take_out(one.text, one.kind)
            self._show(at=folded(one.text))

    @command("names.undo", "Undo", key="u,ctrl+z", priority=True)
    def action_undo(self) -> None:
        """Take back the last word."""
        if self._before:
            name, kind, pairs, left = self._before.pop()
            self._names[name].kind = kind
            self._key.pairs = dict(pairs)
            self._key.left = left
            self._show(at=name)

    @command("names.go_on", "Go on", key="ctrl+s", footer=True, priority=True)
    def action_go_on(self) -> None:
        """Go on, with the names taken out."""
        self.dismiss(self._key)

    def unkept(self) -> int:
        """How many things were said here."""
        return len(self._before)

    @command("names.back_out", "Back", key="escape")
    def action_back_out(self) -> None:
        """Go back to the files; nothing has been brought in."""
        if self.may_leave():
            self.dismiss(None)


def _where(one: Name) -> str:
    more = f" and {len(one.documents) - 1} more" if len(one.documents) > 1 else ""
    return f"{one.documents[0]}{more}" if one.documents else "the voices"
