"""A whole project told as text: reads `project.yaml` and does what it says with the verbs that a person uses.

Quotes are found by their exact words, which must occur once in the document named; anything that does not fit stops
the building with the line that is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from sqlmodel import Session

from workbench.briefs.evidence import cite
from workbench.briefs.options import add_brief, add_option, amend_option, decide, options, prefer
from workbench.coding.codebook import code_at
from workbench.coding.codings import apply_code, codings_in
from workbench.coding.memos import write_memo
from workbench.coding.themes import add_theme, set_theme_codes
from workbench.errors import WorkbenchError
from workbench.indicators.answers import answer_doubt
from workbench.indicators.catalogue import describe_dataset, describe_indicator, indicator_named, indicators
from workbench.indicators.observations import observation_at
from workbench.sources.asked import question_named, record_asked
from workbench.sources.cases import case_named, set_attribute, set_place
from workbench.sources.consent import set_consent
from workbench.sources.documents import document_named, segments_of
from workbench.sources.readings import finish_reading
from workbench.sources.speakers import set_role, speakers_of
from workbench.text import Span
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.findings import write_finding
from workbench.triangulation.links import link
from workbench.triangulation.topic_rows import add_row, conclude, place, rate

SCOPES = ("verbatim", "paraphrase", "machine")
PLACE_ROLES = {"lives": "lives", "recruited_in": "recruited in", "speaks_of": "speaks of"}


class RecipeDoesNotFitError(WorkbenchError):
    """The project's recipe does not fit its material."""


@dataclass(slots=True)
class Recipe:
    """A recipe being followed: what the text says, and the keys of what has been made by the names it uses."""

    says: dict[str, Any]
    cases: dict[str, int] = field(default_factory=dict)
    questions: dict[str, int] = field(default_factory=dict)
    documents: dict[str, int] = field(default_factory=dict)
    codes: dict[str, int] = field(default_factory=dict)
    themes: dict[str, int] = field(default_factory=dict)
    findings: dict[str, int] = field(default_factory=dict)
    codings: dict[tuple[int, int, int], int] = field(default_factory=dict)

    def list(self, name: str) -> list[dict[str, Any]]:
        """A list of the recipe, empty when it is not there."""
        return list(self.says.get(name) or [])


def read_recipe(path: Path) -> Recipe:
    """The recipe at a path."""
    return Recipe(yaml.safe_load(path.read_text(encoding="utf-8")))


def document_key(session: Session, recipe: Recipe, name: str) -> int:
    """A document by its name."""
    if name not in recipe.documents:
        found = document_named(session, name)
        if found is None:
            raise RecipeDoesNotFitError(f"The recipe names a document {name}, which is not in the project.")
        recipe.documents[name] = found
    return recipe.documents[name]


def code_key(session: Session, recipe: Recipe, path: str) -> int:
    """A code by its path."""
    if path not in recipe.codes:
        recipe.codes[path] = code_at(session, path)
    return recipe.codes[path]


def span_of(session: Session, recipe: Recipe, quote: dict[str, Any]) -> tuple[int, Span]:
    """Where the exact words of a quote stand; raises RecipeDoesNotFitError unless they stand there once."""
    document = document_key(session, recipe, quote["document"])
    case = quote.get("case")
    found = []
    for segment in segments_of(session, document):
        if case is not None and segment.case != case:
            continue
        if quote.get("whole"):
            found.append(Span(segment.start, segment.end))
            continue
        at = segment.text.find(quote["quote"])
        if at >= 0:
            found.append(Span(segment.start + at, segment.start + at + len(quote["quote"])))
    if len(found) != 1:
        raise RecipeDoesNotFitError(
            f"“{quote.get('quote', 'the whole answer')}” stands {len(found)} times in {quote['document']}, not once."
        )
    return document, found[0]


def people(session: Session, recipe: Recipe) -> None:
    """Speakers and their roles, cases with attributes and places, consent, who was asked what."""
    for document in {said["document"] for said in [*_speaking(recipe), *recipe.list("others")]}:
        speakers = {one.label: one.id for one in speakers_of(session, document_key(session, recipe, document))}
        for said in recipe.list("others"):
            if said["document"] == document:
                set_role(session, speakers[said["speaker"]], said["role"])
        for said in _speaking(recipe):
            if said["document"] == document:
                case = case_named(session, said["label"], sampling=said["sample"])
                recipe.cases[said["case"]] = case
                set_role(session, speakers[said["speaker"]], said["role"], case_id=case)
    for person in recipe.list("people"):
        case = recipe.cases[person["case"]]
        for name, value in (person.get("attributes") or {}).items():
            set_attribute(session, case, name, value, kind="choice")
        for role, area in (person.get("areas") or {}).items():
            set_place(session, case, area, PLACE_ROLES[role])
        _consent(session, case, person["consent"])
    for case_name, answers in (recipe.says.get("asked") or {}).items():
        for short, state in answers.items():
            record_asked(session, recipe.cases[case_name], _question(session, recipe, short), state)


