"""A brief with everything that it needs to leave, over the small study."""

from __future__ import annotations

from typing import Any

from tests.study import Study, add_study, record_asked
from workbench.briefs.evidence import cite
from workbench.briefs.options import add_brief, add_option, prefer
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
    cite(session, brief, "finding", finding, option_id=option)
    cite(session, brief, "quote", study.codings[1], option_id=option)
    cite(session, brief, "figure", study.harlow)
    return study, brief
