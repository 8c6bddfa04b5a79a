"""A quote leaves in the form it is shown in, or in other words, and goes to the clipboard with whose it is."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.study import TURNS, Study, add_study
from workbench.briefs.evidence import QuoteNotPermittedError, citations, cite
from workbench.briefs.options import add_brief, add_option, prefer
from workbench.coding.codings import adjust
from workbench.coding.display import forms, in_form, save_form
from workbench.coding.problems import problems
from workbench.desk.briefs.brief import write_brief
from workbench.desk.door.copying import copied, spoken_words
from workbench.desk.importing.bring_in import bring_in
from workbench.desk.tables.declared import make_table, written
from workbench.desk.take_out import take_out
from workbench.desk.withdrawal.purging import purge_person
from workbench.governance.departures import departures
from workbench.governance.flags import RECOGNISABLE, agree, flag, say_in_other_words
from workbench.project.file import Project, open_file
from workbench.project.purge import purging
from workbench.rows import NotInProjectError, add, amend
from workbench.sources.consent import set_consent
from workbench.sources.documents import Segment
from workbench.sources.speakers import Speaker
from workbench.text import Span

SAID = TURNS[0]
SHOWN = "We […] don't go through the underpass [by the station] after four, nobody does."
FIRST = Span(0, len(SAID))


@pytest.fixture
def study(project: Project) -> Study:
    with project.change("Study") as session:
        made = add_study(session, consent="given")
        brief = add_brief(session, "Ways home", decision_asked="Mend the lamps.")
        option = add_option(session, brief, "Mend the lamps")
        prefer(session, option)
        cite(session, brief, "quote", made.codings[0], option_id=option)
    return made


def everything(project: Project, folder: Path) -> dict[str, str]:
    found = {name: written(make_table(project, name), "csv") for name in ("quotes", "codings")}
    take_out(project, folder / "out.xlsx")
    with zipfile.ZipFile(folder / "out.xlsx") as opened:
        found["workbook"] = "\n".join(opened.read(one).decode() for one in opened.namelist() if one.endswith(".xml"))
    for ending in ("html", "md"):
        taken = write_brief(project, "Mend the lamps", folder / f"out.{ending}")
        found[ending] = taken.path.read_text("utf-8").replace("&#39;", "'").replace("\\", "")
    return found


def test_a_form_is_what_leaves_and_the_verbatim_stays_in_the_project(
    project: Project, study: Study, tmp_path: Path
) -> None:
    with project.read() as session:
        before = [line.state for line in citations(session)]
    with project.change("Form") as session:
        save_form(session, study.document, FIRST, SAID, SHOWN)
    found = everything(project, tmp_path)
    assert {name for name, text in found.items() if "[by the station]" in text} == {"quotes", "workbook", "html", "md"}
    assert {name for name, text in found.items() if "We just go round" in text} == {"codings"}
    assert "edited for reading" in found["quotes"]
    with project.read() as session:
        assert [line.state for line in citations(session)] == before


def test_after_the_words_or_the_place_changed_the_verbatim_leaves_again(
    project: Project, study: Study, tmp_path: Path
) -> None:
    with project.change("Form") as session:
        save_form(session, study.document, FIRST, SAID, SHOWN)
        adjust(session, study.codings[0], Span(0, len(SAID) - 1))
    assert "[by the station]" not in everything(project, tmp_path)["quotes"]
    project.undo()
    with project.change("Form and amendment") as session:
        save_form(session, study.document, FIRST, SAID, SHOWN)
        amend(session, Segment, study.segments[0], text=SAID.replace("nobody", "no-one"))
    found = everything(project, tmp_path)
    assert not [name for name, text in found.items() if "[by the station]" in text]
    assert "no-one does" in found["quotes"]


def test_words_that_are_shown_in_other_words_leave_in_no_other(project: Project, study: Study, tmp_path: Path) -> None:
    path = project.path
    with project.change("Hold back") as session:
        save_form(session, study.document, FIRST, SAID, SHOWN)
        key = flag(session, study.document, FIRST, RECOGNISABLE)
        say_in_other_words(session, key, "They keep away from one place.")
    project.close()
    with open_file(path, coder="ben") as second:
        with second.change("Agree") as session:
            agree(session, key)
        found = everything(second, tmp_path)
        assert not [
            name for name, text in found.items() if "underpass after four" in text or "[by the station]" in text
        ]
        assert {name for name, text in found.items() if "They keep away from one place." in text} == set(found)
        assert "They keep away" in copied(second, study.document, FIRST)


def test_a_copied_quote_says_whose_it_is_and_is_in_the_register(project: Project, study: Study) -> None:
    text = copied(project, study.document, FIRST)
    assert text == f"“{SAID}” (P1, Group C.txt, turn 1; for the team only)"
    two = copied(project, study.document, Span(len(SAID) - 12, len(SAID) + 10))
    assert two.startswith("“[Participant 1:] nobody does. / [Participant 2:] I get the” (P1; P2, Group C.txt, turn 1")
    with project.change("Form") as session:
        save_form(session, study.document, FIRST, SAID, SHOWN)
    assert copied(project, study.document, FIRST) == (
        f"“{SHOWN}” (P1, Group C.txt, turn 1; for the team only; edited for reading)"
    )
    with project.read() as session:
        newest = departures(session)[0]
    assert (newest.kind, newest.name, newest.quotes, newest.audience) == ("clipboard", "a quote", 1, "internal")


def test_what_may_not_be_quoted_is_not_copied(project: Project, study: Study) -> None:
    with project.change("Refuse") as session:
        set_consent(session, study.cases[0], "verbatim", "refused")
    with pytest.raises(QuoteNotPermittedError, match="This person has not agreed to be quoted"):
        copied(project, study.document, FIRST)
    with pytest.raises(NotInProjectError):
        copied(project, study.document, Span(90_000, 90_005))
    with project.read() as session:
        assert departures(session) == []


def test_a_form_over_withdrawn_words_is_not_shown_and_one_over_others_words_follows_them(
    project: Project, study: Study
) -> None:
    other = TURNS[1]
    second = Span(len(SAID) + 1, len(SAID) + 1 + len(other))
    edited = other.replace("I get the bus home", "[…]")
    with project.change("Forms") as session:
        save_form(session, study.document, FIRST, SAID, SHOWN)
        save_form(session, study.document, Span(0, second.end), f"{SAID}\n{other}", f"{SAID} […]")
        save_form(session, study.document, second, other, edited)
    with purging(project, "Withdraw") as session:
        purge_person(session, study.cases[0])
    with project.read() as session:
        [(place, line)] = forms(session).items()
        assert place[1:] == (0, len(other))
        assert in_form(line, other) == edited
        assert len([one for one in problems(session) if "edited for reading" in one.message]) == 0
    assert edited in copied(project, study.document, Span(0, len(other)))
    with project.change("Other") as session:
        save_form(session, study.document, Span(0, len(other)), other, other)
    with project.read() as session:
        assert forms(session) == {}


def test_through_an_amendment_a_form_follows_its_words_and_is_put_aside_when_they_change(
    project: Project, tmp_path: Path
) -> None:
    said, edited = "Well, um, we go round by the road.", "Well, we go […] the road."
    talk = tmp_path / "talk.md"

    def told(*turns: str) -> str:
        talk.write_text("\n\n".join(turns) + "\n", "utf-8")
        bring_in(project, [talk], amend=True)
        with project.read() as session:
            [(place, line)] = forms(session).items() or [((0, 0, 0), None)]
            return in_form(line, spoken_words(session, 1, Span(*place[1:])).text) if line else ""

    assert told("**Interviewer:** After dark?", f"**Kez:** {said}") == ""
    start = len("After dark?") + 1
    with project.change("Form") as session:
        save_form(session, 1, Span(start, start + len(said)), said, edited)
    more = "**Interviewer:** Sit where you like."
    assert told(more, "**Interviewer:** After dark?", f"**Kez:** {said}") == edited
    changed = said.replace("road", "lane")
    assert told(more, "**Interviewer:** After dark?", f"**Kez:** {changed}") == ""
    with project.read() as session:
        assert [one.where for one in problems(session) if "edited for reading" in one.message] == ["talk.md"]


def test_where_the_interviewer_speaks_in_a_quote_it_says_so_wherever_it_leaves(
    project: Project, study: Study, tmp_path: Path
) -> None:
    with project.change("The second turn is the interviewer's") as session:
        asks = add(session, Speaker, document_id=study.document, label="Dr Ash", role="interviewer")
        amend(session, Segment, study.segments[1], case_id=None, speaker_id=asks)
        adjust(session, study.codings[0], Span(0, len(SAID) + 1 + len(TURNS[1])))
    found = everything(project, tmp_path)
    codings = found.pop("codings")
    assert "[Interviewer:]" not in codings
    for text in found.values():
        assert f"[Participant:] {SAID}" in text
        assert f"[Interviewer:] {TURNS[1]}" in text
