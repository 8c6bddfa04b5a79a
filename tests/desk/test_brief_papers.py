"""What a brief for readers outside leaves out leaves no trace in any of its files; and one written again, or asked wrongly."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.study import TURNS, add_study
from workbench.briefs.evidence import cite
from workbench.briefs.options import add_brief, add_option
from workbench.cli.main import app
from workbench.desk.briefs.brief import as_draft, write_brief
from workbench.desk.door.leaving import EndingUnknownError
from workbench.governance.audiences import add_audience
from workbench.sources.consent import set_all_consents

ENDINGS = ("html", "docx", "md")


@pytest.fixture
def study(project: Any) -> Any:
    with project.change("Brief") as session:
        made = add_study(session, consent="given")
        add_audience(session, "public")
        set_all_consents(session, [made.cases[1]], {("audience", "public"): "refused"})
        brief = add_brief(session, "Ways home", decision_asked="Agree to mend the lamps.")
        option = add_option(session, brief, "Mend the lamps")
        for coding in made.codings[:2]:
            cite(session, brief, "quote", coding)
            cite(session, brief, "quote", coding, option_id=option, supports="option works")
    return made


def text_of(path: Path) -> str:
    """Everything that a file holds, whatever it is packed in."""
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as file:
            return "\n".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_may_not_be_shown_leaves_only_the_sentence_that_says_so(
    project: Any, study: Any, tmp_path: Path, ending: str
) -> None:
    inside = text_of(write_brief(project, "O2", tmp_path / f"team.{ending}").path)
    outside = text_of(write_brief(project, "O2", tmp_path / f"public.{ending}", audience="public").path)
    assert TURNS[1] in inside
    assert TURNS[0] in outside.replace("&#39;", "'")
    plain = re.sub(r"<[^>]+>|\\", "", outside)
    assert TURNS[1][:40] not in plain
    assert "P2" not in plain
    assert "Q2" not in plain, "no number is kept free for it"
    assert "One cited quote is not shown: " in plain


def test_the_command_writes_all_three_and_writes_again(project: Any, study: Any, tmp_path: Path) -> None:
    path = str(project.path)
    project.close()
    for ending in ENDINGS:
        out = tmp_path / f"a.{ending}"
        for _ in range(2):
            ran = CliRunner().invoke(app, ["brief", path, "O2", str(out), "--audience", "public"])
            assert ran.exit_code == 0, ran.output
        assert as_draft(out).stat().st_size > 1000


def test_the_command_takes_a_template_and_says_what_is_wrong_with_one(project: Any, study: Any, tmp_path: Path) -> None:
    path = str(project.path)
    project.close()
    own = tmp_path / "own.html"
    own.write_text('{% extends "brief" %}\n{% block foot %}{{ page.nam }}{% endblock %}', encoding="utf-8")
    ran = CliRunner().invoke(app, ["brief", path, "O2", str(tmp_path / "a.html"), "--template", str(own)])
    assert ran.exit_code == 1
    assert str(ran.exception) == "own.html, line 2: page has no attribute 'nam'. Nothing was written."
    assert not (tmp_path / "a.html").exists()
    own.write_text('{% extends "brief" %}{% block foot %}Ours{% endblock %}', encoding="utf-8")
    ran = CliRunner().invoke(app, ["brief", path, "O2", str(tmp_path / "a.html"), "--template", str(own)])
    assert ran.exit_code == 0
    assert "Ours" in as_draft(tmp_path / "a.html").read_text(encoding="utf-8")


def test_an_ending_that_is_none_is_a_sentence(project: Any, study: Any, tmp_path: Path) -> None:
    with pytest.raises(EndingUnknownError, match=r"\.html, \.docx or \.md"):
        write_brief(project, "O2", tmp_path / "a.pdf")
    with pytest.raises(EndingUnknownError, match="Markdown has no template"):
        write_brief(project, "O2", tmp_path / "a.md", template=tmp_path / "own.html")


def test_the_team_alone_reads_how_hard_it_is_to_read(project: Any, study: Any, tmp_path: Path) -> None:
    from workbench.briefs.options import amend_brief

    with project.change("Problem") as session:
        amend_brief(session, 1, problem="We go round. Nobody walks there after four. " * 9)
    inside = text_of(write_brief(project, "O2", tmp_path / "team.md").path)
    outside = text_of(write_brief(project, "O2", tmp_path / "public.md", audience="public").path)
    assert "reads with ease from the age of about" in inside
    assert "reads with ease" not in outside
