"""The lines of an appraisal as forms: what is asked of each, and how an answer is written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from workbench.briefs import benefits, costs, equality, factors, long_list, objectives, partners, risks
from workbench.briefs.cost_years import YearsNotReadError, years_typed, years_words
from workbench.errors import WorkbenchError
from workbench.rows import Row
from workbench.triangulation.silence.requests import day_of
from workbench.tui.dialogs import Field

Answer = dict[str, str]
_EFFECTS = {"lead": "leads", "deliver": "delivers", "data": "gives data", "informed": "is told"}
_AGREES = {
    "not asked": "not asked yet",
    "in principle": "agrees in principle",
    "yes": "has agreed",
    "no": "does not agree",
}
_COUNTED = {"unquantified": "not counted", "quantified": "counted", "in money": "put in money"}
_VERDICTS = {
    "": "not judged yet",
    "carried forward": "carried forward",
    "preferred": "preferred",
    "discounted": "dropped",
}
_GOOD = {"positive": "good for them", "neutral": "no difference", "negative": "bad for them", "not known": "not known"}


@dataclass(frozen=True, slots=True)
class LineForm:
    """One kind of line: what it is called, its fields (of a line that is there, or empty), and its verbs."""

    name: str
    fields: Callable[[Any], list[Field]]
    add: Callable[[Session, int, Answer], object]
    amend: Callable[[Session, int, Answer], object]
    remove: Callable[[Session, int], None]
    table: type[Row]
    """Whose rows they are."""


def _of(line: Any, cell: str, default: str = "") -> str:
    return default if line is None else str(getattr(line, cell))


def _worded(words: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(words.items())


def partner_fields(line: Any) -> list[Field]:
    """An organisation."""
    return [
        Field("name", "Which organisation", _of(line, "name"), required=True),
        Field("effect", "Its part", _of(line, "effect", "deliver"), options=_worded(_EFFECTS)),
        Field("does", "What it would do", _of(line, "does"), lines=2),
        Field("agrees", "Has it agreed?", _of(line, "agrees", "not asked"), options=_worded(_AGREES)),
    ]


def benefit_fields(line: Any) -> list[Field]:
    """A benefit."""
    return [
        Field("text", "What gets better", _of(line, "text"), required=True, lines=2),
        Field("to_whom", "For whom", _of(line, "to_whom")),
        Field("kind", "Has anybody counted it?", _of(line, "kind", "unquantified"), options=_worded(_COUNTED)),
        Field(
            "amount", "How much, with its unit", _of(line, "amount"), "Such as 40 young people a day, or £3,000 a year."
        ),
    ]


def cost_fields(line: Any) -> list[Field]:
    """A cost."""
    low, high = (None, None) if line is None else (line.low, line.high)
    return [
        Field("text", "What is paid for", _of(line, "text"), required=True),
        Field("paid", "How often", _of(line, "paid", "once"), options=(("once", "once"), ("yearly", "every year"))),
        Field(
            "years",
            "In which years",
            "" if line is None else years_words(line.years),
            "Such as year 2, or year 1 to 3. Left empty, a cost paid once falls in the first year, a yearly one in every year.",
            check=no_years,
        ),
        Field("low", "In pounds, from", _pounds(low), check=no_pounds, help="Leave it empty if it is not known."),
        Field("high", "In pounds, to", _pounds(high), check=no_pounds),
        Field("prices", "In prices of which year", _of(line, "prices"), "Such as 2026."),
        Field("by_whom", "Who pays", _of(line, "by_whom")),
    ]


def cost_cells(answer: Answer) -> dict[str, Any]:
    """A cost's cells from its form."""
    return {**answer, "low": pounds(answer["low"]), "high": pounds(answer["high"])}


def risk_fields(line: Any) -> list[Field]:
    """A risk."""
    levels = tuple((one, one) for one in risks.LEVELS)
    return [
        Field("text", "What could go wrong", _of(line, "text"), required=True, lines=2),
        Field("likelihood", "How likely is it?", _of(line, "likelihood", "cannot tell"), options=levels),
        Field("impact", "How grave would it be?", _of(line, "impact", "cannot tell"), options=levels),
        Field("owner", "Who looks after it", _of(line, "owner")),
        Field("mitigation", "What is done about it", _of(line, "mitigation"), lines=2),
    ]


def equality_fields(line: Any, characteristic: str = "") -> list[Field]:
    """An effect on people with one characteristic; whom it is about is asked only where nothing names them yet."""
    named = _of(line, "characteristic", characteristic)
    who = [] if named else [Field("characteristic", "Which people", required=True, help="Such as young carers.")]
    return [
        *who,
        Field("effect", "What does it do for them?", _of(line, "effect", "not known"), options=_worded(_GOOD)),
        Field("why", "Why you say so", _of(line, "why"), "A sentence; “not known” needs none.", lines=2),
        Field("mitigation", "What is done about it", _of(line, "mitigation"), lines=2),
    ]


def choice_fields(line: Any) -> list[Field]:
    """A choice of the long list."""
    dimensions = tuple((one, f"{one}: {long_list.ASKED[one]}") for one in long_list.DIMENSIONS)
    return [
        Field("dimension", "What it is about", _of(line, "dimension", "scope"), options=dimensions),
        Field("text", "What could be chosen", _of(line, "text"), required=True, lines=2),
        Field("verdict", "What is said of it", _of(line, "verdict"), options=_worded(_VERDICTS)),
        Field("why", "Why", _of(line, "why"), "Needed where it is kept or dropped.", lines=2),
    ]


