"""Deciding: accept, reject, another code, later."""

from __future__ import annotations

from collections.abc import Callable

from sqlmodel import Session
from textual import work

from workbench.coding.codebook import CodeLine, ensure_code
from workbench.project.file import Project
from workbench.rows import now
from workbench.suggestions.review import SuggestionLine, accept, accept_as, later, reject
from workbench.tui.codes import NOTE_LINES, code_choices
from workbench.tui.commands import command
from workbench.tui.dialogs import Ask, Choice, Choose, Created
from workbench.tui.suggestions.looking import Look
from workbench.tui.suggestions.narrowing import Narrowing
from workbench.tui.suggestions.only import ALL, Only
from workbench.tui.suggestions.pile import Pile, read_codes, read_onlys
from workbench.tui.tabbed import tab_commands

TABS = {"passages": "Passages", "topics": "Topics"}
REASON_KEPT = "enter rejects and keeps the reason · escape leaves it open"


class Deciding(Narrowing):
    """The half of the review that changes the project."""

    TABS = TABS
    COMMAND_LIST = tab_commands("review", TABS)

    def __init__(self) -> None:
        super().__init__()
        self.pile = Pile()
        self.at = 0
        self.only: Only = ALL
        """What the pile holds, for as long as the app runs."""
        self.look = Look()
        self.shown: dict[int, str] = {}
        """When each suggestion was first in sight, in UTC."""
        self.decided_here = 0
        """How many were decided in this sitting since the machine last learned."""
        self._of: Project | None = None

    def begin_with(self, project: Project) -> None:
        """Begin with a project, and forget what belongs to the one that was open before."""
        self._of, self._seen = project, -1
        self.pile, self.at, self.only, self.line, self.why = Pile(), 0, ALL, None, None
        self.shown, self.decided_here = {}, 0

    def show_passage(self) -> None:
        """Show the suggestion in sight."""

    def now_in_sight(self, line: SuggestionLine) -> None:
        """Note since when a suggestion is before somebody's eyes."""
        self.shown.setdefault(line.id, now())
        self.look.begin()

    def _decide(
        self, title: str, decide: Callable[[Session, SuggestionLine, int, str], object], *, taken: bool
    ) -> None:
        """Decide about the suggestion in sight and go to the next."""
        line = self.line
        if line is None:
            return
        looked = self.look.milliseconds()
        with self.attempt(title) as tried, self.project.change(title) as session:
            decide(session, line, looked, self.shown.get(line.id, ""))
        if tried.failed:
            return
        self._seen = self.project.latest_change()
        self._stale = {name for name in self.TABS if name != self.tab}
        off = title == "Later"
        self.pile = self.pile.put_off(line.id) if off else self.pile.without(line.id, taken=taken)
        self.decided_here += not off
        self.at = min(self.at, max(0, len(self.pile.lines) - 1))
        self.show_passage()
        self.after_decision()

    def after_decision(self) -> None:
        """What follows from a decision, once the next suggestion is in sight."""

    @command("review.accept", "Accept", key="y", footer=True)
    def action_accept(self) -> None:
        """Give the proposed code to these words, as your own coding."""
        span = self.chosen_words()
        self._decide(
            "Accept a suggestion",
            lambda session, line, ms, shown: accept(session, line.id, looked_ms=ms, span=span, shown=shown),
            taken=True,
        )

    @command("review.reject", "Reject", key="x", footer=True)
    def action_reject(self) -> None:
        """Say that the code does not fit; it is not proposed here again."""
        self._reject("")

    @command("review.reject_why", "Reject, and why", key="X")
    @work(exclusive=True, group="question")
    async def action_reject_why(self) -> None:
        """Say that the code does not fit, and in a few words why not; the reason is kept with the decision."""
        line = self.line
        if line is None:
            return
        why = await self.app.push_screen_wait(Ask("Reject", f"Why {line.code} does not fit here", hint=REASON_KEPT))
        if why is not None and self.line is not None and self.line.id == line.id:
            self._reject(why)

    def _reject(self, why: str) -> None:
        self._decide(
            "Reject a suggestion",
            lambda session, line, ms, shown: reject(session, line.id, why, looked_ms=ms, shown=shown),
            taken=False,
        )

    @command("review.put_off", "Later", key="l", footer=True)
    def action_put_off(self) -> None:
        """Put the suggestion at the end of the pile."""
        self._decide(
            "Later",
            lambda session, line, ms, shown: later(session, line.id, looked_ms=ms, shown=shown),
            taken=False,
        )

    @command("review.other_code", "Other code", key="e", footer=True)
    @work(exclusive=True, group="question")
    async def action_other_code(self) -> None:
        """Give these words another code than the proposed one; those narrower than it are offered first."""
        line, span = self.line, self.chosen_words()
        if line is None:
            return
        codes = read_codes(self.project)
        answer = await self._choose_code("Which code instead?", nearest_first(codes, line.code_id))
        if answer is None or self.line is None or self.line.id != line.id:
            return

        def decide(session: Session, line: SuggestionLine, looked: int, shown: str) -> None:
            code = ensure_code(session, answer.name) if isinstance(answer, Created) else answer.key
            accept_as(session, line.id, code, looked_ms=looked, span=span, shown=shown)

        self._decide("Accept with another code", decide, taken=True)

    async def _choose_code(self, title: str, codes: list[CodeLine] | None = None) -> Choice[int] | Created | None:
        """A code from the codebook, or the name of one to be made."""
        choices = code_choices(read_codes(self.project) if codes is None else codes)
        return await self.app.push_screen_wait(Choose(title, choices, create="New code “{}”", note_lines=NOTE_LINES))

    # What the pile holds

    @command("review.choose_pile", "Which ones", key="f,slash", footer=True)
    @work(exclusive=True, group="question")
    async def action_choose_pile(self) -> None:
        """Choose what to review: everything, one code, document or topic, or only the likely ones."""
        choices = read_onlys(self.project, self.pile)
        answer = await self.app.push_screen_wait(Choose("Which suggestions?", choices))
        if isinstance(answer, Choice):
            self.hold_only(answer.key)

    def hold_only(self, only: Only) -> None:
        """Let the pile hold other suggestions; the one in sight stays in sight if it is among them."""
        here = self.line
        self.only = only
        self.pile = self.pile.holding(only)
        self.at = self.pile.place_of(here.id if here else None) or 0
        self.show_passage()


def nearest_first(codes: list[CodeLine], code_id: int) -> list[CodeLine]:
    """The codes that could be given instead: those below the proposed one, those beside it, then the others."""
    parents = {one.id: one.parent_id for one in codes}

    def is_below(one: CodeLine) -> bool:
        key = one.parent_id
        while key is not None and key != code_id:
            key = parents.get(key)
        return key == code_id

    beside = parents.get(code_id)
    near = [one for one in codes if one.id != code_id]
    return sorted(
        near, key=lambda one: 0 if is_below(one) else 1 if beside is not None and one.parent_id == beside else 2
    )
