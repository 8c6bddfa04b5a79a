"""A made-up room to look at the shell and its widgets: `python -m tests.tui.preview`."""

from __future__ import annotations

import sys

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from workbench.errors import WorkbenchError
from workbench.text import Span
from workbench.tui.app import WorkbenchApp
from workbench.tui.commands import command
from workbench.tui.dialogs import Choice, Choose
from workbench.tui.rooms import ROOMS, Room
from workbench.tui.screen import WorkbenchScreen
from workbench.tui.title_bar import Heading
from workbench.tui.widgets.code_list import CodeLine, CodeList
from workbench.tui.widgets.passages import Mark, Turn
from workbench.tui.widgets.rows import Column, RowLine, Rows
from workbench.tui.widgets.transcript import TranscriptView

SAID = [
    ("Interviewer", "interviewer", "And when it gets dark?"),
    (
        "Kez",
        "participant",
        "We just go round. You don't go through the underpass after four, nobody does, my brother got his "
        "phone took there and the police never even came out.",
    ),
    ("Interviewer", "interviewer", "Never came out?"),
    ("Kez", "participant", "They said ring one-oh-one. We rang. Nobody answered for ages. So."),
    (
        "Amina",
        "participant",
        "Same with us 😬 on the estate. 我们也一样。 My mum says café lights are the only lights.",
    ),
]
CODES = [
    CodeLine("1", "Journeys", 0, "Journeys", "", 1, 41, 12),
    CodeLine("2", "Journeys/Dark and unlit", 1, "Dark and unlit", "A", 2, 17, 9, "1"),
    CodeLine("3", "Journeys/Going the long way", 1, "Going the long way", "B", 3, 9, 6, "3"),
    CodeLine("4", "Weapons", 0, "Weapons", "", 4, 22, 8),
    CodeLine("5", "Weapons/Police not there", 1, "Police not there", "C", 5, 11, 7, "2"),
    CodeLine("6", "Weapons/Carrying for safety", 1, "Carrying for safety", "", 6, 6, 5),
    CodeLine("7", "Places", 0, "Places", "", 7, 30, 11),
]


def turns(times: int = 20) -> list[Turn]:
    """A conversation, again and again."""
    found, at = [], 0
    for number in range(times * len(SAID)):
        speaker, role, text = SAID[number % len(SAID)]
        found.append(Turn(at, speaker, role, text, str(number + 1), read=number < 12))
        at += len(text) + 1
    return found


def marks(script: list[Turn]) -> list[Mark]:
    """Some codings on the first turns."""
    kez, rang, amina = script[1], script[3], script[4]
    police = kez.text.index("the police")
    return [
        Mark("a", kez.start, kez.end, "A", 2),
        Mark("b", kez.start, kez.start + 17, "B", 3, mine=False),
        Mark("c", kez.start + police, rang.end, "C", 5),
        Mark("d", rang.start, rang.start + 26, "D", 9, mine=False, suggested=True),
        Mark("e", amina.start, amina.start + 30, "E", 4, against=True),
    ]


class Words(TranscriptView):
    """Words whose screen hears when some of them are selected."""

    def select(self, span: Span | None) -> None:
        """Select, and say what."""
        super().select(span)
        chosen = self.selection
        self.screen.query_one("#said", Static).update(self.script.text(chosen) if chosen else "")
        self.screen.refresh_bindings()


