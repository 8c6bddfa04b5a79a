"""What the pile holds: every suggestion, those of one code, document or topic, or only the likely ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from workbench.coding.paths import join_path, split_path
from workbench.suggestions.nearest import LIKELY
from workbench.suggestions.open_ones import OpenOne
from workbench.tui.choosing import Choice

Kind = Literal["all", "likely", "code", "document", "topic"]


@dataclass(frozen=True, slots=True)
class Only:
    """What somebody wants to see only; `key` is a document's or a topic's, `label` what it is called, a code's path."""

    kind: Kind = "all"
    key: int = 0
    label: str = ""

    def fits(self, topics: Mapping[int, int]) -> Callable[[OpenOne], bool]:
        """Whether a suggestion is wanted; `topics` are those of segments, by their keys."""
        match self.kind:
            case "likely":
                return lambda one: one.score >= LIKELY
            case "code":
                below = f"{self.label}/"
                return lambda one: one.code == self.label or one.code.startswith(below)
            case "document":
                return lambda one: one.document_id == self.key
            case "topic":
                return lambda one: topics.get(one.segment_id, one.topic_id) == self.key
            case _:
                return bool


ALL, LIKELY_ONLY = Only(), Only("likely", label="Likely ones")


def onlys(
    every: Sequence[OpenOne], topics: Mapping[int, int], titles: Mapping[int, str], labels: Mapping[int, str]
) -> list[Choice[Only]]:
    """What can be chosen, with how many suggestions each holds: all, the likely ones, codes, topics, documents.

    A code counts those below it in; a code, topic or document of which nothing is open is not offered.
    """
    codes: Counter[str] = Counter()
    for one in every:
        names = split_path(one.code) if one.code else ()
        for depth in range(1, len(names) + 1):
            codes[join_path(names[:depth])] += 1
    documents = Counter(one.document_id for one in every)
    of_topics = Counter(topics.get(one.segment_id, one.topic_id) for one in every)
    likely = sum(one.score >= LIKELY for one in every)
    made = [Choice(ALL, "All", "Every open suggestion, in reading order.", f"{len(every):,}")]
    made += [Choice(LIKELY_ONLY, LIKELY_ONLY.label, "Those the machine is surest of.", f"{likely:,}")] if likely else []
    made += [
        Choice(Only("code", label=path), path, "Suggestions of this code, and of those below it.", f"{count:,}", "c")
        for path, count in sorted(codes.items())
        if path
    ]
    made += [
        Choice(Only("topic", key, labels[key]), labels[key], "Words of this topic.", f"{of_topics[key]:,}", "t")
        for key in labels
        if of_topics[key]
    ]
    made += [
        Choice(Only("document", key, titles[key]), titles[key], "Words of this document.", f"{documents[key]:,}", "d")
        for key in titles
        if documents[key]
    ]
    return made
