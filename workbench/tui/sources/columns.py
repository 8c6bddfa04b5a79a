"""A survey's columns for correction: a column a line, what it is, how many filled it in, some of its answers."""

from __future__ import annotations

from asyncio import to_thread
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from workbench.desk.importing.survey_columns import SurveyColumns, survey_columns, write_map
from workbench.errors import WorkbenchError
from workbench.exchange.column_roles import Is
from workbench.exchange.surveys.guess import IN_WORDS
from workbench.exchange.surveys.roles import CLOSED
from workbench.tui.commands import Command, command
from workbench.tui.dialogs import Ask, Choice, Choose, Confirm
from workbench.tui.helped import Helped
from workbench.tui.rooms import ROOM_STYLES
from workbench.tui.screen import BREAKPOINTS
from workbench.tui.sources.telling import MAP
from workbench.tui.unkept import Unkept
from workbench.tui.widgets.grid import told_apart
from workbench.tui.widgets.rows import Column, RowLine, Rows

if TYPE_CHECKING:
    from workbench.exchange.readers import Options

KEYS: Mapping[str, Is] = {
    "a": "open",
    "c": "choice",
    "s": "ordered",
    "v": "many",
    "n": "number",
    "d": "date",
    "t": "text",
    "p": "id",
    "w": "weight",
    "0": "code",
    "x": "left out",
}
"""The letter that gives a column a role."""
NOTES: Mapping[Is, str] = {
    "id": "One column that says whose answers a row holds: a number or a letter, never a name.",
    "open": "Each answer becomes a passage that is read and coded.",
    "choice": "One answer of a few; it makes groups of people.",
    "ordered": "One answer of a few that have an order, such as from never to always.",
    "many": "Several answers in one cell; a person counts in the group of each.",
    "option": "This column is one of the answers to a question that has a column for each of them.",
    "number": "A figure that is no step of a scale, such as an age.",
    "date": "A day, as 2026-03-14 or 14/03/2026.",
    "text": "Something short that is known of the person, and is not coded.",
    "code": "What somebody coded: 1 where the answer has the code, 0 where it was read and has it not.",
    "weight": "How much a person counts for in a share.",
    "left out": "It does not come into the project at all.",
}
_SAID = "a own words · c list · s scale · v several · n number · d day · t fact · p who answered · 0 code · x leave out"
_MORE = "enter roles · = alike too · o order · r name · u undo · m save the map · ctrl+s takes it in · F1 help · escape back"


async def columns_told(screen: Screen[Any], path: Path, options: Options) -> Mapping[str, Any] | None:
    """Show a survey's columns for correction; the map that came of it, or None where somebody went back.

    The map can be handed on as `Options.columns`, or as `columns` to `bring_in`.
    """
    try:
        columns = await to_thread(survey_columns, path, options)
    except WorkbenchError as refusal:
        screen.notify(str(refusal), title="Columns", severity="error", timeout=12, markup=False)
        return None
    return await screen.app.push_screen_wait(ColumnsPage(columns, path.parent))


