"""Where two coders differ, and settling it: both codings stay, and agreement is what it was before."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Coded
from tests.coding.two_coders import key_of, put_together, read_one, unmarked
from workbench.coding.agreement import agreement
from workbench.coding.codebook import codebook
from workbench.coding.codings import adjust
from workbench.coding.comparison import compare
from workbench.coding.disagreements import Disagreement, Open, disagreements, open_places
from workbench.coding.merging import merge_codes
from workbench.coding.settlements import (
    Difference,
    RuleNeedsWordsError,
    SettledLine,
    TwoCodersNeededError,
    settle,
    settle_by_rule,
    settled,
    unsettle,
)
from workbench.project.file import Project
from workbench.rows import NotInProjectError
from workbench.text import Span

AMINA = """
    Interviewer: How is it after dark?
    Amina: [I cross over]{lighting} when the lamps are out.
    Ben: [The bus never comes]{buses}. [We walk home in the dark]{lighting}.
    Cara: [Nothing to say.
    Dan: They follow you]{safety}, and nobody comes.
    Edie: [It is quiet]{lighting}, [and dark]{lighting}.
"""
BEN = """
    Interviewer: How is it after dark?
    Amina: I cross over [when the lamps are out]{lighting}.
    Ben: [The bus never comes]{buses}. We walk home in the dark.
    Cara: Nothing to say.
    Dan: They follow you, [and nobody comes]{safety}.
    Edie: [It is quiet]{lighting}, [and dark]{lighting}.
