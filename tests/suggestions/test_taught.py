"""What is learned from: codings, what was read and left without, what was taken off; and never what may not be read."""

from __future__ import annotations

from tests.suggestions.conftest import BUS, DARK, POLICE, put_codes, put_turns
from workbench.coding.blind import CHOSEN, fact_of
from workbench.coding.codings import apply_code
from workbench.governance.flags import flag
from workbench.project.facts import remember
from workbench.project.file import Project
from workbench.rows import add
from workbench.sources.coders import Coder
from workbench.sources.consent import Consent
from workbench.sources.readings import finish_reading, note_read
from workbench.suggestions.material import gather
from workbench.suggestions.nearest import Coded
from workbench.suggestions.review import Suggestion, reject
from workbench.suggestions.runs import Run
from workbench.text import Span

TURNS = [("Ana", BUS[0]), ("Ben", DARK[0]), ("Ana", POLICE[0]), ("Ben", BUS[1])]


def places(turns: list[tuple[str, str]] = TURNS) -> list[Span]:
    found, at = [], 0
    for _, words in turns:
        found.append(Span(at, at + len(words)))
        at += len(words) + 1
    return found


def taught(project: Project) -> tuple[Coded, ...]:
    with project.read() as session:
        return gather(session).coded


def another(project: Project, name: str) -> int:
    with project.change("Another coder") as session:
        return add(session, Coder, name=name)


def test_nothing_is_learned_before_anybody_codes(project: Project) -> None:
    document, _ = put_turns(project, TURNS)
    put_codes(project)
    with project.change("Read") as session:
        finish_reading(session, document)
    assert taught(project) == ()


def test_what_was_read_and_left_is_an_example_of_no_code(project: Project) -> None:
    document, _ = put_turns(project, TURNS)
    codes = put_codes(project)
    with project.change("Code") as session:
        apply_code(session, codes["Buses"], document, places()[0])
    assert taught(project) == (Coded(BUS[0], frozenset({codes["Buses"]})),)
    with project.change("Read") as session:
        finish_reading(session, document)
    assert taught(project) == (
        Coded(BUS[0], frozenset({codes["Buses"]})),
        Coded(DARK[0], frozenset()),
        Coded(POLICE[0], frozenset()),
        Coded(BUS[1], frozenset()),
    )


def test_only_the_answers_that_were_read_count(project: Project) -> None:
    document, _ = put_turns(project, TURNS)
    codes = put_codes(project)
    with project.change("Code and read") as session:
        apply_code(session, codes["Buses"], document, places()[0])
        note_read(session, document, [gather(session).segments[1].segment_id])
    assert [one.text for one in taught(project) if not one.codes] == [DARK[0]]


def test_a_reader_who_codes_nothing_in_a_document_teaches_nothing_of_it(project: Project) -> None:
    document, _ = put_turns(project, TURNS)
    codes = put_codes(project)
    ben = another(project, "ben")
    with project.change("Code; ben reads") as session:
        apply_code(session, codes["Buses"], document, places()[0])
        finish_reading(session, document, coder_id=ben)
    assert len(taught(project)) == 1


def test_who_reads_blind_is_taught_by_their_own_work_alone(project: Project) -> None:
    document, _ = put_turns(project, TURNS)
    codes = put_codes(project)
    ben = another(project, "ben")
    with project.change("Both code, ben reads to the end") as session:
        apply_code(session, codes["Buses"], document, places()[0])
        apply_code(session, codes["Police"], document, places()[0], coder=ben)
        apply_code(session, codes["Lighting"], document, places()[1], coder=ben)
        finish_reading(session, document, coder_id=ben)
    assert len(taught(project)) == 4
    assert taught(project)[0].codes == {codes["Buses"], codes["Police"]}
    remember(project, fact_of("amina"), CHOSEN, why="Read blind")
    assert taught(project) == (Coded(BUS[0], frozenset({codes["Buses"]})),)
    with project.read() as session:
        material = gather(session)
        assert [one.coded for one in material.segments] == [True, False, False, False]
        assert {code for some in material.covered.values() for code in some.codes} == {codes["Buses"]}


def test_evidence_against_a_code_is_no_example_of_it(project: Project) -> None:
    document, _ = put_turns(project, TURNS)
    codes = put_codes(project)
    with project.change("Code") as session:
        apply_code(session, codes["Buses"], document, places()[0], direction="against")
        apply_code(session, codes["Police"], document, places()[2])
    assert taught(project) == (
        Coded(BUS[0], frozenset(), frozenset({codes["Buses"]})),
        Coded(POLICE[0], frozenset({codes["Police"]})),
    )


def proposed(project: Project, document: int, segment: int, code: int, span: Span) -> int:
    with project.change("Propose") as session:
        run = add(session, Run, kind="codes", model="one")
        cells = {"run_id": run, "document_id": document, "segment_id": segment, "code_id": code, "score": 0.6}
        return add(session, Suggestion, start=span.start, end=span.end, **cells)


def test_a_code_that_was_taken_off_speaks_of_that_code_alone(project: Project) -> None:
    document, _ = put_turns(project, TURNS)
    codes = put_codes(project)
    with project.read() as session:
        second = gather(session).segments[1]
    key = proposed(project, document, second.segment_id, codes["Police"], places()[1])
    assert taught(project) == ()
    with project.change("Reject") as session:
        reject(session, key)
    others = frozenset(codes.values()) - {codes["Police"]}
    assert taught(project) == (Coded(DARK[0], frozenset(), others),)


def test_words_that_may_not_be_read_teach_nothing_even_in_a_coding_over_two_turns(project: Project) -> None:
    document, cases = put_turns(project, TURNS)
    codes = put_codes(project)
    with project.change("Code over two people's turns") as session:
        apply_code(session, codes["Buses"], document, Span(places()[0].start, places()[1].end))
        apply_code(session, codes["Police"], document, places()[2])
        finish_reading(session, document)
    assert {one.text for one in taught(project)} == {BUS[0], DARK[0], POLICE[0], BUS[1]}
    with project.change("Ben refuses; Ana's words about the police are held back") as session:
        add(session, Consent, case_id=cases["Ben"], scope="machine", state="refused")
        flag(session, document, places()[2], "safeguarding", reason="harm", contact="the lead", action="told")
    assert taught(project) == (Coded(BUS[0], frozenset({codes["Buses"]})),)
