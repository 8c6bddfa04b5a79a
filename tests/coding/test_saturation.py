"""Saturation against a direct computation from the definition, and the interviews of a project in their order.

The worked figures of Guest, Namey and Chen (2020) could not be looked up in the paper itself, so none are given here as
published. The worked example is our own; everything else is held against unions and differences of whole sets.
"""

from __future__ import annotations

import random
from itertools import count, permutations
from pathlib import Path

import pytest

from tests.coding.conftest import put_in
from workbench.coding.codebook import Code
from workbench.coding.codings import apply_code
from workbench.coding.interviews import BY_DATE, BY_IMPORT, REFLEXIVE, interviews, why_not_shown
from workbench.coding.saturation import RunEmptyError, first_heard, in_other_orders, reached, runs
from workbench.project.file import Project, create
from workbench.rows import add, amend, remove
from workbench.sources.coders import Coder
from workbench.sources.documents import Document
from workbench.sources.readings import begin_reading, finish_reading
from workbench.text import Span

NEW = (10, 6, 4, 3, 1, 1, 0, 1, 0, 0)
"""New codes of ten interviews; each has some old ones too."""


def told() -> list[set[int]]:
    numbers = count()
    heard: list[set[int]] = []
    for new in NEW:
        old = set(sorted(set().union(*heard))[::2])
        heard.append(old | {next(numbers) for _ in range(new)})
    return heard


def test_the_worked_example() -> None:
    found = runs(told(), base=4, length=2)
    assert [(run.first, run.last, run.new) for run in found] == [
        (5, 6, 2), (6, 7, 1), (7, 8, 1), (8, 9, 1), (9, 10, 0),
    ]  # fmt: skip
    assert {run.base_codes for run in found} == {23}
    assert [round(run.percent or 0, 2) for run in found] == [8.70, 4.35, 4.35, 4.35, 0]
    few, none = reached(found), reached(found, 0)
    assert few is not None
    assert none is not None
    assert (few.before, few.last, none.before, none.last) == (5, 7, 8, 10)


@pytest.mark.parametrize("seed", range(40))
def test_runs_against_whole_sets(seed: int) -> None:
    draw = random.Random(seed)
    heard = [set(draw.choices(range(30), k=draw.randrange(8))) for _ in range(draw.randrange(1, 14))]
    for base in (1, 4, 5, 6):
        for length in (1, 2, 3):
            by_hand = []
            for last in range(base + length, len(heard) + 1):
                before, up_to = set().union(*heard[: last - length]), set().union(*heard[:last])
                by_hand.append((last, len(up_to) - len(before), len(set().union(*heard[:base]))))
            assert [(run.last, run.new, run.base_codes) for run in runs(heard, base=base, length=length)] == by_hand


def test_five_percent_is_within_five_percent() -> None:
    heard: list[set[int]] = [set(range(20)), {1}, {20}, set(), {21, 22}]
    found = runs(heard, base=2, length=1)
    assert [run.percent for run in found] == [5.0, 0.0, 10.0]
    assert [(run.within(5), run.within(0)) for run in found] == [(True, False), (True, True), (False, False)]


def test_a_base_without_codes_says_nothing() -> None:
    found = runs([set(), set(), {1}, set()], base=2, length=1)
    assert [run.percent for run in found] == [None, None]
    assert reached(found) is None
    assert reached(found, 0) is None


def test_too_few_interviews_and_no_run() -> None:
    assert runs([{1}] * 5, base=4, length=2) == []
    assert first_heard([]) == []
    for base, length in ((0, 2), (4, 0)):
        with pytest.raises(RunEmptyError):
            runs([{1}], base=base, length=length)


