"""A long passage is proposed at the sentence that tells; a short one whole."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.suggestions.conftest import BUS, DARK, put_codes, put_turns
from tests.suggestions.test_learning import CODES, judged, two_codes
from workbench.coding.codings import apply_code
from workbench.project.file import Project
from workbench.suggestions.computing import compute
from workbench.suggestions.embedding import embedder
from workbench.suggestions.material import gather
from workbench.suggestions.nearest import Judged
from workbench.suggestions.sentences import telling_sentences
from workbench.text import Span

TELLS = "The bus never comes on time and I wait at the bus stop for the late bus."
LONG = (
    "We moved here four years ago when my dad found a job at the hospital in town. "
    f"{TELLS} My sister likes drawing and has pictures all over her room. "
    "At weekends we mostly cook together and watch films on the big screen."
)


def cut(text: str, spans: list[Span]) -> list[str]:
    return [text[span.start : span.end] for span in spans]


@pytest.fixture(scope="module")
def found() -> Judged:
    return judged((LONG,), CODES, two_codes())


def test_the_sentence_that_tells_is_proposed(found: Judged) -> None:
    about = [embedder().vectors(code.about) for code in CODES]
    assert cut(LONG, telling_sentences([(LONG, 0)], found, about, embedder().vectors)) == [TELLS]


def test_short_passages_and_two_sentences_are_proposed_whole(found: Judged) -> None:
    about = [embedder().vectors(code.about) for code in CODES]
    two = f"{LONG.replace('.', ',')} And that is all there is to say about it."
    asked = [(TELLS, 0), ("The bus. The bus! The bus?", 0), (two, 0), ("", 0)]
    spans = telling_sentences(asked, found, about, embedder().vectors)
    assert spans == [Span(0, len(text)) for text, _ in asked]


def test_without_codings_the_sentence_nearest_the_definition_is_proposed(project: Project) -> None:
    much = f"{BUS[4]} {BUS[5]} {TELLS} My sister stays at home with the cat and her many drawings instead of going out."
    put_turns(project, [("Ana", much), ("Ben", BUS[0]), ("Cem", DARK[0])])
    put_codes(project)
    with project.read() as session:
        material = gather(session)
    made = compute(material, embedder(), topics=None)
    mine = [one for one in made.proposals if one.segment.text == much and one.code.path == "Buses"]
    bus = [BUS[4], BUS[5], TELLS]
    allowed = {*bus, *(" ".join(pair) for pair in pairwise(bus))}
    assert [much[one.span.start : one.span.end] in allowed for one in mine] == [True]
    assert {one.basis for one in made.proposals} == {"definition"}
    assert not made.calibrated
    assert made.learned == 0


def test_a_proposal_says_whether_it_was_learned(project: Project) -> None:
    document, _ = put_turns(project, [("Ana", BUS[0]), ("Ben", BUS[1]), ("Cem", DARK[0])])
    codes = put_codes(project)
    with project.change("Code") as session:
        apply_code(session, codes["Buses"], document, Span(0, len(BUS[0])))
    with project.read() as session:
        made = compute(gather(session), embedder(), topics=None)
    assert {(one.code.path, one.basis) for one in made.proposals} >= {("Buses", "learned"), ("Lighting", "definition")}
    assert made.learned == 1
