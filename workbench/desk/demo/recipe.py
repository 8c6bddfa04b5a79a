"""A whole project told as text: reads `project.yaml` and does what it says with the verbs that a person uses.

A long recipe may lie in several files: `parts` in the first names the others, and all are read as one. Quotes are found by their exact words, which must occur once in the document named; anything that does not fit stops
the building with the line that is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from sqlmodel import Session

from workbench.coding.codebook import code_at
from workbench.coding.codings import NewCoding, apply_codes, codings_in
from workbench.coding.memos import write_memo
from workbench.errors import WorkbenchError
from workbench.indicators.answers import answer_doubt
from workbench.indicators.catalogue import describe_dataset, describe_indicator, indicator_named, indicators
from workbench.indicators.observations import observation_at
from workbench.sources.asked import question_named, record_all_asked
from workbench.sources.cases import case_named, set_attribute, set_place
from workbench.sources.consent import set_all_consents
from workbench.sources.documents import SegmentLine, document_named, segments_of
from workbench.sources.how_found import say_how_found
from workbench.sources.readings import finish_reading
from workbench.sources.sample import set_group
from workbench.sources.speakers import set_role, speakers_of
from workbench.text import Span

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
    rows: dict[str, int] = field(default_factory=dict)
    threads: dict[int, int] = field(default_factory=dict)
    segments: dict[int, list[SegmentLine]] = field(default_factory=dict)

    def list(self, name: str) -> list[dict[str, Any]]:
        """A list of the recipe, empty when it is not there."""
        return list(self.says.get(name) or [])


def read_recipe(path: Path) -> Recipe:
    """The recipe at a path with the parts that it names beside it; raises RecipeDoesNotFitError if two say the same."""
    says: dict[str, Any] = _load(path)
    for part in says.get("parts") or ():
        more: dict[str, Any] = _load(path.parent / part)
        twice = sorted(says.keys() & more.keys())
        if twice:
            raise RecipeDoesNotFitError(f"{part} says again what another part says: {', '.join(twice)}.")
        says |= more
    return Recipe(says)


def _load(path: Path) -> Any:
    """A part of the recipe, by the quick parser where PyYAML was built with it."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506


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
    if document not in recipe.segments:
        recipe.segments[document] = segments_of(session, document)
    for segment in recipe.segments[document]:
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
                case = case_named(session, said["label"])
                say_how_found(session, [case], said["sample"])
                recipe.cases[said["case"]] = case
                set_role(session, speakers[said["speaker"]], said["role"], case_id=case)
    for person in recipe.list("people"):
        case = recipe.cases[person["case"]]
        for name, value in (person.get("attributes") or {}).items():
            set_attribute(session, case, name, value, kind="choice")
        for role, areas in (person.get("areas") or {}).items():
            for area in [areas] if isinstance(areas, str) else areas:
                set_place(session, case, area, PLACE_ROLES[role])
        set_all_consents(session, [case], _consent(person["consent"]))
    for said in recipe.list("sample"):
        set_group(session, **said)
    for case_name, answers in (recipe.says.get("asked") or {}).items():
        record_all_asked(session, [recipe.cases[case_name]], _asked(session, recipe, answers))


def _speaking(recipe: Recipe) -> list[dict[str, Any]]:
    """Each person's appearances, with the person's own facts beside them."""
    return [{**person, **said} for person in recipe.list("people") for said in person["speaks"]]


def _consent(given: dict[str, str]) -> dict[tuple[str, str], str]:
    """What somebody agreed to by scope and audience, as consent is recorded; what is unknown leaves no record."""
    by_scope = {(scope, "") if scope in SCOPES else ("audience", scope): state for scope, state in given.items()}
    return {about: state for about, state in by_scope.items() if state != "unknown"}


def question_key(session: Session, recipe: Recipe, short: str) -> int:
    """A question of the topic guide by its short name."""
    if short not in recipe.questions:
        recipe.questions[short] = question_named(session, short)
    return recipe.questions[short]


def respondents(session: Session, recipe: Recipe) -> None:
    """Consent of the survey's respondents, as its own first page asked for it, and what all of them were asked."""
    survey = recipe.says.get("survey")
    if not survey:
        return
    documents = [document_key(session, recipe, name) for name in survey["questions"]]
    answered = {one.case_id for document in documents for one in segments_of(session, document)}
    cases = sorted(one for one in answered if one is not None)
    set_all_consents(session, cases, _consent(survey["consent"]))
    record_all_asked(session, cases, _asked(session, recipe, survey["asked"]))


def _asked(session: Session, recipe: Recipe, answers: dict[str, str]) -> dict[int, str]:
    return {question_key(session, recipe, short): state for short, state in answers.items()}


def codings(session: Session, recipe: Recipe, coder: str) -> None:
    """The codings and memos of one coder, who has the project open."""
    wanted = []
    for said in recipe.list("codings"):
        if said["coder"] == coder:
            document, span = span_of(session, recipe, said)
            code = code_key(session, recipe, said["code"])
            wanted.append(NewCoding(code, document, span.start, span.end, said.get("direction", "for")))
    applied = apply_codes(session, wanted, origin="own")
    if applied.added < len(wanted):
        raise RecipeDoesNotFitError(
            f"{applied.there_already} codings of {coder} stand twice in the recipe, {len(applied.left_out)} do not fit."
        )
    for memo in recipe.list("memos"):
        if memo["coder"] == coder and "theme" not in memo["on"]:
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
