"""An attacker: reads the files that left for an audience and asks, by linear programming, how closely each number is known.

It shares nothing with the code under test: it reads the CSV files, knows which areas and groups sum to which, knows the
rule, and is told of every withheld number whether it was withheld for itself (so it knows more than a reader does).

`python -m tests.desk.attack FOLDER 200` goes through so many projects and can be stopped and started again: what is
done is written down in FOLDER.
"""

from __future__ import annotations

import csv
import itertools
import json
import random
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

from scipy.optimize import linprog

from workbench import geography
from workbench.desk.take_out import take_out
from workbench.governance.audiences import add_audience
from workbench.governance.policies import Policy, stricter
from workbench.indicators.drafts import DraftFigure, DraftFigures, DraftIndicator
from workbench.indicators.observations import add_figures
from workbench.project.file import Project, create

COUNTY = "E10000012"
DISTRICTS = [area.code for area in geography.children(COUNTY)]
QUARTERS = [("2024-01-01", "2024-03-31"), ("2024-04-01", "2024-06-30"), ("2024-07-01", "2024-09-30")]
YEAR = ("2024-01-01", "2024-12-31")
KINDS = ["weapon: knife", "weapon: other", "weapon: none"]
FAR = 10**6
Spot = tuple[str, str, str]
"""Area, first and last day as one text, category."""


@dataclass
class Seen:
    """One file that left: for whom, by which rule, of which state of the data, and its numbers as they stand in it."""

    audience: str
    rule: Policy
    state: int
    numbers: dict[Spot, int | None]


def counts(rnd: random.Random) -> dict[Spot, int]:
    """Counts by area, time and kind that sum as they should, some with a rest; which levels there are is chance."""
    areas = rnd.sample(DISTRICTS, rnd.randint(2, 6))
    times = rnd.choice([[YEAR], [*QUARTERS[: rnd.randint(2, 3)], YEAR]])
    kinds = rnd.choice([[], KINDS[: rnd.randint(2, 3)]])
    small = [lambda: rnd.choice([0, 0, 1, 2, 3, 4, 6, 9, 15]), lambda: rnd.randint(0, 60), lambda: rnd.randint(0, 12)]
    draw = rnd.choice(small)
    inner: dict[tuple[str, str, str], int] = {
        (area, "/".join(time), kind): draw()
        for area in [*areas, "rest"]
        for time in [*[one for one in times if one != YEAR], ("rest", "rest")]
        for kind in [*kinds, "rest"]
    }
    if rnd.random() < 0.5:
        inner = {spot: (0 if "rest" in spot[0] else count) for spot, count in inner.items()}
    found: dict[Spot, int] = {}
    with_county = rnd.random() < 0.8
    for area in [*areas, *([COUNTY] if with_county else [])]:
        for time in times:
            for kind in [*kinds, "all"]:
                found[area, "/".join(time), kind] = sum(
                    count
                    for (a, t, k), count in inner.items()
                    if (area in (COUNTY, a)) and (time == YEAR or t == "/".join(time)) and (kind in ("all", k))
                )
    return found


def changed(rnd: random.Random, before: dict[Spot, int]) -> dict[Spot, int]:
    """The same counts after some records came in: an inner one and every sum that it is in, once to four times."""
    found = dict(before)
    for _ in range(rnd.randint(1, 4)):
        area, time, kind = rnd.choice(sorted(before))
        more = rnd.choice([1, 1, 2, 3, 7, 20])
        for spot in before:
            if spot[0] in (area, COUNTY) and spot[1] in (time, "/".join(YEAR)) and spot[2] in (kind, "all"):
                found[spot] += more
    return found


def sums(spots: set[Spot]) -> list[tuple[Spot, list[Spot]]]:
    """What an attacker knows of which counts sum to which, up to a rest that is nought or more."""
    found: dict[tuple[Spot, str], list[Spot]] = defaultdict(list)
    for area, time, kind in spots:
        for name, parent in (
            ("area", (COUNTY, time, kind)),
            ("time", (area, "/".join(YEAR), kind)),
            ("kind", (area, time, "all")),
        ):
            if parent != (area, time, kind) and parent in spots:
                found[parent, name].append((area, time, kind))
    return [(parent, parts) for (parent, _), parts in found.items()]


