"""The parts of a brief as forms: what is asked, the problem, each option, the decision."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from workbench.briefs.conditions import asked_in
from workbench.briefs.cost_years import covered, note_over
from workbench.briefs.decisions import decided_day
from workbench.briefs.lines import BriefLine, OptionLine
from workbench.briefs.options import KINDS, titled
from workbench.briefs.outcomes import MOVED
from workbench.briefs.slots import STANDARD, SlotLine
from workbench.briefs.tasks import TaskLine
from workbench.errors import WorkbenchError
from workbench.triangulation.silence.requests import day_of
from workbench.tui.briefs.line_forms import no_pounds, pounds
from workbench.tui.dialogs import Field

OUTCOMES = {
    "approve": "The brief is kept as it stands.",
    "approve with conditions": "The same, and each condition is followed: whose it is and by when.",
    "revise": "The brief goes back; the reasons become tasks of its next version.",
    "reject": "The brief is kept as it stands, and nothing of it is done.",
    "defer": "The brief waits as it is for another meeting.",
}
DECIDED = {
    "approve": "The version is kept as it was; it can be read under v.",
    "approve with conditions": "The version is kept as it was, and its conditions stand under v.",
    "revise": "The next version is open; what it was sent back with stands under v.",
    "reject": "The version is kept as it was; it can be read under v.",
    "defer": "The brief waits for another meeting.",
}
STAYS = "It is never changed later; straight after, ctrl+z takes a slip back, as long as nobody has built on it."
"""What undo means for a decision."""
AUDIENCE = "Words are shown only to those whom people have allowed to read them."


def brief_fields(brief: BriefLine | None = None) -> list[Field]:
    """The decision that is asked for."""
    return [
        Field("title", "Title", brief.title if brief else "", required=True, check=no_title),
        Field(
            "decision_asked",
            "The decision asked for",
            brief.decision_asked if brief else "",
            "One sentence that begins with a verb: “Agree to fund …”.",
            lines=3,
        ),
        Field("by_whom", "Who decides", brief.by_whom if brief else ""),
        Field("by_when", "By when", brief.by_when if brief else ""),
        Field("if_nothing", "What happens if nothing is decided", brief.if_nothing if brief else "", lines=2),
        Field("owner", "Who answers for this brief", brief.owner if brief else ""),
    ]


def problem_fields(brief: BriefLine) -> list[Field]:
    """The problem, and what should be better afterwards."""
    status = tuple((one, one) for one in ("draft", "for decision", "dropped"))
    return [
        Field("problem", "The problem, in a few lines", brief.problem, lines=5),
        Field(
            "objectives",
            "What should be better afterwards, in a few words",
            brief.objectives,
            "Objectives with their indicator stand on the page of the appraisal (f).",
            lines=3,
        ),
        Field("status", "Where the brief stands", brief.status, options=status),
    ]


def closing_fields(brief: BriefLine) -> list[Field]:
    """What would change our mind, and how it will be seen whether it works."""
    return [
        Field("change_mind", "What would change our mind", brief.change_mind, "A line each.", lines=4),
        Field(
            "monitoring", "How we will see whether it works", brief.monitoring, "What and when, a line each.", lines=4
        ),
    ]


def slot_fields(slots: tuple[SlotLine, ...]) -> list[Field]:
    """What the council's own report form asks for."""
    return [Field(slot.name, slot.name, slot.text, STANDARD.get(slot.name, ""), lines=2) for slot in slots]


def option_fields() -> list[Field]:
    """A new option; the rest is written on its page."""
    return [
        Field("title", "Title", required=True, check=no_title),
        Field("kind", "Kind", "other", options=tuple((kind, kind) for kind in KINDS[1:])),
        Field("what", "What it is", lines=4),
    ]


