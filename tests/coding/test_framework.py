"""The framework matrix."""

from __future__ import annotations

from tests.coding.conftest import Coded
from workbench.coding.framework import framework
from workbench.rows import add
from workbench.sources.coders import current_coder
from workbench.sources.readings import Reading


def test_an_empty_cell_is_unread_until_somebody_has_read_it(coded: Coded) -> None:
    """
    Amina: [Dark]{dark} and [dark]{dark} and [home]{home}.
    Ben: Fine.
    """
    with coded.project.read() as session:
        found = {(cell.case, cell.code): (cell.passages, cell.state) for cell in framework(session).cells()}
    assert found == {
        ("Amina", "dark"): (2, "coded"),
        ("Amina", "home"): (1, "coded"),
        ("Ben", "dark"): (0, "not read"),
        ("Ben", "home"): (0, "not read"),
    }
    with coded.project.change("Read") as session:
        reading = add(session, Reading, coder_id=current_coder(session), document_id=coded.document, state="done")
        assert reading
    with coded.project.read() as session:
        matrix = framework(session, codes=[coded.codes["home"]])
        assert [(cell.case, cell.state) for cell in matrix.cells()] == [
            ("Amina", "coded"),
            ("Ben", "read, nothing here"),
        ]
        assert [cell.case for cell in matrix.cells(empty=False)] == ["Amina"]
