"""The analyses of a whole study: codes that meet, codes by what is known of people, agreement of all coders."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from workbench.benchmark.corpus import ATTRIBUTES
from workbench.benchmark.ratios import Goal, Result, alternate
from workbench.benchmark.study import Study

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Numbers = npt.NDArray[np.int64]

CODINGS = "SELECT document, start, stop, code, coder FROM coding"
TURNS = "SELECT document, start, stop, coalesce(person, 0) FROM turn ORDER BY document, start"


def analyses(study: Study) -> Iterator[Result]:
    """The jobs, one after the other."""
    yield from meeting(study)
    yield crossing(study)
    yield agreeing(study)


def loaded(study: Study, asked: str, cells: int) -> Numbers:
    """Whole numbers out of the raw database, as fast as is known here: SQLite writes them as text, numpy reads that."""
    import numpy as np

    names = [f"c{at}" for at in range(cells)]
    columns = ", ".join(f"group_concat({name})" for name in names)
    row = study.raw.execute(f"WITH found({', '.join(names)}) AS ({asked}) SELECT {columns} FROM found").fetchone()
    found: Numbers = np.stack([np.fromstring(text, dtype=np.int64, sep=",") for text in row], axis=1)
    return found


def meeting(study: Study) -> Iterator[Result]:
    """Every two codes that meet, in how many places and in how many people's words: all of it, and what comes after reading."""
    from workbench.coding.cooccurrence import cooccurrence

    codings, turns = loaded(study, CODINGS, 5), loaded(study, TURNS, 4)
    codes = max(study.codes) + 1

    def ours() -> dict[tuple[int, int], tuple[int, int]]:
        with study.project.read() as session:
            return {(one.a_id, one.b_id): (one.passages, one.cases) for one in cooccurrence(session)}

    def cold() -> None:
        study.project.kept.forget()
        ours()

    def bare() -> dict[tuple[int, int], tuple[int, int]]:
        return met(codings, turns, codes)

    def bare_cold() -> None:
        met(loaded(study, CODINGS, 5), loaded(study, TURNS, 4), codes)

    if ours() != bare():
        raise RuntimeError("the two do not count the same meetings")
    pairs = {"S": 7, "M": 5}.get(study.size, 3)
    yield alternate("codes that meet, all read before", ours, bare, pairs=pairs, goal=Goal(ratio=1.5))
    yield alternate("codes that meet, read anew", cold, bare_cold, pairs=pairs, goal=Goal(ratio=1.5))


