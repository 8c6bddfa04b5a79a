"""Asking what is to be found, and what a hit is: the form of finding and coding, and what was answered."""

from __future__ import annotations

from workbench.coding.finding import Looking, Unit
from workbench.project.file import Project
from workbench.sources.asked import topic_guide
from workbench.sources.document_list import documents
from workbench.tui.dialogs import Field, Form

ROLES = (
    ("participant", "the people who are studied"),
    ("", "anybody"),
    ("interviewer", "interviewers"),
    ("interpreter", "interpreters"),
    ("supporter", "supporters"),
    ("note-taker", "note-takers"),
    ("child", "children"),
    ("third party", "third parties"),
)
UNITS = (
    ("sentence", "the sentence it stands in"),
    ("word", "the word or words alone"),
    ("turn", "the whole turn or answer"),
)


def looking_form(project: Project, answers: dict[str, str], here: int | None) -> Form:
    """The form, filled with what was asked last; `here` is the document in sight."""
    with project.read() as session:
        guide = topic_guide(session)
        listed = documents(session)
    questions = [("", "any"), *((f"guide:{one.id}", one.text) for one in guide)]
    questions += [(f"document:{one.id}", one.title or one.name) for one in listed if one.kind == "question"]
    places = [("", "everywhere"), ("kind:transcript", "transcripts"), ("kind:question", "answers to surveys")]
    if here is not None:
        places.append((f"document:{here}", "the document in sight"))
    places += [(f"document:{one.id}", one.title or one.name) for one in listed if one.id != here]
    fields = [
        Field("words", "Words", help='dark* finds darker too, "bus stop" the two together.'),
        Field("unit", "A hit is", options=UNITS),
        Field("role", "Said by", options=ROLES),
        Field("speaker", "Whose name has in it"),
        Field("question", "In answer to", options=tuple(questions)),
        Field("where", "In", options=tuple(places)),
        Field("pattern", "Pattern, for those who write regular expressions"),
    ]
    filled = [
        Field(one.key, one.label, _offered(one, answers.get(one.key, "")), one.help, one.options) for one in fields
    ]
    return Form("Find and code", filled, keep="Show what is found")


def _offered(field: Field, value: str) -> str:
    """What was answered last, where it is still among the answers."""
    known = {option for option, _ in field.options}
    if field.options and value not in known:
        return field.options[0][0]
    return value


def looking_of(answers: dict[str, str]) -> Looking:
    """What was answered, as what is looked for."""
    question, where = answers["question"].partition(":"), answers["where"].partition(":")
    chosen = [int(one[2]) for one in (question, where) if one[0] == "document"]
    wanted: tuple[int, ...] | None = tuple(chosen[:1]) if chosen else None
    if len(set(chosen)) > 1:
        wanted = ()
    narrowed = any(answers[key] for key in ("words", "pattern", "speaker", "question", "where"))
    unit: Unit = "word" if answers["unit"] == "word" else "turn" if answers["unit"] == "turn" else "sentence"
    return Looking(
        words=answers["words"],
        pattern=answers["pattern"],
        speaker=answers["speaker"],
        role=answers["role"] if narrowed or answers["role"] != ROLES[0][0] else "",
        guide_question=int(question[2]) if question[0] == "guide" else None,
        documents=wanted,
        kind=where[2] if where[0] == "kind" else "",
        unit=unit,
    )
