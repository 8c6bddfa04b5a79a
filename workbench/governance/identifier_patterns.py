"""Identifiers that follow a pattern: numbers, codes, addresses of all sorts, as they are written and as they are said.

Sources: postcodes after BS 7666; National Insurance numbers after HMRC's NIM39110, the prefix taken loosely; the check
digit of NHS numbers is modulus 11 (NHS Data Dictionary); plates after DVLA's INF104; telephones after Ofcom's plan.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from workbench.governance.identifiers import Found

_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_MONTHS += "|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
_DIGIT_WORDS = "zero|nought|oh|one|two|three|four|five|six|seven|eight|nine|ten|double|triple|hundred"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ORDINALS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth"
_ORDINALS += r"|(?:four|fif|six|seven|eigh|nine)teenth|twentieth|twenty[- ]\w+th|twenty[- ](?:first|second|third)"
_ORDINALS += r"|thirtieth|thirty[- ]first"
_STREETS = (
    "street|road|avenue|lane|close|drive|way|court|gardens?|place|crescent|terrace|hill|row|square|grove|walk|mews"
    "|parade|rise|green|park|gate|mead|fields?|riding|hides|end|croft|view|chase|hatch|wood"
)
_HOUSES = "house|lodge|point|tower|towers|heights|court|mansions|buildings?"
_ENDS = "com|org|net|co|uk|example|info|gov|ac|edu|io|me|eu|ie|pl|de|fr|app|dev"
BORN = re.compile(r"\b(?:born|birthday'?s?|birth|d\.?o\.?b\.?|d o b)\b", re.I)
PLATES = re.compile(r"\b(?:reg|regs|registration|plate|plates|number ?plate|car|van|drives?|camera)\b", re.I)
HEALTH = re.compile(r"\b(?:nhs|hospital|wristband|medical)\b", re.I)
_NEAR = 60


def _always(_match: re.Match[str], _text: str) -> bool:
    return True


def _never(_match: re.Match[str], _text: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class _Pattern:
    kind: str
    pattern: re.Pattern[str]
    why: str
    holds: Callable[[re.Match[str], str], bool] = field(default=_always)
    sure: Callable[[re.Match[str], str], bool] = field(default=_always)
    needs: tuple[str, ...] = ()
    """What it cannot be without, in small letters, one of them; `#` is a digit, `&` words of
    several numbers. Looked for first, which is quick."""


def _near(words: re.Pattern[str]) -> Callable[[re.Match[str], str], bool]:
    """Whether words stand near a match."""

    def stands(match: re.Match[str], text: str) -> bool:
        return bool(words.search(text[max(0, match.start() - _NEAR) : match.end() + _NEAR]))

    return stands


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits end in the right check digit.

    >>> is_nhs_number("9434765919"), is_nhs_number("9434765918")
    (True, False)
    """
    if len(digits) != 10 or not digits.isdecimal() or len(set(digits)) == 1:
        return False
    check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return (0 if check == 11 else check) == int(digits[-1])


def _checks(match: re.Match[str], _text: str) -> bool:
    return is_nhs_number(re.sub(r"\D", "", match.group("found")))


def _enough_digits(match: re.Match[str], _text: str) -> bool:
    digits = re.sub(r"\D", "", match.group("found"))
    return 9 <= len(digits.removeprefix("00").removeprefix("44").removeprefix("0")) <= 10


def _is_said_number(match: re.Match[str], _text: str) -> bool:
    return len(match.group("found").split()) >= 7


def _told_apart(match: re.Match[str], _text: str) -> bool:
    """Whether a handle that was said after the name of a service looks like one: a digit, a sign, or an @."""
    return bool(re.search(r"[\d_.@]", match.group("found")))


def _old_enough(match: re.Match[str], text: str) -> bool:
    return _near(BORN)(match, text)


def _is_capital(match: re.Match[str], _text: str) -> bool:
    return match.group("found").isupper() or any(letter.isupper() for letter in match.group("found"))


def _made(kind: str, pattern: str, why: str, needs: str = "", **more: Callable[[re.Match[str], str], bool]) -> _Pattern:
    return _Pattern(kind, re.compile(pattern, re.I), why, needs=tuple(needs.split("|")) if needs else (), **more)


