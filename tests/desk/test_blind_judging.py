"""Blind judging: whatever the first person judged and wrote, the second sees the same project until they have judged too.

Two copies of a project in which the first person judged in opposite ways are told apart by nothing that the second can
read: no table, workbook, page, brief, problem or history.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.triangulation.protocol_study import HOME, A, B, Placed, placed_in
from workbench.briefs.evidence import cite
from workbench.briefs.options import add_brief, add_option, prefer
from workbench.desk.briefs.brief import write_brief
from workbench.desk.merging.merge import merge
from workbench.desk.tables.declared import TABLES, as_json, make_table
from workbench.desk.take_out import take_out
from workbench.errors import WorkbenchError
from workbench.governance.audiences import add_audience
from workbench.project.backup import backup
from workbench.project.checkup import problems
from workbench.project.file import Project, open_file
from workbench.project.history import changes
from workbench.triangulation.protocol.assessments import assessments, write_assessment
from workbench.triangulation.protocol.consensus import settle_pair
from workbench.triangulation.protocol.feedback import note_feedback
from workbench.triangulation.protocol.joint_display import joint_rows
from workbench.triangulation.protocol.matrix import matrix
from workbench.triangulation.protocol.steps import protocol
from workbench.triangulation.protocol.topic_rows import conclude, hidden_pairs, rate
from workbench.triangulation.silence.threads import open_thread
from workbench.tui.triangulation import lists, pages
from workbench.tui.triangulation.display import beneath, read_display, speaking
from workbench.tui.triangulation.steps import protocol_page
from workbench.tui.widgets.paper import lay_out

VERDICTS = {
    "one": ("same", "agreement", "not asked", "CANARYALIKE they bear each other out"),
    "other": ("opposed", "dissonance", "not sampled", "CANARYAPART they clash"),
}
_WHEN = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z?|[0-9a-f]{64}")


@pytest.fixture
def parted(project: Project, tmp_path: Path) -> dict[str, tuple[Path, Placed]]:
    """Two copies in which amina judged and wrote in opposite ways."""
    here = placed_in(project)
    with project.change("Audience and brief") as session:
        add_audience(session, "public")
        brief = add_brief(session, "Ways home", decision_asked="Agree to mend the lamps.")
        option = add_option(session, brief, "Mend the lamps")
        prefer(session, option)
        cite(session, brief, "finding", here.words, option_id=option)
    made = {}
    for name, said in VERDICTS.items():
        path = backup(project, tmp_path / f"{name}.workbench")
        with open_file(path, coder="amina") as copy:
            judged_by_the_first(copy, here, *said)
        made[name] = (path, here)
    return made


def judged_by_the_first(project: Project, here: Placed, meaning: str, verdict: str, kind: str, why: str) -> None:
    """Everything that somebody may write who has judged."""
    with project.change("Judge how two sources meet") as session:
        rate(session, here.row, A, B, meaning=meaning, confirmed=verdict, why=why)
        rate(session, here.lone, A, B, confirmed="silence", silence=kind, why=why)
    with project.change("Write what we make of it together") as session:
        conclude(session, here.row, overall=verdict, together=why, fit="discordance")
        open_thread(session, why, row_id=here.row)
        write_assessment(session, why)
        write_assessment(session, why, about=HOME)
        write_assessment(session, why, kind="completeness")
        note_feedback(session, who="a panel", said=why, given_on="2026-03-14", row_id=here.row)


def all_that_can_be_read(project: Project, folder: Path) -> Iterator[tuple[str, str]]:
    """Every table, sheet, page, problem and change, as text without times."""
    folder.mkdir(exist_ok=True)
    for audience in ("internal", "public"):
        for name in TABLES:
            try:
                table = make_table(project, name, audience=audience)
            except WorkbenchError as refused:
                yield f"{audience} {name}", str(refused)
                continue
            yield f"{audience} {name}", as_json(table) + " ".join(table.left_out)
        book = folder / f"{audience}.xlsx"
        yield f"{audience} workbook", take_out(project, book, audience=audience).sentence
        for sheet in load_workbook(book):
            cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
            yield f"{audience} sheet {sheet.title}", "\n".join(cells)
        page = write_brief(project, "O2", folder / f"{audience}.md", audience=audience).path
        yield f"{audience} brief", page.read_text(encoding="utf-8")
    display = read_display(project)
    with project.read() as session:
        joint = tuple(joint_rows(session, display.matrix.rows))
        yield "room", repr((display.matrix, joint, display.threads))
        yield "problems", repr(problems(session))
        yield "protocol", text_of(protocol_page(protocol(session)))
        for row in display.matrix.rows:
            for meeting in row.meetings.values():
                under = beneath(session, speaking(row))
                for revealed in (True, False):
                    shown = pages.meeting_page(row, meeting, under, display.threads, revealed=revealed)
                    yield f"page {row.title} {revealed}", text_of(shown)
                yield f"cell {row.title}", text_of(lists.summary(row, meeting)) + text_of(lists.summary(row, None))
        yield "history", repr([(one.name, one.who) for one in changes(session)])


def text_of(parts: Any) -> str:
    return "\n".join("".join(piece.text for piece in line) for line in lay_out(parts, 100).lines)


def read_by(path: Path, who: str, folder: Path) -> dict[str, str]:
    with open_file(path, coder=who) as project:
        return {name: _WHEN.sub("", text) for name, text in all_that_can_be_read(project, folder)}


def test_the_second_cannot_tell_how_the_first_judged(parted: dict[str, tuple[Path, Placed]], tmp_path: Path) -> None:
    one, other = (read_by(parted[name][0], "ben", tmp_path / name) for name in VERDICTS)
    assert one.keys() == other.keys()
    assert {name for name in one if one[name] != other[name]} == set()
    assert not [name for name, text in one.items() if "CANARY" in text]
    assert "judged by others and out of your sight" in one["internal ratings"] + one["internal consensus"]


def test_the_search_finds_it_where_it_may_be_read(parted: dict[str, tuple[Path, Placed]], tmp_path: Path) -> None:
    """The same search, by the one who judged, tells the copies apart in nearly every place."""
    one, other = (read_by(parted[name][0], "amina", tmp_path / name) for name in VERDICTS)
    differing = {name for name in one if one[name] != other[name]}
    assert differing >= {
        "internal ratings",
        "internal consensus",
        "internal convergence",
        "internal assessment",
        "internal feedback",
        "internal joint-display",
        "public joint-display",
        "protocol",
        "room",
        "page Getting home True",
        "cell Getting home",
    }
    assert [name for name in differing if "sheet" in name]


def test_after_judging_the_second_sees_it_all(parted: dict[str, tuple[Path, Placed]], tmp_path: Path) -> None:
    path, here = parted["other"]
    with open_file(path, coder="ben") as project, project.change("Judge") as session:
        rate(session, here.row, A, B, meaning="same", confirmed="agreement", why="To me they agree.")
        assert hidden_pairs(session) == {(here.lone, A, B)}
        rate(session, here.lone, A, B, confirmed="silence", silence="not asked")
    read = read_by(path, "ben", tmp_path / "after")
    assert "CANARYAPART" in read["internal ratings"]
    assert "judged differently" in read["internal consensus"]
    assert "CANARYAPART" in read["protocol"]


@pytest.mark.parametrize("ours", ["first", "second"])
def test_judgements_settle_alike_whichever_copy_takes_the_other_in(project: Project, tmp_path: Path, ours: str) -> None:
    """Each judges in a copy of their own; united, in either order, both judgements and what was settled stand."""
    here = placed_in(project)
    paths = {name: backup(project, tmp_path / f"{name}.workbench") for name in ("first", "second")}
    with open_file(paths["first"], coder="amina") as copy, copy.change("Judge") as session:
        rate(session, here.row, A, B, meaning="same", confirmed="agreement", why="Alike.")
    with open_file(paths["second"], coder="ben") as copy, copy.change("Judge") as session:
        rate(session, here.row, A, B, meaning="opposed", confirmed="dissonance", why="Apart.")
    theirs = "second" if ours == "first" else "first"
    with open_file(paths[ours], coder="amina") as united:
        merge(united, paths[theirs])
        with united.read() as session:
            found = matrix(session).rows[0].meetings[A, B]
        assert found.standing == "judged differently: = point the same way / ≠ opposite"
        assert {one.rater for one in found.dissent} == {"amina", "ben"}
    both = {name: backup_of(paths[ours], tmp_path / f"again-{name}.workbench") for name in ("first", "second")}
    for who, (name, value) in zip(("amina", "ben"), (("first", "agreement"), ("second", "dissonance")), strict=True):
        with open_file(both[name], coder=who) as copy, copy.change("Settle") as session:
            settle_pair(session, here.row, A, B, value=value, why=f"Settled by {who}.", with_whom="the other")
            write_assessment(session, f"The whole, by {who}.")
    with open_file(both[ours], coder="chi") as united:
        merge(united, both[theirs])
        with united.read() as session:
            found = matrix(session).rows[0].meetings[A, B]
            (whole,) = assessments(session)
    assert (found.consensus.by, found.consensus.why) == ("ben", "Settled by ben.")
    assert [one.rater for one in found.dissent] == ["amina"]
    assert (whole.by, whole.text) == ("ben", "The whole, by ben.")


def backup_of(path: Path, to: Path) -> Path:
    with open_file(path, coder="amina") as project:
        return backup(project, to)
