"""The decisions on one brief with all that followed: conditions, tasks, kept versions, what came of it."""

from __future__ import annotations

from textual import work

from workbench.briefs.conditions import STATES, ConditionLine, conditions, late_words, settle_condition
from workbench.briefs.decisions import decisions
from workbench.briefs.lines import BriefLine, DecisionLine
from workbench.briefs.objectives import objectives
from workbench.briefs.options import briefs
from workbench.briefs.outcomes import OutcomeLine, note_outcome, outcomes
from workbench.briefs.tasks import TaskLine, add_task, amend_task, do_task, remove_task, reopen_task, tasks
from workbench.briefs.versions import VersionLine, versions
from workbench.desk.door.leaving import heading
from workbench.indicators.datasets import today
from workbench.text import dated
from workbench.tui.briefs import parts
from workbench.tui.briefs.kept import VersionPage
from workbench.tui.briefs.outcome import ask_outcome
from workbench.tui.commands import command
from workbench.tui.dialogs import Choice, Choose, Form
from workbench.tui.triangulation.evidence import Page, go
from workbench.tui.widgets.paper import Block, Look, Part, Rule, Run, blank, words

SETTLED = {
    "open": "It is still to be met.",
    "met": "It was met.",
    "not met": "It was not met, and why.",
    "waived": "It is not asked any more, and why.",
}
OF_TASKS = {
    "done": ("Done", "Say how."),
    "edit": ("Edit", "Say otherwise what is to be done, or who does it."),
    "open": ("Not done after all", "It is to do again."),
    "remove": ("Take it out", "It asks for nothing; ctrl+z brings it back."),
}


class LogPage(Page):
    """What was decided on one brief, and what followed."""

    HELP = """\
### Decisions
`tab` walks conditions, tasks, figures and kept versions. `enter` says of a condition how it stands, of a task how it was
done, and opens a figure's row or a version as it was kept. `o` notes what came of the last decision, `a` adds a task.
A decision itself is never changed. `escape` goes back.
"""
    room = "briefs"

    def __init__(self, brief_id: int) -> None:
        super().__init__()
        self._brief_id = brief_id
        self._taken: list[DecisionLine] = []
        self._conditions: list[ConditionLine] = []
        self._tasks: list[TaskLine] = []

    def read_page(self) -> list[Part]:
        """The decisions as they stand, the last first."""
        with self.project.read() as session:
            brief = next((one for one in briefs(session) if one.id == self._brief_id), None)
            self._taken = decisions(session, self._brief_id)
            self._conditions = conditions(session, {one.id for one in self._taken})
            self._tasks = tasks(session, self._brief_id)
            came = [one for one in outcomes(session) if one.decision_id in {each.id for each in self._taken}]
            kept = versions(session, self._brief_id)
        if brief is None:
            return [words("This brief is no longer in the project. Escape goes back.", "quiet")]
        self.page_title = f"{brief.name} {brief.title}: decisions".replace("[", "\\[")
        return [*_head(brief, self._taken), *self._body(came, kept)]

    def _body(self, came: list[OutcomeLine], kept: list[VersionLine]) -> list[Part]:
        made: list[Part] = []
        for one in reversed(self._taken):
            made += [blank(), *_decision(one)]
            made += _heading(
                "Conditions", [_condition(each) for each in self._conditions if each.decision_id == one.id]
            )
            made += _heading("Sent back with", [_task(each) for each in self._tasks if each.decision_id == one.id])
            seen = [block for each in came if each.decision_id == one.id for block in _outcome(each)]
            made += _heading("What came of it", seen)
            made += [_version(each) for each in kept if each.id == one.version_id]
        own: list[Part] = [_task(each) for each in self._tasks if each.decision_id is None]
        return [*made, *([blank(), Rule("Other tasks", "tasks"), *own] if own else [])]

    def follow_place(self, to: str) -> None:
        """A condition is settled, a task is done, a version is read."""
        kind, _, key = to.partition(":")
        match kind:
            case "condition":
                self._settle(int(key))
            case "task":
                self._see_to(int(key))
            case "version":
                self.app.push_screen(VersionPage(int(key)))
            case _:
                go(self, to)

    @work(exclusive=True, group="question")
    async def _settle(self, key: int) -> None:
        """Say how a condition stands, and how or why."""
        line = next((one for one in self._conditions if one.id == key), None)
        if line is None:
            return
        listed = [Choice(one, one.capitalize(), SETTLED[one]) for one in STATES if one != line.state]
        answer = await self.app.push_screen_wait(Choose("How does it stand?", listed, prompt=line.asked))
        if not isinstance(answer, Choice):
            return
        label = {"met": "How it was met", "open": "Why it is open again"}.get(answer.key, "Why")
        said = await self.app.push_screen_wait(Form(f"Condition: {answer.key}", parts.how_fields(label)))
        if said is not None:
            with self.attempt("Condition"), self.project.change("Say how a condition stands") as session:
                settle_condition(session, key, answer.key, said["how"], on=said["on"])
            self.show_latest()

    @work(exclusive=True, group="question")
    async def _see_to(self, key: int) -> None:
        """What is to be done with a task."""
        line = next((one for one in self._tasks if one.id == key), None)
        if line is None:
            return
        able = ("done", "edit", "remove") if line.is_open else ("open", "edit")
        listed = [Choice(one, *OF_TASKS[one]) for one in able]
        answer = await self.app.push_screen_wait(Choose("This task", listed, prompt=line.text))
        if isinstance(answer, Choice):
            await self._do(line, answer.key)
            self.show_latest()

    async def _do(self, line: TaskLine, what: str) -> None:
        match what:
            case "done":
                said = await self.app.push_screen_wait(
                    Form("Done", parts.how_fields("What was done about it", how=line.how), prompt=line.text)
                )
                if said is not None:
                    with self.attempt("Task"), self.project.change("Say what was done") as session:
                        do_task(session, line.id, said["how"], on=said["on"])
            case "edit":
                said = await self.app.push_screen_wait(Form("Edit the task", parts.task_fields(line)))
                if said is not None:
                    with self.attempt("Task"), self.project.change("Edit a task") as session:
                        amend_task(session, line.id, **said)
            case _:
                with self.attempt("Task"), self.project.change("Reopen or remove a task") as session:
                    (reopen_task if what == "open" else remove_task)(session, line.id)

    @command("briefs.add_task", "Task", key="a", footer=True)
    @work(exclusive=True, group="question")
    async def action_add_task(self) -> None:
        """Add something that is to be done before the brief goes on."""
        said = await self.app.push_screen_wait(Form("A new task", parts.task_fields()))
        if said is not None:
            with self.attempt("Task"), self.project.change("Add a task") as session:
                add_task(session, self._brief_id, said["text"], owner=said["owner"])
            self.show_latest()

    @command("briefs.note_outcome", "Outcome", key="o", footer=True)
    @work(exclusive=True, group="question")
    async def action_note_outcome(self) -> None:
        """Note what came of the last decision, objective by objective: the figure before and after, and what people say."""
        if not self._taken:
            self.notify("Nothing has been decided yet.", title="Outcome")
            return
        with self.project.read() as session:
            aims = objectives(session, [self._brief_id]).get(self._brief_id, ())
        answer = await ask_outcome(self, aims)
        if answer is None:
            return
        seen, said = answer
        with self.attempt("Outcome"), self.project.change("Note what came of a decision") as session:
            note_outcome(
                session,
                self._taken[-1].id,
                **said,
                objective_id=seen.objective.id if seen.objective else None,
                before_id=seen.before.id if seen.before else None,
                after_id=seen.after.id if seen.after else None,
            )
        self.show_latest()


