"""Costs by year: said in one wording, summed year by year, and what cannot be read is said."""

from __future__ import annotations

import pytest

from workbench.briefs.cost_years import NumberOfYearsError, YearsNotReadError, covered, note_over
from workbench.briefs.costs import (
    PaidOnceInOneYearError,
    add_cost,
    amend_cost,
    cost_doubts,
    costs,
    whole_cost,
    year_by_year,
)
from workbench.briefs.options import add_brief, add_option
from workbench.desk.briefs.brief import brief_page
from workbench.desk.tables.declared import make_table
from workbench.exchange.briefs.markdown import as_markdown
from workbench.project.file import Project
from workbench.tui.briefs.parts import option_cells


def test_costs_are_summed_year_by_year(project: Project) -> None:
    with project.change("Costs") as session:
        option = add_option(
            session,
            add_brief(session, "Ways home"),
            "Masts",
            cost_low=70.0,
            cost_high=100.0,
            cost_note=note_over("3", "With supervision."),
        )
        add_cost(session, option, "Finding people", low=10, high=10)
        masts = add_cost(session, option, "Masts", low=20, high=30, years="Year 2")
        add_cost(session, option, "Two adults", paid="yearly", low=20, high=30, years="2-3")
        lines = costs(session, [option])[option]
    assert [(one.text, one.years, one.when) for one in lines] == [
        ("Finding people", None, "once"),
        ("Masts", (2, 2), "once, year 2"),
        ("Two adults", (2, 3), "every year, year 2 to 3"),
    ]
    assert whole_cost(lines, 3) == (70, 100)
    assert year_by_year(lines, 3) == "Year 1 £10; year 2 £40 to £60; year 3 £20 to £30"
    assert cost_doubts(lines, 70, 100, "Over 3 years.") == ()
    assert "“Two adults” is paid in year 2 to 3, and the whole is told over 2 years." in cost_doubts(
        lines, 70, 100, "Over 2 years."
    )
    said = as_markdown(brief_page(project, 1))
    assert "Year 1 £10; year 2 £40 to £60; year 3 £20 to £30" in said
    assert "every year, year 2 to 3" in said
    table = make_table(project, "costs")
    years = [row[list(table.columns).index("years")] for row in table.rows]
    assert sorted(years) == ["", "year 2", "year 2 to 3"]
    with project.change("Edit") as session:
        amend_cost(session, masts, text="Masts", paid="once", low=20, high=30, prices="", by_whom="", years="")
        assert costs(session, [option])[option][1].years is None


def test_what_cannot_be_read_is_said(project: Project) -> None:
    with project.change("Costs") as session:
        option = add_option(session, add_brief(session, "Ways home"), "Masts")
        for typed in ("year two", "year 3 to 1", "year 0", "in spring"):
            with pytest.raises(YearsNotReadError, match="year 1 to 3"):
                add_cost(session, option, "Masts", years=typed)
        with pytest.raises(PaidOnceInOneYearError):
            add_cost(session, option, "Masts", years="year 1 to 3")
        add_cost(session, option, "Coats (year round)", paid="yearly", low=1, high=1)
        (line,) = costs(session, [option])[option]
    assert (line.text, line.years) == ("Coats (year round)", None), "what only looks like years stays as it is"
    for typed in ("three", "0", "41", "-2"):
        with pytest.raises(NumberOfYearsError):
            note_over(typed, "")


def test_the_whole_costs_form_keeps_the_note_in_one_wording() -> None:
    answer = {"cost_low": "100", "cost_high": "200", "over": "3", "covers": "With supervision."}
    cells = option_cells(answer)
    assert cells == {"cost_low": 100.0, "cost_high": 200.0, "cost_note": "Over 3 years. With supervision."}
    assert covered(cells["cost_note"]) == ("3", "With supervision.")
    assert covered("First year, 2026 prices. Invented.") == ("1", "2026 prices. Invented.")
