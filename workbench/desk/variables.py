"""Codings as variables: a row a person or an answer, a variable a code, with what is known of the person.

They are for SPSS, Stata, R and pandas.

A code is 1 where the person's words carry it, as in the table matrix, and 0 where all of their words were read and none
does; not read, and not asked, are kinds of missing and never 0.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.by_answer import Answer, by_answer
from workbench.coding.by_group import not_asked
from workbench.coding.codebook import codebook
from workbench.coding.crosstab import questions_of
from workbench.coding.framework import Framework, framework
from workbench.coding.paths import split_path
from workbench.coding.tree import read_tree
from workbench.desk.door.leaving import FileIsOpenError, Taken, leave, require_folder
from workbench.desk.door.not_written import why_not_written
from workbench.desk.door.quoted import descriptors
from workbench.desk.door.sentences import require_nobody_named
from workbench.desk.tables.words import not_to_be_shown
from workbench.desk.tabular import Asking, csv_lines
from workbench.errors import WorkbenchError
from workbench.exchange.variable_names import names_of
from workbench.exchange.variables import (
    DICTIONARY,
    Measure,
    Value,
    Variable,
    dictionary_of,
    require_few,
    rows_in_words,
    written_as,
)
from workbench.governance.audiences import audience_named
from workbench.governance.descriptions import WITHHELD
from workbench.governance.samples import people_needed
from workbench.indicators.survey_answers import state_of
from workbench.indicators.survey_figures import OTHER
from workbench.project.file import Project
from workbench.rows import live, table_of
from workbench.sources.cases import Attribute, Case
from workbench.sources.drafts import several

NOT_READ, NOT_ASKED = -1.0, -2.0
MENTIONED = {1.0: "mentioned", 0.0: "not mentioned"}
NO_CODE = {NOT_READ: "not read", NOT_ASKED: "not asked"}
MEANS = {
    NOT_READ: "not found so far, and not everything the person said has been read",
    NOT_ASKED: "not mentioned, and the person is recorded as not asked about it",
}
ANSWER_MEANS = {**MEANS, NOT_READ: "not found so far, and nobody has noted the answer as read"}
_MEASURES: Mapping[str, Measure] = {"ordered": "ordinal", "number": "scale"}


class NobodyToWriteError(WorkbenchError):
    """There is nobody whose words are in the project and who may be shown to these readers, so there is no row to write."""


class NoAnswersError(WorkbenchError):
    """No open question of a survey has answers here, so there is no row an answer. Write a row a person instead."""


@dataclass(frozen=True, slots=True)
class People:
    """The variables of the people who may be shown to an audience, and what is not among them."""

    variables: tuple[Variable, ...]
    left_out: tuple[str, ...] = ()
    withheld: int = 0


def write_variables(project: Project, out: Path, *, audience: str, each_answer: bool = False) -> Taken:
    """Write codings as variables (.sav, .dta or .csv), and their dictionary beside them as NAME.dictionary.csv.

    A row is a person, or with `each_answer` an answer to an open question. Both files are entered in the register.
    Raises NobodyToWriteError, NoAnswersError, TooManyVariablesError, NamesSomebodyError, FolderMissingError,
    FileIsOpenError.
    """
    require_folder(out)
    with project.read() as session:
        asking = Asking(audience_named(session, audience))
        people = answers_as_variables(session, asking) if each_answer else people_as_variables(session, asking)
    beside = out.with_name(f"{out.stem}.dictionary.csv")
    said = "".join(csv_lines(DICTIONARY, dictionary_of(people.variables)))
    rows = "".join(csv_lines([one.name for one in people.variables], rows_in_words(people.variables)))
    with project.read() as session:
        require_nobody_named(session, audience, said + rows)
    ending = out.suffix.lower()
    content = rows.encode() if ending == ".csv" else _bytes_of(people, out, project.title)
    leave(project, beside, said.encode("utf-8"), Taken(beside, "variables", audience))
    number = f"Its variables are described in {beside.name}."
    taken = Taken(out, "variables", audience, withheld=people.withheld, left_out=(number, *people.left_out))
    return leave(project, out, content, taken)


def _bytes_of(people: People, out: Path, title: str) -> bytes:
    """The file as SPSS or Stata has it."""
    try:
        return written_as(people.variables, out.suffix.lower(), title=title, beside=out.parent)
    except OSError as error:
        raise FileIsOpenError(why_not_written(out, error)) from error


def people_as_variables(session: Session, asking: Asking) -> People:
    """Who has words in the project and may be shown to the audience: who they are, what is known of them, every code.

    Raises NobodyToWriteError, TooManyVariablesError.
    """
    found = framework(session)
    return _as_variables(session, asking, found, {key: key for key in found.cases})


def answers_as_variables(session: Session, asking: Asking) -> People:
    """The same with a row for each answer to an open question of whoever may be shown, and which answer it is.

    Raises NoAnswersError, NobodyToWriteError, TooManyVariablesError.
    """
    found = by_answer(session)
    if not found.answers:
        raise NoAnswersError
    return _as_variables(
        session, asking, found.matrix, {key: one.case_id for key, one in found.answers.items()}, found.answers
    )


def _as_variables(
    session: Session,
    asking: Asking,
    found: Framework,
    whose: Mapping[int, int],
    answers: Mapping[int, Answer] | None = None,
) -> People:
    """Rows of a matrix as variables; `whose` says which person each row is of, `answers` which answer."""
    hidden = not_to_be_shown(session, set(whose.values()), asking)
    rows = [key for key in found.cases if whose[key] not in hidden]
    people = [whose[key] for key in rows]
    if not people:
        raise NobodyToWriteError
    who = Variable(
        "case", "who it is", "person", "the label under which the person is known", [found.cases[key] for key in rows]
    )
    firsts = [who, *_which([answers[key] for key in rows])] if answers is not None else [who]
    variables = [
        *firsts,
        *_known(session, people, asking, firsts),
        *_codes(session, found, rows, people, MEANS if answers is None else ANSWER_MEANS),
    ]
    weights = _weights(session, people)
    left_out = []
    if weights is not None and asking.for_the_team:
        variables.insert(len(firsts), weights)
    elif weights is not None:
        left_out.append("Survey weights are left out: one that few people have would say who they are.")
    if hidden:
        are = "1 person is" if len(hidden) == 1 else f"{len(hidden):,} people are"
        left_out.append(f"{are} left out: no consent is recorded to show them to {asking.audience.name}.")
    require_few(variables)
    return People(tuple(variables), tuple(left_out), len(hidden))


def _which(answers: Sequence[Answer]) -> Iterator[Variable]:
    """Which answer a row is: of which survey, to which question."""
    surveys: list[Value] = [one.survey for one in answers]
    asks = {one.question: one.asks for one in answers}
    said = "; ".join(f"{name}: {asked}" for name, asked in asks.items() if asked)
    yield Variable("survey", "survey", "answer", "the survey that was answered", surveys)
    yield Variable("question", "open question", "answer", said, [one.question for one in answers])


def _codes(
    session: Session, found: Framework, rows: Sequence[int], people: Sequence[int], meaning: Mapping[float, str]
) -> list[Variable]:
    """A variable a code, in the codebook's order; the people are those whose rows they are."""
    meant = {line.id: line.definition for line in codebook(session, counts=False)}
    asked_of, unasked = questions_of(session, read_tree(session)), not_asked(session)
    variables = []
    for (code, path), name in zip(found.codes.items(), _code_names(list(found.codes.values())), strict=True):
        about = [unasked.get(question, set()) for question in asked_of.get(code, ())]
        never = set.intersection(*about) if about else set[int]()
        values: list[Value] = [
            _coded(found, row, code, unasked=case in never) for row, case in zip(rows, people, strict=True)
        ]
        one = Variable(name, path, "code", meant.get(code, ""), values, labels=MENTIONED, missing=NO_CODE)
        variables.append(replace(one, meaning=meaning, nothing=""))
    return variables


