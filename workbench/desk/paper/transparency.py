"""A draft of an algorithmic transparency record, filled from the ledger as far as a machine's use is known there.

The sections are those of the Algorithmic Transparency Recording Standard, template version 3.0: Tier 1, and the five of
Tier 2. The numbers of Tier 1 and of 2.1 were checked against published text of the standard; the others stand as they
are remembered, and the paper says so. What nobody has recorded is a prompt to fill in, never a guess.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session

from workbench.briefs.page import Paragraph
from workbench.desk.door.counted_people import for_people
from workbench.desk.door.door import Door
from workbench.desk.paper.wanted import Made, Wanted
from workbench.desk.suggesting.machine_use import Use, use_of
from workbench.exchange.paper.pages import Block, Heading, Listing
from workbench.governance.audiences import INTERNAL
from workbench.governance.disclosure import withheld_words
from workbench.rows import live
from workbench.sources.cases import attribute_names
from workbench.sources.coders import Coder
from workbench.suggestions.hits import Hits
from workbench.suggestions.precision import HitLine, Measure, figures
from workbench.text import counted

Field = tuple[str, str, str]
"""Number, name, and what is said."""
MARK = "▢ To fill in: "
UNCHECKED = (
    "The numbers of sections 2.2 to 2.5 were not checked against the current template. Check them before you publish."
)
DRAFT = "A draft, filled from what the project recorded. What is marked ▢ only people can say."
NOT_PRECISION = "How much was accepted is not how often the tool is right: people who see a suggestion lean towards it."
MEASURED = "How often it is right was measured on passages that were read without sight of a suggestion."


def transparency_record(session: Session, wanted: Wanted) -> Made:
    """The record, section by section; no participant is in it, and coders' names only for the team."""
    use = use_of(session)
    if not use.material:
        return Made((Paragraph("Nobody's words are in this project yet, so there is no use of a machine to record."),))
    wanted.progress(0.3, "writing the record down")
    blocks: list[Block] = []
    sections = (
        ("Tier 1: overview", _overview(use)),
        ("2.1 Owner and responsibility", _owner()),
        ("2.2 Description and rationale", _description()),
        ("2.3 Decision-making process", _process(use, _reviewers(session, wanted.at, use))),
        ("2.4 Tool specification", _specification(use, attribute_names(session))),
        ("2.5 Risks, mitigations and impact assessments", _risks()),
    )
    for title, fields in sections:
        blocks.append(Heading(title))
        for number, name, said in fields:
            blocks.append(Paragraph(said, heading=f"{number} {name}"))
    by_code = _by_code(figures(session), wanted.at)
    if by_code is not None:
        blocks.append(by_code)
    return Made(tuple(blocks), (DRAFT, UNCHECKED), advice=(UNCHECKED,))


def prompt(what: str) -> str:
    """Something that only people can say."""
    return f"{MARK}{what}"


def _overview(use: Use) -> Iterable[Field]:
    yield "1.1", "Name", prompt("the name under which the tool is known. The project calls it suggestions for coding.")
    said = (
        "A computer program groups passages of interviews and survey answers that read alike, and suggests to researchers"
        " which labels (codes) a passage may be given. Researchers read each suggestion in its context and accept,"
        " change or reject it. Nothing is labelled without a person. It decides nothing about anybody."
    )
    yield (
        "1.2",
        "Description",
        said if use.runs else f"No suggestions were made in this project so far. If they were: {said}",
    )
    yield "1.3", "Website URL", prompt("where more can be read.")
    yield "1.4", "Contact email", prompt("an address that is read.")


def _owner() -> Iterable[Field]:
    yield "2.1.1", "Organisation", prompt("the organisation that uses the tool.")
    yield "2.1.2", "Team", prompt("the team responsible for it.")
    yield "2.1.3", "Senior responsible owner", prompt("the role of who answers for it.")
    yield (
        "2.1.4",
        "External suppliers",
        (
            "The tool runs on the team's own computer with open models that are installed with it; no supplier sees any data. "
            + prompt(
                "whether a supplier set it up, with name (2.1.4.1), Companies House number (2.1.4.2), role (2.1.4.3),"
                " procurement (2.1.4.4) and terms of access to data (2.1.4.5)."
            )
        ),
    )


