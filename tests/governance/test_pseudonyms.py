"""The same name has the same pseudonym everywhere, and everything that a draft holds is gone through."""

from __future__ import annotations

import pytest

from workbench.governance.pseudonyms import AliasIsNameError, Pseudonyms
from workbench.sources.drafts import (
    DraftAttribute,
    DraftComment,
    DraftDocument,
    DraftQuestion,
    DraftSurvey,
    DraftTurn,
    LeftOut,
)


def key_of(*names: str) -> Pseudonyms:
    key = Pseudonyms()
    for name in names:
        key.take_out(name, "person")
    return key


def test_numbers_go_on_and_a_part_of_a_name_is_the_same_person() -> None:
    key = key_of("Kelly Ward", "Shanice")
    assert key.take_out("Kelly", "person").shown == "[Name 1]"
    assert key.take_out("Harlow", "place").shown == "[Place 1]"
    assert key.take_out("Reece", "person").shown == "[Name 3]"
    assert key.take_out("SHANICE", "person").shown == "[Name 2]"
    assert key.same_as("Shan", "Shanice").shown == "[Name 2]"
    assert key.take_out("Ward", "person").shown == "[Name 1]"


def test_two_of_a_name_are_not_taken_for_one() -> None:
    key = key_of("Kelly Ward", "Kelly Moss")
    assert key.take_out("Kelly", "person").shown == "[Name 3]"


def test_words_are_replaced_whole_and_words_that_are_no_names_stay() -> None:
    key = key_of("Kelly", "Will", "Kel")
    change = key.replacing()
    assert (
        change("Kelly's kelp, KELLY and kel; Will will go.")
        == "[Name 1]'s kelp, [Name 1] and [Name 3]; [Name 2] will go."
    )
    assert change(change("Kelly")) == "[Name 1]"
    assert key.restored("[Name 1] and [Name 2]") == "Kelly and Will"


def test_an_alias_is_no_name_that_it_hides() -> None:
    key = key_of("Kelly")
    with pytest.raises(AliasIsNameError):
        key.take_out("Reece", "person", alias="kelly")
    with pytest.raises(AliasIsNameError):
        key.take_out("Reece", "person", alias="Reece")
    assert key.take_out("Reece", "person", alias="Robin").shown == "Robin"


def test_everything_in_a_transcript_is_gone_through() -> None:
    key = key_of("Kelly Ward", "Shanice")
    draft = DraftDocument(
        name="kelly_ward_talk.md",
        kind="transcript",
        title="Talk with Kelly Ward",
        turns=(DraftTurn("Kelly Ward", "Ask Shanice, she knows Shanice."), DraftTurn(None, "Shanice left.")),
        roles={"Kelly Ward": "participant"},
        cases={"Kelly Ward": "Kelly Ward"},
        comments=(DraftComment(0, 17, 30, "Shanice", "see Shanice"),),
        left_out=(LeftOut("line 3", "Shanice", "no words"),),
        notes=("Kelly Ward asks most",),
    )
    done = key.applied(draft)
    assert isinstance(done, DraftDocument)
    assert "kelly" not in repr(done).lower()
    assert "shanice" not in repr(done).lower()
    assert done.name == "[Name 1] talk.md"
    assert list(done.roles) == ["Name 1"]
    (comment,) = done.comments
    assert done.turns[0].text[comment.start : comment.end] == "knows [Name 2]"
    assert key.applied(done) == done


def test_everything_in_a_survey_is_gone_through() -> None:
    key = key_of("Shanice")
    draft = DraftSurvey(
        name="s",
        came_from="shanice.csv",
        cases=("Shanice", "R2"),
        questions=(DraftQuestion("q", "q", "Why?", {0: "Because of shanice"}),),
        attributes=(DraftAttribute("who", "text", "Who?", {1: "Shanice"}),),
    )
    assert "shanice" not in repr(key.applied(draft)).lower()
