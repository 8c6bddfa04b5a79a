"""What was understood of files before anything is kept: a file a line, its beginning below, and what each still asks."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from workbench.tui.commands import command
from workbench.tui.dialogs import Ask, Choice, Choose
from workbench.tui.helped import Helped
from workbench.tui.rooms import ROOM_STYLES
from workbench.tui.screen import BREAKPOINTS
from workbench.tui.sources.telling import (
    AMENDING,
    AMENDING_FIGURES,
    FROM_WHOM,
    KINDS_OF_TABLE,
    SPEAKERS_ARE,
    STUDIES,
    WHO_IS,
    Told,
    asked_of,
    beginning,
    in_words,
    release_choices,
    short,
    speakers_wrong,
)
from workbench.tui.unkept import Unkept
from workbench.tui.widgets.rows import Column, RowLine, Rows, Tone

if TYPE_CHECKING:
    from workbench.desk.importing.reports import ImportReport

Read = Callable[[Path, Told], "ImportReport"]
STATES: Mapping[str, tuple[str, Tone]] = {
    "ready": ("✓", ""),
    "asks": ("?", "warning"),
    "refused": ("✗", "error"),
    "left": ("·", "quiet"),
    "beside": ("·", "quiet"),
    "found": ("=", "quiet"),
}
"""The sign and the tone of each state that a file can be in."""


class Understood(Unkept, Helped["dict[Path, Told] | None"], ModalScreen["dict[Path, Told] | None"]):
    """Every file, what is in it, and what it asks; the answer is the files to bring in and how, None for none."""

    CSS_PATH = ROOM_STYLES
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    HELP = """\
### What was understood
`✓` comes in, `?` asks you something, `✗` cannot be read, `=` is in the project already, `·` stays where it is.

