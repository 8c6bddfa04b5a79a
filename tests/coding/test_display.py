"""The form of a quote: cuts, insertions and fillers left out get through, and nothing else does."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.coding.conftest import Coded
from workbench.coding.display import (
    CUT,
    DisplayForm,
    Edit,
    FormChangesWordsError,
    NothingLeftError,
    are_allowed,
    form_between,
    forms,
    forms_to_look_at,
    in_form,
    pieces,
    save_form,
    shown,
)
from workbench.coding.problems import problems
from workbench.rows import add, amend, now
from workbench.sources.coders import current_coder
from workbench.sources.documents import Segment

SAID = "Well, um, we go round, you know, by the road [Place 1] and then, er… we walk home. Nobody comes."


@pytest.mark.parametrize(
    ("edited", "is_shown"),
    [
        (SAID, SAID),
        ("Well, we go […] home. Nobody comes.", "Well, we go […] home. Nobody comes."),
        ("Well, we go [...]  home. Nobody comes.", "Well, we go […] home. Nobody comes."),
        (
            "Well, um, we [my brother and I] go round, by the road [Place 1] and then, we walk[ed] home. Nobody comes.",
            "Well, um, we [my brother and I] go round, by the road [Place 1] and then, we walk[ed] home. Nobody comes.",
        ),
        ("[…] Nobody comes.", "[…] Nobody comes."),
        ("[… ] [in all that time] Nobody comes.", "[…] [in all that time] Nobody comes."),
        ("Well, […]", "Well, […]"),
        ("  Well, […].  ", "Well, […]."),
    ],
)
def test_what_may_be_changed_is_shown_as_it_was_typed(edited: str, is_shown: str) -> None:
    edits = form_between(SAID, edited)
    assert shown(SAID, edits) == is_shown
    assert are_allowed(SAID, edits)
    assert "".join(piece.said for piece in pieces(SAID, edits)) == SAID


@pytest.mark.parametrize(
    ("edited", "said"),
    [
        (SAID.replace("Nobody", "Somebody"), "“Somebody” stands where “Nobody” was said: put words of your own in [ ]"),
        (SAID.replace("by the road ", ""), "“by the road [Place 1]” was left out without a mark: show a cut as […]"),
        (SAID.replace(" Nobody comes.", ""), "“Nobody comes .” was left out without a mark"),
        (SAID + " Never.", "“Never” stands at the end: put words of your own in [ ]"),
        (SAID.replace("road [Place 1] and", "[Place 1] road and"), "“[Place 1]” was left out without a mark"),
        (SAID.replace("walk", "Walk"), "“Walk” stands where “walk” was said"),
        (SAID.replace("home.", "home!"), "“!” stands where “.” was said"),
        (SAID.replace("[Place 1]", "[]"), "“[]” stands where “[Place 1]” was said"),
    ],
)
def test_what_else_was_changed_is_said_in_a_sentence(edited: str, said: str) -> None:
    with pytest.raises(FormChangesWordsError) as refused:
        form_between(SAID, edited)
    assert str(refused.value).startswith(said)


def test_words_set_off_by_a_pause_are_fillers_and_the_same_words_elsewhere_are_not() -> None:
    assert shown("you know, we ran", form_between("you know, we ran", "we ran")) == "we ran"
    assert shown("We ran, you know.", form_between("We ran, you know.", "We ran.")) == "We ran."
    with pytest.raises(FormChangesWordsError, match="“you know” was left out"):
        form_between("do you know him", "do him")


def test_something_of_what_was_said_has_to_be_left() -> None:
    with pytest.raises(NothingLeftError):
        form_between("We ran.", "[…]")
    with pytest.raises(NothingLeftError):
        form_between("um", "")


_WORDS = st.lists(
    st.sampled_from(
        ["we", "go", "um", "er", "you", "know", "home", ",", ".", "[Name 1]", "don’t", "…", "\n", "[…]", "["]
    ),
    min_size=1,
    max_size=10,
)


@st.composite
def said_and_typed(draw: st.DrawFn) -> tuple[str, str]:
    """Words, and a text that was made of them by any changes at all."""
    said = draw(_WORDS)
    typed = list(said)
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(typed)))
        change = draw(st.sampled_from(["cut", "put in", "leave out", "other"]))
        if change == "cut":
            typed[at : at + draw(st.integers(0, 4))] = [CUT]
        elif change == "put in":
            typed.insert(at, "[the lamps]")
        elif change == "leave out":
            del typed[at : at + 1]
        else:
            typed.insert(at, draw(st.sampled_from(["we", "ran", ",", "!", "[", "]"])))
    return " ".join(said), " ".join(typed)


@settings(max_examples=600)
@given(said_and_typed())
def test_whatever_gets_through_is_made_of_the_three_changes_alone(both: tuple[str, str]) -> None:
    said, typed = both
    try:
        edits = form_between(said, typed)
    except (FormChangesWordsError, NothingLeftError):
        assume(False)
    is_shown = shown(said, edits)
    assert is_shown.split() == re.sub(r"\[\s*…\s*\]", CUT, typed).split() or "".join(is_shown.split()) == "".join(
        typed.split()
    )
    assert are_allowed(said, edits)
    assert "".join(piece.said for piece in pieces(said, edits)) == said
    assert form_between(said, is_shown) == edits or shown(said, form_between(said, is_shown)) == is_shown
    for piece in pieces(said, edits):
        if piece.said == piece.shown:
            continue
        brackets = re.sub(r"\[[^\[\]]+\]", "", piece.shown)
        assert not brackets.strip(), "only brackets are put in"
        if CUT not in piece.shown:
            left = re.findall(r"[\w’]+|\[[^\]]*\]", piece.said.lower())
            assert set(left) <= {"um", "er", "you", "know"}, "only fillers go without a mark"


@settings(max_examples=300)
@given(
    _WORDS, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.sampled_from(["", "[…]", "[a]", "a", " "])))
)
def test_edits_from_elsewhere_that_do_anything_else_are_not_allowed(
    words: list[str], listed: list[tuple[int, int, str]]
) -> None:
    said = " ".join(words)
    edits = sorted(Edit(*one) for one in listed)
    if not are_allowed(said, edits):
        return
    kept = re.sub(
        r"\[(?:…|a)\]", "", "".join(piece.shown for piece in pieces(said, edits) if piece.said != piece.shown)
    )
    assert "a" not in kept
    assert "".join(piece.said for piece in pieces(said, edits)) == said


def test_a_form_is_kept_changed_and_taken_away(coded: Coded) -> None:
    """
    Kez: [Well, um, we go round by the road.]{Dark}
    Ann: It is dark.
    """
    words = "Well, um, we go round by the road."
    span, key = coded.span(words), (coded.document, 0, len(words))
    with coded.project.change("Form") as session:
        save_form(session, coded.document, span, words, "Well, we go round by the road.")
    with coded.project.read() as session:
        assert in_form(forms(session)[key], words) == "Well, we go round by the road."
        assert forms_to_look_at(session) == []
    with coded.project.change("Form") as session:
        save_form(session, coded.document, span, words, "Well, […] the road.")
    with coded.project.read() as session:
        assert in_form(forms(session)[key], words) == "Well, […] the road."
    with coded.project.change("Form") as session:
        save_form(session, coded.document, span, words, words)
    with coded.project.read() as session:
        assert forms(session) == {}
    coded.project.undo()
    with coded.project.read() as session:
        assert in_form(forms(session)[key], words) == "Well, […] the road."


def test_a_form_over_changed_words_is_not_shown_and_asks_for_another_look(coded: Coded) -> None:
    """
    Kez: [Well, um, we go round by the road.]{Dark}
    """
    words = "Well, um, we go round by the road."
    with coded.project.change("Form") as session:
        save_form(session, coded.document, coded.span(words), words, "Well, we go round by the road.")
    with coded.project.change("Amend") as session:
        [line] = forms(session).values()
        amend(session, Segment, 1, text=words.replace("road", "lane"))
    with coded.project.read() as session:
        assert in_form(forms(session)[coded.document, 0, len(words)], words.replace("road", "lane")) == ""
        assert forms_to_look_at(session) == [line]
        said = [one.message for one in problems(session) if "edited for reading" in one.message]
    assert said == [
        "1 quote was edited for reading before the words were changed: shown as said until e edits them again."
    ]


@pytest.mark.parametrize(
    "written", ["", "[]", "{}", '{"words": 3, "edits": [1]}', '{"words": "x", "edits": [[0, 4, "Badly"]]}']
)
def test_a_form_that_cannot_be_read_is_not_shown(coded: Coded, written: str) -> None:
    """
    Kez: [We go round.]{Dark}
    """
    with coded.project.change("Odd") as session:
        coder = current_coder(session)
        cells = {"form": written, "coder_id": coder, "created": now()}
        add(session, DisplayForm, document_id=coded.document, start=0, end=12, **cells)
    with coded.project.read() as session:
        assert in_form(forms(session)[coded.document, 0, 12], "We go round.") == ""
        assert len(forms_to_look_at(session)) == 1
