"""Find in everything: passages from every transcript and answer, found while somebody types."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual import on, work
from textual.app import ComposeResult
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from workbench.desk.find import find
from workbench.errors import WorkbenchError
from workbench.project.file import Project
from workbench.sources.search import Hit
from workbench.tui.choosing import ListQuestion
from workbench.tui.question import said
from workbench.tui.widgets.filter_input import FilterInput
from workbench.tui.widgets.lines import LineList, fitted

MOST = 60
"""So many passages are shown; who sees as many types another word."""
WAITING = "Type two letters or more."
NOT_SAID = "Nothing was found. What is held back for safeguarding is not looked through."


class HitLines(LineList[Hit]):
    """Passages that were found: who and where, then the words around."""

    def lines_of(self, item: Hit, width: int) -> int:  # noqa: ARG002
        """Two lines each."""
        return 2

    def draw(self, item: Hit, line: int, width: int, base: Style, chosen: bool) -> list[Segment]:
        """Who and where, or the words with the found ones marked."""
        quiet = base if chosen else base + self.ink.component("lines--quiet", partial=True)
        if line == 0:
            return [Segment(fitted(f" {item.speaker or 'not known who'} · {item.document}", width), quiet)]
        shown = _around(item, width - 4)
        before, found, after = shown
        return [
            Segment(f"   {before}", base),
            Segment(found, base + Style(bold=True, underline=True)),
            Segment(after, base),
        ]


def _around(hit: Hit, width: int) -> tuple[str, str, str]:
    """The words before, found and after, cut so that what was found is in sight."""
    before, found = hit.text[: hit.mark_start], hit.text[hit.mark_start : hit.mark_end]
    room = max(8, (width - len(found)) // 2)
    if len(before) > room:
        before = "…" + before[-room + 1 :]
    after = hit.text[hit.mark_end :]
    return before, found, fitted(after, max(1, width - len(before) - len(found)))


class FindEverywhere(ListQuestion[Hit]):
    """Searches as one types; the answer is the passage somebody wants to go to."""

    title_text = "Find in everything"

    def __init__(self, project: Project) -> None:
        super().__init__()
        self._project = project

    def compose_box(self) -> ComposeResult:
        """Line, passages, how many."""
        yield FilterInput(
            placeholder='words, "a phrase", /pattern/, person: role: code: document: age: …', compact=True
        )
        yield HitLines(empty=WAITING)
        yield said("", "note")
        yield said("↑ ↓ move · enter opens the place · escape goes back", "hint")

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(FilterInput).focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        """Look with every letter."""
        event.stop()
        self._search(event.value)

    @work(thread=True, exclusive=True, group="find")
    def _search(self, typed: str) -> None:
        """Look in a thread; what is no longer asked for is not looked for."""
        worker = get_current_worker()
        if worker.is_cancelled:
            return
        hits: list[Hit] = []
        wrong = ""
        try:
            with self._project.read() as session:
                hits = find(session, typed, limit=MOST, stopped=lambda: worker.is_cancelled)
        except WorkbenchError as reason:
            wrong = str(reason)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show, typed, hits, wrong)

    def _show(self, typed: str, hits: list[Hit], wrong: str = "") -> None:
        """Show what was found, unless something else has been typed since."""
        if not self.is_attached or typed != self.query_one(FilterInput).value:
            return
        lines = self.query_one(HitLines)
        lines.empty = wrong or (NOT_SAID if len(typed.strip()) > 1 else WAITING)
        lines.show_items(hits)
        count = f"the first {MOST} passages; another word finds fewer" if len(hits) == MOST else f"{len(hits)} passages"
        if len(hits) == 1:
            count = "1 passage"
        self.query_one(".note", Static).update(count if hits else "")
