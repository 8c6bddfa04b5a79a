"""The parts of a brief as forms: what is asked, the problem, each option, the decision."""

from __future__ import annotations

from typing import Any

from workbench.briefs.lines import BriefLine, OptionLine
from workbench.briefs.options import KINDS
from workbench.briefs.slots import STANDARD, SlotLine
from workbench.tui.dialogs import Field

OUTCOMES = ("approve", "approve with conditions", "revise", "reject", "defer")
AUDIENCE = "Words are shown only to those whom people have allowed to read them."


def brief_fields(brief: BriefLine | None = None) -> list[Field]:
    """The decision that is asked for."""
    return [
        Field("title", "Title", brief.title if brief else "", required=True),
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
        Field("objectives", "What should be better afterwards", brief.objectives, lines=4),
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


def option_fields(option: OptionLine | None = None) -> list[Field]:
    """An option with everything that is written of it."""
    usual = option is not None and option.kind == "business as usual"
    kinds = tuple((kind, kind) for kind in (KINDS[:1] if usual else KINDS[1:]))
    fields = [
        Field("title", "Title", option.title if option else "", required=True),
        Field("kind", "Kind", option.kind if option else "other", options=kinds),
    ]
    texts = (
        ("what", "What it is", 3),
        ("delivered_by", "Who delivers it", 1),
        ("partners", "Partners affected", 2),
        ("benefits", "Benefits, and to whom", 2),
        ("cost_low", "Cost in pounds, from", 1),
        ("cost_high", "Cost in pounds, to", 1),
        ("cost_note", "What the cost covers", 1),
        ("risks", "Risks", 2),
        ("time_to_effect", "Time until it shows", 1),
        ("reversibility", "Can it be undone", 1),
        ("equality", "Effect on equality", 2),
        ("not_known", "What is not known", 2),
        ("evidence_it_works", "Evidence that it works", 2),
    )
    for key, label, lines in texts:
        value = getattr(option, key) if option else ""
        cost = key in ("cost_low", "cost_high")
        shown = "" if value is None else f"{value:.0f}" if cost and value != "" else str(value)
        fields.append(Field(key, label, shown, lines=lines, check=_pounds if cost else None))
    return fields


def option_cells(answer: dict[str, str]) -> dict[str, Any]:
    """A form's answer as an option's cells."""
    cells: dict[str, Any] = dict(answer)
    for key in ("cost_low", "cost_high"):
        typed = answer.get(key, "").replace(",", "").removeprefix("£").strip()
        cells[key] = float(typed) if typed else None
    return cells


def _pounds(typed: str) -> str | None:
    said = typed.replace(",", "").removeprefix("£").strip()
    if not said or said.replace(".", "", 1).isdigit():
        return None
    return "A cost is a number of pounds, such as 38000; leave it empty if it is not known."


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