class Attacker:
    """Everything that a reader of some files can write down as one linear programme."""

    def __init__(self, seen: list[Seen], states: list[dict[Spot, int]], now: int) -> None:
        self.bounds: list[tuple[float, float]] = []
        self.index: dict[object, int] = {}
        self.rows: list[dict[int, float]] = []
        for state in sorted({now, *(one.state for one in seen)}):
            spots = set(states[state])
            for spot in sorted(spots):
                # The attacker knows which counts have not changed.
                same = next(
                    (s for s in range(state) if (s, spot) in self.index and states[s][spot] == states[state][spot]),
                    None,
                )
                if same is None:
                    self._variable((state, spot), 0, FAR)
                else:
                    self.index[state, spot] = self.index[same, spot]
            for parent, parts in sums(spots):
                value, added = states[state][parent], sum(states[state][part] for part in parts)
                terms = {self.index[state, parent]: 1.0, **{self.index[state, part]: -1.0 for part in parts}}
                if value > added:
                    terms[self._variable((state, "rest", parent, parts[0]), 0, FAR)] = -1.0
                self.rows.append(terms)
        for one in seen:
            for spot, shown in one.numbers.items():
                self._learn((one.state, spot), one.rule, shown, states[one.state][spot])
        told = {(one.state, spot) for one in seen for spot, shown in one.numbers.items() if shown is not None}
        told |= {(now, spot) for spot in states[now]}
        for (earlier, spot), (later, other) in itertools.combinations(sorted(told), 2):
            if spot == other and earlier != later and states[earlier][spot] != states[later][spot]:
                change = self._variable(("change", earlier, later, spot), -FAR, FAR)
                self.rows.append({self.index[later, spot]: 1, self.index[earlier, spot]: -1, change: -1})

    def _variable(self, name: object, low: float, high: float) -> int:
        self.index[name] = len(self.bounds)
        self.bounds.append((low, high))
        return self.index[name]

    def _learn(self, name: tuple[int, Spot], rule: Policy, shown: int | None, true: int) -> None:
        low, high = self.bounds[self.index[name]]
        if shown is None and 0 < true < rule.threshold:
            told = (1, rule.threshold - 1)
        elif shown is None:
            told = (min(true, rule.threshold), FAR)
        elif rule.rounding > 1:
            most = shown + (rule.rounding - 1) // 2
            told = (max(shown - rule.rounding // 2, rule.threshold), most)
            if shown == 0:
                told = (0, most if most >= rule.threshold else 0)
        else:
            told = (shown, shown)
        assert told[0] <= true <= told[1], (name, shown, true, rule)
        self.bounds[self.index[name]] = max(low, told[0]), min(high, told[1])

    def reach(self, name: object) -> tuple[float, float]:
        """The lowest and the highest that a number could be."""
        from scipy.sparse import csr_matrix

        cells = [(row, column, value) for row, terms in enumerate(self.rows) for column, value in terms.items()]
        sides = right = None
        if cells:
            rows, columns, data = zip(*cells, strict=True)
            sides = csr_matrix((data, (rows, columns)), shape=(len(self.rows), len(self.bounds)))
            right = [0.0] * len(self.rows)
        ends = []
        for sign in (1, -1):
            aim = [0.0] * len(self.bounds)
            aim[self.index[name]] = sign
            found = linprog(aim, A_eq=sides, b_eq=right, bounds=self.bounds)
            assert found.status == 0, found.message
            ends.append(sign * found.fun)
        return ends[0], ends[1]


def project_with(folder: Path, rnd: random.Random) -> tuple[Project, dict[str, Policy]]:
    """A project with two audiences and their rules; what the public is shown is never shown by a weaker one."""
    project = create(folder / "study.workbench", title="Counts", coder="amina")
    police, other = (Policy(rnd.choice([3, 5, 8, 10]), rounding=rnd.choice([0, 0, 5, 10])) for _ in range(2))
    rules = {"police": police, "public": stricter(police, other)}
    with project.change("Audiences") as session:
        for name, rule in rules.items():
            add_audience(session, name, rule=rule)
    return project, rules


def bring_in(project: Project, now: dict[Spot, int]) -> None:
    """Bring in counts, over those that are there."""
    drafts = tuple(
        DraftFigure(area, area, time, *time.split("/"), category=kind, value=count, count=count)
        for (area, time, kind), count in sorted(now.items())
    )
    indicator = DraftIndicator("Searches", drafts, kind="count", unit="searches")
    with project.change("Bring in") as session:
        add_figures(session, DraftFigures("records.csv", (indicator,), rows=1), amend=True, from_records=True)


def read(path: Path) -> dict[Spot, int | None]:
    """The counts in an exported table; None where one is withheld."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (row["area_code"], f"{row['period_start']}/{row['period_end']}", row["category"]): (
                round(float(row["count"])) if row["count"] else None
            )
            for row in csv.DictReader(file)
        }


def attack(seed: int, folder: Path) -> dict[str, int]:
    """A series of exports from one random project, attacked after each; AssertionError where a number is known too closely."""
    rnd = random.Random(seed)
    project, rules = project_with(folder, rnd)
    states = [counts(rnd)]
    bring_in(project, states[0])
    seen: list[Seen] = []
    tally = {"exports": 0, "withheld": 0, "numbers": 0, "no more to be had": 0}
    for turn in range(rnd.randint(2, 4)):
        if turn and rnd.random() < 0.6:
            states.append(changed(rnd, states[-1]))
            bring_in(project, states[-1])
        audience = rnd.choice(["public", "police"])
        out = folder / f"{turn}.csv"
        take_out(project, out, audience=audience, table="observations")
        now = Seen(audience, rules[audience], len(states) - 1, read(out))
        before = [one for one in seen if audience == "public" or one.audience in (audience, "public")]
        seen.append(now)
        _check(now, before, states, tally)
    project.close()
    return tally


def _check(now: Seen, before: list[Seen], states: list[dict[Spot, int]], tally: dict[str, int]) -> None:
    true = states[now.state]
    assert set(now.numbers) == set(true)
    small = {spot for spot, count in true.items() if 0 < count < now.rule.threshold}
    assert all(now.numbers[spot] is None for spot in small)
    attacker = Attacker([*before, now], states, now.state)
    nothing: Attacker | None = None
    doubt = max(1, now.rule.threshold - 2)
    names: list[object] = [(now.state, spot) for spot, shown in now.numbers.items() if shown is None]
    for name in attacker.index:
        if name[0] == now.state and name[1] == "rest":  # type: ignore[index]
            rest = true[name[2]] - sum(
                true[p] for parent, parts in sums(set(true)) for p in parts if parent == name[2] and parts[0] == name[3]
            )  # type: ignore[index]
            names += [name] if 0 < rest < now.rule.threshold else []
        if name[0] == "change" and name[2] == now.state and now.numbers[name[3]] is not None:  # type: ignore[index]
            by = true[name[3]] - states[name[1]][name[3]]  # type: ignore[index]
            names += [name] if 0 < abs(by) < now.rule.threshold else []
    for name in names:
        low, high = attacker.reach(name)
        if high - low >= doubt - 1e-6:
            continue
        # A number that is withheld only for the sake of others is nobody's secret: it must not be known exactly.
        if name[0] == now.state and len(name) == 2 and name[1] not in small and high - low >= 1 - 1e-6:
            continue
        # Two people in two groups are at least two: then no more is asked than withholding everything would give.
        if nothing is None:
            nothing = Attacker([*before, replace(now, numbers=dict.fromkeys(now.numbers))], states, now.state)
        least, most = nothing.reach(name) if name in nothing.index else (-FAR, FAR)
        tally["no more to be had"] += 1
        assert most - least < doubt - 1e-6, (name, low, high, doubt, now.rule)
        assert high - low >= most - least - 1e-6, (name, low, high, least, most, now.rule)
    tally["exports"] += 1
    tally["withheld"] += sum(shown is None for shown in now.numbers.values())
    tally["numbers"] += len(now.numbers)


def main(folder: Path, many: int) -> None:
    """Go through so many projects; those written down as done are left out."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / "done.json"
    done: dict[str, dict[str, int]] = json.loads(kept.read_text()) if kept.exists() else {}
    for seed in range(many):
        if str(seed) in done:
            continue
        with tempfile.TemporaryDirectory() as scratch:
            done[str(seed)] = attack(seed, Path(scratch))
        kept.write_text(json.dumps(done))
    whole = {name: sum(one[name] for one in done.values()) for name in next(iter(done.values()))}
    print(f"{len(done)} projects: {whole}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