def _code_names(paths: Sequence[str]) -> list[str]:
    """A name a code: by its own name, or by its path where two are called alike."""
    own = [split_path(path)[-1] for path in paths]
    often = Counter(name.casefold() for name in own)
    wanted = [name if often[name.casefold()] == 1 else path for name, path in zip(own, paths, strict=True)]
    return names_of(wanted, before="code_")


def _coded(found: Framework, row: int, code: int, *, unasked: bool) -> float:
    if (row, code) in found.passages:
        return 1.0
    return NOT_READ if row in found.unread else NOT_ASKED if unasked else 0.0


def _weights(session: Session, people: Sequence[int]) -> Variable | None:
    case = table_of(Case)
    known = dict(session.execute(sa.select(case.c.id, case.c.weight).where(case.c.weight.is_not(None))).all())
    if not known.keys() & set(people):
        return None
    values: list[Value] = [known.get(key) for key in people]
    return Variable(
        "weight", "weight", "weight", "the survey's weight of the person", values, "scale", nothing="no weight"
    )


def _known(session: Session, people: Sequence[int], asking: Asking, beside: Sequence[Variable]) -> list[Variable]:
    """What is known of the people, an attribute a variable or more, as far as this audience may know it.

    No name of theirs is one of those that stand beside them.
    """
    chosen = live(Attribute).order_by(table_of(Attribute).c.position, table_of(Attribute).c.id)
    attributes = [(row.name, row.kind, row.question, row.choices) for row in session.execute(chosen).scalars()]
    told = descriptors(session, [one[0] for one in attributes], people_needed(session, asking.audience.name))
    nothing = ("",) * len(attributes)
    made: list[Variable] = []
    for at, (name, kind, question, choices) in enumerate(attributes):
        cells = [told.get(case, nothing)[at] for case in people]
        if any(cells):
            made += _of_attribute(Variable("", name, "attribute", question, []), kind, cells, _list(choices))
    taken = [*(one.name for one in beside), "weight"]
    return [
        replace(one, name=name) for one, name in zip(made, names_of([one.of for one in made], taken=taken), strict=True)
    ]


