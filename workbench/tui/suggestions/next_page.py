"""The page on which passages worth reading stand, each with its reason; enter opens one in Coding."""

from __future__ import annotations

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static
from textual.worker import get_current_worker

from workbench.desk.suggesting.look_next import LookNext, ShownPlace, look_next
from workbench.project.file import Project
from workbench.suggestions.next_places import KINDS
from workbench.tui.commands import command
from workbench.tui.keeping_up import KeepsUp
from workbench.tui.widgets.paper import Block, Part, Run, blank, words
from workbench.tui.widgets.reader import Reader
from workbench.tui.widgets.rows import Column, RowLine, Rows


class NextPage(KeepsUp):
    """Where to look next: people nobody has read, what is unlike anything coded, what reads the same and is not coded."""

    HELP = """\
### Where to look next
Passages worth reading, each with its reason. Arrows move, `enter` opens the passage in Coding, `tab` goes to the words
on the right, where `enter` opens the passage that it is compared with. `n` and `N` go to the next and the previous
reason, `/` finds among them, `escape` goes back. What names a code is said only of documents you have begun to read.
"""
    room = "suggestions"
    DEFAULT_CSS = """
    NextPage #next-said { height: auto; max-height: 3; padding: 0 1; color: $quiet; }
    NextPage #next-list { width: 3fr; }
    NextPage #next-words { width: 2fr; }
    NextPage.-narrow #next { layout: vertical; }
    NextPage.-narrow #next-list, NextPage.-narrow #next-words { width: 1fr; height: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.found = LookNext((), 0, 0, ())

    def compose_room(self) -> ComposeResult:
        """A sentence, the list, and the passage as a whole."""
        yield Static("Looking …", id="next-said", markup=False)
        with Horizontal(id="next"):
            with Vertical(id="next-list", classes="pane"):
                yield Rows(
                    Column("Why", share=5, wrap=3, least=24),
                    Column("Words", share=4, wrap=2, gives_way=1, least=20),
                    Column("Whose", share=2, wrap=2, gives_way=2, least=10),
                    empty="",
                    id="next-rows",
                )
            yield Reader(id="next-words", classes="pane")

    def on_mount(self) -> None:
        """Name the panes."""
        self.query_one("#next-list").border_title = "Where to look next"
        self.query_one("#next-words").border_title = "The passage"
        self.query_one("#next-rows", Rows).focus_list()

    def show_latest(self) -> None:
        """Look as things are now."""
        self._seen = self.project.latest_change()
        self._look(self.project)

    @work(thread=True, exclusive=True, group="next")
    def _look(self, project: Project) -> None:
        """Look beside the person."""
        worker = get_current_worker()
        with self.attempt("Where to look next"):
            found = look_next(project)
            if not worker.is_cancelled:
                self.app.call_from_thread(self._show, found)

    def _show(self, found: LookNext) -> None:
        if not self.is_mounted:
            return
        self.found = found
        self.query_one("#next-said", Static).update(said_above(found))
        rows = [
            RowLine(str(at), (one.place.why, " ".join(one.text.split()), one.case or one.place.segment.document))
            for at, one in enumerate(found.places)
        ]
        self.query_one("#next-rows", Rows).show(rows)
        self._show_words()

    @property
    def here(self) -> ShownPlace | None:
        """The place under the highlight."""
        row = self.query_one("#next-rows", Rows).current
        return self.found.places[int(row.key)] if row is not None and int(row.key) < len(self.found.places) else None

    @on(Rows.RowHighlighted, "#next-rows")
    def _highlighted(self) -> None:
        self._show_words()

    def _show_words(self) -> None:
        here, reader = self.here, self.query_one("#next-words", Reader)
        self.query_one("#next-list").border_title = KINDS[here.place.kind] if here else "Where to look next"
        reader.show(place_page(here) if here else [], top=True)

    @on(Rows.RowChosen, "#next-rows")
    def _chosen(self) -> None:
        here = self.here
        if here is not None:
            self.workbench.open_in_coding(here.place.segment.document_id, here.place.segment.start)

    @on(Reader.Followed)
    def _followed(self, event: Reader.Followed) -> None:
        event.stop()
        _, document, start = event.to.split(":")
        self.workbench.open_in_coding(int(document), int(start))

    @command("next.next_reason", "Next reason", key="n", footer=True)
    def action_next_reason(self) -> None:
        """Go to the first passage of the next reason."""
        self._to_reason(1)

    @command("next.previous_reason", "Reason before", key="N")
    def action_previous_reason(self) -> None:
        """Go to the first passage of the reason before."""
        self._to_reason(-1)

    def _to_reason(self, by: int) -> None:
        here, rows = self.here, self.query_one("#next-rows", Rows)
        if here is None:
            return
        kinds = list(dict.fromkeys(self.found.places[int(row.key)].place.kind for row in rows.shown))
        to = kinds[(kinds.index(here.place.kind) + by) % len(kinds)]
        rows.highlight(next(row.key for row in rows.shown if self.found.places[int(row.key)].place.kind == to))

    @command("next.leave_page", "Back", key="escape", footer=True)
    def action_leave_page(self) -> None:
        """Go back to where you came from."""
        self.dismiss()


def said_above(found: LookNext) -> str:
    """How many passages, for how many reasons, and what could not be looked at."""
    if not found.of:
        return "There are no words here that a machine may read."
    said = []
    kinds = len({one.place.kind for one in found.places})
    if found.places:
        said.append(f"{len(found.places):,} passages for {kinds} reasons, of {found.of:,} that a machine may read")
    else:
        said.append("Nothing stands out just now")
    if found.unread:
        said.append(f"{found.unread:,} not read by the machine yet: s in Review reads them")
    return " · ".join([*said, *found.held])


def place_page(here: ShownPlace) -> list[Part]:
    """A passage with its reason, and the words that it is compared with."""
    one = here.place.segment
    mark = f" · {here.mark}" if here.mark else ""
    made: list[Part] = [
        words(here.place.why, "title"),
        blank(),
        Block((Run(f"“{here.text.strip()}”", "quote", f"words:{one.document_id}:{one.start}"),), 0, "│"),
        words(f"{here.case or 'not known who'} · {one.document}{mark}", "quiet", sign="│"),
    ]
    other = here.place.other
    if other is not None and here.like:
        made += [
            blank(),
            words("Compared with", "title"),
            Block((Run(f"“{here.like.strip()}”", "quote", f"words:{other.document_id}:{other.start}"),), 0, "│"),
            words(other.document, "quiet", sign="│"),
        ]
    return made
