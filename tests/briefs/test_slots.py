from __future__ import annotations

from typing import Any

import pytest

from workbench.briefs.decisions import decide
from workbench.briefs.options import BriefIsDecidedError, add_brief
from workbench.briefs.slots import STANDARD, SlotNeedsNameError, set_slot, slots
from workbench.desk.briefs.brief import brief_page


def test_the_form_has_its_usual_headings_and_a_councils_own(project: Any) -> None:
    with project.change("Brief") as session:
        brief = add_brief(session, "Ways home")
        assert [one.name for one in slots(session, brief)] == list(STANDARD)
        set_slot(session, brief, "wards  affected", "Harlow Common; Toddbrook")
        set_slot(session, brief, "Climate", "None.")
        set_slot(session, brief, "Climate", "A little less driving.")
        with pytest.raises(SlotNeedsNameError):
            set_slot(session, brief, " ? ", "x")
        listed = slots(session, brief)
    assert (listed[0].placeholder, listed[0].text) == ("wards_affected", "Harlow Common; Toddbrook")
    assert [(one.name, one.text) for one in listed[len(STANDARD) :]] == [("Climate", "A little less driving.")]
    page = brief_page(project, brief)
    report = next(one for one in page.further if one.name == "report")
    assert ("Legal implications", "Not written yet.") in [(one.heading, one.text) for one in report.blocks]
    assert dict(page.slots)["climate"] == "A little less driving."


def test_an_empty_text_takes_a_heading_out_and_a_decided_brief_stays(project: Any) -> None:
    with project.change("Brief") as session:
        brief = add_brief(session, "Ways home")
        set_slot(session, brief, "Climate", "None.")
        set_slot(session, brief, "Climate", " ")
        assert [one.name for one in slots(session, brief)] == list(STANDARD)
        set_slot(session, brief, "Climate", "Again.")
        assert slots(session, brief)[-1].text == "Again."
        decide(session, brief, outcome="approve", reasons="Good.")
        with pytest.raises(BriefIsDecidedError):
            set_slot(session, brief, "Climate", "Other.")
