"""What columns of the tables of decisions say: what was decided and asked for, what was done, and what came of it."""

from __future__ import annotations

TEAM = "for others than the team"

OF_DECIDED: dict[tuple[str, str], tuple[str, ...]] = {
    ("advice", "committee"): ("the committee that recommended it",),
    ("advice", "done"): ("what was done about it, or why it was not taken up", "", "nothing is written down yet"),
    ("advice", "recommendation"): ("what the committee recommended",),
    ("advice", "settled_on"): ("the day on which it was done or not taken up", "day", "it is open"),
    ("advice", "state"): ("open, done or not taken up",),
    ("advice", "version"): ("the version of the ethics pack that it was given on", "number"),
    ("advice", "version_name"): (
        "that version by its name, with the day where two copies each kept one of its number",
    ),
    ("advice", "who"): ("who noted it", "", TEAM),
    ("conditions", "how"): ("how it was met, or why not", "", "nobody has said yet"),
    ("conditions", "owner"): ("who has to see to it", "", "nobody is named"),
    ("conditions", "version"): ("the version of the brief that was decided on", "version"),
    ("decisions", "content"): ("the fingerprint of the page that was kept (SHA-256)", "", "no page was kept"),
    ("decisions", "version"): ("the version of the brief that was decided on", "version"),
    ("outcomes", "change"): (
        "whether the change is more than chance, with its interval",
        "",
        "a figure is missing, or withheld",
    ),
    ("outcomes", "expected"): ("what the objective said would come about, and by which day", "", "nothing was said"),
    ("outcomes", "said"): ("what people say of it now, and what else could be behind it",),
    ("outcomes", "version"): ("the version of the brief that was decided on", "version"),
    ("tasks", "how"): ("what was done about it", "", "not done yet"),
    ("tasks", "owner"): ("whose it is", "", "nobody is named, or for others than the team"),
    ("tasks", "state"): ("open or done",),
    ("tasks", "version"): ("the version that was sent back", "version", "no decision asked for it"),
}
