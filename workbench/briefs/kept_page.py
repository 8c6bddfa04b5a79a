"""A page as it is kept: canonical JSON and back, and what may be taken out of it later. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from workbench.briefs import page as pages
from workbench.briefs.page import Page
from workbench.errors import WorkbenchError

_KIND, _THING, _COUNTED, _WHOSE = "is", "thing", "counted", "whose"
_KEPT = frozenset({_KIND, "key", _THING, _COUNTED, _WHOSE})
"""What is no text of the page."""
CITED = frozenset({"quote", "figure"})
"""The kinds of entries that keep the GUID of what they cite: of a quote its coding, of a figure itself."""


class PageIsOtherError(WorkbenchError):
    """The kept page is not the one that was frozen: its fingerprint is another. Look in a backup from that time."""


@dataclass(frozen=True, slots=True)
class TakenOut:
    """What may not stand in a page any more, by the page's references, each with what stands in its place."""

    quotes: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, str] = field(default_factory=dict)
    chart: str = ""
    """What stands in the place of every chart; empty where charts stay."""
    sections: Mapping[str, str] = field(default_factory=dict)
    """By a section's name."""
    texts: Callable[[str], str] = str
    """Any other text, as it may stand."""

    @property
    def is_nothing(self) -> bool:
        """Whether everything stays, but for texts."""
        return not (self.quotes or self.figures or self.chart or self.sections)


def fingerprint(kept: str) -> str:
    """SHA-256 of a kept page, in hexadecimal digits."""
    return hashlib.sha256(kept.encode("utf-8")).hexdigest()


def as_kept(
    page: Page,
    cited: Mapping[tuple[str, int], str] | None = None,
    whose: Mapping[str, Collection[str]] | None = None,
    counted: Any = None,
) -> str:
    """A page as canonical JSON: keys sorted, no spaces, each part with the name of its kind.

    Args:
        page: as it was laid out.
        cited: the GUIDs of codings and figures that it cites, by kind and key: keys are others in other copies.
        whose: the GUIDs of the people whose words each quote is, by its reference.
        counted: what the door knew of the counts in it, as plain values.
    """
    plain = _plain(page, cited or {})
    plain |= {} if whose is None else {_WHOSE: {ref: sorted(people) for ref, people in whose.items()}}
    plain |= {} if counted is None else {_COUNTED: counted}
    return _told(plain)


def page_in(kept: str) -> Page:
    """The page in a kept JSON; what this edition of the workbench does not know of is passed over."""
    made = _made(json.loads(kept))
    if not isinstance(made, Page):
        raise PageIsOtherError
    return made


def counted_in(kept: str) -> Any:
    """What the door knew of the counts in a kept page, as plain values; None where it was kept without."""
    return json.loads(kept).get(_COUNTED)


def cited_in(kept: str, kind: str) -> dict[str, bytes]:
    """The GUIDs of what a kept page cites of one kind, by the page's references; of what was withdrawn none."""
    return {ref: guid for ref, of, guid in _cited(json.loads(kept)) if of == kind}


def whose_in(kept: str) -> dict[str, frozenset[bytes]]:
    """The GUIDs of the people whose words a kept page quotes, by the page's references."""
    known = json.loads(kept).get(_WHOSE) or {}
    return {ref: frozenset(map(bytes.fromhex, people)) for ref, people in known.items()}


def without(kept: str, out: TakenOut) -> str:
    """A kept page with something taken out of it."""
    return _told(_without(json.loads(kept), out))


def with_counted(kept: str, counted: Any) -> str:
    """A kept page with something else in the place of what the door knew of its counts."""
    return kept if counted is None else _told({**json.loads(kept), _COUNTED: counted})


def _told(plain: Any) -> str:
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: Any, cited: Mapping[tuple[str, int], str]) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        told = {one.name: _plain(getattr(value, one.name), cited) for one in fields(value) if one.name != "thing_id"}
        kind, guid = getattr(value, "kind", ""), ""
        if kind in CITED:
            guid = cited.get((kind, getattr(value, "thing_id", 0)), "")
        if guid or kind == "quote":
            told[_THING] = guid
        return {_KIND: type(value).__name__, **told}
    if isinstance(value, list | tuple):
        return [_plain(one, cited) for one in value]
    return value


def _made(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_made(one) for one in value)
    if not isinstance(value, dict):
        return value
    kind = getattr(pages, str(value.get(_KIND)), None)
    if not (isinstance(kind, type) and is_dataclass(kind)):
        raise PageIsOtherError
    return kind(**{one.name: _made(value[one.name]) for one in fields(kind) if one.name in value})


def _cited(value: Any) -> Iterator[tuple[str, str, bytes]]:
    """The references of a page's entries whose evidence still stands in it, with its kind and GUID."""
    if isinstance(value, dict):
        if value.get(_THING):
            yield str(value["key"]), str(value["kind"]), bytes.fromhex(value[_THING])
        value = [one for name, one in value.items() if name not in {_COUNTED, _WHOSE}]
    if isinstance(value, list):
        for one in value:
            yield from _cited(one)


def _without(value: Any, out: TakenOut) -> Any:
    """A page's JSON with what is to go replaced, and texts wherever they stand."""
    if isinstance(value, list):
        return [_without(one, out) for one in value]
    if not isinstance(value, dict):
        return out.texts(value) if isinstance(value, str) else value
    match value.get(_KIND):
        case "Entry" if value.get("key") in out.quotes or value.get("key") in out.figures:
            return _entry_without(value, out)
        case "Chart" if out.chart:
            return _plain(pages.Paragraph(out.chart, role="note"), {})
        case "Section" if value.get("name") in out.sections:
            note = _plain(pages.Paragraph(out.sections[value["name"]], role="note"), {})
            return {**value, "blocks": [note]}
    told = {name: one if name in _KEPT else _without(one, out) for name, one in value.items()}
    refs = [ref.get("key") for ref in value.get("refs") or ()]
    if value.get("role") == "quote":
        gone = next((out.quotes[ref] for ref in refs if ref in out.quotes), "")
    else:
        gone = "" if _of_finding(refs) else next((out.figures[ref] for ref in refs if ref in out.figures), "")
    return {**told, "text": gone} if gone else told


def _entry_without(value: dict[str, Any], out: TakenOut) -> dict[str, Any]:
    """An entry of the annex with a note where its words or its numbers stood."""
    key = value["key"]
    if key in out.quotes:
        put = out.quotes[key]
        return {**value, _THING: "", "facts": [["Note", put]], "quote": put, "title": "A quote"}
    put = out.figures[key]
    return {**value, _THING: "", "facts": [["Note", put]], "title": _without(value["title"], out)}


def _of_finding(refs: Collection[Any]) -> bool:
    """Whether a sentence is a finding's, which people wrote."""
    return any(str(ref)[:1] == "F" for ref in refs)