def _head(brief: BriefLine, taken: list[DecisionLine]) -> list[Part]:
    """Where the brief stands."""
    said = f"{brief.name} {brief.title}: version {brief.version}, {brief.status}."
    made: list[Part] = [words(said, "title")]
    return (
        made if taken else [*made, words("Nothing has been decided yet. d in the brief records a decision.", "quiet")]
    )


def _decision(one: DecisionLine) -> list[Part]:
    """One decision with its reasons."""
    facts = (
        ("Meeting", one.meeting),
        ("Decided by", one.deciders),
        ("Reasons", one.reasons),
        ("Relied on", f"{', '.join(one.relied_on)}, as version {one.version} numbers them" if one.relied_on else ""),
        ("Dissent", one.dissent),
        ("Review", dated(one.review_on)),
        ("Recorded", f"by {one.recorded_by} on {dated(one.at[:10])}"),
    )
    return [
        Rule(f"{dated(one.day)} · version {one.version} · {one.said}", f"decision:{one.id}"),
        *(Block((Run(f"{label}: ", "quiet"), Run(said))) for label, said in facts if said),
    ]


def _heading(title: str, lines: list[Block]) -> list[Part]:
    return [words(title, "title"), *lines] if lines else []


def _condition(one: ConditionLine) -> Block:
    """A condition with how it stands."""
    late = late_words(one, today())
    state = f"{one.state_words}{f', {late}' if late else ''}"
    look: Look = "warning" if late or one.state == "not met" else "good" if one.state == "met" else "quiet"
    how = Run(f" {one.how}") if one.how else Run("")
    return Block((Run(one.asked, "", f"condition:{one.id}"), Run(". "), Run(f"{state}.", look), how), 2)


def _task(one: TaskLine) -> Block:
    """A task with what was done about it."""
    owner = Run(f" ({one.owner})" if one.owner else "")
    look: Look = "quiet" if one.is_open else "good"
    return Block(
        (Run(one.text, "", f"task:{one.id}"), owner, Run(" "), Run(f"{one.state_words}.", look), Run(f" {one.how}")), 2
    )


def _outcome(one: OutcomeLine) -> list[Block]:
    """What came of a decision: the figures, whether the change is more than chance, what people say."""
    made = [Block((Run(f"{dated(one.seen_on)}, {one.who}: {one.moved}."),), 2)]
    for label, said in (("What was to move", one.objective or one.indicator), ("Expected", one.expected)):
        if said:
            made.append(Block((Run(f"{label}: ", "quiet"), Run(f"{said.rstrip('.')}.")), 4))
    for label, line in (("Before", one.before), ("After", one.after)):
        if line is not None:
            figure = Run(
                f"{line.figure.indicator}, {line.area}, {line.figure.period}: {line.in_words}", "", f"figure:{line.id}"
            )
            made.append(Block((Run(f"{label}: ", "quiet"), figure), 4))
    if one.change_words:
        made.append(words(one.change_words, "quiet", indent=4))
    if one.care:
        made.append(words(f"⚠ {one.care}", "warning", indent=4))
    return [*made, Block((Run("What people say: ", "quiet"), Run(one.said)), 4)]


def _version(one: VersionLine) -> Block:
    """The page that was before those who decided."""
    whom = heading(one.audience)
    named = f"{one.name[:1].upper()}{one.name[1:]} {whom[:1].lower()}{whom[1:]}"
    amended = Run(f" {one.amended}", "warning") if one.amended else Run("")
    return Block((Run(named, "", f"version:{one.id}"), Run(f" · {one.content[:12]}", "quiet"), amended))
