"""Reshaping the codebook: adding, renaming, wording, colouring, moving and retiring codes, each one change."""

from __future__ import annotations

from collections.abc import Callable

from sqlmodel import Session
from textual import work

from workbench.coding.codebook import (
    CodeLine,
    add_code,
    amend_code,
    bring_back_code,
    move_code,
    rename_code,
    retire_code,
)
from workbench.coding.memos import write_memo
from workbench.tui.codebook.book import COLOURS, LETTERS
from workbench.tui.codebook.opened import OpenedBook
from workbench.tui.codes import pin_as_asked, which_digit
from workbench.tui.commands import command
from workbench.tui.dialogs import Ask, Choice, Choose, Field, Form

TOP = 0
"""Stands for the top of the codebook where a code is chosen to move under."""
WORDS = (
    Field("definition", "What it means", lines=4),
    Field("include", "Takes in", lines=3, help="When the code applies."),
    Field("exclude", "Leaves out", lines=3, help="When it does not, and which code does instead."),
    Field("example", "Example", lines=3, help="Invented, not somebody's words."),
    Field("safeguarding", "Take care", lines=3, help="What to do beyond coding when somebody says this."),
)


def with_value(field: Field, value: str) -> Field:
    """A field that begins with what is there."""
    return Field(field.key, field.label, value, field.help, lines=field.lines)


