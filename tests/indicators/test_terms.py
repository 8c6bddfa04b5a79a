"""Terms of data sets that partners share: what is missing or over, and that it keeps figures out everywhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from workbench.indicators.terms import Terms, is_over, lacking, references_in, shared_by

TODAY = "2025-04-01"
WHOLE = Terms(
    shared=True,
    purpose="Safer routes",
    lawful_basis="Public task",
    impact_assessment="DPIA 7",
    keep_until="2027-03-31",
    agreements=(("WEISF 12", "2026-03-31"), ("WEISF 13", "")),
)


def test_terms_that_are_whole_lack_nothing() -> None:
    assert lacking(WHOLE, TODAY) == []


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"purpose": " "}, "It is not said for what purpose it was shared."),
        ({"lawful_basis": ""}, "It is not said on what lawful basis it was shared."),
        ({"impact_assessment": ""}, "No impact assessment is named."),
        ({"keep_until": ""}, "It is not said until when it may be kept."),
        ({"keep_until": "2025-03-31"}, "It was to be kept until 31 March 2025."),
        ({"agreements": ()}, "No sharing agreement is recorded."),
        ({"agreements": (("A", ""), ("B", "2025-03-31"))}, "The agreement B ended on 31 March 2025."),
    ],
)
def test_each_that_is_missing_or_over_is_said(cells: dict[str, object], said: str) -> None:
    assert lacking(replace(WHOLE, **cells), TODAY) == [said]  # type: ignore[arg-type]


@pytest.mark.parametrize("day", ["2025-04-01", "2025-04-02"])
def test_the_last_day_itself_is_still_in(day: str) -> None:
    assert lacking(replace(WHOLE, keep_until=day, agreements=(("A", day),)), TODAY) == []
    assert not is_over(replace(WHOLE, keep_until=day), TODAY)


def test_what_is_published_lacks_nothing() -> None:
    assert lacking(Terms(shared=False, keep_until="1999-01-01"), TODAY) == []


def test_the_references_of_several_agreements_are_read_again_as_they_were_written() -> None:
    assert references_in(shared_by({"police": "WEISF 12", "schools": "ECC/7; part 2"})) == ["WEISF 12", "ECC/7"]
    assert references_in(shared_by({"police": "WEISF 12", "schools": "under 18s"})) == ["WEISF 12", "under 18s"]
    assert references_in(shared_by({"police": "WEISF 12"})) == []