"""


def places(project: Project, *, without: tuple[int, ...] = (), code: int | None = None) -> list[Disagreement]:
    first, second = key_of(project, "amina"), key_of(project, "ben")
    with project.read() as session:
        return disagreements(session, first, second, codes=None if code is None else [code], without=without)


def test_only_one_has_it_and_both_with_other_ends(project: Project) -> None:
    coded = put_together(project, AMINA, {"ben": BEN})
    found = places(project)
    assert [(one.code, one.turn, one.speaker, one.has, one.text) for one in found] == [
        ("lighting", 2, "Amina", "both", "I cross over when the lamps are out"),
        ("lighting", 3, "Ben", "first", "We walk home in the dark"),
        ("safety", 4, "Cara", "both", "Nothing to say.\nThey follow you, and nobody comes"),
    ]
    ends = found[0]
    assert ends.spans == ((coded.span("I cross over"),), (coded.span("when the lamps are out"),))
    assert (ends.coders, ends.document) == (("amina", "ben"), "one.md")
    assert found[1].spans[1] == ()
    assert [one.code for one in places(project, code=coded.codes["safety"])] == ["safety"]
    assert places(project, without=(coded.document,)) == []


def test_seen_from_the_other_side(project: Project) -> None:
    put_together(project, AMINA, {"ben": BEN})
    with project.read() as session:
        found = disagreements(session, key_of(project, "ben"), key_of(project, "amina"))
    assert [one.has for one in found] == ["both", "second", "both"]


def test_what_one_has_not_read_is_no_difference(project: Project) -> None:
    coded = put_together(project, AMINA, {"ben": unmarked(AMINA)}, read=["amina"])
    assert places(project) == []
    read_one(coded, "ben", 4)
    (one,) = places(project)
    assert (one.has, one.text) == ("first", "They follow you"), "cut to the turn that both have read"
    assert one.start == coded.text.index("They follow you")


def test_settling_leaves_codings_and_agreement_as_they_were(project: Project) -> None:
    coded = put_together(project, AMINA, {"ben": BEN})
    codings = coded.codings()
    with project.read() as session:
        before = agreement(session)
    first, second, third = places(project)
    with project.change("Settle") as session:
        settle(session, first.difference, "both", "  it is one   passage ")
        settle(session, second.difference, "first")
    with project.read() as session:
        assert agreement(session) == before
        lines = settled(session)
    assert coded.codings() == codings
    assert [(one.decision, one.reason, one.first, one.second, one.by) for one in lines] == [
        ("both", "it is one passage", "amina", "ben", "amina"),
        ("first", "", "amina", "ben", "amina"),
    ]
    found = places(project)
    assert [one.settled is not None for one in found] == [True, True, False]
    assert found[2] == third
    with project.read() as session:
        counts = open_places(session, compare(session, [key_of(project, "amina"), key_of(project, "ben")]))
    assert counts == {coded.codes["lighting"]: Open(2, 2), coded.codes["safety"]: Open(1, 0)}


def test_a_second_decision_replaces_the_first_whichever_coder_is_named_first(project: Project) -> None:
    put_together(project, AMINA, {"ben": BEN})
    place = places(project)[1].difference
    with project.change("Settle") as session:
        key = settle(session, place, "first")
        turned = Difference(
            place.code_id, place.document_id, place.start, place.end, place.second_id, place.first_id, "second"
        )
        assert settle(session, turned, "first", "ben is right") == key
    (line,) = settled_lines(project)
    assert (line.first, line.decision, line.reason) == ("ben", "first", "ben is right")
    with project.change("Open again") as session:
        unsettle(session, key)
    assert settled_lines(project) == []
    with pytest.raises(NotInProjectError), project.change("Again") as session:
        unsettle(session, key)


def settled_lines(project: Project) -> list[SettledLine]:
    with project.read() as session:
        return settled(session)


def rules(project: Project, code: int) -> tuple[str, str]:
    with project.read() as session:
        line = next(one for one in codebook(session) if one.id == code)
    return line.include, line.exclude


def test_a_rule_goes_into_the_code_and_is_the_reason_and_one_undo_takes_both(project: Project) -> None:
    coded = put_together(project, AMINA, {"ben": BEN})
    lighting = coded.codes["lighting"]
    first, second, _ = places(project)
    with project.change("A rule") as session:
        settle_by_rule(session, second.difference, "include", "Walking in the dark is lighting.")
    with project.change("Another rule") as session:
        settle_by_rule(session, first.difference, "exclude", "  Crossing over alone\n is not. ")
    assert rules(project, lighting) == ("Walking in the dark is lighting.", "Crossing over alone is not.")
    assert [(one.decision, one.reason) for one in settled_lines(project)] == [
        ("neither", "Crossing over alone is not."),
        ("first", "Walking in the dark is lighting."),
    ]
    with project.change("A third") as session:
        settle_by_rule(session, first.difference, "include", "So is the way round.")
    assert rules(project, lighting)[0] == "Walking in the dark is lighting.; So is the way round."
    project.undo()
    project.undo()
    assert rules(project, lighting) == ("Walking in the dark is lighting.", "")
    assert len(settled_lines(project)) == 1


def test_a_rule_without_words_and_one_coder_twice_are_refused(project: Project) -> None:
    put_together(project, AMINA, {"ben": BEN})
    place = places(project)[0].difference
    with pytest.raises(RuleNeedsWordsError), project.change("A rule") as session:
        settle_by_rule(session, place, "include", " \n ")
    same = Difference(place.code_id, place.document_id, place.start, place.end, place.first_id, place.first_id, "both")
    with pytest.raises(TwoCodersNeededError), project.change("Settle") as session:
        settle(session, same, "both")
    assert settled_lines(project) == []


def test_a_place_whose_codings_moved_is_open_again(project: Project) -> None:
    coded = put_together(project, AMINA, {"ben": BEN})
    place = places(project)[1]
    with project.change("Settle") as session:
        settle(session, place.difference, "neither")

    with project.change("Move") as session:
        adjust(session, coded.coding("We walk home in the dark"), Span(place.start, place.end - 5))
    assert places(project)[1].settled is None
    assert len(settled_lines(project)) == 1, "what was decided stays in the list"


def test_merging_codes_takes_what_was_settled_along(project: Project) -> None:
    coded: Coded = put_together(project, AMINA, {"ben": BEN})
    place = next(one for one in places(project) if one.code == "safety")
    with project.change("Settle") as session:
        settle(session, place.difference, "first")
    with project.change("Merge") as session:
        merge_codes(session, coded.codes["buses"], [coded.codes["safety"]])
    (line,) = settled_lines(project)
    assert line.code_id == coded.codes["buses"]
