"""The briefs room: a page to read, every citation leading down to its evidence, and what is still missing beside it."""

from __future__ import annotations

from dataclasses import replace

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.reactive import var
from textual.worker import get_current_worker

from workbench.briefs.last_read import mark_read, since_read
from workbench.briefs.lines import BriefLine
from workbench.desk.door.leaving import heading
from workbench.governance.audiences import INTERNAL
from workbench.tui.briefs import reading
from workbench.tui.briefs.deciding import Deciding
from workbench.tui.briefs.flows_page import FlowsPage
from workbench.tui.briefs.log import LogPage
from workbench.tui.briefs.options_page import OptionsPage
from workbench.tui.briefs.orphans import OrphansPage
from workbench.tui.briefs.reading import BriefRead
from workbench.tui.briefs.since import held
from workbench.tui.briefs.waiting import WaitingPage
from workbench.tui.commands import command
from workbench.tui.dialogs import Choice, Choose
from workbench.tui.screen import Here
from workbench.tui.triangulation.evidence import go, here_at
from workbench.tui.widgets.paper import Part, words
from workbench.tui.widgets.reader import Reader
from workbench.tui.widgets.reading_line import ReadingLine
from workbench.tui.widgets.rows import Column, RowLine, Rows, Tone

TONES: dict[str, Tone] = {"error": "error", "warning": "warning", "info": ""}
EMPTY = (
    "No briefs yet. A brief asks for one decision, sets out what is known and the options there are. Press n to begin "
    "one; business as usual is its first option from the start."
)

READING = "The brief is being read, with all that it rests on. You can go on elsewhere meanwhile."


