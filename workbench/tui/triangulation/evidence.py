"""Going down: a finding with all that it rests on, a figure's whole row. Escape comes back up."""

from __future__ import annotations

from textual import on, work
from textual.app import ComposeResult

from workbench.briefs.cited_by import cited_by
from workbench.text import counted, joined
from workbench.triangulation.findings import FindingLine, remove_finding
from workbench.tui.commands import command
from workbench.tui.dialogs import Confirm
from workbench.tui.indicators.answering import NOT_SHOWN, Answering
from workbench.tui.screen import Here, WorkbenchScreen
from workbench.tui.triangulation import pages
from workbench.tui.triangulation.display import read_beneath, read_display, read_figure
from workbench.tui.triangulation.judging import TOPIC_ACTIONS
from workbench.tui.triangulation.weighing import Weighing, depth_parts, read_depth
from workbench.tui.triangulation.writing import Writing
from workbench.tui.widgets.paper import Part, words
from workbench.tui.widgets.reader import Reader


class Page(WorkbenchScreen):
    """A page over the room that was left; a kind of it says what is on it."""

    room = "triangulation"
    page_title = ""

    def compose_room(self) -> ComposeResult:
        """The page."""
        yield Reader(id="page", classes="pane")

    @property
    def reader(self) -> Reader:
        """The page itself."""
        return self.query_one("#page", Reader)

    def read_page(self) -> list[Part]:
        """What is on the page."""
        return []

    def on_mount(self) -> None:
        """Read."""
        self.show_latest()
        self.reader.focus()

    def on_screen_resume(self) -> None:
        """Read again what another room has changed."""
        super().on_screen_resume()
        if self.workbench.project is not None:
            self.show_latest()

    def show_latest(self) -> None:
        """Draw the page as things are now."""
        self.reader.show(self.read_page())
        self.reader.border_title = self.page_title

    def evidence_here(self) -> Here | None:
        """What the marked place leads to, else what the page is about."""
        return here_at(self.reader.place) or super().evidence_here()

    @command("page.leave_page", "Back", key="escape", footer=True)
    def action_leave_page(self) -> None:
        """Go back to where you came from."""
        self.dismiss()

    @on(Reader.Followed)
    def _followed(self, event: Reader.Followed) -> None:
        event.stop()
        self.follow_place(event.to)

    def follow_place(self, to: str) -> None:
        """Go where a place on the page leads."""
        go(self, to)


class OfFinding(Page, Writing):
    """A page about one finding, or about what waits because of one."""

    _line: FindingLine | None = None

    def finding_here(self) -> FindingLine | None:
        """The finding on the page."""
        return self._line

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What belongs to a topic is done on the topic's page."""
        if action in TOPIC_ACTIONS:
            return False
        return super().check_action(action, parameters)


class FindingPage(OfFinding, Weighing):
    """One finding: its sentence, what it rests on, where it speaks."""

    HELP = """\
### A finding
`tab` walks its evidence, `enter` goes down to the words in Coding or to the figure's row.
`e` edits it, `+` adds evidence, `-` takes some away, `l` says it still stands, `p` puts it in a topic, `u` says how sure
you are. `delete` takes the finding out of the project, from every topic and brief; `ctrl+z` brings it back.
"""

    def __init__(self, finding_id: int) -> None:
        super().__init__()
        self._finding_id = finding_id

    def read_page(self) -> list[Part]:
        """The finding as it stands."""
        display = read_display(self.project)
        self._line = display.finding(self._finding_id)
        if self._line is None:
            return [words("This finding is no longer in the project. Escape goes back.", "quiet")]
        self.page_title = f"{self._line.name} · {self._line.source}"
        under = read_beneath(self.project, [self._line], many=12)[self._line.id]
        depth = read_depth(self.project, self._line)
        return [*pages.finding_page(under, display), *depth_parts(self._line, depth)]

    @command("finding.remove_finding", "Take out", key="delete,x", footer=True)
    @work(exclusive=True, group="question")
    async def action_remove_finding(self) -> None:
        """Take the finding out of the project; topics and briefs that used it say so, ctrl+z brings it back."""
        line = self._line
        if line is None:
            return
        asked = Confirm(f"Take out {line.name}", self._used(line), yes="Take it out", no="Leave it in", undoable=True)
        if not await self.app.push_screen_wait(asked):
            return
        with self.attempt("Take out") as tried, self.project.change(f"Take out finding {line.name}") as session:
            remove_finding(session, line.id)
        if not tried.failed:
            self.notify(f"{line.name} is out of the project. ctrl+z brings it back.", title="Take out")
        self.show_latest()

    def _used(self, line: FindingLine) -> str:
        """What a finding is and who uses it, to be read before it is taken out."""
        topics = read_display(self.project).rows_of(line.id)
        with self.project.read() as session:
            sentences = cited_by(session, "finding", [line.id])
        users = [
            *([f"{counted(len(topics), 'topic')}"] if topics else []),
            *([f"{counted(len(sentences), 'sentence')} of briefs"] if sentences else []),
        ]
        rest = "rests on it, and says" if len(topics) + len(sentences) == 1 else "rest on it, and say"
        rests = f"{joined(users)} {rest} then that it is gone. " if users else "Nothing rests on it. "
        return f"“{line.statement}”\n{rests}ctrl+z brings it back."


class FigurePage(Page, Answering):
    """One figure with everything that must be read beside it."""

    HELP = """\
### A figure
Its whole row, what it is compared with, its source, and what makes one careful with it, the gravest doubt first.
`tab` walks the doubts; `a` or `enter` answers the marked one with a reason, `delete` takes an answer back.
"""

    def __init__(self, figure_id: int) -> None:
        super().__init__()
        self._figure_id = figure_id

    def read_page(self) -> list[Part]:
        """The figure as it stands."""
        figure = self.figure = read_figure(self.project, self._figure_id)
        self.refresh_bindings()
        if figure is None:
            return [words(NOT_SHOWN, "quiet")]
        self.page_title = f"{figure.figure.indicator} · {figure.area}"
        return pages.figure_page(figure)

    def evidence_here(self) -> Here | None:
        """The figure."""
        return Here("figure", (self._figure_id,))

    def follow_place(self, to: str) -> None:
        """A doubt is answered."""
        if to.startswith("doubt:"):
            self.action_answer_doubt()


def here_at(place: str) -> Here | None:
    """The evidence that a place leads down to: a finding, a figure or words."""
    kind, _, rest = place.partition(":")
    if kind not in {"finding", "figure", "words"}:
        return None
    return Here(kind, tuple(int(key) for key in rest.split(":")))


def go(screen: WorkbenchScreen, to: str) -> None:
    """Go where a place leads: a finding, a figure, words in a transcript, a topic, a silence, a request, a question."""
    from workbench.tui.triangulation.asking_for import AskingFor
    from workbench.tui.triangulation.following import SilencePage, ThreadPage
    from workbench.tui.triangulation.meeting import MeetingPage

    kind, _, rest = to.partition(":")
    match kind:
        case "finding":
            screen.app.push_screen(FindingPage(int(rest)))
        case "figure":
            screen.app.push_screen(FigurePage(int(rest)))
        case "row":
            screen.app.push_screen(MeetingPage(int(rest)))
        case "thread":
            screen.app.push_screen(ThreadPage(int(rest)))
        case "silence":
            row, _, source = rest.partition(":")
            screen.app.push_screen(SilencePage(int(row), source))
        case "request" if isinstance(screen, AskingFor):
            screen.open_request(int(rest))
        case "words":
            document, _, start = rest.partition(":")
            screen.workbench.open_in_coding(int(document), int(start))
