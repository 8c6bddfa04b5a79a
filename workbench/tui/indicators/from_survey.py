"""What the indicators room does with surveys: figures of a question, and what the same people said in their own words."""

from __future__ import annotations

from workbench.desk.importing.survey_figures import question_behind
from workbench.tui.commands import command
from workbench.tui.indicators.board import Board
from workbench.tui.triangulation.from_figures import FromFigures


class FromSurvey(FromFigures):
    """A screen of indicators, some of which are counted from a survey of this project."""

    board: Board | None = None

    @command("indicators.count_survey", "From a survey", key="s")
    def action_count_survey(self) -> None:
        """Make an indicator of a survey's closed question."""
        from workbench.tui.indicators.survey_figures import SurveyFiguresPage

        self.app.push_screen(SurveyFiguresPage())

    @command("indicators.show_same_people", "Same people", key="w")
    def action_show_same_people(self) -> None:
        """Set the themes of what people said beside what the same people answered to this question."""
        from workbench.tui.coding.counts_page import CountsPage

        question = question_behind(self.project, self.board.indicator.id) if self.board else ""
        if not question:
            self.notify("This indicator is not counted from a survey of this project.", title="Same people")
            return
        self.app.push_screen(CountsPage(by=question, of="themes"))