def _description() -> Iterable[Field]:
    yield (
        "2.2.1",
        "Detailed description",
        (
            "Words are turned into numbers by a language model on the team's computer, so that passages which mean alike lie"
            " close together. Passages are grouped into topics. For each code, passages near to what the codebook says of it"
            " and to what people have coded so are suggested. A score says how likely a person would give the code."
        ),
    )
    yield "2.2.2", "Scope", "Reading and coding of what people said in this project. No other use."
    yield "2.2.3", "Benefits", prompt("what the team gains, such as passages that nobody had found.")
    yield "2.2.4", "Previous process", prompt("how passages were found and coded before.")
    yield "2.2.5", "Alternatives considered", prompt("what else was thought of, coding by people alone among it.")


def _process(use: Use, reviewers: str) -> Iterable[Field]:
    yield (
        "2.3.1",
        "Process integration",
        (
            "Suggestions are a layer of their own. They are hidden on a text until a researcher has begun to read it. Findings"
            " rest on people's codings alone."
        ),
    )
    yield (
        "2.3.2",
        "Provided information",
        "The passage in its context, the suggested code with its definition, a word for how likely it is, and what people coded so.",
    )
    yield "2.3.3", "Frequency and scale of usage", _scale(use)
    yield (
        "2.3.4",
        "Human decisions and review",
        " ".join(filter(None, (_decided(use), reviewers, NOT_PRECISION, MEASURED if use.blind[0] else ""))),
    )
    yield "2.3.5", "Required training", prompt("what people learn before they use it.")
    yield "2.3.6", "Appeals and review", prompt("how somebody whose words were read can object, and who answers.")


def _specification(use: Use, attributes: list[str]) -> Iterable[Field]:
    yield (
        "2.4.1.1",
        "System architecture",
        "One program on one computer with one project file. Nothing is sent over a network, and no model is downloaded.",
    )
    yield "2.4.1.2", "Phase", _phase(use)
    yield "2.4.1.3", "Maintenance", prompt("who looks after it, and how often it is looked at.")
    yield "2.4.2.1", "Models and versions", "; ".join(use.models) + "." if use.models else "None was used."
    versions = "; ".join(f"{name} {said}" for name, said in use.versions if name != "model")
    yield "2.4.2.2", "Versions it ran with", f"{versions}; seed {use.seed}." if versions else "None recorded."
    yield "2.4.2.3", "Model task", "Grouping passages that read alike; suggesting codes for passages."
    yield (
        "2.4.2.4",
        "Model input and output",
        "In: the words of passages, the codebook, and what people coded. Out: groups of passages with keywords; a score between 0 and 1 for each code and passage.",
    )
    yield "2.4.2.5", "Model performance", _performance(use)
    yield (
        "2.4.2.6",
        "Datasets and their purposes",
        (
            "The language model was made by others from public text. In this project it is not changed; what is learned from"
            " people's codings stays in the project's own cache."
        ),
    )
    material = f"{'; '.join(use.material)}." if use.material else "None so far."
    yield "2.4.3.1", "Source data", f"{material} {prompt('how they were collected, and when.')}"
    known = (
        f"The tool reads words alone. What is known of people besides ({', '.join(attributes)}) it does not see, but"
        if attributes
        else "The tool reads words alone, but"
    )
    yield (
        "2.4.3.2",
        "Sensitive attributes",
        f"{known} words themselves may speak of health, beliefs, offences or family. {prompt('which of these they do speak of.')}",
    )
    yield (
        "2.4.3.3",
        "Completeness and representativeness",
        f"{_left_out(use)} {prompt('whose voices are missing from the material.')}",
    )
    yield "2.4.3.4", "Data sharing agreements", prompt("which agreements cover the material.")
    yield (
        "2.4.3.5",
        "Data access and storage",
        f"In the project file, which can be encrypted. {prompt('who has it, and until when it is kept.')}",
    )


def _risks() -> Iterable[Field]:
    yield "2.5.1", "Impact assessments", prompt("data protection, equality and ethics assessments, with dates.")
    yield (
        "2.5.2",
        "Risk: a suggestion passes for a person's reading",
        "Suggestions count for nothing until a person accepts them; who accepts faster than anybody reads is named to the team.",
    )
    yield (
        "2.5.2",
        "Risk: some people are heard worse",
        f"Passages read without sight of suggestions are compared by group of people. {prompt('what was found, and what was done.')}",
    )
    yield (
        "2.5.2",
        "Risk: words leave the house",
        "Nothing leaves the computer. Whoever refused is not read; whoever withdraws is deleted, with all that was derived.",
    )
    yield "2.5.2", "Other risks", prompt("what else could go wrong, and what is done about it.")


