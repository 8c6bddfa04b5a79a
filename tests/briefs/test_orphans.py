"""Strong findings that no option uses, options that rest on little, the words against, and who is quoted how often."""

from __future__ import annotations

from typing import Any

import pytest

from tests.study import Study, add_study, code_turn, record_asked
from workbench.briefs.contents import contents
from workbench.briefs.counter import HOW, speaks_against, strongest
from workbench.briefs.evidence import cite, uncite
from workbench.briefs.options import add_brief, add_option
from workbench.briefs.orphans import orphans
from workbench.briefs.readiness import readiness
from workbench.briefs.voices import Voice, too_much, voices, voices_sentence
from workbench.coding.blind import CHOSEN, fact_of
from workbench.coding.codebook import Code
from workbench.coding.codings import Coding
from workbench.desk.briefs.brief import brief_page
from workbench.desk.briefs.deciding import record_decision
from workbench.desk.withdrawal.withdrawing import withdraw
from workbench.project.facts import remember
from workbench.project.file import Project, open_file
from workbench.rows import add, amend
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.findings import reword, write_finding
from workbench.triangulation.protocol.topic_rows import add_row, place, rate

DARK = "Young people go the long way when it is dark."
AGAINST = "Some of what people said speaks against it, and none of that is"
LACKS = "Some of what people said speaks against F"


@pytest.fixture
def made(project: Project) -> dict[str, Any]:
    """A finding from words that four of eight raised, one from numbers, and an option that cites nothing yet."""
    with project.change("Bring in") as session:
        study: Study = add_study(session, consent="given")
        record_asked(session, study)
        words = write_finding(
            session, strand="words", source="interviews", statement=DARK, evidence=[Evidence("theme", study.theme)],
            prominence="high", against="P4 walks it every day.", question_id=study.question,
        )  # fmt: skip
        numbers = write_finding(
            session, strand="numbers", source="Active Lives", statement="Fewer adults are active in Harlow.",
            evidence=[Evidence("observation", study.harlow)], prominence="high", against="One year.",
        )  # fmt: skip
        brief = add_brief(session, "Light on the path", decision_asked="Agree to mend the lamps.")
        option = add_option(session, brief, "Mend the lamps", kind="do minimum")
    return {"study": study, "words": words, "numbers": numbers, "brief": brief, "option": option}


def found(project: Project, kind: str) -> list[tuple[str, str]]:
    """The orphans of a kind: where, and what is wanting."""
    with project.read() as session:
        return [(one.where, one.said) for one in orphans(session) if one.kind == kind]


def lacks(project: Project, brief: int) -> list[str]:
    """What a brief lacks."""
    with project.read() as session:
        return [one.message for one in readiness(contents(session, brief))]


def test_a_finding_is_strong_by_two_legs_and_used_by_an_option(project: Project, made: dict[str, Any]) -> None:
    assert found(project, "unused") == [], "high prominence alone is one leg"
    with project.change("Sure") as session:
        reword(session, made["words"], confidence="moderate", confidence_reason="Told alike.")
    assert found(project, "unused") == [
        ("F1", "It is of high prominence; 4 of 8 people asked said this; we are sure of it to a moderate degree.")
    ]
    with project.change("Cite") as session:
        whole = cite(session, made["brief"], "finding", made["words"])
    ((_, said),) = found(project, "unused")
    assert said.startswith("Cited for B1 as a whole. It is of high prominence"), "no option uses it yet"
    with project.change("Cite") as session:
        uncite(session, whole)
        cite(session, made["brief"], "finding", made["words"], option_id=made["option"])
    assert found(project, "unused") == []
    project.undo()
    assert len(found(project, "unused")) == 1


