"""What is known of people: attributes, places, consent, who was asked, who has read."""

from __future__ import annotations

import pytest

from workbench.project.file import Project
from workbench.sources.asked import (
    AskedIsUnclearError,
    asked_counts,
    question_named,
    record_all_asked,
    record_asked,
)
from workbench.sources.cases import attributes_of, case_named, places_of, set_attribute, set_place
from workbench.sources.coders import coder_named, current_coder
from workbench.sources.consent import ConsentIsUnclearError, consents_of, set_all_consents, set_consent
from workbench.sources.documents import document_named, segments_of
from workbench.sources.problems import problems
from workbench.sources.readings import begin_reading, finish_reading, has_begun, read_segments, reading_states


def test_attributes_and_places(walk: Project) -> None:
    with walk.change("Facts") as session:
        amina = case_named(session, "Amina")
        for value in ("14", "15"):
            set_attribute(session, amina, "age", value)
        set_place(session, amina, "E07000073", "lives")
        set_place(session, amina, "E07000073", "lives")
        assert attributes_of(session) == {amina: {"age": "15"}}
        assert places_of(session) == {amina: [("E07000073", "lives")]}
        set_attribute(session, amina, "age", "")
        assert attributes_of(session) == {}


def test_consent_by_scope_and_audience(walk: Project) -> None:
    with walk.change("Consent") as session:
        amina, ben = case_named(session, "Amina"), case_named(session, "Ben")
        set_consent(session, amina, "verbatim", "given")
        set_consent(session, amina, "verbatim", "withdrawn")
        set_consent(session, amina, "audience", "refused", audience="police")
        assert consents_of(session) == {amina: {("verbatim", ""): "withdrawn", ("audience", "police"): "refused"}}
        assert consents_of(session, [ben]) == {}
        with pytest.raises(ConsentIsUnclearError):
            set_consent(session, amina, "audience", "given")
        assert [one.message for one in problems(session)] == [
            "No consent is recorded for 1 person. Their words stay inside the team."
        ]


def test_asked_is_not_recorded_until_somebody_records_it(walk: Project) -> None:
    with walk.change("Asked") as session:
        amina = case_named(session, "Amina")
        bus = question_named(session, "bus", text="And the bus?")
        assert asked_counts(session, bus).not_recorded == 2
        record_asked(session, amina, bus, "asked")
        record_asked(session, amina, bus, "prompted")
        counts = asked_counts(session, bus)
        assert (counts.prompted, counts.not_recorded, counts.were_asked, counts.people) == (1, 1, 1, 2)
        with pytest.raises(AskedIsUnclearError):
            record_asked(session, amina, bus, "maybe")


def test_many_are_asked_and_agree_alike(walk: Project) -> None:
    """What is recorded at once is what would have been recorded one by one, and a later word replaces an earlier."""
    with walk.change("A first page") as session:
        amina, ben = case_named(session, "Amina"), case_named(session, "Ben")
        bus, light = question_named(session, "bus"), question_named(session, "light")
        set_consent(session, amina, "verbatim", "refused")
        record_asked(session, ben, bus, "volunteered")
        agreed = {("verbatim", ""): "given", ("audience", "public"): "given"}
        set_all_consents(session, [amina, ben], agreed)
        record_all_asked(session, [amina, ben], {bus: "asked", light: "not asked"})
        assert consents_of(session, [amina, ben]) == {amina: agreed, ben: agreed}
        assert (asked_counts(session, bus).asked, asked_counts(session, light).not_asked) == (2, 2)
        set_consent(session, ben, "verbatim", "withdrawn")
        record_asked(session, ben, bus, "prompted")
        assert consents_of(session, [ben])[ben]["verbatim", ""] == "withdrawn"
        assert asked_counts(session, bus).prompted == 1
        with pytest.raises(ConsentIsUnclearError):
            set_all_consents(session, [amina], {("verbatim", "public"): "given"})
        with pytest.raises(AskedIsUnclearError):
            record_all_asked(session, [amina], {bus: "maybe"})


def test_reading_is_noted_by_coder(walk: Project) -> None:
    with walk.change("Read") as session:
        key = document_named(session, "07.md")
        me, ben = current_coder(session), coder_named(session, "ben")
        assert reading_states(session, me) == {}
        assert not has_begun(session, me, key)
        begin_reading(session, key)
        assert (reading_states(session, me), reading_states(session, ben)) == ({key: "begun"}, {})
        assert (has_begun(session, me, key), has_begun(session, ben, key)) == (True, False)
        assert read_segments(session, me, key) == set()
        finish_reading(session, key)
        begin_reading(session, key)
        assert reading_states(session, me) == {key: "done"}
        assert read_segments(session, me, key) == {line.id for line in segments_of(session, key)}
        for line in segments_of(session, key):
            assert reading_states(session, ben).get(key) != "done"
            finish_reading(session, key, coder_id=ben, segment_id=line.id)
        assert reading_states(session, ben) == {key: "done"}
