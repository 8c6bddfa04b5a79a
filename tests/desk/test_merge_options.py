"""Two copies work on one brief's options: every line stays, what is one thing stays one, and no two are of one name."""

from __future__ import annotations

from pathlib import Path

from workbench.briefs.appraisal import appraisal
from workbench.briefs.costs import add_cost
from workbench.briefs.equality import look_at_equality
from workbench.briefs.factors import add_factor, appraise_in_full, factors, rate_option
from workbench.briefs.options import add_brief, add_option, options
from workbench.desk.merging.merge import merge
from workbench.project.backup import backup
from workbench.project.file import Project, create, open_file


def work(project: Project, who: str, effect: str) -> None:
    """What one person does in a copy."""
    with project.change("Work") as session:
        option = next(one.id for one in options(session, 1) if one.title == "Lamps")
        add_cost(session, option, f"Paid by {who}", low=1, high=2)
        look_at_equality(session, option, "age", effect=effect, why=f"So says {who}.")
        appraise_in_full(session, 1)
        first = factors(session, [1])[1][0]
        rate_option(session, option, first.id, "meets" if who == "amina" else "partly", f"So says {who}.")
        add_factor(session, 1, f"Of {who}", weight=1)
        add_option(session, 1, f"Option of {who}")


def test_two_copies_of_a_brief_come_to_one(tmp_path: Path) -> None:
    with create(tmp_path / "ours.workbench", title="Study", coder="amina") as ours:
        with ours.change("Begin") as session:
            add_option(session, add_brief(session, "Ways home"), "Lamps")
        with open_file(backup(ours, tmp_path / "theirs.workbench"), coder="ben") as theirs:
            work(ours, "amina", "positive")
            work(theirs, "ben", "negative")
        report = merge(ours, theirs.path)
        with ours.read() as session:
            given = options(session, 1)
            held = appraisal(session, 1, given)
            option = next(one for one in given if one.title == "Lamps")
            detail = held.of(option)
        assert sorted(one.name for one in given) == ["O1", "O2", "O3", "O4"]
        assert {one.text for one in detail.costs} == {"Paid by amina", "Paid by ben"}
        assert [(one.characteristic, one.effect) for one in detail.equality] == [("age", "negative")]
        assert [one.name for one in held.factors if one.own] == ["Of amina", "Of ben"]
        assert sum(not one.own for one in held.factors) == 5
        assert [one.level for one in held.ratings.values()] == ["partly"]
        assert {one.cell for one in report.conflicts} >= {"effect", "level"}, "both values are kept"
