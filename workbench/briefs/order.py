"""Order: which of a brief's options, and of the lines below it, comes before which."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from workbench.briefs.below import below
from workbench.briefs.factors import GreenBookStaysError
from workbench.briefs.options import BusinessAsUsualStaysError, Option, open_brief, options
from workbench.briefs.versions import versions
from workbench.errors import WorkbenchError
from workbench.rows import Row, amend, find, table_of


class LineStaysError(WorkbenchError):
    """Effects on equality stand in the order of the Equality Act."""


class NumbersAreKeptError(WorkbenchError):
    """A version of this brief has been kept that names its options by their numbers, so they keep their places."""


def move_line(session: Session, kind: type[Row], key: int, by: int) -> bool:
    """Move a line `by` places down (up, if negative) among its like; False where there is no such place.

    A choice of the long list moves within its dimension, a factor among those of one's own.
    Raises NotInProjectError, BriefIsDecidedError, LineStaysError, GreenBookStaysError.
    """
    row = find(session, kind, key)
    if "position" not in table_of(kind).c:
        raise LineStaysError
    if getattr(row, "own", True) is False:
        raise GreenBookStaysError
    option = getattr(row, "option_id", None)
    cell, over = ("brief_id", int(getattr(row, "brief_id", 0))) if option is None else ("option_id", int(option))
    open_brief(session, over if option is None else find(session, Option, over).brief_id)
    beside = [one for one in below(session, kind, cell, [over])[over] if _like(one) == _like(row)]
    keys = [one.id or 0 for one in beside]
    moved = _moved(keys, key, by)
    first = min(getattr(one, "position", 0) for one in beside)
    for place, one in enumerate(moved or (), start=first):
        if getattr(beside[keys.index(one)], "position", place) != place:
            amend(session, kind, one, position=place)
    return moved is not None


def move_option(session: Session, option_id: int, by: int) -> bool:
    """Move an option `by` places among the others of its brief; False where there is no such place.

    Options stand by their numbers, so those that change places change numbers too. Business as usual stays first.
    Raises BusinessAsUsualStaysError, BriefIsDecidedError, NumbersAreKeptError.
    """
    option = find(session, Option, option_id)
    if option.kind == "business as usual":
        raise BusinessAsUsualStaysError
    open_brief(session, option.brief_id)
    if versions(session, option.brief_id):
        raise NumbersAreKeptError
    others = [one for one in options(session, option.brief_id) if one.kind != "business as usual"]
    moved = _moved([one.id for one in others], option_id, by)
    for before, one in zip(others, moved or (), strict=False):
        if before.id != one:
            amend(session, Option, one, number=before.number)
    return moved is not None


def _like(row: Row) -> tuple[object, object]:
    return getattr(row, "dimension", None), getattr(row, "own", None)


def _moved(keys: Sequence[int], key: int, by: int) -> list[int] | None:
    """The keys in their new order.

    >>> _moved([4, 5, 6], 6, -1)
    [4, 6, 5]
    """
    at = keys.index(key)
    if not 0 <= at + by < len(keys):
        return None
    moved = [one for one in keys if one != key]
    moved.insert(at + by, key)
    return moved
