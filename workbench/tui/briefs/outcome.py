"""What came of a decision, asked: which objective, its figure before and after, then what people say beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.briefs.objectives import ObjectiveLine, expected_in_words
from workbench.briefs.outcomes import later_figures
from workbench.text import dated
from workbench.triangulation.figures import FigureLine
from workbench.tui.briefs import parts
from workbench.tui.dialogs import Choice, Choose, Form
from workbench.tui.screen import WorkbenchScreen
from workbench.tui.triangulation.asking import choose_figure
from workbench.tui.triangulation.display import read_figure

NO_FIGURE_YET = "There is no figure from afterwards in the project yet. A newer file brings it, in Sources (g s)."


@dataclass(frozen=True, slots=True)
class Seen:
    """What an outcome is about: an objective, and a figure before and after, as far as there are any."""

    objective: ObjectiveLine | None = None
    before: FigureLine | None = None
    after: FigureLine | None = None

    @property
    def prompt(self) -> str:
        """It in words, to stand above what is asked."""
        expected = expected_in_words(self.objective)
        later = f"After, {told(self.after)}." if self.after else NO_FIGURE_YET if self.before else ""
        lines = (
            f"What was to move: {self.objective.text.rstrip('.')}." if self.objective else "",
            f"Expected: {expected}." if expected else "",
            f"Before, {told(self.before)}." if self.before else "",
            later,
        )
        return "\n".join(line for line in lines if line)


def told(line: FigureLine) -> str:
    """A figure with its indicator, place, period and interval."""
    return f"{line.figure.indicator}, {line.area}, {line.figure.period}: {line.in_words}"


async def ask_outcome(screen: WorkbenchScreen, aims: Sequence[ObjectiveLine]) -> tuple[Seen, dict[str, str]] | None:
    """What it is about, then what has come of it; None where somebody backs out. Run it inside a worker."""
    seen = await _choose_seen(screen, aims)
    if seen is None:
        return None
    said = await screen.app.push_screen_wait(Form("What came of it", parts.outcome_fields(), prompt=seen.prompt))
    return None if said is None else (seen, said)


async def _choose_seen(screen: WorkbenchScreen, aims: Sequence[ObjectiveLine]) -> Seen | None:
    """An objective of the brief with its figures, or figures chosen by hand."""
    other = "Something else: a" if aims else "A"
    listed = [
        *(Choice(f"aim:{at}", one.text, _about(one)) for at, one in enumerate(aims)),
        Choice("2", f"{other} figure before and one after"),
        Choice("1", f"{other} figure before; there is none from afterwards yet"),
        Choice("0", "No figure: only what people say"),
    ]
    answer = await screen.app.push_screen_wait(Choose("What was to move?", listed))
    if not isinstance(answer, Choice):
        return None
    kind, _, at = answer.key.partition(":")
    if kind == "aim":
        return await _of_objective(screen, aims[int(at)])
    chosen: list[FigureLine | None] = [None, None]
    for place in range(int(kind)):
        screen.notify("The figure before." if place == 0 else "The figure from afterwards.", title="Choose", timeout=6)
        chosen[place] = await choose_figure(screen, screen.project)
        if chosen[place] is None:
            return None
    return Seen(None, *chosen)


async def _of_objective(screen: WorkbenchScreen, aim: ObjectiveLine) -> Seen | None:
    """The figure from which an objective started, and one of the later figures of its series where there are any."""
    before = read_figure(screen.project, aim.observation_id) if aim.observation_id is not None else None
    if before is None:
        return Seen(aim)
    with screen.project.read() as session:
        later = later_figures(session, before)
    if not later:
        return Seen(aim, before)
    listed = [Choice(at, f"{line.figure.period}: {line.in_words}") for at, line in enumerate(later)]
    listed.append(Choice(-1, "None of them is from afterwards"))
    asked = Choose("Which figure is from afterwards?", listed, prompt=f"Before, {told(before)}.")
    answer = await screen.app.push_screen_wait(asked)
    if not isinstance(answer, Choice):
        return None
    return Seen(aim, before, later[answer.key] if answer.key >= 0 else None)


def _about(aim: ObjectiveLine) -> str:
    """By what it is seen, and what was expected."""
    by = f"{aim.indicator}, {aim.area_name}" if aim.is_measured else "no figure"
    asked = f"asked again: {aim.lived}" if aim.lived else ""
    expected = expected_in_words(aim)
    said = (by, f"expected: {expected}" if expected else "", asked)
    return dated("; ".join(part for part in said if part))
