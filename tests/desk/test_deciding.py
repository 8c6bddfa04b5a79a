"""A version that was decided on is kept byte for byte; a withdrawal alone takes words out of it, and says so."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.briefs.ready import ready_brief
from tests.study import TURNS
from workbench.briefs.conditions import Asked
from workbench.briefs.decisions import DecisionNeedsReasonsError, decisions
from workbench.briefs.evidence import cite
from workbench.briefs.kept_page import PageIsOtherError, TakenOut, as_kept, cited_in, without
from workbench.briefs.options import add_brief, add_option, amend_brief, amend_option, briefs
from workbench.briefs.problems import problems
from workbench.briefs.versions import Version, kept_page, versions
from workbench.coding.codings import Coding, remove_coding
from workbench.desk.briefs.brief import DRAFT, brief_page, write_brief
from workbench.desk.briefs.deciding import NotInBriefError, ground, record_decision, usual_audience
from workbench.desk.briefs.kept_versions import NOT_ANY_MORE, read_version, write_version
from workbench.desk.merging.merge import merge
from workbench.desk.withdrawal.withdrawing import withdraw
from workbench.governance.audiences import add_audience
from workbench.governance.departures import departures
from workbench.indicators.observations import Observation
from workbench.project.backup import backup
from workbench.project.file import Project, open_file
from workbench.rows import Row, amend, table_of
from workbench.sources.consent import set_consent
from workbench.text import dated
from workbench.triangulation.findings import findings, reword

QUOTED = TURNS[1]


@pytest.fixture
def brief(project: Project) -> int:
    """A brief that is ready to be decided on, for the team and for the public."""
    with project.change("Bring in") as session:
        add_audience(session, "public")
        return ready_brief(session)[1]


def approve(project: Project, brief: int, audience: str = "public", **more: Any) -> int:
    """Record an approval and give the kept version."""
    record_decision(
        project, brief, outcome="approve", reasons="It is cheap.", audience=audience, relied_on=["F1"], **more
    )
    with project.read() as session:
        return versions(session, brief)[-1].id


def printed(project: Project, version: int, folder: Path) -> tuple[bytes, bytes]:
    """The kept version as HTML and as Markdown."""
    made = [write_version(project, version, folder / f"kept{ending}").path.read_bytes() for ending in (".html", ".md")]
    return made[0], made[1]


def test_a_kept_page_is_the_page_that_was_before_them(project: Project, brief: int) -> None:
    with project.change("For decision") as session:
        amend_brief(session, brief, status="for decision")
    before = brief_page(project, brief, audience="public")
    version = approve(project, brief)
    with project.read() as session:
        (line,), (taken,) = versions(session), decisions(session)
        kept = session.execute(sa.select(table_of(Version).c.page)).scalar_one()
        assert as_kept(kept_page(session, version)) == as_kept(before)
    assert line.content == hashlib.sha256(kept.encode()).hexdigest()
    assert (taken.version_id, taken.content, taken.relied_on) == (version, line.content, ("F1",))
    assert kept == without(kept, TakenOut()), "it is canonical"
    assert cited_in(kept, "quote") == {"Q1": _guid(project, Coding, 2)}
    assert cited_in(kept, "figure") == {"D1": _guid(project, Observation, 1)}


def _guid(project: Project, kind: type[Row], key: int) -> bytes:
    with project.read() as session:
        table = table_of(kind)
        return bytes(session.execute(sa.select(table.c.guid).where(table.c.id == key)).scalar_one())


def test_whatever_changes_later_the_kept_version_prints_the_same_bytes(
    project: Project, brief: int, tmp_path: Path
) -> None:
    version = approve(project, brief)
    html, markdown = printed(project, version, tmp_path)
    assert QUOTED in html.decode()
    record_decision(project, brief, outcome="revise", reasons="Look again.")
    with project.change("Change everything") as session:
        amend_brief(session, brief, title="Another title", decision_asked="Agree to something else.")
        amend(session, Observation, 1, value=40.0, lower=35.0, upper=45.0)
        (finding,) = findings(session)
        reword(session, finding.id, statement="Something else.")
        remove_coding(session, 2)
    assert printed(project, version, tmp_path) == (html, markdown)
    now = brief_page(project, brief, audience="public")
    assert now.title == "Another title"
    with project.read() as session:
        assert [one.outcome for one in decisions(session)] == ["approve", "revise"]
        assert len(versions(session)) == 1, "revise opens again what was kept"
        assert {one.version_id for one in decisions(session)} == {version}


def test_a_withdrawal_takes_words_out_of_kept_pages_and_says_on_which_day(
    project: Project, brief: int, tmp_path: Path
) -> None:
    with project.change("Quote it") as session:
        amend_brief(session, brief, problem=f"Somebody said: {QUOTED} P2 told us.")
    version = approve(project, brief)
    with project.read() as session:
        (before,) = versions(session)
    withdraw(project, "P2")
    with project.read() as session:
        (after,) = versions(session)
        assert not [one for one in problems(session) if one.severity == "error"]
    html, markdown = (one.decode() for one in printed(project, version, tmp_path))
    day = dated(after.at[:10])
    assert after.content == before.content, "the fingerprint stays that of the page as it was kept"
    assert after.amended == f"Words were withdrawn on {day}."
    for text in (html, markdown):
        assert "I get the bus" not in text
        assert "lamps on the path are broken" not in text
        assert not re.search(r"\bP2\b", text)
        assert f"These words were withdrawn on {day}." in text
    assert "Young people go the long way when it is dark." in html, "what was made of it stays"
    project.close()
    whole = tmp_path.joinpath("study.workbench").read_bytes()
    assert b"lamps on the path are broken" not in whole


def test_one_persons_withdrawal_leaves_other_kept_pages_alone(project: Project, brief: int, tmp_path: Path) -> None:
    version = approve(project, brief)
    before = printed(project, version, tmp_path)
    withdraw(project, "P6")
    assert printed(project, version, tmp_path) == before
    with project.read() as session:
        assert [one.amended for one in versions(session)] == [""]


def test_words_that_may_not_be_shown_any_more_are_not_printed_again(
    project: Project, brief: int, tmp_path: Path
) -> None:
    version = approve(project, brief)
    with project.change("Consent") as session:
        set_consent(session, 2, "audience", "withdrawn", audience="public")
    taken = write_version(project, version, tmp_path / "again.md")
    text = taken.path.read_text(encoding="utf-8")
    assert "lamps on the path" not in text
    assert NOT_ANY_MORE.strip("[]") in text
    assert "1 quote in it may not be shown any more." in taken.sentence
    with project.read() as session:
        assert [(one.audience, one.withheld) for one in departures(session)] == [("public", 1)]
        assert versions(session)[0].amended == ""


def test_a_kept_page_that_somebody_altered_is_not_printed(project: Project, brief: int, tmp_path: Path) -> None:
    version = approve(project, brief)
    with project.change("Alter") as session:
        page = session.execute(sa.select(table_of(Version).c.page)).scalar_one()
        amend(session, Version, version, page=page.replace("mend the lamps", "sell the lamps"))
    with pytest.raises(PageIsOtherError):
        write_version(project, version, tmp_path / "again.md")
    with project.read() as session:
        assert "is not as it was kept" in problems(session)[0].message


def test_a_wrong_decision_writes_nothing_at_all(project: Project, brief: int) -> None:
    with pytest.raises(NotInBriefError, match=r"“Q9” is no reference of this brief. There are: F1, Q1, D1\."):
        record_decision(project, brief, outcome="approve", reasons="Yes.", relied_on=["F1", "Q9"])
    with pytest.raises(DecisionNeedsReasonsError):
        record_decision(project, brief, outcome="approve", reasons=" ")
    with project.read() as session:
        assert versions(session) == []
        assert decisions(session) == []


def test_one_is_warned_before_deciding_on_a_draft_or_on_evidence_that_changed(project: Project, brief: int) -> None:
    assert ground(project, brief).warning == ""
    with project.change("Revise a figure") as session:
        amend(session, Observation, 1, value=61.0)
    told = ground(project, brief)
    assert told.warning.startswith(
        "One piece of its evidence has changed since it was cited: Harlow 2024/25 is now 61.0"
    )
    assert [one.key for one in told.entries] == ["F1", "Q1", "D1"]
    with project.change("Another option") as session:
        add_option(session, brief, "A wall")
    assert ground(project, brief).warning.startswith(f"{DRAFT}. B1 O3: “A wall” rests on no finding.")


def test_a_brief_with_an_error_leaves_as_a_marked_draft_only(project: Project, brief: int, tmp_path: Path) -> None:
    assert write_brief(project, "O2", tmp_path / "ready.html").path.name == "ready.html"
    with project.change("Another option") as session:
        wall = add_option(session, brief, "A wall")
    for ending in ("html", "md"):
        taken = write_brief(project, "O2", tmp_path / f"lamps.{ending}")
        assert taken.path.name == f"lamps-draft.{ending}"
        assert not (tmp_path / f"lamps.{ending}").exists()
        assert DRAFT in taken.sentence
        assert DRAFT in taken.path.read_text(encoding="utf-8")
    with project.read() as session:
        assert {one.name for one in departures(session)} == {"ready.html", "lamps-draft.html", "lamps-draft.md"}
    with project.change("Cite") as session:
        cite(session, brief, "finding", 1, option_id=wall)
    assert DRAFT not in write_brief(project, "O2", tmp_path / "lamps.md").path.read_text(encoding="utf-8")


def test_two_copies_that_both_decided_keep_both_and_say_so(project: Project, brief: int, tmp_path: Path) -> None:
    with open_file(backup(project, tmp_path / "theirs.workbench"), coder="ben") as theirs:
        approve(project, brief, decided_on="2026-06-18")
        record_decision(theirs, brief, outcome="reject", reasons="Too dear.", decided_on="2026-06-19")
        merge(project, theirs.path)
        with project.read() as session:
            assert [(one.outcome, one.recorded_by) for one in decisions(session)] == [
                ("approve", "amina"),
                ("reject", "ben"),
            ]
            told = problems(session)[0]
            assert len(versions(session)) == 2
        assert told.severity == "error"
        assert told.message.startswith(
            "Version 1 was decided 2 times at once, in the order of recording: approve on 18 June 2026, recorded by amina;"
            " reject on 19 June 2026, recorded by ben. All are kept."
        )
        merge(theirs, project.path)
        for copy in (project, theirs):
            with copy.read() as session:
                kept = [read_version(copy, one.id)[1] for one in versions(session)]
                assert [one.status for one in kept] == ["version 1, for decision"] * 2


@pytest.mark.parametrize("taking", ["who kept it", "who withdrew"])
def test_what_was_withdrawn_in_one_copy_goes_from_pages_kept_in_the_other(
    project: Project, brief: int, tmp_path: Path, taking: str
) -> None:
    with open_file(backup(project, tmp_path / "theirs.workbench"), coder="ben") as theirs:
        approve(theirs, brief)
        withdraw(project, "P2")
        here, there = (theirs, project) if taking == "who kept it" else (project, theirs)
        merge(here, there.path, confirmed=True)
        with here.read() as session:
            (line,) = versions(session)
        text = write_version(here, line.id, tmp_path / "kept.md").path.read_text("utf-8")
    assert "lamps on the path" not in text
    assert "These words were withdrawn on" in text


def test_two_versions_with_conditions_are_a_log(project: Project, brief: int) -> None:
    record_decision(project, brief, outcome="revise", reasons="Say what it costs.", meeting="April")
    with project.change("Edit") as session:
        amend_option(session, 2, cost_low=5.0, cost_high=9.0)
    record_decision(
        project,
        brief,
        outcome="approve with conditions",
        reasons="Now it says so.",
        meeting="June",
        conditions=[Asked("Count first", "Ann", "2026-09-11")],
    )
    with project.read() as session:
        assert [(one.number, one.audience) for one in versions(session)] == [(1, "internal"), (2, "internal")]
        assert [(one.outcome, one.version) for one in decisions(session)] == [
            ("revise", 1),
            ("approve with conditions", 2),
        ]
        assert briefs(session)[0].status == "decided"
        first, second = (kept_page(session, one.id) for one in versions(session))
    assert first.status == "version 1, for decision"
    assert "£5 to £9" not in as_kept(first)
    assert "£5 to £9" in as_kept(second)
    assert "Say what it costs." in as_kept(second), "what it was sent back with stands in the next"


def test_a_brief_with_nothing_in_it_but_a_long_problem_is_kept_too(project: Project, tmp_path: Path) -> None:
    with project.change("Brief") as session:
        brief = add_brief(session, "Ways home", problem="Long " * 500)
    version = approve_nothing(project, brief)
    assert write_version(project, version, tmp_path / "long.html").path.name == "long-draft.html"
    with project.read() as session:
        assert usual_audience(session) == "internal"


def approve_nothing(project: Project, brief: int) -> int:
    """Record a decision that relies on nothing."""
    record_decision(project, brief, outcome="approve", reasons="Yes.")
    with project.read() as session:
        return versions(session, brief)[-1].id