_SMALL_WORDS = r"(?:of|in|and|to|a|on|at|for|from|the|by|one|big|main|other|more|or|down)\b"
_WORD = r"[A-Za-z][\w'’-]*"
PATTERNS = (
    _made("e-mail", r"(?P<found>[\w.+%-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,})", "an e-mail address", "@"),
    _made(
        "e-mail",
        rf"(?P<found>[\w.]+(?: (?:underscore|dot|dash|hyphen) [\w.]+)* at \w+(?: (?:dot|dash|hyphen) \w+)*?"
        rf"(?: dot (?:{_ENDS}))(?: dot (?:{_ENDS}))*)\b",
        "an e-mail address as it is said",
        " dot ",
    ),
    _made("link", r"(?P<found>(?:https?://|www\.)[^\s<>\"”’)]*[^\s<>\"”’).,;:!?])", "a link", "http|www."),
    _made(
        "link",
        rf"(?<![@\w.])(?P<found>[a-z][\w-]+\.(?:{_ENDS})(?:\.uk)?/[^\s<>\"”’)]*[^\s<>\"”’).,;:!?])",
        "a link",
        "/",
    ),
    _made("handle", r"(?<![\w@./])(?P<found>@\w[\w.]*\w)", "a name on social media", "@"),
    _made(
        "handle",
        r"\b(?:insta(?:gram)?|snap(?:chat)?|tik ?tok|twitter|facebook|discord|telegram|username|handle)"
        r"(?: (?:name|handle|is|was|under|called|on|its|it's|as|me))*[: ]+(?P<found>[a-z0-9][\w.]*\w)",
        "said after the name of a service",
        "insta|snap|tik|twitter|facebook|discord|telegram|username|handle",
        holds=_told_apart,
    ),
    _made(
        "postcode",
        r"\b(?P<found>(?:GIR ?0AA|(?:[A-PR-UWYZ](?:[0-9]{1,2}|[A-HK-Y][0-9]|[A-HK-Y][0-9][0-9ABEHMNPRV-Y]"
        r"|[0-9][A-HJKPS-UW])) ?[0-9][ABD-HJLNP-UW-Z]{2}))\b",
        "a full postcode",
        "#",
    ),
    _made(
        "postcode",
        r"\b(?P<found>[A-PR-UWYZ] ?[A-HK-Y]? ?[0-9] ?[0-9A-Z]? ?[0-9] ?[ABD-HJLNP-UW-Z] ?[ABD-HJLNP-UW-Z])\b",
        "a postcode, letter by letter",
        "#",
        holds=_near(re.compile(r"\bpost ?code\b", re.I)),
    ),
    _made(
        "postcode",
        r"\bpost ?code(?: (?:is|was|area|starts|with|the|it's))* (?P<found>[A-Z]{1,2}[0-9]{1,2}[A-Z]?)\b",
        "the first half of a postcode",
        "#",
    ),
    _made(
        "postcode",
        rf"\b(?P<found>[a-z](?: [a-z])?(?: (?:{_DIGIT_WORDS}|{_TENS}|\w+teen|eleven|twelve)){{2,4}}(?: [a-z]){{2}})\b",
        "a postcode as it is said",
        "postcode|post code",
    ),
    _made(
        "NI number",
        r"\b(?P<found>[A-Z]{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D])\b",
        "shaped like a National Insurance number",
        "#",
    ),
    _made(
        "NHS number",
        r"(?<![\d+])(?P<found>\d{3}[ -]?\d{3}[ -]?\d{4})(?!\d)",
        "an NHS number with the right check digit",
        "#",
        holds=_checks,
    ),
    _made(
        "phone",
        r"(?<![\w+])(?P<found>(?:\+ ?44|0044|\(?0)[\d ()-]{8,15}\d)(?!\d)",
        "a telephone number",
        "#",
        holds=_enough_digits,
    ),
    _made("phone", r"(?<![\d.])(?P<found>0(?:[ -]?\d){9,10})(?!\d)", "a telephone number, digit by digit", "#"),
    _made(
        "phone",
        rf"\b(?P<found>(?:{_DIGIT_WORDS})(?: (?:{_DIGIT_WORDS}|{_TENS})){{6,}})\b",
        "a number, digit by digit",
        "&",
        holds=_is_said_number,
    ),
    _made(
        "account", r"\b(?P<found>\d{2}-\d{2}-\d{2})\b", "a sort code", "#", holds=_near(re.compile(r"sort code", re.I))
    ),
    _made(
        "account", r"\b(?P<found>\d{7,8})\b", "an account number", "#", holds=_near(re.compile(r"\baccount\b", re.I))
    ),
    _made(
        "reference",
        r"\b(?:reference|ref|crime|case|incident)(?: (?:number|no|ref|reference|is|was|it's))*[:. ]+"
        r"(?P<found>(?=[\w/-]*\d)[A-Z0-9][\w]*(?:[/-][\w]+)*)\b",
        "a reference number",
        "#",
    ),
    _made("reference", r"\b(?P<found>\d{2}/\d{3,7}/\d{2})\b", "shaped like a crime reference", "#"),
    _made(
        "birth date",
        rf"\b(?P<found>(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{_MONTHS})(?:,? \d{{4}})?)\b",
        "a date beside a birth",
        "#",
        holds=_old_enough,
    ),
    _made(
        "birth date",
        r"\b(?P<found>\d{1,2}[ ./-]\d{1,2}[ ./-](?:\d{4}|\d{2}))\b",
        "a date beside a birth",
        "#",
        holds=_old_enough,
    ),
    _made(
        "birth date",
        rf"\b(?P<found>(?:the )?(?:{_ORDINALS})(?: of)? (?:{_MONTHS})(?: (?:nineteen|twenty|two thousand)"
        rf"(?:[ -](?:and|{_TENS}|{_DIGIT_WORDS}|\w+teen))*)?)\b",
        "a date beside a birth, as it is said",
        "born|birth|d.o.b|dob|d.ob|do.b|d o b",
        holds=_old_enough,
    ),
    _made(
        "plate",
        r"\b(?P<found>[A-Z]{2}\d{2} ?[A-Z]{3})\b",
        "shaped like a number plate",
        "#",
        holds=lambda match, text: _is_capital(match, text) or _near(PLATES)(match, text),
    ),
    _made(
        "plate",
        r"\b(?P<found>[A-Z]\d{1,3} ?[A-Z]{3}|[A-Z]{3} ?\d{1,3}[A-Z])\b",
        "shaped like an older number plate",
        "#",
        holds=_near(PLATES),
    ),
    _made(
        "address",
        rf"\b(?P<found>(?:number )?(?:(?:{_TENS})[ -])?(?:{_DIGIT_WORDS}|{_TENS}|\w+teen|eleven|twelve) (?:(?!{_SMALL_WORDS}){_WORD} ){{1,2}}"
        r"(?:street|road|avenue|close|grove|lane|way|drive|court|crescent|gardens|terrace|walk|mews))\b",
        "a house number in words, and a street",
        "street|road|avenue|close|grove|lane|way|drive|court|crescent|gardens|terrace|walk|mews",
        sure=_never,
    ),
    _made(
        "address",
        r"\b(?P<found>\d{1,3}[a-d] the \w{4,}|\d{1,3}[a-d]? (?-i:The [A-Z]\w+))\b",
        "a house",
        "#",
        sure=_never,
    ),
    _made(
        "address",
        rf"\b(?P<found>(?-i:[A-Z]\w+) (?:{_HOUSES})(?:,? (?:block|flat|room) \w{{1,3}}\b)+)",
        "a house and a flat",
        "block|flat|room",
    ),
    _made(
        "address",
        r"\b(?P<found>(?-i:high) road (?!is\b|was\b|and\b|at\b|in\b|to\b|near\b|where\b)[a-z]{4,})\b",
        "a road and its town",
        "high road",
        sure=_never,
    ),
    _made(
        "address",
        rf"\b(?P<found>(?:flat|room|unit|apartment) \d{{1,3}}[a-z]?,? (?:\d{{1,4}}[a-z]? )?"
        rf"(?:{_WORD} ){{1,3}}(?:{_STREETS}|{_HOUSES}))\b",
        "a flat and its house",
        "#",
    ),
    _made(
        "address",
        rf"(?<![\w/.:])(?P<found>\d{{1,4}}[a-z]? (?:(?!of\b|in\b|and\b|to\b|a\b|on\b|at\b|for\b|from\b){_WORD} ){{1,3}}?"
        rf"(?:{_STREETS})(?: (?-i:(?=[A-Z]))(?:{_STREETS}))*)\b",
        "a house number and a street",
        "#",
        holds=lambda match, _text: _is_address(match),
    ),
)
_COUNTED = re.compile(
    r"^\d+ (?:minutes?|hours?|days?|weeks?|months?|years?|people|of|times?|pounds?|quid|boys|girls|lads|kids|more|or)\b",
    re.I,
)


