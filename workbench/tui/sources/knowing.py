"""What is written down of people in the sources room: attributes, places, and that two are one."""

from __future__ import annotations

from datetime import date

from textual import on, work
from textual.widgets import Static

from workbench.indicators.own_areas import every_area
from workbench.sources.cases import PLACE_ROLES, set_attribute, set_place
from workbench.sources.matches import Likely, decide
from workbench.tui.commands import command
from workbench.tui.dialogs import Ask, Choice, Choose, Confirm, Created
from workbench.tui.sources import people
from workbench.tui.sources.bringing import Bringing
from workbench.tui.sources.people import PersonPage
from workbench.tui.widgets.rows import Rows


class Knowing(Bringing):
    """The view of people: a list, and the page of the one that is highlighted."""

    def __init__(self) -> None:
        super().__init__()
        self._everybody = people.Everybody()

    def show_people(self) -> None:
        """Read the list."""
        self._everybody = people.read_everybody(self.project)
        self.query_one("#people-list", Rows).show(people.rows_of(people.read_people(self.project)))
        waiting = len(self._everybody.likely)
        self.name_tab("people", f"People ⚠ {waiting}" if waiting else "People")
        self._show_person()

    def _person(self) -> PersonPage | None:
        row = self.query_one("#people-list", Rows).current
        return people.read_person(self.project, int(row.key), self._everybody) if row else None

    @on(Rows.RowHighlighted, "#people-list")
    def _show_person(self) -> None:
        person = self._person()
        self.query_one("#person-page", Static).update(people.page_of(person) if person else "")

    @on(Rows.RowChosen, "#people-list")
    @work(exclusive=True, group="question")
    async def _open_person(self) -> None:
        """Read what they said, in Coding."""
        person = self._person()
        if person is None or not person.heard:
            return
        key: int | None = person.heard[0].document_id
        if len(person.heard) > 1:
            choices = [Choice(one.document_id, one.name) for one in person.heard]
            answer = await self.app.push_screen_wait(Choose(f"{person.label} is heard in", choices))
            key = answer.key if isinstance(answer, Choice) else None
        if key is not None:
            self.workbench.open_in_coding(key)

    @command("sources.write_attribute", "What is known", key="e", footer=True)
    @work(exclusive=True, group="question")
    async def action_write_attribute(self) -> None:
        """Write down what is known of a person, picked from a list where there is one."""
        person = self._person()
        if person is None:
            return
        choices = people.attribute_choices(self.project, person)
        answer = await self.app.push_screen_wait(Choose(person.label, choices, create="New: “{}”", note_lines=1))
        if answer is None:
            return
        name = answer.name if isinstance(answer, Created) else answer.key
        picked, kind = people.values_to_pick(self.project, name)
        value = await self._value(name, picked, kind, person.attributes.get(name, ""))
        if value is not None:
            title = f"{name} of {person.label}"
            with self.attempt(title), self.project.change(title) as session:
                set_attribute(session, person.id, name, value, kind=kind)
            self.show_latest()

    async def _value(self, name: str, picked: list[str], kind: str, before: str) -> str | None:
        """A value, from the list or typed; empty takes away what was known."""
        if kind in {"number", "date"} or not picked:
            return await self.app.push_screen_wait(
                Ask(name, "Empty for not known.", value=before, check=lambda typed: _wrong(typed, kind))
            )
        choices = [Choice(value, value) for value in picked] + [Choice("", "not known")]
        create = "" if kind in {"choice", "ordered"} else "Write “{}”"
        answer = await self.app.push_screen_wait(Choose(name, choices, create=create))
        return answer.name if isinstance(answer, Created) else answer.key if answer is not None else None

    @command("sources.write_place", "Place", key="p")
    @work(exclusive=True, group="question")
    async def action_write_place(self) -> None:
        """Write down a place of a person, and how it is theirs: lives, recruited in, speaks of."""
        person = self._person()
        if person is None:
            return
        with self.project.read() as session:
            areas = [Choice(one.code, one.name, note=one.code) for one in every_area(session)]
        place = await self.app.push_screen_wait(Choose(f"A place of {person.label}", areas, note_lines=1))
        if not isinstance(place, Choice):
            return
        how = await self.app.push_screen_wait(Choose("How is it theirs?", [Choice(one, one) for one in PLACE_ROLES]))
        if isinstance(how, Choice):
            title = f"A place of {person.label}"
            with self.attempt(title), self.project.change(title) as session:
                set_place(session, person.id, place.key, how.key)
            self.show_latest()

    @command("sources.same_person", "Same person", key="equals_sign", footer=True)
    @work(exclusive=True, group="question")
    async def action_same_person(self) -> None:
        """Say that this person is another one too, or is not."""
        person = self._person()
        if person is None:
            return
        if person.likely:
            await self._decide(person, person.likely[0])
            return
        choices = people.others(self.project, person.id)
        answer = await self.app.push_screen_wait(Choose(f"{person.label} is the same person as", choices, note_lines=1))
        if isinstance(answer, Choice):
            await self._unite(person.id, person.label, answer.key, answer.name)

    async def _decide(self, person: PersonPage, pair: Likely) -> None:
        """One person or two, about a pair that looks like one."""
        other_id, other = (pair.other_id, pair.other) if pair.case_id == person.id else (pair.case_id, pair.label)
        choices = [
            Choice("same", f"One person: {person.label}", "What is known is put together; they are counted once."),
            Choice("different", "Two people", "They are not asked about again."),
        ]
        answer = await self.app.push_screen_wait(Choose(f"{person.label} and {other} are", choices, note_lines=1))
        if not isinstance(answer, Choice):
            return
        if answer.key == "same":
            await self._unite(person.id, person.label, other_id, other)
            return
        with self.attempt("Two people"), self.project.change("Two people") as session:
            decide(session, person.id, other_id, "different")
        self.show_latest()

    async def _unite(self, key: int, label: str, other_id: int, other: str) -> None:
        from workbench.desk.uniting import unite

        title = f"{label} and {other} are one person"
        differ: tuple[str, ...] = ()
        with self.attempt(title), self.project.change(title) as session:
            differ = unite(session, key, other_id).differ
        self.show_latest()
        if differ:
            told = "\n".join([*differ, "", "ctrl+z takes it back."])
            await self.app.push_screen_wait(Confirm(title, told, yes="Good", no="Back", undoable=True))


def _wrong(typed: str, kind: str) -> str | None:
    """What is wrong with a value of a kind; None where nothing is."""
    if not typed:
        return None
    if kind == "number":
        try:
            float(typed.replace(",", ""))
        except ValueError:
            return "A number, such as 34."
    if kind == "date":
        try:
            date.fromisoformat(typed)
        except ValueError:
            return "A day, as 2026-03-14."
    return None
