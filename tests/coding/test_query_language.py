"""What somebody types as a question to the codings is understood, printed so that it reads back, or refused by its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.coding.query_language import (
    DEEPEST,
    Both,
    CodeNamed,
    Either,
    Fact,
    Meets,
    Not,
    Query,
    QueryIsEmptyError,
    QueryUnclearError,
    both,
    codes_in,
    did_you_mean,
    either,
    parse,
    printed,
    with_codes,
)

DARK, POLICE = CodeNamed("Dark"), CodeNamed("Police not there")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Dark", DARK),
        ("=Dark", CodeNamed("Dark", alone=True)),
        ("= Dark", CodeNamed("Dark", alone=True)),
        ("Going the long way", CodeNamed("Going the long way")),
        ('"Police not there"', POLICE),
        ("“Police not there”", POLICE),
        ('"a ""quoted"" one"', CodeNamed('a "quoted" one')),
        ("Journeys/Dark OR Places", Either((CodeNamed("Journeys/Dark"), CodeNamed("Places")))),
        ("Dark and age:16-17", Both((DARK, Fact("age", "16-17")))),
        ("Dark and age: 16-17", Both((DARK, Fact("age", "16-17")))),
        ('"age band":"16 to 17"', Fact("age band", "16 to 17")),
        ("Dark and age band:16 to 17", Both((DARK, Fact("age band", "16 to 17")))),
        ("a within turn age:16", Meets(CodeNamed("a"), "within turn", Fact("age", "16"))),
        ("person:Kez Brown and Dark", Both((Fact("person", "Kez Brown"), DARK))),
        ("words:10:30", Fact("words", "10:30")),
        ("a or b and c", Either((CodeNamed("a"), Both((CodeNamed("b"), CodeNamed("c")))))),
        ("(a or b) and c", Both((Either((CodeNamed("a"), CodeNamed("b"))), CodeNamed("c")))),
        ("not a near b", Not(Meets(CodeNamed("a"), "near", CodeNamed("b")))),
        ("not not a", Not(Not(CodeNamed("a")))),
        ("a within turn b c", Meets(CodeNamed("a"), "within turn", CodeNamed("b c"))),
        ('a within turn "b"', Meets(CodeNamed("a"), "within turn", CodeNamed("b"))),
        ("a within turn turn", Meets(CodeNamed("a"), "within turn", CodeNamed("turn"))),
        ("a with (b or c)", Meets(CodeNamed("a"), "with", Either((CodeNamed("b"), CodeNamed("c"))))),
        ("a near b with c", Meets(Meets(CodeNamed("a"), "near", CodeNamed("b")), "with", CodeNamed("c"))),
        ("((a))", CodeNamed("a")),
    ],
)
def test_it_is_understood(typed: str, meant: Query) -> None:
    assert parse(typed) == meant


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Dark and", "at its end: the name of a code, or something like age:16-17, belongs there."),
        ("Dark and or Police", "at “or Police”: the name of a code, or something like age:16-17, belongs there."),
        ("(Dark or Police", "at “(Dark or Police”: this parenthesis is not closed."),
        ("Dark) and Police", "at “) and Police”: there is no opening parenthesis for this one."),
        ('Dark "Police"', 'at “"Police"”: “and”, “or” or another joining word belongs before it.'),
        ('Dark and "Pol', 'at “"Pol”: this quotation mark is not closed.'),
        ("Dark and ”", "at “””: no quotation mark was opened for this one."),
        ('Dark and ""', 'at “""”: there is nothing between these quotation marks.'),
        ("person: and Dark", "at “and Dark”: a value belongs after “person:”."),
        ("person:(Kez)", "at “(Kez)”: a value belongs after the colon, as in person:Kez."),
        (":Kez", "at “:Kez”: a name belongs before the colon, as in person:Kez."),
        ("a within b", "at “b”: after “within” comes “turn”: A within turn B."),
        ("person:Kez age:16", "at “age:16”: “and”, “or” or another joining word belongs before it."),
        ("= and b", "at “and b”: the name of a code belongs after “=”."),
        ("(" * (DEEPEST + 1) + "a", "at “(a”: too many parentheses lie in each other here."),
        ("(a (b:c))", "at “(b:c))”: “and”, “or” or “)” belongs before it."),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_place(typed: str, said: str) -> None:
    with pytest.raises(QueryUnclearError) as refused:
        parse(typed)
    assert str(refused.value) == f"The question cannot be read {said}"


@pytest.mark.parametrize("typed", ["", "   ", "\n"])
def test_nothing_typed_is_said(typed: str) -> None:
    with pytest.raises(QueryIsEmptyError, match="no question yet"):
        parse(typed)


_NAMES = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from(['"', ":", "=", "(", " ", "“", "”", "/", "\\"]),
    min_size=1,
    max_size=12,
).filter(lambda name: bool(name.strip())) | st.sampled_from(["and", "Police not there", "turn", "NEAR", "Dark"])
_LEAVES: st.SearchStrategy[Query] = st.builds(CodeNamed, _NAMES, st.booleans()) | st.builds(Fact, _NAMES, _NAMES)


def _larger(smaller: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(smaller, min_size=2, max_size=3)
    return (
        several.map(both)
        | several.map(either)
        | smaller.map(Not)
        | st.builds(Meets, smaller, st.sampled_from(["near", "with", "within turn"]), smaller)
    )


QUERIES = st.recursive(_LEAVES, _larger, max_leaves=12)


@given(QUERIES)
def test_what_is_printed_reads_back(query: Query) -> None:
    assert parse(printed(query)) == query


@given(st.text(st.sampled_from(list('ab :="()“”/\\')) | st.characters(), max_size=40))
def test_whatever_is_typed_is_understood_or_refused_in_one_sentence(typed: str) -> None:
    try:
        found = parse(typed)
    except QueryUnclearError as refusal:
        said = str(refusal)
        found = None
    else:
        said = printed(found)
    assert parse(said) == found if found is not None else "\n" not in said


@given(QUERIES)
def test_every_code_can_be_replaced(query: Query) -> None:
    other = with_codes(query, lambda code: CodeNamed("other", code.alone))
    assert {code.path for code in codes_in(other)} <= {"other"}
    assert len(list(codes_in(other))) == len(list(codes_in(query)))


def test_names_that_may_have_been_meant() -> None:
    names = ["Journeys", "Journeys/Dark and unlit", "Weapons/Police not there"]
    assert did_you_mean("Dark", names) == ["Journeys/Dark and unlit"]
    assert did_you_mean("jurneys", names) == ["Journeys"]
    assert did_you_mean("police not their", names) == ["Weapons/Police not there"]
    assert did_you_mean("zzz", names) == []
