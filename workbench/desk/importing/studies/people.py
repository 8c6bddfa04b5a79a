"""The cases of another tool's study as our people, and what is known of them."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.coding.study_drafts import Study, StudyCase
from workbench.desk.importing.studies.changed_here import bring_up_to_date
from workbench.desk.importing.studies.known import guids_of
from workbench.desk.importing.studies.taken import Taken
from workbench.rows import (
    add_many,
    amend,
    bulk,
    fetched,
    find,
    guid_for,
    in_chunks,
    is_purged,
    joined_guid,
    table_of,
)
from workbench.sources.cases import ATTRIBUTE_KINDS, KINDS, Attribute, AttributeValue, Case, attribute_named, case_named
from workbench.sources.matches import united

PURGED = "they withdrew, or were taken out of the project for good"


class PeopleTaken:
    """Takes in cases and attributes; afterwards `labels` says what each is called here, and `purged` who stays out."""

    def __init__(self, session: Session, study: Study, taken: Taken) -> None:
        self._session, self._study, self._taken = session, study, taken
        self._united = united(session)
        self._newest = session.execute(sa.select(sa.func.max(table_of(Case).c.id))).scalar() or 0
        self._came_before: set[int] = set()
        self.keys: dict[str, int] = {}
        """The case by the study's key."""
        self.labels: dict[str, str] = {}
        """The label here by the label in the study."""
        self.purged: set[str] = set()
        """Labels in the study of those who were taken out for good."""

    def take_in(self) -> None:
        """Every case and attribute that is new, and values that are new or changed."""
        for case in self._study.cases:
            self._case(case)
        self._remember()
        attributes = {one.key: self._attribute(one) for one in self._study.attributes}
        self._values(attributes)

    def _case(self, case: StudyCase) -> None:
        label = " ".join(case.label.split())
        row = self._taken.known.row(Case, case.key)
        if row is not None and row.gone:
            key = self._united.get(row.id or 0)
            row = find(self._session, Case, key) if key is not None else None
        if row is not None and row.id is not None:
            self.keys[case.key] = row.id
            return
        if is_purged(self._session, guid_for(self._session, "case", label)):
            self.purged.add(case.label)
            self._taken.leave_out(case.label, "a person", PURGED)
            return
        kind = case.kind if case.kind in KINDS else "person"
        self.keys[case.key] = key = case_named(self._session, label, kind=kind)
        self._taken.counts["cases"] += key > self._newest

    def _remember(self) -> None:
        """Note which row each case is, and what it is called here."""
        table, here = table_of(Case), dict[int, tuple[bytes, str]]()
        for some in in_chunks(sorted(set(self.keys.values()))):
            chosen = sa.select(table.c.id, table.c.guid, table.c.label).where(table.c.id.in_(some))
            here.update({key: (guid, label) for key, guid, label in fetched(self._session, chosen)})
        for case in self._study.cases:
            if case.key in self.keys:
                guid, self.labels[case.label] = here[self.keys[case.key]]
                self._taken.known.remember(Case, case.key, guid)

    def _attribute(self, one: Any) -> int:
        """The attribute; one that came before keeps the name that it has here."""
        row = self._taken.known.row(Attribute, one.key)
        if row is None or row.gone:
            kind = one.kind if one.kind in ATTRIBUTE_KINDS else "text"
            choices = json.dumps(list(one.choices), ensure_ascii=False) if one.choices else ""
            name = " ".join(one.name.split()) or "Variable without a name"
            key = attribute_named(self._session, name, kind=kind, question=one.question, choices=choices)
            row = find(self._session, Attribute, key)
        elif row.id is not None:
            self._came_before.add(row.id)
        self._taken.known.remember(Attribute, one.key, row.guid)
        assert row.id is not None
        return row.id

    def _values(self, attributes: dict[str, int]) -> None:
        """What is known of each case: new values all at once, changed ones unless somebody changed them here."""
        there = self._values_there(attributes)
        fresh: dict[tuple[int, int], dict[str, Any]] = {}
        people = guids_of(self._session, Case, self.keys.values())
        asked = guids_of(self._session, Attribute, attributes.values())
        for case in self._study.cases:
            case_id = self.keys.get(case.key)
            for key, value in case.values.items() if case_id is not None else ():
                attribute_id = attributes.get(key)
                if attribute_id is None or not value.strip():
                    continue
                at = (case_id or 0, attribute_id)
                before = there.get(at)
                if before is None:
                    guid = joined_guid(people[at[0]], asked[attribute_id])
                    fresh[at] = {"guid": guid, "case_id": at[0], "attribute_id": attribute_id, "value": value.strip()}
                elif before.gone:
                    amend(self._session, AttributeValue, before.id, gone=False, value=value.strip())
                    self._taken.counts["values"] += 1
                elif attribute_id not in self._came_before:
                    if before.value != value.strip():
                        self._taken.leave_out(case.label, value, "something else is recorded here: what is here stays")
                else:
                    changed, left = bring_up_to_date(self._session, AttributeValue, before, {"value": value.strip()})
                    self._taken.changed("values", f"{case.label}", changed, left)
        rows = [row for row in fresh.values() if not is_purged(self._session, row["guid"])]
        with bulk(self._session, AttributeValue):
            self._taken.counts["values"] += add_many(self._session, AttributeValue, rows)

    def _values_there(self, attributes: dict[str, int]) -> dict[tuple[int, int], Any]:
        table = table_of(AttributeValue)
        cases, wanted = set(self.keys.values()), sorted(set(attributes.values()))
        rows = (
            row
            for some in in_chunks(wanted)
            for row in self._session.execute(sa.select(table).where(table.c.attribute_id.in_(some)))
        )
        return {(row.case_id, row.attribute_id): row for row in rows if row.case_id in cases}
