"""A project of another program in the words of the screen."""

from __future__ import annotations

from workbench.desk.importing.reports import ImportReport
from workbench.tui.sources.telling import in_words


def test_what_is_in_a_project_is_counted_by_documents_codes_and_people() -> None:
    counts = {"documents": 2, "words": 900, "codes": 1, "codings": 1200, "cases": 1, "memos": 0, "codings changed": 1}
    report = ImportReport("a.qdpx", "refi", "imported", counts)
    assert in_words(report) == "2 documents, 1 code, 1,200 coded passages, 1 person, 1 coded passage changed"
    assert in_words(ImportReport("a.md", "transcript", "imported", {"documents": 1, "turns": 3})) == "3 turns"
    assert in_words("refi") == "project"