class BriefsScreen(Deciding):
    """What is to be decided."""

    HELP = """\
### Briefs
`tab` walks the citations, `enter` goes down to the finding, the words or the figure, `escape` comes back. `o` sets
the options side by side, each a door to its page, `d` records a decision, `v` shows decisions and kept versions, `t` what waits. `[` and `]` or
`b` go to another brief.

For the team: `n` new brief, `e` edits a part, `a` adds an option, `c` cites evidence, `x` takes a citation out,
`l` says that one still serves, `f` opens the appraisal with its objectives, `p` shows the data wanted from partners,
`w` writes the brief to a file. `s` shows what is still missing; `enter` there
goes to the part. `u` shows strong findings that no option uses, and options that rest on little. `U` on a citation goes
up to every sentence that rests on the same.
"""
    room = "briefs"
    CSS = """
    BriefsScreen {
        #brief { width: 1fr; }
        #missing { width: 40; display: none; }
        &.-missing #missing { display: block; }
        &.-narrow.-missing #missing { width: 1fr; }
        &.-narrow.-missing #brief { display: none; }
        &.-wide #missing { width: 52; }
    }
    """
    missing_shown: var[bool] = var(True, toggle_class="-missing")

    def __init__(self) -> None:
        super().__init__()
        self._wanted: int | None = None
        self._seen = -1
        self._reading = False

    def compose_room(self) -> ComposeResult:
        """The page, and what is still missing."""
        yield ReadingLine()
        with Horizontal(id="briefs"):
            yield Reader(id="brief", classes="pane")
            with Vertical(id="missing", classes="pane"):
                yield Rows(
                    Column("", width=1),
                    Column("Where", width=6),
                    Column("What is still missing", wrap=5),
                    titles=False,
                    empty="Nothing is missing: the brief can go.",
                    id="missing-rows",
                )

    @property
    def reader(self) -> Reader:
        """The page."""
        return self.query_one("#brief", Reader)

    def on_mount(self) -> None:
        """Name the panes; beside the page there is room for a second one from 100 columns."""
        self.query_one("#missing").border_title = "Still missing"
        self.missing_shown = self.app.size.width >= 100

    def on_screen_resume(self) -> None:
        """Show what is there now."""
        super().on_screen_resume()
        if self.workbench.project is not None and self.project.latest_change() != self._seen:
            self.show_latest()
        if self.focused is None:
            self.reader.focus()

    def show_latest(self) -> None:
        """Read the brief again beside the person; what is in sight stays until it is read."""
        self._seen = self.project.latest_change()
        if self.brief is None or self._wanted != self.brief.contents.brief.id:
            self.query_one(ReadingLine).say(READING)
        self._reading = True
        self._read_beside(self._wanted, self.brief)

    @work(thread=True, exclusive=True, group="reading")
    def _read_beside(self, wanted: int | None, before: BriefRead | None) -> None:
        """Read the wanted brief, or the first there is, and lay out its page."""
        worker, project = get_current_worker(), self.project
        listed = reading.read_briefs(project)
        here = next((one for one in listed if one.id == wanted), listed[0] if listed else None)
        read, made = None, list[Part]()
        if here is not None:
            read = reading.read_brief(project, here.id)
            if before is not None and before.contents.brief.id == here.id:
                read = replace(read, since=held(before.since, read.since))
            made = reading.page_parts(read)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._take_in, listed, read, made)

    def _take_in(self, listed: list[BriefLine], read: BriefRead | None, made: list[Part]) -> None:
        """Show what was read, unless the project was closed meanwhile."""
        if not self.is_mounted or self.workbench.project is None:
            return
        before, self.brief, self._reading = self.brief, read, False
        self.query_one(ReadingLine).say("")
        if read is None:
            self._wanted = None
            self.reader.show([words(EMPTY, "quiet")], top=True)
            self.reader.border_title = "Briefs"
            self.query_one("#missing-rows", Rows).show([])
            return
        here = read.contents.brief
        new = before is None or before.contents.brief.id != here.id
        self._wanted = here.id
        self.reader.show(made, top=new)
        at = [one.id for one in listed].index(here.id)
        number = f" · {at + 1} of {len(listed)}" if len(listed) > 1 else ""
        self.reader.border_title = f"{here.name} {here.title}{number}".replace("[", "\\[")
        self._show_missing()

    @property
    def is_reading(self) -> bool:
        """Whether what is in sight is being read anew."""
        return self._reading

    def has_brief(self, title: str) -> BriefRead | None:
        """The brief in sight; says so while it is still being read."""
        if self.brief is None and self._reading:
            self.notify("The brief is still being read. Press the key again in a moment.", title=title)
            return None
        return super().has_brief(title)

    def _show_missing(self) -> None:
        assert self.brief is not None
        rows = [
            RowLine(
                str(at),
                (reading.GLYPHS[one.severity], one.where.removeprefix(f"{self.brief.page.name} "), one.message),
                TONES[one.severity],
            )
            for at, one in enumerate(self.brief.missing)
        ]
        self.query_one("#missing-rows", Rows).show(rows)
        waiting = sum(one.severity != "info" for one in self.brief.missing)
        whom = heading(self.brief.audience)
        whom = "" if self.brief.audience == INTERNAL else f" {whom[:1].lower()}{whom[1:]}"
        title = f"Still missing{whom}{f': {waiting}' if waiting else ''}"
        self.query_one("#missing").border_title = title.replace("[", "\\[")

    def show_brief(self, brief_id: int) -> None:
        """Show another brief, from its top."""
        self._mark_read()
        self._wanted = brief_id
        self.show_latest()
        self.reader.focus()

    # Moving

    @on(Reader.Followed, "#brief")
    def _citation_followed(self, event: Reader.Followed) -> None:
        event.stop()
        if event.to.startswith("entry:"):
            self.reader.go_to(event.to)
        elif event.to.startswith("section:"):
            self.reader.go_to(event.to.removeprefix("section:"))
        else:
            go(self, event.to)

    def evidence_here(self) -> Here | None:
        """What the marked place leads down to: from there up again, to every brief that rests on it."""
        return here_at(self.reader.place)

    @on(Rows.RowChosen, "#missing-rows")
    def _missing_chosen(self, event: Rows.RowChosen) -> None:
        event.stop()
        if self.brief is None:
            return
        self._put_right(self.brief.missing[int(event.key)].leads)

    def _put_right(self, leads: str) -> None:
        """Go where something that is missing is put right."""
        kind, _, key = leads.partition(":")
        match kind:
            case "add":
                self.action_add_option()
            case "citation":
                self._look_at(int(key))
            case "task":
                self.action_show_decisions()
            case "against":
                self._against([int(one) for one in key.split(",")])
            case "quotes":
                self.action_remove_citation()
            case "flows":
                self.action_show_flows()
            case "decision" | "problem" | "option" | "prefer" | "appraisal":
                self._edit(kind, int(key or 0))
            case _:
                go(self, leads)

    @work(exclusive=True, group="question")
    async def _edit(self, kind: str, key: int) -> None:
        await self.edit(kind, key)

    @work(exclusive=True, group="question")
    async def _against(self, findings: list[int]) -> None:
        await self.offer_against(findings)

    @work(exclusive=True, group="question")
    async def _look_at(self, key: int) -> None:
        await self.look_at_citation(key)

    # Reading

    def on_screen_suspend(self) -> None:
        """Remember what was read when somebody goes elsewhere."""
        self._mark_read()

    def _mark_read(self) -> None:
        """Remember what the brief in sight says, unless that is remembered already."""
        brief = self.brief
        if self.workbench.project is None or self.project.read_only or brief is None:
            return
        project = self.project
        with project.read() as session:
            now = since_read(session, brief.contents.brief.id, brief.page)
        if now.at and not now.parts:
            return
        with project.change("Read a brief", kind="reading") as session:
            mark_read(session, brief.contents.brief.id, brief.page)
        self._seen = project.latest_change()

    @command("briefs.show_decisions", "Decisions", key="v", footer=True)
    def action_show_decisions(self) -> None:
        """Show the decisions on the brief, their conditions, what it was sent back with, and the versions kept."""
        brief = self.has_brief("Decisions")
        if brief is not None:
            self.app.push_screen(LogPage(brief.contents.brief.id))

    @command("briefs.show_waiting", "What waits", key="t", footer=True)
    def action_show_waiting(self) -> None:
        """Show what waits over all briefs: decisions, tasks, conditions, reviews."""
        self.app.push_screen(WaitingPage(self.show_brief))

    @command("briefs.compare_options", "Options", key="o", footer=True)
    def action_compare_options(self) -> None:
        """Set the options side by side over the whole width."""
        brief = self.has_brief("Options")
        if brief is not None:
            self.app.push_screen(OptionsPage(brief, self._seen))

    @command("briefs.show_flows", "Partners", key="p")
    def action_show_flows(self) -> None:
        """Show the data wanted from partners, and how far each is."""
        self.app.push_screen(FlowsPage())

    @command("briefs.show_orphans", "Unused and thin", key="u")
    def action_show_orphans(self) -> None:
        """Show strong findings that no option uses, and options that rest on little, over all briefs."""
        self.app.push_screen(OrphansPage())

    @command("briefs.show_missing", "Still missing", key="s", footer=True)
    def action_show_missing(self) -> None:
        """Show what is still missing, or fold it and go back to the page."""
        rows = self.query_one("#missing-rows", Rows)
        inside = self.focused is not None and rows in self.focused.ancestors
        if self.missing_shown and inside:
            self.missing_shown = False
            self.reader.focus()
        else:
            self.missing_shown = True
            self.call_after_refresh(rows.focus_list)

    @command("briefs.choose_brief", "Other brief", key="b")
    @work(exclusive=True, group="question")
    async def action_choose_brief(self) -> None:
        """Choose another brief."""
        listed = reading.read_briefs(self.project)
        choices = [Choice(one.id, f"{one.name} {one.title}", one.decision_asked, one.status) for one in listed]
        answer = await self.app.push_screen_wait(Choose("Which brief?", choices))
        if isinstance(answer, Choice):
            self.show_brief(answer.key)

    @command("briefs.next_brief", "Next brief", key="right_square_bracket")
    def action_next_brief(self) -> None:
        """Show the next brief."""
        self._turn(1)

    @command("briefs.previous_brief", "Brief before", key="left_square_bracket")
    def action_previous_brief(self) -> None:
        """Show the brief before."""
        self._turn(-1)

    def _turn(self, by: int) -> None:
        keys = [one.id for one in reading.read_briefs(self.project)]
        if self._wanted in keys and len(keys) > 1:
            self.show_brief(keys[(keys.index(self._wanted) + by) % len(keys)])
