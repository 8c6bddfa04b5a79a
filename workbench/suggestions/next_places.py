"""Where to look next: passages worth reading, each with its reason in words. Pure: it looks at the ground as it was read.

Reasons are told apart, and of each there are few. Where a reason would name a code, only documents are looked at that the
person has begun to read, so that the machine's view does not come before theirs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from workbench.suggestions.coded_ground import Ground
from workbench.suggestions.material import ToRead
from workbench.suggestions.together import Together, always_or_never

FEW = 8
"""Of each reason so many passages at most."""
GROUP, GAP = 5, 0.2
"""A group of so many people or more is said to be read less where its share is lower by so much than the others'."""
UNSURE = 0.15
"""A score so far from the middle is no doubt any more."""
GROUPS = 12
"""An attribute with more values than this makes no groups."""
KINDS = {
    "unread": "People nobody has read",
    "uncertain": "The machine cannot tell",
    "typical": "Most typical",
    "unlike": "Unlike anything coded",
    "missed": "Reads like what you coded, and is not coded",
    "differ": "Reads the same, coded differently",
    "copies": "The same words nearly",
    "together": "Codes that always or never come together",
}
"""Each reason as a page heads it, in the order of the page."""


@dataclass(frozen=True, slots=True)
class NextPlace:
    """A passage worth reading."""

    kind: str
    segment: ToRead
    why: str
    code_id: int | None = None
    other: ToRead | None = None
    """The passage that it is compared with."""


def from_readings(ground: Ground) -> list[NextPlace]:
    """Of people whose words nobody has read, the longest passage each; people of groups that are read less come first."""
    words: dict[int, list[int]] = defaultdict(list)
    for at, one in enumerate(ground.segments):
        if one.case_id is not None:
            words[one.case_id].append(at)
    read = {case for case, places in words.items() if any(at in ground.read for at in places)}
    behind = _groups_behind(ground, frozenset(words), frozenset(read))
    found = []
    for case in words.keys() - read:
        said = ground.attributes.get(case, {})
        worst = max((behind[pair] for pair in said.items() if pair in behind), default=None)
        longest = max(words[case], key=lambda at: (len(ground.segments[at].text), -at))
        why = f"Nobody has read what {ground.people.get(case, 'this person')} said."
        found.append((-(worst[0] if worst else 0.0), longest, why + (f" {worst[1]}" if worst else "")))
    return [NextPlace("unread", ground.segments[at], why) for _, at, why in sorted(found)[:FEW]]


def _groups_behind(
    ground: Ground, people: frozenset[int], read: frozenset[int]
) -> dict[tuple[str, str], tuple[float, str]]:
    """Groups (attribute, value) of which a smaller share was read than of the others: by how much, and in words."""
    members: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for case in people:
        for name, value in ground.attributes.get(case, {}).items():
            if value:
                members[name][value].add(case)
    found = {}
    for name, values in members.items():
        known = set().union(*values.values())
        for value, some in values.items() if len(values) <= GROUPS else ():
            others = known - some
            if len(some) < GROUP or len(others) < GROUP:
                continue
            ours, theirs = len(some & read), len(others & read)
            gap = theirs / len(others) - ours / len(some)
            if gap >= GAP:
                said = f"Of {len(some):,} people whose {name} is “{value}”, {ours:,} are read so far"
                found[name, value] = (gap, f"{said}; of the others {theirs:,} of {len(others):,}.")
    return found


def from_scores(ground: Ground) -> list[NextPlace]:
    """What the machine is least sure of, and what is most typical of each code among what nobody has coded."""
    open_here = [one for one in ground.waiting if one.begun and one.segment_id in ground.place_of]
    used: Counter[int] = Counter()
    found: list[NextPlace] = []
    for one in sorted(open_here, key=lambda one: (abs(one.score - 0.5), one.id)):
        if abs(one.score - 0.5) <= UNSURE and used[one.code_id] < 2 and len(found) < FEW:
            used[one.code_id] += 1
            why = f"As likely “{ground.names.get(one.code_id, one.code)}” as not."
            found.append(NextPlace("uncertain", _segment(ground, one.segment_id), why, one.code_id))
    typical: dict[int, NextPlace] = {}
    taken = set[int]()
    for one in sorted(open_here, key=lambda one: (-one.score, one.id)):
        if one.code_id not in typical and one.segment_id not in taken and len(typical) < FEW:
            taken.add(one.segment_id)
            why = f"The most typical of “{ground.names.get(one.code_id, one.code)}” that is not coded so."
            typical[one.code_id] = NextPlace("typical", _segment(ground, one.segment_id), why, one.code_id)
    return [*found, *typical.values(), *_of_topics(ground)]


def _of_topics(ground: Ground) -> list[NextPlace]:
    """Of each topic of which nothing is coded yet, a passage that nobody has read, or else any."""
    members: dict[int, list[int]] = defaultdict(list)
    for segment, topic in ground.topic_of.items():
        if segment in ground.place_of:
            members[topic].append(ground.place_of[segment])
    found = []
    for each in ground.topics:
        places = members.get(each.id, [])
        unread = [at for at in sorted(places) if at not in ground.read and at in ground.says_enough]
        if unread and not any(at in ground.given for at in places):
            why = f"Nothing of the topic “{each.label or each.number}” is coded, and nobody has read this."
            found.append(NextPlace("typical", ground.segments[unread[0]], why))
    return found[:FEW]


def _segment(ground: Ground, key: int) -> ToRead:
    return ground.segments[ground.place_of[key]]


def from_codes_together(ground: Ground) -> list[NextPlace]:
    """Pairs of codes that always or never come together, where counts are enough to say so, at a passage of the first."""
    people: dict[int, set[int]] = defaultdict(set)
    first: dict[int, int] = {}
    for at in sorted(ground.given):
        case = ground.segments[at].case_id
        for code in sorted(ground.codes_at(at)) if case is not None else ():
            people[code].add(case or 0)
            first.setdefault(code, at)
    related = {(code, up) for code, above in ground.above.items() for up in above}
    pairs = always_or_never(people, related)
    kept = _one_a_code(pairs)
    return [
        NextPlace("together", ground.segments[first[one.one]], _said_together(ground, one), one.one) for one in kept
    ]


def _one_a_code(pairs: list[Together]) -> list[Together]:
    """Few pairs, no code in more than two of them, so that one common code does not fill the page."""
    used: Counter[int] = Counter()
    kept: list[Together] = []
    for pair in pairs:
        if used[pair.one] < 2 and used[pair.other] < 2 and len(kept) < FEW:
            used.update((pair.one, pair.other))
            kept.append(pair)
    return kept


def _said_together(ground: Ground, pair: Together) -> str:
    one, other = ground.names.get(pair.one, ""), ground.names.get(pair.other, "")
    if pair.always:
        return (
            f"All {pair.people:,} people who said “{one}” also said “{other}”, which {pair.others:,} of the "
            f"{pair.of:,} coded people said. Are they one thing?"
        )
    return (
        f"{pair.people:,} people said “{one}” and {pair.others:,} said “{other}”, of {pair.of:,} coded people, and "
        "nobody said both. Is one coded instead of the other?"
    )