def test_the_other_kind_bears_a_finding_out_once_it_may_be_seen(project: Project, made: dict[str, Any]) -> None:
    with project.change("A topic") as session:
        row = add_row(session, "Getting home")
        place(session, row, made["words"])
        place(session, row, made["numbers"])
        rate(session, row, "interviews", "Active Lives", meaning="same", confirmed="agreement")
    assert [where for where, _ in found(project, "unused")] == ["F1", "F2"]
    path = project.path
    project.close()
    with open_file(path, coder="ben") as opened:
        assert found(opened, "unused") == [], "who is still to judge the pair learns nothing of how it was judged"


def test_an_option_on_one_kind_and_on_few_people_says_so(project: Project, made: dict[str, Any]) -> None:
    with project.change("Cite") as session:
        few = write_finding(
            session, strand="words", source="interviews", statement="The police do not come.", against="They did once.",
            evidence=[Evidence("code", made["study"].police)], question_id=made["study"].question,
        )  # fmt: skip
        cite(session, made["brief"], "finding", few, option_id=made["option"])
    little = "It rests on few people: F3 is what 1 of 8 people asked said, and nothing else that is cited for it counts more."
    alone = "It rests on what people say alone: no figure is cited for it or for the brief."
    assert found(project, "little") == [("B1 O2", little)]
    assert found(project, "one kind") == [("B1 O2", alone)]
    assert {little, alone} <= set(lacks(project, made["brief"]))
    with project.change("Cite more") as session:
        cite(session, made["brief"], "finding", made["words"], option_id=made["option"])
        cite(session, made["brief"], "figure", made["study"].harlow)
    assert found(project, "little") == found(project, "one kind") == []
    assert not {little, alone} & set(lacks(project, made["brief"]))


def test_an_option_on_a_silent_side_says_so(project: Project, made: dict[str, Any]) -> None:
    with project.change("A topic") as session:
        row = add_row(session, "Getting home")
        place(session, row, made["words"])
        rate(session, row, "Active Lives", "interviews", confirmed="silence", silence="no figure published")
        cite(session, made["brief"], "finding", made["words"], option_id=made["option"])
        cite(session, made["brief"], "finding", made["numbers"], option_id=made["option"])
    said = "F1 speaks on topics where the other side is silent."
    assert found(project, "silence") == [("B1 O2", said)]
    assert said in lacks(project, made["brief"])


def test_the_words_against_are_found_ordered_and_asked_for(project: Project, made: dict[str, Any]) -> None:
    study = made["study"]
    with project.change("Against") as session:
        marked = code_turn(session, study, study.dark, 3)
        amend(session, Coding, marked, direction="against")
        cite(session, made["brief"], "finding", made["words"], option_id=made["option"])
    with project.read() as session:
        assert [one.coding_id for one in speaks_against(session, [made["words"]])[made["words"]]] == [marked]
        offered = strongest(session, made["brief"], "finding", made["words"])
        assert offered is not None
        assert (offered.coding_id, offered.who, offered.how) == (marked, "P4", HOW[1])
        assert offered.text.startswith("It is fine, I walk it every day")
        assert strongest(session, made["brief"], "quote", study.codings[0]).coding_id == marked  # type: ignore[union-attr]
    assert any(one.startswith(LACKS) for one in lacks(project, made["brief"]))
    assert AGAINST in str(brief_page(project, made["brief"]).annex)
    with project.change("Named") as session:
        named = write_finding(
            session, strand="words", source="interviews", statement="Nobody goes through.", against="P4 does.",
            evidence=[Evidence("theme", study.theme), Evidence("coding", study.codings[4], "against")],
        )  # fmt: skip
    with project.read() as session:
        close = [(one.close, one.coding_id) for one in speaks_against(session, [named])[named]]
        assert close == [(0, study.codings[4]), (1, marked)], "what is named against it comes before what is marked"
    with project.change("Cite beside") as session:
        cite(session, made["brief"], "quote", marked, option_id=made["option"])
    with project.read() as session:
        assert strongest(session, made["brief"], "finding", made["words"]) is None
    assert not any(one.startswith(LACKS) for one in lacks(project, made["brief"]))
    assert AGAINST not in str(brief_page(project, made["brief"]).annex)
    withdraw(project, "P4")
    assert not any(one.startswith(LACKS) for one in lacks(project, made["brief"])), "nothing is against it any more"


