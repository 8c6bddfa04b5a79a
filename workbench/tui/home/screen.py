"""The home screen: what was opened last, a new project, the demonstration, the guide."""

from __future__ import annotations

from os import W_OK, access
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from workbench.settings import read_settings, recent_projects
from workbench.text import dated
from workbench.tui.commands import command
from workbench.tui.opening import hold, open_project
from workbench.tui.screen import WorkbenchScreen
from workbench.tui.widgets.rows import Column, RowLine, Rows

if TYPE_CHECKING:
    from workbench.tui.dialogs import Form

WELCOME = "Lived experience beside the statistics, in one project file."
ENDING = ".workbench"


class HomeScreen(WorkbenchScreen):
    """Where the app begins."""

    CSS_PATH = None
    HELP = """\
### Home
`enter` opens a project you had open before. `n` makes a new one, `o` opens a file, `d` builds the
demonstration in this folder and opens it, `p` gives the project under the highlight another passphrase, `r` reads the
guide: a first hour for a researcher, an analyst, a lead, and a page for your IT department. Everything is kept as you work: there is no save key.
"""
    room = "home"

    def compose_room(self) -> ComposeResult:
        """The welcome and the projects."""
        with Vertical(id="home"):
            yield Static("Workbench", id="home-title", markup=False)
            yield Static(WELCOME, id="home-welcome", markup=False)
            yield Rows(
                Column("Project", share=2),
                Column("File", share=3, gives_way=1),
                Column("Opened", width=17, gives_way=2),
                empty="No project yet. Press n for a new one, or d for the demonstration.",
                id="recent",
            )

    def on_screen_resume(self) -> None:
        """Show the projects as they are now."""
        super().on_screen_resume()
        self._show_recent()

    def _show_recent(self) -> None:
        rows = [RowLine(str(one.path), (one.title, str(one.path), dated(one.opened[:10]))) for one in recent_projects()]
        table = self.query_one("#recent", Rows)
        table.show(rows)
        table.focus_list()

    @on(Rows.RowChosen)
    @work(exclusive=True, group="open")
    async def _chosen(self, event: Rows.RowChosen) -> None:
        await open_project(self.workbench, Path(event.key))

    @command("home.open_file", "Open a file", key="o", footer=True)
    @work(exclusive=True, group="open")
    async def action_open_file(self) -> None:
        """Open a project file from a folder."""
        from workbench.tui.dialogs import open_file

        path = await self.app.push_screen_wait(open_file("Open a project", Path.cwd(), kinds=[("Projects", (ENDING,))]))
        if path is not None:
            await open_project(self.workbench, path)

    @command("home.new_project", "New project", key="n", footer=True)
    @work(exclusive=True, group="open")
    async def action_new_project(self) -> None:
        """Make a new project, from a coding frame or empty."""
        from workbench.desk.new_project import new_project
        from workbench.tui.dialogs import Passphrase

        neutral = neutral_title(Path.cwd())
        answer, passphrase = dict[str, str](), None
        while passphrase is None:
            answered = await self.app.push_screen_wait(_new_project_form(neutral, answer))
            if answered is None:
                return
            answer = answered
            passphrase = await self.app.push_screen_wait(
                Passphrase(
                    "A passphrase for the new project",
                    "It encrypts the file. Nobody can open it without, and nobody can find it out for you: write it down "
                    "where your organisation keeps such things. Left empty, anyone with the file can read it.",
                    new=True,
                    may_be_open=True,
                )
            )
        title = answer["title"] or neutral
        path = _path(answer["file"] or title)
        with self.attempt("New project") as tried:
            project = new_project(
                path,
                title=title,
                frame=answer["frame"] or None,
                approach=answer["approach"],
                coder=answer["coder"],
                passphrase=passphrase or None,
            )
            hold(self.workbench, project, passphrase or None)
        if not tried.failed:
            self.workbench.go_to_room("sources")

    @command("home.passphrase", "Passphrase", key="p", footer=True)
    @work(exclusive=True, group="open")
    async def action_passphrase(self) -> None:
        """Give the project under the highlight another passphrase, its first, or none."""
        from workbench.tui.home.passphrase import change_passphrase

        row = self.query_one("#recent", Rows).current
        if row is not None:
            await change_passphrase(self, Path(row.key))
            self._show_recent()

    @command("home.read_guide", "Guide", key="r", footer=True, palette=False)
    def action_read_guide(self) -> None:
        """Read the guide: a first hour for a researcher, an analyst, a lead, and a page for your IT department."""
        self.workbench.action_read_guide()

    @command("home.demonstration", "Demonstration", key="d", footer=True)
    def action_demonstration(self) -> None:
        """Build the demonstration in this folder, or open the one that is there."""
        self._build()

    @work(exclusive=True, group="open", thread=True, exit_on_error=False)
    def _build(self) -> None:
        work = self.app.call_from_thread(self.workbench.begin_work, "Building the demonstration")
        path = None
        try:
            with self.attempt("Demonstration"):
                from workbench.desk.demo.building import build_demo

                path = build_demo(Path.cwd(), say=lambda note: work.progress(note=note)).project
        finally:
            self.app.call_from_thread(self.workbench.end_work)
        if path is not None:
            self.app.call_from_thread(self._open, path)

    @work(exclusive=True, group="open")
    async def _open(self, path: Path) -> None:
        from workbench.desk.demo.building import CODER

        await open_project(self.workbench, path, coder=CODER)


