"""The topics tab: what reads alike, who speaks in it, and what a person makes of it."""

from __future__ import annotations

from collections.abc import Callable

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static
from textual.worker import get_current_worker

from workbench.desk.suggesting.topic_spread import Spreads, spreads
from workbench.desk.suggesting.topics import bring_topic_back, map_topic, merge_topics, split_topic
from workbench.suggestions.topic_changes import discard
from workbench.suggestions.topics import TopicLine, name_topic
from workbench.tui.commands import command
from workbench.tui.dialogs import Ask, Choice, Choose, Created
from workbench.tui.suggestions import topic_pages
from workbench.tui.suggestions.deciding import Deciding
from workbench.tui.suggestions.pile import TopicPage, read_code_paths, read_topic, read_topics
from workbench.tui.widgets.reader import Reader
from workbench.tui.widgets.rows import Column, Rows

ON_TOPICS = frozenset(
    {"map_topic", "code_of_topic", "name_topic", "merge_topic", "split_topic", "discard_topic", "bring_topic_back"}
)
ON_TAB = frozenset({"show_away", "other_groups"})
MOST_PARTS = 9


class TopicsTab(Deciding):
    """The half of the review that is about topics."""

    def __init__(self) -> None:
        super().__init__()
        self._topics: dict[str, TopicLine] = {}
        self._spreads: Spreads | None = None
        self._by: str | None = None
        self._away = False

    def compose_topics(self) -> ComposeResult:
        """The list with what its bars stand for, and beside it a topic with its passages."""
        with Vertical(id="topics"):
            with Horizontal(id="topic-panes"):
                with Vertical(id="topic-list", classes="pane"):
                    yield Rows(
                        Column("Topic", share=3, wrap=2, least=12),
                        Column("Words", share=4, wrap=2, gives_way=4, least=18),
                        Column("Passages · people", width=17, align="right"),
                        Column("How steady", width=13, gives_way=2),
                        Column("By group", width=8, gives_way=3),
                        Column("About", share=2, gives_way=1, least=6),
                        empty="No topics yet. Press s to look for some.",
                        id="topic-rows",
                    )
                yield Reader(id="topic-page", classes="pane")
            yield Static("", id="topic-legend", markup=False)

    # Showing

    def read_topics_tab(self) -> None:
        """Read the topics; who speaks in them follows beside the person."""
        self._show_topics()
        if self._topics:
            self._find_spread(self._by)

    def _show_topics(self) -> None:
        every = read_topics(self.project, everything=True)
        listed = [one for one in every if self._away or not one.away]
        self._topics = {str(one.id): one for one in listed}
        paths = read_code_paths(self.project) if any(one.code_id for one in listed) else {}
        names = {one.id: topic_pages.name_of(one) for one in every}
        self.query_one("#topic-rows", Rows).show(
            [topic_pages.topic_row(one, paths.get(one.code_id or 0, ""), self._spreads, names) for one in listed]
        )
        away = sum(one.away for one in every)
        self.query_one("#topic-legend", Static).update(topic_pages.legend(self._spreads, self._away, away))
        self._topic_marked()

    @work(thread=True, exclusive=True, group="spread")
    def _find_spread(self, by: str | None) -> None:
        """Count who speaks in every topic, which may take a while."""
        found = spreads(self.project, by)
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._show_spread, found)

    def _show_spread(self, found: Spreads) -> None:
        self._spreads = found
        if self.is_mounted and self.workbench.project is not None:
            self._show_topics()

    @property
    def topic(self) -> TopicLine | None:
        """The topic that is highlighted."""
        row = self.query_one("#topic-rows", Rows).current
        return self._topics.get(row.key) if row else None

    @on(Rows.RowHighlighted, "#topic-rows")
    def _topic_marked(self) -> None:
        topic = self.topic
        page: TopicPage | None = read_topic(self.project, topic) if topic is not None else None
        reader = self.query_one("#topic-page", Reader)
        reader.show(topic_pages.topic_page(page, self._spreads) if page else [], top=True)
        self.refresh_bindings()

    @on(Rows.RowChosen, "#topic-rows")
    def _topic_opened(self) -> None:
        self.query_one("#topic-page", Reader).focus()

    # Changing

    def _after(self, title: str, change: Callable[[TopicLine], str | None]) -> None:
        """Change the highlighted topic, and say what came of it."""
        topic = self.topic
        if topic is None:
            return
        with self.attempt(title) as tried:
            said = change(topic)
        if not tried.failed:
            if said:
                self.notify(said, title=title, markup=False)
            self.show_latest()

    @command("review.map_topic", "Map to a code", key="equals_sign", footer=True)
    @work(exclusive=True, group="question")
    async def action_map_topic(self) -> None:
        """Say which code this topic is about; it is proposed for its passages, to be reviewed one by one."""
        topic = self.topic
        if topic is None:
            return
        answer = await self._choose_code(f"“{topic.label}” is about")
        if answer is not None:
            code, new = (None, answer.name) if isinstance(answer, Created) else (answer.key, "")
            self._after("Map to a code", lambda one: map_topic(self.project, one.id, code=code, new=new))

    @command("review.code_of_topic", "Make a code", key="c", footer=True)
    @work(exclusive=True, group="question")
    async def action_code_of_topic(self) -> None:
        """Make a code of this topic; it is proposed for its passages, to be reviewed one by one."""
        topic = self.topic
        if topic is None:
            return
        name = await self.app.push_screen_wait(Ask("Make a code", "What the code is called", value=topic.label))
        if name:
            self._after("Make a code", lambda one: map_topic(self.project, one.id, new=name))

    @command("review.name_topic", "Name", key="n,r", footer=True)
    @work(exclusive=True, group="question")
    async def action_name_topic(self) -> None:
        """Give the topic a name of your own; it is kept from then on."""
        topic = self.topic
        if topic is None:
            return
        name = await self.app.push_screen_wait(Ask("Name", "What this topic is about", value=topic.label))
        if name:
            self._write("Name a topic", lambda session, key: name_topic(session, key, name))

    @command("review.merge_topic", "Merge", key="m", footer=True)
    @work(exclusive=True, group="question")
    async def action_merge_topic(self) -> None:
        """Merge this topic into another one."""
        topic = self.topic
        if topic is None:
            return
        others = [one for one in self._topics.values() if one.id != topic.id and not one.away and one.kind == "topic"]
        choices = [
            Choice(one.id, topic_pages.name_of(one), note=", ".join(one.keywords))
            for one in others
            if one.run_id == topic.run_id
        ]
        answer = await self.app.push_screen_wait(Choose(f"Merge “{topic.label}” into", choices))
        if isinstance(answer, Choice):
            into = answer.key
            self._after("Merge", lambda one: merge_topics(self.project, one.id, into))

    @command("review.split_topic", "Split", key="p", footer=True)
    @work(exclusive=True, group="question")
    async def action_split_topic(self) -> None:
        """Split this topic into parts, by what reads alike within it."""
        topic = self.topic
        if topic is None:
            return
        typed = await self.app.push_screen_wait(Ask("Split", "Into how many parts?", value="2", check=_number))
        if typed:
            parts = int(typed)
            self._after("Split", lambda one: split_topic(self.project, one.id, parts))

    @command("review.discard_topic", "Discard", key="d,delete", footer=True)
    def action_discard_topic(self) -> None:
        """Put the topic out of sight."""
        self._write("Discard a topic", discard)

    @command("review.bring_topic_back", "Bring back", key="b", footer=True)
    def action_bring_topic_back(self) -> None:
        """Bring back a topic that was discarded, merged or split; a shows them."""
        self._after("Bring back", lambda one: bring_topic_back(self.project, one.id))

    def _write(self, title: str, change: Callable[..., object]) -> None:
        """A change that needs no more than the topic's key."""

        def write(topic: TopicLine) -> None:
            with self.project.change(title) as session:
                change(session, topic.id)

        self._after(title, write)

    @command("review.show_away", "Also put away", key="a")
    def action_show_away(self) -> None:
        """Show, or hide again, topics that were discarded, merged or split."""
        self._away = not self._away
        self._show_topics()

    @command("review.other_groups", "Other groups", key="w")
    @work(exclusive=True, group="question")
    async def action_other_groups(self) -> None:
        """Choose what makes the groups of people that the bars stand for."""
        names = self._spreads.choices if self._spreads is not None else ()
        if not names:
            self.notify("Nothing is known of the people that would make groups.", title="Other groups")
            return
        choices = [Choice(name, name.replace("_", " ")) for name in names]
        answer = await self.app.push_screen_wait(Choose("Bars by", choices))
        if isinstance(answer, Choice):
            self._by = answer.key
            self._find_spread(self._by)

    def topic_action(self, action: str) -> bool | None:
        """Whether something that is done to topics can be done now; None greys it."""
        topic = self.topic
        if action in ON_TAB:
            return True
        if topic is None:
            return None
        if action == "bring_topic_back":
            return topic.away or None
        if topic.away:
            return None
        return True if topic.kind == "topic" or action in {"discard_topic", "name_topic"} else None


def _number(typed: str) -> str | None:
    """What is wrong with a number of parts."""
    right = typed.strip().isdecimal() and 2 <= int(typed) <= MOST_PARTS
    return None if right else f"Type a whole number from 2 to {MOST_PARTS}."