def test_other_orders_against_every_order_there_is() -> None:
    heard = [{1, 2}, {2, 3}, {1}, {1, 2, 3}, {4}, {1}]
    needed = []
    for order in permutations(heard):
        run = reached(runs(list(order), base=2, length=1), 5)
        if run is not None:
            needed.append(run.before)
    found = in_other_orders(heard, base=2, length=1, most=5, orders=4000)
    assert found.orders == 4000
    assert found.reached / found.orders == pytest.approx(len(needed) / 720, abs=0.03)
    assert found.half_by == sorted(needed)[719 // 2]
    assert found == in_other_orders(heard, base=2, length=1, most=5, orders=4000)


def test_other_orders_where_none_reaches_it() -> None:
    found = in_other_orders([{number} for number in range(8)], base=4, length=2, most=5, orders=50)
    assert (found.reached, found.half_by, found.most_by) == (0, None, None)
    found = in_other_orders([{1}] * 8, base=4, length=2, most=0, orders=50)
    assert (found.reached, found.half_by, found.most_by) == (50, 4, 4)


def read(project: Project, *keys: int) -> None:
    with project.change("Read") as session:
        for key in keys:
            finish_reading(session, key)


def three(project: Project) -> list[int]:
    """Three interviews: dark, dark and bus, nothing."""
    return [
        put_in(project, "Amina: It is [dark]{dark}.", name="a.md").document,
        put_in(project, "Ben: The [bus]{bus} is late and it is [dark]{dark}.", name="b.md").document,
        put_in(project, "Cleo: It is fine.", name="c.md").document,
    ]


def test_only_interviews_that_were_read_to_the_end(project: Project) -> None:
    first, second, third = three(project)
    read(project, third, first)
    with project.change("More") as session:
        begin_reading(session, second)
        question = add(session, Document, name="q1", kind="question")
        notes = add(session, Document, name="notes.md", kind="transcript", beside_id=first, beside_as="field notes")
        finish_reading(session, question)
        finish_reading(session, notes)
    with project.read() as session:
        found = interviews(session)
    assert (found.names, found.unread, found.order) == (("a.md", "c.md"), ("b.md",), BY_IMPORT)
    assert [len(codes) for codes in found.codes] == [1, 0]


def test_one_coder_alone(project: Project) -> None:
    first, second, _ = three(project)
    read(project, first)
    with project.change("Ben") as session:
        ben = add(session, Coder, name="ben")
        finish_reading(session, second, coder_id=ben)
    with project.read() as session:
        both, his = interviews(session), interviews(session, coder=ben)
    assert (both.names, his.names) == (("a.md", "b.md"), ("b.md",))
    assert [len(codes) for codes in both.codes] == [1, 2]
    assert [len(codes) for codes in his.codes] == [0]


def test_a_code_counts_once_and_not_when_it_is_gone(project: Project) -> None:
    coded = put_in(project, "Amina: [Dark]{dark}, and [bus]{bus}.")
    with project.change("Again") as session:
        apply_code(session, coded.codes["dark"], coded.document, Span(0, 1))
        remove(session, Code, coded.codes["bus"])
    read(project, coded.document)
    with project.read() as session:
        assert interviews(session).codes == (frozenset({coded.codes["dark"]}),)


def test_the_days_make_the_order_where_they_tell_it(project: Project) -> None:
    keys = three(project)
    read(project, *keys)

    def titled(*titles: str) -> tuple[tuple[str, ...], str]:
        with project.change("Titles") as session:
            for key, title in zip(keys, titles, strict=True):
                amend(session, Document, key, title=title)
        with project.read() as session:
            found = interviews(session)
        return found.names, found.order

    imported = (("a.md", "b.md", "c.md"), BY_IMPORT)
    assert titled("9 May 2026", "1 May 2026", "May talk") == imported
    assert titled("9 May 2026", "1 May 2026", "May 2026") == imported
    assert titled("May 2026", "May 2026", "May 2026") == imported
    assert titled("9 May 2026", "1 May 2026", "April 2026") == (("c.md", "b.md", "a.md"), BY_DATE)


def test_a_reflexive_project_does_not_show_it(project: Project, tmp_path: Path) -> None:
    with project.read() as session:
        assert why_not_shown(session) == ""
    with (
        create(tmp_path / "r.workbench", title="R", approach="reflexive", coder="amina") as other,
        other.read() as session,
    ):
        assert why_not_shown(session) == REFLEXIVE