def _list(choices: str) -> list[str]:
    import json

    return [str(one) for one in json.loads(choices)] if choices else []


def _of_attribute(one: Variable, kind: str, cells: Sequence[str], choices: Sequence[str]) -> list[Variable]:
    """The variables of one attribute: one, or one an answer where a person may have several."""
    if kind == "many":
        return _of_several(one, cells, choices)
    if kind == "number":
        return [_of_numbers(one, cells)]
    if kind in {"choice", "ordered"}:
        return [_of_choices(replace(one, measure=_MEASURES.get(kind, "nominal")), cells, choices)]
    return [replace(one, values=[cell or None for cell in cells])]


def _of_numbers(one: Variable, cells: Sequence[str]) -> Variable:
    """Numbers; whatever else was written is a kind of missing, below the least of them."""
    numbers = {cell: _number(cell) for cell in set(cells)}
    least = min((number for number in numbers.values() if number is not None), default=0.0)
    kinds = _below(
        math.floor(min(0.0, least)), sorted(cell for cell, number in numbers.items() if cell and number is None)
    )
    places = {said: value for value, said in kinds.items()}
    values: list[Value] = [places.get(cell, numbers[cell]) for cell in cells]
    return replace(one, values=values, measure="scale", missing=kinds)


def _number(cell: str) -> float | None:
    try:
        found = float(cell.replace(",", ""))
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def _below(base: float, kinds: Sequence[str]) -> dict[float, str]:
    """A number for each kind of missing, one below the other."""
    return {float(base - 1 - at): kind for at, kind in enumerate(kinds)}


def _of_choices(one: Variable, cells: Sequence[str], choices: Sequence[str]) -> Variable:
    """Numbers with labels in the order of the answers; answers that say that there is none are kinds of missing."""
    often = Counter(cell for cell in cells if cell)
    every = list(dict.fromkeys([*choices, *sorted(often)]))
    none = [said for said in every if said == WITHHELD or state_of(said) != OTHER]
    given = [said for said in every if said not in none]
    labels = {float(at): said for at, said in enumerate(given, 1)}
    missing = _below(0, none)
    places = {said: value for value, said in {**labels, **missing}.items()}
    return replace(one, values=[places.get(cell) for cell in cells], labels=labels, missing=missing)


def _of_several(one: Variable, cells: Sequence[str], choices: Sequence[str]) -> list[Variable]:
    """A variable an answer, 1 where it was given; who gave none of them has nothing, or why there is none."""
    said = [[WITHHELD] if cell == WITHHELD else several(cell) for cell in cells]
    every = list(dict.fromkeys([*choices, *sorted({answer for answers in said for answer in answers})]))
    none = [answer for answer in every if answer == WITHHELD or state_of(answer) != OTHER]
    missing = _below(0, none)
    places = {answer: value for value, answer in missing.items()}
    found = []
    for answer in (answer for answer in every if answer not in none):
        values: list[Value] = [
            None if not answers else next((places[got] for got in answers if got in places), float(answer in answers))
            for answers in said
        ]
        of = f"{one.of}: {answer}"
        found.append(replace(one, of=of, values=values, labels={1.0: "given", 0.0: "not given"}, missing=missing))
    return found
