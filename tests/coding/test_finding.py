"""Finding places and coding those that are kept."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from tests.coding.conftest import Coded, put_in
from workbench.coding.codebook import ensure_code, retire_code
from workbench.coding.codings import CodeRetiredError, Coding, codings_in
from workbench.coding.finding import (
    Hit,
    LookForSomethingError,
    Looking,
    NothingKeptError,
    TooManyHitsError,
    _Laid,
    apply_hits,
    carrying,
    hits,
)
from workbench.coding.patterns import NothingToLookForError
from workbench.governance.flags import flag
from workbench.project.file import Project, open_file
from workbench.rows import add, table_of
from workbench.sources.asked import question_named
from workbench.sources.cases import Case
from workbench.sources.documents import Document, Segment
from workbench.text import Span, word_count

TOLD = """
    Interviewer: How do you get home when it is dark?
    Amina: I walk. It is dark by four. In the dark I run!
    Kez: The bus stop is dark.
    Interviewer: Do the police come to the estate?
    Kez: Never. They are afraid of the dark.
    """


@pytest.fixture
def told(project: Project) -> Coded:
    return put_in(project, TOLD)


def texts(found: tuple[Hit, ...]) -> list[str]:
    return [hit.text for hit in found]


def find(told: Coded, **looking: object) -> tuple[Hit, ...]:
    with told.project.read() as session:
        return hits(session, Looking(**looking)).hits  # type: ignore[arg-type]


def test_a_hit_is_the_word_the_sentence_or_the_turn(told: Coded) -> None:
    assert texts(find(told, words="dark", unit="word", role="participant")) == ["dark"] * 4
    assert texts(find(told, words="dark", unit="sentence", role="participant")) == [
        "It is dark by four.",
        "In the dark I run!",
        "The bus stop is dark.",
        "They are afraid of the dark.",
    ]
    turns = find(told, words="dark", unit="turn", role="participant")
    assert [hit.text[:6] for hit in turns] == ["I walk", "The bu", "Never."]
    assert [turns[0].text[start:end] for start, end in turns[0].marks] == ["dark", "dark"]
    assert all(told.text[hit.start : hit.end] == hit.text for hit in turns)


def test_a_hit_has_the_words_around_it_and_who_speaks(told: Coded) -> None:
    hit = find(told, words="four", unit="word")[0]
    assert (hit.before, hit.text, hit.after) == ("I walk. It is dark by ", "four", ". In the dark I run!")
    assert (hit.speaker, hit.case_id) == ("Amina", told.cases["Amina"])


def test_what_is_looked_for_is_narrowed_by_speaker_role_and_pattern(told: Coded) -> None:
    assert texts(find(told, speaker="kez", unit="turn")) == [
        "The bus stop is dark.",
        "Never. They are afraid of the dark.",
    ]
    assert len(find(told, role="interviewer", unit="turn")) == 2
    assert texts(find(told, pattern=r"\bf\w+r\b", unit="word")) == ["four"]
    assert texts(find(told, pattern="afraid|run", words="dark", unit="sentence", role="participant")) == [
        "It is dark by four.",
        "In the dark I run!",
        "They are afraid of the dark.",
    ]


def test_answers_follow_the_question_of_the_topic_guide(told: Coded) -> None:
    with told.project.change("Guide") as session:
        home = question_named(session, "home", text="How do you get home in the dark?")
        police = question_named(session, "police", text="Do police come to your estate?")
    assert [hit.speaker for hit in find(told, guide_question=home, unit="turn")] == ["Amina", "Kez"]
    assert texts(find(told, guide_question=police, unit="turn")) == ["Never. They are afraid of the dark."]


def test_answers_to_a_survey_question_of_the_same_words_are_found(told: Coded) -> None:
    said = "Mum drives."
    with told.project.change("Survey") as session:
        home = question_named(session, "home", text="How do you get home?")
        document = add(session, Document, name="q1", title="How do you get home?", kind="question", length=len(said))
        case = add(session, Case, label="R1")
        add(
            session,
            Segment,
            document_id=document,
            ordinal=0,
            start=0,
            end=len(said),
            kind="answer",
            case_id=case,
            words=word_count(said),
            text=said,
        )
    assert said in texts(find(told, guide_question=home, unit="turn"))
    assert texts(find(told, kind="question", unit="turn")) == [said]
    assert texts(find(told, documents=(document,), role="participant", unit="sentence")) == [said]


def test_what_is_held_back_for_safeguarding_is_counted_and_not_found(told: Coded) -> None:
    with told.project.change("Hold") as session:
        flag(session, told.document, told.span("The bus stop is dark."), kind="safeguarding")
    with told.project.read() as session:
        found = hits(session, Looking(words="dark", unit="sentence", role="participant"))
    assert "The bus stop is dark." not in texts(found.hits)
    assert (len(found.hits), found.held) == (3, 1)
    assert found.counted() == (1, 2)


def test_kept_hits_are_coded_as_one_change_found_by_search(told: Coded) -> None:
    with told.project.change("Codes") as session:
        dark = ensure_code(session, "Dark")
    found = find(told, words="dark", unit="sentence", role="participant")
    with told.project.change("Code what was found") as session:
        done = apply_hits(session, dark, found[:3])
    assert (done.added, done.there_already, done.left_out) == (3, 0, ())
    with told.project.read() as session:
        lines = codings_in(session, told.document)
        assert carrying(session, found, dark) == {0, 1, 2}
    assert {line.origin for line in lines} == {"search"}
    with told.project.change("Code what was found") as session:
        done = apply_hits(session, dark, found)
    assert (done.added, done.there_already) == (1, 3)
    told.project.undo()
    told.project.undo()
    assert told.codings() == []


def test_a_coding_on_some_of_the_words_counts_as_carrying_and_anothers_does_not(told: Coded) -> None:
    with told.project.change("Codes") as session:
        dark = ensure_code(session, "Dark")
    found = find(told, words="dark", unit="turn", role="participant")
    with told.project.change("One word") as session:
        apply_hits(session, dark, find(told, words="four", unit="word"))
    path = told.project.path
    with told.project.read() as session:
        assert carrying(session, found, dark) == {0}
    told.project.close()
    with open_file(path, coder="ben") as project, project.read() as session:
        assert carrying(session, found, dark) == frozenset()


def test_what_cannot_be_is_refused_and_nothing_is_written(told: Coded) -> None:
    with told.project.change("Codes") as session:
        dark = ensure_code(session, "Dark")
        retire_code(session, dark)
    found = find(told, words="dark", unit="turn")
    with pytest.raises(CodeRetiredError), told.project.change("Code") as session:
        apply_hits(session, dark, found)
    with told.project.change("Codes") as session:
        other = ensure_code(session, "Other")
    with pytest.raises(NothingKeptError), told.project.change("Code") as session:
        apply_hits(session, other, ())
    with pytest.raises(LookForSomethingError):
        find(told)
    with pytest.raises(NothingToLookForError):
        find(told, words="**", unit="turn")
    with told.project.read() as session:
        assert session.execute(sa.select(sa.func.count()).select_from(table_of(Coding))).scalar() == 0


def test_more_than_anybody_would_look_through_is_refused(told: Coded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.coding.finding.MOST", 2)
    with pytest.raises(TooManyHitsError):
        find(told, words="dark", unit="word")


def test_white_space_alone_is_no_hit(told: Coded) -> None:
    assert find(told, pattern=r"\s+", unit="word") == ()
    assert Span(0, 1) not in [Span(hit.start, hit.end) for hit in find(told, pattern=".", unit="turn")]


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8)), min_size=1),
    st.tuples(st.integers(0, 30), st.integers(1, 8)),
)
def test_touching_is_the_same_as_looking_at_each(spans: list[tuple[int, int]], asked: tuple[int, int]) -> None:
    places = [(start, start + length) for start, length in spans]
    hit = Hit(1, "", asked[0], asked[0] + asked[1], "", (), "", "", "", None)
    one_by_one = any(Span(*place).touches(Span(hit.start, hit.end)) for place in places)
    assert _Laid(places).touches(hit) == one_by_one
