"""Why a source says nothing on a topic, as far as the project itself knows: a proposal with its reason, for a person.

Only `asked and nobody raised it` is evidence. It is proposed where the record says that people of the source were asked,
all their words have been read, and nobody's carry what stands for the topic. Pure: it works on what `ground` read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workbench import geography
from workbench.coding.frames import WIDER
from workbench.sources.asking import ENOUGH, content_words
from workbench.triangulation.silence.ground import WIDE, Ground, Topic, county_of
from workbench.triangulation.silence.looked_for import LookedFor, about, reached

NAMED = 3
_WITHHELD = {"withheld by the publisher": "withheld by the publisher", "withheld by us": "withheld by us"}


@dataclass(frozen=True, slots=True)
class Proposed:
    """A kind of silence that the project's own records suggest, and why, in a sentence."""

    kind: str
    why: str
    bare: str = ""
    """The reason without counts of people, for readers outside the team; empty where it gives none away."""


def propose_kind(ground: Ground, row_id: int, source: str) -> Proposed:
    """Why a source says nothing in a topic row, by what the project knows."""
    topic = ground.topics[row_id]
    if ground.strands.get(source) == "numbers":
        return _of_figures(ground, topic, source)
    return _of_people(ground, topic, source)


def _of_people(ground: Ground, topic: Topic, source: str) -> Proposed:
    """Interviews, groups, a survey."""
    heard = ground.heard(source)
    if not heard:
        return Proposed("cannot tell", f"Nobody’s words of “{source}” are in the project.")
    absent = _group_not_heard(ground, topic, heard)
    if absent:
        return Proposed("not sampled", absent[0], absent[1])
    if topic.question_id is None or topic.question_id not in ground.questions:
        return Proposed(
            "cannot tell",
            "The topic names no question of the topic guide, so it is not known whether anybody was asked. Choose one.",
        )
    states = ground.asked(source, topic.question_id)
    counts = Counter(states.values())
    short = ground.questions[topic.question_id].short
    if counts["asked"] + counts["prompted"]:
        return _asked(ground, topic, source, heard, counts)
    raised = _raised(ground, topic, source, heard, states)
    all_the_same = f" {_people(raised)} said something of it all the same." if raised else ""
    if counts["not asked"] + counts["volunteered"] == len(heard) and counts["not asked"]:
        return Proposed(
            "not asked",
            f"“{short}” was put to nobody of the {len(heard)} in {source}.{all_the_same}",
            f"“{short}” was put to nobody in {source}.",
        )
    if counts["not recorded"] < len(heard):
        return Proposed(
            "cannot tell",
            f"“{short}” was put to nobody of whom it is recorded; of {_people(counts['not recorded'])} of the"
            f" {len(heard)} in {source} it is not recorded whether they were asked.{all_the_same}",
        )
    return _no_record(ground, source, topic.question_id, len(heard), all_the_same)


def _asked(ground: Ground, topic: Topic, source: str, heard: frozenset[int], counts: Counter[str]) -> Proposed:
    """Some people of the source were asked: did anybody raise it, and would it be seen if they had?"""
    assert topic.question_id is not None
    were = counts["asked"] + counts["prompted"]
    raised = _raised(ground, topic, source, heard, ground.asked(source, topic.question_id))
    short = ground.questions[topic.question_id].short
    asked = f"{were} of the {len(heard)} people in {source} are recorded as asked “{short}”"
    if raised:
        return Proposed(
            "cannot tell",
            f"{asked}, and {_people(raised)} said something of it: write a finding of it, so that it speaks.",
        )
    if not topic.codes:
        return Proposed(
            "cannot tell", f"{asked}, but no code stands for the topic, so it cannot be seen whether anybody raised it."
        )
    unread = sum(ground.unread.get(document, 0) for document in ground.material.documents_of(source))
    if unread:
        more = "1 passage of theirs has" if unread == 1 else f"{unread:,} passages of theirs have"
        return Proposed("cannot tell", f"{asked}, but {more} not been read to the end by anybody.")
    rest = f" Of {_people(counts['not recorded'])} it is not recorded." if counts["not recorded"] else ""
    return Proposed(
        "asked and nobody raised it",
        f"{asked}, all is read, and nobody’s words carry its codes.{rest}",
        f"People in {source} were asked “{short}”, all that they said is read, and nobody’s words carry its codes.",
    )


def _raised(ground: Ground, topic: Topic, source: str, heard: frozenset[int], states: Mapping[int, str]) -> int:
    """How many people of a source said something of a topic: their words carry its codes, or it is recorded so."""
    coded = ground.material.people(topic.codes, source) & heard
    return len(coded | {case for case, state in states.items() if state == "volunteered"})


def _no_record(ground: Ground, source: str, question_id: int, heard: int, all_the_same: str) -> Proposed:
    """Of nobody it is recorded whether they were asked. What a survey asks stands in the survey itself."""
    question = ground.questions[question_id]
    asks = ground.survey_asks.get(source.casefold())
    if asks:
        wanted = content_words(question.text)
        near = [one for one in asks if _alike(content_words(one), wanted)]
        if not near:
            return Proposed(
                "not asked",
                f"None of the {len(asks)} questions of {source} asks “{question.short}”: {_listed(asks)}.{all_the_same}",
                f"None of the questions of {source} asks “{question.short}”.",
            )
        return Proposed(
            "cannot tell",
            f"{source} asks “{near[0]}”, which is like “{question.short}”, but it is not recorded who was asked.",
        )
    return Proposed(
        "cannot tell",
        f"Of none of the {heard} people in {source} is it recorded whether they were asked “{question.short}”."
        f" Write it down in Sources.{all_the_same}",
    )


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one) and len(one & other) >= max(1, ENOUGH * min(len(one), len(other)))


