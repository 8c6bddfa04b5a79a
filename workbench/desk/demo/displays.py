"""The displays of a recipe: what was followed up, what stands beside what, and what we make of each row together."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.briefs.options import Option
from workbench.desk.demo.recipe import Recipe
from workbench.rows import Row, table_of
from workbench.triangulation.displays.definitions import Definition, Element
from workbench.triangulation.displays.displays import add_display
from workbench.triangulation.displays.drawing import draw
from workbench.triangulation.displays.follow_ups import follow_up_with
from workbench.triangulation.displays.notes import write_note
from workbench.triangulation.findings import Finding


def displays(session: Session, recipe: Recipe) -> None:
    """Make the displays that a recipe tells of, after its findings and options."""
    for said in recipe.list("displays"):
        for one in said.get("follow_ups", ()):
            follow_up_with(
                session,
                recipe.findings[one["finding"]],
                one["who"].strip(),
                by_id=recipe.findings[one["by"]],
                explains=one["explains"].strip(),
            )
        elements = tuple(_element(session, recipe, one) for one in said.get("elements", ()))
        key = add_display(session, said["kind"], said["title"], Definition(elements=elements))
        shown = draw(session, key)
        for row in shown.rows:
            note = said["together"][row.name]
            write_note(session, shown, row.about, note["text"].strip(), note["fit"])


def _element(session: Session, recipe: Recipe, said: dict[str, Any]) -> Element:
    """A part of a framework, its findings and its option by GUID."""
    numbers, words = (
        tuple(_guid(session, Finding, recipe.findings[name]) for name in said.get(strand, ()))
        for strand in ("numbers", "words")
    )
    titles = {one["id"]: one["title"] for one in recipe.list("options")}
    table = table_of(Option)
    chosen = sa.select(table.c.id).where(table.c.title == titles[said["option"]], table.c.gone.is_(False))
    return Element(said["name"], numbers, words, _guid(session, Option, session.execute(chosen).scalars().one()))


def _guid(session: Session, kind: type[Row], key: int) -> str:
    table = table_of(kind)
    return str(session.execute(sa.select(table.c.guid).where(table.c.id == key)).scalar_one().hex())
