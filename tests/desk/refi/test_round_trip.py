"""A project taken out and brought into an empty one comes to an equal project, whatever is said in it."""

import random
from collections import Counter

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.desk.copies import WORDS
from tests.desk.refi.test_writing import put_in
from workbench.coding import codebook, codings, memos, themes
from workbench.desk.importing.bring_in import bring_in
from workbench.desk.refi.writing import write_qdpx
from workbench.project.file import create
from workbench.sources.beside import WAYS, lay_beside
from workbench.sources.cases import Attribute, attributes_of, case_labels, set_attribute
from workbench.sources.coders import coder_named
from workbench.sources.documents import Document, add_document, paragraphs_of
from workbench.sources.drafts import DraftDocument, DraftTurn
from workbench.text import Span

PIECES = [*WORDS, "😀", "é", ":", "Kez: ", "Q:", "&", "<b>", "“", "Include: ", "\u200d", "goes on"]
LABELS = ("Q", "Kez", "Sam", "Sam: x", "😀", "Kez Q")


def contents(project):
    """All of a project that has a place in the format, by what it says."""
    with project.read() as session:
        found = {"codes": [], "documents": {}, "memos": Counter(), "people": {}, "themes": []}
        for line in codebook.codebook(session):
            cells = ("path", "definition", "include", "exclude", "example", "safeguarding", "colour", "state")
            found["codes"].append(tuple(getattr(line, cell) for cell in cells))
        for line in themes.themes(session):
            found["themes"].append((line.name, line.statement, line.state, line.codes))
        documents = {row.id: row for row in session.execute(sa.select(Document)).scalars() if not row.gone}
        for key, row in documents.items():
            found["documents"][row.name] = (
                row.kind,
                row.title,
                row.recording,
                documents[row.beside_id].name if row.beside_id else "",
                row.beside_as,
                _turns(session, key),
                _codings(session, key),
            )
        labels = case_labels(session)
        known = attributes_of(session)
        found["people"] = {label: known.get(key, {}) for key, label in labels.items()}
        attributes = session.execute(sa.select(Attribute)).scalars()
        found["attributes"] = sorted((row.name, row.kind, row.question, row.choices) for row in attributes)
        called = {"document": {key: row.name for key, row in documents.items()}, "case": labels}
        for one in memos.memos(session):
            thing = called.get(one.about, {}).get(one.thing_id, one.about)
            found["memos"][one.about, thing, one.kind, one.text, one.coder, one.start, one.end] += 1
    return found


def _turns(session, document):
    said = sa.text(
        "SELECT g.text, g.kind, coalesce(s.label, ''), coalesce(s.role, ''), coalesce(c.label, ''), g.at_ms, g.until_ms"
        " FROM segment g LEFT JOIN speaker s ON s.id = g.speaker_id LEFT JOIN cases c ON c.id = g.case_id"
        " WHERE g.document_id = :key AND NOT g.gone ORDER BY g.start"
    )
    return [tuple(row) for row in session.execute(said, {"key": document})]


def _codings(session, document):
    lines = codings.codings_in(session, document)
    return Counter((one.code, one.coder, one.start, one.end, one.direction, one.created) for one in lines)


def taken_over(project, tmp_path, positions="code-points"):
    """The project as it is once it was taken out and brought into an empty one."""
    out = tmp_path / "out.qdpx"
    write_qdpx(project, out, positions=positions)
    with create(tmp_path / "other.workbench", title="Other", coder="zoe") as other:
        (report,) = bring_in(other, [out])
        assert report.outcome == "imported", report
        (again,) = bring_in(other, [out])
        assert any("nothing changed" in note for note in again.notes), again
        return contents(other), report


def test_one_of_everything_comes_back(project, tmp_path):
    put_in(project)
    found, report = taken_over(project, tmp_path)
    assert found == contents(project)
    assert not report.left_out


