"""A small study as another tool keeps it, made by hand: two interviews, four codes, two coders."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from workbench.coding.study_drafts import (
    StudyAttribute,
    StudyCase,
    StudyCode,
    StudyCoding,
    StudyDocument,
    StudyMemo,
    StudySet,
)
from workbench.exchange.studies.opened import OpenedStudy
from workbench.sources.drafts import DraftDocument, DraftTurn, LeftOut

TURNS = (
    DraftTurn("Interviewer", "How do you get home?"),
    DraftTurn("Shanaz", "On foot with Shanaz’s brother, by the path. 🙂 It is dark."),
    DraftTurn("Interviewer", "And after six?"),
    DraftTurn("Shanaz", "Not alone. The lamps are out."),
)
OTHER = (DraftTurn("Tom", "I take the bus, it is fine."), DraftTurn("Tom", "The bus is late.", kind="paragraph"))


def _held(study: OpenedStudy) -> Iterator[StudyDocument]:
    assert isinstance(study, MadeStudy)
    return iter(study.held)


@dataclass
class MadeStudy(OpenedStudy):
    """A study as readers open one, of the documents that it is given."""

    name: str = "Walking"
    tool: str = "NVivo 14"
    reading: Callable[[OpenedStudy], Iterator[StudyDocument]] = _held
    held: list[StudyDocument] = field(default_factory=list)


def guid(number: int) -> str:
    """A GUID as tools write them."""
    return f"00000000-0000-4000-8000-{number:012x}"


def text_of(turns: Sequence[DraftTurn]) -> str:
    return "\n".join(turn.text for turn in turns)


def coding(
    number: int, code: int, turns: Sequence[DraftTurn], words: str, coder: str = "ana", **more: str
) -> StudyCoding:
    start = text_of(turns).index(words)
    return StudyCoding(guid(number), guid(code), start, start + len(words), coder, **more)


def walking() -> MadeStudy:
    """The study."""
    first = StudyDocument(
        guid(1),
        DraftDocument(
            "Interview 7",
            "transcript",
            TURNS,
            roles={"Interviewer": "interviewer", "Shanaz": "participant"},
            cases={"Shanaz": "Shanaz"},
        ),
        (
            coding(101, 11, TURNS, "It is dark."),
            coding(102, 12, TURNS, "Not alone.", memo="She whispers this."),
            coding(103, 11, TURNS, "The lamps are out.", "ben", created="2024-03-01T10:00:00.000Z"),
            coding(104, 13, TURNS, "with Shanaz’s brother"),
        ),
        (
            StudyMemo("Ask about lamps.", "document", guid(1), "note", "ben", start=0, end=20),
            StudyMemo("The lamps again, says Shanaz.", "coding", guid(103), coder="ben"),
        ),
        (LeftOut("Interview 7", "a picture", "only words come in"),),
    )
    second = StudyDocument(
        guid(2),
        DraftDocument("Interview 8", "transcript", OTHER, roles={"Tom": "participant"}, cases={"Tom": "Tom"}),
        (coding(105, 14, OTHER, "bus"),),
    )
    return MadeStudy(
        codes=(
            StudyCode(guid(11), "Dark", definition="Light, or none", colour="#ff0000"),
            StudyCode(guid(12), "Company", colour="#00ff00"),
            StudyCode(guid(13), "Family", guid(12)),
            StudyCode(guid(14), "Bus"),
        ),
        attributes=(
            StudyAttribute(guid(21), "Age", "number"),
            StudyAttribute(guid(22), "Sex", "choice", choices=("f", "m")),
        ),
        cases=(
            StudyCase(guid(31), "Shanaz", values={guid(21): "16", guid(22): "f"}),
            StudyCase(guid(32), "Tom", values={guid(21): "17"}),
        ),
        sets=(StudySet(guid(41), "Getting about", "How people get about", (guid(14), guid(11))),),
        memos=(
            StudyMemo("What is this study about?", created="2024-01-01T00:00:00.000Z"),
            StudyMemo("Dark is not only night.", "code", guid(11), coder="ana"),
            StudyMemo("Quiet person.", "case", guid(31), coder="ana"),
            StudyMemo("A theme to be.", "theme", guid(41), coder="ana"),
            StudyMemo("On the bus.", "coding", guid(105), coder="ana"),
        ),
        held=[first, second],
    )


def with_words(study: MadeStudy, at: int, turns: tuple[DraftTurn, ...], codings: Sequence[StudyCoding]) -> MadeStudy:
    """The study, one document of it with other words and other codings."""
    document = study.held[at]
    changed = replace(document, draft=replace(document.draft, turns=turns), codings=codings, memos=())
    return replace(study, held=[*study.held[:at], changed, *study.held[at + 1 :]])
