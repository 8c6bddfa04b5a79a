"""A brief with everything that it needs to leave, over the small study."""

from __future__ import annotations

from typing import Any

from tests.study import Study, add_study, record_asked
from workbench.briefs.benefits import add_benefit
from workbench.briefs.costs import add_cost
from workbench.briefs.equality import CHARACTERISTICS, look_at_equality
from workbench.briefs.evidence import cite
from workbench.briefs.objectives import add_objective
from workbench.briefs.options import add_brief, add_option, amend_option, prefer
from workbench.briefs.partners import add_partner
from workbench.briefs.risks import add_risk
from workbench.triangulation.evidence import Evidence
from workbench.triangulation.findings import write_finding

STATEMENT = "Young people go the long way when it is dark."


def ready_brief(session: Any, study: Study | None = None) -> tuple[Study, int]:
    """Put the study and a brief in that lacks nothing grave: one finding, one quote, one figure."""
    study = study or add_study(session, consent="given")
    record_asked(session, study)
    finding = write_finding(
        session,
        strand="words",
        source="interviews",
        statement=STATEMENT,
        evidence=[Evidence("theme", study.theme)],
        prominence="high",
        against="P4 walks it every day.",
        question_id=study.question,
    )
    brief = add_brief(
        session,
        "Light on the path",
        decision_asked="Agree to mend the lamps.",
        by_whom="The committee",
        by_when="2026-06-30",
        if_nothing="It stays dark.",
        problem="The path is dark from four.",
    )
    option = add_option(session, brief, "Mend the lamps", kind="do minimum", evidence_it_works="Told of one path.")
    prefer(session, option)
    appraise(session, brief, option, study.harlow)
    cite(session, brief, "finding", finding, option_id=option)
    cite(session, brief, "quote", study.codings[1], option_id=option)
    cite(session, brief, "figure", study.harlow)
    return study, brief


def appraise(session: Any, brief: int, option: int, figure: int) -> None:
    """Say of an option, and of what should be better, everything that an appraisal asks."""
    add_objective(
        session,
        brief,
        "More adults are active",
        observation_id=figure,
        target="a tenth more",
        by="2027-03-31",
        lived="Young people are asked again which way they go.",
    )
    amend_option(session, option, works="local", delivered_by="The lighting authority")
    add_partner(session, option, "The lighting authority", effect="lead", agrees="yes")
    add_benefit(session, option, "The short way can be walked", to_whom="young people")
    add_cost(session, option, "Lamps", low=1000, high=2000, prices="2026")
    add_risk(session, option, "They break again", likelihood="low", impact="low")
    for characteristic in CHARACTERISTICS:
        look_at_equality(session, option, characteristic, effect="neutral", why="It is the same path for all.")
