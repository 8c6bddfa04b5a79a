"""A file of figures taken in: as a data set of its own, as a new release of one that is there, or as an amendment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any

from sqlmodel import Session

from workbench.desk.importing.data_sets import Facts, describe
from workbench.desk.looking_again.moved import Moved, moved, standing
from workbench.errors import WorkbenchError
from workbench.indicators.compared import Compared, Told
from workbench.indicators.datasets import KEPT_OUT, kept_out
from workbench.indicators.drafts import DraftFigures
from workbench.indicators.new_release import take_in_release
from workbench.indicators.observations import add_figures
from workbench.indicators.recognised import (
    LooksLikeReleaseError,
    as_known,
    dataset_named,
    dataset_of_file,
    earlier_releases,
)
from workbench.indicators.releases import CHANGES, releases
from workbench.indicators.revisions import FiguresChangedError
from workbench.sources.documents import Added
from workbench.text import counted, dated

KEPT_BECAUSE = {
    "times": "of times that it does not have",
    "areas": "of areas that it does not have",
    "groups": "of groups that it does not have for that time",
    "indicators": "of indicators that it does not have",
}
NOBODY_SAID = (
    "Nobody said where these figures come from. Were they shared by a partner? Then say by whom, under which agreement"
    " and for what; else say who publishes them. Data sets, in Indicators, is where to say it."
)


class MonthsAddUpError(WorkbenchError):
    """Its months add up with those that are there, so that it replaces nothing. Bring it in without --release-of."""


class OlderReleaseError(FiguresChangedError):
    """The file is an earlier release than the one that stands. --amend would put the earlier figures back."""


@dataclass(frozen=True, slots=True)
class Taking:
    """How a file of figures is to be taken: what a person said of it."""

    amend: bool = False
    as_new: bool = False
    release_of: str = ""
    """The data set, by title or file, of which it is a new release."""
    release: Told = field(default_factory=Told)
    facts: Facts | None = None


@dataclass(frozen=True, slots=True)
class ReleaseReport:
    """What a release did, or would do, to the figures of the one before, and which judgements that moves."""

    dataset: str
    counts: Mapping[str, int]
    """By kind: new, revised, changed, gone, same, kept."""
    first: Mapping[str, Sequence[str]]
    kept: Mapping[str, Mapping[str, int]]
    redefined: tuple[str, ...]
    moved: tuple[Moved, ...]

    def lines(self) -> list[str]:
        """The same as people read it."""
        numbers = ", ".join(f"{self.counts.get(kind, 0):,} {kind}" for kind in CHANGES)
        said = [f"A new release of “{self.dataset}”: {numbers}, {self.counts.get('same', 0):,} the same."]
        for kind in ("revised", "changed", "gone", "new"):
            said += [f"{kind.capitalize()}: {one}" for one in self.first[kind]]
            more = self.counts.get(kind, 0) - len(self.first[kind])
            said += [f"and {more:,} more {kind}"] if more > 0 and self.first[kind] else []
        for why, what in self.kept.items():
            names = ", ".join(list(what)[:8]) + (f" and {len(what) - 8:,} more" if len(what) > 8 else "")
            many = sum(what.values())
            stays = "stays as it was" if many == 1 else "stay as they were"
            said.append(f"{counted(many, 'figure')} {KEPT_BECAUSE[why]} {stays}: {names}.")
        said += [f"Said otherwise: {one}." for one in self.redefined]
        return said + [one.said for one in self.moved]

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "dataset": self.dataset,
            "counts": dict(self.counts),
            "first": {kind: list(lines) for kind, lines in self.first.items()},
            "kept": {why: dict(what) for why, what in self.kept.items()},
            "said_otherwise": list(self.redefined),
            "moved": [{"what": one.name, "state": one.state, "why": one.why} for one in self.moved],
        }


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a file of figures."""

    added: Added
    release: ReleaseReport | None = None


