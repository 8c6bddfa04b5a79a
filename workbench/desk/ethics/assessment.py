"""The facts for a data protection impact assessment, by the seven steps of the Information Commissioner's Office.

Source: the commissioner's guidance “How do we do a DPIA?”: identify the need, describe the processing, consider
consultation, assess necessity and proportionality, identify and assess risks, identify measures, sign off.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.briefs.page import Paragraph
from workbench.desk.briefs.whom_heard import people_in
from workbench.desk.door.door import Door
from workbench.desk.importing.data_sets import data_sets
from workbench.desk.suggesting.machine_use import use_of
from workbench.exchange.paper.pages import Block, Listing
from workbench.governance.audiences import INTERNAL, audiences
from workbench.governance.withdrawals import withdrawals
from workbench.sources.cases import attribute_names
from workbench.text import counted
from workbench.triangulation.protocol.feedback import feedback

NOT_AN_ASSESSMENT = (
    "This is not the assessment itself. It gives what the records hold to whoever writes it; the words of the team are"
    " below, step by step."
)


def assessment(at: Door) -> Iterator[Block]:
    """Each step with what the records say to it."""
    yield Paragraph(NOT_AN_ASSESSMENT)
    rows = (
        ("1 Is it needed?", _need(at)),
        ("2 What is done with data", _describes(at)),
        ("3 Who was consulted", _consulted(at)),
        ("4 Is it necessary, and no more than that", _necessary(at)),
        ("5 What could go wrong", "See “What could go wrong, and for whom” above: the risks of each option are there."),
        ("6 What is done against it", _measures(at)),
        ("7 Who signed", "The records hold no signature."),
    )
    yield Listing("The seven steps", ("Step", "What the records say"), rows, shares=(2, 5))
    known = [(one.title, one.impact_assessment or "not recorded") for one in data_sets(at.session) if one.shared]
    if known:
        yield Listing(
            "Assessments of data that partners shared", ("Data set", "Its assessment"), tuple(known), shares=(3, 4)
        )


def _need(at: Door) -> str:
    people = {key for some in people_in(at.session).values() for key in some}
    if not people:
        return "No person's words are in the project so far."
    computer = " A computer reads some of them." if use_of(at.session).runs else " No computer reads them."
    return f"The project holds words of {counted(len(people), 'person', 'people')}.{computer}"


def _describes(at: Door) -> str:
    known = attribute_names(at.session)
    words = "; ".join(use_of(at.session).material) or "no words"
    about = (
        f" Of people it keeps, beside their words: {', '.join(one.replace('_', ' ') for one in known)}."
        if known
        else ""
    )
    return f"Collected: {words}.{about} Read and coded by the team, set beside figures of areas, told of in briefs."


def _consulted(at: Door) -> str:
    found = feedback(at.session)
    if not found:
        return "Nobody outside the team, as far as is recorded."
    return f"{counted(len(found), 'remark')} on the results, of people outside the team."


def _necessary(at: Door) -> str:
    known = attribute_names(at.session)
    said = f"{counted(len(known), 'fact')} about people {'is' if len(known) == 1 else 'are'} kept beside their words."
    return f"{said} Whether fewer would do, the records cannot say."


def _measures(at: Door) -> str:
    readers = [one for one in audiences(at.session) if one.name != INTERNAL]
    ruled = sum(one.rule.withholds for one in readers)
    back = counted(len(withdrawals(at.session)), "time")
    return (
        "Every quote is checked against consent before it leaves, and one that"
        f" could make somebody known needs a second reader. Small numbers are kept back from {ruled} of"
        f" {counted(len(readers), 'group')} of readers. Every file that leaves is written down. What people take back is"
        f" deleted ({back} so far). Nothing is sent over a network by the program."
    )
