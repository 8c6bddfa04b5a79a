"""From evidence up to the sentences of briefs that rest on it: by every step, without what may not be seen."""

from __future__ import annotations

from typing import Any

import pytest

from tests.study import Study, add_study, code_turn, record_asked
from workbench.briefs.cited_by import CitedLine, cited_by, codings_from
from workbench.briefs.evidence import cite, uncite
from workbench.briefs.objectives import add_objective
from workbench.briefs.options import add_brief, add_option, remove_option
from workbench.coding.blind import CHOSEN, fact_of
from workbench.desk.briefs.deciding import record_decision
from workbench.desk.withdrawal.withdrawing import withdraw
from workbench.project.facts import remember
from workbench.project.file import Project, open_file
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.findings import remove_finding, write_finding
from workbench.triangulation.protocol.topic_rows import add_row, place

DARK = "Young people go the long way when it is dark."
ACTIVE = "Fewer adults are active in Harlow."


@pytest.fixture
def made(project: Project) -> dict[str, Any]:
    """A finding from words cited for a brief, a quote for its option, and a finding from numbers beside the first."""
    with project.change("Bring in") as session:
        study: Study = add_study(session, consent="given")
        record_asked(session, study)
        words = _finding(session, "words", DARK, Evidence("theme", study.theme))
        numbers = _finding(session, "numbers", ACTIVE, Evidence("observation", study.harlow))
        row = add_row(session, "Getting home")
        place(session, row, words)
        place(session, row, numbers)
        brief = add_brief(session, "Light on the path", decision_asked="Agree to mend the lamps.")
        option = add_option(session, brief, "Mend the lamps", kind="do minimum")
        citation = cite(session, brief, "finding", words)
        cite(session, brief, "quote", study.codings[1], option_id=option, supports="option works")
    return {
        "study": study, "words": words, "numbers": numbers, "brief": brief, "option": option, "citation": citation,
    }  # fmt: skip


def _finding(session: Any, strand: str, statement: str, *evidence: Evidence) -> int:
    return write_finding(
        session,
        strand=strand,
        source="interviews" if strand == "words" else "Active Lives",
        statement=statement,
        evidence=list(evidence),
        prominence="high",
        against="P4 walks it every day.",
    )


def asked(project: Project, kind: Any, *keys: int) -> list[CitedLine]:
    """What rests on these."""
    with project.read() as session:
        return cited_by(session, kind, keys)


def test_a_finding_leads_to_its_sentence(project: Project, made: dict[str, Any]) -> None:
    (line,) = asked(project, "finding", made["words"])
    assert (line.brief, line.option, line.sentence, line.through) == ("B1 Light on the path", "", DARK, "")
    assert line.stands == "version 1, open, a draft"


def test_a_quote_leads_to_where_it_is_cited_and_through_its_finding(project: Project, made: dict[str, Any]) -> None:
    study = made["study"]
    itself, through, beside = *asked(project, "quote", study.codings[1]), None
    assert (itself.kind, itself.option, itself.supports) == ("quote", "O2 Mend the lamps", "option works")
    assert itself.sentence.startswith("“I get the bus home when it is dark")
    assert (through.kind, through.sentence) == ("finding", DARK)
    assert through.through == "through F1, which rests on “The long way home”"
    assert beside is None
    assert [one.sentence for one in asked(project, "quote", study.codings[0])] == [DARK]
    assert asked(project, "quote", study.codings[4]) == [], "nothing rests on the code of the fifth"


def test_a_figure_leads_through_a_finding_that_stands_beside_a_cited_one(
    project: Project, made: dict[str, Any]
) -> None:
    study = made["study"]
    for kind, key in (("figure", study.harlow), ("indicator", study.indicator)):
        (line,) = asked(project, kind, key)
        assert line.sentence == ACTIVE
        assert line.through == ("through F2, which rests on it; it stands there beside F1, on “Getting home”")
    (line,) = asked(project, "finding", made["numbers"])
    assert line.through == "F2 stands there beside F1, on “Getting home”"
    assert asked(project, "figure", study.england) == []


def test_a_figure_leads_to_where_it_is_cited_and_to_what_starts_from_it(project: Project, made: dict[str, Any]) -> None:
    study = made["study"]
    with project.change("Cite") as session:
        cite(session, made["brief"], "figure", study.england)
        add_objective(session, made["brief"], "More adults are active", observation_id=study.harlow)
    (line,) = asked(project, "figure", study.england)
    assert line.sentence.startswith("Physically active adults, England, 2024/25: 68")
    assert [one.sentence for one in asked(project, "figure", study.harlow)] == ["More adults are active", ACTIVE]


