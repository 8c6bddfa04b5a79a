"""The page of a place: its figures left, what people from there say right, the topics where both meet between."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from workbench.indicators.places import PlaceFigure
from workbench.tui.commands import command
from workbench.tui.indicators.answering import weight_words
from workbench.tui.indicators.voices import PlacePage, read_place
from workbench.tui.screen import WorkbenchScreen
from workbench.tui.widgets.paper import Block, Grid, Part, Rule, Run, blank, words
from workbench.tui.widgets.reader import Reader

FIGURES, MEET, VOICES = "What the figures say", "Where they meet", "What people say"
ROLES = {"lives": "live here", "recruited in": "were asked here", "speaks of": "speak of it"}
LONG = 220


class PlaceScreen(WorkbenchScreen):
    """One area with all that is known of it."""

    HELP = """\
### A place
Left what the figures say, right what people say whose place it is, between them the topics in which both speak.
`tab` walks figures, topics and passages, `enter` goes down to one. `escape` goes back to the indicators.
"""
    room = "indicators"

    def __init__(self, area_code: str) -> None:
        super().__init__()
        self._area_code = area_code
        self._page: PlacePage | None = None
        self._seen = -1

    def compose_room(self) -> ComposeResult:
        """The page."""
        yield Reader(id="place", classes="pane")

    def on_screen_resume(self) -> None:
        """Read again what another room has changed."""
        super().on_screen_resume()
        if self.workbench.project is not None and self.project.latest_change() != self._seen:
            self.show_latest()
        self.query_one("#place").focus()

    def show_latest(self) -> None:
        """Read the place."""
        self._seen = self.project.latest_change()
        with self.attempt("Place") as tried:
            self._page = read_place(self.project, self._area_code)
        if tried.failed:
            self._page = None
        self._draw()

    def on_resize(self) -> None:
        """Side by side where there is room, one below the other where there is not."""
        self._draw()

    def _draw(self) -> None:
        if self._page is not None and self.is_mounted:
            reader = self.query_one("#place", Reader)
            reader.show(place_page(self._page, stacked=self.app.size.width < 100))
            reader.border_title = heading(self._page)

    @on(Reader.Followed)
    def _followed(self, event: Reader.Followed) -> None:
        event.stop()
        from workbench.tui.triangulation.evidence import FigurePage
        from workbench.tui.triangulation.meeting import MeetingPage

        kind, _, rest = event.to.partition(":")
        match kind:
            case "figure":
                self.app.push_screen(FigurePage(int(rest)))
            case "row":
                self.app.push_screen(MeetingPage(int(rest)))
            case _:
                document, _, start = rest.partition(":")
                self.workbench.open_in_coding(int(document), int(start))

    @command("place.leave_page", "Back", key="escape", footer=True)
    def action_leave_page(self) -> None:
        """Go back to the indicators."""
        self.dismiss()


def heading(page: PlacePage) -> str:
    """The place's name and kind, and the county it lies in."""
    place = page.place
    within = f" in {place.county}" if place.county and place.county != place.name else ""
    return f"{place.name} · {place.kind}{within}"


def place_page(page: PlacePage, *, stacked: bool) -> list[Part]:
    """The page in columns, or one below the other."""
    columns = [(FIGURES, figures_said(page)), (MEET, meetings(page)), (VOICES, voices(page))]
    if not page.rows:
        columns.pop(1)
    if stacked:
        made: list[Part] = []
        for title, blocks in columns:
            made += [Rule(title), blank(), *blocks]
        return made
    titles = tuple(title for title, _ in columns)
    shares = (5, 3, 5) if len(columns) == 3 else (1, 1)
    return [Grid(titles, (tuple(tuple(blocks) for _, blocks in columns),), shares)]


def figures_said(page: PlacePage) -> list[Block]:
    """Every indicator's newest figure as a sentence, with what makes one careful."""
    made: list[Block] = []
    for one in page.place.indicators:
        made += _figure(page, one)
    return made or [words("No figures about this place are in the project.", "quiet")]


def _figure(page: PlacePage, one: PlaceFigure) -> list[Block]:
    line = page.lines.get(one.figure.id)
    doubts = line.doubted if line is not None else one.doubts
    made = [words(one.figure.indicator, "title", to=f"figure:{one.figure.id}"), words(one.sentence)]
    for doubt in doubts:
        made.append(words(f"{weight_words(doubt)}: {doubt.sentence}", "warning" if doubt.open else ""))
        if doubt.answer is not None:
            made.append(words(doubt.answer.said, "quiet"))
    return [*made, blank()]


def meetings(page: PlacePage) -> list[Block]:
    """The topics in which a figure of this place speaks, and how they meet."""
    made: list[Block] = []
    for row in page.rows:
        made.append(words(row.topic, "title", to=f"row:{row.id}"))
        made.append(words(row.meet or "not judged yet", "accent" if row.meet else "quiet"))
        if row.together:
            made.append(words(row.together))
        if row.state != "current":
            sign = "⚠ Look again" if row.state == "recheck" else "+ More evidence since"
            made.append(words(f"{sign}: {row.cause}", "warning" if row.state == "recheck" else "good"))
        made.append(blank())
    return made


def voices(page: PlacePage) -> list[Block]:
    """How many people's place it is, and what they say, by code; counted in people."""
    if not page.people:
        return [words("Nobody's place is recorded as this one..", "quiet")]
    roles = ", ".join(f"{count} {ROLES[role]}" for role, count in page.roles)
    made = [words(f"{_people(page.people)}: {roles}."), blank()]
    for theme in page.themes:
        said = f"{theme.people} of {_people(page.people)}"
        made.append(Block((Run(theme.code, "title"), Run(f"  {said}", "quiet"))))
        for one in theme.quotes:
            passage = one.passage
            to = f"words:{passage.document_id}:{passage.start}"
            who = ", ".join(passage.cases) or passage.speaker or "not known who"
            mark = f" · {one.mark}" if one.mark else ""
            made.append(Block((Run(f"“{_short(one.text)}”", "quote", to),), 0, "│"))
            made.append(words(f"{who} · {passage.document}{mark}", "quiet", sign="│"))
        made.append(blank())
    if not page.themes:
        made.append(words("None of their words are coded yet.", "quiet"))
    if page.more:
        made.append(words(f"and {page.more} more codes", "quiet"))
    return [*made, *(words(said, "quiet") for said in page.held)]


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"


def _short(text: str) -> str:
    """A passage's beginning, cut at a word."""
    said = " ".join(text.split())
    return said if len(said) <= LONG else f"{said[:LONG].rsplit(' ', 1)[0]} …"
