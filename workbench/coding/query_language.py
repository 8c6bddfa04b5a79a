"""The language in which coded passages are asked for: `Dark and age:16-17 and not speaker:Interviewer`.

Names of codes, themes, people and the rest joined by `and`, `or`, `not`, in parentheses where needed, and by nearness:
`A with B` (on the same words), `A within turn B` (in the same turn), `A near B` (in the same turn or a neighbouring
one). A name of several words needs no quotation marks unless one of them is such a joining word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal, NamedTuple

from workbench.errors import WorkbenchError

Nearness = Literal["near", "with", "within turn"]
JOINING = ("and", "or", "not", "near", "with", "within")
FIELDS = ("theme", "person", "speaker", "role", "document", "coder", "words")
"""What can be asked beside codes; any other name before a colon is an attribute of people."""
DEEPEST = 60
"""So many parentheses may lie in each other."""


@dataclass(frozen=True, slots=True)
class CodeNamed:
    """A code by its name or its path, with all below it unless it is asked for alone."""

    path: str
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that must be so: `person:Kez`, `words:"bus stop"`, `age:16-17`."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Both:
    """All of several hold."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of several holds, or more."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """It does not hold."""

    part: Query


@dataclass(frozen=True, slots=True)
class Meets:
    """Passages of the first that lie so to one of the second."""

    first: Query
    how: Nearness
    second: Query


Query = CodeNamed | Fact | Both | Either | Not | Meets


class QueryUnclearError(WorkbenchError):
    """That question cannot be read. Names go together with and, or, not; F1 shows examples."""


class QueryIsEmptyError(QueryUnclearError):
    """There is no question yet. Type the name of a code, or something like age:16-17."""


class _Token(NamedTuple):
    """A piece of what was typed, and where it begins."""

    kind: Literal["name", "quoted", "join", "field", "(", ")", "=", "end"]
    text: str
    at: int


_QUOTED = re.compile(r'"((?:[^"]|"")*)"|“([^”]*)”')
_BARE = re.compile(r'[^\s()":“”=][^\s()":“”]*')
_VALUE = re.compile(r'[^\s()"“”][^\s()"“”]*')
_AROUND = 16


def both(parts: Iterable[Query]) -> Query:
    """Several that must all hold, as one; those among them that are such themselves are taken in."""
    flat = tuple(_flat(parts, Both))
    return flat[0] if len(flat) == 1 else Both(flat)


def either(parts: Iterable[Query]) -> Query:
    """Several of which one must hold, as one; those among them that are such themselves are taken in."""
    flat = tuple(_flat(parts, Either))
    return flat[0] if len(flat) == 1 else Either(flat)


def _flat(parts: Iterable[Query], kind: type[Both | Either]) -> Iterator[Query]:
    for part in parts:
        if isinstance(part, kind):
            yield from part.parts
        else:
            yield part


def parse(typed: str) -> Query:
    """What was typed, understood.

    >>> parse('Dark and not age:16-17') == Both((CodeNamed("Dark"), Not(Fact("age", "16-17"))))
    True

    Raises:
        QueryIsEmptyError: Nothing was typed.
        QueryUnclearError: It cannot be read; the sentence says where.
    """
    reader = _Reader(typed)
    if not typed.strip():
        raise QueryIsEmptyError
    found = reader.either()
    if reader.token.kind == ")":
        raise reader.unclear("there is no opening parenthesis for this one")
    if reader.token.kind != "end":
        raise reader.unclear("“and”, “or” or another joining word belongs before it")
    return found


