"""Members of topics: kept beside the project, and what becomes of them when topics are merged, split and brought back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.suggestions.conftest import BUS, DARK, EVERY, POLICE, put_codes, put_turns
from workbench.coding.codings import apply_code
from workbench.desk.suggesting.suggest import suggest
from workbench.desk.suggesting.topic_spread import NOT_HERE, spreads
from workbench.desk.suggesting.topics import (
    MembersNotHereError,
    TooSmallToSplitError,
    bring_topic_back,
    map_topic,
    members_of,
    merge_topics,
    split_topic,
)
from workbench.project.file import Project
from workbench.rows import add
from workbench.sources.consent import Consent
from workbench.suggestions.cache import purge
from workbench.suggestions.kept_arrays import KeptArrays
from workbench.suggestions.material import gather, may_read
from workbench.suggestions.review import accept, queue
from workbench.suggestions.topic_changes import NotAwayError, TopicIntoItselfError, discard
from workbench.suggestions.topics import OutliersAreNoTopicError, TopicLine, name_topic, topics, typical_passages
from workbench.text import Span

TURNS = [(f"P{at % 6}", said) for at, said in enumerate(EVERY)]
KEY = "x'" + "ab" * 48 + "'"


@pytest.fixture
def grouped(project: Project) -> Project:
    put_turns(project, TURNS)
    put_codes(project)
    suggest(project, topics=3)
    return project


def lines(project: Project, *, everything: bool = False) -> list[TopicLine]:
    with project.read() as session:
        return topics(session, discarded=everything)


def said_in(project: Project) -> dict[int, set[str]]:
    """The words of every topic in sight, from the cache."""
    with project.read() as session:
        allowed = may_read(session)
        words = {one.segment_id: one.text for one in allowed}
        found: dict[int, set[str]] = {}
        for run in {line.run_id for line in topics(session)}:
            found |= {
                key: {words[at] for at in some}
                for key, some in (members_of(session, project.key, run, allowed) or {}).items()
            }
    return found


def about(project: Project, words: tuple[str, ...]) -> TopicLine:
    """The topic in which these words are."""
    said = said_in(project)
    return next(line for line in lines(project) if set(words) <= said[line.id])


def table_of_topics(project: Project) -> list[tuple[object, ...]]:
    return [(one.named, one.label, one.keywords, one.segments, one.cases, one.state) for one in lines(project)]


def test_every_passage_is_in_one_topic(grouped: Project) -> None:
    said = said_in(grouped)
    assert sorted(text for some in said.values() for text in some) == sorted(EVERY)
    assert {frozenset(some) for some in said.values()} == {frozenset(BUS), frozenset(DARK), frozenset(POLICE)}


def test_merged_topics_have_both_ones_passages_and_undo_parts_them(grouped: Project) -> None:
    before, bus, dark = table_of_topics(grouped), about(grouped, BUS), about(grouped, DARK)
    merge_topics(grouped, bus.id, dark.id)
    assert said_in(grouped)[dark.id] == {*BUS, *DARK}
    merged = next(one for one in lines(grouped) if one.id == dark.id)
    assert (merged.segments, merged.cases, merged.state) == (12, 6, "kept")
    assert {one.text for one in _typical(grouped, dark.id)} == {*BUS, *DARK}
    assert [one.id for one in lines(grouped)] == [one.id for one in lines(grouped, everything=True) if one.id != bus.id]
    assert grouped.undo().name == "Merge two topics"
    assert table_of_topics(grouped) == before
    assert said_in(grouped)[dark.id] == set(DARK)


def _typical(project: Project, topic: int) -> list[object]:
    with project.read() as session:
        return list(typical_passages(session, topic))


def test_a_merged_topic_comes_back_and_the_other_is_what_it_was(grouped: Project) -> None:
    bus, dark = about(grouped, BUS), about(grouped, DARK)
    merge_topics(grouped, bus.id, dark.id)
    bring_topic_back(grouped, bus.id)
    back = {one.id: one for one in lines(grouped)}
    for old in (bus, dark):
        assert (back[old.id].segments, back[old.id].cases, back[old.id].keywords) == (
            old.segments,
            old.cases,
            old.keywords,
        )
    assert said_in(grouped)[bus.id] == set(BUS)
    with pytest.raises(NotAwayError):
        bring_topic_back(grouped, bus.id)


def test_a_split_topic_falls_into_parts_that_hold_all_of_it(grouped: Project) -> None:
    bus, dark = about(grouped, BUS), about(grouped, DARK)
    merge_topics(grouped, bus.id, dark.id)
    split_topic(grouped, dark.id, 2)
    parts = [one for one in lines(grouped) if one.part]
    assert [one.named for one in parts] == [f"{dark.number}.1", f"{dark.number}.2"]
    said = said_in(grouped)
    assert {frozenset(said[one.id]) for one in parts} == {frozenset(BUS), frozenset(DARK)}
    assert [one.segments for one in parts] == [len(said[one.id]) for one in parts]
    police = about(grouped, POLICE)
    merge_topics(grouped, parts[1].id, police.id)
    assert said_in(grouped)[police.id] == {*POLICE, *said[parts[1].id]}
    grouped.undo()
    bring_topic_back(grouped, dark.id)
    assert said_in(grouped)[dark.id] == {*BUS, *DARK}
    assert not [one for one in lines(grouped, everything=True) if one.part]


def test_what_cannot_be_split_or_merged_is_a_sentence(grouped: Project) -> None:
    bus = about(grouped, BUS)
    with pytest.raises(TooSmallToSplitError, match="6 passages"):
        split_topic(grouped, bus.id, 3)
    with pytest.raises(TopicIntoItselfError):
        merge_topics(grouped, bus.id, bus.id)


def test_a_topic_made_a_code_proposes_it_where_it_is_not_given_or_decided(grouped: Project) -> None:
    bus = about(grouped, BUS)
    with grouped.read() as session:
        place = {one.text: one for one in gather(session).segments}
    told = map_topic(grouped, bus.id, new="Getting there")
    assert "6 of its 6 passages" in told
    with grouped.read() as session:
        mine = [line for line in queue(session, begun_only=False) if line.code == "Getting there"]
    assert {line.text for line in mine} == set(BUS)
    assert all(line.topic_id == bus.id for line in mine)
    grouped.undo()
    with grouped.change("Code") as session:
        code = place[BUS[0]]
        from workbench.coding.codebook import ensure_code

        key = ensure_code(session, "Getting there")
        apply_code(session, key, code.document_id, Span(code.start, code.start + 7))
    map_topic(grouped, bus.id, code=key)
    with grouped.read() as session:
        mine = [line for line in queue(session, begun_only=False) if line.code == "Getting there"]
    assert {line.text for line in mine} == set(BUS[1:])
    with grouped.change("Accept") as session:
        accept(session, mine[0].id)
    map_topic(grouped, bus.id, code=key)
    with grouped.read() as session:
        assert len([one for one in queue(session, begun_only=False) if one.code == "Getting there"]) == 4


def test_what_a_topic_proposed_stays_with_the_next_run_and_goes_with_the_topic(grouped: Project) -> None:
    bus = about(grouped, BUS)
    map_topic(grouped, bus.id, new="Getting there")
    suggest(grouped, topics=3)
    with grouped.read() as session:
        assert len([one for one in queue(session, begun_only=False) if one.code == "Getting there"]) == 6
    with grouped.change("Discard") as session:
        discard(session, bus.id)
    with grouped.read() as session:
        assert not [one for one in queue(session, begun_only=False) if one.topic_id == bus.id]


def test_nothing_is_proposed_for_who_refused_since(grouped: Project) -> None:
    bus = about(grouped, BUS)
    with grouped.read() as session:
        own = next(one for one in gather(session).segments if one.text == BUS[0])
    with grouped.change("Consent") as session:
        add(session, Consent, case_id=own.case_id, scope="machine", state="refused")
    map_topic(grouped, bus.id, new="Getting there")
    with grouped.read() as session:
        proposed = {one.text for one in queue(session, begun_only=False) if one.code == "Getting there"}
    assert BUS[0] not in proposed
    assert proposed < set(BUS)
    assert BUS[0] not in {text for some in said_in(grouped).values() for text in some}


def test_without_the_cache_there_is_a_sentence_and_naming_still_works(grouped: Project) -> None:
    bus, dark = about(grouped, BUS), about(grouped, DARK)
    with grouped.read() as session:
        assert purge(session.info["secret"])
    with pytest.raises(MembersNotHereError):
        merge_topics(grouped, bus.id, dark.id)
    with pytest.raises(MembersNotHereError):
        split_topic(grouped, bus.id)
    assert spreads(grouped).note == NOT_HERE
    assert map_topic(grouped, bus.id, new="Getting there").startswith("Mapped, but nothing is proposed")
    with grouped.change("Name") as session:
        name_topic(session, bus.id, "Buses")
    assert "Buses" in [one.label for one in lines(grouped)]


def test_a_topic_is_counted_in_people_of_a_group(grouped: Project) -> None:
    from workbench.sources.cases import set_attribute

    with grouped.change("People") as session:
        cases = {one.case_id for one in gather(session).segments}
        for at, case in enumerate(sorted(case for case in cases if case is not None)):
            set_attribute(session, case, "part", "north" if at < 4 else "south")
    found = spreads(grouped)
    assert (found.by, found.choices) == ("part", ("part",))
    spread = found.topics[about(grouped, BUS).id]
    assert [(one.name, one.people, one.of) for one in spread.groups] == [("north", 4, 4), ("south", 2, 2)]


def test_passages_that_fit_in_no_topic_are_not_merged_or_mapped(grouped: Project) -> None:
    from workbench.suggestions.topics import Topic

    run = lines(grouped)[0].run_id
    with grouped.change("Outliers") as session:
        out = add(session, Topic, run_id=run, number=0, kind="outliers", label="fit in no topic")
    assert lines(grouped)[-1].id == out
    with pytest.raises(OutliersAreNoTopicError):
        map_topic(grouped, out, new="Everything else")
    with pytest.raises(OutliersAreNoTopicError):
        split_topic(grouped, out)


@pytest.mark.parametrize("key", [None, KEY])
def test_arrays_are_kept_by_name_and_under_the_key(own_cache: Path, key: str | None) -> None:
    import numpy as np

    kept = KeptArrays(b"s" * 32, key=key)
    kept.keep("one", {"numbers": np.arange(1000)})
    found = KeptArrays(b"s" * 32, key=key).read("one")
    assert found is not None
    assert np.array_equal(found["numbers"], np.arange(1000))
    assert kept.read("two") is None
    path = next(kept.folder.glob("*.arrays"))
    assert (np.arange(1000).tobytes() in path.read_bytes()) == (key is None)
    damaged = bytearray(path.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    path.write_bytes(damaged)
    assert kept.read("one") is None
    assert KeptArrays(b"s" * 32, key=None if key else KEY).read("one") is None
    assert purge(b"s" * 32)
    assert kept.read("one") is None
