"""Agreement of raters: how often two people who judged the same pairs alone came to the same. Pure but for the last verb.

Only pairs that both have judged are compared, and the verdict is what is compared: the four of the protocol, and "cannot
tell". In a reflexive project nothing of this is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from sqlmodel import Session

from workbench.coding.agreement import why_not_shown
from workbench.coding.coefficients import (
    alpha,
    alpha_interval,
    cohen_kappa,
    counted,
    crossed,
    gwet_ac1,
    numbered,
    paradox,
    percent_agreement,
)
from workbench.triangulation.protocol.matrix import Matrix, Meeting

FEWEST = 10
"""With fewer pairs than this a coefficient says next to nothing; none is given, and that is said."""


@dataclass(frozen=True, slots=True)
class RaterAgreement:
    """Two people over the pairs both judged; a coefficient that cannot be had, or rests on too few pairs, is None.

    `percent` is 0 to 100; `kappa` is Cohen's, `ac1` Gwet's, `alpha` Krippendorff's (nominal) with its bootstrap interval
    at 95 %. `silences` counts pairs both call one-sided for different reasons.
    """

    raters: tuple[str, str]
    pairs: int
    same: int
    percent: float | None
    kappa: float | None
    ac1: float | None
    alpha: float | None
    lower: float | None
    upper: float | None
    silences: int
    note: str

    @property
    def sentence(self) -> str:
        """What the figures say, for somebody who has never heard of a coefficient."""
        one, other = self.raters
        said = f"{one} and {other}, each alone, judged {self.same} of {self.pairs} pairs alike"
        if self.percent is not None and self.pairs >= FEWEST:
            said += f" ({self.percent:.0f} %)"
        said += "."
        if self.alpha is not None:
            bounds = "" if self.lower is None else f", somewhere from {self.lower:.2f} to {self.upper:.2f}"
            said += (
                f" Beyond what chance would give: {self.alpha:.2f} (Krippendorff's alpha; 1 is always, 0 is as by"
                f" chance{bounds})."
            )
        if self.silences:
            pairs = "pair" if self.silences == 1 else "pairs"
            said += f" On {self.silences} {pairs} they agree that one side is silent and differ on why."
        return f"{said} {self.note}".rstrip()


def agreement_of(raters: tuple[str, str], verdicts: Sequence[tuple[str, str]], silences: int = 0) -> RaterAgreement:
    """How far two people agree over some pairs: each one's verdict on each pair.

    >>> agreement_of(("amina", "ben"), [("agreement", "agreement"), ("silence", "dissonance")]).same
    1
    """
    matrix = numbered([[one for one, _ in verdicts], [other for _, other in verdicts]])
    counts, values = counted(matrix)
    same = sum(one == other for one, other in verdicts)
    percent, kappa = percent_agreement(counts), cohen_kappa(crossed(matrix[0], matrix[1], values))
    ac1, beyond = gwet_ac1(counts), alpha(matrix)
    few = len(verdicts) < FEWEST
    interval = alpha_interval(matrix)
    commonest = float(counts.sum(axis=0).max() / counts.sum()) if counts.size else 0.0
    notes = [one for one in (beyond.why, paradox(percent.value, kappa.value, commonest)) if one]
    if few:
        notes = [f"{'One pair is' if len(verdicts) == 1 else f'{len(verdicts)} pairs are'} too few for a coefficient."]
    return RaterAgreement(
        raters,
        len(verdicts),
        same,
        percent.value,
        *((None,) * 5 if few else (kappa.value, ac1.value, beyond.value, interval.lower, interval.upper)),
        silences,
        " ".join(notes),
    )


def rater_agreements(session: Session, matrix: Matrix) -> tuple[list[RaterAgreement], str]:
    """Every two people who judged the same pairs, by name; or none, and the sentence that says why none is shown."""
    why = why_not_shown(session)
    if why:
        return [], why
    meetings = [one for row in matrix.rows for one in row.meetings.values()]
    people = sorted({one.rater for meeting in meetings for one in meeting.judged})
    found = []
    for one, other in combinations(people, 2):
        verdicts, silences = _both(meetings, one, other)
        if verdicts:
            found.append(agreement_of((one, other), verdicts, silences))
    if found:
        return found, ""
    if len(people) == 1:
        return [], f"Only {people[0]} has judged so far. One person's judgements are no agreement."
    return [], "No two people have judged the same pair yet."


def _both(meetings: Iterable[Meeting], one: str, other: str) -> tuple[list[tuple[str, str]], int]:
    """Two people's verdicts on each pair both judged, and how often both say silence for different reasons."""
    verdicts, silences = [], 0
    for meeting in meetings:
        by_rater = {each.rater: each for each in meeting.judged}
        if one in by_rater and other in by_rater:
            first, second = by_rater[one], by_rater[other]
            verdicts.append((first.confirmed or "cannot tell", second.confirmed or "cannot tell"))
            silences += first.confirmed == second.confirmed == "silence" and first.silence != second.silence
    return verdicts, silences
