"""The words behind a code: cut from segments, joined over turns, belonging to everyone whose words they are."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.coding.conftest import Coded, put_in
from workbench.coding.codebook import add_code
from workbench.coding.codings import apply_code
from workbench.coding.retrieval import code_counts, passages, people_by_code, people_mentioning
from workbench.coding.themes import add_theme
from workbench.project.file import Project
from workbench.rows import remove
from workbench.sources.documents import Document
from workbench.text import Span


def test_a_span_over_several_turns_joins_them_with_their_line_breaks(coded: Coded) -> None:
    """
    Interviewer: Where?
    Amina: By the [shops 😀.
    Interviewer: Why?
    Ben: And]{place} then the bus.
    """
    with coded.project.read() as session:
        (found,) = passages(session)
    assert found.text == "shops 😀.\nWhy?\nAnd"
    assert found.cases == ("Amina", "Ben")
    assert found.speaker == "Amina"
    assert not found.unattributed


def test_a_span_that_only_meets_a_turn_does_not_touch_it(coded: Coded) -> None:
    """
    Amina: By the shops.
    Ben: [And then.]{bus}
    Cara: The bus.
    """
    with coded.project.change("Code") as session:
        code = coded.codes["bus"]
        before = coded.span("And then.").start
        apply_code(session, code, coded.document, Span(before - 1, before + 3))
    with coded.project.read() as session:
        assert [one.cases for one in passages(session)] == [("Ben",), ("Ben",)]
        assert [one.text for one in passages(session)] == ["And", "And then."]


def test_a_childs_words_are_nobodys_to_give(coded: Coded) -> None:
    """
    Amina: [By the shops.
    (Kid): Me too.]{place}
    Interviewer: [Right.]{place}
    """
    with coded.project.read() as session:
        both, asked = passages(session)
    assert both.unattributed
    assert both.cases == ("Amina",)
    assert (asked.cases, asked.unattributed) == ((), False)


def test_choosing(coded: Coded) -> None:
    """
    Amina: The [underpass]{place/dark} and the [bus]{place}.
    Ben: The [station]{place/dark} is [fine]{good}.
    """
    ben = coded.cases["Ben"]
    with coded.project.change("Theme") as session:
        theme = add_theme(session, "Fear", codes=[coded.codes["place/dark"]])

    def words(**chosen: object) -> list[str]:
        with coded.project.read() as session:
            return [one.text for one in passages(session, **chosen)]  # type: ignore[arg-type]

    assert words() == ["underpass", "bus", "station", "fine"]
    assert words(codes=[coded.codes["place/dark"]]) == ["underpass", "station"]
    assert words(codes=[coded.codes["place/dark"], coded.codes["good"]], cases=[ben]) == ["station", "fine"]
    assert words(themes=[theme]) == ["underpass", "station"]
    assert words(limit=2) == ["underpass", "bus"]
    assert words(limit=2, offset=1) == ["bus", "station"]
    assert words(offset=3) == ["fine"]
    assert words(codings=[coded.coding("bus")]) == ["bus"]
    assert words(coder=999) == []
    assert words(codes=[]) == []


def test_people_not_passages_are_counted(coded: Coded) -> None:
    """
    Interviewer: [Where]{asked}?
    Amina: The [underpass]{dark} and the [alley]{dark}.
    Ben: [Home]{home}.
    """
    codes, cases = coded.codes, coded.cases
    with coded.project.read() as session:
        counts = code_counts(session)
        assert (counts[codes["dark"]].codings, counts[codes["dark"]].segments, counts[codes["dark"]].cases) == (2, 1, 1)
        assert counts[codes["asked"]].cases == 0
        assert set(code_counts(session, codes=[codes["home"]])) == {codes["home"]}
        assert people_mentioning(session, [codes["dark"], codes["home"]]) == set(cases.values())
        assert people_by_code(session)[codes["dark"]] == {cases["Amina"]}


def test_what_is_in_a_document_that_is_gone_is_not_read(coded: Coded) -> None:
    """
    Amina: The [underpass]{dark}.
    """
    with coded.project.change("Remove") as session:
        remove(session, Document, coded.document)
    with coded.project.read() as session:
        assert passages(session) == []
        assert code_counts(session) == {}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    turns=st.lists(st.text(alphabet="aé😀 .", min_size=1, max_size=12), min_size=1, max_size=6),
    ends=st.tuples(st.integers(0, 80), st.integers(0, 80)),
)
def test_a_passage_is_what_stands_in_the_text(project: Project, turns: list[str], ends: tuple[int, int]) -> None:
    """Whatever the turns and the span: the words are those of the whole text, the people those whose turn it shares."""
    said = [f"x{turn}" for turn in turns]
    coded = put_in(project, "\n".join(f"P{number}: {words}" for number, words in enumerate(said)), name=str(id(turns)))
    start, end = sorted(at % (len(coded.text) + 1) for at in ends)
    if not coded.text[start:end].strip():
        return
    with project.change("Code") as session:
        code = add_code(session, f"code {coded.document}")
        apply_code(session, code, coded.document, Span(start, end))
    with project.read() as session:
        (found,) = passages(session, codes=[code])
    assert found.text == coded.text[start:end].removeprefix("\n").removesuffix("\n")
    at, touched = 0, []
    for number, line in enumerate(coded.text.split("\n")):
        if at < end and start < at + len(line):
            touched.append(f"P{number}")
        at += len(line) + 1
    assert list(found.cases) == touched
