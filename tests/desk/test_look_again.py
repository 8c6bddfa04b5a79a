"""What needs another look, by its cause: a release, a withdrawal, a merged code, and everything gone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.study import add_study, code_turn
from tests.triangulation.protocol_study import as_
from workbench.briefs.evidence import cite
from workbench.briefs.options import add_brief, add_option, briefs
from workbench.coding.codebook import Code
from workbench.coding.codings import Coding
from workbench.coding.merging import merge_codes
from workbench.desk.briefs.brief import brief_page
from workbench.desk.looking_again.look_again import (
    LookAtFindingFirstError,
    NotYoursToConfirmError,
    says_of,
    says_still,
    still_stands,
    waiting,
)
from workbench.desk.looking_again.waiting import Waiting
from workbench.desk.tables.declared import make_table
from workbench.desk.withdrawal.withdrawing import withdraw
from workbench.exchange.briefs.markdown import as_markdown
from workbench.governance.audiences import Audience
from workbench.governance.flags import flag
from workbench.indicators.answers import answer_doubt, doubts_about, withdraw_answer
from workbench.indicators.indicators import Indicator
from workbench.indicators.observations import Observation, figures
from workbench.rows import add, amend, remove
from workbench.sources.cases import set_attribute
from workbench.text import Span
from workbench.triangulation.displays.displays import add_display
from workbench.triangulation.displays.drawing import draw
from workbench.triangulation.displays.follow_ups import follow_up_with
from workbench.triangulation.displays.notes import write_note
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.findings import EvidenceIsGoneError, reword, write_finding
from workbench.triangulation.protocol.assessments import write_assessment
from workbench.triangulation.protocol.consensus import settle_pair
from workbench.triangulation.protocol.matrix import matrix
from workbench.triangulation.protocol.topic_rows import SilenceNeedsKindError, add_row, conclude, place, rate, take_from
from workbench.triangulation.was_and_is import was_and_is


@pytest.fixture
def study(project: Any) -> Any:
    with project.change("Put a study in") as session:
        made = add_study(session)
        more = {"prominence": "high", "against": "One walks it."}
        made.words = write_finding(
            session,
            strand="words",
            source="interviews",
            statement="They go round.",
            evidence=[Evidence("code", made.dark)],
            **more,
        )
        made.numbers = write_finding(
            session,
            strand="numbers",
            source="Active Lives",
            statement="Fewer are active.",
            evidence=[Evidence("observation", made.harlow)],
            **more,
        )
        made.row = add_row(session, "Getting about")
        place(session, made.row, made.words)
        place(session, made.row, made.numbers)
        rate(session, made.row, "Active Lives", "interviews", meaning="same", confirmed="agreement")
        made.brief = add_brief(session, "Lights on the path")
        made.option = add_option(session, made.brief, "Mend the lamps")
        cite(session, made.brief, "finding", made.words, option_id=made.option)
        cite(session, made.brief, "figure", made.harlow)
    return made


def groups(project: Any) -> dict[str, list[Waiting]]:
    with project.read() as session:
        return {group.cause.name: list(group.waiting) for group in waiting(session)}


def test_nothing_waits_while_nothing_moved(project: Any, study: Any) -> None:
    assert groups(project) == {}


def test_a_revised_figure_is_one_cause_with_all_it_touched(project: Any, study: Any) -> None:
    with project.change("A new release of Active Lives") as session:
        amend(session, Observation, study.harlow, value=61.0)
    ((name, found),) = groups(project).items()
    assert name == "A new release of Active Lives"
    assert {(one.kind, one.state) for one in found} == {("finding", "recheck"), ("citation", "recheck")}
    finding = next(one for one in found if one.kind == "finding")
    assert finding.why == "Harlow 2024/25 is now 61.0, was 60.3."
    assert "the topic “Getting about”" in finding.used
    with project.read() as session:
        says = says_of(session, finding)
    assert was_and_is(says, says)[0].same


def test_fewer_people_say_what_the_count_suggests_now_and_what_would_be_proposed(project: Any, study: Any) -> None:
    with project.change("Take two codings out") as session:
        for key in study.codings[1:3]:
            remove(session, Coding, key)
    found = groups(project)["Take two codings out"]
    assert found[0].cited
    finding = next(one for one in found if one.kind == "finding")
    assert "2 of 4 people who said this no longer count; 2 say it now." in finding.why
    assert finding.effect == (
        "What the count suggests goes from high to medium. It is rated high; the count suggests medium."
        " Rated so, on “Getting about” ≈ partly would be proposed, no longer = point the same way."
    )
    citation = next(one for one in found if one.kind == "citation")
    assert "option O2 “Mend the lamps”: “They go round.” (F1)" in citation.what
    with project.change("Rate it again") as session:
        reword(session, study.words, prominence="medium")
    judged = [one for some in groups(project).values() for one in some if one.kind == "judgement"]
    assert judged[0].effect.startswith("Proposed now: ≈ partly, then = point the same way.")
    assert judged[0].cause.name == "Rate it again"


def test_a_merged_code_and_a_withdrawal_are_causes_of_their_own(project: Any, study: Any) -> None:
    with project.change("Merge two codes") as session:
        merge_codes(session, study.police, [study.dark])
    assert {one.kind for one in groups(project)["Merge two codes"]} == {"finding", "citation"}
    project.undo()
    assert groups(project) == {}
    withdraw(project, "P1")
    (group,) = [some for name, some in groups(project).items() if "ithdraw" in name]
    assert {one.kind for one in group} == {"finding", "citation"}


def test_more_evidence_is_kept_apart_and_comes_after(project: Any, study: Any) -> None:
    with project.change("A new release") as session:
        amend(session, Observation, study.harlow, value=61.0)
    with project.change("Code one more") as session:
        code_turn(session, study, study.dark, 5)
    with project.read() as session:
        found = waiting(session)
    assert [group.cause.name for group in found] == ["A new release", "Code one more"]
    assert [one.state for one in found[1].waiting] == ["grown", "grown"]
    assert found[1].said == "2 with more evidence since"


def test_going_through_them_leaves_nothing_and_survives_between(project: Any, study: Any) -> None:
    with project.change("A new release") as session:
        amend(session, Observation, study.harlow, value=61.0)
        code_turn(session, study, study.dark, 5)
        reword(session, study.words, prominence="medium")
    seen = 0
    while found := [one for some in groups(project).values() for one in some]:
        waits = [one for one in found if one.finding]
        for one in waits:
            with pytest.raises(LookAtFindingFirstError), project.change("Look again") as session:
                still_stands(session, one)
        with project.change("Look again") as session:
            still_stands(session, next(one for one in found if one not in waits))
        seen += 1
        assert seen < 10
    assert seen == 5


def test_an_indicator_withdrawn_by_its_publisher(project: Any, study: Any) -> None:
    with project.change("The publisher withdrew it") as session:
        amend(session, Indicator, study.indicator, gone=True)
    found = groups(project)["The publisher withdrew it"]
    finding = next(one for one in found if one.kind == "finding")
    assert finding.why == "Harlow 2024/25 is no longer in the project."
    with pytest.raises(EvidenceIsGoneError), project.change("Look again") as session:
        still_stands(session, finding)


def test_an_area_of_another_vintage_is_another_area(project: Any, study: Any) -> None:
    with project.change("New boundaries") as session:
        amend(session, Observation, study.harlow, area_code="E07000999", area="Harlow (2027)")
    finding = next(one for one in groups(project)["New boundaries"] if one.kind == "finding")
    assert "The figure for Harlow 2024/25 is now for Harlow (2027) 2024/25." in finding.why


def test_an_area_code_alone_that_changed_asks_for_a_look(project: Any, study: Any) -> None:
    with project.change("New boundaries") as session:
        amend(session, Observation, study.harlow, area_code="E07000999")
    finding = next(one for one in groups(project)["New boundaries"] if one.kind == "finding")
    assert finding.state == "recheck"
    assert "E07000999" in finding.why


def two_judged(project: Any, study: Any) -> None:
    """Let ben judge the pair otherwise than amina, settle it together, and sum up."""
    as_(project, "ben")
    with project.change("Judge too") as session:
        rate(session, study.row, "Active Lives", "interviews", meaning="different", confirmed="partial agreement")
    with project.change("Settle it") as session:
        study.settled = settle_pair(
            session, study.row, "Active Lives", "interviews", value="agreement", why="Both go down.", with_whom="amina"
        )
        conclude(session, study.row, together="Both say the same.", fit="confirmation")
        study.whole = write_assessment(session, "All of it points one way.")
        study.adds = write_assessment(session, "Each adds something.", kind="completeness")
    as_(project, "amina")
    assert groups(project) == {}


def by_kind(project: Any) -> dict[str, Waiting]:
    """What waits, one of each kind."""
    return {one.kind: one for some in groups(project).values() for one in some}


def test_somebody_elses_judgement_is_theirs_to_confirm(project: Any, study: Any) -> None:
    two_judged(project, study)
    with project.change("Rate it again") as session:
        reword(session, study.words, prominence="medium")
    found = [one for some in groups(project).values() for one in some if one.kind == "judgement"]
    mine, theirs = sorted(found, key=lambda one: not one.mine)
    assert (mine.mine, theirs.mine) == (True, False)
    with pytest.raises(NotYoursToConfirmError), project.change("Look again") as session:
        still_stands(session, theirs)
    with project.change("Look again") as session:
        still_stands(session, mine)
    assert [one.what for some in groups(project).values() for one in some if one.kind == "judgement"] == [theirs.what]


def test_what_was_settled_and_written_on_judgements_waits_with_them_and_stands_again(project: Any, study: Any) -> None:
    two_judged(project, study)
    with project.change("Rate it again") as session:
        reword(session, study.words, prominence="low")
    found = by_kind(project)
    settled = found["settled"]
    assert settled.state == "recheck"
    assert settled.why == "F1 is now rated low, was high."
    assert settled.effect.startswith("Judged now: amina: = point the same way; ben: ≈ partly. Proposed now: ≈ partly.")
    assert settled.cause.said.startswith("a finding was reworded or rated, ")
    assert found["together"].why == "F1 is now rated low, was high."
    assert found["together"].effect == "We said of it: each confirms the other. Does it still?"
    assert "assessment" not in found, "as long as the pair stands as it stood, so does the whole"
    for kind in ("settled", "together"):
        with project.read() as session:
            was, now = says_of(session, found[kind]), says_still(session, found[kind])
        assert [line.what for line in was_and_is(was, now) if not line.same] == ["F1"]
        with project.change("Look again") as session:
            still_stands(session, found[kind])
    assert by_kind(project).keys() == {"judgement", "citation"}
    assert consensus_of(project, study).by == "ben"
    project.undo()
    assert "together" in by_kind(project)


def consensus_of(project: Any, study: Any) -> Any:
    with project.read() as session:
        (meeting,) = matrix(session).rows[0].meetings.values()
    return meeting.consensus


def test_what_was_settled_cannot_stand_where_one_side_is_silent_now(project: Any, study: Any) -> None:
    two_judged(project, study)
    with project.change("Take it out") as session:
        take_from(session, study.row, study.numbers)
    found = by_kind(project)
    assert found["settled"].why == "F2 no longer speaks here."
    assert found["settled"].cause.name == "Take it out"
    with pytest.raises(SilenceNeedsKindError), project.change("Look again") as session:
        still_stands(session, found["settled"])


def test_an_assessment_waits_when_a_pair_is_settled_otherwise(project: Any, study: Any) -> None:
    two_judged(project, study)
    with project.change("Settle it otherwise") as session:
        settle_pair(session, study.row, "Active Lives", "interviews", value="partial agreement", why="Not as loudly.")
    found = by_kind(project)
    assert found.keys() == {"assessment", "together"}
    whole = found["assessment"]
    assert "≈ partly now, = point the same way then." in whole.why
    assert whole.effect == "Pairs now: 0 = point the same way, then 1; 1 ≈ partly, then 0."
    assert whole.cause.said.startswith("it was settled how two sources meet, ")
    assert whole.opens == "assess:whole:"
    for one in found.values():
        with project.change("Look again") as session:
            still_stands(session, one)
    assert groups(project) == {}


def test_what_each_source_adds_waits_when_another_speaks(project: Any, study: Any) -> None:
    two_judged(project, study)
    with project.change("A third source") as session:
        key = write_finding(
            session, strand="words", source="group talk", statement="So do we.", against="One does not.",
            evidence=[Evidence("code", study.police)],
        )  # fmt: skip
        place(session, study.row, key)
    waits = [one for some in groups(project).values() for one in some if one.opens == "assess:completeness:"]
    assert "who speaks on “Getting about”" in waits[0].why.casefold() or "Who speaks on" in waits[0].why
    assert waits[0].cause.name == "A third source"


def test_nobody_sees_that_something_waits_on_what_is_hidden_from_them(project: Any, study: Any) -> None:
    with project.change("Write of it") as session:
        conclude(session, study.row, together="Both say the same.")
        write_assessment(session, "All of it points one way.")
    with project.change("Rate it again") as session:
        reword(session, study.words, prominence="low")
        place(session, add_row(session, "Another topic"), study.words)
    assert by_kind(project).keys() == {"judgement", "together", "citation"}
    as_(project, "ben")
    assert by_kind(project).keys() == {"citation"}


def test_a_note_on_a_display_waits_with_its_counts_figures_and_definitions(project: Any, study: Any) -> None:
    with project.change("Make a display") as session:
        for at, case in enumerate(study.cases):
            set_attribute(session, case, "sex", ("female", "male")[at % 2])
        key = add_display(session, "follow-up", "Followed up")
        follow_up_with(session, study.numbers, "Six who walk.", by_id=study.words, explains="It is dark.")
        themes = add_display(session, "statistics by themes", "By theme", {"by": "sex"})
    with project.change("Write of it") as session:
        for display, fit in ((key, "confirmation"), (themes, "")):
            shown = draw(session, display)
            write_note(session, shown, shown.rows[0].about, "Both go round.", fit)
    assert groups(project) == {}
    with project.change("A new release") as session:
        amend(session, Observation, study.harlow, value=61.0)
    note = by_kind(project)["note"]
    assert note.what == "What we make of “F2” in “Followed up”: “Both go round.”"
    assert note.why == "Harlow 2024/25 is now 61.0, was 60.3."
    assert note.effect == "We said of it: each confirms the other. Does it still?"
    assert note.cause.said.startswith("a figure was revised, ")
    with project.read() as session:
        was, now = says_of(session, note), says_still(session, note)
    assert [line.what for line in was_and_is(was, now) if not line.same] == ["Harlow 2024/25"]
    with project.change("Look again") as session:
        still_stands(session, note)
    assert "note" not in by_kind(project)
    with project.change("Define it otherwise") as session:
        amend(session, Code, study.dark, definition="After six in the evening")
    note = by_kind(project)["note"]
    assert note.why == "The code Journeys/Dark and unlit is defined otherwise now."
    assert note.cause.name == "Define it otherwise"
    with project.change("Take three out") as session:
        for coding in study.codings[:3]:
            remove(session, Coding, coding)
    note = by_kind(project)["note"]
    assert [cause.name for cause in note.causes] == ["Take three out", "Define it otherwise"]


def test_several_kinds_of_change_are_all_named_with_what_each_did(project: Any, study: Any) -> None:
    with project.change("Rest on both") as session:
        both = write_finding(
            session, strand="words", source="interviews", statement="They all go round.", against="One does not.",
            evidence=[Evidence("theme", study.theme), Evidence("coding", study.codings[3])],
        )  # fmt: skip
    withdraw(project, "P1")
    with project.change("Define it otherwise") as session:
        amend(session, Code, study.dark, definition="After six in the evening")
    with project.change("Take one out") as session:
        remove(session, Coding, study.codings[2])
    with project.change("Of no concern") as session:
        amend(session, Observation, study.harlow, value=61.0)
    found = [one for some in groups(project).values() for one in some if one.key == f"finding:{both}"]
    (one,) = found
    assert [cause.did for cause in one.causes] == [
        "words were coded otherwise", "a code was changed", one.causes[2].did,
    ]  # fmt: skip
    assert one.causes[2].did.endswith("people withdrew")
    assert one.cause.name == "Take one out"
    assert one.because.count(";") == 2
    with project.change("Look again") as session:
        still_stands(session, one)
    assert f"finding:{both}" not in [one.key for some in groups(project).values() for one in some]


def test_looking_again_is_no_cause_of_what_rests_on_it(project: Any, study: Any) -> None:
    with project.change("Rate it again") as session:
        reword(session, study.words, prominence="medium")
    with project.change("One person more") as session:
        code_turn(session, study, study.dark, 5)
    with project.change("Look at F1") as session:
        still_stands(session, by_kind(project)["finding"])
    assert by_kind(project)["judgement"].cause.name == "Rate it again"


def test_a_flag_and_an_answered_doubt_move_what_rests_on_them(project: Any, study: Any) -> None:
    with project.change("Cite a passage") as session:
        passage = write_finding(
            session, strand="words", source="interviews", statement="One says so.", against="Others do not.",
            evidence=[Evidence("coding", study.codings[0])],
        )  # fmt: skip
        coding = session.get(Coding, study.codings[0])
        span = Span(coding.start, coding.end)
        document = coding.document_id
    with project.change("Hold it back") as session:
        flag(session, document, span, "safeguarding", reason="Harm.")
    (one,) = groups(project)["Hold it back"]
    assert one.key == f"finding:{passage}"
    assert "is flagged since: held back for safeguarding." in one.why
    assert one.cause.did == "a passage was flagged, or a flag taken away"
    project.undo()
    with project.change("Few") as session:
        amend(session, Observation, study.harlow, count=3.0)
    assert groups(project) == {}
    with project.read() as session:
        figure = next(one for one in figures(session, indicator_id=study.indicator) if one.id == study.harlow)
        doubts = doubts_about(session, [figure])[figure.id]
    kind = next(one.kind for one in doubts if one.kind == "small count")
    with project.change("Answer it") as session:
        answer_doubt(session, study.harlow, kind, "We say so beside it.")
    found = groups(project)["Answer it"]
    assert {one.kind for one in found} == {"finding", "citation"}
    assert f"({kind}) is answered since: We say so beside it." in found[0].why
    with project.change("Take it back") as session:
        withdraw_answer(session, study.harlow, kind)
    assert groups(project) == {}


def test_as_a_table_causes_and_reasons_are_for_the_team(project: Any, study: Any) -> None:
    with project.change("A new release for Sam") as session:
        amend(session, Observation, study.harlow, value=61.0)
        add(session, Audience, name="police", threshold=5)
    team, outside = make_table(project, "look_again"), make_table(project, "look_again", audience="police")
    assert len(team.rows) == len(outside.rows) == 2
    assert team.rows[0][0] == "A new release for Sam"
    assert "Sam" not in str(outside.rows)


def test_a_topic_to_be_looked_at_again_says_so_in_the_brief_and_side_by_side(project: Any, study: Any) -> None:
    with project.change("Sum up") as session:
        conclude(session, study.row, together="Both say the same.")
        brief = briefs(session)[0].id
    said = "Something in this topic changed since; to be looked at again"

    def page() -> str:
        return as_markdown(brief_page(project, brief))

    def beside() -> tuple[str, str]:
        table = make_table(project, "joint-display")
        (row,) = table.rows
        return row[list(table.columns).index("state")], row[list(table.columns).index("cause")]

    assert said not in page()
    assert beside() == ("current", "")
    with project.change("Rate it again") as session:
        reword(session, study.words, prominence="low")
    for one in [each for some in groups(project).values() for each in some if each.kind == "judgement"]:
        with project.change("Look again") as session:
            still_stands(session, one)
    why = "What we make of it together was written before this: F1 is now rated low, was high."
    assert beside() == ("recheck", why)
    assert f"{said}: {why}" in page()
    with project.change("Look again") as session:
        still_stands(session, by_kind(project)["together"])
    assert said not in page()
    assert beside() == ("current", "")
