"""The form of an audience: who that is, and by which rule counts of records are shown to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from textual import on
from textual.widgets import Input, Select

from workbench.governance.audiences import AudienceLine, Demand, add_audience, weaker_than
from workbench.governance.policies import FROM_ROUNDED, HIDDEN, PRESETS, SHOWN, WHEN_FEW, Policy
from workbench.tui.dialogs import Field, Form
from workbench.tui.screen import WorkbenchScreen

OWN = "own"
_NUMBERS = ("threshold", "rounding", "zeros", "percent_of")
ZEROS = ((SHOWN, "Shown as 0"), (HIDDEN, "Withheld too"))


def fields_of(line: AudienceLine | None) -> list[Field]:
    """The form for an audience, or for a new one."""
    rule = line.rule if line else PRESETS["fewer than 5"].policy
    notes = (*(one.note for one in PRESETS.values()), "")
    found = [
        Field("description", "Who that is", line.description if line else ""),
        Field(
            "policy",
            "How counts from records and surveys are shown",
            rule.name or _name_of(rule),
            options=(*((name, one.label) for name, one in PRESETS.items()), (OWN, "By the numbers below")),
            notes=notes,
            help="Choosing one fills in the numbers below. Figures that a publisher released are not touched.",
        ),
        Field(
            "threshold",
            "Withhold counts of fewer than",
            str(rule.threshold),
            required=True,
            check=_whole_number,
        ),
        Field(
            "rounding", "Round other counts to the nearest (0: no rounding)", str(rule.rounding), check=_whole_number
        ),
        Field("zeros", "A count of nobody is", rule.zeros, options=ZEROS),
        Field(
            "percent_of",
            "Give no percentage of fewer than (0: always one)",
            str(rule.percent_of if rule.percent == WHEN_FEW else 0),
            check=_whole_number,
        ),
    ]
    if line is None:
        found.insert(0, Field("name", "Name", required=True, help="A word, as it is typed on the command line."))
    return found


def rule_of(answer: dict[str, str]) -> Policy:
    """The rule that a form says: a preset where its numbers are those of one, else one of their own."""
    few = int(answer["percent_of"] or 0)
    rule = Policy(
        int(answer["threshold"]),
        int(answer["rounding"] or 0),
        answer["zeros"],
        WHEN_FEW if few else FROM_ROUNDED,
        few,
    )
    chosen = PRESETS.get(answer["policy"])
    if chosen is not None and _same(chosen.policy, rule):
        return chosen.policy
    return PRESETS[_name_of(rule)].policy if _name_of(rule) != OWN else rule


def _same(one: Policy, other: Policy) -> bool:
    """Whether two rules do the same, whatever they are called."""
    return all(getattr(one, name) == getattr(other, name) for name in (*_NUMBERS, "percent"))


def _name_of(rule: Policy) -> str:
    """The first preset that does what a rule does."""
    return next((name for name, one in PRESETS.items() if _same(one.policy, rule)), OWN)


class AudienceForm(Form):
    """The form; choosing a preset fills in its numbers."""

    def __init__(self, line: AudienceLine | None, demanded: Sequence[Demand]) -> None:
        wanted = "; ".join(one.said for one in demanded)
        prompt = f"What agreements demand, whatever is said here: {wanted}." if wanted else ""
        super().__init__(line.name if line else "New audience", fields_of(line), prompt=prompt)

    @on(Select.Changed)
    def _filled(self, event: Select.Changed) -> None:
        """Fill in the numbers of the preset that was chosen."""
        if self._fields[int(str(event.select.id).removeprefix("field-"))].key != "policy":
            return
        preset = PRESETS.get(str(event.value))
        if preset is None:
            return
        for at, field in enumerate(self._fields):
            if field.key in _NUMBERS:
                widget = cast("Input | Select[str]", self.query_one(f"#field-{at}"))
                value = getattr(preset.policy, field.key)
                widget.value = value if field.key == "zeros" else str(value)


async def ask_audience(screen: WorkbenchScreen, line: AudienceLine | None, demanded: Sequence[Demand]) -> None:
    """Ask who an audience is and what it is shown, and keep that; say where agreements demand more."""
    answer = await screen.app.push_screen_wait(AudienceForm(line, demanded))
    if answer is None:
        return
    name = line.name if line else answer["name"]
    title = "Change an audience" if line else "Add an audience"
    rule = rule_of(answer)
    with screen.attempt(title), screen.project.change(title) as session:
        add_audience(session, name, description=answer["description"], rule=rule)
        if said := weaker_than(rule, demanded):
            screen.notify(said, title=name, severity="warning", timeout=12, markup=False)


def _whole_number(typed: str) -> str | None:
    return None if typed.isdecimal() else "A whole number, such as 5."