def test_several_findings_with_words_against_them_are_one_line_and_none_once_it_is_decided(
    project: Project, made: dict[str, Any]
) -> None:
    study = made["study"]
    with project.change("Against") as session:
        marked = code_turn(session, study, study.dark, 3)
        amend(session, Coding, marked, direction="against")
        other = write_finding(
            session, strand="words", source="interviews", statement="All of them say so.", against="P4 does not.",
            evidence=[Evidence("theme", study.theme)],
        )  # fmt: skip
        for finding in (made["words"], other):
            cite(session, made["brief"], "finding", finding, option_id=made["option"])
    with project.read() as session:
        (line,) = [one for one in readiness(contents(session, made["brief"])) if one.message.startswith(LACKS)]
    assert line.message.startswith("Some of what people said speaks against F1 and F3, and none of that is shown.")
    assert line.leads == f"against:{made['words']},{other}"
    record_decision(project, made["brief"], outcome="approve", reasons="It is right.")
    assert not any(one.startswith(LACKS) for one in lacks(project, made["brief"]))


def test_words_against_that_may_not_be_seen_are_not_offered(project: Project, made: dict[str, Any]) -> None:
    study = made["study"]
    with project.change("Against") as session:
        amend(session, Coding, code_turn(session, study, study.dark, 3), direction="against")
        cite(session, made["brief"], "finding", made["words"])
    withdraw(project, "P4", scope="verbatim")
    with project.read() as session:
        assert strongest(session, made["brief"], "finding", made["words"]) is None
        assert made["words"] in contents(session, made["brief"]).against, "that there is some is still said"
    remember(project, fact_of("ben"), CHOSEN, why="Read blind")
    path = project.path
    project.close()
    with open_file(path, coder="ben") as opened, opened.read() as session:
        assert speaks_against(session, [made["words"]]) == {}, "who reads blind learns nothing of others' codings"


def test_people_are_counted_and_one_may_carry_too_much(project: Project, made: dict[str, Any]) -> None:
    study = made["study"]
    with project.change("Quote") as session:
        again = [code_turn(session, study, study.police, 1), code_turn(session, study, study.police, 0)]
        third = code_turn(session, study, study.dark, 4)
        for coding in (study.codings[1], again[0], study.codings[0]):
            cite(session, made["brief"], "quote", coding, option_id=made["option"])
    with project.read() as session:
        told = voices(session, [study.codings[1], *again, study.codings[0], third])
        assert voices_sentence(told) == "Quoted: P1 twice, P2 twice, P5 once."
        named = voices(session, [study.codings[1]], {study.codings[1]: "a young person"})
        assert [one.name for one in named] == ["a young person"], "as these readers see whose words they are"
        assert [(one.name, one.quotes) for one in contents(session, made["brief"]).voices] == [("P2", 2), ("P1", 1)]
    assert too_much(told) == ()
    assert not any("one person's share" in one for one in lacks(project, made["brief"]))
    with project.change("Quote once more") as session:
        more = code_turn(session, study, add(session, Code, name="The bus"), 1)
        cite(session, made["brief"], "quote", more)
    said = "P2 is in 3 of 4 quotes, which is more than one person's share (a third). Let others speak too, or take a quote out."
    assert said in lacks(project, made["brief"])


@pytest.mark.parametrize(("quotes", "of", "too_many"), [(2, 2, False), (3, 9, False), (3, 8, True), (4, 12, False)])
def test_a_share_is_a_third_from_three_quotes_on(quotes: int, of: int, too_many: bool) -> None:
    assert Voice(1, "P1", quotes, of).too_much == too_many
