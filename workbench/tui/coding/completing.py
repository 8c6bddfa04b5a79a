"""The line in which a question is typed; tab completes the name at its end, again takes the next that fits."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from textual.message import Message
from textual.widgets import Input

from workbench.coding.query_language import FIELDS, as_typed
from workbench.coding.query_names import Names
from workbench.sources.speakers import ROLES
from workbench.tui.commands import Commands, command
from workbench.tui.widgets.matching import rank

_JOINS = re.compile(r"(?:and|or|not|near|with|within\s+turn)\s", re.IGNORECASE)
MOST = 40


@dataclass(frozen=True, slots=True)
class Begun:
    """A question with the name at its end not finished: what stands before, the field it belongs to, its letters."""

    before: str
    field: str
    letters: str


def begun(typed: str) -> Begun:
    """What is being typed at the end of a question.

    >>> begun('Dark and age:16')
    Begun(before='Dark and ', field='age', letters='16')
    """
    at, start = 0, 0
    while at < len(typed):
        joins = _JOINS.match(typed, at) if at == 0 or typed[at - 1] in ' ()"”' else None
        if typed[at] in '"“':
            closing = typed.find('"' if typed[at] == '"' else "”", at + 1)
            if closing < 0:
                return _of_field(typed[:start], typed[start:at], typed[at + 1 :])
            at = closing + 1
        elif joins:
            at = start = joins.end()
        else:
            at += 1
            start = at if typed[at - 1] in "(=" else start
    rest = typed[start:]
    name, colon, value = rest.rpartition(":")
    if colon and '"' not in value:
        return _of_field(typed[:start], f"{name}:", value)
    space = len(rest) - len(rest.lstrip())
    return Begun(typed[: start + space], "", rest[space:].strip('"'))


def _of_field(before: str, field: str, letters: str) -> Begun:
    """A value that is being typed after a field, or a name within quotation marks."""
    space = len(field) - len(field.lstrip())
    return Begun(before + field[:space], field.strip().rstrip(":").strip('"'), letters.lstrip())


def completions(typed: str, names: Names) -> list[str]:
    """The whole question with the name at its end completed, the best first; none where nothing fits."""
    here = begun(typed)
    found: list[tuple[tuple[int, int], int, str]] = []
    for at, (name, written) in enumerate(_offered(here, names)):
        fit = rank(here.letters, name)
        if fit is not None and fit[0] < 4:
            found.append((fit, at, here.before + written))
    return list(dict.fromkeys(text for _, _, text in sorted(found)))[:MOST]


def _offered(here: Begun, names: Names) -> Iterator[tuple[str, str]]:
    """Names that may stand there, each with how it is written."""
    if here.field:
        field = as_typed(here.field)
        for value in _values(here.field, names):
            yield value, f"{field}:{as_typed(value)}"
        return
    last = Counter(re.split(r"(?<!\\)/", path)[-1].casefold() for path in names.codes)
    for path in names.codes:
        name = re.split(r"(?<!\\)/", path)[-1]
        yield name, as_typed(name if last[name.casefold()] == 1 else path)
    for field in (*FIELDS, *names.attributes):
        if here.letters:
            yield field, f"{as_typed(field)}:"


def _values(field: str, names: Names) -> Sequence[str]:
    """The values of a field."""
    known = {
        "theme": names.themes,
        "person": names.people,
        "speaker": names.speakers,
        "role": ROLES,
        "document": names.documents,
        "coder": names.coders,
        "words": (),
    }
    if field.casefold() in known:
        return known[field.casefold()]
    same = re.sub(r"[\W_]", "", field.casefold())
    return next((said for name, said in names.attributes.items() if re.sub(r"[\W_]", "", name.casefold()) == same), ())


class QueryLine(Commands, Input):
    """One line for a question; up and down go to the list below."""

    HELP = """\
### A question
Codes by name, with all below them (`=Dark` for the code alone), joined by `and`, `or`, `not` and `( )`.
Facts: `age:16-17`, `person:Kez`, `theme:"…"`, `speaker:`, `role:`, `document:`, `coder:`, `words:"the bus"`.
Together: `Dark with Police` on the same words, `Dark within turn Police`, `Dark near Police` in the same turn or
a neighbouring one. `tab` completes a name, `enter` asks, `down` goes to the passages.
"""
    BINDING_GROUP_TITLE = "Question"

    @dataclass
    class Done(Message):
        """Somebody wants to go on to the list."""

    def __init__(self, value: str = "", *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(value, id=id, compact=True, select_on_focus=False)
        self.names: Names | None = None
        self._offers: list[str] = []
        self._offered = ""

    @command("query.complete", "Complete", key="tab", palette=False)
    def action_complete(self) -> None:
        """Complete the name at the end; again for the next that fits; with nothing to complete, go to the passages."""
        if self.value != self._offered or not self._offers:
            self._offers = completions(self.value, self.names) if self.names and self.value.strip() else []
            self._offers = [one for one in self._offers if one != self.value]
        if not self._offers:
            self.post_message(self.Done())
            return
        self._offered = self._offers.pop(0)
        self._offers.append(self._offered)
        self.value = self._offered
        self.cursor_position = len(self.value)

    @command("query.to_list", "To the passages", key="down", palette=False)
    def action_to_list(self) -> None:
        """Go to the passages."""
        self.post_message(self.Done())
