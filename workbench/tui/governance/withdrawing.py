"""Taking somebody's words back in the app: how far, what it touches, typed once more, done, and the certificate."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from workbench.tui.aside import aside
from workbench.tui.days import wrong_day
from workbench.tui.dialogs import Ask, Choice, Choose, Confirm, Field, Form
from workbench.tui.governance.people import USES, PersonLine

if TYPE_CHECKING:
    from workbench.desk.withdrawal.withdrawing import Certificate, Touched
    from workbench.tui.screen import WorkbenchScreen

TAKEN_BACK = {
    "verbatim": "being quoted",
    "paraphrase": "being told in other words",
    "machine": "being read by a machine",
}

GONE = "Deleted for good; what that touches is shown first."
KEPT = "Nothing is deleted; the words are used no more for this."


async def take_back(screen: WorkbenchScreen, line: PersonLine, readers: list[str]) -> None:
    """Go through a withdrawal with the person at the keyboard; nothing is deleted before the label is typed."""
    from workbench.desk.withdrawal.withdrawing import touched, withdraw

    how_far = await _how_far(screen, line, readers)
    if how_far is None:
        return
    scope, document = how_far
    project, label = screen.project, line.label
    what: Touched | None = await aside(
        screen, "Looking at what it touches", lambda _: touched(project, label, scope=scope, document=document)
    )
    if what is None:
        return
    said = "\n".join([*what.lines(), "", "This cannot be undone." if what.counts else "It can be given again."])
    if not await screen.app.push_screen_wait(Confirm(f"What it touches: {label}", said, yes="Go on", no="Leave it")):
        return
    answer = await screen.app.push_screen_wait(_typed_once_more(label, "Take back" if scope else "Delete for good"))
    if answer is None:
        return
    done: Certificate | None = await aside(
        screen,
        "Taking words back",
        lambda say: withdraw(
            project, label, scope=scope, document=document, asked_on=answer["asked_on"] or None, progress=say
        ),
    )
    if done is not None:
        screen.show_latest()
        await _keep(screen, done)


async def _how_far(
    screen: WorkbenchScreen, line: PersonLine, readers: list[str]
) -> tuple[str | None, str | None] | None:
    """What is taken back, as scope and document."""
    choices = [Choice(("all", ""), f"Everything {line.label} said", GONE)]
    if len(line.documents) > 1:
        choices += [Choice(("document", name), f"What they said in {name}", GONE) for name in line.documents]
    choices += [Choice(("scope", use), f"Consent to {TAKEN_BACK[use]}", KEPT) for use in USES]
    choices += [Choice(("scope", name), f"Consent to being shown to {name}", KEPT) for name in readers]
    answer = await screen.app.push_screen_wait(Choose(f"{line.label} takes back", choices, note_lines=1))
    if not isinstance(answer, Choice):
        return None
    kind, name = answer.key
    return (name if kind == "scope" else None), (name if kind == "document" else None)


def _typed_once_more(label: str, does: str) -> Form:
    return Form(
        "Type it once more",
        [
            Field("label", f"Type {label} to go on", required=True, check=lambda typed: _same(typed, label)),
            Field("asked_on", "Asked for on", help="The day they asked, as 2026-03-14, if it is known.", check=_day),
        ],
        keep=does,
    )


def _same(typed: str, label: str) -> str | None:
    return None if typed.strip() == label else f"That is not {label}. Escape leaves everything as it is."


def _day(typed: str) -> str | None:
    return wrong_day(typed) if typed else None


async def _keep(screen: WorkbenchScreen, done: Certificate) -> None:
    """Show the certificate, and write it to a file where it is wanted."""
    from workbench.desk.withdrawal.withdrawing import save_certificate

    said = "\n".join(done.lines())
    if not await screen.app.push_screen_wait(Confirm(done.entry.name, said, yes="Keep it as a file", no="Good")):
        return
    where = str(screen.project.path.with_name(f"{done.entry.name}.md"))
    typed = await screen.app.push_screen_wait(Ask("Certificate", "Where to?", value=where))
    if typed:
        with screen.attempt("Certificate"):
            taken = save_certificate(screen.project, done, Path(typed).expanduser())
            screen.notify(f"Written to {taken.path.name}.", title="Certificate", markup=False)
