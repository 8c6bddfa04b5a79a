"""Cases and variables of a project: people, what is known of them, and which documents and passages are theirs."""

from __future__ import annotations

from collections import Counter

from workbench.coding.study_drafts import StudyAttribute, StudyCase
from workbench.exchange.refi import ORIGIN
from workbench.exchange.refi.headed import CASE, VARIABLE, parts_of
from workbench.exchange.refi.outline import Outline
from workbench.exchange.refi.raw import RawVariable
from workbench.sources.cases import ATTRIBUTE_KINDS
from workbench.sources.cases import KINDS as CASE_KINDS
from workbench.sources.drafts import LeftOut
from workbench.text import counted

KINDS = {
    "Text": "text",
    "Boolean": "choice",
    "Integer": "number",
    "Float": "number",
    "Date": "date",
    "DateTime": "date",
}
"""What the standard's types of variables are here."""
MANY = 3
"""A case of so many documents may be no person."""
_YES_NO = {"true": "yes", "1": "yes", "false": "no", "0": "no"}


class People:
    """The cases of a project, and those that documents with values of variables are."""

    def __init__(self, outline: Outline) -> None:
        project = outline.project
        self._types = {one.guid: one.type for one in project.variables}
        self.attributes = tuple(map(_attribute, project.variables))
        self.notes: list[str] = []
        self.left_out: list[LeftOut] = []
        self.whole: dict[str, list[str]] = {}
        """Labels of the cases that a source is wholly, by its GUID."""
        self.parts: dict[str, list[str]] = {}
        """Labels of the cases that a selection is, by its GUID."""
        self.called: dict[str, str] = {}
        """A case's label by its GUID."""
        self._values: dict[str, dict[str, str]] = {}
        self._keys: dict[str, str] = {}
        taken: Counter[str] = Counter()
        for case in project.cases:
            label = self._label(case.name, taken)
            self._keys.setdefault(label, case.guid)
            self.called[case.guid] = label
            self._values[label] = self._known(case.values, label)
            for source in case.sources:
                self.whole.setdefault(source, []).append(label)
            for selection in case.selections:
                self.parts.setdefault(selection, []).append(label)
        self._of_documents(outline)
        kinds = {one.guid: kind for one in project.cases if (kind := _kind(one.description)) in CASE_KINDS}
        self.cases = tuple(
            StudyCase(self._keys[label], label, kinds.get(self._keys[label], "person"), values)
            for label, values in self._values.items()
        )
        self.known = {label.casefold(): label for label in self._values}
        """Labels by themselves without capitals."""
        self.documents = Counter(label for labels in self.whole.values() for label in labels)
        for label, number in self.documents.items():
            if number >= MANY and not project.origin.startswith(ORIGIN):
                self.notes.append(
                    f"“{label}” is one case of {number:,} documents, and counts as one person where nobody else is said to"
                    " speak. If it is a place or a group, say in Sources whose words these are."
                )

    def _label(self, name: str, taken: Counter[str]) -> str:
        """A case's name; a second one of that name gets a number."""
        plain = " ".join(name.split()) or "Case without a name"
        taken[plain] += 1
        if taken[plain] == 1:
            return plain
        self.notes.append(f"There are {taken[plain]} cases “{plain}”: this one is “{plain} ({taken[plain]})”.")
        return f"{plain} ({taken[plain]})"

    def _known(self, values: list[tuple[str, str]], where: str) -> dict[str, str]:
        known: dict[str, str] = {}
        for variable, said in values:
            value = " ".join(said.split())
            kind = self._types.get(variable)
            if kind is None and value:
                self.left_out.append(LeftOut(where, f"the value “{value[:80]}”", "its variable is not in the file"))
            elif value:
                known[variable] = _YES_NO.get(value.lower(), value) if kind == "Boolean" else value
                if kind == "DateTime":
                    known[variable] = value[:10]
        return known

    def _of_documents(self, outline: Outline) -> None:
        """Values that stand on documents are those of the document's person; a document without one becomes one."""
        made = 0
        for guid, source in outline.values.items():
            values = self._known(source.values, source.name)
            if not values:
                continue
            labels = self.whole.get(guid, [])
            if len(labels) > 1:
                for variable in values:
                    what = f"the value “{values[variable][:80]}” of a variable"
                    self.left_out.append(LeftOut(source.name, what, "it stands on a document of several cases"))
                continue
            label = labels[0] if labels else " ".join(source.name.split()) or "Document without a name"
            if not labels:
                made += label not in self._values
                self.whole.setdefault(guid, []).append(label)
                self._keys.setdefault(label, f"{guid} its person")
            self._values[label] = {**values, **self._values.get(label, {})}
        if made:
            self.notes.append(
                f"{counted(made, 'document')} {'has' if made == 1 else 'have'} values of variables and no case: each is kept as the document of one person of"
                " its name. Where it is of several people, say in Sources who speaks."
            )


def _kind(description: str) -> str:
    """What a case is, where its description says so under that heading."""
    return parts_of(description, CASE)[1].get("Kind", "")


def _attribute(one: RawVariable) -> StudyAttribute:
    question, parts = parts_of(one.description, VARIABLE)
    choices = ("yes", "no") if one.type == "Boolean" else tuple(parts.get("Choices", "").splitlines())
    kind = parts["Kind"] if parts.get("Kind") in ATTRIBUTE_KINDS else KINDS.get(one.type, "text")
    return StudyAttribute(one.guid, " ".join(one.name.split()), kind, " ".join(question.split()), choices)
