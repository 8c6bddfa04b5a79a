"""Topics as rows and pages to read. Pure: what is shown was read, and asked at the door, before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workbench.desk.suggesting.topic_spread import Share, Spread, Spreads
from workbench.suggestions.topics import TopicLine, TypicalPassage
from workbench.tui.suggestions.pages import short
from workbench.tui.suggestions.pile import TopicPage
from workbench.tui.widgets.paper import Block, Part, Rule, Run, blank, words
from workbench.tui.widgets.rows import RowLine

LEVELS = "▁▂▃▄▅▆▇█"
NONE = "·"
WIDE = 16
FIRST = 3
"""So many passages come before who speaks in the topic, the others after."""
SHOWN_WORDS = 7
TOGETHER, SELDOM = 0.05, -0.5
STATES = {"proposed": "", "kept": "kept", "discarded": "put away", "merged": "merged", "split": "split"}


def topic_row(topic: TopicLine, code: str, spreads: Spreads | None, names: Mapping[int, str]) -> RowLine:
    """A topic as a row of the list."""
    about = code or STATES[topic.state]
    if topic.state == "merged":
        about = f"merged into {names.get(topic.into_id or 0, 'another')}"
    spread = spreads.topics.get(topic.id) if spreads is not None else None
    cells = (
        name_of(topic),
        ", ".join(topic.keywords[:SHOWN_WORDS]),
        f"{topic.segments:,} · {topic.cases:,}",
        topic.steady or "–",
        bar_by_group(spread.groups) if spread is not None else "",
        about,
    )
    return RowLine(str(topic.id), cells, "quiet" if topic.away or topic.kind == "outliers" else "")


def name_of(topic: TopicLine) -> str:
    """A topic's name, with its number where it is a part or has none."""
    part = f" ({topic.named})" if topic.part else ""
    return f"{topic.label or f'Topic {topic.named}'}{part}"


def bar_by_group(groups: Sequence[Share]) -> str:
    """One sign a group, as high as its share of people who speak in the topic beside the group with the most."""
    shares = [one.people / one.of if one.of else 0.0 for one in groups]
    most = max(shares, default=0.0)
    return "".join(NONE if not share else LEVELS[min(7, int(8 * share / most))] for share in shares)


def legend(spreads: Spreads | None, shown: int, away: int) -> str:
    """What the bars stand for, and what is out of sight."""
    said = []
    if spreads is not None and spreads.note:
        said.append(spreads.note)
    elif spreads is not None and spreads.by and spreads.topics:
        groups = next(iter(spreads.topics.values())).groups
        said.append(
            f"Bars by {spreads.by.replace('_', ' ')}: {', '.join(one.name for one in groups)} (w: other groups)"
        )
    if away:
        said.append(f"{away:,} put away, merged or split ({'a hides them' if shown else 'a shows them'})")
    return " · ".join(said)


def topic_page(page: TopicPage, spreads: Spreads | None) -> list[Part]:
    """A topic: its words, size and steadiness, who speaks in it, and the passages nearest its middle."""
    topic = page.topic
    made: list[Part] = [words(name_of(topic), "title")]
    if topic.kind == "outliers":
        made.append(words("These passages lie far from the middle of every topic. They may be what nobody else says."))
        made.append(words(_size(topic), "quiet"))
    else:
        said = ", ".join(topic.keywords) or "No word is said in it much oftener than elsewhere."
        made += [words(said)] if said != topic.label else []
        made.append(words(f"{_size(topic)} · {topic.steady}", "quiet"))
        made.append(words(_how_steady(topic), "quiet"))
    if page.code:
        made.append(words(f"About the code {page.code}", "accent"))
    made += [blank(), Rule("Typical passages" if topic.kind == "topic" else "Passages"), blank()]
    made += [part for one in page.passages[:FIRST] for part in _passage(*one)]
    if not page.passages:
        made.append(words("None of its passages may be shown.", "quiet"))
    spread = spreads.topics.get(topic.id) if spreads is not None else None
    if spread is not None and spreads is not None:
        made += [Rule("Who speaks in it"), *_spread_parts(spread, spreads.by)]
    elif spreads is not None and spreads.note:
        made.append(words(spreads.note, "quiet"))
    if page.passages[FIRST:]:
        made += [blank(), Rule("More passages"), blank()]
        made += [part for one in page.passages[FIRST:] for part in _passage(*one)]
    return [*made, *(words(held, "quiet") for held in page.held)]


def _passage(passage: TypicalPassage, mark: str) -> list[Part]:
    """A passage that leads to its place, with who said it."""
    said = f" · {mark}" if mark else ""
    to = f"words:{passage.document_id}:{passage.start}"
    return [
        Block((Run(f"“{short(passage.text)}”", "quote", to),), 0, "│"),
        words(f"{passage.case or 'not known who'} · {passage.document}{said}", "quiet", sign="│"),
        blank(),
    ]


def _size(topic: TopicLine) -> str:
    passages, people = ("" if count == 1 else "s" for count in (topic.segments, topic.cases))
    return f"{topic.segments:,} passage{passages} · {topic.cases:,} {'people' if people else 'person'}"


def _how_steady(topic: TopicLine) -> str:
    said = f"Without a fifth of all passages {100 * topic.steadiness:.0f} % of it was found again"
    if topic.over_seeds is not None:
        said += f", and from other starts {100 * topic.over_seeds:.0f} %"
    if topic.coherence is None:
        return f"{said}."
    if topic.coherence >= TOGETHER:
        return f"{said}. Its words often stand together."
    return f"{said}. Its words {'hardly ever' if topic.coherence < SELDOM else 'now and then'} stand together."


def _spread_parts(spread: Spread, by: str) -> list[Part]:
    """Who speaks in a topic, of how many, by group, by where they live and by when they were heard."""
    made: list[Part] = []
    titles = (by.replace("_", " "), "where they live or were met", "when they said it")
    for title, shares in zip(titles, (spread.groups, spread.areas, spread.times), strict=True):
        if shares and title:
            made += [blank(), words(f"People, by {title}", "title")]
            made += [words(_share(one, shares)) for one in shares if one.of]
    return made


def _share(one: Share, among: Sequence[Share]) -> str:
    most = max(each.people / each.of for each in among if each.of) or 1
    filled = round(WIDE * one.people / one.of / most)
    return f"{'█' * filled}{'░' * (WIDE - filled)}  {one.name}: {one.people:,} of {one.of:,}"
