"""The same name has the same pseudonym everywhere, and everything that a draft holds is gone through."""

from __future__ import annotations

import json

import pytest

from workbench.governance.closed_answers import GOES
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


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("My field notes. Field notes again, and a young lad in the field.", None),
        ("Field Notes 3", None),
        ("2024 Field Notes, Young People", None),
        ("field_notes.docx", None),
        ("Hope you are well. “Hope so”, he said. Mark my words.", None),
        ("Will you go? Will he?", None),
        ("I saw Field at the gate.", "I saw [Name 1] at the gate."),
        ("Field said no. Young's brother came. Hope?", "[Name 1] said no. [Name 2]'s brother came. [Name 3]?"),
        ("Mr. Field and J. Young, PC Field.", "Mr. [Name 1] and J. [Name 2], PC [Name 1]."),
        ("then FIELD shouted at Hope, and Hope cried", "then [Name 1] shouted at [Name 3], and [Name 3] cried"),
        ("Hope", "[Name 3]"),
        ("So I told Mark and Will.", "So I told [Name 4] and [Name 5]."),
    ],
)
def test_a_name_that_is_a_word_too_goes_only_where_it_is_the_name(text: str, becomes: str | None) -> None:
    key = key_of("Field", "YOUNG", "Hope", "Mark", "Will")
    assert key.replacing()(text) == (becomes or text)
    assert becomes or key.replacing_in_file_names()(text) == text


def test_a_surname_that_is_a_word_goes_with_the_whole_name() -> None:
    change = key_of("Tom Field", "Field").replacing()
    assert change("tom field has field notes, tom_field.docx, TomField") == (
        "[Name 1] has field notes, [Name 1].docx, [Name 1]"
    )


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


def town_survey(**people: str) -> DraftSurvey:
    """A survey with a closed column of towns, one of GPs, and what was typed in short."""
    gp = people.get("gp", "Vange surgery")
    return DraftSurvey(
        name="walk",
        came_from="walk.csv",
        cases=("R1", "R2", "R3"),
        questions=(DraftQuestion("why", "why", "Why?", {0: "Basildon is dark, says Kelly"}),),
        attributes=(
            DraftAttribute("town", "choice", "Which town?", {0: "Basildon", 1: "Thurrock", 2: "Harlow"}, ("Basildon", "Thurrock")),
            DraftAttribute("GP", "choice", "Who is your GP?", {0: gp, 1: "none"}),
            DraftAttribute("goes to", "many", "Where?", {0: "Basildon; Harlow"}),
            DraftAttribute("other", "text", "Anywhere else?", {0: "near Basildon"}),
        ),
        column_map=json.dumps(
            {"survey": "walk", "open": ["why"], "closed": {"t": "town", "doctor": "GP"}, "order": {"t": ["Basildon", "Thurrock"]},
             "kinds": {"doctor": "choice"}, "options_of": {"goes to": {"g1": "Basildon", "g2": "Harlow"}}}
        ),
    )  # fmt: skip


def test_a_place_taken_out_of_words_stays_in_closed_answers_and_the_report_says_so() -> None:
    key = key_of("Kelly")
    key.take_out("Basildon", "place")
    done = key.applied(town_survey())
    assert isinstance(done, DraftSurvey)
    assert done.questions[0].answers == {0: "[Place 1] is dark, says [Name 1]"}
    town, gp, goes, other = done.attributes
    assert (town.values, town.choices) == (town_survey().attributes[0].values, ("Basildon", "Thurrock"))
    assert goes.values == {0: "Basildon; Harlow"}
    assert gp.values == {0: "Vange surgery", 1: "none"}
    assert other.values == {0: "near [Place 1]"}
    assert [note for note in done.notes if "“town” keeps 1 closed answer in which a name stands" in note]
    assert json.loads(done.column_map)["order"] == {"t": ["Basildon", "Thurrock"]}
    assert key.applied(done).attributes == done.attributes  # type: ignore[union-attr]


@pytest.mark.parametrize("said", [False, True], ids=["a person is named in it", "somebody said so"])
def test_a_closed_column_that_names_a_person_is_left_out_whole(said: bool) -> None:
    key = key_of("Kelly")
    if said:
        key.columns["gp"] = GOES
    done = key.applied(town_survey(gp="Vange surgery" if said else "Dr Kelly"))
    assert isinstance(done, DraftSurvey)
    assert [one.name for one in done.attributes] == ["town", "goes to", "other"]
    assert "kelly" not in repr(done).lower()
    assert [(left.where, left.what) for left in done.left_out] == [("the column “GP”", "2 closed answers")]
    told = json.loads(done.column_map)
    assert (told["closed"], told["kinds"], told["ignore"]) == ({"t": "town"}, {}, ["doctor"])
