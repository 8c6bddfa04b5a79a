"""The last part of a recipe: how a brief was decided on, version by version, and what came of it."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from workbench.briefs.conditions import Asked, conditions, settle_condition
from workbench.briefs.objectives import objectives
from workbench.briefs.options import amend_brief, briefs, options
from workbench.briefs.outcomes import later_figures, note_outcome
from workbench.briefs.tasks import do_task, tasks
from workbench.desk.briefs.deciding import decide_on
from workbench.desk.demo.recipe import Recipe, RecipeDoesNotFitError
from workbench.project.file import Project
from workbench.triangulation.figures import figure_lines


def decided(project: Project, session: Session, recipe: Recipe, *, audience: str) -> None:
    """Each decision in its order, on the brief as it stood then; then what was settled and what was seen."""
    brief = briefs(session)[0].id
    for taken in recipe.list("decisions"):
        as_it_stood, now = _cells(session, brief, taken)
        if as_it_stood:
            amend_brief(session, brief, **as_it_stood)
        key = _decide(project, session, recipe, brief, taken, audience)
        if taken["decision"] == "revise":
            if now:
                amend_brief(session, brief, **now)
            _done(session, brief, taken)
        _settled(session, key, taken)
        for seen in taken.get("outcomes") or ():
            _seen(session, brief, key, seen, str(taken["date"]))


def _seen(session: Session, brief: int, decision: int, seen: dict[str, Any], decided_on: str) -> None:
    """What came of a decision; of an objective, from the figure with which it starts to the newest since the decision."""
    aim = before = after = None
    if "objective" in seen:
        aim = objectives(session, [brief])[brief][seen["objective"] - 1]
        before = aim.observation_id
    if before is not None:
        later = later_figures(session, figure_lines(session, [before])[before])
        after = next((line.id for line in later if line.figure.ends > decided_on), None)
    note_outcome(
        session,
        decision,
        moved=seen["moved"],
        said=seen["said"].strip(),
        seen_on=str(seen["seen_on"]),
        objective_id=aim.id if aim else None,
        before_id=before,
        after_id=after,
    )


def _cells(session: Session, brief: int, taken: dict[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """What the brief said when it was decided on, where that is not what it says now, and what it says now."""
    was = {name: text.strip() for name, text in (taken.get("as_it_stood") or {}).items()}
    line = next(one for one in briefs(session) if one.id == brief)
    return was, {name: getattr(line, name) for name in was}


def _decide(
    project: Project, session: Session, recipe: Recipe, brief: int, taken: dict[str, Any], audience: str
) -> int:
    listed = {one["id"]: number for number, one in enumerate(recipe.list("options"))}
    option = options(session, brief)[listed[taken["option"]]].id if taken.get("option") else None
    asked = [Asked(one["condition"], one.get("owner", ""), str(one["due"])) for one in taken.get("conditions") or ()]
    return decide_on(
        project,
        session,
        brief,
        outcome=taken["decision"],
        audience=audience,
        relied_on=taken.get("relied_on") or (),
        option_id=option,
        conditions=asked,
        meeting=taken["meeting"],
        decided_on=str(taken["date"]),
        deciders=taken["by"],
        reasons=taken["reasons"].strip(),
        dissent=taken.get("dissent", "").strip(),
        review_on=str(taken.get("next_review", "")),
    )


def _done(session: Session, brief: int, taken: dict[str, Any]) -> None:
    """What was done about each reason, in their order."""
    there, said = tasks(session, brief), taken.get("done") or []
    if len(there) != len(said):
        raise RecipeDoesNotFitError(f"“revise” of {taken['date']} gives {len(there)} tasks, and {len(said)} are done.")
    for task, one in zip(there, said, strict=True):
        do_task(session, task.id, one["how"], on=str(one["done_on"]))


def _settled(session: Session, decision: int, taken: dict[str, Any]) -> None:
    """How the conditions stand of which somebody has said so."""
    for line, one in zip(conditions(session, [decision]), taken.get("conditions") or (), strict=True):
        if one.get("state", "open") != "open":
            settle_condition(session, line.id, one["state"], one["how"], on=str(one["settled_on"]))
