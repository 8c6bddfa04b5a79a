"""Side by side: the displays of the project, themes beside indicators, people with both kinds; one at a time, to read."""

from __future__ import annotations

from dataclasses import replace

from textual import events, on, work
from textual.app import ComposeResult

from workbench.desk.displays import Drawn, at_the_door
from workbench.desk.door.door import door
from workbench.desk.paper.display import ALL_TOPICS, BOTH_KINDS
from workbench.errors import WorkbenchError
from workbench.governance.audiences import INTERNAL
from workbench.project.file import Project
from workbench.triangulation.displays.both_kinds import both_kinds
from workbench.triangulation.displays.definitions import Definition, read_definition
from workbench.triangulation.displays.displays import (
    DisplayLine,
    add_display,
    displays,
    move_display,
    redefine,
    remove_display,
    rename_display,
)
from workbench.triangulation.displays.drawing import draw, drawn_from
from workbench.triangulation.displays.linked import linked
from workbench.triangulation.displays.shown import Shown
from workbench.triangulation.links import LinkLine, links
from workbench.tui.commands import Commands, command
from workbench.tui.dialogs import Ask, Choice, Choose
from workbench.tui.printing import Printed, ask_and_print
from workbench.tui.triangulation import display_page, making
from workbench.tui.triangulation.added import CAME, TAKEN, take_from, write_what_came
from workbench.tui.triangulation.adding import add_to
from workbench.tui.triangulation.display import Display
from workbench.tui.triangulation.summing_up import ask_together
from workbench.tui.triangulation.tabs.pane import Pane
from workbench.tui.widgets.paper import Part, words
from workbench.tui.widgets.reader import Reader
from workbench.tui.widgets.rows import Column, RowLine, Rows


