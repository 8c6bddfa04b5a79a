"""Tables of counts at the door: people interviewed as a sample, a survey's people by the policy and by agreements."""

from __future__ import annotations

from typing import Any

import pytest

from workbench.coding.by_group import by_groups
from workbench.coding.codebook import Code, codebook
from workbench.coding.codings import Coding
from workbench.coding.themes import Theme, ThemeCode
from workbench.desk.door.grouped import for_audience
from workbench.desk.tables.declared import make_table
from workbench.desk.take_out import note_shown, take_out
from workbench.governance.audiences import add_agreement, add_audience, amend_agreement, audience_named
from workbench.governance.policies import PUBLIC, Policy
from workbench.governance.released import left_for
from workbench.indicators.datasets import Dataset
from workbench.indicators.survey_keeping import dataset_of
from workbench.project.file import Project
from workbench.rows import add, now
from workbench.sources.cases import Case, set_attribute
from workbench.sources.coders import current_coder
from workbench.sources.documents import Document, Segment
from workbench.sources.how_found import say_how_found
from workbench.sources.surveys import Survey


def document(session: Any, people: list[int], kind: str, codes: dict[int, int]) -> None:
    """A document in which each of some people says a word, and so many of them, from the first on, have each code."""
    survey = add(session, Survey, name="study") if kind == "question" else None
    made = add(session, Document, name=f"{kind} {people[0]}", kind=kind, length=3 * len(people), survey_id=survey)
    for at, case in enumerate(people):
        cells = {"kind": "answer" if survey else "turn", "text": "ab", "words": 1, "ordinal": at}
        add(session, Segment, document_id=made, start=3 * at, end=3 * at + 2, case_id=case, **cells)
        for code, many in codes.items():
            if at < many:
                add(
                    session, Coding, code_id=code, coder_id=current_coder(session), document_id=made, anchor=3 * at,
                    start=3 * at, end=3 * at + 2, created=now(),
                )  # fmt: skip


def people(session: Any, number: int, sampling: str) -> list[int]:
    return [add(session, Case, label=f"{sampling}{at}", sampling=sampling) for at in range(number)]


@pytest.fixture
def study(project: Project) -> Project:
    """43 answered, 12 were interviewed. Dark: 23 and 6; Few: 3 who answered; Said: 2 interviewed; Both: 2 and 10."""
    with project.change("Study") as session:
        dark, few, said, both = (add(session, Code, name=name) for name in ("Dark", "Few", "Said", "Both"))
        answered, spoken = people(session, 43, "self-selected"), people(session, 12, "purposive")
        document(session, answered, "question", {dark: 23, few: 3, both: 2})
        document(session, spoken, "transcript", {dark: 6, said: 2, both: 10})
        for at, case in enumerate([*answered, *spoken]):
            set_attribute(session, case, "age", "old" if at % 5 else "young")
        theme = add(session, Theme, name="Ways", statement="They go round.")
        add(session, ThemeCode, theme_id=theme, code_id=dark)
        add_audience(session, "public", rule=PUBLIC)
        add_audience(session, "police", rule=Policy(5))
    return project


def counts(project: Project, audience: str, table: str = "codes") -> dict[object, object]:
    made = make_table(project, table, audience=audience)
    return {row[0]: row[made.columns.index("cases")] for row in made.rows}


def test_a_number_goes_by_the_people_who_are_in_it(study: Project) -> None:
    assert counts(study, "internal") == {"Dark": 29, "Few": 3, "Said": 2, "Both": 12}
    exact, rough = counts(study, "police"), counts(study, "public")
    assert (exact["Dark"], rough["Dark"]) == (29, 30)
    assert str(exact["Few"]).startswith("Withheld by us")
    assert str(rough["Few"]).startswith("Withheld by us")
    assert (exact["Said"], rough["Said"]) == (2, 2)


def test_few_of_a_survey_are_not_worked_out_from_those_interviewed(study: Project) -> None:
    """12 people said it; readers may know that 10 of them were interviewed."""
    assert str(counts(study, "police")["Both"]).startswith("Withheld by us")


def test_passages_are_withheld_and_rounded_with_their_people(study: Project) -> None:
    rows = {row[0]: row[2:5] for row in make_table(study, "codes", audience="public").rows}
    assert rows["Dark"] == (30, 30, 30)
    assert len(set(rows["Few"])) == 1
    assert counts(study, "public", "themes") == {"Ways": 30}
    meet = make_table(study, "cooccurrence", audience="police")
    assert {row[:2]: row[3] for row in meet.rows}["Dark", "Said"] == 2
    assert str({row[:2]: row[3] for row in meet.rows}["Dark", "Few"]).startswith("Withheld")


