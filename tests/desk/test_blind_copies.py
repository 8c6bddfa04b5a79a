"""Blind samples in copies that meet, and after a withdrawal: nothing is lost, nobody stays who left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.desk import copies
from tests.suggestions.conftest import EVERY, put_codes, put_turns
from tests.suggestions.test_blind_samples import answer_all, codes_of
from workbench.coding.codebook import Code
from workbench.desk.merging.merge import merge
from workbench.desk.suggesting.blind import draw_sample
from workbench.desk.suggesting.suggest import suggest
from workbench.desk.tables.declared import make_table
from workbench.desk.withdrawal.withdrawing import withdraw
from workbench.project.backup import backup
from workbench.project.file import Project, open_file
from workbench.rows import add, live, now, table_of
from workbench.sources.coders import current_coder
from workbench.sources.documents import Segment
from workbench.suggestions.blind_answering import blind_lines, decide, give
from workbench.suggestions.blind_drawing import draw, free_to_draw, set_down
from workbench.suggestions.blind_samples import BlindCode, BlindPassage, samples
from workbench.suggestions.precision import read_blind
from workbench.suggestions.runs import Run

TURNS = [(f"P{at % 6}", said) for at, said in enumerate(EVERY)]


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_CACHE", str(tmp_path / "cache"))


class BlindCopies(copies.Copies):
    """People who also read blind."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        more: list[tuple[int, Callable[[Project], object]]] = [(3, self.draw_blind), (8, self.answer_blind)]
        self.steps += more

    def draw_blind(self, copy: Project) -> None:
        codes = [self._some(copy, Code) for _ in range(3)]
        with copy.change("Draw") as session:
            table = table_of(Segment)
            every = session.execute(live(Segment).with_only_columns(table.c.id)).scalars().all()
            free = free_to_draw(session, every, current_coder(session))
            drawn = draw(free[::2], free[1::2], seed=self.chance.randrange(99), size=4)
            run = add(session, Run, kind="codes", model="m", at=now(), content=str(self.chance.random()))
            scores = {one.segment_id: {code: self.chance.random() for code in codes} for one in drawn}
            proposed = {(key, codes[0]) for key in scores}
            set_down(session, run_id=run, seed=1, drawn=drawn, drawn_from=len(free), scores=scores, proposed=proposed)

    def answer_blind(self, copy: Project) -> None:
        code, fits = self._some(copy, Code), self.chance.random() < 0.7
        with copy.change("Answer") as session:
            mine = [one for one in samples(session, coder_id=current_coder(session)) if one.left and not one.done]
            lines = [line for line in blind_lines(session, mine[0].id) if not line.answered] if mine else []
            if lines:
                line = self.chance.choice(lines)
                if fits and not line.given:
                    give(session, line.id, code)
                decide(session, line.id, fits=fits or bool(line.given), looked_ms=5)


@pytest.mark.parametrize("seed", [1, 2])
def test_copies_in_which_people_read_blind_come_to_the_same(seed: int) -> None:
    made = BlindCopies(seed)
    met = drawn = 0
    try:
        for _ in range(90):
            said = made.step()
            drawn += "blind" in said and ":" not in said
            if made.chance.random() < 0.1:
                made.unite()
                met += 1
        for copy in made.copies:
            made.check(copy)
        made.end_in_one()
    finally:
        made.close()
    assert met
    assert drawn > 5


def test_what_was_read_blind_in_two_copies_is_measured_in_one(project: Project, tmp_path: Path) -> None:
    put_turns(project, TURNS)
    put_codes(project)
    suggest(project, topics=2)
    codes = codes_of(project)
    with open_file(backup(project, tmp_path / "bea.workbench"), coder="bea") as theirs:
        draw_sample(theirs, seed=1, size=8)
        answer_all(theirs, codes, wrong=2)
        draw_sample(project, seed=2, size=6)
        answer_all(project, codes)
        report = merge(project, theirs.path)
        assert report.new["blind_passage"] == 8
        merge(theirs, project.path)
        assert make_table(project, "precision").rows == make_table(theirs, "precision").rows
        rows = {row[:3]: row for row in make_table(project, "precision").rows}
    assert rows["recall", "all", "all codes"][4] == 12
    assert {key[2] for key in rows if key[1] == "coder"} == {"amina", "bea"}
    with project.read() as session:
        segment, passage = table_of(Segment), table_of(BlindPassage)
        drawn = live(BlindPassage).join(segment, segment.c.id == passage.c.segment_id)
        heard = set(session.execute(drawn.with_only_columns(segment.c.case_id)).scalars())
        assert read_blind(session) == (14, len(heard))


def test_who_withdraws_is_in_no_blind_sample_any_more(project: Project) -> None:
    _, cases = put_turns(project, TURNS)
    put_codes(project)
    suggest(project, topics=2)
    draw_sample(project, seed=1)
    answer_all(project, codes_of(project), wrong=2)
    with project.read() as session:
        lines = blind_lines(session, samples(session)[0].id)
        theirs = {line.id for line in lines if line.case_id == cases["P1"]}
        assert theirs
    done = withdraw(project, "P1")
    assert done.entry.counts["passage read blind"] == len(theirs)
    assert f"{len(theirs)} passages read blind" in " ".join(done.lines())
    passage, code = table_of(BlindPassage), table_of(BlindCode)
    with project.read() as session:
        left = set(session.execute(passage.select().with_only_columns(passage.c.id)).scalars())
        said = set(session.execute(code.select().with_only_columns(code.c.passage_id)).scalars())
    assert not left & theirs
    assert said <= left
    assert len(left) == 18 - len(theirs)
    assert not {row[0] for row in make_table(project, "precision").rows} - {"precision", "recall"}
