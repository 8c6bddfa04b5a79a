"""What a person may say of a file that is to come in, and the words in which it is asked and answered."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.text import Text

from workbench.errors import WorkbenchError
from workbench.tui.dialogs import Choice

if TYPE_CHECKING:
    from workbench.desk.importing.releasing import Taking
    from workbench.desk.importing.reports import ImportReport
    from workbench.exchange.readers import Options
    from workbench.governance.pseudonyms import Pseudonyms
    from workbench.project.file import Project
    from workbench.tui.long_work import LongWork

KINDS_OF_TABLE = [
    Choice("survey", "A survey: a row is somebody's answers"),
    Choice("indicators", "Figures: published or shared, a row a figure"),
    Choice("transcript", "A transcript: a row is what somebody said"),
    Choice("codes", "Codes: a row is an answer or a passage with its codes, or a code of a codebook"),
]
AMENDING = [
    Choice("amend", "Take the new words; codings follow them", "Those whose words changed are listed to be looked at."),
    Choice("as_new", "Keep both: bring it in as another document"),
]
AMENDING_FIGURES = [Choice("amend", "Take the new figures", "Each says in its note what it was.")]
FROM_WHOM = [
    Choice("published", "Published: anyone may read it"),
    Choice("shared", "Shared by a partner", "It stays out of analysis until its terms are said, under data sets."),
]
WHO_IS = {"published": "Who publishes it?", "shared": "Which partner shared it?"}
SPEAKERS_ARE = (
    "Write NAME where the name stands, and TIME where a time does: “NAME:”, “[NAME]”, “NAME -”, “TIME NAME”. NAME alone is"
    " a name on a line of its own, “NAME …” a mark such as Q1 or INT before the words. Empty lets the workbench find it."
)
ANSWERS = {
    "kind": "enter says whether it is a survey, figures, a transcript or codes.",
    "map": "enter gives the map that says which column is what.",
    "speakers": "enter says how speakers are marked.",
    "amend": "enter says whether the new words are taken, or both are kept.",
    "release": "enter says whether it is a new release, or both are kept.",
}
"""What somebody may do about what a file asks."""
_FLAGGED = re.compile(r"[^.!?]*\s--\w[^.!?]*[.!?]")
COUNTED = {
    "segments": ("passage", "passages"),
    "answers": ("answer", "answers"),
    "words": ("word", "words"),
    "cases": ("person", "people"),
    "values": ("closed answer", "closed answers"),
    "observations": ("figure", "figures"),
    "codings": ("coded passage", "coded passages"),
    "comments": ("comment", "comments"),
    "amended": ("figure revised", "figures revised"),
    "revised": ("revised", "revised"),
    "changed": ("changed", "changed"),
    "gone": ("gone", "gone"),
}
"""What is counted of a file, in the words of the screen."""
COUNTED_OF_STUDIES = {
    "documents": ("document", "documents"),
    "codes": ("code", "codes"),
    "codings": ("coded passage", "coded passages"),
    "cases": ("person", "people"),
    "themes": ("theme", "themes"),
    "memos": ("memo", "memos"),
    "codings changed": ("coded passage changed", "coded passages changed"),
    "codes changed": ("code changed", "codes changed"),
    "values changed": ("fact about people changed", "facts about people changed"),
}
"""What is counted of a project of another program."""
STUDIES = frozenset({"refi", "codes"})
"""Kinds of files that are projects of other programs."""
_OF_CODES = frozenset({"codes", "codes changed", "themes"})
_KINDS = {"transcript": "transcript", "survey": "survey", "indicators": "figures", "refi": "project"}


MAP = ".map.yaml"
"""How the map of a survey is called that lies beside it."""


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody said of one file: as what it is read, by which map, and whether it comes in."""

    as_: str | None = None
    map_: Path | None = None
    columns: Mapping[str, Any] | None = None
    """A survey's map as it was set column by column, instead of one in a file."""
    speakers: str = ""
    amend: bool = False
    as_new: bool = False
    release_of: str = ""
    """The data set of which it is a new release."""
    whole: bool = False
    """Whether that release replaces the whole."""
    shared_by: str = ""
    publisher: str = ""
    left: bool = False

    def but(self, **changes: Any) -> Told:
        """The same with something else said."""
        return replace(self, **changes)

    def options(self) -> Options:
        """The same as a reader takes it."""
        from workbench.exchange.readers import Options

        return Options(self.as_, self.map_, self.speakers, self.columns)

    def bring_in(
        self,
        project: Project,
        paths: Sequence[Path],
        *,
        dry_run: bool = False,
        names: Pseudonyms | None = None,
        work: LongWork | None = None,
        came: Callable[[ImportReport], None] = lambda _: None,
    ) -> list[ImportReport]:
        """Bring files in, or try them only; `work` hears how far they are, and can stop it in the middle."""
        from workbench.desk.importing.bring_in import bring_in

        before = work.done if work else 0.0

        def progress(share: float) -> None:
            if work:
                work.progress(before + share, note=paths[min(int(share), len(paths) - 1)].name)

        return bring_in(
            project,
            paths,
            map_=self.map_,
            as_=self.as_,
            speakers=self.speakers,
            amend=self.amend,
            as_new=self.as_new,
            dry_run=dry_run,
            names=names,
            progress=progress,
            cancelled=lambda: work is not None and work.stopping,
            came=came,
            columns=self.columns,
            figures=self._taking(),
        )

    def _taking(self) -> Taking:
        """What was said of it as a file of figures."""
        from workbench.desk.importing.data_sets import facts_of
        from workbench.desk.importing.releasing import Taking
        from workbench.indicators.compared import Told as ToldOfRelease

        said: dict[str, object] = {"publisher": self.publisher, "shared": False} if self.publisher else {}
        said |= {"shared by": self.shared_by, "shared": True} if self.shared_by else {}
        release = ToldOfRelease(whole=self.whole)
        return Taking(release_of=self.release_of, release=release, facts=facts_of(said) if said else None)


