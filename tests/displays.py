"""The small study with what displays need: groups of people, places, figures of three districts, a theme nobody was asked of."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from tests.study import Study, add_study
from workbench.coding.codebook import CodeQuestion
from workbench.coding.themes import add_theme, set_theme_codes
from workbench.governance.audiences import add_audience
from workbench.indicators.observations import Observation
from workbench.rows import add, table_of
from workbench.sources.asked import Asked
from workbench.sources.cases import set_attribute, set_place

HARLOW, BASILDON, COLCHESTER = "E07000073", "E07000066", "E07000071"
PLACES = (HARLOW, HARLOW, HARLOW, HARLOW, BASILDON, BASILDON, COLCHESTER, COLCHESTER)
"""Where P1 to P8 live."""
SEXES = ("female",) * 4 + ("male",) * 4
SCORES = ("1", "2", "3", "4", "5", "6", "7", "9")


def add_people(session: Any, *, consent: str = "") -> Study:
    """P1, P2, P7 and P8 speak of the dark, P3 of the police; P1 to P6 were asked of journeys, P7 was not, P8 not recorded.

    Figures: Harlow 60.3, Basildon 62.3, Colchester 69.1. Nobody at all was asked about the police.
    """
    study = add_study(session, consent=consent)
    add_audience(session, "public")
    add(session, CodeQuestion, code_id=study.dark, question_id=study.question)
    for at, case in enumerate(study.cases):
        set_attribute(session, case, "sex", SEXES[at])
        set_attribute(session, case, "score", SCORES[at], kind="number")
        set_place(session, case, PLACES[at], "lives")
        if at < 7:
            state = "asked" if at < 6 else "not asked"
            add(session, Asked, case_id=case, question_id=study.question, state=state)
    cells = {
        "indicator_id": study.indicator,
        "period": "2024/25",
        "period_start": "2024-11-01",
        "period_end": "2025-10-31",
        "interval": "published",
    }
    for code, name, value in ((BASILDON, "Basildon", 62.3), (COLCHESTER, "Colchester", 69.1)):
        add(session, Observation, area_code=code, area=name, value=value, **cells)
    second = add_theme(session, "Nobody came", statement="The police were not there.")
    set_theme_codes(session, second, [study.police])
    return study


def guid_of(session: Any, kind: Any, key: int) -> str:
    """The GUID of a row as text."""
    table = table_of(kind)
    return str(session.execute(sa.select(table.c.guid).where(table.c.id == key)).scalar_one().hex())
