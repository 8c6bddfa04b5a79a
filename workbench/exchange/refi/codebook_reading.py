"""Brings in codebooks of other programs, `.qdc` of the REFI-QDA standard, and what comes near to one.

Many in the wild are not valid: namespaces of their own, colours in numbers, codes without a GUID or with one that
another has, files that break off. What can be read of them is, and what was mended is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from workbench.coding.paths import join_path
from workbench.coding.study_drafts import DraftCodebook, StudyCode, StudySet
from workbench.errors import WorkbenchError
from workbench.exchange.archives import PartIsBrokenError
from workbench.exchange.codebook_colours import colour_of
from workbench.exchange.encoding import read_bytes
from workbench.exchange.readers import Options
from workbench.exchange.refi.elements import Attributes, Elements
from workbench.exchange.refi.loose import code_of, set_of
from workbench.exchange.refi.raw import RawCode, RawProject
from workbench.exchange.refi.told import title
from workbench.sources.drafts import LeftOut

SUFFIX = ".qdc"
LIMIT = 64 * 1024 * 1024
_ROOTS = frozenset({"CodeBook", "Codebook", "Codes", "CodesType"})
_NO_GUID = "without guid "


class NoCodesError(WorkbenchError):
    """There is no code in this file. Export the codebook again from the program that wrote it."""


class QdcReader:
    """Reads `.qdc` codebooks."""

    name = "codebooks of other programs (REFI-QDA)"
    kind = "codes"
    suffixes = (SUFFIX,)

    def recognises(self, path: Path, head: bytes) -> float:
        """How sure this is a codebook: by its name, or because the XML begins as one does."""
        plain = head[:4096].replace(b"\0", b"").lower()
        if b"qda-xml:codebook" in plain:
            return 0.99
        return 0.9 if path.suffix.lower() == SUFFIX else 0.0

    def read(self, path: Path, options: Options) -> DraftCodebook:
        """The codebook as a draft. Raises a sentence where it is unsafe, too large, or holds no code at all."""
        del options
        return codebook_of(read_bytes(path, limit=LIMIT), path.name)


READER = QdcReader()


class _Codebook(Elements):
    """The reading of a codebook that stands by itself."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.bare = 0
        """How many codes have no GUID."""
        self.twice: list[str] = []
        """Codes whose GUID another has."""
        self._seen: Counter[str] = Counter()

    def _start(self, tag: str, told: Attributes) -> None:
        if self._local(tag) == "Code" and not self._skipping:
            guid = told.get("guid", "").strip().strip("{}").lower()
            self._seen[guid] += 1
            if not guid:
                self.bare += 1
                told["guid"] = f"{_NO_GUID}{self.bare}"
            elif self._seen[guid] > 1:
                self.twice.append(told.get("name", ""))
                told["guid"] = f"{_NO_GUID}{guid} {self._seen[guid]}"
        super()._start(tag, told)

    def _other(self, tag: str, told: Attributes) -> None:
        if not self.begun and tag in _ROOTS:
            self.begun = True
            self.project.origin = told.get("origin", "")
            self._open.append(self.project)
        else:
            super()._other(tag, told)


def codebook_of(data: bytes, name: str) -> DraftCodebook:
    """A codebook from the bytes of its file, as far as it can be read."""
    elements, notes = _Codebook(name), []
    try:
        list(elements.feed(data, last=True))
    except PartIsBrokenError as reason:
        if not elements.project.codes:
            raise PartIsBrokenError(
                f"{name}: this is no codebook that can be read. Export it again from the program that wrote it, as REFI-QDA"
                " codebook (.qdc), and bring that in."
            ) from None
        notes.append(f"{str(reason).split('. ')[0].replace('its project file', 'it')}: what stands before came in.")
    project = elements.project
    if not project.codes:
        raise NoCodesError(f"There is no code in {name}. Export the codebook again from the program that wrote it.")
    left_out = [
        LeftOut("the codebook", f"{times:,} elements “{tag}”", "the standard does not have them there")
        for tag, times in project.unknown.items()
    ]
    if elements.bare:
        notes.append(
            "1 code has no GUID: it is known by its name alone."
            if elements.bare == 1
            else f"{elements.bare:,} codes have no GUID: they are known by their names alone."
        )
    if elements.twice:
        names = ", ".join(f"“{title(one, 'without a name')}”" for one in elements.twice[:5])
        notes.append(
            f"1 code has the GUID of another ({names}): it is known by its name."
            if len(elements.twice) == 1
            else f"{len(elements.twice):,} codes have the GUID of another ({names}): they are known by their names."
        )
    keys = _keys(project.codes)
    codes = tuple(_code(one, keys, left_out) for one in project.codes)
    sets = _sets(project, keys, left_out)
    origin = title(project.origin, "a program that does not say its name")
    return DraftCodebook(name, origin, codes, sets, tuple(left_out), (f"Written by {origin}.", *notes))


def _keys(codes: list[RawCode]) -> dict[str, str]:
    """By what each code is known: its GUID, or its path where it has none of its own."""
    names: dict[str, tuple[str, ...]] = {}
    keys: dict[str, str] = {}
    taken: set[str] = set()
    for one in codes:
        names[one.guid] = (*names.get(one.parent, ()), title(one.name, "Code without a name"))[-200:]
        key = one.guid
        if key.startswith(_NO_GUID):
            path, number = join_path(names[one.guid]), 2
            key = path
            while key in taken:
                key, number = f"{path} {number}", number + 1
        taken.add(key)
        keys[one.guid] = key
    return keys


def _code(one: RawCode, keys: Mapping[str, str], left_out: list[LeftOut]) -> StudyCode:
    name = title(one.name, "Code without a name")
    colour = colour_of(one.colour)
    if one.colour.strip() and not colour:
        left_out.append(LeftOut(f"code “{name}”", f"its colour “{one.colour[:40]}”", "no colour that can be read"))
    return replace(code_of(one, keys[one.guid], name, keys.get(one.parent, "")), colour=colour)


def _sets(project: RawProject, keys: Mapping[str, str], left_out: list[LeftOut]) -> tuple[StudySet, ...]:
    found = []
    for number, one in enumerate(project.sets, 1):
        name = title(one.name, "Set without a name")
        lost = sum(code not in keys for code in one.codes)
        if lost:
            left_out.append(LeftOut(f"set “{name}”", f"{lost:,} of its codes", "they are not in the file"))
        codes = tuple(keys[code] for code in one.codes if code in keys)
        found.append(replace(set_of(one), key=one.guid or f"set {number}", codes=codes))
    return tuple(found)
