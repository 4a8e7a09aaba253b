"""Assessments, whole and for ever; and beside them, which one counts for each customer now.

An assessment without its archived facts or its archived pack could not be replayed: the references forbid it.
``current_assessments`` can be computed again from ``assessments`` at any time and is therefore free to change.
"""

STATEMENTS = (
    """
    CREATE TABLE assessments (
        seq {serial},
        id {text} NOT NULL UNIQUE,
        customer {text} NOT NULL REFERENCES customers (ref),
        run {text},
        assessed_at {text} NOT NULL,
        grade {text} NOT NULL,
        decision {text} NOT NULL,
        score {text} NOT NULL,
        supersedes {text},
        facts_digest {text} NOT NULL REFERENCES facts (digest),
        pack_digest {text} NOT NULL REFERENCES packs (digest),
        document {bytes} NOT NULL
    )
    """,
    "CREATE INDEX assessments_of_customer ON assessments (customer, seq)",
    # One assessment per customer and run: what makes a run that was killed safe to start again.
    "CREATE UNIQUE INDEX assessments_of_run ON assessments (run, customer) WHERE run IS NOT NULL",
    """
    CREATE TABLE current_assessments (
        customer {text} NOT NULL PRIMARY KEY REFERENCES customers (ref),
        assessment {text} NOT NULL REFERENCES assessments (id),
        grade {text} NOT NULL,
        grade_rank INTEGER NOT NULL,
        decision {text} NOT NULL,
        score {text} NOT NULL,
        score_order {real} NOT NULL,
        pending_hits INTEGER NOT NULL,
        first_on {text},
        next_review_on {text},
        assessed_at {text} NOT NULL
    ) {compact}
    """,
    """
    CREATE INDEX current_attention
    ON current_assessments (grade_rank DESC, pending_hits DESC, score_order DESC, customer)
    WHERE decision <> 'accept'
    """,
    "CREATE INDEX current_due ON current_assessments (next_review_on, customer)",
)
