"""The readers of files: which there are, and which one a file is for. A new reader is one more module in `MODULES`."""

from __future__ import annotations

import importlib
import importlib.util
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Protocol, cast

from workbench.errors import WorkbenchError
from workbench.exchange.archives import ADVICE, CONTENTS, content_of
from workbench.exchange.encoding import head_of, read_text
from workbench.exchange.going import Going, unheard
from workbench.indicators.area_drafts import OwnAreas
from workbench.sources.recordings import SUFFIXES as RECORDED
from workbench.text import is_text, yaml_mistake

MODULES = (
    "workbench.exchange.transcripts.plain_texts",
    "workbench.exchange.transcripts.word_transcripts",
    "workbench.exchange.transcripts.open_texts",
    "workbench.exchange.transcripts.rich_texts",
    "workbench.exchange.transcripts.web_pages",
    "workbench.exchange.transcripts.pdf_pages",
    "workbench.exchange.transcripts.subtitles",
    "workbench.exchange.transcripts.turn_tables",
    "workbench.exchange.transcripts.turn_sheets",
    "workbench.exchange.readiness.sheets",
    "workbench.exchange.surveys.tables",
    "workbench.exchange.surveys.sheets",
    "workbench.exchange.surveys.stat_files",
    "workbench.exchange.indicator_tables",
    "workbench.exchange.indicator_sheets",
    "workbench.exchange.indicator_parquet",
    "workbench.exchange.zipped_tables",
    "workbench.exchange.street.crime",
    "workbench.exchange.street.outcomes",
    "workbench.exchange.street.searches",
    "workbench.exchange.lookup_tables",
    "workbench.exchange.neighbour_tables",
    "workbench.exchange.refi.reader",
    "workbench.exchange.refi.codebook_reading",
    "workbench.exchange.codebook_tables",
    "workbench.exchange.codebook_sheets",
    "workbench.exchange.codebook_frames",
    "workbench.exchange.studies.qualcoder",
    "workbench.exchange.studies.taguette",
    "workbench.exchange.coded.segments",
    "workbench.exchange.coded.segment_sheets",
    "workbench.exchange.coded.answers",
    "workbench.exchange.coded.answer_sheets",
)
"""Each module has an object READER."""

KINDS_READ = (
    "Save words as .docx, .txt or .pdf and tables as .xlsx or .csv, and bring that in;"
    " the guide's page on bringing files in lists everything that is read."
)
"""What to do about a file that is not read."""