def objective_fields(line: Any) -> list[Field]:
    """An objective in words; the figure from which it starts is chosen apart."""
    return [
        Field("text", "What should be better afterwards", _of(line, "text"), required=True, lines=2),
        Field(
            "baseline", "Where it starts, in words", _of(line, "baseline"), "Where no figure of the project says it."
        ),
        Field("target", "How far it should get", _of(line, "target")),
        Field("by", "By which day", _of(line, "by_words"), "Such as 31 July 2027.", check=no_day),
        Field(
            "lived",
            "How it will be seen in people's lives",
            _of(line, "lived"),
            "What will be asked, of whom.",
            lines=3,
        ),
    ]


def factor_fields(line: Any) -> list[Field]:
    """A factor: its name where it is one's own, and its weight."""
    weight = "" if line is None or line.weight is None else f"{line.weight:g}"
    own = line is None or line.own
    return [
        *([Field("name", "The factor, in a few words", _of(line, "name"), required=True)] if own else []),
        Field(
            "weight",
            "Its weight beside the others",
            weight,
            "A number such as 3. Leave it empty to give none.",
            check=no_weight,
        ),
    ]


def rating_fields(line: Any) -> list[Field]:
    """How far an option meets a factor."""
    levels = (("meets", "meets it"), ("partly", "partly"), ("does not", "does not meet it"), ("not known", "not known"))
    return [
        Field("level", "Does it meet this?", _of(line, "level", "not known"), options=levels),
        Field("why", "Why you say so", _of(line, "why"), "A sentence; “not known” needs none.", lines=3),
    ]


def _look_at(session: Session, option_id: int, answer: Answer) -> object:
    return equality.look_at_equality(session, option_id, **answer)


def _add_factor(session: Session, brief_id: int, answer: Answer) -> object:
    return factors.add_factor(session, brief_id, answer["name"], weight=_number(answer["weight"]))


def _amend_factor(session: Session, factor_id: int, answer: Answer) -> object:
    if "name" in answer:
        factors.rename_factor(session, factor_id, answer["name"])
    factors.weight_factor(session, factor_id, _number(answer["weight"]))
    return None


FORMS: dict[str, LineForm] = {
    "partner": LineForm(
        "Partner",
        partner_fields,
        lambda session, key, said: partners.add_partner(session, key, **said),
        lambda session, key, said: partners.amend_partner(session, key, **said),
        partners.remove_partner,
        partners.Partner,
    ),
    "benefit": LineForm(
        "Benefit",
        benefit_fields,
        lambda session, key, said: benefits.add_benefit(session, key, **said),
        lambda session, key, said: benefits.amend_benefit(session, key, **said),
        benefits.remove_benefit,
        benefits.Benefit,
    ),
    "cost": LineForm(
        "Cost",
        cost_fields,
        lambda session, key, said: costs.add_cost(session, key, **cost_cells(said)),
        lambda session, key, said: costs.amend_cost(session, key, **cost_cells(said)),
        costs.remove_cost,
        costs.Cost,
    ),
    "risk": LineForm(
        "Risk",
        risk_fields,
        lambda session, key, said: risks.add_risk(session, key, **said),
        lambda session, key, said: risks.amend_risk(session, key, **said),
        risks.remove_risk,
        risks.Risk,
    ),
    "equality": LineForm(
        "Effect on equality", equality_fields, _look_at, _look_at, equality.forget_equality, equality.EqualityEffect
    ),
    "choice": LineForm(
        "Choice of the long list",
        choice_fields,
        lambda session, key, said: long_list.add_choice(session, key, **said),
        lambda session, key, said: long_list.amend_choice(session, key, **said),
        long_list.remove_choice,
        long_list.LongChoice,
    ),
    "objective": LineForm(
        "Objective",
        objective_fields,
        lambda session, key, said: objectives.add_objective(session, key, **said),
        lambda session, key, said: objectives.amend_objective(session, key, **said),
        objectives.remove_objective,
        objectives.Objective,
    ),
    "factor": LineForm("Factor", factor_fields, _add_factor, _amend_factor, factors.remove_factor, factors.Factor),
}
"""By the word that places on a page begin with: `partner:7`."""


def pounds(typed: str) -> float | None:
    """Pounds from what was typed; None where nothing was."""
    said = typed.replace(",", "").removeprefix("£").strip()
    return float(said) if said else None


def no_pounds(typed: str) -> str | None:
    """What is wrong with an amount, or None."""
    said = typed.replace(",", "").removeprefix("£").strip()
    if not said or (said.isascii() and said.replace(".", "", 1).isdigit() and said != "."):
        return None
    return "A cost is a number of pounds, such as 38000; leave it empty if it is not known."


def no_day(written: str) -> str | None:
    """What is wrong with a day, or None."""
    try:
        day_of(written)
    except WorkbenchError as refusal:
        return str(refusal)
    return None


def no_years(typed: str) -> str | None:
    """What is wrong with years, or None."""
    try:
        years_typed(typed)
    except YearsNotReadError as refusal:
        return str(refusal)
    return None


def no_weight(typed: str) -> str | None:
    """What is wrong with a weight, or None."""
    said = typed.strip()
    if not said or (said.isascii() and said.replace(".", "", 1).isdigit() and said != "." and float(said) <= 100):
        return None
    return "A weight is a number from 0 to 100, such as 3; leave it empty to give none."


def _number(typed: str) -> float | None:
    return float(typed) if typed.strip() else None


def _pounds(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}".removesuffix(".00")
