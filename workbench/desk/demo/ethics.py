"""The ethics pack of a recipe: what a team answers, version by version, what was recommended, and what was done."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlmodel import Session

from workbench.briefs.ethics import advice, advise, answer, settle_advice
from workbench.desk.demo.recipe import Recipe
from workbench.desk.ethics.writing import write_pack
from workbench.project.file import Project


def ethics(project: Project, recipe: Recipe, folder: Path, name: str, *, audience: str) -> None:
    """Answer, write each version for its meeting as `NAME-ethics-1.docx` and on, and note what was recommended on it."""
    for number, said in enumerate(recipe.list("ethics"), 1):
        with project.change(f"Answers for version {number} of the ethics pack") as session:
            _before(session, said)
        out = folder / f"{name}-ethics-{number}.docx"
        write_pack(project, out, audience=audience, committee=said["committee"], meeting=str(said["meeting"]))
        if said.get("advised"):
            with project.change(f"What was recommended on version {number}") as session:
                for text in said["advised"]:
                    advise(session, text.strip())


def _before(session: Session, said: Mapping[str, Any]) -> None:
    """What the team wrote down before a version went."""
    for item, text in said["answers"].items():
        answer(session, item, text.strip())
    given = advice(session)
    for one in said.get("done") or ():
        settle_advice(session, given[one["recommendation"]].id, one["state"], one["done"].strip(), on=str(one["day"]))
