"""Copies that took in the same release agree; one that did not gets it whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk.copies import differences, state_of
from tests.desk.test_releasing import first_rows, next_rows, release, written
from workbench.desk.importing.bring_in import bring_in
from workbench.desk.merging.merge import merge
from workbench.desk.tables.declared import make_table
from workbench.project.backup import backup
from workbench.project.file import create, open_file


@pytest.mark.parametrize("both", [True, False])
def test_copies_that_took_in_a_release_come_to_the_same(tmp_path: Path, both: bool) -> None:
    old, new = (
        written(tmp_path, name, rows)
        for name, rows in (("active 2023.csv", first_rows()), ("active 2024.csv", next_rows()))
    )
    with create(tmp_path / "ours.workbench", title="Study", coder="amina") as ours:
        bring_in(ours, [old])
        with open_file(backup(ours, tmp_path / "theirs.workbench"), coder="ben") as theirs:
            release(theirs, new)
            if both:
                release(ours, new)
            report = merge(ours, theirs.path)
            assert not report.conflicts
            merge(theirs, ours.path)
            assert not differences(state_of(ours), state_of(theirs))
            for project in (ours, theirs):
                assert [row[5:] for row in make_table(project, "releases").rows] == [(12, 4, 2, 3), (0, 0, 0, 0)]
                assert len(make_table(project, "release-changes").rows) == 21
                assert len(make_table(project, "observations").rows) == 65