def _speaking(recipe: Recipe) -> list[dict[str, Any]]:
    """Each person's appearances, with the person's own facts beside them."""
    return [{**person, **said} for person in recipe.list("people") for said in person["speaks"]]


def _consent(session: Session, case: int, given: dict[str, str]) -> None:
    for scope, state in given.items():
        if state == "unknown":
            continue
        if scope in SCOPES:
            set_consent(session, case, scope, state)
        else:
            set_consent(session, case, "audience", state, audience=scope)


def _question(session: Session, recipe: Recipe, short: str) -> int:
    if short not in recipe.questions:
        recipe.questions[short] = question_named(session, short)
    return recipe.questions[short]


def respondents(session: Session, recipe: Recipe) -> None:
    """Consent of the survey's respondents, as its own first page asked for it, and that all were asked."""
    survey = recipe.says.get("survey")
    if not survey:
        return
    document = document_key(session, recipe, survey["question"])
    for case in {one.case_id for one in segments_of(session, document) if one.case_id is not None}:
        _consent(session, case, survey["consent"])
        for short, state in (survey.get("asked") or {}).items():
            record_asked(session, case, _question(session, recipe, short), state)


def codings(session: Session, recipe: Recipe, coder: str) -> None:
    """The codings and memos of one coder, who has the project open."""
    for said in recipe.list("codings"):
        if said["coder"] == coder:
            document, span = span_of(session, recipe, said)
            key = apply_code(
                session,
                code_key(session, recipe, said["code"]),
                document,
                span,
                origin=said.get("origin", "own"),
                direction=said.get("direction", "for"),
            )
            recipe.codings.setdefault((document, span.start, span.end), key)
    for memo in recipe.list("memos"):
        if memo["coder"] == coder:
            about, thing = _about(session, recipe, memo["on"])
            write_memo(session, memo["text"].strip(), about=about, thing_id=thing)
    for reading in recipe.list("readings"):
        if reading["coder"] == coder and reading["state"] == "done":
            finish_reading(session, document_key(session, recipe, reading["document"]))


def _about(session: Session, recipe: Recipe, on: dict[str, Any]) -> tuple[str, int | None]:
    if "quote" in on:
        return "coding", coding_at(session, recipe, on)
    if "document" in on:
        return "document", document_key(session, recipe, on["document"])
    if "code" in on:
        return "code", code_key(session, recipe, on["code"])
    if "case" in on:
        return "case", recipe.cases[on["case"]]
    return "project", None


def coding_at(session: Session, recipe: Recipe, quote: dict[str, Any]) -> int:
    """A coding that covers the words of a quote, the one that fits them best."""
    document, span = span_of(session, recipe, quote)
    over = [one for one in codings_in(session, document) if one.start < span.end and span.start < one.end]
    if not over:
        raise RecipeDoesNotFitError(f"Nobody has coded “{quote['quote']}” in {quote['document']}.")
    return min(over, key=lambda one: abs(one.start - span.start) + abs(one.end - span.end)).id


def themes_and_findings(session: Session, recipe: Recipe) -> None:
    """Themes over codes, links to indicators, and findings with what they rest on."""
    for said in recipe.list("themes"):
        theme = add_theme(session, said["name"], statement=said["statement"].strip(), state=said["state"])
        set_theme_codes(session, theme, [code_key(session, recipe, path) for path in said["codes"]])
        recipe.themes[said["name"]] = theme
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
            question_id=_question(session, recipe, said["question"]) if said.get("question") else None,
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


