"""A command is what a person can do: declared once, on the method that does it.

From the one declaration come the key, the footer entry, its tooltip, the line in the palette and in the help.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, TypeVar, cast

from textual.actions import parse
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen

ActionT = TypeVar("ActionT", bound=Callable[..., Any])

_DECLARED = "_workbench_command"


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can do, by key, by mouse and by name.

    `id` is `area.verb_object`; `action` is what Textual runs, by default the part after the dot.
    `key` may hold several keys with commas between them; without one the command is in the palette only.
    What is in neither palette nor footer, as moves of a cursor, is told by a part's HELP alone.
    """

    id: str
    title: str
    help: str = ""
    key: str = ""
    footer: bool = False
    priority: bool = False
    action: str = ""
    palette: bool = True

    def binding(self) -> Binding:
        """The binding that Textual's footer, key panel and keymap read."""
        return Binding(
            self.key,
            self.action,
            self.title,
            show=self.footer,
            priority=self.priority,
            tooltip=self.help,
            id=self.id,
            system=not (self.palette or self.footer),
        )


@dataclass(frozen=True, slots=True)
class LiveCommand:
    """A command seen from where the person is; `enabled` is None when it cannot be done just now."""

    command: Command
    node: DOMNode
    keys: tuple[str, ...]
    enabled: bool | None


def command(
    id: str,  # noqa: A002
    title: str,
    *,
    key: str = "",
    footer: bool = False,
    priority: bool = False,
    palette: bool = True,
) -> Callable[[ActionT], ActionT]:
    """Declare an `action_` method as a command; the first line of its docstring is the help.

    Args:
        id: `area.verb_object`, where the part after the dot is the method's name without `action_`.
        title: Two or three words for the footer and the palette.
        key: One key, several with commas between them, or none for a command of the palette only.
        footer: Whether it is among the few that the footer shows.
        priority: Whether the key works even while something else is being typed in.
        palette: Whether the palette offers it; moves of the cursor are better left out.
    """

    def declare(method: ActionT) -> ActionT:
        action = id.rpartition(".")[2]
        if method.__name__ != f"action_{action}":
            raise TypeError(f"command {id} sits on {method.__name__}, not on action_{action}")
        said = inspect.getdoc(method)
        if not said:
            raise TypeError(f"command {id} has no docstring to help with")
        declared = Command(id, title, said.splitlines()[0], key, footer, priority, action, palette)
        setattr(method, _DECLARED, declared)
        return method

    return declare


class Commands:
    """Mixed in before an App, Screen or Widget, it turns declared commands into bindings.

    `COMMAND_LIST` holds commands whose action takes a value, such as the nine pinned codes.
    """

    COMMAND_LIST: ClassVar[Sequence[Command]] = ()
    BINDINGS: ClassVar[list[Any]] = []

    def __init_subclass__(cls, **options: Any) -> None:
        """Write the class's own commands into its bindings before Textual reads them."""
        own = own_commands(cls)
        if own:
            given = list(cls.__dict__.get("BINDINGS", ()))
            cls.BINDINGS = [*given, *(each.binding() for each in own if each.key)]
        super().__init_subclass__(**options)


def own_commands(kind: type) -> list[Command]:
    """The commands that one class declares itself, in the order they are written."""
    declared = [getattr(member, _DECLARED, None) for member in vars(kind).values()]
    listed = cast("Sequence[Command]", vars(kind).get("COMMAND_LIST", ()))
    return [
        *(each for each in declared if isinstance(each, Command)),
        *(each if each.action else replace(each, action=each.id.rpartition(".")[2]) for each in listed),
    ]


def commands_of(kind: type) -> list[Command]:
    """Every command of a class and what it inherits, nearest first, each id once."""
    found: dict[str, Command] = {}
    for each in kind.__mro__:
        for one in own_commands(each):
            found.setdefault(one.id, one)
    return list(found.values())


def live_commands(screen: Screen[Any]) -> Iterator[LiveCommand]:
    """What can be done from here: from the focus outwards, without what does not belong here."""
    keys: dict[str, list[str]] = {}
    for active in screen.active_bindings.values():
        if active.binding.id:
            keys.setdefault(active.binding.id, []).append(screen.app.get_key_display(active.binding))
    seen: set[str] = set()
    for node in (screen.focused or screen).ancestors_with_self:
        for each in commands_of(type(node)):
            if each.id in seen:
                continue
            seen.add(each.id)
            _, name, values = parse(each.action)
            enabled = node.check_action(name, values)
            if enabled is not False:
                yield LiveCommand(each, node, tuple(keys.get(each.id, ())), enabled)
        if node.is_modal:
            return


def help_table(screen: Screen[Any]) -> str:
    """What can be done from here, as a Markdown table of key, name and help."""
    lines = ["| key | does | |", "| --- | --- | --- |"]
    lines.extend(
        f"| {' '.join(live.keys)} | {live.command.title} | {live.command.help} |"
        for live in live_commands(screen)
        if live.keys
    )
    return "\n".join(lines)
