"""Answers that have an order, from least to most: agreement and the like, how often, how much, bands, figures 1 to 5."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

FEWEST = 3
"""Two answers alone are a yes and a no, whatever they are called."""
_MOST = 14
_ASIDE = re.compile(
    r"^(?:n/?a\b|not (?:applicable|sure|stated|collected|answered)|does(?: not|n't) apply|unsure|unknown|undisclosed|refused|missing|null"
    r"|(?:i(?:'m| am)? )?(?:don't|do not|dont|can't|cannot|couldn't|not sure|would rather not|prefer not|rather not|no longer|have never)\b"
    r"|i (?:am|was|have|do) (?:not|n't|no longer|never)\b|no (?:opinion|answer|response)|unfamiliar\b|other\b|skip)"
)
"""Answers beside a scale: they stand after it."""
_LADDERS_WRITTEN = """
never|none of the time < almost never|hardly ever|very rarely|very seldom|nearly never < rarely|seldom|not often < once in a while
 < occasionally|now and then|from time to time < sometimes|some of the time < about half the time|half of the time < fairly often
 < quite often < often|frequently|regularly < usually|most of the time|mostly < very often|very frequently
 < almost always|nearly always < always|all of the time|all the time|every time
none|not at all|nothing|no < hardly any|hardly at all|very little|almost none < a little|little|not much|slightly|a little bit|a bit
 < some|somewhat|moderately|a moderate amount|to some extent|partly|in part < quite a bit|a fair amount|quite a lot|considerably
 < a lot|much|mostly|largely < very much|a great deal|to a great extent < completely|extremely|entirely|totally|fully|all
very low < low < fairly low|quite low|below average < medium|moderate|average|middling < fairly high|quite high|above average < high < very high
terrible|awful|extremely poor < very poor|very bad < poor|bad < fairly poor|fairly bad|below average
 < fair|average|ok|okay|acceptable|satisfactory|adequate|neither good nor bad|neither good nor poor < above average|fairly good|quite good
 < good < very good < excellent|outstanding|exceptional
