"""Blind samples: how they are drawn, what they hide, what a person's answers become, and what comes of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.suggestions.conftest import EVERY, put_codes, put_turns
from workbench.coding.codings import apply_code, codings_in
from workbench.desk.suggesting.blind import NothingSuggestedYetError, draw_sample, not_taught_by
from workbench.desk.suggesting.suggest import suggest
from workbench.project.file import Project, open_file
from workbench.rows import add, amend, live, table_of
from workbench.sources.cases import set_attribute
from workbench.sources.consent import Consent
from workbench.sources.documents import Document, segments_of
from workbench.suggestions.blind_answering import (
    AnsweredAlreadyError,
    BlindLine,
    CodesAreGivenError,
    NoCodeGivenError,
    blind_lines,
    decide,
    due,
    give,
    take_off,
)
from workbench.suggestions.blind_drawing import NothingToTryError, SampleIsOpenError, draw
from workbench.suggestions.blind_samples import BlindCode, BlindPassage, samples
from workbench.suggestions.hits import TOO_FEW
from workbench.suggestions.material import gather
from workbench.suggestions.nearest import Coded
from workbench.suggestions.precision import figures, hits, outcomes, read_blind, right_so_far
from workbench.suggestions.review import Suggestion, accept, queue
from workbench.text import Span

SMALL_TALK = ("Yeah.", "No, not really.", "Pardon?")
TURNS = [(f"P{at % 6}", said) for at, said in enumerate(EVERY + SMALL_TALK)]


@pytest.fixture
def told(project: Project) -> Project:
    put_turns(project, TURNS)
    put_codes(project)
    suggest(project, topics=2)
    return project


def lines_of(project: Project) -> list[BlindLine]:
    with project.read() as session:
        return blind_lines(session, samples(session)[-1].id)


def answer_all(project: Project, codes: dict[str, int], wrong: int = 0) -> None:
    """Give every waiting passage its right code, the first ones none."""
    right = {said: codes[name] for name, part in zip(codes, (0, 6, 12), strict=True) for said in EVERY[part : part + 6]}
    for at, line in enumerate(one for one in lines_of(project) if not one.answered):
        with project.change("Code a passage read blind") as session:
            if at >= wrong:
                give(session, line.id, right[line.text])
            decide(session, line.id, fits=at >= wrong, looked_ms=4000)


def codes_of(project: Project) -> dict[str, int]:
    from workbench.coding.codebook import codebook

    with project.read() as session:
        return {one.path: one.id for one in codebook(session)}


def test_a_draw_takes_half_from_each_part_and_weighs_them() -> None:
    drawn = draw(range(100), range(100, 1000), seed=5)
    kinds = [one.segment_id < 100 for one in drawn]
    assert (len(drawn), sum(kinds)) == (20, 10)
    assert kinds != sorted(kinds, reverse=True)
    assert {one.weight for one in drawn if one.segment_id < 100} == {10.0}
    assert sum(one.weight for one in drawn) == pytest.approx(1000)
    assert draw(range(100), range(100, 1000), seed=5) == drawn
    assert draw(range(100), range(100, 1000), seed=6) != drawn


@pytest.mark.parametrize(
    ("one", "other", "expected"), [(3, 100, (3, 17)), (100, 4, (16, 4)), (2, 3, (2, 3)), (0, 0, (0, 0))]
)
def test_where_one_part_is_small_the_other_fills_the_sample(one: int, other: int, expected: tuple[int, int]) -> None:
    drawn = draw(range(one), range(1000, 1000 + other), seed=1)
    assert (sum(x.segment_id < 1000 for x in drawn), sum(x.segment_id >= 1000 for x in drawn)) == expected
    assert len({x.segment_id for x in drawn}) == len(drawn)


def test_every_passage_is_drawn_as_often_as_its_weight_says() -> None:
    often = [0] * 40
    for seed in range(2000):
        for one in draw(range(10), range(10, 40), seed=seed, size=8):
            often[one.segment_id] += 1
    assert all(abs(count / 2000 - 0.4) < 0.05 for count in often[:10])
    assert all(abs(count / 2000 - 4 / 30) < 0.04 for count in often[10:])


def test_a_sample_is_drawn_from_what_nobody_coded_and_hides_what_is_proposed(told: Project) -> None:
    with told.read() as session:
        before = queue(session, begun_only=False)
        first = before[0]
    with told.change("Code") as session:
        apply_code(session, first.code_id, first.document_id, Span(first.start, first.end))
    made = draw_sample(told, seed=3)
    assert made.passages == made.drawn_from == 17
    lines = lines_of(told)
    assert first.text not in {one.text for one in lines}
    assert not {one.text for one in lines} & set(SMALL_TALK)
    with told.read() as session:
        assert {one.segment_id for one in queue(session, begun_only=False)} == {first.segment_id}
        assert [one.id for one in queue(session, begun_only=False, blind_too=True)] == [one.id for one in before]
        said = session.execute(live(BlindCode)).scalars().all()
        passages = {one.id: one.segment_id for one in lines}
        drawn_then = {(passages[one.passage_id], one.code_id): one.score for one in said if one.proposed}
        assert all(one.score >= 0.05 or one.proposed for one in said)
    with pytest.raises(SampleIsOpenError):
        draw_sample(told)
    suggest(told, topics=2)
    with told.read() as session:
        again = queue(session, begun_only=False, blind_too=True)
    assert {(one.segment_id, one.code_id): one.score for one in again if one.segment_id in passages.values()} == {
        place: pytest.approx(score, abs=1e-4) for place, score in drawn_then.items()
    }


def test_the_hidden_are_hidden_from_that_coder_alone(told: Project) -> None:
    draw_sample(told, seed=3)
    with told.change("Another coder") as session:
        from workbench.sources.coders import coder_named

        bea = coder_named(session, "bea")
    with told.read() as session:
        assert queue(session, coder=bea, begun_only=False)
        assert queue(session, begun_only=False) == []


def test_what_was_shown_or_decided_or_is_hard_to_read_is_not_drawn(told: Project) -> None:
    with told.read() as session:
        one, two, three = queue(session, begun_only=False)[:3]
    with told.change("Shown") as session:
        amend(session, Suggestion, one.id, shown="2026-03-14T09:00:00.000Z", gone=True)
        accept(session, two.id)
    draw_sample(told, seed=4)
    drawn = {line.segment_id for line in lines_of(told)}
    assert not drawn & {one.segment_id, two.segment_id}
    assert three.segment_id in drawn
    told.undo()
    with told.change("Heavy") as session:
        amend(session, Document, one.document_id, heavy=True)
    with pytest.raises(NothingToTryError):
        draw_sample(told)


def test_codes_given_are_the_persons_own_codings_and_undo_takes_them_back(told: Project) -> None:
    codes = codes_of(told)
    draw_sample(told, seed=3)
    line = lines_of(told)[0]
    with told.change("Give a code") as session:
        give(session, line.id, codes["Buses"])
    with told.change("Give a code") as session:
        give(session, line.id, codes["Police"])
    with told.read() as session:
        made = [(one.code, one.start, one.end, one.origin) for one in codings_in(session, line.document_id)]
    assert sorted(made) == [("Buses", line.start, line.end, "own"), ("Police", line.start, line.end, "own")]
    assert set(lines_of(told)[0].given) == {codes["Buses"], codes["Police"]}
    with told.change("Take it off") as session:
        take_off(session, line.id, codes["Police"])
    assert lines_of(told)[0].given == (codes["Buses"],)
    told.undo()
    told.undo()
    told.undo()
    with told.read() as session:
        assert codings_in(session, line.document_id) == []
    assert lines_of(told)[0].given == ()


def test_a_decision_needs_a_code_or_the_word_that_none_fits(told: Project) -> None:
    codes = codes_of(told)
    draw_sample(told, seed=3)
    first, second = lines_of(told)[:2]
    with pytest.raises(NoCodeGivenError), told.change("Decide") as session:
        decide(session, first.id)
    with told.change("Give") as session:
        give(session, first.id, codes["Buses"])
    with pytest.raises(CodesAreGivenError), told.change("Decide") as session:
        decide(session, first.id, fits=False)
    with told.change("Decide") as session:
        decide(session, first.id, looked_ms=900)
        decide(session, second.id, fits=False)
    with pytest.raises(AnsweredAlreadyError), told.change("Again") as session:
        give(session, first.id, codes["Police"])
    with told.read() as session:
        assert samples(session)[0].answered == 2
        back = queue(session, begun_only=False)
        assert {one.segment_id for one in back} <= {first.segment_id, second.segment_id}
        assert not [one for one in back if one.segment_id == first.segment_id and one.code_id == codes["Buses"]]


def test_a_sample_is_left_and_gone_on_with_in_another_process(told: Project, tmp_path: Path) -> None:
    codes = codes_of(told)
    draw_sample(told, seed=3)
    with told.change("Half") as session:
        for line in blind_lines(session, samples(session)[0].id)[:9]:
            give(session, line.id, codes["Buses"])
            decide(session, line.id)
    copy = tmp_path / "killed.workbench"
    from workbench.project.backup import backup

    backup(told, copy)
    with open_file(copy, coder="amina") as again:
        with again.read() as session:
            assert (due(session).waiting.left, due(session).wanted) == (9, False)  # type: ignore[union-attr]
        answer_all(again, codes)
        with again.read() as session:
            assert samples(session)[0].done
            assert due(session).waiting is None


def test_what_is_drawn_has_taught_the_machine_nothing(told: Project) -> None:
    with told.read() as session:
        material = gather(session)
    read = (Coded(EVERY[0], frozenset()), Coded(EVERY[0], frozenset({1})), Coded(EVERY[1], frozenset()))
    taught = replace(material, coded=read)
    assert not_taught_by(taught, {EVERY[0]}).coded == read[1:]
    assert not_taught_by(taught, {EVERY[9]}) is taught


def test_when_a_sample_is_due(project: Project) -> None:
    put_turns(project, TURNS)
    put_codes(project)
    with project.read() as session:
        assert not due(session).wanted
    with pytest.raises(NothingSuggestedYetError):
        draw_sample(project)
    suggest(project, topics=2)
    with project.read() as session:
        assert due(session).wanted
    draw_sample(project, seed=1)
    answer_all(project, codes_of(project))
    with project.read() as session:
        assert not due(session).wanted
        line = session.execute(sa.select(Suggestion)).scalars().first()
        cells = {
            cell: getattr(line, cell) for cell in ("run_id", "document_id", "segment_id", "start", "end", "code_id")
        }
    from workbench.rows import add_many, now
    from workbench.sources.coders import current_coder

    with project.change("Decide") as session:
        who = current_coder(session)
        add_many(
            session,
            Suggestion,
            [{**cells, "score": 0.5, "status": "rejected", "decided_by": who, "decided": now()} for _ in range(50)],
        )
    with project.read() as session:
        assert due(session).wanted
        assert "due" in due(session).in_words


def test_what_is_measured(told: Project) -> None:
    codes = codes_of(told)
    draw_sample(told, seed=3)
    answer_all(told, codes, wrong=4)
    with told.read() as session:
        found = outcomes(session)
        lines = {(one.measure, one.by, one.name): one.found for one in figures(session)}
        assert read_blind(session) == (18, 6)
        table = table_of(BlindCode)
        both = live(BlindCode).where(table.c.proposed.is_(True), table.c.given.is_(True))
        right = len(session.execute(both).all())
        given = len(session.execute(live(BlindCode).where(table.c.given.is_(True))).all())
        proposed = len(session.execute(live(BlindCode).where(table.c.proposed.is_(True))).all())
    assert (lines["precision", "all", "all codes"].hits, lines["precision", "all", "all codes"].of) == (right, proposed)
    assert (lines["recall", "all", "all codes"].hits, lines["recall", "all", "all codes"].of) == (right, given)
    assert given == 14
    assert sum(lines["precision", "code", name].of for name in codes) == proposed
    assert {one.weight for one in found} == {1.0}
    few = lines["recall", "code", "Buses"]
    assert few.why_not == TOO_FEW
    assert few.of <= 6
    said = right_so_far(found, codes["Buses"], "likely")
    assert said.startswith("right ")
    assert "whatever the code" in said
    assert right_so_far(found, codes["Buses"], "unlikely") == ""


def test_later_changes_of_codings_do_not_move_what_was_measured(told: Project) -> None:
    draw_sample(told, seed=3)
    answer_all(told, codes_of(told))
    with told.read() as session:
        before = hits(outcomes(session), "precision")
        document = queue(session, status=None, begun_only=False, blind_too=True)
        coded = codings_in(session, lines_of(told)[0].document_id)
    assert document is not None
    from workbench.coding.codings import remove_coding

    with told.change("Remove all") as session:
        for one in coded:
            remove_coding(session, one.id)
    with told.read() as session:
        assert hits(outcomes(session), "precision") == before


def test_a_group_that_is_heard_worse_is_said_only_where_it_is_sure(project: Project) -> None:
    """Twelve people, half of them young; their codes are hardly ever proposed, the others' always."""
    _, cases = put_turns(project, [(f"P{at % 12}", said) for at, said in enumerate(EVERY * 4)])
    codes = put_codes(project)
    suggest(project, topics=2)
    with project.change("Facts") as session:
        for at, case in enumerate(cases.values()):
            set_attribute(session, case, "age", "young" if at < 6 else "old")
    draw_sample(project, seed=9, size=72)
    young = {f"P{at}" for at in range(6)}
    for line in lines_of(project):
        with project.change("Code") as session:
            give(session, line.id, codes["Buses"])
            decide(session, line.id)
            table = table_of(BlindCode)
            own = live(BlindCode).where(table.c.passage_id == line.id, table.c.code_id == codes["Buses"])
            key = session.execute(own.with_only_columns(table.c.id)).scalar_one()
            amend(session, BlindCode, key, proposed=line.case not in young or line.place % 12 == 0)
    with project.read() as session:
        lines = {(one.measure, one.by, one.name): one for one in figures(session, by="age")}
    assert lines["recall", "age", "young"].unlike == "lower than among all others"
    assert lines["recall", "age", "old"].unlike == "higher than among all others"
    assert lines["recall", "age", "young"].found.upper < lines["recall", "age", "old"].found.lower  # type: ignore[operator]
    assert lines["recall", "age", "young"].found.people == 6


def test_who_takes_back_consent_is_not_read_blind_any_more(told: Project) -> None:
    draw_sample(told, seed=3)
    line = lines_of(told)[0]
    with told.change("Consent") as session:
        add(session, Consent, case_id=line.case_id, scope="machine", state="withdrawn")
    assert line.case not in {one.case for one in lines_of(told)}
    answer_all(told, codes_of(told))
    with told.read() as session:
        assert samples(session)[0].done
        assert session.execute(live(BlindPassage)).scalars().all()
        assert segments_of(session, line.document_id)
