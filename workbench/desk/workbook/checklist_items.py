"""What reporting checklists ask for, item by item in our own words, and where in a project it is found.

GRAMMS: O'Cathain, Murphy and Nicholl 2008, six items for mixed methods. COREQ: Tong, Sainsbury and Craig 2007, 32 items
for interviews and groups. SRQR: O'Brien and others 2014, 21 items for qualitative research. The last two are named from
memory: hold them against the published lists before anything is submitted.
"""

from __future__ import annotations

GRAMMS = (
    ("Why more than one method was used", "approach"),
    ("The design: what the mixing is for, what weighs more, what came first", "purposes"),
    ("Each method: who and what was chosen, how it was gathered and analysed", "rests"),
    ("Where the methods were brought together, how, and by whom", "meetings"),
    ("What one method could not say because of the other", "silences"),
    ("What was learned from mixing that neither says alone", "together"),
)
COREQ = (
    ("Who did the interviews", "interviewers"),
    ("Their qualifications", "outside"),
    ("Their work at the time", "outside"),
    ("Their gender", "outside"),
    ("Their experience and training", "outside"),
    ("Whether they knew the people before", "outside"),
    ("What the people knew of them", "outside"),
    ("What of them may have coloured the talk: assumptions, interests", "memos"),
    ("The approach behind the analysis", "approach"),
    ("How people were chosen", "sampling"),
    ("How people were approached", "outside"),
    ("How many people took part", "people"),
    ("How many did not want to, and why", "refusals"),
    ("Where it took place", "outside"),
    ("Who else was there", "speakers"),
    ("What is known of the people", "attributes"),
    ("The questions that were asked", "guide"),
    ("Whether anybody was heard more than once", "outside"),
    ("Whether it was recorded", "outside"),
    ("Whether notes were taken", "notes"),
    ("How long it took", "outside"),
    ("Whether saturation was looked at", "saturation"),
    ("Whether people saw their transcripts", "outside"),
    ("How many people coded", "coders"),
    ("The coding tree", "codebook"),
    ("Where themes come from", "themes"),
    ("What software was used", "software"),
    ("Whether people said what they think of the findings", "feedback"),
    ("Whether quotes are shown, each with who said it", "quotes"),
    ("Whether the data and the findings agree", "findings"),
    ("The main themes", "themes"),
    ("Themes of a few, and cases that do not fit", "against"),
)
SRQR = (
    ("A title that says what and how", "title"),
    ("A summary", "outside"),
    ("The problem that is looked at", "outside"),
    ("The purpose or question", "guide"),
    ("The approach behind the analysis", "approach"),
    ("Who the researchers are, and what that may do to the results", "memos"),
    ("The setting", "outside"),
    ("How people were chosen, and when it was enough", "sampling"),
    ("Ethics, consent and how data are kept", "consent"),
    ("How data were gathered", "rests"),
    ("With what they were gathered: questions, equipment", "guide"),
    ("The people, documents and events that were studied", "people"),
    ("How data were prepared: transcribed, made anonymous, kept", "names"),
    ("How data were analysed, by whom", "coders"),
    ("How the analysis was made trustworthy", "agreement"),
    ("The findings and what they mean", "findings"),
    ("The evidence: quotes, notes, documents", "quotes"),
    ("What they add to what was known, and where they may hold", "together"),
    ("Limitations", "silences"),
    ("Interests that may conflict", "outside"),
    ("Who paid, and what part they took", "outside"),
)
IN_OUR_WORDS = (
    "The items are told in our own words: hold them against the published lists before anything is submitted."
)
WHERE = {
    "approach": "the project's approach; sheet Notes, Approach",
    "purposes": "findings, the purpose of each; sheet Findings",
    "rests": "sheet Notes, Rests on; sheet Provenance",
    "meetings": "sheet Convergence, Decided by and Why; sheet Consensus and dissent",
    "silences": "sheet Convergence, Why the other side is silent; sheet Silence map",
    "together": "sheet Side by side, What we make of it together",
    "interviewers": "speakers of each transcript, the role interviewer",
    "memos": "memos on the project",
    "sampling": "people, how each came in",
    "people": "sheet Notes, Rests on",
    "refusals": "not kept in a project of this kind; say it in the text",
    "speakers": "speakers of each transcript and their roles",
    "attributes": "people, what is known of each; sheet Themes by group",
    "guide": "the topic guide",
    "notes": "documents of the kind notes",
    "saturation": "in the project: the table of saturation",
    "coders": "sheet Notes, Rests on",
    "codebook": "sheet Codebook",
    "themes": "sheet People by theme",
    "software": "sheet Provenance",
    "feedback": "feedback on findings",
    "quotes": "sheet Quotes",
    "findings": "sheet Findings, with the links to quotes and figures",
    "against": "sheet Findings, Strongest evidence against it",
    "title": "the project's title",
    "consent": "people, what each agreed to; sheet Notes, Held back",
    "names": "names taken out of transcripts, and their key in a file of its own",
    "agreement": "sheet Agreement",
    "outside": "not in the project; say it in the text",
}
"""By what an item asks for: where it is found."""
