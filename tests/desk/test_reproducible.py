"""The same project, seed and versions give the same in another process, after undo, and in a copy that was merged."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.suggestions.conftest import EVERY, put_codes, put_turns
from workbench.coding.codings import apply_code
from workbench.desk.merging.merge import merge
from workbench.desk.suggesting.learn_again import learn_again
from workbench.desk.suggesting.machine_use import read_use, since_last_run
from workbench.desk.suggesting.suggest import suggest
from workbench.desk.tables.declared import make_table, written
from workbench.project.backup import backup
from workbench.project.file import Project, create, open_file
from workbench.suggestions.ledger import every_run
from workbench.suggestions.provenance import basis_of
from workbench.suggestions.review import accept, queue, reject
from workbench.text import Span

HALF = len(EVERY) // 2
FIRST = [(f"P{at % 4}", said) for at, said in enumerate(EVERY[:HALF])]
SECOND = [(f"Q{at % 5}", said) for at, said in enumerate(EVERY[HALF:])]
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def told(project: Project) -> Project:
    put_turns(project, FIRST, name="b.md")
    put_turns(project, SECOND, name="a.md")
    put_codes(project)
    return project


def tables(project: Project) -> dict[str, str]:
    return {name: written(make_table(project, name), "csv") for name in ("topics", "suggestions")}


ONE_AFTER_ANOTHER = """
import json, sys
from workbench.cli.main import run
for words in json.loads(sys.argv[1]):
    sys.argv = ["workbench", *words]
    try:
        run()
    except SystemExit as ended:
        if ended.code:
            raise
    print(end="\\f")
"""


def workbench(*commands: tuple[str | Path, ...], cache: Path) -> list[str]:
    """What each of some commands prints, one after another in a process of their own."""
    ran = subprocess.run(
        [sys.executable, "-c", ONE_AFTER_ANOTHER, json.dumps([list(map(str, words)) for words in commands])],
        cwd=ROOT,
        capture_output=True,
        check=True,
        env={**os.environ, "WORKBENCH_CACHE": str(cache), "PYTHONHASHSEED": str(cache.name.__hash__() % 1000)},
    )
    return ran.stdout.decode("utf-8").split("\f")[:-1]


def test_twice_in_two_processes_with_a_cold_and_a_warm_cache_is_byte_equal(tmp_path: Path) -> None:
    with create(tmp_path / "one.workbench", title="T", coder="amina") as project:
        put_turns(project, FIRST, name="b.md")
        put_turns(project, SECOND, name="a.md")
        put_codes(project)
        backup(project, tmp_path / "two.workbench")
    found = []
    for name, cache in (("one", "cold"), ("two", "other"), ("two", "other")):
        file, rank = tmp_path / f"{name}.workbench", tmp_path / f"{name}.csv"
        _, *tables = workbench(
            ("suggest", file, "--topics", "3", "--rank", rank),
            *(("table", file, kind) for kind in ("topics", "suggestions")),
            cache=tmp_path / cache,
        )
        found.append((rank.read_bytes(), *tables))
    assert found[0] == found[1] == found[2]
    assert b"Buses" in found[0][0]
    assert found[0][1].count("\n") >= 4


def test_after_undo_it_comes_to_the_same(told: Project) -> None:
    suggest(told, topics=3)
    first = tables(told)
    told.undo()
    assert tables(told) != first
    suggest(told, topics=3)
    assert tables(told) == first


def test_a_merged_copy_in_which_keys_differ_comes_to_the_same(told: Project, tmp_path: Path) -> None:
    """Each side brings in a document, a code and codings of its own; the copies hold them under other keys."""
    third, fourth = [("R1", said) for said in EVERY[::3]], [("S1", said) for said in EVERY[1::3]]
    with open_file(backup(told, tmp_path / "bea.workbench"), coder="bea") as theirs:
        from workbench.coding.codebook import add_code

        for copy, name, turns, code in ((told, "z.md", third, "Waiting"), (theirs, "c.md", fourth, "Adults")):
            document, _ = put_turns(copy, turns, name=name)
            with copy.change("Codes") as session:
                key = add_code(session, code, definition=f"{code}, as people tell it at the stop or at school.")
                apply_code(session, key, document, Span(0, len(turns[0][1])))
        merge(told, theirs.path)
        merge(theirs, told.path)
        suggest(told, topics=3)
        suggest(theirs, topics=3)
        assert tables(told) == tables(theirs)
        with told.read() as one, theirs.read() as other:
            here, there = basis_of(every_run(one)[-1]), basis_of(every_run(other)[-1])
        assert (here.content, here.taught) == (there.content, there.taught)
        for copy in (told, theirs):
            with copy.change("Decide") as session:
                lines = {(line.document, line.start, line.code): line.id for line in queue(session, begun_only=False)}
                yes, no = sorted(lines)[:2] if copy is told else sorted(lines)[2:4]
                accept(session, lines[yes])
                reject(session, lines[no])
        merge(told, theirs.path)
        merge(theirs, told.path)
        assert tables(told) == tables(theirs)
        assert make_table(told, "ledger").rows == make_table(theirs, "ledger").rows


def test_a_run_says_what_would_make_it_differ(told: Project) -> None:
    assert suggest(told, topics=2).changed == ""
    same = suggest(told, topics=2)
    assert same.changed == "Nothing it rests on has changed since the run before: it comes to the same."
    assert same.changed in same.sentence
    with told.change("Code") as session:
        lines = queue(session, begun_only=False)[:3]
        for line in lines:
            accept(session, line.id)
    assert "Run again now it would differ: 3 codings more." in read_use(told).rests_on
    changed = suggest(told, topics=3, seed=7).changed
    assert changed == "Changed since the run before: 3 codings more; seed 42 → 7; number of topics 2 → 3."
    assert since_last_run(told) == changed
    with told.change("Reject") as session:
        reject(session, queue(session, begun_only=False)[0].id)
    learn_again(told)
    assert since_last_run(told) == changed, "a run that the machine made by itself is no whole run"
    assert "Since then it looked again once" in read_use(told).last_run
    put_turns(told, [("New", "A new turn about buses that are late again.")], name="n.md")
    assert "Run again now it would differ: 1 passage more to read." in read_use(told).rests_on


def test_another_version_of_a_package_is_said(told: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    suggest(told, topics=2)
    from workbench.suggestions import provenance

    before = provenance.version

    monkeypatch.setattr(provenance, "version", lambda name: "99.1" if name == "numpy" else before(name))
    (said,) = read_use(told).rests_on
    assert said == f"Run again now it would differ: numpy {before('numpy')} → 99.1."
