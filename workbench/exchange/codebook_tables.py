"""Codebooks as tables, `.csv` and `.tsv`: a row a code, with its path or its name and parent, and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from workbench.coding.paths import join_path, split_path
from workbench.coding.study_drafts import DraftCodebook, StudyCode
from workbench.errors import WorkbenchError
from workbench.exchange.codebook_colours import colour_of
from workbench.exchange.codebook_limits import DEEPEST, refuse_too_many
from workbench.exchange.delimited import first_row, read_table
from workbench.exchange.encoding import read_text
from workbench.exchange.readers import Options
from workbench.exchange.tables import Table
from workbench.sources.drafts import LeftOut

SUFFIXES = (".csv", ".tsv")
WORDS = ("definition", "include", "exclude", "example", "safeguarding")
COLUMNS = ("code", *WORDS, "colour", "state")
"""The columns that we write."""
HEADS = {
    "code": frozenset({"code", "codes", "path", "code path", "name", "code name", "code_name", "tag", "label"}),
    "parent": frozenset({"parent", "parent code", "parent_code", "category", "group", "under"}),
    "definition": frozenset({"definition", "description", "meaning", "memo", "comment", "code memo"}),
    "include": frozenset({"include", "inclusion", "inclusion criteria", "when to use", "use when"}),
    "exclude": frozenset({"exclude", "exclusion", "exclusion criteria", "when not to use", "do not use when"}),
    "example": frozenset({"example", "examples", "anchor example", "sample quote"}),
    "safeguarding": frozenset({"safeguarding"}),
    "colour": frozenset({"colour", "color", "rgb"}),
    "state": frozenset({"state", "status"}),
}
"""What each column may be called."""
_SURE, ONLY_TOLD, HARDLY = 0.9, 0.1, 0.02


class NoColumnOfCodesError(WorkbenchError):
    """A codebook has a column of codes, called code, path or name."""


class CodebookTableReader:
    """Reads `.csv` and `.tsv` codebooks."""

    name = "codebooks in .csv and .tsv, a row a code"
    kind = "codes"
    suffixes = SUFFIXES

    def recognises(self, path: Path, head: bytes) -> float:
        """Sure of a table with columns of codes, of what they mean and of when they apply; else somebody has to say it."""
        if path.suffix.lower() not in SUFFIXES or b"\0" in head:
            return 0.0
        return how_sure(first_row(head, path.name))

    def read(self, path: Path, options: Options) -> DraftCodebook:
        """The codebook as a draft; raises a sentence where no column holds the codes."""
        del options
        decoded = read_text(path)
        return codebook_of(read_table(decoded.text, path.name), path.name)


READER = CodebookTableReader()


def how_sure(header: Sequence[str]) -> float:
    """How sure columns of these names are a codebook: beside codes alone there must be what is said of them."""
    if is_of_codes(header):
        return _SURE
    found = columns_of(header)
    return ONLY_TOLD if "code" in found and (len(found) > 1 or len(header) == 1) else HARDLY


def is_of_codes(header: Sequence[str]) -> bool:
    """Whether columns of these names are a codebook."""
    found = columns_of(header)
    return {"code", "definition"} <= found.keys() and bool(found.keys() & {"include", "exclude"})


def columns_of(header: Sequence[str]) -> dict[str, int]:
    """Which column is what; each is the first of that kind."""
    found: dict[str, int] = {}
    for place, name in enumerate(header):
        plain = " ".join(name.casefold().replace("_", " ").split())
        kind = next((kind for kind, names in HEADS.items() if plain in names), "")
        if kind:
            found.setdefault(kind, place)
    return found


def codebook_of(table: Table, name: str) -> DraftCodebook:
    """A table as a codebook. Raises NoColumnOfCodesError, TooManyCodesError."""
    columns = columns_of(table.header)
    if "code" not in columns:
        listed = ", ".join(f"“{one}”" for one in table.header[:8])
        raise NoColumnOfCodesError(
            f"{name}: a codebook has a column of codes, called code, path or name. Its columns are {listed}."
        )
    refuse_too_many(len(table.rows), name)
    found = _Found(table)
    others = [one for place, one in enumerate(table.header) if place not in columns.values()]
    if others:
        found.left_out.append(LeftOut("the table", ", ".join(others), "columns that say nothing of a code here"))
    rows = [{kind: _plain(row[place]) for kind, place in columns.items()} for row in table.rows]
    found.parents = _parents(rows) if "parent" in columns else {}
    for line, row in zip(table.lines, rows, strict=True):
        found.add(line, row)
    return DraftCodebook(name, "a table", tuple(found.codes.values()), (), tuple(found.left_out), tuple(table.notes))


class _Found:
    """The codes of a table by path, a parent before its children."""

    def __init__(self, table: Table) -> None:
        self.codes: dict[str, StudyCode] = {}
        self.left_out: list[LeftOut] = list(table.left_out)
        self.parents: dict[str, str] = {}
        self._unit = table.unit
        self._given: set[str] = set()

    def add(self, line: int, row: dict[str, str]) -> None:
        """Take in a row, or report it."""
        names = self._names(line, row)
        if names is None or len(names) > DEEPEST:
            why = "a code needs a name" if names is None else f"it stands deeper than {DEEPEST} codes"
            self._leave(line, f"the code “{row['code'][:80]}”", why)
            return
        for depth in range(1, len(names)):
            self._make(names[:depth])
        path = join_path(names)
        if path in self._given:
            self._leave(line, f"the code “{path[:80]}”", "it stands in the table already: the first stays")
            return
        self._given.add(path)
        colour = colour_of(row.get("colour", ""))
        if row.get("colour") and not colour:
            self._leave(line, f"the colour “{row['colour'][:40]}”", "no colour that can be read")
        definition, include, exclude, example, safeguarding = (row.get(cell, "") for cell in WORDS)
        retired = row.get("state", "").casefold() == "retired"
        says = (definition, include, exclude, example)
        above = self._above(names)
        made = StudyCode(path, names[-1], above, *says, colour, safeguarding=safeguarding, retired=retired)
        self._make(names, made)

    def _make(self, names: tuple[str, ...], code: StudyCode | None = None) -> None:
        path = join_path(names)
        if code is not None:
            self.codes[path] = code
        else:
            self.codes.setdefault(path, StudyCode(path, names[-1], self._above(names)))

    def _above(self, names: tuple[str, ...]) -> str:
        return join_path(names[:-1]) if len(names) > 1 else ""

    def _names(self, line: int, row: dict[str, str]) -> tuple[str, ...] | None:
        """The names on the way to a row's code; None without a name."""
        if "parent" not in row:
            try:
                return tuple(" ".join(one.split()) for one in split_path(row["code"]) if one.strip()) or None
            except ValueError:
                return None
        own, above = " ".join(row["code"].split()), " ".join(row["parent"].split())
        return self._way(line, own, above) if own else None

    def _way(self, line: int, own: str, above: str) -> tuple[str, ...]:
        """The names from the top to a code by those of its parents; a ring of parents is cut where it is met, and said."""
        way = [own]
        while above and len(way) <= DEEPEST:
            if above == own:
                self.parents[own] = ""
                self._leave(
                    line, f"the place of the code “{own[:80]}”", "it lies below itself: it stands at the top here"
                )
                return (own,)
            if above in way:
                self.parents[way[-1]] = ""
                break
            way.append(above)
            above = self.parents.get(above, "")
        return tuple(reversed(way))

    def _leave(self, line: int, what: str, why: str) -> None:
        self.left_out.append(LeftOut(f"{self._unit} {line}", what, why))


def _parents(rows: Sequence[dict[str, str]]) -> dict[str, str]:
    """The parent of each code by its name, the first that is said."""
    found: dict[str, str] = {}
    for row in rows:
        found.setdefault(" ".join(row["code"].split()), " ".join(row["parent"].split()))
    return found


def _plain(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from running it."""
    text = cell.strip()
    return text[1:] if text[:1] == "'" and text[1:2] in {"=", "+", "-", "@"} else text