def test_a_document_and_a_person_lead_up_too(project: Project, made: dict[str, Any]) -> None:
    study = made["study"]
    assert [one.kind for one in asked(project, "document", study.document)] == ["quote", "finding"]
    assert [one.kind for one in asked(project, "person", study.cases[1])] == ["quote", "finding"]
    assert [one.kind for one in asked(project, "person", study.cases[0])] == ["finding"]
    assert asked(project, "person", study.cases[3]) == [], "nothing that P4 said is coded"


def test_a_finding_that_speaks_for_other_material_does_not_rest_on_an_interview(
    project: Project, made: dict[str, Any]
) -> None:
    with project.change("A survey's") as session:
        other = write_finding(
            session, strand="words", source="written answers", statement="They write so too.", against="Few wrote.",
            evidence=[Evidence("code", made["study"].dark)],
        )  # fmt: skip
        cite(session, made["brief"], "finding", other)
    assert [one.sentence for one in asked(project, "quote", made["study"].codings[0])] == [DARK]


def test_what_speaks_against_a_finding_leads_to_it_and_says_so(project: Project, made: dict[str, Any]) -> None:
    study = made["study"]
    with project.change("Against") as session:
        key = _finding(
            session,
            "words",
            "The police do not come.",
            Evidence("code", study.dark),
            Evidence("coding", study.codings[4], "against"),
        )
        cite(session, made["brief"], "finding", key)
    (line,) = asked(project, "quote", study.codings[4])
    assert line.through == "through F3, which has it against it"


def test_it_follows_what_is_taken_out_undone_and_decided(project: Project, made: dict[str, Any]) -> None:
    with project.change("Take out") as session:
        uncite(session, made["citation"])
    assert asked(project, "finding", made["words"]) == []
    assert asked(project, "figure", made["study"].harlow) == []
    project.undo()
    assert len(asked(project, "finding", made["words"])) == 1
    record_decision(project, made["brief"], outcome="approve", reasons="It is right.")
    (line,) = asked(project, "finding", made["words"])
    assert line.stands == "version 1, decided"
    record_decision(project, made["brief"], outcome="revise", reasons="Look at the costs again.")
    (line,) = asked(project, "finding", made["words"])
    assert line.stands.startswith("version 2, open")
    with project.change("Take out") as session:
        remove_option(session, made["option"])
        remove_finding(session, made["words"])
    assert asked(project, "quote", made["study"].codings[1]) == []


def test_who_withdrew_is_forgotten(project: Project, made: dict[str, Any]) -> None:
    study = made["study"]
    withdraw(project, "P2")
    assert asked(project, "quote", study.codings[1]) == []
    assert asked(project, "person", study.cases[1]) == []
    assert [one.kind for one in asked(project, "document", study.document)] == ["finding"]


def test_words_that_may_not_be_quoted_any_more_are_not_shown(project: Project, made: dict[str, Any]) -> None:
    withdraw(project, "P2", scope="verbatim")
    itself = asked(project, "quote", made["study"].codings[1])[0]
    assert itself.sentence.startswith("A quote that is not shown: ")
    assert "bus" not in itself.sentence


def test_who_reads_blind_learns_nothing_of_what_others_coded(project: Project, made: dict[str, Any]) -> None:
    study = made["study"]
    path = project.path
    remember(project, fact_of("ben"), CHOSEN, why="Read blind")
    project.close()
    with open_file(path, coder="ben") as opened:
        with opened.read() as session:
            assert cited_by(session, "document", [study.document]) == []
            assert cited_by(session, "person", [study.cases[1]]) == []
            assert cited_by(session, "quote", study.codings) == []
            assert codings_from(session, study.document, 0) == set()
        with opened.change("Code") as session:
            mine = code_turn(session, study, study.dark, 3)
        with opened.read() as session:
            assert [one.sentence for one in cited_by(session, "document", [study.document])] == [DARK]
            assert [one.sentence for one in cited_by(session, "quote", [mine])] == [DARK]


def test_passages_are_found_by_where_they_begin(project: Project, made: dict[str, Any]) -> None:
    with project.read() as session:
        assert codings_from(session, made["study"].document, 0) == {made["study"].codings[0]}
