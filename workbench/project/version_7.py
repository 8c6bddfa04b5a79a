"""From version 6 to 7: what option briefs, decisions, the ethics pack and the readiness of partners keep."""

from __future__ import annotations

from typing import Any

from workbench.project.remaking import widen

_ROW = "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, guid BLOB NOT NULL, gone BOOLEAN NOT NULL"

TABLES = (
    f"""CREATE TABLE objective ( {_ROW}, brief_id INTEGER NOT NULL, position INTEGER NOT NULL, text VARCHAR NOT NULL,
    indicator_id INTEGER, area VARCHAR NOT NULL, observation_id INTEGER, baseline VARCHAR NOT NULL, target VARCHAR
    NOT NULL, "by" VARCHAR NOT NULL, lived VARCHAR NOT NULL, question_id INTEGER, UNIQUE (guid), FOREIGN
    KEY(brief_id) REFERENCES brief (id), FOREIGN KEY(indicator_id) REFERENCES indicator (id), FOREIGN
    KEY(observation_id) REFERENCES observation (id), FOREIGN KEY(question_id) REFERENCES question (id) )""",
    "CREATE INDEX ix_objective_brief_id ON objective (brief_id)",
    "CREATE INDEX objective_observation_id ON objective (observation_id)",
    f"""CREATE TABLE option_partner ( {_ROW}, option_id INTEGER NOT NULL, position INTEGER NOT NULL, name VARCHAR NOT
    NULL, effect VARCHAR NOT NULL, does VARCHAR NOT NULL, agrees VARCHAR NOT NULL, CONSTRAINT effect_is_known CHECK
    (effect IN ('lead', 'deliver', 'data', 'informed')), CONSTRAINT agrees_is_known CHECK (agrees IN ('yes', 'in
    principle', 'not asked', 'no')), UNIQUE (guid), FOREIGN KEY(option_id) REFERENCES options (id) )""",
    "CREATE INDEX ix_option_partner_option_id ON option_partner (option_id)",
    f"""CREATE TABLE option_benefit ( {_ROW}, option_id INTEGER NOT NULL, position INTEGER NOT NULL, text VARCHAR NOT
    NULL, to_whom VARCHAR NOT NULL, kind VARCHAR NOT NULL, amount VARCHAR NOT NULL, CONSTRAINT kind_is_known CHECK
    (kind IN ('unquantified', 'quantified', 'in money')), UNIQUE (guid), FOREIGN KEY(option_id) REFERENCES options
    (id) )""",
    "CREATE INDEX ix_option_benefit_option_id ON option_benefit (option_id)",
    f"""CREATE TABLE option_cost ( {_ROW}, option_id INTEGER NOT NULL, position INTEGER NOT NULL, text VARCHAR NOT NULL,
    paid VARCHAR NOT NULL, low FLOAT, high FLOAT, prices VARCHAR NOT NULL, by_whom VARCHAR NOT NULL, CONSTRAINT
    paid_is_known CHECK (paid IN ('once', 'yearly')), UNIQUE (guid), FOREIGN KEY(option_id) REFERENCES options (id)
    )""",
    "CREATE INDEX ix_option_cost_option_id ON option_cost (option_id)",
    f"""CREATE TABLE option_risk ( {_ROW}, option_id INTEGER NOT NULL, position INTEGER NOT NULL, text VARCHAR NOT NULL,
    likelihood VARCHAR NOT NULL, impact VARCHAR NOT NULL, owner VARCHAR NOT NULL, mitigation VARCHAR NOT NULL,
    CONSTRAINT likelihood_is_known CHECK (likelihood IN ('low', 'medium', 'high', 'cannot tell')), CONSTRAINT
    impact_is_known CHECK (impact IN ('low', 'medium', 'high', 'cannot tell')), UNIQUE (guid), FOREIGN
    KEY(option_id) REFERENCES options (id) )""",
    "CREATE INDEX ix_option_risk_option_id ON option_risk (option_id)",
    f"""CREATE TABLE option_equality ( {_ROW}, option_id INTEGER NOT NULL, characteristic VARCHAR NOT NULL, effect
    VARCHAR NOT NULL, why VARCHAR NOT NULL, mitigation VARCHAR NOT NULL, CONSTRAINT effect_is_known CHECK (effect IN
    ('positive', 'neutral', 'negative', 'not known')), UNIQUE (guid), FOREIGN KEY(option_id) REFERENCES options (id)
    )""",
    "CREATE INDEX ix_option_equality_option_id ON option_equality (option_id)",
    f"""CREATE TABLE factor ( {_ROW}, brief_id INTEGER NOT NULL, position INTEGER NOT NULL, name VARCHAR NOT NULL, own
    BOOLEAN NOT NULL, weight FLOAT, UNIQUE (guid), FOREIGN KEY(brief_id) REFERENCES brief (id) )""",
    "CREATE INDEX ix_factor_brief_id ON factor (brief_id)",
    f"""CREATE TABLE factor_rating ( {_ROW}, option_id INTEGER NOT NULL, factor_id INTEGER NOT NULL, level VARCHAR NOT
    NULL, why VARCHAR NOT NULL, CONSTRAINT level_is_known CHECK (level IN ('meets', 'partly', 'does not', 'not
    known')), UNIQUE (guid), FOREIGN KEY(option_id) REFERENCES options (id), FOREIGN KEY(factor_id) REFERENCES
    factor (id) )""",
    "CREATE INDEX ix_factor_rating_factor_id ON factor_rating (factor_id)",
    "CREATE INDEX ix_factor_rating_option_id ON factor_rating (option_id)",
    f"""CREATE TABLE long_choice ( {_ROW}, brief_id INTEGER NOT NULL, dimension VARCHAR NOT NULL, position INTEGER NOT
    NULL, text VARCHAR NOT NULL, verdict VARCHAR NOT NULL, why VARCHAR NOT NULL, CONSTRAINT dimension_is_known CHECK
    (dimension IN ('scope', 'solution', 'delivery', 'implementation', 'funding')), CONSTRAINT verdict_is_known CHECK
    (verdict IN ('', 'carried forward', 'preferred', 'discounted')), UNIQUE (guid), FOREIGN KEY(brief_id) REFERENCES
    brief (id) )""",
    "CREATE INDEX ix_long_choice_brief_id ON long_choice (brief_id)",
    f"""CREATE TABLE brief_slot ( {_ROW}, brief_id INTEGER NOT NULL, name VARCHAR NOT NULL, text VARCHAR NOT NULL,
    UNIQUE (guid), FOREIGN KEY(brief_id) REFERENCES brief (id) )""",
    "CREATE INDEX ix_brief_slot_brief_id ON brief_slot (brief_id)",
    f"""CREATE TABLE brief_version ( {_ROW}, brief_id INTEGER NOT NULL, number INTEGER NOT NULL, audience VARCHAR NOT
    NULL, page VARCHAR NOT NULL, content VARCHAR NOT NULL, amended VARCHAR NOT NULL, coder_id INTEGER NOT NULL, at
    VARCHAR NOT NULL, UNIQUE (guid), FOREIGN KEY(brief_id) REFERENCES brief (id), FOREIGN KEY(coder_id) REFERENCES
    coder (id) )""",
    "CREATE INDEX ix_brief_version_brief_id ON brief_version (brief_id)",
    f"""CREATE TABLE brief_task ( {_ROW}, brief_id INTEGER NOT NULL, decision_id INTEGER, text VARCHAR NOT NULL, owner
    VARCHAR NOT NULL, done_on VARCHAR NOT NULL, how VARCHAR NOT NULL, UNIQUE (guid), FOREIGN KEY(brief_id)
    REFERENCES brief (id), FOREIGN KEY(decision_id) REFERENCES decision (id) )""",
    "CREATE INDEX ix_brief_task_brief_id ON brief_task (brief_id)",
    f"""CREATE TABLE condition ( {_ROW}, decision_id INTEGER NOT NULL, position INTEGER NOT NULL, text VARCHAR NOT NULL,
    owner VARCHAR NOT NULL, due VARCHAR NOT NULL, state VARCHAR NOT NULL, how VARCHAR NOT NULL, settled_on VARCHAR
    NOT NULL, coder_id INTEGER NOT NULL, CONSTRAINT state_is_known CHECK (state IN ('open', 'met', 'not met',
    'waived')), UNIQUE (guid), FOREIGN KEY(decision_id) REFERENCES decision (id), FOREIGN KEY(coder_id) REFERENCES
    coder (id) )""",
    "CREATE INDEX ix_condition_decision_id ON condition (decision_id)",
    f"""CREATE TABLE outcome ( {_ROW}, decision_id INTEGER NOT NULL, objective_id INTEGER, before_id INTEGER, after_id
    INTEGER, moved VARCHAR NOT NULL, said VARCHAR NOT NULL, seen_on VARCHAR NOT NULL, coder_id INTEGER NOT NULL, at
    VARCHAR NOT NULL, CONSTRAINT moved_is_known CHECK (moved IN ('as hoped', 'partly', 'not', 'the other way',
    'cannot tell')), UNIQUE (guid), FOREIGN KEY(decision_id) REFERENCES decision (id), FOREIGN KEY(objective_id)
    REFERENCES objective (id), FOREIGN KEY(before_id) REFERENCES observation (id), FOREIGN KEY(after_id) REFERENCES
    observation (id), FOREIGN KEY(coder_id) REFERENCES coder (id) )""",
    "CREATE INDEX ix_outcome_decision_id ON outcome (decision_id)",
    "CREATE INDEX outcome_after_id ON outcome (after_id)",
    "CREATE INDEX outcome_before_id ON outcome (before_id)",
    f"""CREATE TABLE brief_read ( {_ROW}, brief_id INTEGER NOT NULL, coder_id INTEGER NOT NULL, at VARCHAR NOT NULL,
    says VARCHAR NOT NULL, UNIQUE (guid), FOREIGN KEY(brief_id) REFERENCES brief (id), FOREIGN KEY(coder_id)
    REFERENCES coder (id) )""",
    "CREATE INDEX ix_brief_read_brief_id ON brief_read (brief_id)",
    f"""CREATE TABLE ethics_answer ( {_ROW}, item VARCHAR NOT NULL, text VARCHAR NOT NULL, coder_id INTEGER NOT NULL, at
    VARCHAR NOT NULL, UNIQUE (guid), FOREIGN KEY(coder_id) REFERENCES coder (id) )""",
    "CREATE INDEX ix_ethics_answer_item ON ethics_answer (item)",
    f"""CREATE TABLE ethics_pack ( {_ROW}, number INTEGER NOT NULL, committee VARCHAR NOT NULL, meeting VARCHAR NOT
    NULL, content VARCHAR NOT NULL, says VARCHAR NOT NULL, coder_id INTEGER NOT NULL, at VARCHAR NOT NULL, UNIQUE
    (guid), FOREIGN KEY(coder_id) REFERENCES coder (id) )""",
    f"""CREATE TABLE advice ( {_ROW}, pack_id INTEGER NOT NULL, position INTEGER NOT NULL, text VARCHAR NOT NULL, state
    VARCHAR NOT NULL, done VARCHAR NOT NULL, settled_on VARCHAR NOT NULL, coder_id INTEGER NOT NULL, CONSTRAINT
    state_is_known CHECK (state IN ('open', 'done', 'not taken up')), UNIQUE (guid), FOREIGN KEY(pack_id) REFERENCES
    ethics_pack (id), FOREIGN KEY(coder_id) REFERENCES coder (id) )""",
    "CREATE INDEX ix_advice_pack_id ON advice (pack_id)",
    f"""CREATE TABLE flow ( {_ROW}, name VARCHAR NOT NULL, partner VARCHAR NOT NULL, purpose VARCHAR NOT NULL, "by"
    VARCHAR NOT NULL, dataset_id INTEGER, agreement_id INTEGER, UNIQUE (guid), FOREIGN KEY(dataset_id) REFERENCES
    dataset (id), FOREIGN KEY(agreement_id) REFERENCES agreement (id) )""",
    f"""CREATE TABLE option_flow ( {_ROW}, option_id INTEGER NOT NULL, flow_id INTEGER NOT NULL, why VARCHAR NOT NULL,
    UNIQUE (guid), FOREIGN KEY(option_id) REFERENCES options (id), FOREIGN KEY(flow_id) REFERENCES flow (id) )""",
    "CREATE INDEX ix_option_flow_flow_id ON option_flow (flow_id)",
    "CREATE INDEX ix_option_flow_option_id ON option_flow (option_id)",
    f"""CREATE TABLE readiness_answer ( {_ROW}, flow_id INTEGER NOT NULL, round INTEGER NOT NULL, respondent VARCHAR NOT
    NULL, statement VARCHAR NOT NULL, level INTEGER, evidence VARCHAR NOT NULL, given_on VARCHAR NOT NULL,
    CONSTRAINT respondent_is_known CHECK (respondent IN ('manager', 'practitioner')), CONSTRAINT statement_is_known
    CHECK (statement IN ('D1', 'D2', 'D3', 'D4', 'G1', 'G2', 'G3', 'G4', 'E1', 'E2', 'E3', 'E4', 'A1', 'A2', 'A3',
    'A4')), UNIQUE (guid), FOREIGN KEY(flow_id) REFERENCES flow (id) )""",
    "CREATE INDEX ix_readiness_answer_flow_id ON readiness_answer (flow_id)",
    f"""CREATE TABLE readiness_action ( {_ROW}, flow_id INTEGER NOT NULL, statement VARCHAR NOT NULL, text VARCHAR NOT
    NULL, owner VARCHAR NOT NULL, due VARCHAR NOT NULL, done_on VARCHAR NOT NULL, UNIQUE (guid), FOREIGN
    KEY(flow_id) REFERENCES flow (id) )""",
    "CREATE INDEX ix_readiness_action_flow_id ON readiness_action (flow_id)",
)

