"""A code's passages sent to other codes."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Coded
from workbench.coding.codebook import ensure_code, retire_code
from workbench.coding.codings import CodeRetiredError
from workbench.coding.splitting import NothingToSplitError, Portion, Split, split_code
from workbench.rows import NotInProjectError


def test_each_passage_stays_goes_or_carries_both(coded: Coded) -> None:
    """
    Amina: [By the bus]{journeys}. [At night I run]{journeys}. [The lamps are out]{journeys}.
    """
    with coded.project.change("Split") as session:
        night = ensure_code(session, "night")
        dark = ensure_code(session, "dark")
        done = split_code(
            session,
            coded.codes["journeys"],
            {
                coded.coding("At night I run"): Portion(night),
                coded.coding("The lamps are out"): Portion(dark, both=True),
            },
        )
    assert done == Split(1, 1, 0)
    assert coded.codings() == [
        ("By the bus", "journeys"),
        ("At night I run", "night"),
        ("The lamps are out", "journeys"),
        ("The lamps are out", "dark"),
    ]
    coded.project.undo()
    assert {code for _, code in coded.codings()} == {"journeys"}


def test_one_that_is_there_already_falls_away_or_stays_once(coded: Coded) -> None:
    """
    Amina: [[By the bus]{journeys}]{bus}. [[On foot]{journeys}]{foot}.
    """
    with coded.project.read() as session:
        from workbench.coding.codings import codings_in

        keys = {
            coded.text[one.start : one.end]: one.id
            for one in codings_in(session, coded.document)
            if one.code == "journeys"
        }
    with coded.project.change("Split") as session:
        done = split_code(
            session,
            coded.codes["journeys"],
            {
                keys["By the bus"]: Portion(coded.codes["bus"]),
                keys["On foot"]: Portion(coded.codes["foot"], both=True),
            },
        )
    assert done == Split(0, 0, 2)
    assert sorted(coded.codings()) == [("By the bus", "bus"), ("On foot", "foot"), ("On foot", "journeys")]


def test_a_split_that_cannot_be_leaves_everything(coded: Coded) -> None:
    """
    Amina: [By the bus]{journeys}. [At night]{night}.
    """
    journeys, night = coded.codes["journeys"], coded.codes["night"]
    bus = coded.coding("By the bus")
    for portions in ({}, {bus: Portion(journeys)}):
        with pytest.raises(NothingToSplitError), coded.project.change("Split") as session:
            split_code(session, journeys, portions)
    with pytest.raises(NotInProjectError), coded.project.change("Split") as session:
        split_code(session, journeys, {bus: Portion(night), coded.coding("At night"): Portion(journeys + 99)})
    with pytest.raises(NotInProjectError), coded.project.change("Split") as session:
        split_code(session, night, {bus: Portion(coded.codes["journeys"])})
    with coded.project.change("Retire") as session:
        retire_code(session, night)
    with pytest.raises(CodeRetiredError), coded.project.change("Split") as session:
        split_code(session, journeys, {bus: Portion(night)})
    assert coded.codings() == [("By the bus", "journeys"), ("At night", "night")]
