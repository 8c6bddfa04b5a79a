"""Answers that are none: what stands in a closed question for not knowing, not wanting to say, and not being asked."""

from __future__ import annotations

import re

from workbench.indicators.survey_figures import DONT_KNOW, NOT_ASKED, OTHER, WOULD_NOT_SAY

CALLED = {DONT_KNOW: "not knowing", WOULD_NOT_SAY: "not saying", NOT_ASKED: "not asked"}
"""What a form says beside such an answer."""
_MEANS = (
    (
        NOT_ASKED,
        re.compile(
            r"n/?\s?a|(?:item |schedule )?not (?:asked|applicable|routed)(?:[ /].*)?|inapplicable|does(?: not|n't) apply(?: .*)?|skipped by routing|routed out"
        ),
    ),
    (
        WOULD_NOT_SAY,
        re.compile(
            r"(?:i(?:'d| would)? )?(?:prefer|would rather|rather|would prefer) not(?: to)?(?: .*)?|refused(?: .*)?"
            r"|refusal|(?:do not|don't) (?:want|wish) to (?:say|answer)(?: .*)?|no answer(?:[ /].*)?|not (?:stated|answered)"
        ),
    ),
    (
        DONT_KNOW,
        re.compile(
            r"(?:i )?(?:do not|don't|dont) know(?: .*)?|(?:i'm |i am )?(?:not sure|unsure)(?: .*)?|dk|can't say|cannot say"
            r"|unknown|don't remember|can't remember"
        ),
    ),
)


def state_of(answer: str) -> int:
    """What an answer says of the question: OTHER for an answer, else why it is none.

    >>> [state_of(one) for one in ("Very unsafe", "Don’t know", "Prefer not to say", "N/A")] == [0, 2, 3, 5]
    True
    """
    plain = " ".join(answer.replace("’", "'").casefold().split()).strip(" .!()[]")
    return next((state for state, means in _MEANS if means.fullmatch(plain)), OTHER)
