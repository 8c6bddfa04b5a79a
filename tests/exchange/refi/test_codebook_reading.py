"""Codebooks of other programs as they are met in the wild: read as far as possible, and said."""

import pytest

from workbench.errors import WorkbenchError
from workbench.exchange.codebook_tables import CodebookTableReader, NoColumnOfCodesError
from workbench.exchange.readers import Options, recognise
from workbench.exchange.refi.codebook_reading import NoCodesError, codebook_of
from workbench.exchange.refi.codebook_writing import codebook_as_qdc
from workbench.exchange.refi.outgoing import OutCode, OutSet

A, B = "AD68FBE7-E1EE-4A82-A279-23CC698C89EB", "{ad68fbe7-e1ee-4a82-a279-23cc698c89ec}"


def _qdc(inside, *, namespace="urn:QDA-XML:codebook:1.0", after=""):
    return f'<?xml version="1.0"?><CodeBook xmlns="{namespace}" origin="NVivo"><Codes>{inside}</Codes>{after}</CodeBook>'.encode()


@pytest.mark.parametrize(
    "namespace", ["urn:QDA-XML:codebook:1.0", "urn:QDA-XML:codebook:0:4", "urn:QDA-XML:codebook:1:0", ""]
)
def test_namespaces_of_every_writer_are_read(namespace):
    found = codebook_of(
        _qdc(
            f'<Code guid="{A}" name="Dark" isCodable="false" color="#f00"><Description>Lamps</Description>'
            f'<Code guid="{B}" name="Path" isCodable="true" color="rgba(1,2,3,.5)"/></Code>',
            namespace=namespace,
            after=f'<Sets><Set guid="{B}" name="Way"><MemberCode guid="{A}"/><MemberCode guid="{A[:-1]}0"/></Set></Sets>',
        ),
        "book.qdc",
    )
    top, below = found.codes
    assert (top.key, top.name, top.codable, top.colour, top.definition) == (
        A.lower(),
        "Dark",
        False,
        "#ff0000",
        "Lamps",
    )
    assert (below.key, below.parent, below.colour) == (B.strip("{}"), A.lower(), "#010203")
    assert found.sets[0].codes == (A.lower(),)
    assert [one.what for one in found.left_out] == ["1 of its codes"]
    assert found.tool == "NVivo"


def test_codes_without_a_guid_or_with_that_of_another_keep_their_places():
    found = codebook_of(
        _qdc(
            f'<Code name="One"><Code name="Below"/></Code><Code guid="{A}" name="Two"/><Code guid="{A}" name="Three">'
            '<Code name="Deep" color="crimson"/></Code><Unknown><Code name="not"/></Unknown>'
        ),
        "book.qdc",
    )
    assert [(one.key, one.parent) for one in found.codes] == [
        ("One", ""),
        ("One/Below", "One"),
        (A.lower(), ""),
        ("Three", ""),
        ("Three/Deep", "Three"),
    ]
    assert any("3 codes have no GUID" in note for note in found.notes)
    assert any("“Three”" in note for note in found.notes)
    assert {one.what for one in found.left_out} == {"1 elements “Unknown”", "its colour “crimson”"}


def test_a_file_that_breaks_off_is_read_up_to_there():
    whole = _qdc("".join(f'<Code name="code {number}"/>' for number in range(50)))
    found = codebook_of(whole[: len(whole) // 2], "book.qdc")
    assert 5 < len(found.codes) < 50
    assert any("what stands before came in" in note for note in found.notes)


def test_codes_nested_without_end_are_read_down_to_a_depth():
    found = codebook_of(_qdc('<Code name="x">' * 100_000), "book.qdc")
    assert len(found.codes) < 300
    assert any("nested too deeply" in note for note in found.notes)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not xml",
        b"<CodeBook",
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><CodeBook><Codes><Code name="&a;"/></Codes></CodeBook>',
        _qdc(""),
        b"<html/>",
        _qdc('<Code name="x"/>' * 30_000),
    ],
)
def test_what_is_no_codebook_is_refused_in_a_sentence(data):
    with pytest.raises(WorkbenchError) as refused:
        codebook_of(data, "book.qdc")
    assert "book.qdc" in str(refused.value)
    assert str(refused.value).endswith(".")


def test_a_codebook_without_a_code_says_so():
    with pytest.raises(NoCodesError, match=r"no code in book\.qdc"):
        codebook_of(_qdc(""), "book.qdc")


def test_our_own_is_valid(shared_data):
    etree = pytest.importorskip("lxml.etree")
    schema = etree.XMLSchema(etree.parse(shared_data / "refi" / "schema" / "Codebook.xsd"))
    codes = [OutCode(A, "<a>", 0, "#1f5fa8", "x\x00y"), OutCode(B.strip("{}"), "b", 1, "#1f5fa8", notes=(A,))]
    schema.assertValid(etree.fromstring(codebook_as_qdc(codes, [OutSet(A, "s", "", (A,))], "We")))
    schema.assertValid(etree.fromstring(codebook_as_qdc(codes[:1], [], "We")))


def _table(tmp_path, text):
    (tmp_path / "book.csv").write_text(text, encoding="utf-8")
    return CodebookTableReader().read(tmp_path / "book.csv", Options())


def test_a_table_with_parents_and_one_with_paths_give_the_same_tree(tmp_path):
    one = _table(tmp_path, "Name,Parent,Description,Color\nPath,Dark,d,\nDark,,x,#f00\nLamp,Path,,\n")
    other = _table(tmp_path, "code;meaning;rgb\nDark;x;255,0,0\nDark/Path;d;\nDark/Path/Lamp;;\n")
    assert sorted(code.key for code in one.codes) == sorted(code.key for code in other.codes)
    assert [code.key for code in other.codes] == ["Dark", "Dark/Path", "Dark/Path/Lamp"]
    assert {code.key: code.definition for code in one.codes}["Dark/Path"] == "d"
    places = {code.key: at for at, code in enumerate(one.codes)}
    assert all(places[code.parent] < at for code, at in zip(one.codes, places.values(), strict=True) if code.parent)


def test_a_table_says_what_it_leaves_out(tmp_path):
    found = _table(tmp_path, "code,definition,weight\nDark,x,1\nDark,y,2\n/,z,3\na//b,z,4\nRing/Ring,q,5\n")
    assert [code.key for code in found.codes] == ["Dark", "Ring", "Ring/Ring"]
    assert found.codes[0].definition == "x"
    assert [one.where for one in found.left_out] == ["the table", "line 3", "line 4", "line 5"]
    with pytest.raises(NoColumnOfCodesError, match="called code, path or name"):
        _table(tmp_path, "a,b\n1,2\n")


def test_parents_in_a_ring_end(tmp_path):
    found = _table(tmp_path, "code,parent\na,b\nb,c\nc,a\n")
    assert {code.name for code in found.codes} == {"a", "b", "c"}


def test_only_a_table_of_codes_is_taken_for_one(tmp_path):
    (tmp_path / "a.csv").write_text("code,definition,include,exclude\nx,y,z,q\n", encoding="utf-8")
    assert recognise(tmp_path / "a.csv").kind == "codes"
    (tmp_path / "b.csv").write_text("id,code,q1\n1,2,3\n", encoding="utf-8")
    with pytest.raises(WorkbenchError, match="could be a survey, figures or codes"):
        recognise(tmp_path / "b.csv")
    assert recognise(tmp_path / "b.csv", as_="codes").kind == "codes"
