"""What is known of a code."""

from __future__ import annotations

from tests.coding.conftest import Coded
from workbench.coding.code_page import CoderUse, Neighbour, code_page, neighbours
from workbench.coding.codings import apply_code
from workbench.coding.cooccurrence import cooccurrence
from workbench.coding.memos import write_memo
from workbench.coding.themes import add_theme
from workbench.project.file import open_file


def test_a_page_says_who_uses_the_code_what_it_goes_with_and_what_was_thought(coded: Coded) -> None:
    """
    Amina: [[By the bus]{bus} at [night]{night}]{journeys}, and [home]{journeys}.
    Kez: [[On foot]{journeys}]{foot}, [in the bus]{bus}.
    """
    journeys = coded.codes["journeys"]
    with coded.project.change("More") as session:
        apply_code(session, journeys, coded.document, coded.span("in the"), origin="search")
        write_memo(session, "Too broad?", about="code", thing_id=journeys)
        add_theme(session, "Getting about", codes=[journeys])
        add_theme(session, "Light", codes=[coded.codes["night"]])
    path, cases = coded.project.path, coded.cases
    coded.project.close()
    with open_file(path, coder="ben") as project:
        with project.change("Ben") as session:
            apply_code(session, journeys, coded.document, coded.span("On foot"))
        with project.read() as session:
            page = code_page(session, journeys)
            met = neighbours(cooccurrence(session), journeys)
            assert neighbours(cooccurrence(session), journeys, most=1) == met[:1]
    assert [use.codings for use in page.coders] == [4, 1]
    assert page.coders[0] == CoderUse(page.coders[0].coder, 4, len(cases), 1)
    assert page.coders[1] == CoderUse("ben", 1, 1, 0)
    assert [theme.name for theme in page.themes] == ["Getting about"]
    assert [memo.text for memo in page.memos] == ["Too broad?"]
    assert {(one.path, one.passages, one.cases) for one in met} == {("bus", 2, 2), ("foot", 2, 1), ("night", 1, 1)}
    assert isinstance(met[0], Neighbour)
