"""Whatever is done, undone and redone in whatever order, the project is what a plain copy of it in memory is."""

from __future__ import annotations

import contextlib
import copy
import os
import tempfile
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from workbench.coding.codebook import Code
from workbench.coding.themes import Theme
from workbench.project import checkup
from workbench.project.file import Project, create, open_file
from workbench.project.history import changes
from workbench.rows import add, add_many, amend, bulk, remove, table_of
from workbench.sources.documents import Document, Segment

Model = dict[str, dict[int, dict[str, Any]]]
KINDS = {"code": Code, "theme": Theme, "document": Document, "segment": Segment}
SHOWN = {"code": "name", "theme": "name", "document": "name", "segment": "text"}
TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)


class History(RuleBasedStateMachine):
    """One coder who adds, amends, removes and imports, and takes back and does again."""

    @initialize(passphrase=st.sampled_from([None, "long words"]))
    def begin(self, passphrase: str | None) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.passphrase = passphrase
        path = Path(self.folder.name) / "study.workbench"
        self.project: Project = create(path, title="Study", coder="amina", passphrase=passphrase)
        self.model: Model = {name: {} for name in KINDS}
        self.past: list[Model] = []
        self.future: list[Model] = []

    def did(self) -> None:
        self.future.clear()

    def remember(self) -> None:
        self.past.append(copy.deepcopy(self.model))

    @rule(name=TEXTS, kind=st.sampled_from(["code", "theme"]))
    def add_one(self, name: str, kind: str) -> None:
        self.remember()
        with self.project.change("Add") as session:
            key = add(session, KINDS[kind], **{SHOWN[kind]: name})
        self.model[kind][key] = {SHOWN[kind]: name, "gone": False}
        self.did()

    @rule(data=st.data(), name=TEXTS)
    @precondition(lambda self: any(self.model.values()))
    def amend_some(self, data: st.DataObject, name: str) -> None:
        kind = data.draw(st.sampled_from([kind for kind, rows in self.model.items() if rows]))
        keys = data.draw(st.lists(st.sampled_from(sorted(self.model[kind])), min_size=1, max_size=3))
        new = [f"{name}{number}" for number in range(len(keys))]
        unchanged = all(self.model[kind][key][SHOWN[kind]] == text for key, text in zip(keys, new, strict=True))
        if unchanged:
            return
        self.remember()
        with self.project.change("Amend") as session:
            for key, text in zip(keys, new, strict=True):
                amend(session, KINDS[kind], key, **{SHOWN[kind]: text})
                self.model[kind][key][SHOWN[kind]] = text
        self.did()

    @rule(data=st.data())
    @precondition(lambda self: any(not row["gone"] for rows in self.model.values() for row in rows.values()))
    def remove_one(self, data: st.DataObject) -> None:
        kinds = [kind for kind, rows in self.model.items() if any(not row["gone"] for row in rows.values())]
        kind = data.draw(st.sampled_from(kinds))
        key = data.draw(st.sampled_from(sorted(key for key, row in self.model[kind].items() if not row["gone"])))
        self.remember()
        with self.project.change("Remove") as session:
            remove(session, KINDS[kind], key)
        self.model[kind][key]["gone"] = True
        self.did()

    @rule(name=TEXTS, texts=st.lists(TEXTS, min_size=1, max_size=30), data=st.data())
    def bring_in(self, name: str, texts: list[str], data: st.DataObject) -> None:
        self.remember()
        amended = data.draw(st.booleans())
        with self.project.change("Import") as session:
            document = add(session, Document, name=name, kind="notes")
            with bulk(session, Segment):
                add_many(session, Segment, rows_of(document, texts))
            first = session.execute(
                sa.select(sa.func.min(table_of(Segment).c.id)).where(table_of(Segment).c.document_id == document)
            ).scalar_one()
            if amended:
                amend(session, Segment, first, text="amended at once")
                texts = ["amended at once", *texts[1:]]
        self.model["document"][document] = {"name": name, "gone": False}
        for number, text in enumerate(texts):
            self.model["segment"][first + number] = {"text": text, "gone": False}
        self.did()

    @rule(name=TEXTS)
    def fail(self, name: str) -> None:
        with contextlib.suppress(ZeroDivisionError), self.project.change("Fail") as session:
            document = add(session, Document, name=name, kind="notes")
            with bulk(session, Segment):
                add_many(session, Segment, rows_of(document, [name]))
            raise ZeroDivisionError

    @rule()
    def undo(self) -> None:
        done = self.project.undo()
        assert (done is None) == (not self.past)
        if self.past:
            self.future.append(self.model)
            self.model = self.past.pop()

    @rule()
    def redo(self) -> None:
        done = self.project.redo()
        assert (done is None) == (not self.future)
        if self.future:
            self.past.append(self.model)
            self.model = self.future.pop()

    @rule()
    def close_and_open(self) -> None:
        path = self.project.path
        self.project.close()
        self.project = open_file(path, coder="amina", passphrase=self.passphrase)

    @invariant()
    def is_what_the_model_says(self) -> None:
        if not hasattr(self, "project"):
            return
        with self.project.read() as session:
            for name, kind in KINDS.items():
                table = table_of(kind)
                rows = session.execute(sa.select(table.c.id, table.c[SHOWN[name]], table.c.gone))
                assert {key: {SHOWN[name]: text, "gone": gone} for key, text, gone in rows} == self.model[name]

    @invariant()
    def history_holds(self) -> None:
        if not hasattr(self, "project"):
            return
        with self.project.read() as session:
            lines = changes(session)
            done = [line for line in lines if line.kind == "do" and line.state == "done"]
            undone = [line for line in lines if line.kind == "do" and line.state == "undone"]
            assert (len(done), len(undone)) == (len(self.past), len(self.future))
            assert [line.at for line in lines] == sorted((line.at for line in lines), reverse=True)
            assert len({line.at for line in lines}) == len(lines)

    def teardown(self) -> None:
        if hasattr(self, "project"):
            with self.project.read() as session:
                assert checkup.file_problems(session) == []
            self.project.close()
            assert [file.name for file in Path(self.folder.name).iterdir()] == ["study.workbench"]
            self.folder.cleanup()


def rows_of(document: int, texts: list[str]) -> list[dict[str, object]]:
    return [
        {"document_id": document, "ordinal": number, "start": number, "end": number + 1, "text": text}
        for number, text in enumerate(texts)
    ]


TestHistory = History.TestCase
TestHistory.settings = settings(
    max_examples=int(os.environ.get("WORKBENCH_HISTORIES", "8")),
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
