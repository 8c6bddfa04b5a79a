"""Rows: added, amended and removed, each with a GUID by which copies of a project know it again."""

from __future__ import annotations

import hmac

import pytest
import sqlalchemy as sa

from workbench.coding.codebook import Code
from workbench.project.file import Project
from workbench.rows import (
    NotInProjectError,
    add,
    add_many,
    amend,
    find,
    find_guid,
    guid_for,
    guid_text,
    keyed_guid,
    live,
    new_guid,
    remove,
    table_of,
)


@pytest.mark.parametrize("secret", [b"s" * 32, b"s" * 64, b"s" * 100])
def test_a_keyed_guid_is_the_hmac_of_its_kind_and_key(secret: bytes) -> None:
    digest = bytearray(hmac.digest(secret, b"document\x1f07.md", "sha256")[:16])
    digest[6], digest[8] = 0x80 | digest[6] & 0x0F, 0x80 | digest[8] & 0x3F
    assert keyed_guid(secret, "document", "07.md") == bytes(digest)


def test_a_default_stands_in_the_statement_as_it_is(project: Project) -> None:
    with project.change("Add code") as session:
        add_many(session, Code, [{"name": "Bob's"}])
        one = add(session, Code, name="Bob's")
    with project.read() as session:
        first, second = (find(session, Code, key) for key in (one - 1, one))
    apart = {"guid", "id", "_sa_instance_state"}
    assert {k: v for k, v in vars(first).items() if k not in apart} == {
        k: v for k, v in vars(second).items() if k not in apart
    }


def test_what_is_read_is_what_was_written_last(project: Project) -> None:
    with project.change("Add code") as session:
        key = add(session, Code, name="Walking")
        held = find(session, Code, key)
        amend(session, Code, key, name="Walking home")
        assert held.name == "Walking home"
        assert find(session, Code, key).name == "Walking home"
        [listed] = session.execute(live(Code)).scalars()
        amend(session, Code, key, name=table_of(Code).c.name + "!")
        assert listed.name == "Walking home!"
        remove(session, Code, key)
        assert session.execute(live(Code)).scalars().all() == []
        with pytest.raises(NotInProjectError):
            find(session, Code, key)
        with pytest.raises(NotInProjectError):
            amend(session, Code, 99, name="x")


def test_many_rows_keep_their_order_and_must_have_the_same_cells(project: Project) -> None:
    with project.change("Add codes") as session:
        rows = [{"definition": "on foot", "name": "b"}, {"name": "a", "definition": "by bus"}]
        assert add_many(session, Code, (row for row in rows)) == 2
        assert add_many(session, Code, []) == 0
        assert [(row.name, row.definition) for row in session.execute(live(Code)).scalars()] == [
            ("b", "on foot"),
            ("a", "by bus"),
        ]
        with pytest.raises(KeyError):
            add(session, Code, name="c", nonsense=1)
    with pytest.raises(ValueError, match="guess"), project.change("Add codes") as session:
        add_many(session, Code, [{"name": "a"}, {"name": "b", "guess": 1}])


def test_errors_never_show_the_words_that_were_written(project: Project) -> None:
    with project.change("Add code") as session:
        guid = guid_for(session, "code", "Walking")
        key = add(session, Code, guid=guid, name="Walking")
        assert find_guid(session, Code, guid) == find(session, Code, key)
        with pytest.raises(sa.exc.IntegrityError) as raised:
            add(session, Code, guid=guid, name="a secret place")
        assert "secret" not in str(raised.value)
        with pytest.raises(sa.exc.IntegrityError) as raised:
            session.execute(sa.insert(table_of(Code)), {"guid": guid, "name": "a secret place"})
        assert "secret" not in str(raised.value)


def test_guids_are_sorted_by_time_and_of_their_version() -> None:
    guids = [new_guid() for _ in range(1000)]
    assert len(set(guids)) == 1000
    assert all(guid_text(guid)[14] == "7" and guid_text(guid)[19] in "89ab" for guid in guids)
    assert guids[0][:6] <= guids[-1][:6]
