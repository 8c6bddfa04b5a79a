"""What is held back stands in no table, workbook, brief or suggestion, for nobody."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.study import TURNS, Study, add_study, record_asked
from workbench.briefs.evidence import cite
from workbench.briefs.options import add_brief, add_option, prefer
from workbench.desk.briefs.brief import brief_page, write_brief
from workbench.desk.suggesting.suggest import suggest
from workbench.desk.tables.declared import TABLES, make_table, written
from workbench.desk.take_out import take_out
from workbench.errors import WorkbenchError
from workbench.governance.audiences import add_audience
from workbench.governance.flags import RECOGNISABLE, SAFEGUARDING, flag, say_in_other_words
from workbench.project.file import Project
from workbench.sources.readings import begin_reading
from workbench.suggestions.material import HELD_BACK, gather
from workbench.suggestions.review import queue
from workbench.text import Span
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.findings import write_finding

HELD = TURNS[0]
CANARY = "through the underpass after four"
OTHER = "keep my keys in my hand"


@pytest.fixture
def study(project: Project) -> Study:
    with project.change("Study") as session:
        made = add_study(session, consent="given")
        add_audience(session, "public")
        record_asked(session, made)
        begin_reading(session, made.document)
        finding = write_finding(
            session, strand="words", source="interviews", statement="They go round.", prominence="high",
            evidence=[Evidence("theme", made.theme), *(Evidence("coding", key) for key in made.codings)],
            against="One walks it every day.",
        )  # fmt: skip
        brief = add_brief(session, "Ways home", decision_asked="Mend the lamps.")
        option = add_option(session, brief, "Mend the lamps")
        prefer(session, option)
        cite(session, brief, "finding", finding, option_id=option)
        for coding in made.codings:
            cite(session, brief, "quote", coding, option_id=option)
    return made


def everything(project: Project, folder: Path) -> dict[str, str]:
    """All that can leave, as text."""
    found: dict[str, str] = {}
    for audience in ("internal", "public"):
        for name, kind in TABLES.items():
            for by in (None, "age") if "by" in kind.takes else (None,):
                try:
                    found[f"{name} {audience}"] = written(make_table(project, name, by=by, audience=audience), "json")
                except WorkbenchError:
                    continue
        book = folder / f"{audience}.xlsx"
        take_out(project, book, audience=audience)
        with zipfile.ZipFile(book) as opened:
            found[f"workbook {audience}"] = "\n".join(
                opened.read(one).decode("utf-8") for one in opened.namelist() if one.endswith(".xml")
            )
        for ending in ("html", "md"):
            page = write_brief(project, "Mend the lamps", folder / f"{audience}.{ending}", audience=audience).path
            found[f"brief {audience} {ending}"] = page.read_text("utf-8")
    found["brief in the app"] = str(brief_page(project, 1))
    with project.read() as session:
        found["suggestions"] = str(queue(session, begun_only=False))
        found["what a machine reads"] = str(gather(session))
    return found


def where(found: dict[str, str], words: str) -> list[str]:
    return [name for name, text in found.items() if words.lower() in text.lower()]


@pytest.mark.parametrize("kind", [SAFEGUARDING, RECOGNISABLE])
def test_it_leaves_everything(project: Project, study: Study, tmp_path: Path, kind: str) -> None:
    suggest(project, model="tfidf")
    before = everything(project, tmp_path)
    assert {"quotes internal", "workbook public", "brief public html", "what a machine reads"} <= {
        *where(before, CANARY)
    }
    with project.change("Hold back") as session:
        key = flag(session, study.document, Span(10, 15), kind)
        say_in_other_words(session, key, "not to be seen before somebody agrees")
    after = everything(project, tmp_path)
    left = where(after, CANARY)
    if kind == SAFEGUARDING:
        assert left == []
        suggest(project, model="tfidf")
        assert where(everything(project, tmp_path), CANARY) == []
    else:
        assert set(left) <= {"suggestions", "what a machine reads"}
    assert where(after, "before somebody agrees") == []
    assert set(where(before, OTHER)) == {*where(after, OTHER)}


def test_what_a_machine_did_not_read_is_counted(project: Project, study: Study) -> None:
    with project.change("Hold back") as session:
        flag(session, study.document, Span(0, 4), SAFEGUARDING)
    with project.read() as session:
        material: Any = gather(session)
    assert material.left_out[HELD_BACK] == 1
