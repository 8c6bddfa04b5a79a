"""Options and lines are moved among their like; what has a place of its own keeps it."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.briefs.costs import Cost, add_cost, costs
from workbench.briefs.equality import EqualityEffect, look_at_equality
from workbench.briefs.factors import Factor, GreenBookStaysError, add_factor, appraise_in_full, factors
from workbench.briefs.long_list import LongChoice, add_choice, long_list
from workbench.briefs.options import BusinessAsUsualStaysError, add_brief, add_option, options
from workbench.briefs.order import LineStaysError, NumbersAreKeptError, move_line, move_option
from workbench.desk.briefs.deciding import record_decision
from workbench.desk.merging.merge import merge
from workbench.project.backup import backup
from workbench.project.file import Project, open_file


def costs_of(project: Project, option: int) -> list[str]:
    with project.read() as session:
        return [one.text for one in costs(session, [option])[option]]


def test_a_line_moves_among_its_like(project: Project) -> None:
    with project.change("Begin") as session:
        brief = add_brief(session, "Ways home")
        option = add_option(session, brief, "Lamps")
        keys = [add_cost(session, option, name, low=1, high=2) for name in ("a", "b", "c")]
    with project.change("Move") as session:
        assert move_line(session, Cost, keys[2], -1)
    assert costs_of(project, option) == ["a", "c", "b"]
    with project.change("Move") as session:
        assert not move_line(session, Cost, keys[0], -1), "it is the first already"
        assert move_line(session, Cost, keys[0], 2)
    assert costs_of(project, option) == ["c", "b", "a"]
    project.undo()
    assert costs_of(project, option) == ["a", "c", "b"]


def test_lines_that_two_copies_put_in_one_place_move_all_the_same(project: Project, tmp_path: Path) -> None:
    with project.change("Begin") as session:
        option = add_option(session, add_brief(session, "Ways home"), "Lamps")
        add_cost(session, option, "first", low=1, high=2)
    with open_file(backup(project, tmp_path / "theirs.workbench"), coder="ben") as theirs:
        for copy, name in ((project, "ours"), (theirs, "theirs")):
            with copy.change("Cost") as session:
                add_cost(session, option, name, low=1, high=2)
    merge(project, theirs.path)
    before = costs_of(project, option)
    assert sorted(before) == ["first", "ours", "theirs"]
    with project.change("Move") as session:
        assert move_line(session, Cost, costs(session, [option])[option][2].id, -1)
    assert costs_of(project, option) == [before[0], before[2], before[1]]


def test_what_has_a_place_of_its_own_keeps_it(project: Project) -> None:
    with project.change("Begin") as session:
        brief = add_brief(session, "Ways home")
        option = add_option(session, brief, "Lamps")
        look_at_equality(session, option, "age", effect="positive", why="So it is.")
        appraise_in_full(session, brief)
        own = [add_factor(session, brief, name) for name in ("One", "Two")]
        scope = [add_choice(session, brief, "scope", name) for name in ("near", "far")]
        add_choice(session, brief, "funding", "all")
    with project.change("Move") as session:
        with pytest.raises(LineStaysError):
            move_line(session, EqualityEffect, 1, 1)
        with pytest.raises(GreenBookStaysError):
            move_line(session, Factor, factors(session, [brief])[brief][0].id, 1)
        assert move_line(session, Factor, own[1], -1)
        assert move_line(session, LongChoice, scope[0], 1)
        assert not move_line(session, LongChoice, scope[0], 1), "a choice stays in its dimension"
    with project.read() as session:
        assert [one.name for one in factors(session, [brief])[brief]][-2:] == ["Two", "One"]
        assert [one.text for one in long_list(session, [brief])[brief]] == ["far", "near", "all"]


def test_options_change_their_numbers_until_a_version_is_kept(project: Project) -> None:
    with project.change("Begin") as session:
        brief = add_brief(session, "Ways home", decision_asked="Agree.")
        lamps, bus = add_option(session, brief, "Lamps"), add_option(session, brief, "Bus")
        usual = options(session, brief)[0].id
    with project.change("Move") as session:
        assert move_option(session, bus, -1)
        assert not move_option(session, bus, -1), "business as usual stays first"
        with pytest.raises(BusinessAsUsualStaysError):
            move_option(session, usual, 1)
    with project.read() as session:
        assert [f"{one.name} {one.title}" for one in options(session, brief)][1:] == ["O2 Bus", "O3 Lamps"]
    record_decision(
        project, brief, outcome="revise", audience="internal", relied_on=(), option_id=None, reasons="Ask again."
    )
    with project.change("Move") as session, pytest.raises(NumbersAreKeptError):
        move_option(session, lamps, -1)


def test_options_that_two_copies_moved_otherwise_keep_names_of_their_own(project: Project, tmp_path: Path) -> None:
    with project.change("Begin") as session:
        brief = add_brief(session, "Ways home")
        keys = [add_option(session, brief, name) for name in ("Lamps", "Bus", "Path")]
    with open_file(backup(project, tmp_path / "theirs.workbench"), coder="ben") as theirs:
        for copy, key in ((project, keys[1]), (theirs, keys[2])):
            with copy.change("Move") as session:
                assert move_option(session, key, -1)
    merge(project, theirs.path)
    with project.read() as session:
        given = options(session, brief)
    assert len({one.name for one in given}) == 4
    assert given[0].kind == "business as usual"
    assert {one.title for one in given[1:]} == {"Lamps", "Bus", "Path"}
