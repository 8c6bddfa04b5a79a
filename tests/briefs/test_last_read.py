"""What is new in a brief since somebody last read it."""

from __future__ import annotations

from typing import Any

from tests.briefs.ready import ready_brief
from workbench.briefs.last_read import has_read, mark_read, since_read
from workbench.briefs.options import amend_brief
from workbench.desk.briefs.brief import brief_page
from workbench.project.file import open_file


def read(project: Any, brief: int) -> Any:
    page = brief_page(project, brief)
    with project.read() as session:
        return since_read(session, brief, page)


def mark(project: Any, brief: int) -> None:
    page = brief_page(project, brief)
    with project.change("Read a brief", kind="reading") as session:
        mark_read(session, brief, page)


def test_nothing_is_new_to_who_never_read_it_or_has_just_read_it(project: Any) -> None:
    with project.change("Brief") as session:
        _, brief = ready_brief(session)
    assert read(project, brief).words == ""
    mark(project, brief)
    since = read(project, brief)
    assert (since.new, since.parts, since.words) == (frozenset(), (), "")
    with project.read() as session:
        assert has_read(session, brief) == since.at


def test_only_sentences_that_changed_are_new_and_only_to_who_read_the_others(project: Any) -> None:
    with project.change("Brief") as session:
        _, brief = ready_brief(session)
    mark(project, brief)
    with project.change("Edit") as session:
        amend_brief(session, brief, problem="The path is dark from four.\nIt is dark in October too.")
    since = read(project, brief)
    assert since.new == {"It is dark in October too."}
    assert since.parts == ("The problem",)
    assert since.words.startswith("Changed since you read it on ")
    assert since.words.endswith(": The problem.")
    mark(project, brief)
    with project.change("Edit") as session:
        amend_brief(session, brief, problem="The path is dark from four.")
    gone = read(project, brief)
    assert (gone.new, gone.parts) == (frozenset(), ("The problem",)), "what was taken out moves the part"
    project.undo()
    assert read(project, brief).parts == (), "undo goes past what was read"
    project.close()
    with open_file(project.path, coder="ben") as again:
        assert read(again, brief).at == ""
