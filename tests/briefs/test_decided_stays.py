"""A brief that was decided on stays as it is: every verb that changes what it says is refused with what to do."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import workbench.briefs
from tests.briefs.ready import ready_brief
from tests.study import Study
from workbench.briefs.benefits import add_benefit, amend_benefit, remove_benefit
from workbench.briefs.contents import Contents, contents
from workbench.briefs.costs import Cost, add_cost, amend_cost, remove_cost
from workbench.briefs.decisions import decide, decisions
from workbench.briefs.equality import forget_equality, look_at_equality
from workbench.briefs.evidence import cite, uncite
from workbench.briefs.factors import (
    add_factor,
    appraise_in_full,
    appraise_lightly,
    rate_option,
    remove_factor,
    rename_factor,
    weight_factor,
)
from workbench.briefs.flows import add_flow, flows, remove_flow, tie, ties, untie
from workbench.briefs.long_list import add_choice, amend_choice, remove_choice
from workbench.briefs.objectives import add_objective, amend_objective, remove_objective
from workbench.briefs.options import (
    BriefIsDecidedError,
    add_option,
    amend_brief,
    amend_option,
    briefs,
    prefer,
    remove_option,
)
from workbench.briefs.order import move_line, move_option
from workbench.briefs.partners import add_partner, amend_partner, remove_partner
from workbench.briefs.problems import problems
from workbench.briefs.risks import add_risk, amend_risk, remove_risk
from workbench.briefs.slots import set_slot, slots
from workbench.briefs.tasks import add_task, amend_task, do_task, remove_task, tasks
from workbench.briefs.versions import Version, fingerprint
from workbench.desk.briefs.deciding import record_decision
from workbench.project.file import Project, create, open_file
from workbench.rows import live
from workbench.triangulation.findings import remove_finding

ROOM = Path(workbench.briefs.__file__).parent
WRITES = {"add", "add_many", "amend", "remove", "remove_many", "add_below", "put_below", "amend_below", "remove_below"}
BELOW = {"add_below", "put_below", "amend_below", "remove_below"}
"""By these others write."""
NOT_OF_IT: dict[str, str] = {
    "add_brief": "begins another",
    "look_again": "says of evidence that it still serves; the page says what it said",
    "decide": "is itself what opens a brief again",
    "add_conditions": "is a part of a decision",
    "settle_condition": "follows a decision",
    "open_tasks": "is a part of a decision",
    "add_task": "follows a decision",
    "do_task": "follows a decision",
    "reopen_task": "follows a decision",
    "note_outcome": "follows a decision",
    "freeze": "is a part of a decision",
    "take_out_words": "is a withdrawal's",
    "mark_read": "is a reader's mark",
    "add_flow": "belongs to no brief",
    "amend_flow": "belongs to no brief",
    "add_action": "belongs to a flow",
    "amend_action": "belongs to a flow",
    "finish_action": "belongs to a flow",
    "remove_action": "belongs to a flow",
    "answer": "belongs to the ethics pack",
    "keep_pack": "belongs to the ethics pack",
    "advise": "belongs to the ethics pack",
    "reword_advice": "belongs to the ethics pack",
    "settle_advice": "belongs to the ethics pack",
    "remove_advice": "belongs to the ethics pack",
}
"""Verbs of the room that may write when a brief is decided, and why."""

Call = Callable[[Any, Contents, Study], object]


def _detail(held: Contents) -> Any:
    return held.appraisal.of(held.options[1])


BY_VERB: dict[str, Call] = {
    "amend_brief": lambda s, held, _: amend_brief(s, held.brief.id, problem="Another."),
    "add_option": lambda s, held, _: add_option(s, held.brief.id, "Another"),
    "amend_option": lambda s, held, _: amend_option(s, held.options[1].id, what="Another."),
    "remove_option": lambda s, held, _: remove_option(s, held.options[1].id),
    "prefer": lambda s, held, _: prefer(s, held.options[0].id),
    "cite": lambda s, held, study: cite(s, held.brief.id, "figure", study.england),
    "uncite": lambda s, held, _: uncite(s, held.citations[0].id),
    "set_slot": lambda s, held, _: set_slot(s, held.brief.id, "Wards affected", "All"),
    "add_objective": lambda s, held, _: add_objective(s, held.brief.id, "Another"),
    "amend_objective": lambda s, held, _: amend_objective(s, held.appraisal.objectives[0].id, text="Another"),
    "remove_objective": lambda s, held, _: remove_objective(s, held.appraisal.objectives[0].id),
    "add_partner": lambda s, held, _: add_partner(s, held.options[1].id, "Another", effect="lead", agrees="yes"),
    "amend_partner": lambda s, held, _: amend_partner(
        s, _detail(held).partners[0].id, name="Another", effect="lead", does="", agrees="yes"
    ),
    "remove_partner": lambda s, held, _: remove_partner(s, _detail(held).partners[0].id),
    "add_benefit": lambda s, held, _: add_benefit(s, held.options[1].id, "Another"),
    "amend_benefit": lambda s, held, _: amend_benefit(
        s, _detail(held).benefits[0].id, text="Another", to_whom="", kind="unquantified", amount=""
    ),
    "remove_benefit": lambda s, held, _: remove_benefit(s, _detail(held).benefits[0].id),
    "add_cost": lambda s, held, _: add_cost(s, held.options[1].id, "Another", low=1, high=2, prices="2026"),
    "amend_cost": lambda s, held, _: amend_cost(
        s, _detail(held).costs[0].id, text="Another", paid="once", low=1, high=2, prices="2026", by_whom=""
    ),
    "move_line": lambda s, held, _: move_line(s, Cost, _detail(held).costs[0].id, 1),
    "move_option": lambda s, held, _: move_option(s, held.options[1].id, 1),
    "remove_cost": lambda s, held, _: remove_cost(s, _detail(held).costs[0].id),
    "add_risk": lambda s, held, _: add_risk(s, held.options[1].id, "Another", likelihood="low", impact="low"),
    "amend_risk": lambda s, held, _: amend_risk(
        s, _detail(held).risks[0].id, text="Another", likelihood="low", impact="low", owner="", mitigation=""
    ),
    "remove_risk": lambda s, held, _: remove_risk(s, _detail(held).risks[0].id),
    "look_at_equality": lambda s, held, _: look_at_equality(
        s, held.options[1].id, "age", effect="positive", why="Another."
    ),
    "forget_equality": lambda s, held, _: forget_equality(s, _detail(held).equality[0].id),
    "appraise_in_full": lambda s, held, _: appraise_in_full(s, held.brief.id),
    "appraise_lightly": lambda s, held, _: appraise_lightly(s, held.brief.id),
    "add_factor": lambda s, held, _: add_factor(s, held.brief.id, "Another"),
    "rename_factor": lambda s, held, _: rename_factor(s, _own(held), "Another"),
    "weight_factor": lambda s, held, _: weight_factor(s, _own(held), 3),
    "remove_factor": lambda s, held, _: remove_factor(s, _own(held)),
    "rate_option": lambda s, held, _: rate_option(s, held.options[1].id, _own(held), "meets", "Another."),
    "add_choice": lambda s, held, _: add_choice(s, held.brief.id, "scope", "Another"),
    "amend_choice": lambda s, held, _: amend_choice(
        s, held.appraisal.choices[0].id, dimension="scope", text="Another", verdict="", why=""
    ),
    "remove_choice": lambda s, held, _: remove_choice(s, held.appraisal.choices[0].id),
    "tie": lambda s, held, _: tie(s, held.options[1].id, flows(s)[0].id, "another"),
    "untie": lambda s, _held, _: untie(s, ties(s)[0].id),
    "remove_flow": lambda s, _held, _: remove_flow(s, flows(s)[0].id),
    "amend_task": lambda s, held, _: amend_task(s, held.tasks[0].id, text="Another", owner=""),
    "remove_task": lambda s, held, _: remove_task(s, held.tasks[0].id),
}
"""Every verb that changes what a brief says, called on one that is decided."""


def _own(held: Contents) -> int:
    return next(one.id for one in held.appraisal.factors if one.own)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Study, int]:
    """A brief with something of everything, sent back once and then approved: made once, and copied for each test."""
    path = tmp_path_factory.mktemp("decided") / "study.workbench"
    with create(path, title="Study", coder="amina") as project:
        with project.change("A brief") as session:
            study, brief = ready_brief(session)
            option = contents(session, brief).options[1].id
            appraise_in_full(session, brief)
            add_factor(session, brief, "Fits with the school day")
            add_choice(session, brief, "scope", "All paths")
            set_slot(session, brief, "Wards affected", "One")
            tie(session, option, add_flow(session, "Lamp reports", partner="The lighting authority"), "to know")
            decide(session, brief, outcome="revise", reasons="Say which lamps.")
        record_decision(project, brief, outcome="approve", reasons="It is right.")
    return path, study, brief


@pytest.fixture
def project(made: tuple[Path, Study, int], tmp_path: Path) -> Iterator[Project]:
    """A project with the decided brief."""
    with open_file(Path(shutil.copy(made[0], tmp_path)), coder="amina") as opened:
        yield opened


@pytest.fixture
def decided(made: tuple[Path, Study, int]) -> tuple[Study, int]:
    """The study and the decided brief."""
    return made[1:]


@pytest.mark.parametrize("verb", BY_VERB)
def test_it_is_refused_with_what_to_do_and_nothing_is_changed(
    project: Project, decided: tuple[Study, int], verb: str
) -> None:
    study, brief = decided
    with project.read() as session:
        before = contents(session, brief)
        assert before.brief.status == "decided"
        assert before.tasks
    with (
        pytest.raises(BriefIsDecidedError, match=r"record the decision “revise” .*: it opens the next version\."),
        project.change("Try") as session,
    ):
        BY_VERB[verb](session, contents(session, brief), study)
    with project.read() as session:
        assert contents(session, brief) == before


@pytest.mark.parametrize("verb", sorted(set(BY_VERB) - {"amend_task", "remove_task", "move_option"}))
def test_after_revise_it_works_again(project: Project, decided: tuple[Study, int], verb: str) -> None:
    study, brief = decided
    with project.change("Again") as session:
        decide(session, brief, outcome="revise", reasons="Look at the costs again.")
        BY_VERB[verb](session, contents(session, brief), study)
        assert briefs(session)[0].version == 3


def test_no_verb_of_the_room_is_forgotten() -> None:
    found = {name for path in sorted(ROOM.glob("*.py")) for name in _verbs(path)}
    assert found - BELOW == set(BY_VERB) | set(NOT_OF_IT)
    assert not set(BY_VERB) & set(NOT_OF_IT)


def _verbs(path: Path) -> Iterator[str]:
    """The public functions of a file that take a session first and write a row, themselves or by a verb of theirs."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for one in tree.body:
        if not isinstance(one, ast.FunctionDef) or one.name.startswith("_"):
            continue
        takes = [each.arg for each in one.args.args]
        called = {
            each.func.id for each in ast.walk(one) if isinstance(each, ast.Call) and isinstance(each.func, ast.Name)
        }
        writes = bool(called & WRITES) or any(name in BY_VERB or name in NOT_OF_IT for name in called - {"add_brief"})
        if takes[:1] == ["session"] and writes:
            yield one.name


def test_what_a_decided_brief_was_sent_back_with_stays_and_what_came_up_later_is_free(
    project: Project, decided: tuple[Study, int]
) -> None:
    with project.change("Follow up") as session:
        later = add_task(session, decided[1], "Tell the school.")
        amend_task(session, later, text="Tell both schools.", owner="")
        do_task(session, later, "Told.")
        remove_task(session, later)
        assert [one.text for one in tasks(session, decided[1])] == ["Say which lamps."]
        assert slots(session, decided[1])[0].text == "One"


def test_a_finding_that_goes_leaves_the_kept_page_and_the_decided_brief_says_so(
    project: Project, decided: tuple[Study, int]
) -> None:
    with project.read() as session:
        kept = decisions(session, decided[1])[-1].content
        finding = next(one.thing_id for one in contents(session, decided[1]).citations if one.kind == "finding")
    with project.change("Remove") as session:
        remove_finding(session, finding)
    with project.read() as session:
        page = session.execute(live(Version)).scalars().one().page
        assert fingerprint(page) == kept
        assert any("The decision stays; consider whether it still rests." in one.message for one in problems(session))
