"""Answers and a codebook of our own, and a cache folder that goes with the test."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from workbench.coding.codebook import add_code
from workbench.project.file import Project
from workbench.rows import add
from workbench.sources.cases import Case
from workbench.sources.documents import Document, Segment
from workbench.sources.speakers import Speaker
from workbench.suggestions.embedding import embedder
from workbench.suggestions.nearest import Coded, CodeTexts, Vectored
from workbench.text import word_count

BUS = (
    "The bus never comes on time in the morning and I am late for school.",
    "They cut the number nine bus, so now I wait an hour at the stop.",
    "Buses are full by the time they reach our stop and the driver goes past.",
    "A bus fare costs more than my lunch, every single day of the week.",
    "The last bus leaves at six, so there is no way home after football.",
    "My mum drives me because the bus timetable changed again in September.",
)
DARK = (
    "The street lamps are off after midnight and the path by the river is pitch dark.",
    "Half of the lights in the underpass are broken, you cannot see who is in there.",
    "I hold my keys in my hand when I walk home through the dark alley.",
    "In winter it is dark at four and nobody has mended the street lights.",
    "We avoid the park at night since there is no lighting near the gate.",
    "A torch on the phone is all the light you get behind the shops.",
)
POLICE = (
    "The police stop and search the same boys outside the station each week.",
    "An officer came to our assembly and talked about knives and the law.",
    "I would never ring the police, they did nothing when my bike was stolen.",
    "Two officers on the beat know our names and that makes it better.",
    "Being searched by police in front of my gran was the worst day of my year.",
    "The police took an hour to come out after the fight at the bus station.",
)
EVERY = BUS + DARK + POLICE


def put_turns(
    project: Project,
    turns: Sequence[tuple[str, str]],
    *,
    name: str = "one.md",
    kind: str = "turn",
    language: str = "en",
) -> tuple[int, dict[str, int]]:
    """Put turns (speaker, words) into a document; everybody but the Interviewer is a case of that label."""
    with project.change("Import") as session:
        length = sum(len(words) + 1 for _, words in turns) - 1
        document = add(session, Document, name=name, kind="transcript", length=length, language=language)
        cases: dict[str, int] = {}
        speakers: dict[str, int] = {}
        at = 0
        for ordinal, (who, words) in enumerate(turns):
            if who not in speakers:
                role = "interviewer" if who == "Interviewer" else "participant"
                if role == "participant":
                    cases[who] = add(session, Case, label=who)
                speakers[who] = add(
                    session, Speaker, document_id=document, label=who, role=role, case_id=cases.get(who)
                )
            add(
                session,
                Segment,
                document_id=document,
                ordinal=ordinal,
                start=at,
                end=at + len(words),
                kind=kind,
                speaker_id=speakers[who],
                case_id=cases.get(who),
                words=word_count(words),
                text=words,
            )
            at += len(words) + 1
    return document, cases


def vectored(texts: Sequence[str], codes: Sequence[CodeTexts], coded: Sequence[Coded] = ()) -> Vectored:
    """What is known before passages are judged, by the better model."""
    model = embedder()
    return Vectored(
        texts,
        model.vectors(texts),
        codes,
        [model.vectors(code.about) for code in codes],
        [model.vectors(code.against) for code in codes],
        coded,
        model.vectors([one.text for one in coded]),
    )


def put_codes(project: Project) -> dict[str, int]:
    """Three codes with definitions."""
    with project.change("Codes") as session:
        return {
            "Buses": add_code(
                session, "Buses", definition="Buses, fares, timetables and waiting at the stop.", include="Late buses."
            ),
            "Lighting": add_code(
                session, "Lighting", definition="Darkness and street lights that are off or broken at night."
            ),
            "Police": add_code(session, "Police", definition="The police, officers, being stopped and searched."),
        }


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of the test's own."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("WORKBENCH_CACHE", str(folder))
    return folder
