"""Audiences: the team is always one."""

from __future__ import annotations

import pytest

from workbench.governance.audiences import (
    INTERNAL,
    AudienceNeedsNameError,
    AudienceUnknownError,
    ThresholdTooLowError,
    add_audience,
    audience_named,
    audiences,
)
from workbench.project.file import Project


def test_the_team_is_there_and_nothing_is_withheld_from_it(project: Project) -> None:
    with project.read() as session:
        assert [(one.name, one.threshold) for one in audiences(session)] == [(INTERNAL, 0)]
        with pytest.raises(AudienceUnknownError):
            audience_named(session, "police")


def test_an_audience_is_taken_in_once(project: Project) -> None:
    with project.change("Audience") as session:
        key = add_audience(session, "police", threshold=10)
        assert add_audience(session, " police ", threshold=8) == key
        for name in ("", " ", INTERNAL):
            with pytest.raises(AudienceNeedsNameError):
                add_audience(session, name)
        with pytest.raises(ThresholdTooLowError):
            add_audience(session, "press", threshold=1)
    with project.read() as session:
        assert audience_named(session, "police").threshold == 8
        assert [one.name for one in audiences(session)] == [INTERNAL, "police"]
