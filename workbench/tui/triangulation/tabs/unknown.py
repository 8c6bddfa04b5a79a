"""What we do not know: silences by their kind or as a map, clashes, requests, and the questions that are being followed."""

from __future__ import annotations

from datetime import UTC, datetime

from textual import on
from textual.app import ComposeResult
from textual.widgets import ContentSwitcher

from workbench.desk.not_known import Entry, NotKnown, read_not_known
from workbench.triangulation.protocol.matrix import Pair
from workbench.tui.commands import Commands, command
from workbench.tui.triangulation import lists, pages, unknown_pages
from workbench.tui.triangulation.display import Display
from workbench.tui.triangulation.silence_map import SilenceGrid, SilenceTable
from workbench.tui.triangulation.tabs.pane import Pane
from workbench.tui.widgets.lines import LineList
from workbench.tui.widgets.paper import Part, words
from workbench.tui.widgets.reader import Reader
from workbench.tui.widgets.rows import Column, Rows

EMPTY = "Nothing is left open: every source speaks on every topic, and no question is being followed."


class UnknownPane(Commands, Pane):
    """The list by kind or the map, and beneath it what is marked. It is read when it comes into sight."""

    HELP = """\
### What we do not know
Every topic on which a source says nothing, by why it says nothing. In brackets: proposed from the project's own records,
and nobody has said so yet. Only “asked, and nobody raised it” is evidence. `m` shows the same as a map, and the list again.

`enter` opens what is marked. `d` asks for it: a figure of somebody, or a question to people. `t` follows a question.
`P` prints the whole.
"""
    BINDING_GROUP_TITLE = "What we do not know"
    label = "What we do not know"
    SCOPED_CSS = False
    DEFAULT_CSS = """
    UnknownPane {
        #unknown-views { height: 3fr; }
        #thread-page { height: 2fr; border-top: solid $panel; }
    }
    .-wide UnknownPane {
        layout: horizontal;
        #unknown-views { width: 7fr; height: 1fr; }
        #thread-page { width: 3fr; height: 1fr; border-top: none; border-left: solid $panel; }
    }
    """

    _display: Display | None = None
    _known: NotKnown | None = None

    def compose(self) -> ComposeResult:
        """The list or the map above, what is marked beneath; side by side where there is room."""
        with ContentSwitcher(initial="unknown-rows", id="unknown-views"):
            yield Rows(
                Column("", width=2),
                Column("Topic", share=3, wrap=4, least=16),
                Column("Who", width=12, wrap=3),
                Column("Why, as far as it is known", share=5, wrap=5, least=24),
                Column("Being done", width=12, wrap=3, gives_way=1),
                empty=EMPTY,
                id="unknown-rows",
            )
            yield SilenceTable(empty="No topics yet.", id="unknown-map")
        yield Reader(id="thread-page")

    @property
    def rows(self) -> Rows:
        """The list itself."""
        return self.query_one("#unknown-rows", Rows)

    @property
    def grid(self) -> SilenceGrid:
        """The map itself."""
        return self.query_one(SilenceGrid)

    @property
    def as_map(self) -> bool:
        """Whether the map is in sight."""
        return self.query_one("#unknown-views", ContentSwitcher).current == "unknown-map"

    def show(self, display: Display) -> None:
        """Work out what is not known, and draw it."""
        self._display = display
        self._read()

    def _read(self) -> None:
        """Work out what is not known, and draw it."""
        if self._display is None:
            return
        with self.room_screen.project.read() as session:
            self._known = read_not_known(session)
        today = datetime.now(UTC).astimezone().date()
        lines = unknown_pages.unknown_rows(self._known, self._display, today)
        first = next((line.key for line in lines if not line.key.startswith("kind:")), None)
        self.rows.show(lines, at=None if self.rows.current else first)
        self.grid.show_map(self._known)
        self._under()

    def focus_first(self) -> None:
        """Give the keys to the list, or to the map."""
        if self.as_map:
            self.grid.focus()
        else:
            self.rows.focus_list()

    @command("unknown.show_map", "Map", key="m", footer=True)
    def action_show_map(self) -> None:
        """Show the silences as a map of topics by sources, or as a list again."""
        self.query_one("#unknown-views", ContentSwitcher).current = "unknown-rows" if self.as_map else "unknown-map"
        self.call_after_refresh(self.focus_first)
        self.call_after_refresh(self._under)

    # What is marked

    @property
    def place(self) -> str:
        """Where the marked line or cell leads."""
        if self.as_map:
            entry = self.entry
            here = self.grid.current
            return entry.silence.place if entry else f"row:{here.id}" if here else ""
        return self.rows.current.key if self.rows.current else ""

    @property
    def entry(self) -> Entry | None:
        """The marked silence."""
        if self._known is None:
            return None
        if self.as_map:
            here, column = self.grid.current, self.grid.here
            return None if here is None or column is None else self._known.at(here.id, column.source)
        kind, _, rest = self.place.partition(":")
        row, _, source = rest.partition(":")
        return self._known.at(int(row), source) if kind == "silence" else None

    @property
    def silence(self) -> tuple[int, str] | None:
        """The marked silence: the topic and the source."""
        return (self.entry.silence.row_id, self.entry.silence.source) if self.entry else None

    @property
    def row_id(self) -> int | None:
        """The marked topic's key."""
        return self.entry.silence.row_id if self.entry else super().row_id

    @property
    def pair(self) -> Pair | None:
        """The marked pair; of a silence, it beside the first source that speaks."""
        if self.entry is None:
            return super().pair
        speaking = self.entry.silence.speaking
        both = sorted((self.entry.silence.source, speaking[0])) if speaking else ()
        return (both[0], both[1]) if both else None

    @on(Rows.RowHighlighted, "#unknown-rows")
    def _row_marked(self, event: Rows.RowHighlighted) -> None:
        event.stop()
        self._under()

    @on(LineList.Highlighted)
    def _cell_marked(self, event: LineList.Highlighted) -> None:
        if event.lines is self.grid:
            event.stop()
            self._under()

    @on(LineList.Chosen)
    def _cell_opened(self, event: LineList.Chosen) -> None:
        if event.lines is self.grid:
            event.stop()
            reader = self.query_one("#thread-page", Reader)
            self.post_message(Reader.Followed(reader, self.place))

    def _under(self) -> None:
        """Show beneath what is marked: a silence, a question with its steps, a request, a topic."""
        self.query_one("#thread-page", Reader).show(self._marked(), top=True)

    def _marked(self) -> list[Part]:
        known, display = self._known, self._display
        if known is None or display is None:
            return []
        if self.entry is not None:
            return unknown_pages.silence_blocks(self.entry)
        kind, _, key = self.place.partition(":")
        match kind:
            case "thread":
                return [part for one in known.threads if str(one.id) == key for part in pages.thread_blocks(one)]
            case "request":
                return [
                    part for one in known.requests if str(one.id) == key for part in unknown_pages.request_blocks(one)
                ]
            case "kind":
                return unknown_pages.kind_blocks(key.rpartition(" · ")[0] or key)
            case "alone":
                return [words(name, sign="·") for name in getattr(known.alone, key)]
            case "row" if (row := display.row(int(key.split(":")[0]))) is not None:
                return lists.summary(row, row.meetings.get(self.pair) if self.pair else None)
        return []