def _group_not_heard(ground: Ground, topic: Topic, heard: frozenset[int]) -> tuple[str, str] | None:
    """A sentence, and one without counts, where the people of the topic's place or group are not heard; else None."""
    about_places = topic.named or (topic.areas if len(topic.areas) == 1 else ())
    placed = [case for case in heard if ground.places.get(case)]
    wanted = set(about_places)
    if wanted and placed and not any(wanted & ground.places[case] for case in placed):
        names = _listed([_name(code) for code in about_places])
        does = f"lives in, was found in or speaks of {names}."
        return f"None of the {len(heard)} people heard {does}", f"Nobody who was heard {does}"
    for group in sorted(topic.groups):
        of = {value.casefold() for known in ground.known.values() for value in known.values()}
        if group.casefold() in of and not any(
            group.casefold() in {value.casefold() for value in ground.known.get(case, {}).values()} for case in heard
        ):
            said = f"The figures are of “{group}”, and nobody of that group is among"
            return f"{said} the {len(heard)} people heard.", f"{said} those heard."
    return None


def _of_figures(ground: Ground, topic: Topic, source: str) -> Proposed:
    """Records, a survey of others, any data set."""
    own = ground.by_source.get(source.casefold(), frozenset())
    if not own:
        return Proposed("cannot tell", f"No figures of “{source}” are in the project any more.")
    beside = sorted(own & topic.indicators)
    if beside:
        return _of_linked(ground, topic, beside)
    wanted = about(ground.looked_for, topic.words)
    if wanted is not None:
        return _of_frame(topic, wanted)
    return _of_all(ground, topic, source, own)


def _of_linked(ground: Ground, topic: Topic, beside: Iterable[int]) -> Proposed:
    """An indicator of the source stands beside the topic's themes: is there a figure of the place, or why is there none?"""
    keys = list(beside)
    names = _listed([ground.indicators[key] for key in keys])
    here = [ground.figures.get(key, {}).get(area) for key in keys for area in topic.areas]
    held = [status for status in here if status in _WITHHELD]
    if not topic.areas or "" in here:
        return Proposed(
            "cannot tell",
            f"{names} stands beside the topic and has figures: write a finding from one, so that it speaks.",
        )
    where = _listed([_name(code) for code in topic.areas])
    if held:
        return Proposed("withheld", f"{names}: the figure of {where} is {held[0]}.")
    return _of_other_areas(ground, keys, names, where, topic)


def _of_other_areas(ground: Ground, keys: Iterable[int], names: str, where: str, topic: Topic) -> Proposed:
    """There are figures, and none of the topic's place."""
    areas = {area for key in keys for area, status in ground.figures.get(key, {}).items() if status == ""}
    if not areas:
        return Proposed("cannot tell", f"{names} has no figure with a value in the project.")
    kinds = {geography.kind_of(area) for area in areas}
    around = areas & {county_of(code) for code in topic.areas}
    if around or kinds <= WIDE:
        said = _listed([_name(code) for code in sorted(around)]) or "wider areas only"
        return Proposed("wrong geography", f"{names} has figures of {said}, and none of {where}.")
    return Proposed("wrong geography", f"{names} has figures of {len(areas)} other areas, and none of {where}.")


def _of_frame(topic: Topic, wanted: LookedFor) -> Proposed:
    """What a coding frame knows of the figure that the topic would need."""
    looked = f"The coding frame “{wanted.frame}” looks for “{wanted.name}”"
    if wanted.level == "none":
        return Proposed("no figure published", f"{looked} and knows of none. {wanted.note}")
    missed = [code for code in topic.areas if wanted.level not in reached(code)]
    if wanted.level in WIDER and (missed or not topic.areas):
        where = _listed([_name(code) for code in missed]) or "districts"
        return Proposed(
            "wrong geography",
            f"{looked}, published for the {WIDER[wanted.level]} only and not for {where}. {wanted.note}",
        )
    return Proposed(
        "cannot tell", f"{looked}: it is published ({wanted.source}) and is not in this project yet. Bring it in."
    )


def _of_all(ground: Ground, topic: Topic, source: str, own: frozenset[int]) -> Proposed:
    """Nothing says which figure of the source the topic would need."""
    areas = {area for key in own for area in ground.figures.get(key, {})}
    if topic.areas and areas and not areas & set(topic.areas):
        where = _listed([_name(code) for code in topic.areas])
        return Proposed("wrong geography", f"No figure of {source} in this project is of {where}.")
    measured = _listed(sorted(ground.indicators[key] for key in own))
    return Proposed(
        "cannot tell",
        f"{source} is here for {measured}. Nobody has linked that to the topic’s themes, and no coding frame says whether"
        " a figure of it is published.",
    )


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number:,} people"


def _name(code: str) -> str:
    entry = geography.area(code)
    return entry.name if entry else code


def _listed(names: Iterable[str]) -> str:
    """The first few of some names, and how many more."""
    every = list(dict.fromkeys(names))
    more = len(every) - NAMED
    return "; ".join(every) if more <= 0 else f"{'; '.join(every[:NAMED])}; and {more} more"