class CodingRoom(WorkbenchScreen):
    """A room with a transcript."""

    room = "coding"
    HELP = "### Coding\nSelect words, then `c` to give them a code."

    def compose_room(self) -> ComposeResult:
        with Horizontal():
            with Vertical(id="left", classes="pane"):
                yield Rows(Column("", width=1), Column("Transcript"), titles=False, id="documents")
            with Vertical(id="middle", classes="pane"):
                yield Words(empty="Choose a transcript on the left.")
            with Vertical(id="right", classes="pane"):
                yield CodeList()
        yield Static("", id="said", markup=False)

    def on_mount(self) -> None:
        self.query_one("#left").border_title = "Transcripts"
        self.query_one("#left").styles.width = 21
        self.query_one("#right").styles.width = 34
        self.query_one("#middle").border_title = "07 Group C · turn 31 of 84"
        self.query_one("#right").border_title = "Codes"
        self.query_one("#said").styles.height = 1
        if self.app.size.width < 100:
            self.query_one("#left").display = self.query_one("#right").display = False
        script = turns()
        self.query_one(TranscriptView).show(script, marks(script))
        self.query_one(CodeList).show(CODES)
        self.query_one(Rows).show([RowLine("1", ("✓", "01")), RowLine("7", ("▸", "07 Group C"))])
        self.query_one(TranscriptView).focus()

    @command("coding.apply_code", "Code", key="c", footer=True)
    @work(exclusive=True, group="question")
    async def action_apply_code(self) -> None:
        """Apply a code to the selected words."""
        choices = [
            Choice(
                code.key,
                code.path,
                "What the code means.",
                f"{code.codings} ·{code.cases}",
                code.letter,
                code.slot,
            )
            for code in CODES
        ]
        self.answer = await self.app.push_screen_wait(Choose("Code these words", choices, create="New code “{}”"))

    @command("coding.refuse", "Refuse", key="n", footer=True)
    def action_refuse(self) -> None:
        """Try something that is refused."""
        with self.attempt("Refuse"):
            raise WorkbenchError("It cannot be done [today].")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "apply_code":
            return True if self.query_one(TranscriptView).selection != Span(0, 0) and self._has_words() else None
        return super().check_action(action, parameters)

    def _has_words(self) -> bool:
        return self.query_one(TranscriptView).selection is not None


class TableRoom(WorkbenchScreen):
    """A room with a table."""

    room = "sources"
    HELP = "### Sources\nA table."

    def compose_room(self) -> ComposeResult:
        with Vertical(classes="pane"):
            yield Rows(
                Column("Document", share=2),
                Column("What it says", share=4, wrap=3, least=16),
                Column("Words", width=7, align="right"),
                Column("Who brought it in", share=1, gives_way=2, least=12),
                empty="No sources yet. Press i to bring in a transcript or a survey.",
            )

    def on_mount(self) -> None:
        self.query_one(Rows).show(
            [
                RowLine("1", ("01.md", SAID[1][2] + " " + SAID[1][2], "1,204", "amina")),
                RowLine("2", ("Question 7", "Where do you feel safe?", "6,310", "ben"), "warning"),
                RowLine("3", ("09.md", "Withdrawn", "0", "ben"), "quiet"),
            ]
        )
        self.query_one(Rows).focus_list()


class HomeRoom(WorkbenchScreen):
    """The first room."""

    room = "home"
    HELP = "### Home\nWhere it begins."

    def compose_room(self) -> ComposeResult:
        yield Rows(Column("Recent projects"), empty="No projects yet.")


HERE = "tests.tui.preview:"
PREVIEW = {"home": "HomeRoom", "sources": "TableRoom", "coding": "CodingRoom"}


class Nothing:
    """Stands where a project would: the shell only holds it and closes it."""

    def close(self) -> None:
        """Nothing is open."""


class PreviewApp(WorkbenchApp):
    """The app with made-up rooms."""

    ROOMS = tuple(
        Room(
            room.name,
            room.label,
            room.letter,
            room.key,
            HERE + PREVIEW[room.name] if room.name in PREVIEW else "tests.tui.not_built:Room",
            room.needs_project,
        )
        for room in ROOMS
    )


def preview(**options: object) -> PreviewApp:
    """The app with a made-up project open."""
    return PreviewApp(project=Nothing(), heading=Heading("Getting about safely", "saved", "amina"), **options)


if __name__ == "__main__":
    app = preview()
    if len(sys.argv) > 1:
        app.DEFAULT_MODE = sys.argv[1]
    app.run()
