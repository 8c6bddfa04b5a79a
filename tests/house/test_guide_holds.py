"""What the guide and the README tell people to type exists: commands with their options, and keys in their rooms."""

from __future__ import annotations

import pkgutil
import re
import shlex
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
import typer
from textual.binding import Binding

import workbench.tui
from workbench.cli.main import app
from workbench.desk.guide import PAGES, page_named
from workbench.desk.shipped import shipped
from workbench.desk.tables.declared import TABLES
from workbench.tui.rooms import ROOMS
from workbench.tui.screen import GoTo

ROOT = Path(__file__).resolve().parents[2]
TEXTS = {page.file: page.text() for page in PAGES} | {"README.md": (ROOT / "README.md").read_text(encoding="utf-8")}

# Commands

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`((?:uv run )?workbench [^`\n]+)`")
CALL = re.compile(r"(?:^|[\s/\\])workbench(?=\s|$)(.*)")


def commands(text: str) -> Iterator[list[str]]:
    """The arguments of every call of the workbench in a page's code."""
    blocks = [block for language, block in FENCE.findall(text) if language == "sh"]
    lines = [line for block in blocks for line in block.splitlines()] + INLINE.findall(FENCE.sub("", text))
    for line in lines:
        if "pip install" in line:
            continue
        for part in line.split("&&"):
            found = CALL.search(part)
            if found and "#" not in part[: found.start()]:
                yield shlex.split(found[1], comments=True)


COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]
WRITTEN = sorted({(name, *call) for name, text in TEXTS.items() for call in commands(text)})


def test_commands_are_found_in_the_pages() -> None:
    assert ("for_your_it_department.md", "guide", "components") in WRITTEN
    assert ("first_hour_lead.md", "demo", "--no-open") in WRITTEN
    assert len(WRITTEN) > 40


@pytest.mark.parametrize("call", WRITTEN, ids=" ".join)
def test_a_command_exists_with_its_options(call: tuple[str, ...]) -> None:
    _, *arguments = call
    if arguments and arguments[0].endswith(".workbench"):
        arguments = ["open", *arguments]
    if not arguments or arguments == ["--version"]:
        return
    name, *rest = arguments
    assert name in COMMANDS, f"there is no command {name}"
    if rest or not any(one.required for one in COMMANDS[name].params):
        COMMANDS[name].make_context(name, list(rest))
    if name == "table" and rest:
        assert rest[1] in TABLES
    if name == "guide" and rest and rest != ["PAGE"]:
        page_named(rest[0])
    if "--frame" in rest and rest[rest.index("--frame") + 1].islower():
        assert (shipped("coding_frames") / f"{rest[rest.index('--frame') + 1]}.yaml").exists()


def test_a_command_that_is_not_there_would_be_found() -> None:
    with pytest.raises(Exception, match="No such option"):
        COMMANDS["demo"].make_context("demo", ["--not-there"])


# Keys

KEY = re.compile(r"`([!-_a-~]|[Ff]\d|ctrl\+\w|enter|escape|space|tab|delete)`")
LABELS = "|".join(room.label for room in ROOMS)
GOES = re.compile(rf"`g`(?:,? and (?:then )?|,? then )`([a-z])`|`g ([a-z])`|`g` (twice)|\*\*({LABELS})\*\*")
GLYPH = re.compile(r"^- `.` \*")
NAMES = {
    "=": "equals_sign",
    "-": "minus",
    "!": "exclamation_mark",
    "+": "plus",
    "[": "left_square_bracket",
    "]": "right_square_bracket",
    "/": "slash",
    ",": "comma",
    ".": "full_stop",
    ">": "greater_than_sign",
    "<": "less_than_sign",
    "{": "left_curly_bracket",
    "}": "right_curly_bracket",
}
SHARED = "everywhere"
LETTERS = {room.letter: room.name for room in ROOMS}
HANDLED = {"left", "right", "up", "down", "enter", "escape", "tab", "ctrl+q", "ctrl+p"}
"""What Textual itself, or a box with a line to type in, does with a key."""


def keys_of(kind: type) -> Iterator[str]:
    """The keys that a class binds itself."""
    for binding in vars(kind).get("BINDINGS", ()):
        given = binding.key if isinstance(binding, Binding) else binding[0]
        yield from (key.strip() or given for key in given.split(","))


def bound() -> dict[str, set[str]]:
    """For each room the keys that its own modules bind, and those of the modules that all share.

    The letters that go to a room after `g` are no keys of their own.
    """
    found: dict[str, set[str]] = {room.name: set() for room in ROOMS} | {SHARED: set(HANDLED)}
    for module in pkgutil.walk_packages(workbench.tui.__path__, "workbench.tui."):
        parts = module.name.split(".")
        room = parts[2] if len(parts) > 3 and parts[2] in found else SHARED
        for kind in vars(import_module(module.name)).values():
            if isinstance(kind, type) and kind.__module__ == module.name and kind is not GoTo:
                found[room].update(keys_of(kind))
    return found


def told(text: str) -> Iterator[tuple[str, str, str]]:
    """Every key that a page names: the room the reader has been sent to, the key, and where it stands."""
    room = "home"
    for paragraph in re.split(r"\n(?=\s*\n|- |\d\. )", FENCE.sub("", text)):
        line = " ".join(paragraph.split())
        if GLYPH.match(line):
            continue
        moves = {found.start(): found for found in GOES.finditer(line)}
        inside = {at for found in moves.values() for at in range(found.start(), found.end())}
        for found in sorted(
            [*moves.values(), *KEY.finditer(line)], key=lambda one: (one.start(), one not in moves.values())
        ):
            if found.start() in moves and found.re is GOES:
                room = LETTERS[found[1] or found[2] or (found[4] or "g")[0].lower()]
            elif found.start() not in inside:
                yield room, found[1], line[max(0, found.start() - 30) : found.end() + 10]


@pytest.mark.parametrize("name", [page.file for page in PAGES if page.name not in ("it", "components")])
def test_a_key_is_bound_where_the_page_says(name: str) -> None:
    known = bound()
    missing = [
        f"{name}: {key} in {room}: {where}"
        for room, key, where in told(TEXTS[name])
        if not {NAMES.get(key, key), NAMES.get(key, key).lower() if len(key) > 1 else key, key}
        & (known[room] | known[SHARED])
    ]
    assert missing == []


def test_a_key_that_is_not_there_would_be_found() -> None:
    known = bound()
    assert "l" in known["briefs"]
    assert "l" not in known["coding"] | known[SHARED]
    assert [one[:2] for one in told("Press `g`\nand `c`, then `l`.")] == [("coding", "l")]
