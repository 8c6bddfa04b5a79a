"""Making one code of two, and several of one."""

from __future__ import annotations

from functools import partial

from textual import work

from workbench.coding.codebook import ensure_code
from workbench.coding.merging import Merged, foreseen, merge_codes
from workbench.coding.splitting import Portion, split_code
from workbench.desk.begun_splits import Decided, begun_split, keep_split
from workbench.tui.codebook.pages import number
from workbench.tui.codebook.reshaping import Reshaping
from workbench.tui.codebook.splitting import Fate, SplitPage, read_around, read_pieces
from workbench.tui.codes import NOTE_LINES, code_choices
from workbench.tui.commands import command
from workbench.tui.dialogs import Choice, Choose, Confirm


class Joining(Reshaping):
    """The part of the codebook's screen that merges and splits."""

    @command("codebook.merge_code", "Merge", key="M", footer=True)
    @work(exclusive=True, group="question")
    async def action_merge_code(self) -> None:
        """Let another code take over this one's codings, memos, themes and the codes below it."""
        code = self.code
        if code is None:
            return
        others = [one for one in self.book.codes if one.id != code.id]
        asked = Choose("Merge into", code_choices(others), prompt=f"“{code.name}” goes into", note_lines=NOTE_LINES)
        answer = await self.app.push_screen_wait(asked)
        if not isinstance(answer, Choice):
            return
        into = self.book.code(answer.key)
        with self.attempt("Merge") as tried, self.project.read() as session:
            coming = foreseen(session, answer.key, [code.id])
        if tried.failed or into is None:
            return
        said = merge_words(code.name, into.name, coming)
        if not await self.app.push_screen_wait(
            Confirm("Merge", said, yes="Merge them", no="Leave both", undoable=True)
        ):
            return
        name = f"Merge two codes: {number(coming.codings, 'coding')}"
        with self.attempt("Merge") as tried, self.project.change(name) as session:
            merge_codes(session, into.id, [code.id])
        if not tried.failed:
            self.after(code=into.id)

    @command("codebook.split_code", "Split", key="x")
    @work(exclusive=True, group="question")
    async def action_split_code(self) -> None:
        """Go through the code's passages and send each where it belongs; all of it is one change at the end."""
        code = self.code
        if code is None:
            return
        pieces = read_pieces(self.project, code.id)
        if not pieces:
            self.notify("It has no codings yet, so there is nothing to split.", title="Split")
            return
        others = [one for one in self.book.codes if one.id != code.id]
        begun = self._begun(code.id, {one.id: one.path for one in others})
        keep = partial(self._keep_begun, code.id)
        page = SplitPage(code.name, pieces, code_choices(others), begun, partial(read_around, self.project), keep)
        fates = await self.app.push_screen_wait(page)
        if not fates:
            return
        with (
            self.attempt("Split") as tried,
            self.project.change(f"Split a code: {number(len(fates), 'coding')}") as session,
        ):
            made = {fate.to: ensure_code(session, fate.to) for fate in fates.values() if isinstance(fate.to, str)}
            portions = {
                key: Portion(made[fate.to] if isinstance(fate.to, str) else fate.to, fate.both)
                for key, fate in fates.items()
            }
            split_code(session, code.id, portions)
        if not tried.failed:
            keep_split(self.project, code.id, {})
            self.after(code=code.id)

    def _begun(self, code_id: int, names: dict[int, str]) -> dict[int, Fate]:
        """What was decided in a split that was left before its end, as far as the codes are still there."""
        return {
            key: Fate(one.to, names[one.to] if isinstance(one.to, int) else one.to, one.both)
            for key, one in begun_split(self.project, code_id).items()
            if isinstance(one.to, str) or one.to in names
        }

    def _keep_begun(self, code_id: int, begun: dict[int, Fate]) -> None:
        """Keep what is decided, for whenever the split is gone on with."""
        if self.workbench.project is not None:
            with self.attempt("Split"):
                decided = {key: Decided(fate.to, fate.both) for key, fate in begun.items()}
                keep_split(self.project, code_id, decided)


def merge_words(name: str, into: str, coming: Merged) -> str:
    """What a merge will do, in full sentences."""
    goes = f"{number(coming.codings, 'coding')} of “{name}” {'goes' if coming.codings == 1 else 'go'} to “{into}”."
    there = "is there already and falls away" if coming.twice == 1 else "are there already and fall away"
    why = "the same coder has both codes on the same words"
    if coming.twice and not coming.codings:
        said = f"No coding of “{name}” is new to “{into}”: {coming.twice:,} {there}, as {why}."
    elif coming.twice:
        said = f"{goes} {coming.twice:,} more {there}: {why}."
    else:
        said = goes
    return (
        f"{said}\n\nIts memos, its themes and the codes below it go too. What “{name}” means is not carried over. "
        "ctrl+z takes it back."
    )
