"""From version 5 to 6: what the triangulation protocol and the door keep.

Concerns, consensus, assessments, feedback, requests, checks of a clash, displays, second readers, and what has left.
"""

from __future__ import annotations

from typing import Any

from workbench.project.remaking import widen

_ROW = "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, guid BLOB NOT NULL, gone BOOLEAN NOT NULL"

TABLES = (
    f"""CREATE TABLE concern ( {_ROW}, finding_id INTEGER NOT NULL, part VARCHAR NOT NULL, level VARCHAR NOT NULL, why
    VARCHAR NOT NULL, coder_id INTEGER NOT NULL, at VARCHAR NOT NULL, CONSTRAINT part_is_known CHECK (part IN
    ('limitations', 'coherence', 'adequacy', 'relevance')), CONSTRAINT level_is_known CHECK (level IN ('none',
    'minor', 'moderate', 'serious')), UNIQUE (guid), FOREIGN KEY(finding_id) REFERENCES finding (id), FOREIGN
    KEY(coder_id) REFERENCES coder (id) )""",
    "CREATE INDEX ix_concern_finding_id ON concern (finding_id)",
    f"""CREATE TABLE consensus ( {_ROW}, row_id INTEGER NOT NULL, a VARCHAR NOT NULL, b VARCHAR NOT NULL, value VARCHAR
    NOT NULL, silence VARCHAR NOT NULL, how VARCHAR NOT NULL, why VARCHAR NOT NULL, with_whom VARCHAR NOT NULL,
    coder_id INTEGER NOT NULL, at VARCHAR NOT NULL, stamp VARCHAR NOT NULL, says VARCHAR NOT NULL, CONSTRAINT
    value_is_known CHECK (value IN ('agreement', 'partial agreement', 'dissonance', 'silence')), CONSTRAINT
    silence_is_known CHECK (silence IN ('', 'not asked', 'not sampled', 'cannot tell', 'no figure published', 'wrong
    geography', 'withheld', 'asked and nobody raised it')), CONSTRAINT how_is_known CHECK (how IN ('talked through',
    'third person')), UNIQUE (guid), FOREIGN KEY(row_id) REFERENCES topic_row (id), FOREIGN KEY(coder_id) REFERENCES
    coder (id) )""",
    "CREATE INDEX consensus_by_pair ON consensus (row_id, a, b)",
    f"""CREATE TABLE assessment ( {_ROW}, kind VARCHAR NOT NULL, about VARCHAR NOT NULL, text VARCHAR NOT NULL, coder_id
    INTEGER NOT NULL, at VARCHAR NOT NULL, stamp VARCHAR NOT NULL, says VARCHAR NOT NULL, CONSTRAINT kind_is_known
    CHECK (kind IN ('whole', 'completeness')), UNIQUE (guid), FOREIGN KEY(coder_id) REFERENCES coder (id) )""",
    f"""CREATE TABLE feedback ( {_ROW}, row_id INTEGER, finding_id INTEGER, who VARCHAR NOT NULL, given_on VARCHAR NOT
    NULL, said VARCHAR NOT NULL, changed VARCHAR NOT NULL, coder_id INTEGER NOT NULL, at VARCHAR NOT NULL, UNIQUE
    (guid), FOREIGN KEY(row_id) REFERENCES topic_row (id), FOREIGN KEY(finding_id) REFERENCES finding (id), FOREIGN
    KEY(coder_id) REFERENCES coder (id) )""",
    "CREATE INDEX ix_feedback_row_id ON feedback (row_id)",
    f"""CREATE TABLE request ( {_ROW}, row_id INTEGER, source VARCHAR NOT NULL, kind VARCHAR NOT NULL, wanted VARCHAR
    NOT NULL, whom VARCHAR NOT NULL, question_id INTEGER, state VARCHAR NOT NULL, due VARCHAR NOT NULL, came VARCHAR
    NOT NULL, coder_id INTEGER NOT NULL, at VARCHAR NOT NULL, CONSTRAINT kind_is_known CHECK (kind IN ('figure',
    'question')), CONSTRAINT state_is_known CHECK (state IN ('planned', 'asked', 'answered', 'given up')), UNIQUE
    (guid), FOREIGN KEY(row_id) REFERENCES topic_row (id), FOREIGN KEY(question_id) REFERENCES question (id),
    FOREIGN KEY(coder_id) REFERENCES coder (id) )""",
    "CREATE INDEX ix_request_row_id ON request (row_id)",
    f"""CREATE TABLE thread_check ( {_ROW}, thread_id INTEGER NOT NULL, item VARCHAR NOT NULL, answer VARCHAR NOT NULL,
    why VARCHAR NOT NULL, coder_id INTEGER NOT NULL, at VARCHAR NOT NULL, CONSTRAINT item_is_known CHECK (item IN
    ('construct', 'people', 'time', 'place', 'counting', 'denominator', 'sample', 'interviewer', 'groups')),
    CONSTRAINT answer_is_known CHECK (answer IN ('yes', 'no', 'cannot tell')), UNIQUE (guid), FOREIGN KEY(thread_id)
    REFERENCES thread (id), FOREIGN KEY(coder_id) REFERENCES coder (id) )""",
    "CREATE INDEX ix_thread_check_thread_id ON thread_check (thread_id)",
    f"""CREATE TABLE display ( {_ROW}, kind VARCHAR NOT NULL, title VARCHAR NOT NULL, definition VARCHAR NOT NULL,
    position INTEGER NOT NULL, coder_id INTEGER NOT NULL, written VARCHAR NOT NULL, CONSTRAINT kind_is_known CHECK
    (kind IN ('side by side', 'statistics by themes', 'themes by statistics', 'quotes', 'follow-up', 'building',
    'typology', 'recommendations')), UNIQUE (guid), FOREIGN KEY(coder_id) REFERENCES coder (id) )""",
    f"""CREATE TABLE display_note ( {_ROW}, display_id INTEGER NOT NULL, about VARCHAR NOT NULL, together VARCHAR NOT
    NULL, fit VARCHAR NOT NULL, coder_id INTEGER NOT NULL, at VARCHAR NOT NULL, stamp VARCHAR NOT NULL, says VARCHAR
    NOT NULL, CONSTRAINT fit_is_known CHECK (fit IN ('', 'confirmation', 'expansion', 'discordance')), UNIQUE
    (guid), FOREIGN KEY(display_id) REFERENCES display (id), FOREIGN KEY(coder_id) REFERENCES coder (id) )""",
    "CREATE INDEX display_note_by_row ON display_note (display_id, about)",
    f"""CREATE TABLE follow_up ( {_ROW}, finding_id INTEGER NOT NULL, by_id INTEGER, who VARCHAR NOT NULL, explains
    VARCHAR NOT NULL, coder_id INTEGER NOT NULL, at VARCHAR NOT NULL, UNIQUE (guid), FOREIGN KEY(finding_id)
    REFERENCES finding (id), FOREIGN KEY(by_id) REFERENCES finding (id), FOREIGN KEY(coder_id) REFERENCES coder (id)
    )""",
    "CREATE INDEX ix_follow_up_finding_id ON follow_up (finding_id)",
    f"""CREATE TABLE built ( {_ROW}, theme_id INTEGER NOT NULL, coding_id INTEGER, item VARCHAR NOT NULL, indicator_id
    INTEGER, result VARCHAR NOT NULL, coder_id INTEGER NOT NULL, at VARCHAR NOT NULL, UNIQUE (guid), FOREIGN
    KEY(theme_id) REFERENCES theme (id), FOREIGN KEY(coding_id) REFERENCES coding (id), FOREIGN KEY(indicator_id)
    REFERENCES indicator (id), FOREIGN KEY(coder_id) REFERENCES coder (id) )""",
    "CREATE INDEX built_coding_id ON built (coding_id)",
    "CREATE INDEX ix_built_theme_id ON built (theme_id)",
    f"""CREATE TABLE sign_off ( {_ROW}, document_id INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    audience VARCHAR NOT NULL, descriptors VARCHAR NOT NULL, risk VARCHAR NOT NULL, answers VARCHAR NOT NULL,
    coder_id INTEGER NOT NULL, at VARCHAR NOT NULL, second_id INTEGER, second_at VARCHAR, refused VARCHAR NOT NULL,
    UNIQUE (guid), FOREIGN KEY(document_id) REFERENCES document (id), FOREIGN KEY(coder_id) REFERENCES coder (id),
    FOREIGN KEY(second_id) REFERENCES coder (id) )""",
    "CREATE INDEX sign_off_by_place ON sign_off (document_id, start)",
    f"""CREATE TABLE released ( {_ROW}, departure_id INTEGER NOT NULL, about VARCHAR NOT NULL, policy VARCHAR NOT NULL,
    cells VARCHAR NOT NULL, UNIQUE (guid), FOREIGN KEY(departure_id) REFERENCES departure (id) )""",
    "CREATE INDEX ix_released_departure_id ON released (departure_id)",
    f"""CREATE TABLE quoted ( {_ROW}, departure_id INTEGER NOT NULL, document_id INTEGER NOT NULL, start INTEGER NOT
    NULL, "end" INTEGER NOT NULL, descriptors VARCHAR NOT NULL, UNIQUE (guid), FOREIGN KEY(departure_id) REFERENCES
    departure (id), FOREIGN KEY(document_id) REFERENCES document (id) )""",
    "CREATE INDEX ix_quoted_departure_id ON quoted (departure_id)",
    "CREATE INDEX ix_quoted_document_id ON quoted (document_id)",
)