class Reshaping(OpenedBook):
    """The part of the codebook's screen that changes single codes."""

    def write(self, title: str, name: str, verb: Callable[[Session], int | None], *, code: int | None = None) -> bool:
        """Do something to the codebook as one change, and show it; False where it was refused."""
        with self.attempt(title) as tried, self.project.change(name) as session:
            new = verb(session)
        if not tried.failed:
            self.after(code=new if new is not None else code)
        return not tried.failed

    @command("codebook.add_code", "Add", key="a", footer=True)
    @work(exclusive=True, group="question")
    async def action_add_code(self) -> None:
        """Add a code beside the highlighted one, below it, or at the top."""
        here = self.code
        places = [("top", "at the top of the codebook")]
        if here is not None:
            places = [("beside", f"beside “{here.name}”"), ("below", f"below “{here.name}”"), *places]
        form = Form(
            "New code",
            [
                Field("name", "Name", required=True),
                Field("place", "Where", options=tuple(places)),
                Field("definition", "What it means", lines=3),
            ],
            keep="Add",
        )
        answer = await self.app.push_screen_wait(form)
        if answer is None:
            return
        parents = {"top": None, "beside": here.parent_id if here else None, "below": here.id if here else None}

        def add(session: Session) -> int:
            parent = parents[answer["place"]]
            new = add_code(session, answer["name"], parent=parent, definition=answer["definition"])
            if here is not None and answer["place"] == "beside":
                place = [one.id for one in self.book.beside(here)].index(here.id)
                move_code(session, new, parent=parent, position=place + 1)
            return new

        self.write("New code", "Add a code", add)

    @command("codebook.rename_code", "Rename", key="r", footer=True)
    @work(exclusive=True, group="question")
    async def action_rename_code(self) -> None:
        """Give the code another name; its codings stay with it."""
        code = self.code
        if code is None:
            return
        name = await self.app.push_screen_wait(Ask("Rename", f"“{code.name}” is to be called", value=code.name))
        if name and name != code.name:
            self.write("Rename", "Rename a code", lambda session: rename_code(session, code.id, name), code=code.id)

    @command("codebook.word_code", "Define", key="e", footer=True)
    @work(exclusive=True, group="question")
    async def action_word_code(self) -> None:
        """Write what the code means, what it takes in and leaves out, an example, and where to take care."""
        code = self.code
        if code is None:
            return
        fields = [with_value(one, str(getattr(code, one.key))) for one in WORDS]
        answer = await self.app.push_screen_wait(Form(code.name, fields))
        changed = {key: said for key, said in (answer or {}).items() if said != getattr(code, key)}
        if changed:
            name = "Define a code" if len(changed) > 1 else f"Write a code's {next(iter(changed))}"
            self.write("Define", name, lambda session: amend_code(session, code.id, **changed), code=code.id)

    @command("codebook.colour_code", "Colour", key="c")
    @work(exclusive=True, group="question")
    async def action_colour_code(self) -> None:
        """Give the code another of the twelve colours, each with its letter."""
        code = self.code
        if code is None:
            return
        choices = [
            Choice(
                slot, f"{LETTERS[slot]} {name}", letter="■", slot=slot + 1, count="now" if slot == code.colour else ""
            )
            for slot, name in enumerate(COLOURS)
        ]
        answer = await self.app.push_screen_wait(Choose("Colour", choices, prompt=f"“{code.name}” is drawn in"))
        if isinstance(answer, Choice) and answer.key != code.colour:
            slot = answer.key
            self.write(
                "Colour", "Recolour a code", lambda session: amend_code(session, code.id, colour=slot), code=code.id
            )

    def _move(self, code: CodeLine, parent: int | None, position: int | None = None) -> None:
        self.write(
            "Move",
            "Move a code",
            lambda session: move_code(session, code.id, parent=parent, position=position),
            code=code.id,
        )

    @command("codebook.move_in", "Under the one above", key="greater_than_sign")
    def action_move_in(self) -> None:
        """Move the code, with all below it, under its neighbour above."""
        code = self.code
        beside = self.book.beside(code) if code else []
        place = next((at for at, one in enumerate(beside) if code and one.id == code.id), 0)
        if code is not None and place:
            self._move(code, beside[place - 1].id)
        elif code is not None:
            self.notify("There is no code above it on its level to go under.", title="Move")

    @command("codebook.move_out", "Out of its parent", key="less_than_sign")
    def action_move_out(self) -> None:
        """Move the code, with all below it, out of its parent, to stand after it."""
        code = self.code
        parent = self.book.code(code.parent_id) if code and code.parent_id is not None else None
        if code is not None and parent is not None:
            place = [one.id for one in self.book.beside(parent)].index(parent.id)
            self._move(code, parent.parent_id, place + 1)
        elif code is not None:
            self.notify("It stands at the top already.", title="Move")

    @command("codebook.move_down", "Further down", key="J")
    def action_move_down(self) -> None:
        """Move the code behind the next one on its level."""
        self._shift(1)

    @command("codebook.move_up", "Further up", key="K")
    def action_move_up(self) -> None:
        """Move the code before the one above it on its level."""
        self._shift(-1)

    def _shift(self, by: int) -> None:
        code = self.code
        if code is None:
            return
        beside = [one.id for one in self.book.beside(code)]
        place = beside.index(code.id) + by
        if 0 <= place < len(beside):
            self._move(code, code.parent_id, place)

    @command("codebook.move_code", "Move under", key="m")
    @work(exclusive=True, group="question")
    async def action_move_code(self) -> None:
        """Move the code, with all below it, under another one, found by a few letters."""
        code = self.code
        if code is None:
            return
        away = self.book.below(code.id)
        choices = [Choice(TOP, "the top of the codebook")]
        choices += [Choice(one.id, one.path, one.definition) for one in self.book.codes if one.id not in away]
        answer = await self.app.push_screen_wait(Choose("Move under", choices, prompt=f"“{code.name}” goes under"))
        if isinstance(answer, Choice):
            self._move(code, answer.key or None)

    @command("codebook.retire_code", "Retire", key="z")
    def action_retire_code(self) -> None:
        """Keep the code and its codings but offer it no longer; on a retired one, offer it again."""
        code = self.code
        if code is None:
            return
        if code.state == "retired":
            self.write(
                "Bring back", "Bring a code back", lambda session: bring_back_code(session, code.id), code=code.id
            )
        else:
            self.write("Retire", "Retire a code", lambda session: retire_code(session, code.id), code=code.id)

    @command("codebook.write_memo", "Memo", key="n")
    @work(exclusive=True, group="question")
    async def action_write_memo(self) -> None:
        """Write a memo on the code."""
        code = self.code
        if code is not None:
            await self.memo_on("code", code.id, code.name)

    async def memo_on(self, about: str, key: int, name: str) -> None:
        """Ask for a memo on something, and write it down."""
        form = Form("Memo", [Field("text", f"On {name}", lines=8, required=True)])
        answer = await self.app.push_screen_wait(form)
        if answer is None:
            return
        with self.attempt("Memo"), self.project.change("Write a memo") as session:
            write_memo(session, answer["text"], about=about, thing_id=key)
        self.after(**{about: key})

    @command("codebook.pin_code", "Pin", key="p")
    @work(exclusive=True, group="question")
    async def action_pin_code(self) -> None:
        """Pin the code to a digit, for coding with one key, or take it off the digit it is on."""
        code = self.code
        if code is None:
            return
        digit = await self.app.push_screen_wait(which_digit(code.name, code.pinned))
        if digit:
            name = "Unpin a code" if digit == "0" else "Pin a code"
            self.write("Pin", name, lambda session: pin_as_asked(session, digit, code.id, code.pinned), code=code.id)
