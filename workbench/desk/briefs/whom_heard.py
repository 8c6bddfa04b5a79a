"""Whom a project heard and whom it did not, as far as an audience may be told: for a brief."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import sqlalchemy as sa
from sqlmodel import Session

from workbench.briefs.passed import Group, Heard
from workbench.coding.by_group import SPOKEN, materials
from workbench.desk.door.door import Door
from workbench.governance.samples import is_named, people_needed, unsized_groups
from workbench.governance.withdrawals import EVERYTHING, withdrawals
from workbench.rows import table_of
from workbench.sources.cases import Case
from workbench.sources.documents import Segment
from workbench.sources.sample import SampleLine, sample_lines

WAYS = {
    "purposive": "chosen on purpose",
    "self-selected": "came of themselves",
    "random": "drawn at random",
    "everyone": "asked because everybody was",
    "not recorded": "found in a way that nobody wrote down",
}
FEW = "too few to say"


def whom_heard(session: Session, at: Door) -> Heard:
    """The people heard by material, how they came, who refused or withdrew, and the groups that somebody meant to hear."""
    fewest = people_needed(session, at.audience.name)
    lines = sample_lines(session)
    by_attribute: dict[str, list[SampleLine]] = defaultdict(list)
    for line in lines:
        by_attribute[line.attribute].append(line)
    found = [group for listed in by_attribute.values() for group in _groups(listed, fewest)]
    groups = [group for group in found if group.heard != FEW]
    few = [group.name for group in found if group.heard == FEW]
    missing = [line.value for line in lines if not line.heard]
    said = [*_people(session, at, fewest), *_asked(by_attribute.values()), *_withdrew(session)]
    return Heard(tuple(said), tuple(groups), tuple(few), tuple(missing))


def people_in(session: Session) -> dict[str, dict[int, str]]:
    """Whoever is heard, by the kind of material: case and how they came into the study."""
    segment, case = table_of(Segment), table_of(Case)
    spoke = (
        sa.select(segment.c.document_id, segment.c.case_id, case.c.sampling)
        .join(case, case.c.id == segment.c.case_id)
        .where(segment.c.gone.is_(False), case.c.gone.is_(False))
        .distinct()
    )
    kinds, found = materials(session), defaultdict[str, dict[int, str]](dict)
    for document, key, sampling in session.execute(spoke):
        if document in kinds:
            found[kinds[document]][key] = sampling
    return dict(found)


def _people(session: Session, at: Door, fewest: int) -> Iterable[str]:
    """How many people were heard in each kind of material, and how they came into it."""
    people = people_in(session)
    for kind in dict.fromkeys(materials(session).values()):
        ways = Counter(people.get(kind, {}).values())
        called = kind.replace(": ", " “", 1).replace("_", " ") + ("”" if ": " in kind else "")
        if not ways:
            continue
        if kind == SPOKEN:
            yield f"{_number(ways.total())} in interviews and groups: {_ways(ways, fewest)}."
        elif at.team or ways.total() >= at.audience.threshold:
            yield f"{_number(ways.total())} in the {called}: {_ways(ways, at.audience.threshold)}."
        else:
            yield f"Few people in the {called} (number withheld by us: small)."


def _ways(ways: Counter[str], fewest: int) -> str:
    """How people came into a sample: numbers where each is large enough, else words alone."""
    listed = ways.most_common()
    if len(listed) == 1:
        return f"all {WAYS[listed[0][0]]}" if ways.total() > 1 else WAYS[listed[0][0]]
    if unsized_groups([number for _, number in listed], fewest):
        return f"most {WAYS[listed[0][0]]}, others {', '.join(WAYS[way] for way, _ in listed[1:])}"
    return ", ".join(f"{number} {WAYS[way]}" for way, number in listed)


def _asked(attributes: Iterable[list[SampleLine]]) -> Iterable[str]:
    """Over all groups of the attribute by which most were invited: how many were asked, refused, or could not be reached."""
    known = [listed for listed in attributes if any(line.invited is not None for line in listed)]
    if not known:
        return
    listed = max(known, key=lambda lines: sum(line.invited or 0 for line in lines))
    sums = {
        name: sum(getattr(line, name) or 0 for line in listed)
        for name in ("invited", "refused", "not_reached")
        if any(getattr(line, name) is not None for line in listed)
    }
    parts = [f"{_number(sums['invited'])} {'was' if sums['invited'] == 1 else 'were'} asked to take part"]
    parts += [f"{sums['refused']} refused"] if "refused" in sums else []
    parts += [f"{sums['not_reached']} could not be reached"] if "not_reached" in sums else []
    yield f"{', '.join(parts)}."


def _withdrew(session: Session) -> Iterable[str]:
    """How many people took back what they had said; a number, nothing else."""
    gone = sum(one.scope == EVERYTHING for one in withdrawals(session))
    if gone:
        yield f"{_number(gone)} withdrew; nothing of what they said is in here."


def _groups(listed: list[SampleLine], fewest: int) -> Iterable[Group]:
    """The groups of one attribute; of small ones readers outside are told no number of people."""
    unsized = unsized_groups([line.heard for line in listed], fewest)
    outside = fewest > 1
    for at, line in enumerate(listed):
        if not line.heard or (outside and not is_named(line.heard, fewest) and line.invited is None):
            continue
        small = at in unsized
        heard = FEW if small else f"{line.heard}{_share(line.share_heard, line.heard_in_all)}"
        yield Group(
            line.attribute,
            line.value,
            heard,
            invited=_told(line.invited, fewest),
            refused=_told(line.refused, fewest),
            not_reached=_told(line.not_reached, fewest),
            population="" if line.share_of_population is None else f"{100 * line.share_of_population:.0f}%",
            source=line.source,
        )


def _share(share: float | None, of: int) -> str:
    """A share of those heard, where they are enough for a percentage."""
    return f" ({100 * share:.0f}%)" if share is not None and of >= 20 else ""


def _told(count: int | None, fewest: int) -> str:
    if count is None:
        return ""
    return FEW if 0 < count < fewest else str(count)


def _number(count: int) -> str:
    return "One person" if count == 1 else f"{count:,} people"
