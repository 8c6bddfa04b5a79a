"""Three copies of one project in which three people work at random, undo, amend, withdraw, and take each other in."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from workbench.coding import codebook, codings, memos, themes
from workbench.coding.merging import merge_codes
from workbench.desk.importing.following import follow
from workbench.desk.merging.merge import MergeReport, merge
from workbench.desk.withdrawal.withdrawing import withdraw
from workbench.errors import WorkbenchError
from workbench.project import checkup
from workbench.project.backup import backup
from workbench.project.coming import ORDER
from workbench.project.file import Project, create, open_file
from workbench.project.pointing import pointing
from workbench.project.sqlite import EVERY
from workbench.rows import Row, find, live, table_of
from workbench.sources.cases import Case, attribute_named, set_attribute
from workbench.sources.documents import Document, add_document, amend_document, remove_document
from workbench.sources.drafts import DraftDocument, DraftTurn
from workbench.sources.readings import finish_reading
from workbench.text import Span
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.findings import write_finding

WHO = ("amina", "ben", "chi")
WORDS = [
    "dark",
    "lamps",
    "police",
    "bridge",
    "after",
    "late",
    "round",
    "alone",
    "shop",
    "bus",
    "never",
    "always",
    "river",
    "stairs",
    "light",
]
NOT_COMPARED = frozenset({"id", "gone", "imported", "at", "reworded", "number", "position", "ordinal", "created"})
"""Cells that say when or in which order, and differ between copies that hold the same."""

OF_EACH_COPY = frozenset({"withdrawal", "coder"})
"""Every copy carries a withdrawal out itself, and writes down that it did, and who."""

State = dict[str, dict[bytes, dict[str, Any]]]


def state_of(project: Project) -> State:
    """Every live row by its GUID, with what it points at by GUID; not what hangs on a row that was removed."""
    with project.reading_connection() as connection:
        rows: dict[str, dict[int, dict[str, Any]]] = {}
        for name in ORDER:
            cells = [column.name for column in EVERY[name].columns]
            listed = ", ".join(f'"{cell}"' for cell in cells)
            found = connection.execute(f'SELECT {listed} FROM "{name}"').fetchall()
            rows[name] = {row[0]: dict(zip(cells, row, strict=True)) for row in found}
    state: State = {}
    for name, known in rows.items():
        if name in OF_EACH_COPY:
            continue
        for row in known.values():
            if row["gone"] or any(
                pointer.needed and rows[pointer.table][row[pointer.cell]]["gone"] for pointer in pointing(name, row)
            ):
                continue
            told = {cell: value for cell, value in row.items() if cell not in NOT_COMPARED}
            for pointer in pointing(name, row):
                if row[pointer.cell] is not None:
                    told[pointer.cell] = rows[pointer.table][row[pointer.cell]]["guid"]
            state.setdefault(name, {})[row["guid"]] = told
    return state


def differences(one: State, other: State) -> list[str]:
    """What two states do not have in common, in lines."""
    said = []
    for name in sorted(one.keys() | other.keys()):
        left, right = one.get(name, {}), other.get(name, {})
        said += [f"{name} only in the first: {left[guid]}" for guid in left.keys() - right.keys()]
        said += [f"{name} only in the second: {right[guid]}" for guid in right.keys() - left.keys()]
        for guid in left.keys() & right.keys():
            cells = [cell for cell in left[guid] if left[guid][cell] != right[guid][cell]]
            said += [f"{name} {cell}: {left[guid][cell]!r} / {right[guid][cell]!r} in {left[guid]}" for cell in cells]
    return said


class Copies:
    """The copies, and what somebody can do to one of them."""

    def __init__(self, seed: int, *, without: Collection[str] = ()) -> None:
        self.chance = random.Random(seed)
        self.folder = tempfile.TemporaryDirectory()
        self.place = Path(self.folder.name)
        self.number = 0
        first = create(self.place / "lena.workbench", title="Study", coder="lena")
        for name in ("one.md", "two.md"):
            with first.change("Import") as session:
                add_document(session, self._draft(name))
        with first.change("Codes") as session:
            for name in ("Dark", "Police", "Police/Absent"):
                codebook.ensure_code(session, name)
        for who in WHO:
            backup(first, self.place / f"{who}.workbench")
        first.close()
        self.copies = [open_file(self.place / f"{who}.workbench", coder=who) for who in WHO]
        self.steps: list[tuple[int, Callable[[Project], object]]] = [
            (8, self.apply),
            (3, self.take_off),
            (3, self.move_end),
            (3, self.new_code),
            (2, self.rename),
            (2, self.move),
            (1, self.one_of_two),
            (1, self.retire),
            (2, self.theme),
            (2, self.memo),
            (2, self.read),
            (2, self.fact),
            (2, self.finding),
            (2, self.amend),
            (1, self.new_document),
            (1, self.take_away),
            (4, self.undo),
            (2, self.redo),
            (1, self.withdraw),
        ]
        self.steps = [(weight, step) for weight, step in self.steps if step.__name__ not in without]

    def close(self) -> None:
        """Close and delete them."""
        for copy in self.copies:
            copy.close()
        self.folder.cleanup()

    def step(self) -> str:
        """One thing somebody does; what is refused in a sentence changes nothing."""
        copy = self.chance.choice(self.copies)
        doing = self.chance.choices([step for _, step in self.steps], [weight for weight, _ in self.steps])[0]
        try:
            doing(copy)
        except WorkbenchError as refused:
            return f"{copy.coder} {doing.__name__}: {type(refused).__name__}"
        return f"{copy.coder} {doing.__name__}"

    def unite(self) -> MergeReport:
        """One takes in another, checked on spare copies: in either order, and twice."""
        one, other = self.chance.sample(range(len(self.copies)), 2)
        ours, theirs = self.copies[one], self.copies[other]
        with self._spare(ours) as left, self._spare(theirs) as right:
            merge(left, theirs.path, confirmed=True)
            merge(right, ours.path, confirmed=True)
            told = differences(state_of(left), state_of(right))
            assert not told, told
            before = state_of(left)
            again = merge(left, right.path, confirmed=True)
            assert not again.conflicts
            told = differences(before, state_of(left))
            assert not told, told
        before = state_of(ours)
        report = merge(ours, theirs.path, confirmed=True)
        self.check(ours)
        if report.changes and not report.withdrawn and self.chance.random() < 0.3:
            after = state_of(ours)
            assert ours.undo() is not None
            assert not differences(before, state_of(ours))
            assert ours.redo() is not None
            assert not differences(after, state_of(ours))
            if self.chance.random() < 0.5:
                ours.undo()
        return report

    def end_in_one(self) -> None:
        """The first takes in the others, they take in the first, and all three are the same."""
        first, *others = self.copies
        for one in others:
            merge(first, one.path, confirmed=True)
        for one in others:
            merge(one, first.path, confirmed=True)
            told = differences(state_of(first), state_of(one))
            assert not told, told

    def check(self, copy: Project) -> None:
        """Nothing in the file contradicts itself."""
        with copy.read() as session:
            told = [str(one) for one in checkup.problems(session) if one.severity == "error"]
            assert not told, told

    def _spare(self, copy: Project) -> Project:
        self.number += 1
        return open_file(backup(copy, self.place / f"spare-{self.number}.workbench"), coder=copy.coder)

    # What somebody does

    def _draft(self, name: str) -> DraftDocument:
        turns = []
        for turn in range(self.chance.randint(3, 7)):
            speaker = ("Interviewer", "Kez", "Sam")[turn % 3]
            turns.append(DraftTurn(speaker, " ".join(self.chance.choices(WORDS, k=self.chance.randint(3, 12)))))
        roles = {"Interviewer": "interviewer", "Kez": "participant", "Sam": "participant"}
        spoken = {turn.speaker for turn in turns}
        return DraftDocument(
            name=name,
            kind="transcript",
            turns=tuple(turns),
            roles={label: role for label, role in roles.items() if label in spoken},
        )

    def _some(self, copy: Project, kind: type[Row]) -> int:
        table = table_of(kind)
        with copy.read() as session:
            keys = session.execute(sa.select(table.c.id).where(table.c.gone.is_(False))).scalars().all()
        if not keys:
            raise WorkbenchError
        return int(self.chance.choice(keys))

    def _span(self, copy: Project, document: int) -> Span:
        with copy.read() as session:
            length = session.execute(
                sa.select(table_of(Document).c.length).where(table_of(Document).c.id == document)
            ).scalar_one()
        start = self.chance.randrange(max(1, length))
        return Span(start, min(length, start + self.chance.randint(1, 60)))

    def apply(self, copy: Project) -> None:
        document = self._some(copy, Document)
        code, span = self._some(copy, codebook.Code), self._span(copy, document)
        with copy.change("Apply code") as session:
            codings.apply_code(session, code, document, span)

    def take_off(self, copy: Project) -> None:
        key = self._some(copy, codings.Coding)
        with copy.change("Remove coding") as session:
            codings.remove_coding(session, key)

    def move_end(self, copy: Project) -> None:
        key = self._some(copy, codings.Coding)
        with copy.read() as session:
            row = session.get(codings.Coding, key)
            assert row is not None
            start, end = row.start, row.end
        with copy.change("Move the end of a coding") as session:
            codings.adjust(session, key, Span(start, end + self.chance.randint(1, 9)))

    def new_code(self, copy: Project) -> None:
        parent = self._some(copy, codebook.Code) if self.chance.random() < 0.5 else None
        with copy.change("Add code") as session:
            codebook.add_code(session, self.chance.choice(WORDS), parent=parent)

    def rename(self, copy: Project) -> None:
        key = self._some(copy, codebook.Code)
        with copy.change("Rename code") as session:
            codebook.rename_code(session, key, f"{self.chance.choice(WORDS)} {self.chance.randint(1, 9)}")

    def move(self, copy: Project) -> None:
        key, parent = self._some(copy, codebook.Code), self._some(copy, codebook.Code)
        with copy.change("Move code") as session:
            codebook.move_code(session, key, parent=parent if self.chance.random() < 0.7 else None)

    def one_of_two(self, copy: Project) -> None:
        into, other = self._some(copy, codebook.Code), self._some(copy, codebook.Code)
        with copy.change("Merge codes") as session:
            merge_codes(session, into, [other])

    def retire(self, copy: Project) -> None:
        key = self._some(copy, codebook.Code)
        with copy.change("Retire code") as session:
            codebook.retire_code(session, key)

    def theme(self, copy: Project) -> None:
        code = self._some(copy, codebook.Code)
        with copy.change("Theme") as session:
            there = list(session.execute(live(themes.Theme)).scalars())
            if there and self.chance.random() < 0.6:
                chosen = self.chance.choice(there)
                themes.amend_theme(session, chosen.id or 0, statement=" ".join(self.chance.choices(WORDS, k=4)))
                themes.set_theme_codes(session, chosen.id or 0, [code])
            else:
                themes.add_theme(session, f"{self.chance.choice(WORDS)} {self.chance.randint(1, 99)}", codes=[code])

    def memo(self, copy: Project) -> None:
        document = self._some(copy, Document)
        span = self._span(copy, document)
        with copy.change("Write a memo") as session:
            text = " ".join(self.chance.choices(WORDS, k=5))
            if self.chance.random() < 0.5:
                memos.write_memo(session, text, about="document", thing_id=document, kind="note", span=span)
            else:
                memos.write_memo(session, text, about="project")

    def read(self, copy: Project) -> None:
        document = self._some(copy, Document)
        with copy.change("Finish reading", kind="do") as session:
            finish_reading(session, document)

    def fact(self, copy: Project) -> None:
        case = self._some(copy, Case)
        with copy.change("Fact") as session:
            attribute_named(session, "age")
            set_attribute(session, case, "age", str(self.chance.randint(15, 19)))

    def finding(self, copy: Project) -> None:
        code = self._some(copy, codebook.Code)
        with copy.change("Finding") as session:
            statement = " ".join(self.chance.choices(WORDS, k=6))
            write_finding(
                session,
                strand="words",
                source="interviews",
                statement=statement,
                evidence=[Evidence("code", code)],
                against="Not everybody.",
            )

    def amend(self, copy: Project) -> None:
        key = self._some(copy, Document)
        with copy.read() as session:
            document = find(session, Document, key)
            texts = [(row[0], row[1]) for row in session.execute(_TURNS, {"document": document.id})]
        turns = [DraftTurn(speaker, text) for speaker, text in texts]
        at = self.chance.randrange(len(turns))
        words = turns[at].text.split()
        words.insert(self.chance.randrange(len(words) + 1), self.chance.choice(WORDS))
        turns[at] = DraftTurn(turns[at].speaker, " ".join(words))
        if self.chance.random() < 0.3 and len(turns) > 2:
            del turns[self.chance.randrange(len(turns))]
        roles = {"Interviewer": "interviewer", "Kez": "participant", "Sam": "participant"}
        spoken = {turn.speaker for turn in turns}
        draft = DraftDocument(
            name=document.name,
            kind="transcript",
            turns=tuple(turns),
            roles={label: role for label, role in roles.items() if label in spoken},
        )
        with copy.change("Amend") as session:
            follow(session, amend_document(session, draft))

    def new_document(self, copy: Project) -> None:
        with copy.change("Import") as session:
            add_document(session, self._draft(f"{self.chance.choice(WORDS)}.md"))

    def take_away(self, copy: Project) -> None:
        document = self._some(copy, Document)
        with copy.read() as session:
            if len(list(session.execute(live(Document)).scalars())) < 2:
                raise WorkbenchError
        with copy.change("Remove document") as session:
            remove_document(session, document)

    def undo(self, copy: Project) -> None:
        copy.undo()

    def redo(self, copy: Project) -> None:
        copy.redo()

    def withdraw(self, copy: Project) -> None:
        with copy.read() as session:
            labels = [row.label for row in session.execute(live(Case)).scalars()]
        if len(labels) < 3:
            raise WorkbenchError
        withdraw(copy, self.chance.choice(labels))


_TURNS = sa.text(
    "SELECT (SELECT label FROM speaker WHERE speaker.id = speaker_id), text FROM segment"
    " WHERE document_id = :document AND gone = 0 ORDER BY start"
)


def run(seed: int, steps: int, *, without: Collection[str] = ()) -> int:
    """So many steps, with a meeting of two copies after every six or so; how many meetings there were."""
    copies = Copies(seed, without=without)
    done: list[str] = []
    met = 0
    try:
        for _ in range(steps):
            done.append(copies.step())
            if copies.chance.random() < 0.15:
                done.append("meet")
                copies.unite()
                met += 1
        for copy in copies.copies:
            copies.check(copy)
        copies.end_in_one()
    except BaseException as error:
        error.add_note(f"seed {seed}: {done}")
        raise
    finally:
        copies.close()
    return met
