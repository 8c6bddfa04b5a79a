"""The codes of another tool's study in the codebook, and its sets as themes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.codebook import COLOURS, Code, CodeInsideItselfError, enter_code, move_code, retire_code
from workbench.coding.colours import nearest_slot
from workbench.coding.merging import standing
from workbench.coding.study_drafts import Study, StudyCode
from workbench.coding.themes import Theme, ThemeCode, set_theme_codes
from workbench.coding.tree import CodeNameTakenError, Tree, read_tree, same_name
from workbench.desk.importing.studies.changed_here import bring_up_to_date, changed_here
from workbench.desk.importing.studies.known import guids_of
from workbench.desk.importing.studies.taken import Taken
from workbench.rows import add, amend, find, guid_for, is_purged, live, table_of

_WORDS = ("definition", "include", "exclude", "example", "safeguarding")


class CodebookTaken:
    """Takes in codes, a parent before its children; `keys` says afterwards which code each of them is."""

    def __init__(self, session: Session, study: Study, taken: Taken) -> None:
        self._session, self._study, self._taken = session, study, taken
        self._tree: Tree = read_tree(session)
        self._named = {
            (parent, same_name(self._tree.codes[key]["name"])): key
            for parent, children in self._tree.children.items()
            for key in children
        }
        self._there = set(self._tree.codes)
        self._alike = 0
        self.keys: dict[str, int] = {}
        """The key in the project by the study's key."""

    def take_in(self) -> dict[str, int]:
        """Every code that is new, and what changed in those that came before."""
        given: set[int] = set()
        for code in self._study.codes:
            key = self._known(code)
            if key is None:
                key = self._by_name(code, given)
            given.add(key)
            self.keys[code.key] = key
        guids = guids_of(self._session, Code, given)
        for name, key in self.keys.items():
            self._taken.known.remember(Code, name, guids[key])
        if self._alike:
            were = "code was" if self._alike == 1 else "codes were"
            self._taken.notes.append(
                f"{self._alike:,} {were} in the codebook already, under the same name in the same place."
            )
        gathering = sum(not code.codable for code in self._study.codes)
        if gathering:
            codes = "1 code only gathers" if gathering == 1 else f"{gathering:,} codes only gather"
            self._taken.notes.append(f"{codes} others in the other program: here any code can lie on words.")
        return self.keys

    def _known(self, code: StudyCode) -> int | None:
        """The code that came from it before, with what changed in the tool since; one merged here is what took it over."""
        row = self._taken.known.row(Code, code.key)
        key = standing(self._session, row.id) if row is not None and row.id is not None else None
        if row is None or key is None or key != row.id:
            return key
        wanted: dict[str, Any] = {cell: said for cell in _WORDS if (said := getattr(code, cell))}
        name = " ".join(code.name.split())
        parent = self.keys.get(code.parent)
        beside = self._named.get((row.parent_id, same_name(name)))
        if name != row.name and beside in {None, key}:
            wanted["name"] = name
        slot = nearest_slot(code.colour)
        if slot is not None:
            wanted["colour"] = slot
        changed, left = bring_up_to_date(self._session, Code, row, wanted)
        self._taken.changed("codes", f"code “{row.name}”", changed, left)
        if row.parent_id != parent:
            self._move(key, row.name, parent)
        return key

    def _move(self, key: int, name: str, parent: int | None) -> None:
        """Put a code where it lies in the tool now, unless somebody moved it here."""
        if changed_here(self._session, Code, key, "parent_id"):
            self._taken.changed("codes", f"code “{name}”", [], ["parent_id"])
            return
        try:
            move_code(self._session, key, parent=parent)
        except (CodeInsideItselfError, CodeNameTakenError) as reason:
            self._taken.leave_out(f"code “{name}”", "its new place in the codebook", str(reason))
            return
        self._taken.counts["codes changed"] += 1
        moved = find(self._session, Code, key)
        self._tree = read_tree(self._session)
        self._named[parent, same_name(moved.name)] = key

    def _by_name(self, code: StudyCode, given: set[int]) -> int:
        """The code of that name below the same parent, taken in when there is none; a twin within the study gets a number."""
        parent = self.keys.get(code.parent)
        plain = " ".join(code.name.split()) or "Code without a name"
        name, number = plain, 1
        while self._named.get((parent, same_name(name))) in given:
            number += 1
            name = f"{plain} ({number})"
        if number > 1:
            self._taken.notes.append(f"There are {number} codes “{plain}” in one place: this one is “{name}”.")
        there = self._named.get((parent, same_name(name)))
        if there is not None:
            self._alike += there in self._there
            self._fill(there, code)
            return there
        slot = nearest_slot(code.colour)
        if slot is None:
            beside = len(self._tree.children.get(None, ()))
            slot = self._tree.codes[parent]["colour"] if parent is not None else beside % COLOURS
        cells = {cell: getattr(code, cell) for cell in _WORDS}
        key = enter_code(self._session, self._tree, name, parent, {**cells, "colour": slot})
        if code.retired:
            retire_code(self._session, key)
        self._named[parent, same_name(name)] = key
        self._taken.counts["codes"] += 1
        return key

    def _fill(self, key: int, code: StudyCode) -> None:
        """Give a code that was here before what it does not say yet; what it says stays."""
        row = find(self._session, Code, key)
        empty = {cell: said for cell in _WORDS if (said := getattr(code, cell)) and not getattr(row, cell)}
        if empty:
            amend(self._session, Code, key, **empty)
            self._taken.counts["codes changed"] += 1


def take_in_sets(session: Session, study: Study, codes: Mapping[str, int], taken: Taken) -> dict[str, int]:
    """The study's sets as themes that gather their codes; a theme of that name is that theme. Gives themes by key."""
    themes = {same_name(row.name): row for row in session.execute(live(Theme)).scalars()}
    place = session.execute(sa.select(sa.func.max(table_of(Theme).c.position))).scalar()
    position = 0 if place is None else place + 1
    keys: dict[str, int] = {}
    for one in study.sets:
        gathered = list(dict.fromkeys(codes[key] for key in one.codes if key in codes))
        row = taken.known.row(Theme, one.key)
        if row is not None and row.gone:
            taken.leave_out(f"set “{one.name}”", "a theme", "somebody removed it here")
            continue
        row = row or themes.get(same_name(one.name))
        if row is None:
            guid = guid_for(session, "theme", one.key)
            if is_purged(session, guid):
                continue
            name = " ".join(one.name.split()) or "Set without a name"
            key = add(
                session,
                Theme,
                guid=guid,
                name=name,
                statement=one.statement.strip(),
                state=one.state,
                position=position,
            )
            position += 1
            taken.counts["themes"] += 1
        else:
            assert row.id is not None
            key, guid = row.id, row.guid
            if one.statement.strip() and not row.statement:
                amend(session, Theme, key, statement=one.statement.strip())
        held = _gathered(session, key)
        fresh = [code for code in gathered if code not in held]
        if fresh:
            set_theme_codes(session, key, [*held, *fresh])
            taken.counts["codes in themes"] += len(fresh)
        keys[one.key] = key
        taken.known.remember(Theme, one.key, guid)
    return keys


def _gathered(session: Session, theme: int) -> list[int]:
    table = table_of(ThemeCode)
    chosen = sa.select(table.c.code_id).where(table.c.theme_id == theme, table.c.gone.is_(False))
    return list(session.execute(chosen.order_by(table.c.id)).scalars())
