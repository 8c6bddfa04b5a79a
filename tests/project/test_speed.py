"""What one coding costs, counted in statements and calls; the benchmark gives its time beside a bare script's."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.effort import calls
from workbench.coding.codebook import Code
from workbench.coding.codings import Coding
from workbench.project.file import Project, create
from workbench.rows import add, now
from workbench.sources.coders import current_coder
from workbench.sources.documents import Document, Segment


@pytest.fixture
def project(tmp_path: Path):
    project = create(tmp_path / "ours.workbench", title="Study", coder="amina")
    with project.change("Import") as session:
        document = add(session, Document, name="walk.txt", kind="transcript", length=1000)
        add(session, Segment, document_id=document, ordinal=0, start=0, end=1000, text="walking " * 125)
        add(session, Code, name="Walking")
    code_once(project, 0)
    yield project
    project.close()


def code_once(project: Project, number: int) -> None:
    with project.change("Apply code") as session:
        place = {"document_id": 1, "anchor": 0, "start": number, "end": number + 20}
        add(session, Coding, code_id=1, coder_id=current_coder(session), created=now(), **place)


def test_a_coding_is_a_handful_of_statements(project: Project) -> None:
    said: list[str] = []
    with project.change("Look on") as session:
        raw = project.connection_of_change()
        current_coder(session)
    raw.set_trace_callback(said.append)
    code_once(project, 1)
    raw.set_trace_callback(None)
    wrote = [statement.split()[0] for statement in said]
    assert {"BEGIN", "INSERT", "COMMIT"} <= set(wrote)
    assert len(wrote) <= 10, said


def test_a_coding_costs_the_same_after_a_thousand(project: Project) -> None:
    def fewest() -> int:
        return min(calls(lambda: code_once(project, 1)) for _ in range(5))

    first = fewest()
    for number in range(1000):
        code_once(project, number)
    assert fewest() <= first * 1.1 < 2000
