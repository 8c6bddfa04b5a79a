"""A new release in place of the one before: compared figure by figure, area by area, and written down with what was.

Revised is a figure with other numbers; changed one with other words beside the same numbers; new one that the project
did not have; gone one that the release leaves out though it covers its indicator, area, time and group of people.
What the release does not cover, such as the oldest year of a rolling window, stays and is said, unless the release is
told to replace the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workbench.indicators.compared import (
    NUMBERS,
    WORDS,
    Compared,
    Covers,
    Told,
    figure_named,
    kind_of,
    line_of,
    place_named,
    value_in_words,
)
from workbench.indicators.datasets import Dataset
from workbench.indicators.drafts import DraftFigure, DraftFigures, DraftIndicator
from workbench.indicators.indicators import Indicator
from workbench.indicators.observations import DEFINED, Observation
from workbench.indicators.recognised import matched
from workbench.indicators.redefined import require_same_measure, take_over
from workbench.indicators.releases import Release, ReleaseChange, releases, write_release
from workbench.indicators.revisions import cells_of, in_words
from workbench.rows import (
    CHUNK,
    add,
    add_many,
    amend,
    bulk,
    fetched,
    find,
    guid_for,
    guids_for,
    joined_guid,
    now,
    table_of,
)

_AT_ONCE = 20_000
KEPT = ("value", "lower", "upper", "count", "denominator", "status", "compared")
"""What is kept of a figure as it was."""
_CELLS = ("id", "guid", "gone", "area", "period", *NUMBERS, *WORDS)
_KEY = ("area_code", "period_start", "period_end", "sex", "age", "category")
_ALWAYS = ("interval", "derived", "row")
"""What is taken from the file with every figure that it gives otherwise."""
_NUMBERS_AT = slice(5, 5 + len(NUMBERS))
_WORDS_AT = slice(5 + len(NUMBERS), None)
_GONE_AT = 2
_numbers, _words = attrgetter(*NUMBERS), attrgetter(*WORDS)


@dataclass(frozen=True, slots=True)
class _At:
    """Where changes are written: the session, the release with its GUID, the day, whether the whole is replaced."""

    session: Session
    release: int
    guid: bytes
    name: str
    day: str
    whole: bool
    judged: frozenset[int]


def take_in_release(
    session: Session, draft: DraftFigures, dataset_id: int, told: Told | None = None, *, judged: Iterable[int] = ()
) -> Compared:
    """Put a file's figures in the place of those that a data set has, and write down what each change replaced.

    Memory is bounded by the file as it was read and one batch of areas; the project's figures are read in the order of
    their index, an indicator and some areas at a time.

    Args:
        session: of a change.
        draft: what a reader made of the file.
        dataset_id: the data set of which it is a release.
        told: what somebody said of the release.
        judged: keys of figures on which judgements rest, to be told which of them were touched.

    Raises OtherMeasureError where an indicator of the same name is of another kind, such as a share instead of a rate.
    """
    told = told or Told()
    dataset = find(session, Dataset, dataset_id)
    pairs = matched(session, draft, dataset_id)
    for entry, row in pairs:
        require_same_measure(draft.name, entry, row)
    stamp = now()
    _first_release(session, dataset)
    release = write_release(
        session, dataset_id, dataset.guid, told.name, came_from=draft.name, imported=stamp, published=told.published
    )
    r = table_of(Release).c
    guid = session.execute(sa.select(r.guid).where(r.id == release)).scalar_one()
    at = _At(session, release, guid, told.name or draft.name, stamp[:10], told.whole, frozenset(judged))
    done = Compared(dataset.name, release)
    seen = {_indicator(at, dataset, entry, row, done) for entry, row in pairs}
    _other_indicators(at, dataset_id, seen, done)
    cells = {"release": told.name or draft.name, "imported": stamp}
    for name in ("publisher", "licence", "address", "caveats"):
        if getattr(draft, name) and not getattr(dataset, name):
            cells[name] = getattr(draft, name)
    amend(session, Dataset, dataset_id, **cells)
    return done


def _first_release(session: Session, dataset: Dataset) -> None:
    """Write down the release that is there, where nobody did when it came in."""
    if dataset.id is not None and not releases(session, dataset.id):
        write_release(
            session, dataset.id, dataset.guid, dataset.release, came_from=dataset.came_from, imported=dataset.imported
        )


def _indicator(at: _At, dataset: Dataset, entry: DraftIndicator, row: Any, done: Compared) -> int:
    """One indicator of the release: what it says of itself, then its figures; returns its key."""
    if row is None:
        guid = guid_for(at.session, "indicator", f"{dataset.came_from}\x1f{entry.name}")
        cells = {name: getattr(entry, name) for name in DEFINED}
        key = add(at.session, Indicator, guid=guid, dataset_id=dataset.id, name=entry.name, **cells)
        name = entry.name
    else:
        key, name = row.id, row.name
        if row.gone:
            amend(at.session, Indicator, key, gone=False)
        done.redefined += take_over(at.session, entry, row, at.name)
    guids = guids_for(at.session, "observation", f"{dataset.came_from}\x1f{name}\x1f")
    pairs = {((one.starts, one.ends), one.breakdown) for one in entry.figures}
    covers = Covers(name, pairs, {time for time, _ in pairs})
    there = _rows_by_area(at.session, key) if row is not None else {}
    by_area: dict[str, list[DraftFigure]] = {}
    for figure in entry.figures:
        by_area.setdefault(figure.area_code, []).append(figure)
    for codes, coming in _batches(by_area, there):
        _batch(at, key, codes, coming, guids, covers, done)
    for codes, _ in _batches(dict.fromkeys(there.keys() - by_area.keys(), ()), there):
        _batch(at, key, codes, (), guids, replace(covers, areas=False), done)
    return key


def _rows_by_area(session: Session, indicator_id: int) -> dict[str, int]:
    """How many rows the project has of an indicator for each area."""
    o = table_of(Observation).c
    counted = sa.select(o.area_code, sa.func.count()).where(o.indicator_id == indicator_id).group_by(o.area_code)
    return {row[0]: row[1] for row in session.execute(counted)}


def _batches(
    by_area: Mapping[str, Sequence[DraftFigure]], there: Mapping[str, int]
) -> Iterator[tuple[list[str], list[DraftFigure]]]:
    """Areas in their order, some at a time: as many as hold no more rows than are looked at at once, or one."""
    codes: list[str] = []
    coming: list[DraftFigure] = []
    rows = 0
    for code in sorted(by_area):
        more = max(len(by_area[code]), there.get(code, 0))
        if codes and (rows + more > _AT_ONCE or len(codes) >= CHUNK):
            yield codes, coming
            codes, coming, rows = [], [], 0
        codes.append(code)
        coming.extend(by_area[code])
        rows += more
    if codes:
        yield codes, coming


def _other_indicators(at: _At, dataset_id: int, seen: set[int], done: Compared) -> None:
    """The indicators of the data set that the release does not have."""
    i = table_of(Indicator).c
    rest = sa.select(i.id, i.name).where(i.dataset_id == dataset_id, i.gone.is_(False)).order_by(i.id)
    for key, name in at.session.execute(rest).all():
        if key not in seen:
            covers = Covers(name, set(), set(), indicator=False)
            there = _rows_by_area(at.session, key)
            for codes, _ in _batches(dict.fromkeys(there, ()), there):
                _batch(at, key, codes, (), None, covers, done)


def _batch(
    at: _At,
    indicator_id: int,
    codes: list[str],
    coming: Iterable[DraftFigure],
    guids: Callable[[str], bytes] | None,
    covers: Covers,
    done: Compared,
) -> None:
    """Compare and write the figures of some areas."""
    there = _there(at.session, indicator_id, codes)
    kept: list[dict[str, Any]] = []
    fresh: list[DraftFigure] = []
    for figure in coming:
        key = (figure.area_code, figure.starts, figure.ends, figure.sex, figure.age, figure.category)
        row = there.pop(key, None)
        if row is None:
            fresh.append(figure)
        else:
            _one(at, row, figure, covers.name, kept, done)
    for key, row in there.items():
        if not row[_GONE_AT]:
            _left_out(at, dict(zip((*_KEY, *_CELLS), (*key, *row), strict=True)), covers, kept, done)
    if fresh and guids is not None:
        _add(at, indicator_id, fresh, guids, covers.name, kept, done)
    if kept:
        with bulk(at.session, ReleaseChange):
            add_many(at.session, ReleaseChange, kept)


def _there(session: Session, indicator_id: int, codes: list[str]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """What the project has of an indicator for some areas, those gone too: the cells by key."""
    o = table_of(Observation).c
    chosen = sa.select(*(o[name] for name in (*_KEY, *_CELLS))).where(
        o.indicator_id == indicator_id, o.area_code.in_(codes)
    )
    return {row[: len(_KEY)]: row[len(_KEY) :] for row in fetched(session, chosen)}


def _one(
    at: _At, row: tuple[Any, ...], figure: DraftFigure, name: str, kept: list[dict[str, Any]], done: Compared
) -> None:
    """A figure that the project has: the same, revised, changed, or back."""
    if row[_NUMBERS_AT] == _numbers(figure) and row[_WORDS_AT] == _words(figure) and not row[_GONE_AT]:
        done.counts["same"] += 1
        return
    was = dict(zip(_CELLS, row, strict=True))
    kind = kind_of(was, figure)
    if not kind:
        done.counts["same"] += 1
        return
    cells = {
        cell: value for cell, value in cells_of(figure).items() if cell in _ALWAYS or was.get(cell, value) != value
    }
    if was["gone"]:
        cells["gone"] = False
    other_value = kind == "revised" and was["value"] != figure.value
    if other_value:
        cells["note"] = "; ".join(one for one in (figure.note, f"was {in_words(was['value'])} until {at.day}") if one)
    marked = was["value"] is not None if other_value else kind != "new" and was["status"] == "revised"
    if marked and figure.status == "normal":
        cells["status"] = "revised"
    amend(at.session, Observation, was["id"], **cells)
    done.saw(kind, lambda: line_of(name, was, figure, kind))
    _keep(at, kind, was, kept, done)


def _keep(at: _At, kind: str, was: Mapping[str, Any], kept: list[dict[str, Any]], done: Compared) -> None:
    """Write down what a figure was."""
    kept.append(
        {
            "guid": joined_guid(at.guid, was["guid"]),
            "release_id": at.release,
            "observation_id": was["id"],
            "kind": kind,
            **{name: was[name] for name in KEPT},
        }
    )
    if was["id"] in at.judged and kind != "new":
        done.touched.add(was["id"])


def _left_out(at: _At, row: dict[str, Any], covers: Covers, kept: list[dict[str, Any]], done: Compared) -> None:
    """A figure that the release has not: gone where it is covered, else it stays and is counted."""
    why, what = covers.keeps(row)
    if why and not at.whole:
        done.stays(why, what)
        return
    amend(at.session, Observation, row["id"], gone=True)
    done.saw("gone", lambda: f"{place_named(covers.name, row)}: was {in_words(row['value'])}")
    _keep(at, "gone", row, kept, done)


def _add(
    at: _At,
    indicator_id: int,
    fresh: list[DraftFigure],
    guids: Callable[[str], bytes],
    name: str,
    kept: list[dict[str, Any]],
    done: Compared,
) -> None:
    """Add figures that the project did not have."""
    with bulk(at.session, Observation):
        rows = [{**cells_of(one), "guid": guids(one.key), "indicator_id": indicator_id} for one in fresh]
        add_many(at.session, Observation, rows)
    o = table_of(Observation).c
    last = at.session.execute(sa.select(sa.func.max(o.id))).scalar_one()
    nothing = dict.fromkeys(KEPT[:5]) | dict.fromkeys(KEPT[5:], "")
    for place, (row, figure) in enumerate(zip(rows, fresh, strict=True)):
        done.saw("new", lambda figure=figure: f"{figure_named(name, figure)}: {value_in_words(figure)}")  # type: ignore[misc]
        kept.append(
            {
                "guid": joined_guid(at.guid, row["guid"]),
                "release_id": at.release,
                "observation_id": last - len(rows) + 1 + place,
                "kind": "new",
                **nothing,
            }
        )