def met(codings: Numbers, turns: Numbers, codes: int) -> dict[tuple[int, int], tuple[int, int]]:
    """Passages and people by two codes, with numpy."""
    import numpy as np

    far = int(turns[:, 2].max()) + 2
    begin, end, code = codings[:, 0] * far + codings[:, 1], codings[:, 0] * far + codings[:, 2], codings[:, 3]
    order = np.argsort(begin, kind="stable")
    begin, end, code = begin[order], end[order], code[order]
    number = np.searchsorted(begin, end, "left") - np.arange(1, len(begin) + 1)
    starts, ends, person = turns[:, 0] * far + turns[:, 1], turns[:, 0] * far + turns[:, 2], turns[:, 3]
    most = int(person.max()) + 1
    passages, people = np.zeros(codes * codes, np.int64), []
    for at in range(0, len(begin), 200_000):
        some = number[at : at + 200_000]
        first = np.repeat(np.arange(at, at + len(some)), some)
        second = first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(some) - some, some)
        apart = code[first] != code[second]
        first, second = first[apart], second[apart]
        pair = np.minimum(code[first], code[second]) * codes + np.maximum(code[first], code[second])
        passages += np.bincount(pair, minlength=codes * codes)
        low = np.searchsorted(ends, begin[second], "right")
        many = np.searchsorted(starts, np.minimum(end[first], end[second]), "left") - low
        which = np.repeat(np.arange(len(pair)), many)
        whose = person[np.repeat(low, many) + np.arange(len(which)) - np.repeat(np.cumsum(many) - many, many)]
        people.append(np.unique((pair[which] * most + whose)[whose > 0]))
    cases = np.bincount(np.unique(np.concatenate(people)) // most, minlength=codes * codes)
    return {
        (pair // codes, pair % codes): (passage, case)
        for pair in np.flatnonzero(passages).tolist()
        for passage, case in [(int(passages[pair]), int(cases[pair]))]
    }


def crossing(study: Study) -> Result:
    """Ten tables of codes by groups of people, ours with everybody asked; raw makes one of them with one statement."""
    from workbench.coding.by_group import by_groups

    region = ATTRIBUTES.index("region")

    def ours() -> list[Any]:
        with study.project.read() as session:
            return by_groups(session, ATTRIBUTES)

    def bare() -> list[Any]:
        found: list[Any] = study.raw.execute(
            "SELECT coding.code, known.value, count(DISTINCT turn.person) FROM coding"
            " JOIN turn ON turn.document = coding.document AND turn.start >= coding.anchor AND turn.start < coding.stop"
            " JOIN known ON known.attribute = ? AND known.person = turn.person GROUP BY 1, 2",
            (ATTRIBUTES[region],),
        ).fetchall()
        return found

    names = {key: place for place, key in enumerate(study.codes)}
    counted = {(f"Code {names[code]:03d}", group): people for code, group, people in bare()}
    table = {
        (line.name.rpartition("/")[2], line.group): line.people
        for line in ours()
        if line.kind == "code" and line.by == "region" and line.people
    }
    if table != counted:
        raise RuntimeError("the two do not count the same people")
    pairs = {"S": 7, "M": 5}.get(study.size, 3)
    what = "ten tables of codes by groups of people, raw one"
    return alternate(what, ours, bare, pairs=pairs, goal=Goal(ratio=1))


def agreeing(study: Study) -> Result:
    """Krippendorff's alpha of every code over what all three have read, both from the file; checked with the package."""
    from workbench.coding.comparison import compare
    from workbench.coding.presence import alphas

    def ours() -> Any:
        with study.project.read() as session:
            return alphas(compare(session).tallies.tally).beyond

    def bare() -> Any:
        tally, units = together(study)
        return raw_alphas(tally, units)

    check_alphas(study, ours())
    pairs = {"S": 7, "M": 5}.get(study.size, 3)
    return alternate("alpha of every code, three coders", ours, bare, pairs=pairs, goal=Goal(ratio=1.5))


def together(study: Study) -> tuple[Numbers, int]:
    """By code, how many turns of transcripts that all have read carry it by none, one, two and three; and the turns."""
    import numpy as np

    from workbench.benchmark.study import TOGETHER

    codings = loaded(study, f"{CODINGS} WHERE document % {TOGETHER} = 0", 5)
    turns = loaded(study, f"SELECT document, start, stop FROM turn WHERE document % {TOGETHER} = 0 ORDER BY 1, 2", 3)
    far = int(turns[:, 2].max()) + 2
    first = np.searchsorted(turns[:, 0] * far + turns[:, 2], codings[:, 0] * far + codings[:, 1], "right")
    many = np.searchsorted(turns[:, 0] * far + turns[:, 1], codings[:, 0] * far + codings[:, 2], "left") - first
    which = np.repeat(np.arange(len(codings)), many)
    unit = np.repeat(first, many) + np.arange(len(which)) - np.repeat(np.cumsum(many) - many, many)
    marks = np.zeros((3, max(study.codes) + 1, len(turns)), np.bool_)
    marks[codings[which, 4] - min(study.coders), codings[which, 3], unit] = True
    put = marks.sum(axis=0, dtype=np.uint8)
    tally = np.stack([(put == by).sum(axis=1) for by in range(4)], axis=1)
    return tally[study.codes], len(turns)


def raw_alphas(tally: Numbers, units: int) -> Any:
    """Alpha of each code from how often none, one, two and three of three coders put it."""
    import numpy as np

    by = np.arange(4)
    observed, ones, all_ = (tally * by * (3 - by)).sum(axis=1) / 2, (tally * by).sum(axis=1), 3 * units
    with np.errstate(divide="ignore", invalid="ignore"):
        return 1 - (all_ - 1) * observed / (ones * (all_ - ones))


def check_alphas(study: Study, ours: Any) -> None:
    """Compare every alpha with the raw one, and some with the package's where it is installed."""
    import numpy as np

    tally, units = together(study)
    if not np.allclose(ours, raw_alphas(tally, units), rtol=0, atol=1e-9, equal_nan=True):
        raise RuntimeError("the two do not find the same alphas")
    try:
        import krippendorff
    except ImportError:
        return
    for place in (0, len(tally) // 4, len(tally) // 2):
        if np.isfinite(ours[place]):
            counts = np.repeat([[3 - by, by] for by in range(4)], tally[place], axis=0)
            theirs = krippendorff.alpha(value_counts=counts, level_of_measurement="nominal")
            if abs(theirs - ours[place]) > 1e-9:
                raise RuntimeError("the package finds another alpha")