def _new_project_form(neutral: str, typed: dict[str, str]) -> Form:
    """What a new project is asked for, with what was typed before."""
    from workbench.desk.frames import shipped_frames
    from workbench.tui.dialogs import Field, Form

    frames = shipped_frames()
    listed = (("", "No frame: begin with no codes"), *((frame.name, frame.title) for frame in frames))
    approaches = tuple((name, name) for name in ("framework", "codebook", "reflexive", "content"))
    told = f"Title; left empty: {neutral}, which gives nothing away"
    where = f"In {Path.cwd()}. Left empty, it is named for the title."
    coder = typed.get("coder", read_settings().coder)
    return Form(
        "New project",
        [
            Field("title", told, value=typed.get("title", "")),
            Field("file", "File", value=typed.get("file", ""), help=where),
            Field(
                "frame",
                "Coding frame",
                value=typed.get("frame", ""),
                options=listed,
                notes=("", *(frame.sentence for frame in frames)),
            ),
            Field("approach", "Approach", value=typed.get("approach", ""), options=approaches),
            Field("coder", "Your name, as colleagues will see it", value=coder, required=True),
        ],
        keep="Go on",
        check=lambda typed: cannot_be_made(_path(typed["file"] or typed["title"] or neutral)),
    )


_BIRDS = [
    "Heron",
    "Avocet",
    "Curlew",
    "Dunlin",
    "Plover",
    "Teal",
    "Wigeon",
    "Egret",
    "Knot",
    "Godwit",
    "Lapwing",
    "Redshank",
    "Bittern",
    "Pochard",
]


def neutral_title(folder: Path) -> str:
    """A title that says nothing of the people or the place, and that no project in this folder has yet."""
    free = (f"Project {bird}" for bird in _BIRDS if not _path(f"{folder}/Project {bird}").exists())
    return next(free, "") or f"Study {sum(1 for _ in folder.glob(f'*{ENDING}')) + 1}"


def _path(name: str) -> Path:
    """A project file's path from what somebody typed."""
    path = Path(name).expanduser()
    if path.suffix == ENDING:
        return path
    plain = "".join(character if character.isalnum() or character in " -_." else "-" for character in path.name)
    return path.with_name(plain.strip().lower().replace(" ", "-") + ENDING)


def cannot_be_made(path: Path) -> str | None:
    """Why no project can be made at a path, and what to do about it; None where one can."""
    folder = path.absolute().parent
    if not folder.is_dir():
        return f"There is no folder {folder}. Make it first, or type another."
    if path.exists():
        return f"There is a file {path} already. Type another name, or press escape and open it with o."
    return None if access(folder, W_OK) else f"Nothing may be written in {folder}. Type another folder."