very small < small < medium < large < very large
none|no experience < novice|beginner|basic < elementary < intermediate|competent < advanced|proficient < expert
none|not at all < mild < moderate < severe < very severe
definitely not|certainly not < probably not < maybe|possibly|perhaps|might or might not < probably|probably yes < definitely|definitely yes|certainly
very short < short < medium < long < very long
"""
_LADDERS = tuple(
    {name.strip(): step for step, names in enumerate(ladder.split("<")) for name in names.split("|")}
    for ladder in _LADDERS_WRITTEN.strip().replace("\n <", " <").split("\n")
)
_POLES_WRITTEN = """
disagree agree|dissatisfied satisfied|unsatisfied satisfied|unlikely likely|unsafe safe|unimportant important|difficult easy|hard easy
unfavourable favourable|unfavorable favorable|unfavourably favourably|unfavorably favorably|unhappy happy|uncomfortable comfortable
worse better|decreased increased|less more|oppose support|against favour|against favor|negative positive|negatively positively
unhelpful helpful|useless useful|unclear clear|inconfident confident|unacceptable acceptable|untrue true|poorly well
bad good|weak strong|unwilling willing|inappropriate appropriate|ineffective effective|unconcerned concerned|unworried worried
calm anxious|lower higher|fewer more|uninterested interested|unaware aware|unfamiliar familiar|dislike like|unprepared prepared|- frightened
- relevant|- serious|- afraid|- involved|- supportive|- valuable|- necessary|- urgent|- scared|- trust|- critical|- fearful|- affected
"""
_POLES = [tuple(pair.split(" ")) for pair in _POLES_WRITTEN.strip().replace("\n", "|").split("|")]
_HOW_MUCH = {
    "not at all": -0.95, "not in the least": -0.95, "not very": -0.3, "not so": -0.3, "not that": -0.3, "not particularly": -0.3,
    "not too": -0.3, "not": -0.6, "slightly": 0.2, "a little": 0.2, "a bit": 0.2, "marginally": 0.2, "somewhat": 0.4,
    "tend to": 0.4, "mildly": 0.4, "rather": 0.45, "fairly": 0.45, "quite": 0.45, "moderately": 0.45, "reasonably": 0.45, "generally": 0.5,
    "mostly": 0.5, "much": 0.85, "a lot": 0.85, "very": 0.8, "highly": 0.85, "strongly": 0.9, "extremely": 0.95,
    "completely": 1.0, "totally": 1.0, "entirely": 1.0, "absolutely": 1.0, "definitely": 0.97, "fully": 1.0,
}  # fmt: skip
_PLAIN = 0.6
_NEUTRAL = re.compile(
    r"^(?:neutral|undecided|indifferent|mixed|no (?:difference|change|preference)|(?:about |stayed )?the same|no opinion either way)\b"
    r"|\bneither\b|\bno strong (?:feelings|view)"
)
_LIMIT_WORDS = 9
_NUMBERED = re.compile(r"^\(?(\d{1,2})\s*[)\-–.:=]+\s*(?=[^\W\d_])")
_WORDS_FOR = {
    "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "ten": "10", "twelve": "12", "twenty": "20", "half a": "0.5",
}  # fmt: skip
_FIGURE = re.compile(r"[£$€]?\s*(\d[\d,]*(?:\.\d+)?)\s*(k\b|m\b|million\b|%)?\+?\s*([a-z]+)?")
_TIMES = {"second": 1 / 86400, "minute": 1 / 1440, "min": 1 / 1440, "hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.4, "year": 365.0, "yr": 365.0}  # fmt: skip
_BELOW = re.compile(r"^(?:less than|under|below|up to|fewer than|younger than|at most|no more than|<=?|≤)")
_ABOVE = re.compile(r"^(?:more than|over|above|older than|at least|from|>=?|≥)|\+|\bor (?:more|over|older|above|longer)\b|\band (?:over|above|older)\b|\bplus\b")  # fmt: skip
_TO = re.compile(r"\d\s*(?:k|m|%|[a-z]{1,9})?\s*(?:-|–|—|to|and)\s*[£$€]?\s*\d")
_A_PERIOD = {
    "hourly": 8760, "daily": 365, "weekly": 52, "fortnightly": 26, "monthly": 12, "quarterly": 4, "yearly": 1, "annually": 1,
    "hour": 8760, "day": 365, "days": 365, "weekday": 260, "week": 52, "weeks": 52, "fortnight": 26, "month": 12, "months": 12,
    "quarter": 4, "semester": 2, "term": 3, "year": 1, "years": 1,
}  # fmt: skip
_SELDOM = {"never": 0.0, "hardly ever": 0.1, "very rarely": 0.1, "rarely": 0.2, "seldom": 0.2, "less often": 0.25, "occasionally": 0.4, "ad hoc": 0.3, "ad-hoc": 0.3}  # fmt: skip


def in_order(values: Collection[str]) -> tuple[str, ...] | None:
    """Different answers from least to most, those beside the scale last; None where they have no order that is known.

    >>> in_order(["Agree", "Disagree", "Don't know", "Strongly agree"])
    ('Disagree', 'Agree', 'Strongly agree', "Don't know")
    >>> in_order(["bus", "train", "on foot"])
    """
    aside = [value for value in values if _ASIDE.match(folded(value))]
    scale = [value for value in values if not _ASIDE.match(folded(value))]
    if not FEWEST <= len(scale) <= _MOST:
        return None
    plain = [folded(value) for value in scale]
    found = _numbered(plain)
    for placed in (_on_a_ladder, _between_poles, _rates, _bands):
        found = found or placed(plain)
    if found is None or len(set(found)) < len(found):
        return None
    return (*(value for _, value in sorted(zip(found, scale, strict=True))), *aside)


def figures_in_order(values: Collection[str], *, said: bool) -> tuple[str, ...] | None:
    """Whole figures that are steps of a scale such as 1 to 5 or 0 to 10, every step of it; None where they are counts.

    `said` is whether the question speaks of a scale; else only the usual ones count, with most steps in use.
    """
    steps = {int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 3}
    if len(steps) != len(set(values)) or not steps:
        return None
    low, high = min(steps), max(steps)
    usual = {(1, 4), (1, 5), (1, 7), (1, 10), (0, 4), (0, 5), (0, 10)}
    if (low, high) not in usual and not (said and low in {0, 1} and 3 <= high <= 10):
        return None
    if len(steps) < (high - low + 1) * (0.5 if said else 0.8):
        return None
    return tuple(str(step) for step in range(low, high + 1))


def folded(value: str) -> str:
    """An answer as it is compared: small letters, single spaces, without what ends a sentence."""
    return " ".join(value.replace("’", "'").casefold().split()).rstrip(".!;, ")


def _numbered(plain: Sequence[str]) -> list[float] | None:
    """Answers that carry their step: "(0) no problem" to "(4) critical", or 1, 2, 3 with words at the ends."""
    steps: list[float] = []
    bare = 0
    for value in plain:
        match = _NUMBERED.match(value)
        if match is None and not (value.isdecimal() and len(value) < 3):
            return None
        bare += match is None
        steps.append(float(match[1] if match else value))
    known = bare or min(steps) == 0
    return steps if known and max(steps) - min(steps) == len(steps) - 1 else None


def _bare(value: str) -> str:
    return _NUMBERED.sub("", value)


def _on_a_ladder(plain: Sequence[str]) -> list[float] | None:
    words = [_bare(value) for value in plain]
    for ladder in _LADDERS:
        if all(word in ladder for word in words):
            return [float(ladder[word]) for word in words]
    return None


def _between_poles(plain: Sequence[str]) -> list[float] | None:
    """Steps between two opposites: strongly disagree, disagree, neither, tend to agree; or from not at all to very."""
    for pole in _POLES:
        found = [_step(_bare(value), *pole) for value in plain]
        if all(step is not None for step in found) and any(step for step in found):
            return [step for step in found if step is not None]
    return None


def _step(value: str, low: str, high: str) -> float | None:
    words = re.findall(r"[a-z']+", value)
    if len(words) > _LIMIT_WORDS:
        return None
    if _NEUTRAL.search(value):
        return 0.0
    side = -1.0 if low in words else 1.0 if high in words else 0.0
    rest = " ".join(word for word in words if word not in {low, high})
    much = next((name for name in sorted(_HOW_MUCH, key=len, reverse=True) if f" {name} " in f" {rest} "), "")
    if not side:
        return _HOW_MUCH[much] if much == rest == "not at all" else None
    if len(rest.removeprefix(much).split()) > 3:
        return None
    return side * (_HOW_MUCH[much] if much else _PLAIN)


def _rates(plain: Sequence[str]) -> list[float] | None:
    """How often, as times a year: daily, twice a week, every few months, less than once a year, never."""
    found = [_rate(value) for value in plain]
    periods = sum(any(word in _A_PERIOD for word in re.findall(r"[a-z]+", value)) for value in plain)
    if periods < 2 or any(rate is None for rate in found):
        return None
    return [rate for rate in found if rate is not None]


def _rate(value: str) -> float | None:
    value = re.sub(r"\s*\(.*?\)", "", value)
    for name, rate in _SELDOM.items():
        if value == name or (value.startswith(name) and name != "never" and len(value.split()) < 4):
            return rate
    words = re.findall(r"[a-z]+|\d+", value)
    period = next((_A_PERIOD[word] for word in words if word in _A_PERIOD), None)
    often = re.search(r"ly\b|\b(?:every|each|per|an?|most|some|other)\b", value)
    if period is None or not often or len(words) > 8:
        return None
    figures = [float(_WORDS_FOR.get(word, word)) for word in words if word.isdecimal() or word in _WORDS_FOR]
    times = sum(figures) / len(figures) if figures else 2.0 if "twice" in words else 1.0
    few = 3.0 if {"few", "several", "multiple", "couple", "many"} & set(words) else 1.0
    rate = period * 0.7 if "most" in words else period * 0.3 if "some" in words else period * times
    if "every" in words and (figures or few > 1 or "other" in words):
        rate = period / (times if figures else few if few > 1 else 2.0)
    else:
        rate *= few
    if re.search(r"\b(?:less|fewer) (?:often )?than\b", value):
        return rate * 0.8
    return rate * 1.2 if re.search(r"\bmore than\b|\bor more\b|\bat least\b", value) else rate


def _bands(plain: Sequence[str]) -> list[float] | None:
    """Bands of ages, money, years or numbers: under 16, 16 to 24, 65 or over; none."""
    found: list[float] = []
    bands = 0
    words: set[str] = set()
    for value in plain:
        if value in {"none", "no", "nothing"}:
            found.append(-1.0)
            continue
        placed = _band(value)
        if placed is None:
            return None
        found.append(placed[0])
        bands += placed[1]
        words |= placed[2]
    return found if bands * 2 >= len(plain) and len(words) <= 8 else None


def _band(value: str) -> tuple[float, bool, set[str]] | None:
    """Where a band begins, whether it is one and no single figure, and the words in it beside the figures."""
    for name, figure in _WORDS_FOR.items():
        value = re.sub(rf"\b{name}\b", figure, value)
    matches = list(_FIGURE.finditer(value))
    if not 1 <= len(matches) <= 2 or len(value) > 50:
        return None
    told = [_TIMES.get((match[3] or "").removesuffix("s"), 0.0) for match in matches]
    units = [unit or max(told) or 1.0 for unit in told]
    figures = [
        float(match[1].replace(",", "")) * unit * {"k": 1e3, "m": 1e6, "million": 1e6}.get(match[2] or "", 1.0)
        for match, unit in zip(matches, units, strict=True)
    ]
    is_range = len(figures) == 2 and bool(_TO.search(value))
    if len(figures) == 2 and not (is_range and figures[0] < figures[1]):
        return None
    below, above = bool(_BELOW.search(value)), bool(_ABOVE.search(value)) and len(figures) == 1
    at = figures[0] + (-1e-6 if below else 1e-6 if above else 0.0)
    words = set(re.findall(r"[^\W\d_]{2,}", value))
    return at, below or above or is_range, words
