"""A place on one A4 page, as HTML, for an audience: made at the door, and entered in the register."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path

from sqlmodel import Session

from workbench import geography
from workbench.coding.retrieval import Passage
from workbench.desk.door.door import Door, door
from workbench.desk.door.leaving import EndingUnknownError, Taken, heading, leave, require_folder, today
from workbench.desk.door.quoted import NOT_NAMED
from workbench.desk.places.page import Around, Figures, read_around, read_figures
from workbench.desk.places.within import Within
from workbench.errors import WorkbenchError
from workbench.exchange.places.html import as_html
from workbench.exchange.places.sheet import FigureBox, Mark, MeetBox, Sheet, VoiceBox, fitted
from workbench.governance.quoting import Quote
from workbench.indicators.doubt_lines import DoubtLine
from workbench.indicators.observations import Figure
from workbench.indicators.places import PlaceFigure, areas_with_figures
from workbench.project.file import Project
from workbench.triangulation.figures import FigureLine

ENDINGS = (".html", ".htm")
KEY = (
    "◆ {place}, the thick line its 95 % interval; ○ the other areas of {county}; the dashed upright what it is compared"
    " with. On the right the same over time. Where intervals overlap, chance may make the difference."
)
DISTRICTS = "{place} has no figure of its own here: ○ is each of its districts, from the lowest to the highest."


class NoSuchPlaceError(WorkbenchError):
    """There is no such place. Write its name as the register has it, or its code."""


def write_place(project: Project, out: Path, place: str, *, audience: str = "internal") -> Taken:
    """Write a place, by its name or code, on one A4 page (.html), and enter it in the register.

    Raises NoSuchPlaceError with names that are near, EndingUnknownError, FolderMissingError, FileIsOpenError.
    """
    if out.suffix.lower() not in ENDINGS:
        raise EndingUnknownError(f"{out.name}: a place is written as .html, to print from a browser. End the name so.")
    require_folder(out)
    with project.read() as session:
        at = door(session, audience)
        figures = read_figures(at, place_named(session, place))
        around = read_around(at, figures)
        firsts = at.settled(one.quotes[0] for one in around.voices.themes if one.quotes)
        sheet = fitted(_sheet(project, at, figures, around, firsts))
        at.enter(one for one in firsts if one.text in {box.quote for box in sheet.voices})
        small = at.small
        left_out = [one for one in at.left_out() if one not in sheet.left_out]
    worded = tuple(f"{where}: {one.said}" for where, _, one in around.worded)
    taken = Taken(
        out,
        "place",
        audience,
        quotes=sum(bool(one.quote) for one in sheet.voices),
        figures=len(sheet.figures),
        withheld=len({(one.document, one.start, one.end) for one in at.held}) + small,
        left_out=(*sheet.left_out, *left_out, *worded),
        leaving=at.leaving(),
        printed=at.printed,
    )
    return leave(project, out, as_html(sheet).encode("utf-8", "replace"), taken)


def place_named(session: Session, typed: str) -> str:
    """The code of the place with that name or code; NoSuchPlaceError names those that are near."""
    wanted = typed.strip()
    figures = areas_with_figures(session)
    entry = geography.area(wanted.upper()) or geography.by_name(wanted)
    if entry is not None:
        return entry.code
    codes = [code for code, name in figures.items() if wanted.casefold() in {code.casefold(), name.casefold()}]
    if len(codes) == 1:
        return codes[0]
    several = geography.named(wanted)
    if len(several) > 1:
        listed = ", ".join(f"{one.code} ({one.kind})" for one in several)
        raise NoSuchPlaceError(f"Several areas are called “{typed}”: {listed}. Name one by its code.")
    near = [one.name for one in geography.near_names(wanted)] or get_close_matches(wanted, figures.values(), 3)
    hint = f"Did you mean {' or '.join(near)}?" if near else "Write its name as the register has it, or its code."
    raise NoSuchPlaceError(f"There is no place “{typed}”. {hint}")


def _sheet(project: Project, at: Door, figures: Figures, around: Around, firsts: Sequence[Quote[Passage]]) -> Sheet:
    """Everything that could stand on the page, the figures that matter most in the study first."""
    place = figures.place
    cited = {line.id for topic in around.topics for line in topic.figures}
    listed = sorted(place.indicators, key=lambda one: _weighs(one, cited))
    hidden = set(figures.withheld) | at.withheld(_all_of(place.indicators))
    sources: dict[str, int] = {}
    boxes = tuple(_figure(one, figures.lines[one.figure.id], hidden, at, sources) for one in listed)
    voices = around.voices
    shown = [line for line in around.within if line.figures]
    return Sheet(
        place=place.name,
        kind=f"{place.kind}{f' in {place.county}' if place.county and place.county != place.name else ''}",
        audience=heading(at.audience.name),
        project=project.title,
        made=today(),
        notice=project.meta.get("notice", ""),
        key=KEY.format(place=place.name, county=place.county or "the same kind")
        if boxes
        else DISTRICTS.format(place=place.name),
        figures=boxes or tuple(_of_district(at, one, sources) for one in shown),
        heard=voices.said,
        care=voices.care,
        voices=tuple(
            VoiceBox(one.code, one.counted, first.text, _who(first))
            for one, first in zip((one for one in voices.themes if one.quotes), firsts, strict=True)
        ),
        meets=tuple(
            MeetBox(one.row.topic, one.row.meet or "not judged yet", one.here, one.row.together)
            for one in around.topics
        ),
        unknown=tuple(one.sentence for one in around.unknown),
        planned=tuple(f"{one.name} {one.title} ({one.status}): {one.sentence}" for one in around.touching),
        sources=tuple(sources),
        left_out=tuple(filter(None, (*voices.held, _more_codes(voices.more)))),
    )  # fmt: skip


def _more_codes(more: int) -> str:
    return f"{more} more codes of what people say are in the project." if more else ""


def _who(quote: Quote[Passage]) -> str:
    passage = quote.passage
    if not quote.named:
        return NOT_NAMED
    mark = f" · {quote.mark}" if quote.mark else ""
    return f"{', '.join(passage.cases) or 'not named'}{mark}"


def _weighs(one: PlaceFigure, cited: set[int]) -> tuple[bool, bool, bool, str]:
    """What the study uses comes first, then what is unlike the benchmark, then what has a number, then by name."""
    unlike = one.comparison.word in {"better", "worse", "higher", "lower"}
    return one.figure.id not in cited, not unlike, one.figure.value is None, one.figure.indicator


def _all_of(listed: Iterable[PlaceFigure]) -> Iterable[Figure]:
    for one in listed:
        yield from {
            each.id: each for each in (one.figure, *one.peers, *one.history, one.benchmark) if each is not None
        }.values()


def _figure(one: PlaceFigure, line: FigureLine, hidden: set[int], at: Door, sources: dict[str, int]) -> FigureBox:
    figure = one.figure
    withheld = figure.id in hidden
    name = f"{figure.indicator}, {figure.period}"
    doubts = () if withheld else line.doubted
    box = FigureBox(
        name=name,
        said=f"Withheld by us: fewer than {at.audience.threshold}, or a number that would give one away."
        if withheld
        else f"{line.in_words}.",
        care=tuple(_doubt(one) for one in doubts),
        source=_source(figure, line.source, sources),
    )
    if withheld or figure.value is None:
        return box
    others = tuple(_mark(at, each) for each in one.peers if each.value is not None and each.id not in hidden)
    course = tuple(_mark(at, each) for each in one.history if each.value is not None and each.id not in hidden)
    benchmark = one.benchmark if one.benchmark is not None and one.benchmark.id not in hidden else None
    beside = _mark(at, benchmark) if benchmark is not None and benchmark.value is not None else None
    described = f"{line.in_words}. {len(others)} other areas are shown beside it, and {len(course)} times."
    return FigureBox(box.name, box.said, box.care, 0, box.source, _mark(at, figure), others, beside, course, described)


def _doubt(one: DoubtLine) -> tuple[str, ...]:
    """A doubt, and under it what a person answered."""
    said = f"{one.weight[:1].upper()}{one.weight[1:]}: {one.sentence}"
    return (said, f"→ {one.answer.said}") if one.answer else (said,)


def _of_district(at: Door, one: Within, sources: dict[str, int]) -> FigureBox:
    """A county that has no figure of its own: its districts in a sentence, from the lowest to the highest."""
    there = sorted(
        (at.counted.shown(each) for each in one.figures if each.value is not None and each.id not in one.withheld),
        key=lambda each: each.value or 0.0,
    )
    first = one.figures[0]
    name = f"{first.indicator}, {first.period}: its districts"
    source = _source(first, ", ".join(dict.fromkeys(filter(None, (first.publisher, first.dataset)))), sources)
    if not there:
        return FigureBox(name, "No district has a number.", source=source)
    others = tuple(_mark(at, each) for each in there)
    low, high = there[0], there[-1]
    unit = f" {first.unit}" if first.unit else ""
    said = (
        f"{len(there)} districts with a number, from {low.value:,.1f} ({low.area}) to {high.value:,.1f} ({high.area}){unit}."
        " Where intervals overlap there is no ranking."
    )
    return FigureBox(name, said, source=source, others=others, described=said)


def _mark(at: Door, figure: Figure) -> Mark:
    figure = at.counted.shown(figure)
    return Mark(figure.value or 0.0, figure.lower, figure.upper, figure.period)


def _source(figure: Figure, said: str, sources: dict[str, int]) -> int:
    """The number of a source, which is listed once however many figures come from it."""
    text = f"{said or 'not recorded'}. {figure.licence or 'Licence not recorded'}."
    return sources.setdefault(text, len(sources) + 1)