def take_in_figures(session: Session, draft: DraftFigures, taking: Taking) -> Taken:
    """Take a file of figures in.

    A file whose name the project knows amends what it brought. One of another name with the same indicators about the
    same areas is a new release, which a person has to say.

    Raises:
        LooksLikeReleaseError: where nobody said whether it is one, naming the data sets.
        FiguresChangedError: where it would amend, unless that was said.
    """
    known = dataset_of_file(session, draft.name)
    if taking.release_of and draft.adds_up:
        raise MonthsAddUpError
    if taking.release_of:
        return _release(session, draft, dataset_named(session, taking.release_of), taking)
    if known is not None and taking.as_new:
        draft, known = replace(draft, name=_free(session, draft.name)), None
    if known is None and not taking.as_new:
        _ask_whether_release(session, draft)
    file = draft.name
    if known is not None and known[1] != draft.name:
        draft = as_known(session, draft, known[0])
    before = standing(session) if taking.amend else None
    try:
        figures = add_figures(session, draft, amend=taking.amend)
    except FiguresChangedError:
        if known is not None:
            _refuse_older(session, file, known[0])
        raise
    notes = tuple(note for note in figures.notes if note not in draft.notes)
    if before is not None and figures.counts["amended"]:
        notes += tuple(one.said for one in moved(session, before))
    about = dataset_of_file(session, file)
    counts = dict(figures.counts)
    nothing_new = not sum(counts.get(name, 0) for name in ("indicators", "observations", "amended", "returned"))
    if about is not None:
        notes += _about(session, draft, about[0], taking, new=bool(counts["indicators"]))
    found = nothing_new and taking.facts is None
    return Taken(Added("found" if found else "added", counts, tuple(figures.left_out), notes))


def _about(session: Session, draft: DraftFigures, dataset_id: int, taking: Taking, *, new: bool) -> tuple[str, ...]:
    """Write down what was said of the data set, and ask what was not."""
    if taking.facts is not None:
        describe(session, dataset_id, taking.facts)
    out = kept_out(session).get(dataset_id, ())
    if out:
        return (f"{KEPT_OUT} {' '.join(out)}",)
    facts = taking.facts
    told = facts is not None and (facts.publisher or facts.shared is not None or facts.shared_by)
    return (NOBODY_SAID,) if new and not draft.publisher and not told else ()


def _refuse_older(session: Session, file: str, dataset_id: int) -> None:
    """Say so where a file is an earlier release than the one that stands."""
    listed = releases(session, dataset_id)
    if listed and listed[0].came_from != file:
        raise OlderReleaseError(
            f"{file} is an earlier release than “{listed[0].name}”, which came in on"
            f" {dated(listed[0].imported[:10])} and has replaced its figures. Nothing was changed; --amend would put the"
            " earlier figures back."
        )


def _ask_whether_release(session: Session, draft: DraftFigures) -> None:
    found = earlier_releases(session, draft)
    if not found:
        return
    listed = " or ".join(one.said for one in found[:3])
    raise LooksLikeReleaseError(
        f"{draft.name} looks like a new release of {listed}. Say --release-of “{found[0].name}” to put its figures in the"
        " place of those, or --as-new to keep both.",
        [one.name for one in found],
    )


def _release(session: Session, draft: DraftFigures, dataset_id: int, taking: Taking) -> Taken:
    """Take a file in as a new release, and say which judgements that moves."""
    before = standing(session)
    done = take_in_release(session, draft, dataset_id, taking.release, judged=before.figures)
    notes = _about(session, draft, dataset_id, taking, new=False)
    report = _report(done, moved(session, before))
    counts = {"rows": draft.rows, "observations": done.counts["new"]}
    counts |= {kind: done.counts[kind] for kind in ("revised", "changed", "gone")}
    touched = sum(done.counts[kind] for kind in CHANGES) + len(done.redefined)
    outcome = "added" if touched or taking.facts is not None else "found"
    return Taken(Added(outcome, counts, draft.left_out, (*notes, *report.lines())), report)


def _report(done: Compared, judgements: tuple[Moved, ...]) -> ReleaseReport:
    counts = Counter(done.counts)
    return ReleaseReport(
        done.dataset,
        {kind: counts[kind] for kind in (*CHANGES, "same", "kept")},
        done.first,
        {why: dict(what) for why, what in done.kept.items()},
        tuple(one.said for one in done.redefined),
        judgements,
    )


def _free(session: Session, name: str) -> str:
    """A file's name that the project does not know yet: figures (2).csv."""
    path = PurePath(name)
    number = 2
    while dataset_of_file(session, f"{path.stem} ({number}){path.suffix}") is not None:
        number += 1
    return f"{path.stem} ({number}){path.suffix}"