class SidePane(Commands, Pane):
    """A list of what can be set side by side, and the chosen one as a page."""

    label = "Side by side"
    HELP = """\
### Side by side
The list holds the displays of the project, then themes beside indicators, then people with both kinds of material.
`enter` goes into the page, where `tab` walks quotes and figures and `enter` goes down to them; `escape` comes back.

`n` makes a display, `e` changes what it shows, `+` adds to it, `-` takes that away again, `u` writes what came of it,
`r` renames it, `x` takes it out, `J` and `K` move it.
`w` writes what we make of a row together. `.` and `,` turn the pages of columns, `>` and `<` those of rows.
`P` prints what is marked.
"""
    SCOPED_CSS = False
    DEFAULT_CSS = """
    SidePane {
        layout: vertical;
        #display-rows { height: 8; }
        #side-page { height: 1fr; border-top: solid $panel; }
    }
    .-wide SidePane {
        layout: horizontal;
        #display-rows { width: 34; height: 1fr; }
        #side-page { width: 1fr; height: 1fr; border-top: none; border-left: solid $panel; }
    }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.column = 1
        self.row = 0
        """The first row in sight of one with many."""
        self.drawn: Drawn | None = None
        self._shown: Shown | None = None
        self._lines: dict[str, DisplayLine] = {}
        self._links: dict[str, LinkLine] = {}

    def compose(self) -> ComposeResult:
        """The list, and the page beside or below it."""
        yield Rows(Column("Side by side", share=1, wrap=2), titles=False, id="display-rows")
        yield Reader(id="side-page")

    @property
    def rows(self) -> Rows:
        """The list."""
        return self.query_one("#display-rows", Rows)

    @property
    def reader(self) -> Reader:
        """The page."""
        return self.query_one("#side-page", Reader)

    @property
    def project(self) -> Project:
        """The open project."""
        return self.room_screen.project

    @property
    def key(self) -> str:
        """What is marked in the list: display:3, link:2, both:, topics:."""
        return self.rows.current.key if self.rows.current else "topics:"

    def show(self, display: Display) -> None:  # noqa: ARG002 - it reads for itself what is chosen
        """List what there is, and draw the chosen one."""
        with self.project.read() as session:
            listed, paired = displays(session), links(session)
        self._lines = {f"display:{line.id}": line for line in listed}
        self._links = {f"link:{line.id}": line for line in paired}
        rows = [RowLine("topics:", (ALL_TOPICS,)), *(RowLine(key, (line.title,)) for key, line in self._lines.items())]
        rows += [RowLine(key, (line.title,), "quiet") for key, line in self._links.items()]
        rows.append(RowLine("both:", (BOTH_KINDS,), "quiet"))
        self.rows.show(rows)
        self.show_page()

    def show_page(self, *, top: bool = False) -> None:
        """Draw what is marked in the list."""
        if top:
            self.column, self.row = 1, 0
        self.reader.show(self._page(), top=top)

    def _page(self) -> list[Part]:
        """What is marked, as a page; a sentence where it cannot be drawn."""
        width = max(40, self.reader.size.width - 3)
        self.drawn = self._shown = None
        try:
            if self.key == "both:":
                with self.project.read() as session:
                    return display_page.both_page(both_kinds(session), width, self.column - 1)
            if self.key in self._links:
                return self._link(self._links[self.key])
            self._shown, self.drawn = self._read()
        except WorkbenchError as error:
            return [words(str(error), "warning")]
        return display_page.display_page(self.drawn, width, self.column, (self.row, len(self._shown.rows)))

    def _read(self) -> tuple[Shown, Drawn]:
        """The marked display as the team may see it."""
        with self.project.read() as session:
            line = self._lines.get(self.key)
            if line is None:
                shown = drawn_from(session, 0, "side by side", ALL_TOPICS, Definition())
            else:
                shown = draw(session, line.id)
            in_sight = replace(shown, rows=shown.rows[self.row : self.row + display_page.ROWS])
            return shown, at_the_door(door(session, INTERNAL), in_sight)

    def _link(self, line: LinkLine) -> list[Part]:
        with self.project.read() as session:
            here, there = (
                linked(session, line.theme_id, line.indicator_id, role=role) for role in ("lives", "speaks of")
            )
        return display_page.link_page(here, line.note, there)

    def focus_first(self) -> None:
        """Give the keys to the list."""
        self.rows.focus_list()

    @property
    def place(self) -> str:
        """Where the marked line of the page leads."""
        return self.reader.place

    @on(Rows.RowHighlighted, "#display-rows")
    def _marked(self, event: Rows.RowHighlighted) -> None:
        event.stop()
        self.show_page(top=True)
        self.room_screen.refresh_bindings()

    @on(Rows.RowChosen, "#display-rows")
    def _chosen(self, event: Rows.RowChosen) -> None:
        event.stop()
        self.reader.focus()

    @on(Reader.Followed)
    def _followed(self, event: Reader.Followed) -> None:
        """Enter on a row's name writes what we make of it together; other places lead where they say."""
        if event.to.startswith("about:"):
            event.stop()
            self.action_write_together()

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002
        """Other columns find room."""
        if self.is_mounted and self.room_screen.workbench.project is not None:
            self.call_after_refresh(self.show_page)

    # Moving

    @command("display.to_list", "Back to the list", key="escape", palette=False)
    def action_to_list(self) -> None:
        """Go from the page back to the list."""
        self.rows.focus_list()

    @command("display.next_columns", "Next columns", key="full_stop")
    def action_next_columns(self) -> None:
        """Show the next columns of a wide one."""
        self._turn(1)

    @command("display.columns_before", "Columns before", key="comma")
    def action_columns_before(self) -> None:
        """Show the columns before."""
        self._turn(-1)

    def _turn(self, by: int) -> None:
        width = max(40, self.reader.size.width - 3)
        if self.drawn is not None:
            room, last = len(display_page.columns_shown(self.drawn, width, 1)), len(self.drawn.head) - 1
        elif self.key == "both:":
            room, last = max(1, width // (display_page.LEAST + 3) - 1), 60
        else:
            return
        at = self.column + by * room
        if 1 <= at <= last:
            self.column = at
            self.show_page()

    @command("display.next_rows", "Next rows", key="greater_than_sign")
    def action_next_rows(self) -> None:
        """Show the next rows of a long one."""
        self._leaf(display_page.ROWS)

    @command("display.rows_before", "Rows before", key="less_than_sign")
    def action_rows_before(self) -> None:
        """Show the rows before."""
        self._leaf(-display_page.ROWS)

    def _leaf(self, by: int) -> None:
        if self._shown is not None and 0 <= self.row + by < len(self._shown.rows):
            self.row += by
            self.reader.show(self._page(), top=True)

    # Making and changing

    def _seen(self, key: str = "") -> None:
        """Show what is there now, with the mark on a line."""
        self.room_screen.show_latest()
        if key:
            self.rows.highlight(key)
            self.show_page(top=True)

    @command("display.new_display", "New display", key="n", footer=True)
    @work(exclusive=True, group="question")
    async def action_new_display(self) -> None:
        """Make a display: choose its kind, then what is in it."""
        screen = self.room_screen
        kind = await making.ask_kind(screen)
        definition = await making.ask_definition(screen, kind, Definition()) if kind else None
        title = await making.ask_title(screen, kind) if kind and definition is not None else None
        if not kind or definition is None or not title:
            return
        key = 0
        with screen.attempt("New display") as tried, self.project.change(f"Make the display “{title}”") as session:
            key = add_display(session, kind, title, definition)
        if not tried.failed:
            self._seen(f"display:{key}")
            self.reader.focus()

    def _line(self, title: str) -> DisplayLine | None:
        line = self._lines.get(self.key)
        if line is None:
            self.room_screen.notify("Choose a display of your own in the list first, or make one (n).", title=title)
        return line

    @command("display.change_display", "Change what it shows", key="e")
    @work(exclusive=True, group="question")
    async def action_change_display(self) -> None:
        """Choose again what a display shows; notes stay with the rows that are still there."""
        line = self._line("Change what it shows")
        if line is None:
            return
        try:
            begun = read_definition(line.kind, line.definition)
        except WorkbenchError:
            begun = Definition()
        definition = await making.ask_definition(self.room_screen, line.kind, begun)
        if definition is not None:
            with self.room_screen.attempt("Change"), self.project.change(f"Change “{line.title}”") as session:
                redefine(session, line.id, definition)
            self._seen()

    @command("display.add_to_display", "Add to it", key="plus")
    @work(exclusive=True, group="question")
    async def action_add_to_display(self) -> None:
        """Add a follow-up, something made of a theme, a part of a framework, the name of a type."""
        line = self._line("Add")
        if line is not None:
            rows = [(row.about, row.name) for row in self._shown.rows] if self._shown else []
            if await add_to(self.room_screen, line, rows):
                self._seen()

    @command("display.came_of_it", "What came of it", key="u", footer=True)
    @work(exclusive=True, group="question")
    async def action_came_of_it(self) -> None:
        """Write how a follow-up explains the result, or what came of a question or measure."""
        line = self._line("What came of it")
        if line is not None and await write_what_came(self.room_screen, line):
            self._seen()

    @command("display.take_from_display", "Take away", key="minus", footer=True)
    @work(exclusive=True, group="question")
    async def action_take_from_display(self) -> None:
        """Take away what was added by hand: a follow-up, what was made of a theme, a part of a framework, a type's name."""
        line = self._line("Take away")
        if line is not None and await take_from(self.room_screen, line):
            self._seen()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Some kinds of displays are added to, and taken from, by hand."""
        line = self._lines.get(self.key) if self._lines else None
        match action:
            case "came_of_it":
                return line is not None and line.kind in CAME
            case "take_from_display":
                return line is not None and line.kind in TAKEN
        return super().check_action(action, parameters)

    @command("display.rename_display", "Rename", key="r")
    @work(exclusive=True, group="question")
    async def action_rename_display(self) -> None:
        """Give a display another title."""
        line = self._line("Rename")
        if line is None:
            return
        title = await self.app.push_screen_wait(Ask("Rename", "What is it called?", value=line.title))
        if title:
            with self.room_screen.attempt("Rename"), self.project.change("Rename a display") as session:
                rename_display(session, line.id, title)
            self._seen()

    @command("display.remove_display", "Take out", key="x,delete")
    def action_remove_display(self) -> None:
        """Take a display out; undo brings it back."""
        line = self._line("Take out")
        if line is not None:
            with self.room_screen.attempt("Take out"), self.project.change(f"Take “{line.title}” out") as session:
                remove_display(session, line.id)
            self._seen()

    @command("display.display_down", "Further down", key="J")
    def action_display_down(self) -> None:
        """Move a display down."""
        self._move(1)

    @command("display.display_up", "Further up", key="K")
    def action_display_up(self) -> None:
        """Move a display up."""
        self._move(-1)

    def _move(self, by: int) -> None:
        line = self._line("Move")
        if line is not None:
            with self.room_screen.attempt("Move"), self.project.change(f"Move “{line.title}”") as session:
                move_display(session, line.id, by)
            self._seen(f"display:{line.id}")

    # What we make of it together, and taking it out

    @command("display.write_together", "Together", key="w", footer=True)
    @work(exclusive=True, group="question")
    async def action_write_together(self) -> None:
        """Write what we make of a row together."""
        screen, shown = self.room_screen, self._shown
        if shown is None or not shown.rows:
            screen.notify("Choose a display with rows first.", title="What we make of it together")
            return
        about = await self._which_row(shown)
        row = next((one for one in shown.rows if one.about == about), None)
        if row is None:
            return
        if await ask_together(screen, shown, row):
            self._seen()

    async def _which_row(self, shown: Shown) -> str:
        """The row whose name is marked on the page, else the one that is chosen."""
        place = self.reader.place
        if place.startswith("about:"):
            return place.partition(":")[2]
        if place.startswith("row:"):
            return next((one.about for one in shown.rows if f"row:{one.row_id}" == place), "")
        listed = [Choice(one.about, one.name, one.together or "not written down yet") for one in shown.rows]
        answer = await self.app.push_screen_wait(Choose("Of which row?", listed))
        return answer.key if isinstance(answer, Choice) else ""

    @command("display.print_display", "Print", key="P")
    @work(exclusive=True, group="question")
    async def action_print_display(self) -> None:
        """Print what is marked as a Word or HTML file for somebody."""
        title = str(self.rows.current.cells[0]) if self.rows.current else ALL_TOPICS
        await ask_and_print(self.room_screen, title, Printed("display", display=title))