def _scale(use: Use) -> str:
    if not use.runs:
        return "It was not used."
    when = f"on {use.first}" if use.first == use.last else f"between {use.first} and {use.last}"
    return (
        f"It was run {counted(use.runs, 'time')} {when}. The last time it read {counted(use.segments, 'passage')}. "
        f"{use.from_machine:,} of the project's {counted(use.codings, 'coding')} came from a suggestion."
    )


def _decided(use: Use) -> str:
    if not use.decided:
        return f"Nobody has decided about a suggestion so far; {use.undecided:,} are open and count for nothing."
    return (
        f"Of {counted(use.decided, 'suggestion')} that people decided about they accepted {use.accepted:,}, changed"
        f" {use.edited:,} and rejected {use.rejected:,}. {use.undecided:,} are undecided and count for nothing."
        f"{_glances(use)}"
    )


def _glances(use: Use) -> str:
    """How many were taken faster than anybody reads, where times are known."""
    glances, timed = (
        sum(getattr(one, cell) for one in use.tallies if one.by == "coder") for cell in ("glances", "timed")
    )
    return f" Of {timed:,} taken whose time is known, {glances:,} were decided in under two seconds." if timed else ""


def _reviewers(session: Session, at: Door, use: Use) -> str:
    """Who decided: names for the team, else how many."""
    if not use.deciders:
        return ""
    if at.audience.name == INTERNAL:
        there = {row.name for row in session.execute(live(Coder)).scalars()}
        names = sorted({one.name for one in use.tallies if one.by == "coder" and one.name in there and one.decided})
        if names:
            return f"Decided by {', '.join(names)} (names for the team only)."
    return f"Decided by {counted(use.deciders, 'member')} of the team."


def _phase(use: Use) -> str:
    said = (
        "in use in this project" if use.decided else "tried, with nothing decided on it" if use.runs else "not in use"
    )
    return f"By the ledger it is {said}. {prompt('the phase as the template names it.')}"


def _performance(use: Use) -> str:
    passages, people = use.blind
    if not passages or use.precision is None or use.recall is None:
        return "Not measured yet: nobody has read passages without sight of suggestions. " + NOT_PRECISION
    return (
        f"{counted(passages, 'passage')} of {counted(people, 'person', 'people')}, drawn at random, were coded by"
        f" {counted(use.blind_readers, 'researcher')} without sight of suggestions. Of what it would have suggested the"
        f" researcher gave {said(use.precision)}. Of what the researcher gave it would have suggested {said(use.recall)}."
        " In brackets the 95 % interval, which counts that passages of one person hang together. Measured is agreement"
        " with one person's reading, which is not the truth."
    )


def said(found: Hits) -> str:
    """A count with share and interval, or that it is too few to say."""
    return found.in_words.replace(", too few", " (too few").removesuffix(")") + ")" if found.of else "none of none"


def _left_out(use: Use) -> str:
    if not use.left_out:
        return "Nothing was left out of what it read." if use.runs else ""
    parts = "; ".join(f"{why}: {count:,}" for why, count in use.left_out)
    return f"Passages that it did not read: {parts}."


def _by_code(lines: list[HitLine], at: Door) -> Listing | None:
    """How often it was right by code; outside the team, codes of few people are left out."""
    found = {(line.name, line.measure): line.found for line in lines if line.by == "code"}
    few = 0 if at.audience.name == INTERNAL else for_people(at.session, at.audience).threshold

    def cell(name: str, measure: Measure) -> str:
        hits = found.get((name, measure))
        if hits is None:
            return "–"
        return withheld_words(few) if hits.people < few else hits.in_words

    names = sorted({name for name, _ in found})
    shown = [name for name in names if any(one.people >= few for (of, _), one in found.items() if of == name)]
    at.small += len(names) - len(shown)
    if not shown:
        return None
    rest = f" (codes of fewer than {few} people are left out)" if len(shown) < len(names) else ""
    rows = tuple((name, cell(name, "precision"), cell(name, "recall")) for name in shown)
    columns = ("Code", "Right, of suggested", "Suggested, of given")
    return Listing(f"How often it was right, by code{rest}", columns, rows)