_WORDS = "VARCHAR NOT NULL"


def step(connection: Any) -> None:
    """Widen findings, topic rows, threads, audiences and agreements, and add thirteen tables."""
    widen(
        connection,
        "finding",
        after=f"against {_WORDS}",
        columns={f"purpose {_WORDS}": "''"},
        instead={
            "'very low', 'not assessed'))": (
                "'very low', 'not assessed')), CONSTRAINT purpose_is_known CHECK (purpose IN"
                " ('', 'triangulation', 'complementarity', 'development', 'initiation', 'expansion'))"
            )
        },
    )
    widen(connection, "topic_row", after="question_id INTEGER", columns={f"about {_WORDS}": "''"})
    widen(
        connection,
        "thread",
        after=f"conclusion {_WORDS}",
        columns={f"handled {_WORDS}": "''"},
        instead={
            "'resolved', 'parked'))": (
                "'resolved', 'parked')), CONSTRAINT handled_is_known CHECK (handled IN"
                " ('', 'reconciled', 'initiated', 'bracketed', 'excluded'))"
            )
        },
    )
    widen(
        connection,
        "audience",
        after="threshold INTEGER NOT NULL",
        columns={
            "rounding INTEGER NOT NULL": "0",
            f"zeros {_WORDS}": "'shown'",
            f"percent {_WORDS}": "'from rounded'",
            "percent_of INTEGER NOT NULL": "0",
            "people INTEGER NOT NULL": "5",
            f"policy {_WORDS}": "''",
        },
        instead={
            "UNIQUE (guid)": (
                "CONSTRAINT zeros_is_known CHECK (zeros IN ('shown', 'withheld')),"
                " CONSTRAINT percent_is_known CHECK (percent IN ('from rounded', 'withheld when few')), UNIQUE (guid)"
            )
        },
    )
    widen(
        connection,
        "agreement",
        after="ends_on VARCHAR",
        columns={"threshold INTEGER NOT NULL": "0", "rounding INTEGER NOT NULL": "0"},
    )
    for statement in TABLES:
        connection.execute(statement)
