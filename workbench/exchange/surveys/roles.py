"""The roles of a survey's columns, guessed from their names and answers: careful, with the reason for each."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from workbench.exchange.column_roles import Is, Role
from workbench.exchange.surveys.columns import NO_TICKS, TICKS, Seen, number_of
from workbench.exchange.surveys.options import joined_by, option_groups
from workbench.exchange.surveys.scales import figures_in_order, in_order

CLOSED: tuple[Is, ...] = ("choice", "ordered", "many", "number", "date", "text")
"""Roles that are kept as what is known of a person; they are the kinds of an attribute too."""
_IDS_LISTED = """
id case caseid participant participantid pid respondent respondentid key keyid responseid uuid person personid
randid recordid rowid subjectid
"""
_IDS = frozenset(_IDS_LISTED.split())
_TELLS_WHO = {
    "it says who somebody is": """name first last firstname lastname surname forename fullname yourname yourfullname recipientfirstname
        recipientlastname username contactname childsname childname""",
    "an address for mail says who somebody is": "email emailaddress youremail youremailaddress recipientemail mail",
    "a telephone number says who somebody is": """phone phonenumber mobile mobilenumber telephone telephonenumber
        contactphonenumber contactnumber""",
    "an internet address can say who somebody is": "ip ipaddress ipaddr",
    "it says where somebody was": """locationlatitude locationlongitude latitude longitude lat lon gps gpslocation location
        locationcoordinates geolocation""",
    "it says where somebody lives": "address homeaddress streetaddress postaladdress addressline1 addressline2",
    "a day of birth can say who somebody is": "dob dateofbirth birthdate birthday dayofbirth born",
}
_OF_THE_PROGRAM_LISTED = """
startdate enddate recordeddate starttime endtime completiontime timestarted timestamp datesubmitted submitteddate
submitted lastmodifiedtime datecreated datemodified status responsetype progress duration durationinseconds finished
distributionchannel userlanguage externalreference externaldatareference collectorid customdata1 customdata seed
lastpage startlanguage totalpoints quizfeedback recaptchascore qrecaptchascore submitdate refurl
useragent browser sessionid deviceid formhubuuid meta instanceid metainstanceid version started ended userno uniqueid
completeddate submissiontime submissiondate validationstatus submittedby
"""
_OF_THE_PROGRAM = frozenset(_OF_THE_PROGRAM_LISTED.split())
_TIMES_OF_THE_PROGRAM = frozenset({"start", "end", "today"})
_MADE_TELLS = {
    "e-mail": "an address for mail says who somebody is",
    "ip": "an internet address can say who somebody is",
    "phone": "a telephone number says who somebody is",
    "postcode": "a whole postcode can say who somebody is",
}
_NAMES_ASKED = re.compile(
    r"\b(?:your|full|first|last|child's|respondent'?s?|participant'?s?|contact) names?\b"
    r"|\bnames? of (?:the |your |any )?(?:\w+ )?(?:instructors?|teachers?|child(?:ren)?|people|persons?|staff|tutors?|workers?)\b",
    re.IGNORECASE,
)
_OF_A_PERSON = re.compile(
    r"\b(?:age|aged|old are you|sex|gender|ethnic\w*|religion|faith|disab\w*|district|ward|town|village|borough|county|region|area"
    r"|country|postcode|school|college|year group|occupation|job|role|education|qualification|income|employ\w*|marital|sexual"
    r"|orientation|nationality|carer|tenure|household|language)\b",
    re.IGNORECASE,
)
_WEIGHTS = frozenset(
    {"weight", "wt", "weighting", "weights", "surveyweight", "pweight", "respondentweight", "finalweight"}
)
_OF_A_SCALE = re.compile(r"\bscale\b|\brat(?:e|ing)\b|\brank|how (?:\w+ ){0,3}(?:satisfied|likely|safe|important|happy|worried)|extent|agree|out of \d", re.IGNORECASE)  # fmt: skip
_COUNTED = re.compile(r"\bhow many\b|\bhow much\b|\bno\b|\bnum\b|\bcount\b|number|\byears?\b|\bage\b|\bmonths?\b|\btimes\b|\bhours?\b|\brooms?\b|\bsize\b|\bmembers?\b", re.IGNORECASE)  # fmt: skip
_OTHER = re.compile(r"\bother\b", re.IGNORECASE)
_NUMBER_IN = re.compile(r"#\s?\d+|_\d+$|\b\d+$")


def guess_roles(seen: Sequence[Seen], told: Mapping[int, Role] | None = None) -> list[Role]:
    """A role for every column; `told` is what the file itself says of some, which stands unless it could say who somebody is."""
    said = told or {}
    who = _who_answered(seen, said)
    groups = option_groups(seen)
    roles: list[Role] = []
    for place, column in enumerate(seen):
        if place == who:
            roles.append(Role("id", "a value of its own in every row"))
        elif place in said and not _left_out(column) and not (said[place].is_ == "number" and _is_weight(column)):
            roles.append(said[place])
        elif place in groups and not (_left_out(column) and column.hidden):
            question, option = groups[place]
            roles.append(Role("option", f"one of the answers to “{question}”", of=question, called=option))
        else:
            roles.append(_role(column))
    return _with_codes(seen, _once(seen, _alike(seen, roles)))


def _once(seen: Sequence[Seen], roles: list[Role]) -> list[Role]:
    """A column that is called as a question is whose answers have columns of their own holds the same once more."""
    apart = {role.of.casefold() for role in roles if role.is_ == "option"}
    again = Role("left out", "its answers have columns of their own")
    return [
        again if role.is_ in CLOSED and column.name.casefold() in apart else role
        for column, role in zip(seen, roles, strict=True)
    ]


def is_of_a_survey_program(header: Collection[str]) -> bool:
    """Whether names of columns are those that a survey program writes by itself beside what was answered."""
    names = {squeezed(name) for name in header}
    return len(names & _OF_THE_PROGRAM) > 1 or ("timestamp" in names and any(name.endswith("?") for name in header))


def _alike(seen: Sequence[Seen], roles: list[Role]) -> list[Role]:
    """Columns that ask the same three times over (need 1, need 2, need 3) are all open where one of them is."""
    stems = [_NUMBER_IN.sub("", column.wording) for column in seen]
    opened = {
        stem
        for stem, column, role in zip(stems, seen, roles, strict=True)
        if role.is_ == "open" and stem != column.wording
    }
    return [
        Role("open", "asked with the others of its kind") if role.is_ == "text" and stem in opened else role
        for stem, role in zip(stems, roles, strict=True)
    ]


def squeezed(name: str) -> str:
    """A column's name as it is compared: small letters and figures alone.

    >>> squeezed("IP Address"), squeezed("Duration (in seconds)")
    ('ipaddress', 'durationinseconds')
    """
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _who_answered(seen: Sequence[Seen], told: Mapping[int, Role]) -> int | None:
    unique = [
        place
        for place, column in enumerate(seen)
        if column.is_unique and not column.hidden and max(map(len, column.values), default=0) <= 40
    ]
    named = [place for place in unique if squeezed(seen[place].name) in _IDS]
    if named:
        return named[0]
    first = seen[0]
    plain = (
        0 in unique
        and not (0 in told and told[0].order)
        and first.made_of != "date"
        and not any(" " in value for value in first.values)
    )
    return 0 if plain and not _tells_who(first) else None


def _left_out(column: Seen) -> str:
    """Why a column is better left out; nothing where it is not."""
    if column.hidden:
        return "it is hidden on the sheet"
    if not column.values:
        return "nobody filled it in"
    if why := _tells_who(column):
        return why
    name = squeezed(column.name)
    own = name in _OF_THE_PROGRAM or name.startswith("locationl") or squeezed(column.wording) in _OF_THE_PROGRAM
    if own or column.name.startswith("_") or (name in _TIMES_OF_THE_PROGRAM and column.made_of == "date"):
        return "the survey program wrote it, nobody answered it"
    if column.is_unique and column.made_of == "long id":
        return "a number that a program gave"
    if len(column.values) == 1 and column.filled == column.rows > 20:
        return "it is the same in every row"
    return ""


def _tells_who(column: Seen) -> str:
    for name in (squeezed(column.name), squeezed(column.wording)):
        for why, names in _TELLS_WHO.items():
            if name in names.split():
                return why
    if column.made_of in _MADE_TELLS and not (column.made_of == "phone" and len(column.values) < 3):
        return _MADE_TELLS[column.made_of]
    return "it asks for names" if _NAMES_ASKED.search(column.wording) else ""


def _role(column: Seen) -> Role:
    if why := _left_out(column):
        return Role("left out", why)
    if _is_weight(column):
        return Role("weight", "positive numbers around one")
    of_person = len(column.wording.split()) <= 9 and bool(_OF_A_PERSON.search(column.wording.replace("_", " ")))
    if column.made_of == "date":
        return Role("date", "days")
    if column.made_of == "number":
        return _figures(column)
    if found := joined_by(column):
        return Role("many", f"several answers in a cell, with “{found.mark}” between", found.options, found.mark)
    order = in_order(column.values) if len(column.values) <= 20 else None
    if order is not None:
        return Role("ordered", "about the person" if of_person else "a scale", order)
    if _is_open(column) and not (of_person and column.words < 4):
        return Role("open", "longer answers, each in its own words")
    different = len(column.values)
    if different <= max(2, min(30, column.filled // 2)) and (column.words < 12 or different * 20 <= column.filled):
        return Role(
            "choice",
            "about the person"
            if of_person
            else "the same answer"
            if different == 1
            else f"{different} different answers",
        )
    return Role("text", "about the person" if of_person else "short answers in their own words")


def _figures(column: Seen) -> Role:
    wording = column.wording.replace("_", " ")
    said = bool(_OF_A_SCALE.search(wording))
    if said or not _COUNTED.search(wording):
        steps = figures_in_order(column.values, said=said)
        if steps is not None and column.filled > len(steps):
            return Role("ordered", f"steps from {steps[0]} to {steps[-1]}", steps)
    if set(column.values) <= {"0", "1"}:
        return Role("choice", "0 and 1")
    return Role("number", "numbers")


def _is_open(column: Seen) -> bool:
    if column.different < 0.5 or column.made_of or (column.rows > 20 and column.filled < 3):
        return False
    return column.words >= 4 or (column.sentences >= 0.25 and column.different >= 0.6)


def _is_weight(column: Seen) -> bool:
    if squeezed(column.name) not in _WEIGHTS or column.made_of != "number":
        return False
    numbers = [number_of(value) for value in column.values]
    mean = sum(number_of(value) * times for value, times in column.values.items()) / column.filled
    return min(numbers) >= 0 and 0.05 <= mean <= 20


def _with_codes(seen: Sequence[Seen], roles: list[Role]) -> list[Role]:
    """Columns of 0 and 1 to the right of an open question are what somebody coded, where no question stands over them."""
    of = ""
    run: list[int] = []
    found = list(roles)
    for place, (column, role) in enumerate(zip(seen, roles, strict=True)):
        if role.is_ == "open":
            of, run = column.name, []
        elif of and _is_code(column, of, role):
            run.append(place)
            found[place] = replace(role, is_="code", why="0 and 1 beside an open question", of=of, called=column.name)
        elif role.is_ != "left out":
            of = of if role.is_ in {"option", "choice", "number"} and _begins(column.name, of) else ""
    return found


def _is_code(column: Seen, of: str, role: Role) -> bool:
    if not column.marks or not column.marks <= TICKS | NO_TICKS or _OTHER.search(column.name):
        return False
    figures = column.marks <= {"0", "1", "0.0", "1.0"}
    if role.is_ == "option":
        return figures and (_begins(column.name, of) or _begins(of, role.of))
    return figures and role.is_ in {"choice", "number", "ordered"}


def _begins(name: str, with_: str) -> bool:
    return bool(with_) and name.casefold().startswith(with_.casefold())


def told_of(seen: Sequence[Seen], roles: Sequence[Role], is_: Collection[str]) -> list[str]:
    """The names of the columns in some of the roles."""
    return [column.name for column, role in zip(seen, roles, strict=True) if role.is_ in is_]
