"""The options of a recipe, line by line: partners, benefits, costs, risks, equality, and the appraisal in full."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from workbench.briefs.benefits import add_benefit
from workbench.briefs.costs import add_cost
from workbench.briefs.equality import look_at_equality
from workbench.briefs.factors import (
    add_factor,
    appraise_in_full,
    factors,
    rate_option,
    weight_factor,
)
from workbench.briefs.long_list import add_choice
from workbench.briefs.objectives import add_objective
from workbench.briefs.partners import add_partner
from workbench.briefs.risks import add_risk
from workbench.desk.demo.recipe import Recipe, question_key
from workbench.indicators.catalogue import indicator_named
from workbench.indicators.observations import observation_at


def option_cells(said: dict[str, Any]) -> dict[str, Any]:
    """An option's own few words. Partners, benefits and risks are told by their lines."""
    costs = said["costs"]
    return {
        "what": said["what"].strip(),
        "delivered_by": said["who_delivers"],
        "cost_low": float(costs["one_off_low"] + costs["yearly_low"]),
        "cost_high": float(costs["one_off_high"] + costs["yearly_high"]),
        "cost_note": f"First year, {costs['prices']} prices. {costs['note']}",
        "time_to_effect": said["time_to_effect"],
        "reversibility": said["reversibility"],
        "equality": said["equality_impact"],
        "not_known": said["not_known"].strip(),
        "works": said["evidence_works"]["strength"],
        "evidence_it_works": said["evidence_works"]["says"].strip(),
        "depends_on": said.get("depends_on", "").strip(),
        "data_protection": said.get("data_protection", "").strip(),
    }


def option_lines(session: Session, option_id: int, said: dict[str, Any]) -> None:
    """What a recipe tells of an option line by line."""
    for one in said["partners"]:
        words = {"effect": one["effect"], "agrees": one["agrees"], "does": one.get("does", "")}
        add_partner(session, option_id, one["partner"], **words)
    for one in said["benefits"]:
        cells = {"to_whom": one["to"], "kind": one["kind"], "amount": one.get("amount", "")}
        add_benefit(session, option_id, one["benefit"], **cells)
    for one in said["costs"].get("lines", ()):
        low, high = float(one["low"]), float(one["high"])
        add_cost(
            session,
            option_id,
            one["what"],
            paid=one["paid"],
            low=low,
            high=high,
            prices=str(said["costs"]["prices"]),
            by_whom=one.get("by", ""),
        )
    for one in said["risks"]:
        cells = {cell: one[cell] for cell in ("likelihood", "impact", "owner", "mitigation")}
        add_risk(session, option_id, one["risk"], **cells)
    for one in said.get("equality", ()):
        done = one.get("done", "")
        look_at_equality(session, option_id, one["who"], effect=one["effect"], why=one["why"], mitigation=done)


def objectives(session: Session, recipe: Recipe, brief_id: int) -> None:
    """What should be better, each with the figure or the words from which it starts, and who is asked again."""
    for said in recipe.says["brief"]["objectives"]:
        figure = said.get("figure")
        cells: dict[str, Any] = {cell: said.get(cell, "") for cell in ("baseline", "target", "lived")}
        if figure is not None:
            indicator = indicator_named(session, figure["indicator"])
            cells["observation_id"] = observation_at(session, indicator, figure["area_code"])
        if said.get("question"):
            cells["question_id"] = question_key(session, recipe, said["question"])
        add_objective(session, brief_id, said["objective"], by=str(said["by"]), **cells)


def in_full(session: Session, recipe: Recipe, brief_id: int, keys: dict[str, int]) -> None:
    """The long list, the factors with their weights, and how far each option meets each, where a recipe tells them."""
    said = recipe.says["brief"]
    if said.get("appraisal") != "full":
        return
    appraise_in_full(session, brief_id)
    for one in said.get("long_list", ()):
        add_choice(session, brief_id, one["dimension"], one["choice"], verdict=one["verdict"], why=one["why"])
    there = {one.name: one.id for one in factors(session, [brief_id])[brief_id]}
    for name, weight in said.get("factors", {}).items():
        if name in there:
            weight_factor(session, there[name], float(weight))
        else:
            there[name] = add_factor(session, brief_id, name, weight=float(weight))
    for option in recipe.list("options"):
        for name, (level, why) in option.get("factors", {}).items():
            rate_option(session, keys[option["id"]], there[name], level, why)
