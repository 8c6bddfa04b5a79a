"""Which cases may be one person."""

from __future__ import annotations

import pytest

from workbench.project.file import Project
from workbench.sources.cases import case_named
from workbench.sources.matches import decide, decisions, likely_same, united


@pytest.mark.parametrize(
    ("labels", "pairs"),
    [
        (["P07", "P7"], 1),
        (["Kez", "Kez (alone)"], 1),
        (["José", "jose [survey]"], 1),
        (["Participant (a)", "Participant (b)", "Ola"], 1),
        ([f"Participant ({number})" for number in range(9)], 0),
        (["P1", "P11", "Kez A", "Kez B"], 0),
        (["(a)", "(b)"], 0),
    ],
)
def test_labels_that_may_be_one_person(labels: list[str], pairs: int) -> None:
    cases = dict(enumerate(labels, 1))
    found = likely_same(cases, ())
    assert len(found) == pairs
    assert likely_same(cases, [(one.other_id, one.case_id) for one in found]) == []


def test_decisions_are_kept_and_followed(project: Project) -> None:
    with project.change("Decide") as session:
        a, b, c, d = (case_named(session, name) for name in "abcd")
        decide(session, b, c, "same")
        decide(session, a, b, "same")
        decide(session, a, d, "different")
        assert united(session) == {c: a, b: a}
        decide(session, d, a, "same")
        assert decisions(session)[d, a] == "same"
        assert united(session) == {a: d, b: d, c: d}
        with pytest.raises(ValueError, match="perhaps"):
            decide(session, a, b, "perhaps")