def fill(session, chance):
    """Documents, codes, codings, people, themes and memos at random."""
    keys = []
    for number in range(chance.randint(1, 5)):
        parent = chance.choice([None, *keys])
        words = {cell: _said(chance) for cell in ("definition", "include", "exclude", "example", "safeguarding")}
        keys.append(codebook.add_code(session, f"code {number}", parent=parent, colour=chance.randrange(12), **words))
    documents = []
    coders = [coder_named(session, name) for name in ("amina", "ben", "chi")]
    for number in range(chance.randint(1, 3)):
        turns = tuple(_turn(chance) for _ in range(chance.randint(1, 9)))
        roles = {one.speaker: "interviewer" if one.speaker == "Q" else "participant" for one in turns if one.speaker}
        draft = DraftDocument(f"{number}.md", "transcript", turns, title=_said(chance), roles=roles)
        document = add_document(session, draft).document_id
        whole = "\n".join(paragraphs_of(session, document))
        for _ in range(chance.randint(0, 12)):
            span = _span(chance, whole)
            direction = chance.choice(codings.DIRECTIONS)
            try:
                key = codings.apply_code(
                    session, chance.choice(keys), document, span, coder=chance.choice(coders), direction=direction
                )
            except codings.AlreadyCodedError:
                continue
            if chance.random() < 0.1:
                for kind in chance.choice([("memo",), ("memo", "note")]):
                    said = _said(chance) or "so"
                    memos.write_memo(
                        session, said, about="coding", thing_id=key, kind=kind, coder=chance.choice(coders)
                    )
        if chance.random() < 0.5:
            note = _span(chance, whole)
            memos.write_memo(session, "see", about="document", thing_id=document, kind="note", span=note)
            memos.write_memo(session, _said(chance) or "so", about="document", thing_id=document)
        documents.append(document)
    for one, other in zip(documents[1:], documents, strict=False):
        if chance.random() < 0.5:
            lay_beside(session, one, other, chance.choice(WAYS))
    for key in case_labels(session):
        set_attribute(session, key, "age", str(chance.randint(8, 80)), kind="number")
        set_attribute(session, key, "says", " ".join(_said(chance).split()) or "no")
        if chance.random() < 0.3:
            memos.write_memo(session, _said(chance) or "so", about="case", thing_id=key, coder=coders[1])
    themes.add_theme(session, "Way", statement=_said(chance), state=chance.choice(themes.STATES), codes=keys[:2])
    memos.write_memo(session, "day", about="project", kind="journal")
    if chance.random() < 0.5:
        codebook.retire_code(session, keys[-1])


def _said(chance):
    text = " ".join(chance.choices(PIECES, k=chance.randint(0, 8))).strip()
    return text + chance.choice(["", "\n\nInclude: this", "\nState: retired"]) if text else text


def _turn(chance):
    words = " ".join(chance.choices(PIECES, k=chance.randint(1, 12))).strip()
    at = chance.choice([None, chance.randrange(10**7)])
    until = None if at is None else chance.choice([None, at + 1_234])
    return DraftTurn(
        chance.choice([None, *LABELS]), words, at, chance.choice(["turn", "turn", "paragraph", "note"]), until
    )


def _span(chance, whole):
    """Words that neither begin nor end on white space."""
    while True:
        start = chance.randrange(len(whole))
        end = min(len(whole), start + chance.randint(1, 60))
        if not (whole[start].isspace() or whole[end - 1].isspace()):
            return Span(start, end)


def _comes_back(tmp_path, seed):
    chance = random.Random(seed)
    with create(tmp_path / "one.workbench", title=f"Study {seed}", coder="amina") as project:
        with project.change("Fill") as session:
            fill(session, chance)
        positions = chance.choice(["code-points", "utf-16"])
        found, report = taken_over(project, tmp_path, positions)
        wanted = contents(project)
        for part, said in wanted.items():
            assert found[part] == said, (seed, part)
        assert not report.left_out, (seed, report.left_out)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**6))
def test_random_projects_come_back(tmp_path_factory, seed):
    _comes_back(tmp_path_factory.mktemp("trip"), seed)


@pytest.mark.parametrize("seed", range(3))
def test_these_projects_come_back(tmp_path, seed):
    _comes_back(tmp_path, seed)