class ColumnsPage(Unkept, Helped["Mapping[str, Any] | None"], ModalScreen["Mapping[str, Any] | None"]):
    """Every column with its role, which a letter changes; the answer is the map."""

    CSS_PATH = ROOM_STYLES
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    HELP = """\
### Columns
Each line is a column of the survey: what it is understood as, how many filled it in, some answers. A letter says what
the highlighted one is, `enter` lists what there is to choose, `=` gives the same to all columns with such answers.
`o` sets the answers of a list and their order, `r` a short name, `u` takes your last word back, `/` finds a column.

Codes of 0 and 1 come in once it is said whose they are: `0` asks. `m` writes the map to a file that brings the next
copy in the same way. `ctrl+s` takes it all in; `escape` goes back.
"""
    DEFAULT_CSS = """
    ColumnsPage { align: center middle; }
    ColumnsPage > Vertical { width: 150; max-width: 98%; height: 94%; border: round $primary; background: $surface; }
    ColumnsPage Rows { height: 1fr; }
    ColumnsPage #columns-said { height: auto; padding: 0 1; color: $quiet; }
    ColumnsPage #columns-one { height: 6; padding: 0 1; border-top: solid $quiet; }
    ColumnsPage.-narrow #columns-one { height: 4; }
    ColumnsPage #columns-keys { height: auto; padding: 0 1; color: $quiet; }
    """
    COMMAND_LIST = tuple(
        Command(f"columns.is_{number}", IN_WORDS[is_].capitalize(), NOTES[is_], key, action=f"say('{is_}')")
        for number, (key, is_) in enumerate(KEYS.items())
    )

    def __init__(self, columns: SurveyColumns, folder: Path) -> None:
        super().__init__()
        self._columns, self._folder = columns, folder
        self._before: list[SurveyColumns] = []

    def compose(self) -> ComposeResult:
        """What comes of it, the columns, the one in hand, what the keys do."""
        with Vertical() as box:
            box.border_title = f"Columns of {self._columns.file}".replace("[", "\\[")
            yield Static("", id="columns-said", markup=False)
            yield Rows(
                Column("Column", share=3, least=16),
                Column("Is", share=2, least=16),
                Column("Filled", width=7, align="right", gives_way=2),
                Column("Answers", share=4, least=16, gives_way=1),
                empty="The table has no column.",
                id="columns",
            )
            yield Static("", id="columns-one")
            yield Static(f"{_SAID}\n{_MORE}", id="columns-keys", markup=False)

    def on_mount(self) -> None:
        """Show them."""
        self._show()
        self.query_one("#columns", Rows).focus_list()

    def _show(self, at: str | None = None) -> None:
        columns = self._columns
        names = told_apart([column.name for column in columns.seen])
        rows = [
            RowLine(
                str(place),
                (role.called or names[place], self._is(place), f"{column.filled:,}", _examples(column.examples)),
                "quiet" if role.is_ == "left out" else "warning" if role.is_ == "code" and not columns.coder else "",
            )
            for place, (column, role) in enumerate(zip(columns.seen, columns.roles, strict=True))
        ]
        self.query_one("#columns", Rows).show(rows, at=at)
        self.query_one("#columns-said", Static).update(self._said())
        self._one()

    def _is(self, place: int) -> str:
        role = self._columns.roles[place]
        words = IN_WORDS[role.is_]
        if role.is_ == "code":
            return f"{words}, by {self._columns.coder}" if self._columns.coder else "? a code; whose is not said"
        return f"an answer to: {role.of}" if role.is_ == "option" else words

    def _said(self) -> str:
        """What comes in, in a line; or what is wrong."""
        if wrong := self._columns.wrong():
            return f"⚠ {wrong}"
        columns = self._columns
        counted = Counter(role.is_ for role in columns.roles)
        answers = sum(
            column.filled for column, role in zip(columns.seen, columns.roles, strict=True) if role.is_ == "open"
        )
        closed = sum(counted[is_] for is_ in CLOSED)
        closed += len({role.of for role in columns.roles if role.is_ == "option"})
        out = counted["left out"] + (0 if columns.coder else counted["code"])
        parts = [
            f"{counted['open']:,} in people's own words, {answers:,} answers",
            f"{closed:,} closed",
            *([f"coded by {columns.coder}: {counted['code']:,}"] if columns.coder and counted["code"] else []),
            f"{out:,} left out",
        ]
        return " · ".join(parts) + ("" if counted["id"] else " · no column says who answered: each row is somebody")

    def _place(self) -> int | None:
        row = self.query_one("#columns", Rows).current
        return int(row.key) if row else None

    @on(Rows.RowHighlighted, "#columns")
    def _one(self) -> None:
        """The column in hand: its question in full, why it is what it is, its answers in order."""
        place = self._place()
        shown = Text()
        if place is not None:
            column, role = self._columns.seen[place], self._columns.roles[place]
            shown.append(_cut(column.wording, 260), "bold")
            shown.append(f"\n{self._is(place)}" + (f": {role.why}" if role.why else ""))
            if role.order:
                shown.append("\nAnswers: " + _cut((" < " if role.is_ == "ordered" else " · ").join(role.order), 260))
            elif column.values:
                shown.append("\nAnswers: " + _cut(" · ".join(list(column.values)[:20]), 260))
            if column.blanks:
                marks = ", ".join(f"“{mark}”" for mark in column.blanks)
                shown.append(f"\n{marks} counts as nothing answered, {sum(column.blanks.values()):,} times")
        self.query_one("#columns-one", Static).update(shown)

    def _change(self, columns: SurveyColumns, at: int | None) -> None:
        self._before.append(self._columns)
        self._columns = columns
        self._show(at=str(at) if at is not None else None)

    def action_say(self, is_: Is) -> None:
        """Give the highlighted column a role, and go on to the next."""
        place = self._place()
        if place is None:
            return
        if is_ == "code":
            self._say_code(place)
            return
        if is_ == "ordered" and not self._columns.has_known_order(place):
            self._say_scale(place)
            return
        below = [int(row.key) for row in self.query_one("#columns", Rows).shown if int(row.key) > place]
        self._change(self._columns.with_role(place, is_), below[0] if below else place)

    @work(exclusive=True, group="question")
    async def _say_code(self, place: int) -> None:
        """A column of codes needs somebody whose coding it is."""
        coder = self._columns.coder
        if not coder:
            answer = await self.app.push_screen_wait(
                Ask(
                    "Codes",
                    "Whose coding is it? Every column of codes in this file is theirs.",
                    placeholder="a name or initials",
                )
            )
            if not answer:
                return
            coder = answer
        self._change(replace(self._columns.with_role(place, "code"), coder=coder), place)

    @on(Rows.RowChosen, "#columns")
    @work(exclusive=True, group="question")
    async def _choose(self) -> None:
        place = self._place()
        if place is None:
            return
        letters = {is_: key for key, is_ in KEYS.items()}
        choices = [Choice(is_, words, NOTES[is_], letter=letters.get(is_, "")) for is_, words in IN_WORDS.items()]
        answer = await self.app.push_screen_wait(Choose(_cut(self._columns.seen[place].name, 60), choices))
        if not isinstance(answer, Choice):
            return
        if answer.key == "code":
            self._say_code(place)
        elif answer.key == "ordered" and not self._columns.has_known_order(place):
            self._say_scale(place)
        elif answer.key == "option":
            said = "To which question? Columns with the same one belong together."
            typed = await self.app.push_screen_wait(
                Ask("One of its answers", said, value=self._columns.roles[place].of)
            )
            if typed:
                self._change(self._columns.with_role(place, "option", of=typed), place)
        else:
            self._change(self._columns.with_role(place, answer.key), place)

    @command("columns.alike", "Alike too", key="equals_sign", footer=True)
    def action_alike(self) -> None:
        """Give the role of this column to all others with such answers."""
        place = self._place()
        if place is None:
            return
        columns, role = self._columns, self._columns.roles[place]
        others = columns.alike(place) if role.is_ not in {"id", "weight"} else []
        for other in others:
            columns = columns.but(other, replace(role, called="", why="like another column"))
        if others:
            self._change(columns, place)
        self.notify(f"{len(others)} other columns have such answers.", title="Alike", timeout=4)

    @command("columns.order", "Answers in order", key="o")
    @work(exclusive=True, group="question")
    async def action_order(self) -> None:
        """Say which answers there are and in which order."""
        place = self._place()
        if place is None or self._columns.roles[place].is_ not in {"choice", "ordered", "many"}:
            self.notify("Only a list, a scale or several of a list have answers to order.", title="Order")
            return
        await self._ask_order(place, self._columns)

    @work(exclusive=True, group="question")
    async def _say_scale(self, place: int) -> None:
        """A scale whose order nobody can know from its words needs it said."""
        await self._ask_order(place, self._columns.with_role(place, "ordered"))

    async def _ask_order(self, place: int, columns: SurveyColumns) -> None:
        """Ask for the answers of a column in order, and take the columns with them."""
        role = columns.roles[place]
        there = role.order or tuple(columns.seen[place].values)[:60]
        typed = await self.app.push_screen_wait(
            Ask(
                "The answers in order",
                "From least to most, with | between.",
                value=" | ".join(there),
                check=lambda typed: _lacking(there, _parted(typed)),
            )
        )
        if typed:
            self._change(columns.but(place, replace(role, order=_parted(typed), why="as you said")), place)

    @command("columns.rename", "Name", key="r")
    @work(exclusive=True, group="question")
    async def action_rename(self) -> None:
        """Give a column a short name, or a code its place such as Safety/Fear."""
        place = self._place()
        if place is None:
            return
        role, column = self._columns.roles[place], self._columns.seen[place]
        typed = await self.app.push_screen_wait(
            Ask("Name", _cut(column.wording, 200), value=role.called or column.name)
        )
        if typed:
            called = "" if typed == column.name else typed
            self._change(self._columns.but(place, replace(role, called=called)), place)

    @command("columns.undo", "Undo", key="u,ctrl+z")
    def action_undo(self) -> None:
        """Take your last word back."""
        if self._before:
            self._columns = self._before.pop()
            self._show(at=str(self._place() or 0))

    @command("columns.save_map", "Save the map", key="m", footer=True)
    @work(exclusive=True, group="question")
    async def action_save_map(self) -> None:
        """Write the map to a file beside the survey, to bring the next copy in the same way."""
        where = str(self._folder / f"{Path(self._columns.file).stem}{MAP}")
        typed = await self.app.push_screen_wait(
            Ask("Save the map", "Where shall it be?", value=where, check=_in_a_folder)
        )
        if not typed:
            return
        there = Path(typed).expanduser().exists()
        said = "There is a file of that name. What is in it is lost when this is written over it."
        if there and not await self.app.push_screen_wait(Confirm("Save the map", said, yes="Write over it")):
            return
        try:
            await to_thread(write_map, Path(typed).expanduser(), self._columns.map())
        except WorkbenchError as refusal:
            self.notify(str(refusal), title="Save the map", severity="error", markup=False)
        else:
            self.notify(
                f"Written to {typed}. Beside a copy of this survey it brings that in the same way.",
                title="Save the map",
                markup=False,
            )

    @command("columns.take_in", "Take it in", key="ctrl+s", footer=True, priority=True)
    def action_take_in(self) -> None:
        """Go on with the columns as they are."""
        if wrong := self._columns.wrong():
            self.notify(wrong, title="Columns", severity="warning", markup=False)
        else:
            self.dismiss(self._columns.map())

    def unkept(self) -> int:
        """How many things were said here."""
        return len(self._before)

    @command("columns.back_out", "Back", key="escape")
    def action_back_out(self) -> None:
        """Go back to what was understood."""
        if self.may_leave():
            self.dismiss(None)


def _examples(examples: tuple[str, ...]) -> str:
    return " · ".join(_cut(one, 40) for one in examples) or "nothing filled in"


def _cut(text: str, most: int) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"


def _parted(typed: str) -> tuple[str, ...]:
    """Answers with | between, each once."""
    return tuple(dict.fromkeys(one.strip() for one in typed.split("|") if one.strip()))


def _lacking(there: tuple[str, ...], order: tuple[str, ...]) -> str | None:
    """Which answers that were given an order lacks, in a sentence."""
    lacking = [f"“{_cut(one, 40)}”" for one in there if one not in order]
    if not lacking:
        return None
    named = f"{', '.join(lacking[:3])}{f' and {len(lacking) - 3} more' if len(lacking) > 3 else ''}"
    return f"{named} {'was' if len(lacking) == 1 else 'were'} answered too. Write {'it where it belongs' if len(lacking) == 1 else 'each where it belongs'}."


def _in_a_folder(typed: str) -> str | None:
    path = Path(typed).expanduser()
    if not typed or path.is_dir() or not path.parent.is_dir():
        return (
            f"There is no folder {path.parent}. Make it first, or choose another." if typed else "Type a file's name."
        )
    return None
