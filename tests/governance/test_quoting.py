"""The one door for words."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from workbench.governance.audiences import AudienceUnknownError, add_audience
from workbench.governance.consent import NOT_RECORDED
from workbench.governance.quoting import OF_THE_TEAM, Quote, Withheld, held_back, quote, quotes
from workbench.project.file import Project
from workbench.rows import add
from workbench.sources.cases import Case
from workbench.sources.consent import Consent

SECRET = "the words that must not be seen"


@dataclass(frozen=True)
class Said:
    """Some words, as the door needs them."""

    case_ids: tuple[int, ...]
    unattributed: bool = False
    document: str = "one.md"
    start: int = 3
    end: int = 9
    text: str = SECRET


@pytest.fixture
def people(project: Project) -> dict[str, int]:
    """One who gave everything, one who refused, one of whom nothing is recorded."""
    with project.change("People") as session:
        add_audience(session, "police")
        found = {name: add(session, Case, label=name) for name in ("open", "closed", "unknown")}
        add(session, Consent, case_id=found["open"], scope="verbatim", state="given")
        add(session, Consent, case_id=found["open"], scope="audience", audience="police", state="given")
        add(session, Consent, case_id=found["closed"], scope="verbatim", state="refused")
    return found


def test_who_goes_through(project: Project, people: dict[str, int]) -> None:
    whose = [(people["open"],), (people["closed"],), (people["unknown"],)]
    wanted = [*map(Said, whose), Said((), unattributed=True), Said(())]
    with project.read() as session:
        inside, held_inside = quotes(session, wanted, "internal")
        outside, held_outside = quotes(session, wanted, "police")
    assert [(one.passage.case_ids, one.mark) for one in inside] == [
        ((people["open"],), ""),
        ((people["unknown"],), NOT_RECORDED),
        ((), NOT_RECORDED),
        ((), OF_THE_TEAM),
    ]
    assert len(held_inside) == 1
    assert [one.passage.case_ids for one in outside] == [(people["open"],)]
    assert len(held_outside) == 4


def test_one_who_refused_holds_back_everybodys(project: Project, people: dict[str, int]) -> None:
    with project.read() as session:
        assert isinstance(quote(session, Said((people["open"], people["closed"])), "internal"), Withheld)
        assert isinstance(quote(session, Said((people["open"], people["unknown"])), "police"), Withheld)


def test_words_of_somebody_else_among_them_count_as_unknown(project: Project, people: dict[str, int]) -> None:
    with project.read() as session:
        inside = quote(session, Said((people["open"],), unattributed=True), "internal")
        assert isinstance(inside, Quote)
        assert (inside.text, inside.mark) == (SECRET, NOT_RECORDED)
        assert isinstance(quote(session, Said((people["open"],), unattributed=True), "police"), Withheld)


def test_what_is_held_back_never_says_the_words(project: Project, people: dict[str, int]) -> None:
    with project.read() as session:
        held = quote(session, Said((people["closed"],)), "internal")
    assert isinstance(held, Withheld)
    assert SECRET not in repr(held)
    assert held_back([held, held]) == ["2 quotes held back: This person has not agreed to be quoted."]


def test_an_audience_nobody_named_is_refused(project: Project, people: dict[str, int]) -> None:
    with project.read() as session, pytest.raises(AudienceUnknownError, match="internal, police"):
        quotes(session, [Said((people["open"],))], "press")
