"""Questions that several screens ask: which figure, which passage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from workbench.project.file import Project
from workbench.triangulation.figures import FigureLine
from workbench.tui.dialogs import Choice, Choose
from workbench.tui.screen import WorkbenchScreen
from workbench.tui.triangulation import drafting
from workbench.tui.triangulation.display import read_figure


async def choose_figure(screen: WorkbenchScreen, project: Project, *, another: bool = False) -> FigureLine | None:
    """An indicator, a place, a period. Run it inside a worker."""
    listed = drafting.indicator_choices(project)
    if not listed:
        screen.notify("There are no figures yet. Bring in indicator tables in Sources (g s).", title="Choose a figure")
        return None
    title = "Which indicator is the next figure of?" if another else "Which indicator?"
    indicator = await screen.app.push_screen_wait(Choose(title, listed))
    if not isinstance(indicator, Choice):
        return None
    places = drafting.area_choices(project, indicator.key)
    area = await screen.app.push_screen_wait(Choose("Which place?", places, prompt=indicator.name))
    if not isinstance(area, Choice):
        return None
    periods = drafting.period_choices(project, indicator.key, area.key)
    asked = Choose("Which period?", periods, prompt=f"{indicator.name}, {area.name}")
    period = await screen.app.push_screen_wait(asked)
    return read_figure(project, period.key) if isinstance(period, Choice) else None


async def choose_passage(
    screen: WorkbenchScreen,
    project: Project,
    near: Iterable[drafting.Key] = (),
    *,
    but: Iterable[drafting.Key] = (),
    quoted: Mapping[int, int] | None = None,
) -> Choice[drafting.Key] | None:
    """A passage of the given themes and codes, or of all. Run it inside a worker.

    `quoted` says how many quotes there are of each case already.
    """
    left = set(but)
    offered = [one for one in drafting.passages_of(project, near, quoted) if one.key not in left]
    answer = await screen.app.push_screen_wait(Choose("Which passage?", offered))
    return answer if isinstance(answer, Choice) else None