def release_choices(datasets: Sequence[str]) -> list[Choice[str]]:
    """What a file may be that looks like a new release of these data sets."""
    found = []
    for place, name in enumerate(datasets):
        found.append(
            Choice(f"part:{place}", f"A new release of {name}", "Figures of times that it does not have stay.")
        )
        found.append(
            Choice(f"whole:{place}", f"A new release of {name}, in place of all", "What it does not have goes.")
        )
    return [*found, Choice("new", "Keep both: a data set of its own")]


def first_told(paths: Sequence[Path]) -> dict[Path, Told]:
    """What is said of files before anybody was asked: a survey's map that was kept beside it, as `NAME.map.yaml`."""
    maps = {path: path.with_name(f"{path.stem}{MAP}") for path in paths if not path.name.endswith(MAP)}
    kept = {path: Told(as_="survey", map_=one) if one.is_file() else Told() for path, one in maps.items()}
    return kept | {path: Told() for path in paths if path.name.endswith(MAP) and path not in maps.values()}


def in_words(told: str | ImportReport, *, people: bool = True) -> str:
    """A kind of file, or what is counted in one, in the words of the screen; without `people` they are not said."""
    if isinstance(told, str):
        return _KINDS.get(told, told)
    counted = COUNTED_OF_STUDIES if told.kind in STUDIES else COUNTED
    unsaid = {*(["segments"] if told.kind == "survey" else []), *([] if people else ["cases"])}
    return ", ".join(
        f"{number:,} {one if number == 1 else many}"
        for name, (one, many) in counted.items()
        if (number := told.counts.get(name, 0)) and name not in unsaid
    )


def brought(report: ImportReport) -> str:
    """A file that came in, in a sentence: what of it, and how much was left out."""
    counted = came_of(report)
    return f"{report.file} came in{': ' if counted else ''}{counted}."


def came_of(report: ImportReport) -> str:
    """What of a file came in, and how much was left out."""
    lost = len(report.left_out)
    return "; ".join(filter(None, (in_words(report), f"{lost:,} left out" if lost else "")))


def only_codes(report: ImportReport) -> bool:
    """Whether a file is a list of codes: no words, no people, no memos."""
    return report.kind in STUDIES and {name for name, number in report.counts.items() if number} <= _OF_CODES


def may_name(report: ImportReport) -> bool:
    """Whether names of people can stand in a file: not in figures, and not in a list of codes."""
    return report.kind != "indicators" and not only_codes(report)


def room_of(reports: Sequence[ImportReport]) -> str:
    """The room in which what came in is to be seen."""
    if all(one.kind == "indicators" for one in reports):
        return "indicators"
    return "coding" if all(map(only_codes, reports)) else "sources"


def without_flags(why: str) -> str:
    """A sentence for the command line without what is typed there."""
    return " ".join(_FLAGGED.sub("", f" {why}").split()) or why


def asked_of(report: ImportReport) -> str:
    """What a file asks, or why it does not come in, in a few words."""
    name = report.file
    said = without_flags(report.why).removeprefix(f"{name}: ").removeprefix(f"{name} ")
    return "it could be several things; enter says what it is" if report.asks == "kind" else said


def beginning(report: ImportReport, *, most: int = 40) -> Text:
    """How a file begins, who speaks, what was noted, and what is left out, at most so much of it; 0 for all."""
    shown = Text()
    if report.outcome == "refused":
        shown.append(without_flags(report.why) + "\n")
        shown.append(f"{ANSWERS[report.asks]}\n" if report.asks in ANSWERS else "")
        return shown
    if report.sample.voices:
        voices = (f"{one.label} ({one.role}, {one.turns:,})" for one in report.sample.voices[:12])
        more = len(report.sample.voices) - 12
        shown.append("Who speaks: ", "bold")
        shown.append(", ".join(voices) + (f" and {more} more" if more > 0 else "") + "\n")
    for note in report.notes:
        shown.append(f"{without_flags(note)}\n")
    before = None
    for speaker, words in report.sample.first:
        if speaker and speaker != before:
            shown.append(f"{speaker}  ", "bold")
        before = speaker
        shown.append(short(words) + "\n")
    for left in report.left_out[: most or None]:
        shown.append("Left out, ", "bold")
        shown.append(f"{left.where}: {left.what} ({left.why})\n")
    if 0 < most < len(report.left_out):
        shown.append(f"and {len(report.left_out) - most:,} more that would be left out\n")
    return shown


def short(words: str, *, most: int = 240) -> str:
    """Words on one line, cut at a blank where they are many."""
    plain = " ".join(words.split())
    return plain if len(plain) <= most else f"{plain[:most].rsplit(' ', 1)[0]} …"


def speakers_wrong(written: str) -> str | None:
    """What is wrong with a description of how speakers are marked; None where nothing is."""
    from workbench.exchange.transcripts.labels import convention

    if not written:
        return None
    try:
        convention(written)
    except WorkbenchError as reason:
        return str(reason)
    return None