class _Reader:
    """Reads tokens from left to right; one function for each rule of the language."""

    def __init__(self, typed: str) -> None:
        self.typed = typed
        self._tokens = list(_tokens(typed))
        self._at = 0
        self._depth = 0

    @property
    def token(self) -> _Token:
        """The token to be read next."""
        return self._tokens[self._at]

    def unclear(self, why: str, at: _Token | None = None) -> QueryUnclearError:
        """The error that says where reading stopped."""
        return _unclear(self.typed, (at or self.token).at, why)

    def _joins(self, word: str) -> bool:
        """Step over a joining word if it is next."""
        here = self.token
        if here.kind == "join" and here.text == word:
            self._at += 1
            return True
        return False

    def either(self) -> Query:
        """Parts with `or` between them."""
        parts = [self._both()]
        while self._joins("or"):
            parts.append(self._both())
        return either(parts)

    def _both(self) -> Query:
        parts = [self._negated()]
        while self._joins("and"):
            parts.append(self._negated())
        return both(parts)

    def _negated(self) -> Query:
        times = 0
        while self._joins("not"):
            times += 1
        found = self._meeting()
        for _ in range(times):
            found = Not(found)
        return found

    def _meeting(self) -> Query:
        found = self._one()
        while (how := self._nearness()) is not None:
            found = Meets(found, how, self._one())
        return found

    def _nearness(self) -> Nearness | None:
        if self._joins("near"):
            return "near"
        if self._joins("with"):
            return "with"
        if not self._joins("within"):
            return None
        here = self.token
        first, _, rest = here.text.partition(" ")
        if here.kind not in {"name", "field"} or first.casefold() != "turn":
            raise self.unclear("after “within” comes “turn”: A within turn B")
        if rest:
            after = here.at + len(self.typed[here.at :]) - len(self.typed[here.at + len(first) :].lstrip())
            self._tokens[self._at] = _Token(here.kind, rest, after)
        else:
            self._at += 1
        return "within turn"

    def _one(self) -> Query:
        here = self.token
        match here.kind:
            case "(":
                return self._inside(here)
            case "=":
                self._at += 1
                return CodeNamed(self._name("the name of a code belongs after “=”"), alone=True)
            case "field":
                self._at += 1
                value = self._name(f"a value belongs after “{here.text}:”")
                return Fact(here.text, value)
            case _:
                return CodeNamed(self._name("the name of a code, or something like age:16-17, belongs there"))

    def _inside(self, opening: _Token) -> Query:
        self._at += 1
        self._depth += 1
        if self._depth > DEEPEST:
            raise self.unclear("too many parentheses lie in each other here", opening)
        found = self.either()
        if self.token.kind != ")":
            if self.token.kind == "end":
                raise self.unclear("this parenthesis is not closed", opening)
            raise self.unclear("“and”, “or” or “)” belongs before it")
        self._at += 1
        self._depth -= 1
        return found

    def _name(self, wanted: str) -> str:
        here = self.token
        if here.kind not in {"name", "quoted"}:
            raise self.unclear(wanted)
        if not here.text.strip():
            raise self.unclear("there is nothing between these quotation marks")
        self._at += 1
        return here.text


def _tokens(typed: str) -> Iterator[_Token]:
    """The pieces of what was typed; words that follow each other are one name, before a colon too."""
    name: list[_Token] = []
    is_value = False
    for token in _pieces(typed):
        if token.kind == "name":
            name.append(token)
            continue
        if name and token.kind == "field" and not is_value:
            token = _Token("field", " ".join(word.text for word in (*name, token)), name[0].at)
        elif name:
            yield _Token("name", " ".join(word.text for word in name), name[0].at)
        name.clear()
        is_value = token.kind == "field"
        yield token


def _pieces(typed: str) -> Iterator[_Token]:
    """The pieces of what was typed, each word by itself; last comes the end."""
    at, after_field = 0, False
    while at < len(typed):
        if typed[at].isspace():
            at += 1
            continue
        if not after_field and typed[at] in "()=":
            yield _Token("(" if typed[at] == "(" else ")" if typed[at] == ")" else "=", typed[at], at)
            at += 1
            continue
        token, at = _named_at(typed, at, after_field)
        after_field = token.kind == "field"
        yield token
    yield _Token("end", "", len(typed))


def _named_at(typed: str, at: int, value: bool) -> tuple[_Token, int]:
    """The word, quoted name, joining word or field at a place, and where reading goes on."""
    quoted = _QUOTED.match(typed, at)
    if quoted:
        text = quoted[1].replace('""', '"') if quoted[1] is not None else quoted[2]
        if not value and typed[quoted.end() : quoted.end() + 1] == ":":
            return _Token("field", text, at), quoted.end() + 1
        return _Token("quoted", text, at), quoted.end()
    bare = (_VALUE if value else _BARE).match(typed, at)
    if bare is None:
        if typed[at] in '"“':
            raise _unclear(typed, at, "this quotation mark is not closed")
        if typed[at] == ":":
            raise _unclear(typed, at, "a name belongs before the colon, as in person:Kez")
        if value:
            raise _unclear(typed, at, "a value belongs after the colon, as in person:Kez")
        raise _unclear(typed, at, "no quotation mark was opened for this one")
    word = bare.group()
    if word.casefold() in JOINING and typed[bare.end() : bare.end() + 1] != ":":
        return _Token("join", word.casefold(), at), bare.end()
    if not value and typed[bare.end() : bare.end() + 1] == ":":
        return _Token("field", word, at), bare.end() + 1
    return _Token("name", word, at), bare.end()


