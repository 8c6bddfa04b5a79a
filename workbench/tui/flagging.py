"""Holding a passage back, and settling what a flag asks for: the questions, for every room that shows flags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.governance import flags
from workbench.governance.flags import RECOGNISABLE, SAFEGUARDING, FlagLine
from workbench.text import Span
from workbench.tui.days import wrong_day
from workbench.tui.dialogs import Ask, Choice, Choose, Confirm, Field, Form

if TYPE_CHECKING:
    from workbench.tui.screen import WorkbenchScreen

KINDS = [
    Choice(SAFEGUARDING, "Safeguarding: somebody is at risk", "Leaves every list, suggestion and export at once."),
    Choice(
        RECOGNISABLE,
        "Somebody who was there would know whose words these are",
        "Shown in other words only, once a second reader agrees.",
    ),
]
CONTACT = Field("contact", "Who was told", help="A role or an office, such as the safeguarding lead. No names.")
ACTION = Field("action", "What was done")
SETTLE = {
    SAFEGUARDING: [Choice("done", "Record who was told and what was done")],
    RECOGNISABLE: [
        Choice("words", "Say it in other words"),
        Choice("agree", "Agree to the other words, as a second reader"),
    ],
}
LIFT = Choice("lift", "Take the flag away")
READ = Choice("read", "Go to the words")


async def hold_back(screen: WorkbenchScreen, document_id: int, span: Span) -> None:
    """Ask why a passage is to be held back, and hold it."""
    kind = await screen.app.push_screen_wait(Choose("Hold these words back", KINDS, note_lines=1))
    if not isinstance(kind, Choice):
        return
    fields = [Field("reason", "Why, in a few words", help="No names: this stands in lists.")]
    fields += [CONTACT, ACTION] if kind.key == SAFEGUARDING else []
    answer = await screen.app.push_screen_wait(Form("Hold these words back", fields))
    if answer is None:
        return
    with screen.attempt("Hold back"), screen.project.change("Hold words back") as session:
        flags.flag(session, document_id, span, str(kind.key), **answer)
    screen.notify(f"{flags.SAYS[str(kind.key)].capitalize()}. Governance lists what is flagged.", title="Held back")


async def settle(screen: WorkbenchScreen, line: FlagLine, *, here: bool = False) -> None:
    """Ask what is to be done about a flag, and do it; `here` where the words are in sight already."""
    choices = [*SETTLE[line.kind], *([] if here else [READ]), LIFT]
    said = f"{flags.SAYS[line.kind].capitalize()}: {line.state()}"
    answer = await screen.app.push_screen_wait(Choose(said, choices))
    match answer.key if isinstance(answer, Choice) else "":
        case "done":
            await _record(screen, line)
        case "words":
            text = await screen.app.push_screen_wait(
                Ask("In other words", "The same, so that nobody who was there would know.", value=line.paraphrase)
            )
            if text:
                with screen.attempt("In other words"), screen.project.change("Say it in other words") as session:
                    flags.say_in_other_words(session, line.id, text)
        case "agree":
            with screen.attempt("Second reader"), screen.project.change("Agree to the other words") as session:
                flags.agree(session, line.id)
        case "read":
            screen.workbench.open_in_coding(line.document_id, line.start)
        case "lift":
            told = "The words are shown again wherever consent allows it."
            if await screen.app.push_screen_wait(Confirm("Take the flag away", told, yes="Take away", undoable=True)):
                with screen.attempt("Take the flag away"), screen.project.change("Take a flag away") as session:
                    flags.lift(session, line.id)


async def _record(screen: WorkbenchScreen, line: FlagLine) -> None:
    fields = [
        Field("contact", CONTACT.label, line.contact, help=CONTACT.help),
        Field("action", ACTION.label, line.action),
        Field("done_on", "On which day", line.done_on, help="As 2026-03-14; empty while nothing is done.", check=_day),
    ]
    answer = await screen.app.push_screen_wait(Form("What was done", fields))
    if answer is not None:
        with screen.attempt("What was done"), screen.project.change("Record what was done") as session:
            flags.record_action(
                session, line.id, contact=answer["contact"], action=answer["action"], done_on=answer["done_on"] or None
            )


def _day(typed: str) -> str | None:
    return wrong_day(typed) if typed else None
