"""What readers can work out of numbers that are linked by sums: how low and how high each can be. Pure.

Every number lies between what readers know of it, and every sum holds. The lowest and the highest that a number can
then be are two linear programmes (M. Fischetti and J. J. Salazar, Management Science 47 (2001) 1008-1027, the attacker's
problem); HiGHS solves them. Each solution is a table that could be the true one, so that it says something of every
number in it, and few programmes do for many numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

SLACK = 1e-6
"""What a solver may be out by."""
_MANY = 12
"""More numbers than this are first moved together."""


class Room:
    """The room that readers leave for some linked numbers, as far as it was found."""

    def __init__(self, values: Any, low: Any, high: Any, sums: Sequence[tuple[int, Sequence[int]]]) -> None:
        """The true numbers, between what each lies (float arrays), and the sums: a whole and its parts, by index."""
        import numpy as np

        self.low, self.high = low, high
        self.least, self.most = values.astype(float).copy(), values.astype(float).copy()
        """The lowest and the highest that each number was found to be in a table that could be the true one."""
        self._values, self._sums = values, sums
        self._in: dict[int, list[int]] = {}
        """The sums that each number is in."""
        for number, (whole, parts) in enumerate(sums):
            for at in (whole, *parts):
                self._in.setdefault(at, []).append(number)
        self._free = np.flatnonzero(high > low)
        self._sides, self._right = equations(sums, values, self._free)

    def look(self, wanted: Sequence[int], width: Any) -> list[int]:
        """Those of the numbers whose lowest and highest lie less than a width apart (one for each number)."""
        narrow = []
        wanted = [at for at in wanted if not self._has_room_beside(at, width[at])]
        self._reach_together(wanted, width)
        for at in wanted:
            if self.most[at] - self.least[at] >= width[at] - SLACK:
                continue
            if self.high[at] - self.low[at] < width[at] - SLACK:
                narrow.append(at)
                continue
            self._reach(at, 1, width[at])
            if self.most[at] - self.least[at] < width[at] - SLACK:
                self._reach(at, -1, width[at])
            if self.most[at] - self.least[at] < width[at] - SLACK:
                narrow.append(at)
        return narrow

    def _has_room_beside(self, at: int, width: float) -> bool:
        """Whether a number that is in one sum alone can move far enough against others of which that is so too.

        What that shows is a table that could be the true one, so that no programme is needed.
        """
        inside = self._in.get(at, [])
        value = self._values[at]
        up, down = self.high[at] - value, value - self.low[at]
        if len(inside) > 1:
            return False
        if inside:
            whole, parts = self._sums[inside[0]]
            more = less = 0.0
            for other in (whole, *parts):
                if other == at or len(self._in[other]) > 1:
                    continue
                above, below = self.high[other] - self._values[other], self._values[other] - self.low[other]
                with_it = (other == whole) != (at == whole)
                more += above if with_it else below
                less += below if with_it else above
            up, down = min(up, more), min(down, less)
        return bool(up + down >= width - SLACK)

    def _reach_together(self, wanted: Sequence[int], width: Any) -> None:
        """Move many numbers at once, every second one up and the others down, and so on by halves; most get far enough."""
        import numpy as np

        waiting = np.array([at for at in wanted if self.most[at] - self.least[at] < width[at] - SLACK], dtype=int)
        bit = 1
        while len(waiting) > _MANY and bit <= len(waiting):
            ways = np.where((np.arange(len(waiting)) // bit) % 2 == 0, 1.0, -1.0)
            for turn in (ways, -ways):
                aim = np.zeros(len(self.low))
                aim[waiting] = -turn
                self._note(solve(aim[self._free], self._sides, self._right, self.low[self._free], self._capped(width)))
            bit *= 2

    def _capped(self, width: Any) -> Any:
        """The highest that each free number may be, no farther than it needs to go: so that no programme is unbounded."""
        import numpy as np

        values = (self.least + self.most) / 2
        return np.minimum(self.high, np.maximum(self.most, values + 4 * width))[self._free]

    def _note(self, found: Any | None) -> None:
        """Take in a table that could be the true one; where a solver gave none, a number counts as known too closely."""
        import numpy as np

        if found is None:
            return
        self.least[self._free] = np.minimum(self.least[self._free], found)
        self.most[self._free] = np.maximum(self.most[self._free], found)

    def _reach(self, at: int, way: int, width: float) -> None:
        """Move one number up (1) or down (-1) as far as it goes, or as far as is asked."""
        import numpy as np

        place = int(np.searchsorted(self._free, at))
        if place >= len(self._free) or self._free[place] != at:
            return
        aim = np.zeros(len(self._free))
        aim[place] = -way
        low, high = self.low[self._free], self.high[self._free]
        enough = (self.least[at] + width) if way > 0 else (self.most[at] - width)
        low, high = low.copy(), high.copy()
        if way > 0:
            high[place] = min(high[place], max(enough, self.most[at]))
        else:
            low[place] = max(low[place], min(enough, self.least[at]))
        self._note(solve(aim, self._sides, self._right, low, high))


def equations(sums: Sequence[tuple[int, Sequence[int]]], values: Any, free: Any) -> tuple[Any, Any]:
    """The sums over the numbers that are free, each once: a sparse matrix, and what the others leave (an array)."""
    import numpy as np
    from scipy.sparse import csr_matrix

    place = np.full(len(values), -1)
    place[free] = np.arange(len(free))
    rows, columns, data, right = list[int](), list[int](), list[int](), list[float]()
    for whole, parts in sums:
        terms = [(whole, 1), *((part, -1) for part in parts)]
        open_ = [(int(place[at]), sign) for at, sign in terms if place[at] >= 0]
        if not open_:
            continue
        rows += [len(right)] * len(open_)
        columns += [at for at, _ in open_]
        data += [sign for _, sign in open_]
        right.append(float(sum(sign * int(values[at]) for at, sign in terms if place[at] >= 0)))
    return csr_matrix((data, (rows, columns)), shape=(len(right), len(free)), dtype=float), np.array(right)


def solve(aim: Any, sides: Any, right: Any, low: Any, high: Any) -> Any | None:
    """The numbers that make an aim smallest with every sum as it is; None where there are none."""
    import numpy as np
    from scipy.optimize import linprog

    equal = (sides, right) if sides.shape[0] else (None, None)
    found = linprog(aim, A_eq=equal[0], b_eq=equal[1], bounds=np.column_stack([low, high]), method="highs")
    return found.x if found.status == 0 else None