def cost_fields(option: OptionLine) -> list[Field]:
    """What an option costs as a whole."""
    ends = ["" if end is None else f"{end:.2f}".removesuffix(".00") for end in (option.cost_low, option.cost_high)]
    over, covers = covered(option.cost_note)
    return [
        Field("cost_low", "The whole cost in pounds, from", ends[0], check=no_pounds),
        Field("cost_high", "The whole cost in pounds, to", ends[1], check=no_pounds),
        Field("over", "Over how many years", over, "A number, such as 3; empty: not said.", check=no_number_of_years),
        Field("covers", "What it covers", covers, "Such as: with supervision.", lines=2),
    ]


def option_cells(answer: dict[str, str]) -> dict[str, Any]:
    """A form's answer as an option's cells."""
    ends: dict[str, Any] = {key: pounds(answer[key]) for key in ("cost_low", "cost_high") if key in answer}
    cells = {key: said for key, said in answer.items() if key not in {"over", "covers"}}
    note = {"cost_note": note_over(answer["over"], answer["covers"])} if "over" in answer else {}
    return {**cells, **ends, **note}


def no_number_of_years(typed: str) -> str | None:
    """What is wrong with a number of years, or None."""
    try:
        note_over(typed, "")
    except WorkbenchError as refusal:
        return str(refusal)
    return None


def no_title(typed: str) -> str | None:
    """What is wrong with a title, or None."""
    try:
        titled(typed)
    except WorkbenchError as refusal:
        return str(refusal)
    return None


def decision_fields(outcome: str, options: tuple[OptionLine, ...]) -> list[Field]:
    """What was decided, as a meeting's minute has it."""
    approves = outcome.startswith("approve")
    preferred = next((str(one.id) for one in options if one.preferred), "") if approves else ""
    why = {
        "revise": "Each sentence, or line, becomes a task of the next version.",
        "defer": "Say what it waits for.",
    }
    fields = [
        Field(
            "reasons",
            "The reasons",
            lines=4,
            required=True,
            help=f"{why.get(outcome, 'At least one sentence.')} {STAYS}",
        ),
        Field(
            "option_id",
            "Which option",
            preferred,
            options=(("", "none in particular"), *((str(one.id), f"{one.name} {one.title}") for one in options)),
        ),
        Field("meeting", "Meeting"),
        Field("decided_on", "Date", help="Such as 18 June 2026.", check=_day),
        Field("deciders", "Who decided"),
        Field("dissent", "Who saw it otherwise, and why", lines=2),
    ]
    if outcome == "approve with conditions":
        help_ = "A line each: what; who; by when. Such as: Ask young people; the youth organisation; 30 September 2026"
        fields.insert(1, Field("conditions", "Conditions", lines=4, required=True, help=help_, check=_conditions))
    if outcome != "revise":
        fields.append(Field("review_on", "To be reviewed on", check=_due))
    return fields


def _refused(kept: Callable[[str], object], typed: str) -> str | None:
    """The sentence in which something typed is refused; None where it is not."""
    try:
        kept(typed)
    except WorkbenchError as refusal:
        return str(refusal)
    return None


_day = partial(_refused, decided_day)
_due = partial(_refused, day_of)
_conditions = partial(_refused, asked_in)


def how_fields(label: str, *, how: str = "", on: str = "") -> list[Field]:
    """How something was settled, and on which day."""
    return [
        Field("how", label, how, lines=3, required=True),
        Field("on", "On which day", on, "Left empty it is today.", check=_due),
    ]


def task_fields(task: TaskLine | None = None) -> list[Field]:
    """What is to be done, and whose it is."""
    return [
        Field("text", "What is to be done", task.text if task else "", lines=3, required=True),
        Field("owner", "Who does it", task.owner if task else ""),
    ]


def outcome_fields() -> list[Field]:
    """What came of a decision."""
    listed = tuple((one, one) for one in MOVED)
    return [
        Field("moved", "Has it moved?", "cannot tell", options=listed),
        Field(
            "said",
            "What people say now, and what else could be behind it",
            lines=4,
            required=True,
            help="A sentence at least.",
        ),
        Field("seen_on", "Looked at on", help="Left empty it is today.", check=_due),
    ]
