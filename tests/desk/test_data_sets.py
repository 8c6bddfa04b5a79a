"""Data sets: what is said of them, what missing terms keep out and where that shows, and deleting figures for good."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from tests.exchange.test_records import linked
from workbench.briefs.evidence import cite
from workbench.briefs.options import add_brief
from workbench.cli.main import app
from workbench.desk.importing.bring_in import bring_in
from workbench.desk.importing.data_sets import FactsAreUnreadableError, data_sets, describe, facts_of, read_facts
from workbench.desk.importing.records import count_records
from workbench.desk.importing.releasing import NOBODY_SAID, Taking
from workbench.desk.tables.declared import make_table
from workbench.desk.withdrawal.deleting import DeletingNeedsReasonError, delete_figures
from workbench.indicators.catalogue import indicators
from workbench.indicators.datasets import terms_of
from workbench.indicators.observations import figures, observation_at
from workbench.indicators.places import place
from workbench.indicators.problems import problems
from workbench.project.file import Project, create
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.figures import figure_lines
from workbench.triangulation.findings import findings, look_again, write_finding

HARLOW = "E07000073"
SHARED = (
    "area_code,area,period,indicator,value,unit\n"
    "E07000073,Harlow,2023/24,Children known to youth services,12.125,%\n"
    "E07000077,Uttlesford,2023/24,Children known to youth services,3.5,%\n"
)
TERMS = {
    "shared by": "Essex Youth Service",
    "agreement": {"reference": "WEISF 40", "with": "Essex Youth Service", "ends": "2039-03-31"},
    "purpose": "Safer routes",
    "lawful basis": "Public task",
    "impact assessment": "DPIA 7",
    "keep until": "2039-03-31",
}


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    path = tmp_path / "youth.csv"
    path.write_text(SHARED, encoding="utf-8")
    return path


def with_finding(project: Project) -> int:
    """A finding and a citation that rest on Harlow's figure; its key."""
    with project.change("Finding") as session:
        (only,) = indicators(session)
        key = observation_at(session, only.id, HARLOW)
        rests = [Evidence("observation", key)]
        write_finding(session, strand="numbers", source="youth", statement="One in eight.", evidence=rests, against="-")
        cite(session, add_brief(session, "Routes"), "figure", key)
    return key


def test_nobody_having_said_where_figures_are_from_is_asked_and_keeps_nothing_out(project: Project, sent: Path) -> None:
    [report] = bring_in(project, [sent])
    assert NOBODY_SAID in report.notes
    with project.read() as session:
        assert len(figures(session)) == 2
        (line,) = data_sets(session)
    assert line.missing == ("Nobody is named as the source.", "It has no licence.")
    assert not line.kept_out


def test_what_is_shared_stays_out_everywhere_until_its_terms_are_said(project: Project, sent: Path) -> None:
    bring_in(project, [sent])
    key = with_finding(project)
    with project.change("Shared") as session:
        (data_set,) = data_sets(session)
        describe(session, data_set.id, facts_of({"shared by": "Essex Youth Service"}))
    with project.read() as session:
        assert figures(session) == []
        assert figure_lines(session, [key]) == {}
        assert place(session, HARLOW).indicators == ()
        (only,) = indicators(session)
        assert "No sharing agreement is recorded." in only.kept_out
        (finding,) = findings(session)
        assert finding.state == "recheck"
        assert finding.why.startswith("Harlow 2023/24 is kept out of analysis. No sharing agreement is recorded.")
        assert "12.1" not in finding.why
        kept = [one for one in problems(session) if one.severity == "error"]
        assert [one.where for one in kept] == ["youth.csv"]
    assert not make_table(project, "observations").rows
    assert "kept out" in make_table(project, "datasets").rows[0]
    with project.change("Look again") as session:
        look_again(session, finding.id)
    with project.read() as session:
        assert findings(session)[0].state == "recheck", "looking does not let it in"
    with project.change("Terms") as session:
        describe(session, data_set.id, facts_of(TERMS))
    with project.read() as session:
        assert len(figures(session)) == 2
        assert not [one for one in problems(session) if one.severity == "error"]
        assert findings(session)[0].why == "Harlow 2023/24 is back in the analysis."


@pytest.mark.parametrize(
    "over", [{"keep until": "2020-03-31"}, {"agreement": {"reference": "A", "ends": "2020-03-31"}}]
)
def test_a_day_that_is_past_keeps_figures_out(project: Project, sent: Path, over: dict[str, object]) -> None:
    [report] = bring_in(project, [sent], figures=Taking(facts=facts_of(TERMS | over)))
    assert "Its figures are kept out of analysis." in report.notes[-1]
    assert "31 March 2020" in report.notes[-1]
    with project.read() as session:
        assert figures(session) == []
        told = [one.message for one in problems(session) if one.severity == "error"]
    assert any("Delete its figures" in one for one in told) == ("keep until" in over)


