"""What is not in order about consent and sharing."""

from __future__ import annotations

from tests.coding.conftest import put_in
from workbench.governance.audiences import Agreement
from workbench.governance.problems import problems
from workbench.project.file import Project
from workbench.rows import add
from workbench.sources.consent import Consent


def test_what_has_run_out_and_what_is_not_recorded(project: Project) -> None:
    people = put_in(project, "Amina: One.\nBen: Two.\nCara: Three.\nDina: Four.").cases
    with project.read() as session:
        (one,) = problems(session)
    assert (one.severity, one.message.split(":")[0]) == ("info", "4 people")
    with project.change("Consent") as session:
        for label, ends in (("Amina", "2020-01-31"), ("Ben", "2999-01-31"), ("Cara", "2020-01-31")):
            add(session, Consent, case_id=people[label], scope="verbatim", state="given", expires_on=ends)
        add(session, Consent, case_id=people["Cara"], scope="verbatim", state="given")
        add(session, Agreement, reference="W1", ends_on="2020-01-31")
        add(session, Agreement, reference="W2")
    with project.read() as session:
        found = [(one.severity, one.where) for one in problems(session)]
    assert found == [("warning", "Amina"), ("info", "consent"), ("warning", "agreement W1")]
