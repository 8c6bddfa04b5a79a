"""Search: whatever is typed is words to look for, never a command."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources.conftest import draft
from workbench.project.file import Project
from workbench.sources.documents import add_document, document_named, words_at
from workbench.sources.search import find_words, folded, understood
from workbench.text import Span


def test_hits_say_where(walk: Project) -> None:
    with walk.read() as session:
        (hit,) = find_words(session, "cross OVER la")
        assert (hit.document, hit.speaker) == ("07.md", "Amina")
        assert hit.text[hit.mark_start : hit.mark_end] == "cross"
        assert words_at(session, document_named(session, "07.md"), Span(hit.start, hit.end)) == "cross"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("bus", 2),
        ("b", 0),
        ("the b", 3),
        ("bus tak", 1),
        ('"the bus"', 2),
        ('"bus the"', 0),
        ("la ", 0),
        ("OR", 0),
        ('* ( " ^ NEAR(', 0),
        ("", 0),
    ],
)
def test_what_a_person_types(walk: Project, typed: str, found: int) -> None:
    with walk.read() as session:
        assert len(find_words(session, typed)) == found


def test_accents_do_not_matter(project: Project) -> None:
    with project.change("Import") as session:
        add_document(session, draft("Ana: The café İs open.\n\nBen: Good.\n\nAna: Yes.\n"))
        (hit,) = find_words(session, "CAFE")
        assert hit.text[hit.mark_start : hit.mark_end] == "café"


@given(st.text(max_size=20))
def test_folding_keeps_every_place(text: str) -> None:
    assert len(folded(text)) == len(text)


@given(st.text(max_size=30))
def test_a_query_has_only_quoted_words(typed: str) -> None:
    query = understood(typed).query()
    assert query.replace('"*', '"').count('"') % 2 == 0
