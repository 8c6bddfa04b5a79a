"""Who speaks in a text of another tool: by labels in it, by the case that all of it is, by the cases that parts of it are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from workbench.exchange.refi.texts import Passage, cut_at, spoken_by
from workbench.sources.drafts import LeftOut
from workbench.sources.speakers import is_generic

MOST_OF = 0.5
"""A case is a speaker when so large a share of the speaker's words is its."""


@dataclass(frozen=True, slots=True)
class Owners:
    """The cases of a document: those that all of it is, by how many documents each has, and parts as (begin, end, case)."""

    whole: Mapping[str, int] = field(default_factory=dict)
    parts: Sequence[tuple[int, int, str]] = ()
    known: Mapping[str, str] = field(default_factory=dict)
    """Every case of the project by its name without capitals: a voice of that name is that case."""


@dataclass(slots=True)
class Heard:
    """A text's passages with their speakers, the role of each, and which case a speaker is."""

    passages: list[Passage]
    roles: dict[str, str]
    cases: dict[str, str] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    is_ours: bool = False
    """Whether the text is in our own form, in which every character is as it was."""


def heard(text: str, passages: list[Passage], roles: dict[str, str], owners: Owners, name: str) -> Heard:
    """Who speaks, once the document's cases are known."""
    if roles:
        return _labelled(passages, roles, owners, name)
    if owners.parts:
        return _in_parts(text, passages, owners, name)
    if not owners.whole:
        return Heard(passages, {})
    case = _person(owners.whole)
    if case is None:
        said = Heard(passages, {})
        _leave_out(said, owners.whole, name, "all of the document is theirs, and who says what is not told")
        return said
    said = Heard(spoken_by(passages, dict.fromkeys(range(len(passages)), case)), {case: "participant"}, {case: case})
    _leave_out(said, [one for one in owners.whole if one != case], name, f"the document is kept as {case}’s")
    return said


def _person(whole: Mapping[str, int]) -> str | None:
    """The case that is a person's, as far as that can be told: the one that has fewer documents than all others."""
    fewest = min(whole.values())
    found = [case for case, documents in whole.items() if documents == fewest]
    return found[0] if len(found) == 1 else None


def _leave_out(said: Heard, cases: Sequence[str] | Mapping[str, int], name: str, why: str) -> None:
    said.left_out += [LeftOut(name, f"that it belongs to the case “{case}”", why) for case in cases]


def _labelled(passages: list[Passage], roles: dict[str, str], owners: Owners, name: str) -> Heard:
    """Labels say who speaks; cases are found among those who take part."""
    said = Heard(passages, roles)
    people = [label for label, role in roles.items() if role == "participant"]
    for case in dict.fromkeys(one for *_, one in owners.parts):
        label = _mostly(passages, owners.parts, case, [one for one in people if one not in said.cases])
        if label is not None:
            said.cases[label] = case
    for case in owners.whole:
        if case in said.cases.values():
            continue
        free = [one for one in people if one not in said.cases]
        alike = [one for one in free if _alike(one, case)]
        alone = free if len(people) == 1 and len(owners.whole) == 1 else []
        if len(alike or alone) == 1:
            said.cases[(alike or alone)[0]] = case
    for label in people:
        of_that_name = owners.known.get(label.casefold())
        if label not in said.cases and of_that_name is not None and not is_generic(label):
            said.cases[label] = of_that_name
    lost = [
        one
        for one in dict.fromkeys([*owners.whole, *(one for *_, one in owners.parts)])
        if one not in said.cases.values()
    ]
    _leave_out(said, lost, name, f"{len(people)} people take part by their labels, and which of them it is is not told")
    return said


def _alike(label: str, case: str) -> bool:
    one, other = label.casefold().split(), case.casefold().split()
    return bool(one and other) and (one == other or (one[0] == other[0] and (len(one) == 1 or len(other) == 1)))


def _mostly(
    passages: Sequence[Passage], parts: Sequence[tuple[int, int, str]], case: str, people: Sequence[str]
) -> str | None:
    """The speaker most of whose words lie in a case's parts, if there is one."""
    own = [(begin, end) for begin, end, one in parts if one == case]
    spoken: Counter[str] = Counter()
    covered: Counter[str] = Counter()
    for one in passages:
        if one.speaker in people and one.speaker is not None:
            spoken[one.speaker] += one.end - one.begin
            covered[one.speaker] += sum(max(0, min(end, one.end) - max(begin, one.begin)) for begin, end in own)
    best = max(covered, key=lambda label: covered[label] / spoken[label], default=None)
    return best if best is not None and covered[best] >= MOST_OF * spoken[best] else None


def _in_parts(text: str, passages: list[Passage], owners: Owners, name: str) -> Heard:
    """Parts of a text without labels are people's; a passage is whose most of it is, the rest is nobody's."""
    edges = [edge for begin, end, _ in owners.parts for edge in (begin, end)]
    cut = cut_at(text, passages, edges)
    whose: dict[int, str] = {}
    ordered = sorted(owners.parts)
    first = 0
    for number, one in enumerate(cut):
        while first < len(ordered) and ordered[first][1] <= one.begin:
            first += 1
        shares: Counter[str] = Counter()
        for begin, end, case in ordered[first:]:
            if begin >= one.end:
                break
            shares[case] += max(0, min(end, one.end) - max(begin, one.begin))
        for case, share in shares.most_common(1):
            if share > (one.end - one.begin) / 2:
                whose[number] = case
    roles = dict.fromkeys(whose.values(), "participant")
    said = Heard([replace(one) for one in spoken_by(cut, whose)], roles, {case: case for case in roles})
    lost = [one for one in dict.fromkeys(case for *_, case in owners.parts) if one not in roles]
    _leave_out(said, lost, name, "its part of the document is another case’s too, and kept as theirs")
    _leave_out(said, [one for one in owners.whole if one not in roles], name, "parts of the document are other cases’")
    return said