def _unclear(typed: str, at: int, why: str) -> QueryUnclearError:
    """The error, with a few of the letters at the place where reading stopped."""
    rest = " ".join(typed[at : at + _AROUND].split())
    more = "…" if len(typed) > at + _AROUND else ""
    where = f"at “{rest}{more}”" if rest else "at its end"
    return QueryUnclearError(f"The question cannot be read {where}: {why}.")


def printed(query: Query) -> str:
    """A question as it is typed; it reads back as the same.

    >>> printed(Meets(CodeNamed("Dark and unlit"), "near", Fact("age", "16-17")))
    '"Dark and unlit" near age:16-17'
    """
    match query:
        case CodeNamed(path, alone):
            return ("=" if alone else "") + as_typed(path)
        case Fact(field, value):
            return f"{as_typed(field)}:{as_typed(value)}"
        case Both(parts):
            return " and ".join(_within(part, Either, Both) for part in parts)
        case Either(parts):
            return " or ".join(_within(part, Either) for part in parts)
        case Not(part):
            return f"not {_within(part, Either, Both)}"
        case Meets(first, how, second):
            return f"{_within(first, Either, Both, Not)} {how} {_within(second, Either, Both, Not, Meets)}"


def _within(part: Query, *looser: type) -> str:
    """A part of a question, in parentheses where it binds less than what is around it."""
    return f"({printed(part)})" if isinstance(part, looser) else printed(part)


def as_typed(name: str) -> str:
    """A name, in quotation marks where it would not be read as one without."""
    words = name.split(" ")
    plain = all(_BARE.fullmatch(word) and word.casefold() not in JOINING for word in words)
    return name if plain else '"' + name.replace('"', '""') + '"'


def codes_in(query: Query) -> Iterator[CodeNamed]:
    """Every code that a question names, from left to right."""
    return (one for one in _named(query) if isinstance(one, CodeNamed))


def facts_in(query: Query) -> Iterator[Fact]:
    """Every fact that a question names, from left to right."""
    return (one for one in _named(query) if isinstance(one, Fact))


def _named(query: Query) -> Iterator[CodeNamed | Fact]:
    match query:
        case CodeNamed() | Fact():
            yield query
        case Both(parts) | Either(parts):
            for part in parts:
                yield from _named(part)
        case Not(part):
            yield from _named(part)
        case Meets(first, _, second):
            yield from _named(first)
            yield from _named(second)


def with_names(query: Query, of_code: Callable[[CodeNamed], Query], of_fact: Callable[[Fact], Query]) -> Query:
    """The same question with each code and each fact replaced."""
    match query:
        case CodeNamed():
            return of_code(query)
        case Fact():
            return of_fact(query)
        case Both(parts):
            return Both(tuple(with_names(part, of_code, of_fact) for part in parts))
        case Either(parts):
            return Either(tuple(with_names(part, of_code, of_fact) for part in parts))
        case Not(part):
            return Not(with_names(part, of_code, of_fact))
        case Meets(first, how, second):
            return Meets(with_names(first, of_code, of_fact), how, with_names(second, of_code, of_fact))


def with_codes(query: Query, change: Callable[[CodeNamed], Query]) -> Query:
    """The same question with each code replaced."""
    return with_names(query, change, lambda fact: fact)


def did_you_mean(typed: str, names: Iterable[str], *, most: int = 3) -> list[str]:
    """The names that somebody may have meant: those with a word that begins so, then those written much alike.

    >>> did_you_mean("dark", ["Weapons", "Journeys/Dark and unlit"])
    ['Journeys/Dark and unlit']
    """
    known = list(dict.fromkeys(names))
    wanted = " ".join(typed.casefold().split())
    begins = [name for name in known if wanted and re.search(rf"(?<!\w){re.escape(wanted)}", name.casefold())]
    folded: dict[str, str] = {}
    for name in known:
        folded.setdefault(name.casefold(), name)
        folded.setdefault(re.split(r"(?<!\\)/", name.casefold())[-1], name)
    alike = [folded[near] for near in get_close_matches(wanted, list(folded), n=most, cutoff=0.6)]
    return list(dict.fromkeys([*begins, *alike]))[:most]


def meant(typed: str, names: Iterable[str]) -> str:
    """The sentence that offers what may have been meant, or nothing."""
    near = [f"“{name}”" for name in did_you_mean(typed, names)]
    return f" Did you mean {' or '.join(near)}?" if near else ""
