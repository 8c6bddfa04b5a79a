"""The second half of a recipe: what words and numbers say together, and the options that follow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlmodel import Session

from workbench.briefs.evidence import cite
from workbench.briefs.options import add_brief, add_option, amend_option, options, prefer
from workbench.briefs.slots import set_slot
from workbench.coding.memos import write_memo
from workbench.coding.themes import add_theme, set_theme_codes
from workbench.desk.demo import flows as recipe_flows
from workbench.desk.demo import options as recipe_options
from workbench.desk.demo.recipe import Recipe, code_key, coding_at, question_key
from workbench.indicators.catalogue import indicator_named
from workbench.indicators.observations import observation_at
from workbench.triangulation.concerns import rate_confidence, weigh
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.findings import write_finding
from workbench.triangulation.links import link
from workbench.triangulation.protocol.assessments import write_assessment
from workbench.triangulation.protocol.consensus import settle_pair
from workbench.triangulation.protocol.feedback import note_change, note_feedback
from workbench.triangulation.protocol.topic_rows import add_row, conclude, place, rate
from workbench.triangulation.silence.checks import answer_check
from workbench.triangulation.silence.requests import request_figure, request_question, set_state
from workbench.triangulation.silence.threads import follow, open_thread, park, settle


def themes_and_findings(session: Session, recipe: Recipe) -> None:
    """Themes over codes, links to indicators, and findings with what they rest on."""
    for said in recipe.list("themes"):
        theme = add_theme(session, said["name"], statement=said["statement"].strip(), state=said["state"])
        set_theme_codes(session, theme, [code_key(session, recipe, path) for path in said["codes"]])
        recipe.themes[said["name"]] = theme
    for memo in recipe.list("memos"):
        if "theme" in memo["on"]:
            write_memo(session, memo["text"].strip(), about="theme", thing_id=recipe.themes[memo["on"]["theme"]])
    for said in recipe.list("links"):
        link(session, recipe.themes[said["theme"]], indicator_named(session, said["indicator"]), note=said["note"])
    for said in recipe.list("findings"):
        recipe.findings[said["id"]] = write_finding(
            session,
            strand=said["strand"],
            source=said["source"],
            statement=said["statement"].strip(),
            prominence=said["prominence"],
            against=said["against"].strip(),
            question_id=question_key(session, recipe, said["question"]) if said.get("question") else None,
            evidence=list(_evidence(session, recipe, said)),
        )


def _evidence(session: Session, recipe: Recipe, said: dict[str, Any]) -> Iterator[Evidence]:
    rests = said["rests_on"]
    for name in rests.get("themes", ()):
        yield Evidence("theme", recipe.themes[name], "for")
    for path in rests.get("codes", ()):
        yield Evidence("code", code_key(session, recipe, path), "for")
    for quote in rests.get("quotes", ()):
        yield Evidence("coding", coding_at(session, recipe, quote), "for")
    for quote in said.get("against_quotes", ()):
        yield Evidence("coding", coding_at(session, recipe, quote), "against")
    for figure in rests.get("figures", ()):
        indicator = indicator_named(session, figure["indicator"])
        yield Evidence("observation", observation_at(session, indicator, figure["area_code"], figure["period"]), "for")


def conclusions(session: Session, recipe: Recipe) -> None:
    """What is made of each topic together, after it was judged."""
    for said in recipe.list("rows"):
        row = recipe.rows[said["id"]]
        conclude(session, row, overall=said["overall"], together=said["together"].strip(), fit=said["fit"])


def rows(session: Session, recipe: Recipe) -> None:
    """Topic rows with the findings that speak in them, and the questions they open."""
    for said in recipe.list("rows"):
        question = question_key(session, recipe, said["question"]) if said.get("question") else None
        row = recipe.rows[said["id"]] = add_row(
            session, said["topic"], question_id=question, about=said.get("about", "")
        )
        for names in said["findings"].values():
            for finding in names:
                place(session, row, recipe.findings[finding])
    for number, said in enumerate(recipe.list("threads")):
        row = recipe.rows[said["row"]]
        recipe.threads[number] = open_thread(session, said["question"], row_id=row, owner=said["owner"])
    for said in recipe.list("requests"):
        _request(session, recipe, said)


def _request(session: Session, recipe: Recipe, said: dict[str, Any]) -> None:
    """A figure that somebody is asked for, or a question to people, and how far it is."""
    about = {
        "whom": said["whom"],
        "due": str(said.get("due", "")),
        "source": said["source"],
        "row_id": recipe.rows[said["row"]],
    }
    if said["kind"] == "question":
        key = request_question(session, said["wanted"].strip(), short=said["short"], **about)
    else:
        key = request_figure(session, said["wanted"].strip(), area=said.get("area", ""), **about)
    if said.get("state", "planned") != "planned":
        set_state(session, key, said["state"], said.get("came", ""))


def judge(session: Session, recipe: Recipe, coder: str) -> None:
    """One coder's judgements of the rows, the steps of threads that this coder took, and the checks it answered."""
    for said in recipe.list("rows"):
        for pair in said["pairs"]:
            if pair["rater"] == coder:
                rate(
                    session,
                    recipe.rows[said["id"]],
                    pair["a"],
                    pair["b"],
                    meaning=pair["meaning"],
                    confirmed=pair["confirmed"],
                    silence=pair.get("silence", ""),
                    why=pair["rationale"].strip(),
                )
    for number, said in enumerate(recipe.list("threads")):
        for step in said["steps"]:
            if step["coder"] == coder:
                follow(session, recipe.threads[number], looked_at=step["looked_at"], saw=step["saw"])
        for check in said.get("checks") or ():
            if check["coder"] == coder:
                answer_check(session, recipe.threads[number], check["item"], check["answer"], check["why"].strip())


