"""What a data ethics committee asks: the parts of the pack, and the questions that only a person can answer."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from workbench.errors import WorkbenchError

PARTS = {
    "plain": "In plain words",
    "purpose": "What it is for",
    "benefit": "Who gains from it",
    "data": "What data there are, and where they come from",
    "consent": "What people agreed to",
    "missing": "Who is missing",
    "small": "How people are kept from being recognised by small numbers",
    "machine": "What a computer did",
    "harms": "What could go wrong, and for whom",
    "left": "What has left the team, and for whom",
    "assessment": "Facts for the data protection impact assessment",
}
"""The parts of the pack in their order, each with its title."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the committee that no record answers: its name, the part it belongs to, and what helps to answer it."""

    item: str
    part: str
    text: str
    hint: str = ""


QUESTIONS = (
    Question(
        "statement",
        "plain",
        "What would you tell a neighbour about this work?",
        "Five or six short sentences: what you did, why, with whose words, and what will come of it.",
    ),
    Question(
        "contact",
        "plain",
        "Whom can anybody ask, or complain to?",
        "A role with a telephone number and a postal address, not an email address alone.",
    ),
    Question("purpose", "purpose", "What question does this work answer, and for whom?"),
    Question(
        "individuals",
        "purpose",
        "Could anything here be used to pick out, watch, score or visit particular people?",
        "Say whether, who could, and what stops them: a rule that somebody answers for, not a hope.",
    ),
    Question("never", "purpose", "What will it never be used for, and who sees to that?"),
    Question(
        "benefit",
        "benefit",
        "Who will be better off, and who will not?",
        "Say also who carries the cost, in money or in time or in being talked about.",
    ),
    Question("told", "benefit", "How will the people who took part hear what came of it?"),
    Question(
        "basis",
        "data",
        "On what lawful basis are people's words used?",
        "The article of the UK GDPR, and for health, beliefs or offences the further condition. Agreeing to take part"
        " is not the same thing.",
    ),
    Question("answers_for", "data", "Which organisation answers for the data?", "The controller, or the joint ones."),
    Question(
        "names",
        "data",
        "Do people's own names stand anywhere in the project or beside it, and who holds them?",
    ),
    Question("access", "data", "Who can open the project file, on which computers, and does it need a passphrase?"),
    Question("keep", "data", "Until when are people's words kept, and who deletes them?"),
    Question(
        "asked",
        "consent",
        "How were people asked, and could they say no without losing anything?",
        "Who asked them, what they were given to read or heard, whether anything was paid.",
    ),
    Question("children", "consent", "How were children asked, and what did they say themselves?"),
    Question("unheard", "missing", "Whom have you not heard, why not, and what are you doing about it?"),
    Question("why_computer", "machine", "Why is a computer used at all, and what would be lost without it?"),
    Question("object", "machine", "How can somebody object to a computer reading their words, and who answers?"),
    Question("people_harmed", "harms", "Whom could this hurt, and how would you notice?"),
    Question(
        "places_harmed",
        "harms",
        "Could a place or a group get a bad name from it?",
        "Say which, and what you do so that it does not.",
    ),
    Question("danger", "harms", "What do you do when somebody tells you that they or others are in danger?"),
    Question(
        "passed_on",
        "left",
        "What may those who receive something do with it, and may they pass it on?",
    ),
    Question("need", "assessment", "Step 1: why is an assessment needed, or why not?"),
    Question(
        "consulted",
        "assessment",
        "Step 3: who was consulted, and what did they change?",
        "People who took part, residents, the data protection officer, those who hold the data.",
    ),
    Question("necessary", "assessment", "Step 4: could the same be found out with less data, or without any?"),
    Question("left_over", "assessment", "Step 5: which risks stay, how likely and how grave are they?"),
    Question("signed", "assessment", "Step 7: who signed it, when, and when is it looked at again?"),
)
"""Those that only a person can answer, in the order in which the pack asks them."""

BY_ITEM = {one.item: one for one in QUESTIONS}


class QuestionUnknownError(WorkbenchError):
    """The committee asks no such question."""


def question_of(item: str) -> Question:
    """The question of that name; QuestionUnknownError names those there are."""
    if item in BY_ITEM:
        return BY_ITEM[item]
    near = get_close_matches(item, BY_ITEM, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    raise QuestionUnknownError(f"The committee asks nothing called “{item}”.{hint} There are: {', '.join(BY_ITEM)}.")


def questions_in(part: str) -> tuple[Question, ...]:
    """The questions of one part."""
    return tuple(one for one in QUESTIONS if one.part == part)
