"""The table of topics by groups of people, and topics in copies that meet."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk.copies import state_of
from tests.suggestions.conftest import BUS, DARK, EVERY, POLICE, put_codes, put_turns
from tests.suggestions.test_members import about, lines, said_in
from workbench.coding.crosstab import AttributeUnknownError
from workbench.desk.merging.merge import merge
from workbench.desk.suggesting.suggest import suggest
from workbench.desk.suggesting.topics import merge_topics
from workbench.desk.tables.declared import make_table
from workbench.governance.audiences import add_audience
from workbench.project.backup import backup
from workbench.project.file import Project, open_file
from workbench.sources.cases import set_attribute
from workbench.suggestions.cache import purge
from workbench.suggestions.topics import name_topic

TURNS = [(f"P{at % 6}", said) for at, said in enumerate(EVERY)]


@pytest.fixture
def grouped(project: Project) -> Project:
    _, cases = put_turns(project, TURNS)
    put_codes(project)
    with project.change("Know them") as session:
        for label, case in cases.items():
            set_attribute(session, case, "area", "north" if label in ("P0", "P1") else "south")
    suggest(project, topics=3)
    return project


def test_each_topic_once_a_group_with_who_speaks_in_it(grouped: Project) -> None:
    table = make_table(grouped, "topics", by="area")
    assert table.columns[-3:] == ("group", "speak", "of")
    said = {(row[1], row[-3]): row[-2:] for row in table.rows}
    speak = {key: {at % 6 for at, text in enumerate(EVERY) if text in some} for key, some in said_in(grouped).items()}
    for line in lines(grouped):
        assert said[line.label, "north"] == (len(speak[line.id] & {0, 1}), 2)
        assert said[line.label, "south"] == (len(speak[line.id] & {2, 3, 4, 5}), 4)
    assert len(table.rows) == 6
    assert len(make_table(grouped, "topics").rows) == 3
    with pytest.raises(AttributeUnknownError):
        make_table(grouped, "topics", by="shoe size")


def test_outside_the_team_small_groups_are_withheld_with_what_gives_them_away(grouped: Project) -> None:
    with grouped.change("For whom") as session:
        add_audience(session, "public")
    table = make_table(grouped, "topics", by="area", audience="public")
    assert table.withheld
    assert not [cell for row in table.rows for cell in row[-2:] if isinstance(cell, int)]
    assert all("Withheld" in str(row[-1]) for row in table.rows)


def test_without_the_cache_the_table_says_why_there_are_no_groups(grouped: Project) -> None:
    with grouped.read() as session:
        assert purge(session.info["secret"])
    table = make_table(grouped, "topics", by="area")
    assert [row[-3:] for row in table.rows] == [(None, None, None)] * 3
    assert "not kept on this computer" in table.left_out[0]


def test_one_copy_merges_topics_the_other_names_one_and_both_come_to_the_same(grouped: Project, tmp_path: Path) -> None:
    bus, dark, police = (about(grouped, words) for words in (BUS, DARK, POLICE))
    with open_file(backup(grouped, tmp_path / "bea.workbench"), coder="bea") as theirs:
        merge_topics(grouped, bus.id, dark.id)
        with theirs.change("Name") as session:
            name_topic(session, dark.id, "Out after dark")
            name_topic(session, police.id, "Who keeps watch")
        merge(grouped, theirs.path)
        merge(theirs, grouped.path)
        assert state_of(grouped) == state_of(theirs)
        assert said_in(grouped) == said_in(theirs) == {dark.id: {*BUS, *DARK}, police.id: set(POLICE)}
        assert {one.label for one in lines(theirs)} == {"Out after dark", "Who keeps watch"}
    grouped.undo()
    assert {one.label for one in lines(grouped)} == {dark.label, police.label}
    assert said_in(grouped) == {dark.id: {*BUS, *DARK}, police.id: set(POLICE)}
    grouped.undo()
    assert said_in(grouped) == {bus.id: set(BUS), dark.id: set(DARK), police.id: set(POLICE)}