def test_an_agreement_on_the_surveys_data_makes_the_rule_stricter(study: Project) -> None:
    with study.change("Agreement") as session:
        agreement = add_agreement(session, "WEISF 12")
        amend_agreement(session, agreement, threshold=10, rounding=10)
        add(session, Dataset, name=dataset_of("study"), shared=True, agreement_id=agreement, from_records=True)
    made = make_table(study, "codes", audience="police")
    assert {row[0]: row[4] for row in made.rows}["Dark"] == 30
    assert any("WEISF 12" in one and "stricter rule" in one for one in made.left_out)
    assert any("rounded to the nearest 10" in one for one in made.left_out)
    assert counts(study, "internal")["Dark"] == 29
    assert all(
        str(row[2]).startswith("Withheld by us: fewer than 10") for row in _crosstab(study, "police") if row[0] == "Few"
    )


def _crosstab(project: Project, audience: str) -> list[tuple[Any, ...]]:
    return list(make_table(project, "crosstab", by="age", audience=audience).rows)


def test_the_crosstab_of_a_survey_is_rounded_and_hides_what_gives_a_small_number_away(study: Project) -> None:
    inside = {row[:2]: row[2] for row in _crosstab(study, "internal")}
    assert inside["Dark", "old"] + inside["Dark", "young"] == 29
    rough = {row[:2]: row for row in _crosstab(study, "public")}
    assert rough["Dark", "old"][2] % 5 == 0
    assert rough["Dark", "old"][7].startswith("about ")
    exact = {row[:2]: row[2] for row in _crosstab(study, "police")}
    # 3 who answered: 1 young and 2 old, and nobody may be told which.
    assert str(exact["Few", "old"]).startswith("Withheld")
    assert str(exact["Few", "young"]).startswith("Withheld")


def test_what_left_is_in_the_register_and_three_more_are_not_told_next_time(study: Project, tmp_path: Any) -> None:
    take_out(study, tmp_path / "codes.csv", table="codes", audience="police")
    with study.read() as session:
        (left,) = left_for(session, "police")
        assert left.key == "codes"
        assert left.numbers["people", "Dark"] == (29, 29, 29)
        assert left.numbers["people", "Few"][0] is None
        assert ("people", "Said") not in left.numbers
    with study.change("Three more") as session:
        dark = next(one.id for one in codebook(session) if one.path == "Dark")
        more = [add(session, Case, label=f"m{at}", sampling="self-selected") for at in range(3)]
        made = add(session, Document, name="more", kind="question", length=9)
        for at, case in enumerate(more):
            cells = {"kind": "answer", "text": "ab", "words": 1, "ordinal": at}
            add(session, Segment, document_id=made, start=3 * at, end=3 * at + 2, case_id=case, **cells)
            coder = current_coder(session)
            spot = {"anchor": 3 * at, "start": 3 * at, "end": 3 * at + 2}
            add(session, Coding, code_id=dark, coder_id=coder, document_id=made, created=now(), **spot)
    made = make_table(study, "codes", audience="police")
    assert str({row[0]: row[4] for row in made.rows}["Dark"]).startswith("Withheld by us")
    assert any("beside what left on" in one and "codes.csv" in one for one in made.left_out)
    note_shown(study, made, "x", "police")


def test_the_codebook_on_paper_tells_the_same(study: Project, tmp_path: Any) -> None:
    out = tmp_path / "codebook.html"
    taken = take_out(study, out, paper="codebook", audience="public")
    text = out.read_text("utf-8")
    assert "30 passages, 30 people" in text
    assert "29 passages" not in text
    assert "29 people" not in text
    assert any(one.key == "codes" for one in taken.leaving)


def test_a_group_of_which_outsiders_know_who_is_in_it_is_not_told_few_by_few(project: Project) -> None:
    """All six residents of a house said it, of eight people of a street three did; twelve came by themselves."""
    with project.change("Study") as session:
        code = add(session, Code, name="Dark")
        home, street, rest = (people(session, number, "purposive") for number in (6, 8, 12))
        document(session, home, "transcript", {code: 6})
        document(session, street, "transcript", {code: 5})
        document(session, rest, "transcript", {code: 7})
        for name, some in (("house", home), ("street", street), ("elsewhere", rest)):
            for case in some:
                set_attribute(session, case, "lives in", name)
        add_audience(session, "police", rule=Policy(5))

    def shown() -> dict[object, tuple[object, ...]]:
        rows = make_table(project, "crosstab", by="lives in", audience="police").rows
        return {row[1]: (row[2], row[7]) for row in rows}

    assert [shown()[name][0] for name in ("house", "street", "elsewhere")] == [6, 5, 7]
    with project.change("Everybody of the house was taken in") as session:
        assert say_how_found(session, home, "everyone") == 6
        assert say_how_found(session, home, "everyone") == 0
    assert shown()["house"] == ("most", "most; of 6 people")
    # With the street's number beside everybody's the house's could be worked out.
    assert shown()["street"] == ("about half", "about half; of 8 people")
    assert shown()["elsewhere"][0] == 7
    with project.read() as session:
        readers = audience_named(session, "police")
        lines, _ = for_audience(session, by_groups(session, ["lives in"]), readers)
    told = {one.line.group: one.people for one in lines if one.line.kind == "code"}
    assert told == {"everyone": 18, "house": None, "street": None, "elsewhere": 7}
