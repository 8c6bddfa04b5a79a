"""Where to look next: each reason from a project that gives cause for it, and none where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.suggestions.conftest import BUS, DARK, EVERY, POLICE, put_codes, put_turns
from workbench.coding.blind import CHOSEN, fact_of
from workbench.coding.codebook import add_code
from workbench.coding.codings import apply_code
from workbench.desk.suggesting.look_next import LookNext, ShownPlace, look_next
from workbench.desk.suggesting.suggest import suggest
from workbench.desk.tables.declared import make_table
from workbench.governance.audiences import add_audience
from workbench.governance.flags import SAFEGUARDING, flag
from workbench.project.facts import remember
from workbench.project.file import Project, open_file
from workbench.rows import add
from workbench.sources.cases import attribute_named, set_attribute
from workbench.sources.consent import Consent
from workbench.sources.documents import segments_of
from workbench.sources.readings import begin_reading, finish_reading, note_read
from workbench.suggestions.next_places import FEW, KINDS
from workbench.text import Span


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_CACHE", str(tmp_path / "cache"))


def told(project: Project, words: Sequence[str], name: str = "one.md", *, begun: bool = True) -> int:
    """A document in which everybody says one thing; whose reading is begun."""
    document, _ = put_turns(project, [(f"{name[:3]}{at}", said) for at, said in enumerate(words)], name=name)
    if begun:
        with project.change("Begin reading", kind="reading") as session:
            begin_reading(session, document)
    return document


def code(project: Project, document: int, said: str, name: str) -> None:
    with project.read() as session:
        turn = next(one for one in segments_of(session, document) if one.text == said)
    with project.change("Apply code") as session:
        from workbench.coding.codebook import ensure_code

        apply_code(session, ensure_code(session, name), document, Span(turn.start, turn.end))


def of(found: LookNext, kind: str) -> list[ShownPlace]:
    return [one for one in found.places if one.place.kind == kind]


def test_an_empty_project_says_nothing(project: Project) -> None:
    assert look_next(project) == LookNext((), 0, 0, ())


def test_people_nobody_has_read_come_by_the_group_that_is_read_least(project: Project) -> None:
    document, cases = put_turns(project, [(f"P{at}", said) for at, said in enumerate(EVERY)])
    with project.read() as session:
        turns = segments_of(session, document)
    girls, boys = list(cases.values())[:9], list(cases.values())[9:]
    with project.change("People") as session:
        attribute_named(session, "gender")
        for case in cases.values():
            set_attribute(session, case, "gender", "girl" if case in girls else "boy")
        read = [one.id for one in turns if one.case_id in boys[:7] or one.case_id == girls[0]]
        note_read(session, document, read)
    found = of(look_next(project), "unread")
    assert len(found) == FEW
    assert {one.place.segment.case_id for one in found} == set(girls[1:])
    assert found[0].place.why == (
        f"Nobody has read what {found[0].case} said. Of 9 people whose gender is “girl”, 1 are read so far; "
        "of the others 7 of 9."
    )
    with project.change("Read") as session:
        finish_reading(session, document)
    assert of(look_next(project), "unread") == []


def test_what_reads_like_something_coded_and_is_not_coded(project: Project) -> None:
    like = "The bus never comes on time in the morning, so I am late for school."
    document = told(project, [*EVERY, like])
    put_codes(project)
    code(project, document, BUS[0], "Buses")
    suggest(project)
    found = of(look_next(project), "missed")
    assert found[0].text == like
    assert found[0].like == BUS[0]
    assert found[0].place.why == "amina coded words like these “Buses”; this is not coded."
    code(project, document, like, "Buses")
    assert like not in {one.text for one in of(look_next(project), "missed")}


def test_what_reads_the_same_and_is_coded_differently_names_both_coders(project: Project) -> None:
    like = "The bus never comes on time in the morning, so I am late for school."
    document = told(project, [*EVERY, like])
    put_codes(project)
    code(project, document, BUS[0], "Buses")
    suggest(project)
    project.close()
    with open_file(project.path, coder="ben") as ben:
        with ben.change("Begin", kind="reading") as session:
            begin_reading(session, document)
        code(ben, document, like, "School")
        assert {one.text for one in of(look_next(ben), "differ")} == {BUS[0]}
        place = of(look_next(ben), "differ")[0].place
        assert place.why == "This: “Buses” (amina). Words that read the same: “School” (ben)."
        remember(ben, fact_of("ben"), CHOSEN, why="Read blind")
        blind = look_next(ben)
        assert of(blind, "differ") == []
        assert not any("amina" in one.place.why for one in blind.places)


def test_a_code_below_the_other_is_no_difference(project: Project) -> None:
    like = "The bus never comes on time in the morning, so I am late for school."
    document = told(project, [*EVERY, like])
    code(project, document, BUS[0], "Transport")
    code(project, document, like, "Transport/Late buses")
    suggest(project)
    assert of(look_next(project), "differ") == []


def test_nothing_names_a_code_before_the_person_has_begun_to_read(project: Project) -> None:
    like = "The bus never comes on time in the morning, so I am late for school."
    first = told(project, EVERY)
    second = told(project, [like, *(f"{said} Again." for said in EVERY)], "two.md", begun=False)
    put_codes(project)
    code(project, first, BUS[0], "Buses")
    suggest(project)
    hidden = [one for one in look_next(project).places if one.place.segment.document_id == second]
    assert hidden
    assert all(one.place.code_id is None for one in hidden)
    with project.change("Begin", kind="reading") as session:
        begin_reading(session, second)
    shown = [one for one in look_next(project).places if one.place.segment.document_id == second]
    assert any(one.place.kind == "missed" and one.like == BUS[0] for one in shown)


def test_copies_are_said_with_how_often_and_how_many_are_coded(project: Project) -> None:
    document = told(project, [*DARK, BUS[0], BUS[0].upper(), BUS[0] + "!", POLICE[0]])
    code(project, document, BUS[0], "Buses")
    (found,) = [one for one in of(look_next(project), "copies") if one.text.casefold().startswith("the bus")]
    assert found.place.why == "These words stand 3 times, 1 of them coded."
    assert found.text == BUS[0].upper()


def test_what_is_unlike_anything_coded(project: Project) -> None:
    odd = "My grandmother keeps seven parrots and teaches each of them opera."
    document = told(project, [*BUS, *DARK, odd])
    for said in BUS[:3] + DARK[:3]:
        code(project, document, said, "Getting about")
    suggest(project)
    assert of(look_next(project), "unlike")[0].text == odd


def test_codes_that_never_come_together_are_said_in_people(project: Project) -> None:
    words = [f"{EVERY[at % len(EVERY)]} Number {at}." for at in range(30)]
    document = told(project, words)
    with project.read() as session:
        turns = segments_of(session, document)
    with project.change("Codes") as session:
        one, other = add_code(session, "One"), add_code(session, "Other")
        for at, turn in enumerate(turns):
            apply_code(session, one if at < 15 else other, document, Span(turn.start, turn.end))
    (found,) = of(look_next(project), "together")
    assert found.place.why == (
        "15 people said “One” and 15 said “Other”, of 30 coded people, and nobody said both. "
        "Is one coded instead of the other?"
    )


def test_the_uncertain_lie_near_the_middle_and_the_typical_are_the_surest(project: Project) -> None:
    told(project, EVERY)
    put_codes(project)
    suggest(project)
    found = look_next(project)
    with project.read() as session:
        from workbench.suggestions.open_ones import open_ones

        waiting = open_ones(session)
    surest = max(waiting, key=lambda one: one.score)
    assert of(found, "typical")[0].place.segment.segment_id == surest.segment_id
    unsure = {one.place.segment.segment_id for one in of(found, "uncertain")}
    assert unsure <= {one.segment_id for one in waiting if abs(one.score - 0.5) <= 0.15}


def test_nobody_who_refused_the_machine_and_nothing_held_back_is_shown(project: Project) -> None:
    document = told(project, [BUS[0], BUS[0], *DARK])
    with project.read() as session:
        turns = segments_of(session, document)
    with project.change("Refuse and hold back") as session:
        add(session, Consent, case_id=turns[2].case_id, scope="machine", state="refused")
        flag(session, document, Span(turns[3].start, turns[3].end), SAFEGUARDING)
    suggest(project)
    said = {text for one in look_next(project).places for text in (one.text, one.like)}
    assert said
    assert {DARK[0], DARK[1]}.isdisjoint(said)


def test_without_vectors_the_rest_is_said_and_how_many_are_not_read(project: Project) -> None:
    told(project, [BUS[0], BUS[0], *DARK])
    found = look_next(project)
    assert (found.unread, found.of) == (8, 8)
    assert {one.place.kind for one in found.places} == {"unread", "copies"}


def test_the_table_has_every_place_and_is_for_the_team_only(project: Project) -> None:
    told(project, [BUS[0], BUS[0], *DARK])
    with project.change("Audience") as session:
        add_audience(session, "public")
    table = make_table(project, "next")
    assert table.columns[:3] == ("reason", "why", "document")
    assert {row[0] for row in table.rows} == {KINDS["unread"], KINDS["copies"]}
    assert len(table.rows) == len(look_next(project).places)
    outside = make_table(project, "next", audience="public")
    assert outside.rows == ()
    assert "team only" in outside.left_out[0]
