"""A careful guess of a survey's columns, written as the map that `--map` replays; and a map read back as roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from workbench.exchange.column_roles import Is, Role
from workbench.exchange.surveys.columns import Seen, usual_kind
from workbench.exchange.surveys.maps import Columns, MapIsWrongError, shortened
from workbench.exchange.surveys.options import joined_by
from workbench.exchange.surveys.roles import CLOSED, guess_roles
from workbench.exchange.surveys.scales import in_order

IN_WORDS: Mapping[Is, str] = {
    "id": "who answered",
    "open": "in their own words",
    "choice": "one of a list",
    "ordered": "a scale, in order",
    "many": "several of a list",
    "option": "one answer of several",
    "number": "a number",
    "date": "a day",
    "text": "a short fact",
    "code": "a code of 0 and 1",
    "weight": "weight",
    "left out": "left out",
}
"""Each role as people read it."""


def guessed_map(
    seen: Sequence[Seen], table: str, *, sheet: str = "", told: Mapping[int, Role] | None = None
) -> tuple[dict[str, Any], list[str]]:
    """The map of a guess, and what has to be said of it; refuses a table in which nothing looks like an answer.

    `told` is what the file itself says of some columns.
    """
    roles = guess_roles(seen, told)
    written = map_of(seen, roles, survey=Path(table).stem, sheet=sheet)
    if not written.get("open") and not written.get("closed") and not written.get("options_of"):
        raise MapIsWrongError(f"{table}: no column of it looks like an answer. Say what is what with --map.")
    return written, said_of(seen, roles)


def map_of(
    seen: Sequence[Seen], roles: Sequence[Role], *, survey: str, sheet: str = "", coder: str = "", sampling: str = ""
) -> dict[str, Any]:
    """The map that says these roles. Columns of codes are left out while nobody says whose coding they are."""
    pairs = list(zip(seen, roles, strict=True))
    order: dict[str, list[str]] = {}
    options: dict[str, dict[str, str]] = {}
    for column, role in pairs:
        if role.is_ in CLOSED and role.order:
            order[column.name] = list(role.order)
        elif role.is_ == "option":
            options.setdefault(role.of, {})[column.name] = role.called or column.name
    codes = {column.name: role.called or column.name for column, role in pairs if role.is_ == "code"}
    without = ("left out",) if coder else ("left out", "code")
    blanks = list(dict.fromkeys(blank for column in seen for blank in column.blanks))
    said: dict[str, Any] = {
        "survey": survey,
        "sheet": sheet,
        "case": next((column.name for column, role in pairs if role.is_ == "id"), ""),
        "open": _listed(pairs, ("open",)),
        "closed": _listed(pairs, CLOSED),
        "kinds": {column.name: role.is_ for column, role in pairs if role.is_ in CLOSED},
        "order": order,
        "joined_by": {column.name: role.joined_by for column, role in pairs if role.is_ == "many" and role.joined_by},
        "options_of": options,
        "blank": blanks,
        "codes": codes if coder else {},
        "codes_of": {column.name: role.of for column, role in pairs if coder and role.is_ == "code" and role.of},
        "coder": coder if codes else "",
        "weight": next((column.name for column, role in pairs if role.is_ == "weight"), ""),
        "ignore": [column.name for column, role in pairs if role.is_ in without],
        "sampling": "" if sampling == "self-selected" else sampling,
    }
    return {key: value for key, value in said.items() if value or key in {"open", "closed", "ignore"}}


def _listed(pairs: Iterable[tuple[Seen, Role]], is_: Sequence[Is]) -> list[str] | dict[str, str]:
    """Columns by name; with short names where somebody gave one."""
    found = {column.name: role.called or column.name for column, role in pairs if role.is_ in is_}
    return found if any(name != called for name, called in found.items()) else list(found)


def said_of(seen: Sequence[Seen], roles: Sequence[Role]) -> list[str]:
    """What a guess has to say: which columns are what, what is left out and why, what was proposed and not taken."""

    def named(*is_: Is) -> str:
        return _names(column.name for column, role in zip(seen, roles, strict=True) if role.is_ in is_)

    who = next((f"“{column.name}”" for column, role in zip(seen, roles, strict=True) if role.is_ == "id"), "the row")
    kinds = [f"{IN_WORDS[kind]}: {names}" for kind in (*CLOSED, "weight") if (names := named(kind)) != "none"]
    notes = [
        f"Guessed without a map: {who} as who answered; open: {named('open')}; closed, "
        + ("; ".join(kinds) or "none")
        + f"; left out: {named('left out', 'code')}. Write a --map to say it yourself."
    ]
    for question in dict.fromkeys(role.of for role in roles if role.is_ == "option"):
        count = sum(role.is_ == "option" and role.of == question for role in roles)
        notes.append(f"“{shortened(question)}” has a column for each of its {count} answers: they are one question.")
    reasons: dict[str, list[str]] = {}
    for column, role in zip(seen, roles, strict=True):
        if role.is_ == "left out":
            reasons.setdefault(role.why, []).append(column.name)
    notes += [f"Left out, because {why}: {_names(names, len(names))}." for why, names in reasons.items()]
    if codes := [column.name for column, role in zip(seen, roles, strict=True) if role.is_ == "code"]:
        notes.append(
            f"These look like codes that somebody gave, 0 and 1: {_names(codes)}."
            " They come in once a map names their coder."
        )
    return notes


def _names(names: Iterable[str], most: int = 6) -> str:
    short = [shortened(name, 30) for name in names]
    return (
        ", ".join(short[:most]) + (f" and {len(short) - most} more" if len(short) > most else "") if short else "none"
    )


def roles_of(columns: Columns, seen: Sequence[Seen]) -> list[Role]:
    """The role that a map gives to each column of a table."""
    found: list[Role] = [Role("left out", "the map leaves it out") for _ in seen]
    for place, short in columns.open.items():
        found[place] = Role("open", called="" if short == shortened(seen[place].name) else short)
    for place, name in columns.closed.items():
        kind = cast("Is", columns.kinds.get(place) or usual_kind(seen[place].values, seen[place].filled))
        called = "" if name == seen[place].name else name
        found[place] = Role(
            kind, order=columns.order.get(place, ()), joined_by=columns.joined_by.get(place, ""), called=called
        )
    for of, options in columns.options.items():
        for place, option in options.items():
            found[place] = Role("option", of=of, called=option)
    for place, path in columns.codes.items():
        found[place] = Role("code", of=seen[columns.coded[place]].name, called=path)
    if columns.case is not None:
        found[columns.case] = Role("id")
    if columns.weight is not None:
        found[columns.weight] = Role("weight")
    return found


def as_role(is_: Is, column: Seen, *, of: str = "", called: str = "") -> Role:
    """A column in a role that somebody chose, with the order or the mark between answers that its cells show."""
    if is_ == "many":
        found = joined_by(column)
        return Role(is_, "as you said", found.options if found else (), found.mark if found else ";")
    if is_ == "ordered":
        return Role(is_, "as you said", in_order(column.values) or tuple(sorted(column.values, key=_figure_first))[:40])
    return Role(is_, "as you said", of=of, called=called)


def _figure_first(answer: str) -> tuple[float, str]:
    return (float(answer) if answer.isdecimal() else float("inf"), answer.casefold())