KINDS = ("transcript", "survey", "indicators", "areas", "neighbours", "readiness", "codes", "refi")
PICTURE, RECORDING, KEPT = "a picture", "a recording", "what a program keeps for itself"
_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".heic", ".gif", ".bmp", ".tif", ".tiff", ".webp"})
_SIGNATURES = (
    (b"\x89PNG", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
    (b"\x1f\x8b", "a compressed file"),
    (b"ID3", RECORDING),
    (b"RIFF", RECORDING),
)
_BESIDE = {
    PICTURE: "Describe it in a .txt or .docx file, bring that in, and lay it beside its interview in Sources.",
    RECORDING: "It stays where it is: a transcript of the same name in the same folder finds it and plays it.",
    KEPT: "Nobody's words are in it that are not in the file itself.",
}
_KEPT_BY_PROGRAMS = re.compile(
    r"~\$.*|~WRL\d+\.tmp|\.~lock\..*#|~.*\.tmp|thumbs\.db|desktop\.ini|\.ds_store|\._.*", re.IGNORECASE
)
"""Names of files that Office, Windows and macOS leave in a folder."""


class KindIsNotReadError(WorkbenchError):
    """Files of this kind are not read. The guide's page on bringing files in lists those that are."""


class LiesBesideError(KindIsNotReadError):
    """A picture or a recording is no text. It stays where it is, beside the text that it belongs to."""

    asks = "beside"


class KindIsUnclearError(WorkbenchError):
    """This table could be several things. Say which with --as survey, --as indicators or --as codes, or give a --map."""

    asks = "kind"


class MapIsUnreadableError(WorkbenchError):
    """The map is not YAML of names and values. Look at the guide's page on survey maps."""

    asks = "map"


def _nothing(header: str) -> None:
    """What is remembered where nobody remembers."""
    del header


@dataclass(frozen=True, slots=True)
class Options:
    """How a file is to be read: as which kind, by which map, with speakers marked in which way."""

    as_: str | None = None
    map_path: Path | None = None
    speakers: str = ""
    """How speakers are marked where the usual ways fail, with NAME for the name: `[NAME]`, `NAME -`."""
    columns: Mapping[str, Any] | None = None
    """A survey's map as somebody set it column by column, instead of one in a file."""
    remembered: Callable[[str], Mapping[str, Any] | None] = _nothing
    """The map that somebody gave for a table of figures with such columns before, by what its header is known by."""
    areas: OwnAreas = field(default_factory=OwnAreas)
    """The project's own areas, that the register does not hold."""
    going: Going = unheard
    """Told now and then which share of a large table is read; what it raises ends the reading."""

    @property
    def survey_map(self) -> Path | Mapping[str, Any] | None:
        """The map of a table's columns, if there is one."""
        return self.columns if self.columns is not None else self.map_path


class Reader(Protocol):
    """What every reader has: names, and the two things it does.

    A reader of archives also has `contents`, the keys of `archives.CONTENTS` that it reads; others read text.
    """

    name: str
    kind: str
    suffixes: Collection[str]

    def recognises(self, path: Path, head: bytes) -> float:
        """How sure the reader is that the file is for it, 0 to 1; under a half it wants to be told."""
        ...

    def read(self, path: Path, options: Options) -> Any:
        """The file as a draft, or a WorkbenchError with a sentence."""
        ...


@cache
def readers() -> tuple[Reader, ...]:
    """Every reader there is."""
    return tuple(
        cast("Reader", importlib.import_module(module).READER) for module in MODULES if importlib.util.find_spec(module)
    )


def recognise(path: Path, *, as_: str | None = None, map_path: Path | None = None) -> Reader:
    """The reader for a file; a sentence where there is none, or where a person has to say what the file is."""
    if as_ is not None and as_ not in KINDS:
        raise KindIsNotReadError(f"There is no kind “{as_}”. Kinds are {', '.join(KINDS)}.")
    folders = [reader for reader in readers() if as_ in {None, reader.kind} and folder_score(reader, path) > 0]
    if folders:
        return max(folders, key=lambda reader: folder_score(reader, path))
    if _KEPT_BY_PROGRAMS.fullmatch(path.name):
        raise LiesBesideError(f"{path.name} is {KEPT}, which is not read. {_BESIDE[KEPT]}")
    head = head_of(path)
    content = _content(path, head)
    there = [reader for reader in readers() if as_ is None or reader.kind == as_]
    if as_ is not None and not there:
        raise KindIsNotReadError(f"{path.name}: files of the kind “{as_}” are not read yet. {KINDS_READ}")
    there = [reader for reader in there if content in _contents(reader)]
    if content and not there:
        raise KindIsNotReadError(f"{path.name} is {CONTENTS[content]}, which is not read as {as_}. {KINDS_READ}")
    if not content and (pretended := _suffix_content(path)):
        raise KindIsNotReadError(
            f"{path.name} ends in {path.suffix} and is not {pretended} inside."
            f" Open it in the program that wrote it, save it again as {path.suffix}, and bring that in."
        )
    if not there:
        raise KindIsNotReadError(f"{path.name} is plain text, which is not read as {as_}. {KINDS_READ}")
    scores = sorted(((reader.recognises(path, head), reader) for reader in there), key=lambda pair: -pair[0])
    best, reader = scores[0]
    if as_ is not None and path.suffix.lower() in reader.suffixes:
        return reader
    if best <= 0:
        as_what = f" as {as_}" if as_ is not None else ""
        raise KindIsNotReadError(
            f"{path.name}: files {f'ending in {path.suffix}' if path.suffix else 'of no ending'} are not read{as_what}. {KINDS_READ}"
        )
    survey = [found for score, found in scores if found.kind == "survey" and score > 0]
    if as_ is None and map_path is not None and best < 0.9 and _is_of_figures(map_path):
        return next((found for score, found in scores if found.kind == "indicators" and score > 0), reader)
    if as_ is None and map_path is not None and survey and best < 0.9:
        return survey[0]
    if as_ is None and best < 0.5 and content == "xls":
        raise KindIsUnclearError(
            f"{path.name} is an old Excel workbook. With --as indicators its figures are read; save a survey as .xlsx first."
        )
    if as_ is None and best < 0.5:
        raise KindIsUnclearError(
            f"{path.name} is a table, and could be a survey, figures or codes of answers."
            " Say which with --as survey, --as indicators or --as codes, or give a --map."
        )
    return reader


def _is_of_figures(map_path: Path) -> bool:
    """Whether a map is of a table of figures: it says where areas or figures stand."""
    return bool(read_map(map_path).keys() & {"area_code", "area", "value", "figures", "count"})


def _content(path: Path, head: bytes) -> str:
    """What kind of archive a file is, a key of CONTENTS that some reader reads; nothing for text.

    Raises a sentence for what no reader reads.
    """
    content = content_of(path, head)
    what = CONTENTS[content] if content and not any(content in _contents(reader) for reader in readers()) else ""
    what = what or next((said for signature, said in _SIGNATURES if head.startswith(signature)), "")
    what = what or _by_suffix(path.suffix.lower())
    if what in _BESIDE:
        raise LiesBesideError(f"{path.name} is {what}, which is not read. {_BESIDE[what]}")
    if what:
        raise KindIsNotReadError(f"{path.name} is {what}, which is not read. {ADVICE.get(content, KINDS_READ)}")
    return content


def _by_suffix(suffix: str) -> str:
    """What files of a suffix are that lie beside a transcript and are no text; nothing for others."""
    return PICTURE if suffix in _PICTURES else RECORDING if suffix in RECORDED else ""


def _contents(reader: Reader) -> Collection[str]:
    return cast("Collection[str]", getattr(reader, "contents", ("",)))


def _suffix_content(path: Path) -> str:
    """What a file of this name ought to be inside, where that is an archive which some reader reads."""
    suffix = path.suffix.lower()
    content = next((one for reader in readers() if suffix in reader.suffixes for one in _contents(reader)), "")
    return CONTENTS[content] if content else ""


@cache
def _map_loader() -> Any:
    """YAML as maps are written in it: each name once, and no references, so that no small file unfolds to a huge one."""
    import yaml

    class MapLoader(yaml.SafeLoader):
        def compose_node(self, parent: Any, index: Any) -> Any:
            event: Any = self.peek_event()  # type: ignore[no-untyped-call]
            if isinstance(event, yaml.AliasEvent):
                raise yaml.MarkedYAMLError(
                    problem="A reference (*) has no place in a map.", problem_mark=cast("Any", event.start_mark)
                )
            return super().compose_node(parent, index)

        def construct_mapping(self, node: Any, deep: bool = False) -> Any:
            seen: dict[Any, int] = {}
            for key, _ in node.value:
                name = str(key.value) if isinstance(key, yaml.ScalarNode) else None
                if name is not None and name in seen:
                    raise yaml.MarkedYAMLError(
                        problem=f"“{key.value}” stands in it twice, on line {seen[name]} too. Keep one of them.",
                        problem_mark=key.start_mark,
                    )
                seen[name] = key.start_mark.line + 1
            return super().construct_mapping(node, deep=deep)

    return MapLoader


def folder_score(reader: Reader, path: Path) -> float:
    """How sure a reader is that a folder as a whole is for it, 0 to 1; 0 for a file, and for readers of files alone."""
    recognises = getattr(reader, "recognises_folder", None)
    if recognises is None or not is_text(str(path)) or not path.is_dir():
        return 0.0
    return float(recognises(path))


def read_map(path: Path) -> dict[str, Any]:
    """A map as written in YAML: names and values, or a sentence with the line where it goes wrong."""
    import yaml

    try:
        written = yaml.load(read_text(path, limit=1_048_576).text, Loader=_map_loader())  # noqa: S506
    except yaml.YAMLError as reason:
        mark = getattr(reason, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        problem = str(getattr(reason, "problem", None) or "")
        raise MapIsUnreadableError(f"{path.name}{where}: {yaml_mistake(problem)}") from None
    except RecursionError:
        raise MapIsUnreadableError(
            f"{path.name}: this is no map: it is nested too deeply. A map is names with values, such as “case: id”."
        ) from None
    if not isinstance(written, dict):
        raise MapIsUnreadableError(f"{path.name}: a map is a list of names with values, such as “case: respondent id”.")
    return {str(key): value for key, value in written.items()}