`enter` answers what a file asks. `w` says what a table is, `c` shows the columns of a survey or a table of figures for correction, `m` gives its
map, `s` says how speakers are marked, `f` from whom figures are, `x` leaves a file out or takes it in again. `tab` goes to the words below, the
arrows move in them. `ctrl+s` brings in what is ready; nothing has been kept until then, and `escape` brings nothing in.
"""
    DEFAULT_CSS = """
    Understood { align: center middle; }
    Understood > Vertical { width: 124; max-width: 98%; height: 94%; border: round $primary; background: $surface; }
    Understood.-wide > Vertical { width: 176; }
    Understood Rows { height: 1fr; min-height: 6; }
    Understood #understood-said { height: 1; padding: 0 1; color: $quiet; }
    Understood #understood-file { height: 1fr; padding: 0 1; border-top: solid $quiet; &:focus { border-top: solid $primary; } }
    Understood #understood-file Static { height: auto; }
    Understood #understood-keys { height: auto; padding: 0 1; color: $quiet; }
    """

    def __init__(self, reports: Mapping[Path, ImportReport], told: Mapping[Path, Told], read: Read) -> None:
        super().__init__()
        self._reports, self._told, self._read = dict(reports), dict(told), read
        self._paths = {str(number): path for number, path in enumerate(self._reports)}
        self._told_first = dict(told)
        self._first: dict[str, Path] = {}
        """The first transcript of each words that comes in, by their SHA-256."""

    def compose(self) -> ComposeResult:
        """The files, how the one in hand begins, what the keys do."""
        with Vertical() as box:
            box.border_title = "What was understood, before anything is kept"
            yield Static("", id="understood-said", markup=False)
            yield Rows(
                Column("", width=1),
                Column("File", share=2, least=14),
                Column("Read as", width=10, gives_way=2),
                Column("What is in it", share=3, least=18),
                empty="No file.",
                id="understood",
            )
            with VerticalScroll(id="understood-file", can_focus=True):
                yield Static("", markup=False)
            yield Static(
                "enter answers · w kind · c columns · s speakers · m map · f source · x leave out · ctrl+s bring in"
                " · F1 help · escape back",
                id="understood-keys",
                markup=False,
            )

    def on_mount(self) -> None:
        """Show them, on the first that asks something."""
        asking = next((key for key, path in self._paths.items() if self._state(path) == "asks"), None)
        self._show(at=asking)
        self.query_one("#understood", Rows).focus_list()

    def _state(self, path: Path) -> str:
        report, told = self._reports[path], self._told.get(path, Told())
        if told.left:
            return "left"
        if report.outcome == "refused":
            return "beside" if report.asks == "beside" else "asks" if report.asks else "refused"
        return "ready" if any(report.counts.values()) else "found"

    def report(self, path: Path) -> ImportReport:
        """What was understood of a file in the way that it is read now."""
        return self._reports[path]

    def as_left(self) -> tuple[dict[Path, ImportReport], dict[Path, Told]]:
        """The files as they were understood when the page was left, and what was said of each."""
        return self._reports, self._told

    def stayed_out(self, coming: Mapping[Path, Told]) -> list[ImportReport]:
        """What was understood of the files that do not come in and are not there already."""
        return [self._reports[path] for path in self._reports if path not in coming and self._state(path) != "found"]

    def _ready(self) -> list[Path]:
        return [path for path in self._reports if self._state(path) == "ready"]

    def _show(self, at: str | None = None) -> None:
        rows = []
        self._first = {
            self._reports[path].content: path for path in reversed(self._ready()) if self._reports[path].content
        }
        for key, path in self._paths.items():
            sign, tone = STATES[self._state(path)]
            report = self._reports[path]
            rows.append(RowLine(key, (sign, path.name, in_words(report.kind), self._says(path)), tone))
        self.query_one("#understood", Rows).show(rows, at=at)
        counted = [self._state(path) for path in self._reports]
        ready, asking, refused = (counted.count(state) for state in ("ready", "asks", "refused"))
        more = [f"{asking} {'asks' if asking == 1 else 'ask'} you something"] if asking else []
        more += [f"{refused} cannot be read"] if refused else []
        more += [f"{beside} {'lies' if beside == 1 else 'lie'} beside"] if (beside := counted.count("beside")) else []
        self.query_one("#understood-said", Static).update(
            f"{ready} of {len(counted)} {'comes' if ready == 1 else 'come'} in" + "".join(f" · {one}" for one in more)
        )

    def _says(self, path: Path) -> str:
        """A file in a few words."""
        report = self._reports[path]
        match self._state(path):
            case "left":
                return "stays out"
            case "asks" | "refused" | "beside":
                return asked_of(report)
            case "found":
                return "is in the project already, with the same words"
        voices = len(report.sample.voices)
        people = report.counts.get("cases", 0)
        spoken = f"{voices} {'person speaks' if voices == 1 else 'people speak'}, {people} counted, " if voices else ""
        lost = len(report.left_out)
        twin = self._first.get(report.content, path)
        same = f"the same words as {twin.name}; " if twin != path else ""
        nobody = report.kind == "transcript" and not voices
        hint = "; nobody was found to speak, s says how speakers are marked" if nobody else ""
        return same + spoken + in_words(report, people=not voices) + (f"; {lost:,} left out" if lost else "") + hint

    def _current(self) -> Path | None:
        row = self.query_one("#understood", Rows).current
        return self._paths.get(row.key) if row else None

    @on(Rows.RowHighlighted, "#understood")
    def _highlighted(self) -> None:
        path = self._current()
        self.query_one("#understood-file Static", Static).update(beginning(self._reports[path]) if path else "")
        self.query_one("#understood-file").scroll_home(animate=False)

    async def _read_again(self, path: Path, told: Told) -> None:
        """Read a file in another way, and show what that gives."""
        self.query_one("#understood-said", Static).update(f"Reading {path.name} …")
        self._reports[path] = await to_thread(self._read, path, told)
        self._told[path] = told
        self._show()
        self._highlighted()

    @on(Rows.RowChosen, "#understood")
    def _answer(self) -> None:
        path = self._current()
        asks = self._reports[path].asks if path else ""
        match asks:
            case "kind":
                self.action_kind()
            case "map" if path and self._reports[path].kind == "indicators":
                self.action_columns()
            case "map":
                self.action_map()
            case "speakers":
                self.action_speakers()
            case "amend":
                self._ask_amending()
            case "release":
                self._ask_release()
            case "" if path and self._reports[path].kind == "survey":
                self.action_columns()

    @command("understood.kind", "What it is", key="w", footer=True)
    @work(exclusive=True, group="question")
    async def action_kind(self) -> None:
        """Say what a table is: a survey, figures, a transcript."""
        path = self._current()
        if path is None or self._is_project(path):
            return
        answer = await self.app.push_screen_wait(Choose(f"{path.name}: what is it?", KINDS_OF_TABLE))
        if isinstance(answer, Choice):
            await self._read_again(path, self._told.get(path, Told()).but(as_=answer.key))
            if answer.key == "survey" and self._reports[path].outcome == "imported":
                await self._show_columns(path)

    def _is_project(self, path: Path) -> bool:
        """Whether a file is another program's project, and say then that there is nothing to be told of it as a whole."""
        if self._reports[path].kind not in STUDIES:
            return False
        said = "This is a project of another program. Once it is in, Sources says of each document who speaks."
        self.notify(said, title=path.name)
        return True

    @command("understood.columns", "Columns", key="c", footer=True)
    @work(exclusive=True, group="question")
    async def action_columns(self) -> None:
        """Show the columns of a survey or of a table of figures, to correct what they were understood as."""
        path = self._current()
        kind = self._reports[path].kind if path is not None else ""
        if path is not None and kind == "survey":
            await self._show_columns(path)
        elif path is not None and kind == "indicators":
            await self._show_figure_columns(path)
        else:
            said = "Only surveys and tables of figures have columns to correct; w says what a table is."
            self.notify(said, title="Columns")

    async def _show_figure_columns(self, path: Path) -> None:
        from workbench.tui.sources.figure_columns import figure_columns_told

        told = self._told.get(path, Told())
        columns = await figure_columns_told(self, path, told.options())
        if columns is not None:
            await self._read_again(path, told.but(as_="indicators", columns=columns, map_=None))

    async def _show_columns(self, path: Path) -> None:
        from workbench.tui.sources.columns import columns_told

        told = self._told.get(path, Told())
        columns = await columns_told(self, path, told.options())
        if columns is not None:
            await self._read_again(path, told.but(as_="survey", columns=columns))

    @command("understood.map", "Map", key="m", footer=True)
    @work(exclusive=True, group="question")
    async def action_map(self) -> None:
        """Give a survey's map, which says what each column is."""
        path = self._current()
        if path is None:
            return
        why = "A map says which column of a survey is what, or who a transcript's speakers are. Where is it (.yaml)?"
        answer = await self.app.push_screen_wait(Ask("Map", why, check=_is_file))
        if answer:
            await self._read_again(path, self._told.get(path, Told()).but(map_=Path(answer).expanduser(), columns=None))

    @command("understood.speakers", "Speakers", key="s", footer=True)
    @work(exclusive=True, group="question")
    async def action_speakers(self) -> None:
        """Say how speakers are marked, and see what that gives."""
        path = self._current()
        if path is None or self._is_project(path):
            return
        told = self._told.get(path, Told())
        first = [words for _, words in self._reports[path].sample.first[:3]]
        begins = "\n\nIt begins:\n" + "\n".join(short(words, most=120) for words in first) if first else ""
        answer = await self.app.push_screen_wait(
            Ask(f"Speakers in {path.name}", SPEAKERS_ARE + begins, value=told.speakers, check=speakers_wrong)
        )
        if answer is None:
            return
        await self._read_again(path, told.but(as_="transcript", speakers=answer))
        if answer and self._reports[path].sample.voices:
            await self._same_speakers(path, answer)

    async def _same_speakers(self, path: Path, speakers: str) -> None:
        """Offer to read other transcripts, in which nobody was found to speak, in the same way where that finds them."""
        found: dict[Path, ImportReport] = {}
        for one, report in self._reports.items():
            if one != path and report.kind == "transcript" and not report.sample.voices:
                told = self._told.get(one, Told()).but(as_="transcript", speakers=speakers)
                again = await to_thread(self._read, one, told)
                if again.sample.voices:
                    found[one] = again
        if not found:
            return
        names = ", ".join(one.name for one in found)
        say = [Choice("yes", f"Read {len(found)} more in the same way", names), Choice("no", "Only this")]
        same = await self.app.push_screen_wait(Choose(f"{speakers} finds speakers elsewhere too", say))
        if isinstance(same, Choice) and same.key == "yes":
            self._reports |= found
            for one in found:
                self._told[one] = self._told.get(one, Told()).but(as_="transcript", speakers=speakers)
            self._show()

    @work(exclusive=True, group="question")
    async def _ask_amending(self) -> None:
        """What to do with a file whose words differ from those in the project."""
        path = self._current()
        if path is None:
            return
        ways = AMENDING_FIGURES if self._reports[path].kind == "indicators" else AMENDING
        answer = await self.app.push_screen_wait(Choose(path.name, ways, prompt=asked_of(self._reports[path])))
        if isinstance(answer, Choice):
            told = self._told.get(path, Told())
            await self._read_again(path, told.but(amend=answer.key == "amend", as_new=answer.key == "as_new"))

    @work(exclusive=True, group="question")
    async def _ask_release(self) -> None:
        """Whether a file of figures is a new release of a data set, and of which."""
        path = self._current()
        if path is None:
            return
        report = self._reports[path]
        ways = release_choices(report.looks_like)
        answer = await self.app.push_screen_wait(Choose(path.name, ways, prompt=asked_of(report)))
        if isinstance(answer, Choice):
            told = self._told.get(path, Told())
            whole, _, place = answer.key.partition(":")
            of = report.looks_like[int(place)] if place else ""
            await self._read_again(path, told.but(as_new=not of, release_of=of, whole=whole == "whole"))

    @command("understood.from_whom", "From whom", key="f", footer=True)
    @work(exclusive=True, group="question")
    async def action_from_whom(self) -> None:
        """Say who published figures, or which partner shared them."""
        path = self._current()
        if path is None or self._reports[path].kind != "indicators":
            self.notify("Only figures come from a publisher or a partner.", title="From whom")
            return
        answer = await self.app.push_screen_wait(Choose(f"{path.name}: where is it from?", FROM_WHOM))
        if not isinstance(answer, Choice):
            return
        who = await self.app.push_screen_wait(Ask(WHO_IS[answer.key], "Their name, such as Essex Police."))
        if who:
            told = self._told.get(path, Told())
            await self._read_again(path, told.but(shared_by=who) if answer.key == "shared" else told.but(publisher=who))

    @command("understood.leave_out", "Leave out", key="x", footer=True)
    def action_leave_out(self) -> None:
        """Leave a file out, or take it in again."""
        path = self._current()
        if path is not None:
            told = self._told.get(path, Told())
            self._told[path] = told.but(left=not told.left)
            keys = list(self._paths)
            here = next(key for key, one in self._paths.items() if one == path)
            self._show(at=keys[min(keys.index(here) + 1, len(keys) - 1)])

    @command("understood.bring_in", "Bring in", key="ctrl+s", footer=True, priority=True)
    def action_bring_in(self) -> None:
        """Bring in what is ready."""
        ready = self._ready()
        if ready:
            self.dismiss({path: self._told.get(path, Told()) for path in ready})
        else:
            self.notify(
                "No file is ready to come in. enter answers what a file asks, escape goes back.", title="Bring in"
            )

    def unkept(self) -> int:
        """Of how many files something was said here."""
        return sum(self._told.get(path, Told()) != self._told_first.get(path, Told()) for path in self._reports)

    @command("understood.back_out", "Back", key="escape")
    def action_back_out(self) -> None:
        """Bring nothing in."""
        if self.may_leave():
            self.dismiss(None)


def _is_file(typed: str) -> str | None:
    return None if typed and Path(typed).expanduser().is_file() else f"There is no file {typed or 'of that name'}."
