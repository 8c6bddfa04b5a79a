"""The second reader: what was asked of one, its questions and its answer, as rows and as boxes over the room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.desk.door.at_the_door import ask_for_transcript, words_to_read
from workbench.governance import sign_offs
from workbench.governance.sign_offs import QUESTIONS, SignOffLine
from workbench.project.file import Project
from workbench.sources.document_list import documents
from workbench.tui.days import said_when
from workbench.tui.dialogs import Ask, Choice, Choose, Field, Form
from workbench.tui.governance.people import readers
from workbench.tui.widgets.lines import fitted
from workbench.tui.widgets.rows import RowLine

if TYPE_CHECKING:
    from workbench.tui.screen import WorkbenchScreen

LONGEST = 400
"""So many characters of the words stand above the choices; all of them stand in the transcript."""
WAITING = [
    Choice("agree", "Answer the questions and agree", "As a second reader: somebody else than who asked."),
    Choice("refuse", "Do not agree, and say why"),
]
READ = Choice("read", "Go to the words")
BACK = Choice("back", "Take the question back")
ANSWERED = Choice("answers", "What was answered")


def read_sign_offs(project: Project) -> list[SignOffLine]:
    """What second readers were asked, those that wait first."""
    with project.read() as session:
        lines = sign_offs.sign_offs(session)
    order = {"waiting": 0, "words changed": 1, "refused": 2, "agreed": 3}
    return sorted(lines, key=lambda one: order[one.state])


def sign_off_rows(lines: Sequence[SignOffLine]) -> list[RowLine]:
    """A row a question to a second reader; never the words."""
    return [
        RowLine(
            str(one.id),
            (one.says(), one.audience, _place(one), one.risk, f"{one.who}, {said_when(one.at)}"),
            "warning" if one.state in {"waiting", "words changed"} else "quiet" if one.state == "agreed" else "",
        )
        for one in lines
    ]


def _place(one: SignOffLine) -> str:
    return f"{one.document}, {one.start:,} to {one.end:,}"


async def answer(screen: WorkbenchScreen, line: SignOffLine) -> None:
    """Ask what is to be done about a question to a second reader, and do it."""
    settled = line.state in {"agreed", "refused"}
    choices = [*([ANSWERED] if settled else WAITING if line.state == "waiting" else []), READ, BACK]
    title = f"To be shown to {line.audience}: {line.says()}"
    with screen.project.read() as session:
        words = words_to_read(session, line.document_id, line.span)
    prompt = f"“{fitted(words, min(LONGEST, len(words)))}”\n{line.risk}"
    chosen = await screen.app.push_screen_wait(Choose(title, choices, prompt=prompt))
    match chosen.key if isinstance(chosen, Choice) else "":
        case "agree":
            await _agree(screen, line)
        case "refuse":
            why = await screen.app.push_screen_wait(Ask("Why not", "In a few words, so that something can be done."))
            if why:
                with screen.attempt("Second reader"), screen.project.change("Do not agree to show a quote") as session:
                    sign_offs.refuse(session, line.id, why)
        case "read":
            screen.workbench.open_in_coding(line.document_id, line.start)
        case "answers":
            told = "\n".join(f"{QUESTIONS[key]}\n  {said}" for key, said in line.answers.items())
            screen.notify(told or "No question was answered.", title=line.says(), markup=False, timeout=20)
        case "back":
            with screen.attempt("Second reader"), screen.project.change("Take back a question") as session:
                sign_offs.take_back(session, line.id)


async def _agree(screen: WorkbenchScreen, line: SignOffLine) -> None:
    fields = [Field(key, question, line.answers.get(key, ""), required=True) for key, question in QUESTIONS.items()]
    title = f"Before these words are shown to {line.audience}"
    said = await screen.app.push_screen_wait(Form(title, fields))
    if said is not None:
        with screen.attempt("Second reader"), screen.project.change("Agree to show a quote") as session:
            sign_offs.agree(session, line.id, said)


async def choose_readers(screen: WorkbenchScreen, title: str) -> str:
    """Ask for which readers; empty where somebody backed out."""
    named = readers(screen.project)
    if not named:
        screen.notify("No readers outside the team are named yet. n on who may read what adds some.", title=title)
        return ""
    chosen = await screen.app.push_screen_wait(Choose(title, [Choice(name, name) for name in named]))
    return str(chosen.key) if isinstance(chosen, Choice) else ""


async def ask_about_transcript(screen: WorkbenchScreen) -> None:
    """Ask for a second reader of a whole transcript."""
    audience = await choose_readers(screen, "Who would read the whole transcript")
    if not audience:
        return
    with screen.project.read() as session:
        spoken = [one for one in documents(session) if one.kind != "question"]
    listed = [Choice(one.name, one.title or one.name) for one in spoken]
    chosen = await screen.app.push_screen_wait(Choose("Which transcript", listed))
    if isinstance(chosen, Choice):
        with screen.attempt("Second reader") as tried, screen.project.change("Ask a second reader") as session:
            ask_for_transcript(session, str(chosen.key), audience)
        if not tried.failed:
            screen.notify("It waits under Second reader for somebody else of the team.", title="Second reader")