def rows(session: Session, recipe: Recipe) -> None:
    """Topic rows with their findings, ratings, and what we make of it together."""
    for said in recipe.list("rows"):
        question = _question(session, recipe, said["question"]) if said.get("question") else None
        row = add_row(session, said["topic"], question_id=question)
        for finding in said["findings"].values():
            place(session, row, recipe.findings[finding])
        for pair in said["pairs"]:
            a, b = sorted((pair["a"], pair["b"]))
            rate(
                session,
                row,
                a,
                b,
                meaning=pair["meaning"],
                confirmed=pair["confirmed"],
                silence=pair.get("silence", ""),
                why=pair["rationale"].strip(),
            )
        conclude(session, row, overall=said["overall"], together=said["together"].strip(), fit=said["fit"])


def describe_figures(session: Session, recipe: Recipe) -> None:
    """What the files do not say of their indicators and data sets."""
    data_set_of = {line.id: line.dataset_id for line in indicators(session)}
    for said in recipe.list("indicators"):
        key = indicator_named(session, said["name"])
        cells = {
            name: said[name] for name in ("definition", "polarity", "unit", "benchmark", "source") if said.get(name)
        }
        describe_indicator(session, key, **cells)
        about = {
            name: said["dataset"][name]
            for name in ("publisher", "licence", "vintage", "caveats", "from_records")
            if name in said["dataset"]
        }
        describe_dataset(session, data_set_of[key], **about)


def answers(session: Session, recipe: Recipe) -> None:
    """Doubts about figures that were answered: `doubts`, each with indicator, area_code, period, kind and reason."""
    for said in recipe.list("doubts"):
        figure = observation_at(session, indicator_named(session, said["indicator"]), said["area_code"], said["period"])
        answer_doubt(
            session, figure, said["kind"], said["reason"].strip(), everywhere=bool(said.get("everywhere", False))
        )


def briefs(session: Session, recipe: Recipe, *, audience: str) -> None:
    """The brief, its options with what they cite, and the decision taken."""
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
        objectives="\n".join(
            f"{one['objective']}: {one['measure']}; {one['target']} by {one['by']} ({one['baseline']})"
            for one in said["objectives"]
        ),
    )
    keys: dict[str, int] = {}
    for number, option in enumerate(recipe.list("options")):
        cells = _option_cells(option)
        if number == 0:
            keys[option["id"]] = options(session, brief)[0].id
            amend_option(session, keys[option["id"]], **cells)
        else:
            keys[option["id"]] = add_option(session, brief, option["title"], kind=option["kind"], **cells)
        if option["preferred"]:
            prefer(session, keys[option["id"]])
        for finding in option["citations"]["findings"]:
            cite(session, brief, "finding", recipe.findings[finding], option_id=keys[option["id"]], audience=audience)
        for quote in option["citations"]["quotes"]:
            coding = coding_at(session, recipe, quote)
            supports = quote.get("supports", "problem")
            cite(session, brief, "quote", coding, option_id=keys[option["id"]], supports=supports, audience=audience)
    for taken in recipe.list("decisions"):
        decide(
            session,
            brief,
            option_id=keys[taken["option"]],
            outcome=taken["decision"],
            meeting=taken["meeting"],
            decided_on=str(taken["date"]),
            deciders=taken["by"],
            reasons=taken["reasons"].strip(),
            dissent=taken["dissent"].strip(),
            conditions="\n".join(f"{one['condition']}, by {one['due']}" for one in taken["conditions"]),
            review_on=str(taken["next_review"]),
        )


def _option_cells(said: dict[str, Any]) -> dict[str, Any]:
    """An option's cells from the recipe's lists, a line each."""
    costs = said["costs"]
    works = said["evidence_works"]
    return {
        "what": said["what"].strip(),
        "delivered_by": said["who_delivers"],
        "partners": "\n".join(f"{one['partner']}: {one['effect']} ({one['agrees']})" for one in said["partners"]),
        "benefits": "\n".join(f"{one['benefit']}, to {one['to']} ({one['kind']})" for one in said["benefits"]),
        "cost_low": float(costs["one_off_low"] + costs["yearly_low"]),
        "cost_high": float(costs["one_off_high"] + costs["yearly_high"]),
        "cost_note": f"First year, {costs['prices']} prices. {costs['note']}",
        "risks": "\n".join(
            f"{one['risk']} (likelihood {one['likelihood']}, impact {one['impact']}); {one['owner']}: {one['mitigation']}"
            for one in said["risks"]
        ),
        "time_to_effect": said["time_to_effect"],
        "reversibility": said["reversibility"],
        "equality": said["equality_impact"],
        "not_known": said["not_known"],
        "evidence_it_works": f"{works['strength'].capitalize()}. {works['says'].strip()}",
    }
