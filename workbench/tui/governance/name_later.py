"""A name that was overlooked: taken out wherever it stands, with its key, and purged like a withdrawal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.governance.identifiers import KINDS
from workbench.tui.aside import aside
from workbench.tui.dialogs import Confirm, Field, Form

if TYPE_CHECKING:
    from collections.abc import Collection

    from workbench.governance.pseudonyms import Pseudonyms
    from workbench.tui.screen import WorkbenchScreen

_SHOWN = 12


async def take_name_out(screen: WorkbenchScreen) -> None:
    """Ask for the name, say where it stands, and take it out for good."""
    from workbench.desk.names.later import STAY, OnlyAnsweredError, places_of, take_out_later
    from workbench.tui.sources.taking_names_out import open_names_key

    key = await open_names_key(screen)
    if key is None:
        return
    answer = await screen.app.push_screen_wait(
        Form(
            "A name that was overlooked",
            [
                Field("name", "The name as it stands", required=True, help="Capitals do not matter."),
                Field("kind", "What it is", "person", options=tuple((kind, kind) for kind in KINDS)),
                Field("alias", "What stands in its place", help="Empty for the next number, such as [Name 4]."),
            ],
        )
    )
    if answer is None:
        return
    name, project = answer["name"], screen.project
    kind = key.names.kind_of(name) or answer["kind"]
    places = await aside(screen, "Looking for it", lambda _: places_of(project, name, kind))
    if places is None:
        return
    if not places:
        screen.notify(f"“{name}” stands nowhere in the project. Look at its spelling.", title="Names", markup=False)
        return
    if set(places) == {STAY}:
        screen.notify(str(OnlyAnsweredError()), title=name, severity="warning", markup=False)
        return
    said = ", ".join(f"{number:,} {where}" for where, number in places.items())
    replaced = "in the others" if STAY in places else "there"
    told = (
        f"It stands in {said}. It is replaced {replaced}, and what held it in the history, the backups and the cache is"
        " deleted for good. This cannot be undone."
    )
    if not await screen.app.push_screen_wait(Confirm(f"Take out “{name}”", told, yes="Take it out", no="Leave it")):
        return
    with screen.attempt("Names") as tried:
        pair = key.names.take_out(name, kind, alias=answer["alias"])
        key.keep(project)
    if tried.failed:
        return
    if await aside(screen, "Taking a name out", lambda _: take_out_later(project, key.names, [name])) is not None:
        screen.notify(f"{pair.shown} stands in its place now.", title="Names", markup=False)
        screen.show_latest()


async def take_out_before(screen: WorkbenchScreen, key: Pseudonyms, names: Collection[str]) -> None:
    """Offer to take names that are known since now out of what came in before."""
    from workbench.desk.names.later import standing, take_out_later

    project = screen.project
    stand = await aside(screen, "Looking for them in what came in before", lambda _: standing(project, key, names))
    if not stand:
        return
    said = ", ".join(f"{name} ({number:,})" for name, number in list(stand.items())[:_SHOWN])
    more = f" and {len(stand) - _SHOWN:,} more" if len(stand) > _SHOWN else ""
    told = (
        f"{said}{more}. Taken out there too, what held them in the history, the backups and the cache is deleted for good."
        " This cannot be undone."
    )
    title = "Names that stand in what came in before"
    if await screen.app.push_screen_wait(Confirm(title, told, yes="Take them out", no="Leave them")):
        await aside(screen, "Taking names out", lambda _: take_out_later(project, key, list(stand)))
        screen.show_latest()
