"""The parts of a brief as forms: what is asked, the problem, each option, the decision."""

from __future__ import annotations

from typing import Any

from workbench.briefs.lines import BriefLine, OptionLine
from workbench.briefs.options import KINDS, titled
from workbench.briefs.slots import STANDARD, SlotLine
from workbench.errors import WorkbenchError
from workbench.tui.briefs.line_forms import no_pounds, pounds
from workbench.tui.dialogs import Field

OUTCOMES = ("approve", "approve with conditions", "revise", "reject", "defer")
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
    return [
        Field("cost_low", "The whole cost in pounds, from", ends[0], check=no_pounds),
        Field("cost_high", "The whole cost in pounds, to", ends[1], check=no_pounds),
        Field(
            "cost_note",
            "Over how long, and what it covers",
            option.cost_note,
            "Such as: over 3 years, with supervision.",
            lines=2,
        ),
    ]


def option_cells(answer: dict[str, str]) -> dict[str, Any]:
    """A form's answer as an option's cells."""
    ends: dict[str, Any] = {key: pounds(answer[key]) for key in ("cost_low", "cost_high") if key in answer}
    return {**answer, **ends}


def no_title(typed: str) -> str | None:
    """What is wrong with a title, or None."""
    try:
        titled(typed)
    except WorkbenchError as refusal:
        return str(refusal)
    return None


def decision_fields(options: tuple[OptionLine, ...]) -> list[Field]:
    """What was decided."""
    preferred = next((str(one.id) for one in options if one.preferred), "")
    return [
        Field("outcome", "The decision", "approve", options=tuple((one, one) for one in OUTCOMES)),
        Field(
            "option_id",
            "Which option",
            preferred,
            options=(("", "none in particular"), *((str(one.id), f"{one.name} {one.title}") for one in options)),
        ),
        Field(
            "reasons", "The reasons", lines=3, required=True, help="At least one sentence. It cannot be changed later."
        ),
        Field("meeting", "Meeting"),
        Field("decided_on", "Date", help="Such as 18 June 2026."),
        Field("deciders", "Who decided"),
        Field("conditions", "Conditions, with their dates", lines=2),
        Field("dissent", "Who saw it otherwise, and why", lines=2),
        Field("review_on", "To be reviewed on"),
    ]
