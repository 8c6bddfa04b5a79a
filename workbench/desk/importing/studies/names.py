"""Names taken out of a study before anything of it is kept; codings and notes keep to their words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from workbench.coding.study_drafts import (
    Study,
    StudyAttribute,
    StudyCase,
    StudyCode,
    StudyDocument,
    StudyMemo,
    StudySet,
)
from workbench.governance.closed_answers import kept_note
from workbench.governance.name_patterns import Edits
from workbench.governance.pseudonyms import Pseudonyms
from workbench.sources.drafts import DraftDocument, LeftOut


class WithoutNames:
    """A study with every name of a key replaced, wherever one may stand; a `Study` as any other."""

    def __init__(self, study: Study, names: Pseudonyms) -> None:
        self._study, self._names = study, names
        self._change = names.replacing()
        self.name, self.tool = names.replacing_in_file_names()(study.name), study.tool

    @cached_property
    def codes(self) -> Sequence[StudyCode]:
        """The codes, without names in what they say."""
        change = self._change
        return [
            replace(
                one,
                name=change(one.name),
                definition=change(one.definition),
                include=change(one.include),
                exclude=change(one.exclude),
                example=change(one.example),
            )
            for one in self._study.codes
        ]

    @cached_property
    def attributes(self) -> Sequence[StudyAttribute]:
        """The attributes that stay, without names in questions and in choices of those that are words."""
        change = self._change
        return [
            replace(
                one,
                name=change(one.name),
                question=change(one.question),
                choices=one.choices if one.key in self._closed else tuple(change(choice) for choice in one.choices),
            )
            for one in self._study.attributes
            if one.key not in self._columns_out
        ]

    @cached_property
    def cases(self) -> Sequence[StudyCase]:
        """The cases under their pseudonyms; closed answers are as they were, or their column is left out whole."""
        change, out, closed = self._change, self._columns_out, self._closed
        return [
            replace(
                one,
                label=change(one.label),
                values={
                    key: value if key in closed else change(value)
                    for key, value in one.values.items()
                    if key not in out
                },
            )
            for one in self._study.cases
        ]

    @cached_property
    def _closed(self) -> Mapping[str, Collection[str]]:
        """The different answers of every closed attribute, by its key."""
        answers = {one.key: dict.fromkeys(one.choices) for one in self._study.attributes if one.kind != "text"}
        for case in self._study.cases:
            for key, value in case.values.items():
                if key in answers:
                    answers[key][value] = None
        return {key: found.keys() for key, found in answers.items()}

    @cached_property
    def _columns_out(self) -> Mapping[str, LeftOut]:
        """Closed attributes that are left out whole, by key, each with why."""
        closed = self._names.closed_answers()
        names = {one.key: one.name for one in self._study.attributes}
        why = {key: closed.why_left_out(names[key], answers) for key, answers in self._closed.items()}
        return {
            key: LeftOut(f"the column “{names[key]}”", f"{len(self._closed[key]):,} different answers", reason)
            for key, reason in why.items()
            if reason
        }

    @cached_property
    def sets(self) -> Sequence[StudySet]:
        """The sets, without names in what they say."""
        change = self._change
        return [replace(one, name=change(one.name), statement=change(one.statement)) for one in self._study.sets]

    @property
    def memos(self) -> Sequence[StudyMemo]:
        """The memos, without names in their words."""
        return [self._memo(one) for one in self._study.memos]

    @property
    def left_out(self) -> Sequence[LeftOut]:
        """What has no place here, told without names."""
        return [self._remark(one) for one in (*self._columns_out.values(), *self._study.left_out)]

    @property
    def notes(self) -> Sequence[str]:
        """What is to be known of how it was read, told without names."""
        closed = self._names.closed_answers()
        names = {one.key: one.name for one in self._study.attributes if one.key not in self._columns_out}
        named = {names[key]: closed.named_in(answers) for key, answers in self._closed.items() if key in names}
        kept = (kept_note(name, answers) for name, answers in named.items() if answers)
        return [self._change(note) for note in (*self._study.notes, *kept)]

    def documents(self) -> Iterator[StudyDocument]:
        """The documents, without names; what lies on their words lies on the same words still."""
        return map(self._document, self._study.documents())

    def _document(self, document: StudyDocument) -> StudyDocument:
        draft = self._names.applied(document.draft)
        assert isinstance(draft, DraftDocument)
        edits = self._edits(document.draft)
        codings = [
            one._replace(start=edits.moved(one.start), end=edits.moved(one.end, ends=True), memo=self._change(one.memo))
            for one in document.codings
        ]
        memos = tuple(self._memo(one, edits) for one in document.memos)
        left_out = tuple(map(self._remark, document.left_out))
        return replace(document, draft=draft, codings=codings, memos=memos, left_out=left_out)

    def _edits(self, draft: DraftDocument) -> Edits:
        """What is replaced in a document's whole text, turn by turn as `Pseudonyms.applied` does it."""
        made: list[tuple[int, int, int]] = []
        place = 0
        for turn in draft.turns:
            made += self._change.edits(turn.text, place).made
            place += len(turn.text) + 1
        return Edits(tuple(made))

    def _memo(self, one: StudyMemo, edits: Edits | None = None) -> StudyMemo:
        moved = replace(one, text=self._change(one.text))
        if edits is None or one.start is None or one.end is None:
            return moved
        return replace(moved, start=edits.moved(one.start), end=edits.moved(one.end, ends=True))

    def _remark(self, one: LeftOut) -> LeftOut:
        change = self._change
        return LeftOut(change(one.where), change(one.what), change(one.why))
