"""Learning beside the person: after some decisions the machine looks again, and says so quietly."""

from __future__ import annotations

from textual import work
from textual.worker import get_current_worker

from workbench.desk.suggesting.learn_again import (
    EVERY,
    LearnedAgain,
    NothingToLearnFromError,
    learn_again,
    what_is_new,
)
from workbench.errors import WorkbenchError
from workbench.suggestions.jobs import TooMuchIsNewError
from workbench.tui.suggestions.deciding import Deciding


class Learning(Deciding):
    """The part of the review that lets the machine look again without disturbing anybody."""

    def __init__(self) -> None:
        super().__init__()
        self.learned_word = ""
        """What the line above says of it, until the next decision."""
        self.learned_meanwhile = False
        """Whether the pile changed by that, and not by an undo, since it was read."""
        self._learning = False

    def show_left(self) -> None:
        """Say above what the pile holds and how much is left."""

    def on_screen_resume(self) -> None:
        """Look again where something was coded meanwhile in another room; a question answered here is no reason."""
        there = self.workbench.project is not None
        if there and self._of is not self.project:
            self.begin_with(self.project)
        meanwhile = there and self.project.latest_change() != self._seen
        super().on_screen_resume()
        if meanwhile and not self._learning and what_is_new(self.project).decisions:
            self._learn_again()

    def after_decision(self) -> None:
        """Look again after every so many decisions."""
        if self.learned_word and not self._learning:
            self.learned_word = ""
            self.show_left()
        if self.decided_here >= EVERY and not self._learning:
            self._learn_again()

    def _learn_again(self) -> None:
        going_on = self.workbench.work
        if going_on is None or going_on.finished:
            self._learning, self.decided_here = True, 0
            self._learn_beside()

    @work(thread=True, exclusive=True, group="learn again")
    def _learn_beside(self) -> None:
        worker, project = get_current_worker(), self.project
        learned: LearnedAgain | None = None
        said = ""
        try:
            learned = learn_again(
                project,
                in_sight=self._in_sight,
                cancelled=lambda: worker.is_cancelled,
                worker=self.workbench.worker,
            )
        except NothingToLearnFromError:
            said = ""
        except TooMuchIsNewError:
            said = "many words are new to the machine: s reads them"
        except WorkbenchError as refusal:
            said = str(refusal)
        except Exception:
            self._learning = False
            if worker.is_cancelled or not self.app.call_from_thread(lambda: self.workbench.project is project):
                return  # the project was closed meanwhile
            raise
        if not worker.is_cancelled:
            self.app.call_from_thread(self._learned, learned, said)

    def _in_sight(self) -> frozenset[int]:
        return frozenset() if self.line is None else frozenset({self.line.id})

    def _learned(self, learned: LearnedAgain | None, said: str) -> None:
        """Take in what is newly proposed; the passage in sight and its place stay."""
        self._learning = False
        self.learned_word = said if learned is None else learned.sentence
        if learned is not None and (learned.became.added or learned.became.gone):
            self.learned_meanwhile = True
            self._stale.add("passages")
            if self.is_current and self.tab == "passages":
                self.take_in()
                return
        self.show_left()

    def take_in(self) -> None:
        """Read the pile anew around the suggestion in sight, and draw only what is said of it above."""
