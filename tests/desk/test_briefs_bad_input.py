"""What people get wrong with briefs is told in one sentence on the command line, and the project stays as it was."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.briefs.ready import ready_brief
from workbench.briefs.costs import add_cost
from workbench.briefs.decisions import decisions
from workbench.briefs.options import TitleIsLongError, add_brief, add_option, briefs
from workbench.desk.briefs.deciding import ground, record_decision
from workbench.errors import WorkbenchError
from workbench.governance.departures import departures
from workbench.indicators.observations import Observation
from workbench.project.file import Project, open_file
from workbench.rows import amend

DECIDE = """
import sys
from pathlib import Path
from workbench.desk.briefs.deciding import record_decision
from workbench.errors import WorkbenchError
from workbench.project.file import open_file
try:
    with open_file(Path(sys.argv[1]), coder=sys.argv[2]) as project:
        record_decision(project, 1, outcome="approve", reasons="Yes.")
except WorkbenchError as refusal:
    print(refusal)
    sys.exit(1)
"""


@pytest.fixture
def brief(project: Project) -> int:
    with project.change("Bring in") as session:
        return ready_brief(session)[1]


def test_a_title_of_500_letters_is_refused_and_nothing_is_lost(project: Project, brief: int) -> None:
    for add in (lambda session: add_brief(session, "x" * 500), lambda session: add_option(session, brief, "x" * 500)):
        with (
            pytest.raises(TitleIsLongError, match=r"This title has 500 letters and a heading holds 120\. Shorten it"),
            project.change("Title") as session,
        ):
            add(session)
    with project.read() as session:
        assert [one.title for one in briefs(session)] == ["Light on the path"]


def test_costs_that_do_not_go_together_are_refused(project: Project, brief: int) -> None:
    with pytest.raises(WorkbenchError) as caught, project.change("Cost") as session:
        add_cost(session, 2, "Lamps", low=2000, high=1000, prices="2026")
    assert str(caught.value).count("\n") == 0


def test_a_brief_that_wants_another_look_is_decided_on_after_a_warning(project: Project, brief: int) -> None:
    with project.change("Revise a figure") as session:
        amend(session, Observation, 1, value=61.0)
    assert "changed since it was cited" in ground(project, brief).warning
    record_decision(project, brief, outcome="approve", reasons="We know, and still.")
    with project.read() as session:
        assert len(decisions(session)) == 1


def test_two_processes_that_decide_at_once_leave_one_decision_and_one_sentence(project: Project, brief: int) -> None:
    project.close()

    def decide(who: str) -> tuple[int, str]:
        command = [sys.executable, "-c", DECIDE, str(project.path), who]
        ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        return ran.returncode, f"{ran.stdout}{ran.stderr}".strip()

    with ThreadPoolExecutor() as both:
        ran = sorted(both.map(decide, ("amina", "ben")))
    assert [code for code, _ in ran] == [0, 1]
    assert ran[0][1] == ""
    assert len(ran[1][1].splitlines()) == 1
    with open_file(project.path, coder="amina") as again, again.read() as session:
        assert len(decisions(session)) == 1


@pytest.mark.parametrize("kind", ["docx", "xlsx", "text", "csv"])
def test_no_nasty_file_as_a_template_does_more_than_be_refused_in_a_sentence(
    project: Project, brief: int, shared_data: Path, tmp_path: Path, kind: str
) -> None:
    from workbench.desk.briefs.brief import write_brief

    listed = [path for path in sorted((shared_data / "nasty" / kind).iterdir()) if path.is_file()]
    assert listed
    left, refused = 0, dict[str, str]()
    for path in listed:
        try:
            write_brief(project, "O2", tmp_path / "out.docx", template=path)
            left += 1
        except WorkbenchError as refusal:
            refused[path.name] = str(refusal)
    assert not [name for name, said in refused.items() if "\n" in said]
    with project.read() as session:
        assert len(departures(session)) == left