def together(session: Session, recipe: Recipe, coder: str) -> None:
    """What one coder wrote down of what was settled, of how sure one is, of the whole, and of what others said."""
    for said in (one for one in recipe.list("consensus") if one["coder"] == coder):
        settle_pair(
            session,
            recipe.rows[said["row"]],
            said["a"],
            said["b"],
            value=said["value"],
            why=said["why"].strip(),
            how=said["how"],
            with_whom=said["with"],
        )
    for said in (one for one in recipe.list("concerns") if one["coder"] == coder):
        finding = recipe.findings[said["finding"]]
        for part, one in said["parts"].items():
            weigh(session, finding, part, one["level"], one["why"])
        rate_confidence(session, finding, said["confidence"], said["reason"])
    for said in (one for one in recipe.list("assessments") if one["coder"] == coder):
        write_assessment(session, said["text"].strip(), kind=said["kind"], about=said.get("about", ""))
    for said in (one for one in recipe.list("feedback") if one["coder"] == coder):
        day, row = str(said["given_on"]), recipe.rows[said["row"]]
        key = note_feedback(session, who=said["who"], said=said["said"].strip(), given_on=day, row_id=row)
        note_change(session, key, said["changed"])


def settle_threads(session: Session, recipe: Recipe) -> None:
    """Leave each thread as the recipe leaves it: settled, parked, or open."""
    for number, said in enumerate(recipe.list("threads")):
        if said["state"] == "resolved":
            settle(session, recipe.threads[number], said["conclusion"], handled=said.get("handled", ""))
        elif said["state"] == "parked":
            park(session, recipe.threads[number], said["conclusion"])


def briefs(session: Session, recipe: Recipe, *, audience: str) -> None:
    """The brief, and its options with what they cite."""
    said = recipe.says["brief"]
    brief = add_brief(
        session,
        said["title"],
        decision_asked=said["decision_asked"].strip(),
        by_whom=said["decided_by"],
        by_when=str(said["decided_when"]),
        if_nothing=said["if_nothing"].strip(),
        problem=said["problem"].strip(),
        change_mind="\n".join(said["change_our_mind"]),
        monitoring="\n".join(f"{one['what']}: {one['when']}" for one in said["monitoring"]),
    )
    recipe_options.objectives(session, recipe, brief)
    keys: dict[str, int] = {}
    for number, option in enumerate(recipe.list("options")):
        cells = recipe_options.option_cells(option)
        if number == 0:
            keys[option["id"]] = options(session, brief)[0].id
            amend_option(session, keys[option["id"]], **cells)
        else:
            keys[option["id"]] = add_option(session, brief, option["title"], kind=option["kind"], **cells)
        recipe_options.option_lines(session, keys[option["id"]], option)
        if option["preferred"]:
            prefer(session, keys[option["id"]])
        for finding in option["citations"]["findings"]:
            cite(session, brief, "finding", recipe.findings[finding], option_id=keys[option["id"]], audience=audience)
        for quote in option["citations"]["quotes"]:
            coding = coding_at(session, recipe, quote)
            supports = quote.get("supports", "problem")
            cite(session, brief, "quote", coding, option_id=keys[option["id"]], supports=supports, audience=audience)
    recipe_options.in_full(session, recipe, brief, keys)
    for name, text in (said.get("report_form") or {}).items():
        set_slot(session, brief, name, text.strip())
    recipe_flows.flows(session, recipe, keys)