def test_a_published_data_set_is_never_kept_out(project: Project, sent: Path) -> None:
    facts = facts_of({"publisher": "ONS", "shared": False, "keep until": "2020-03-31"})
    bring_in(project, [sent], figures=Taking(facts=facts))
    with project.read() as session:
        assert len(figures(session)) == 2


def test_records_of_several_agreements_keep_all_of_them(project: Project, tmp_path: Path) -> None:
    from tests.exchange.test_records import POLICE, SCHOOLS

    told = linked()
    more = {"purpose": "Safer routes", "lawful basis": "Public task", "impact assessment": "DPIA 7"}
    for partner, until in (("police", "2038-03-31"), ("schools", "2037-03-31")):
        told["partners"][partner]["agreement"] |= more | {"keep until": until}  # type: ignore[index]
    place_ = tmp_path / "linked.yaml"
    place_.write_text(yaml.safe_dump(told))
    report = count_records(project, [POLICE, SCHOOLS], place_)
    assert report.outcome == "imported", report.why
    with project.read() as session:
        (line,) = data_sets(session)
        (terms,) = terms_of(session).values()
    assert {reference for reference, _ in terms.agreements} == {"S1", "P1"}
    assert "S1" in line.agreements
    assert "P1" in line.agreements
    assert line.keep_until == "2037-03-31"
    assert not line.kept_out


def test_records_without_terms_are_counted_and_kept_out_with_the_reason(project: Project, tmp_path: Path) -> None:
    from tests.exchange.test_records import POLICE, robberies

    place_ = tmp_path / "bare.yaml"
    told = robberies()
    told["partners"]["police"]["agreement"] = {"reference": "P1"}  # type: ignore[index]
    place_.write_text(yaml.safe_dump(told))
    report = count_records(project, [POLICE], place_)
    assert report.notes[-1].startswith("Its figures are kept out of analysis. It is not said for what purpose")
    with project.read() as session:
        assert figures(session) == []
        assert indicators(session)[0].figures > 0


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"purpos": "x"}, "there is no key “purpos”. Did you mean “purpose”?"),
        ({"keep until": "soon"}, "“keep until” is “soon”, which is no day. Write it as 2027-03-31."),
        ({"agreement": {"with": "police"}}, "“agreements → 0 → reference” is not said. Add it."),
    ],
)
def test_facts_that_cannot_be_followed_say_what_is_wrong(tmp_path: Path, said: dict[str, object], why: str) -> None:
    path = tmp_path / "about.yaml"
    path.write_text(yaml.safe_dump(said))
    with pytest.raises(FactsAreUnreadableError) as raised:
        read_facts(path)
    assert why in str(raised.value)


def test_the_command_line_says_and_reads_what_is_known(tmp_path: Path, sent: Path) -> None:
    create(tmp_path / "p.workbench", title="P", coder="amina").close()
    project, run = str(tmp_path / "p.workbench"), CliRunner().invoke
    about = tmp_path / "about.yaml"
    about.write_text(yaml.safe_dump({key: value for key, value in TERMS.items() if key != "purpose"}))
    assert run(app, ["import", project, str(sent), "--about", str(about)]).exit_code == 0
    told = json.loads(run(app, ["dataset", project, "youth.csv", "--json"]).stdout)
    assert (told["analysis"], told["missing"]) == ("kept out", "It is not said for what purpose it was shared.")
    said = run(app, ["dataset", project, "youth.csv", "--purpose", "Safer routes", "--title", "Youth service"]).stdout
    assert said.startswith("Youth service: 1 indicator, 2 figures")
    assert json.loads(run(app, ["dataset", project, "youth service", "--json"]).stdout)["analysis"] == "in"
    assert run(app, ["dataset", project, "weather"]).exit_code == 1


def test_deleting_leaves_no_number_behind_and_says_what_rested_on_it(tmp_path: Path, sent: Path) -> None:
    path = tmp_path / "p.workbench"
    with create(path, title="P", coder="amina") as project:
        bring_in(project, [sent])
        with_finding(project)
        with project.read() as session:
            (line,) = data_sets(session)
        with pytest.raises(DeletingNeedsReasonError):
            delete_figures(project, line.id, reason=" ")
        done = delete_figures(project, line.id, reason="the agreement has ended")
        assert done.figures == 2
        assert [one.name for one in done.moved] == ["Finding F1", "A citation in “Routes”"]
        with project.read() as session:
            assert data_sets(session) == []
            assert indicators(session) == []
            assert findings(session)[0].why == "Harlow 2023/24 is no longer in the project."
        [again] = bring_in(project, [sent])
        assert again.outcome == "refused"
        assert "for good" in again.why
    with sqlite3.connect(path) as plain:
        assert "12.125" not in "\n".join(plain.iterdump())
