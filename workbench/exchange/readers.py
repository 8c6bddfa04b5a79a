"""The readers of files: which there are, and which one a file is for. A new reader is one more module in `MODULES`."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, cast

from workbench.errors import WorkbenchError
from workbench.exchange.encoding import head_of, read_text
from workbench.text import is_text

MODULES = (
    "workbench.exchange.transcripts",
    "workbench.exchange.survey_tables",
    "workbench.exchange.indicator_tables",
    "workbench.exchange.street_crime",
)
"""Each module has an object READER."""

KINDS = ("transcript", "survey", "indicators", "codes", "refi")
_SIGNATURES = (
    (b"PK\x03\x04", "a zip archive or an Office document"),
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"SQLite format 3\0", "a database"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"{\\rtf", "a rich text document"),
    (b"\x1f\x8b", "a compressed file"),
    (b"$FL2", "an SPSS file"),
    (b"$FL3", "an SPSS file"),
    (b"ID3", "a recording"),
    (b"RIFF", "a recording"),
)


class KindIsNotReadError(WorkbenchError):
    """Files of this kind are not read. Transcripts come in as .md or .txt, surveys and indicators as .csv."""


class KindIsUnclearError(WorkbenchError):
    """This table could be several things. Say which with --as survey or --as indicators, or give a --map."""


class MapIsUnreadableError(WorkbenchError):
    """The map is not YAML of names and values. Look at the guide's page on survey maps."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a file is to be read: as which kind, by which map."""

    as_: str | None = None
    map_path: Path | None = None


class Reader(Protocol):
    """What every reader has: names, and the two things it does."""

    name: str
    kind: str
    suffixes: Collection[str]

    def recognises(self, path: Path, head: bytes) -> float:
        """How sure the reader is that the file is for it, 0 to 1; under a half it wants to be told."""
        ...

    def read(self, path: Path, options: Options) -> Any:
        """The file as a draft, or a WorkbenchError with a sentence."""
        ...


def readers() -> list[Reader]:
    """Every reader there is."""
    return [
        cast("Reader", importlib.import_module(module).READER) for module in MODULES if importlib.util.find_spec(module)
    ]


def recognise(path: Path, *, as_: str | None = None, map_path: Path | None = None) -> Reader:
    """The reader for a file; a sentence where there is none, or where a person has to say what the file is."""
    if as_ is not None and as_ not in KINDS:
        raise KindIsNotReadError(f"There is no kind “{as_}”. Kinds are {', '.join(KINDS)}.")
    folders = [reader for reader in readers() if as_ in {None, reader.kind} and folder_score(reader, path) > 0]
    if folders:
        return max(folders, key=lambda reader: folder_score(reader, path))
    head = head_of(path)
    for signature, what in _SIGNATURES:
        if head.startswith(signature):
            raise KindIsNotReadError(f"{path.name} is {what}, which is not read yet. {_kinds_read()}")
    there = [reader for reader in readers() if as_ is None or reader.kind == as_]
    if as_ is not None and not there:
        raise KindIsNotReadError(f"{path.name}: files of the kind “{as_}” are not read yet. {_kinds_read()}")
    scores = sorted(((reader.recognises(path, head), reader) for reader in there), key=lambda pair: -pair[0])
    best, reader = scores[0]
    if as_ is not None and path.suffix.lower() in reader.suffixes:
        return reader
    if best <= 0:
        as_what = f" as {as_}" if as_ is not None else ""
        raise KindIsNotReadError(
            f"{path.name}: files ending in {path.suffix or 'nothing'} are not read{as_what}. {_kinds_read()}"
        )
    survey = [found for score, found in scores if found.kind == "survey" and score > 0]
    if as_ is None and map_path is not None and survey and best < 0.9:
        return survey[0]
    if as_ is None and best < 0.5:
        raise KindIsUnclearError(
            f"{path.name} is a table, and could be a survey or indicators."
            " Say which with --as survey or --as indicators, or give a --map."
        )
    return reader


def folder_score(reader: Reader, path: Path) -> float:
    """How sure a reader is that a folder as a whole is for it, 0 to 1; 0 for a file, and for readers of files alone."""
    recognises = getattr(reader, "recognises_folder", None)
    if recognises is None or not is_text(str(path)) or not path.is_dir():
        return 0.0
    return float(recognises(path))


def _kinds_read() -> str:
    return "Transcripts come in as .md or .txt, surveys and indicators as .csv (or .tsv)."


def read_map(path: Path) -> dict[str, Any]:
    """A map as written in YAML: names and values, or a sentence with the line where it goes wrong."""
    import yaml

    try:
        written = yaml.safe_load(read_text(path, limit=1_048_576).text)
    except yaml.YAMLError as reason:
        mark = getattr(reason, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        raise MapIsUnreadableError(
            f"{path.name}{where}: this is not YAML. {getattr(reason, 'problem', '')}".strip()
        ) from None
    except RecursionError:
        raise MapIsUnreadableError(
            f"{path.name}: this is no map: it is nested too deeply. A map is names with values, such as “case: id”."
        ) from None
    if not isinstance(written, dict):
        raise MapIsUnreadableError(f"{path.name}: a map is a list of names with values, such as “case: respondent id”.")
    return {str(key): value for key, value in written.items()}
