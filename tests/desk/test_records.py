"""Partners' records: counted into the project, while nothing of the records stays behind anywhere."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from tests.exchange.test_records import POLICE, RECORDS, SCHOOLS, linked, robberies
from workbench.cli.main import app
from workbench.desk.importing.records import count_records
from workbench.exchange.records.files import engine
from workbench.governance.audiences import Agreement
from workbench.indicators.answers import doubts_about
from workbench.indicators.datasets import Dataset
from workbench.indicators.observations import figures
from workbench.indicators.sentence import figure_sentence
from workbench.project.file import Project, create
from workbench.rows import live

DEFINITION = RECORDS / "robbery.yaml"
PLANTED = "zq7planted"


def test_figures_come_in_once_with_their_agreement(project: Project) -> None:
    first = count_records(project, [POLICE], DEFINITION)
    assert (first.outcome, first.counts["observations"], first.counts["rows"]) == ("imported", 24, 48)
    again = count_records(project, [POLICE], DEFINITION)
    assert again.counts["observations"] == 0
    assert "nothing changed" in again.notes[-1]
    with project.read() as session:
        dataset = session.execute(live(Dataset)).scalars().one()
        agreement = session.execute(live(Agreement)).scalars().one()
        assert (dataset.from_records, dataset.shared, dataset.shared_by) == (True, True, "police")
        assert (dataset.agreement_id, agreement.reference, agreement.parties) == (agreement.id, "WEISF 12", "police")
        withheld = figures(session, area="E01022062", main=False)[0]
        assert "is withheld by us" in figure_sentence(withheld, None)


def test_other_records_are_a_revision_that_a_person_allows(project: Project, tmp_path: Path) -> None:
    count_records(project, [POLICE], DEFINITION)
    more = tmp_path / "police-2023.csv"
    more.write_text(POLICE.read_text() + "p9100,E01021852,Harlow 001B,2023-04-04,robbery,M,30\n")
    refused = count_records(project, [more], DEFINITION)
    assert refused.outcome == "refused"
    assert "would change" in refused.why
    assert count_records(project, [more], DEFINITION, amend=True).outcome == "imported"
    with project.read() as session:
        harlow = next(one for one in figures(session, area="E07000073") if one.sex == "all")
    assert (harlow.count, harlow.status) == (24, "revised")


def test_a_dry_run_says_what_would_be_counted_and_changes_nothing(project: Project) -> None:
    report = count_records(project, [POLICE], DEFINITION, dry_run=True)
    assert report.notes[0].startswith("Counts records in the files of police, whose offence is “robbery”")
    assert report.counts["observations"] == 24
    with project.read() as session:
        assert figures(session) == []
        assert not session.execute(live(Agreement)).scalars().all()


def test_a_doubt_of_the_full_counts_stands_beside_the_figure_and_goes_with_it(project: Project, tmp_path: Path) -> None:
    head = "person,lsoa,lsoa name,day,offence,sex,age\n"
    rows = [f"a{n},E01021851,Harlow 001A,2023-01-01,robbery,F,20" for n in range(21)]
    place = tmp_path / "police-1.csv"
    place.write_text(head + "\n".join([*rows, "b,E01021852,Harlow 001B,2023-01-01,robbery,F,20"]) + "\n")
    count_records(project, [place], DEFINITION)

    def kinds() -> set[str]:
        with project.read() as session:
            found = [one for one in figures(session, area="E07000073") if one.sex == "all"]
            return {line.kind for line in doubts_about(session, found)[found[0].id]}

    assert "one small area" in kinds()
    even = [f"a{n},E0102185{n % 5},Harlow 00{n % 5}A,2023-01-01,robbery,F,20" for n in range(60)]
    place.write_text(head + "\n".join(even) + "\n")
    count_records(project, [place], DEFINITION, amend=True)
    assert "one small area" not in kinds()


def _planted(folder: Path) -> list[Path]:
    """Files in which every pseudonym and one more column hold a planted string; one is csv, one is Parquet."""
    folder.mkdir()
    lines = POLICE.read_text().splitlines()
    police = [f"{lines[0]},remark", *(f"{line.replace('p', PLANTED, 1)},{PLANTED}remark" for line in lines[1:])]
    (folder / "police-2023.csv").write_text("\n".join(police) + "\n")
    schools = SCHOOLS.read_text().replace("\np", f"\n{PLANTED}").replace("\nq", f"\n{PLANTED}q")
    (folder / "schools-x.csv").write_text(schools)
    with engine() as connection:
        read = f"read_csv('{folder / 'schools-x.csv'}', all_varchar = true)"
        connection.execute(f"COPY (SELECT * FROM {read}) TO '{folder / 'schools-x.parquet'}' (FORMAT parquet)")
    (folder / "schools-x.csv").unlink()
    return [folder / "police-2023.csv", folder / "schools-x.parquet"]


@pytest.mark.parametrize("people", [True, False])
def test_nothing_of_the_records_stays_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, people: bool) -> None:
    """Byte for byte: the project, its journal, what is beside it, temporary files and the caches."""
    files = _planted(tmp_path / "partners")
    home = tmp_path / "home"
    for name in ("tmp", "cache"):
        (home / name).mkdir(parents=True)
    for name, place in (("TMPDIR", "tmp"), ("XDG_CACHE_HOME", "cache"), ("XDG_CONFIG_HOME", "config"), ("HOME", "")):
        monkeypatch.setenv(name, str(home / place))
    monkeypatch.chdir(home)
    monkeypatch.setattr("tempfile.tempdir", None)
    definition = home / "definition.yaml"
    definition.write_text(yaml.safe_dump(linked() if people else robberies()))
    with create(home / "p.workbench", title="Planted", coder="amina") as project:
        report = count_records(project, files if people else files[:1], definition)
        assert report.outcome == "imported", report.why
        assert report.counts["observations"]
        seen = list(_holding(home))
    assert seen == []
    assert list(_holding(home)) == []
    assert PLANTED not in json.dumps(report.as_json())
    assert list(_holding(tmp_path / "partners"))[:1], "the search finds what is there"


def _holding(folder: Path) -> list[Path]:
    wanted = {PLANTED.encode(), PLANTED.encode("utf-16-le"), PLANTED.upper().encode()}
    return [
        Path(at) / name
        for at, _, names in os.walk(folder)
        for name in names
        if any(one in (Path(at) / name).read_bytes() for one in wanted)
    ]


def test_the_command_counts_records(tmp_path: Path) -> None:
    place = tmp_path / "p.workbench"
    with create(place, title="Records", coder="amina"):
        pass
    run = CliRunner().invoke
    asked = [str(place), str(POLICE), "--as", "records"]
    assert run(app, ["import", *asked]).exit_code == 2
    told = run(app, ["import", *asked, "--definition", str(DEFINITION), "--dry-run", "--json"])
    assert told.exit_code == 0
    (report,) = json.loads(told.stdout)
    assert (report["kind"], report["outcome"], report["counts"]["observations"]) == ("records", "imported", 24)
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(DEFINITION.read_text().replace("offence: robbery", "offence: {above: 3}"))
    told = run(app, ["import", *asked, "--definition", str(wrong), "--json"])
    assert told.exit_code == 1
    assert "there is no test “above”" in json.loads(told.stdout)[0]["left_out"][0]["why"]