def _is_address(match: re.Match[str]) -> bool:
    """Whether a number and words before a street's word are an address, and not a count of something."""
    found = match.group("found")
    if _COUNTED.match(found):
        return False
    words = found.split()
    named = all(word[:1].isupper() for word in words[1:])
    return named or (
        found == found.lower()
        and words[-1] in {"street", "road", "avenue", "close", "grove", "lane", "crescent", "gardens"}
    )


_DIGIT = re.compile(r"\d")
_EDGES = ".,;:!?-–—…()\"'“”‘’"
_SAID, _MANY = frozenset(f"{_DIGIT_WORDS}|{_TENS}".split("|")), 5
"""Words of numbers, and how many of them a number has at least that is said digit by digit, those at its ends left out."""


def find(text: str) -> Iterator[Found]:
    """Every identifier in a text that follows a pattern; they may overlap."""
    there = text.casefold().replace("ı", "i")
    if _DIGIT.search(text) is not None:
        there += "#"
    if sum(word.strip(_EDGES) in _SAID for word in there.split()) >= _MANY:
        there += "&"
    for one in PATTERNS:
        if one.needs and not any(part in there for part in one.needs):
            continue
        for match in one.pattern.finditer(text):
            if one.holds(match, text):
                yield Found(one.kind, *match.span("found"), match.group("found"), one.sure(match, text), one.why)