_WORDS = "VARCHAR NOT NULL"


def step(connection: Any) -> None:
    """Widen briefs, options and decisions, and add twenty-two tables."""
    widen(
        connection,
        "brief",
        after=f"status {_WORDS}",
        columns={f"appraisal {_WORDS}": "'light'", "version INTEGER NOT NULL": "1"},
        instead={
            "'dropped'))": "'dropped')), CONSTRAINT appraisal_is_known CHECK (appraisal IN ('light', 'full'))",
        },
    )
    widen(
        connection,
        "options",
        after="preferred BOOLEAN NOT NULL",
        columns={f"{name} {_WORDS}": "''" for name in ("works", "depends_on", "data_protection")},
        instead={
            "'other'))": (
                "'other')), CONSTRAINT works_is_known CHECK (works IN ('', 'none', 'local', 'elsewhere', 'evaluated'))"
            ),
        },
    )
    widen(
        connection,
        "decision",
        after=f"review_on {_WORDS}",
        columns={"version INTEGER NOT NULL": "1", "version_id INTEGER": "NULL", f"relied_on {_WORDS}": "''"},
        instead={
            "FOREIGN KEY(coder_id)": "FOREIGN KEY(version_id) REFERENCES brief_version (id), FOREIGN KEY(coder_id)",
        },
    )
    for statement in TABLES:
        connection.execute(statement)
