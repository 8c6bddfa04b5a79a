"""A plain statement for the people whose words were read: what a computer did with them, and who decided."""

from __future__ import annotations

from sqlmodel import Session

from workbench.briefs.page import Paragraph
from workbench.desk.paper.transparency import prompt
from workbench.desk.paper.wanted import Made, Wanted
from workbench.desk.suggesting.machine_use import Use, use_of
from workbench.exchange.paper.pages import Block, Heading
from workbench.suggestions.hits import Hits
from workbench.text import counted

UNUSED = "No computer program suggested anything about what you said. People read it, and people decided."
REFUSED = (
    "If you told us that a computer may not read your words, it does not read them. If you told us late, it may have read"
    " them before. It does not do so any more."
)
NO_COMPUTER = "How we read what you said"
ADVICE = "Fill in what is marked, and let somebody who took part read it before it goes out."


def statement(session: Session, wanted: Wanted) -> Made:
    """The statement, in short sentences; nobody is in it, participant or researcher."""
    use = use_of(session)
    if not use.material:
        return Made((Paragraph("Nobody's words are in this project yet, so there is nothing to tell the people."),))
    wanted.progress(0.4, "writing the statement down")
    parts: list[tuple[str, tuple[str, ...]]] = [("What we did", _did(use))]
    if use.runs:
        parts += [
            ("Who decided", _decided(use)),
            ("Where the program runs", _where()),
            ("How often the program is right", _right(use)),
            ("If you said no", (REFUSED,)),
        ]
    parts += [
        ("If you change your mind", _mind()),
        ("If you have a question", (prompt("who answers, by phone and by post as well as by email."),)),
    ]
    blocks: list[Block] = []
    for title, sentences in parts:
        blocks.append(Heading(title, 2))
        blocks += [Paragraph(one) for one in sentences]
    return Made(tuple(blocks), title="" if use.runs else NO_COMPUTER, advice=(ADVICE,))


def _did(use: Use) -> tuple[str, ...]:
    told = "You told us about your life. You spoke with us, or you answered our questions in writing."
    if not use.runs:
        return (told, UNUSED)
    return (
        told,
        "People in our team read what was said. They put a label on each part, to find parts that are about the same"
        " thing. We call this coding.",
        "A computer program helped. It looked for parts that sound alike. It then suggested labels to our team.",
    )


def _decided(use: Use) -> tuple[str, ...]:
    if not use.decided:
        return ("People decide. So far nobody has used a suggestion. What nobody has looked at counts for nothing.",)
    return (
        "People decided. The program can only suggest. A person looks at a suggestion next to your words and says yes,"
        " no, or something else.",
        f"So far our team looked at {counted(use.decided, 'suggestion')}. They said yes to {use.accepted:,} and no"
        f" to {use.rejected:,}. They changed {use.edited:,}. What nobody looked at counts for nothing.",
        "The program does not decide anything about you.",
    )


def _where() -> tuple[str, ...]:
    return (
        "The program runs on our own computer. It does not use the internet. No company gets your words from it.",
        "The program learns from our labels, for this project only. What it learns stays with the project.",
    )


def _right(use: Use) -> tuple[str, ...]:
    passages, _ = use.blind
    if not passages or use.precision is None or use.recall is None or not use.precision.of:
        return ("We have not checked this yet.", prompt("when you will check it."))
    return (
        f"We checked. One of us read {counted(passages, 'part')} without seeing what the program would suggest.",
        f"The program would have made {counted(use.precision.of, 'suggestion')}. Our reader agreed with"
        f" {use.precision.hits:,}. {_in_a_hundred(use.precision)}",
        f"It also misses things. {_missed(use.recall)} That is why people read everything that matters.",
        "Our reader can be wrong too. Two people do not always read the same.",
    )


def _in_a_hundred(found: Hits) -> str:
    if found.share is None or found.lower is None or found.upper is None:
        return "That is too few to say how often it is right."
    return (
        f"That is about {100 * found.share:.0f} in 100. If we had picked other parts, it could be between"
        f" {100 * found.lower:.0f} and {100 * found.upper:.0f} in 100."
    )


def _missed(found: Hits) -> str:
    """How many of the labels that the reader gave the program would have found; plain counts weigh wrongly here."""
    if found.share is None:
        return "How many, we cannot say yet."
    return f"Of the labels that our reader gave, it would have found about {100 * found.share:.0f} in 100."


def _mind() -> tuple[str, ...]:
    return (
        "You can say no at any time. You do not have to say why.",
        prompt("whom to tell, how, and until when."),
        "We then delete what you said, and what the program made of it. We cannot take back what others have read already.",
    )
