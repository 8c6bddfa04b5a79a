"""What is asked of flows of data, of actions and of answers: the fields of their forms."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.briefs.actions import ActionLine
from workbench.briefs.flows import FlowLine
from workbench.briefs.statements import DONT_KNOW, LEVELS, WORDS, AnswerLine, level_words
from workbench.triangulation.silence.requests import DueIsNoDayError, day_of
from workbench.tui.dialogs import Field

NOT_KNOWN = "unknown"


def flow_fields(
    line: FlowLine | None, datasets: Sequence[tuple[int, str]], agreements: Sequence[tuple[int, str]]
) -> list[Field]:
    """A flow of data; `datasets` and `agreements` are those of the project, by key."""

    def chosen(key: int | None) -> str:
        return "" if key is None else str(key)

    def listed(things: Sequence[tuple[int, str]]) -> tuple[tuple[str, str], ...]:
        return (("", "none yet"), *((str(key), name) for key, name in things))

    return [
        Field("name", "Which data", line.name if line else "", "Such as: half-term notes of drivers.", required=True),
        Field("partner", "From which partner", line.partner if line else "", required=True),
        Field("purpose", "What for", line.purpose if line else "", lines=2),
        Field("by", "By which day", line.by_words if line else "", "Such as 1 September 2026.", check=no_day),
        Field(
            "dataset_id",
            "Data set of this project that it feeds",
            chosen(line.dataset_id if line else None),
            options=listed(datasets),
        ),
        Field(
            "agreement_id",
            "Sharing agreement",
            chosen(line.agreement_id if line else None),
            options=listed(agreements),
        ),
    ]


def action_fields(line: ActionLine | None) -> list[Field]:
    """An action."""
    due = line.due if line else ""
    statements = (("", "none alone"), *((one, f"{one} {said[0]}") for one, said in WORDS.items()))
    return [
        Field("text", "What is done next", line.text if line else "", required=True, lines=2),
        Field("owner", "Who does it", line.owner if line else "", "A post, such as: information governance lead."),
        Field("due", "By which day", due, "Such as 3 March 2027.", check=no_day),
        Field("statement", "Which statement it is for", line.statement if line else "", options=statements),
    ]


def answer_fields(line: AnswerLine | None) -> list[Field]:
    """An answer, as somebody told it."""
    levels = (*((str(level), level_words(level)) for level in range(len(LEVELS))), (NOT_KNOWN, DONT_KNOW))
    chosen = NOT_KNOWN if line is None or line.level is None else str(line.level)
    return [
        Field("level", "Where they are now", chosen, options=levels),
        Field(
            "evidence",
            "What shows it",
            line.evidence if line else "",
            "Needed from “written down” on: a document with its date, or where it can be seen.",
            lines=3,
        ),
        Field("post", "Who says so, by their post", line.post if line else "", "Such as: data manager. Not a name."),
    ]


def no_day(typed: str) -> str | None:
    """What is wrong with a day; None where nothing is, or nothing was typed."""
    try:
        day_of(typed)
    except DueIsNoDayError as wrong:
        return str(wrong)
    return None
