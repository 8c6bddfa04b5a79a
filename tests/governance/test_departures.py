"""The register of what has left."""

from __future__ import annotations

import hashlib

import pytest

from workbench.governance.audiences import AudienceUnknownError, add_audience
from workbench.governance.departures import departures, record_departure
from workbench.project.file import Project


def test_what_leaves_is_written_down_without_its_words(project: Project) -> None:
    with project.change("Export") as session:
        add_audience(session, "police")
        record_departure(session, kind="table", name="C:\\Users\\x\\quotes.csv", content="words")
        record_departure(
            session, kind="workbook", name="/home/x/evidence.xlsx", audience="police", quotes=3, figures=9, withheld=2
        )
        with pytest.raises(AudienceUnknownError):
            record_departure(session, kind="table", name="x.csv", audience="press")
    with project.read() as session:
        newest, oldest = departures(session)
    assert (newest.name, newest.audience, newest.quotes, newest.figures, newest.withheld) == (
        "evidence.xlsx",
        "police",
        3,
        9,
        2,
    )
    assert (oldest.name, oldest.who, oldest.audience) == ("quotes.csv", "amina", "internal")
    assert oldest.content == hashlib.sha256(b"words").hexdigest()
    assert newest.content == ""
