"""What columns of the tables of flows, readiness and actions say."""

from __future__ import annotations

_NOT_TOLD = "not recorded"
_TEAM = "for others than the team"
_FLOW = ("the flow of data, by its name",)
_PARTNER = ("the partner; for others than the team “a partner”",)
_HELD = "how many of its four statements hold by both who were asked"
_STATEMENT = ("the statement: D data management, G information governance, E ethics, A artificial intelligence",)

OF_FLOWS: dict[tuple[str, str], tuple[str, ...]] = {
    ("flows", "flow"): _FLOW,
    ("flows", "partner"): _PARTNER,
    ("flows", "purpose"): ("what the data are for", "", _NOT_TOLD),
    ("flows", "by"): ("the day by which they are wanted (ISO 8601)", "day", "no day is given"),
    ("flows", "dataset"): ("the data set of the project that it would feed", "", "none is named"),
    ("flows", "agreement"): ("the reference of the sharing agreement", "", "none is named"),
    ("flows", "options"): ("the options that depend on it", "", "there are none"),
    ("flows", "stands"): ("ready, can go ahead with work left, or blocked",),
    ("flows", "because"): ("what blocks it, by rule", "", "nothing blocks it"),
    ("flows", "data_management"): (_HELD, "", _TEAM),
    ("flows", "information_governance"): (_HELD, "", _TEAM),
    ("flows", "ethics"): (_HELD, "", _TEAM),
    ("flows", "artificial_intelligence"): (_HELD, "", _TEAM),
    ("readiness", "flow"): _FLOW,
    ("readiness", "partner"): _PARTNER,
    ("readiness", "respondent"): ("manager or practitioner",),
    ("readiness", "round"): ("the how many-th time that they were asked", "rounds"),
    ("readiness", "theme"): ("what the statement is about",),
    ("readiness", "statement"): _STATEMENT,
    ("readiness", "words"): ("the statement as it was asked",),
    ("readiness", "level"): ("how far it is: 0 not started to 4 checked by someone else", "0 to 4", "they do not know"),
    ("readiness", "said"): ("the level in words",),
    ("readiness", "evidence"): ("what shows it, as they wrote it", "", "below level 2 none is needed"),
    ("readiness", "post"): ("the post of whoever answered, such as data manager", "", _NOT_TOLD),
    ("readiness", "given_on"): ("the day on which it was answered (ISO 8601)", "day", _NOT_TOLD),
    ("actions", "flow"): _FLOW,
    ("actions", "partner"): _PARTNER,
    ("actions", "statement"): ("the statement that it would make hold", "", "it is for none alone"),
    ("actions", "text"): ("what is done next",),
    ("actions", "owner"): ("who does it", "", "nobody yet"),
    ("actions", "due"): ("by which day (ISO 8601)", "day", "no day yet"),
    ("actions", "done_on"): ("the day on which it was done (ISO 8601)", "day", "still to do"),
}
"""By a table and a column of it."""
