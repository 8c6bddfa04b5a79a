"""How agreement is said on the screen: in words, with the figures they rest on."""

from __future__ import annotations

from pathlib import PurePath

from workbench.coding.agreement import TOO_FEW, AgreementLine, Together
from workbench.coding.coefficients import PARADOX, standing
from workbench.coding.disagreements import Disagreement, Open
from workbench.coding.settlements import SettledLine
from workbench.text import dated

MEANS = {
    "good enough for firm statements": "Different people mark the same passages with it, far beyond chance: a finding may rest on it.",
    "tentative": "Enough for careful conclusions. Look at the places that differ before a finding rests on it.",
    "too low": (
        "They do not mean the same by it yet. Go through the places that differ, write a rule, and code some more; "
        "until then let no finding rest on who has coded it."
    ),
    TOO_FEW: "Read more in common before anything is said of how far people agree on it.",
    "cannot be said": "",
}
RARE = (
    "Nearly everywhere all of them leave it out, which makes the share of the same high whatever they do: "
    "what counts are the few passages that anybody coded with it."
)
HAS = {"first": "only {0}", "second": "only {1}", "both": "both, other words"}
DECIDED = {"first": "{0}’s stands", "second": "{1}’s stands", "both": "both stand", "neither": "neither stands"}


def named(names: tuple[str, ...]) -> str:
    """Some people in a sentence.

    >>> named(("amina", "ben", "cara"))
    'amina, ben and cara'
    """
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def passages(count: int) -> str:
    """How many turns and answers."""
    return "1 passage" if count == 1 else f"{count:,} passages"


def same(line: AgreementLine) -> str:
    """How often they did the same: of two people as a count, of more as a share."""
    if line.percent is None:
        return "–"
    if len(line.coders) > 2 or line.code_id is None:
        return _percent(line.percent)
    return f"{round(line.percent * line.units / 100):,} of {line.units:,} ({_percent(line.percent)})"


def _percent(share: float) -> str:
    """A share without decimals that says 100 % only of all, and 0 % only of none."""
    if 99.5 <= share < 100:
        return "over 99 %"
    return "under 1 %" if 0 < share < 0.5 else f"{share:.0f} %"


def holds(line: AgreementLine) -> str:
    """What one may do with it, with alpha and its interval.

    An example: good enough for firm statements, alpha 0.83 (0.74 to 0.90).
    """
    if line.alpha is None:
        return "nobody used it" if not line.used else standing(None)
    interval = ""
    if line.alpha_lower is not None and line.alpha_upper is not None:
        interval = f" ({_figure(line.alpha_lower)} to {_figure(line.alpha_upper)})"
    return f"{line.standing}, alpha {_figure(line.alpha)}{interval}"


def _figure(value: float) -> str:
    """Two decimals, with a minus that is one, and none before nothing."""
    return f"{round(value, 2) + 0.0:.2f}".replace("-", "−")


def meaning(line: AgreementLine) -> str:
    """What that means for whoever writes findings, with what one should know of the figures."""
    said = [MEANS[line.standing], RARE if line.note.startswith(PARADOX) else line.note]
    if line.boundaries is not None and line.used:
        said.append(f"On where codings begin and end: {standing(line.boundaries)}, alpha {_figure(line.boundaries)}.")
    return " ".join(one for one in said if one)


def heading(together: Together, whole: AgreementLine, *, rolled_up: bool) -> str:
    """The sentence above the list: who, on how much, and what of all codes together."""
    read = f"{named(together.coders)} have both read {passages(together.units)}"
    if len(together.coders) > 2:
        read = f"Of {named(together.coders)} at least two have read the same {passages(together.units)}"
    up = " Codes count for those above them too." if rolled_up else ""
    if whole.alpha is None:
        return f"{read}, and nobody coded any of them.{up}"
    return (
        f"{read}. All codes together: {holds(whole)}; the same in {_percent(whole.percent or 0)} of all decisions.{up}"
    )


def differing(count: Open | None) -> str:
    """How many places differ, and how many of them are settled."""
    if count is None or not count.places:
        return ""
    places = "1 place" if count.places == 1 else f"{count.places:,} places"
    if count.settled == count.places:
        return f"{places}, settled"
    return f"{places}, {count.settled:,} settled" if count.settled else places


def short(document: str) -> str:
    """A document's name that can be broken between its words: without its suffix, and blanks for underscores."""
    return PurePath(document).stem.replace("_", " ")


def who_has(place: Disagreement) -> str:
    """Who has the code at a place."""
    return HAS[place.has].format(*place.coders)


def decided(line: SettledLine) -> str:
    """Whose coding stands."""
    return DECIDED[line.decision].format(line.first, line.second)


def settled_words(line: SettledLine) -> str:
    """What was decided, why, by whom and when."""
    why = f": {line.reason}" if line.reason else ", without a reason"
    return f"Settled, {decided(line)}{why} ({line.by}, {dated(line.created)})"


def whose_words(place: Disagreement) -> str:
    """Which words each of the two has, one line each."""
    lines = []
    for number, (name, spans) in enumerate(zip(place.coders, place.spans, strict=True), 1):
        words = " … ".join(f"“{_cut(place.text[one.start - place.start : one.end - place.start])}”" for one in spans)
        lines.append(f"{number} {name}: {words or 'has read it, and left it out'}")
    return "\n".join(lines)


def _cut(text: str, most: int = 160) -> str:
    """Words on one line, without their middle where they are many."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else f"{flat[: most // 2].rstrip()} … {flat[-most // 2 :].lstrip()}"
